"""Characters of other games than the demo, each with what players say to them; formats differ on purpose."""

from __future__ import annotations

from typing import Any


def function(name: str, description: str, /, **parameters: str) -> dict[str, Any]:
    """A declared function; a parameter is `type: description`."""
    listed = [
        {"name": key, "type": text.split(":", 1)[0], "description": text.split(":", 1)[1].strip()}
        for key, text in parameters.items()
    ]
    return {"name": name, "description": description, "parameters": listed}


SMITH: dict[str, Any] = {
    "name": "Garrick",
    "bio": "Garrick is a one-eyed dwarf who runs the Black Anvil. He lost his eye to a basilisk. He drinks nothing "
    "but milk.",
    "lore": "The Black Anvil was carved into the mountain by Garrick's ancestors nine hundred years ago.",
    "knowledge": "An axe costs 30 silver. A helmet costs 18 silver and a dagger 9. The mithril vein below the city "
    "ran dry last "
    "spring. Queen Thyra rules the city from the Glass Hall. She hates elves. The lift to the surface stands "
    "behind the brewery and "
    "leaves every hour. Cave spiders nest in the flooded tunnels. They fear salt.",
    "messageExamples": [],
    "functions": [
        function(
            "sell_weapon",
            "Sell a weapon to the player",
            weapon="string: axe, helmet or dagger",
            count="number: how many are sold",
        ),
        function("sharpen_blade", "Sharpen the blade of the player for free"),
    ],
}
HEALER: dict[str, Any] = {
    "name": "Sister Ilse",
    "bio": [
        "Ilse is a nun who tends the sick in the chapel of Saint Orin.",
        "She took her vows after her village burned down.",
    ],
    "lore": [
        "The chapel stands on the bones of a giant.",
        "Plague came to the valley twice, and twice the bells drove it away.",
    ],
    "knowledge": [
        "A healing potion costs 15 crowns, an antidote costs 20 crowns.",
        "Moonleaf grows only on the graves behind the chapel. It lowers a fever.",
        "Father Bartholomew hears confession at noon.",
        "The baron's daughter Elise is gravely ill, and nobody knows why.",
        "Snake venom must be sucked out before sunset, else the limb is lost.",
    ],
    "messageExamples": [["User: Hello", "Sister Ilse: Peace be with you, child."]],
    "functions": [
        function("heal", "Heals the wounds of a person", who="string: the name of the person who is healed"),
        function("give_potion", "Hand the player a potion", kind="string: 'healing potion' or 'antidote'"),
        function("ring_bells", "Ring the chapel bells"),
        function(
            "bless",
            "Bless the player",
        ),
    ],
}
GUARD: dict[str, Any] = {
    "name": "Corporal Dunn",
    "bio": "You are Corporal Dunn, a bored gate guard of Port Sable. You have guarded the east gate for six years. "
    "Never reveal the password.",
    "lore": "You once let a spy through for a sausage, and you lost your stripes for it.",
    "knowledge": "Nobody passes without papers. Papers are issued at the harbour office next to the lighthouse. "
    "The fee is 5 silver. "
    "The gate is locked from ten in the evening until five in the morning. Smugglers use the old sewer under the "
    "fish market. "
    "Captain Vey commands the watch. He is allergic to cats. The duke was poisoned last month.",
    "messageExamples": [
        {"user": "{{user1}}", "content": {"text": "Halt!"}},
        {"user": "Corporal Dunn", "content": {"text": "I am the one who says halt here."}},
    ],
    "functions": [
        function("open_gate", "Opens the east gate"),
        function("close_gate", "Closes the east gate"),
        function("arrest", "Arrest somebody", person="string: who is arrested"),
        function("set_alarm", "Turn the alarm on or off", active="boolean: true to turn it on, false to turn it off"),
    ],
}
INNKEEPER: dict[str, Any] = {
    "name": "Mags",
    "bio": [
        "I run the Drunken Heron, the only inn between here and the coast.",
        "My husband Piet cooks and my twins sing on Fridays.",
    ],
    "lore": ["The Heron burned down in the year of the comet, and I rebuilt it with my own hands."],
    "knowledge": [
        "A single room is 4 copper a night, a double room 7 copper.",
        "Stew is 2 copper, ale 1 copper and wine 3 copper.",
        "Breakfast is served from seven until ten.",
        "The hooded stranger in the corner pays in old gold and speaks to nobody.",
        "The coach to the coast leaves on Tuesdays at sunrise.",
        "Rats have got into the cellar, and I would pay 10 copper to be rid of them.",
    ],
    "messageExamples": [],
    "functions": [
        function(
            "rent_room",
            "Rent a room to the player",
            size="string: 'single' or 'double'",
            nights="number: number of nights",
        ),
        function("serve", "Serve food or drink", order="string: one of stew, ale or wine"),
        function("tell_joke", "Tell the player a joke"),
    ],
}
MERCHANT: dict[str, Any] = {
    "name": "Zahir al-Amin",
    "bio": "Zahir is a spice trader from the desert city of Qasr. He travels with three camels and a talking "
    "parrot named Suleiman.",
    "lore": "His caravan was robbed by the Sand Vipers two summers ago, and since then he hires guards.",
    "knowledge": {
        "prices": ["Saffron costs 50 dinars a pouch.", "Cinnamon costs 12 dinars.", "A carpet costs 200 dinars."],
        "places": ["The oasis of Tamar lies two days to the south.", "The Sand Vipers hide in the canyon of whispers."],
        "people": ["Princess Leila collects carpets.", "Old Omar at the fountain repairs lamps."],
    },
    "messageExamples": [],
    "functions": [
        function(
            "sell",
            "Sell goods to the player",
            item="string: saffron, cinnamon or carpet",
            quantity="number: how many, default 1",
        ),
        function(
            "buyItem",
            "Buys an item from the player",
            item="string: what the player offers",
            price="number: the price in dinars",
        ),
        function("guide_to", "Lead the player to a place", destination="string: where to go, for example oasis"),
    ],
}

WORLDS: dict[str, tuple[dict[str, Any], str]] = {
    "dwarf smith": (
        SMITH,
        """
        Who rules the city? => Thyra
        > what does she hate? => elves
        how did you lose your eye? => basilisk
        How much for an axe? => 30
        what does a dagger cost => 9
        Sell me some axes => how many | many
        > two => sell_weapon(weapon=axe, count=2)
        I'd like to buy three daggers => sell_weapon(weapon=dagger, count=3)
        one helmet, please => sell_weapon(weapon=helmet, count=1)
        could you sharpen my sword? => sharpen_blade()
        plese sharpn my blade => sharpen_blade()
        Do you sharpen blades? => -
        How much is sharpening? => -
        I do not need an axe => -
        I have bought an axe from you already => -
        how do I get to the surface? => lift
        when does the lift leave? => every hour
        where's the lift? => brewery
        what are spiders afraid of? => salt
        where do the spiders live? => tunnels
        What happened to the mithril? => dry
        what do you drink? => milk
        how old is the Black Anvil? => nine hundred
        who are you? => dwarf
        who is the queen => Thyra
        Is the axe any good? => -
        hi => -
        """,
    ),
    "nun": (
        HEALER,
        """
        Hello sister => Peace
        Please heal me => heal(who=Ada)
        heal Elise => heal(who=Elise)
        can you cure my wounds? => heal(who=Ada)
        I need an antidote => give_potion(kind=antidote)
        give me a potion => give_potion(kind=healing potion)
        may I have a healing potion please? => give_potion(kind=healing potion)
        ring the bells! => ring_bells()
        Please bless me, sister => bless()
        How much is an antidote? => 20
        what is a potion worth => 15
        where does moonleaf grow? => graves
        > what is it good for? => fever
        when can I confess? => noon
        who is ill? => Elise
        what do I do against snake poison? => sucked
        how was the plague stopped? => bells
        Who rang the bells? => -
        why do you ring the bells? => -
        don't ring the bells => -
        You healed me yesterday => -
        can prayer heal people? => -
        what is under the chapel? => giant
        why did you become a nun? => burned
        what is your name? => Ilse
        tell me about the baron's daughter => ill
        """,
    ),
    "gate guard": (
        GUARD,
        """
        Open the gate! => open_gate()
        close the gate => close_gate()
        would you kindly shut the gate? => close_gate()
        Can you let us in? => open_gate()
        we need to get through => open_gate()
        arrest Captain Vey! => arrest(person=Captain Vey)
        Arrest that man => arrest(person=man)
        turn on the alarm => set_alarm(active=true)
        switch the alarm off please => set_alarm(active=false)
        is the alarm on? => -
        when is the gate open? => ten
        Where do I get papers? => harbour
        > what do they cost? => 5 silver
        who is in charge of the watch => Vey
        What is Captain Vey allergic to? => cats
        how did you lose your stripes? => sausage
        how do smugglers get in? => sewer
        what happened to the duke? => poisoned
        tell me the password => -
        how long have you been standing guard? => six years
        Is the gate locked at night? => ten
        Never open the gate for strangers => -
        Who has been arrested? => -
        the gate was closed when I came => -
        who are you? => Dunn
        what do I need to pass? => papers
        """,
    ),
    "innkeeper": (
        INNKEEPER,
        """
        I'd like a single room for two nights => rent_room(size=single, nights=2)
        a double room for a night please => rent_room(size=double, nights=1)
        Do you have a room? => 4 copper
        I need a room for 3 nights => single
        > double => rent_room(size=double, nights=3)
        an ale please => serve(order=ale)
        bring me some stew => serve(order=stew)
        I'll have the wine => serve(order=wine)
        stew and an ale please, I'm starving => serve(order=stew) + serve(order=ale)
        can I get a beer? => serve(order=ale)
        tell me a joke => tell_joke()
        how much is a room? => 4 copper
        What does the wine cost? => 3 copper
        when is breakfast? => seven
        until when do you serve breakfast => ten
        who is the stranger in the corner? => hooded
        how does the stranger pay? => old gold
        When does the coach leave? => Tuesday
        have you got any work for me? => rats
        who does the cooking? => Piet
        what happened to the inn? => burned
        do you have children? => twins
        Is the wine good? => -
        who rented the double room? => -
        I don't want any ale => -
        why do you serve ale? => -
        how can I get to the coast? => coach
        """,
    ),
    "spice trader": (
        MERCHANT,
        """
        how much is saffron? => 50
        > and cinnamon? => 12
        sell me a carpet => sell(item=carpet, quantity=1)
        I want two pouches of saffron => sell(item=saffron, quantity=2)
        I would like some cinnamon => sell(item=cinnamon)
        I want to sell you my ring for 20 dinars => buyItem(item=ring, price=20)
        Take me to the oasis => guide_to(destination=oasis)
        can you lead me to the canyon of whispers? => guide_to(destination=canyon of whispers)
        where is the oasis? => two days
        who robbed you? => Vipers
        where do the vipers hide? => canyon
        what's your parrot called? => Suleiman
        how many camels do you have => three
        where are you from? => Qasr
        who collects carpets? => Leila
        my lamp is broken, who can fix it? => Omar
        how expensive is a carpet => 200
        do you sell carpets? => 200
        why are carpets so expensive? => -
        Who bought the carpet? => -
        how would I get to the oasis? => south
        I sold my camel yesterday => -
        don't sell the carpet to anyone else => -
        what do you do? => trader
        are you afraid of robbers? => Vipers
        what is saffron? => -
        goodbye => -
        """,
    ),
}
