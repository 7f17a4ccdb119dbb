"""What the judge learns from: readable, and nothing of what it is measured by."""

from __future__ import annotations

from collections import Counter

import pytest

from stealth_pygame.backend.brain import OfflineBrain
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.brain.small_talk import learned
from tests.backend.brain.blind_sets import SETS, sheets_of
from tests.backend.brain.lessons import remarks, worlds
from tests.backend.brain.tables import rows
from tests.backend.brain.test_judged import Judged
from tests.backend.brain.unasked import answers, verdict

# Words of a sentence that two people hardly write alike.
LONG = 9


def test_every_sentence_is_after_something_that_its_world_has() -> None:
    """A line, a function, or nothing."""
    for world in worlds():
        known = {"-", *world.lines, *world.functions}
        assert {label for _, label, _ in world.said} <= known, world.name
        assert {sign for sign, _, _ in world.said} <= set("?!.")
        assert {one for told, label, _ in world.next for one in (told, label)} <= known, world.name


def test_no_sentence_of_a_set_is_learned() -> None:
    """The sets measure what the judge makes of new players."""
    taught = {tuple(tokens(sentence)) for world in worlds() for _, _, sentence in (*world.said, *world.next)}
    taught |= {tuple(tokens(sentence)) for _, sentence in remarks()}
    for path in SETS.glob("set-*.toml"):
        asked = {tuple(tokens(row.text)) for sheet in sheets_of(path.stem) for row in rows(sheet["table"])}
        assert not {sentence for sentence in asked & taught if len(sentence) >= LONG}, path.name


def test_every_learned_kind_of_remark_has_lines() -> None:
    """A kind that no pattern file knows would never be answered."""
    for kind in {kind for kind, _ in remarks()}:
        heard = [learned(Judged(remark=(kind, 1.0)).judge, "do you", asks=asks) for asks in (True, False)]
        assert kind in heard


@pytest.mark.slow
def test_hardly_anything_is_called_that_nobody_asked_for() -> None:
    """Of every twentieth character, one sentence in a hundred calls something else than it asks for, at most."""
    brain, counts = OfflineBrain(), Counter[str]()
    for world in list(worlds())[::20]:
        counts.update(verdict(world, label, answer) for _, label, _, answer in answers(brain, world))
    print(counts)
    assert counts.total() > 3_000
    assert counts["unasked"] < counts.total() / 100
    assert counts["asked"] > counts.total() / 20
