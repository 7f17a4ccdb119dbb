"""The game as a `SavedGame`, and back: story, hero, villagers, clock, and the memories of the villagers."""

from __future__ import annotations

from demo_game.rumours import Rumour
from demo_game.saves.schema import (
    SavedErrands,
    SavedGame,
    SavedHero,
    SavedPurse,
    SavedRumour,
    SavedStory,
    SavedVillager,
    SavedWays,
    now,
)
from demo_game.story import Story
from demo_game.village import Village


def capture(village: Village, game: str) -> SavedGame:
    """Return the game at this moment. game: its `new_id`."""
    hero = village.hero
    return SavedGame(
        game=game,
        when=now(),
        day=village.clock.day,
        minutes=village.clock.minutes,
        story=_story(village.story),
        hero=SavedHero.model_construct(at=hero.at, facing=hero.facing),
        villagers={
            name: SavedVillager.model_construct(
                at=one.at, facing=one.facing, home=one.home, stroll=one.stroll, told=village.told.get(name, 0)
            )
            for name, one in village.villagers.items()
        },
        greeted=village.greeted,
        ending=village.ending,
        dialogue=village.dialogue.save(),
    )


def _story(story: Story) -> SavedStory:
    purse = story.purse
    return SavedStory.model_construct(
        hero=story.hero,
        purse=SavedPurse(gold=purse.gold, health=purse.health, items=list(purse.items)),
        errands=SavedErrands(**{name: errand.how for name, errand in story.errands.items()}),
        ways=SavedWays(**{name: sorted(errand.heard) for name, errand in story.errands.items()}),
        rumours=[SavedRumour(text=rumour.text, witness=rumour.witness) for rumour in story.rumours],
        known=list(story.known),
        lanterns=story.lanterns,
        gate_open=story.gate_open,
        well_mended=story.well_mended,
        pip=story.pip,
        feast=story.feast,
        song=story.song,
        news=list(story.news),
    )


def restore(village: Village, saved: SavedGame) -> None:
    """Set the village to a saved game: completely, or not at all if the library raises an error."""
    village.dialogue.load(saved.dialogue)
    _restore_story(village.story, saved.story)
    village.clock.day, village.clock.minutes = saved.day, saved.minutes
    village.greeted, village.ending = saved.greeted, saved.ending
    village.told = {name: one.told for name, one in saved.villagers.items() if one.told}
    village.turn_back()
    _restore_people(village, saved)


def _restore_story(story: Story, saved: SavedStory) -> None:
    """Changed in the same object, because actions, bar and small talk refer to it."""
    story.hero = saved.hero
    purse = saved.purse
    story.purse.gold, story.purse.health, story.purse.items = purse.gold, purse.health, list(purse.items)
    for name, errand in story.errands.items():
        errand.how = getattr(saved.errands, name)
        errand.heard = set(getattr(saved.ways, name))
    story.rumours = [Rumour(rumour.text, rumour.witness) for rumour in saved.rumours]
    story.known = list(saved.known)
    story.lanterns, story.gate_open, story.pip = saved.lanterns, saved.gate_open, saved.pip
    story.well_mended = saved.well_mended
    story.feast, story.song = saved.feast, saved.song
    story.news.clear()
    story.news.extend(saved.news)


def _restore_people(village: Village, saved: SavedGame) -> None:
    """Move everybody to their places; anybody whose place is in a wall, after a change of the map, is at home."""
    hero = village.hero
    hero.at = saved.hero.at if village.world.free(*saved.hero.at) else village.map.start
    hero.facing = saved.hero.facing
    for name, one in saved.villagers.items():
        villager = village.villagers.get(name)
        if villager is not None:
            villager.settle(one.home if village.world.free(*one.home) else villager.home, one.stroll)
            villager.at = one.at if village.world.free(*one.at) else villager.home
            villager.facing = one.facing
