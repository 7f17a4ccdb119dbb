"""Callbacks for `pygame.quit()`. pygame itself keeps every callback, and its object, until it quits."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakMethod

import pygame


class AtQuit:
    """Methods to call once when pygame quits. Their objects are held weakly, so they may be gone by then.

    Only one callback is registered with pygame; otherwise a game that opens many scenes would collect callbacks.
    """

    def __init__(self, register: Callable[[Callable[[], None]], object] = pygame.register_quit) -> None:
        self._register = register
        self._registered = False
        self._methods: set[WeakMethod[Callable[[], None]]] = set()

    def call(self, method: Callable[[], None]) -> None:
        """Call this method at the next quit; registering it twice calls it once. The object is held weakly."""
        self._methods.add(WeakMethod(method, self._methods.discard))
        if not self._registered:
            self._registered = True
            self._register(self._quit)

    def _quit(self) -> None:
        # pygame drops its callbacks after calling them.
        self._registered = False
        methods, self._methods = self._methods, set()
        for reference in methods:
            method = reference()
            if method is not None:
                method()


AT_QUIT = AtQuit()
