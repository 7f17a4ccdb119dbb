"""Callbacks for `pygame.quit()`, which keeps every one that it was given for as long as it runs."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakMethod

import pygame


class AtQuit:
    """Methods that are called once when pygame quits, of objects that may be gone by then.

    Only one callback of ours is registered with pygame: a game that opens scene after scene would collect them.
    """

    def __init__(self, register: Callable[[Callable[[], None]], object] = pygame.register_quit) -> None:
        self._register = register
        self._registered = False
        self._methods: set[WeakMethod[Callable[[], None]]] = set()

    def call(self, method: Callable[[], None]) -> None:
        """Call a method of an object at the next quit; twice is once. The object is not held."""
        self._methods.add(WeakMethod(method, self._methods.discard))
        if not self._registered:
            self._registered = True
            self._register(self._quit)

    def _quit(self) -> None:
        # pygame forgets its callbacks when it has called them.
        self._registered = False
        methods, self._methods = self._methods, set()
        for reference in methods:
            method = reference()
            if method is not None:
                method()


AT_QUIT = AtQuit()
