"""The lines of a sheet that are nearest to a stranger's question by sentence embeddings, beside the brain's answers.

A measurement for a decision, not a test: is an extra with embeddings worth its size? It needs `onnxruntime`,
`tokenizers` and `numpy`, a sentence model and its tokenizer, none of which the project installs:

`python -m tests.backend.brain.nearest_lines model.onnx tokenizer.json set-10 set-11`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from stealth_pygame.backend.brain import OfflineBrain, Question
from tests.backend.brain.blind_sets import is_right, lines_of, sheets_of
from tests.backend.brain.tables import rows

KINDS = ("direct", "paraphrase", "short", "typos")


class Embedder:
    """A sentence model that turns a text into a vector of length 1."""

    def __init__(self, model: str, tokenizer: str) -> None:
        self._session = import_module("onnxruntime").InferenceSession(model)
        self._tokenizer = import_module("tokenizers").Tokenizer.from_file(tokenizer)
        self._tokenizer.no_padding()
        self._numpy = import_module("numpy")

    def vector(self, text: str) -> Any:
        """Return the mean of the vectors of all tokens, normalised."""
        coded = self._tokenizer.encode(text)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        wanted = {one.name for one in self._session.get_inputs()}
        given = {name: self._numpy.array([row], dtype="int64") for name, row in rows.items() if name in wanted}
        out = self._session.run(None, given)[0]
        mean = out[0].mean(0) if out.ndim == 3 else out[0]
        return mean / self._numpy.linalg.norm(mean)


def compared(name: str, embedder: Embedder) -> Iterator[tuple[str, bool, bool]]:
    """The kind of each question of a set, whether the brain answers it rightly, and whether the nearest line does."""
    for sheet in sheets_of(name):
        character = sheet["character"]
        vectors = [(embedder.vector(line), line) for line in lines_of(character)]
        for row in rows(sheet["table"]):
            if row.kind not in KINDS or row.goes_on or row.wanted.startswith("-") or "&" in row.wanted:
                continue
            asked = embedder.vector(row.text)
            nearest = max(vectors, key=lambda one: float(one[0] @ asked))[1].lower()
            answer = OfflineBrain().answer(Question(character, row.text, "Ada", ("Ada",), sheet["context"]))
            told = any(word.strip().lower() in nearest for word in row.wanted.split("|"))
            yield row.kind, is_right(answer, row.wanted, sheet), told


def main() -> None:
    """Print for each kind of question how many the brain answers, and how many the nearest line does."""
    model, tokenizer, *names = sys.argv[1:]
    embedder = Embedder(model, tokenizer)
    rows = [row for name in names for row in compared(name, embedder)]
    for kind in KINDS:
        some = [row for row in rows if row[0] == kind]
        print(
            f"{kind:12} {len(some):4}  brain {sum(row[1] for row in some):4}  nearest {sum(row[2] for row in some):4}"
        )


if __name__ == "__main__":
    main()
