"""Sets of strangers are answered as far as they were at the last measurement, and no call harms."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.brain import OfflineBrain
from stealth_pygame.backend.meaning.embeddings import packaged
from tests.backend.brain.blind_sets import score, table
from tests.embedding import needs_embeddings

LEAST = {
    "set-1": 0.96,
    "set-2": 0.92,
    "set-3": 0.94,
    "set-4": 0.95,
    "set-5": 0.92,
    "set-6": 0.94,
    "set-7": 0.92,
    "set-8": 0.94,
    "set-9": 0.93,
    "set-10": 0.87,
    "set-11": 0.86,
    "set-12": 0.84,
    "set-13": 0.86,
    "set-14": 0.85,
    "set-15": 0.91,
    "set-16": 0.88,
    "set-17": 0.84,
    "set-18": 0.90,
    "set-19": 0.89,
    "set-20": 0.87,
    "set-21": 0.85,
    "set-22": 0.83,
    "set-23": 0.78,
    "set-24": 0.85,
    "set-25": 0.85,
    "set-26": 0.84,
    "set-27": 0.86,
    "set-28": 0.84,
    "set-29": 0.82,
    "set-30": 0.81,
    "set-31": 0.83,
    "set-32": 0.83,
    "set-33": 0.83,
    "set-34": 0.82,
    "set-35": 0.80,
    "set-36": 0.83,
    "set-37": 0.81,
    "set-38": 0.83,
    "set-39": 0.85,
    "set-40": 0.86,
    "set-41": 0.80,
    "set-42": 0.80,
    "set-43": 0.77,
    "set-44": 0.82,
    "set-45": 0.84,
    "set-46": 0.82,
    "set-47": 0.91,
    "set-48": 0.92,
    "set-49": 0.91,
}
# Calls that nobody asked for and that are still to be mended; one of two things that were asked for counts as one.
OPEN = {
    "set-18": 1,
    "set-23": 1,
    "set-29": 1,
    "set-33": 1,
    "set-35": 1,
    "set-39": 1,
    "set-40": 2,
    "set-41": 2,
    "set-42": 3,
    "set-43": 4,
    "set-44": 2,
    "set-49": 1,
}
OPEN_WITH_EMBEDDINGS = {
    "set-29": 1,
    "set-35": 1,
    "set-38": 1,
    "set-41": 2,
    "set-42": 1,
    "set-43": 4,
    "set-44": 1,
    "set-49": 1,
}
# With embeddings; a little below the last measurement, because a vector's last digits differ between processors.
LEAST_WITH_EMBEDDINGS = {
    "set-1": 0.96,
    "set-2": 0.92,
    "set-3": 0.94,
    "set-4": 0.94,
    "set-5": 0.94,
    "set-6": 0.95,
    "set-7": 0.93,
    "set-8": 0.96,
    "set-9": 0.91,
    "set-10": 0.92,
    "set-11": 0.90,
    "set-12": 0.90,
    "set-13": 0.91,
    "set-14": 0.88,
    "set-15": 0.92,
    "set-16": 0.92,
    "set-17": 0.87,
    "set-18": 0.94,
    "set-19": 0.91,
    "set-20": 0.91,
    "set-21": 0.88,
    "set-22": 0.91,
    "set-23": 0.85,
    "set-24": 0.89,
    "set-25": 0.88,
    "set-26": 0.88,
    "set-27": 0.90,
    "set-28": 0.91,
    "set-29": 0.86,
    "set-30": 0.87,
    "set-31": 0.88,
    "set-32": 0.88,
    "set-33": 0.89,
    "set-34": 0.89,
    "set-35": 0.87,
    "set-36": 0.87,
    "set-37": 0.88,
    "set-38": 0.87,
    "set-39": 0.90,
    "set-40": 0.91,
    "set-41": 0.86,
    "set-42": 0.88,
    "set-43": 0.82,
    "set-44": 0.89,
    "set-45": 0.88,
    "set-46": 0.89,
    "set-47": 0.94,
    "set-48": 0.93,
    "set-49": 0.94,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LEAST)
def test_a_set_of_strangers_is_answered_as_well_as_before(name: str) -> None:
    """The share of right answers to people who never saw the code does not fall."""
    scored = score(name)
    print(table(scored))
    assert sum(one.right for one in scored) / len(scored) >= LEAST[name]
    assert len([one.text for one in scored if one.harmful]) <= OPEN.get(name, 0)


@pytest.mark.slow
@needs_embeddings
@pytest.mark.parametrize("name", LEAST_WITH_EMBEDDINGS)
def test_embeddings_help_and_harm_nobody(name: str) -> None:
    """With the packaged model a set is answered as well as before, and nothing is called that nobody asked for."""
    scored = score(name, OfflineBrain(embed=packaged()))
    print(table(scored))
    assert sum(one.right for one in scored) / len(scored) >= LEAST_WITH_EMBEDDINGS[name]
    assert len([one.text for one in scored if one.harmful]) <= OPEN_WITH_EMBEDDINGS.get(name, 0)
