"""Parameters that are bound already, and descriptions that outlive their docstrings."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from stealth_pygame.actions.action import Accepted
from stealth_pygame.actions.call import Call
from stealth_pygame.actions.declare import declare
from stealth_pygame.errors import ActionError


class Creature:
    """A thing of the game's own."""

    def __init__(self, name: str) -> None:
        self.name = name


class Size(Enum):
    """Choices."""

    SMALL = "small"


def names(function: Callable[..., Any]) -> list[str]:
    return [parameter.name for parameter in declare(function).parameters]


def test_a_default_that_no_wire_can_carry_is_bound() -> None:
    """The idiom for a loop: each action keeps its own creature, and the model never hears of it."""
    actions = []
    for c in [Creature("wolf"), Creature("bear")]:

        def fight(weapon: str = "sword", c=c) -> str:  # type: ignore[no-untyped-def]
            """Fight."""
            return f"{c.name} with {weapon}"

        actions.append(declare(fight))
    assert [[parameter.name for parameter in action.parameters] for action in actions] == [["weapon"]] * 2
    feedback = [action.run(Call("fight", {"weapon": "axe"})) for action in actions]
    assert [told.message for told in feedback if told] == ["wolf with axe", "bear with axe"]


@pytest.mark.parametrize(
    "default", [Creature("wolf"), [1], {"a": 1}, len, object()], ids=lambda one: type(one).__name__
)
def test_bound_defaults_need_no_hint(default: object) -> None:
    """Nor does a hint of a type that no wire can carry make a parameter of it."""

    def bare(item: str, thing=default) -> None: ...  # type: ignore[no-untyped-def]

    def hinted(item: str, thing: Creature = default) -> None: ...  # type: ignore[assignment]

    assert names(bare) == names(hinted) == ["item"]


@pytest.mark.parametrize("default", [1, 1.5, "a", True, Size.SMALL, None])
def test_a_default_that_could_travel_needs_a_hint(default: object) -> None:
    """It may be meant for the model: the message names both ways out, the hint and `functools.partial`."""

    def bare(thing=default) -> None: ...  # type: ignore[no-untyped-def]

    with pytest.raises(ActionError, match=r"parameter thing: has no type hint; write thing: .*functools\.partial"):
        declare(bare)


def test_a_hint_of_the_games_own_is_told_with_the_cure() -> None:
    """Without a default, or with None, a model would have to give the thing."""

    def fight(c: Creature) -> None: ...

    def flee(c: Creature | None = None) -> None: ...

    for function in (fight, flee):
        with pytest.raises(ActionError, match=r"Creature.*functools\.partial"):
            declare(function)


def test_a_partial_function_is_an_action() -> None:
    """Name and docstring are those of the function, and what is bound is not declared."""

    def fight(c: Creature, weapon: str) -> str:
        """Fight the creature.

        weapon: what to fight with
        """
        return f"{c.name} with {weapon}"

    for function in (functools.partial(fight, Creature("wolf")), functools.partial(fight, c=Creature("wolf"))):
        action = declare(function)
        assert (action.name, action.spec.description) == ("fight", "Fight the creature.")
        assert [(one.name, one.description) for one in action.spec.parameters] == [("weapon", "what to fight with")]
        assert action.convert({"weapon": "axe", "c": "me"}) == Accepted(
            {"weapon": "axe"}, ('the parameter "c" is not declared and was dropped',)
        )
        feedback = action.run(Call("fight", {"weapon": "axe"}))
        assert feedback is not None
        assert feedback.message == "wolf with axe"


def test_a_description_says_all_that_a_docstring_can() -> None:
    """Its first paragraph goes before the docstring's, and so do its words for parameters."""

    def sell(item: str, price: int) -> None:
        """Sell.

        item: a thing
        price: in gold
        """

    spec = declare(sell, description="Sell something from the forge.\n\nitem: what is sold").spec
    assert spec.description == "Sell something from the forge."
    assert [one.description for one in spec.parameters] == ["what is sold", "in gold (a whole number)"]


PROGRAM = '''
from stealth_pygame.actions.declare import declare
def portcullis() -> str:
    """Open the gate."""
def bell() -> str:
    """Ring the bell."""
print(declare(portcullis).spec.description, "|", declare(bell).spec.description)
print(declare(portcullis, description="Open the gate.").spec.description)
'''


@pytest.mark.parametrize("options", [(), ("-O",), ("-OO",)])
def test_lost_docstrings_are_told(options: tuple[str, ...]) -> None:
    """A game that is shipped with -OO would lose the words of its actions: said once, with the cure."""
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, *options, "-c", PROGRAM], capture_output=True, text=True, cwd=root, check=True, timeout=60
    )
    lost = "-OO" in options
    assert run.stdout.splitlines() == [
        "portcullis | bell" if lost else "Open the gate. | Ring the bell.",
        "Open the gate.",
    ]
    assert run.stderr.count("docstrings") == lost
