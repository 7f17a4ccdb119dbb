"""A village of talking NPCs, played by the library's public names only."""
