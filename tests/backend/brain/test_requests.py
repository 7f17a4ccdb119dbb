"""Requests in the many forms that people give them, and the forms that only look like requests."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function

SMITH: dict[str, Any] = {
    "name": "Bron",
    "bio": "Bron is the smith of the harbor.",
    "knowledge": ["A beer costs 2 gold.", "The harbor freezes in winter."],
    "functions": [
        function("sharpen", "Sharpens a blade", blade="string: sword, axe or knife"),
        function("paint_kart", "Paints the kart", color="string: the new color"),
        function("bless_item", "Blesses an item of the player's", item="string: the item"),
        function("repair_item", "Repairs something of the player's", item="string: what is to be repaired"),
        function("heal_player", "Heals the player"),
        function("call_person", "Calls somebody over", person="string: name of the person"),
        function("follow_player", "Follows the player"),
        function("sell_item", "Sells the player an item", item="string: beer, stew or rope", count="number: how many"),
        function("analyze_sample", "Analyzes a sample in the lab", sample="string: the sample"),
        function("take_player", "Takes the player to a place", place="string: mill, harbor or castle"),
        function("set_alarm", "Turns the alarm on or off", on="boolean: on or off"),
    ],
}


def calls(text: str) -> str:
    return said_calls(OfflineBrain().answer(Question(SMITH, text, "Ada", ("Ada",))))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("would you mind sharpening my sword", "sharpen(blade=sword)"),
        ("can i get my sword sharpened?", "sharpen(blade=sword)"),
        ("my axe needs sharpening", "sharpen(blade=axe)"),
        ("give my sword a good sharpening", "sharpen(blade=sword)"),
        ("i want my kart painted green", "paint_kart(color=green)"),
        ("paint my kart green", "paint_kart(color=green)"),
        ("put your blessing on my honey jar", "bless_item(item=honey jar)"),
        ("my bumper is hanging off, can your guys fix it?", "repair_item(item=bumper)"),
        ("got some weird slime here, can you run it through the lab", "analyze_sample(sample=weird slime)"),
        ("i'd like to be healed", "heal_player()"),
        ("can i get healed", "heal_player()"),
        ("get Rolf on the phone", "call_person(person=Rolf)"),
        ("stick with me", "follow_player()"),
        ("give me a lift to the harbor", "take_player(place=harbor)"),
        ("i need to get to the castle", "take_player(place=castle)"),
        ("kill that alarm, it is driving me nuts", "set_alarm(on=false)"),
    ],
)
def test_the_verb_is_found_wherever_it_stands(text: str, call: str) -> None:
    """Gerunds, participles, nouns of a verb, passives and turns of phrase."""
    assert calls(text) == call


@pytest.mark.parametrize(
    "text",
    [
        "a beer would be nice",
        "how about a beer?",
        "any chance of a beer?",
        "i wouldn't say no to a beer",
        "i could murder a beer",
        "mind if i get a beer?",
        "just a beer, thanks",
        "just a mug of beer, thanks",
        "could i trouble you for a beer?",
        "i'll grab a beer",
        "one of those beers please",
    ],
)
def test_an_order_is_heard_in_its_courtesies(text: str) -> None:
    """A beer is a beer."""
    assert calls(text) == "sell_item(item=beer, count=1)"


@pytest.mark.parametrize(
    "text",
    [
        "i want the cursed sword",
        "give me your blessing",
        "i want to show you something at the castle",
        "i want to tell you about the harbor",
        "I accuse Rolf",
        "set the phone to loud",
        "the price of a sword, please",
        "a sword's price, please",
    ],
)
def test_what_only_looks_like_a_request_calls_nothing(text: str) -> None:
    """A thing wanted is none to be worked on, and what the player wants to tell or show is no order."""
    assert calls(text) == ""


@pytest.mark.slow
def test_talk_that_asks_for_nothing_calls_nothing() -> None:
    """Reports, wishes, conditions, sayings, gerunds, the past, other people, and questions about being able to."""
    rash = [text for text in filter(None, map(str.strip, IDLE_TALK.splitlines())) if calls(text)]
    assert not rash


INN = {
    "name": "Mira",
    "bio": "Mira keeps the inn by the harbor.",
    "knowledge": ["Agnes is a donkey from the hills."],
    "functions": [
        function("feed", "Feeds one of the animals", animal="string: Humphrey, Agnes or Poppy"),
        function("set_heat", "Sets the heat of the oven", level="number: from 20 to 90"),
        function("page_guest", "Calls for a guest", name="string: name of the guest, as the player says it"),
        function("paint_sign", "Paints a sign on the player", sign="string: moth or koi", place="string: arm or neck"),
        function("warm_bath", "Warms a bath", bath="string: moss or moon", degrees="number: degrees, 30 to 44"),
        function("dig_up", "Digs for a thing", item="string: What the guest lost"),
        function("row_to", "Rows the player to a place", place="string: where to"),
        function("unlock_cabin", "Unlocks a cabin", cabin="number: the cabin number"),
        function("adopt_kitten", "Gives the player a kitten to adopt", name="string: a name for the kitten"),
        function(
            "send_parcel", "Sends the player's parcel", person="string: for whom", urgent="boolean: if it is urgent"
        ),
    ],
}


def then_calls(first: str, then: str) -> str:
    """What the second of two messages calls, where the first leaves something open."""
    brain = OfflineBrain()
    asked = brain.answer(Question(INN, first, "Ada", ("Ada",)))
    assert not asked.calls
    history = (Turn("user", "Ada", first), Turn("character", "Mira", asked.content))
    return said_calls(brain.answer(Question(INN, then, "Ada", ("Ada",), {}, history)))


@pytest.mark.parametrize(
    ("first", "then", "call"),
    [
        ("set the heat", "fifty should do it", "set_heat(level=50)"),
        ("set the heat", "80 is plenty", "set_heat(level=80)"),
        ("set the heat", "30, no, make it 40", "set_heat(level=40)"),
        ("page one of the guests", "name's Ida Holm", "page_guest(name=Ida Holm)"),
        ("page one of the guests", "he is called Ole", "page_guest(name=Ole)"),
        ("page one of the guests", "i think it was Bert", "page_guest(name=Bert)"),
        ("paint me a sign", "the moth, on my neck", "paint_sign(sign=moth, place=neck)"),
        ("warm a bath", "moss, make it 38", "warm_bath(bath=moss, degrees=38)"),
        ("warm a bath", "the moon one, 41 would be perfect", "warm_bath(bath=moon, degrees=41)"),
        ("dig for something i lost", "it's a silver ring", "dig_up(item=silver ring)"),
        ("row me over please", "the old mill would be lovely", "row_to(place=old mill)"),
        ("i want to adopt a kitten", "call it waffles", "adopt_kitten(name=waffles)"),
    ],
)
def test_an_answer_in_a_sentence_completes_a_request(first: str, then: str, call: str) -> None:
    """What leads up to an answer and rounds it off is no part of it, and clauses may each tell something."""
    assert then_calls(first, then) == call


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("page one of the guests", "it is a nice day"),
        ("page one of the guests", "the soup is good"),
        ("page one of the guests", "you look tired"),
        ("dig for something i lost", "it is raining"),
        ("dig for something i lost", "you are funny"),
        ("row me over please", "i love you"),
        ("i want to adopt a kitten", "the kitten is sweet"),
        ("dig for something i lost", "my head hurts"),
        ("page one of the guests", "my dog died"),
        ("set the heat", "i am 40 years old"),
        ("set the heat", "we have 30 chairs at home"),
    ],
)
def test_a_remark_completes_nothing(first: str, then: str) -> None:
    """A sentence about something else is no name, no thing and no place."""
    assert then_calls(first, then) == ""


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("adopt a kitten and call it Spike", "adopt_kitten(name=Spike)"),
        ("adopt a kitten, her name is Luna", "adopt_kitten(name=Luna)"),
        ("page my husband, he's called Tomas Holm", "page_guest(name=Tomas Holm)"),
        ("send my parcel to Crake, no hurry at all", "send_parcel(person=Crake, urgent=false)"),
        ("send my parcel to Crake, i am in a hurry", "send_parcel(person=Crake, urgent=true)"),
        ("my name is Ada, please page Mr Holm", "page_guest(name=Mr Holm)"),
        ("what does Agnes eat? please feed her", "feed(animal=Agnes)"),
        ("what does Agnes eat? please feed the cat", ""),
        ("who sleeps in cabin 7? please unlock it", "unlock_cabin(cabin=7)"),
        ("is it 7 already? please unlock it", ""),
        ("adopt a kitten, my dog is called Rex", ""),
        ("adopt a kitten", ""),
    ],
)
def test_a_value_may_be_told_beside_a_request(text: str, call: str) -> None:
    """A name or a haste in a clause of its own belongs to the request of the message."""
    assert said_calls(OfflineBrain().answer(Question(INN, text, "Ada", ("Ada",)))) == call


IDLE_TALK = """
    i heard you sharpen swords
    she said you would heal me
    my brother asked you to repair his cart
    have you ever painted a kart green
    healing people must be hard
    a beer costs too much
    the beer here is great
    i already had a beer
    i had two beers yesterday
    i'd rather not have a beer
    no beer for me thanks
    i don't want a rope
    maybe later i'll take a rope
    do you think i should buy a rope
    should i buy a rope?
    i'm thinking about buying a rope
    i might need a rope
    i'm afraid you'll sound the alarm
    what if you turned the alarm off
    unless you heal me i will die
    you could have healed him
    why didn't you heal him
    you should have sharpened my sword
    you never sharpen my sword
    nobody follows me
    people follow me everywhere
    follow the money
    take it easy
    give me a break
    give it a rest
    hold your horses
    keep your hair on
    take your time
    give up
    get lost
    call me Ada
    call me crazy but i like beer
    call it a day
    break a leg
    take a hike
    make my day
    sell your soul
    let it go
    let me think
    let me see
    let me guess, a beer costs 2 gold
    can i ask you something
    can i help you
    i can sharpen my own sword
    i sharpen swords too
    i'll sharpen it myself
    i will call Rolf myself
    i want to be a smith
    i want to go home
    i want to know if you sell rope
    tell me how to sharpen a sword
    tell me if you sell rope
    show me how you sharpen a sword
    how do i get healed
    who can heal me
    where can i get my sword sharpened
    where can i buy a rope
    could anyone heal me
    is it possible to get healed here
    is anyone able to repair a cart
    do i need to be healed
    must i follow you
    shall i follow you
    can i follow you
    may i follow you
    sharpening swords is fun
    my sword needs sharpening but i have no gold
    my friend needs healing
    the harbor needs repairing
    it would be nice if you healed me
    i wish you'd heal me
    if i had gold i'd buy a beer
    when i have gold i will buy a beer
    once i'm rich i'll buy a rope
    a beer would be nice if i had the money
    thanks for healing me
    thanks for the beer
    sorry i took your rope
    i stole a rope
    i lost my rope
    i bought a rope here
    i sold my rope
    did you sell him a rope
    you sold me a bad rope
    don't call anyone
    do not follow
    please don't
    stop
    wait
    hold on
    never mind the beer
    forget the beer
    cancel the beer
    instead of a beer, what else is there
    anything but beer
    a beer? no way
    rope?
    beer
    the castle
    the castle is far
    take me seriously
    take me home
    race is on
    i won the race
    the race starts soon
    who won the race
    start again
    start over
    set me free
    paint me a picture
    paint the town red
    bless you
    bless me father for i have sinned
    fix your attitude
    heal thyself
    repair your reputation
    blessed be the fruit
    call of duty
    analyze this
    turn around
    turn on the charm
    turn left
    go to hell
    go to the castle
    i dare you to race Rolf
    ask Rolf to heal me
    tell Rolf to follow me
    make Rolf follow me
    let Rolf go
    i bet you can't sharpen this
    bet you 5 gold you can't heal me
    you can't heal me
    you can heal me, right?
    you can heal, can you not?
    you do sell rope
    so you sell rope
    so you're going to heal me?
    are you going to heal me?
    will you heal him?
    will you ever heal me
    would you heal an enemy?
    would you sell a rope to a thief?
    would you follow a king?
    could you heal a dead man?
    can you heal?
    can you sharpen swords?
    can you repair boats?
    i got a rope
    i got a rope already
    i've got two beers
    i have a rope
    one beer is enough
    two beers cost 4 gold
    a beer for my friend was 2 gold
    need a hand?
    want a beer?
    send my regards to Rolf
    let me go
    get to the castle
    the castle needs painting
    my brother needs healing
    heal my friend
    my sword needs no sharpening
    my sword doesn't need sharpening
    stay away from me
    stay with your family
    walk with god
    come with me they said
    a beer would be nice but i am broke
    how about you sell me nothing
    how about no
    what about the rope
    what about my sword
    fancy a walk?
    mind the gap
    any chance of rain?
    any chance of snow tomorrow
    can your guys fight?
    do your men drink beer
    shall we go
    shall we begin
    is it okay if i sit here
    would it be possible to die here
    i could murder my brother
    i'd kill for my king
    i would die for a friend
    patch notes are long
    give me a hand
    get me out of here
    i'm up for anything
    i'm in the mood for love
    count me out
    count me in
    run me through with a sword
    drop me a line
    watch my back
    stick to the plan
    wait for me
    here's the thing
    here is a riddle
    here's my sword
    the rope is yours
    all yours
    put a lid on it
    put your back into it
    pop quiz
    fill me in
    fill in the blanks
    turn it down
    cut the rope
    kill the mood
    let him go
    let the games begin
    throw him in jail
    run it by the boss
    take it off my hands
    let's call it off
    order!
    order in the court
    one of these days
    one of the ropes is frayed
    paint dries slowly
    sharpen your wits
    healing potion
    analyze that
    a bowl of beer sounds gross
    i will have revenge
    i'll have none of that
    i'll take my leave
    i'll take that as a no
    i'll take the high road
    i'll pass
    i'll do it tomorrow
    i'll get the door
    i will get you
    i'm going to need therapy
    beers are on me
    can i have a word
    can i have your attention
    can i have a minute
    may i have this dance
    could i have been wrong
    let me have a look
    let me have it
    give me strength
    give me one good reason
    give me the creeps
    give me five
    get a room
    get going
    have a beer
    have a seat
    have mercy
    have you no shame
    have it your way
"""


MAHOUT: dict[str, Any] = {
    "name": "Suri",
    "bio": "Suri leads the elephant of the fair.",
    "knowledge": ["The fair opens at nine."],
    "functions": [
        function("lead", "Leads the elephant", way="string: ahead, left or right", strides="number: How many, else 1"),
        function("sound", "Sounds a horn", horn="string: brass or reed", minutes="number: for how many minutes"),
        function(
            "pitch_tent", "Pitches a tent for the player", tent="string: round or square", nights="number: nights"
        ),
    ],
}


def ordered(text: str, said: str = "") -> str:
    """What a message calls of the mahout, who may have said something before."""
    history = (Turn("user", "Ada", "hello"), Turn("character", "Suri", said)) if said else ()
    return said_calls(OfflineBrain().answer(Question(MAHOUT, text, "Ada", ("Ada",), {}, history)))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("to the left, six strides", "lead(way=left, strides=6)"),
        ("half a dozen steps straight ahead", "lead(way=ahead, strides=6)"),
        ("two paces right", "lead(way=right, strides=2)"),
        ("ahead, four steps, quick", "lead(way=ahead, strides=4)"),
        ("deep brass, half an hour of it", "sound(horn=brass, minutes=30)"),
        ("a bit of reed for Anton, just a minute", "sound(horn=reed, minutes=1)"),
        ("a round one for two nights", "pitch_tent(tent=round, nights=2)"),
    ],
)
def test_an_order_needs_no_verb_where_all_its_words_belong_to_one_function(text: str, call: str) -> None:
    """A choice and a number, with words that only lead from one to the other."""
    assert ordered(text) == call


@pytest.mark.parametrize(
    "text",
    [
        "left, six strides?",
        "is it left, six strides?",
        "not left, six strides",
        "no left, six strides",
        "he went left, six strides",
        "it was brass for three minutes",
        "brass for three minutes yesterday",
        "left two days ago",
        "right, two beers please",
        "left 3 kids at home",
        "back in 5 minutes",
        "all right, three of us",
        "left or right, two strides",
        "round",
        "six strides",
        "what about brass, two minutes",
        "brass, three minutes late",
    ],
)
def test_a_question_a_refusal_and_a_report_order_nothing(text: str) -> None:
    """Words that belong to no function, or that tell or ask something, make no order of a choice and a number."""
    assert ordered(text) == ""


def test_an_answer_to_something_else_is_no_order() -> None:
    """Where the character has just asked something, a choice and a number answer that."""
    assert ordered("left, six strides", "Which way did the thief go?") == ""
    for said in ("A fine day.", "What can I do for you?", "It is done. Anything else?"):
        assert ordered("left, six strides", said) == "lead(way=left, strides=6)"
