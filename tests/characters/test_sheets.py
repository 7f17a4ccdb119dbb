"""Characters: sheets in the backend's formats, and errors that an author can act on."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from stealth_pygame.characters.sheets import (
    BasicCharacter,
    Character,
    ElizaCharacter,
    FreeCharacter,
    FunctionSpec,
    ParameterSpec,
    as_character,
)
from stealth_pygame.errors import ActionError, CharacterError

SMITH_TOML = """
name = "Bruno"
bio = "The smith of Oakhollow."
lore = ["Lost a brother at sea.", "Shod the king's horse."]
knowledge = ["A sword costs 40 gold."]
message_examples = [[{ user = "User", content = "Hello" }, { user = "You", content = "Mind the sparks." }]]

[[functions]]
name = "sell"
description = "Sell something"
parameters = [{ name = "item", description = "what is sold", type = "string" }]
"""
SELL = FunctionSpec("sell", "Sell something", (ParameterSpec("item", "what is sold", "string"),))


def sheet(**changes: Any) -> dict[str, Any]:
    whole = {"name": "Bruno", "bio": ["A smith."], "lore": ["Old."], "knowledge": ["Iron."]}
    return {**whole, "messageExamples": [], "functions": [], **changes}


def traits() -> dict[str, Any]:
    return {"topics": ["iron"], "adjectives": ["gruff"], "style": ["short"]}


def problem(data: dict[str, Any]) -> CharacterError:
    with pytest.raises(CharacterError) as caught:
        Character.from_dict(data, source="smith.toml")
    return caught.value


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def file_problem(path: Path) -> CharacterError:
    with pytest.raises(CharacterError) as caught:
        Character.load(path)
    return caught.value


# What goes on the wire


def test_a_character_in_a_program_is_one_line() -> None:
    """Name and bio are enough: the backend's other non-empty fields are spoken for by the bio."""
    assert BasicCharacter("Bruno", "A smith.").to_wire() == {
        "name": "Bruno",
        "bio": ["A smith."],
        "lore": ["A smith."],
        "knowledge": ["A smith."],
        "messageExamples": [],
        "functions": [],
    }


def test_the_wire_has_one_order() -> None:
    """The backend hashes the JSON text, so the same sheet in another order is the same text."""
    data = sheet(functions=[SELL.to_basic()], mood="grim")
    shuffled = dict(reversed([*data.items()]))
    shuffled["functions"] = [dict(reversed([*SELL.to_basic().items()]))]
    one, other = Character.from_dict(data), Character.from_dict(shuffled)
    assert json.dumps(one.to_wire()) == json.dumps(other.to_wire())
    assert one.fingerprint() == other.fingerprint()
    assert [*one.to_wire()] == ["name", "bio", "lore", "knowledge", "messageExamples", "functions", "mood"]


def test_the_wire_of_an_eliza_character() -> None:
    """Topics, adjectives and style, and functions with similes and examples, none of them empty."""
    innkeeper = ElizaCharacter("Marla", "Keeps the inn.", functions=[SELL], **traits())
    assert innkeeper.to_wire()["topics"] == ["iron"]
    assert innkeeper.to_wire()["functions"] == [
        {
            "name": "sell",
            "description": "Sell something",
            "similes": ["sell"],
            "examples": [[{"user": "User", "content": "sell"}, {"user": "You", "content": "Sell something"}]],
            "parameters": [{"name": "item", "description": "what is sold", "type": "string"}],
        }
    ]


def test_a_basic_function_has_three_fields() -> None:
    """Similes and examples stay at home: inside a function they would change the backend's hash."""
    rich = FunctionSpec("wave", "Wave", (), ("greet",), ((("User", "Hi"), ("You", "Hi!")),))
    assert BasicCharacter("Bruno", "A smith.", functions=[rich]).to_wire()["functions"] == [
        {"name": "wave", "description": "Wave", "parameters": []}
    ]


def test_what_is_read_back_is_the_same() -> None:
    """A character made from its own wire form is equal."""
    for character in (
        BasicCharacter("Bruno", "A smith.", message_examples=[[("User", "Hi"), ("You", "Hm.")]], functions=[SELL]),
        ElizaCharacter("Marla", "Keeps the inn.", lore="Old.", functions=[SELL], **traits()),
        FreeCharacter({"name": "Zed", "prompt": ["You are Zed."]}),
    ):
        assert Character.from_dict(character.to_wire()) == character


def test_fingerprints_tell_versions_apart() -> None:
    """Short, the same for the same sheet, another for another."""
    one, same, other = BasicCharacter("A", "b"), BasicCharacter("A", "b"), BasicCharacter("A", "c")
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()
    assert len(one.fingerprint()) == 12
    assert len({one, same, other}) == 2
    assert one != "A"


def test_to_wire_is_a_copy() -> None:
    """Changing the returned dict changes no character."""
    bruno = BasicCharacter("Bruno", "A smith.", pets=["cat"])
    bruno.to_wire()["pets"].append("dog")
    assert bruno.to_wire()["pets"] == ["cat"]


# Functions that are bound later


def test_further_functions_make_a_copy() -> None:
    """The functions of one NPC never change the character that is shared with others."""
    bruno = BasicCharacter("Bruno", "A smith.")
    seller = bruno.with_functions([SELL])
    assert (bruno.functions, seller.functions) == ((), (SELL,))
    assert bruno.to_wire()["functions"] == []
    assert seller.to_wire()["functions"] == [SELL.to_basic()]
    assert seller.fingerprint() != bruno.fingerprint()


def test_a_function_of_the_same_name_takes_its_place() -> None:
    """A name stands once on the wire."""
    closed = FunctionSpec("sell", "Closed today")
    seller = BasicCharacter("Bruno", "A smith.", functions=[SELL, FunctionSpec("wave", "Wave")])
    assert [(made.name, made.description) for made in seller.with_functions([closed]).functions] == [
        ("sell", "Closed today"),
        ("wave", "Wave"),
    ]


def test_a_free_character_gains_functions_too() -> None:
    """Its own stay as they are; further ones follow, with nothing made up."""
    given = {"name": "wave", "description": "Wave", "loud": True}
    free = FreeCharacter({"name": "Zed", "functions": [given]})
    simple = FunctionSpec("nod", "Nod", similes=("yes",), examples=((("User", "Well?"), ("You", "Yes.")),))
    assert free.functions == (FunctionSpec("wave", "Wave"),)
    assert free.with_functions([simple, SELL]).to_wire()["functions"] == [
        given,
        {
            **FunctionSpec("nod", "Nod").to_basic(),
            "similes": ["yes"],
            "examples": [[{"user": "User", "content": "Well?"}, {"user": "You", "content": "Yes."}]],
        },
        SELL.to_basic(),
    ]


def test_a_character_remembers_what_its_npcs_can_do() -> None:
    """`@smith.action` keeps the function as it is; the sheet and its fingerprint stay the same."""
    smith, before = BasicCharacter("Bruno", "A smith."), BasicCharacter("Bruno", "A smith.").fingerprint()

    @smith.action
    def wave() -> str:
        return "They wave."

    @smith.action(after_line=True)
    def bow() -> None: ...

    assert wave() == "They wave."
    assert [declared.function for declared in smith.declarations] == [wave, bow]
    assert smith.with_functions([SELL]).declarations == smith.declarations
    assert (smith.fingerprint(), BasicCharacter("Bruno", "A smith.").declarations) == (before, ())


def wide_open(wide: int) -> None:
    """Open."""


@pytest.mark.parametrize(
    ("function", "options", "reason"),
    [
        (lambda item: None, {}, "lambda"),
        (print, {}, "plain function"),
        (wide_open, {"timeout": 0}, "timeout"),
        (wide_open, {"name": "sell"}, r"sell\(.*wide: number"),
    ],
)
def test_a_characters_action_is_checked_where_it_is_written(function: Any, options: Any, reason: str) -> None:
    """`@smith.action` raises at the decorator, long before anybody stands in the world, and binds nothing."""
    # The front door does this with the name `BasicCharacter`.
    importlib.import_module("stealth_pygame.world.npc")
    smith = BasicCharacter("Bruno", "A smith.", functions=[SELL])
    with pytest.raises(ActionError, match=reason):
        smith.action(**options)(function)
    assert smith.declarations == ()


# How a kind is told


def test_the_kind_is_told_by_the_fields() -> None:
    """A bio makes a sheet, topics and the like an Eliza sheet; anything else with a name is free-form."""
    assert type(Character.from_dict(sheet())) is BasicCharacter
    assert type(Character.from_dict(sheet(**traits()))) is ElizaCharacter
    assert type(Character.from_dict({"name": "Zed", "core": 1, "style": "dark"})) is FreeCharacter


def test_the_kind_can_be_said() -> None:
    """`kind` decides, and does not travel; a `kind` of the game's own does."""
    free = Character.from_dict({"kind": "free", "name": "Zed", "bio": 3})
    assert free.to_wire() == {"name": "Zed", "bio": 3}
    assert Character.from_dict(sheet(kind="goblin")).to_wire()["kind"] == "goblin"
    assert problem({"kind": "eliza", **sheet()}).field == "topics"


def test_a_class_reads_its_own_kind() -> None:
    """`ElizaCharacter.from_dict` does not guess."""
    with pytest.raises(CharacterError, match="topics: is missing; a ElizaCharacter needs name, bio, topics"):
        ElizaCharacter.from_dict(sheet())


def test_a_free_character_passes_unchanged() -> None:
    """Any other dict: nothing added, nothing taken, functions of another format included."""
    data = {"persona": {"age": 3, "tags": ["x"]}, "name": "Zed", "functions": ["fly"], "n": 1.5, "none": None}
    free = Character.from_dict(data)
    assert json.dumps(free.to_wire()) == json.dumps(data)
    assert free.functions == ()
    assert free.with_functions([SELL]).to_wire()["functions"] == ["fly", SELL.to_basic()]


def test_functions_of_another_format_can_be_called() -> None:
    """As far as name, parameters and types can be understood, JSON Schema and its wrapping included."""
    schema = {"type": "object", "properties": {"speed": {"type": "integer", "description": "in m/s"}, "x": {}, "y": 1}}
    functions = [
        {"type": "function", "function": {"name": "fly", "description": "Fly", "parameters": schema}},
        {"name": "land", "parameters": [{"name": "soft", "type": "boolean"}, {"type": "number"}], "description": 3},
        {"name": ""},
        "hover",
    ]
    assert FreeCharacter({"name": "Zed", "functions": functions}).functions == (
        FunctionSpec("fly", "Fly", (ParameterSpec("speed", "in m/s", "number"), ParameterSpec("x", "x", "string"))),
        FunctionSpec("land", "land", (ParameterSpec("soft", "soft", "boolean"),)),
    )
    assert FreeCharacter({"name": "Zed", "functions": [{"function": "fly"}]}).functions == ()


def test_a_free_format_without_a_list_takes_no_functions() -> None:
    """A field that cannot be added to is told, not overwritten."""
    free = FreeCharacter({"name": "Zed", "functions": {"fly": {"speed": 3}}})
    with pytest.raises(CharacterError, match="only a list can take further functions"):
        free.with_functions([SELL])


def test_a_character_comes_from_whatever_a_game_has(tmp_path: Path) -> None:
    """A character, a dict, a path as text or as Path; anything else is a TypeError that says so."""
    path = written(tmp_path, "smith.toml", SMITH_TOML)
    bruno = Character.load(path)
    for given in (bruno, bruno.to_wire(), str(path), path):
        assert as_character(given) == bruno
    with pytest.raises(TypeError, match="found the number 3"):
        as_character(3)  # type: ignore[arg-type]


# Liberal in what is read


def test_text_may_be_one_or_many() -> None:
    """One text counts as a list; empty lines part it, wrapped lines do not."""
    bruno = Character.from_dict(sheet(bio="A smith,\nand proud.\n\nGruff.\n"))
    assert bruno.to_wire()["bio"] == ["A smith, and proud.", "Gruff."]


def test_functions_may_be_tables_by_name() -> None:
    """The published pages show parameters as a table by name; the wire wants lists."""
    data = sheet(functions={"sell": {"description": "Sell something", "parameters": {"item": {"type": "string"}}}})
    assert Character.from_dict(data).functions == (
        FunctionSpec("sell", "Sell something", (ParameterSpec("item", "item", "string"),)),
    )


def test_an_elizaos_file_is_read() -> None:
    """Wrapped contents, `style` by medium; its settings, where keys are kept, are not sent."""
    data = {
        **sheet(topics="iron", adjectives=["gruff"], style={"all": ["short"], "chat": ["kind"], "post": ["loud"]}),
        "messageExamples": [[{"user": "{{user1}}", "content": {"text": "Hi"}}]],
        "settings": {"secrets": {"KEY": "hidden"}},
        "plugins": [],
    }
    wire = Character.from_dict(data).to_wire()
    assert wire["style"] == ["short", "kind"]
    assert wire["messageExamples"] == [[{"user": "{{user1}}", "content": "Hi"}]]
    assert "settings" not in wire
    assert wire["plugins"] == []


def test_eliza_functions_keep_their_words() -> None:
    """Similes and examples of a file are used as they are."""
    given = SELL.to_eliza() | {"similes": ["trade"], "examples": [[{"user": "User", "content": "A sword?"}]]}
    assert Character.from_dict(sheet(**traits(), functions=[given])).to_wire()["functions"] == [given]


def test_a_flat_list_of_lines_is_one_conversation() -> None:
    """The brackets that everybody forgets."""
    lines = [{"user": "User", "content": "Hi"}, {"name": "You", "message": "Hm."}]
    assert Character.from_dict(sheet(message_examples=lines)).to_wire()["messageExamples"] == [
        [{"user": "User", "content": "Hi"}, {"user": "You", "content": "Hm."}]
    ]


def test_null_counts_as_left_out() -> None:
    """The values that a tool exports for an empty field are not mistakes."""
    assert Character.from_dict(sheet(lore=None)).to_wire()["lore"] == ["A smith."]


# Files


def test_toml_and_json_give_the_same(tmp_path: Path) -> None:
    """Snake case or camel case, with a byte order mark, with Windows' line ends, under any extension."""
    bruno = Character.load(written(tmp_path, "smith.toml", SMITH_TOML))
    assert bruno.functions == (SELL,)
    text = json.dumps(bruno.to_wire())
    marked, windows = b"\xef\xbb\xbf" + SMITH_TOML.encode(), SMITH_TOML.replace("\n", "\r\n")
    files: dict[str, str | bytes] = {
        "a.json": text,
        "b.json": b"\xef\xbb\xbf" + text.encode(),
        "c.toml": marked,
        "d.toml": windows,
    }
    for name, content in {**files, "e.txt": SMITH_TOML, "f": text}.items():
        assert Character.load(os.fspath(written(tmp_path, name, content))) == bruno, name


def test_toml_dates_become_text(tmp_path: Path) -> None:
    """JSON has no dates."""
    path = written(tmp_path, "a.toml", SMITH_TOML.replace('name = "Bruno"', 'name = "Bruno"\nborn = 1201-05-01'))
    assert Character.load(path).to_wire()["born"] == "1201-05-01"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", "[1]", "found the list [1], expected one table"),
        ("a.json", '{"name": "x",}', "line 1: is not JSON"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.toml", "x = " + "[" * 100_000, "nested too deeply"),
        ("a.toml", "name = Bruno", "is not TOML"),
        ("a.toml", b"name = 'x'\nbio = '\xff'", "line 2: is not UTF-8"),
        ("a.toml", SMITH_TOML.encode("utf-16"), "is saved as UTF-16"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    """Which file, where in it, and what to do."""
    error = file_problem(written(tmp_path, name, content))
    assert words in str(error)
    assert error.source == str(tmp_path / name)


def test_a_missing_file_comes_with_a_guess(tmp_path: Path) -> None:
    """The file meant, or the folder in which it was looked for."""
    written(tmp_path, "smith.toml", SMITH_TOML)
    assert "did you mean 'smith.toml'?" in str(file_problem(tmp_path / "smiht.toml"))
    assert "the current folder is" in str(file_problem(tmp_path / "dragon.toml"))
    assert "no folder" in str(file_problem(tmp_path / "nowhere" / "smith.toml"))
    assert "cannot be read" in str(file_problem(tmp_path))


# Errors that teach


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "is empty"),
        ({"name": None}, "name", "found nothing, expected text"),
        ({"name": ["Bruno"]}, "name", 'did you mean "Bruno", without brackets?'),
        ({"name": 3}, "name", 'put it in quotes: "3"'),
        ({"bio": []}, "bio", "is an empty list"),
        ({"bio": " "}, "bio", "is empty"),
        ({"bio": {"a": 1}}, "bio", 'found the table {"a": 1}, expected text or a list of texts'),
        ({"lore": [True]}, "lore[0]", 'found true, expected text; put it in quotes: "true"'),
        ({"lore": [object()]}, "lore[0]", "found a object"),
        ({"bio": None}, "bio", "is missing; a BasicCharacter needs name, bio"),
        ({"bio": None, "biome": "x"}, "bio", "is it what you wrote as 'biome'?"),
        ({"bio": None, "boi": "x"}, "boi", "did you mean 'bio'?"),
        ({"knowledge": None, "knowlegde": "x"}, "knowlegde", "did you mean 'knowledge'?"),
        ({"messageExamples": "Hi"}, "messageExamples", "expected a list of conversations"),
        ({"messageExamples": ["Hi"]}, "messageExamples[0]", "expected a list of {user, content}"),
        ({"messageExamples": [["Hi"]]}, "messageExamples[0][0]", "expected a table with user and content"),
        ({"messageExamples": [[{"user": "You"}]]}, "messageExamples[0][0].content", "found nothing"),
        ({"messageExamples": [[["a", "b"]]]}, "messageExamples[0][0]", "expected a table"),
        ({"lore": None, "lroe": "x"}, "lroe", "did you mean 'lore'?"),
        ({"messageExamples": [[]], "message_examples": [[]]}, "message_examples", "is given twice"),
        ({"functions": 3}, "functions", "expected a list"),
        ({"functions": ["sell"]}, "functions[0]", "expected a table with Function fields"),
        ({"functions": {"sell": 3}}, "functions.sell", "found the number 3"),
        ({"functions": [{"name": "sell"}]}, "functions[0].description", "expected text"),
        ({"functions": [SELL, SELL]}, "functions", "'sell' is declared twice"),
        ({"x": float("nan")}, "x", "JSON cannot carry"),
        ({"x": [{"y": b""}]}, "x[0].y", "found a bytes"),
    ],
)
def test_a_problem_names_field_finding_and_cure(changes: dict[str, Any], field: str, words: str) -> None:
    """Which field of which file, what was found, what was expected, and a guess at the slip."""
    error = problem(sheet(**changes))
    assert (error.source, error.field) == ("smith.toml", field)
    assert words in error.reason
    assert str(error).startswith(f"smith.toml: {field}: ")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"type": "str"}, "type", 'did you mean "string"?'),
        ({"type": "Integer"}, "type", 'did you mean "number"?'),
        ({"type": "bolean"}, "type", 'did you mean "boolean"?'),
        ({"type": ["string"]}, "type", 'found the list ["string"], expected "string", "number" or "boolean"'),
        ({"name": "the item"}, "name", 'did you mean "the_item"?'),
        ({"name": "价格"}, "name", "expected up to 64 letters"),
        ({"description": ""}, "description", "is empty"),
        ({"typ": "string", "type": None}, "type", "found nothing"),
    ],
)
def test_a_parameter_is_found_by_its_path(changes: dict[str, Any], field: str, words: str) -> None:
    """`functions[2].parameters[0].type`, for a slip deep in a file."""
    parameter = {"name": "item", "description": "what", "type": "string", **changes}
    functions = [SELL, {"name": "wave", "description": "Wave"}]
    functions.append({"name": "buy", "description": "Buy", "parameters": [parameter]})
    error = problem(sheet(functions=functions))
    assert error.field == f"functions[2].parameters[0].{field}"
    assert words in error.reason


def test_all_problems_are_told_at_once() -> None:
    """The first one has the fields of the error, the message lists the others."""
    error = problem({"name": 3, "bio": [], "functions": [{"naem": "sell", "description": "Sell"}]})
    assert error.field == "name"
    assert "also bio: is an empty list" in str(error)
    assert "also functions[0].naem: is not a field of the format; did you mean 'name'?" in str(error)


def test_a_misspelled_argument_is_a_misspelled_field() -> None:
    """A sheet made in Python is told as one in a file is, instead of Python's own word of what is missing."""
    slip: Any = {"boi": "A smith."}
    with pytest.raises(CharacterError) as caught:
        BasicCharacter("Bruno", **slip)
    assert str(caught.value).startswith(
        "BasicCharacter 'Bruno': boi: is not a field of the format; did you mean 'bio'?\n  also bio: is missing; "
    )
    slip = {"bio": "A smith.", "message_exampels": []}
    with pytest.raises(CharacterError, match="did you mean 'messageExamples'"):
        BasicCharacter("Bruno", **slip)
    slip = {"topics": "iron", "adjectivs": "gruff", "style": "short"}
    with pytest.raises(CharacterError, match="adjectivs: is not a field of the format; did you mean 'adjectives'"):
        ElizaCharacter("Bruno", "A smith.", **slip)
    with pytest.raises(CharacterError, match="name: found nothing"):
        BasicCharacter(bio="A smith.")  # type: ignore[call-arg]


def test_an_eliza_sheet_needs_its_traits() -> None:
    """One trait makes it Eliza; the others are then missed, with the way back to a basic one."""
    error = problem(sheet(topics=["iron"]))
    assert error.field == "adjectives"
    assert "without topics, adjectives, style it would be a BasicCharacter" in error.reason


def test_a_sheet_that_contains_itself_is_refused() -> None:
    """A cycle is a problem like any other, not a crash."""
    ring: dict[str, Any] = sheet()
    ring["ring"] = ring
    assert "nested more than 32 deep" in str(problem(ring))


def test_an_inline_character_is_named_in_its_error() -> None:
    """There is no file; the class and the name must do."""
    with pytest.raises(CharacterError, match="BasicCharacter 'Bruno': lore: is an empty list"):
        BasicCharacter("Bruno", "A smith.", lore=[])
    with pytest.raises(CharacterError, match="FreeCharacter: name: found nothing"):
        FreeCharacter({"prompt": "x"})


def test_a_character_shows_its_name() -> None:
    """A repr for logs: kind, name, version."""
    bruno = BasicCharacter("Bruno", "A smith.")
    assert repr(bruno) == f"<BasicCharacter 'Bruno' {bruno.fingerprint()}>"


def test_a_slip_in_a_changed_field_is_told() -> None:
    """It would go to the backend as a field of its own, and change nothing; a field with another name may."""
    smith = BasicCharacter("Bruno", bio="A smith.", message_examples=[[{"user": "User", "content": "Hi"}]])
    for slip, meant in (("boi", "bio"), ("knowlege", "knowledge"), ("mood", "moods"), ("Name", "name")):
        with pytest.raises(
            CharacterError, match=f"Bruno: {slip}: is not a field of this sheet; did you mean '{meant}'"
        ):
            smith.with_fields(**{slip: "x"})
    assert smith.with_fields(plugins=["x"]).to_wire()["plugins"] == ["x"]


def test_examples_are_changed_under_either_name() -> None:
    """Those of Python and those of the wire are one field."""
    smith = BasicCharacter("Bruno", bio="A smith.", message_examples=[[{"user": "User", "content": "Hi"}]])
    examples = [[{"user": "User", "content": "Ho"}]]
    for name in ("message_examples", "messageExamples"):
        assert smith.with_fields(**{name: examples}).to_wire()["messageExamples"] == examples
