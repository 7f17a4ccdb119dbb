"""An automatic tour that plays the story with pygame's own events and takes pictures."""
