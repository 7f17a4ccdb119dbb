"""Speech engines: each function returns a `say_aloud` for a `Speaker`."""
