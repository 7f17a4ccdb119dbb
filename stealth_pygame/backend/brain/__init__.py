"""The brain in the box: what answers when there is no model, from a character sheet alone."""

from stealth_pygame.backend.brain.interface import Answer, Brain, BrainError, Question, Scorer, Turn
from stealth_pygame.backend.brain.offline import OfflineBrain

__all__ = ["Answer", "Brain", "BrainError", "OfflineBrain", "Question", "Scorer", "Turn"]
