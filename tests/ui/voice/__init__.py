"""Voices, with a mixer that nobody hears."""
