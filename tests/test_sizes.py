"""Sizes, docstrings and comments of the house, counted; each test prints what has outgrown its measure."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.source import forget_trees as forget_trees
from tests.source import nodes_of, tree_of

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "stealth_pygame"
LIBRARY = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MODULE_LINES = 500
FUNCTION_LINES = 40
CLASS_LINES = 280
PACKAGE_MODULES = range(3, 10)
WHOLE = {"Conversation"}
"""Classes that are one state machine, which would be harder to read in parts."""
LEFT_ALONE = {"__pyinstaller"}
"""Packages whose number of modules others decide: PyInstaller finds a hook by its name."""
QUESTIONS = re.compile(r"(?:What|Whether|Who|Whom|Whose|How)\b")
MOST_QUESTIONS = 0.02
COMMENTS = (0.03, 0.06)
MOST_PRIVATES = 60


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes_of(path):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function below its head and its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def class_lines(node: ast.ClassDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def docstrings(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node)
            if text:
                yield text


def comment_lines(path: Path) -> int:
    """Lines of a module that hold a comment with a reason; those for tools do not count."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    told = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return sum(not re.match(r"#\s*(?:type:|noqa|pragma|---)", comment) for comment in told)


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def test_no_module_outgrows_its_room() -> None:
    """A module is read in one sitting."""
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in LIBRARY}
    assert [f"{path.relative_to(ROOT)}: {size} lines" for path, size in sizes.items() if size > MODULE_LINES] == []


def test_no_function_or_class_outgrows_its_measure() -> None:
    """A function fits a screen; a class has one job."""
    grown = []
    for path in [*LIBRARY, *sorted((ROOT / "demo_game").rglob("*.py"))]:
        name = path.relative_to(ROOT)
        grown += [f"{name}: {f.name} {body_lines(f)}" for f in functions(path) if body_lines(f) > FUNCTION_LINES]
        for node in nodes_of(path):
            if isinstance(node, ast.ClassDef) and node.name not in WHOLE and class_lines(node) > CLASS_LINES:
                grown.append(f"{name}: class {node.name} {class_lines(node)}")
    assert grown == []


def test_packages_have_three_to_nine_modules() -> None:
    """A folder that can be taken in at a glance."""
    odd = []
    for init in PACKAGE.rglob("__init__.py"):
        folder = init.parent
        modules = [path for path in folder.glob("*.py") if path != init]
        packages = [path for path in folder.iterdir() if (path / "__init__.py").exists()]
        few = len(modules) + len(packages) < PACKAGE_MODULES.start
        if folder.name not in LEFT_ALONE and (few or len(modules) >= PACKAGE_MODULES.stop):
            odd.append(f"{folder.relative_to(ROOT)}: {len(modules)} modules, {len(packages)} packages")
    assert odd == []


def test_every_package_says_what_it_must_not_know() -> None:
    """A newcomer learns from the first lines of a folder what belongs there."""
    silent = []
    for init in PACKAGE.rglob("__init__.py"):
        told = ast.get_docstring(tree_of(init)) or ""
        if init.parent != PACKAGE and len(told.split()) < 8:
            silent.append(str(init.relative_to(ROOT)))
    assert silent == []


def test_docstrings_begin_with_a_noun_or_an_imperative() -> None:
    """A docstring that opens with a question word has to be read twice."""
    told = [(path, text) for path in LIBRARY for text in docstrings(path)]
    asking = [f"{path.relative_to(ROOT)}: {text.splitlines()[0]}" for path, text in told if QUESTIONS.match(text)]
    assert len(asking) < MOST_QUESTIONS * len(told), "\n".join(asking)


def test_comments_are_neither_missing_nor_many() -> None:
    """About one line in twenty-five gives a reason."""
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in LIBRARY)
    share = sum(map(comment_lines, LIBRARY)) / lines
    assert COMMENTS[0] <= share <= COMMENTS[1], f"{share:.1%} of {lines} lines"


def test_tests_leave_privates_alone() -> None:
    """A test that reaches into privates holds the code where it is instead of what it promises."""
    places = []
    for path in TESTS:
        for node in nodes_of(path):
            if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr) and not is_self(node.value):
                places.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.attr}")
    assert len(places) < MOST_PRIVATES, f"{len(places)}:\n" + "\n".join(places)
