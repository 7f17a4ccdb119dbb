"""What players say to the demo's villagers, one table a file of `assets/characters`."""

from __future__ import annotations

TABLES = {
    "smith": """
        Hello! => Mind the sparks
        How much is a sword? => 25
        > and the shield? => 14
        what would a shield set me back? => 14
        price of a horseshoe pls => 5 gold
        I'd like to buy a sword, please => sell_item(item=sword)
        sell me a sheild => sell_item(item=shield)
        Could you sell me one of your horseshoes? => sell_item(item=horseshoe)
        I'll take a sword and a shield. => sell_item(item=sword) + sell_item(item=shield)
        I need a new blade => sell_item(item=sword)
        I want to buy something => sword
        > the shield => sell_item(item=shield)
        Where does your steel come from? => Castlemere
        Where can I find the baker? => south of my forge
        who taught you to forge? => Garret
        Do you sell swords? => 25
        I don't want a sword => -
        I bought a shield from you yesterday => -
        Why do your swords cost so much? => -
        what happened to you and the well? => Bram
        Which animals live in the forest? => wolves
        who borrowed your ladder? => Juno
        what do I need to do so my sword does not rust => oiled
        When is the feast? => tonight
        what's your anvil called => Bertha
        Where is the smithy? => west
        Can I get a discount? => No. You pay
        What hours do you work? => sunrise
        I was wondering whether anyone around here might be interested in a few wolf pelts I have with me => Tobias
        Who are you? => Hilda
        tell me about the elder => Odile
        Thanks a lot! => oiled
    """,
    "warden": """
        Hi there => Halt
        Why is the gate shut? => wolves | Wolves
        Open the gate, please => open_gate()
        can you oepn the gate? => open_gate()
        Let me through! => open_gate()
        Please let me pass => open_gate()
        Is the gate open? => -
        Who opened the gate? => -
        What is the gate made of? => oak
        how do I get you to open the gate? => pass
        who writes passes? => Odile
        > and where is she? => north-east
        Where can I buy a sword? => Hilda
        > how much does it cost? => 25
        Don't open the gate! => -
        I'll give you ten gold coins => take_bribe(amount=10)
        Here, take 10 gold => take_bribe(amount=10)
        Take my coins => how many | many
        > ten => take_bribe(amount=10)
        When did the wolves come? => three days ago
        what are wolves afraid of? => fire
        how long have you been on guard here? => nine years
        What did you do before this? => soldier
        Do you have any family? => sister
        where does the road go => Castlemere
        I got bitten by a wolf, who can help me? => Yarrow
        what does Marta send you? => honey bun
        Would somebody let me out if I asked nicely? => -
        The gate was opened by Hilda last week => -
        Goodbye => light
    """,
    "baker": """
        good morning => dear
        What does a loaf of bread cost? => 2 gold
        > and a pie? => 6 gold
        I'd like two honey buns => sell_food(item=honey bun)
        one apple pie please => sell_food(item=apple pie)
        could I have some bread? => sell_food(item=bread)
        I'm hungry, sell me something => bread
        > a honey bun then => sell_food(item=honey bun)
        what's your most popular pastry? => honey bun
        Where is your son? => lake
        How old is Pip? => nine
        where do I find the bakery => red roof
        What time do you start baking? => four
        where do you get your honey? => Yarrow
        Let Pip fish today => let_pip_fish()
        Please allow Pip to stay at the lake => let_pip_fish()
        Should Pip be allowed to fish? => -
        What happened to your husband? => lake
        who owes you money? => eleven buns
        how old is the sourdough? => forty
        what did you want to be when you were young => singer
        why are the lanterns dark? => oil
        who sells lamp oil? => Tobias
        Is bread expensive? => 2 gold
        I do not want any bread today => -
        I ate a honey bun yesterday => -
        what is pip afraid of => scolding
        who knows all the hiding places? => Nils
        when will the feast start => Odile
        bye => dear
    """,
    "healer": """
        Hello => How did you sleep
        Please heal me => heal_player()
        I was bitten by a wolf, can you help me? => heal_player()
        can u heal my wounds => heal_player()
        patch me up doc => heal_player()
        I need healing => heal_player()
        How much does healing cost? => 4 gold
        What if I have no money? => free
        is healing free? => -
        Can anybody be healed here? => -
        What should I do about a wolf bite? => yarrow tea | Let me see
        what helps against burns? => salve
        how many hives do you have? => six
        where is your cottage? => green roof
        Where does Pip like to sit? => willow
        how old is the elder => eighty-one
        does the guard sleep well? => Bram
        why does bram take money? => sister
        What is fish oil good for? => joints
        who has bad knees? => Nils
        is the well water clean? => cleanest
        who buys pelts? => Tobias
        tell me about the fever => grey fever
        where did you come from originally? => mountains
        Don't heal me => -
        You healed my brother last year => -
        Who is Juno? => lamplighter
        what grows by the road => Nettles
        Thank you so much => bees
        who are you => Yarrow
    """,
    "merchant": """
        Hello => Welcome
        What do you sell? => lamp oil
        how much for a map => 7 gold
        > and the rope? => 4 gold
        I want to buy a rope => sell_goods(item=rope)
        sell me some lamp oil => sell_goods(item=lamp oil)
        gimme a map plz => sell_goods(item=map)
        I would like to sell you a wolf pelt => buy_goods(item=wolf pelt)
        buy my silver ring => buy_goods(item=silver ring)
        Can I sell you this ring? => buy_goods(item=silver ring)
        I have something to sell => silver ring | wolf pelt
        What would you pay for a pelt? => 8 gold
        do you buy rings? => 12 gold
        where is your stall? => awning
        when do you open? => nine
        why are your wagons late? => gate
        how can I get through the gate? => pass
        Who writes passes? => Odile
        Is there cheaper oil anywhere? => Nils | fish oil
        what's wrong with fish oil? => green
        That is too expensive! => gift
        did Pip buy anything? => fish hooks
        where do your goods come from => Castlemere
        How come you settled here? => donkey
        I sold a pelt yesterday => -
        I don't need a map => -
        Why would anyone buy a rope? => -
        what do the players bring? => drums
        who knows the latest gossip? => Finch
        Goodbye! => purse
    """,
    "lamplighter": """
        Hey => ladder
        Why are the lanterns dark? => oil
        light the lanterns please => light_lanterns()
        Can you light the lamps? => light_lanterns()
        could you put out the lanterns? => douse_lanterns()
        Please extinguish the lanterns => douse_lanterns()
        who can light the lanterns? => -
        are the lanterns lit? => -
        where can I get oil? => Tobias | Nils
        how much is lamp oil? => 12
        who gives oil away for free? => Nils
        How many lanterns are there? => eight
        what colour does fish oil burn? => green
        when do you light the lanterns? => dusk
        > and when do you put them out? => sunrise
        Are you scared of anything? => heights
        how much oil do you need? => One flask
        who made the lantern posts? => Hilda
        who carries your ladder? => Pip
        what keeps wolves away => light
        Where does the elder live? => north-east
        what did Finch write about you? => song
        what helps with your dizziness? => Yarrow | mint
        who was the first to light a lantern => great-grandmother
        do not light the lanterns! => -
        You lit the lanterns last night => -
        What do you do? => lamplighter
        when does the feast begin? => nightfall
        where do you stand? => path
        See you later => wick
    """,
    "elder": """
        Good day => Alderbrook
        how can I help? => Three things
        Please write me a pass => write_pass()
        I need a pass for the gate => write_pass()
        could I get permission to leave? => write_pass()
        can you give me a pass? => write_pass()
        Begin the feast! => begin_feast()
        Please start the lantern feast now => begin_feast()
        When does the feast begin? => -
        How do I get a pass? => good turn
        Who can open the gate? => Bram
        what does bram want for opening the gate => pass
        where is the smith? => west
        where does the fisher sit? => jetty
        Who lives behind the bakery? => Yarrow
        who founded the village? => charcoal
        > how long ago was that? => two hundred
        what are wolves afraid of? => light
        Where is Pip? => lake
        how long have you been the elder? => thirty
        what is your walking stick made of? => mast
        what's the nearest town => Castlemere
        What does Nils write? => poem
        why do you celebrate the lantern feast? => boat
        where will the feast be held? => plaza
        I lost the pass you wrote yesterday => -
        Don't begin the feast yet => -
        What happened to Marta's husband? => lake
        where's juno => path
        who hears everything? => Finch
    """,
    "fisher": """
        Hello there => Sit down
        Could I have some fish oil? => give_fish_oil()
        give me a flask of oil please => give_fish_oil()
        I need oil for the lanterns => give_fish_oil()
        How much is the fish oil? => nothing
        what is fish oil good for? => -
        is fishing good today? => catching
        where is Pip? => willow
        How can I help Pip? => good word
        how deep is the lake? => deeper
        > what is it called? => Mirrormere
        What's the name of the pike? => Grandfather
        when do the perch bite? => dusk
        will it rain? => swallows
        can I buy a perch? => 2 gold
        what does odile like to eat? => trout
        were you ever in love? => Odile
        how many wolves are there? => nine
        what's your boat called? => Patience
        why won't Marta come to the lake? => husband
        How long have you been fishing? => sixty
        what does the healer say you should use => stick
        did the lake ever freeze? => twice
        who gave away fish oil? => -
        I don't need any oil => -
        You gave me oil yesterday => -
        Who are you? => Nils
        where's the jetty => south-east
        thank you => lake gives
        farewell => Fair winds
    """,
    "pip": """
        hello => fish
        What are you doing here? => Fishing
        come with me => follow_player()
        Please follow me home => follow_player()
        let's go home, your mum is worried => follow_player()
        stay here => stop_following()
        wait here please => stop_following()
        stop following me => stop_following()
        Will you follow anybody? => -
        why did you run away? => feast
        Who is your mother? => Marta
        where is her bakery? => red roof
        How old are you? => nine
        what did you catch today? => perch
        what's the best bait => dough
        who taught you fishing? => Nils
        where can I find oil? => Nils
        what did you see at the gate? => wolves | tracks | wagon
        does bram take bribes? => coins
        do bees sting you? => never
        what lives under the jetty? => Grandfather
        what do you like? => honey buns
        what did your father do? => boatman
        who lifts the anvil? => Hilda
        where's your secret spot? => willow
        don't follow me => -
        You followed me yesterday => -
        Who follows you? => -
        whats ur name => Pip
        thx => all right
    """,
    "bard": """
        Hello => new face
        Play me a merry song => play_song(mood=merry)
        sing something gentle => play_song(mood=gentle)
        play the lute => merry
        > a gentle one => play_song(mood=gentle)
        could you play some music? => merry
        > merry please => play_song(mood=merry)
        how much is a song? => free
        what is new? => ballad
        Where do you play? => well
        how much do you owe Marta? => eleven
        does bram take bribes? => ten
        who were sweethearts? => Nils
        what is Juno afraid of? => heights
        where is Pip hiding? => willow
        why are the lanterns dark? => no oil
        what kinds of oil are there? => golden
        Who is waiting outside the gate? => players
        who starts the feast? => Odile
        > where does she live? => north-east
        where did you get your lute? => count
        why were you thrown out of Castlemere? => goose
        what's at the bottom of the well => coin
        what does a good ballad need? => hero
        Did Hilda win something? => hammer
        why did you come to Alderbrook? => buns
        Don't play any music => -
        You played a merry song last night => -
        what songs do you play? => merry
        bye => singing about
    """,
}
