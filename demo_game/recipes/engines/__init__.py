"""Engines that make a sound of a line: each a function that returns a `say_aloud` for a `Speaker`."""
