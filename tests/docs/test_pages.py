"""The documentation holds together: links lead somewhere, every page is in the menu, programs do what they say."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.message import DropReason
from tests.system.test_readme import DOCS, README, ROOT, program_with

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """Names that a page's headings can be linked by."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link and picture is there, and every anchor is a heading."""
    broken = []
    for link in LINK.findall(re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page if not path else (page.parent / path)
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_in_the_menu_once() -> None:
    """A page that nobody can find is not a page."""
    menu = tomllib.loads((ROOT / ".ci" / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    listed = [
        page for part in menu for pages in part.values() for page in ([pages] if isinstance(pages, str) else pages)
    ]
    added = ["CHANGELOG.md", "CONTRIBUTING.md"]
    assert sorted(listed) == sorted([*added, *(page.name for page in DOCS.glob("*.md"))])


def test_the_first_page_leads_to_every_other() -> None:
    """Who reads on GitHub has no menu."""
    linked = set(LINK.findall((DOCS / "index.md").read_text("utf-8")))
    assert {page.name for page in DOCS.glob("*.md")} - {"index.md"} <= linked


def test_the_reference_has_every_public_name() -> None:
    """Classes and functions by their docstrings, event types in a list."""
    text = (DOCS / "api.md").read_text("utf-8")
    missing = [n for n in stealth.__all__ if f"::: stealth_pygame.{n}\n" not in text and f"`{n}`" not in text]
    assert missing == []


def test_the_camera_keeps_the_view_inside_the_map() -> None:
    """At the map's edge the view stops, in its middle the hero is in the middle of the screen."""
    names = {
        "hero": pygame.Rect(0, 0, 20, 20),
        "screen": SimpleNamespace(get_width=lambda: 640, get_height=lambda: 360),
        "map_width": 2000,
        "map_height": 1000,
    }
    exec(program_with("def camera(point)"), names)
    camera = names["camera"]
    assert callable(camera)
    assert camera((50, 60)) == (50, 60)
    hero = names["hero"]
    assert isinstance(hero, pygame.Rect)
    hero.center = (1000, 500)
    assert camera((1000, 500)) == (320, 180)


def test_a_camera_may_scale() -> None:
    """Through a canvas that is scaled by four, letters stay crisp."""
    names = {"left": 10, "top": 20}
    exec(program_with("def crisp(point)"), names)
    crisp = names["crisp"]
    assert callable(crisp)
    assert crisp((15, 30)) == (20, 40)


def test_a_voice_hears_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recipe's thread speaks whole lines in order, with the speaker's name before the words."""
    monkeypatch.setattr("threading.Thread", lambda target, daemon: SimpleNamespace(start=lambda: None))
    spoken: list[list[str]] = []
    monkeypatch.setattr("subprocess.run", lambda command, check: spoken.append(command))
    names: dict[str, Any] = {}
    exec(program_with("def hear(name, text)"), names)
    names["hear"]("Bruno", "A sword costs ten gold.")
    names["hear"]("", "Bruno: E Talk")
    names["lines"].put(None)
    names["voice"]()
    assert isinstance(names["presenter"], stealth.BubblePresenter)
    assert [words for _, words in spoken] == ["Bruno: A sword costs ten gold.", "Bruno: E Talk"]


def test_the_gallery_has_every_recipe() -> None:
    """One cell with a picture for each program."""
    page = (DOCS / "recipes.md").read_text("utf-8")
    names = {path.stem for path in (ROOT / "demo_game" / "recipes").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"\*\*`(\w+)`\*\*", page)) == names
    assert set(re.findall(r"\(pictures/recipes/(\w+)\.png\)", page)) == names


def test_every_event_state_and_reason_is_explained() -> None:
    """A game that prints one finds it on the page."""
    page = (DOCS / "events.md").read_text("utf-8")
    types = {name for name in stealth.__all__ if name.isupper() and name not in ("NPC",)}
    wanted = {*types, *(state.name for state in stealth.MessageState), *(f'"{reason}"' for reason in DropReason)}
    assert {word for word in wanted if f"`{word}`" not in page} == set()
