"""Three characters and their tables, written after the brain was done, to see what it makes of strangers."""

from __future__ import annotations

from typing import Any

from tests.backend.brain.worlds import function

MECHANIC: dict[str, Any] = {
    "name": "Rook-7",
    "bio": "Rook-7 is a maintenance android aboard Kestrel Station. It was built on Mars in 2240. It collects "
    "broken clocks.",
    "lore": "Kestrel Station orbits the gas giant Brahe. The crew abandoned ring C after the fire of 2251.",
    "knowledge": [
        "The main reactor runs at forty percent because a coolant valve is stuck.",
        "Replacement valves are stored in cargo bay 4, behind the hydroponics crates.",
        "Docking at Kestrel costs 80 credits per day.",
        "Airlock 2 has been sealed since the hull breach.",
        "Commander Osei commands the station. She lives in ring A, cabin 12.",
        "The supply shuttle Heron arrives every ninth day.",
        "Oxygen in ring C lasts eleven minutes without a suit.",
        "Doctor Lindqvist removes implants in the medbay on deck 3, no questions asked.",
    ],
    "messageExamples": [
        [
            {"user": "User", "content": "Hello"},
            {"user": "Rook-7", "content": "Greeting acknowledged. State your malfunction."},
        ]
    ],
    "functions": [
        function(
            "repairShip",
            "Repair a system of the player's ship",
            system="string: Which system to repair: engine, shields or life support",
        ),
        function("refuel", "Refuel the player's ship", litres="number: litres of fuel"),
        function("unlock_airlock", "Unlock an airlock", number="number: number of the airlock"),
        function("set_lights", "Switch the lights of the hangar on or off", on="boolean: true for on, false for off"),
    ],
}
DETECTIVE: dict[str, Any] = {
    "name": "Inspector Vera Kline",
    "bio": [
        "Vera Kline is a tired detective of the Harbour Precinct who trusts nobody before coffee.",
        "Her partner Sam was shot three years ago.",
    ],
    "lore": ["She solved the Bluebird murders in 1938 and hates being reminded of it."],
    "knowledge": [
        "Lionel Marsh was found dead in the boathouse on Sunday night.",
        "The victim owed 3000 dollars to the gambler Eddie Crane.",
        "His widow Gloria has an alibi, she was at the opera.",
        "A muddy boot print, size eleven, was found by the window.",
        "The murder weapon, a brass candlestick, is missing.",
        "The butler Hobbs limps and wears size eleven.",
        "Fingerprints are examined at the laboratory on Fifth Street, which closes at six.",
        "Eddie Crane plays cards every evening in the back room of the Velvet Cat.",
    ],
    "messageExamples": [],
    "functions": [
        function(
            "accuse",
            "Formally accuse a suspect of the murder",
            suspect="string: the accused: 'Gloria', 'Hobbs' or 'Eddie Crane'",
        ),
        function(
            "show_evidence",
            "Show the player a piece of evidence",
            piece="string: one of boot print, photograph or letter",
        ),
        function("call_backup", "Call for police backup"),
        function("drive_to", "Drive the player somewhere", place="string: the place to drive to"),
    ],
}
CHILD: dict[str, Any] = {
    "name": "Tilly",
    "bio": "I'm Tilly and I'm seven and a half. I live on the farm with Grandpa Joss and my goat Biscuit. I can "
    "whistle louder than anyone.",
    "lore": "My mama went to the city to work in the mill. She sends a letter every month.",
    "knowledge": [
        "Grandpa says the scarecrow walks at night.",
        "Our cow Clover had a calf on Tuesday.",
        "Eggs are 1 penny each, and a jug of milk is 3 pennies.",
        "I hid Grandpa's pipe in the hollow tree because smoking is bad for him.",
        "There is a fox that steals our chickens. It lives under the old bridge.",
        "The apples are ripe in October.",
        "The neighbour's dog Brutus bites, so don't climb the fence.",
    ],
    "messageExamples": ["Tilly: Are you a real knight?", "User: bye", "Tilly: Bye bye! Biscuit says bye too!"],
    "functions": [
        function("give_egg", "Give the player an egg from the basket"),
        function("whistle", "Whistle loudly to call the goat"),
        function(
            "sellFood", "Sell eggs or milk to the player", product="string: eggs or milk", amount="number: how many"
        ),
        function("play_game", "Play a game with the player", game="string: hide and seek, tag or riddles"),
        function("fetch_grandpa", "Run and fetch Grandpa"),
    ],
}

HELD_OUT: dict[str, tuple[dict[str, Any], str]] = {
    "mechanic": (
        MECHANIC,
        """
        hello there => malfunction
        My engine is busted, can you fix it? => repairShip(system=engine)
        repair my shields please => repairShip(system=shields)
        I need you to repair the life support => repairShip(system=life support)
        could you patch up my ship? => engine
        > the engine => repairShip(system=engine)
        fill her up with 50 litres of fuel => refuel(litres=50)
        refuel my ship with two hundred litres => refuel(litres=200)
        unlock airlock 3 => unlock_airlock(number=3)
        can you open airlock two? => unlock_airlock(number=2)
        turn off the lights => set_lights(on=false)
        please switch on the lights in the hangar => set_lights(on=true)
        why is airlock 2 closed? => hull breach
        who locked airlock 2? => -
        are the lights on? => -
        what's wrong with the reactor? => valve
        > where can I find a new one? => cargo bay
        How much do I pay for docking? => 80
        Who's in charge here? => Osei
        > where does she live? => ring A
        when does the supply ship come => ninth
        how long can I breathe in ring C? => eleven minutes
        why did the crew leave ring C? => fire
        I need somebody to take out my implant => Lindqvist
        when were you built? => 2240
        what's your hobby? => clocks
        You repaired my engine last week => -
        don't touch my engine => -
        which planet does the station orbit? => Brahe
        what are you? => android
        """,
    ),
    "detective": (
        DETECTIVE,
        """
        Who died? => Lionel Marsh
        where was the body found? => boathouse
        > when? => Sunday
        I accuse Hobbs! => -
        Accuse the butler Hobbs => accuse(suspect=Hobbs)
        please accuse Gloria of the murder => accuse(suspect=Gloria)
        show me the boot print => show_evidence(piece=boot print)
        could I see the photograph? => show_evidence(piece=photograph)
        let me have a look at the letter => show_evidence(piece=letter)
        call for backup! => call_backup()
        drive me to the Velvet Cat => drive_to(place=Velvet Cat)
        can you take me to the laboratory => drive_to(place=laboratory)
        who is accused? => -
        has anyone called backup? => -
        what was the murder weapon? => candlestick
        does the widow have an alibi? => opera
        How much money did the victim owe? => 3000
        whom did he owe money? => Crane
        where can I find Eddie Crane => Velvet Cat
        what does he do in the evening? => cards
        who wears size eleven shoes? => Hobbs
        where do they check fingerprints? => Fifth Street
        > until when are they open? => six
        what happened to your partner? => shot
        Did the butler do it? => Hobbs
        do not call backup => -
        I called for backup an hour ago => -
        which cases have you solved? => Bluebird
        what clues do we have? => boot print
        who are you? => detective
        """,
    ),
    "farm child": (
        CHILD,
        """
        how old are you? => seven
        what's your goat's name? => Biscuit
        where's your mum? => city
        > what does she do there? => mill
        can I have an egg? => give_egg()
        Give me an egg please => give_egg()
        whistle for me => whistle()
        could you whistle? => whistle()
        sell me six eggs => sellFood(product=eggs, amount=6)
        I'd like to buy two jugs of milk => sellFood(product=milk, amount=2)
        let's play tag => play_game(game=tag)
        do you want to play? => -
        play a game with me => tag
        > riddles! => play_game(game=riddles)
        Please get your grandfather => fetch_grandpa()
        who whistled? => -
        how much are the eggs? => 1 penny
        > and the milk? => 3 pennies
        what steals the chickens? => fox
        > where does it live? => bridge
        where is your grandpa's pipe? => hollow tree
        why did you hide the pipe? => smoking
        when did the cow have her baby? => Tuesday
        what's the cow called => Clover
        is the dog dangerous? => bites
        when are apples ripe? => October
        what does the scarecrow do? => walks
        I don't want any eggs => -
        where do you live? => farm
        what can you do really well? => whistle
        bye tilly => Biscuit
        """,
    ),
}
