"""AI villagers for Pygame games."""
