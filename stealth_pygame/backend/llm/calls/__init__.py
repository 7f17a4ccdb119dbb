"""Calls of functions in a model's answer: how they are declared, read despite mistakes, and limited in number.

Must not know servers or prompts.
"""

from stealth_pygame.backend.llm.calls.reading import CalledFunction, read_calls
from stealth_pygame.backend.llm.calls.tools import Tools
from stealth_pygame.backend.llm.calls.written import written_calls

__all__ = ["CalledFunction", "Tools", "read_calls", "written_calls"]
