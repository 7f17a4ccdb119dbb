"""The drawing part: bubbles, chat box and log. It knows nothing of the network and can be used alone."""

from typing import TYPE_CHECKING, Any

from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.ui.widgets.prompt import Prompt
from stealth_pygame.ui.words import Words

if TYPE_CHECKING:
    from stealth_pygame.ui.voice.speaker import Speaker
    from stealth_pygame.ui.voice.voices import Voices

__all__ = ["Bubbles", "ChatBox", "Log", "Prompt", "Speaker", "Theme", "Voices", "Words"]

# Hidden from type checkers: for them, a module with `__getattr__` would have every name.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import `Voices` and `Speaker` on first use, because most games have no voices."""
        if name == "Speaker":
            from stealth_pygame.ui.voice.speaker import Speaker  # noqa: PLC0415

            return Speaker
        if name == "Voices":
            from stealth_pygame.ui.voice.voices import Voices  # noqa: PLC0415

            return Voices
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
