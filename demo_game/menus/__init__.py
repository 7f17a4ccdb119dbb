"""Sheets over the game: pages to read, lists to choose from, the pause. They know the story, not the network."""
