"""A game's program in a web page: `asyncio.run` returns at once, and `sys.exit()` is not an error."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Coroutine, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pygame


def start_engine() -> None:
    """Start the part of pygame that needs the canvas of the page."""
    # Some web builds raise an error at the first start and at every end; both can be ignored.
    with contextlib.suppress(SystemError):
        pygame.display.init()
    pygame.display.init()
    end = pygame.quit

    def end_quietly() -> None:
        with contextlib.suppress(SystemError):
            end()

    pygame.quit = end_quietly


class Program:
    """A game's start: a file, or a package with a `__main__.py`, and the folder that holds it."""

    def __init__(self, name: str, folder: Path, arguments: Iterable[str] = ()) -> None:
        self._package = "" if name.endswith(".py") else name
        self._path = folder / name / "__main__.py" if self._package else folder / name
        self._folder, self._arguments = folder, list(arguments)
        self._tasks: list[asyncio.Task[Any]] = []

    async def run(self) -> None:
        """Run the program to its end. Raises what the game raises, and `RuntimeError` if it ends with an exit code."""
        os.chdir(self._folder)
        sys.path.insert(0, str(self._folder))
        sys.argv = [str(self._path), *self._arguments]
        module = ModuleType("__main__")
        module.__file__ = str(self._path)
        module.__package__ = self._package
        if self._package:
            module.__spec__ = importlib.util.find_spec(f"{self._package}.__main__")
        # Data classes and pydantic models look here for the names in their annotations.
        sys.modules["__main__"] = module
        code = compile(self._path.read_bytes(), str(self._path), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        before, asyncio.run = asyncio.run, self._begin  # type: ignore[assignment]
        try:
            await self._guarded(self._main(code, module))
            for task in self._tasks:
                await task
        finally:
            asyncio.run = before

    async def _main(self, code: Any, module: ModuleType) -> None:
        # A program may use `await` at its top level; then the result is a coroutine.
        result = eval(code, module.__dict__)  # noqa: S307 (it is the game itself)
        if inspect.isawaitable(result):
            await result

    def _begin(self, main: Coroutine[Any, Any, Any], **options: object) -> asyncio.Task[Any]:
        """Replace `asyncio.run`: the page's loop runs already, so the game becomes a task of it."""
        task = asyncio.ensure_future(self._guarded(main))
        self._tasks.append(task)
        return task

    @staticmethod
    async def _guarded(main: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await main
        except SystemExit as exc:
            # `sys.exit(asyncio.run(main()))` exits with the new task as its code; that is no error.
            if exc.code not in (None, 0) and not isinstance(exc.code, asyncio.Task):
                raise RuntimeError(f"The game has left with: {exc.code}") from exc
            return None
