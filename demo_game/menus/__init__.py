"""Sheets over the game: pages to read, lists to choose from, the pause menu. They know the story, not the network."""
