"""Sheets in German and Spanish are answered in their language; other languages answer from the sheet's own lines."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.brain.translation import Translator, language_of
from tests.backend.brain.tables import check
from tests.backend.brain.worlds import function

GERMAN: dict[str, Any] = {
    "name": "Greta",
    "bio": ["Ich bin Greta, die Schmiedin von Ahornbach.", "Ich arbeite seit zwanzig Jahren an diesem Amboss."],
    "knowledge": [
        "Ein Schwert kostet 12 Goldmünzen, ein Schild kostet 8 Goldmünzen.",
        "Der Bäcker heißt Otto und wohnt neben der Mühle.",
        "Die Schmiede öffnet um sieben Uhr.",
        "Der Drache schläft in der Höhle hinter dem Wasserfall.",
    ],
    "functions": [
        function("sell_item", "Verkauft dem Spieler etwas", item="string: Schwert, Schild oder Helm",
                 quantity="number: wie viele Stück"),
        function("repair", "Repariert eine Rüstung"),
    ],
}  # fmt: skip
GERMAN_TABLE = """
Hallo Greta => hallo | schön
Guten Tag => hallo | schön
Was kostet ein Schwert? => 12
was kosten schwerter? => 12
Wie viel kostet ein Schild? => 8
Wie teuer ist ein Schild? => 8
Wo wohnt der Bäcker? => Mühle
Wer ist der Bäcker? => Otto
Wann öffnet die Schmiede? => sieben
wann macht ihr auf? => -
Wo schläft der Drache? => Höhle
wo ist der drache? => Höhle
Verkauf mir zwei Schwerter bitte => sell_item(item=Schwert, quantity=2)
Gib mir drei Schilde => sell_item(item=Schild, quantity=3)
Ich möchte einen Helm => sell_item(item=Helm, quantity=1)
ich nehme einen Schild => sell_item(item=Schild, quantity=1)
Kannst du meine Rüstung reparieren? => repair()
Repariere meine Rüstung => repair()
Verkauf mir kein Schwert => -
Ich wünschte, ich hätte ein Schwert => -
Wer bist du? => Greta
Wie heißt du? => Greta
Wie geht es dir? => klagen | gut
Vielen Dank => gern
Auf Wiedersehen => leb wohl | bald
Wer ist der König von Frankreich? => weiß | nie gehört
"""
SPANISH: dict[str, Any] = {
    "name": "Lucía",
    "bio": ["Soy Lucía, la panadera del pueblo."],
    "knowledge": [
        "Un pan cuesta 3 monedas y una tarta cuesta 9 monedas.",
        "El herrero se llama Bruno y vive junto al río.",
        "La panadería abre a las seis.",
        "El tesoro está en la cueva detrás de la cascada.",
    ],
    "functions": [
        function("sell_item", "Vende algo al jugador", item="string: pan, tarta o miel"),
        function("open_cellar", "Abre la bodega"),
    ],
}
SPANISH_TABLE = """
Hola => hola | alegro
Buenos días => hola | alegro
¿Cuánto cuesta un pan? => 3
cuanto cuesta una tarta => 9
¿Cuánto vale el pan? => 3
¿Dónde vive el herrero? => río
¿Quién es el herrero? => Bruno
donde vive el herrero? => río
¿A qué hora abre la panadería? => seis
¿Cuándo abre la panadería? => seis
¿Dónde está el tesoro? => cueva
donde esta el tesoro => cueva
Dame una tarta por favor => sell_item(item=tarta)
Quiero dos panes => sell_item(item=pan)
Véndeme un pan => sell_item(item=pan)
Me llevo una tarta => sell_item(item=tarta)
¿Puedes abrir la bodega? => open_cellar()
Abre la bodega por favor => open_cellar()
No me vendas pan => -
Ojalá tuviera un pan => -
¿Quién eres? => Lucía
¿Cómo te llamas? => Lucía
¿Qué tal? => quejar | bien
Muchas gracias => nada
Hasta luego => adiós | pronto
¿Quién es el rey de Francia? => sé | oído
"""


@pytest.mark.parametrize(("character", "table"), [(GERMAN, GERMAN_TABLE), (SPANISH, SPANISH_TABLE)])
def test_a_sheet_is_answered_in_its_language(character: dict[str, Any], table: str) -> None:
    """Greetings, prices, direct questions and calls work in German and Spanish."""
    check(character, table)


@pytest.mark.parametrize("text", ["Bonjour", "hello", "Combien coûte le pain ?", "42", "Who are you?"])
def test_an_unlisted_language_is_never_answered_in_english(text: str) -> None:
    """A sheet that names a language without files speaks its own lines and its own facts."""
    character = {
        "name": "Odette",
        "language": "fr",
        "lines": {"ignorance": ["Je ne sais pas."]},
        "knowledge": ["Le pain coûte 3 pièces."],
    }
    said = OfflineBrain().answer(Question(character, text)).content
    assert said in ("Je ne sais pas.", "Le pain coûte 3 pièces.")


@pytest.mark.parametrize("text", ["who killed the mayor?", "whose hat is that?", "how old is he?", "who made it?"])
def test_a_sheet_owns_its_lines(text: str) -> None:
    """What a character says for want of knowledge is theirs to choose, and placeholders are filled in."""
    character = {"name": "Lou", "lines": {"ignorance": ["Beats me{you}."]}}
    said = OfflineBrain().answer(Question(character, text, "Ada")).content
    assert said in ("Beats me.", "Beats me, Ada.")


@pytest.mark.parametrize(
    ("character", "language"),
    [
        (GERMAN, "de"),
        (SPANISH, "es"),
        ({"language": "Deutsch"}, "de"),
        ({"language": "en-GB", "bio": "Ich bin der Herr und das ist die Frau."}, "en"),
        ({"bio": "I am the smith of the village and my forge is hot."}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_told_or_read(character: dict[str, Any], language: str) -> None:
    """A field names the language, else its small words do."""
    texts = [*character.get("knowledge", ()), *([character["bio"]] if "bio" in character else [])]
    assert (
        language_of(character, [text for value in texts for text in ([value] if isinstance(value, str) else value)])
        == language
    )


def test_english_is_left_as_it_is() -> None:
    """Nothing is translated that needs no translation."""
    assert Translator("en", ("a",)).plain("Was kostet das?") == "Was kostet das?"
