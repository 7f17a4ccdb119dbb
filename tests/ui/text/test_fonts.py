"""Missing glyphs are found, and drawn from the next font of a chain, or written in words."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pygame
import pygame.freetype
import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.text import font_files, font_hinting
from stealth_pygame.ui.text import fonts as fonts_module
from stealth_pygame.ui.text.fallback_glyphs import stand_in
from stealth_pygame.ui.text.fonts import BUNDLED, FontChain, on_own_thread
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.theme import Theme
from tests.ui.helpers import EXTRA_FONTS, THEME, chain

CJK = EXTRA_FONTS[-1]


def found(monkeypatch: pytest.MonkeyPatch, files: list[str]) -> None:
    monkeypatch.setattr(font_files, "find", lambda: list(files))


def at_once(work: Callable[[], None]) -> None:
    work()


def test_the_bundled_font_speaks_latin_and_cyrillic() -> None:
    """What most games need is drawn from one font, looked up without a search."""
    fonts = FontChain(THEME)
    assert fonts.file_for("ж") == BUNDLED
    assert fonts.runs("Добрый вечер, Ada!") == [(BUNDLED, "Добрый вечер, Ada!")]
    assert fonts.runs("") == []


def test_each_character_has_the_first_font_that_knows_it(fonts: FontChain) -> None:
    """A line is cut into runs of one font each."""
    assert [file for file, _ in fonts.runs("sword 剣 חרב")] == [BUNDLED, CJK, BUNDLED, EXTRA_FONTS[0]]


def test_words_of_one_script_are_parted_by_its_own_space(fonts: FontChain) -> None:
    """A space of the first font may be too narrow for another; between two scripts, and at signs, it is the first's."""
    assert fonts.runs("חרב אחת") == [(EXTRA_FONTS[0], "חרב אחת")]
    assert fonts.runs("אחת ") == [(EXTRA_FONTS[0], "אחת ")]
    assert [run for _, run in fonts.runs("ab חרב 😀 😀")] == ["ab ", "חרב", " ", "😀", " ", "😀"]


def test_the_games_own_font_comes_first() -> None:
    """A theme's fonts are asked before ours."""
    fonts = FontChain(Theme(system_fonts=False, fonts=(CJK,)))
    assert fonts.file_for("a") == fonts.file_for("剣") == CJK


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    """A broken file in the chain costs nothing but itself."""
    broken = tmp_path / "broken.ttf"
    broken.write_text("no font")
    fonts = FontChain(THEME, more=(str(broken), str(tmp_path / "missing.ttf"), CJK))
    assert fonts.file_for("剣") == CJK


def test_the_system_is_searched_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until a font is found there is a stand-in; then the generation grows, and text is laid out again."""
    found(monkeypatch, [EXTRA_FONTS[0], CJK])
    fonts = FontChain(Theme(), submit=at_once)
    assert fonts.readable("剣!") == "?!"
    before = fonts.generation
    for _ in range(4):
        fonts.update()
    assert fonts.readable("剣!") == "剣!"
    assert fonts.generation == before + 1
    assert fonts.file_for("剣") == CJK


def test_one_file_is_opened_per_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search through many fonts never costs a frame more than one of them, and ends."""
    files = [EXTRA_FONTS[0], EXTRA_FONTS[1], EXTRA_FONTS[2]]
    found(monkeypatch, files)
    opened: list[str] = []
    real = pygame.freetype.Font

    def spy(file: str, size: int) -> pygame.freetype.Font:
        opened.append(file)
        return real(file, size)

    monkeypatch.setattr(pygame.freetype, "Font", spy)
    fonts = FontChain(Theme(), submit=at_once)
    assert not fonts.has("剣")
    fonts.update()
    for count in (2, 3, 4, 4, 4):
        fonts.update()
        assert len(opened) == count
    assert not fonts.has("剣")


def test_the_search_runs_once_and_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking through the folders is handed to another thread; frames go on meanwhile."""
    found(monkeypatch, [CJK])
    waiting: list[Callable[[], None]] = []
    fonts = FontChain(Theme(), submit=waiting.append)
    fonts.has("剣")
    for _ in range(3):
        fonts.update()
    assert len(waiting) == 1
    waiting[0]()
    fonts.update()
    assert fonts.has("剣")


def test_other_fonts_may_be_used_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are asked first from then on; what the system had is kept, or left out; the same fonts change nothing."""
    found(monkeypatch, [CJK])
    fonts = FontChain(Theme(), submit=at_once)
    assert not fonts.has("剣")
    fonts.update()
    fonts.update()
    assert (fonts.file_for("剣"), fonts.file_for("a")) == (CJK, BUNDLED)
    fonts.use(Theme(fonts=(EXTRA_FONTS[0],)))
    assert (fonts.file_for("א"), fonts.file_for("剣")) == (EXTRA_FONTS[0], CJK)
    before, pen = fonts.generation, Pen(fonts, 17)
    wide = pen.width("Ada")
    fonts.use(Theme(fonts=(EXTRA_FONTS[0],), text_size=40))
    assert fonts.generation == before
    fonts.use(Theme(fonts=(CJK,), system_fonts=False))
    assert fonts.file_for("a") == CJK
    assert pen.width("Ada") != wide
    fonts.use(Theme(system_fonts=False))
    assert (fonts.has("剣"), fonts.has("א"), fonts.file_for("a")) == (False, False, BUNDLED)
    fonts.update()
    fonts.use(Theme())
    assert fonts.file_for("剣") == CJK


def test_without_system_fonts_nothing_is_searched() -> None:
    """A theme may forbid the search, so that a game looks the same everywhere."""
    fonts = FontChain(THEME, submit=lambda work: pytest.fail("searched"))
    fonts.has("剣")
    fonts.update()
    fonts.update()


def test_the_thread_of_the_search_is_a_daemon() -> None:
    """A slow disk never holds the game at exit."""
    done = threading.Event()
    seen: list[bool] = []

    def work() -> None:
        seen.append(threading.current_thread().daemon)
        done.set()

    on_own_thread(work)
    assert done.wait(5)
    assert seen == [True]


WIDTHS = {
    13: ("Good evening, traveller! AVATAR To Yes", 248), 17: ("Good evening, traveller! AVATAR To Yes", 318),
    24: ("Доброе утро, кузнец — naïve", 341), 34: ("ערב טוב, נוסע!", 208),
}  # fmt: skip


@pytest.mark.parametrize("size", WIDTHS)
def test_letters_are_as_wide_on_every_engine(size: int, fonts: FontChain) -> None:
    """pygame 2.6 and pygame-ce hint alike, so lines break in the same places: these figures are of both."""
    text, width = WIDTHS[size]
    assert Pen(fonts, size).width(text) == width


def font_file(folder: Path, prep: int, instructions: int = 0, more: bytes = b"", tag: bytes = b"\0\1\0\0") -> str:
    """As much of a font as is looked at."""
    names = [b"maxp", b"prep", *([more] if more else [])]
    start = 12 + 16 * len(names)
    lengths = (32, prep, 4)
    table = b"".join(struct.pack(">4s4xII", name, start, length) for name, length in zip(names, lengths, strict=False))
    maxp = bytes(26) + struct.pack(">H", instructions) + bytes(4)
    path = folder / "made.ttf"
    path.write_bytes(struct.pack(">4sH6x", tag, len(names)) + table + maxp)
    return str(path)


def test_a_table_that_says_nothing_is_left_out(tmp_path: Path) -> None:
    """The seven bytes on which FreeTypes disagree go; the rest of the file is as it was."""
    path = font_file(tmp_path, 7)
    whole, made = Path(path).read_bytes(), font_hinting.even(path)
    assert isinstance(made, bytes)
    assert b"prep" not in made
    assert made.replace(b"prxx", b"prep") == whole


def test_other_fonts_are_opened_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts with instructions, collections, other formats, huge files, and what is not a font at all."""
    for made in ({"prep": 8}, {"prep": 0}, {"prep": 7, "instructions": 9}, {"prep": 7, "more": b"fpgm"}):
        path = font_file(tmp_path, **made)
        assert font_hinting.even(path) == path
    assert font_hinting.even(font_file(tmp_path, 7, tag=b"ttcf")) == path
    assert font_hinting.even(CJK) == CJK
    assert font_hinting.even(str(tmp_path / "missing.ttf")) == str(tmp_path / "missing.ttf")
    Path(path).write_bytes(b"no")
    assert font_hinting.even(path) == path
    monkeypatch.setattr(font_hinting, "MOST_BYTES", 8)
    assert font_hinting.even(font_file(tmp_path, 7)) == path


def test_it_works_again_after_pygame_quit(fonts: FontChain) -> None:
    """Fonts of a pygame that was quit are never touched: they crash."""
    pen = Pen(fonts, 17)
    width = pen.width("sword 剣")
    pygame.quit()
    assert not fonts.ready
    with pytest.raises(pygame.error, match=r"pygame\.init"):
        fonts.base(17)
    pygame.init()
    assert fonts.ready
    assert Pen(fonts, 17).width("sword 剣") == width


def test_it_works_again_after_font_quit(fonts: FontChain) -> None:
    """The same when only the fonts were quit."""
    fonts.base(17)
    pygame.font.quit()
    assert fonts.base(17).size("a")[0] > 0


def test_font_folders_are_walked_for_font_files(tmp_path: Path) -> None:
    """Plain faces come before bold ones; what is not a font is left out; a missing folder does not matter."""
    for name in ("Zeta-Bold.ttf", "Zeta-Regular.otf", "deep/Alpha.TTC", "readme.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    files = [Path(file).name for file in font_files.find([tmp_path, tmp_path / "none"])]
    assert files == ["Alpha.TTC", "Zeta-Regular.otf", "Zeta-Bold.ttf"]


def test_an_endless_folder_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder full of files is given up on."""
    (tmp_path / "a.ttf").touch()
    monkeypatch.setattr(font_files, "MOST_FILES", 0)
    assert font_files.find([tmp_path]) == []


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_each_system_has_its_folders(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own folder is looked into first."""
    monkeypatch.setattr("sys.platform", platform)
    assert len(font_files.folders()) >= 2


def test_the_likeliest_font_is_tried_first() -> None:
    """By the script of the character and the names that systems give their fonts."""
    files = ["/f/Arial.ttf", "/f/NotoSansCJK-Regular.ttc", "/f/NotoSansHebrew-Regular.ttf", "/f/seguiemj.ttf"]
    assert font_files.likely(files, "剣") == files[1]
    assert font_files.likely(files, "א") == files[2]
    assert font_files.likely(files, "😀") == files[3]
    assert font_files.likely(files, "ğ") == files[0]
    assert font_files.likely([], "a") is None


SPELLED = {"😀": ":D", "→": "->", "🐉": "[dragon]", "é": "e", "①": "1", "🇫": "F", "剣": "?", "\ue000": "", "\u0336": ""}


@pytest.mark.parametrize(("character", "words"), SPELLED.items())
def test_what_no_font_has_is_written(character: str, words: str) -> None:
    """Emoji by smiley or name, letters without their accents, the rest as a question mark or not at all."""
    got = stand_in(character, lambda candidate: candidate.isascii())
    assert got == words


def test_the_chain_is_shared() -> None:
    """Two chains of the same files agree."""
    assert chain().runs("a剣") == chain().runs("a剣")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"<html><body>404</body></html>", "not a font: it begins with"),
        (b"", "not a font"),
        (Path(BUNDLED).read_bytes()[:5_000], "cut short"),
        (Path(BUNDLED).read_bytes()[:20], "cut short"),
        (None, "cannot be read"),
    ],
    ids=["lfs", "html", "empty", "half", "head", "missing"],
)
def test_a_theme_refuses_a_file_that_is_no_font(content: bytes | None, reason: str, tmp_path: Path) -> None:
    """It is told where the theme is made, by name: pygame would crash at the first word."""
    file = tmp_path / "game.ttf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=reason) as told:
        Theme(fonts=(str(file),))
    assert "game.ttf" in str(told.value)


@pytest.mark.parametrize("file", [BUNDLED, *EXTRA_FONTS])
def test_a_theme_takes_every_real_font(file: str) -> None:
    """TrueType and OpenType, with one face or many."""
    assert Theme(fonts=(file,)).fonts == (file,)


def test_a_font_that_breaks_later_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that looks like a font, and is none to FreeType, is logged once; text is drawn in the next font."""
    file = tmp_path / "odd.ttf"
    file.write_bytes(b"%!PS-AdobeFont, but not really")
    theme = Theme(fonts=(str(file),), system_fonts=False)
    fonts = FontChain(theme)
    assert fonts.file_for("a") == BUNDLED
    assert Pen(fonts, 17).width("Hello") > 0
    before = fonts.generation
    fonts.use(theme)
    assert fonts.generation == before
    assert len([record for record in caplog.records if "odd.ttf" in record.message]) == 1


def test_a_search_that_fails_is_told_and_over(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong with the system's folders, the game goes on with stand-ins."""

    def fail() -> list[str]:
        raise OSError("no such folder")

    monkeypatch.setattr(font_files, "find", fail)
    fonts = FontChain(Theme(), submit=at_once)
    assert fonts.readable("剣!") == "?!"
    for _ in range(3):
        fonts.update()
    assert "cannot be searched" in caplog.text


def test_a_user_without_a_home_has_fonts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container without HOME and without an entry in passwd the folders of the system are searched."""

    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.setattr("sys.platform", "linux")
    assert Path("/usr/share/fonts") in font_files.folders()


def test_a_font_s_own_table_names_its_glyphs(fonts: FontChain) -> None:
    """Where pygame cannot be asked, the file is read: the same answers as FreeType's for letters of every script."""
    pygame.freetype.init()
    for file in (BUNDLED, *EXTRA_FONTS):
        points = font_files.covered(file)
        font = pygame.freetype.Font(file, 16)
        for character in "aZ0é ЖאبЖ剣語😀☃𐍈":
            assert (ord(character) in points) == (font.get_metrics(character)[0] is not None), (file, character)


def test_what_is_no_font_covers_nothing(tmp_path: Path) -> None:
    """A picture, a cut file and a missing one have no glyphs, and raise nothing."""
    cut = tmp_path / "cut.ttf"
    cut.write_bytes(Path(BUNDLED).read_bytes()[:200])
    other = tmp_path / "other.ttf"
    other.write_bytes(b"PNG" * 100)
    assert [font_files.covered(str(file)) for file in (cut, other, tmp_path / "none.ttf")] == [frozenset()] * 3


def test_in_a_web_page_text_is_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """No FreeType to ask, no thread, files by name only: the same letters, and words for what is missing."""
    usual = FontChain(THEME)
    assert usual.ready
    wanted = (usual.readable("Good day, 剣!"), usual.font(BUNDLED, 17).size("Good day"))
    monkeypatch.setattr(fonts_module, "IN_PAGE", True)
    chain = FontChain(THEME)
    assert chain.ready
    assert (chain.readable("Good day, 剣!"), chain.font(BUNDLED, 17).size("Good day")) == wanted
