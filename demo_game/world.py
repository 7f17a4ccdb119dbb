"""The ground: where people can walk, and the way from one point to another."""

from __future__ import annotations

import math
from collections import deque

import pygame

from demo_game.tilemap import Point, VillageMap

CELL = 8
BODY = (9, 5)


class World:
    """The areas that block the way. A person's position is the middle between the feet, in pixels of the map."""

    def __init__(self, village: VillageMap) -> None:
        self.village = village
        self.columns, self.rows = village.size[0] // CELL, village.size[1] // CELL
        self._fixed: dict[tuple[int, int], list[pygame.Rect]] = {}
        self._room: dict[tuple[int, int, bool], bool] = {}
        self._bridges = [rect for thing in village.things for rect in thing.places("bridge")]
        for rect in village.water:
            if not any(bridge.contains(rect) or bridge.colliderect(rect) for bridge in self._bridges):
                self._add(rect)
        for thing in village.things:
            for rect in thing.places("solid"):
                self._add(rect)
        self._fence_bridges()
        self.gate = next(thing for thing in village.things if thing.kind == "gate")
        self.lanterns = [thing for thing in village.things if thing.kind == "lantern"]

    def _add(self, rect: pygame.Rect) -> None:
        for y in range(rect.top // 16, (rect.bottom - 1) // 16 + 1):
            for x in range(rect.left // 16, (rect.right - 1) // 16 + 1):
                self._fixed.setdefault((x, y), []).append(rect)

    def _fence_bridges(self) -> None:
        """Close the gaps at the sides of a bridge with its rails."""
        for bridge in self._bridges:
            self._add(pygame.Rect(bridge.left - 8, bridge.top + 18, 8, bridge.height - 18))
            self._add(pygame.Rect(bridge.right, bridge.top + 18, 8, bridge.height - 18))
            self._add(pygame.Rect(bridge.left - 8, bridge.bottom, bridge.width + 16, 8))

    def free(self, x: float, y: float) -> bool:
        """Return True if a body has room at this point."""
        width, height = BODY
        body = pygame.Rect(round(x - width / 2), round(y - height), width, height)
        if body.left < 0 or body.top < 0 or body.right > self.village.size[0] or body.bottom > self.village.walked:
            return False
        if not self.gate.changed and any(body.colliderect(leaf) for leaf in self.gate.places("leaf")):
            return False
        cells = {(px // 16, py // 16) for px in (body.left, body.right - 1) for py in (body.top, body.bottom - 1)}
        return not any(body.colliderect(rect) for cell in cells for rect in self._fixed.get(cell, ()))

    def walk(self, at: Point, dx: float, dy: float) -> Point:
        """Return the point that a walk by (dx, dy) reaches; a body slides along walls."""
        x, y = at
        steps = max(1, math.ceil(max(abs(dx), abs(dy)) / 3))
        for _ in range(steps):
            if self.free(x + dx / steps, y):
                x += dx / steps
            if self.free(x, y + dy / steps):
                y += dy / steps
        return x, y

    def way(self, start: Point, goal: Point, near: float) -> list[Point]:
        """Return points of a way that ends `near` pixels from the goal; empty if there is no way."""
        first = self._cell(start)
        came: dict[tuple[int, int], tuple[int, int]] = {first: first}
        queue = deque([first])
        while queue:
            cell = queue.popleft()
            if math.dist(self._middle(cell), goal) <= near:
                return self._trace(came, cell)
            for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                after = (cell[0] + step[0], cell[1] + step[1])
                if after not in came and self._roomy(after):
                    came[after] = cell
                    queue.append(after)
        return []

    def _cell(self, at: Point) -> tuple[int, int]:
        """Return the free cell nearest to a point, because a person may be beside the grid."""
        x, y = int(at[0] // CELL), int(at[1] // CELL)
        around = [(x + dx, y + dy) for dx in (0, -1, 1) for dy in (0, -1, 1)]
        free = [cell for cell in around if self._roomy(cell)]
        return min(free or around, key=lambda cell: math.dist(self._middle(cell), at))

    def _roomy(self, cell: tuple[int, int]) -> bool:
        """Return True if a body has room in the middle of a cell and a little beside it."""
        key = (*cell, self.gate.changed)
        if key not in self._room:
            x, y = self._middle(cell)
            self._room[key] = all(self.free(x + dx, y + dy) for dx in (-2, 2) for dy in (-2, 2))
        return self._room[key]

    @staticmethod
    def _middle(cell: tuple[int, int]) -> Point:
        return cell[0] * CELL + CELL / 2, cell[1] * CELL + CELL / 2

    def _trace(self, came: dict[tuple[int, int], tuple[int, int]], cell: tuple[int, int]) -> list[Point]:
        path = [self._middle(cell)]
        while came[cell] != cell:
            cell = came[cell]
            path.append(self._middle(cell))
        return path[::-1]

    def set_lanterns(self, colour: str, pictures: dict[str, pygame.Surface]) -> None:
        """Light the lanterns ("gold", "green") or put them out ("")."""
        for lantern in self.lanterns:
            lantern.changed = bool(colour)
            if colour:
                lantern.other = pictures[colour]
