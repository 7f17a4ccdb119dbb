"""The words of a reply while it is still on its way: cleaned on a worker, told to the game in their order."""

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
"""Characters of a reply that are told early: nobody reads faster than the rest of it comes."""


class Telling:
    """Hears, on a worker, the words of one try, and tells the game's thread all of them until now."""

    def __init__(self, workers: Executor, hear: Callable[[SoFar], None]) -> None:
        self._workers = workers
        self._hear = hear
        self._text = ""

    def __call__(self, words: str) -> None:
        """Take further words; none at all say that the model is still being loaded."""
        # Each time all of them: a letter and the accent that comes after it are one.
        if len(self._text) + len(words) <= MOST_TOLD and (words or not self._text):
            self._text += words
            self._workers.tell(self._hear, SoFar(self._text, safe_at_leisure(self._text)))


def send_job(
    services: Services, secret: str, outgoing: Outgoing, context: Heard, hear: Callable[[SoFar], None]
) -> Callable[[], Eventually[Reply]]:
    """Return the job that sends a message; `hear` is told its reply's words as they come, where they are offered."""
    client, text, user = services.client, outgoing.message.text, outgoing.user.id
    # An error keeps the frames of its job: held by them, the message would have to be collected.
    sender = weakref.ref(outgoing)
    telling = Telling(services.workers, hear)
    wanted = outgoing.streams and services.settings.stream

    def job() -> Eventually[Reply]:
        # Looked at here: a backend that is still starting has offered nothing yet.
        if wanted and offers_words(client):
            answer = client.stream(secret, text, user, context(), tell=telling)
        else:
            answer = client.send(secret, text, user, context())
        return follow(answer, partial(clean_for, sender))

    return job
