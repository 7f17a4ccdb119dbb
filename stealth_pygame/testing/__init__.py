"""Tools for a game's own tests: a backend with prepared replies and faults, a worker without threads, a test loop."""

from stealth_pygame.testing.fake_backend.backend import FakeBackend
from stealth_pygame.testing.fake_backend.conversations import CHARACTER, FakeReply
from stealth_pygame.testing.fake_backend.faults import Fault
from stealth_pygame.testing.fake_backend.gateway import Recorded
from stealth_pygame.testing.fake_provider.completions import ProviderAnswer, busy_answer, call_answer, text_answer
from stealth_pygame.testing.fake_provider.server import FakeProvider
from stealth_pygame.testing.manual_worker import ManualWorker
from stealth_pygame.testing.pump import pump

__all__ = [
    "CHARACTER",
    "FakeBackend",
    "FakeProvider",
    "FakeReply",
    "Fault",
    "HandWorker",
    "ManualWorker",
    "ProviderAnswer",
    "Recorded",
    "busy_answer",
    "call_answer",
    "pump",
    "text_answer",
]

# The name in release 0.1; games may still import it.
HandWorker = ManualWorker
