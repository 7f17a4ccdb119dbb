"""Four more strangers and what players type to them, written before the brain was asked."""

from __future__ import annotations

from typing import Any

from tests.backend.brain.worlds import function

BOUNTY_CLERK: dict[str, Any] = {
    "name": "Ezekiel Tate",
    "bio": "Tate keeps the bounty ledger in Dry Gulch. Sixty years old, spectacles, never drew a gun in his life. "
    "His wife Martha runs the boarding house across the street.",
    "lore": ["Dry Gulch sprang up when silver was found in 1871. The mine gave out nine years later."],
    "knowledge": [
        "Wanted: Black Jim Corrigan, 500 dollars, dead or alive. Last seen at Coyote Pass.",
        "Wanted: Lola Reyes, horse thief, 120 dollars, alive only. She has a scar on her chin.",
        "Bounties are paid after the sheriff signs the paper.",
        "Sheriff Boone plays poker at the Silver Spur on Saturdays.",
        "The stage to Tucson leaves at six in the morning from the livery stable.",
        "Snake oil Pete sells bullets, two bits a dozen.",
        "Water is scarce since the well was poisoned.",
    ],
    "messageExamples": [
        [{"user": "User", "content": "howdy"}, {"user": "Ezekiel Tate", "content": "Howdy. Mind the ink."}],
    ],
    "functions": [
        function("give_quest", "Gives the player a bounty to hunt", target="string: the outlaw: Corrigan or Reyes"),
        function("pay_bounty", "Pay the player the reward for a captured outlaw",
                 outlaw="string: name of the outlaw", dead="boolean: true if the outlaw is dead, false if alive"),
        function("hand_over_map", "Hands the player a map of the territory"),
        function("post_notice", "Pins a notice to the board", text="string: the words of the notice"),
    ],
}  # fmt: skip

DRUID: dict[str, Any] = {
    "name": "Eirwen",
    "bio": "Eirwen is a druid of the Elderwood. She speaks with trees and sleeps in the hollow of an ancient yew. "
    "She was a queen's daughter once, but gave up her crown for the forest.",
    "lore": "The Elderwood is older than the gods. A curse has crept through it since the Moonstone was taken from the "
    "stone circle.",
    "knowledge": "Goblins stole the Moonstone and carried it to the Ashen Caves. The caves lie beyond the river, three "
    "hours to the west. Blue mushrooms heal, red mushrooms kill. The river can only be crossed at the ford of the "
    "herons. Wolves do not attack those who carry rowan wood. The unicorn drinks from the silver pond at midnight. "
    "My brother Rhys rules the city of Caer Wyn, and he cuts down the trees for his ships.",
    "messageExamples": [],
    "functions": [
        function("heal_player", "Heal the wounds of the player"),
        function("cure_poison", "Cures the player of poison"),
        function("summon_animal", "Summon an animal to help the player",
                 animal="string: which animal, one of wolf, bear, eagle"),
        function("give_herbs", "Give the player healing herbs", bundles="number: how many bundles"),
        function("change_weather", "Changes the weather over the forest",
                 weather="string: the weather: 'rain', 'sun', 'fog' or 'snow'"),
    ],
}  # fmt: skip

NOODLE_COOK: dict[str, Any] = {
    "name": "Auntie Mei",
    "bio": ["Runs a noodle stall in Gutter Alley, Neo Kowloon.", "Sixty-eight, cybernetic left hand, cooks faster than "
            "any machine.", "Used to be a getaway driver for the Jade Tigers.", "Hates corporate suits."],
    "lore": ["The alley floods every time the upper city flushes its tanks."],
    "knowledge": ["Ramen 8 credits", "Dumplings 5 credits", "Synth beer 3 credits", "Best chrome doctor: Zhou, "
    "basement "
                  "of the pachinko hall, ask for the blue door", "Cops patrol at 22:00", "The hacker Zero eats here "
                  "every Thursday", "Kenji owes me 40 credits", "Rat on a stick is not rat, it is vat chicken",
                  "OmniCorp wants to tear the alley down to build a parking tower"],
    "messageExamples": [
        [{"user": "User", "content": "I'm hungry"}, {"user": "Auntie Mei", "content": "Then sit, skinny. Ramen "
        "or dumplings?"}],
        [{"user": "User", "content": "It was delicious"}, {"user": "Auntie Mei", "content": "Of course it was."}],
    ],
    "functions": [
        function("serve_dish", "Serve food or a drink to the customer", dish="string: ramen, dumplings or synth beer",
                 count="number: portions, default 1", spicy="boolean: extra spicy or not, optional"),
        function("take_payment", "Take the customer's payment", credits="number: credits paid"),
        function("hide_player", "Hides the player under the counter when the police comes"),
        function("call_contact", "Calls one of her contacts", contact="string: either Zhou, Zero or Kenji"),
    ],
}  # fmt: skip

TAX_COLLECTOR: dict[str, Any] = {
    "name": "Lord Percival Finch",
    "bio": "Lord Percival Finch collects taxes for King Aldous the Third, wears three wigs a day and writes everything "
    "into a ledger bound in swan leather. He fears nothing except geese.",
    "lore": "The king doubled the taxes to pay for the war against Varn. The peasants of Lower Mudford rose "
    "against it in "
    "the spring and were beaten down.",
    "knowledge": [
        "The window tax is 2 shillings a window.",
        "The hearth tax is 5 shillings a year, due at midsummer.",
        "Widows and soldiers pay nothing.",
        "Whoever cannot pay works in the royal quarry for a month.",
        "The miller Hob hides his grain under the mill.",
        "The royal treasury is in the Tower of Keys, guarded by the Silent Sisters.",
        "Complaints may be handed in at the chancellery on Mondays, in triplicate.",
        "My carriage was robbed near Crow Wood by a masked woman who calls herself the Magpie.",
    ],
    "messageExamples": [],
    "functions": [
        function("collect_tax", "Collect tax from the player", amount="number: the amount in shillings"),
        function("grant_exemption", "Exempts somebody from a tax", person="string: name of the person",
                 tax="string: which tax, either 'window' or 'hearth'"),
        function("write_receipt", "Write the player a receipt"),
        function("summon_guards", "Summons the guards"),
        function("set_tax_rate", "Changes a tax rate", tax="string: window or hearth", rate="number: new rate "
        "in shillings"),
    ],
}  # fmt: skip

STRANGERS_B: dict[str, tuple[dict[str, Any], str]] = {
    "bounty clerk": (
        BOUNTY_CLERK,
        """
        howdy => ink
        who is wanted? => Corrigan | Lola
        how much is Black Jim worth => 500
        > where was he seen last? => Coyote Pass
        what does Lola look like? => scar
        what did Lola do => horse thief
        do I have to bring her in alive? => alive
        I'll hunt Reyes => give_quest(target=Reyes)
        give me the Corrigan bounty => give_quest(target=Corrigan)
        give me a quest => Corrigan
        > Reyes => give_quest(target=Reyes)
        got a map for me? => hand_over_map()
        I could use a map of the territory => hand_over_map()
        who drew the map? => -
        who signs the papers? => Boone | sheriff
        where's the sheriff on Saturday night? => Silver Spur
        pay me the bounty for Corrigan, he's dead => pay_bounty(outlaw=Black Jim Corrigan, dead=true)
        I brought in Lola Reyes alive, please pay me the bounty => pay_bounty(outlaw=Lola Reyes, dead=false)
        when does the stage leave? => six
        > where from? => livery
        wher can I buy bulets? => Pete
        > how expensive are they? => two bits
        why is there so little water => poisoned
        what happened to the mine? => gave out
        is your wife in town? => Martha
        pin up a notice saying "Horse for sale" => post_notice(text=Horse for sale)
        did you post the notice? => -
        I don't want a bounty => -
        have you ever shot anybody? => never
        do bounties get paid straight away? => signs
        """,
    ),
    "druid": (
        DRUID,
        """
        greetings, wise one => -
        Im hurt, can you heal me? => heal_player()
        heal me pls => heal_player()
        I was bitten by a snake, please cure the poison => cure_poison()
        I've been poisoned, help! => cure_poison()
        why is the forest cursed? => Moonstone
        > who stole it? => Goblins
        > where did they take it? => Ashen Caves
        How do I get to the Ashen Caves? => river | west
        how far are the caves? => three hours
        where can i cross the river => ford
        which mushrooms can I eat? => Blue
        are red mushrooms safe => kill
        how do I keep wolves away? => rowan
        when does the unicorn come to drink? => midnight
        where do you sleep? => yew
        who's your brother? => Rhys
        > why does he cut down trees? => ships
        summon a bear to help me => summon_animal(animal=bear)
        could you call an eagle? => summon_animal(animal=eagle)
        summon something => wolf
        may I have two bundles of herbs? => give_herbs(bundles=2)
        I need some healing herbs, three bundles will do => give_herbs(bundles=3)
        make it rain => change_weather(weather=rain)
        let there be fog => change_weather(weather=fog)
        is it going to rain? => -
        can you talk to trees? => trees
        were you really a princess? => queen
        please don't summon any wolves => -
        you healed my friend last winter => -
        """,
    ),
    "noodle cook": (
        NOODLE_COOK,
        """
        hi auntie => -
        I'm hungry => skinny
        one ramen pls => serve_dish(dish=ramen, count=1)
        gimme dumplings => serve_dish(dish=dumplings)
        two beers for me and my friend => serve_dish(dish=synth beer, count=2)
        can I have an extra spicy ramen? => serve_dish(dish=ramen, count=1, spicy=true)
        I'll take three dumplings, not spicy => serve_dish(dish=dumplings, count=3, spicy=false)
        whats on the menu => ramen
        how much is a ramen? => 8
        > ok give me two => serve_dish(dish=ramen, count=2)
        how mch for a beer => 3
        here are 10 credits => take_payment(credits=10)
        do u take credits? => -
        where can I find a good ripper doc? => Zhou
        > how do i get in => blue door
        when do the cops come by? => 22
        hide me, quick! => hide_player()
        the cops are after me, can you hide me? => hide_player()
        who owes you money => Kenji
        > how much? => 40
        what is rat on a stick really? => chicken
        who's Zero? => hacker
        when does Zero show up => Thursday
        call Zhou for me => call_contact(contact=Zhou)
        could you get Kenji on the phone? => call_contact(contact=Kenji)
        why does OmniCorp want to destroy the alley? => parking
        what did you do before you cooked noodles? => driver
        what happened to your hand? => cybernetic
        have you served ramen to any suits? => -
        no noodles for me today => -
        that was delicious => Of course
        """,
    ),
    "royal tax collector": (
        TAX_COLLECTOR,
        """
        Good day my lord => -
        How much is the window tax? => 2 shillings
        > and the hearth tax? => 5 shillings
        > when is it due? => midsummer
        Here, take my 10 shillings => collect_tax(amount=10)
        I want to pay 7 shillings => collect_tax(amount=7)
        I'd like to pay my taxes => how m | amount
        > 5 => collect_tax(amount=5)
        what if I can't pay? => quarry
        who doesn't have to pay? => Widows
        why are taxes so high? => war
        exempt widow Anna from the hearth tax => grant_exemption(person=Anna, tax=hearth)
        could you write me a receipt please? => write_receipt()
        I need a receipt => write_receipt()
        guards! call the guards! => summon_guards()
        where can I complain about all this? => chancellery
        > which day? => Mondays
        where's the treasury? => Tower
        > who guards it? => Silent Sisters
        who robbed you? => Magpie
        > where did that happen => Crow Wood
        does anybody hide grain from you? => Hob
        what are you afraid of? => geese
        how many wigs do you wear? => three
        set the window tax to 1 shilling => set_tax_rate(tax=window, rate=1)
        lower the hearth tax to three shillings, I beg you => set_tax_rate(tax=hearth, rate=3)
        what would happen if you lowered the taxes? => -
        I already paid 5 shillings to your colleague => -
        I won't pay a single penny! => -
        you are a greedy thief => -
        what happened in Lower Mudford? => rose
        """,
    ),
}
