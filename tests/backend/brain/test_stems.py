"""The stems that are read from a file are those that the stemmer would work out."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.brain.language.vocabulary import stems
from stealth_pygame.backend.brain.language.words import base_of, by_rule, stem
from tests.backend.brain.stems import asked


def test_every_stem_in_the_file_is_right() -> None:
    """None can be wrong because a list was changed; each is the stemmer's own."""
    assert {word: given for word, given in stems().items() if by_rule(word) != given} == {}


def test_most_of_what_a_start_asks_for_is_in_the_file() -> None:
    """The lists may grow a little before somebody runs `python -m tests.backend.brain.stems`."""
    needed, ready = asked(), stems()
    missing = sorted(word for word in needed if word not in ready)
    assert len(missing) < len(needed) / 10, f"{len(missing)} of {len(needed)} are missing: {missing[:20]}"


@pytest.mark.parametrize(("word", "expected"), [("took", "take"), ("swords", "sword"), ("zorbing", "zorb")])
def test_words_of_every_kind_have_a_stem(word: str, expected: str) -> None:
    """Irregular ones, those of the lists, and those that nobody has thought of."""
    assert stem(word) == expected == by_rule(base_of(word))
