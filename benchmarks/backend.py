"""The embedded backend with 200 conversations at once, compared with a plain FastAPI route on the same machine.

The load comes from one process with a small HTTP client, so that mainly the server is measured. On two cores the
client still takes some of the time, equally for both servers: compare ratios, not figures from other days.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.report import Row, show
from benchmarks.rounds import spread
from stealth_pygame.backend.local.backend import start_local
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, PORT_LINE
from stealth_pygame.characters.sheets import BasicCharacter
from stealth_pygame.client.client import StealthClient

KEY = "benchmark"
CONVERSATIONS = 200
ECHO = f"""
import uvicorn
from fastapi import FastAPI
from stealth_pygame.backend.http.serving import listen
from stealth_pygame.protocol import Reply, SendRequest
app = FastAPI()
@app.post("/api/send")
async def send(body: SendRequest) -> Reply:
    return Reply(content=body.message)
sock = listen("127.0.0.1", 0)
print("{PORT_LINE}%d" % sock.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)).run(sockets=[sock])
"""
QUESTIONS = ("What does a sword cost?", "Where is the mill?", "Good day!", "Who built the forge?")


@dataclass(frozen=True)
class Load:
    """The measurements of a server: answers per second, and the latencies of the answers in seconds, sorted."""

    per_second: float
    latencies: Sequence[float]

    @property
    def median(self) -> float:
        """The median of the latencies in seconds."""
        return statistics.median(self.latencies)

    @property
    def p95(self) -> float:
        """The 95th percentile of the latencies in seconds."""
        return self.latencies[int(len(self.latencies) * 0.95)]


@contextlib.contextmanager
def server(*command: str) -> Iterator[int]:
    """Start a server process that prints its port, and yield that port."""
    environment = {**os.environ, AUTH_VARIABLE: KEY}
    started = [sys.executable, *command]
    process = subprocess.Popen(started, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline().removeprefix(PORT_LINE))
        finally:
            process.kill()


async def _session(port: int, secret: str, rounds: int, latencies: list[float]) -> None:
    """Run one conversation over one connection; each message is sent when the last one is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(rounds):
        message = QUESTIONS[number % len(QUESTIONS)]
        body = json.dumps({"secret": secret, "message": message, "playerId": "ada", "context": []}).encode()
        head = (
            f"POST /api/send HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {KEY}\r\nContent-Type: application/json\r\n"
        )
        began = time.perf_counter()
        writer.write(head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in answer.lower().split(b"\r\n")[1:] if line)
        await reader.readexactly(int(fields[b"content-length"]))
        latencies.append(time.perf_counter() - began)
        assert answer.startswith(b"HTTP/1.1 200"), answer
    writer.close()


async def _all(port: int, secrets: Sequence[str], rounds: int) -> Load:
    latencies: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_session(port, secret, rounds, latencies) for secret in secrets))
    return Load(len(latencies) / (time.perf_counter() - began), sorted(latencies))


def _backend(port: int, conversations: int, rounds: int, characters: int) -> Load:
    """Run so many conversations at the same time, with so many different characters."""
    with StealthClient(f"http://127.0.0.1:{port}", KEY) as client:
        secrets = [
            client.create(_smith(number % characters), [("Ada", "ada")]).secret for number in range(conversations)
        ]
    return asyncio.run(_all(port, secrets, rounds))


def _smith(number: int) -> BasicCharacter:
    knowledge = [f"A sword costs {12 + number} gold.", "The mill is by the river."]
    return BasicCharacter(f"Bruna {number}", "The smith.", "Her father built the forge.", knowledge)


@dataclass(frozen=True)
class Crowd:
    """A load of many characters, and a goal: twice the answers per second of the published backend."""

    conversations: int
    on_disk: bool
    goal: int

    def measure(self, quick: bool) -> Load:
        """Start a backend and measure it under this load."""
        count, rounds = (self.conversations // 10, 3) if quick else (self.conversations, 10)
        with tempfile.TemporaryDirectory() as folder:
            database = str(Path(folder) / "talks.db") if self.on_disk else "sqlite://"
            with server("-m", "stealth_pygame.backend", "--port=0", f"--database={database}") as port:
                return _backend(port, count, rounds, count)


CROWDS = (Crowd(50, True, 180), Crowd(200, True, 180), Crowd(200, False, 376))
"""The published backend (basic framework, instant model) was measured at 41 to 90 answers a second with 50 characters
on disk, and at 188 with 200 in memory."""


def _start() -> tuple[float, float]:
    """Return the seconds from starting a local backend to its first answer, and its memory in MB after that."""
    began = time.perf_counter()
    with start_local() as backend:
        backend.client.check()
        seconds = time.perf_counter() - began
        reference = backend.client.create(_smith(0), [("Ada", "ada")])
        backend.client.send(reference.secret, QUESTIONS[0], "ada")
        return seconds, _megabytes(getattr(backend.run, "pid", 0))


def _megabytes(pid: int) -> float:
    """Return the resident memory of a process in MB, 0 if the system has no `/proc`."""
    with contextlib.suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def _bare_start() -> float:
    """Return the seconds from starting the process of a plain FastAPI route until its port is open."""
    began = time.perf_counter()
    with server("-c", ECHO):
        return time.perf_counter() - began


def measure(quick: bool) -> list[Row]:
    """Return the rows of the table. quick: a tenth of the conversations."""
    conversations, rounds = (CONVERSATIONS // 10, 3) if quick else (CONVERSATIONS, 10)
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "talks.db")
        command = ("-m", "stealth_pygame.backend", "--port=0", f"--database={database}")
        # Alternately, with both servers running, so that other load on the machine affects both.
        with server(*command) as port, server("-c", ECHO) as bare_port:
            turns = [
                (_backend(port, conversations, share, 1), asyncio.run(_all(bare_port, ["x"] * conversations, share)))
                for share in [max(1, rounds // 5)] * 5
            ]
    each = [mine.per_second for mine, _ in turns]
    ours, bare = (_together(loads) for loads in zip(*turns, strict=True))
    crowds = [(crowd, crowd.measure(quick)) for crowd in CROWDS]
    starts = [(_bare_start(), *_start()) for _ in range(1 if quick else 5)]
    return [
        *_rows(conversations, ours, bare, spread(each, "/s")),
        *_crowd_rows(crowds, bare, quick),
        *_start_rows(starts),
    ]


def _together(loads: Sequence[Load]) -> Load:
    """Return all rounds as one load: the median of the speeds, and all latencies."""
    latencies = sorted(itertools.chain(*(load.latencies for load in loads)))
    return Load(statistics.median(load.per_second for load in loads), latencies)


def _rows(conversations: int, ours: Load, bare: Load, apart: str) -> Iterator[Row]:
    speed = ours.per_second / bare.per_second
    yield Row(
        f"answers a second, {conversations} conversations at once, talks on disk",
        "at least 0.1 of a bare route",
        f"{bare.per_second:.0f}/s",
        f"{ours.per_second:.0f}/s",
        speed,
        speed >= 0.1,
        "An answer is two transactions on disk and a thought, in a thread; the bare route gives the words back.",
        apart,
    )
    for name, mine, theirs in (("median", ours.median, bare.median), ("95th percentile", ours.p95, bare.p95)):
        yield Row(
            f"latency of an answer, {name}, {conversations} at once",
            "under 2 s",
            f"{theirs * 1000:.0f} ms",
            f"{mine * 1000:.0f} ms",
            mine / theirs,
            mine < 2.0,
        )


def _crowd_rows(crowds: Sequence[tuple[Crowd, Load]], bare: Load, quick: bool) -> Iterator[Row]:
    for crowd, load in crowds:
        count = crowd.conversations // 10 if quick else crowd.conversations
        yield Row(
            f"answers a second, {count} different characters at once, {'on disk' if crowd.on_disk else 'in memory'}",
            f"at least {crowd.goal}/s",
            f"{bare.per_second:.0f}/s",
            f"{load.per_second:.0f}/s",
            load.per_second / bare.per_second,
            load.per_second >= crowd.goal,
            "Twice the published backend's on a quiet machine of this kind; beside it a bare route in the same run.",
        )


def _start_rows(starts: Sequence[tuple[float, float, float]]) -> Iterator[Row]:
    columns = list(zip(*starts, strict=True))
    bare, first, memory = map(statistics.median, columns)
    yield Row(
        "a local backend's first answer, from nothing",
        "under 0.5 s",
        f"{bare:.2f} s",
        f"{first:.2f} s",
        first / bare,
        first < 0.5,
        "Most of it is Python's imports: compare with a bare FastAPI route's start in the same run.",
        spread(columns[1], "s"),
    )
    yield Row("a local backend's memory, after a talk", "under 60 MB", "", f"{memory:.0f} MB", None, memory < 60)


def main() -> Any:
    """Print the table; return the number of goals that were missed."""
    return show(measure("--quick" in sys.argv))


if __name__ == "__main__":
    sys.exit(main())
