"""What a game's own tests need: a backend with a script and faults, a worker cranked by hand, a loop that turns."""

from stealth_pygame.testing.fake import FakeBackend
from stealth_pygame.testing.fake_door import Recorded
from stealth_pygame.testing.fake_talks import CHARACTER, FakeReply
from stealth_pygame.testing.faults import Fault
from stealth_pygame.testing.hand import HandWorker
from stealth_pygame.testing.pump import pump

__all__ = ["CHARACTER", "FakeBackend", "FakeReply", "Fault", "HandWorker", "Recorded", "pump"]
