"""Everyday English words, so that a rare word is mended only when it is no word at all."""

from __future__ import annotations

from typing import Final

from stealth_pygame.backend.brain.lexicon import lex

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
