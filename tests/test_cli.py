"""The command line: what each command says, and its exit code."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from stealth_pygame import cli
from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.errors import MissingExtraError, pip_command
from stealth_pygame.protocol.models import WireCall
from stealth_pygame.testing import FakeProvider, call_answer, text_answer
from tests.backend.parts import KEY, Script, running

SHEET = 'name = "Bruna"\nbio = "The smith of the village."\nknowledge = ["A sword costs 12 gold."]\n'
Types = Callable[..., None]


@pytest.fixture
def smith(tmp_path: Path) -> Path:
    path = tmp_path / "smith.toml"
    path.write_text(SHEET)
    return path


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """Somebody at the keyboard."""
    return lambda *lines: monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.slow
def test_chat_needs_nothing_but_a_file(smith: Path, types: Types, capsys: pytest.CaptureFixture[str]) -> None:
    """The embedded backend answers, and goes when the talk ends."""
    types("What does a sword cost?", "")
    assert cli.main(["chat", str(smith), "--seed", "1"]) == 0
    told = capsys.readouterr().out
    assert "Bruna listens." in told
    assert "12" in told


def test_chat_shows_calls_and_silence(smith: Path, types: Types, capsys: pytest.CaptureFixture[str]) -> None:
    """What a game would get to see; the end of input ends the talk."""
    answers = iter(
        [
            Answer(
                "Here.", (WireCall(name="sell", parameters={"item": "sword"}), WireCall(name="wave", message="waves"))
            ),
            Answer(calls=(WireCall(name="nod"),)),
            Answer(flagged=True),
        ]
    )
    brain = Script(lambda question: next(answers))
    types("A sword!", "Thanks", "Damn!")
    with running(brain) as backend:
        assert cli.main(["chat", str(smith), "--url", backend.url, "--auth", KEY, "--context", "gold=12=13"]) == 0
    told = capsys.readouterr().out
    assert "Bruna: Here.\n  -> sell(item='sword')\n  -> wave(): waves\n" in told
    assert "Bruna: \n" not in told
    assert "(Bruna gives no answer: flagged)" in told
    assert brain.asked[0].context == {"gold": "12=13"}


def test_chat_tells_a_slip_in_one_sentence(smith: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option is a 2, a broken file or backend a 1, and nothing is a stack trace."""
    assert cli.main(["chat", str(smith), "--context", "gold"]) == 2
    assert cli.main(["chat", str(smith.parent / "nobody.toml")]) == 1
    assert cli.main(["chat", str(smith), "--url", "http://127.0.0.1:1", "--auth", KEY]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert "write KEY=VALUE" in told[0]
    assert "nobody.toml" in told[1]


def test_a_missing_extra_is_told(
    smith: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, with the command that brings it."""

    def missing(**wishes: object) -> None:
        raise MissingExtraError('The embedded backend needs fastapi: pip install "stealth-pygame[backend]"')

    monkeypatch.setattr(cli, "start_local", missing)
    assert cli.main(["chat", str(smith)]) == 2
    assert "pip install" in capsys.readouterr().err


def test_ctrl_c_is_a_way_to_end(smith: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No stack trace for a goodbye."""

    def interrupted(asked: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_check", interrupted)
    assert cli.main(["check", str(smith)]) == 0


def test_check_names_file_field_and_reason(smith: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Good ones are listed, broken ones told, and the exit code is 1."""
    assert cli.main(["check", str(smith)]) == 0
    assert "Bruna, BasicCharacter, 0 functions" in capsys.readouterr().out
    broken = smith.with_name("broken.toml")
    broken.write_text('name = "B"\nbio = 5\n')
    assert cli.main(["check", str(smith.parent)]) == 1
    told = capsys.readouterr()
    assert "Bruna" in told.out
    assert str(broken) in told.err
    assert "bio" in told.err


def test_check_does_not_call_an_empty_folder_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing checked is not all well."""
    assert cli.main(["check", str(tmp_path)]) == 1
    assert "no .toml and no .json file" in capsys.readouterr().err


def test_doctor_finds_a_healthy_backend_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    """With the times of a round trip and of an answer; what it opened, it finished."""
    with running() as backend:
        assert cli.main(["doctor", "--url", backend.url, "--auth", KEY]) == 0
    assert "is a Stealth backend and works" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "auth", "told"), [("", "wrong", "refuses the API key"), ("/games", KEY, "wrong path")]
)
def test_doctor_knows_a_wrong_key_and_a_wrong_path(
    path: str, auth: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence each."""
    with running() as backend:
        assert cli.main(["doctor", "--url", backend.url + path, "--auth", auth]) == 1
    assert told in capsys.readouterr().out


def test_doctor_knows_what_is_not_there_and_what_is_something_else(
    httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing, and a web page."""
    assert cli.main(["doctor", "--url", "http://127.0.0.1:1", "--auth", KEY]) == 1
    httpserver.expect_request("/api/update").respond_with_data("<html>hotel wifi</html>", content_type="text/html")
    assert cli.main(["doctor", "--url", httpserver.url_for(""), "--auth", KEY]) == 1
    nothing, page = capsys.readouterr().out.splitlines()
    assert "127.0.0.1:1" in nothing
    assert "web page" in page


def _fails(question: Question) -> Answer:
    raise BrainError("no credit")


@pytest.mark.parametrize(
    ("brain", "told"),
    [(Script(_fails), "no credit"), (Script(lambda question: Answer(flagged=True)), "greeting is flagged")],
)
def test_doctor_knows_a_backend_without_a_voice(brain: Script, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The provider's failure is not the game's."""
    with running(brain) as backend:
        assert cli.main(["doctor", "--url", backend.url, "--auth", KEY]) == 1
    assert told in capsys.readouterr().out


def test_doctor_knows_a_slow_backend(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Slow is a finding."""
    monkeypatch.setattr(cli, "SLOW", 0.0)
    with running() as backend:
        assert cli.main(["doctor", "--url", backend.url, "--auth", KEY]) == 1
    assert re.search(r"is slow: an answer took \d+\.\d s", capsys.readouterr().out)


def test_plain_http_to_another_machine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The key is not sent in clear text, unless asked for."""
    assert cli.main(["doctor", "--url", "http://192.0.2.1", "--auth", KEY]) == 2
    assert KEY not in capsys.readouterr().err


def test_backend_takes_the_options_of_the_module(capsys: pytest.CaptureFixture[str]) -> None:
    """`stealth-pygame backend` is `python -m stealth_pygame.backend`."""
    assert cli.main(["backend", "--auth", KEY, "--port", "0", "--database", "nonsense://"]) == 2
    assert "not a database URL" in capsys.readouterr().err


def test_it_runs_without_pygame_and_without_extras() -> None:
    """Neither the engine nor the backend's libraries are needed to check a file."""
    block = "import sys; sys.modules.update(dict.fromkeys(['pygame', 'fastapi', 'uvicorn', 'sqlalchemy']))\n"
    code = block + "from stealth_pygame import cli; sys.exit(cli.main(['backend']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert pip_command("backend") in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_narrow_console_prints_every_name(tmp_path: Path, encoding: str) -> None:
    """Output that is piped on Windows has a code page; what it lacks is escaped, and nothing ends in a traceback."""
    sheet = tmp_path / "aoi.toml"
    sheet.write_text('name = "葵"\nbio = "A smith."\n', "utf-8")
    command = [sys.executable, "-m", "stealth_pygame.cli", "check", str(sheet)]
    narrow = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ended = subprocess.run(command, capture_output=True, env=narrow, check=True)
    assert b"\\u8475" in ended.stdout


def test_doctor_looks_at_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each thing that matters; a model that is not in the list, or makes no call, shows."""
    with FakeProvider() as provider:
        provider.pages["/v1/models"] = {"data": [{"id": "small", "max_model_len": 4096}, {"id": "large"}]}
        provider.answer = call_answer(("open_gate", {"side": "north"}), text="At once.")
        assert cli.main(["doctor", "--model", "vllm:small", "--model-url", provider.url]) == 0
        table = capsys.readouterr().out
        for words in (
            "the model is there",
            "tokens a second",
            "a call        made",
            "4096 tokens",
            "tools         yes",
        ):
            assert words in table
        provider.refuses.add("tools")
        provider.answer = text_answer("")
        assert cli.main(["doctor", "--model", "vllm:tiny", "--model-url", provider.url]) == 1
        table = capsys.readouterr().out
        for words in ("not among: large, small", "described in the prompt", "BAD  a call"):
            assert words in table


def test_doctor_knows_a_model_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """And needs something to look at."""
    assert cli.main(["doctor", "--model", "ollama:x", "--model-url", "http://127.0.0.1:1"]) == 1
    assert "nothing listens there" in capsys.readouterr().out
    assert cli.main(["doctor"]) == 2
    assert "--model NAME" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "cure"),
    [
        (["--url", "http://10.0.0.9:3000", "--auth", KEY], "add --insecure"),
        (["--url", "http://127.0.0.1:1", "--auth", ""], "--auth KEY, or the variable STEALTH_AUTH"),
    ],
)
def test_a_cure_is_one_of_the_command_line(
    options: list[str], cure: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Arguments of a Python call are no help to somebody in a terminal."""
    monkeypatch.delenv("STEALTH_AUTH", raising=False)
    assert cli.main(["doctor", *options]) == 2
    told = capsys.readouterr().err
    assert cure in told
    assert "allow_insecure" not in told


@pytest.mark.parametrize("command", [[], ["new"], ["web"], ["backend"], ["chat"], ["check"], ["doctor"]])
def test_every_help_names_the_program_that_was_called(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What stands behind `usage:` can be typed as it is."""
    with pytest.raises(SystemExit):
        cli.main([*command, "--help"])
    assert capsys.readouterr().out.startswith(" ".join(["usage: stealth-pygame", *command]))
