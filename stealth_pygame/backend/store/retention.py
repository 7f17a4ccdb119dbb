"""The age at which unfinished conversations are deleted, so that no database grows for ever.

Ages are counted in days of use, not in calendar days: a player who comes back after a year is still known, and a
wrong clock deletes nothing.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from stealth_pygame.backend.store.database import Transaction
from stealth_pygame.errors import ConfigurationError

# Conversations without token and turns that are kept: the newest ones, at any age.
UNUSED = 1000

_UNUSED = "token IS NULL AND NOT EXISTS (SELECT 1 FROM stealth_messages m WHERE m.conversation = c.id)"


@dataclass(frozen=True)
class Retention:
    """Days of use without a message after which a conversation is deleted. persistent_days: for those with a token."""

    days: float = 7
    persistent_days: float = 365

    def __post_init__(self) -> None:
        for name, days in vars(self).items():
            # This form also refuses NaN.
            if not days >= 1:
                raise ConfigurationError(f"Retention.{name} is {days}, but a conversation is kept for a day at least.")

    def sweep(self, db: Transaction, date: int) -> int:
        """Delete what is too old; return the present day of use. date: any number that changes with the date."""
        db.run("UPDATE stealth_clock SET day = day + 1, date = :date WHERE date <> :date", date=date)
        day = int(db.rows("SELECT day FROM stealth_clock")[0][0])
        for condition, days in (("token IS NULL", self.days), ("token IS NOT NULL", self.persistent_days)):
            if days < day:
                db.run(
                    f"DELETE FROM stealth_conversations WHERE {condition} AND used_day < :first_kept",
                    first_kept=int(day - days),
                )
        # By number instead of age, because thousands of unused conversations may be created within a minute.
        oldest = db.rows(
            f"SELECT id FROM stealth_conversations c WHERE {_UNUSED} ORDER BY id DESC LIMIT 1 OFFSET {UNUSED - 1}"
        )
        if oldest:
            db.run(
                "DELETE FROM stealth_conversations WHERE id IN"
                f" (SELECT id FROM stealth_conversations c WHERE {_UNUSED} AND id < :oldest_kept)",
                oldest_kept=oldest[0][0],
            )
        # Last, because the deleted conversations may have been the only ones with their sheets.
        db.run(
            "DELETE FROM stealth_sheets WHERE NOT EXISTS"
            " (SELECT 1 FROM stealth_conversations c WHERE c.sheet = stealth_sheets.hash)"
        )
        return day


def today() -> int:
    """Return the number of the day in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date().toordinal()
