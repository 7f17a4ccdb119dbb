"""The benchmarks run, so that every figure can be measured again; what they measure is not judged here."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pygame
import pytest

from benchmarks import __main__ as front
from benchmarks import (
    backend,
    frames,
    idle,
    looping,
    model,
    report,
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


def test_idle() -> None:
    """Crowds are measured, each beside a loop that asks everybody."""
    check(idle.measure(quick=True), 3)


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
def test_words_are_seen_early() -> None:
    """The first and the last letter that a player sees are measured, and the frames of many answers at once."""
    check(words.measure(quick=True), 3)


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
    for _ in range(2):
        assert front.main(["--docs"]) == len(front.NAMES)
    text = page.read_text("utf-8")
    rows = ROWS * len(front.NAMES)
    assert text == f"# Before\n{front.BEGIN}\n\n{report.table(rows)}\n\n{front.END}\nAfter.\n"
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


def test_what_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A benchmark that lacks a package costs a sentence and not the table."""

    def lacks(quick: bool) -> list[Row]:
        raise ModuleNotFoundError("No module named 'fastapi'", name="fastapi")

    monkeypatch.setattr(idle, "measure", lacks)
    assert running.measured("idle", quick=True) == []
    assert "fastapi is not installed" in capsys.readouterr().err


def test_a_benchmark_has_a_process_of_its_own() -> None:
    """Its rows come back whole; what it does to memory and threads stays there."""
    assert [row.figure for row in running.apart("idle", quick=True)] == [row.figure for row in idle.measure(quick=True)]


def test_the_front_knows_every_benchmark() -> None:
    """What can measure is in the list."""
    folder = Path(front.__file__).parent
    can = {path.stem for path in folder.glob("*.py") if "def measure(" in path.read_text("utf-8")}
    assert can <= set(front.NAMES)
