"""What people in games ask about, as data: one group a line, as in `thesaurus_actions`; groups may overlap."""

from __future__ import annotations

from typing import Final

TOPICS: Final = """
trade: sell buy trade purchase shop store market stall merchant vendor seller buyer goods wares stock merchandise
trade: cost costs price
trade: barter deal offer sale
price: price cost costs charge fee expensive cheap pay paid worth afford gold coin coins coppers silver fare toll
price: cheaper cheapest pricier dearer
price: free
hot: warm warmer heat
spend: spend spent waste
price: rate money credits discount bargain payment
money: money gold coin coins cash credits silver copper wealth rich purse currency funds wallet
haggle: haggle discount bargain cheaper negotiate reduce lower
debt: debt owe owes loan lend borrow credit
place: place location spot site area where whereabouts
town: town village city settlement hamlet township capital
home: home house live lives dwell dwelling reside hut cottage cabin residence quarters lodge
direction: direction way road path route street trail reach get+to north south east west left right towards
north: north northern northward
south: south southern southward
east: east eastern eastward
west: west western westward
map: map chart
near: near close nearby beside next around vicinity
far: far distance distant away miles
gate: gate gates door portal gateway drawbridge portcullis entrance hatch airlock
door: enter
door: door doors doorway entrance hatch airlock
entrance: entrance entry way+in enter
exit: exit way+out leave
bridge: bridge crossing ford
wall: wall walls fence rampart palisade
key: key keys password passphrase code passcode password
pass: pass permit papers permission ticket badge pass+card clearance licence license authorization
castle: castle keep fortress fort citadel palace tower
church: church chapel temple shrine abbey cathedral monastery
inn: inn tavern pub bar alehouse taproom hotel hostel saloon
room: room bed chamber lodging lodgings cabin bunk sleep stay night accommodation
sleep: sleep bed rest stay night nap
shop: shop store market stall boutique
market: market bazaar marketplace fair stalls
forge: forge smithy smith blacksmith anvil workshop
mill: mill miller windmill watermill
farm: farm field fields barn farmer crops farmland pasture
mine: mine mines pit tunnel shaft quarry
cave: cave cavern grotto den lair
forest: forest wood woods woodland trees grove jungle
mountain: mountain mountains hill hills peak cliff
river: river stream brook creek
sea: sea ocean coast shore harbour harbor port beach bay
lake: lake pond pool
ship: ship boat vessel ferry sail
spaceship: ship spaceship shuttle starship vessel craft
station: station outpost base
swamp: swamp marsh bog mire
desert: desert sand dunes
ruins: ruins ruin remains
grave: grave graveyard cemetery tomb crypt grave+yard buried bury
well: well fountain spring
road: road street path highway trail lane
bank: bank vault
prison: prison jail dungeon cell gaol
library: library books archive
hospital: hospital infirmary clinic medbay healer doctor
health: health hp wound wounds hurt injured injury injuries heal healing bleeding wounded ill sick pain
heal: heal healer healing cure medicine remedy treat treatment salve potion doctor medic physician medical bandage
heal: wounds
illness: ill illness sick sickness disease plague fever cough ache ailment
medicine: medicine potion remedy drug cure elixir tonic salve pill tincture ointment
poison: poison venom toxic poisonous antidote venomous
herb: herb herbs plant plants root flower leaf moss
danger: danger dangerous threat peril risk risky safe safety unsafe hazard beware afraid careful trouble perilous
danger: deadly
monster: monster monsters beast beasts creature creatures dragon troll ogre goblin wolf demon fiend
wolf: wolf wolves pack
dragon: dragon dragons wyrm drake
ghost: ghost spirit haunted phantom spectre haunt haunting
undead: undead zombie skeleton vampire
bandit: bandit bandits thief thieves robber robbers outlaw outlaws brigand raider raiders highwayman pirate pirates
bandit: rob robbed
bandit: crook burglar
enemy: enemy foe rival opponent adversary
attack: attack raid ambush fight assault battle
war: war battle siege army conflict soldiers
guard: guard guards watchman sentry watch soldier patrol warden
protect: protect defend guard shield
crime: crime criminal murder theft robbery steal stole stolen killer suspect culprit
murder: murder kill killed killer murderer victim body dead death slain homicide
suspect: suspect suspects suspicious culprit did+it accused
evidence: evidence clue clues proof trace weapon fingerprint
witness: witness saw seen witnessed
alibi: alibi
law: law rule rules forbidden allowed illegal legal permitted ban banned
punishment: punishment fine jail hang
time: time hour hours when clock
day: day daytime daylight noon midday
morning: morning dawn sunrise daybreak sunup
evening: evening dusk sunset sundown nightfall twilight
night: night midnight dark nighttime nightfall
open_hours: open opens close closes shut hours opening closing
season: season spring summer autumn fall winter
year: year years age old ago long founded built
age: age old young years
past: past history ago once before former used+to ancient old
history: history story past legend tale ancient founded built origin began
legend: legend myth tale story lore rumour folklore
rumor: rumour rumor news gossip heard hearsay whispers word tidings
news: news happening happened new lately recent
quest: quest mission task job work errand adventure help bounty reward favour favor
work: work job trade profession occupation living employ employed labour craft career duty
reward: reward payment prize bounty
help: help aid assist assistance support
problem: problem trouble wrong matter issue broken worry worries bother difficulty
secret: secret secrets hidden hide confidential mystery
treasure: treasure hoard riches loot gold jewels chest valuables
family: family wife husband son daughter child children kids mother father brother sister parents relatives spouse
family: married kin sibling
father: father dad papa pa daddy
mother: mother mum mom mama ma mummy
parents: parents father mother
brother: brother sibling brothers
sister: sister sibling sisters
wife: wife spouse married husband marry
new: new replacement spare fresh
widow: widow widower widowed
child: child children kid kids son daughter boy girl
uncle: uncle aunt cousin
grandparent: grandmother grandfather grandma grandpa granny gran
friend: friend friends pal buddy companion mate ally
love: love beloved sweetheart fond adore
like: like enjoy favourite favorite prefer love
dislike: dislike hate loathe despise detest
fear: fear afraid scared frightened dread terrified scare frightens
happy: happy glad joy pleased content cheerful
sad: sad unhappy sorrow grief miserable mourn regret
angry: angry mad furious upset rage
dream: dream wish hope want ambition goal
name: name called known
people: people folk everyone villagers townsfolk residents inhabitants
person: person man woman somebody someone
king: king queen ruler lord monarch prince princess crown emperor
noble: noble lord lady baron count duke earl knight
mayor: mayor elder chief leader head boss alderman
leader: leader boss chief captain commander charge
captain: captain commander skipper
priest: priest monk nun cleric abbot
wizard: wizard mage sorcerer witch magician
magic: magic spell spells magical enchantment enchanted sorcery rune runes arcane
curse: curse cursed hex doom
god: god gods goddess deity divine holy religion worship faith
weather: weather rain storm snow wind sun sunny cold hot warm cloudy forecast thunder
storm: storm thunder lightning tempest
food: food eat meal bread meat stew soup hungry dinner supper breakfast lunch cheese pie cook menu dish dishes
food: eating cheap+meal
drink: drink drinks ale beer wine mead thirsty water beverage cider
ale: ale beer
meat: meat beef pork ham bacon venison mutton
fish: fish fishing trout salmon
bread: bread loaf bun
fruit: fruit apple apples berries pear pears
vegetable: vegetable vegetables carrot turnip cabbage potato
animal: animal animals pet livestock cow sheep pig goat chicken hen horse dog cat
horse: horse mount steed mare pony stallion stable stables
dog: dog hound puppy
cat: cat kitten
cow: cow cattle calf ox
sheep: sheep lamb flock
chicken: chicken hen hens rooster eggs
weapon: gun pistol rifle blaster
weapon: weapon weapons sword blade axe spear bow dagger knife mace hammer armament arms
sword: sword swords blade sabre longsword shortsword broadsword
axe: axe hatchet
dagger: dagger knife
bow: bow longbow crossbow
arrow: arrow arrows quiver
gun: gun pistol rifle blaster revolver firearm
armour: armour armor shield helmet mail helm plate breastplate gauntlet cuirass
shield: shield buckler
horseshoe: horseshoe horseshoes
tool: tool tools hammer pick shovel pliers saw wrench spanner
clothes: clothes cloak coat boots hat dress clothing shirt garment
jewel: jewel gem ruby jewellery ring necklace amulet jewelry diamond
book: book books tome scroll
lamp: lamp lantern torch light candle
rope: rope cord
metal: metal iron steel ore bronze copper
iron: iron ore
make: make made forge craft build built create
material: material materials ingredient ingredients parts component
quality: quality good best fine finest
best: best finest greatest top favourite
best: popular favourite favorite famous renowned
cheap: cheap cheapest affordable inexpensive least
cheap: cheaper free
expensive: expensive costly dear dearest pricey
strong: strong powerful mighty sturdy
broken: broken break damaged damage malfunction faulty failing busted leak leaking
repair: repair fix mend repaired fixed
engine: engine motor drive reactor thruster
reactor: reactor core generator
power: power energy electricity
fuel: fuel gas petrol
oxygen: oxygen air breathe atmosphere
computer: computer terminal console ai machine
robot: robot droid android drone
alien: alien aliens extraterrestrial
planet: planet world moon
crew: crew staff team
doctor: doctor doc medic physician surgeon healer nurse
travel: travel journey trip go leave voyage
stranger: stranger traveller traveler visitor newcomer outsider foreigner
origin: origin from come grew+up born raised homeland hometown birthplace
born: born birth birthday grew
died: die died dead death killed perished passed+away
lost: lost missing disappeared vanished gone lose disappear
find: find found locate search look+for seek discover
start: start began begin started founded
start: open opens launch
end: end finish over
reason: reason because why cause
learn: learn taught teach teacher apprentice master training studied trained school
apprentice: apprentice student pupil
skill: skill talent good+at ability
sing: sing song singer bard music
festival: festival feast fair celebration party holiday
game: game dice cards play gamble
letter: letter message note mail parcel
clothes_wash: laundry wash
fire: fire flame burn burned burnt
hot: hot heat
cold: cold freezing chill frost
big: big large huge great giant
small: small little tiny
beautiful: beautiful pretty lovely
war_past: veteran served soldier fought army war
leg: leg limp knee
scar: scar wound
eye: eye eyes
hand: hand hands
night_life: drunk drunken
plan: plan plans tomorrow intend
advice: advice advise recommend suggestion suggest tip tips should
advice: say says counsel
know: know knowledge
believe: believe think opinion
trust: trust honest lie liar
stolen: steal stolen theft rob robbed missing
pastry: pastry bun pie cake tart sweet sweets
baking: bake baking oven loaf loaves bread dough baker
injury: wound hurt injure bite bitten bleed heal injury
ruler_seat: throne crown
clean: clean pure fresh
scold: scold scolding shout telling+off trouble
colour: colour color green red blue golden yellow black white
watch: watch guard duty post sentry
afford: afford enough pay
oil: oil fuel lamp
music: music song tune melody ballad lute instrument play
bribe: bribe bribes corrupt coins coin look+the+other+way
secret_place: secret hide hiding hidden place spot
hobby: hobby pastime collect enjoy leisure
evidence: print footprint track tracks
depart: depart departure leave sail embark set+off
arrive: arrive arrival reach land
destination: destination headed heading bound sail course arrival
share: share divide divided split portion cut
raise: raise raised high higher double doubled increase increased rise rising rose
seal: seal sealant patch plug leak foam
carry: carry carried bring brought take taken haul
borrow: borrow lend lent loan borrower
gun: gun shoot shot bullet bullets fire firing
look_for: hunt hunting hunts chase chasing pursue pursuit seek after wanted
wanted: wanted bounty outlaw criminal
phone: phone call
quit: stop quit leave
steal: steal stole stolen rob
awake: awake wake asleep sleep
complain: complain complaint grievance
cross: cross crossing ferry row sail over across
own: own owns owner owned belong possess proprietor landlord
member: member membership join
police: police cops cop patrol watch officer
menu: menu dish food
number: many number count amount total
"""
