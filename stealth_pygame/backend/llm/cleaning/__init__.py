"""The cleaning of a model's text: only the words of one character remain.

Must not know models, servers or prompts: pure functions of text.
"""

from stealth_pygame.backend.llm.cleaning.reasoning import without_reasoning
from stealth_pygame.backend.llm.cleaning.rules import Speech, clean, worn
from stealth_pygame.backend.llm.cleaning.speakers import Cast
from stealth_pygame.backend.llm.cleaning.stream import SentenceStream

__all__ = ["Cast", "SentenceStream", "Speech", "clean", "without_reasoning", "worn"]
