"""A character standing in the world: the place, the listeners, the abilities of one NPC.

Several NPCs may share one character; what is bound here changes this NPC alone.
"""

from __future__ import annotations

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
    """The scene as an NPC needs it."""

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Take a player's message to an NPC."""

    def say(self, npc: NPC, text: str) -> None:
        """Let an NPC say a scripted line."""

    def notify(self, npc: NPC, text: str, player: Player | None) -> None:
        """Let an NPC hear of something with the next message."""

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Let an NPC speak first, about something that happened."""

    def busy(self, npc: NPC) -> bool:
        """Return True while a message to an NPC is on its way."""

    def forget(self, npc: NPC) -> None:
        """End an NPC's conversations, so that the next one begins anew."""

    def mood_changed(self, npc: NPC, mood: str, before: str) -> None:
        """Tell that an NPC feels otherwise."""


@known_options("add_npc", after=3)
class NPC(Placed, Faces):
    """An NPC in a scene, made by `Dialogue.add_npc`.

    position: (x, y) in world pixels, a `Rect`, a sprite (anything with `.rect`), or a callable giving one of these;
    interest_radius: pixels within which a player can talk to them;
    bubble_offset: pixels from the point, or from the middle of the rectangle's top, to the head; or the fraction of the
    rectangle's height that is empty above the head, such as 0.25;
    shared: one conversation for all players; persistent: the backend keeps their memory between runs;
    greets: they speak first, once per visit; context: the game's knowledge of them, a value or a callable (see
    `context`); suggestions: replies that the chat box offers, for gamepads and shy players;
    moods: the faces that they can show, a list or True for the usual ones, by default those of the sheet;
    portraits: a picture for each mood, a surface or a file, or one for all; title: the name on plates, by default the
    character's; near, far: pixels from the listener up to which bubbles are shown whole, and as "…".
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
        # The id stays when the character changes: saves and tokens go by it.
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
        """Stand in another scene than the one they were made for, or in none (`ClosedHost`)."""
        self._host = host

    @property
    def interest_radius(self) -> float:
        """Pixels within which a player can talk to them; may be set at any time."""
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
        """The name as the players see it."""
        return self._character.name

    @property
    def character(self) -> Character:
        """The character, with the actions that were bound to this NPC. It may be set at any time.

        Messages that are on their way still end in the old conversation; the next one begins a new one, in which what
        was said last travels along. Raises `ActionError`, and changes nothing, where an action of this NPC differs from
        the new sheet.
        """
        return self._character

    @character.setter
    def character(self, character: Character) -> None:
        if not isinstance(character, Character):
            raise ConfigurationError(f"The character of {self._label} is {character!r:.80}; give a Character.")
        self._take(character)

    def update_character(self, **fields: Any) -> None:
        """Change some fields of the character (`bio`, `lore` ...) for this NPC alone.

        What holds for setting `character` holds here. Raises `CharacterError` for a field that cannot be.
        """
        self.character = self._sheet.with_fields(**fields)

    @property
    def actions(self) -> Mapping[str, Action]:
        """The game functions that they may call, by name."""
        return self._actions

    def _take(self, sheet: Character) -> None:
        """Take a sheet with what was declared on it, and on this NPC, whose own actions go first. All or nothing."""
        actions: dict[str, Action] = {}
        for declared in sheet.declarations:
            action = _bound(declared, sheet.functions)
            # Of two declared on one sheet the first stays, as for NPCs that stood there already.
            actions.setdefault(action.name, action)
        for declared in self._own:
            action = _bound(declared, sheet.functions)
            actions[action.name] = action
        face = self._choose_moods(sheet)
        # A game may have a function of that name, with a meaning of its own.
        if face is not None and sheet.function(face.name) is None:
            actions.setdefault(face.name, face)
        self._sheet, self._actions, self._label = sheet, actions, sheet.name
        self._learnt = len(sheet.declarations)
        self._character = sheet.with_functions(action.spec for action in actions.values())
        # An action may be declared on a character after its NPCs were added.
        sheet.tell_of_actions(self._learn)

    def _learn(self) -> None:
        """Bind what was declared on the sheet since it was taken; the sheet calls this."""
        for declared in self._sheet.declarations[self._learnt :]:
            action = _bound(declared, self._sheet.functions)
            self._learnt += 1
            # The NPC's own action goes before its character's.
            if action.name not in self._actions:
                self._add(action)

    def _add(self, action: Action) -> None:
        # Replaced, never changed: a worker may be reading the old one.
        self._actions = {**self._actions, action.name: action}
        self._character = self._character.with_functions([action.spec])

    def mood_in(self, calls: Iterable[WireCall]) -> str | None:
        """Return the mood that calls of a reply set, the last one counts; None where none of them does."""
        named = [self.mood_named(call.parameters.get("mood")) for call in calls if self.sets_mood(call.name)]
        return next((mood for mood in reversed(named) if mood is not None), None)

    def sets_mood(self, function: str) -> bool:
        """Return True for the name of the function that the library declared for their moods."""
        return self._mood_action is not None and self._actions.get(function) is self._mood_action

    def _mood_changed(self, mood: str, before: str) -> None:
        self._host.mood_changed(self, mood, before)

    @property
    def transcript(self) -> list[TranscriptLine]:
        """The lines that were shown, oldest first; the list is a copy."""
        return list(self.memory.transcript)

    @property
    def busy(self) -> bool:
        """True while a message to them is on its way."""
        return self._host.busy(self)

    def send(self, text: str, player: Player | None = None, context: object = None) -> Message:
        """Say something to them; never waits. Without `player`, the one at the keyboard speaks.

        context: what the game wants to add for this message alone, a value or a callable.
        Raises `ConfigurationError` where nobody could be speaking, `ContextError` for a reserved key. After `close` the
        message is DROPPED, with the reason "closed".
        """
        if context is not None:
            check(context, f"the context of a message to {self.name}")
        return self._host.send(self, text, player, context)

    def say(self, text: str) -> None:
        """Show a scripted line in their bubble; nothing goes to the backend."""
        self._host.say(self, _text(text, "say"))

    def notify(self, text: str, respond: bool = False, player: Player | None = None) -> Message | None:
        """Tell them what happened: they hear it with the next message, of one player or of all (None).

        respond: they speak about it at once, to `player` or to the one at the keyboard; then the message is returned.
        """
        if player is not None:
            checked_player(player, "notify")
        self._host.notify(self, _text(text, "notify"), player)
        return self._host.respond(self, text, player) if respond else None

    def reset_memory(self) -> None:
        """Let them forget everybody: transcript, notices, and the conversations on the backend."""
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

        Name, types, defaults and docstring become the declaration. Parameters annotated `Player`, `NPC` or `Call` are
        handed in, not declared. It returns Feedback, a sentence, True or False, None, or its Call when it is not done
        yet. Raises `ActionError` for what the wire cannot carry, or where it differs from the character's file.
        """
        if function is None:
            return lambda bare: self.action(bare, **options)
        declared = Declaration(function, options, local_names(function))
        self._add(_bound(declared, self._sheet.functions))
        self._own = (*self._own, declared)
        return function

    def function(self, name: str) -> FunctionSpec | None:
        """Return the declared function of that name."""
        return self._character.function(name)


def _bound(declared: Declaration, functions: Collection[FunctionSpec]) -> Action:
    """Return a game function as a character may call it; a function of that name in its file keeps its words."""
    action = declare(declared.function, injectable=(Call, Player, NPC), names=declared.names, **declared.options)
    spec = next((spec for spec in functions if spec.name == action.name), None)
    return action if spec is None else bind(spec, action)


# A slip is cheapest at the decorator, long before anybody stands in the world.
CHECKS.append(_bound)


def _several(suggestions: Iterable[str], whose: str) -> tuple[str, ...]:
    """Return texts to choose from. Raises `ConfigurationError` for one alone, which would be offered by letters."""
    if isinstance(suggestions, str):
        raise ConfigurationError(f"The suggestions of {whose} are {suggestions!r}; give a list: [{suggestions!r}]")
    return tuple(suggestions)


def _text(text: object, method: str) -> str:
    """Return the text given to a method. Raises `ConfigurationError` here, where the slip is, not in a later frame."""
    if not isinstance(text, str):
        raise ConfigurationError(f"{method} takes a text, and this is {type(text).__name__}: {text!r:.80}")
    return text
