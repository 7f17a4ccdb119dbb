"""Errands: what is to be solved by talking, and what there is to say about it before it is."""

from __future__ import annotations

from dataclasses import dataclass

import stealth_pygame as stealth


@dataclass
class Errand:
    """Something to be solved by talking; `how` is the way that was chosen."""

    title: str
    hint: str
    how: str = ""

    @property
    def done(self) -> bool:
        return bool(self.how)


def errands() -> dict[str, Errand]:
    """Return the three errands of a story that begins."""
    return {
        "light": Errand("Light the lanterns", "Juno by the north path has no oil. Tobias sells it, Nils has some."),
        "pip": Errand("Find Pip", "Marta the baker misses her boy. They say he is fishing at the lake."),
        "gate": Errand("Open the gate", "Bram opens for a pass from Odile, for a sword, or for ten gold coins."),
    }


class Unchanged(stealth.Feedback):
    """The feedback of a deed that was done already: nothing has changed, and nothing went wrong."""


def unchanged(message: str) -> Unchanged:
    """Return it with its sentence."""
    return Unchanged(False, message)
