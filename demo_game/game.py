"""The window: pygame's events as input, pictures and sounds as output. Its loop is the one of the library's README."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pygame

import stealth_pygame as stealth
from demo_game import gamepad, hints, hotkeys, journal, names, spots, widgets
from demo_game.hud import Glance, Hud
from demo_game.menus import pages
from demo_game.menus.lists import Choices, Loading
from demo_game.menus.title import Title
from demo_game.night import Night
from demo_game.people import Person
from demo_game.prefs import Prefs
from demo_game.rumours import to_hero
from demo_game.saves.autosave import Keeper, Note
from demo_game.saves.files import Saves
from demo_game.sound import Sound
from demo_game.view import View
from demo_game.village import Village
from demo_game.window import Window

FPS = 60
CAPTION = "Alderbrook, a village that talks"
SYLLABLE = 3


class Game:
    """The whole game. `run` plays it; the tour calls `frame` itself."""

    def __init__(
        self,
        screen: pygame.Surface,
        dialogue: stealth.Dialogue,
        path: Path,
        prefs: Prefs,
        muted: bool,
        saves: Saves | None = None,
        *,
        chatty: bool = False,
    ) -> None:
        widgets.forget()
        self.screen = screen
        self._window, self._pad = Window(screen), gamepad.Gamepad()
        self.dialogue: stealth.Dialogue = dialogue
        self.prefs = prefs
        self.village: Village = Village(dialogue, path, self._happened, chatty=chatty)
        self.view = View(self.village.map)
        self.hud = Hud(self.village.story, self.village.clock)
        self.sound = Sound(list(self.village.villagers), muted)
        self.night = Night(self.village)
        self.keeper: Keeper = Keeper(self.village, saves)
        self.menu: pages.Menu | None = Title(self.village.story, self.keeper, self.open_saves)
        self.running = True
        self.muted = muted
        self._age = 0.0
        self._worth_keeping = False
        self._letters = 0
        self._spot_prompt = spots.SpotPrompt(self.village.map)
        self._themed = screen.get_size()
        self.apply_prefs()

    async def run(self) -> None:
        """Play until the window is closed, and save the game."""
        clock = pygame.time.Clock()
        while self.running:
            self.frame(clock.tick(FPS) / 1000)
            pygame.display.flip()
            await asyncio.sleep(0)
        note = self.keeper.autosave()
        if note is not None:
            print(note.text, file=sys.stderr)

    def frame(self, dt: float) -> None:
        """Run one frame of the loop."""
        for event in pygame.event.get():
            self.handle_event(event)
        self.update(dt)
        self.draw()

    # --- events

    def handle_event(self, event: pygame.event.Event) -> None:
        """Handle one event: in a menu, in the dialogue, or in the game."""
        self._window.handle_event(event, self.screen)
        if event.type == pygame.QUIT:
            self.running = False
        elif event.type == pygame.KEYUP:
            # Key releases go to both: the chat box needs them, and never uses them up.
            self.dialogue.handle_event(event)
            self.village.hero.handle_event(event)
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.village.hero.release()
        elif event.type in gamepad.EVENTS:
            self._pad_event(event)
        elif self.menu is not None and event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION):
            self.menu.handle_event(event)
        elif self.menu is None and self.dialogue.handle_event(event):
            return
        elif event.type == pygame.KEYDOWN and not self.village.hero.handle_event(event):
            hotkeys.press(self, event.key)
        elif event.type == stealth.PLAYER_ENTERED:
            self.village.welcome(event.npc)
        elif event.type == stealth.NPC_SAID:
            outcome = self.village.heard(event.npc, event.message, event.text)
            if outcome is not None:
                self.hud.flash(outcome.message, outcome.success)
            else:
                journal.keep(self.village.story.known, event.npc, event.message, event.text)
        elif event.type == stealth.NPC_CALLED and event.feedback is not None and event.feedback.message:
            self.village.story.hear(event.feedback.message)
            self.hud.flash(event.feedback.message, event.feedback.success)

    def _pad_event(self, event: pygame.event.Event) -> None:
        """Handle a gamepad event: in the dialogue first, then as keys for a sheet or the game."""
        used = self.menu is None and self.dialogue.handle_event(event)
        for key in self._pad.keys(event, in_sheet=self.menu is not None):
            # A release always goes to the hero, whoever used the press.
            if key.type == pygame.KEYUP:
                self.village.hero.handle_event(key)
            elif self.menu is not None:
                self.menu.handle_event(key)
            elif not used and not self.dialogue.typing and not self.village.hero.handle_event(key):
                hotkeys.press(self, key.key)

    def full_screen(self) -> None:
        """Switch to full screen, or back to a window with its former size and place."""
        self.screen = self._window.toggle(self.screen)
        self.prefs.full_screen = bool(self.screen.get_flags() & pygame.FULLSCREEN)
        self.prefs.save()

    def open(self, menu: pages.Menu) -> None:
        """Show a sheet over the game. The village pauses, but answers still arrive."""
        self.menu = menu
        self.village.hero.release()

    def open_saves(self, under: Choices) -> None:
        """Show the page of saved games over another sheet."""
        self.open(Loading(self.keeper, under))

    def tell(self, note: Note | None) -> None:
        """Show the result of saving or loading."""
        if note is not None:
            self.hud.flash(note.text, note.good)

    def leave(self) -> None:
        """End the game after this frame."""
        self.running = False

    # --- updates

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._age += dt
        if self.screen.get_size() != self._themed:
            self.apply_prefs()
        stage = self._stage().get_size()
        self.view.fit(stage)
        self.village.fit(hints.room(stage[1], self._text_size))
        self._turn_page()
        if self.menu is None:
            self.village.update(dt, self.view.shown)
            self.hud.update(dt)
            if self.village.hero.step:
                self.sound.step()
            self._end(dt)
            self._look_at_the_clock()
        self.dialogue.update(dt)
        if self._worth_keeping:
            self._worth_keeping = not self.keeper.autosave_soon()
        self.tell(self.keeper.news())
        self.sound.music(self.village.story.tune)
        self.sound.ambient(by_night=self.village.clock.dark > 0.6)
        self.view.follow(self.village.hero.at)

    def _turn_page(self) -> None:
        """Remove a sheet that was closed; the sheet below it is shown again."""
        if self.menu is not None and not self.menu.is_open:
            closed, self.menu = self.menu.closed, self.menu.under
            if self.menu is not None:
                self.menu.is_open = True
            if closed is not None:
                closed()

    def _look_at_the_clock(self) -> None:
        """Show the warning about the late hour, and end the day."""
        warning = self.night.warning()
        if warning:
            self.hud.flash(warning, None)
        if self.night.has_come:
            page = pages.night()
            page.closed = self._wake
            self.night.asleep = True
            self.open(page)

    def _wake(self) -> None:
        self.hud.flash(self.night.sleep())
        self._worth_keeping = True

    def _happened(self, word: str) -> None:
        """React to news from the story with a sound, and with changes of the window."""
        self.sound.news(word)
        story = self.village.story
        if word == "done" and any(errand.done for errand in story.errands.values()):
            self.hud.flash(to_hero(story.rumours[-1].text, story.hero))
            self._worth_keeping = True
        elif word == "back":
            self.hud.forget()
        elif word == "feast":
            self.dialogue.focus = None
            if self._presenter is not None:
                # These bubbles belong to another place, and would now cover other faces.
                self._presenter.bubbles.clear()
            self.village.ending = 9.0
            self._worth_keeping = True

    def _end(self, dt: float) -> None:
        """Show the last page some time after the feast has begun."""
        village = self.village
        if village.ending > 0:
            village.ending -= dt
            if village.ending <= 0 and not self.dialogue.typing:
                village.ending = -1.0
                self.open(pages.ending(village.story))
            elif village.ending <= 0:
                village.ending = 1.0

    def speak(self, speaker: object, letter: str) -> None:
        """Play a syllable of the speaker's voice for every third letter that the typewriter shows."""
        self._letters += 1
        if letter.isalpha() and self._letters % SYLLABLE == 0 and isinstance(speaker, stealth.NPC):
            self.sound.speak(speaker.id)

    def apply_prefs(self) -> None:
        """Use the new settings, and store them."""
        if self._presenter is not None:
            if isinstance(self._presenter, stealth.BoxPresenter) is not self.prefs.box:
                self.dialogue.presenter = self.prefs.presenter(self.speak)
            self._presenter.theme = self._theme
        self._themed = self.screen.get_size()
        self.village.effects.calm = self.prefs.reduced_motion
        self.sound.volume = 0.0 if self.muted else self.prefs.volume
        self.sound.music_on = self.prefs.music
        self.prefs.save()

    # --- drawing

    @property
    def _text_size(self) -> int:
        return self.prefs.size_in(self.screen.get_size())

    @property
    def _theme(self) -> stealth.Theme:
        return self.prefs.theme_in(self.screen.get_size())

    @property
    def _presenter(self) -> stealth.BubblePresenter | None:
        """The presenter of the dialogue if it is the library's own, else None."""
        presenter = self.dialogue.presenter
        return presenter if isinstance(presenter, stealth.BubblePresenter) else None

    def _stage(self) -> pygame.Surface:
        """Return the part of the window above the bar, where village and bubbles are drawn; at least one pixel."""
        width, height = self.screen.get_size()
        return self.screen.subsurface((0, 0, width, max(1, height - self.hud.height(self._text_size))))

    def _talking(self) -> list[Person]:
        """Return the villagers who speak, or to whom the chat box is open."""
        heard = set() if self._presenter is None else {bubble.speaker for bubble in self._presenter.bubbles}
        return [one for one in self.village.villagers.values() if one.npc is self.dialogue.focus or one.npc in heard]

    def draw(self) -> None:
        """Draw the village, the bubbles, the bar, and the sheet."""
        village, stage = self.village, self._stage()
        people = [village.hero, *village.villagers.values()]
        talking = self._talking()
        self.view.draw(stage, people, village.clock, village.effects, self._age, village.story.feast, talking)
        if self._presenter is not None:
            self._presenter.prompts = self.menu is None
        if self.menu is None and not self.dialogue.typing and not village.story.feast:
            quiet = [one for one in map(village.villagers.__getitem__, sorted(village.met)) if one not in talking]
            near = self.dialogue.nearest(village.player)
            names.draw(stage, self.view, village.hero, quiet, max(11, round(self._text_size * 0.75)), near)
        if self.night.asleep:
            names.draw_sleep(stage, self.view, village.villagers.values(), self._text_size)
        if self.menu is None and not self.dialogue.typing:
            self._spot_prompt.draw(stage, self.view, village.hero.at, [one.at for one in talking], self._theme)
        self.dialogue.draw(stage, self.view.camera)
        area = pygame.Rect(0, stage.get_height(), stage.get_width(), self.screen.get_height() - stage.get_height())
        busy = any(npc.busy for npc in self.dialogue.npcs)
        glance = Glance(village.place, self.dialogue.online, busy, self.muted or self.prefs.volume == 0)
        self.hud.draw(self.screen, area, self._text_size, glance)
        if self.menu is not None:
            self.menu.draw(self.screen, self._text_size)
