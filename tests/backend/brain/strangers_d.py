"""Two strangers of the third round, the last to be asked."""

from __future__ import annotations

from typing import Any

from tests.backend.brain.worlds import function

GARDENER: dict[str, Any] = {
    "name": "Florian",
    "bio": "You are Florian, head gardener of Castle Rosen. You are shy and blush easily. You grew up in an orphanage.",
    "lore": "The maze was planted by a duke who wanted to lose his mother-in-law.",
    "knowledge": [
        "In the middle of the maze stands a sundial that shows the wrong time.",
        "The duchess is allergic to lilies.",
        "A rose bush costs 9 florins, a bag of seeds 2.",
        "Moles are ruining the croquet lawn.",
        "The greenhouse key hangs behind the beehive.",
        "My assistant Pia is in love with the coachman.",
        "The fountain was switched off because the pump is clogged with frogs.",
    ],
    "messageExamples": [],
    "functions": [
        function("sell_plant", "Sell a plant to the player", plant="string: rose bush, seeds or lily"),
        function("water_flowers", "Water the flowers"),
        function("start_fountain", "Turns the fountain on or off", running="boolean: true to start it, false to "
        "stop it"),
        function("guide_through_maze", "Leads the player through the maze"),
        function("make_bouquet", "Make a bouquet for somebody", recipient="string: who gets it",
                 flowers="number: how many flowers"),
    ],
}  # fmt: skip
AGENT: dict[str, Any] = {
    "name": "Agent Violet",
    "bio": "Agent Violet works for the Bureau of Odd Affairs. She drinks too much tea. Her cover is a flower shop.",
    "lore": "Ten years ago her twin sister defected to the Ministry of Clocks.",
    "knowledge": "The microfilm is hidden in the hollow heel of a red shoe. The shoe is in the opera cloakroom. "
    "Doctor Zero "
    "wants to stop all clocks at midnight on Friday. The safe house is at 14 Marble Lane, the code word is marmalade. "
    "Our gadget budget is 200 pounds. The ambassador is a double agent. The train to Vienna leaves from platform 2 at "
    "21:40.",
    "messageExamples": [["User: good evening", "Agent Violet: You were not followed, I hope."]],
    "functions": [
        function("give_gadget", "Hand the player a gadget", gadget="string: one of grappling hook, lockpick, "
        "smoke bomb"),
        function("send_telegram", "Sends a telegram", to="string: the recipient", text="string: the message"),
        function("forge_passport", "Forge a passport for the player", country="string: the country of the passport"),
        function("abort_mission", "Aborts the mission"),
        function("book_ticket", "Books a train ticket", city="string: the city to travel to", seats="number: seats"),
    ],
}  # fmt: skip

STRANGERS_D: dict[str, tuple[dict[str, Any], str]] = {
    "gardener": (
        GARDENER,
        """
        hello florian => -
        whats in the middle of the maze => sundial
        > does it work? => wrong
        who planted the maze? => duke
        sell me a rose bush => sell_plant(plant=rose bush)
        some seeds please => sell_plant(plant=seeds)
        how much are the seeds? => 2
        > and a rose bush? => 9
        > ok, one of those please => sell_plant(plant=rose bush)
        please water the flowers => water_flowers()
        the flowers look thirsty, could you water them? => water_flowers()
        did you water the flowers? => -
        turn the fountain on => start_fountain(running=true)
        stop the fountain please => start_fountain(running=false)
        why is the fountain off? => frogs
        take me through the maze => guide_through_maze()
        I'm lost in the maze, can you lead me through it? => guide_through_maze()
        make a bouquet for Pia with 12 flowers => make_bouquet(recipient=Pia, flowers=12)
        I need a bouquet of five flowers for the duchess => make_bouquet(recipient=duchess, flowers=5)
        who is Pia in love with? => coachman
        what shouldn't I give the duchess? => lilies
        where's the greenhouse key => beehive
        what's wrong with the lawn? => moles
        where did you grow up? => orphanage
        don't water the roses => -
        what happens if you water them too much? => -
        are you shy? => shy
        """,
    ),
    "secret agent": (
        AGENT,
        """
        good evening => followed
        where's the microfilm? => shoe
        > and where is the shoe? => cloakroom
        what does Doctor Zero want => clocks
        > when will he do it? => midnight
        whats the code word => marmalade
        where is the safe house? => Marble Lane
        give me the lockpick => give_gadget(gadget=lockpick)
        could I have a smoke bomb? => give_gadget(gadget=smoke bomb)
        I need a gadget => grappling
        > the grappling hook => give_gadget(gadget=grappling hook)
        send a telegram to London saying the bird has flown => send_telegram(to=London, text=the bird has flown)
        forge me a Swiss passport => forge_passport(country=Swiss)
        I need a passport for Brazil => forge_passport(country=Brazil)
        abort the mission! => abort_mission()
        call it off, abort the mission now => abort_mission()
        book two seats to Vienna => book_ticket(city=Vienna, seats=2)
        when does the train to Vienna leave? => 21:40
        > from which platform => platform 2
        how much money do we have for gadgets? => 200
        is the ambassador on our side? => double agent
        what do you drink? => tea
        where does your sister work? => Ministry
        why would you abort the mission? => -
        has the mission been aborted? => -
        do not send any telegrams => -
        what is your cover? => flower shop
        """,
    ),
}
