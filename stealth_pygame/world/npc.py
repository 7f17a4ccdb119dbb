"""A character standing in the world: where he is, who hears him, what he can do.

Several NPCs may share one character; what is bound here changes this NPC alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar, overload

from stealth_pygame.actions.action import Action, bind, declare
from stealth_pygame.actions.call import Call
from stealth_pygame.characters.sheets import Character, FunctionSpec
from stealth_pygame.context.entries import check
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.message import Message
from stealth_pygame.settings import Settings
from stealth_pygame.validation import check_flag, is_number, known_options, quotes_hint
from stealth_pygame.world.memory import Memory, TranscriptLine
from stealth_pygame.world.placed import Placed, Point, Position
from stealth_pygame.world.player import Player, checked_player, slug

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class Host(Protocol):
    """What an NPC needs of the scene he stands in."""

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Take a player's message to him."""

    def say(self, npc: NPC, text: str) -> None:
        """Let him say a scripted line."""

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Let him speak first, about something that happened."""

    def busy(self, npc: NPC) -> bool:
        """Whether a message to him is on its way."""

    def forget(self, npc: NPC) -> None:
        """End his conversations, so that the next one begins anew."""


@known_options("add_npc", after=3)
class NPC(Placed):
    """An NPC in a scene, made by `Dialogue.add_npc`.

    position: (x, y) in world pixels, a `Rect`, a sprite (anything with `.rect`), or a callable giving one of these;
    interest_radius: pixels within which a player can talk to them;
    bubble_offset: pixels from the point, or from the middle of the rectangle's top, to the head; or the fraction of the
    rectangle's height that is empty above the head, such as 0.25;
    shared: one conversation for all players; persistent: the backend keeps their memory between runs;
    greets: they speak first, once per visit; context: the game's knowledge of them, a value or a callable (see
    `context`); suggestions: replies that the chat box offers, for gamepads and shy players.
    """

    def __init__(
        self,
        character: Character,
        stage: Host,
        settings: Settings,
        *,
        id: str | None = None,
        position: Position | None = None,
        interest_radius: float = 120.0,
        shared: bool = False,
        persistent: bool = False,
        greets: bool = False,
        context: object = None,
        bubble_offset: Point | float | None = None,
        suggestions: Iterable[str] = (),
    ) -> None:
        if position is None:
            raise ConfigurationError(
                f"{character.name} has no position; give (x, y) in pixels, a sprite, or a callable."
            )
        self._label = character.name
        for name, flag in (("shared", shared), ("persistent", persistent), ("greets", greets)):
            check_flag(flag, f"{name} of {self._label}")
        self.id = id or slug(character.name)
        self.position = position
        self.interest_radius = interest_radius
        self.shared = shared
        self.persistent = persistent
        self.greets = greets
        self.bubble_offset = bubble_offset
        self.suggestions = _several(suggestions, self._label)
        self.memory = Memory(settings.max_transcript, settings.max_notices)
        self._stage = stage
        self._sheet = self._character = character
        self._actions: dict[str, Action] = {}
        self._learnt = 0
        self.context = context

    def __repr__(self) -> str:
        return f"<NPC {self.name!r} id={self.id!r}>"

    @property
    def interest_radius(self) -> float:
        """Pixels within which a player can talk to him; may be set at any time."""
        return self._interest_radius

    @interest_radius.setter
    def interest_radius(self, pixels: float) -> None:
        if not is_number(pixels) or pixels < 0:
            hint = quotes_hint(pixels, "a number")
            raise ConfigurationError(
                f"The interest_radius of {self._label} is {pixels!r}; give pixels, a number from 0 up.{hint}"
            )
        self._interest_radius = pixels

    @property
    def name(self) -> str:
        """As the players see it."""
        return self._character.name

    @property
    def character(self) -> Character:
        """Who he is, with the actions that were bound to this NPC."""
        self._learn()
        return self._character

    @property
    def actions(self) -> Mapping[str, Action]:
        """The game functions that he may call, by name."""
        self._learn()
        return self._actions

    def _learn(self) -> None:
        """Take what was bound to his sheet since it was last looked at."""
        for action in self._sheet.actions[self._learnt :]:
            self._learnt += 1
            if isinstance(action, Action) and action.name not in self._actions:
                self._take(action)

    @property
    def transcript(self) -> list[TranscriptLine]:
        """What was shown, oldest first; the list is a copy."""
        return list(self.memory.transcript)

    @property
    def busy(self) -> bool:
        """Whether a message to him is on its way."""
        return self._stage.busy(self)

    def send(self, text: str, player: Player | None = None, context: object = None) -> Message:
        """Say something to him; never waits. Without `player`, the one at the keyboard speaks.

        context: what the game wants to add for this message alone, a value or a callable.
        Raises `ConfigurationError` where nobody could be speaking, `ContextError` for a reserved key. After `close` the
        message is DROPPED, with the reason "closed".
        """
        check(context, f"the context of a message to {self.name}")
        return self._stage.send(self, text, player, context)

    def say(self, text: str) -> None:
        """Show a scripted line in his bubble; nothing goes to the backend."""
        self._stage.say(self, _text(text, "say"))

    def notify(self, text: str, respond: bool = False, player: Player | None = None) -> Message | None:
        """Tell him what happened: he hears it with the next message, of one player or of all (None).

        respond: he speaks about it at once, to `player` or to the one at the keyboard; then the message is returned.
        """
        if player is not None:
            checked_player(player, "notify")
        self.memory.notice(_text(text, "notify"), player.id if player else None)
        return self._stage.respond(self, text, player) if respond else None

    def reset_memory(self) -> None:
        """Let him forget everybody: transcript, notices, and the conversations on the backend."""
        self.memory.forget()
        self._stage.forget(self)

    @overload
    def action(self, function: FunctionT) -> FunctionT: ...
    @overload
    def action(
        self,
        function: None = None,
        *,
        name: str | None = None,
        description: str | None = None,
        similes: Iterable[str] = (),
        examples: Iterable[Any] = (),
        after_line: bool = False,
        timeout: float | None = None,
    ) -> Callable[[FunctionT], FunctionT]: ...
    def action(self, function: FunctionT | None = None, **options: Any) -> Any:
        """Declare a game function that he may call: `@npc.action`, or `@npc.action(after_line=True)`.

        Name, types, defaults and docstring become the declaration. Parameters annotated `Player`, `NPC` or `Call` are
        handed in, not declared. It returns Feedback, a sentence, True or False, None, or its Call when it is not done
        yet. Raises `ActionError` for what the wire cannot carry, or where it differs from the character's file.
        """
        if function is None:
            return lambda bare: self.action(bare, **options)
        self._take(_declared(self._sheet, function, **options))
        return function

    def _take(self, action: Action) -> None:
        self._actions[action.name] = action
        self._character = self._character.with_functions([action.spec])

    def function(self, name: str) -> FunctionSpec | None:
        """The declared function of that name."""
        return self.character.function(name)


def _declared(character: Character, function: Callable[..., Any], **options: Any) -> Action:
    """A game function as a character may call it; a function of that name in his file keeps its words."""
    action = declare(function, injectable=(Call, Player, NPC), **options)
    spec = character.function(action.name)
    return action if spec is None else bind(spec, action)


Character.declare = _declared


def _several(suggestions: Iterable[str], whose: str) -> tuple[str, ...]:
    """Texts to choose from. Raises `ConfigurationError` for one alone, which would be offered letter by letter."""
    if isinstance(suggestions, str):
        raise ConfigurationError(f"The suggestions of {whose} are {suggestions!r}; give a list: [{suggestions!r}]")
    return tuple(suggestions)


def _text(text: object, method: str) -> str:
    """The text given to a method. Raises `ConfigurationError` here, where the slip is, and not in a later frame."""
    if not isinstance(text, str):
        raise ConfigurationError(f"{method} takes a text, and this is {type(text).__name__}: {text!r:.80}")
    return text
