"""Character sheets as data: read from files, checked, and written in the backend's format.

`sheets` has the kinds of characters, `files` and `folder` load them, `reader` collects mistakes, `functions` are specs.

Must not know the network, the game loop or pygame.
"""

from stealth_pygame.characters.character import Character
from stealth_pygame.characters.functions import FunctionSpec, ParameterSpec
from stealth_pygame.characters.reader import Conversation
from stealth_pygame.characters.sheets import BasicCharacter, ElizaCharacter, FreeCharacter, Texts, as_character

__all__ = [
    "BasicCharacter",
    "Character",
    "Conversation",
    "ElizaCharacter",
    "FreeCharacter",
    "FunctionSpec",
    "ParameterSpec",
    "Texts",
    "as_character",
]
