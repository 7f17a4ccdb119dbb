"""The licences of what comes along with a game, as the page on shipping tells them."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent.parent
# The extras that end up in a game; the others are for whoever works on the library.
IN_GAMES = ("pygame", "ce", "backend", "postgres", "demo", "rtl", "embeddings")


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def name_of(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match is not None
    return match[0].lower()


def told() -> dict[str, str]:
    """The licence by package, out of the page's table."""
    page = (ROOT / "docs" / "shipping.md").read_text("utf-8").partition("## Licences")[2]
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.startswith("| ")]
    return {
        name: licence.strip() for names, _, licence in rows[1:] for name in re.split(r",\s*(?:or\s+)?", names.strip())
    }


def test_every_package_of_a_game_has_its_licence_told() -> None:
    """A new dependency gets a row, or the next game ships it unseen."""
    table = project()
    extras = [requirement for extra in IN_GAMES for requirement in table["optional-dependencies"][extra]]
    needed = {name_of(requirement) for requirement in [*table["dependencies"], *extras]} - {"stealth-pygame"}
    assert needed <= set(told())


def test_what_is_lgpl_is_called_so() -> None:
    """As the installed packages say of themselves; what is not installed here is tested elsewhere."""
    for name, licence in told().items():
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        text = " ".join(
            line for field in ("License-Expression", "License", "Classifier") for line in about.get_all(field, [])
        )
        assert ("LGPL" in text or "Lesser General" in text) == ("LGPL" in licence), name


def test_every_dependency_has_a_lower_bound() -> None:
    """An old version that lies about is no reason for a riddle; one version alone is a bound as well."""
    table = project()
    requirements = [
        *table["dependencies"],
        *(name for extra in IN_GAMES for name in table["optional-dependencies"][extra]),
    ]
    loose = [name for name in requirements if not name.startswith("stealth-pygame") and not re.search("[>=]=", name)]
    assert loose == []


def test_no_python_is_shut_out_from_above() -> None:
    """A bound above would hide this version from a newer Python, and give it an older one."""
    assert project()["requires-python"] == ">=3.10"
