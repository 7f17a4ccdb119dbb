"""The vectors of words, fitted on lessons: `python -m tests.backend.brain.fit_words [--write] [--without a b]`.

Needs the extra `embeddings` and `pip install torch`; takes some twenty minutes on two cores. The vector of a piece of a
word begins as the mean of what the packaged model makes of it wherever it stands in the lessons. Then texts learn to be
as near to each other as they are by that model, and at last which line of a sheet answers, and which function is
ordered: the same lessons that the judge has (`fit_judge`), of whose figures these are printed.
"""

from __future__ import annotations

import argparse
import json
import random
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import numpy
import torch
from torch import nn
from torch.nn import functional

from stealth_pygame.backend.brain.language import vocabulary
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.meaning import embeddings
from stealth_pygame.backend.meaning.word_vectors import FILE, split
from tests.backend.brain.fit_judge import Lesson, Said, divided, lesson, surprise
from tests.backend.brain.lessons import remarks, worlds

# Numbers of a piece's vector; of the packaged model's.
SIZE, TAUGHT = 64, 384
# Rounds of being as near as the packaged model has it, texts of a group, and how sharply the nearest count.
NEAR_ROUNDS, GROUP, SHARPNESS = 8, 384, 0.07
NEAR_RATE, RATE, HEAD_RATE = 2e-3, 5e-4, 1e-3
TOGETHER, FORGOTTEN, HIDDEN = 32, 0.1, 32
# The share of all words from which a word weighs less.
COMMON = 1e-3


class Pieces:
    """The pieces of words that the packaged model knows, with what it makes of texts, each read once."""

    def __init__(self, texts: Sequence[str]) -> None:
        tokenizer = import_module("tokenizers").Tokenizer.from_file(str(embeddings.tokenizer_file()))
        self.names = [
            one for one in sorted(tokenizer.get_vocab()) if one.removeprefix("##").isalnum() and one.isascii()
        ]
        self.names = [one for one in self.names if one == one.lower()]
        self.known = {name: at for at, name in enumerate(self.names)}
        self.texts = [text for text in dict.fromkeys(texts) if self.of(text)]
        vectors, alone = [], numpy.zeros((len(self.names), TAUGHT))
        total, self.seen = numpy.zeros_like(alone), numpy.zeros(len(self.names))
        read = embeddings.reader()
        for text in self.texts:
            words = read(text)[0]
            vectors.append(words.mean(0))
            at = [self.known.get(piece, -1) for piece in tokenizer.encode(text).tokens]
            for piece, vector in zip(at, words, strict=False):
                if piece >= 0:
                    total[piece] += vector
                    self.seen[piece] += 1
        for number, name in enumerate(self.names):
            alone[number] = read(name.removeprefix("##"))[0].mean(0)
        often = self.seen >= 3
        mean = total / numpy.maximum(self.seen, 1)[:, None]
        alone, mean = alone - alone.mean(0), mean - mean[often].mean(0)
        self.start = numpy.where(often[:, None], mean * alone[often].std() / mean[often].std(), alone)
        self.vectors = functional.normalize(torch.tensor(numpy.stack(vectors)).float(), dim=-1)

    def of(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text."""
        return split(text, self.known)


class Words(nn.Module):  # type: ignore[misc]
    """A vector and a weight for each piece, and how likenesses of two texts are weighed; the last piece is none."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__()
        count = len(pieces.names)
        _, _, main = numpy.linalg.svd(pieces.start[pieces.seen > 0], full_matrices=False)
        start = pieces.start @ main[:SIZE].T
        start = torch.tensor(start / start.std() / SIZE**0.5).float()
        rare = COMMON / (COMMON + torch.tensor(pieces.seen / pieces.seen.sum()).float())
        self.vectors = nn.Embedding.from_pretrained(nn.functional.pad(start, (0, 0, 0, 1)), freeze=False)
        weights = rare.clamp(0.02, 0.999).expm1().log()
        self.weights = nn.Embedding.from_pretrained(nn.functional.pad(weights, (0, 1))[:, None], freeze=False)
        self.scales = nn.Parameter(torch.tensor([[8.0, 6.0, 2.0]] * 2))
        self.none = nn.Sequential(nn.Linear(SIZE + 3, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2))
        self.nothing = count

    def read(self, rows: Sequence[list[int]]) -> tuple[Any, Any, Any, Any]:
        """The vectors of the pieces of texts, of length 1, their weights, which are real, and each text's vector."""
        listed = [torch.tensor(row or [self.nothing]) for row in rows]
        at = nn.utils.rnn.pad_sequence(listed, batch_first=True, padding_value=self.nothing)
        real = (at < self.nothing).float()
        weights = functional.softplus(self.weights(at))[..., 0] * real
        if self.training:
            weights = weights * (torch.rand_like(weights) > FORGOTTEN) + 1e-6
        vectors = self.vectors(at)
        whole = functional.normalize((vectors * weights[..., None]).sum(1), dim=-1)
        return functional.normalize(vectors, dim=-1), weights, real, whole

    def forward(self, said: Sequence[list[int]], told: Sequence[list[int]]) -> tuple[Any, Any]:
        """Return [messages, lines, 2] for the lines and [messages, 2] for none of them."""
        words, words_weights, words_real, one = self.read(said)
        lines, lines_weights, lines_real, other = self.read(told)
        near = torch.einsum("bmd,nkd->bnmk", words, lines)
        near = near - 2 * (1 - lines_real)[None, :, None] - 2 * (1 - words_real)[:, None, :, None]
        features = torch.stack(
            [
                one @ other.T,
                _mean(near.amax(-1).clamp(-1), words_weights[:, None]),
                _mean(near.amax(2).clamp(-1), lines_weights[None]),
            ],
            -1,
        )
        return features @ self.scales.T, self.none(torch.cat([one, features.amax(1)], -1))


def _mean(values: Any, weights: Any) -> Any:
    return (values * weights).sum(-1) / weights.sum(-1)


def _near(words: Words, pieces: Pieces) -> None:
    """Make texts as near to each other as they are by the packaged model."""
    rows = [pieces.of(text) for text in pieces.texts]
    optimizer = torch.optim.Adam([*words.vectors.parameters(), *words.weights.parameters()], lr=NEAR_RATE)
    for count in range(NEAR_ROUNDS):
        losses = []
        mixed = random.sample(range(len(rows)), len(rows))
        for group in (mixed[at : at + GROUP] for at in range(0, len(mixed) - GROUP, GROUP)):
            whole = words.read([rows[at] for at in group])[3]
            taught = pieces.vectors[group]
            one, other = whole @ whole.T, taught @ taught.T
            self_apart = torch.eye(len(group), dtype=torch.bool)
            shares, wanted = ((each / SHARPNESS).masked_fill(self_apart, -1e4).log_softmax(1) for each in (one, other))
            loss = functional.kl_div(shares, wanted, log_target=True, reduction="batchmean")
            loss = loss + 2 * ((one - other) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(float(loss.detach()))
        print("near", count + 1, f"{sum(losses) / len(losses):.3f}", flush=True)


def _scores(words: Words, told: Lesson, said: Sequence[Said], pieces: Pieces) -> Iterator[tuple[Any, Any]]:
    """For each message the numbers of the facts and of the functions, none of them being the last."""
    return divided(told, *words([pieces.of(one.words) for one in said], [pieces.of(line) for line in told.told]))


def _taught(words: Words, lessons: Sequence[Lesson], pieces: Pieces) -> None:
    """Teach once what answers and what is ordered."""
    slow = [*words.vectors.parameters(), *words.weights.parameters()]
    fast = [words.scales, *words.none.parameters()]
    optimizer = torch.optim.Adam([{"params": slow, "lr": RATE}, {"params": fast, "lr": HEAD_RATE}])
    batches = []
    for one in lessons:
        mixed = sorted(one.said, key=lambda said: len(said.words) + 30 * random.random())
        batches += [(one, mixed[at : at + TOGETHER]) for at in range(0, len(mixed), TOGETHER)]
    losses = []
    for one, said in random.sample(batches, len(batches)):
        loss = surprise(_scores(words, one, said, pieces), said)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    print("taught", f"{sum(losses) / len(losses):.3f}", flush=True)


@torch.no_grad()  # type: ignore[untyped-decorator]
def figures(words: Words, lessons: Sequence[Lesson], pieces: Pieces) -> str:
    """How many questions and orders have their line first, where a line or a function is right."""
    counts = {"facts": [0, 0], "functions": [0, 0]}
    for one in lessons:
        for scores, said in zip(_scores(words, one, one.said, pieces), one.said, strict=True):
            for name, score, right in zip(counts, scores, (said.right, said.ordered), strict=True):
                if right:
                    counts[name][int(score[:-1].argmax()) in right] += 1
    return "; ".join(f"{name}: {right} of {right + wrong} first" for name, (wrong, right) in counts.items())


def _of_remarks(words: Words, pieces: Pieces) -> dict[str, list[float]]:
    """For each kind of remark its weights over the vector of a text, and its bias."""
    listed = list(remarks())
    kinds = sorted({kind for kind, _ in listed})
    wanted = torch.tensor([kinds.index(kind) for kind, _ in listed])
    with torch.no_grad():
        means = words.read([pieces.of(" ".join(tokens(text))) for _, text in listed])[3]
    layer = nn.Linear(SIZE, len(kinds))
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.05)
    for _ in range(300):
        loss = functional.cross_entropy(layer(means * 4), wanted) + 1e-4 * (layer.weight**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    numbers = torch.cat([layer.weight * 4, layer.bias[:, None]], 1).tolist()
    return {kind: [round(one, 3) for one in row] for kind, row in zip(kinds, numbers, strict=True)}


@torch.no_grad()  # type: ignore[untyped-decorator]
def write(words: Words, pieces: Pieces, kinds: dict[str, list[float]]) -> None:
    """Write the file: vectors of 8 bits, and what is learned of them in words and numbers."""
    vectors, lengths = words.vectors.weight[:-1], words.vectors.weight[:-1].norm(dim=-1)
    packed = (functional.normalize(vectors, dim=-1) * 127).round().to(torch.int8).numpy()
    inner, outer = (torch.cat([one.weight, one.bias[:, None]], 1).tolist() for one in (words.none[0], words.none[2]))
    learned = {"size": SIZE, "scales": words.scales.tolist(), "none": [inner, outer], "remarks": kinds}
    weights = functional.softplus(words.weights.weight[:-1, 0])
    with zipfile.ZipFile(Path(embeddings.__file__).with_name(FILE), "w", zipfile.ZIP_DEFLATED) as told:
        told.writestr("pieces.txt", "\n".join(pieces.names))
        told.writestr("vectors.bin", packed.tobytes())
        for name, numbers in (("weights.bin", weights), ("lengths.bin", lengths)):
            told.writestr(name, array("f", numbers.tolist()).tobytes())
        told.writestr("learned.json", json.dumps(learned))


def main() -> None:
    """Fit, print the figures of what is held out, and write the file where `--write` asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], help="letters of files of worlds to hold out")
    parser.add_argument("--write", action="store_true", help="write the file of the vectors")
    options = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    listed = list(worlds())
    learnt, apart = (
        [lesson(world, follows=False) for world in listed if (world.source in options.without) is held]
        for held in (False, True)
    )
    kin = [line.replace(">", " ") for line in vocabulary.read("everyday").splitlines()]
    said = (one.words for each in learnt for one in each.said)
    pieces = Pieces([*chain(kin, said), *(line for each in learnt for line in each.told)])
    words = Words(pieces)
    _near(words, pieces)
    _taught(words, learnt, pieces)
    words.eval()
    if apart:
        print(figures(words, apart, pieces))
    if options.write:
        write(words, pieces, _of_remarks(words, pieces))


if __name__ == "__main__":
    main()
