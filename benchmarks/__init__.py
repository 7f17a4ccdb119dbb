"""The figures of the README, each a ratio against a baseline of the same run."""
