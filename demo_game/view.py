"""The picture of the village: drawn in pixels of the map, coloured by the time of day, then enlarged."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import pygame

from demo_game import files
from demo_game.day import Clock
from demo_game.effects import Effects
from demo_game.people import HEIGHT, WIDTH, Person
from demo_game.tilemap import Point, Thing, VillageMap

ROWS = 226
FLAT = ("flat", "bridge")
REACH = 58
THIN = 120
"""Opacity (0 to 255) of a tree in front of a person who should be visible."""
THROUGH = 120
"""Opacity (0 to 255) of a person behind an object."""
WARM, GREEN, EMBER = (255, 190, 104), (130, 230, 140), (255, 150, 70)
Face = tuple[float, pygame.Rect]
"""The y of a person's feet, and the face: both in pixels of the map."""
GLOWS = {
    "lantern": (REACH, WARM, 0.95),
    "green": (REACH, GREEN, 0.85),
    "house": (30, WARM, 0.55),
    "hearth": (34, EMBER, 0.9),
    "haze": (30, WARM, 0.34),
    "haze green": (34, GREEN, 0.34),
    "hero": (34, (120, 130, 170), 0.35),
    "face": (18, (255, 222, 178), 0.36),
}
"""Lights by kind: radius in pixels of the map, colour, and strength at night."""
LEVELS, DUSK, NIGHT = 6, 0.15, 0.75
"""Steps of the lights, and the darkness of dusk and night: brightness grows in steps, to keep evening colours."""
BUNTING = (("bunting_150", 313, 205), ("bunting_174", 301, 266))


def glow(radius: int, colour: tuple[int, int, int], strength: float) -> pygame.Surface:
    """Return a round light made of rings, to be added to the dark picture."""
    surface = pygame.Surface((radius * 2, radius * 2))
    rings = 9
    for ring in range(rings):
        part = (ring + 1) / rings
        shade = tuple(min(255, round(channel * strength * part**1.6)) for channel in colour)
        pygame.draw.circle(surface, shade, (radius, radius), round(radius * (1 - ring / rings)))
    return surface


class View:
    """The camera and the canvas. One pixel of the map is `zoom` pixels of the window."""

    def __init__(self, village: VillageMap) -> None:
        self._village = village
        self._flat = [thing for thing in village.things if thing.kind in FLAT]
        self._standing = [thing for thing in village.things if thing.kind not in FLAT]
        self._areas = [thing.area for thing in self._standing]
        self._lights = [(thing, place) for thing in self._standing for place in thing.places("light")]
        self._glows = [
            {
                kind: glow(radius, colour, strength * level / LEVELS)
                for kind, (radius, colour, strength) in GLOWS.items()
            }
            for level in range(1, LEVELS + 1)
        ]
        self._level = 0
        self._thinned: dict[pygame.Surface, pygame.Surface] = {}
        self.zoom = 3
        self.corner = (0, 0)
        self._canvas = pygame.Surface((1, 1))
        self._dark = pygame.Surface((1, 1))

    def fit(self, size: tuple[int, int]) -> None:
        """Choose the zoom for an area of the window, in pixels."""
        # The width of the map fills a low window, because there is nothing to show beside the map.
        self.zoom = max(1, round(size[1] / ROWS), math.ceil(size[0] / self._village.size[0]))
        small = math.ceil(size[0] / self.zoom), math.ceil(size[1] / self.zoom)
        if small != self._canvas.get_size():
            self._canvas = pygame.Surface(small).convert()
            self._dark = pygame.Surface(small).convert()

    def follow(self, at: Point) -> None:
        """Move the camera to a point, but not past the edges of the map."""
        (width, height), shown = self._village.size, self._canvas.get_size()
        x = min(max(0, round(at[0] - shown[0] / 2)), max(0, width - shown[0]))
        y = min(max(0, round(at[1] - 12 - shown[1] / 2)), max(0, height - shown[1]))
        self.corner = (x, y)

    def camera(self, at: Point) -> Point:
        """Convert a point of the map to pixels of the window, as the library's `draw` needs it."""
        return (at[0] - self.corner[0]) * self.zoom, (at[1] - self.corner[1]) * self.zoom

    @property
    def shown(self) -> pygame.Rect:
        """The visible part of the map."""
        return pygame.Rect(self.corner, self._canvas.get_size())

    def draw(
        self,
        surface: pygame.Surface,
        people: Sequence[Person],
        clock: Clock,
        effects: Effects,
        age: float,
        feast: bool,
        talking: Sequence[Person] = (),
    ) -> None:
        """Draw everything except words. people: the hero first; talking: trees in front of them are transparent too."""
        canvas, shown = self._canvas, self.shown
        ground = self._village.ground[int(age / 0.42) % len(self._village.ground)]
        canvas.blit(ground, (0, 0), shown)
        for thing in self._flat:
            self._blit(thing.picture, thing.area.topleft)
        self._draw_standing(people, clock, shown, [people[0], *talking])
        if feast:
            for name, x, y in BUNTING:
                self._blit(files.picture(f"things/{name}.png"), (x, y))
        effects.draw_smoke(canvas, self.corner)
        self._darken(clock, people[0].at, [person.at for person in people] if feast else [])
        self._bloom(clock)
        effects.draw_lights(canvas, self.corner, clock.dark)
        self._enlarge(surface)

    def _blit(self, picture: pygame.Surface, at: tuple[int, int]) -> None:
        self._canvas.blit(picture, (at[0] - self.corner[0], at[1] - self.corner[1]))

    def _draw_standing(
        self, people: Iterable[Person], clock: Clock, shown: pygame.Rect, seen: Sequence[Person]
    ) -> None:
        """Draw objects and people from back to front, in the order of their feet."""
        faces = [(person.at[1], _face(person)) for person in seen]
        things = [self._standing[index] for index in shown.collidelistall(self._areas)]
        pictures = [
            (thing.foot[1], thing.area.topleft, self._thin(thing) if _hides(thing, faces) else _picture(thing, clock))
            for thing in things
        ]
        bodies = list(people)
        pictures += [(person.at[1], person.corner, person.frame) for person in bodies]
        for _, corner, picture in sorted(pictures, key=lambda item: item[0]):
            self._blit(picture, corner)
        for person in bodies:
            if self._is_hidden(person, shown, faces):
                through = person.frame.copy()
                through.set_alpha(THROUGH)
                self._blit(through, person.corner)

    def _is_hidden(self, person: Person, shown: pygame.Rect, faces: Sequence[Face]) -> bool:
        """Return True if a person is behind a roof, a stall or a tree that is not transparent."""
        face = _face(person)
        if not shown.colliderect(face):
            return False
        # All areas in one call, because eleven people and about three hundred objects are compared in each frame.
        near = (self._standing[index] for index in face.collidelistall(self._areas))
        return any(person.at[1] < thing.foot[1] and not _hides(thing, faces) for thing in near)

    def _thin(self, tree: Thing) -> pygame.Surface:
        """Return the transparent picture of a tree."""
        if tree.picture not in self._thinned:
            self._thinned[tree.picture] = tree.picture.copy()
            self._thinned[tree.picture].set_alpha(THIN)
        return self._thinned[tree.picture]

    def _darken(self, clock: Clock, hero: Point, faces: Iterable[Point]) -> None:
        """Multiply the canvas by the daylight and all lamps, and at the feast by lights on the faces."""
        light = clock.light
        if light == (255, 255, 255):
            return
        self._dark.fill(light)
        self._level = min(LEVELS - 1, max(0, int((clock.dark - DUSK) / (NIGHT - DUSK) * LEVELS)))
        if clock.dark > DUSK:
            self._add("hero", hero[0], hero[1] - 8)
            for thing, place in self._burning(clock):
                self._add(self._kind(thing), *place.topleft)
            for x, y in faces:
                self._add("face", x, y - 16)
        self._canvas.blit(self._dark, (0, 0), special_flags=pygame.BLEND_RGB_MULT)

    def _bloom(self, clock: Clock) -> None:
        """Add the coloured haze around fires and lamps."""
        if clock.dark < DUSK:
            return
        for thing, place in self._burning(clock):
            if thing.kind in ("lantern", "hearth"):
                haze = self._glows[self._level]["haze green" if self._kind(thing) == "green" else "haze"]
                radius = haze.get_width() // 2
                at = place.x - self.corner[0] - radius, place.y - self.corner[1] - radius
                self._canvas.blit(haze, at, special_flags=pygame.BLEND_RGB_ADD)

    def _burning(self, clock: Clock) -> Iterator[tuple[Thing, pygame.Rect]]:
        """Yield every visible light with its object."""
        near = self.shown.inflate(REACH * 2, REACH * 2)
        for thing, place in self._lights:
            if near.collidepoint(place.topleft) and _burns(thing, clock):
                yield thing, place

    def _kind(self, thing: Thing) -> str:
        if thing.kind == "lantern" and thing.other is files.picture("things/lantern_green.png"):
            return "green"
        return thing.kind

    def _add(self, kind: str, x: float, y: float) -> None:
        light = self._glows[self._level][kind]
        radius = light.get_width() // 2
        at = round(x) - self.corner[0] - radius, round(y) - self.corner[1] - radius
        self._dark.blit(light, at, special_flags=pygame.BLEND_RGB_ADD)

    def _enlarge(self, surface: pygame.Surface) -> None:
        width, height = self._canvas.get_size()
        size = width * self.zoom, height * self.zoom
        if size == surface.get_size():
            pygame.transform.scale(self._canvas, size, surface)
        else:
            surface.blit(pygame.transform.scale(self._canvas, size), (0, 0))


def _hides(thing: Thing, faces: Iterable[Face]) -> bool:
    """Return True if a tree is in front of one of these faces."""
    if thing.kind != "tree":
        return False
    return any(foot < thing.foot[1] and thing.area.colliderect(face) for foot, face in faces)


def _face(person: Person) -> pygame.Rect:
    """Return the middle of the upper half of a body, in pixels of the map."""
    return pygame.Rect(person.corner[0] + 6, person.corner[1] + 4, WIDTH - 12, HEIGHT // 2)


def _burns(thing: Thing, clock: Clock) -> bool:
    if thing.kind == "lantern":
        return thing.changed
    return thing.kind in ("house", "hearth") and clock.lamps_lit


def _picture(thing: Thing, clock: Clock) -> pygame.Surface:
    """Return the picture of an object at this time: lit, open, or as by day."""
    changed = thing.changed or (thing.kind in ("house", "hearth") and clock.lamps_lit)
    return thing.other if changed and thing.other is not None else thing.picture
