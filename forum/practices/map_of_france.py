"""Schools on a map of France: a coarse outline drawn by hand, and where a place stands on it.

The mainland and Corsica are projected by a conformal cone through the parallels of Lambert 93 (44° and 49° N, on a
sphere, which is all that such a small map shows); each overseas department stands in a frame of its own below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

Points = tuple[tuple[float, float], ...]
"""Longitudes and latitudes, in degrees."""

# fmt: off
MAINLAND: Points = (
    (2.54, 51.08), (3.10, 50.78), (3.25, 50.53), (3.60, 50.50), (4.05, 50.32), (4.20, 49.97), (4.68, 49.99),
    (4.83, 50.16), (4.86, 49.79), (5.30, 49.62), (5.79, 49.54), (6.36, 49.46), (6.72, 49.17), (7.05, 49.11),
    (7.45, 49.17), (7.94, 49.05), (8.23, 48.97), (7.80, 48.58), (7.58, 48.03), (7.58, 47.58), (7.00, 47.45),
    (6.95, 47.28), (6.70, 47.05), (6.45, 46.90), (6.12, 46.58), (5.98, 46.20), (6.29, 46.22), (6.35, 46.40),
    (6.82, 46.42), (7.04, 45.93), (6.85, 45.70), (7.18, 45.40), (6.98, 45.20), (6.63, 45.10), (6.75, 44.90),
    (7.02, 44.70), (6.92, 44.40), (7.40, 44.12), (7.70, 44.15), (7.53, 43.78), (7.25, 43.68), (7.00, 43.53),
    (6.68, 43.20), (6.15, 43.03), (5.90, 43.07), (5.33, 43.22), (4.90, 43.40), (4.55, 43.38), (4.10, 43.55),
    (3.70, 43.38), (3.50, 43.28), (3.15, 43.10), (3.05, 42.85), (3.17, 42.43), (2.65, 42.38), (1.96, 42.38),
    (1.44, 42.60), (0.68, 42.70), (0.00, 42.70), (-0.55, 42.80), (-1.45, 43.05), (-1.79, 43.37), (-1.45, 43.65),
    (-1.30, 44.20), (-1.25, 44.65), (-1.20, 45.20), (-1.08, 45.57), (-0.70, 45.08), (-0.85, 45.48), (-1.23, 45.75),
    (-1.08, 45.98), (-1.20, 46.17), (-1.12, 46.31), (-1.80, 46.49), (-2.20, 46.97), (-2.02, 47.15), (-2.20, 47.27),
    (-2.54, 47.29), (-2.75, 47.52), (-3.12, 47.48), (-3.40, 47.70), (-3.92, 47.85), (-4.37, 47.80), (-4.73, 48.04),
    (-4.30, 48.10), (-4.62, 48.28), (-4.40, 48.34), (-4.78, 48.36), (-4.60, 48.60), (-3.97, 48.72), (-3.50, 48.83),
    (-3.02, 48.86), (-2.72, 48.53), (-2.32, 48.69), (-1.85, 48.70), (-1.50, 48.62), (-1.60, 48.84), (-1.80, 49.37),
    (-1.94, 49.72), (-1.62, 49.65), (-1.26, 49.69), (-1.17, 49.36), (-0.25, 49.28), (0.20, 49.42), (0.10, 49.50),
    (0.20, 49.71), (1.07, 49.93), (1.50, 50.20), (1.56, 50.40), (1.58, 50.87), (1.85, 50.97),
)
CORSICA: Points = (
    (9.40, 43.01), (9.50, 42.60), (9.56, 42.10), (9.40, 41.70), (9.22, 41.38), (8.80, 41.55), (8.60, 41.90),
    (8.58, 42.35), (8.73, 42.56), (9.05, 42.66), (9.30, 42.70),
)
GUADELOUPE: Points = (
    (-61.55, 16.28), (-61.52, 16.42), (-61.46, 16.51), (-61.38, 16.34), (-61.17, 16.26), (-61.38, 16.20),
    (-61.53, 16.22), (-61.57, 16.10), (-61.62, 15.98), (-61.70, 15.95), (-61.76, 16.06), (-61.80, 16.25),
    (-61.75, 16.36),
)
MARTINIQUE: Points = (
    (-61.22, 14.83), (-61.12, 14.88), (-61.00, 14.80), (-60.90, 14.74), (-60.93, 14.66), (-60.83, 14.55),
    (-60.83, 14.44), (-60.88, 14.40), (-61.05, 14.46), (-61.00, 14.54), (-61.07, 14.60), (-61.17, 14.69),
)
GUIANA: Points = (
    (-54.00, 5.75), (-53.00, 5.48), (-52.30, 4.95), (-51.65, 4.10), (-52.35, 3.20), (-52.90, 2.20), (-53.75, 2.35),
    (-54.55, 2.33), (-54.20, 3.10), (-54.00, 3.60), (-54.45, 4.70),
)
REUNION: Points = (
    (55.29, -20.93), (55.45, -20.87), (55.65, -20.92), (55.83, -21.14), (55.80, -21.34), (55.58, -21.38),
    (55.36, -21.28), (55.22, -21.04),
)
MAYOTTE: Points = (
    (45.06, -12.68), (45.12, -12.73), (45.22, -12.75), (45.20, -12.86), (45.14, -12.92), (45.17, -12.98),
    (45.09, -13.00), (45.05, -12.88), (45.10, -12.80), (45.04, -12.74),
)
# fmt: on

WIDTH, HEIGHT = 620, 700
"""Of the drawing, in its own units."""
FRAME, FRAMES_TOP, LABEL = 112, 588, 16
DOT = 9.0
"""Radius of a dot."""
APART = 2 * DOT + 2
LONGITUDE_0, LATITUDE_0 = math.radians(3), math.radians(46.5)
PARALLELS = math.radians(44), math.radians(49)


def flank(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


SINE = math.log(math.cos(PARALLELS[0]) / math.cos(PARALLELS[1])) / math.log(flank(PARALLELS[1]) / flank(PARALLELS[0]))
SCALE = math.cos(PARALLELS[0]) * flank(PARALLELS[0]) ** SINE / SINE


@dataclass(frozen=True)
class Frame:
    """A piece of the map: what it shows, and where it is drawn.

    Args:
        name: of an overseas department; empty for the mainland with Corsica.
        outlines: its coasts and borders.
        left, top, width, height: its place in the drawing.
    """

    name: str
    outlines: tuple[Points, ...]
    left: float
    top: float
    width: float
    height: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Says whether a place is in it, a little off its coast included: outlines are coarse."""
        west, south, east, north = self.bounds
        margin = 0.35 if not self.name else 0.1
        return west - margin <= longitude <= east + margin and south - margin <= latitude <= north + margin

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        longitudes = [longitude for outline in self.outlines for longitude, _ in outline]
        latitudes = [latitude for outline in self.outlines for _, latitude in outline]
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place stands in the drawing."""
        x, y = self.flat(longitude, latitude)
        west, north, scale, aside, below = placing(self)
        return self.left + aside + (x - west) * scale, self.top + below + (north - y) * scale

    def flat(self, longitude: float, latitude: float) -> tuple[float, float]:
        if self.name:
            middle = math.radians((self.bounds[1] + self.bounds[3]) / 2)
            return math.radians(longitude) * math.cos(middle), math.radians(latitude)
        distance = SCALE / flank(math.radians(latitude)) ** SINE
        angle = SINE * (math.radians(longitude) - LONGITUDE_0)
        return distance * math.sin(angle), SCALE / flank(LATITUDE_0) ** SINE - distance * math.cos(angle)

    def paths(self) -> list[str]:
        """Its outlines, as the `d` of SVG paths."""
        return [
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.project(*point) for point in outline)) + "Z"
            for outline in self.outlines
        ]


@cache
def placing(frame: Frame) -> tuple[float, float, float, float, float]:
    """West and north of what a frame shows, the scale at which it fits, and what is left beside and above it."""
    flat = [frame.flat(*point) for outline in frame.outlines for point in outline]
    west, east = min(x for x, _ in flat), max(x for x, _ in flat)
    south, north = min(y for _, y in flat), max(y for _, y in flat)
    scale = min(frame.width / (east - west), frame.height / (north - south))
    aside, below = (frame.width - (east - west) * scale) / 2, (frame.height - (north - south) * scale) / 2
    return west, north, scale, aside, below


def overseas() -> Iterator[Frame]:
    described = (
        ("Guadeloupe", GUADELOUPE),
        ("Martinique", MARTINIQUE),
        ("Guyane", GUIANA),
        ("La Réunion", REUNION),
        ("Mayotte", MAYOTTE),
    )
    for number, (name, outline) in enumerate(described):
        left = 10 + number * (FRAME + 10) + 10
        yield Frame(name, (outline,), left, FRAMES_TOP + 8, FRAME - 20, HEIGHT - FRAMES_TOP - LABEL - 20)


FRAMES: tuple[Frame, ...] = (Frame("", (MAINLAND, CORSICA), 20, 14, WIDTH - 40, FRAMES_TOP - 34), *overseas())


@dataclass(frozen=True)
class Dot:
    """A place on the map.

    Args:
        x, y: where it is drawn, in the drawing's units.
        key: what it stands for, as the caller numbers it.
    """

    x: float
    y: float
    key: int


def dots(places: Sequence[tuple[int, float | None, float | None]]) -> list[Dot]:
    """The places that are on the map, those that would cover each other drawn side by side.

    Args:
        places: for each, what it is and its latitude and longitude in degrees, where they are known.
    """
    drawn: list[Dot] = []
    for key, latitude, longitude in places:
        if latitude is None or longitude is None:
            continue
        for frame in FRAMES:
            if frame.holds(longitude, latitude):
                x, y = free_place(*frame.project(longitude, latitude), drawn)
                drawn.append(Dot(round(x, 1), round(y, 1), key))
                break
    return drawn


def free_place(x: float, y: float, drawn: Sequence[Dot]) -> tuple[float, float]:
    """The nearest place to one wanted that no dot covers, on rings around it."""
    for ring in range(12):
        for turn in range(max(1, 6 * ring)):
            angle = 2 * math.pi * turn / max(1, 6 * ring)
            beside = x + ring * APART * math.cos(angle), y + ring * APART * math.sin(angle)
            if all(math.hypot(beside[0] - dot.x, beside[1] - dot.y) >= APART - 1 for dot in drawn):
                return beside
    return x, y
