"""The figures of the documentation, each a ratio against a baseline of the same run."""
