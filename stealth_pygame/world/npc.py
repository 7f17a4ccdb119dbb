"""One NPC: a character with a position in the world, a memory, and the actions that they may call.

Several NPCs may share one character; an action that is declared on an NPC belongs to this NPC alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Protocol, TypeVar, overload

from stealth_pygame.actions.action import Action, bind
from stealth_pygame.actions.call import Call
from stealth_pygame.actions.declare import declare
from stealth_pygame.characters.declared import CHECKS, Declaration, local_names
from stealth_pygame.characters.sheets import Character, FunctionSpec
from stealth_pygame.context.entries import check
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.message import Message
from stealth_pygame.protocol.models import WireCall
from stealth_pygame.settings import Settings
from stealth_pygame.validation import check_flag, is_number, known_options, quotes_hint
from stealth_pygame.world.faces import Faces, Moods, Portraits, checked_moods
from stealth_pygame.world.memory import Memory, TranscriptLine
from stealth_pygame.world.placed import Placed, Point, Position
from stealth_pygame.world.player import Player, checked_player, slug

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class Host(Protocol):
    """The methods of the scene that an NPC needs."""

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Send a player's message to an NPC."""

    def say(self, npc: NPC, text: str) -> None:
        """Show a scripted line of an NPC."""

    def notify(self, npc: NPC, text: str, player: Player | None) -> None:
        """Note an event that is sent to an NPC with the next message of a player, or of all (None)."""

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Let an NPC speak about an event at once, to a player or to the one at the keyboard (None)."""

    def busy(self, npc: NPC) -> bool:
        """Return True while a message to an NPC waits for its answer."""

    def forget(self, npc: NPC) -> None:
        """Clear an NPC's memory and end their conversations; the next message opens a new one."""

    def mood_changed(self, npc: NPC, mood: str, before: str) -> None:
        """Tell the game that the mood of an NPC has changed from `before` to `mood`."""


@known_options("add_npc", after=3)
class NPC(Placed, Faces):
    """An NPC in a scene, made by `Dialogue.add_npc`.

    position: (x, y) in world pixels, a `Rect`, a sprite (anything with `.rect`), or a callable that returns one;
    interest_radius: the distance in world pixels up to which a player can talk to them;
    bubble_offset: the way to the head, (x, y) in pixels from the point or from the middle of the rectangle's top, or
    the fraction of the rectangle's height that is empty above the head, such as 0.25;
    shared: all players have one conversation with them; persistent: the backend keeps their memory between runs;
    greets: they speak first when a player comes; context: facts for the NPC, a value or a callable (see `context`);
    suggestions: replies that the chat box offers to a player who does not want to type;
    moods: the moods that they can show, a list, or True for the library's own; by default those of the sheet;
    portraits: a surface or a file for each mood, or one for all; title: the name on plates, by default the
    character's; near, far: the distances in pixels from the listener up to which bubbles show all words, or "…".
    """

    def __init__(
        self,
        character: Character,
        host: Host,
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
        moods: Moods = None,
        portraits: Portraits = None,
        title: str | None = None,
        near: float | None = None,
        far: float | None = None,
    ) -> None:
        if position is None:
            raise ConfigurationError(
                f"{character.name} has no position; give (x, y) in pixels, a sprite, or a callable."
            )
        self._label = character.name
        for name, flag in (("shared", shared), ("persistent", persistent), ("greets", greets)):
            check_flag(flag, f"{name} of {self._label}")
        # The id stays when the character changes, because saves and tokens contain it.
        self.id = id or slug(character.name)
        self.position = position
        self.interest_radius = interest_radius
        self.shared = shared
        self.persistent = persistent
        self.greets = greets
        self.bubble_offset = bubble_offset
        self.suggestions = _several(suggestions, self._label)
        self.memory = Memory(settings.max_transcript, settings.max_notices)
        self._host = host
        self._own: tuple[Declaration, ...] = ()
        self._given_moods = checked_moods(moods, self._label)
        self.portraits, self.title = portraits, title
        self.near, self.far = near, far
        self._take(character)
        self.context = context

    def __repr__(self) -> str:
        return f"<NPC {self.name!r} id={self.id!r}>"

    def enter(self, host: Host) -> None:
        """Move the NPC to another host: another scene, or none (`ClosedHost`)."""
        self._host = host

    @property
    def interest_radius(self) -> float:
        """The distance in world pixels up to which a player can talk to them; may be set at any time."""
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
        """The character's name."""
        return self._character.name

    @property
    def character(self) -> Character:
        """The character, with the actions that were declared on this NPC. It may be set at any time.

        Messages that wait for an answer still end in the old conversation. The next message opens a new one, and the
        last lines are sent with it. Raises `ActionError`, and changes nothing, if an action of this NPC has other
        parameters than the new sheet declares.
        """
        return self._character

    @character.setter
    def character(self, character: Character) -> None:
        if not isinstance(character, Character):
            maker = "load" if isinstance(character, (str, os.PathLike)) else "from_dict"
            raise ConfigurationError(
                f"The character of {self._label} is {character!r:.80}; give a Character: Character.{maker}(...)."
            )
        self._take(character)

    def update_character(self, **fields: Any) -> None:
        """Change some fields of the character (`bio`, `lore` ...) for this NPC alone.

        It has the same effects as setting `character`. Raises `CharacterError` for a field with a wrong value.
        """
        self.character = self._sheet.with_fields(**fields)

    @property
    def actions(self) -> Mapping[str, Action]:
        """The game functions that they may call, by name."""
        return self._actions

    def _take(self, sheet: Character) -> None:
        """Use a sheet with its actions; the NPC's own actions have priority. An error changes nothing."""
        actions: dict[str, Action] = {}
        for declared in sheet.declarations:
            action = _bound(declared, sheet.functions)
            # If the sheet has two actions of one name, the first counts, as in `_learn`.
            actions.setdefault(action.name, action)
        for declared in self._own:
            action = _bound(declared, sheet.functions)
            actions[action.name] = action
        face = self._choose_moods(sheet)
        # A function of the game with the name `set_mood` has priority.
        if face is not None and sheet.function(face.name) is None:
            actions.setdefault(face.name, face)
        self._sheet, self._actions, self._label = sheet, actions, sheet.name
        self._learnt = len(sheet.declarations)
        self._character = sheet.with_functions(action.spec for action in actions.values())
        # Actions may also be declared on a character after its NPCs were added.
        sheet.tell_of_actions(self._learn)

    def _learn(self) -> None:
        """Bind the actions that were declared on the sheet since the last time; the sheet calls this."""
        for declared in self._sheet.declarations[self._learnt :]:
            action = _bound(declared, self._sheet.functions)
            self._learnt += 1
            # The NPC's own action has priority over the character's.
            if action.name not in self._actions:
                self._add(action)

    def _add(self, action: Action) -> None:
        # The dict is replaced, not changed, because a worker may be reading the old one.
        self._actions = {**self._actions, action.name: action}
        self._character = self._character.with_functions([action.spec])

    def mood_in(self, calls: Iterable[WireCall]) -> str | None:
        """Return the mood that the calls of a reply set; the last such call counts. None if no call sets a mood."""
        named = [self.mood_named(call.parameters.get("mood")) for call in calls if self.sets_mood(call.name)]
        return next((mood for mood in reversed(named) if mood is not None), None)

    def sets_mood(self, function: str) -> bool:
        """Return True if this is the name of the mood function that the library declared for the NPC."""
        return self._mood_action is not None and self._actions.get(function) is self._mood_action

    def _mood_changed(self, mood: str, before: str) -> None:
        self._host.mood_changed(self, mood, before)

    @property
    def transcript(self) -> list[TranscriptLine]:
        """The lines that were shown, oldest first; the list is a copy."""
        return list(self.memory.transcript)

    @property
    def busy(self) -> bool:
        """True while a message to them waits for its answer."""
        return self._host.busy(self)

    def send(self, text: str, player: Player | None = None, context: object = None) -> Message:
        """Send a player's message to them; returns at once. Without `player`, the player at the keyboard speaks.

        context: facts for this message alone, a value or a callable. Raises `ConfigurationError` if there is no player,
        `ContextError` for a reserved key. After `Dialogue.close` the message is DROPPED, with the reason "closed".
        """
        if context is not None:
            check(context, f"the context of a message to {self.name}")
        return self._host.send(self, text, player, context)

    def say(self, text: str) -> None:
        """Show a scripted line in their bubble; it is not sent to the backend."""
        self._host.say(self, _text(text, "say"))

    def notify(self, text: str, respond: bool = False, player: Player | None = None) -> Message | None:
        """Tell them of an event; it is sent with the next message of `player`, or of every player (None).

        respond: they speak about it at once, to `player` or to the one at the keyboard, and the message is returned.
        """
        if player is not None:
            checked_player(player, "notify")
        self._host.notify(self, _text(text, "notify"), player)
        return self._host.respond(self, text, player) if respond else None

    def reset_memory(self) -> None:
        """Clear their memory: transcript, notices, and the conversations on the backend, with all players."""
        self._host.forget(self)

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
        """Declare a game function that they may call: `@npc.action`, or `@npc.action(after_line=True)`.

        The declaration is made from its name, types, defaults and docstring. Parameters of the type `Player`, `NPC` or
        `Call` are not declared: the library fills them. The function returns Feedback, a sentence, True or False, None,
        or its Call if it finishes later. after_line: it runs only after its line was read; timeout: seconds.
        Raises `ActionError` for a type that the wire cannot carry, or parameters that differ from the character's file.
        """
        if function is None:
            return lambda bare: self.action(bare, **options)
        declared = Declaration(function, options, local_names(function))
        self._add(_bound(declared, self._sheet.functions))
        self._own = (*self._own, declared)
        return function

    def function(self, name: str) -> FunctionSpec | None:
        """Return the declared function of that name, or None."""
        return self._character.function(name)


def _bound(declared: Declaration, functions: Collection[FunctionSpec]) -> Action:
    """Return a game function as an action; the descriptions in the character's file have priority."""
    action = declare(declared.function, injectable=(Call, Player, NPC), names=declared.names, **declared.options)
    spec = next((spec for spec in functions if spec.name == action.name), None)
    return action if spec is None else bind(spec, action)


# So that a mistake raises at the decorator, before an NPC is added.
CHECKS.append(_bound)


def _several(suggestions: Iterable[str], whose: str) -> tuple[str, ...]:
    """Return suggestions as a tuple. Raises `ConfigurationError` for a single text, which would give single letters."""
    if isinstance(suggestions, str):
        raise ConfigurationError(f"The suggestions of {whose} are {suggestions!r}; give a list: [{suggestions!r}]")
    return tuple(suggestions)


def _text(text: object, method: str) -> str:
    """Return the argument of a method. Raises `ConfigurationError` at once, not in a later frame, if it is no text."""
    if not isinstance(text, str):
        raise ConfigurationError(f"{method} takes a text, and this is {type(text).__name__}: {text!r:.80}")
    return text
