"""The words of an unfinished reply: cleaned on a worker, told to the game in their order."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from typing import Final

from stealth_pygame.client.backend_api import Eventually, follow, offers_words
from stealth_pygame.conversation.executor import Executor
from stealth_pygame.conversation.outgoing import Heard, Outgoing, Services, SoFar, clean_for
from stealth_pygame.protocol.models import Reply
from stealth_pygame.text import safe_at_leisure

MOST_TOLD: Final = 4_000
"""The most characters of a reply that are told before its end: a player needs longer to read them than it takes."""


class Telling:
    """A function that takes the words of a reply on a worker, and tells the game's thread all words so far."""

    def __init__(self, workers: Executor, hear: Callable[[SoFar], None]) -> None:
        self._workers = workers
        self._hear = hear
        self._text = ""

    def __call__(self, words: str) -> None:
        """Take further words; "" before the first ones means that the model is still being loaded."""
        # All words are cleaned each time, because an accent may come later than its letter.
        if len(self._text) + len(words) <= MOST_TOLD and (words or not self._text):
            self._text += words
            self._workers.tell(self._hear, SoFar(self._text, safe_at_leisure(self._text)))


def send_job(
    services: Services, secret: str, outgoing: Outgoing, context: Heard, hear: Callable[[SoFar], None]
) -> Callable[[], Eventually[Reply]]:
    """Return the job that sends a message; `hear` gets the words of the unfinished reply, if the backend streams."""
    client, text, user = services.client, outgoing.message.text, outgoing.user.id
    # A weak reference: an exception holds the frames of its job, which would keep the message in a reference cycle.
    sender = weakref.ref(outgoing)
    telling = Telling(services.workers, hear)
    wanted = outgoing.streams and services.settings.stream

    def job() -> Eventually[Reply]:
        # Asked inside the job, because a backend that is still starting has not told yet what it offers.
        if wanted and offers_words(client):
            answer = client.stream(secret, text, user, context(), tell=telling)
        else:
            answer = client.send(secret, text, user, context())
        return follow(answer, partial(clean_for, sender))

    return job
