"""Remarks are answered by their form, in the right mood, and call nothing."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.brain.knowledge.voice import lines_in
from stealth_pygame.backend.brain.language.clauses import clauses
from stealth_pygame.backend.brain.small_talk import remark
from tests.backend.brain.worlds import HEALER

FORMS = """
    I have twisted my ankle. | feel_for
    We were evicted. | feel_for
    My aunt just had twins. | joy
    We had to put the horse down. | grief
    I only have ten minutes. | hurry
    I am almost fifty. | age
    My spelling is terrible. | language_own
    I am not joking. | in_earnest
    The test was awful. | so_so
    I am on my break. | break_time
    It stays between us. | secret
    I lied to you. | confess
    It was not our fault. | innocent
    I should have stayed at home. | hindsight
    That is not what we ordered. | misread
    You must be wrong. | doubt
    You have a good point. | agreed
    You lost me there. | unclear
    I would rather not talk about it. | reticent
    I could smash your head. | menace
    You will regret that. | menace
    I am the fastest runner here. | boast
    You remind me of my teacher. | alike
    You are too greedy. | reproach
    She never answers me. | grievance
    I do not trust them. | not_them
    There is a wasp on your sleeve. | told_me
    I heard strange voices. | uneasy
    He scares me a bit. | uneasy
    I lost my grandmother, she loved wine. | grief
    That must have been a terrible winter. | must_have_hurt
    This house is haunted. | place_odd
    The stew is too salty. | complaint
    Turnips again. | dry
    Turnips. Great. | dry
    That takes me back. | memory
    My late husband loved this song. | memory
    We can still hear his voice. | memory
    She died last year. I still write to her. | grief
    We came with the first bus. | newcomer
    I love you all. | fond
    My son got bullied. | feel_for
    I will be right back. | take_time
    I cannot juggle. | modest
    You are a hypocrite. | reproach
    That hat suits you. | praise
    You better hide. | menace
    You owe us a beer. | owed
    That must have been so hard. | must_have_hurt
    It must have hurt. | must_have_hurt
    That must be fun. | must_be
    My train was cancelled. | feel_for
    I found this in the cellar. | handed_over
    I was only passing through. | dropped_in
    They turned us down. | grievance
"""


@pytest.mark.parametrize("row", [row.strip() for row in FORMS.splitlines() if row.strip()])
def test_a_remark_has_the_kind_of_its_form(row: str) -> None:
    """The words differ from player to player, the form stays."""
    text, kind = row.split(" | ")
    spoken = [*(clause.every for clause in reversed(clauses(text)))]
    assert remark([*spoken, text.lower().replace(".", "").split()]) == kind


@pytest.mark.parametrize("text", ["I could kill you", "I have to feed the hens", "I will never forget you"])
def test_what_only_sounds_like_a_wish_is_no_request(text: str) -> None:
    """It is neither granted nor declined."""
    answer = OfflineBrain().answer(Question(HEALER, text, "Ada", ("Ada",)))
    assert not answer.calls
    assert "I can" not in answer.content


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I put my sword down", "grief"),
        ("I have the chest", "boast"),
        ("Nobody knows why", "secret"),
        ("There is something I like about it", "uneasy"),
        ("They do not believe in ghosts", "grievance"),
        ("I have not had much luck", "hungry"),
    ],
)
def test_a_likeness_of_words_is_no_likeness_of_form(text: str, kind: str) -> None:
    """A neutral line beats a wrong mood."""
    assert remark([text.lower().split()]) != kind


def test_a_word_that_is_taken_back_calls_nothing() -> None:
    """`Wait` before a correction is no order to wait."""
    sheet = {"name": "Pip", "functions": [{"name": "stop_following", "description": "Stop following the player"}]}
    assert not OfflineBrain().answer(Question(sheet, "wait, that's not it", "Ada", ("Ada",))).calls


def test_every_kind_of_remark_has_lines() -> None:
    """No remark falls through to ignorance."""
    missing = {row.split(" | ")[1] for row in map(str.strip, FORMS.splitlines()) if row} - set(lines_in("en"))
    assert not missing
