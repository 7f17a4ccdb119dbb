"""Clients in front of others: what passes through them, and what they have to see."""

from __future__ import annotations

from collections.abc import Sequence

from stealth_pygame.client.backend_api import ClientWrapper, Eventually, offers_words
from stealth_pygame.protocol.models import ContextEntry, Reply
from tests.scripted import ScriptedClient, said


class Shouting(ClientWrapper):
    """A wrapper of a game, which changes only `send`."""

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        return super().send(secret, message.upper(), player_id, context)


def test_words_pass_through_a_wrapper() -> None:
    """As they come, where the backend offers them."""
    client, heard = ScriptedClient(), list[str]()
    wrapper = ClientWrapper(client)
    assert (offers_words(client), offers_words(wrapper), wrapper.streams) == (False, False, False)
    client.streams = True
    client.pieces.append(["Hel", "lo."])
    assert offers_words(wrapper)
    assert wrapper.stream("s", "Hi", "ada", tell=heard.append) == said("You said: Hi")
    assert heard == ["Hel", "lo."]


def test_a_wrapper_that_changes_messages_sees_all_of_them() -> None:
    """It was written before words could come early, and offers none."""
    client, heard = ScriptedClient(), list[str]()
    client.streams = True
    wrapper = Shouting(client)
    assert not offers_words(wrapper)
    assert wrapper.stream("s", "Hi", "ada", tell=heard.append) == said("You said: HI")
    assert heard == []
