"""The stems that the brain needs when it is imported: `python -m tests.backend.brain.stems` writes them to its data.

Stemming the word lists took a sixth of a second of a backend's start. A word that is missing is stemmed as ever.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import stealth_pygame.backend.brain

FILE: Final = Path(stealth_pygame.backend.brain.__file__).parent / "data" / "en" / "stems.txt"
HEAD: Final = """\
# Stems of the words in the lists beside this file, each with its words, so that a start need not work them out.
# Written by `python -m tests.backend.brain.stems`; a word that is missing is stemmed when it is needed.
"""
ASKED: Final = """
from stealth_pygame.backend.brain.language import words
asked, plain = {}, words.stem.__wrapped__
class Cached:
    def __call__(self, word):
        if word not in asked:
            asked[word] = plain(word)
        return asked[word]
words.stem = Cached()
import stealth_pygame.backend.brain.offline
for word in asked:
    base = words.base_of(word)
    print(base, words.by_rule(base))
"""


def asked() -> dict[str, str]:
    """Return the stem of each word that an import of the brain asks for, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED], stdout=subprocess.PIPE, text=True, check=True, encoding="utf-8"
    )
    pairs = (line.split() for line in done.stdout.splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def main() -> None:
    """Write the file."""
    words: dict[str, list[str]] = {}
    for word, stem in sorted(asked().items()):
        words.setdefault(stem, []).append(word)
    lines = [f"{stem}: {' '.join(forms)}" for stem, forms in sorted(words.items())]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
