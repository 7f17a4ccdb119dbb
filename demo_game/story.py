"""The story: three errands, each with several solutions, what the village says about them, and an ending.

It uses neither pygame nor the network. Each action returns the feedback for the villager's bubble, and adds words to
`news`, for which the game shows sounds, sparks or an opening gate.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import stealth_pygame as stealth
from demo_game.errands import Errand, errands, unchanged
from demo_game.purse import PRICES, Purse
from demo_game.rumours import DEEDS, Rumour

BRIBE = 10
HEALING = 4
WISHES = 6
WELL_HINT = "Something glitters in the old well, but its rope has rotted away."
NEWS = frozenset(["done", "coin", "no", "heal", "light", "dark", "follow", "stay", "gate", "music", "feast"])
"""All words that `news` may contain."""


@dataclass
class Story:
    """The whole state of the story. `news` holds words such as "gate" or "coin" until the game has shown them."""

    hero: str = "Ada"
    purse: Purse = field(default_factory=Purse)
    errands: dict[str, Errand] = field(default_factory=errands)
    rumours: list[Rumour] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    lanterns: str = ""
    gate_open: bool = False
    well_mended: bool = False
    pip: str = "hiding"
    feast: bool = False
    song: str = "gentle"
    news: deque[str] = field(default_factory=deque)

    # --- knowledge

    def learn(self, fact: str) -> None:
        """Write a fact into the journal, once."""
        if fact not in self.known:
            self.known.append(fact)

    def hear(self, text: str) -> None:
        """Note the ways to solve an errand that a text mentions."""
        for errand in self.errands.values():
            errand.hear(text)

    def spread(self, deed: str, witness: str) -> None:
        """Start a rumour about an action."""
        text = self.words_for(deed)
        self.rumours.append(Rumour(text, witness))
        self.learn(text)

    def words_for(self, deed: str) -> str:
        """Return the village's words about an action."""
        return DEEDS[deed].text.format(hero=self.hero)

    def heard_by(self, villager: str) -> list[str]:
        """Return the rumours that a villager knows, without those about actions that the villager saw."""
        return [rumour.text for rumour in self.rumours if rumour.witness != villager]

    @property
    def errand(self) -> Errand | None:
        """The first open errand, None after the last one."""
        return next((errand for errand in self.errands.values() if not errand.done), None)

    @property
    def goal(self) -> tuple[str, str]:
        """The next task, as a title and a hint."""
        if self.feast:
            return "The Lantern Feast", "Dance, talk, and look at the sky."
        if self.errand is None:
            return "Begin the feast", "Everything is ready. Tell Elder Odile at the hall in the north-east."
        if self.errand is self.errands["light"] and self.oil:
            return self.errand.title, f"You carry {self.oil}. Ask Juno to light the lanterns."
        if self.errand is self.errands["pip"] and self.pip == "following":
            return self.errand.title, "Pip is with you. Bring him to Marta, below the red roof."
        if self.errand is self.errands["gate"] and "gate pass" in self.purse.items:
            return self.errand.title, "You carry Odile's pass. Ask Bram at the north gate to open it."
        return self.errand.title, self.errand.told

    @property
    def progress(self) -> str:
        """The number of the present errand for the bar; "" when all three are solved."""
        done = sum(errand.done for errand in self.errands.values())
        return "" if self.errand is None else f"   (errand {done + 1} of {len(self.errands)})"

    def finish(self, name: str, deed: str, witness: str) -> None:
        """Mark an errand as solved by this action."""
        if not self.errands[name].done:
            self.errands[name].how = self.words_for(deed)
            self.spread(deed, witness)
            self.news.append("done")

    # --- buying, selling, healing

    def buy(self, villager: str, item: str) -> stealth.Feedback:
        """Buy from the smith, the baker or the merchant."""
        result = self.purse.buy(item, PRICES[villager])
        self.news.append("coin" if result else "no")
        if result and self.purse.items[-1] == "sword":
            self.spread("sword", "smith")
        return result

    def sell(self, item: str) -> stealth.Feedback:
        """Sell to the merchant."""
        result = self.purse.sell(item)
        self.news.append("coin" if result else "no")
        return result

    def heal(self) -> stealth.Feedback:
        """Let Yarrow heal the hero."""
        result = self.purse.heal(HEALING)
        self.news.append("heal" if result else "no")
        if result:
            self.spread("healed", "healer")
        return result

    def eat(self) -> str:
        """Eat an item; return a sentence about it."""
        item = self.purse.eat()
        if item:
            self.news.append("heal")
        return f"You eat the {item} and feel better." if item else ""

    # --- the well

    def use_well(self) -> stealth.Feedback:
        """Use the old well: a rope repairs it and brings up coins; after that the hero can drink."""
        if self.well_mended:
            self.news.append("heal")
            self.purse.drink()
            return stealth.Feedback(
                True, "You draw a bucket and drink. The water is cold and sweet, and you feel better."
            )
        if not self.purse.spend("rope"):
            self.learn(WELL_HINT)
            return unchanged("Far down something glitters, but the old rope has rotted away. Tobias sells rope.")
        self.well_mended = True
        self.known = [fact for fact in self.known if fact != WELL_HINT]
        self.purse.gold += WISHES
        self.news.append("coin")
        self.spread("well", "bard")
        return stealth.Feedback(
            True, f"You tie your rope to the bucket. Up come water and {WISHES} gold coins of old wishes!"
        )

    # --- the lanterns

    @property
    def oil(self) -> str:
        """Return the oil among the items, the golden one first, or ""."""
        return next((item for item in ("lamp oil", "fish oil") if item in self.purse.items), "")

    def take_fish_oil(self) -> stealth.Feedback:
        """Take fish oil from Nils."""
        if "fish oil" in self.purse.items:
            return unchanged("You carry a flask of fish oil already.")
        self.purse.items.append("fish oil")
        self.news.append("coin")
        return stealth.Feedback(True, "Nils gave you a flask of fish oil.")

    def light_lanterns(self) -> stealth.Feedback:
        """Light the lanterns, once Juno has oil. The oil decides the colour of the light."""
        if self.lanterns:
            return unchanged("The lanterns are burning already.")
        if not self.oil and not self.errands["light"].done:
            self.news.append("no")
            return stealth.Feedback(False, "Juno needs oil first: lamp oil from Tobias, or fish oil from Nils.")
        green = self.oil == "fish oil" or "green" in self.errands["light"].how
        self.purse.spend(self.oil)
        self.lanterns = "green" if green else "gold"
        self.news.append("light")
        self.finish("light", "green" if green else "gold", "lamplighter")
        return stealth.Feedback(True, f"The lanterns burn {'green' if green else 'golden'}!")

    def douse_lanterns(self) -> stealth.Feedback:
        """Put the lanterns out; Juno keeps enough oil to light them again."""
        if not self.lanterns:
            return unchanged("The lanterns are dark already.")
        self.lanterns = ""
        self.news.append("dark")
        return stealth.Feedback(True, "The lanterns are dark.")

    # --- Pip

    def pip_follows(self) -> stealth.Feedback:
        """Let Pip come along."""
        if self.errands["pip"].done:
            return unchanged("Pip shakes his head. He is where he wants to be.")
        self.pip = "following"
        self.news.append("follow")
        return stealth.Feedback(True, "Pip follows you.")

    def pip_stays(self) -> stealth.Feedback:
        """Let Pip wait."""
        if self.pip != "following":
            return unchanged("Pip is not going anywhere.")
        self.pip = "waiting"
        self.news.append("stay")
        return stealth.Feedback(True, "Pip waits here.")

    def pip_comes_home(self) -> None:
        """Bring Pip home to Marta."""
        if self.pip == "following":
            self.pip = "home"
            self.finish("pip", "home", "baker")

    def pip_may_fish(self) -> stealth.Feedback:
        """Let Marta allow Pip to fish."""
        if self.errands["pip"].done:
            return unchanged("Marta has made up her mind about Pip.")
        self.pip = "allowed"
        self.finish("pip", "fishing", "baker")
        return stealth.Feedback(True, "Marta lets Pip stay at the lake.")

    # --- the gate

    def write_pass(self) -> stealth.Feedback:
        """Let Odile write a pass, if the hero has helped the village."""
        if "gate pass" in self.purse.items:
            return unchanged("You carry the pass already. Show it to Bram.")
        if not (self.errands["light"].done or self.errands["pip"].done):
            self.news.append("no")
            return stealth.Feedback(False, "First do the village a good turn: help Juno, or find Pip.")
        self.purse.items.append("gate pass")
        self.news.append("coin")
        return stealth.Feedback(True, "Odile wrote you a pass for the gate.")

    def open_gate(self) -> stealth.Feedback:
        """Let Bram open the gate for a pass or a sword."""
        if self.gate_open:
            return unchanged("The gate is open already.")
        if "gate pass" in self.purse.items:
            return self._gate_opens("pass")
        if "sword" in self.purse.items:
            return self._gate_opens("armed")
        self.news.append("no")
        return stealth.Feedback(False, "Not without a pass from Odile or a good sword.")

    def bribe(self, amount: float) -> stealth.Feedback:
        """Let Bram open the gate for ten gold coins; more are not taken."""
        if self.gate_open:
            return unchanged("The gate is open already. Bram waves your coins away.")
        if self.purse.gold < min(amount, BRIBE) or amount < BRIBE:
            self.news.append("no")
            short = f"you have only {self.purse.gold} gold" if amount >= BRIBE else "Bram wants ten gold coins"
            return stealth.Feedback(False, f"That is not enough: {short}.")
        self.purse.gold -= BRIBE
        self.news.append("coin")
        return self._gate_opens("bribe")

    def _gate_opens(self, deed: str) -> stealth.Feedback:
        self.gate_open = True
        self.news.append("gate")
        self.finish("gate", deed, "warden")
        return stealth.Feedback(True, "The gate is open!")

    # --- music, and the end

    def play(self, mood: str) -> stealth.Feedback:
        """Let Finch play."""
        self.song = "merry" if "merry" in mood.lower() else "gentle"
        self.news.append("music")
        return stealth.Feedback(True, f"Finch plays a {self.song} song.")

    def begin_feast(self) -> stealth.Feedback:
        """Let Odile open the feast when all three errands are solved."""
        if self.feast:
            return unchanged("The feast has begun already!")
        missing = [errand.title.lower() for errand in self.errands.values() if not errand.done]
        if missing:
            self.news.append("no")
            return stealth.Feedback(False, f"Not yet. Still to do: {', '.join(missing)}.")
        self.feast = True
        self.song = "merry"
        self.lanterns = self.lanterns or ("green" if "green" in self.errands["light"].how else "gold")
        self.news.append("feast")
        return stealth.Feedback(True, "The Lantern Feast begins!")

    @property
    def tune(self) -> str:
        """The music of this moment; a merry song at the feast is a dance."""
        return "feast" if self.feast and self.song == "merry" else self.song

    @property
    def ballad(self) -> list[str]:
        """Return the ending: the solution of each errand, in their order."""
        return [errand.how for errand in self.errands.values()] + [
            f"And so the Lantern Feast began, and Finch sang of {self.hero}."
        ]
