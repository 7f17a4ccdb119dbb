"""What a game hands over: a slip is named where it is made."""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import pytest

import stealth_pygame as stealth
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import check_fields, known_only, nearest, refuse_unknown

Alias: TypeAlias = int
Pairs: TypeAlias = tuple[str, ...]


def told(call: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        call(*args, **given)
    return str(caught.value)


@pytest.mark.parametrize(
    ("made", "slip", "meant"),
    [
        (stealth.Settings, "talk_kye", "talk_keys"),
        (stealth.Settings, "allow_insecur", "allow_insecure"),
        (stealth.Theme, "textsize", "text_size"),
        (stealth.Words, "place_holder", "placeholder"),
        (stealth.Player, "postion", "position"),
        (stealth.BubblePresenter, "on_typ", "on_type"),
        (stealth.Dialogue, "setings", "settings"),
        (stealth.StealthClient, "conect_timeout", "connect_timeout"),
        (stealth.Feedback, "mesage", "message"),
    ],
)
def test_a_misspelled_argument_comes_with_a_guess(made: type, slip: str, meant: str) -> None:
    """Every class that a game makes knows its arguments, and tells a slip in the same words."""
    assert told(made, **{slip: 1}) == f"{made.__name__} knows no argument {slip!r}; did you mean {meant!r}?"


def test_an_argument_like_no_other_comes_with_what_there_is() -> None:
    """A short list is told, for a long one the place where it is read."""
    assert told(stealth.Player, "Ada", zebra=1) == (
        "Player knows no argument 'zebra'; it takes name, id, position, context, bubble_offset."
    )
    assert told(stealth.Settings, zebra=1) == (
        "Settings knows no argument 'zebra'; help(Settings) lists what it takes."
    )


def test_a_changed_copy_is_checked_as_well() -> None:
    """`dataclasses.replace` makes a new one, so it tells the same."""
    slip: Any = {"talk_kye": ("e",)}
    assert "did you mean 'talk_keys'?" in told(replace, stealth.Settings(), **slip)


def test_who_looks_at_a_class_sees_its_own_signature() -> None:
    """`help()` and editors show the arguments, not the check around them."""
    names = ["name", "id", "position", "context", "bubble_offset"]
    assert list(inspect.signature(stealth.Player).parameters) == names
    assert inspect.signature(stealth.Settings).parameters["grace"].default == 5.0


def test_a_class_of_a_game_may_build_on_ours() -> None:
    """A subclass has the arguments that it says, and ours are checked in it."""

    @known_only
    @dataclass(frozen=True)
    class Mine(stealth.Settings):
        weather: str = "fine"

    assert Mine(weather="wet", grace=1).weather == "wet"
    assert told(Mine, wether="wet") == "Mine knows no argument 'wether'; did you mean 'weather'?"
    assert told(Mine, grace="1") == "Mine.grace is '1'; it must be a number. Leave out the quotes: 1"


def test_known_names_pass() -> None:
    """Nothing is said where nothing is wrong."""
    refuse_unknown(["id"], ("id", "name"), "It")
    assert nearest("zebra", ("id", "name")) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"allow_insecure": "maybe"}, "Settings.allow_insecure is 'maybe'; it must be True or False."),
        ({"allow_insecure": "false"}, "it must be True or False. Leave out the quotes: False"),
        ({"allow_insecure": 1}, "Settings.allow_insecure is 1; it must be True or False."),
        ({"grace": "5"}, "Settings.grace is '5'; it must be a number. Leave out the quotes: 5"),
        ({"grace": None}, "Settings.grace is None; it must be a number."),
        ({"grace": True}, "Settings.grace is True; it must be a number."),
        ({"grace": float("nan")}, "Settings.grace is nan; it must be a number."),
        ({"grace": -1}, "Settings.grace is -1; it must not be negative."),
        ({"reply_timeout": "soon"}, "Settings.reply_timeout is 'soon'; it must be a number."),
        ({"reply_timeout": float("inf")}, "Settings.reply_timeout is inf; it must be at most 1,000,000."),
        ({"reply_timeout": 1e300}, "Settings.reply_timeout is 1e+300; it must be at most 1,000,000."),
        ({"close_timeout": float("nan")}, "Settings.close_timeout is nan; it must be a number."),
        ({"close_timeout": -1.0}, "Settings.close_timeout is -1.0; it must not be negative."),
        ({"workers": 2.5}, "Settings.workers is 2.5; it must be a whole number."),
        ({"workers": 0}, "Settings.workers is 0; it must be more than 0."),
        ({"messages_per_minute": "60"}, "it must be a whole number, or None. Leave out the quotes: 60"),
        ({"messages_per_minute": -1}, "Settings.messages_per_minute is -1; it must not be negative."),
        ({"talk_keys": "e"}, "Settings.talk_keys is 'e'; it must be a tuple of texts. Did you mean ('e',)?"),
        ({"talk_keys": (101,)}, "Settings.talk_keys is (101,); it must be a tuple of texts."),
        ({"talk_buttons": 0}, "Settings.talk_buttons is 0; it must be a tuple of whole numbers."),
        ({"greeting": None}, "Settings.greeting is None; it must be a text."),
        ({"user_id": "ada"}, "Settings.user_id is 'ada'; it must be a function."),
    ],
)
def test_a_setting_is_what_it_says(change: dict[str, Any], words: str) -> None:
    """A switch is a switch and a number a number: above all where it decides who can read the key."""
    assert told(stealth.Settings, **change).endswith(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text_size": "17"}, "Theme.text_size is '17'; it must be a whole number. Leave out the quotes: 17"),
        ({"text_size": 4}, "Theme.text_size is 4; it must be 8 to 96."),
        ({"high_contrast": "no"}, "Theme.high_contrast is 'no'; it must be True or False."),
        ({"fonts": "a.ttf"}, "Theme.fonts is 'a.ttf'; it must be a tuple of texts. Did you mean ('a.ttf',)?"),
        ({"border": float("inf")}, "Theme.border is inf; it must be finite."),
        ({"border": float("nan")}, "Theme.border is nan; it must be a number."),
        ({"box_fill": "red"}, "Theme.box_fill is 'red'; it must be red, green and blue, 0 to 255."),
        ({"box_fill": (1, 2)}, "Theme.box_fill is (1, 2); it must be red, green and blue, 0 to 255."),
        ({"words": {"talk": "Hi"}}, "Theme.words is {'talk': 'Hi'}; it must be a Words: stealth.Words(talk='Hi')"),
    ],
)
def test_a_theme_is_what_it_says(change: dict[str, Any], words: str) -> None:
    """The picture's numbers, switches, colours and words are looked at in the same way."""
    assert told(stealth.Theme, **change) == words


def test_a_head_may_have_to_be_well_inside() -> None:
    """The one number of the theme that may be negative."""
    assert stealth.Theme(offscreen=-8).offscreen == -8


def test_words_are_words() -> None:
    """A translation that lacks a word says which."""
    assert told(stealth.Words, talk=None) == "Words.talk is None; it must be a text."


def test_a_client_of_its_own_has_the_same_switch() -> None:
    """A text would count as True, and the key would travel in the clear."""
    wrong: Any = {"allow_insecure": "no"}
    words = told(stealth.StealthClient, "http://10.0.0.9:3000", "key", **wrong)
    assert words == "allow_insecure is 'no'; it must be True or False."
    late: Any = {"reply_timeout": "30"}
    words = told(stealth.StealthClient, "http://127.0.0.1:1", "key", **late)
    assert words == "reply_timeout is '30'; it must be a number, more than 0. Leave out the quotes: 30"


def test_a_colour_may_have_an_opacity() -> None:
    """As pygame's own colours have."""
    faded: Any = (1, 2, 3, 128)
    assert stealth.Theme(box_fill=faded).box_fill == faded
    five: Any = (1, 2, 3, 4, 5)
    assert "red, green and blue" in told(stealth.Theme, box_fill=five)


def test_a_number_of_another_library_is_a_number_too() -> None:
    """Fractions, and whole numbers of another kind; an endless close is bounded by what it waits for."""
    half: Any = Fraction(1, 2)
    assert stealth.Settings(grace=half).grace == 0.5
    assert stealth.Settings(close_timeout=math.inf).close_timeout == math.inf
    assert stealth.Settings(max_reply_bytes=10**12).max_reply_bytes == 10**12


def test_an_annotation_counts_by_its_type() -> None:
    """An alias may be called anything; one that only a type checker sees is not checked."""

    @dataclass(frozen=True)
    class Mine:
        many: Alias = 1
        pairs: Pairs = ()
        unseen: NotImported = None  # type: ignore[name-defined]  # noqa: F821

        def __post_init__(self) -> None:
            check_fields(self)

    assert told(Mine, many="3") == "Mine.many is '3'; it must be a whole number. Leave out the quotes: 3"
    assert told(Mine, pairs="a") == "Mine.pairs is 'a'; it must be a tuple of texts. Did you mean ('a',)?"
    assert Mine(unseen=object(), pairs=["a"]).many == 1  # type: ignore[arg-type]
