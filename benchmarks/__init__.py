"""The measurements of the documentation. Each is a ratio to a baseline from the same run."""
