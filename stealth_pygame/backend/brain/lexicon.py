"""Word lists written as plain text, because a thousand quotes and commas hide the words."""

from __future__ import annotations


def lex(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Lines of `word = what it stands for; word = ...` as a dictionary."""
    pairs = (entry.partition("=") for line in text.strip().splitlines() for entry in line.split(";") if "=" in entry)
    return {word.strip(): meant.strip() for word, _, meant in pairs}
