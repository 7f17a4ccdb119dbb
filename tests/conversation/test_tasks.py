"""Jobs as tasks of the game's own event loop, as in a web page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from stealth_pygame.client.recording.pause import Pause
from stealth_pygame.client.recording.recorder import Recorder
from stealth_pygame.client.recording.replay import ReplayClient
from stealth_pygame.conversation.executor import Outcome, outcome_of
from stealth_pygame.conversation.tasks import TaskExecutor
from stealth_pygame.debug.fault_injector import LATE, FaultInjector, InjectedFault
from stealth_pygame.errors import ClosedError, ConfigurationError, ConnectError, StealthError
from stealth_pygame.message import MessageState
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.scene import Scene
from stealth_pygame.settings import Settings
from stealth_pygame.world.player import Player
from tests.scripted import KeptPause, ScriptedClient, said
from tests.village import smith

T = TypeVar("T")


class AwaitedClient:
    """A client whose answers are awaited, as in a web page."""

    def __init__(self, client: ScriptedClient) -> None:
        self.client = client

    async def create(
        self, character: dict[str, object], users: list[User], token: str | None = None
    ) -> ConversationRef:
        await asyncio.sleep(0)
        return self.client.create(character, users, token)

    async def send(self, secret: str, message: str, player_id: str, context: tuple[ContextEntry, ...] = ()) -> Reply:
        await asyncio.sleep(0)
        return self.client.send(secret, message, player_id, context)

    async def update(self, secret: str, users: list[User] | None = None) -> None:
        await asyncio.sleep(0)
        self.client.update(secret, users)

    async def finish(self, secret: str) -> None:
        await asyncio.sleep(0)
        self.client.finish(secret)

    async def check(self) -> object:
        await asyncio.sleep(0)
        return self.client.check()


def run(work: Callable[[], Awaitable[T]]) -> T:
    async def main() -> T:
        return await work()

    return asyncio.run(main())


async def frames(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def test_a_job_may_be_awaited_or_not() -> None:
    """Values and awaitables arrive as outcomes, inside poll, in the order in which they ended."""
    heard: list[Outcome[object]] = []

    async def later() -> str:
        await frames(3)
        return "later"

    async def work() -> None:
        executor = TaskExecutor()
        executor.submit(later, heard.append)
        executor.submit(lambda: "at once", heard.append)
        for _ in range(10):
            await frames(1)
            executor.poll()
        assert executor.idle

    run(work)
    assert [outcome.value for outcome in heard] == ["at once", "later"]


def test_nothing_is_delivered_outside_poll() -> None:
    """A callback runs inside `update`, and nowhere else."""
    heard: list[Outcome[object]] = []

    async def work() -> None:
        executor = TaskExecutor()
        executor.submit(lambda: 1, heard.append)
        await frames()
        assert heard == []
        assert executor.poll(0) == 0
        assert executor.poll() == 1

    run(work)
    assert heard[0].value == 1


def test_one_job_begins_between_two_polls() -> None:
    """Each begins with work in the only thread, and a frame pays for one of them."""
    began: list[int] = []

    async def work() -> None:
        executor = TaskExecutor()
        for number in range(3):
            executor.submit(lambda number=number: began.append(number), lambda outcome: None)  # type: ignore[misc]
        for count in (1, 2, 3):
            await frames()
            assert began == list(range(count))
            executor.poll()

    run(work)


@pytest.mark.parametrize("awaited", [True, False])
def test_an_error_is_a_value(awaited: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Ours as it is, a fault of the program without its insides, which the log has."""
    heard: list[Outcome[object]] = []

    def raising(error: Exception) -> Callable[[], object]:
        async def later() -> object:
            raise error

        def at_once() -> object:
            raise error

        return later if awaited else at_once

    async def work() -> None:
        executor = TaskExecutor()
        for error in (ConnectError("nobody"), KeyError("inside")):
            executor.submit(raising(error), heard.append)
            await frames()
            executor.poll()

    run(work)
    assert isinstance(heard[0].error, ConnectError)
    assert type(heard[1].error) is StealthError
    assert "inside" not in str(heard[1].error)
    assert "KeyError" in caplog.text


def test_closing_cancels_and_tells() -> None:
    """What runs ends with `ClosedError`, what waits never begins, and what comes later hears the same."""
    heard: list[Outcome[object]] = []
    began: list[int] = []

    async def work() -> None:
        executor = TaskExecutor()
        executor.submit(asyncio.Event().wait, heard.append)
        executor.submit(lambda: began.append(1), heard.append)
        await frames()
        assert not executor.drain(9.0)
        assert not await executor.wait(0.01)
        assert not executor.close(1.0)
        await frames()
        assert executor.close(1.0)
        executor.submit(lambda: began.append(2), heard.append)
        executor.poll()

    run(work)
    assert [type(outcome.error) for outcome in heard] == [type(None), ClosedError, ClosedError]
    assert began == [1]


def test_without_a_loop_it_says_what_is_missing() -> None:
    """The usual slip: the game's loop is not a coroutine."""
    with pytest.raises(ConfigurationError, match="async def main"):
        TaskExecutor().submit(lambda: None, lambda outcome: None)


def test_a_thread_runs_an_awaitable_too() -> None:
    """So a client that is awaited serves with threads as well."""

    async def later() -> str:
        await asyncio.sleep(0)
        return "later"

    outcome: Outcome[str] = outcome_of(later)
    assert outcome.value == "later"


def test_a_village_talks_in_an_event_loop(tmp_path: object) -> None:
    """create, update, send and finish, awaited, with a recorder and ordered faults in between."""
    scripted = ScriptedClient()
    path = f"{tmp_path}/talk.jsonl"

    async def work() -> list[MessageState]:
        recorder = Recorder(AwaitedClient(scripted), path)  # type: ignore[arg-type]
        injector = FaultInjector(recorder)
        executor = TaskExecutor()
        scene = Scene(injector, Settings(), Installation("i"), workers=executor)
        scene.add_player(Player("Ada"))
        npc = scene.add_npc(smith(), position=(0, 0), persistent=True)
        injector.turn(InjectedFault.LOST)
        messages = []
        for text in ("one", "two"):
            message = npc.send(text)
            while not message.done:
                scene.update(0.05)
                await asyncio.sleep(0)
            messages.append(message)
        assert [kept.message for kept in injector.exchanges] == ["one", "two"]
        assert [kept.error is None for kept in injector.exchanges] == [False, True]
        scene.close(0.5, recorder.close)
        return [message.state for message in messages]

    assert run(work) == [MessageState.FAILED, MessageState.SAID]
    assert scripted.routes() == ["create", "update", "send"]
    played = ReplayClient(path)

    async def replay() -> str:
        secret = played.create({"name": "Bruno"}, [])
        reply = played.send(secret.secret, "two", "ada")
        return (reply if isinstance(reply, Reply) else await reply).content

    assert run(replay) == "You said: two"


def test_a_pause_in_an_event_loop_is_awaited_and_can_be_ended() -> None:
    """The game goes on meanwhile; on a thread the same pause blocks."""

    async def work() -> None:
        pause = Pause("over")
        waiting = pause.wait(60.0)
        assert isinstance(waiting, Awaitable)
        task = asyncio.ensure_future(waiting)
        await frames()
        assert not task.done()
        pause.end()
        with pytest.raises(ClosedError, match="over"):
            await task

    run(work)
    pause = Pause("over")
    assert pause.wait(0.0) is None
    pause.end()
    with pytest.raises(ClosedError, match="over"):
        pause.wait(60.0)


def test_a_late_answer_is_awaited_twice() -> None:
    """First the wait that was ordered, then the client's own answer."""
    scripted, pause = ScriptedClient(), KeptPause()
    injector = FaultInjector(AwaitedClient(scripted), pause=pause)  # type: ignore[arg-type]

    async def work() -> object:
        injector.turn(InjectedFault.LATE)
        answer = injector.send("s", "Hi", "ada")
        assert isinstance(answer, Awaitable)
        return await answer

    assert run(work) == said("You said: Hi")
    assert pause.seconds == [LATE]
    assert [kept.reply for kept in injector.exchanges] == [said("You said: Hi")]
