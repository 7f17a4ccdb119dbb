"""Failures of a database, as they are told to operators and to players."""

from __future__ import annotations

import sqlite3

import pytest

from stealth_pygame.backend.store.database import ConflictError, DatabaseError, plain_error, shown, told_plainly

PRIVATE = ("10.0.0.5", "stealth_rw", "/srv/talks.db", "busy_owner")


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("postgresql://me:hush@h/x", "postgresql://me:***@h/x"),
        ("postgresql+psycopg://me:hu@sh@h/x", "postgresql+psycopg://me:***@h/x"),
        ("sqlite:///talks.db", "sqlite:///talks.db"),
        ("::::", "'::::'"),
    ],
)
def test_a_password_is_never_told(url: str, printed: str) -> None:
    """Not in an error, not at the start."""
    assert shown(url) == printed


@pytest.mark.parametrize(
    ("words", "reason", "passing"),
    [
        ("", "the database refused", False),
        ("odd thing\nat line 5", "the database refused", False),
        (
            'connection to server at "10.0.0.5" failed: Connection refused, user "stealth_rw"',
            "no database server",
            True,
        ),
        ("no such column: busy_owner", "the database refused", False),
        ("unable to open database file /srv/talks.db", "the file cannot be opened", False),
        ("database is locked", "another program holds the file", True),
        ("database or disk is full", "the disk is full", True),
        ("canceling statement due to lock timeout", "another program holds this conversation", True),
        ("file is not a database", "something else than a SQLite database", False),
    ],
)
def test_a_reason_names_nothing_private(words: str, reason: str, passing: bool) -> None:
    """Players read a plain reason; the driver's words, in one line, are for the operator."""
    error = plain_error("sqlite:///a.db", sqlite3.OperationalError(words))
    assert isinstance(error, DatabaseError)
    assert reason in error.reason
    assert error.passing is passing
    assert not [word for word in PRIVATE if word in error.reason]
    assert (words.splitlines() or ["no reason given"])[0] in str(error)
    assert "\n" not in str(error)


def test_a_conflict_is_no_failure_of_the_database() -> None:
    """A row that is there already is told as such."""
    with pytest.raises(ConflictError), told_plainly("sqlite://"):
        raise sqlite3.IntegrityError("UNIQUE constraint failed")


def test_other_errors_are_left_alone() -> None:
    """A fault of the program is not taken for one of the database."""
    with pytest.raises(ZeroDivisionError), told_plainly("sqlite://"):
        raise ZeroDivisionError
