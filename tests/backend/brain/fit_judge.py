"""The judge, fitted on lessons: `python -m tests.backend.brain.fit_judge [--write] [--without a b]`.

Needs the extra `embeddings` and `pip install torch onnx`; takes some forty minutes on two cores. The judge goes on
from the words' vectors after two of the six layers of the packaged model: four layers of its own, which begin as that
model's last four, and a head. There each word of what was said looks for its like among the words of a line and the
other way round, and what was found is weighed. Of a sheet's lines, or its functions, and "none of them" one is right;
in a message of two orders both are. `--without` holds out files of worlds, whose figures are printed.

Nothing of the tables and sets is learned from, so that the weights of the gate can be fitted on them afterwards:
`python -m tests.backend.brain.fit_gate --judge --write`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import onnx
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional

from stealth_pygame.backend.brain.knowledge.sheet import compile_sheet
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.meaning import embeddings
from tests.backend.brain.lessons import World, remarks, told_as, worlds

WIDTH, HINT, DROPPED, FORGOTTEN = 96, 64, 0.3, 0.05
ROUNDS, TOGETHER, DECAY = 1, 32, 0.1
# How fast the head learns, and the layers, which can a lot already.
RATE, LAYERS_RATE = 1e-3, 1e-4
# Numbers of a word's vector; how many ways a layer looks at it; the last layers of the packaged model.
SIZE, HEADS, LAYERS = 384, 12, (2, 3, 4, 5)


# The parts of a layer, by the names that the packaged model has for them.
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "last": "output.LayerNorm",
}


class Layer(nn.Module):  # type: ignore[misc]
    """A layer of the packaged model, as it has it at first: words look at each other, and at themselves."""

    def __init__(self, weights: dict[str, Any], number: int) -> None:
        super().__init__()
        self.query, self.key, self.value, self.attended = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.wide, self.narrow = nn.Linear(SIZE, 4 * SIZE), nn.Linear(4 * SIZE, SIZE)
        self.norm, self.last = (nn.LayerNorm(SIZE, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(0.1)
        named = {f"{part}.{kind}": f"{name}.{kind}" for part, name in _PARTS.items() for kind in ("weight", "bias")}
        self.load_state_dict({mine: weights[f"inner.encoder.layer.{number}.{name}"] for mine, name in named.items()})

    def forward(self, words: Any, real: Any) -> Any:
        """Return the vectors of words anew, [texts, words, SIZE]."""
        query, key, value = (
            part(words).unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        near = functional.scaled_dot_product_attention(query, key, value, attn_mask=real[:, None, None] > 0)
        words = self.norm(words + self.drop(self.attended(near.transpose(1, 2).flatten(2))))
        return self.last(words + self.drop(self.narrow(functional.gelu(self.wide(words)))))


class Head(nn.Module):  # type: ignore[misc]
    """From the word vectors of what was said and of lines to two numbers for each: it answers, it is ordered."""

    def __init__(self) -> None:
        super().__init__()
        weights = _weights()
        self.layers = nn.ModuleList(Layer(weights, number) for number in LAYERS)
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

    def read(self, words: Any, real: Any) -> Any:
        """The vectors of words as the layers read them, [texts, words, SIZE]."""
        for layer in self.layers:
            words = layer(words, real)
        return words

    def forward(self, said: Any, said_real: Any, told: Any, told_real: Any) -> tuple[Any, Any]:
        """Return [messages, lines, 2] for the lines and [messages, 2] for none of them, of what the layers read."""
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


def _weights() -> dict[str, Any]:
    """The weights of the packaged model by their names; it keeps them in 8 bits, and computes them when it runs."""
    model = onnx.load(embeddings.model_file())
    nodes, stored = model.graph.node, {one.name for one in model.graph.initializer}
    made = {result: node for node in nodes for result in node.output}
    names = {name: name for name in stored if ".LayerNorm." in name or name.endswith(".bias")}
    for node in nodes:
        added = [name for name in node.input if name in names]
        if node.op_type == "Add" and added:
            product = made[next(name for name in node.input if name not in added)]
            names[added[0].replace(".bias", ".weight")] = product.input[1]
    shown = sorted(set(names.values()) - stored)
    model.graph.output.extend([onnx.helper.make_empty_tensor_value_info(name) for name in shown])
    any_text = {one.name: numpy.ones((1, 2), "int64") for one in model.graph.input}
    values = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    values |= zip(shown, InferenceSession(model.SerializeToString()).run(shown, any_text), strict=True)
    # a product of the file has its weights on the right, one of torch on the left
    return {name: torch.tensor(values[one].T if values[one].ndim > 1 else values[one]) for name, one in names.items()}


def _mean(vectors: Any, real: Any) -> Any:
    return functional.normalize((vectors * real[..., None]).sum(1) / real.sum(1, keepdim=True), dim=-1)


def _beside(one: Any, other: Any) -> Any:
    return torch.cat([one, other, one * other, (one - other).abs()], -1)


def _pooled(vectors: Any, real: Any) -> tuple[Any, Any]:
    return (vectors * real).sum(2) / real.sum(2), (vectors - 1e4 * (1 - real)).amax(2)


@dataclass(frozen=True)
class Said:
    """The words of a message, which facts answer it and which functions it orders; None: not judged."""

    words: str
    right: list[int] | None
    ordered: list[int]


@dataclass(frozen=True)
class Lesson:
    """The lines of a world, its facts and then its functions, with what is said to it."""

    told: list[str]
    facts: int
    said: list[Said]


def lesson(world: World, *, follows: bool = True) -> Lesson:
    """A world as the brain reads it. follows: with what is said to a line that was just told."""
    sheet = compile_sheet(world.character)
    facts = [fact.text for fact in sheet.facts]
    at = {label: told_as(line, facts) for label, line in world.lines.items()}
    functions = {label: n for n, label in enumerate(world.functions)}
    said = []
    for sign, label, sentence in world.said:
        right, ordered = [at[label]] if label in at else [], [functions[label]] if label in functions else []
        # what is near an order may be a question that a fact answers
        near = sign == "!" and label == "-"
        said.append(Said(" ".join(tokens(sentence)), None if near else right, ordered))
    for told, label, sentence in world.next if follows else ():
        right, ordered = [at[label]] if label in at else [], [functions[label]] if label in functions else []
        words = " ".join(tokens(sentence))
        said.append(Said(f"{' '.join(tokens(facts[at[told]]))} | {words}", right, ordered))
    said = [one for one in said if one.words]
    return Lesson([*facts, *(f.told for f in sheet.functions)], len(facts), [*said, *_together(said)])


def _together(said: Sequence[Said]) -> Iterator[Said]:
    """Messages of two of these sentences, of which at most one is an answer's; all that they order is right."""
    orders, answered, others = (
        [one for one in said if one.ordered],
        [one for one in said if one.right],
        [one for one in said if not one.right and not one.ordered],
    )
    pairs = [(orders, orders)] * 8 + [(orders, others)] * 8 + [(orders, answered)] * 4 + [(others, answered)] * 4
    for pair in filter(all, [*pairs, (others, others), (others, others)]):
        one, other = random.sample([random.choice(part) for part in pair], 2)
        right = None if one.right is None or other.right is None else [*one.right, *other.right]
        words = f"{one.words} {random.choice(['', '', 'and ', 'and then ', 'also ', 'but '])}{other.words}"
        yield Said(words, right, sorted({*one.ordered, *other.ordered}))


class Vectors:
    """The vectors of a text's words at the packaged model's end and within it, each text read once."""

    def __init__(self) -> None:
        self._read = embeddings.reader()
        self._known: dict[str, list[Any]] = {}

    def read_all(self, texts: Sequence[str]) -> None:
        """Read texts before they are needed, two at a time."""
        with ThreadPoolExecutor(2) as pool:
            for text, read in zip(texts, pool.map(self._read, texts), strict=True):
                self._known[text] = [vectors[:48].astype("float16") for vectors in read]

    def read(self, text: str) -> list[Any]:
        """Return the vectors of a text, at the end and within."""
        if text not in self._known:
            self._known[text] = [vectors[:48].astype("float16") for vectors in self._read(text)]
        return self._known[text]

    def within(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Return the vectors within the model, filled up to the longest text, and which are real."""
        rows = [torch.from_numpy(self.read(text)[1]).float() for text in texts]
        real = [torch.ones(len(row)) for row in rows]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True), nn.utils.rnn.pad_sequence(real, batch_first=True)


def _scores(head: Head, vectors: Vectors, taught: Lesson, said: Sequence[Said]) -> Iterator[tuple[Any, Any]]:
    """For each message the numbers of the facts and of the functions, none of them being the last."""
    (words, words_real), (told, told_real) = vectors.within([one.words for one in said]), vectors.within(taught.told)
    return divided(taught, *head(head.read(words, words_real), words_real, head.read(told, told_real), told_real))


def divided(taught: Lesson, judged: Any, none: Any) -> Iterator[tuple[Any, Any]]:
    """Of [messages, lines, 2] and [messages, 2] the numbers of the facts and of the functions, none being the last."""
    for one, nothing in zip(judged, none, strict=True):
        yield torch.cat([one[: taught.facts, 0], nothing[:1]]), torch.cat([one[taught.facts :, 1], nothing[1:]])


def surprise(scores: Iterable[tuple[Any, Any]], said: Sequence[Said]) -> Any:
    """How surprising the right facts and functions are, a message's share."""
    losses = [
        _loss(facts, asked.right) + _loss(functions, asked.ordered)
        for (facts, functions), asked in zip(scores, said, strict=True)
    ]
    return sum(losses) / len(said)


def _loss(scores: Any, right: list[int] | None) -> Any:
    """How surprising the right ones are."""
    return 0.0 if right is None or len(scores) == 1 else -scores.log_softmax(0)[right or [-1]].mean()


def _batches(lessons: Sequence[Lesson], vectors: Vectors) -> list[tuple[Lesson, list[Said]]]:
    """All that is said, in groups of one world and of about the same length, mixed."""
    batches = []
    for one in lessons:
        mixed = sorted(one.said, key=lambda said: len(vectors.read(said.words)[1]) + 8 * random.random())
        batches += [(one, mixed[at : at + TOGETHER]) for at in range(0, len(mixed), TOGETHER)]
    return random.sample(batches, len(batches))


def fitted(lessons: Sequence[Lesson], vectors: Vectors) -> Head:
    """A head after all rounds."""
    torch.manual_seed(0)
    head = Head()
    slow = list(head.layers.parameters())
    fast = [one for name, one in head.named_parameters() if not name.startswith("layers.")]
    optimizer = torch.optim.AdamW([{"params": fast}, {"params": slow}], weight_decay=DECAY)
    steps = ROUNDS * len(_batches(lessons, vectors)) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [RATE, LAYERS_RATE], total_steps=steps, pct_start=0.1)
    for count in range(ROUNDS):
        head.train()
        batches, total = _batches(lessons, vectors), 0.0
        for one, said in batches:
            loss = surprise(_scores(head, vectors, one, said), said)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print("round", count + 1, f"{total / len(batches):.3f}", flush=True)
    head.eval()
    return head


@torch.no_grad()  # type: ignore[untyped-decorator]
def figures(head: Head, vectors: Vectors, lessons: Sequence[Lesson]) -> str:
    """What becomes of questions and of orders, where a likelihood of a half is taken for a yes."""
    counts = {name: [0, 0, 0] for name in ("facts", "functions")}
    nothing = {name: [0, 0] for name in counts}
    for one in lessons:
        for scores, said in zip(_scores(head, vectors, one, one.said), one.said, strict=True):
            for name, score, right in zip(counts, scores, (said.right, said.ordered), strict=True):
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
    texts = [" ".join(tokens(text)) or text for _, text in listed]
    means = functional.normalize(
        torch.stack([torch.from_numpy(vectors.read(text)[0]).float().mean(0) for text in texts])
    )
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


class _Layers(nn.Module):  # type: ignore[misc]
    """The layers for one text, as the judge runs them."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, inner: Any) -> Any:
        return self.head.read(inner, torch.ones(inner.shape[:2]))


def write(head: Head, kinds: dict[str, Any]) -> None:
    """Write the files of the judge."""
    folder = Path(embeddings.__file__).parent / "learned"
    _export(_Layers(head), folder / "layers.onnx", {"inner": (1, 7, SIZE)}, {"inner": {1: "m"}})
    axes = {"asked": {1: "m"}, "told": {0: "n", 1: "k"}, "mask": {0: "n", 1: "k"}}
    _export(_Alone(head), folder / "judge.onnx", {"asked": (1, 7, SIZE), "told": (5, 9, SIZE), "mask": (5, 9)}, axes)
    # weights of 8 bits, as the packaged model has them
    quantize_dynamic(folder / "layers.onnx", folder / "layers.onnx", per_channel=True, weight_type=QuantType.QInt8)
    numpy.savez_compressed(folder / "remarks.npz", **kinds)


def _export(module: nn.Module, path: Path, shapes: dict[str, tuple[int, ...]], axes: dict[str, Any]) -> None:
    example = tuple(torch.ones(*shape) for shape in shapes.values())
    torch.onnx.export(
        module.eval(),
        example,
        str(path),
        input_names=[*shapes],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Fit, print the figures of what is held out, and write the files where `--write` asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], help="letters of files of worlds to hold out")
    parser.add_argument("--write", action="store_true", help="write the files of the judge")
    options = parser.parse_args()
    random.seed(0)
    vectors = Vectors()
    learnt = [lesson(world) for world in worlds() if world.source not in options.without]
    vectors.read_all(list({text for one in learnt for text in (*one.told, *(said.words for said in one.said))}))
    apart = [lesson(world) for world in worlds() if world.source in options.without]
    head = fitted(learnt, vectors)
    if apart:
        print(figures(head, vectors, apart))
    if options.write:
        write(head, of_remarks(vectors))


if __name__ == "__main__":
    main()
