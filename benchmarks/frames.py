"""A loop of 60 frames per second in which a hundred villagers talk, and the same loop without them.

The backend is slow and runs in another process. The loops take turns of a few seconds, so that other load on the
machine affects all of them; a percentile is over all frames of a loop. The drawing of bubbles is measured in
`bubbles.py`; here it is compared with a loop that draws the same dots and lines without a backend.
"""

from __future__ import annotations

import itertools
import queue
import statistics
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial

import pygame
import requests

from benchmarks.elsewhere import AUTH, character, elsewhere
from benchmarks.looping import Game, Nobody, Talk, Turn, cold, percentile, turn
from benchmarks.report import Row, show
from benchmarks.silent import Silent
from stealth_pygame import NPC, BubblePresenter, Dialogue, Message, Player, StealthClient

VILLAGERS = 100
DELAY = 0.4
EVERY = 2
"""Frames between two messages: 30 per second, the most that 16 workers can handle at this delay."""
MOST_MORE = 0.5
TEXT = "Good day! What does a sword cost?"
ANSWER = "You said: " + TEXT
ACROSS, DOWN = 320, 300
"""Pixels between two villagers: about nine of the hundred are on the screen."""
LEFT, TOP = 10 * ACROSS / 2 - 640, 10 * DOWN / 2 - 360


class Library:
    """The loop with the library: send, update, draw."""

    def __init__(self, dialogue: Dialogue, screen: pygame.Surface) -> None:
        self._dialogue = dialogue
        self._screen = screen
        self._turns = itertools.cycle(dialogue.npcs)
        self._last: dict[object, Message] = {}

    def frame(self, dt: float, number: int) -> None:
        """Talk to the next villager who is free, and do what every game does in each frame."""
        if number % EVERY == 0:
            self._speak()
        self._dialogue.update(dt)
        self._dialogue.draw(self._screen, lambda spot: (spot[0] - LEFT, spot[1] - TOP))

    def _speak(self) -> None:
        once_around = itertools.islice(self._turns, VILLAGERS)
        free = next((npc for npc in once_around if npc not in self._last or self._last[npc].done), None)
        if free is not None:
            self._last[free] = free.send(TEXT)

    def rest(self) -> None:
        """Wait for all answers."""
        while not all(message.done for message in self._last.values()):
            self._dialogue.update(pygame.time.wait(5) / 1000)
        # pygame 2.6 never frees the events that `clear` drops.
        pygame.event.get()

    def close(self) -> None:
        """Close the dialogue."""
        self._dialogue.close()


class Scripted(Library):
    """The same dots and lines at the same times, without a backend."""

    def __init__(self, dialogue: Dialogue, screen: pygame.Surface, delay: float) -> None:
        super().__init__(dialogue, screen)
        assert isinstance(dialogue.presenter, BubblePresenter)
        self._bubbles = dialogue.presenter.bubbles
        self._delay = delay
        self._now = 0.0
        self._dots: deque[tuple[float, NPC]] = deque()
        self._lines: deque[tuple[float, NPC]] = deque()

    def frame(self, dt: float, number: int) -> None:
        """Show the dots and lines that are due."""
        self._now += dt
        for npc in self._due(self._dots):
            self._bubbles.think(npc, anchor=partial(getattr, npc, "head"), name=npc.name)
        for npc in self._due(self._lines):
            npc.say(ANSWER)
        super().frame(dt, number)

    def _due(self, waiting: deque[tuple[float, NPC]]) -> Iterator[NPC]:
        while waiting and waiting[0][0] <= self._now:
            yield waiting.popleft()[1]

    def _speak(self) -> None:
        npc = next(self._turns)
        self._dots.append((self._now + self._dialogue.settings.thinking_after, npc))
        self._lines.append((self._now + self._delay, npc))


class Plain:
    """The simple ways: a request in the loop, or a thread for each request."""

    def __init__(self, url: str, secrets: Sequence[str], *, threads: bool) -> None:
        self._url = url + "/api/send"
        self._turns = itertools.cycle(secrets)
        self._threads: list[threading.Thread] | None = [] if threads else None
        self._answers: queue.SimpleQueue[object] = queue.SimpleQueue()

    def frame(self, dt: float, number: int) -> None:
        """Send to the next villager, and read the answers that have arrived."""
        if number % EVERY == 0:
            self._speak(next(self._turns))
        while not self._answers.empty():
            self._answers.get()

    def _speak(self, secret: str) -> None:
        if self._threads is None:
            self._post(secret)
            return
        thread = threading.Thread(target=self._post, args=(secret,))
        thread.start()
        self._threads.append(thread)

    def _post(self, secret: str) -> None:
        body = {"secret": secret, "message": TEXT, "playerId": "ada", "context": []}
        self._answers.put(requests.post(self._url, json=body, headers={"Authorization": AUTH}, timeout=30).json())

    def rest(self) -> None:
        """Wait for all threads."""
        for thread in self._threads or ():
            thread.join()
        if self._threads is not None:
            self._threads.clear()

    def close(self) -> None:
        """Do nothing: nothing is open."""


def village(client: StealthClient, *, seen: bool) -> Dialogue:
    """Return a hundred villagers on a square. seen: with bubbles, chat box and transcript."""
    picture = BubblePresenter(player_bubbles=False) if seen else Silent()
    dialogue = Dialogue(client=client, installation="bench", presenter=picture)
    dialogue.add_player(Player("Ada", position=(LEFT + 640, TOP + 360)))
    for number in range(VILLAGERS):
        dialogue.add_npc(character(number), position=(number % 10 * ACROSS, number // 10 * DOWN))
    return dialogue


def loops(url: str, client: StealthClient, screen: pygame.Surface, delay: float) -> dict[str, Talk]:
    """Return all loops by name, each with its own conversations; "again" is the same as "alone"."""

    def secrets() -> list[str]:
        return [client.create(character(number), [("Ada", "ada")]).secret for number in range(VILLAGERS)]

    return {
        "alone": Nobody(),
        "library": Library(village(client, seen=False), screen),
        "again": Nobody(),
        "scripted": Scripted(village(client, seen=True), screen, delay),
        "bubbles": Library(village(client, seen=True), screen),
        "thread": Plain(url, secrets(), threads=True),
        "blocking": Plain(url, secrets(), threads=False),
    }


def play(rounds: int, seconds: float, delay: float) -> tuple[dict[str, list[Turn]], str]:
    """Return the turns of each loop, without those that open conversations, and a sentence about the machine."""
    pygame.init()
    screen = pygame.display.set_mode((1280, 720))
    game = Game(screen)
    with elsewhere(delay) as backend, StealthClient(backend.url, AUTH) as client:
        sessions = loops(backend.url, client, screen, delay)
        turns: dict[str, list[Turn]] = {name: [] for name in sessions}
        for session in sessions.values():
            turn(game, session, min(2.0, seconds))
        for number in range(rounds):
            # In reverse in every second round, because the position in a round influences the result.
            for name in list(sessions)[:: -1 if number % 2 else 1]:
                if name not in ONCE or number == 0:
                    turns[name].append(turn(game, sessions[name], seconds * SHARES.get(name, 1.0)))
        for session in sessions.values():
            session.close()
        quiet = village(client, seen=False)
        first, again = cold(game, quiet, round(min(3.0, seconds) * 60))
        quiet.close()
    return turns, COLD.format(first=first, again=again)


COMPARED = {
    "library": ("alone", "100 villagers spoken to", "without villagers"),
    "bubbles": ("scripted", "the same, with bubbles", "the same bubbles, scripted"),
}
"""A loop with a backend, the loop to compare it with, and the names of both."""
ONCE = ("thread", "blocking")
"""Loops with one turn only, because the simple ways are much slower."""
SHARES = {"scripted": 0.6, "bubbles": 0.6, "thread": 0.3, "blocking": 0.3}
"""The part of a turn for each loop; loops whose rarest frames are compared get more."""
ROUNDS_MET = 0.8
"""The part of the rounds that must meet a goal, because other programs may disturb some rounds."""
ITSELF = "The loop without villagers, beside another without villagers, kept this goal in {kept} rounds of {rounds}."
SLOWEST = (
    "In its {count} slowest frames the part of the villagers took {ours:.2f} of {whole:.2f} ms "
    "(in the loop beside it {theirs:.2f} of {beside:.2f} ms), and {garbage} of them held a garbage collection; "
    "the rest is the game's own work, the same in every frame."
)
COLD = (
    "An update with nothing to do takes {first:.0f} us in its frame, and {again:.0f} us if it is done again at once: "
    "from frame to frame this machine's caches lose the program."
)
OBVIOUS = "That loop has one short turn: what else the machine does then falls on it, or on ours."
KINDS = {"wall": "a frame's work", "thread": "processor time of a frame"}


def of_turns(turns: Sequence[Turn], kind: str, share: float) -> float:
    """Return the percentile over all frames in milliseconds."""
    return percentile([took for turn in turns for took in getattr(turn, kind)], share)


def more(turns: dict[str, list[Turn]], name: str, kind: str, share: float, machine: str) -> Row:
    """Return the row for a loop with a backend compared with one without, at one percentile."""
    beside, what, base = COMPARED[name]
    without, ours = (of_turns(turns[loop], kind, share) for loop in (beside, name))
    mine, other = ([percentile(getattr(turn, kind), share) for turn in turns[loop]] for loop in (name, beside))
    each = [one - two for one, two in zip(mine, other, strict=True)]
    met = sum(difference <= MOST_MORE for difference in each)
    return Row(
        f"{KINDS[kind]}, {what}, {share * 100:g}th percentile",
        f"at most {MOST_MORE} ms more in 4 rounds of 5",
        f"{base}: {without:.2f} ms",
        f"{ours:.2f} ms (median {statistics.median(each):+.2f})",
        ours / without,
        met >= ROUNDS_MET * len(each),
        f"{itself(turns, kind, share)} {slowest(turns[name], turns[beside], kind, share)} {machine}".rstrip(),
        f"{min(each):+.2f} to {max(each):+.2f} ms, {met} of {len(each)} met",
    )


def itself(turns: dict[str, list[Turn]], kind: str, share: float) -> str:
    """Return how well the goal is met when the loop is compared with itself, to show the influence of the machine."""
    one, two = ([percentile(getattr(turn, kind), share) for turn in turns[loop]] for loop in ("alone", "again"))
    met = sum(other - first <= MOST_MORE for first, other in zip(one, two, strict=True))
    return ITSELF.format(kept=met, rounds=len(one))


def slowest(mine: Sequence[Turn], other: Sequence[Turn], kind: str, share: float) -> str:
    """Return the part of the slowest frames that is spent on villagers, for both loops."""
    means = []
    for turns in (mine, other):
        columns = [(getattr(turn, kind), getattr(turn, f"own_{kind}"), turn.collected) for turn in turns]
        frames = sorted(itertools.chain(*(zip(*each, strict=True) for each in columns)))
        worst = frames[min(len(frames) - 1, int(len(frames) * share)) :]
        whole, own, collected = zip(*worst, strict=True)
        means.append((len(worst), statistics.mean(own), statistics.mean(whole), sum(collected)))
    (count, ours, whole, garbage), (_, theirs, beside, _) = means
    return SLOWEST.format(count=count, ours=ours, whole=whole, theirs=theirs, beside=beside, garbage=garbage)


def rows(turns: dict[str, list[Turn]], machine: str) -> list[Row]:
    """Return the rows: the library compared with no backend, then with the two simple ways."""
    # The sentence about the machine stands in one row only, because it is about all rows.
    told = {("library", "thread", 0.99): machine}
    kinds = itertools.product(COMPARED, KINDS, (0.99, 0.999))
    rows = [more(turns, *each, told.get(each, "")) for each in kinds]
    ours = of_turns(turns["library"], "wall", 0.99)
    for name, what in (("thread", "a thread per message"), ("blocking", "requests.post in the loop")):
        theirs = of_turns(turns[name], "wall", 0.99)
        base = f"{what}: {theirs:.2f} ms"
        figure = f"a frame's work against {what}, 99th percentile"
        rows.append(Row(figure, "less", base, f"{ours:.2f} ms", ours / theirs, ours < theirs, OBVIOUS))
    return rows


def measure(quick: bool = False) -> list[Row]:
    """Return all rows. quick: run only for a moment."""
    return rows(*(play(1, 0.1, 0.02) if quick else play(5, 9.0, DELAY)))


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
