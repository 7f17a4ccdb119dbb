"""The part of `Dialogue` for players and NPCs, and for the context and the moderation hooks of the whole game."""

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
    """The methods of `Dialogue` for players, NPCs, context and moderation."""

    _scene: Scene
    _reloader: sheets.Reloader | None = None

    @property
    @abstractmethod
    def focus(self) -> NPC | None:
        """The NPC to whom the chat box is open, or None."""

    @focus.setter
    @abstractmethod
    def focus(self, npc: NPC | None) -> None: ...

    def add_player(self, player: Player) -> Player:
        """Add a player; the first one becomes `speaker`. Raises `ConfigurationError` if the id is used already."""
        return self._scene.add_player(player)

    def remove_player(self, player: Player) -> None:
        """Remove a player; their conversations end. Raises `ConfigurationError` if they are not in the dialogue."""
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
        """Add an NPC with a character: a `Character`, a dict, or the path of a file.

        position: required; (x, y) in world pixels, a `Rect`, a sprite, or a callable that returns one of these;
        interest_radius: distance in world pixels up to which a player can talk to them; id: by default made from the
        name; shared: all players have one conversation with them; persistent: the backend keeps their memory between
        runs; greets: they speak first when a player comes; context: facts for the NPC, a value or a callable;
        bubble_offset: the way to the head, (x, y) in pixels from the point or from the middle of the rectangle's top,
        or the fraction of the rectangle's height that is empty above the head; suggestions: replies that the chat box
        offers; moods: a list of moods that they can show, or True for the library's own, by default those of the sheet;
        portraits: a surface or a file for each mood, or one for all; title: the name on plates, by default the
        character's; near, far: distances in pixels from the listener up to which bubbles show all words, or "…", by
        default those of the theme. Raises `CharacterError` (with file, field and reason) or `ConfigurationError`.
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
        """Add an NPC for every character file of a folder; return the NPCs by the file names without their endings.

        positions: a dict by these names, a callable that takes such a name, or the objects that `tiled.read_npcs`
        returned; default: a dict or a file with the fields that a sheet may leave out, by default the folder's
        `default.toml`; options: as for `add_npc`; each: a callable that takes such a name and returns a dict of options
        for this NPC, which have priority, or None. After a `ConfigurationError` or `CharacterError` no NPC was added.
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
        """Let two NPCs talk to each other; returns at once. Return a handle with `done`, `lines`, `reason` and `end()`.

        The words of one are sent as a message to the other; they run no actions. The talk ends after `turns` lines, if
        the two are far from each other, if a player speaks to one of them, or by `end()`; both remember it.
        If the settings do not allow it (`Settings.npc_talks` and the next ones; with a model, or a backend on another
        machine, `npc_talk_messages` must be set), it is over at once, and `reason` tells why.
        """
        return self._scene.converse(one, other, about, turns)

    @property
    def usage(self) -> Usage:
        """The numbers of messages, answers, characters, seconds and tokens so far, in all and for each NPC; a copy."""
        return self._scene.usage

    def remove_npc(self, npc: NPC) -> None:
        """Remove an NPC; messages to them are dropped.

        Their last line stays at their place until a player had the time to read it, at most `Theme.farewell` seconds.
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
        """Return the nearest NPC whose interest radius reaches the player, or None."""
        return self._scene.nearest(player)

    def nearby(self, player: Player) -> NPC | None:
        """Return the nearest of the NPCs that the last updates found near, or None; fast enough for every frame."""
        return self._scene.nearest_known(player)

    @property
    def speaker(self) -> Player | None:
        """The player who types; set it when players share a keyboard."""
        return self._scene.speaker

    @speaker.setter
    def speaker(self, player: Player) -> None:
        if player not in self._scene.players:
            raise ConfigurationError(f"{player!r} is not in this dialogue; call add_player first.")
        self._scene.speaker = player

    @property
    def context(self) -> object:
        """Facts for every NPC, a value or a callable; it may be set at any time."""
        return self._scene.context

    @context.setter
    def context(self, context: object) -> None:
        check(context, "the context of the dialogue")
        self._scene.context = context

    @property
    def before_send(self) -> Hook | None:
        """A hook (npc, player, text) that returns the player's text to send, or None to veto the message."""
        return self._scene.before_send

    @before_send.setter
    def before_send(self, hook: Hook | None) -> None:
        self._scene.before_send = hook

    @property
    def before_say(self) -> Hook | None:
        """A hook (npc, player, text) that returns the NPC's text to show, or None to veto the reply with its calls."""
        return self._scene.before_say

    @before_say.setter
    def before_say(self, hook: Hook | None) -> None:
        self._scene.before_say = hook
