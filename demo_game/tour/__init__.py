"""A visit that plays the story by itself through pygame's own events, and takes pictures of it."""
