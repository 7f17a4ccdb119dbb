"""The embedded backend: the four routes on loopback, a database and a brain (extra `backend`)."""
