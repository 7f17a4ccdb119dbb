"""The picture: bubbles, chat box and log, which know nothing of the network and are usable alone."""

from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.voice.speaker import Speaker
from stealth_pygame.ui.voice.voices import Voices
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.ui.widgets.prompt import Prompt
from stealth_pygame.ui.words import Words

__all__ = ["Bubbles", "ChatBox", "Log", "Prompt", "Speaker", "Theme", "Voices", "Words"]
