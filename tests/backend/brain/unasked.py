"""What the sentences of the lessons call that is not what they ask for, by the sign of the lesson.

The lessons say which function a sentence orders, if any, and not with which values; so a call counts where another
function, or one beside it, is called. The vectors of words and the judge have learned from these sentences, so that a
stranger's are called wrongly more often; the rules have not.

Run as a module for the counts, in some minutes: `python -m tests.backend.brain.unasked [--judge] [-v]`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question
from stealth_pygame.backend.meaning.embeddings import packaged
from tests.backend.brain.lessons import World, worlds
from tests.backend.brain.tables import said_calls


def answers(brain: OfflineBrain, world: World) -> Iterator[tuple[str, str, str, Answer]]:
    """The sign, the label and the words of each sentence to a character, with the answer."""
    for sign, label, text in world.said:
        yield sign, label, text, brain.answer(Question(world.character, text, "Ada", ("Ada",)))


def verdict(world: World, label: str, answer: Answer) -> str:
    """`none`, `asked` where just the function of the label is called, or `unasked`."""
    wanted = [world.functions[label]["name"]] if label in world.functions else []
    called = [call.name for call in answer.calls]
    return "none" if not called else "asked" if called == wanted else "unasked"


def main() -> None:
    """Print how many sentences call nothing, what they ask for, and something else, and with `-v` these."""
    brain = OfflineBrain(embed=packaged() if "--judge" in sys.argv else None)
    counts: Counter[str] = Counter()
    for world in worlds():
        for sign, label, text, answer in answers(brain, world):
            found = verdict(world, label, answer)
            counts[f"{sign} {'order' if label in world.functions else 'no order'}: {found}"] += 1
            if found == "unasked" and "-v" in sys.argv:
                print(f"{world.name}: {text} => {said_calls(answer)}")
    for kind, count in sorted(counts.items()):
        print(f"{kind:24} {count:6}")


if __name__ == "__main__":
    main()
