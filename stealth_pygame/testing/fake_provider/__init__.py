"""A server for language models that gives prepared answers, fails on request, and needs no model."""

from stealth_pygame.testing.fake_provider.completions import ProviderAnswer, busy_answer, call_answer, text_answer
from stealth_pygame.testing.fake_provider.refusals import REFUSALS
from stealth_pygame.testing.fake_provider.server import FakeProvider

__all__ = ["REFUSALS", "FakeProvider", "ProviderAnswer", "busy_answer", "call_answer", "text_answer"]
