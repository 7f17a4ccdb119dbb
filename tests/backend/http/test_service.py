"""The work between the routes and the brain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.backend.parts import ADA, SHEET, Script, talking


class Early(Script):
    """A brain that wants to hear of characters before anybody talks to them."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[str] = []

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Remember the name."""
        self.known.append(str(character["name"]))


def test_a_brain_hears_of_a_character_before_the_first_message() -> None:
    """Both a create and an update with a character let the brain get ready; an update of users does not."""
    brain = Early()
    with talking(brain) as client:
        made = client.create(SHEET, [ADA])
        client.update(made.secret, [ADA], {**SHEET, "name": "Brunhild"})
        client.update(made.secret, [ADA])
    assert brain.known == ["Bruna", "Brunhild"]
    assert not brain.asked
