"""Turns at the upstream: a few at once for each player, some that wait, and no more."""

from __future__ import annotations

import asyncio

import pytest

from stealth_pygame.backend.proxy.turns import TooManyAtOnceError, Turns


def test_a_player_has_a_few_turns_at_once() -> None:
    """The next wait, those after them are refused at once, and another player is not touched."""

    async def play() -> None:
        turns, go_on, running = Turns(2, 3), asyncio.Event(), 0
        most = 0

        async def message(player: str) -> str:
            nonlocal running, most
            try:
                async with turns.turn(player):
                    running += 1
                    most = max(most, running)
                    await go_on.wait()
                    running -= 1
                    return "done"
            except TooManyAtOnceError:
                return "refused"

        tasks = [asyncio.ensure_future(message("ada")) for _ in range(8)]
        for _ in range(5):
            await asyncio.sleep(0)
        assert (most, len(turns)) == (2, 1)
        async with turns.turn("bob"):
            assert len(turns) == 2
        go_on.set()
        assert sorted(await asyncio.gather(*tasks)) == ["done"] * 5 + ["refused"] * 3
        assert (most, len(turns)) == (2, 0)

    asyncio.run(play())


def test_nobody_waits_for_ever() -> None:
    """A turn that does not come in time is refused, and the place in the queue is free again."""

    async def play() -> None:
        turns = Turns(1, 1, patience=0.01)
        async with turns.turn("ada"):
            with pytest.raises(TooManyAtOnceError):
                async with turns.turn("ada"):
                    raise AssertionError("it was not our turn")
        async with turns.turn("ada"):
            assert len(turns) == 1

    asyncio.run(play())
