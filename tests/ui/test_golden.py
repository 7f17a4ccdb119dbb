"""What people see, as pictures that were looked at. One that changed is saved beside the golden one in tests/out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from stealth_pygame.ui.bubbles.bubble import BubbleKind
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.ui.widgets.prompt import Prompt
from tests.ui.helpers import THEME, chain, key, meadow, same_as_golden, villager

GREETING = "Good evening, traveller! The forge is still warm. What can I make for you tonight?"
LINES = {
    BubbleKind.SAID: GREETING,
    BubbleKind.FLAGGED: THEME.words.flagged,
    BubbleKind.CANCELLED: THEME.words.cancelled,
    BubbleKind.FAILED: THEME.words.failed,
    BubbleKind.ACTION_DONE: "Sold: one sword, 12 gold.",
    BubbleKind.ACTION_FAILED: "You have only 3 gold.",
    BubbleKind.PLAYER: "Do you have a sword?",
}


class Scene:
    """A meadow with people on it who say things."""

    def __init__(self, size: tuple[int, int], theme: Theme = THEME) -> None:
        self.surface = meadow(size)
        self.bubbles = Bubbles(theme, chain(theme))
        self.listener: tuple[float, float] | None = None

    def say(
        self, who: object, head: tuple[float, float], text: str, kind: BubbleKind = BubbleKind.SAID, name: str = ""
    ) -> None:
        villager(self.surface, head)
        if kind is BubbleKind.THINKING:
            self.bubbles.think(who, anchor=lambda: head, name=name)
        else:
            self.bubbles.say(who, text, anchor=lambda: head, kind=kind, name=name, hold=True)

    def shown(self, seconds: float = 0.0, finish: bool = True, clear_of: pygame.Rect | None = None) -> pygame.Surface:
        """The picture after that time, or when all has been typed."""
        self.bubbles.draw(self.surface.copy(), None, clear_of)
        self.bubbles.update(0.0, self.listener)
        for _ in range(round(seconds * 30)):
            self.bubbles.update(1 / 30, self.listener)
        if finish:
            self.bubbles.update(0.25, self.listener)
            for bubble in self.bubbles:
                if bubble.typing:
                    bubble.advance()
        self.bubbles.draw(self.surface, None, clear_of)
        return self.surface


@pytest.mark.parametrize("kind", BubbleKind, ids=lambda kind: kind.name.lower())
def test_each_kind_has_a_look_of_its_own(kind: BubbleKind) -> None:
    """Said, thinking, flagged, cancelled, failed, acted and the player's line differ by shape and sign."""
    tall = 180 if kind is BubbleKind.SAID else 170
    scene = Scene((340, tall))
    scene.say("smith", (170, tall - 42), LINES.get(kind, ""), kind, "Brunhild")
    same_as_golden(scene.shown(), f"kind-{kind.name.lower()}")


def test_high_contrast_needs_no_colours() -> None:
    """Every kind in black and white, with thicker borders."""
    scene = Scene((900, 420), replace(THEME, high_contrast=True))
    for index, kind in enumerate(BubbleKind):
        head = (155 + index % 3 * 295, 95 + index // 3 * 130)
        scene.say(kind, head, "Have you seen my hammer?", kind, "Brunhild")
    same_as_golden(scene.shown(), "high-contrast")


PLACES = {
    "middle": (160, 120), "top": (160, 18), "bottom": (160, 172), "left": (4, 120), "right": (316, 120),
    "top-left": (3, 3), "top-right": (317, 3), "bottom-left": (3, 177), "bottom-right": (317, 177),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_bubble_is_whole_wherever_the_speaker_stands(place: str) -> None:
    """At edges and corners of a small window the bubble stays whole and its tail on the speaker."""
    scene = Scene((320, 180))
    scene.say("smith", PLACES[place], "The forge is still warm. Come in!", name="Brunhild")
    same_as_golden(scene.shown(), f"place-{place}")


def test_a_speaker_outside_gets_a_pointer() -> None:
    """Somebody off the screen is pointed at, from wherever he is."""
    scene = Scene((320, 180))
    for who, head in enumerate([(-200, 90), (520, 40), (160, -150), (420, 400), (-90, 330), (-200, 100)]):
        scene.say(who, head, "Here!")
    same_as_golden(scene.shown(), "pointers")


def test_three_neighbours_do_not_cover_each_other() -> None:
    """Three who stand together speak at once, and each can be read."""
    scene = Scene((640, 360))
    for who, (x, text) in enumerate(
        [(270, GREETING), (320, "He says that to everybody."), (370, "Not to me he does not!")]
    ):
        scene.say(who, (x, 250), text, name=("Brunhild", "Odo", "Ada")[who])
    same_as_golden(scene.shown(), "neighbours")


def test_a_crowd_shares_the_air() -> None:
    """Six in a throng: tails go between the bubbles of others, nobody's face is covered by his own words."""
    scene = Scene((640, 360))
    lines = (GREETING, "He says that to everybody.", "Not to me he does not!", "Hm.", "Any news of the mill?", "None.")
    for who, (x, y) in enumerate([(250, 160), (310, 175), (370, 160), (280, 230), (345, 232), (430, 200)]):
        scene.say(who, (x, y), lines[who], name=f"Vil {who}")
    same_as_golden(scene.shown(), "crowd")


def test_who_stands_behind_the_box_can_be_read() -> None:
    """Under the chat box or beside it: the bubble stays clear of it, and its tail ends where the speaker vanishes."""
    scene = Scene((960, 300))
    box = ChatBox(THEME, scene.bubbles.fonts)
    box.open("Brunhild")
    box.draw(scene.surface.copy())
    scene.say("smith", (480, 280), GREETING, name="Brunhild")
    scene.say("miller", (70, 250), "I am out here.", name="Odo")
    surface = scene.shown(clear_of=box.rect)
    box.draw(surface)
    same_as_golden(surface, "behind-box")


def test_a_long_line_near_the_upper_edge_leaves_the_face_free() -> None:
    """Where five lines fit neither over nor under the speaker there are fewer on a page, and the mark of more."""
    scene = Scene((480, 270))
    scene.say("smith", (240, 105), GREETING * 3, name="Brunhild")
    same_as_golden(scene.shown(), "squeezed")


def test_newest_stands_below() -> None:
    """A speaker's lines are stacked, the newest next to the head, older ones paler."""
    scene = Scene((400, 320))
    for text in ("Wait.", "I had it here somewhere.", "Ah, there it is: your sword!"):
        scene.say("smith", (200, 260), text, name="Brunhild")
    same_as_golden(scene.shown(), "stack")


def test_far_away_is_three_dots() -> None:
    """Nearby whole, far away three dots, farther nothing."""
    scene = Scene((480, 160))
    scene.listener = (80, 130)
    scene.bubbles.theme = replace(THEME, near=150, far=300)
    for who, x in enumerate((90, 300, 440)):
        scene.say(who, (x, 110), "Can you hear me?")
    same_as_golden(scene.shown(), "distance")


def test_the_typewriter_has_typed_half() -> None:
    """While it types, the bubble has its final size already."""
    scene = Scene((340, 180))
    scene.say("smith", (170, 138), GREETING, name="Brunhild")
    same_as_golden(scene.shown(1.1, finish=False), "typing")


SAMPLES = {
    "japanese": "こんばんは、旅の人。炉はまだ温かい。今夜は何を打ちましょうか？「剣」ですか、それとも盾ですか。",
    "emoji": "Welcome! 😀 Have some 🍞 and 🧀, but beware of the 🐉… ❤️ 👩‍🌾 🇫🇷",
    "hebrew": "ערב טוב, נוסע! הכבשן עדיין חם. חרב אחת עולה 12 מטבעות זהב.",
    "arabic": "مساء الخير أيها المسافر! ما زال الفرن دافئا. ماذا أصنع لك الليلة؟",
    "mixed": "Он сказал: “sword”, 剣, חרב — and naïve Zoë paid 3½ €.",
    "unknown": "Runes: ᚠᚢᚦ. Hieroglyph: 𓂀. Nothing: \ue123\U000aaaaa.",
    "newlines": "Bread\nCheese\n\nAnd a very fine red wine",
    "no-spaces": "A" * 200,
    "empty": "",
    "junk": "\x00\x1b[31mred\u202eevil\ud800 \u200b\u200d\ufeff tab\there",
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_whatever_a_model_writes_can_be_read(sample: str) -> None:
    """Every script is drawn from a font that has it, in its direction; the rest becomes words or nothing."""
    scene = Scene((400, 220))
    scene.say("smith", (200, 180), SAMPLES[sample], name="Brunhild")
    same_as_golden(scene.shown(), f"text-{sample}")


def test_emoji_without_a_font_become_words() -> None:
    """Where no font has a picture, its name stands in."""
    surface = meadow((400, 220))
    bubbles = Bubbles(THEME, FontChain(THEME))
    bubbles.say("smith", SAMPLES["emoji"] + " ⚔ 剣 ①", anchor=lambda: (200.0, 180.0))
    bubbles.theme = replace(THEME, typing_speed=0, reduced_motion=True)
    bubbles.draw(surface)
    same_as_golden(surface, "text-stand-ins")


def test_ten_thousand_characters_come_in_pages() -> None:
    """A long reply is a page with a mark that more follows, and the second page is the continuation."""
    scene = Scene((400, 220))
    scene.say("smith", (200, 190), " ".join(f"Word{n}." for n in range(1250))[:10_000], name="Brunhild")
    same_as_golden(scene.shown(), "long-1")
    scene.bubbles.advance("smith")
    scene.surface = meadow((400, 220))
    same_as_golden(scene.shown(), "long-2")


@pytest.mark.parametrize("size", [12, 28])
def test_text_size_scales_everything(size: int) -> None:
    """Padding, icons and tails grow with the letters."""
    scene = Scene((480, 240), replace(THEME, text_size=size))
    scene.say("smith", (240, 190), "The forge is still warm. Come in!", BubbleKind.ACTION_DONE, "Brunhild")
    same_as_golden(scene.shown(), f"size-{size}")


def typed(box: ChatBox) -> None:
    for letter in "Do you sell horseshoes?":
        for event in key(ord(letter.lower()), letter):
            box.handle_event(event)


def composing(box: ChatBox) -> None:
    typed(box)
    box.handle_event(pygame.event.Event(pygame.TEXTEDITING, text="にほん", start=0, length=3))


def selecting(box: ChatBox) -> None:
    typed(box)
    for event in key(pygame.K_LEFT, mod=pygame.KMOD_SHIFT | pygame.KMOD_CTRL) * 2:
        box.handle_event(event)


def full(box: ChatBox) -> None:
    box.handle_event(pygame.event.Event(pygame.TEXTINPUT, text="I talk and talk, and there is no end to it. " * 3))


def choosing(box: ChatBox) -> None:
    box.suggest(["Do you have a sword?", "What happened at the mill last night?", "Farewell."])
    box.handle_event(key(pygame.K_DOWN)[0])


def hebrew(box: ChatBox) -> None:
    box.open("ברונהילד", ["יש לך חרב?", "Farewell."])
    box.handle_event(pygame.event.Event(pygame.TEXTINPUT, text="יש לך חרב ב-12 zloty, ok?"))
    box.edit.move(5)
    box.edit.move(18, select=True)


def arabic(box: ChatBox) -> None:
    box.handle_event(pygame.event.Event(pygame.TEXTINPUT, text="السلام عليكم يا حداد، سيف 12"))
    box.edit.move(16)
    box.handle_event(pygame.event.Event(pygame.TEXTEDITING, text="أيها ", start=0, length=0))


def pictures(box: ChatBox) -> None:
    box.handle_event(pygame.event.Event(pygame.TEXTINPUT, text="I want 👩‍🌾🇫🇷👋🏽❤️, naïve x\u0336 and חרב 剣"))
    box.edit.move(12)
    box.edit.move(7, select=True)


BOXES = {"empty": lambda box: None, "typed": typed, "composing": composing, "selecting": selecting, "full": full,
         "choosing": choosing, "hebrew": hebrew, "arabic": arabic, "pictures": pictures}  # fmt: skip


@pytest.mark.parametrize("state", BOXES)
def test_the_chat_box(state: str) -> None:
    """Caret, selection, composition, counter and suggestions are seen where they are."""
    surface = meadow((480, 200))
    box = ChatBox(THEME, chain(), max_chars=120)
    box.open("Brunhild the smith")
    box.update(0.1)
    does: Callable[[ChatBox], None] = BOXES[state]
    does(box)
    box.draw(surface)
    same_as_golden(surface, f"box-{state}")


def test_everything_fits_a_tiny_window() -> None:
    """A window of 320 by 180 has room for a bubble, the box and the prompt, at the sizes that come by themselves."""
    theme = replace(THEME, least_text_size=10)
    scene = Scene((320, 180), theme)
    scene.say("smith", (160, 100), GREETING, name="Brunhild")
    theme = theme.fitted((320, 180))
    box = ChatBox(theme, scene.bubbles.fonts)
    box.open("Brunhild the smith of the lower village")
    box.draw(scene.surface)
    surface = scene.shown(clear_of=box.rect)
    Prompt(theme, scene.bubbles.fonts).draw(surface, (290, 100))
    same_as_golden(surface, "tiny")


def test_the_transcript() -> None:
    """Who said what, with a bar in the colour of its kind."""
    surface = meadow((480, 300))
    log = Log(THEME, chain())
    for kind, text in LINES.items():
        log.add("Ada" if kind is BubbleKind.PLAYER else "Brunhild", text, kind)
    log.toggle()
    log.draw(surface)
    same_as_golden(surface, "log")


HEBREW = replace(
    THEME,
    words=replace(
        THEME.words, talk="[{key}] דבר", placeholder="אמור משהו…", talking_to="אל {name}", hints="אמור: {submit}",
        log_title="מה נאמר", log_hints="העתק: Ctrl+C",
    ),
)  # fmt: skip


def test_a_game_in_hebrew() -> None:
    """Box, prompt and transcript begin at the right, the key too; names and numbers stand as they are read."""
    surface = meadow((480, 420))
    box, log = ChatBox(HEBREW, chain()), Log(HEBREW, chain())
    box.open("ברונהילד")
    box.draw(surface)
    Prompt(HEBREW, box.view.fonts).draw(surface, (400, 340))
    log.add("ברונהילד", SAMPLES["hebrew"])
    log.add("Ada", "هل لديك سيف (قديم) بسعر 12 درهم؟", BubbleKind.PLAYER)
    log.add("Odo", "He said חרב twice.")
    log.toggle()
    log.draw(surface.subsurface((0, 0, 480, 300)))
    same_as_golden(surface, "hebrew")


def test_the_prompt() -> None:
    """A key, and what it does."""
    surface = meadow((160, 60))
    Prompt(THEME, chain()).draw(surface, (80, 45))
    same_as_golden(surface, "prompt")
