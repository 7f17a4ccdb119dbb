"""How people really write, and how English really bends, as data."""

from __future__ import annotations

from typing import Final

from stealth_pygame.backend.brain.lexicon import table

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
