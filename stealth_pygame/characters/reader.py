"""Reading the fields of a sheet. Each problem is noted with its field, the value found, the value expected, and advice.

All problems are told together: an author corrects one list faster than five runs with one problem each.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from typing import Any, TypeAlias

from stealth_pygame.errors import CharacterError
from stealth_pygame.validation import nearest

# An example conversation: its lines, each as (speaker, words).
Conversation: TypeAlias = tuple[tuple[str, str], ...]

_MAX_DEPTH = 32
_LINE_FIELDS = {"user": ("user", "name"), "content": ("content", "message", "text")}


class Problems:
    """The problems of one sheet, in the order in which they were noted."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, str]] = []

    def add(self, field: str, reason: str) -> None:
        """Note one problem. field: the path of the field, such as `functions[2].parameters[0].type`."""
        self.noted.append((field, reason))

    def raise_for(self, source: str) -> None:
        """Raise `CharacterError` if there are problems: with the field of the first, and all of them in the message."""
        # All together: an author who must start the game once for each mistake gives up.
        if self.noted:
            (field, reason), *others = self.noted
            also = "".join(f"\n  also {where}: {why}" for where, why in others)
            raise CharacterError(source, field, reason + also)


def shown(value: object) -> str:
    """Return a value in words for an error message: `the number 3`, `the list ["a", "b"]`, `nothing`."""
    kinds = {
        bool: "",
        str: "the text ",
        int: "the number ",
        float: "the number ",
        list: "the list ",
        dict: "the table ",
    }
    # The value is JSON's null, or the field is missing.
    if value is None:
        return "nothing"
    if type(value) not in kinds:
        return f"a {type(value).__name__}"
    words = json.dumps(value, ensure_ascii=False, default=str)
    return kinds[type(value)] + (words if len(words) <= 60 else words[:57] + "...")


def join(where: str, key: str) -> str:
    """Return the path of a key inside the table at `where`."""
    return f"{where}.{key}" if where else key


def read_text(value: object, where: str, problems: Problems) -> str:
    """Return a text without spaces around it; note a problem and return "" if it is empty or no text."""
    if isinstance(value, str):
        if value.strip():
            return value.strip()
        problems.add(where, "is empty; write at least a word")
    else:
        problems.add(where, f"found {shown(value)}, expected text{_text_guess(value)}")
    return ""


def _text_guess(value: object) -> str:
    if isinstance(value, (list, tuple)) and len(value) == 1 and isinstance(value[0], str):
        return f"; did you mean {json.dumps(value[0], ensure_ascii=False)}, without brackets?"
    if isinstance(value, (int, float)):
        return f'; put it in quotes: "{json.dumps(value)}"'
    return ""


def read_texts(value: object, where: str, problems: Problems) -> tuple[str, ...]:
    """Return the paragraphs of a text, or the texts of a list; note a problem for an empty one."""
    if isinstance(value, str):
        paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", value) if part.strip())
        if not paragraphs:
            read_text(value, where, problems)
        return paragraphs
    if not isinstance(value, (list, tuple)):
        problems.add(where, f"found {shown(value)}, expected text or a list of texts{_text_guess(value)}")
        return ()
    if not value:
        problems.add(where, "is an empty list, which the backend refuses; write at least one line, or leave it out")
    return tuple(read_text(item, f"{where}[{place}]", problems) for place, item in enumerate(value))


def read_conversations(value: object, where: str, problems: Problems) -> tuple[Conversation, ...]:
    """Return example conversations from lists of `{user, content}`; one flat list counts as one conversation."""
    if not isinstance(value, (list, tuple)):
        problems.add(where, f"found {shown(value)}, expected a list of conversations, each a list of {{user, content}}")
        return ()
    if value and all(isinstance(item, Mapping) for item in value):
        return (_conversation(value, where, problems),)
    return tuple(_conversation(item, f"{where}[{place}]", problems) for place, item in enumerate(value))


def _conversation(value: object, where: str, problems: Problems) -> Conversation:
    if not isinstance(value, (list, tuple)):
        problems.add(where, f"found {shown(value)}, expected a list of {{user, content}}")
        return ()
    return tuple(_line(item, f"{where}[{place}]", problems) for place, item in enumerate(value))


def _line(value: object, where: str, problems: Problems) -> tuple[str, str]:
    if isinstance(value, tuple) and len(value) == 2:
        value = {"user": value[0], "content": value[1]}
    if not isinstance(value, Mapping):
        problems.add(where, f"found {shown(value)}, expected a table with user and content")
        return "", ""
    texts = {}
    for field, names in _LINE_FIELDS.items():
        content = next((value[name] for name in names if name in value), None)
        # elizaOS files put the words one level deeper: {"content": {"text": "..."}}
        text = content.get("text") if isinstance(content, Mapping) else content
        texts[field] = read_text(text, join(where, field), problems)
    return texts["user"], texts["content"]


def conversations_to_wire(conversations: Iterable[Conversation]) -> list[list[dict[str, str]]]:
    """Return conversations as the backend reads them, with their keys always in the same order."""
    return [[{"user": user, "content": content} for user, content in lines] for lines in conversations]


def read_json(value: object, where: str, problems: Problems, depth: int = 0) -> Any:
    """Return a copy of a value as JSON can carry it: TOML's dates and times become text, tuples become lists."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        if not math.isfinite(value):
            problems.add(where, f"found {value}, which JSON cannot carry; write it as text")
        return value
    if depth > _MAX_DEPTH:
        problems.add(where, f"is nested more than {_MAX_DEPTH} deep")
    elif isinstance(value, Mapping):
        return {str(key): read_json(item, join(where, str(key)), problems, depth + 1) for key, item in value.items()}
    elif isinstance(value, (list, tuple)):
        return [read_json(item, f"{where}[{place}]", problems, depth + 1) for place, item in enumerate(value)]
    else:
        problems.add(where, f"found {shown(value)}, expected text, a number, true or false, a list or a table")
    return None


def canonical(fields: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """Return the fields with `message_examples` renamed to `messageExamples`, as on the wire, and without nulls."""
    named: dict[str, Any] = {}
    for key, value in fields.items():
        name = "messageExamples" if key == "message_examples" else key
        if named.get(name):
            problems.add(key, f"is given twice; {name!r} and 'message_examples' are the same field")
        if value is not None:
            named[name] = value
    return named


def no_misspelling(fields: Mapping[str, Any], known: Collection[str], where: str, problems: Problems) -> None:
    """Note a problem for an unknown field whose name is close to a known field that is missing or `()`."""
    missing = [field for field in known if fields.get(field, ()) == ()]
    for key in fields:
        meant = None if key in known else nearest(key, missing)
        if meant:
            problems.add(join(where, str(key)), f"is not a field of the format; did you mean {meant!r}?")


def flat_style(value: Any) -> Any:
    """Return the lines of an elizaOS `style` table for all media and for chat as one list; other values unchanged."""
    if not isinstance(value, Mapping):
        return value
    return [line for part in ("all", "chat") for line in value.get(part, ())]
