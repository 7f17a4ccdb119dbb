"""The benchmarks run, so that every figure can be measured again; what they measure is not judged here."""

from __future__ import annotations

import importlib
import inspect
import math
from collections import Counter
from pathlib import Path

import pygame
import pytest

from benchmarks import __main__ as front
from benchmarks import (
    backend,
    brain,
    frames,
    growth,
    idle,
    looping,
    model,
    plot,
    report,
    rounds,
    roundtrip,
    running,
    soak,
    start,
    talks,
    village,
    words,
)
from benchmarks.report import Row
from stealth_pygame import Message, MessageState
from stealth_pygame.backend.meaning.embeddings import missing
from stealth_pygame.presenter.pygame_events import NPC_DROPPED, NPC_SAID

ROWS = [
    Row("what a thing costs", "under 2 ms", "a bare thing: 1.0 ms", "1.5 ms", 1.5, True),
    Row("what is lost", "none", "", "3", None, False, "The line was cut."),
]


def check(rows: list[Row], count: int) -> None:
    """Every row says what, how much, and against what; ratios are numbers that can be."""
    assert len(rows) == count
    assert len({row.figure for row in rows}) == count
    for row in rows:
        assert row.figure
        assert row.goal
        assert any(character.isdigit() for character in row.value), row
        assert row.ratio is None or (math.isfinite(row.ratio) and row.ratio > 0), row
    assert report.table(rows).count("\n| ") == count


@pytest.mark.slow
def test_frames() -> None:
    """Five loops play, and the library is compared with each of the others, twice with pictures and twice without."""
    check(frames.measure(quick=True), 10)


@pytest.mark.slow
def test_idle() -> None:
    """Crowds are measured, each beside a loop that asks everybody."""
    check(idle.measure(quick=True), 3)


@pytest.mark.slow
def test_talks() -> None:
    """Villagers who talk in pairs are measured beside the same lines scripted."""
    check(talks.measure(quick=True), 2)


def test_roundtrip() -> None:
    """Client and loop are measured against a backend in another process."""
    check(roundtrip.measure(quick=True), 3)


@pytest.mark.slow
def test_start() -> None:
    """Import, first frame and memory are measured, each in processes of its own."""
    check(start.measure(quick=True), 3)


@pytest.mark.slow
def test_backend() -> None:
    """The embedded backend answers a crowd, beside a bare route."""
    check(backend.measure(quick=True), 8)


@pytest.mark.slow
def test_village() -> None:
    """The demo's frames are measured, with and without words."""
    check(village.measure(quick=True), 1)


@pytest.mark.slow
def test_a_model_is_heard_early_and_its_prompts_are_kept() -> None:
    """First words, last words, prompts and what a prefix cache keeps are measured."""
    check(model.measure(quick=True), 4)


@pytest.mark.slow
def test_brain() -> None:
    """Replies are measured, and where the extra is installed those with embeddings and the memory of the model."""
    rows = brain.measure(quick=True)
    check(rows, len(rows))
    assert len(rows) >= 1 + (not missing())


@pytest.mark.slow
def test_words_are_seen_early() -> None:
    """The first and the last letter that a player sees are measured, and the frames of many answers at once."""
    check(words.measure(quick=True), 3)


@pytest.mark.slow
def test_growth_is_measured_and_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seven curves with their exponents, in figures and in words; two panels with more than paper on them."""
    monkeypatch.setattr(front, "PICTURE", tmp_path / "growth.png")
    front.main(["--plot", "--quick"])
    assert capsys.readouterr().out.count("exponent") == 7
    picture = pygame.image.load(tmp_path / "growth.png")
    width, height = plot.SIZE
    assert picture.get_size() == (2 * width, height)
    for panel in (0, width):
        colours = {tuple(picture.get_at((panel + x, y)))[:3] for x in range(0, width, 2) for y in range(0, height, 2)}
        assert set(plot.COLOURS[:3]) <= colours


@pytest.mark.parametrize(
    ("points", "exponent", "words"),
    [
        ([(10, 5.0), (100, 5.0), (1_000, 5.0)], 0.0, "the same however many there are"),
        ([(10, 1.0), (1_000, 10.0)], 0.5, "less than in proportion"),
        ([(10, 1.0), (100, 10.0), (1_000, 100.0)], 1.0, "in proportion"),
        ([(10, 1.0), (100, 100.0)], 2.0, "more than in proportion"),
    ],
)
def test_an_exponent_in_words(points: list[tuple[int, float]], exponent: float, words: str) -> None:
    """The slope on paper with logarithmic axes."""
    curve = growth.Curve("a thing", "ms", points)
    assert curve.exponent == pytest.approx(exponent)
    assert curve.words == words


def test_rounds_take_turns() -> None:
    """Each work once a round, every other round backwards; how far they lie apart is told with the unit."""
    order: list[str] = []

    def work(name: str) -> float:
        order.append(name)
        return float(len(order))

    assert rounds.alternately([lambda: work("a"), lambda: work("b")], 3) == [[1.0, 4.0, 5.0], [2.0, 3.0, 6.0]]
    assert "".join(order) == "abbaab"
    assert rounds.spread([1.234, 9.0, 2.0], "ms") == "1.23–9.00 ms in 3"
    assert rounds.spread([120.0, 80.0], "µs") == "80–120 µs in 2"


@pytest.mark.slow
def test_soak() -> None:
    """A moment of faults, with every message accounted for and no thread left."""
    rows = soak.measure(quick=True)
    check(rows, 6)
    assert rows[0].met, rows[0]
    assert rows[4].met, rows[4]


def test_the_books_notice_what_is_lost_doubled_or_contradicted() -> None:
    """A message without an end, with two, or with another end than its handle says is astray."""
    books = soak.Books()
    messages = [Message(str(number)) for number in range(4)]
    for message in messages:
        books.enter(message)
        message.settle(MessageState.SAID)
    assert books.astray == 4
    for message in messages[:3]:
        books.close(pygame.event.Event(NPC_SAID, message=message))
    assert books.astray == 1
    books.close(pygame.event.Event(NPC_DROPPED, message=messages[3]))
    assert books.astray == 1
    books.close(pygame.event.Event(NPC_SAID, message=messages[0]))
    assert books.astray == 2
    assert books.ends == Counter(said=4, dropped=1)


def test_percentiles() -> None:
    """The time within which a share of the frames was done; of few frames, the slowest."""
    assert looping.percentile([3.0, 1.0, 2.0], 0.999) == 3.0
    assert looping.percentile([float(number) for number in range(1, 101)], 0.5) == 51.0


def test_the_table_goes_into_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between its markers and nowhere else; a second time replaces the first, and missed goals are counted."""
    page = tmp_path / "performance.md"
    page.write_text(f"# Before\n{front.BEGIN}\nold\n{front.END}\nAfter.\n", "utf-8")
    monkeypatch.setattr(front, "PAGE", page)
    monkeypatch.setattr(front, "apart", lambda name, quick: ROWS)
    monkeypatch.setattr(front, "machine", lambda load, seconds: f"{len(load)} looks at the machine.")
    for _ in range(2):
        assert front.main(["--docs"]) == len(front.NAMES)
    text = page.read_text("utf-8")
    rows = ROWS * len(front.NAMES)
    assert (
        text == f"# Before\n{front.BEGIN}\n\n2 looks at the machine.\n\n{report.table(rows)}\n\n{front.END}\nAfter.\n"
    )
    assert capsys.readouterr().out.count("Missed: what is lost. The line was cut.") == 2 * len(front.NAMES)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["framse", "--docs"], "no benchmark framse"), (["idle", "--docs"], "leave the names out")],
)
def test_a_slip_leaves_the_page_alone(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that is none, or a part of the table for the whole, is said before anything runs or is written."""
    monkeypatch.setattr(front, "PAGE", tmp_path / "performance.md")
    with pytest.raises(SystemExit):
        front.main(arguments)
    assert said in capsys.readouterr().err
    assert not (tmp_path / "performance.md").exists()


def test_a_page_without_a_place_for_the_table() -> None:
    """It is said, rather than written somewhere."""
    with pytest.raises(SystemExit, match="no <!-- benchmarks -->"):
        front.written("# Nothing", ROWS)


@pytest.mark.parametrize("name", front.NAMES)
def test_every_benchmark_can_be_asked_for_by_its_name(name: str) -> None:
    """One that cannot costs the minutes of all before it."""
    measure = importlib.import_module(f"benchmarks.{name}").measure
    inspect.signature(measure).bind(quick=True)


def test_what_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A benchmark that lacks a package costs a sentence and not the table."""

    def lacks(quick: bool) -> list[Row]:
        raise ModuleNotFoundError("No module named 'fastapi'", name="fastapi")

    monkeypatch.setattr(idle, "measure", lacks)
    assert running.measured("idle", quick=True) == []
    assert "fastapi is not installed" in capsys.readouterr().err


@pytest.mark.slow
def test_a_benchmark_has_a_process_of_its_own() -> None:
    """Its rows come back whole; what it does to memory and threads stays there."""
    assert [row.figure for row in running.apart("idle", quick=True)] == [row.figure for row in idle.measure(quick=True)]


def test_the_front_knows_every_benchmark() -> None:
    """What can measure is in the list."""
    folder = Path(front.__file__).parent
    can = {path.stem for path in folder.glob("*.py") if "def measure(" in path.read_text("utf-8")}
    assert can <= set(front.NAMES)
