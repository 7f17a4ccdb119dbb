"""Contexts of invented games with questions about them: `question => needle + needle | needle`.

Every needle of one side of `|` must be in the answer; `!needle` must not be.
"""

from __future__ import annotations

from collections.abc import Mapping

Moment = tuple[Mapping[str, str], str]

README_TABLE = """
What is the weather like? => raining + wind + 2.5
How is the weather today? => raining
Is it raining? => yes + raining
Is it windy? => wind + 2.5
Why are you in a bad mood? => !a bad
How much gold do I have? => 20 gold
Do I have gold? => 20 gold
What do I have in my bag? => rope + lantern
What do I carry? => rope + lantern
What do I have? => rope + lantern
What is in my bag? => rope + lantern
Do I have a rope? => yes + rope
Do I have a sword? => no + rope
Am I hurt? => 75 percent
How is my health? => 75 percent
What time is it? => dusk
Are you in a bad mood? => grim
How do you feel? => grim
What is your mood? => grim
Did I knock? => three times
How often did I knock? => three times
What is in the bag? => rope + lantern
Tell me about my bag => rope + lantern
Show me my inventory => rope + lantern
What mood are you in? => grim
Are you grim? => yes, I feel grim
Do I look hurt? => 75 percent
How strong is the wind? => 2.5
Is it cold? => raining
How late is it? => dusk
Is it night? => dusk
Do I have enough gold for a sword? => 20 gold
Can you tell me what the weather is like? => raining
May I come in? => !nothing I can do + !cannot + !beyond
"""
"""The questions that the README's own context invites."""

WOLVES: Moment = (
    {
        "quest.wolves.killed": "3",
        "quest.wolves.total": "10",
        "quest.reward": "50 silver",
        "quest.accepted": "true",
        "door.locked": "false",
        "door.guarded": "true",
        "village.curfew": "true",
        "village.population": "120",
        "bandits.camp": "north of the river",
        "player.poisoned": "true",
        "player.has_torch": "false",
        "player.stats.stamina": "0.4",
        "npc.hungry": "true",
        "npc.stock.arrows": "12",
        "time.hour": "18",
        "time.minute": "5",
        "king": "Aldric the Old",
    },
    """
    How many wolves have I killed? => 3 wolves have been killed
    How many wolves are killed? => 3 wolves
    How is the quest going? => 3 wolves + 50 silver
    Is the quest accepted? => yes + the quest is accepted
    What is the reward? => reward + 50 silver
    What is the reward of the quest? => 50 silver
    Is the door locked? => no, the door is not locked
    Is the door guarded? => yes, the door is guarded
    Is the door open? => not locked
    How is the door? => not locked + guarded
    Is there a curfew? => yes + the village has a curfew
    Is there a curfew in the village? => yes + curfew
    What is the population of the village? => 120
    Where is the camp of the bandits? => north of the river
    Where is the bandit camp? => north of the river
    Am I poisoned? => yes, you are poisoned
    Do I have a torch? => no + torch
    What is my stamina? => your stamina is at 40 percent
    How is my stamina? => 40 percent
    Are you hungry? => yes, I am hungry
    How many arrows do you have? => I have 12 arrows
    What time is it? => 18:05
    Who is the king? => Aldric
    """,
)
SHIP: Moment = (
    {
        "ship.fuel": "0.25",
        "ship.hull.integrity": "0.925",
        "ship.shields.active": "false",
        "ship.position": "120.5, 80.25",
        "ship.crew": "Mara, Tuck, Io",
        "reactor_temperature": "812.33333",
        "docking_clamps_released": "false",
        "oxygen": "0.5",
        "credits": "250",
        "isNight": "true",
        "probe.x": "12",
        "probe.y": "-7.5",
        "aliens_hostile": "true",
        "alarm": "false",
        "signal_strength": "0.07",
        "cargo": "(name: ore, tons: 3), (name: ice, tons: 1)",
    },
    """
    How much fuel is left? => fuel + 25 percent
    What is the fuel of the ship? => 25 percent
    What is the integrity of the hull? => integrity + hull + 92.5 percent
    Are the shields active? => no, the shields are not active
    Where is the ship? => the ship is at 120.5, 80.25
    Who is in the crew? => Mara + Tuck + Io
    What is the reactor temperature? => reactor temperature is 812.33
    Are the docking clamps released? => no, the docking clamps are not released
    How much oxygen is left? => 50 percent
    How many credits do I have? => 250 credits
    Is it night? => yes + night
    Where is the probe? => the probe is at 12, -7.5
    Are the aliens hostile? => yes, the aliens are hostile
    Is there an alarm? => no, there is no alarm
    What is the signal strength? => 7 percent
    What is the cargo? => ore + 3 + ice
    """,
)
FARM: Moment = (
    {
        "weather.snow": "false",
        "weather.fog": "true",
        "weather.temperature": "-3.5",
        "season": "winter",
        "day": "12",
        "field_watered": "true",
        "inventory.seeds": "14",
        "inventory.wateringCan": "true",
        "inventory.coins": "8",
        "friendship": "0.6",
        "barn.animals": "cow, two goats",
        "barn.door": "open",
        "well.state": "frozen",
        "festival.in_days": "3",
        "mood": "cheerful",
        "player.energy": "0.9",
        "player.position": "4, 9",
    },
    """
    Is it snowing? => no, it is not snowing
    Is it foggy? => yes + fog
    How is the weather? => fog + -3.5 + not snowing
    What is the temperature? => -3.5
    What season is it? => winter
    What day is it? => day 12
    Is the field watered? => yes, the field is watered
    How many seeds do I have? => 14 seeds
    Do I have a watering can? => yes + watering can
    What do I carry? => 14 seeds + watering can
    How many coins do I have? => 8 coins
    Which animals are in the barn? => cow + two goats
    What animals are in the barn? => cow + two goats
    Is the barn door open? => open
    Is the well frozen? => the well is frozen
    How are you? => cheerful
    Are you sad? => cheerful
    How is my energy? => your energy is at 90 percent
    Where am I? => you are at 4, 9
    How is our friendship? => 60 percent
    """,
)
CASTLE: Moment = (
    {
        "castle.gate.open": "false",
        "castle.guards": "4",
        "hero.level": "3",
        "hero.weapon": "iron_sword",
        "hero.gold": "17",
        "hero.inventory": "torch, bread",
        "hero.hp": "12/30",
        "Bruno.mood": "angry",
        "tavern.patrons": "Mara, Tuck",
        "dragon.alive": "false",
        "dragon.distance": "3.72",
        "war": "true",
        "moon_phase": "full",
        "torch_lit": "true",
        "weather": "stormy",
        "bridge.broken": "true",
        "npc.tired": "false",
        "npc.busy": "true",
        "coords.player.x": "5",
        "coords.player.y": "6",
    },
    """
    Is the castle gate open? => no, the gate is not open
    How many guards are there? => the castle has 4 guards
    What level am I? => your level is 3
    What weapon do I have? => iron sword
    How much gold do I have? => 17 gold
    What's in my inventory? => torch + bread
    Am I wounded? => 12/30
    How is Bruno? => Bruno feels angry
    Who is in the tavern? => Mara + Tuck
    Is the dragon dead? => the dragon is not alive
    How far is the dragon? => 3.72
    Is there a war? => yes, there is a war
    Is the torch lit? => yes, the torch is lit
    Is it stormy? => it is stormy
    Tell me about the bridge => the bridge is broken
    Can I cross the bridge? => the bridge is broken
    Are you tired? => no, I am not tired
    Are you busy? => yes, I am busy
    Where am I? => you are at 5, 6
    And my gold? => 17 gold
    May I sit down? => !know + !cannot
    """,
)
RACE: Moment = (
    {
        "race.lap": "2",
        "race.laps_total": "5",
        "car.speed": "182.44444",
        "car.damage": "0.15",
        "car.tyres.front.wear": "0.33",
        "car.tyres.rear.wear": "0.6",
        "car.engine_on": "true",
        "track.name": "Silver Ring",
        "is_raining": "false",
        "rivals": "Max, Lena",
        "best_time": "1:23.4",
        "player.hasLicense": "true",
        "player.canDrive": "true",
    },
    """
    Which lap are we in? => lap + 2 + 5 laps
    How fast is my car? => 182.44
    Is my car damaged? => 15 percent
    How are my tyres? => front tyre + 33 percent + rear tyre + 60 percent
    Is the engine on? => yes, the engine is on
    What is the track called? => Silver Ring
    Is it raining? => no, it is not raining
    Who are my rivals? => Max + Lena
    What is my best time? => your best time is 1:23.4
    Do I have a license? => yes, you have a license
    Can I drive? => yes, you can drive
    """,
)
TOWN: Moment = (
    {
        "bag": "",
        "time": "18.5",
        "quests": "(title: Find Rex, done: false), (title: Buy milk, done: true)",
        "doors.north.locked": "true",
        "doors.south.locked": "false",
        "wolves.left": "2",
        "door_opened": "3",
        "secrets_found": "4",
        "has_key": "true",
        "metKing": "false",
        "enemies": "0",
        "lights": "off",
        "festival.in_days": "3",
        "location": "Old Mill",
        "dayOfWeek": "Tuesday",
    },
    """
    What is in my bag? => you carry nothing
    What time is it? => it is 18:30
    What are my quests? => Find Rex (not done), Buy milk (done)
    Is the north door locked? => yes, the north door is locked
    Are the doors locked? => the north door is locked + the south door is not locked
    How many wolves are left? => 2 wolves left
    How many secrets have I found? => 4 secrets have been found
    Do I have the key? => yes + key
    Have I met the king? => no, you have not met the king
    How many enemies are there? => there are no enemies
    Are the lights off? => yes, the lights are off
    When is the festival? => the festival is in 3 days
    How is the door? => opened 3 times
    What place is this? => Old Mill
    What day is it? => Tuesday
    """,
)
MOMENTS = {"wolves": WOLVES, "ship": SHIP, "farm": FARM, "castle": CASTLE, "race": RACE, "town": TOWN}
