"""Actions that a game can trust: declared from Python, typed on the way in, contained while they run."""

from __future__ import annotations

import enum
import functools
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Annotated, Any, Literal, NewType, Optional, Union

import annotated_types
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, Field
from typing_extensions import TypeAliasType

from stealth_pygame.actions.action import Accepted, Action, Refusal, bind, convert_declared
from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.actions.declare import declare
from stealth_pygame.characters.sheets import ElizaCharacter, FunctionSpec, ParameterSpec
from stealth_pygame.errors import ActionError

if TYPE_CHECKING:
    from nowhere import Sword  # type: ignore[import-not-found]

SLOW_BUT_SURE = settings(max_examples=60, derandomize=True, deadline=None)


class Item(enum.Enum):
    """Choices by their texts."""

    SWORD = "sword"
    ROUND_SHIELD = "round shield"


class Side(enum.Enum):
    """Choices by their names."""

    LEFT = 1
    RIGHT = 2


class Hero:
    """A type that a scene hands in."""


class Loud(Hero):
    """One of its kinds."""


Coins = NewType("Coins", int)
Gold = TypeAliasType("Gold", int)
OldOptional = Optional[int]  # noqa: UP045
OldUnion = Union[int, float]  # noqa: UP007
Price = Annotated[int, Field(ge=1, le=99)]


def sell(item: str, price: int) -> Feedback:
    """Sell the player something
    from the forge.

    item: what is sold, "sword" or "shield"
    price: the price in gold coins,
        never less than one
    """
    return Feedback(True, f"{item} for {price}")


def kind(hint: object, default: object = ...) -> Action:
    """An action with one parameter `it` of that type."""

    def use(it):  # type: ignore[no-untyped-def]
        """Use it."""
        return repr(it)

    use.__annotations__ = {"it": hint}
    use.__defaults__ = None if default is ... else (default,)
    return declare(use)


def read(hint: object, text: str) -> object:
    """Return the value of `it`, or the reason of the refusal."""
    made = kind(hint).convert({"it": text})
    return made.reason if isinstance(made, Refusal) else made.values["it"]


def described(hint: object, default: object = ...) -> str:
    (parameter,) = kind(hint, default).spec.parameters
    return f"{parameter.type}: {parameter.description}"


def run(function: Callable[..., Any], **parameters: Any) -> Feedback | None:
    action = declare(function, injectable=(Call, Hero))
    return action.run(Call(action.name, parameters))


# From Python to a declaration


def test_a_function_declares_itself() -> None:
    """Name, types and docstring are all there is to write."""
    assert declare(sell).spec == FunctionSpec(
        "sell",
        "Sell the player something from the forge.",
        (
            ParameterSpec("item", 'what is sold, "sword" or "shield"', "string"),
            ParameterSpec("price", "the price in gold coins, never less than one (a whole number)", "number"),
        ),
    )


def google(item: str, price: int) -> None:
    """Sell it.

    Longer words that are for programmers.

    Args:
        item (str): what is sold
        price: the price,
            in gold

    Returns:
        item: not this one
    """


def numpy(item: str, price: int) -> None:
    """Sell it.

    Parameters
    ----------
    item : str
        what is sold
    price : int
        the price,

        in gold

    Returns
    -------
    None
    """


def sphinx(item: str, price: int) -> None:
    """Sell it.

    :param item: what is sold
    :param int price: the price,
        in gold
    :returns: nothing
    """


def plain(item: str, price: int) -> None:
    """Sell it.
    item: what is sold
    price: the price,
      in gold
    """


@pytest.mark.parametrize("function", [google, numpy, sphinx, plain])
def test_docstrings_of_every_style_are_read(function: Callable[..., Any]) -> None:
    """Plain lines, Google, NumPy and Sphinx: the first paragraph, and the words for each parameter."""
    spec = declare(function).spec
    assert spec.description == "Sell it."
    assert [parameter.description for parameter in spec.parameters] == [
        "what is sold",
        "the price, in gold (a whole number)",
    ]


def test_without_a_docstring_the_names_speak() -> None:
    """The backend refuses empty descriptions."""

    def open_gate(wide_open: bool) -> None: ...

    spec = declare(open_gate).spec
    assert (spec.description, spec.parameters[0].description) == ("open gate", "wide open")


def test_the_decorator_may_say_it_all() -> None:
    """Name, description, and for Eliza similes and examples."""
    action = declare(
        sell,
        name="sell_item",
        description="Sell\nit",
        similes=["trade"],
        examples=[[("User", "A sword!"), ("You", "Here.")]],
        after_line=True,
        timeout=5,
    )
    assert (action.name, action.spec.name, action.spec.description) == ("sell_item", "sell_item", "Sell it")
    assert (action.after_line, action.timeout) == (True, 5)
    wire = ElizaCharacter("A", "b", topics="c", adjectives="d", style="e", functions=[action.spec]).to_wire()
    assert wire["functions"][0]["similes"] == ["trade"]
    assert wire["functions"][0]["examples"] == [
        [{"user": "User", "content": "A sword!"}, {"user": "You", "content": "Here."}]
    ]


@pytest.mark.parametrize(
    ("hint", "default", "words"),
    [
        (str, ..., "string: it"),
        (str, "rope", 'string: it ("rope" if left out)'),
        (int, 3, "number: it (a whole number; 3 if left out)"),
        (float, ..., "number: it"),
        (bool, True, "boolean: it (true if left out)"),
        (Price, ..., "number: it (a whole number from 1 to 99)"),
        (Annotated[float, Field(gt=0, lt=1)], ..., "number: it (a number of more than 0 and of less than 1)"),
        (Annotated[int, annotated_types.Interval(ge=2)], ..., "number: it (a whole number of at least 2)"),
        (Annotated[str, annotated_types.Len(1, 9)], ..., None),
        (Annotated[str, Field(max_length=9)], ..., "string: it (text of at most 9 characters)"),
        (Annotated[str, Field(pattern="^a")], ..., "string: it (text that matches ^a)"),
        (Literal["sword", "shield"], "sword", 'string: it (one of "sword", "shield"; "sword" if left out)'),
        (Literal[1, 5], ..., "number: it (one of 1, 5)"),
        (Item, Item.SWORD, 'string: it (one of "sword", "round shield"; sword if left out)'),
        (Side, ..., 'string: it (one of "left", "right")'),
        (OldOptional, ..., "number: it (a whole number; may be left out)"),
        (str | None, None, "string: it (may be left out)"),
        (OldUnion, ..., "number: it"),
        (Coins, ..., "number: it (a whole number)"),
        (Annotated[str, Field(description="what is sold")], ..., "string: what is sold"),
        (Annotated[int, Field(ge=1), "the price"], ..., "number: the price (a whole number of at least 1)"),
    ],
)
def test_limits_are_said_in_words(hint: object, default: object, words: str | None) -> None:
    """The wire knows three types; choices, ranges and defaults travel in the description, so that any model knows."""
    said = described(hint, default)
    assert said == words or (words is None and "at least 1 characters" in said)


def test_what_the_library_gives_is_not_declared() -> None:
    """Parameters of injectable types, also by name, as an optional one, or as one of their kinds."""

    def wave(call: Call, hero: Hero, maybe: Hero | None, loud: Loud, far: "Hero", times: int = 1) -> str:  # noqa: UP037
        return f"{call.name} {type(hero).__name__} {maybe is hero} {loud is hero} {times}"

    action = declare(wave, injectable=(Call, Hero))
    assert [parameter.name for parameter in action.spec.parameters] == ["times"]
    assert action.run(Call("wave", {}), {Hero: Loud()}) == Feedback(True, "wave Loud True True 1")


def test_hints_may_name_what_stands_around_the_function() -> None:
    """A game that lives in one `main()` may keep its enums there, `from __future__ import annotations` or not."""

    class Mood(enum.Enum):
        GRIM = "grim"

    def feel(mood: Mood) -> None: ...

    assert declare(feel).convert({"mood": "Grim"}) == Accepted({"mood": "grim"})


def test_a_bound_method_is_declared_without_self() -> None:
    """A shop object may hold the actions."""

    class Shop:
        stock = 2

        def take(self, amount: int) -> bool:
            return amount <= self.stock

    assert run(Shop().take, amount=3) == Feedback(False)


def test_a_wrapped_function_keeps_its_declaration() -> None:
    """`functools.wraps` is honoured."""

    @functools.wraps(sell)
    def logged(*args: Any, **kwargs: Any) -> Any:
        return sell(*args, **kwargs)

    assert declare(logged).spec == declare(sell).spec


# What the wire cannot carry is said at decoration time


def stars(*items: str) -> None: ...
def double_stars(**items: str) -> None: ...
def slash(item: str, /) -> None: ...
def bare(item) -> None: ...  # type: ignore[no-untyped-def]
def method(self, item: str) -> None: ...  # type: ignore[no-untyped-def]
def listed(items: list[str]) -> None: ...
def mapped(items: dict[str, int]) -> None: ...
def either(item: str | int) -> None: ...
def anything(item: Any) -> None: ...
def a_thing(item: pydantic.BaseModel) -> None: ...
def unknown(item: Sword) -> None: ...
def broken(item: str) -> None: ...
def mixed(item: Literal["a", 1]) -> None: ...
def twins(item: Literal["Round shield", "round_shield"]) -> None: ...
def wrong_default(item: int = "five") -> None: ...  # type: ignore[assignment]
def out_of_range(price: Price = 100) -> None: ...
def old_field(price: int = Field(1, ge=1)) -> None: ...
def bad_limit(price: Annotated[int, annotated_types.MinLen(3)]) -> None: ...
def bad_pattern(price: Annotated[int, Field(pattern="a")]) -> None: ...
def foreign(größe: int) -> None: ...
def generating(item: str) -> Any:
    yield item


async def slow(item: str) -> None: ...


broken.__annotations__ = {"item": "1 +"}


class Empty(enum.Enum):
    """No choices."""


def no_choice(item: Empty) -> None: ...


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (stars, "stars, parameter items: *items cannot be declared"),
        (double_stars, "**items cannot be declared"),
        (slash, "is positional-only"),
        (bare, "bare, parameter item: has no type hint; write item: str"),
        (method, "give the bound method"),
        (listed, "take a str and split it"),
        (mapped, "take a str and split it"),
        (either, "may be str or int, but the wire knows one type"),
        (anything, "the backend must be told a type"),
        (a_thing, "is a BaseModel, which the wire cannot carry"),
        (unknown, "the type hint 'Sword' cannot be read"),
        (broken, "cannot be read"),
        (mixed, "choices of different types"),
        (twins, "differ in case or spacing only"),
        (no_choice, "has no choices"),
        (wrong_default, "its default 'five' is not a whole number"),
        (out_of_range, "its default 100 is not a whole number from 1 to 99"),
        (old_field, "write Annotated[int, Field(ge=1)]"),
        (bad_limit, "limits that do not fit its type"),
        (bad_pattern, "limits that do not fit its type"),
        (foreign, "ASCII letters"),
        (generating, "is a generator"),
        (slow, "slow is async, but actions run inside the game's loop"),
        (lambda item: None, "A lambda has no name"),
        (Hero, "is not a plain function or method"),
        (print, "is not a plain function or method"),
    ],
)
def test_what_cannot_be_declared_is_told_with_a_way_out(function: Callable[..., Any], words: str) -> None:
    """An ActionError where the game is written, naming function, parameter and what to do instead."""
    with pytest.raises(ActionError) as caught:
        declare(function)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "open the gate"}, "'open the gate' cannot be a function's name"),
        ({"name": ""}, "'' cannot be a function's name"),
        ({"timeout": 0}, "more than 0 seconds"),
        ({"similes": [3]}, "sell: similes[0]: found the number 3"),
        ({"examples": ["Hi"]}, "sell: examples[0]: found the text"),
    ],
)
def test_bad_options_are_told_too(options: dict[str, Any], words: str) -> None:
    """The decorator's own arguments."""
    with pytest.raises(ActionError) as caught:
        declare(sell, **options)
    assert words in str(caught.value)


# Typed and checked


@pytest.mark.parametrize(
    ("hint", "text", "value"),
    [
        (int, "3", 3),
        (int, " 3.0 ", 3),
        (int, "-7", -7),
        (float, "3", 3.0),
        (float, "1e+20", 1e20),
        (bool, "TRUE", True),
        (bool, " yes", True),
        (bool, "No", False),
        (bool, "0", False),
        (str, "  a sword ", "a sword"),
        (str, "a\x00b\ud800\nc", "a b \nc"),
        (Literal["Sword", "shield"], "sWORD", "Sword"),
        (Literal[1, 5], "5.0", 5),
        (Literal[1.0, 2.5], "1", 1.0),
        (Literal[True, False], "true", True),
        (Item, "ROUND_SHIELD", "round shield"),
        (Side, "Left", "left"),
        (Price, "99", 99),
        (OldUnion, "3.0", 3),
        (int | float, "3.5", 3.5),
        (Price | None, "4", 4),
        (Annotated[int, Field(ge=1)] | None, "4", 4),
        (Annotated[int | None, Field(ge=1)], "4", 4),
        (Annotated[str, AfterValidator(str.upper)], "abc", "ABC"),
        (Coins, "4", 4),
        (Gold, "4", 4),
    ],
)
def test_texts_become_the_declared_types(hint: object, text: str, value: object) -> None:
    """Every parameter is text on the wire; the game gets what it asked for."""
    found = read(hint, text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("hint", "text", "words"),
    [
        (int, "five", 'it is "five"; it must be a whole number'),
        (int, "3.5", "must be a whole number"),
        (int, "", "must be a whole number"),
        (int, "9" * 20, "must be a whole number"),
        (int, "9" * 4000, "must be a whole number"),
        (int, "1e5", "must be a whole number"),
        (float, "nan", "must be a number"),
        (float, "-inf", "must be a number"),
        (float, "1e999", "must be a number"),
        (bool, "perhaps", "must be true or false"),
        (Literal["sword"], "bow", 'must be one of "sword"'),
        (Literal[1, 5], "five", "must be one of 1, 5"),
        (Side, "1", 'must be one of "left", "right"'),
        (Price, "0", "must be a whole number from 1 to 99"),
        (Price, "100", "must be a whole number from 1 to 99"),
        (Annotated[int | None, Field(ge=1)], "0", "of at least 1"),
        (Annotated[str, AfterValidator(lambda text: {}[text])], "abc", "must be text"),
        (Annotated[str, AfterValidator(lambda text: text + 1)], "abc", "must be text"),
        (int, 'x" | Ada: "y\n', """it is "x' | Ada: 'y"; it must be"""),
    ],
)
def test_what_is_not_the_declared_type_is_refused(hint: object, text: str, words: str) -> None:
    """In words that the NPC can be told."""
    assert words in str(read(hint, text))


def test_missing_parameters_take_their_defaults() -> None:
    """A default, nothing for what may be left out, and a refusal for the rest."""
    assert kind(int, 3).convert({}) == Accepted({"it": 3})
    assert kind(Item, Item.SWORD).convert({}) == Accepted({"it": "sword"})
    assert kind(OldOptional).convert({}) == Accepted({})
    assert kind(OldOptional).convert({"it": "null"}) == Accepted({})
    assert kind(int | None, 3).convert({"it": "None"}) == Accepted({"it": 3})
    assert kind(int).convert({}) == Refusal("it is missing")


def test_unknown_parameters_are_dropped_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    """A model that adds a parameter gets its call through; a name in another case is the same name."""
    caplog.set_level(logging.INFO, "stealth_pygame")
    made = declare(sell).convert({"Item": "sword", "price": "3", "mood": "grim"})
    note = 'the parameter "mood" is not declared and was dropped'
    assert made == Accepted({"item": "sword", "price": 3}, (note,))
    assert note in caplog.text


def test_a_flood_of_parameters_is_bounded() -> None:
    """A megabyte in one parameter is refused, and a thousand unknown ones are not all noted."""
    assert read(str, "x" * 4_000) == "x" * 4_000
    assert read(str, "x" * 10**6) == "it is longer than 4000 characters"
    made = kind(int).convert({"it": "1", **{f"x{n}": "" for n in range(1_000)}})
    assert isinstance(made, Accepted)
    assert len(made.notes) == 8


def test_a_declared_function_needs_no_python() -> None:
    """Functions declared in a character file are typed as well: a number is an int where it is whole."""
    types: list[Literal["string", "number", "boolean"]] = ["string", "number", "boolean"]
    spec = FunctionSpec("go", "Go", tuple(ParameterSpec(type_, type_, type_) for type_ in types))
    good = {"string": "north", "number": "3.0", "boolean": "TRUE"}
    assert convert_declared(spec, good) == Accepted({"string": "north", "number": 3, "boolean": True})
    assert convert_declared(spec, good | {"number": "2.5"}) == Accepted(
        {"string": "north", "number": 2.5, "boolean": True}
    )
    assert convert_declared(spec, good | {"number": "five"}) == Refusal('number is "five"; it must be a number')
    assert convert_declared(spec, {"string": "north"}) == Refusal("number is missing")


# Run, contained


def returns_feedback() -> Feedback:
    return Feedback(False, "too little gold")


def returns_text() -> str:
    return "Sold."


def returns_false() -> bool:
    return False


def returns_nothing() -> None:
    return None


def finishes_himself(call: Call) -> None:
    call.finish("Done already.")


def promises(call: Call) -> Call:
    return call


def keeps_his_promise(call: Call) -> Call:
    call.finish("Kept.")
    return call


@pytest.mark.parametrize(
    ("function", "feedback"),
    [
        (returns_feedback, Feedback(False, "too little gold")),
        (returns_text, Feedback(True, "Sold.")),
        (returns_false, Feedback(False)),
        (returns_nothing, Feedback(True)),
        (finishes_himself, Feedback(True, "Done already.")),
        (keeps_his_promise, Feedback(True, "Kept.")),
        (promises, None),
    ],
)
def test_what_an_action_returns_is_feedback(function: Callable[..., Any], feedback: Feedback | None) -> None:
    """Feedback, a sentence, success or failure, nothing; or the call itself, when the end comes later."""
    assert run(function) == feedback


def raises() -> None:
    raise RuntimeError("secret details")


def returns_rubbish() -> list[str]:
    return ["sold"]


async def work() -> None: ...


def returns_coroutine() -> Coroutine[Any, Any, None]:
    return work()


class Ready:
    """Something that can be awaited, and is not a coroutine."""

    def __await__(self) -> Any: ...


def returns_awaitable() -> Ready:
    return Ready()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (raises, "secret details"),
        (returns_rubbish, "feedback is a list"),
        (returns_coroutine, "call.finish"),
        (returns_awaitable, "call.finish"),
    ],
)
def test_what_an_action_raises_stays_here(
    function: Callable[..., Any], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Failed feedback without words for the player; the log has the traceback."""
    assert run(function) == Feedback(False)
    (record,) = caplog.records
    assert record.name == "stealth_pygame"
    assert record.exc_info is not None
    assert words in str(record.exc_info[1])


def test_leaving_the_game_is_no_failure() -> None:
    """`sys.exit()` in an action ends the game."""

    def leave() -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        run(leave)


def test_the_function_gets_what_it_asked_for() -> None:
    """Enums as members, defaults, and what a game may have changed in the call is checked once more."""

    def take(item: Item, side: Side = Side.LEFT, note: Optional[str] = None) -> str:  # noqa: UP045
        return f"{item!r} {side!r} {note!r}"

    action = declare(take)
    made = action.convert({"item": "Sword", "side": "RIGHT"})
    assert isinstance(made, Accepted)
    call = Call("take", made.values)
    assert action.run(call) == Feedback(True, f"{Item.SWORD!r} {Side.RIGHT!r} None")
    call.parameters["item"] = "bow"
    assert action.run(call) == Feedback(False, 'item is "bow"; it must be one of "sword", "round shield"')


# Files and functions


def test_the_files_words_win() -> None:
    """An author's description of a function stays as it is; its similes and examples, where it has some."""
    spec = FunctionSpec(
        "sell", "Sells", (ParameterSpec("price", "coins", "number"), ParameterSpec("item", "thing", "string"))
    )
    bound = bind(spec, declare(sell, similes=["trade"]))
    assert bound.spec == FunctionSpec(spec.name, spec.description, spec.parameters, ("trade",))
    assert bound.convert({"item": "sword", "price": "3"}) == Accepted({"item": "sword", "price": 3})


def test_differing_parameters_name_both() -> None:
    """A file and a function that grew apart are an error where the game starts."""
    spec = FunctionSpec("sell", "Sells", (ParameterSpec("item", "thing", "string"),))
    with pytest.raises(ActionError) as caught:
        bind(spec, declare(sell))
    assert "sell(item: string), but the Python function is sell(item: string, price: number)" in str(caught.value)


# Whatever a model calls

texts = st.text(max_size=12) | st.sampled_from(["3", "3.0", "TRUE", "five", "nan", "1e400", "sword", "null", "-0"])
names = st.sampled_from(["item", "ITEM ", "price", "side", "lucky", "weight", "nick"]) | st.text(max_size=6)


def everything(item: Item, price: Price, side: Side, lucky: bool, weight: float, nick: str | None = None) -> str:
    assert type(item) is Item
    assert type(price) is int
    assert 1 <= price <= 99
    assert type(side) is Side
    assert type(lucky) is bool
    assert type(weight) is float
    assert abs(weight) < float("inf")
    assert nick is None or type(nick) is str
    return "fine"


ALMOST = {"item": "Sword", "price": "3", "side": "left", "lucky": "yes", "weight": "2.5"}


@SLOW_BUT_SURE
@given(st.dictionaries(names, texts, max_size=6), st.booleans())
def test_no_call_raises_or_gets_a_wrong_type(parameters: dict[str, str], almost: bool) -> None:
    """Arbitrary names and values: a refusal with a reason, or parameters of the declared types."""
    action = declare(everything)
    made = action.convert({**ALMOST, **parameters} if almost else parameters)
    if isinstance(made, Refusal):
        assert made.reason.splitlines() == [made.reason]
    else:
        assert action.run(Call("everything", made.values)) == Feedback(True, "fine")


@SLOW_BUT_SURE
@given(st.dictionaries(st.sampled_from(["string", "number", "boolean", "other"]), texts))
def test_declared_functions_get_declared_types(parameters: dict[str, str]) -> None:
    """The same for functions that only a file declares."""
    kinds: dict[Literal["string", "number", "boolean"], tuple[type, ...]]
    kinds = {"string": (str,), "number": (int, float), "boolean": (bool,)}
    spec = FunctionSpec("go", "Go", tuple(ParameterSpec(name, name, name) for name in kinds))
    made = convert_declared(spec, parameters)
    if isinstance(made, Accepted):
        assert made.values.keys() == kinds.keys()
        assert all(type(made.values[name]) in allowed for name, allowed in kinds.items())
