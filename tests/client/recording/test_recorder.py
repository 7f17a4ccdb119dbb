"""An evening is kept as lines of a file, and played again with no network at all."""

from __future__ import annotations

import json
import logging
import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.client.recording.pause import Pause
from stealth_pygame.client.recording.recorder import Recorder
from stealth_pygame.client.recording.replay import ReplayClient
from stealth_pygame.errors import BusyError, ClosedError, ConfigurationError
from stealth_pygame.protocol.models import Reply, User
from stealth_pygame.testing import FakeBackend, pump
from tests.live import threads_left
from tests.scripted import KeptPause, ScriptedClient, now, said
from tests.village import smith

KEY = "key-that-nobody-may-see"
BRUNO, MIRA = {"name": "Bruno"}, {"name": "Mira"}
ADA = [User(name="Ada", id="ada")]


class Clock:
    """Half a second between any two looks at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.jsonl"


@pytest.fixture
def client() -> ScriptedClient:
    return ScriptedClient()


@pytest.fixture
def recorder(client: ScriptedClient, path: Path) -> Iterator[Recorder]:
    made = Recorder(client, path, hide=[KEY], clock=Clock())
    yield made
    made.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def line(npc: str, message: str, content: str, **more: Any) -> str:
    return json.dumps({"npc": npc, "message": message, "reply": {"content": content, **more}})


def replay(path: Path, *written: str, pause: Pause | None = None) -> ReplayClient:
    path.write_text("\n".join(written) + "\n", "utf-8")
    return ReplayClient(path, pause=pause)


# --- recording


def test_what_is_said_is_written_at_once(client: ScriptedClient, recorder: Recorder, path: Path) -> None:
    """Who, what, the whole answer and the seconds, one line each, before anything is closed."""
    secret = now(recorder.create(BRUNO, ADA)).secret
    other = now(recorder.create(MIRA, ADA)).secret
    client.will("send", said("Here.", ("sell", {"price": "12"})), Reply(flagged=True), Reply(cancelled=True))
    assert now(recorder.send(secret, "A sword?", "ada")).content == "Here."
    recorder.send(other, "Damn", "ada")
    recorder.send(other, "Hm", "ada")
    recorder.update(secret, ADA)
    recorder.finish(secret)
    assert now(recorder.check()).reachable
    first, second, third = lines(path)
    assert first == {
        "npc": "Bruno",
        "message": "A sword?",
        "reply": {
            "flagged": False,
            "cancelled": False,
            "content": "Here.",
            "calls": [{"name": "sell", "message": "", "parameters": {"price": "12"}}],
        },
        "latency": 0.5,
    }
    assert (second["npc"], second["reply"]["flagged"]) == ("Mira", True)
    assert third["reply"]["cancelled"]
    assert client.routes() == ["create", "create", "send", "send", "send", "update", "finish", "check"]


def test_an_answer_that_came_in_words_is_written_as_its_whole(
    client: ScriptedClient, recorder: Recorder, path: Path
) -> None:
    """Its words pass through meanwhile."""
    secret = now(recorder.create(BRUNO, ADA)).secret
    heard: list[str] = []
    client.streams = True
    client.pieces.append(["Twelve", " gold."])
    client.will("send", said("Twelve gold."))
    recorder.stream(secret, "A sword?", "ada", tell=heard.append)
    assert heard == ["Twelve", " gold."]
    assert [line["reply"]["content"] for line in lines(path)] == ["Twelve gold."]


def test_no_secret_is_written(client: ScriptedClient, recorder: Recorder, path: Path) -> None:
    """Neither key nor conversation secret nor token, not even where somebody says it aloud."""
    secret = now(recorder.create(BRUNO, ADA, "inst:bruno:token")).secret
    told = f"{KEY} {secret} inst:bruno:token and me"
    client.will("send", said(told, ("tell", {"what": told})))
    recorder.send(secret, told, "inst:ada@bruno", [])
    text = path.read_text("utf-8")
    for hidden in (KEY, secret, "inst:bruno:token", "inst:ada@bruno"):
        assert hidden not in text
    assert lines(path)[0]["message"] == "*** *** *** and me"


def test_a_short_secret_spoils_no_line(path: Path, client: ScriptedClient) -> None:
    """A key of three letters is in every line anyway."""
    recorder = Recorder(client, path, hide=["npc", ""])
    recorder.send("unknown", "npc 1", "ada")
    recorder.close()
    assert lines(path)[0]["npc"] == "somebody"
    assert lines(path)[0]["message"] == "npc 1"


def test_what_failed_is_not_written(client: ScriptedClient, recorder: Recorder, path: Path) -> None:
    """A demo day has no use for an evening's troubles; the error goes where it would have gone."""
    secret = now(recorder.create(BRUNO, ADA)).secret
    client.will("send", BusyError("busy", route="/api/send", status=429))
    with pytest.raises(BusyError):
        recorder.send(secret, "Hi", "ada")
    assert lines(path) == []


@pytest.mark.slow
def test_whatever_a_model_writes_is_one_line(client: ScriptedClient, recorder: Recorder, path: Path) -> None:
    """Line breaks, NUL, half letters and a megabyte stay inside their line."""
    secret = now(recorder.create(BRUNO, ADA)).secret
    for text in ("a\nb\r\u2028c\x00", "\ud800 half", "x" * 1_000_000):
        client.will("send", said(text))
        recorder.send(secret, text, "ada")
    recorder.close()
    played = ReplayClient(path)
    again = now(played.create(BRUNO, ADA)).secret
    assert now(played.send(again, "a b c\x00", "ada")).content == "a\nb\r\u2028c\x00"
    assert "half" in now(played.send(again, "?", "ada")).content
    assert len(now(played.send(again, "?", "ada")).content) == 1_000_000


def test_eight_threads_write_whole_lines(client: ScriptedClient, recorder: Recorder, path: Path) -> None:
    """Villagers answer at the same time, and each answer is a line."""
    secret = now(recorder.create(BRUNO, ADA)).secret

    def talk() -> None:
        for _ in range(50):
            recorder.send(secret, "x" * 500, "ada")

    threads = [threading.Thread(target=talk) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(path)) == 400


def test_a_second_evening_is_added(client: ScriptedClient, path: Path) -> None:
    """Nothing is overwritten, and a line that a crash cut short spoils only itself."""
    path.write_text(line("Bruno", "Hi", "Hello.") + '\n{"npc": "Bru', "utf-8")
    recorder = Recorder(client, path)
    recorder.send(now(recorder.create(BRUNO, ADA)).secret, "Again", "ada")
    recorder.close()
    written = path.read_text("utf-8").splitlines()
    assert len(written) == 3
    assert json.loads(written[2])["message"] == "Again"


class FullDisk:
    """A file on a disk with no room."""

    def write(self, text: str) -> None:
        raise OSError(28, "No space left on device")

    def close(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_costs_the_recording_only(
    recorder: Recorder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said once, and the villagers go on talking."""
    monkeypatch.setattr(recorder, "_file", FullDisk())
    secret = now(recorder.create(BRUNO, ADA)).secret
    for _ in range(3):
        assert now(recorder.send(secret, "Hi", "ada")).content == "You said: Hi"
    assert caplog.text.count("No space left") == 1
    assert "the game goes on" in caplog.text
    recorder.close()
    assert "may lack its end" in caplog.text


def test_after_the_end_nothing_is_written(recorder: Recorder, path: Path) -> None:
    """An answer that comes late is answered, and closing twice is once."""
    secret = now(recorder.create(BRUNO, ADA)).secret
    recorder.close()
    recorder.close()
    assert now(recorder.send(secret, "Hi", "ada")).content
    assert lines(path) == []


def test_a_file_that_cannot_be_is_said_at_once(client: ScriptedClient, tmp_path: Path) -> None:
    """Not in the middle of the evening."""
    with pytest.raises(ConfigurationError, match=r"nowhere.*cannot be written"):
        Recorder(client, tmp_path / "nowhere" / "talk.jsonl")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        Recorder(client, tmp_path)


# --- playing it again


def test_the_same_words_get_the_same_answers(path: Path) -> None:
    """By villager, in order, also where the same was asked twice; when all was played, it begins again."""
    played = replay(
        path,
        line("Bruno", "Hi", "First."),
        line("Mira", "Hi", "I am Mira."),
        line("Bruno", "Hi", "Second.", calls=[{"name": "wave"}]),
    )
    bruno, mira = (now(played.create(who, ADA)).secret for who in (BRUNO, MIRA))
    heard = [now(played.send(who, "Hi", "ada")) for who in (bruno, mira, bruno, bruno)]
    assert [reply.content for reply in heard] == ["First.", "I am Mira.", "Second.", "First."]
    assert heard[2].calls[0].name == "wave"
    assert now(played.check()).reachable
    played.update(bruno, ADA)
    played.finish(bruno)


def test_other_words_get_the_nearest_answer(path: Path) -> None:
    """Whoever words it differently hears what fits; whoever says something else altogether, the next line in order."""
    played = replay(
        path,
        line("Bruno", "Good evening!", "Evening."),
        line("Bruno", "How much is a sword?", "Twelve gold."),
        line("Bruno", "Where is the mill?", "Down the river."),
    )
    secret = now(played.create(BRUNO, ADA)).secret
    asked = ["what does a SWORD cost? how much", "where's the  mill", "xyzzy 123", "Good evening"]
    heard = [now(played.send(secret, message, "ada")).content for message in asked]
    assert heard == ["Twelve gold.", "Down the river.", "Evening.", "Evening."]


def test_somebody_who_never_spoke_gives_no_answer(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """He says so in character, and the log, once, who is in the recording."""
    played = replay(path, line("Bruno", "Hi", "Hello."))
    secret = now(played.create(MIRA, ADA)).secret
    assert now(played.send(secret, "Hi", "ada")).cancelled
    assert now(played.send("never made", "Hi", "ada")).cancelled
    assert now(played.send(secret, "Hi", "ada")).cancelled
    assert caplog.text.count("'Mira' has no line") == 1
    assert "those who have are: Bruno" in caplog.text


def test_damaged_lines_are_named(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each with its number; the others play."""
    good = line("Bruno", "Hi", "Hello.")
    broken = ["{", '{"npc": "Bruno"}', "\udcff\x00", line("Bruno", "x", "y")[:-1] + ', "latency": -1}']
    path.write_bytes("\n".join([good, *broken[:2], "", *broken[2:]]).encode("utf-8", "surrogateescape"))
    played = ReplayClient(path)
    numbers = [record.args[1] for record in caplog.records if record.levelno == logging.WARNING]  # type: ignore[index]
    assert numbers == [2, 3, 5, 6]
    assert "message Field required" in caplog.text
    assert now(played.send(played.create(BRUNO, ADA).secret, "?", "ada")).content == "Hello."


@pytest.mark.parametrize("content", [None, "", "\n\n", "junk"])
def test_nothing_to_play_is_an_error(path: Path, content: str | None) -> None:
    """A missing or empty file is said at once, with the way to make one."""
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=r"cannot be read: No such file|record="):
        stealth.Dialogue.replay(path)


def test_answers_take_as_long_as_then_and_no_longer_than_bearable(path: Path) -> None:
    """The recorded seconds, three at most; closing lets nobody wait."""
    pause = KeptPause()
    played = replay(path, line("Bruno", "a", "b")[:-1] + ', "latency": 0.7}', '{"npc": "Bruno", "message": "slow", '
                    '"reply": {}, "latency": 28.0}', pause=pause)  # fmt: skip
    secret = now(played.create(BRUNO, ADA)).secret
    played.send(secret, "a", "ada")
    played.send(secret, "slow", "ada")
    assert pause.seconds == [0.7, 3.0]
    played.close()
    with pytest.raises(ClosedError):
        played.send(secret, "a", "ada")


def test_nearest_of_a_long_evening_is_found_quickly(path: Path) -> None:
    """A thousand long lines are compared by their beginnings."""
    played = replay(path, *(line("Bruno", f"{number} " + "word " * 800, str(number)) for number in range(1000)))
    secret = now(played.create(BRUNO, ADA)).secret
    assert now(played.send(secret, "777 " + "word " * 700, "ada")).content == "777"


# --- in a game


def evening(dialogue: stealth.Dialogue, *messages: str) -> list[str]:
    """What a villager answers in a game."""
    dialogue.add_player(stealth.Player("Ada", position=(0, 0)))
    npc = dialogue.add_npc(smith(), position=(5000, 0), persistent=True)
    heard = []
    for text in messages:
        message = npc.send(text)
        pump(dialogue, lambda message=message: message.done, 10.0, 0.02)  # type: ignore[misc]
        heard.append(message.reply.content if message.reply else message.state.value)
    return heard


def test_an_evening_is_played_again_without_a_network(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded against a backend is said again when there is none, and no file or log has a secret."""
    with FakeBackend("measured", auth=KEY) as backend:
        with stealth.Dialogue(backend.url, KEY, installation="inst1234", record=path) as dialogue:
            heard = evening(dialogue, "Hi", "A sword, please")
        secrets = [request.body["secret"] for request in backend.requests if "secret" in request.body]
    text = path.read_text("utf-8")
    assert secrets
    assert not any(hidden in text for hidden in (KEY, "inst1234", *secrets))

    def no_network(*args: Any) -> None:
        raise AssertionError("a recording asked the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    with stealth.Dialogue.replay(path, installation="inst") as dialogue:
        assert evening(dialogue, "Hi", "a sword please!") == heard
        assert dialogue.online
    assert threads_left() == []


def test_closing_a_slow_recording_is_quick(path: Path) -> None:
    """What would still be thought over is dropped."""
    path.write_text('{"npc": "Bruno", "message": "Hi", "reply": {"content": "Hm."}, "latency": 3}\n', "utf-8")
    dialogue = stealth.Dialogue.replay(path, installation="inst", settings=stealth.Settings(close_timeout=0.4))
    dialogue.add_player(stealth.Player("Ada"))
    message = dialogue.add_npc(smith(), position=(0, 0)).send("Hi")
    pump(dialogue, lambda: message.state is stealth.MessageState.SENDING, 10.0, 0.02)
    dialogue.close()
    assert message.reason == "closed"
    assert threads_left() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_recording_is_for_its_owner_alone(tmp_path: Path) -> None:
    """It holds what players say."""
    Recorder(ScriptedClient(), tmp_path / "talk.jsonl").close()
    assert stat.S_IMODE((tmp_path / "talk.jsonl").stat().st_mode) == 0o600
