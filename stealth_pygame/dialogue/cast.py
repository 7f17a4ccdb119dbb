"""The people of a dialogue: players, NPCs, and the context and the moderation that hold for all of them."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from stealth_pygame.characters.folder import Sheet, sheets_in
from stealth_pygame.characters.sheets import Character, as_character
from stealth_pygame.context.entries import check
from stealth_pygame.dialogue import sheets
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.scene.moderation import Hook
from stealth_pygame.scene.rounds.exchange import Exchange
from stealth_pygame.scene.scene import Scene
from stealth_pygame.world.faces import Moods, Portraits
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point, Position
from stealth_pygame.world.player import Player
from stealth_pygame.world.usage import Usage


class Cast(ABC):
    """The part of `Dialogue` that is about its people."""

    _scene: Scene
    _reloader: sheets.Reloader | None = None

    @property
    @abstractmethod
    def focus(self) -> NPC | None:
        """The NPC to whom the chat box is open."""

    @focus.setter
    @abstractmethod
    def focus(self, npc: NPC | None) -> None: ...

    def add_player(self, player: Player) -> Player:
        """Add a player; the first one is at the keyboard (`speaker`)."""
        return self._scene.add_player(player)

    def remove_player(self, player: Player) -> None:
        """Take a player out; their conversations end."""
        if self.speaker is player:
            self.focus = None
        self._scene.remove_player(player)

    @property
    def players(self) -> tuple[Player, ...]:
        """All players."""
        return tuple(self._scene.players)

    def add_npc(
        self,
        character: Character | Mapping[str, Any] | str | os.PathLike[str],
        *,
        position: Position | None = None,
        interest_radius: float = 120.0,
        id: str | None = None,
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
        **unknown: Any,
    ) -> NPC:
        """Put a character (or its dict, or its file) into the world.

        position: (x, y) in world pixels, a `Rect`, a sprite, or a callable giving one; it must be given;
        interest_radius: pixels within which a player can talk to them; id: the character's slug by default;
        shared: one conversation for all players; persistent: the backend keeps their memory between runs;
        greets: they speak first, once per visit; context: the game's knowledge of them, a value or a callable;
        bubble_offset: pixels from the point, or from the middle of the rectangle's top, to the head, or the fraction of
        the rectangle that is empty above the head; suggestions: replies that the chat box offers; moods: faces that
        they can show, a list or True for the usual ones, those of the sheet by default; portraits: a picture (a surface
        or a file) for each mood, or one for all; title: the name on plates, by default the character's; near, far:
        pixels from the listener up to which bubbles are shown whole, and as "…", by default those of the theme.
        Raises `CharacterError` for a bad sheet, naming file, field and reason, `ConfigurationError` for a bad option.
        """
        sheet = as_character(character)
        npc = self._scene.add_npc(
            sheet,
            position=position,
            interest_radius=interest_radius,
            id=id,
            shared=shared,
            persistent=persistent,
            greets=greets,
            context=context,
            bubble_offset=bubble_offset,
            suggestions=suggestions,
            moods=moods,
            portraits=portraits,
            title=title,
            near=near,
            far=far,
            **unknown,
        )
        if self._reloader is not None and sheet.source is not None:
            self._reloader.watch(npc, Sheet(sheet.source, {}))
        return npc

    def add_npcs(
        self,
        folder: str | os.PathLike[str],
        *,
        positions: sheets.Positions,
        default: Mapping[str, Any] | str | os.PathLike[str] | None = None,
        each: Callable[[str], Mapping[str, Any] | None] | None = None,
        **options: Any,
    ) -> dict[str, NPC]:
        """Put every character file of a folder into the world; return the NPCs by the names of their files.

        positions: by the file's name without its ending, a dict or a callable, or the objects of a map that
        `tiled.read_npcs` returned; default: fields for all who leave them out, as a dict or a file; `default.toml` in
        the folder is one where none is given. options: as for `add_npc`; each: more of them for one NPC, a callable
        that takes the file's name and returns a dict, or None; what it says goes before all else.
        Raises `ConfigurationError` and `CharacterError`; then nobody was added.
        """
        if each is not None and not callable(each):
            raise ConfigurationError(
                f"each is {each!r:.80}; give a callable that takes a file's name: each=options.get"
            )
        cast = [
            (sheet, sheet.read(), {**sheets.place_of(name, positions), **options, **sheets.options_of(name, each)})
            for sheet in sheets_in(folder, default)
            for name in [sheet.path.stem]
        ]
        npcs: dict[str, NPC] = {}
        try:
            for sheet, character, given in cast:
                npcs[sheet.path.stem] = self._scene.add_npc(character, **{"id": sheet.path.stem, **given})
        except Exception:
            for npc in npcs.values():
                self._scene.remove_npc(npc)
            raise
        if self._reloader is not None:
            for sheet, _, _ in cast:
                self._reloader.watch(npcs[sheet.path.stem], sheet)
        return npcs

    def converse(self, one: NPC, other: NPC, about: str = "", turns: int = 4) -> Exchange:
        """Let two NPCs talk to each other; never waits. Return a handle with `done`, `lines`, `reason` and `end()`.

        Each hears the other's words through their own conversation; nothing that they say runs an action. It ends after
        `turns` lines, when they are far from each other, when a player speaks to one of them, or by `end()`; both know
        afterwards what was said. Where the settings allow none (`Settings.npc_talks` and those beside it; a backend
        elsewhere, or a model, needs `npc_talk_messages`), it is over at once, and `reason` says why.
        """
        return self._scene.converse(one, other, about, turns)

    @property
    def usage(self) -> Usage:
        """Messages, answers, characters and seconds so far, in all and per NPC."""
        return self._scene.usage

    def remove_npc(self, npc: NPC) -> None:
        """Take an NPC out of the world; messages to them are dropped.

        Their last line stays where they were until it can have been read, `Theme.farewell` seconds at most.
        """
        if self.focus is npc:
            self.focus = None
        self._scene.remove_npc(npc)
        if self._reloader is not None:
            self._reloader.forget(npc)

    @property
    def npcs(self) -> tuple[NPC, ...]:
        """All NPCs."""
        return self._scene.everyone

    def nearest(self, player: Player) -> NPC | None:
        """The NPC nearest to a player among those whose interest radius reaches the player."""
        return self._scene.nearest(player)

    def nearby(self, player: Player) -> NPC | None:
        """The same among those seen to be near in the last updates; cheap enough for every frame."""
        return self._scene.nearest_known(player)

    @property
    def speaker(self) -> Player | None:
        """The player who types; set it for players who share a keyboard."""
        return self._scene.speaker

    @speaker.setter
    def speaker(self, player: Player) -> None:
        if player not in self._scene.players:
            raise ConfigurationError(f"{player!r} is not in this dialogue; call add_player first.")
        self._scene.speaker = player

    @property
    def context(self) -> object:
        """Context that the game as a whole tells every NPC, a value or a callable; it may be set at any time."""
        return self._scene.context

    @context.setter
    def context(self, context: object) -> None:
        check(context, "the context of the dialogue")
        self._scene.context = context

    @property
    def before_send(self) -> Hook | None:
        """(npc, player, text) → the text to send, or None to veto what a player says."""
        return self._scene.before_send

    @before_send.setter
    def before_send(self, hook: Hook | None) -> None:
        self._scene.before_send = hook

    @property
    def before_say(self) -> Hook | None:
        """(npc, player, text) → the text to show, or None to veto what a villager says, their calls included."""
        return self._scene.before_say

    @before_say.setter
    def before_say(self, hook: Hook | None) -> None:
        self._scene.before_say = hook
