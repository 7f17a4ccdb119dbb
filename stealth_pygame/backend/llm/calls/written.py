"""Calls that a model wrote into its text instead of the field for calls, in the formats of their training."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from stealth_pygame.backend.llm.calls.nearly_json import read_value
from stealth_pygame.backend.llm.calls.reading import CalledFunction
from stealth_pygame.backend.llm.calls.tools import Tools

_NAME_KEYS: Final = (
    "name", "function", "tool", "tool_name", "function_name", "action", "recipient_name", "call",
    "function_call", "tool_call",
)  # fmt: skip
_ARGUMENT_KEYS: Final = ("arguments", "parameters", "args", "params", "input", "tool_input", "action_input", "kwargs")
_LIST_KEYS: Final = ("tool_calls", "function_calls", "calls", "tool_uses")
_SPEECH_KEYS: Final = (
    "response",
    "reply",
    "speech",
    "dialogue",
    "say",
    "content",
    "text",
    "answer",
    "message",
    "line",
    "output",
)

_TAGGED: Final = re.compile(
    r"<\|?(tool_calls?|function_calls?|functions?|tools?|tool_code|call)\|?>(.*?)(?:<\|?/?\s?\1\|?>|<\|?/\w+\|?>|\Z)",
    re.S | re.I,
)
_MARKED: Final = re.compile(
    r"(?:\[TOOL_CALLS\]|<\|python_tag\|>|<\|tool_call\|>|<[|｜]tool▁calls?▁begin[|｜]>)(.*)\Z", re.S
)
# A type, a name and a fenced object, as DeepSeek writes them.
_SEPARATED: Final = re.compile(
    r"(?:\w{0,20}<[|｜]tool▁sep[|｜]>)([\w.-]{1,80})\s{0,9}(?:```\w{0,9})?(.*?)(?:```|<[|｜]|\Z)", re.S
)
# FunctionGemma's format, which has special tokens for quotes.
_GEMMA: Final = re.compile(r"<start_function_call>\s{0,9}call:([\w.-]{1,80})(.*?)(?:<end_function_call>|\Z)", re.S)
_MISTRAL: Final = re.compile(r"\s{0,9}(?=([\w.-]{1,80}))\1\s{0,9}(?:\[CALL_ID\]\w{0,80})?(?:\[ARGS\])?\s{0,9}(?=\{)")
_CHANNEL: Final = re.compile(
    # Every repetition is limited, because a long run of spaces would otherwise take too long.
    r"(?:<\|channel\|>)?\s{0,9}\w{0,40}\s{1,9}to=([\w.-]{1,80})[^<{]{0,200}(?:<\|constrain\|>\s?\w{0,40})?\s{0,9}"
    r"(?:<\|message\|>)?(.*?)(?:<\|\w{1,40}\|>|\Z)",
    re.S,
)
_FUNCTION: Final = re.compile(r"<function=([^>\s]+)\s*>(.*?)(?:</function>|\Z)", re.S | re.I)
_INVOKE: Final = re.compile(r"<invoke\s+name=\"([^\"]+)\"\s*>(.*?)(?:</invoke>|\Z)", re.S | re.I)
_PARAMETER: Final = re.compile(
    r"<parameter(?:=| name=\")([^>\"\s]+)\"?\s*>\s*(.*?)\s*(?=</parameter>|<parameter|\Z)", re.S | re.I
)
_WRAP: Final = re.compile(r"</?(?:function_calls|tool_calls?|tool_response|antml:\w+)>", re.I)
_FENCED: Final = re.compile(r"```[ \t]*[\w-]*[ \t]*\n?(.*?)(?:```|\Z)", re.S)
_REACT: Final = re.compile(
    r"^Action:\s*(.+?)\s*\n+\s*Action Input:\s*(.*?)(?=\n\s*(?:Observation|Thought|Action|Final)\b|\Z)", re.S | re.M
)
_PYTHON_CALL: Final = re.compile(r"\A\[?\s*(?:print\()?([A-Za-z_][\w.]*)\s*\((.*)\)\s*\)?\s*\]?;?\Z", re.S)
_NAME_FIRST: Final = re.compile(r"\A([A-Za-z_][\w. -]{0,60}?(?::\d{1,3})?)\s*:?\s*(\{.*\})\s*\Z", re.S)
# A name and its attributes, as an XML element or in brackets.
_ATTRIBUTES: Final = re.compile(
    r"\A[<\[]\s?([A-Za-z_][\w.-]{0,60})((?:\s+\w{1,40}\s?=\s?(?:\"[^\"]{0,400}\"|\w{1,40}))+)\s?/?[>\]]\Z"
)
# Characters before a call that fills the whole text.
_ANNOUNCED: Final = re.compile(
    r"\A(?:(?:calls?|calling|function[ _]call|tool[ _](?:call|code)|action|invokes?|invoking|uses?|using|runs?)\b"
    r"\s{0,3}:?|@|/(?=\w))\s{0,9}",
    re.I,
)
_OWN_LINE: Final = re.compile(
    r"^[ \t]{0,9}\[?[A-Za-z_][\w.]{0,60}\([^()\n]{0,400}\)\]?;?[ \t]{0,9}$|\[[A-Za-z_][\w.]{0,60}\([^()\n]{0,400}\)\]",
    re.M,
)
_OBJECT: Final = re.compile(r"^[ \t]{0,40}(?=[{\[])|(?<=[.!?…\"”*])[ \t]{1,9}(?=[{\[])", re.M)
_REMEMBERED: Final = re.compile(r"^[ \t]*\(([A-Za-z_][\w-]*)\b[ \t]*([^()\n]*)\)[ \t]*$", re.M)


def written_calls(text: str, tools: Tools) -> tuple[str, list[CalledFunction]]:
    """Return a text without its calls, and these calls. Everything else stays in the text."""
    calls: list[CalledFunction] = []

    def taken(read: Callable[[re.Match[str]], list[CalledFunction]]) -> Callable[[re.Match[str]], str]:
        def replace(match: re.Match[str]) -> str:
            listed = read(match)
            calls.extend(listed)
            return "" if listed else match[0]

        return replace

    for pattern, read in (
        (_FUNCTION, lambda match: [CalledFunction(match[1], _inside(match[2]))]),
        (_INVOKE, lambda match: [CalledFunction(match[1], _inside(match[2]))]),
        (_CHANNEL, lambda match: _known([CalledFunction(match[1], match[2].strip())], tools)),
        (_GEMMA, lambda match: _known([CalledFunction(match[1], match[2].replace("<escape>", '"'))], tools)),
        (_SEPARATED, lambda match: _known([CalledFunction(match[1], match[2].strip())], tools)),
        (_TAGGED, lambda match: _coded(match[2], tools, tagged=True)),
        (_MARKED, lambda match: _coded(match[1], tools, tagged=True)),
        (_FENCED, lambda match: _coded(match[1], tools)),
        (_REACT, lambda match: _known([CalledFunction(match[1], match[2])], tools)),
        (_REMEMBERED, lambda match: _remembered(match, tools)),
    ):
        text = pattern.sub(taken(read), text)
    text = _WRAP.sub("", text)
    whole = _coded(_ANNOUNCED.sub("", text.strip().strip("*`_ \n")), tools) if text.strip() else []
    if whole:
        return "", [*calls, *whole]
    text = _OWN_LINE.sub(taken(lambda match: _coded(match[0], tools)), text)
    text = _without_objects(text, tools, calls)
    return _speech(text), calls


def _inside(text: str) -> object:
    """Return the arguments in the element of a function: elements for the parameters, or one object."""
    parameters = {match[1]: match[2] for match in _PARAMETER.finditer(text)}
    return parameters or text.strip()


def _known(calls: list[CalledFunction], tools: Tools) -> list[CalledFunction]:
    return calls if all(tools.tool(call.name) for call in calls) else []


def _coded(text: str, tools: Tools, *, tagged: bool = False) -> list[CalledFunction]:
    """Return the calls in a text that consists only of calls. tagged: then a name alone is a call too."""
    text = text.strip()
    mistral = _MISTRAL.match(text)
    if tagged and mistral and tools.tool(mistral[1]):
        return [CalledFunction(mistral[1], text[mistral.end() :])]
    if text[:1] in ("{", "["):
        value = read_value(text)
        calls = list(_of_value(value, tools)) if value is not None else []
        if calls:
            return calls
    for pattern in (_PYTHON_CALL, _NAME_FIRST, _ATTRIBUTES):
        match = pattern.match(text)
        if match and tools.tool(match[1]):
            return [CalledFunction(match[1], _positional(match[2], match[1], tools))]
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        each = [_coded(line, tools) for line in lines]
        return [call for calls in each for call in calls] if all(each) else []
    return [CalledFunction(text)] if tagged and tools.tool(text) else []


def _of_value(value: Any, tools: Tools) -> Iterator[CalledFunction]:
    """Yield the calls in a JSON value: one, a list, or an object whose key is the function's name."""
    if isinstance(value, list):
        each = [list(_of_value(item, tools)) for item in value]
        if each and all(each):
            yield from (call for calls in each for call in calls)
        return
    if not isinstance(value, dict):
        return
    for key in _LIST_KEYS:
        if isinstance(value.get(key), list):
            yield from _of_value(value[key], tools)
            return
    name = next((value[key] for key in _NAME_KEYS if key in value), None)
    if isinstance(name, dict):
        yield from _of_value(name, tools)
        return
    given = next((key for key in _ARGUMENT_KEYS if key in value), "")
    # An object with name and arguments is a call even if it is not declared; the game refuses it then.
    if isinstance(name, str) and (given or tools.tool(name)):
        rest = {key: item for key, item in value.items() if key not in (*_NAME_KEYS, "type", "id")}
        yield CalledFunction(name, value[given] if given else rest)
    elif len(value) == 1 and tools.tool(next(iter(value))):
        yield CalledFunction(*next(iter(value.items())))
    elif name is None and (only := _of_arguments(value, tools)):
        yield CalledFunction(only, value)


def _of_arguments(value: dict[str, Any], tools: Tools) -> str:
    """Return the only function that has all of these parameters and requires no others, else ""."""
    fitting = [
        tool.name
        for tool in tools
        if value and value.keys() <= tool.parameters.keys() and set(tool.required) <= value.keys()
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _positional(text: str, name: str, tools: Tools) -> object:
    """Return the arguments of a call in Python syntax; values without names go to the parameters in order."""
    tool = tools.tool(name)
    if tool is None or not text.strip() or text.lstrip().startswith("{") or re.match(r"\s*\w+\s*=", text):
        return text
    try:
        values = json.loads(f"[{text}]".replace("'", '"'))
    except ValueError:
        values = [part.strip() for part in text.split(",")]
    return dict(zip(tool.parameters, values, strict=False)) if len(values) <= len(tool.parameters) else text


def _remembered(match: re.Match[str], tools: Tools) -> list[CalledFunction]:
    """Return the calls in `(sell sword, 1)`, the format in which other backends store earlier calls."""
    tool = tools.tool(match[1])
    if tool is None or tool.plain != match[1] or (match[2] and not tool.parameters):
        return []
    return [CalledFunction(match[1], _positional(match[2], match[1], tools) if match[2].strip() else None)]


def _without_objects(text: str, tools: Tools, calls: list[CalledFunction]) -> str:
    """Return the text without objects that are calls of declared functions, at the start of a line or a sentence."""
    at = 0
    while (begin := _OBJECT.search(text, at)) is not None:
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(text, begin.end())
        except ValueError:
            at = begin.end() + 1
            continue
        listed = _known(list(_of_value(value, tools)), tools)
        # Only declared functions, because an object between words may belong to a story.
        if listed:
            calls.extend(listed)
            text, at = text[: begin.start()] + text[end:], begin.start()
        else:
            at = end
    return text.strip()


def _speech(text: str) -> str:
    """Return the words in an object that a model put around its speech; "" for any other object."""
    value = read_value(text) if text[:1] == "{" else None
    if isinstance(value, dict):
        return next((value[key] for key in _SPEECH_KEYS if isinstance(value.get(key), str)), "")
    return text
