"""The step between a model's text and the world: what is left are the words of one character.

Must not know models, servers or prompts: pure functions of text.
"""

from stealth_pygame.backend.llm.cleaning.reasoning import without_reasoning
from stealth_pygame.backend.llm.cleaning.rules import Speech, clean, worn
from stealth_pygame.backend.llm.cleaning.speakers import Cast
from stealth_pygame.backend.llm.cleaning.stream import SentenceStream

__all__ = ["Cast", "SentenceStream", "Speech", "clean", "without_reasoning", "worn"]
