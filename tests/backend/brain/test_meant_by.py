"""What a message means by what stands beside it: an offer and its values, one part of a message and the next."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from tests.backend.brain.conversations import answers, talk
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function

BAILIFF: dict[str, Any] = {
    "name": "Ombra",
    "bio": ["Ombra is a boxer who became the bailiff of a night court.", "She has one glass eye."],
    "knowledge": [
        "The watch was a gift from her wife Clara.",
        "The judge fines her for whistling.",
        "The soprano has lost her voice.",
        "The moth living in the lamp is called Fuzzbert.",
        "Fuzzbert is afraid of lavender.",
        "Judge Hortensia Blight rules from a perch.",
        "The pie contest takes place on the first of May.",
        "The gambler Silk collects his money every Friday.",
        "Patrice doesn't know of the dirty money.",
        "A locked chest stands before the player.",
        "Ombra fought in a circus until a fall.",
        "Ombra boxed for money in Lisbon.",
        "Ombra runs the night elevator, too.",
        "Ombra has kept order for nine years.",
        "Ombra calls every moth by its name.",
    ],
    "functions": [
        function("enter_plea", "Enters the player's plea", plea="string: guilty, not guilty or insane"),
        function("request_recess", "Asks the judge for a short break of the trial"),
        function("call_witness", "Calls a witness into the courtroom", name="string: name of the witness"),
        function("phone_person", "Phones somebody", person="string: whom to phone"),
        function("give_coins", "Gives the player brass coins", amount="number: how many coins"),
    ],
}
STUDIO: dict[str, Any] = {
    "name": "Odd",
    "bio": "Odd records noises for films.",
    "knowledge": ["Rain is made of dried peas."],
    "functions": [
        function(
            "record_take",
            "Records a new take of a sound",
            prop="string: object that makes the sound",
            seconds="number: length in seconds, 10 if not said",
        ),
        function("play_song", "Plays a song on the concertina", title="string: name of the song"),
        function("set_lamps", "Turns the lamps on or off", on="boolean: true for on, false for off"),
    ],
}

SIGNS: dict[str, Any] = {
    "name": "Glim",
    "bio": "Glim bends neon signs.",
    "knowledge": ["Neon burns red."],
    "functions": [
        function(
            "bend_sign", "Bends a neon sign", text="string: what the sign says", colour="string: red, green or pink"
        ),
        function("hide_player", "Hides the player in the back room"),
        function("rename_cart", "Paints a new name on the player's cart", name="string: the new name"),
        function("refuel", "Fills up the player's cart"),
    ],
}
OFFICE: dict[str, Any] = {
    "name": "Nell",
    "bio": "Nell keeps lost things.",
    "knowledge": ["The office closes at six."],
    "functions": [
        function(
            "register_loss",
            "Write down a lost item in the register",
            item="string: what was lost",
            place="string: where it was lost",
        ),
        function("ring_bell", "Ring the counter bell", times="number: how many times to ring"),
    ],
}


@pytest.mark.parametrize(
    ("sheet", "text", "call"),
    [
        (BAILIFF, "I plead not guilty.", "enter_plea(plea=not guilty)"),
        (BAILIFF, "i plead guilty", "enter_plea(plea=guilty)"),
        (BAILIFF, "please ask the judge for a short break", "request_recess()"),
        (BAILIFF, "my neighbour Elsa Crump saw it, get her in here", "call_witness(name=Elsa Crump)"),
        (BAILIFF, "It is Princess Thistle's turn, get her in here", "call_witness(name=Princess Thistle)"),
        (BAILIFF, "give me 5 brass coins", "give_coins(amount=5)"),
        (BAILIFF, "Five coins, ok. Where does the judge sit?", ""),
        (SIGNS, "bend me a pink one, says NOPE", "bend_sign(text=NOPE, colour=pink)"),
        (
            SIGNS,
            "I even apologised to that parrot, so bend me a green sign that says HOME",
            "bend_sign(text=HOME, colour=green)",
        ),
        (SIGNS, "paint a new name on my cart: Lawn Order", "rename_cart(name=Lawn Order)"),
        (SIGNS, "hide and seek was my favourite game", ""),
        (SIGNS, "need a coffee to refuel my brain", ""),
        (SIGNS, "Come on, give me an example.", ""),
        (STUDIO, "Goodnight, and give Gasket a scratch behind the ears.", ""),
        (STUDIO, "Record a take with the rusty hinge", "record_take(prop=rusty hinge)"),
        (STUDIO, "grab the wet glove and give me 15 seconds of it", "record_take(prop=wet glove, seconds=15)"),
        (STUDIO, "Would you play something for me? Maybe Amazing Grace?", "play_song(title=Amazing Grace)"),
        (STUDIO, "no no lamps OFF again i changed my mind", "set_lamps(on=false)"),
    ],
)
def test_values_stand_beside_the_request(sheet: dict[str, Any], text: str, call: str) -> None:
    """In the choice that is named whole, behind `with`, in the clause before, or in a suggestion behind it."""
    assert said_calls(answers(sheet, text)[-1]) == call


@pytest.mark.parametrize("text", ["Can you phone the police about him?", "What a creep. Can you phone them on him?"])
def test_a_day_of_the_week_is_nobody(text: str) -> None:
    """`Every Friday` names no one who could be phoned."""
    calls = said_calls(answers(BAILIFF, "who is Silk?", text)[-1])
    assert "Friday" not in calls


def test_a_title_is_no_mood() -> None:
    """`Amazing Grace` answers what was asked for, and praises nothing."""
    assert talk(STUDIO, "play me a song", "Amazing Grace.") == "play_song(title=Amazing Grace)"


def test_a_yes_confirms_what_the_offered_message_said() -> None:
    """What is offered need not be told a second time."""
    first, last = answers(
        OFFICE, "Anyway, I lost my blue scarf on platform four. Could you write that down?", "Yes please."
    )
    assert "Shall I register the loss?" in first.content
    assert said_calls(last) == "register_loss(item=blue scarf, place=platform four)"


def test_haggling_orders_nothing() -> None:
    """A wish for a better price is offered nothing."""
    assert not answers(BAILIFF, "can't you give me a discount?", "ok ok")[-1].calls


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You look strong. Did you ever box?", "I boxed for money in Lisbon."),
        ("You fought in a circus, didn't you?", "I fought in a circus until a fall."),
        ("I used to fight in a circus myself. And you?", "I fought in a circus until a fall."),
        ("They say you fought in a circus. Is that so?", "I fought in a circus until a fall."),
        ("who is Fuzzbert", "The moth living in the lamp is called Fuzzbert."),
        ("what's the judge called", "Judge Hortensia Blight rules from a perch."),
        ("when is the pie contest", "first of May"),
        ("how long have you worked the night elevator?", "I have kept order for nine years."),
        ("what's your name little guy", "Ombra"),
    ],
)
def test_a_question_may_hang_on_a_statement(text: str, told: str) -> None:
    """A tag, `and you?`, a name or what somebody is called ask for the line that tells it."""
    assert told in answers(BAILIFF, text)[-1].content


def test_a_question_about_her_is_answered_by_a_line_about_her() -> None:
    """Also where her name opens the line, where any word has a capital."""
    sheet = {**BAILIFF, "knowledge": [*BAILIFF["knowledge"], "Ombra has a daughter called Patrice."]}
    assert "Patrice doesn't know" in answers(sheet, "do you have children?", "does she know of the money?")[-1].content


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The watch was a gift from her wife Clara.", "my wife Clara"),
        ("The judge fines her for whistling.", "fines her"),
        ("The fog keeps her from singing.", "keeps me from singing"),
        ("The soprano has lost her voice.", "lost her voice"),
        ("A locked chest stands before the player.", "before you"),
        ("The mirror shows the player's face.", "your face"),
        ("The player owes Ombra nine coins.", "The player owes me nine coins."),
    ],
)
def test_a_pronoun_is_the_characters_where_nobody_else_is_named(line: str, told: str) -> None:
    """`She` of the bio is meant in other lines too, unless a person who could be meant stands before."""
    sheet = compile_sheet({**BAILIFF, "knowledge": [line]})
    assert any(told in fact.text for fact in sheet.facts), [fact.text for fact in sheet.facts]


def test_isnt_it_is_read_whole() -> None:
    """`Isn't it cold?` asks whether it is."""
    answer = OfflineBrain().answer(Question({**BAILIFF, "knowledge": ["The hall is cold."]}, "isn't the hall cold?"))
    assert "The hall is cold" in answer.content


LOFT: dict[str, Any] = {
    "name": "Bashir",
    "bio": "Bashir keeps racing birds on a roof.",
    "knowledge": ["The race begins at noon."],
    "functions": [
        function("release_bird", "Lets one of the player's birds fly", bird="string: name of the bird"),
        function(
            "bet_on_racer",
            "Bets the player's pesos on a racer",
            racer="string: name of the racer",
            pesos="number: how many pesos",
        ),
        function("wake_me", "Wakes the player", hour="number: the hour"),
    ],
}
OWNED = {"birds": "Duchess, Lightning Bob, Crumb", "rival": "Dr. Cactus"}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("let lightning bob fly", "release_bird(bird=Lightning Bob)"),
        ("put 20 on Dr. Cactus for me", "bet_on_racer(racer=Dr. Cactus, pesos=20)"),
    ],
)
def test_a_name_of_the_games_is_a_name(text: str, call: str) -> None:
    """What the game tells of the player is known by its name, however it is typed."""
    assert talk(LOFT, text, **OWNED) == call


def test_what_the_player_has_is_listed_when_it_is_asked_for() -> None:
    """An order to name one's own things asks for no deed."""
    answer = answers(LOFT, "name all my birds", **OWNED)[-1]
    assert "Lightning Bob" in answer.content
    assert not answer.calls


def test_who_is_woken_is_you() -> None:
    """The `me` of a function's name is the player."""
    assert "wake you" in answers(LOFT, "wake me at six", **OWNED)[-1].content


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("which gate do i leave from", "13"),
        ("how long until i depart", "6"),
        ("what did i die of again", "falling piano"),
    ],
)
def test_a_deed_of_the_players_is_looked_up_by_its_noun(text: str, value: str) -> None:
    """Who leaves asks for the departure, and who died for the death, where one value alone is so called."""
    context = {"departure_gate": "13", "hours_until_departure": "6", "cause_of_death": "falling piano", "bags": "2"}
    assert value in answers(STUDIO, text, **context)[-1].content


def test_a_nickname_in_quotes_is_a_name() -> None:
    """`Bartholomew 'Blades' Quill` is Blades, and who `he` is behind a line about Blades."""
    sheet = {
        "name": "Bartholomew 'Blades' Quill",
        "bio": "Blades Quill washes clothes. He tells everybody to sort their socks.",
        "knowledge": ["Blades toured with a circus.", "He missed only once."],
    }
    told = [fact.text for fact in compile_sheet(sheet).facts]
    assert "I missed only once." in told
    assert any("their socks" in text for text in told)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Hello there, little robot!", "greeting"),
        ("Were you there on that robbery everyone talks about?", "were_you"),
        ("And who are you playing against?", "who_unknown"),
        ("Where would you go if you had a day off?", "dream"),
        ("Does the judge at least pay you well?", "private"),
        ("What about the judge, do you get along with him?", "friends"),
    ],
)
def test_small_talk_fits_the_form_of_its_question(text: str, kinds: str) -> None:
    """A thing has no sense of direction, a robbery told of is no price, and nobody is introduced in passing."""
    sheet = {**OFFICE, "lines": {kinds: ["So it goes here."]}}
    assert "So it goes here." in answers(sheet, text)[-1].content


def test_a_word_at_the_head_of_a_sentence_is_no_topic() -> None:
    """`Seen anybody?` asks of nobody called Seen."""
    assert "Seen?" not in answers(OFFICE, "A pretty name. Seen anybody odd tonight?")[-1].content


def test_nobody_known_is_unknown() -> None:
    """Whom the sheet speaks of a character does not know nothing of, whatever is asked."""
    assert "nothing of Fuzzbert" not in answers(BAILIFF, "Could Fuzzbert do algebra?")[-1].content


def test_a_debt_is_asked_for_behind_thanks() -> None:
    """`What do I owe you?` is no promise."""
    sheet = {**BAILIFF, "knowledge": ["A hearing costs six tokens."]}
    assert "six tokens" in answers(sheet, "Thanks! what do I owe you?")[-1].content


CREW: dict[str, Any] = {
    "name": "Kestrel",
    "bio": "Kestrel races a sand yacht.",
    "knowledge": ["The Soap Street crew always starts late.", "Redgate lies behind the dunes."],
    "functions": [
        function("join_crew", "Takes the player on", role="string: the role on the yacht, pilot or trimmer or lookout"),
        function("challenge_team", "Challenges another team", team="string: name of the team to challenge"),
        function(
            "place_bet", "Places a bet on a racer", racer="string: the racer to bet on", crowns="number: how much"
        ),
        function("mark_on_map", "Marks a place on the player's map", place="string: the name of the place"),
        function("look_up_germ", "Looks up a germ in the archive", germ="string: the name of the germ"),
        function("call_brother", "Calls the brother", urgent="boolean: whether it is urgent"),
        function("set_floodlights", "Turns the floodlights on or off", on="boolean: true for on, false for off"),
        function("send_crow", "Sends a crow to spy on somebody", target="string: whom or what to spy on"),
        function("switch_lights", "Turns lights on or off", wing="string: the wing", on="boolean: on or off"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("let me join the crew as your lookout", "join_crew(role=lookout)"),
        ("Place a bet for me, fifty on Kestrel Two, please", "place_bet(racer=Kestrel Two, crowns=50)"),
        ("Where's Redgate? Could you put it on my map?", "mark_on_map(place=Redgate)"),
        ("look up rhinovirus in the archive", "look_up_germ(germ=rhinovirus)"),
        ("could you call your brother over? No hurry.", "call_brother(urgent=false)"),
        ("turn off those floodlights", "set_floodlights(on=false)"),
        ("Too bright, off with those floodlights", "set_floodlights(on=false)"),
        ("its dark in the egyptian wing, can you turn the lights on there", "switch_lights(wing=egyptian, on=true)"),
        ("I would have paid to see that! Did anybody get hurt?", ""),
    ],
)
def test_values_are_read_where_people_put_them(text: str, call: str) -> None:
    """Behind `no`, beside `there`, in a question before, in a list with two `or`, in words for a number."""
    assert said_calls(answers(CREW, text)[-1]) == call


def test_a_name_is_taken_for_one_only_where_it_is_whole() -> None:
    """`Moon Street Boys` are not the Soap Street crew."""
    assert talk(CREW, "challenge another team", "Moon Street Boys") == "challenge_team(team=Moon Street Boys)"


def test_a_question_for_whom_lists_no_choices() -> None:
    """`Whom or what to spy on` are no two things to choose from."""
    assert "whom or what to spy on" in answers(CREW, "send a crow")[-1].content


@pytest.mark.parametrize("bye", ["May the slowest lose! Until Sunday!", "Thanks a lot. Good night, and sleep well!"])
def test_a_goodbye_is_no_value(bye: str) -> None:
    """What was still to be named stays unnamed when the player leaves."""
    assert not answers(CREW, "challenge another team", bye)[-1].calls


BATH: dict[str, Any] = {
    "name": "Brass Nell",
    "bio": ["Brass Nell is a robot who runs a bath house.", "She has run it for forty years."],
    "knowledge": [
        "The Hotel Meridian was built in 1899.",
        "Her husband was a ship's doctor.",
        "There are five pools.",
    ],
    "functions": [
        function("scrape_rust", "Scrapes the rust off a part of the guest", part="string: part of the body"),
        function("send_lookout", "Sends a child to watch a place", place="string: the place to watch"),
        function("sell_towel", "Sells the player a towel"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("scrape the rust off my left foot", "scrape_rust(part=left foot)"),
        ("Send a kid to watch the pump house", "send_lookout(place=pump house)"),
        ("ok gotta run, see u saturday!", ""),
    ],
)
def test_a_value_stands_behind_off_and_behind_a_verb(text: str, call: str) -> None:
    """And who leaves is offered nothing."""
    assert said_calls(answers(BATH, text)[-1]) == call


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how many pools do you have", "There are five pools."),
        ("have you been doing this for long?", "I have run it for forty years."),
        ("what is this place", "I am a robot who runs a bath house."),
        ("did you have a husband?", "My husband was a ship's doctor."),
    ],
)
def test_what_there_is_and_where_one_is_stands_on_the_sheet(text: str, told: str) -> None:
    """What there are a character has, and a hotel with a name is nobody who could be meant by `her`."""
    assert told in answers(BATH, text)[-1].content


def test_a_yes_may_be_followed_by_more() -> None:
    """The rest of the message takes nothing back."""
    said = ("could I buy a towel?", "Yes please! And then I am off, my air is running low. Goodbye.")
    first, last = answers(BATH, *said)
    assert said_calls(last if "Shall I" in first.content else first) == "sell_towel()"


BUREAU: dict[str, Any] = {
    "name": "Clerk Ode",
    "bio": "Clerk Ode runs a bureau for ghosts.",
    "knowledge": ["The bureau opens at dusk."],
    "functions": [
        function("assign_partner", "Assigns a partner", partner="string: banshee, poltergeist or wraith"),
        function("call_next_number", "Calls the next visitor to the desk"),
        function("sound_alarm", "Sounds the alarm"),
    ],
}


def test_the_second_of_two_orders_is_not_lost() -> None:
    """Of two orders the rules may understand one, and the judge the clause of the other."""
    text = "give us the banshee as a colleague, and then get the next visitor up here"
    assert {call.name for call in answers(BUREAU, text)[-1].calls} == {"assign_partner", "call_next_number"}


@pytest.mark.parametrize("text", ["I wish to be known as Winifred", "i want to be called Winifred"])
def test_who_wants_to_be_called_so_calls_nobody(text: str) -> None:
    """A name is entered for them, and nobody is sent for."""
    sheet = {
        **BUREAU,
        "functions": [
            function("call_doctor", "Calls the doctor"),
            function("assign_name", "Enters a name for the player", name="string: the name that the player wants"),
        ],
    }
    assert talk(sheet, text) == "assign_name(name=Winifred)"


PAWNSHOP: dict[str, Any] = {
    "name": "Brakk",
    "bio": "Brakk keeps a pawnshop on an ore freighter.",
    "knowledge": ["An oxygen tank costs 40 credits.", "The freighter is called Gallant."],
    "functions": [
        function("sell_item", "Sell an item to the player", item="string: the item", quantity="number: how many"),
        function(
            "repair_watch", "Repair or clean a watch", full="boolean: true for a full repair, false for a cleaning"
        ),
        function("show_map", "Show the map of a part of the freighter", part="string: the part of the station"),
    ],
}


@pytest.mark.parametrize(
    ("order", "count"), [("ok ill take both", 2), ("two of those please", 2), ("then i want three", 3)]
)
def test_an_amount_alone_counts_what_was_just_talked_of(order: str, count: int) -> None:
    """What a question and its answer both name is what is ordered."""
    last = answers(PAWNSHOP, "how much is an oxygen tank?", order)[-1]
    assert said_calls(last) == f"sell_item(item=oxygen tank, quantity={count})"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("give my watch the full repair then", "repair_watch(full=true)"),
        ("can you clean my watch", "repair_watch(full=false)"),
        ("show me the reactor on the map please", "show_map(part=reactor)"),
    ],
)
def test_a_side_and_a_place_are_plainly_said(text: str, call: str) -> None:
    """One of two sides by its word, and a place before the thing that it is shown on."""
    assert said_calls(answers(PAWNSHOP, text)[-1]) == call


WATCH: dict[str, Any] = {
    "name": "Thule",
    "bio": "Thule keeps the watch in a snow globe.",
    "knowledge": ["The dome is made of glass."],
    "functions": [
        function("report_crack", "Report a crack in the dome", place="string: where the crack is"),
        function("ferry_player", "Take the player by boat to a place", place="string: where to go"),
    ],
}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Please report a crack behind the bakery", "behind the bakery"),
        ("The dome is cracked by the north fir, please report that in writing", "by the north fir"),
    ],
)
def test_a_place_is_told_as_it_was_said(text: str, place: str) -> None:
    """With its article and what tells more than that it is there; and `in writing` tells how."""
    assert said_calls(answers(WATCH, text)[-1]) == f"report_crack(place={place})"


def test_what_is_said_of_somebody_is_no_value() -> None:
    """`You are not afraid?` suggests no place, and `it is very funny` none either."""
    assert not answers(WATCH, "Ha ha, ferry man and not swim! It is very funny. You are not afraid?")[-1].calls


def test_laughter_parts_a_message() -> None:
    """What is asked behind it is a question of its own."""
    assert talk(WATCH, "nice dome lmaooo what is it made of") == "The dome is made of glass."


RADIO: dict[str, Any] = {
    "name": "Sastrugi",
    "bio": "Sastrugi runs a radio on the ice.",
    "knowledge": ["The station has nineteen listeners."],
    "functions": [
        function("dedicate_song", "Dedicate the next song to somebody", name="string: who the song is for"),
        function("release_scent", "Release a scent into the vents", scent="string: which scent to release"),
    ],
}


@pytest.mark.parametrize(
    ("text", "name"),
    [("dedicate the next song to auntie rose", "auntie rose"), ("dedicate a song to tyrell", "tyrell")],
)
def test_somebody_may_be_named_in_small_letters(text: str, name: str) -> None:
    """Behind `to` or `for`, with the kind of kin that they are."""
    assert said_calls(answers(RADIO, text)[-1]) == f"dedicate_song(name={name})"


def test_a_sentence_is_no_thing() -> None:
    """What somebody will do is not what is released."""
    said = ("Could you release a scent?", "Yes, do! The whole deck will cheer.")
    assert not answers(RADIO, *said)[-1].calls


RANCH: dict[str, Any] = {
    "name": "Marisol",
    "bio": ["Marisol herds clouds.", "She was moved here after a water bed made her seasick."],
    "knowledge": ["The hedge loudspeakers play jazz."],
    "functions": [
        function("set_siren", "Switch the storm siren on or off", on="boolean: true for on, false for off"),
        function(
            "release_rain",
            "Let it rain on a place",
            place="string: orchard or chapel",
            minutes="number: how long it rains, 5 if not said",
        ),
        function("play_music", "Turn the music from the hedge on or off", on="boolean: true for on, false for off"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("let it rain on the chapel, say 20 mins of drizzle", "release_rain(place=chapel, minutes=20)"),
        ("that siren is killing my ears, make it shut up", "set_siren(on=false)"),
        ("no stop, leave the hedge where it is", ""),
    ],
)
def test_chat_words_for_measures_and_silence(text: str, call: str) -> None:
    """And whoever says stop and leave turns nothing off."""
    assert said_calls(answers(RANCH, text)[-1]) == call


def test_what_is_made_of_somebody_is_no_thing_of_theirs() -> None:
    """`Made her seasick` is `made me seasick`."""
    assert "made me seasick" in " ".join(fact.text for fact in compile_sheet(RANCH).facts)


LAUNDRY: dict[str, Any] = {
    "name": "Suds",
    "bio": ["Suds washes capes.", "He heard a shot on Thursday's broadcast and nobody believes him."],
    "knowledge": ["The washing costs a coin.", "The cape of Meridian shrinks in the wash."],
    "functions": [
        function("start_machine", "Start a machine", number="number: which machine", hot="boolean: use the hot wash"),
        function("call_rain", "Makes a cloud rain on a place", place="string: where it should rain"),
        function("file_claim", "File a claim", item="string: what was damaged", amount="number: the sum in pounds"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("can you start machine 4, cold please", "start_machine(number=4, hot=false)"),
        ("start machine 4 with no hot water please", "start_machine(number=4, hot=false)"),
        ("Could you make it rain on Harrow?", "call_rain(place=Harrow)"),
        ("please file a claim for my oven, about 4200 pounds", "file_claim(item=oven, amount=4200)"),
    ],
)
def test_a_contrary_a_place_and_a_sum(text: str, call: str) -> None:
    """Cold is not hot, what is rained on is a place, and what stands behind `about` a sum."""
    assert said_calls(answers(LAUNDRY, text)[-1]) == call


def test_a_day_is_nobody() -> None:
    """Behind a day of the week the character is still meant."""
    assert "believes me" in " ".join(fact.text for fact in compile_sheet(LAUNDRY).facts)


SALON: dict[str, Any] = {
    "name": "Vesper",
    "bio": "Vesper combs comets.",
    "knowledge": ["Halberd is a comet who comes once in seventy-six years."],
    "functions": [
        function(
            "book_appointment",
            "Book an appointment for a comet",
            comet="string: name of the comet",
            hour="number: hour of the appointment",
        ),
        function("tell_queen", "Tell the queen something", message="string: the message"),
        function(
            "file_claim", "File a claim", property="string: what was damaged", cause="string: stomp, tail or roar"
        ),
        function("set_music", "Turn the music on or off", on="boolean: true for on, false for off"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("Book an appointment for Halberd at 9.", "book_appointment(comet=Halberd, hour=9)"),
        ("tell the queen the blanket is clear", "tell_queen(message=the blanket is clear)"),
        ("File a claim for my balcony, cause tail", "file_claim(property=balcony, cause=tail)"),
        ("now i must face the music", ""),
        ("Please book Little Dora at 3, she begged me.", "book_appointment(comet=Little Dora, hour=3)"),
    ],
)
def test_what_is_told_and_what_it_is_called(text: str, call: str) -> None:
    """A message is what is told, the name of a value is no part of another, and an article counts no hour."""
    assert said_calls(answers(SALON, text)[-1]) == call


def test_a_deed_may_follow_a_need_without_to() -> None:
    """As people write who learn English: and the next message tells what is missing."""
    last = answers(SALON, "i need make a claim for my garage", "it was a stomp")[-1]
    assert said_calls(last) == "file_claim(property=garage, cause=stomp)"
