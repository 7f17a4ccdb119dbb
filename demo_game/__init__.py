"""A village of talking NPCs. It uses only the public names of the library."""
