"""The chat box is played as a player plays it: by events from pygame's own queue."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from stealth_pygame.text import typed
from stealth_pygame.ui.input import clipboard
from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.line_edit import MOST_PASTED
from tests.ui.game import Game
from tests.ui.helpers import THEME, key


def downs(game: Game) -> list[int]:
    return [event.key for event in game.leaked if event.type == pygame.KEYDOWN]


def test_the_key_that_opens_types_nothing(game: Game) -> None:
    """E opens the box; its letter is not in the line."""
    game.press(pygame.K_e, "e")
    assert game.box.is_open
    assert game.box.edit.text == ""
    game.type("Hello")
    assert game.box.edit.text == "Hello"


def test_holding_the_key_that_opens_types_nothing(game: Game) -> None:
    """Until it is let go it repeats in vain; then it is a letter again."""
    down, text, up = key(pygame.K_e, "e")
    for _ in range(4):
        game.frame(down, text)
    game.frame(up)
    assert game.box.edit.text == ""
    game.type("e")
    assert game.box.edit.text == "e"


def test_a_box_opened_by_the_game_takes_the_first_letter(game: Game) -> None:
    """Without a key that opened it nothing is swallowed but what came in that very frame."""
    game.box.open("Brunhild")
    game.frame()
    game.type("e")
    assert game.box.edit.text == "e"


def test_enter_says_the_line_and_the_box_stays(talking: Game) -> None:
    """The line goes out trimmed, once, and the next can be typed; an empty one is not said."""
    talking.type("Hello smith")
    talking.press(pygame.K_SPACE, " ")
    talking.press(pygame.K_RETURN, "")
    talking.press(pygame.K_KP_ENTER, "")
    assert talking.said == ["Hello smith"]
    assert talking.box.is_open
    assert talking.box.edit.text == ""


def test_no_key_leaks_while_it_is_open(talking: Game) -> None:
    """Letters, arrows, Enter and Escape are the box's; function keys are the game's."""
    for code in (pygame.K_w, pygame.K_LEFT, pygame.K_RETURN, pygame.K_F5, pygame.K_ESCAPE):
        talking.press(code)
    assert downs(talking) == [pygame.K_F5]


def test_releases_quit_and_own_events_are_never_swallowed(talking: Game) -> None:
    """A game that counts keys never finds one stuck."""
    own = pygame.event.custom_type()
    talking.frame(
        pygame.event.Event(pygame.KEYUP, key=pygame.K_w, mod=0),
        pygame.event.Event(pygame.QUIT),
        pygame.event.Event(own, x=1),
        pygame.event.Event(pygame.KEYUP, key=pygame.K_e, mod=0),
    )
    assert [event.type for event in talking.leaked] == [pygame.KEYUP, pygame.QUIT, own, pygame.KEYUP]


def test_the_key_that_closes_leaks_nothing(talking: Game) -> None:
    """Neither it, nor its text, nor its repeats reach the game; after its release it is the game's again."""
    talking.box.close_keys = ("q",)
    down, text, up = key(pygame.K_q, "q")
    talking.frame(down, text, down, text, up)
    assert not talking.box.is_open
    assert talking.closed == 1
    assert [event.type for event in talking.leaked] == [pygame.KEYUP]
    talking.frame(*key(pygame.K_q, "q"))
    assert pygame.K_q in downs(talking)


@pytest.mark.parametrize(("stays", "calls_wanted"), [(True, ["start"]), (False, ["start", "stop"])])
def test_the_keyboard_is_given_back_as_it_was(
    game: Game, monkeypatch: pytest.MonkeyPatch, stays: bool, calls_wanted: list[str]
) -> None:
    """Key repeat is restored; text input stays on, as pygame has it, or stops by setting; closing twice is safe."""
    calls: list[str] = []
    monkeypatch.setattr(pygame.key, "start_text_input", lambda: calls.append("start"))
    monkeypatch.setattr(pygame.key, "stop_text_input", lambda: calls.append("stop"))
    game.box.theme = replace(THEME, text_input_stays=stays)
    pygame.key.set_repeat(700, 70)
    game.box.open("Brunhild")
    game.box.open("Odo")
    assert pygame.key.get_repeat() == (THEME.repeat_delay, THEME.repeat_interval)
    game.box.close()
    game.box.close()
    assert pygame.key.get_repeat() == (700, 70)
    assert calls == calls_wanted
    pygame.key.set_repeat(0)


@pytest.mark.parametrize(
    ("faces", "at_top"),
    [
        ([], False),
        ([(300, 150, 20, 20)], False),
        ([(300, 310, 20, 20)], True),
        ([(300, 310, 20, 20), (300, 20, 20, 20)], False),
        ([(300, 230, 20, 20)], False),
        ([(60, 230, 20, 20)], True),
    ],
    ids=["nobody", "middle", "low", "low and high", "right of the replies", "behind the replies"],
)
def test_the_box_stands_where_it_hides_no_face(
    game: Game, faces: list[tuple[int, int, int, int]], at_top: bool
) -> None:
    """At the bottom, but for those who are there; and it stays at its edge until it is opened again."""
    game.frame()
    for _ in range(2):
        game.box.open("Brunhild", ("One", "Two"))
        game.box.edge.choose(game.box, (640, 360), lambda: [pygame.Rect(face) for face in faces])
        game.frame()
        assert game.box.edge.at_top is at_top
        assert game.box.view.panel.top < 10 if at_top else game.box.view.panel.bottom > 340
        assert pygame.Rect(0, 0, 640, 360).contains(game.box.rect)
        assert len(game.box.view.chips) == 2
        assert all((chip.top > game.box.view.panel.bottom) is at_top for chip in game.box.view.chips)
        game.box.edge.choose(game.box, (640, 360), lambda: [pygame.Rect(300, 310, 20, 20)])
        assert game.box.edge.at_top is at_top
        game.box.close()


def test_two_boxes_share_one_keyboard(game: Game, fonts: FontChain) -> None:
    """It is given back when the last box closes, in whatever order, and by one that is forgotten while it is open."""
    other, forgotten = ChatBox(THEME, fonts), ChatBox(THEME, fonts)
    ours = (THEME.repeat_delay, THEME.repeat_interval)
    game.box.open("Brunhild")
    other.open("Odo")
    game.box.close()
    assert pygame.key.get_repeat() == ours
    other.close()
    assert pygame.key.get_repeat() == (0, 0)
    forgotten.open("Odo")
    assert pygame.key.get_repeat() == ours
    del forgotten
    gc.collect()
    assert pygame.key.get_repeat() == (0, 0)


@pytest.mark.parametrize("end", [pygame.display.quit, pygame.quit])
def test_a_new_display_in_the_middle_of_a_line_costs_nothing(talking: Game, end: Callable[[], None]) -> None:
    """A settings menu that changes the screen takes key repeat away; with the next frame it is there again."""
    end()
    pygame.init()
    pygame.display.set_mode((640, 360))
    talking.frame()
    assert pygame.key.get_repeat() == (THEME.repeat_delay, THEME.repeat_interval)
    talking.box.close()
    assert pygame.key.get_repeat() == (0, 0)


def test_a_repeat_that_the_game_sets_meanwhile_is_the_game_s(talking: Game) -> None:
    """An options menu under the box: its value is what the game gets back."""
    pygame.key.set_repeat(250, 25)
    talking.frame()
    assert pygame.key.get_repeat() == (THEME.repeat_delay, THEME.repeat_interval)
    talking.box.close()
    assert pygame.key.get_repeat() == (250, 25)
    pygame.key.set_repeat(0)


def test_a_release_that_never_comes_holds_nothing_up(game: Game) -> None:
    """A game that hands over no KEYUP, or lost it in a loop of its own: keys are asked for, not remembered."""
    game.frame(key(pygame.K_e, "e")[0])
    game.pressed.clear()
    game.frame()
    game.frame(*key(pygame.K_e, "e")[:2])
    assert game.box.edit.text == "e"


def test_text_without_keys_arrives(game: Game) -> None:
    """An on-screen keyboard and an IME send text alone, also in a second conversation."""
    for _ in range(2):
        game.box.open("Brunhild")
        game.frame()
        game.frame(pygame.event.Event(pygame.TEXTINPUT, text="hello"))
        assert game.box.edit.text == "hello"
        game.box.edit.set("")
        game.press(pygame.K_ESCAPE)
        assert not game.box.is_open


def test_composing_ends_with_the_focus(talking: Game) -> None:
    """An IME drops its text when the window loses the focus; the keys are the line's again."""
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="nihao", start=5, length=0))
    assert talking.box.composition == "nihao"
    talking.frame(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert talking.box.composition == ""
    talking.press(pygame.K_ESCAPE)
    assert not talking.box.is_open


@pytest.mark.parametrize(
    ("code", "mod"),
    [(pygame.K_RETURN, pygame.KMOD_LALT), (pygame.K_e, pygame.KMOD_LCTRL), (pygame.K_q, pygame.KMOD_LMETA)],
)
def test_keys_with_modifiers_are_the_game_s(talking: Game, code: int, mod: int) -> None:
    """Alt+Enter changes the screen and does not say the half-typed line."""
    talking.type("half a l")
    talking.leaked.clear()
    talking.press(code, mod=mod)
    assert downs(talking) == [code]
    assert talking.box.edit.text == "half a l"
    assert talking.said == []


@pytest.mark.parametrize("mod", [pygame.KMOD_RALT, pygame.KMOD_MODE, pygame.KMOD_LCTRL | pygame.KMOD_RALT])
def test_altgr_types(talking: Game, mod: int) -> None:
    """Letters of the third level come by AltGr, which some systems call Ctrl and Alt; they do not leak."""
    talking.leaked.clear()
    talking.press(pygame.K_e, "€", mod)
    assert talking.box.edit.text == "€"
    assert downs(talking) == []


def test_shortcuts_go_by_place_where_the_letters_are_not_latin(talking: Game) -> None:
    """Ctrl and the key of V paste on a Russian keyboard, whose letter there is another."""
    clipboard.put("hello")
    event = pygame.event.Event(pygame.KEYDOWN, key=0x43C, scancode=pygame.KSCAN_V, mod=pygame.KMOD_LCTRL, unicode="")
    # some layouts type the letter as well
    talking.frame(event, pygame.event.Event(pygame.TEXTINPUT, text="м"))
    assert talking.box.edit.text == "hello"


def test_a_blocked_queue_is_told_and_done_without(
    game: Game, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `set_allowed` lacking TEXTINPUT letters come from the keys, and the log names the cure once."""
    monkeypatch.setattr(pygame.event, "get_blocked", lambda kind: kind == pygame.TEXTINPUT)
    for _ in range(2):
        game.box.open("Brunhild")
        game.box.close()
    game.box.open("Brunhild")
    game.frame()
    game.frame(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_h, mod=0, unicode="h", scancode=0))
    assert game.box.edit.text == "h"
    assert [record.message for record in caplog.records if "TEXTINPUT" in record.message] == [caplog.records[0].message]


def test_events_without_modifiers_are_read(talking: Game) -> None:
    """Games make events by hand, and leave out what they do not need."""
    for code in (pygame.K_h, pygame.K_UP, pygame.K_LEFT, pygame.K_RETURN):
        talking.frame(pygame.event.Event(pygame.KEYDOWN, key=code))
    assert talking.box.is_open


def test_closing_after_pygame_quit_is_safe(talking: Game) -> None:
    """A game that quits in the middle of a line ends well."""
    pygame.quit()
    talking.box.draw(talking.screen)
    talking.box.close()
    assert not talking.box.is_open


def test_an_ime_composes_in_place(talking: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """The composition is shown at the caret, its keys are the IME's, and the candidates' rectangle follows."""
    rects: list[pygame.Rect] = []
    monkeypatch.setattr(pygame.key, "set_text_input_rect", lambda rect: rects.append(pygame.Rect(rect)))
    talking.type("ab")
    talking.press(pygame.K_LEFT)
    for part in ("に", "にほ", "にほん"):
        talking.frame(pygame.event.Event(pygame.TEXTEDITING, text=part, start=0, length=len(part)))
    assert talking.box.composition == "にほん"
    assert rects[-1].width > rects[-3].width
    assert talking.box.rect.contains(rects[-1])
    talking.press(pygame.K_RETURN)
    talking.press(pygame.K_ESCAPE)
    assert talking.box.is_open
    assert talking.said == []
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="", start=0, length=0))
    talking.frame(pygame.event.Event(pygame.TEXTINPUT, text="日本"))
    assert talking.box.edit.text == "a日本b"
    assert talking.box.composition == ""


def test_editing_keys_do_what_they_say(talking: Game) -> None:
    """Home, End, Delete, Backspace, word jumps and selections."""
    talking.type("one two")
    talking.press(pygame.K_HOME)
    talking.press(pygame.K_DELETE)
    talking.press(pygame.K_END)
    talking.press(pygame.K_BACKSPACE)
    assert talking.box.edit.text == "ne tw"
    talking.press(pygame.K_BACKSPACE, mod=pygame.KMOD_CTRL)
    assert talking.box.edit.text == "ne "
    talking.press(pygame.K_HOME, mod=pygame.KMOD_SHIFT)
    talking.type("x")
    assert talking.box.edit.text == "x"


def test_copy_cut_and_paste(talking: Game) -> None:
    """By Ctrl or Command; nothing selected leaves the clipboard alone; unknown shortcuts type nothing."""
    talking.type("sword")
    talking.press(pygame.K_c, mod=pygame.KMOD_CTRL)
    assert clipboard.get() == ""
    talking.press(pygame.K_a, mod=pygame.KMOD_META)
    talking.press(pygame.K_c, mod=pygame.KMOD_CTRL)
    talking.press(pygame.K_x, mod=pygame.KMOD_CTRL)
    assert talking.box.edit.text == ""
    talking.press(pygame.K_v, mod=pygame.KMOD_CTRL)
    talking.press(pygame.K_v, mod=pygame.KMOD_CTRL)
    talking.press(pygame.K_z, mod=pygame.KMOD_CTRL)
    assert talking.box.edit.text == "swordsword"


def test_history_comes_back_with_the_arrows(talking: Game) -> None:
    """Up and down go through what was said."""
    for line in ("one", "two"):
        talking.type(line)
        talking.press(pygame.K_RETURN)
    talking.press(pygame.K_UP)
    talking.press(pygame.K_UP)
    assert talking.box.edit.text == "one"
    talking.press(pygame.K_DOWN)
    talking.press(pygame.K_TAB)
    assert talking.box.edit.text == "two"


def test_a_long_line_scrolls_with_its_caret(talking: Game) -> None:
    """The caret is always in the field."""
    talking.screen = pygame.Surface((320, 180))
    talking.type("A line that is much longer than the field is wide, truly.")
    assert talking.box.view.scroll > 0
    talking.press(pygame.K_HOME)
    assert talking.box.view.scroll == 0


def test_unsent_text_survives_closing(talking: Game) -> None:
    """Who walks off by mistake finds the line again."""
    talking.type("Hello")
    talking.press(pygame.K_ESCAPE)
    talking.press(pygame.K_e, "e")
    assert talking.box.edit.text == "Hello"


def test_the_theme_can_change_at_any_time(talking: Game) -> None:
    """Contrast is a matter of one line of a game's settings menu."""
    talking.box.theme = type(THEME)(system_fonts=False, high_contrast=True, reduced_motion=True)
    talking.type("Hello")
    assert talking.box.theme.high_contrast
    assert talking.screen.get_at(talking.box.view.panel.center) != pygame.Color(0, 0, 0)


def test_a_box_need_not_be_heard(fonts: FontChain) -> None:
    """Without callbacks it works as well."""
    game = Game(fonts)
    game.box.on_submit = game.box.on_close = None
    game.press(pygame.K_e, "e")
    game.type("x")
    game.press(pygame.K_RETURN)
    game.press(pygame.K_ESCAPE)
    assert not game.box.is_open


def test_the_box_makes_do_with_its_defaults() -> None:
    """A chat box is one call."""
    box = ChatBox()
    assert not box.is_open
    assert not box.handle_event(pygame.event.Event(pygame.TEXTINPUT, text="x"))


def words(talking: Game, text: str) -> None:
    talking.frame(pygame.event.Event(pygame.TEXTINPUT, text=text))


def caret_x(talking: Game) -> int:
    view = talking.box.view
    return view.text_left + view.line.caret(talking.box.edit.caret, talking.box.edit.ahead)


def test_hebrew_begins_at_the_right(talking: Game) -> None:
    """The line grows from the right edge to the left, and the caret leads; Latin begins at the left again."""
    field = talking.box.view.field
    found = []
    for letter in "חרב":
        words(talking, letter)
        found.append(caret_x(talking))
    assert field.centerx < found[2] < found[1] < found[0] < field.right
    assert talking.box.view.text_left + talking.box.view.line.width == field.right - THEME.px(8)
    talking.box.edit.set("")
    words(talking, "a")
    assert talking.box.view.text_left == field.left + THEME.px(8)


def test_arrows_go_where_they_point_in_any_script(talking: Game) -> None:
    """Left and right on the screen, through Hebrew, a number and Latin; with Shift they select on the way."""
    words(talking, "יש 12 ok")
    talking.press(pygame.K_HOME)
    seen = [caret_x(talking)]
    for _ in range(12):
        talking.press(pygame.K_LEFT)
        seen.append(caret_x(talking))
    steps = list(dict.fromkeys(seen))
    assert steps == sorted(steps, reverse=True)
    assert len(steps) == len("יש 12 ok") + 1
    talking.press(pygame.K_HOME)
    talking.press(pygame.K_LEFT, mod=pygame.KMOD_SHIFT)
    talking.press(pygame.K_LEFT, mod=pygame.KMOD_SHIFT)
    assert talking.box.edit.selected == "יש"
    talking.press(pygame.K_RIGHT)
    assert (talking.box.edit.caret, talking.box.edit.selected) == (0, "")


def test_word_jumps_and_deleting_follow_the_reading(talking: Game) -> None:
    """In a Hebrew line Ctrl+Left goes on, Backspace takes what was typed last, Delete what comes next."""
    words(talking, "יש לך חרב")
    talking.press(pygame.K_HOME)
    talking.press(pygame.K_LEFT, mod=pygame.KMOD_CTRL)
    assert talking.box.edit.caret == 2
    talking.press(pygame.K_BACKSPACE)
    assert talking.box.edit.text == "י לך חרב"
    talking.press(pygame.K_DELETE)
    talking.press(pygame.K_DELETE, mod=pygame.KMOD_CTRL)
    assert talking.box.edit.text == "י חרב"
    talking.press(pygame.K_END)
    talking.press(pygame.K_BACKSPACE, mod=pygame.KMOD_CTRL)
    assert talking.box.edit.text == "י "


def test_the_mouse_hits_the_letter_it_points_at_in_hebrew(talking: Game) -> None:
    """A click, a drag over two words, and a double click on one of them."""
    words(talking, "יש לך חרב 12")
    view, line = talking.box.view, talking.box.view.line

    def spot(place: int) -> tuple[int, int]:
        return view.text_left + line.caret(place), view.field.centery

    talking.mouse(pygame.MOUSEBUTTONDOWN, spot(3))
    assert talking.box.edit.caret == 3
    talking.mouse(pygame.MOUSEMOTION, spot(9))
    talking.mouse(pygame.MOUSEBUTTONUP, spot(9))
    assert talking.box.edit.selected == "לך חרב"
    inside = (spot(1)[0] + 2, view.field.centery)
    for _ in range(2):
        talking.mouse(pygame.MOUSEBUTTONDOWN, inside)
        talking.mouse(pygame.MOUSEBUTTONUP, inside)
    assert talking.box.edit.selected == "יש"


def test_an_ime_composes_arabic_in_place(talking: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two words of a line that is read from the right; the candidates' rectangle is under it."""
    rects: list[pygame.Rect] = []
    monkeypatch.setattr(pygame.key, "set_text_input_rect", lambda rect: rects.append(pygame.Rect(rect)))
    words(talking, "سيف قديم")
    talking.box.edit.move(4)
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="جدا", start=0, length=0))
    (left, right), view = talking.box.view.line.spans(4, 7)[0], talking.box.view
    assert rects[-1].x == view.text_left + left
    assert rects[-1].width == right - left > 0
    assert view.line.text == "سيف جداقديم"
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="", start=0, length=0))
    words(talking, "جدا ")
    assert talking.box.edit.text == "سيف جدا قديم"


def test_a_long_composition_that_comes_in_parts_is_whole(talking: Game) -> None:
    """SDL cuts at 31 bytes, and each part says where it goes on; a caret that an IME moves is shown where it is."""
    first, second = "きょうはいいてんきで", "すね"
    talking.frame(
        pygame.event.Event(pygame.TEXTEDITING, text=first, start=0, length=10),
        pygame.event.Event(pygame.TEXTEDITING, text=second, start=10, length=2),
    )
    assert (talking.box.composition, talking.box.composed) == (first + second, 12)
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="きょう", start=1, length=0))
    assert (talking.box.composition, talking.box.composed) == ("きょう", 1)
    view = talking.box.view
    assert view.line.caret(1) < view.line.width


def test_a_long_hebrew_line_scrolls_with_its_caret(talking: Game) -> None:
    """The caret is always in the field, at both ends of a line that is longer."""
    words(talking, "יש לך חרב אחת ישנה וטובה שעולה פחות מעשר מטבעות זהב?")
    talking.screen = pygame.Surface((320, 180))
    for code in (pygame.K_HOME, pygame.K_END, pygame.K_LEFT, pygame.K_RIGHT):
        talking.press(code)
        field = talking.box.view.field
        assert field.left <= caret_x(talking) <= field.right
    assert talking.box.view.scroll > 0


def test_letters_of_many_characters_are_one_step(talking: Game) -> None:
    """Flags, families, tones of skin and Devanagari: one arrow, one Backspace; what is sent is what was typed."""
    letters = ["🇫🇷", "👩‍🌾", "👋🏽", "❤️", "त्रि", "x\u0336"]
    words(talking, "".join(letters))
    assert talking.box.edit.text == "".join(letters)
    stops = [talking.box.edit.caret]
    for _ in letters:
        talking.press(pygame.K_LEFT)
        stops.append(talking.box.edit.caret)
    ends = [0]
    for letter in letters:
        ends.append(ends[-1] + len(letter))
    assert stops[::-1] == ends
    talking.press(pygame.K_END)
    for count in range(len(letters), 0, -1):
        assert talking.box.edit.text == "".join(letters[:count])
        talking.press(pygame.K_BACKSPACE)
    assert talking.box.edit.text == ""


def wait(talking: Game, seconds: float) -> None:
    for _ in range(round(seconds * 20)):
        talking.box.update(0.05)
    talking.frame()


def caret_shown(talking: Game) -> bool:
    """Whether the caret's colour stands where the caret is."""
    x = caret_x(talking) - (talking.box.view.line.right_to_left is True)
    return talking.screen.get_at((x, talking.box.view.field.centery)) == pygame.Color(THEME.box_accent)


def test_the_caret_blinks_and_shows_itself_when_something_changes(talking: Game) -> None:
    """Half of the time it is there, always just after a key, and all the time where motion is reduced."""
    seen = []
    for _ in range(20):
        wait(talking, THEME.caret_period / 10)
        seen.append(caret_shown(talking))
    assert 5 <= sum(seen) <= 15
    while caret_shown(talking):
        wait(talking, 0.1)
    words(talking, "a")
    assert caret_shown(talking)
    words(talking, "ש" * 3)
    assert caret_shown(talking)
    talking.box.edit.set("שלום")
    words(talking, "ש")
    assert caret_shown(talking)
    talking.box.theme = replace(THEME, reduced_motion=True)
    for _ in range(20):
        wait(talking, THEME.caret_period / 10)
        assert caret_shown(talking)


def drawn(talking: Game, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the next frame writes, with its colour."""
    written: dict[str, object] = {}
    real = Pen.draw

    def draw(pen: Pen, surface: pygame.Surface, text: str, at: tuple[int, int], colour: Colour) -> int:
        written[text] = colour
        return real(pen, surface, text, at, colour)

    with monkeypatch.context() as patch:
        patch.setattr(Pen, "draw", draw)
        talking.frame()
    return written


def test_the_counter_comes_when_room_runs_out(talking: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before three quarters of the line are full; near its end it has the colour of what matters."""
    words(talking, "x" * 44)
    assert "16" not in drawn(talking, monkeypatch)
    words(talking, "xx")
    assert drawn(talking, monkeypatch)["14"] == THEME.box_dim
    words(talking, "x" * 12)
    assert drawn(talking, monkeypatch)["2"] == THEME.box_accent
    words(talking, "xyz")
    assert (talking.box.edit.left, len(talking.box.edit.text)) == (0, 60)


def test_selection_and_composition_can_be_seen(talking: Game) -> None:
    """What is selected stands on its colour, what is being composed on a line, and nothing else does."""
    words(talking, "one two")
    view, line = talking.box.view, talking.box.view.line
    top = view.field.centery - view.pen.line_height // 2 - 1
    spot = (view.text_left + line.caret(5), top)
    assert talking.screen.get_at(spot) == pygame.Color(THEME.box_field)
    talking.press(pygame.K_LEFT, mod=pygame.KMOD_SHIFT | pygame.KMOD_CTRL)
    assert talking.screen.get_at(spot) == pygame.Color(THEME.box_selection)
    talking.press(pygame.K_END)
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="にほん", start=0, length=3))
    under = top + 1 + view.pen.line_height
    left = view.text_left + view.line.caret(7)
    assert talking.screen.get_at((left + 5, under)) == pygame.Color(THEME.box_accent)
    assert talking.screen.get_at((left - 5, under)) == pygame.Color(THEME.box_field)


def test_composed_text_takes_the_compositions_place(talking: Game) -> None:
    """Some systems send the text without taking the composition back first."""
    talking.frame(pygame.event.Event(pygame.TEXTEDITING, text="にほん", start=0, length=3))
    words(talking, "日本")
    assert (talking.box.composition, talking.box.edit.text) == ("", "日本")


def test_alt_jumps_over_words_and_altgr_is_no_shortcut(talking: Game) -> None:
    """Macs jump with Alt; AltGr is Ctrl and Alt, and only types."""
    clipboard.put("pasted")
    words(talking, "one two")
    talking.press(pygame.K_LEFT, mod=pygame.KMOD_ALT)
    assert talking.box.edit.caret == 4
    talking.press(pygame.K_v, mod=pygame.KMOD_CTRL | pygame.KMOD_ALT)
    assert talking.box.edit.text == "one two"


def test_copying_leaves_the_line_alone(talking: Game) -> None:
    """What was copied is still there, selected; what was cut is not."""
    words(talking, "sword")
    talking.press(pygame.K_a, mod=pygame.KMOD_CTRL)
    talking.press(pygame.K_c, mod=pygame.KMOD_CTRL)
    assert (talking.box.edit.text, talking.box.edit.selected, clipboard.get()) == ("sword", "sword", "sword")


def test_a_megabyte_in_the_clipboard_costs_nothing(talking: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is pasted no more is looked at than a line could hold; newlines and tabs become spaces."""
    looked_at: list[int] = []

    def watched(text: str) -> str:
        looked_at.append(len(text))
        return typed(text)

    monkeypatch.setattr("stealth_pygame.ui.widgets.line_edit.typed", watched)
    clipboard.put("Bread\r\n\tand cheese. " * 50_000)
    talking.press(pygame.K_v, mod=pygame.KMOD_CTRL)
    assert looked_at == [MOST_PASTED]
    assert talking.box.edit.text.startswith("Bread and cheese. Bread and")
    assert talking.box.edit.left == 0


def test_a_click_in_a_line_read_both_ways_puts_the_caret_there(talking: Game) -> None:
    """At the right end of a Hebrew word in a Latin line, although what is typed last is at its left end."""
    words(talking, "Ada חרב")
    right = talking.box.view.text_left + talking.box.view.line.width
    talking.mouse(pygame.MOUSEBUTTONDOWN, (right - 1, talking.box.view.field.centery))
    assert (talking.box.edit.caret, caret_x(talking)) == (4, right)


def test_the_cross_is_there_for_the_mouse_alone(talking: Game) -> None:
    """It comes with the mouse and goes with the next key; a click on it closes the box and is not the game's."""
    assert not talking.box.view.cross
    talking.mouse(pygame.MOUSEMOTION, (5, 5))
    cross = talking.box.view.cross
    assert talking.box.view.panel.contains(cross)
    assert not cross.colliderect(talking.box.view.field)
    talking.type("x")
    assert not talking.box.view.cross
    talking.mouse(pygame.MOUSEMOTION, (5, 5))
    talking.mouse(pygame.MOUSEBUTTONDOWN, cross.center, button=3)
    assert talking.box.is_open
    talking.leaked.clear()
    talking.mouse(pygame.MOUSEBUTTONDOWN, cross.center)
    assert not talking.box.is_open
    assert talking.closed == 1
    assert not talking.leaked
    assert talking.box.edit.text == "x"
