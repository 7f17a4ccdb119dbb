"""The lines of a sheet that are nearest to a stranger's question by sentence embeddings, beside the brain's answers.

A measurement, not a test: what do embeddings alone find? It needs the extra `embeddings`:

`python -m tests.backend.brain.nearest_lines set-10 set-11`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from operator import itemgetter

from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.meaning.embeddings import packaged
from stealth_pygame.backend.meaning.vectors import Meanings
from tests.backend.brain.blind_sets import is_right, lines_of, sheets_of
from tests.backend.brain.tables import rows

KINDS = ("direct", "paraphrase", "short", "typos")


def compared(name: str, meanings: Meanings) -> Iterator[tuple[str, bool, bool]]:
    """The kind of each question of a set, whether the brain answers it rightly, and whether the nearest line does."""
    for sheet in sheets_of(name):
        character = sheet["character"]
        lines = lines_of(character)
        for row in rows(sheet["table"]):
            if row.kind not in KINDS or row.goes_on or row.wanted.startswith("-") or "&" in row.wanted:
                continue
            alike = zip(meanings.likeness(row.text, lines), lines, strict=True)
            nearest = max(alike, key=itemgetter(0))[1].lower()
            answer = OfflineBrain().answer(Question(character, row.text, "Ada", ("Ada",), sheet["context"]))
            told = any(word.strip().lower() in nearest for word in row.wanted.split("|"))
            yield row.kind, is_right(answer, row.wanted, sheet), told


def main() -> None:
    """Print for each kind of question how many the brain answers, and how many the nearest line does."""
    meanings = Meanings(packaged())
    rows = [row for name in sys.argv[1:] for row in compared(name, meanings)]
    for kind in KINDS:
        some = [row for row in rows if row[0] == kind]
        print(
            f"{kind:12} {len(some):4}  brain {sum(row[1] for row in some):4}  nearest {sum(row[2] for row in some):4}"
        )


if __name__ == "__main__":
    main()
