"""The judge, fitted on lessons: `python -m tests.backend.brain.fit_judge [--write] [--without a b]`.

Needs the extra `embeddings` and `pip install torch onnx`; takes some twenty minutes. The judge is a small model over
the word vectors of the packaged one, which stay as they are: each word of what was said looks for its like among the
words of a line and the other way round, and what was found is weighed. Of a sheet's lines, or its functions, and
"none of them" one is right. `--without` holds out files of worlds, whose figures are printed.

Nothing of the tables and sets is learned from, so that the weights of the gate can be fitted on them afterwards:
`python -m tests.backend.brain.fit_gate --judge --write`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import torch
from torch import nn
from torch.nn import functional

from stealth_pygame.backend import embeddings
from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from stealth_pygame.backend.brain.language.words import tokens
from tests.backend.brain.lessons import World, remarks, worlds

WIDTH, HINT, DROPPED, FORGOTTEN = 96, 64, 0.3, 0.05
ROUNDS, TOGETHER, RATE, DECAY = 5, 16, 1e-3, 0.1
# Numbers of a word's vector.
SIZE = 384


class Head(nn.Module):  # type: ignore[misc]
    """From the word vectors of what was said and of lines to two numbers for each: it answers, it is ordered."""

    def __init__(self) -> None:
        super().__init__()
        self.pu, self.pc, self.q, self.k = (nn.Linear(SIZE, WIDTH) for _ in range(4))
        self.cmp, self.cmp2 = (
            nn.Sequential(nn.Linear(4 * WIDTH, WIDTH), nn.ReLU(), nn.Dropout(DROPPED)) for _ in range(2)
        )
        self.bi, self.bj = (nn.Linear(SIZE, HINT) for _ in range(2))
        self.out = nn.Sequential(
            nn.Linear(4 * WIDTH + HINT + 1, WIDTH), nn.ReLU(), nn.Dropout(DROPPED), nn.Linear(WIDTH, 2)
        )
        self.drop = nn.Dropout(DROPPED)
        self.none = nn.Sequential(nn.Linear(SIZE, 48), nn.ReLU(), nn.Dropout(DROPPED), nn.Linear(48, 2))
        self.cs = nn.Parameter(torch.tensor([8.0, 8.0]))

    def forward(self, said: Any, said_real: Any, told: Any, told_real: Any) -> tuple[Any, Any]:
        """Return [messages, lines, 2] for the lines and [messages, 2] for none of them."""
        if self.training:
            said_real = said_real * (torch.rand_like(said_real) > FORGOTTEN)
            said_real[:, 0] = 1
        said, told = functional.layer_norm(said, (SIZE,)), functional.layer_norm(told, (SIZE,))
        one, other = _mean(said, said_real), _mean(told, told_real)
        alike = (one @ other.T)[..., None]
        said, told = self.drop(said), self.drop(told)
        u, c = self.pu(said), self.pc(told)
        near = torch.einsum("bmd,nkd->bnmk", self.q(said), self.k(told)) / WIDTH**0.5
        by_told = (near + (1 - told_real)[None, :, None, :] * -1e4).softmax(-1)
        by_said = (near + (1 - said_real)[:, None, :, None] * -1e4).softmax(2)
        heard, found = torch.einsum("bnmk,nkd->bnmd", by_told, c), torch.einsum("bnmk,bmd->bnkd", by_said, u)
        u, c = u[:, None].expand_as(heard), c[None].expand_as(found)
        features = [
            *_pooled(self.cmp(_beside(u, heard)), said_real[:, None, :, None]),
            *_pooled(self.cmp2(_beside(c, found)), told_real[None, :, :, None]),
            torch.tanh(self.bi(one * 8)[:, None] * self.bj(other * 8)[None]),
            alike * 4,
        ]
        return self.out(torch.cat(features, -1)) + alike * self.cs, self.none(one * 8)


def _mean(vectors: Any, real: Any) -> Any:
    return functional.normalize((vectors * real[..., None]).sum(1) / real.sum(1, keepdim=True), dim=-1)


def _beside(one: Any, other: Any) -> Any:
    return torch.cat([one, other, one * other, (one - other).abs()], -1)


def _pooled(vectors: Any, real: Any) -> tuple[Any, Any]:
    return (vectors * real).sum(2) / real.sum(2), (vectors - 1e4 * (1 - real)).amax(2)


@dataclass
class Lesson:
    """The lines of a world and its functions, with each sentence and which of them are right; None: not judged."""

    told: list[str]
    facts: int
    said: list[tuple[str, list[int] | None, list[int] | None]]


def lesson(world: World) -> Lesson:
    """A world as the brain reads it."""
    sheet = compile_sheet(world.character)
    facts = [fact.text for fact in sheet.facts]
    at = {label: max(range(len(facts)), key=lambda n: _alike(line, facts[n])) for label, line in world.lines.items()}
    functions = {label: n for n, label in enumerate(world.functions)}
    said = []
    for sign, label, sentence in world.said:
        right, ordered = [at[label]] if label in at else [], [functions[label]] if label in functions else []
        # what is near an order may be a question that a fact answers
        near = sign == "!" and label == "-"
        said.append((" ".join(tokens(sentence)), None if near else right, ordered))
    return Lesson([*facts, *(f.told for f in sheet.functions)], len(facts), [one for one in said if one[0]])


def _alike(line: str, fact: str) -> float:
    one, other = set(tokens(line)), set(tokens(fact))
    return len(one & other) / max(1, len(one | other))


class Vectors:
    """The word vectors of texts, each computed once."""

    def __init__(self) -> None:
        self._words = embeddings.packaged().judge.words
        self._known: dict[str, Any] = {}

    def __call__(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Return the vectors, filled up to the longest text, and which are real."""
        for text in texts:
            if text not in self._known:
                self._known[text] = torch.from_numpy(self._words(text)[:48])
        rows = [self._known[text].float() for text in texts]
        real = [torch.ones(len(row)) for row in rows]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True), nn.utils.rnn.pad_sequence(real, batch_first=True)


def _scores(head: Head, vectors: Vectors, taught: Lesson, said: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """For each sentence the numbers of the facts and of the functions, none of them being the last."""
    judged, none = head(*vectors(said), *vectors(taught.told))
    for one, nothing in zip(judged, none, strict=True):
        yield torch.cat([one[: taught.facts, 0], nothing[:1]]), torch.cat([one[taught.facts :, 1], nothing[1:]])


def _loss(scores: Any, right: list[int] | None) -> Any:
    """How surprising the right ones are."""
    return 0.0 if right is None or len(scores) == 1 else -scores.log_softmax(0)[right or [-1]].logsumexp(0)


def fitted(lessons: Sequence[Lesson], vectors: Vectors) -> Head:
    """A head after all rounds."""
    torch.manual_seed(0)
    random.seed(0)
    head = Head()
    steps = ROUNDS * sum(-(-len(one.said) // TOGETHER) for one in lessons)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 2, pct_start=0.1)
    for count in range(ROUNDS):
        head.train()
        batches, surprise = [], 0.0
        for one in lessons:
            mixed = random.sample(one.said, len(one.said))
            batches += [(one, mixed[at : at + TOGETHER]) for at in range(0, len(mixed), TOGETHER)]
        for one, said in random.sample(batches, len(batches)):
            scores = _scores(head, vectors, one, [text for text, _, _ in said])
            losses = [_loss(f, a) + _loss(g, o) for (f, g), (_, a, o) in zip(scores, said, strict=True)]
            loss = sum(losses) / len(said)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            surprise += float(loss.detach())
        print("round", count + 1, f"{surprise / len(batches):.3f}", flush=True)
    head.eval()
    return head


def figures(head: Head, vectors: Vectors, lessons: Sequence[Lesson]) -> str:
    """What becomes of questions and of orders, where a likelihood of a half is taken for a yes."""
    counts = {name: [0, 0, 0] for name in ("facts", "functions")}
    nothing = {name: [0, 0] for name in counts}
    for one in lessons:
        for scores, (_, *rights) in zip(
            _scores(head, vectors, one, [s for s, _, _ in one.said]), one.said, strict=True
        ):
            for name, score, right in zip(counts, scores, rights, strict=True):
                likely = score.softmax(0)[:-1]
                best = int(likely.argmax()) if len(likely) else 0
                taken = bool(len(likely)) and float(likely[best]) >= 0.5
                if right:
                    counts[name][0 if taken and best in right else 1 if taken else 2] += 1
                elif right is not None:
                    nothing[name][not taken] += 1
    return "\n".join(
        f"{name}: right {right}, another {wrong}, none {unsaid}; where none is right: one {taken}, none {left}"
        for name, (right, wrong, unsaid) in counts.items()
        for taken, left in [nothing[name]]
    )


def of_remarks(vectors: Vectors) -> dict[str, Any]:
    """A linear model from the vector of a text to the kinds of remarks."""
    listed = list(remarks())
    kinds = sorted({kind for kind, _ in listed})
    wanted = torch.tensor([kinds.index(kind) for kind, _ in listed])
    means = torch.cat([_mean(*vectors([" ".join(tokens(text)) or text])) for _, text in listed])
    weights, bias = (torch.zeros(*shape, requires_grad=True) for shape in ((SIZE, len(kinds)), (len(kinds),)))
    optimizer = torch.optim.Adam([weights, bias], lr=0.05)
    for _ in range(150):
        loss = functional.cross_entropy(means @ weights * 10 + bias, wanted) + 2e-4 * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    halves = {"weights": weights.detach().numpy() * 10, "bias": bias.detach().numpy()}
    return {"kinds": numpy.array(kinds), **{name: values.astype("float16") for name, values in halves.items()}}


class _Alone(nn.Module):  # type: ignore[misc]
    """The head for one message, as the judge runs it."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, asked: Any, told: Any, mask: Any) -> tuple[Any, Any]:
        judged, none = self.head(asked, torch.ones(asked.shape[:2]), told, mask)
        return judged[0], none[0]


def write(head: Head, kinds: dict[str, Any]) -> None:
    """Write both files of the judge."""
    folder = Path(embeddings.__file__).parent / "learned"
    example = (torch.randn(1, 7, SIZE), torch.randn(5, 9, SIZE), torch.ones(5, 9))
    torch.onnx.export(
        _Alone(head),
        example,
        str(folder / "judge.onnx"),
        input_names=["asked", "told", "mask"],
        output_names=["judged", "none"],
        dynamic_axes={"asked": {1: "m"}, "told": {0: "n", 1: "k"}, "mask": {0: "n", 1: "k"}},
        opset_version=17,
        dynamo=False,
    )
    numpy.savez_compressed(folder / "remarks.npz", **kinds)


def main() -> None:
    """Fit, print the figures of what is held out, and write the files where `--write` asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], help="letters of files of worlds to hold out")
    parser.add_argument("--write", action="store_true", help="write the files of the judge")
    options = parser.parse_args()
    vectors = Vectors()
    learnt = [lesson(world) for world in worlds() if world.source not in options.without]
    apart = [lesson(world) for world in worlds() if world.source in options.without]
    head = fitted(learnt, vectors)
    if apart:
        print(figures(head, vectors, apart))
    if options.write:
        write(head, of_remarks(vectors))


if __name__ == "__main__":
    main()
