"""The values of calls: what is taken back, what lies outside, and what only looks like a value."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function

HOST: dict[str, Any] = {
    "name": "Mira",
    "bio": "Mira runs the guest house above the Night Market.",
    "knowledge": ["The kitchen closes at nine.", "A lamp costs 4 crowns."],
    "functions": [
        function("sell_item", "Sells the player something", item="string: lamp, rope or net", count="number: how many"),
        function("reserve_book", "Reserves copies", title="string: the title", copies="number: how many copies"),
        function("set_heat", "Sets the heat of the stove", level="number: from 1 to 9"),
        function("unlock_room", "Unlocks a room for the player", room="string: the number of the room, or cellar"),
        function("set_music", "Turns the music on or off", on="boolean: true for on, false for off"),
        function("set_torch", "Lights the torch or puts it out", lit="boolean: true to light it, false to put it out"),
        function("book_tour", "Books a tour", tour="string: night or swamp", people="number: how many people"),
        function("open_back_door", "Opens the back door"),
        function("rent_box", "Rents the player a box"),
        function("heal_guests", "Heals all guests of the player"),
        function("order_coat", "Orders a coat", colour="string: red or blue", hood="boolean: true for a hooded one"),
        function("book_visit", "Books a visit", day="string: the day of the week"),
        function("phone", "Phones somebody for the player", person="string: the name of the person"),
        function("serve", "Serves the player a snack", snack="string: noodle cup or protein bar"),
        function("open_passage", "Opens the secret passage"),
        function("keep_safe", "Keeps something of the player's safe", item="string: the thing"),
        function("rent_boat", "Rents the player a boat", days="number: how many days"),
        function("sell_ticket", "Sells the player a ticket", kind="string: single or return"),
        function("wake_guest", "Wakes the player at a stop", stop="string: Harbour or Market"),
    ],
}  # fmt: skip


def calls(text: str) -> str:
    return said_calls(OfflineBrain().answer(Question(HOST, text, "Ada", ("Ada",))))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("sell me a lamp, no wait, a rope", "sell_item(item=rope, count=1)"),
        ("a lamp please, no, a net", "sell_item(item=net, count=1)"),
        ("set the heat to 3, no, 4", "set_heat(level=4)"),
        ("two ropes, actually three", "sell_item(item=rope, count=3)"),
    ],
)
def test_what_is_taken_back_is_not_sent(text: str, call: str) -> None:
    """Only what stands behind a correction counts."""
    assert calls(text) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("reserve two copies of Blue Lantern", "reserve_book(title=Blue Lantern, copies=2)"),
        ("open room 6", "unlock_room(room=6)"),
        ("unlock the cellar please", "unlock_room(room=cellar)"),
        ("two for the night tour please", "book_tour(tour=night, people=2)"),
        ("stop the music", "set_music(on=false)"),
        ("one single to the harbour please", "sell_ticket(kind=single)"),
        ("i'll take the blue coat, without a hood", "order_coat(colour=blue, hood=false)"),
        ("book a visit on friday", "book_visit(day=friday)"),
        ("phone mr Steinmetz for me", "phone(person=mr Steinmetz)"),
        ("i am an actor here all week, so rent me a boat for five days", "rent_boat(days=5)"),
        ("serve me a bar", "serve(snack=protein bar)"),
        ("rent me a boat for 2 days", "rent_boat(days=2)"),
    ],
)
def test_values_are_cut_to_what_is_meant(text: str, call: str) -> None:
    """A measure, a kind and a courtesy are no part of a value."""
    assert calls(text) == call


@pytest.mark.parametrize(
    "text",
    [
        "set the heat to 12",
        "turn the heat up by 2",
        "unlock the whale room",
        "give me the torch",
        "heal yourself",
        "get it",
        "i'll rent a box tomorrow",
        "no need to turn the music off",
        "dont stop the music",
        "open your mouth",
        "open the front door",
        "heal my brother",
        "serve me a chocolate bar",
        "keep madame Orlova here",
        "book a visit for the tape",
        "rent me a room for 2 days",
        "close the passage",
        "keep 5 more minutes",
        "i'd pay 20 bucks to see that",
    ],
)
def test_what_only_looks_like_a_value_calls_nothing(text: str) -> None:
    """A number out of bounds, a step, a mere kind, and what is put off."""
    assert calls(text) == ""


def test_a_deed_that_another_function_includes_is_done_once() -> None:
    """A function that says of itself that it does both is enough for a message that asks for both."""
    keeper = {
        "name": "Mira",
        "functions": [
            function("light_lamps", "Lights the lamps"),
            function("take_oil", "Takes oil from the player and lights the lamps with it"),
        ],
    }
    for text, call in (("here is the oil, please light the lamps", "take_oil()"), ("light the lamps", "light_lamps()")):
        assert said_calls(OfflineBrain().answer(Question(keeper, text, "Ada", ("Ada",)))) == call


def called(text: str, *functions: dict[str, Any]) -> str:
    """What a message calls of a character with only these functions."""
    keeper = {"name": "Mira", "bio": "Mira keeps the harbour office.", "functions": list(functions)}
    return said_calls(OfflineBrain().answer(Question(keeper, text, "Ada", ("Ada",))))


@pytest.mark.parametrize(
    "told",
    [
        "1 if not said",
        "one if nothing is given",
        "by default 2",
        "defaults to 1",
        "else one",
        "one unless the player says otherwise",
        "need not be told",
    ],
)
def test_a_number_with_a_value_of_its_own_need_not_be_told(told: str) -> None:
    """A description that says what holds when nothing is said makes its parameter optional."""
    oil = function(
        "order_oil", "Orders oil", kind="string: lamp oil or olive oil", jars=f"number: how many jars, {told}"
    )
    assert called("order some lamp oil", oil) == "order_oil(kind=lamp oil)"
    assert called("order three jars of lamp oil", oil) == "order_oil(kind=lamp oil, jars=3)"


@pytest.mark.parametrize("told", ["how many jars are asked for", "the number named by the player"])
def test_a_number_without_a_value_of_its_own_is_asked_for(told: str) -> None:
    """Naming and asking alone make nothing optional."""
    oil = function("order_oil", "Orders oil", kind="string: lamp oil or olive oil", jars=f"number: {told}")
    assert called("order some lamp oil", oil) == ""


@pytest.mark.parametrize(
    ("text", "described", "value"),
    [
        ("dye the cloth crimson", "colour=The colour, as the player says it", "colour=crimson"),
        ("dye my scarf for me", "colour=The colour, as the player says it", ""),
        ("dye my red scarf for me", "cloth=The cloth that the player brought", "cloth=red scarf"),
        ("dye my flag", "cloth=What the captain wants, in the captain's words", "cloth=flag"),
        ("dye my tent", "cloth=The cloth the visitor hands over", "cloth=tent"),
        ("dye my scarf", "shade=Shade which the player wants", ""),
    ],
)
def test_a_parameter_is_what_the_head_of_its_description_names(text: str, described: str, value: str) -> None:
    """Who only stands behind the name of a thing is not the thing, and is not sent for it."""
    name, _, told = described.partition("=")
    dye = function("dye", "Dyes cloth", **{name: f"string: {told}"})
    assert called(text, dye) == (f"dye({value})" if value else "")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("play Wild Thing please", "Wild Thing"),
        ("please play House of the Rising Sun", "House of the Rising Sun"),
        ("play Dust for Betty", "Dust"),
        ("play the blue danube", "blue danube"),
    ],
)
def test_a_title_is_sent_whole(text: str, title: str) -> None:
    """Words that name nothing by themselves belong to a title in capitals."""
    record = function("play_record", "Plays a record", title="string: title of the record, as the player wants it")
    assert called(text, record) == f"play_record(title={title})"


FERRY = [
    function(
        "send_money", "Sends money to a town", town="string: name of the town", dollars="number: how many dollars"
    ),
    function("book_seats", "Books seats on the ferry", seats="number: how many seats"),
    function("book_table", "Books a table at the inn", guests="number: how many guests"),
    function("rent_boat", "Rents the player a boat", days="number: how many days"),
    function("blow_whistle", "Blows the whistle", times="number: how many blasts"),
    function("bet", "Takes the player's bet", horse="string: Dash or Comet", coins="number: how many coins, else 5"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("send 20 dollars to Oakley", "send_money(town=Oakley, dollars=20)"),
        ("send twenty bucks to Oakley", "send_money(town=Oakley, dollars=20)"),
        ("send twelve to Oakley", "send_money(town=Oakley, dollars=12)"),
        ("book me one place on the ferry", "book_seats(seats=1)"),
        ("book a place on the ferry for three of us", "book_seats(seats=3)"),
        ("i need a spot on the ferry", "book_seats(seats=1)"),
        ("i would like seats for five", "book_seats(seats=5)"),
        ("book a table, there are six of us", "book_table(guests=6)"),
        ("book a table for one", "book_table(guests=1)"),
        ("book a table, just for me", "book_table(guests=1)"),
        ("reserve a place on the ferry for me and my dad", "book_seats(seats=2)"),
        ("give me one blast of the whistle", "blow_whistle(times=1)"),
        ("rent me a boat, three days", "rent_boat(days=3)"),
        ("rent me a boat, i am staying a fortnight", "rent_boat(days=14)"),
        ("bet twenty on Dash", "bet(horse=Dash, coins=20)"),
        ("blow the whistle three times", "blow_whistle(times=3)"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, call: str) -> None:
    """Coins by any of their names, and places by the heads of a company."""
    assert called(text, *FERRY) == call


@pytest.mark.parametrize(
    "text",
    [
        "send a parcel of 5 pounds to Oakley",
        "book a table for me and my kids",
        "book a table for me and my dad and my uncle",
        "book us a table",
        "rent a boat for two",
        "rent me a boat, just for me",
        "blow the whistle",
        "blow the whistle for three minutes",
        "rent me a boat for half an hour",
        "a seat on the ferry costs 3 dollars",
    ],
)
def test_a_number_of_something_else_is_not_sent(text: str) -> None:
    """Pounds are no dollars, a company without a number is not counted, and two people are not two days."""
    assert called(text, *FERRY) == ""


LAKE = [
    function("row_to", "Rows the player's raft to a place on the lake", place="string: where to"),
    function("mark_chart", "Marks a place on the player's chart", place="string: the place to mark"),
    function("engrave", "Engraves a text on the player's ring", text="string: the words to engrave"),
    function("search_attic", "Searches the attic for something", item="string: what the guest lost"),
    function("dedicate", "Dedicates a song to somebody", person="string: for whom", song="string: title of the song"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("row me to the chapel", "row_to(place=chapel)"),
        ("could you row us over to Gull Island?", "row_to(place=Gull Island)"),
        ("mark the stone arch on my chart", "mark_chart(place=stone arch)"),
        ("can you show me on my chart where the old pier is", "mark_chart(place=old pier)"),
        ("engrave my ring with forever yours", "engrave(text=forever yours)"),
        ("i lost my red scarf, please search the attic for it", "search_attic(item=red scarf)"),
        ("dedicate Blue Moon to Rosie", "dedicate(person=Rosie, song=Blue Moon)"),
    ],
)
def test_a_text_is_taken_from_where_it_stands(text: str, call: str) -> None:
    """A place behind its word or as the object, a text behind `with`, a thing told of before."""
    assert called(text, *LAKE) == call


@pytest.mark.parametrize(
    "text",
    [
        "row my raft",
        "mark my chart",
        "engrave my ring",
        "put a cross on my chart where the wreck is",
        "search the attic for it",
        "i lost my hat and my scarf, search the attic for it",
        "dedicate a song to my wife",
    ],
)
def test_what_a_function_acts_on_is_no_text(text: str) -> None:
    """What is rowed, marked, engraved or searched is not what to send."""
    assert called(text, *LAKE) == ""


BARD = [
    function("carve", "Carves a name into the player's bench", name="string: the name to carve"),
    function("hire_guide", "Hires a guide", language="string: the language that the visitor speaks"),
    function("play_for", "Plays a song for somebody", title="string: title of the song", person="string: for whom"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("carve my name into my bench", "carve(name=Ada)"),
        ("carve Rosie into my bench", "carve(name=Rosie)"),
        ("carve something into my bench", ""),
        ("hire a dutch guide", "hire_guide(language=dutch)"),
        ("hire a guide who speaks Dutch", ""),
        ("play Old Road for Betty", "play_for(title=Old Road, person=Betty)"),
        ("play me Old Road", "play_for(title=Old Road, person=Ada)"),
        ("play something for my wife", ""),
    ],
)
def test_nobody_is_a_title_and_no_bench_is_the_player(text: str, call: str) -> None:
    """Who something is for is no thing, and what belongs to the player does not stand for the player's name."""
    assert called(text, *BARD) == call


STATION = [
    function("play_mist", "Plays mist over the stage", hours="number: for how many hours"),
    function("run_fountain", "Runs the fountain", minutes="number: for how many minutes"),
    function("hire_mule", "Hires out a mule to the player", days="number: how many days"),
    function("pour_tea", "Pours the player tea", cups="number: how many cups"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("play mist for half a day", "play_mist(hours=12)"),
        ("play mist for a day and a half", "play_mist(hours=36)"),
        ("play mist for two and a half days", "play_mist(hours=60)"),
        ("play mist for three and a half hours", "play_mist(hours=3.5)"),
        ("run the fountain for half an hour", "run_fountain(minutes=30)"),
        ("run the fountain for an hour and a half", "run_fountain(minutes=90)"),
        ("run the fountain for three quarters of an hour", "run_fountain(minutes=45)"),
        ("hire me a mule for half a month", "hire_mule(days=15)"),
        ("hire me a mule for a day, i have been here for three days", "hire_mule(days=1)"),
        ("hire me a mule for half an hour", ""),
        ("run the fountain in half an hour", ""),
        ("pour me half a cup of tea", ""),
        ("pour me two and a half cups", ""),
        ("pour me two litres of tea", ""),
        ("hire me two brown mules", ""),
    ],
)
def test_halves_are_counted_in_the_unit_of_the_parameter(text: str, call: str) -> None:
    """Half a day is twelve hours, and what is counted by the piece has no halves."""
    assert called(text, *STATION) == call


WALKER = [
    function("march", "Marches the tin soldier", way="string: north or south", paces="number: How many paces, else 1"),
    function("ring_gong", "Rings the gong", times="number: How often, 1 if nothing is said"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("march him north five steps", "march(way=north, paces=5)"),
        ("march three to the south", "march(way=south, paces=3)"),
        ("ring the gong six strokes", "ring_gong(times=6)"),
        ("ring the gong for six minutes", "ring_gong()"),
        ("march south with my two dogs", "march(way=south)"),
        ("march south past the two towers", "march(way=south)"),
        ("march south to house 5", "march(way=south)"),
        ("march south for 3 gold", "march(way=south)"),
    ],
)
def test_a_count_by_another_word_is_the_count(text: str, call: str) -> None:
    """Steps are paces where nothing else owns the number; a span of time, a price, a house and a dog do."""
    assert called(text, *WALKER) == call


LIGHTHOUSE = [
    function("set_beacon", "Turns the beacon up or down", glow="number: from 0 (dark) to 9 (blinding white)"),
    function("heat_pool", "Heats the pool", degrees="number: between 28 and 41 degrees"),
    function("buy_nets", "Buys nets for the player", nets="number: how many nets, 1 to 6"),
    function("set_engine", "Sets the engine", revs="number: 1 to 50", seconds="number: 5 to 90"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("turn the beacon off", "set_beacon(glow=0)"),
        ("kill the beacon", "set_beacon(glow=0)"),
        ("turn the beacon all the way up", "set_beacon(glow=9)"),
        ("turn the beacon up as high as it goes", "set_beacon(glow=9)"),
        ("turn the beacon all the way down", "set_beacon(glow=0)"),
        ("set the beacon to blinding white", "set_beacon(glow=9)"),
        ("set the beacon to full power", "set_beacon(glow=9)"),
        ("heat the pool to the maximum", "heat_pool(degrees=41)"),
        ("heat the pool at the lowest", "heat_pool(degrees=28)"),
    ],
)
def test_an_end_of_a_range_is_sent_by_its_words(text: str, call: str) -> None:
    """The least and the greatest value of a description, and the names that it gives to them."""
    assert called(text, *LIGHTHOUSE) == call


@pytest.mark.parametrize(
    "text",
    [
        "turn the beacon up a bit",
        "make the beacon brighter",
        "dim the beacon a bit",
        "turn the beacon off at nine",
        "is the beacon all the way up?",
        "the beacon is at its maximum",
        "do not turn the beacon off",
        "heat the pool a little more",
        "turn the pool off",
        "buy nets, the highest number",
        "buy the strongest nets",
        "set the engine to the max",
        "turn the beacon before i go out",
    ],
)
def test_what_names_no_end_is_asked_for(text: str) -> None:
    """A step, a question, a report and a count send no end, nor does an end that two numbers may mean."""
    assert called(text, *LIGHTHOUSE) == ""


HALL = [
    function("engrave", "Engraves words into the player's tankard", words="string: the words to engrave"),
    function("announce", "Announces something in the hall", message="string: what is to be announced"),
    function("give_gift", "Gives a gift to somebody", person="string: name of the person", gift="string: what to give"),
    function("send_cart", "Sends a cart to a pit", cart="string: A, B or heavy", pit="number: from 1 to 30"),
    function("set_siren", "Switches the siren", state="string: on or off"),
]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("engrave a few words", ""),
        ("engrave some text into my tankard", ""),
        ("engrave something nice", ""),
        ("engrave a lovely little poem", ""),
        ("engrave my name", ""),
        ("announce a message", ""),
        ("engrave ever onward", "engrave(words=ever onward)"),
        ("engrave forever thirsty", "engrave(words=forever thirsty)"),
        ("announce that the soup is ready", "announce(message=the soup is ready)"),
    ],
)
def test_an_amount_or_a_kind_of_text_is_no_text(text: str, call: str) -> None:
    """What is to be written is asked for where a message says only that something is."""
    assert called(text, *HALL) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("give Rosie a kettle", "give_gift(person=Rosie, gift=kettle)"),
        ("give my sister flowers", "give_gift(person=sister, gift=flowers)"),
        ("give a red kettle to Rosie", "give_gift(person=Rosie, gift=red kettle)"),
        ("give the kettle to Rosie Holm", "give_gift(person=Rosie Holm, gift=kettle)"),
        ("send cart A to 5", "send_cart(cart=A, pit=5)"),
        ("send cart b to 7", "send_cart(cart=B, pit=7)"),
        ("send a cart to 5", ""),
        ("send a heavy cart to 5", "send_cart(cart=heavy, pit=5)"),
        ("arm the siren", "set_siren(state=on)"),
        ("disarm the siren", "set_siren(state=off)"),
    ],
)
def test_a_word_is_read_as_what_it_stands_for(text: str, call: str) -> None:
    """Whom a gift is for is no part of it, `a` before a thing is no choice, and arming turns on."""
    assert called(text, *HALL) == call


@pytest.mark.parametrize("message", ["pull my leg", "fetch my coat", "bring me a coffee", "pull some strings"])
def test_a_thing_is_nobody(message: str) -> None:
    """Somebody's name is no common noun, and not the player for whom something is fetched."""
    pull = function("pull_file", "Pull the file of a suspect", suspect="string: Name of the suspect")
    assert called(message, pull) == ""


PORTER = [
    function("write_name", "Enter the player's name into the guest list", name="string: The name to enter"),
    function("open_gate", "Open the gate and let the player in"),
    function("sell_wax", "Sell the player jars of boot wax", amount="number: How many jars, 1 if not said"),
    function(
        "give_spoons",
        "Give the player spoons",
        count="number: How many spoons",
        material="string: wood or silver, may be left out",
    ),
]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("write my name on the list, it is Oska", "write_name(name=Oska)"),
        ("let me through already", "open_gate()"),
        ("give me three of the wooden spoons", "give_spoons(count=3, material=wood)"),
        ("my boots are filthy, give them a good going over", ""),
        ("the boot is stuck, get it out", ""),
        ("no more spoons for me, thanks", ""),
        ("no wax for me", ""),
        ("call him", ""),
    ],
)
def test_what_is_handed_to_whom(message: str, wanted: str) -> None:
    """A shake given to something hands nothing to the player, a way in is no name, and `no more` is a refusal."""
    assert called(message, *PORTER) == wanted


SMITH = [function("mend_blade", "Mend the player's blade", blade="string: The blade to mend")]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("mend my sword", "mend_blade(blade=sword)"),
        ("oh my sabre is all bent, can you mend it for me pls?", "mend_blade(blade=sabre)"),
        ("mend a sword", ""),
        ("mend my blade", ""),
    ],
)
def test_a_thing_of_the_players_is_one_thing(message: str, wanted: str) -> None:
    """`A sword` is some blade or other and asked about; `my sword` is the one to mend."""
    assert called(message, *SMITH) == wanted


@pytest.mark.parametrize("message", ["hehe", "yay so nice! how do i look"])
def test_a_laugh_is_no_value(message: str) -> None:
    """What was left open stays open."""
    sheet = {"name": "Ann", "functions": SMITH}
    asked = OfflineBrain(0).answer(Question(sheet, "mend a sword", "Ada", ("Ada",)))
    history = (Turn("user", "Ada", "mend a sword"), Turn("character", "Ann", asked.content))
    assert not OfflineBrain(0).answer(Question(sheet, message, "Ada", ("Ada",), {}, history)).calls


SCRIBE = [
    function("send_note", "Send a note to somebody", note="string: The words of the note"),
    function(
        "rent_berth",
        "Rent the player a berth",
        berth="number: The number of the berth",
        nights="number: How many nights, 1 if not said",
    ),
    function("let_out", "Let the player go out by the back way"),
]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("send a note with the words come home soon", "send_note(note=come home soon)"),
        ("send a note that says Come home", "send_note(note=Come home)"),
        ("send a note that reads all is well", "send_note(note=all is well)"),
        ("send a note to somebody", ""),
        ("rent me berth number two", "rent_berth(berth=2)"),
        ("well i have to go now, bye", ""),
    ],
)
def test_words_labels_and_farewells_are_told_apart(message: str, wanted: str) -> None:
    """What leads up to a text is no part of it, a label counts nothing, and who says good-bye asks for nothing."""
    assert called(message, *SCRIBE) == wanted


def test_a_text_that_was_asked_for_is_told_word_for_word() -> None:
    """Its first word is no exclamation."""
    sheet = {"name": "Ann", "functions": SCRIBE}
    history = (Turn("user", "Ada", "send a note"), Turn("character", "Ann", "And the words of the note?"))
    answer = OfflineBrain(0).answer(Question(sheet, "Good luck Ida", "Ada", ("Ada",), {}, history))
    assert said_calls(answer) == "send_note(note=Good luck Ida)"


CLERK: dict[str, Any] = {
    "name": "Gideon",
    "bio": "Gideon insures houses against giant monsters.",
    "functions": [
        function("file_claim", "Files a claim", property="string: what was damaged", amount="number: dollars"),
        function("show_album", "Shows the player the album", monster="string: which monster's page"),
        function("throw_knife", "Throws a knife at a target", target="string: what is hit"),
        function("reserve_desk", "Reserves a desk", name="string: name for the reservation"),
        function("lend_map", "Lends the player a map", title="string: title of the map"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("file a claim for my kitchen over 8000 dollars", "file_claim(property=kitchen, amount=8000)"),
        ("show me the page of Old Wendell", "show_album(monster=Old Wendell)"),
    ],
)
def test_what_a_value_is_called_is_no_part_of_it(text: str, call: str) -> None:
    """A sum behind a thing, and the page of a monster."""
    assert said_calls(OfflineBrain().answer(Question(CLERK, text, "Ada", ("Ada",)))) == call


PRINTER: dict[str, Any] = {
    "name": "Odd",
    "knowledge": ["Odd prints posters of beasts."],
    "functions": [
        function("show_plate", "Shows the player one of the plates", number="number: Number of the plate"),
        function("draw_animal", "Draws an animal", animal="string: The animal to draw"),
        function("bet_on_rider", "Places a bet", rider="string: Name of the rider", coins="number: Stake in coins"),
        function("light_lamp", "Lights the lamp"),
        function("start_race", "Starts a race", rounds="number: How many rounds"),
        function("enter_contest", "Enters the player in the contest", tart_name="string: Name of the player's tart"),
        function("print_pass", "Prints a pass", gate="number: gate", first_class="boolean: whether it is first class"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("show me the third plate once more", "show_plate(number=3)"),
        ("draw an owl, please", "draw_animal(animal=owl)"),
        ("draw an animal, please", ""),
        ("bet thirty coins", ""),
        ("place a bet of 30 coins on Dr. Cactus", "bet_on_rider(rider=Dr. Cactus, coins=30)"),
        ("start a race, please. five rounds", "start_race(rounds=5)"),
        ("i want to enter the contest. my tart is called Ruby Sunrise.", "enter_contest(tart_name=Ruby Sunrise)"),
        ("print me a pass for gate 4. second class is fine", "print_pass(gate=4, first_class=false)"),
        ("wait wait, don't light the lamp yet", ""),
        ("no, leave the lamp unlit, please", ""),
        ("no wait, leave the lamp cold", ""),
        ("i would like so much to light the lamp one day", ""),
    ],
)
def test_a_kind_names_its_thing_and_a_number_nobody(text: str, call: str) -> None:
    """An owl is an animal, thirty is no rider, and `once more` counts nothing."""
    assert said_calls(OfflineBrain().answer(Question(PRINTER, text, "Ada", ("Ada",)))) == call


def test_a_throw_is_nothing_to_throw_at() -> None:
    """The verb as a noun is no value."""
    thrower = {"name": "Pim", "functions": [function("throw_knife", "Throws a knife", target="string: what is hit")]}
    assert not OfflineBrain().answer(Question(thrower, "could you show me a throw?", "Ada", ("Ada",))).calls


@pytest.mark.parametrize(
    ("text", "said"),
    [("reserve a desk in the name of Pete", "the desk"), ("please lend me a map", "the title of the map")],
)
def test_what_is_done_and_what_is_missing_are_said_in_english(text: str, said: str) -> None:
    """A desk is reserved, and nobody."""
    assert said in OfflineBrain().answer(Question(CLERK, text, "Ada", ("Ada",))).content


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("enter me in the race with a crew of two", "enter_race(crew=2)"),
        ("enter me in the race, and not a penny more", "enter_race()"),
        ("restore the file poem7.txt", "restore_file(name=poem7.txt)"),
        ("please page someone on Sunday", ""),
        ("please page Edith on Sunday", "page_guest(guest=Edith)"),
    ],
)
def test_of_leads_to_a_number_and_a_dot_parts_no_name(text: str, call: str) -> None:
    """A crew of two is two, what is ruled out counts nothing, a day is nobody, and a file has one name."""
    functions = [
        function("enter_race", "Enters the player in the race", crew="number: how many paddlers, 1 if not said"),
        function("restore_file", "Restores a file", name="string: name of the file"),
        function("page_guest", "Pages a guest", guest="string: name of the guest"),
    ]
    assert called(text, *functions) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("put something on for him, some billie holiday maybe", ""),
        ("do my hair too, please", ""),
        ("That gives you a motive. Would you paint me a portrait of him?", ""),
        ("please write that the boat is late", "write_note(text=the boat is late)"),
        ("write that up there in big letters", ""),
        ("I better get out of here. Bye!", ""),
    ],
)
def test_what_is_said_on_the_way_is_no_value(text: str, call: str) -> None:
    """Somebody is no title, `too` no manner, a sentence before the request no text, and `I better` bets nothing."""
    functions = [
        function("play_record", "Plays a record", title="string: title or artist of the record"),
        function("dress_hair", "Dresses somebody's hair", style="string: how it is dressed"),
        function("paint_portrait", "Paints a portrait", subject="string: who is painted"),
        function("write_note", "Writes a note", text="string: the text of the note"),
        function("open_store", "Opens the cold store"),
    ]
    assert called(text, *functions) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("start a run with wheels 531 please", "start_run(wheels=531)"),
        ("start another run of Agnes", ""),
        ("start a run, the usual way", ""),
    ],
)
def test_what_has_digits_is_a_number(text: str, call: str) -> None:
    """Also where it is sent as a text."""
    assert called(text, function("start_run", "Starts a run", wheels="string: the wheel order, three digits")) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("send the message in an amber folder", "send_folder(colour=amber)"),
        ("send a swallow to Captain Ploom", "send_swallow(receiver=Captain Ploom)"),
        ("please stamp the form 12-B", "stamp_form(form=12-B)"),
        ("I want to report a lost tin, the code is K-9-E-14.", "report_tin(code=K-9-E-14)"),
        ("can i ride the lion please", "ride(animal=lion)"),
        ("can i ride a lion?", ""),
        ("naw ah'm no wantin tae ride the lion", ""),
        ("restock me with 5 tubs of mango", "restock(flavour=mango, tubs=5)"),
        ("I would like a diving helmet, how much is it?", ""),
        ("maybe you should restock the van with mango", ""),
    ],
)
def test_what_is_said_beside_a_value_is_none_of_it(text: str, call: str) -> None:
    """Not what a choice is for, nor what is counted; who asks for the price has bought nothing, nor who advises."""
    functions = [
        function(
            "send_folder", "Sends the message", colour="string: red (urgent, for all), amber (same day) or white (old)"
        ),
        function("report_tin", "Reports a lost tin", code="string: the code painted on the lid"),
        function("ride", "Lets the player ride on an animal", animal="string: lion, goat or giraffe"),
        function("stamp_form", "Stamps a form", form="string: which form"),
        function("send_swallow", "Sends a swallow with a letter to somebody", receiver="string: Who gets the letter"),
        function(
            "restock", "Restocks the van with tubs of a flavour", flavour="string: The flavour", tubs="number: How many"
        ),
        function("sell_item", "Sells the player an item", item="string: what the player wants"),
    ]
    assert called(text, *functions) == call


OFFICE: dict[str, Any] = {
    "name": "Ilka",
    "bio": "Ilka keeps the office of the harbour.",
    "knowledge": ["The office closes at six.", "Captain Orm sails on Mondays."],
    "functions": [
        function("write_pass", "Writes a pass for somebody", name="string: whose name stands on it"),
        function("send_wire", "Sends a wire", to="string: whom it goes to", text="string: the words"),
        function("lead_player", "Leads the player somewhere", place="string: where to"),
        function("paint_boat", "Paints a boat", colour="string: red, sea green, white"),
        function("teach_knots", "Teaches the player knots", minutes="string: how long"),
        function("guard_thing", "Guards something for the player", thing="string: what it is"),
        function("book_table", "Books a table", people="number: how many people", time="string: the time"),
        function("place_bet", "Places a bet", coins="number: how many coins", chips="number: how many chips"),
        function("serve_drink", "Serves the player a drink", drink="string: the drink"),
        function("mix_paint", "Mixes two paints", first="string: red, blue, green", second="string: red, blue, green"),
        function("mute_player", "Silences another player", name="string: the player's name"),
        function("enter_race", "Enters the player for a race", rival="string: against whom"),
        function("drop_anchor", "Drops the anchor", depth="string: how deep"),
    ],
}  # fmt: skip


def office(text: str) -> str:
    return said_calls(OfflineBrain().answer(Question(OFFICE, text, "Ada", ("Ada",))))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("write a pass in the name of karl weiss", "write_pass(name=karl weiss)"),
        ("write a pass for my son oliver please", "write_pass(name=oliver)"),
        ("write me a pass, my name is lena fuchs", "write_pass(name=lena fuchs)"),
        ("write a pass for joan hruska", "write_pass(name=joan hruska)"),
    ],
)
def test_a_name_in_small_letters_is_nobody_else(text: str, call: str) -> None:
    """What no English word is and stands where a name does is the name, and not the player's or `son`."""
    assert office(text) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("lead me to the fish market, the kids can't wait", "lead_player(place=fish market)"),
        ("please guard the crate tonight", "guard_thing(thing=crate)"),
        ("write a pass for Fatima of Gao", "write_pass(name=Fatima of Gao)"),
        ("book a table at noon, two seats for each of us", ""),
        ('send a wire to my brother, "all is well"', "send_wire(to=brother, text=all is well)"),
        ("paint the boat sea green please", "paint_boat(colour=sea green)"),
        ("teach me knots for half an hour", "teach_knots(minutes=30)"),
        ("book a table for my wife and me at eleven", "book_table(people=2, time=eleven)"),
    ],
)
def test_a_value_ends_where_its_thing_does(text: str, call: str) -> None:
    """A comma, a time and quotes end a value, a list with commas is one of choices, and minutes are counted."""
    assert office(text) == call


def test_one_number_is_one_value() -> None:
    """What was said once is not sent twice."""
    assert office("place a bet of 50") == ""
    assert office("place a bet of 50 coins and 3 chips") == "place_bet(coins=50, chips=3)"


def test_values_of_one_list_are_told_in_their_order() -> None:
    """Two choices of one list are the values of two parameters, in one call."""
    assert office("mix the green paint with the blue one please") == "mix_paint(first=green, second=blue)"


def test_what_is_made_of_it_is_no_value() -> None:
    """`Make it official` corrects nothing and names nobody; what is no word at all may be a name by itself."""
    assert office("enter me for the race against Marlo, make it official") == "enter_race(rival=Marlo)"
    assert office("please mute xXgorgoXx") == "mute_player(name=xXgorgoXx)"
    assert office("drop the anchor to 12 metres") == "drop_anchor(depth=12)"


def test_a_text_in_quotes_is_nobody() -> None:
    """Whom it goes to is asked for."""
    assert office('send a wire, "come at once"') == ""


def test_what_is_named_behind_a_wish_is_its_value() -> None:
    """`How about Marlo?` names whom the sentence before left open, and `I told you, Marlo` answers the question."""
    history = (Turn("user", "Ada", "write a pass for somebody"), Turn("character", "Ilka", "And whose name?"))
    told = OfflineBrain().answer(Question(OFFICE, "I told you, Marlo", "Ada", ("Ada",), {}, history))
    assert said_calls(told) == "write_pass(name=Marlo)"
    assert office("write a pass for somebody. how about Marlo?") == "write_pass(name=Marlo)"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("get some music going in here", "set_music(on=true)"),
        ("get the torch burning for them", "set_torch(lit=true)"),
    ],
)
def test_what_is_ordered_up_is_switched_on(text: str, call: str) -> None:
    """Whoever gets something of a switch wants it on."""
    assert calls(text) == call


def _calls_of(declared: dict[str, Any], text: str) -> str:
    sheet = {"name": "Mira", "knowledge": ["Tom is the smith."], "functions": [declared]}
    return said_calls(OfflineBrain(0).answer(Question(sheet, text, "Ada")))


def test_an_hour_is_no_number_of_guests() -> None:
    """`At eleven` tells when, where a function takes a time as well."""
    table = function("book_table", "Books a table", people="number: how many people", time="string: the time")
    assert not _calls_of(table, "book a table for us at eleven")


def test_one_name_is_one_value() -> None:
    """Who is named once is not both of two people."""
    pair = function("marry_couple", "Marries two people", one="string: a name", other="string: the other name")
    assert _calls_of(pair, "I am Carla, marry me to Tom") == "marry_couple(one=Tom, other=Carla)"


RUN = function("book_run", "Books a run", sled="string: two-man or four-man", hour="number: the full hour, 8 to 16")
SHAPE = function("assign_shape", "Assigns a shape", shape="string: chest or chair", hours="number: for how many hours")
RING = function("set_ring_name", "Registers a ring name", name="string: the ring name")


@pytest.mark.parametrize(
    ("declared", "text", "call"),
    [
        (RUN, "book me the four-man at nine", "book_run(sled=four-man, hour=9)"),
        (
            SHAPE,
            "He held the same coat for thirty years, my uncle. The chair, for three hours, please assign me that one.",
            "assign_shape(shape=chair, hours=3)",
        ),
        (RING, "Set the ring name to Tom Lightning.", "set_ring_name(name=Tom Lightning)"),
    ],
)
def test_a_value_is_what_stands_for_it(declared: dict[str, Any], text: str, call: str) -> None:
    """The four of a four-man is no hour, of two times told the last counts, and a name has all its words."""
    assert _calls_of(declared, text) == call


def test_a_quarter_hour_is_no_hour() -> None:
    """Fifteen minutes are told by it."""
    clock = function("wind_clock", "Winds the clock", minutes="number: for how many minutes")
    assert _calls_of(clock, "wind the clock for a quarter hour") == "wind_clock(minutes=15)"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("have my act announced as Moth and Flame", "Moth and Flame"),
        ("announce my act, it goes by Red Heron", "Red Heron"),
        ("announce my act, it answers to Pudding", "Pudding"),
    ],
)
def test_what_is_known_as_something_has_that_name(text: str, title: str) -> None:
    """Whatever says so, and of a title all words."""
    act = function("announce_act", "Announces the player's act under a title", title="string: the title of the act")
    assert _calls_of(act, text) == f"announce_act(title={title})"


def test_a_word_made_of_those_of_a_function_is_no_choice() -> None:
    """Who wants a haircut is asked which, where hair is cut."""
    barber = function("cut_hair", "Cuts the player's hair", style="string: short, curly or shaved")
    answer = OfflineBrain(0).answer(Question({"name": "Egon", "functions": [barber]}, "I need a haircut", "Ada"))
    assert "short" in answer.content
    assert "aircut" not in answer.content
