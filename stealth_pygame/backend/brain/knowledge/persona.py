"""Sheets are written about somebody or to somebody; the character speaks of itself, so `he is` becomes `I am`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from stealth_pygame.backend.brain.language.vocabulary import patterns_of, rules_of, sections, table, words_of

_Rule: TypeAlias = tuple[re.Pattern[str], str]
_RULES: Final = {kind: rules_of(f"persona {kind}") for kind in ("you", "its", "his", "whom", "kin", "listed", "player")}
_FORMS: Final = patterns_of("persona")
_VERBS: Final = words_of("persona verbs", "lists")
_TITLES: Final = words_of("persona titles", "lists")
_OWN: Final = {"he": "his|him", "she": "her"}
# The pronouns of somebody of the other kind.
_OTHERS: Final = {"he": "she|hers?|herself", "she": "he|his|him|himself"}
_NEVER: Final = re.compile("(?!)")
_DONE_TO: Final = {one: re.compile(f"{_FORMS['doing'].pattern} {_FORMS[f'done to {one}'].pattern}") for one in _OWN}
_IRREGULAR: Final = table(sections("en", "lists")["persona irregular"])


def is_bullet(sentence: str) -> bool:
    """Tell whether a sentence begins with its verb, as in a list of points about somebody: `Runs a stall`."""
    first = re.match(r"[A-Z]\w*(?= .)", sentence)
    return first is not None and first[0].lower() in _VERBS - {"is", "does"} | {"used"}


def pronoun_of(name: str, texts: Iterable[str]) -> str:
    """Return `he` or `she` as texts about the character have it, `it` where one goes on so after its name, or none."""
    told = " ".join(texts)
    heads = "|".join(map(re.escape, {name, *name.split()[:1]} - {""}))
    if not heads or re.search(r"\b(?:he|she|He|She|I|I'm|My)\b", told):
        counts = {one: len(re.findall(rf"(?i)\b(?:{one}|{own})\b", told)) for one, own in _OWN.items()}
        return max(counts, key=lambda one: counts[one]) if len(set(counts.values())) > 1 else ""
    return "it" if re.search(rf"(?:^|[.!?] )(?:{heads})\b[^.!?]*[.!?] Its?\b", told) else ""


def is_order(sentence: str) -> bool:
    """Tell whether a sentence tells the actor how to play rather than what is so; nobody says such things aloud."""
    return bool(_FORMS["orders"].match(sentence.strip()))


def first_person_verb(verb: str) -> str:
    """The verb that goes with `I` for one that goes with `he`."""
    regular = re.sub(r"(?<=ss|sh|ch|tz|zz)es$|(?<=x)es$|(?<!s)s$", "", re.sub(r"(?<=\w\w)ies$", "y", verb))
    return _IRREGULAR.get(verb, regular)


def _rewritten(text: str, rules: Iterable[_Rule]) -> str:
    """The text after all rules, with the verbs that they mark in the first person."""
    for pattern, words in rules:
        text = pattern.sub(words, text)
    return _FORMS["marked"].sub(lambda m: m[2] if m[1] and m[2] not in _VERBS else first_person_verb(m[2]), text)


def _without_places(text: str) -> str:
    """The text with the names of places in small letters: a place that is named is nobody."""
    return _FORMS["placed"].sub(lambda m: m[0].lower(), text)


class Persona:
    """The way one character speaks of itself; `name` is its whole name, of which the first word may stand alone."""

    def __init__(self, name: str, pronoun: str = "") -> None:
        # a nickname stands in quotes
        words = [word.strip("'\"‘’“”()") for word in name.split()]
        short = (word for word in words if len(word) > 2 and word.lower().rstrip(".") not in _TITLES)
        self.names = tuple(dict.fromkeys([name, *short]))
        alone = "|".join(re.escape(n) for n in sorted(filter(None, self.names), key=len, reverse=True)) or "(?!)"
        titles = "|".join(re.escape(word) for word in words if word not in self.names)
        listed = (rf"(?:(?:{titles}) )?" if titles else "") + rf"(?:{alone})(?: (?:{alone}))*"
        # a sheet with one name may have the other in its text
        role = ("" if " " in name else r"(?: [A-Z][\w'-]+)?") + _FORMS["role"].pattern
        before, gap, joined, plain = (_FORMS[kind].pattern for kind in ("before", "gap", "joined", "plain"))
        self.pronoun = pronoun
        is_thing = pronoun == "it"
        self._it = _RULES["its"] if is_thing else ()
        self._own = _FORMS.get(f"only {pronoun}", _NEVER)
        self._done_to = _DONE_TO.get(pronoun, _NEVER)
        self._name = re.compile(rf"\b(?:{listed})\b")
        self._owner = re.compile(rf"\b(?:{listed})['’]s?\b")
        self._object = re.compile(rf"{_FORMS['ahead'].pattern} (?:{listed}){_FORMS['behind'].pattern}")
        self._by_name = re.compile(rf"^{before}(?:{listed}){role}{gap} ([a-z][\w'-]*)")
        self._inside = re.compile(rf"{joined} (?:{listed}){gap} {plain}")
        # `before the war she was a singer`
        lead = rf"(?:{_FORMS['leading'].pattern} (?={pronoun or '(?!)'}\b))?"
        self._by_pronoun = re.compile(rf"^({lead})(?i:he|she|they{'|it' * is_thing}){gap} ([\w'-]+)")

    def is_about(self, sentence: str) -> bool:
        """Tell whether a sentence speaks of the character by name or as `I`."""
        return bool(self._name.search(sentence) or _FORMS["first person"].search(sentence))

    def speak(self, sentence: str, *, of_self: bool) -> str:
        """A sentence in the first person. of_self: it is about the character, so `he` is the character."""
        own = _FORMS["first person"].search(sentence)
        text = _rewritten(sentence, _RULES["you"] if of_self and not own else ())
        text = _rewritten(text, _RULES["player"])
        named = self._by_name.match(text)
        if of_self and not named and re.match(r"(?:She|He|They|It)\b", text) and _FORMS["first"].search(text):
            # beside an `I`, the pronoun at the head is somebody else
            return text
        bullet = re.match(r"()()([\w-]+)", text) if is_bullet(text) else None
        match = named or (self._by_pronoun.match(text) or bullet if of_self else None)
        if match:
            before, gap, verb = match.groups(default="")
            rest = _rewritten(text[match.end() :], _RULES["listed"])
            turned = first_person_verb(verb.lower() if match is bullet else verb)
            text = f"{before}I{gap.replace(' has', ' have')} {turned}{rest}"
        inside = self._inside.search(text)
        text = self._inside.sub(lambda m: f"{m[1]} I{m[2].replace(' has', ' have')} {first_person_verb(m[3])}", text)
        text = _FORMS["of me"].sub(r"my \1", self._object.sub(r"\1 me", text))
        text = self._owner.sub(lambda m: "My" if m.start() == 0 else "my", text)
        if own:
            # beside an `I`, he is somebody else
            return text
        spoken = named or (of_self and re.match(r"(?:I|My|His|Her|Their)\b", text))
        # `the watch was a gift from his wife`: where nobody is named before, he can only be the character
        means_own = inside or (None if of_self else self._own.search(text))
        lone = means_own and not _FORMS["somebody"].search(text[: means_own.start()])
        text = self._pronouns(_rewritten(text, self._it)) if spoken or lone else text
        # `Bruno never spoke to her again`: whoever does something does it to somebody else
        done = self._done_to.match(text)
        text = f"{done[1]} me{text[done.end() :]}" if done and not _FORMS["somebody"].search(done[2]) else text
        return self._carried_on(text) if self.pronoun in _OWN else text

    def _carried_on(self, text: str) -> str:
        """A sentence that has come to say `I` with the other pronouns of the character, where nobody else is meant."""
        pronoun = re.search(rf"\b(?:{self.pronoun}|{_OWN[self.pronoun]})\b(?! who\b)", text)
        if not pronoun or not _FORMS["first person"].search(text):
            return text
        before = _without_places(text[: pronoun.start()])
        others = re.compile(rf"(?i)\b(?:{_OTHERS[self.pronoun]})\b")
        alike, unlike = ("women", "men") if self.pronoun == "she" else ("men", "women")
        # `my father taught her` cannot mean him
        of_kin = before.startswith(("My ", "Our ")) and (_FORMS[unlike].search(before) or others.search(before))
        alone = text.startswith("I ") or of_kin or not _FORMS["somebody"].search(before)
        if _FORMS[alike].search(before) or not alone:
            return text
        # what a mark makes another word of, no rule reads
        return re.sub(r"_(?!\w)", "", _rewritten(others.sub(r"\g<0>_", text), _RULES["his"]))

    @staticmethod
    def _pronouns(text: str) -> str:
        """`his` and `him` are the character's when nobody else was named before them in the sentence."""
        others = list(_FORMS["others"].finditer(_without_places(text)))
        end = others[0].start() if others else len(text)
        kin = _RULES["kin"] if _FORMS["kin"].match(text) and len(others) < 2 else ()
        return _rewritten(text[:end], _RULES["his"]) + _rewritten(text[end:], (*_RULES["whom"], *kin))
