"""What somebody can be asked to do, as data: one group a line, and the words of a group mean nearly the same.

Opposites must stand in different groups, since a request is matched to a function through them. A `+` joins
the words of a phrase. Code rather than a data file, so that a frozen game has it with it.
"""

from __future__ import annotations

from typing import Final

ACTIONS: Final = """
sell: sell vend trade barter hawk peddle
buy: buy purchase acquire
give: give hand grant provide supply present donate gift deliver spare
lend: lend loan borrow
rent: rent hire book reserve lodge lodging
serve: serve pour fetch order
accept: accept receive collect take+back
pay: pay bribe tip reward compensate refund
open: open unlock unbar unbolt unseal admit raise
access: enter pass through inside into cross in admit by past access
close: close shut lock bar bolt seal lower
heal: heal cure treat bandage patch remedy restore nurse tend stitch mend revive recover doctor
repair: repair fix mend restore patch maintain service rebuild
sharpen: sharpen hone whet
forge: forge craft smith make build construct create hammer fashion assemble manufacture
brew: brew mix concoct distill
cook: cook bake roast prepare
upgrade: upgrade improve enhance reinforce strengthen boost
identify: identify appraise inspect examine analyse analyze evaluate assess scan study check diagnose
recruit: recruit enlist enrol enroll join employ sign+up sign+on take+on conscript
hoist: hoist raise run+up fly put+up
follow: follow accompany escort come+with tag+along join companion trail come+along come
lead: take+through bring+through walk+through lead guide show+way escort bring take+to conduct
wait: wait stay remain hold+on linger
stop: stop halt cease quit end abort
end: end finish
leave: leave go+away depart dismiss scram begone shoo
attack: attack fight kill strike slay hit assault shoot fire battle
defend: defend protect guard shield cover watch
flee: flee escape run retreat hide
teach: teach train instruct educate coach tutor
learn: learn
go: go walk head
allow: allow let permit authorize
begin: begin start commence
finish: finish conclude
bake: bake
quest: quest mission task job assignment errand bounty contract gig
bless: bless pray prayer blessing
curse: curse hex jinx
enchant: enchant imbue empower
teleport: teleport warp beam portal
transport: transport ferry row take+to bring+to take+across bring+across take+over carry sail ship drive haul
navigate: navigate steer plot chart set+course lay+course head+for
change: change alter adjust set modify lower raise reduce increase decrease alter
move: move push pull shift drag relocate
hush: hush silence shush quiet quieten
mop: mop wipe sponge clean
light: light ignite kindle lit illuminate
extinguish: extinguish douse snuff put+out blow+out quench
activate: activate start engage power+up turn+on switch+on launch boot enable on
deactivate: deactivate disable power+down turn+off switch+off shutdown disengage off
sing: sing song ballad
play: play perform music tune
dance: dance
gamble: gamble bet wager dice cards
arrest: arrest detain jail imprison handcuff apprehend
release: release free liberate let+go untie
search: search look+for seek investigate
reveal: reveal disclose unveil
mark: mark pin map
call: call summon ring phone telephone dial contact radio conjure
send: send dispatch mail post
store: store deposit stash bank safekeep
withdraw: withdraw
unload: unload empty
feed: feed
plant: plant sow
harvest: harvest reap pick gather
water: water irrigate
clean: clean wash scrub
read: read recite
write: write sign scribble jot+down note+down
post: post pin stick hang put+up nail
marry: marry wed
forgive: forgive pardon
exempt: exempt excuse spare exemption
promise: promise swear vow
throw: throw toss
steal: steal rob pickpocket
rest: rest sleep nap bed
drop: drop
wake: wake awaken
hide: hide conceal stash smuggle
hack: hack bypass crack
refuel: refuel fuel recharge charge refill fill+up top+up
dock: dock land
undock: undock takeoff
"""
