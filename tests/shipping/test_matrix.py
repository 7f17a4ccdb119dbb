"""`.ci/matrix`: which Pythons and engines the suite was run on, as the documentation tells it."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent
TABLE = re.compile(r"<!-- matrix -->\n\n(.*?)\n\n<!-- /matrix -->", re.DOTALL)


@pytest.fixture
def matrix(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module: it has no suffix, so that it reads like a command."""
    loader = importlib.machinery.SourceFileLoader("matrix", str(ROOT / ".ci" / "matrix"))
    spec = importlib.util.spec_from_loader("matrix", loader)
    assert spec is not None
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "matrix", made)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("...\n3201 passed, 1 skipped in 133.96s (0:02:13)\n", "3201 passed, 1 skipped"),
        ("==== 2 failed, 40 passed in 1.20s ====\n", "2 failed, 40 passed"),
        ("1 error in 0.30s\n", "1 error"),
        ("ImportError while loading conftest\n", "no result"),
    ],
)
def test_the_sum_is_pytest_s_own(matrix: ModuleType, said: str, word: str) -> None:
    """What failed is told as well, and a run that never began."""
    assert matrix.last_line(said) == word


def test_a_row_replaces_the_older_one(matrix: ModuleType) -> None:
    """What failed has none; all stand in order of version and engine, whatever stands around the table."""
    readme = (
        "Before\n\n<!-- matrix -->\n\nold\n| 3.13.0 | pygame 2.6.1 | 9 passed | 2026-01-01 |\n| 3.9 | x | y | z |\n"
    )
    results = [
        matrix.Result("3.13.1", "pygame 2.6.1", "10 passed"),
        matrix.Result("3.10.13", "pygame-ce 2.5.8", "11 passed"),
        matrix.Result("3.9.1", "x", "1 failed", bad=True),
    ]
    made = matrix.with_rows(readme + "<!-- /matrix -->\n\nAfter\n", results, "2026-02-02")
    found = TABLE.search(made)
    assert found is not None
    assert found[1].splitlines()[2:] == [
        "| 3.10.13 | pygame-ce 2.5.8 | 11 passed | 2026-02-02 |",
        "| 3.13.1 | pygame 2.6.1 | 10 passed | 2026-02-02 |",
    ]
    assert (made[:6], made[-6:]) == ("Before", "After\n")
    assert matrix.with_rows(made, results, "2026-02-02") == made


@pytest.mark.parametrize(("words", "code"), [(["ok", "ok"], 0), (["ok", "bad"], 1), ([], 1)])
def test_the_exit_code_tells_whether_all_passed(
    matrix: ModuleType, words: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each combination; none at all is not a success."""
    left = list(words)

    def combination(version: str, *rest: object) -> object:
        word = left.pop(0)
        return matrix.Result(version, "pygame", word, 1.0, bad=word == "bad")

    monkeypatch.setattr(matrix, "find_pythons", lambda: {"3.12": "python"} if words else {})
    monkeypatch.setattr(matrix, "combination", combination)
    assert matrix.main([]) == code
    assert capsys.readouterr().out.splitlines() == [f"Python 3.12, pygame: {word} (1 s)" for word in words]


def test_the_page_has_the_table_as_the_script_writes_it(matrix: ModuleType) -> None:
    """Each row has versions that ran, what pytest counted, and the day; nothing in it was written by hand."""
    text = (ROOT / "docs" / "compatibility.md").read_text("utf-8")
    assert matrix.with_rows(text, [], "") == text
    found = TABLE.search(text)
    assert found is not None
    row = r"\| 3\.\d+\.\d+ \| pygame(-ce)? [\d.]+ \| \d+ passed[^|]* \| 20\d\d-\d\d-\d\d \|"
    assert all(re.fullmatch(row, line) for line in found[1].splitlines()[2:])
