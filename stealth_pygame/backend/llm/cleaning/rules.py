"""The rules that a model's text goes through before it is shown or stored.

Every rule is a pure function of a speech and the cast. Reasoning is removed before all rules, because it can contain
anything; repetitions are removed last, because this needs the final sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stealth_pygame.backend.llm.cleaning.reasoning import own_turn, without_reasoning
from stealth_pygame.backend.llm.cleaning.speakers import SAYING, Cast, plain, without_others
from stealth_pygame.backend.llm.cleaning.staging import staged
from stealth_pygame.backend.llm.cleaning.wrapping import unwrapped, without_assistant

_QUOTES: Final = {'"': '"', "“": "”“", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‘": "’", "'": "'"}
_NOVEL: Final = re.compile(r'["“„«]([^"“”„«»]{1,2000})["”“»]')
# A part of the prompt with its heading, which small models sometimes repeat.
_ECHO: Final = re.compile(
    r"(?:\A|(?<=\n))[*#\[ \t]{0,4}(?:The game now|What you know|Who you are|How you speak|How you talked before"
    r"|What happened before|What you are like|What you like to talk about)\b[*\]]{0,3}:[^\n]*\n?"
    r"(?:[ \t]*[-\w][^\n]*(?:\n|\Z)){0,200}"
)
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)[\w-]*[ \t]*$", re.M)
_LINK: Final = re.compile(r"!?\[([^\[\]\n]{1,200})\]\((?:https?:|/|#)[^()\s]{1,300}\)")
_LINE_MARK: Final = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+)", re.M)
_RULE_LINE: Final = re.compile(r"^[ \t]*(?:[-*_=][ \t]?){3,}$", re.M)
_BOLD: Final = re.compile(r"(\*{2,3}|_{2,3}|~~)(?=\S)([^\n]{1,2000}?)(?<=\S)\1")
_ITALIC: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,400}?)(?<=[^\s*])\*(?![\w*])")
_UNDERLINED: Final = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])_(?![\w_])")
_CODE: Final = re.compile(r"`{1,3}([^`\n]{1,400})`{1,3}")
_HALF_MARK: Final = re.compile(r"(?<!\w)\*+(?=\w)|(?<=[\w.!?,])\*+(?!\w)|\*{2,}")
_ENDS: Final = ".!?…。！？"
_SENTENCE: Final = re.compile(rf"[^{_ENDS}\n]*[{_ENDS}]+[\"'”’»)\]*」』]*(?=\s|\Z|(?<=[。！？」』]))|[^\n]+?(?=\n|\Z)")
_WHOLE: Final = re.compile(rf"\A.*[{_ENDS}][\"'”’»)\]」』]*(?=\s|\Z|(?<=[。！？」』]))", re.S)
# A full stop that does not end a sentence.
ABBREVIATION: Final = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|No|vs|etc|e\.g|i\.e|\d{1,2})\.\Z", re.I)
_WORD_LOOP: Final = re.compile(r"(?<!\S)([^\s.!?…][^\n.!?…]{0,60}?)(?:[ ,;]+\1(?!\w)){3,}")


@dataclass(frozen=True)
class Speech:
    """A character's words, and the `narration` beside them, which is not spoken."""

    text: str
    narration: str = ""
    # True if a token limit stopped the model, so that the last sentence may be incomplete.
    cut_short: bool = False

    def told(self, text: str, *narration: str) -> Speech:
        """Return a copy with another text and more narration."""
        return replace(self, text=text, narration=" ".join(filter(None, [self.narration, *narration])))


Rule = Callable[[Speech, Cast], Speech]


def clean(raw: str, cast: Cast, *, cut_short: bool = False) -> Speech:
    """Return the words of the character and the narration from the whole text of a model."""
    speech = Speech(without_reasoning(raw), cut_short=cut_short)
    for rule in RULES:
        speech = rule(speech, cast)
    return speech


def _own_turn(speech: Speech, cast: Cast) -> Speech:
    return speech.told(own_turn(speech.text))


def _unfenced(speech: Speech, cast: Cast) -> Speech:
    return speech.told(_RULE_LINE.sub("", _FENCE.sub("", speech.text)).strip())


def _unwrapped(speech: Speech, cast: Cast) -> Speech:
    return speech.told(unwrapped(speech.text, cast))


def _without_assistant(speech: Speech, cast: Cast) -> Speech:
    return speech.told(without_assistant(speech.text, cast))


def _unechoed(speech: Speech, cast: Cast) -> Speech:
    return speech.told(_ECHO.sub("", speech.text).strip())


def _one_speaker(speech: Speech, cast: Cast) -> Speech:
    return speech.told(without_others(speech.text, cast))


def _spoken_alone(speech: Speech, cast: Cast) -> Speech:
    text, narration = staged(speech.text, cast)
    return speech.told(text, *narration)


def _unquoted(speech: Speech, cast: Cast) -> Speech:
    """Remove quotes around the whole text; in text like a novel, move everything else to the narration."""
    text = speech.text
    close = _QUOTES.get(text[:1], "")
    inner = text[1:-1]
    if len(text) > 2 and close and text[-1] in close and not _quoted_again(inner, text[0], close):
        return speech.told(inner.strip())
    return _novel(speech, cast) if text[:1] in ('"', "“", "„", "«") else speech


def _quoted_again(inner: str, begin: str, end: str) -> bool:
    """Return True if there is another quote of the same kind inside; an apostrophe does not count."""
    # The apostrophe in "that's" does not end a text in single quotes.
    if begin in "'‘":
        inner = re.sub(r"(?<=\w)['’](?=\w)", "", inner)
    return any(mark in inner for mark in {begin, *end})


def _novel(speech: Speech, cast: Cast) -> Speech:
    beside = [part.strip(" \t\n,.;-–—") for part in _NOVEL.split(speech.text)[::2]]
    telling = [part for part in beside if part]
    words = "|".join(["he", "she", "they", "his", "her", "their", "it", "i", *map(re.escape, cast.own_names)])
    if telling and all(re.match(rf"(?:{SAYING} )?(?:{words})\b", part, re.I) for part in telling):
        return speech.told(" ".join(part.strip() for part in _NOVEL.findall(speech.text)), *telling)
    return speech


def _unmarked(speech: Speech, cast: Cast) -> Speech:
    """Remove Markdown formatting."""
    text = _LINE_MARK.sub("", _LINK.sub(r"\1", speech.text))
    for _ in range(3):
        text = _BOLD.sub(r"\2", text)
    for pattern in (_ITALIC, _UNDERLINED, _CODE):
        text = pattern.sub(r"\1", text)
    # A marker whose other half was cut off.
    return speech.told(_HALF_MARK.sub("", text).strip())


def _in_lines(speech: Speech, cast: Cast) -> Speech:
    """Remove spaces before punctuation where a direction was removed, and repeated empty lines."""
    text = re.sub(r"[ \t]+([,.;!?…](?:\s|$))", r"\1", re.sub(r"[ \t]{2,}", " ", speech.text))
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    return speech.told(re.sub(r"\n{3,}", "\n\n", text).strip())


def _whole_sentences(speech: Speech, cast: Cast) -> Speech:
    """Shorten a text that was cut off to its last complete sentence."""
    if not speech.cut_short or not speech.text:
        return speech
    # A token limit may stop an answer anywhere, so text after the last full stop is an incomplete sentence.
    whole = _WHOLE.match(speech.text)
    if whole and not ABBREVIATION.search(whole[0]):
        return speech.told(whole[0].strip())
    words = speech.text.rsplit(None, 1)
    return speech.told(words[0].rstrip(",;:-–— ") + "…" if len(words) > 1 else speech.text)


def _once(speech: Speech, cast: Cast) -> Speech:
    """Remove repeated sentences; a short exclamation may come three times, a repeated word only once.

    Sentences that the character says in every answer are removed too, if others remain.
    """
    text = _WORD_LOOP.sub(r"\1", speech.text)
    seen: dict[str, int] = {}
    kept, end = "", 0
    for start, stop, sentence in _sentences(text):
        words = plain(sentence)
        most = 1 if len(words.split()) > 2 or len(words) > 20 else 3
        most = 0 if words in cast.worn else most
        seen[words] = seen.get(words, 0) + 1
        if seen[words] <= most or not words:
            kept += text[end:start] + sentence
        end = stop
    return speech.told(kept.strip() or next((words for _, _, words in _sentences(text)), ""))


def worn(answers: Iterable[str]) -> frozenset[str]:
    """Return the sentences that occur in at least two of the last answers, which shows that the model is in a loop."""
    said: Counter[str] = Counter()
    for answer in answers:
        said.update({plain(sentence) for _, _, sentence in _sentences(answer)})
    return frozenset(words for words, times in said.items() if times > 1 and len(words.split()) > 2)


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SENTENCE.finditer(text):
        words = match[0].lstrip()
        if words:
            yield match.end() - len(words), match.end(), words


# All rules after reasoning, in order. Names and quotes come twice, because each may be behind another marker.
RULES: Final[tuple[Rule, ...]] = (
    _own_turn,
    _unfenced,
    _unwrapped,
    _without_assistant,
    _unechoed,
    _one_speaker,
    _unquoted,
    _spoken_alone,
    _one_speaker,
    _unquoted,
    _unmarked,
    _unquoted,
    _in_lines,
    _whole_sentences,
    _once,
)
