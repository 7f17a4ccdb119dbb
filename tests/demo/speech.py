"""Sentences that players type to the villagers, ways to vary them by rule, and what fits which state of the story."""

from __future__ import annotations

import itertools
import random
import zlib
from collections.abc import Callable, Iterator

from demo_game.story import Story

PLACES = {
    "smith": ("Hilda", "smith", "forge", "west"),
    "baker": ("Marta", "baker", "bakery", "south-west"),
    "merchant": ("Tobias", "merchant", "market stall", "east"),
    "healer": ("Yarrow", "healer", "healer's cottage", "south-west"),
    "warden": ("Bram", "warden", "gate", "north"),
    "lamplighter": ("Juno", "lamplighter", "", "north"),
    "fisher": ("Nils", "fisher", "jetty", "south-east"),
    "elder": ("Odile", "elder", "hall", "north-east"),
    "bard": ("Finch", "bard", "", "well"),
}
"""Name, trade and place of everybody, and a word of the direction."""

FORMS = {
    "who": ("Who is the {trade}?", "Who is {name}?", "who's {name}", "Tell me who the {trade} is."),
    "where": (
        "Where is the {trade}?",
        "Where is {name}?",
        "where do i find {name}",
        "Where can I find the {trade}?",
        "Where is the {place}?",
        "How do I get to the {place}?",
    ),
}

TOPICS: dict[str, tuple[str, ...]] = {
    "next": ("What should I do next?", "what should i do now", "What can I do to help?", "How can I help?"),
    "feast": ("When is the feast?", "When does the feast begin?", "when will the feast start"),
    "pip": ("Have you seen Pip?", "Where is Pip?", "Did you see Pip?", "where is the boy"),
    "lanterns": ("What is wrong with the lanterns?", "whats wrong with the lanterns?", "Why are the lanterns dark?"),
    "gate": ("Why is the gate shut?", "why is the gate closed", "Is the gate open?"),
}


def held_out(text: str) -> bool:
    """Return True for a third of all sentences, by rule: no line was written for one of them."""
    return zlib.crc32(text.lower().encode()) % 3 == 0


def questions(villager: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return sentences to one villager, each with words of which the answer has one, in any state of the story."""
    for other, (name, trade, place, direction) in PLACES.items():
        if other == villager:
            continue
        for kind, forms in FORMS.items():
            words = (name, trade) if kind == "who" else (direction, "north" if other == "lamplighter" else direction)
            for form in forms:
                if place or "{place}" not in form:
                    yield form.format(name=name, trade=trade, place=place), words


def state_words(topic: str, story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return words of which an answer has one, and words that contradict the state of the story."""
    lit, pip, gate = story.errands["light"].done, story.errands["pip"].done, story.gate_open
    found = pip or story.pip == "following"
    if topic == "lanterns":
        return (("Nothing is wrong", "burn"), ("no oil", "run out")) if lit else (("oil",), ("burning",))
    if topic == "gate":
        return (("open",), ("is shut",)) if gate else (("shut", "pass", "open the gate for"), ("gate is open",))
    if topic == "pip":
        if not found:
            return ("lake", "willow", "Pip", "fish"), ("is home", "right behind you", "lets Pip stay")
        here = {"following": ("behind you", "with you", "here I am", "coming"), "home": ("home", "here I am"),
                "allowed": ("fish", "here I am")}[story.pip]  # fmt: skip
        return here, ("is missing", "ran off", "my boy?")
    if topic == "next":
        return _next_words(story, lit, pip, found, gate)
    return ("tonight", "nightfall", "Odile", "errands are done"), ("has begun",)


def _next_words(story: Story, lit: bool, pip: bool, found: bool, gate: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not lit:
        return ("oil", "mother", "my boy", "pass", "lanterns", "errands"), ("Everything is ready",)
    if not pip:
        return ("Pip", "boy", "mother", "pass"), ("needs oil", "Everything is ready.", "Bring me oil")
    if not gate:
        return ("gate", "pass"), ("needs oil", "still missing", "Everything is ready")
    return ("Odile", "begin"), ("needs oil", "still missing", "still shut")


def varied(text: str, seed: int) -> str:
    """Return a sentence as somebody in a hurry types it: small letters, no mark, one slip of the fingers."""
    rng = random.Random(f"{seed} {text}")
    way = rng.randrange(4)
    if way == 0:
        return text.lower().rstrip("?.!")
    if way == 1:
        return f"{rng.choice(['Hey', 'Excuse me', 'Please', 'Hm'])}, {text[0].lower()}{text[1:]}"
    if way == 2:
        return f"{text} {rng.choice(['Thanks!', 'Please.', ':)'])}"
    words = text.split()
    longest = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[longest]
    at = rng.randrange(1, max(2, len(word) - 2))
    words[longest] = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return " ".join(words)


PATHS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "fish oil, home, pass": (
        ("fisher", "Could you give me some fish oil?", "oil"),
        ("lamplighter", "Please light the lanterns!", "lit"),
        ("pip", "Come with me, Pip!", "following"),
        ("baker", "I have found Pip.", "home"),
        ("elder", "Please write me a pass for the gate.", "pass"),
        ("warden", "Please open the gate.", "open"),
        ("elder", "Please begin the feast!", "feast"),
    ),
    "lamp oil, fishing, bribe": (
        ("merchant", "I want to sell my silver ring.", "sold"),
        ("merchant", "I would like to buy lamp oil.", "oil"),
        ("lamplighter", "Here is some oil for you.", "lit"),
        ("baker", "Please let Pip fish today.", "fishing"),
        ("warden", "Here are ten gold coins for you.", "open"),
        ("elder", "Please begin the feast!", "feast"),
    ),
    "fish oil, fishing, sword": (
        ("fisher", "I would like some fish oil, please.", "oil"),
        ("lamplighter", "Light the lanterns, please.", "lit"),
        ("merchant", "I want to sell my silver ring.", "sold"),
        ("smith", "I would like to buy a sword.", "sword"),
        ("baker", "Let Pip fish today, please.", "fishing"),
        ("warden", "Please open the gate.", "open"),
        ("elder", "Everything is ready. Please begin the feast!", "feast"),
    ),
}
"""Ways through the story: to whom, the sentence, and the state that must come of it."""

STATES: dict[str, Callable[[Story], bool]] = {
    "oil": lambda story: bool(story.oil),
    "lit": lambda story: bool(story.lanterns),
    "following": lambda story: story.pip == "following",
    "home": lambda story: story.pip == "home",
    "fishing": lambda story: story.pip == "allowed",
    "pass": lambda story: "gate pass" in story.purse.items,
    "sold": lambda story: "silver ring" not in story.purse.items,
    "sword": lambda story: "sword" in story.purse.items,
    "open": lambda story: story.gate_open,
    "feast": lambda story: story.feast,
}


FORMS_OF_STEPS: dict[str, tuple[str, ...]] = {
    "fish oil": (
        "Could you give me some fish oil?",
        "May I have some fish oil, please?",
        "I need fish oil for the lanterns.",
        "Please give me a flask of fish oil.",
        "Can I get fish oil from you?",
    ),
    "ring": (
        "I want to sell my silver ring.",
        "I would like to sell you my silver ring.",
        "Please buy my silver ring.",
    ),
    "lamp oil": (
        "I would like to buy lamp oil.",
        "A flask of lamp oil, please.",
        "I want to buy lamp oil from you.",
        "Can I buy some lamp oil?",
    ),
    "light": (
        "Please light the lanterns!",
        "Light the lanterns, please.",
        "Here is some oil for you.",
        "I have brought you oil. Please light the lanterns!",
        "Could you light the lanterns now?",
    ),
    "come": ("Come with me, Pip!", "Please follow me, Pip.", "Come along, Pip!", "Will you come with me?"),
    "home": ("I have found Pip.", "Here is your son.", "I brought Pip home.", "Pip is here!"),
    "fishing": (
        "Please let Pip fish today.",
        "Let Pip fish today, please.",
        "Would you let Pip fish today?",
        "Please allow Pip to fish today.",
    ),
    "pass": (
        "Please write me a pass for the gate.",
        "Could you write me a pass?",
        "I would like a pass for the gate, please.",
        "Will you write me a pass?",
    ),
    "sword": ("I would like to buy a sword.", "A sword, please.", "I want to buy a sword from you."),
    "bribe": ("Here are ten gold coins for you.", "I give you ten gold coins.", "Take 10 gold coins, Bram."),
    "open": (
        "Please open the gate.",
        "Open the gate, please.",
        "Could you open the gate?",
        "Will you open the gate now?",
    ),
    "feast": (
        "Please begin the feast!",
        "Everything is ready. Please begin the feast!",
        "Could you begin the feast now?",
        "Let the feast begin!",
    ),
}
"""Ways to say each step, all of which a player might try first."""

STEPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "fish oil": (("fisher", "fish oil", "oil"), ("lamplighter", "light", "lit")),
    "lamp oil": (("merchant", "lamp oil", "oil"), ("lamplighter", "light", "lit")),
    "home": (("pip", "come", "following"), ("baker", "home", "home")),
    "fishing": (("baker", "fishing", "fishing"),),
    "pass": (("elder", "pass", "pass"), ("warden", "open", "open")),
    "sword": (("smith", "sword", "sword"), ("warden", "open", "open")),
    "bribe": (("warden", "bribe", "open"),),
}
"""For each way of an errand: to whom, which step, and the state that must come of it."""


def every_path() -> Iterator[tuple[str, ...]]:
    """Return all ways through the three errands, with the ring sold first where money is needed."""
    yield from itertools.product(("fish oil", "lamp oil"), ("home", "fishing"), ("pass", "sword", "bribe"))


def reworded(text: str, seed: int) -> str:
    """Return a sentence as other people type it: louder, politer, in one breath, with a key that stuck."""
    rng = random.Random(f"again {seed} {text}")
    way = rng.randrange(5)
    if way == 0:
        return text.upper()
    if way == 1:
        return f"{rng.choice(['So', 'Well', 'Listen', 'Oh', 'Good evening'])}, {text[0].lower()}{text[1:]}"
    if way == 2:
        return text.replace("'", "").rstrip("?.!") + rng.choice(["??", "!!", "...", " ?"])
    if way == 3:
        return f"{text.rstrip('?.!')}, {rng.choice(['my friend', 'if you can', 'would you'])}{text[-1]}"
    words = text.lower().split()
    longest = max(range(len(words)), key=lambda index: len(words[index]))
    at = len(words[longest]) // 2
    words[longest] = words[longest][:at] + words[longest][at] + words[longest][at:]
    return " ".join(words)
