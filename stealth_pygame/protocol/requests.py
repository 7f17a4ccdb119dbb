"""Functions that build the bodies of requests from the arguments of a game, which may have several forms.

Each function returns a body. It raises `ConfigurationError` or `ContextError` for a wrong argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias

from stealth_pygame import errors
from stealth_pygame.protocol.codec import write
from stealth_pygame.protocol.models import (
    ContextEntry,
    CreateRequest,
    FinishRequest,
    SendRequest,
    UpdateRequest,
    User,
)


class SheetLike(Protocol):
    """A character: anything with `to_wire`."""

    def to_wire(self) -> dict[str, Any]: ...


class UserShaped(Protocol):
    """A player: anything with a name and an id."""

    @property
    def name(self) -> str: ...
    @property
    def id(self) -> str: ...


CharacterLike: TypeAlias = "Mapping[str, Any] | SheetLike"
UserLike: TypeAlias = "UserShaped | tuple[str, str] | Mapping[str, str]"
ContextLike: TypeAlias = "Mapping[str, str] | Iterable[ContextEntry | tuple[str, str]]"


def create_request(
    character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
) -> CreateRequest:
    """Return the body of create."""
    return write(
        CreateRequest,
        character=_sheet(character),
        users=[_user(user) for user in users],
        persistenceToken=persistence_token,
    )


def send_request(secret: str, message: str, player_id: str, context: ContextLike = ()) -> SendRequest:
    """Return the body of send."""
    return write(SendRequest, secret=secret, message=message, playerId=player_id, context=_context(context))


def update_request(
    secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
) -> UpdateRequest:
    """Return the body of update. Without `users` the field is left out: Eliza replaces all users by a list."""
    # A backend refuses an update without any field, so an empty list is sent.
    if users is None and character is None:
        users = ()
    return write(
        UpdateRequest,
        secret=secret,
        users=None if users is None else [_user(user) for user in users],
        character=None if character is None else _sheet(character),
    )


def finish_request(secret: str) -> FinishRequest:
    """Return the body of finish."""
    return write(FinishRequest, secret=secret)


def _sheet(character: CharacterLike) -> dict[str, Any]:
    if isinstance(character, Mapping):
        return dict(character)
    if not hasattr(character, "to_wire"):
        raise errors.ConfigurationError(
            f"The character is {type(character).__name__}; give a dict, or load one with Character.load(path)."
        )
    return character.to_wire()


def _user(user: UserLike) -> User:
    if isinstance(user, User):
        return user
    if isinstance(user, Mapping):
        name, id_ = user.get("name"), user.get("id")
    elif isinstance(user, tuple):
        name, id_ = user
    else:
        name, id_ = user.name, user.id
    if not isinstance(name, str) or not isinstance(id_, str):
        raise errors.ConfigurationError("A user is a name and an id, both text, such as ('Ada', 'player-1').")
    return User(name=name, id=id_)


def _context(context: ContextLike) -> list[ContextEntry]:
    pairs = context.items() if isinstance(context, Mapping) else context
    return [pair if isinstance(pair, ContextEntry) else _entry(*pair) for pair in pairs]


def _entry(key: str, value: str) -> ContextEntry:
    if not isinstance(key, str) or not isinstance(value, str):
        raise errors.ContextError(
            f"The context value of {key!r} is {type(value).__name__}; the wire carries text: give str(value)."
        )
    return ContextEntry(key=key, value=value)
