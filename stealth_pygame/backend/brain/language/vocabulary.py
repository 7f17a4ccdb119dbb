"""How people really write, and how English really bends, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final


def lex(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Lines of `word = what it stands for; word = ...` as a dictionary."""
    pairs = (entry.partition("=") for line in text.strip().splitlines() for entry in line.split(";") if "=" in entry)
    return {word.strip(): meant.strip() for word, _, meant in pairs}


CHAT: Final = table("""
u = you; ur = your; r = are; y = why; plz = please; pls = please; thx = thanks; ty = thanks; wanna = want to
gonna = going to; gotta = have to; gimme = give me; lemme = let me; dunno = do not know; wut = what
wher = where; wheres = where is; whats = what is; whos = who is; hows = how is; whens = when is; whys = why is
dont = do not; doesnt = does not; didnt = did not; isnt = is not; arent = are not; wasnt = was not; cant = can not
cannot = can not; couldnt = could not; wont = will not; wouldnt = would not; shouldnt = should not
havent = have not; hasnt = has not; im = i am; ive = i have; id = i would; youre = you are; youve = you have
thats = that is; theres = there is; thou = you; thee = you; thy = your; ye = you; ya = you; cya = goodbye
k = okay; ok = okay; n = and; & = and; tho = though; cuz = because; coz = because; bc = because; abt = about
sth = something; smth = something; ppl = people; idk = i do not know; pleaase = please; lets = let us
hafta = have to; shoulda = should have; coulda = could have; tmrw = tomorrow; rn = now; bout = about; em = them
yer = your; yerself = yourself; o = of; wassup = what is up; sup = hello; wuts = what is; thnx = thanks
tnx = thanks; plox = please; mah = my
ain't = is not; how'd = how did; where'd = where did; why'd = why did; wha = what; watcha = what do you
""")
"""Chat spelling and what it stands for."""

IRREGULAR: Final = table("""
ware = goods wares; sell = sold seller; buy = bought; give = gave given; take = took taken; go = went gone goes
break = broke broken
steal = stole stolen; see = saw seen; find = found; make = made; lose = lost; hide = hid hidden; teach = taught
tell = told; know = knew known; drink = drank drunk; eat = ate eaten; fight = fought; catch = caught
speak = spoke spoken; build = built; pay = paid; bring = brought; hold = held; keep = kept; come = came
die = died dying; man = men; woman = women; child = children; wolf = wolves; knife = knives; thief = thieves
dwarf = dwarves; elf = elves; mouse = mice; foot = feet; leaf = leaves; loaf = loaves; shelf = shelves
goose = geese; sleep = slept; lend = lent; shoot = shot; drive = drove driven; wear = wore worn; grow = grew grown
fall = fell fallen; ride = rode ridden; heal = healing healed heals; spend = spent; hear = heard; meet = met
feel = felt; stand = stood; think = thought; run = ran; begin = began begun; life = lives; forge = forging forged
write = wrote written; sing = sang sung; hurt = hurts hurting; choose = chose chosen
""")
"""Base words and the forms that no stemmer knows to be theirs."""

IDIOMS: Final = table("""
have a look at = see; take a look at = see; have a look = see; look at = see
set me back = cost; set one back = cost; how come = why; what for = why; for what reason = why
what is the reason = why
how expensive = how much; what price = how much; at what time = when; what time = when; what hours = when
which day = when; what date = when; get there = arrive; we there yet = arrive soon; show up = arrive
get to the other side = cross; get across = cross; get over = cross; to the other side = across
get in = enter; get inside = enter; come by = visit; look after = tend; go back = return; give back = return
bring back = return
since when = when
until when = when; what day = when; how do i get to = where is; how do i reach = where is; how can i reach = where is
how can i get to = where is; how do i find = where is; how can i find = where is; which way is = where is
which way to = where is; the way to = where is; directions to = where is; whereabouts = where; in which = where
at which place = where; what place = where; how many years = how long; what is the distance to = how far
what person = who
which person = who; by whom = who; worn out = tired; gone missing = missing; made of = made of material
look for work = job; looking for work = job; good at = skill; used to be = past; a living = work
""")
"""Turns of phrase and the plain words that stand for them."""


COMMON: Final = lex("""
able above across act add afraid after afternoon again against age agree air alien all almost alone along already
also am among angry answer any anything anywhere apart appear area arent arm army around arrive art ask asking away
awesome baby back bad bag ball band bar base bath beat beautiful because bed been before behind believe bell below
best better big bird bit black blood blow blue board boat body bone book born boss both bottom bought box boy brain
brave break breath bright bring broken brother brown build burn busy butter buying bye came camp can cant cap car
card care carry case castle catch cause chair chance change cheap check child chocolate choice choose circle city
class clean clear clever climb clock close cloth cloud coat coffee cold color colour coming common computer cook
cool corner couldnt count country couple course cover crazy cross crowd cry cup cut dad daily dark daughter dead
deal dear death deep deer didnt different difficult dinner dirt dirty distant doctor doesnt done dont door double
doubt down draw dream dress dry dust duty each ear early earn earth easy edge egg else emperor empire empty end
enemy england enjoy enough entire even evening ever everybody everyone evil exact example except excited expect eye
face fact fair faith fall false famous far farewell fast fat fault favor favorite favourite fear feed feet fell felt
few field fill final fine fire first fit five fix fixing flat floor flow fly fold follow foot football force forever
forget form forward found four fox france free fresh front full fun funny further future game gave gentle gift gimme
girl giving glad glass god going gone gonna goodbye gotta grand grandma granny grass grave great greetings grey
group grow guess guest guide haha half hall hang happy hard hasnt hat hate havent head healing hear heart heat heavy
height held hell hello here hero herself hide high himself hit hmm hold hole holy honest honor hope horn horse hour
however hows huge human hundred hungry hunt hurry hurt ice idea idiot ill important inside instead interest
interested interesting internet island isnt ive join joke jump kept kick kid kill kind kingdom kiss knee knew knock
land large laser laugh lay lazy lead leaf least leave left leg lemme less lets letter letting level lift line lip
listen live lock log lol london lonely longer looking loss lot loud luck lucky lunch mad magic main mark mass master
match matter maybe meal mean meat meet memory mess metal middle might milk mind minister minute miss mistake mom
moment month mood moon more morning most mouth move movie mud mum music must myself nail name narrow nature nearly
neck next nice nobody noise none nor nose nothing notice number oak odd often okay older open opened opening other
outside over own pack page pair pale paris park part party past path paying peace people phone pick picture piece
pile pirate pizza plain plan planet plant plate player please point poor possible pot power pray president press
pretty pride problem prove public pull pure push quest quick quiet quite race rain ran rare rather raw real really
reason repairing rich ride ring rise risk robot rock roll roof root rope rough royal rub rude ruin rule rush safe
said salt same sand save scare school sea seat second seed seek seem self selling send sense serious set seven
several shadow shake shame shape share sharp shine shoe short shot shoulder shouldnt shout show shut side sight sign
silent silly simple since six size skin sky slave slip slow smart smell smile smoke smooth soft soil sold sole
someone something somewhere sorry sort soul sound space spain speak special speed spell spend spider spirit spoke
spot spread square stage stair stand star state steam steel step stick still stomach stone storm story straight
strange stream strike strong student study stupid such sudden sugar suit sure swear swim table tail taking talking
tall taste tax tea teacher teeth telling ten tend tent test than thank thanks thats their theirs then theres thick
thief thin third thirsty those though three throat throw tie tight till tiny tired today toe together told tomorrow
tone tongue tonight too took tooth top total touch tough toward toy track tree trip true trust truth turn twice type
ugly uncle under understand upon upset useful usual valley video visit voice wait wake walking wanna war warm warn
wash wasnt waste way weak wear weight welcome went wet whats wheel wheres whether whole whos whose wide wild wine
wing wire wise wish with without woke won wont worry worse worst worth wouldnt wrap wrong year yesterday yet young
youre yourself youve zone
""")
"""Words that are right as they are."""


STOP: Final = lex("""
a an the this that these those some any no every each all both either neither such same other another else own i me
my myself we us our ours you your yours yourself he him his she her hers it its they them their theirs one ones
somebody someone anybody anyone something anything nothing everything thing things stuff somewhere anywhere here
there is are was were am be been being do does did done doing has have had having can could will would shall should
may might must what where who whom whose when why how which whether if than then so and or but nor not of in on at
to from for with by as about into onto upon over under up down out off through again once ever never always also too
very really quite just only even still already yet maybe perhaps please thanks thank well okay oh ah hey hi hello
yes yeah now tell know think say said says mean want wants need needs like let get gets got getting go going
come comes see look happen happens happened possible able sort kind way bit lot much many more most less least few
little long far often soon because while though although until since per via us s t m re ve ll d hear
heard talk speak ask explain describe give gave put make take use find wonder wondering wondered guess suppose sure
right good exactly actually dear sir madam friend round regarding concerning recommend suggest advise interested
interest
""")
"""Left out of every comparison."""


FAINT: Final = lex("""
find get make made use take give want need look see good best new right people man person place name work live sell
buy cost have keep tell hear talk happen today tonight tomorrow currently lately nowadays wanted around town
village start
here world life like love hate call come go
""")
"""Words that may carry a question when nothing else does, with little weight."""


_NOUNS_TOO: Final = lex("well will may can right way kind friend good like might second round use")


_BEFORE_NOUNS: Final = lex("the a an this that old your my his her their our its")


_LIKERS: Final = lex("i you he she they people not really also most to")


def content(words: Sequence[str]) -> list[str]:
    """The words that carry a meaning; `the well` is one, `well` alone is not."""
    return [
        word
        for at, word in enumerate(words)
        if word not in STOP
        or (word in _NOUNS_TOO and at > 0 and words[at - 1] in _BEFORE_NOUNS)
        or (word == "like" and at > 0 and words[at - 1] in _LIKERS)
    ]
