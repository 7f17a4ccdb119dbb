"""Sheets are written about somebody or to somebody; the character speaks of itself, so `he is` becomes `I am`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import lex, pattern_of, sections, table, words_of

_VERBS: Final = words_of("persona verbs", "lists")
_ORDERS: Final = pattern_of("persona orders", re.IGNORECASE)
_IRREGULAR: Final = table(sections("en", "lists")["persona irregular"])
# `Captain Marsh flies`, `Before the war Marsh flew`
_BEFORE: Final = r"(?:[A-Z][a-z]+\.? |((?:Before|After|When|Since|Once|In|On|At|Last)\b [^,.]*?,? ))?"
_PLACED: Final = re.compile(
    r"\b(?:in|from|at|near|(?:of |on )?the(?! (?:King|Queen|Duke|Duchess|Count|Countess|Mayor)))(?: [A-Z]\w+)+"
)
_SUBJECT_GAP: Final = (
    r"((?: (?:also|still|now|always|never|often|once|only|usually|secretly|really|just|rarely|sometimes|has))*) "
)


def is_bullet(sentence: str) -> bool:
    """Tell whether a sentence begins with its verb, as in a list of points about somebody: `Runs a stall`."""
    first, _, rest = sentence.partition(" ")
    verb = first.lower()
    return (
        bool(rest) and first[:1].isupper() and (verb in _VERBS - {"is", "does"} or verb == "used") and ":" not in first
    )


def pronoun_of(name: str, texts: Iterable[str]) -> str:
    """`it` or `they` where a text about the character goes on so after its name, else an empty text."""
    told = " ".join(texts)
    heads = "|".join(re.escape(word) for word in {name, name.split()[0] if name.split() else ""} if word)
    if not heads or re.search(r"\b(?:he|she|He|She|I|I'm|My)\b", told):
        return ""
    results = re.search(rf"(?:^|[.!?] )(?:{heads})\b[^.!?]*[.!?] (It|They|Its|Their)\b", told)
    return {"It": "it", "Its": "it"}.get(results.group(1), "they") if results else ""


def is_order(sentence: str) -> bool:
    """Tell whether a sentence tells the actor how to play rather than what is so; nobody says such things aloud."""
    return bool(_ORDERS.match(sentence.strip()))


def first_person_verb(verb: str) -> str:
    """The verb that goes with `I` for one that goes with `he`."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    if verb.endswith(("sses", "shes", "ches", "xes", "zes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


class Persona:
    """The way one character speaks of itself; `name` is its whole name, of which the first word may stand alone."""

    def __init__(self, name: str, pronoun: str = "") -> None:
        words = [word for word in name.split() if word]
        self._he = "He|She|They|It" if pronoun == "it" else "He|She|They"
        self._is_it = pronoun == "it"
        self.names = tuple(
            dict.fromkeys([name, *(w for w in words if len(w) > 2 and w.lower().rstrip(".") not in _TITLES)])
        )
        alone = "|".join(re.escape(n) for n in sorted(self.names, key=len, reverse=True) if n)
        titles = "|".join(re.escape(word) for word in words if word not in self.names)
        listed = (rf"(?:(?:{titles}) )?" if titles else "") + rf"(?:{alone})(?: (?:{alone}))*" if alone else ""
        self._name = re.compile(rf"\b(?:{listed})\b(?!['’]s)") if listed else None
        self._start = (
            re.compile(
                rf"^{_BEFORE}(?:{listed})(?:,? (?:the|a|an) [\w' -]+?,| of (?:the )?[A-Z]\w+)?{_SUBJECT_GAP}([\w']+)"
            )
            if listed
            else None
        )
        self._own = re.compile(rf"\b(?:{listed})['’]s?\b") if listed else None

    def is_about(self, sentence: str) -> bool:
        """Tell whether a sentence speaks of the character by name or as `I`."""
        named = bool(self._name and self._name.search(sentence)) or bool(self._own and self._own.search(sentence))
        return named or bool(re.search(r"\b(?:I|my|me|My|I'm|I've)\b", sentence))

    def speak(self, sentence: str, *, of_self: bool) -> str:
        """A sentence in the first person. `of_self`: it stands in a text about the character, so `he` is the
        character."""
        text = self._address(sentence, of_self)
        begins = self._start.match(text) if self._start else None
        if begins:
            text = self._turn(text, begins)
            of_self = True
        elif of_self and re.match(r"(?:She|He|They|It)\b", text) and re.search(r"\b(?:I|me|my)\b", text):
            # beside an `I`, the pronoun at the head is somebody else
            return text
        elif of_self:
            he = re.match(rf"^(?:{self._he}){_SUBJECT_GAP}([\w']+)", text)
            text = self._turn(text, he) if he else self._bullet(text)
        if self._own:
            text = self._own.sub(lambda m: "My" if m.start() == 0 else "my", text)
        if of_self and begins is None and not re.match(r"^(?:I|My|His|Her|Their)\b", text):
            return text
        if re.search(r"\b(?:I|me|my)\b", sentence):
            # beside an `I`, he is somebody else
            return text
        return self._pronouns(self._its(text) if self._is_it else text) if of_self else text

    @staticmethod
    def _bullet(text: str) -> str:
        """`Runs a noodle stall`, as bullet points are written, becomes `I run a noodle stall`."""
        first, _, rest = text.partition(" ")
        if not is_bullet(text):
            return text
        listed = re.sub(r"(, (?:and )?)([a-z]+s)\b", lambda m: m[1] + _after_he(m[2]), rest)
        return f"I {_after_he(first.lower())} {listed}"

    @staticmethod
    def _address(text: str, of_self: bool) -> str:
        """`You are Bruno` becomes `I am Bruno`."""
        you = re.match(r"^You(?:'re| are)\b", text)
        told = re.search(r"\b[Yy]our?\b", text) and not re.search(r"\b(?:I|my|me)\b", text)
        if not you and not (of_self and told):
            return text
        text = re.sub(r"\b[Yy]ou(?:'re| are)\b", "I am", re.sub(r"\b[Yy]ou were\b", "I was", text))
        text = re.sub(r"(?<=\b(?:and|but|yet) )were\b", "was", text) if re.match(r"I\b", text) else text
        text = re.sub(r"\byours\b", "mine", re.sub(r"\byour\b", "my", re.sub(r"^Your\b", "My", text)))
        text = re.sub(r"\byourself\b", "myself", text)
        # before a verb `you` is the subject, at the end of a phrase the object
        return re.sub(
            r"\byou\b(?= [a-z])(?! (?:and|or|to|in|at|for|with|by|on|as|from|when|if)\b)|^You\b", "I", text
        ).replace(" you", " me")

    @staticmethod
    def _turn(text: str, match: re.Match[str]) -> str:
        *before, gap, verb = match.groups(default="")
        turned = first_person_verb(verb) if verb in _VERBS or verb.endswith("s") or "'" in verb else verb
        rest = re.sub(r"^, ([a-z]+s)(?= and\b|,)", lambda m: f", {first_person_verb(m[1])}", text[match.end() :])
        rest = re.sub(
            r"(,? (?:and|but|or|yet|then) (?:(?:also|still|now|never|always|often) )?|, )([a-z]+s)\b",
            lambda m: m.group(1) + (first_person_verb(m.group(2)) if m.group(2) in _VERBS - {"was"} else m.group(2)),
            rest,
        )
        rest = _LISTED.sub(lambda m: m[1] + first_person_verb(m[2]), rest)
        return f"{''.join(before)}I{gap.replace(' has', ' have')} {turned}{rest}"

    @staticmethod
    def _its(text: str) -> str:
        """Return what a machine or a beast is told to do and to own, in the same words as a person's."""
        text = re.sub(r"\bits\b(?= \w)", "his", re.sub(r"^Its\b", "His", text))
        text = re.sub(r"\bit (?=(?:has|was|is|[a-z]+s)\b)", "he ", text)
        return re.sub(r"\bitself\b", "himself", text)

    @staticmethod
    def _pronouns(text: str) -> str:
        """`his` and `him` are the character's when nobody else was named before them in the sentence."""
        # a place that is named is nobody
        people = _PLACED.sub(lambda m: m[0].lower(), text)
        other = re.search(r"(?<=[a-z,] )(?!I\b)[A-Z][a-z]+", people)
        end = other.start() if other else len(text)
        head, tail = text[:end], text[end:]
        head = re.sub(r"^(?:His|Her|Their)\b(?= [a-z])", "My", head)
        head = re.sub(r"\b(?:himself|herself)\b", "myself", head)
        head = re.sub(r"\b(?:his|their)\b(?= \w)", "my", head)
        head = re.sub(
            r"\bher\b(?= (?!(?:and|or|to|in|at|for|with|from|by|on|during|after|before|when|while|as|because"
            r"|until|but|of|off|out|into|over|under|is|was)\b)\w)",
            "my",
            head,
        )
        head = re.sub(
            r"\bhim\b|\bher\b(?=[.,;!]| (?:and|or|to|in|at|for|with|from|by|on|during|after|before|when|while"
            r"|as|because|until|but|of|off|out|into|over|under|is|was)\b)",
            "me",
            head,
        )
        head = re.sub(
            r"\b(?:he|she)((?: also| still| now| never| always)?) ([a-z]+)\b",
            lambda m: f"I{m[1]} {_after_he(m[2])}",
            head,
        )
        if _WOMEN.search(head):
            # beside a sister, `him` can only be the character
            tail = re.sub(r"\bhim\b", "me", re.sub(r"\bhis\b(?= [a-z])", "my", tail))
        return head + tail


# `chews toothpicks and bans nobody`: verbs of a list, each with something behind it
_LISTED: Final = pattern_of("persona listed")
_WOMEN: Final = pattern_of("persona women", re.IGNORECASE)


def _after_he(verb: str) -> str:
    return first_person_verb(verb) if verb in _VERBS else verb


_TITLES: Final = lex("the old young sir lady lord captain sergeant mother father brother sister doctor dr mr mrs of")
