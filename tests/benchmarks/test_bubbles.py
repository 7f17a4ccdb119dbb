"""The figures about bubbles can be measured."""

from __future__ import annotations

import pygame
import pytest

from benchmarks import bubbles, peers, report, rounds


def test_the_benchmark_measures_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """A quick run has a row for each promise, with a baseline of its own, and prints as a table."""
    rows = bubbles.measure(quick=True)
    # Four more with pygame-ce, and four with pygame_gui, as in the matrix.
    assert len(rows) in (5, 9, 13)
    assert all(row.baseline and row.value for row in rows)
    missed = report.show(rows)
    table = capsys.readouterr().out
    assert missed == sum(not row.met for row in rows)
    # below the table stands a sentence for each goal that a busy machine missed
    assert table.count("\n|") == 1 + len(rows)


def test_bubbles_are_measured_beside_their_peers() -> None:
    """Where neither pygame-ce nor pygame_gui is installed there is no row; our own half runs everywhere."""
    assert len(peers.compared(quick=True)) in (0, 4, 8)
    pygame.init()
    ours = peers.Ours(pygame.display.set_mode((1280, 720))).contender()
    for work in (ours.new, ours.typing, ours.rest):
        assert rounds.micros(work, 1) > 0
    assert ours.many(2)
    pygame.quit()
