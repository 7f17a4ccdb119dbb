"""The brain in the box: what answers when there is no model, from a character sheet alone."""

import typing as _typing

from stealth_pygame.backend.brain.interface import Answer, Brain, BrainError, Question, Turn

__all__ = ["Answer", "Brain", "BrainError", "OfflineBrain", "Question", "Turn"]

if _typing.TYPE_CHECKING:
    from stealth_pygame.backend.brain.offline import OfflineBrain
# Not for a type checker: to it, a module with `__getattr__` has every name.
else:

    def __getattr__(name: str) -> object:
        """Import the offline brain on first use: its word lists take longer to read than a database to open."""
        if name != "OfflineBrain":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        # It needs a moment that a model's backend can do without.
        from stealth_pygame.backend.brain.offline import OfflineBrain  # noqa: PLC0415

        globals()[name] = OfflineBrain
        return OfflineBrain
