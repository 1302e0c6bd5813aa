"""The few kinds of primitives that every picture is drawn of, and the patterns made of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from orgmodel.charts.theme import Look

FIFTHS = 5
"""Parts of a meter."""

Command = tuple[str, ...] | tuple[str, float, float] | tuple[str, float, float, float, float, float, float]
Commands = tuple[Command, ...]


class Rect(NamedTuple):
    """Fill and outline a rectangle; ``dash`` is in points, an empty colour draws nothing."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str
    stroke: str
    stroke_width: float
    dash: tuple[float, ...] = ()


class Path(NamedTuple):
    """Fill and outline a path of commands ``(letter, x, y, …)``: M, L, C, Z."""

    commands: tuple[
        tuple[str, ...] | tuple[str, float, float] | tuple[str, float, float, float, float, float, float], ...
    ]
    fill: str
    stroke: str
    stroke_width: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


class PlacedText(NamedTuple):
    """Write a text from its left, around its middle or up to its right; ``y`` is the base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    colour: str
    anchor: str


Primitive = Rect | Path | PlacedText


def strip(x: float, y: float, width: float, height: float, look: Look, size: float) -> Iterator[Primitive]:
    """Paint the strip that tells a group by its pattern."""
    stroke_width = 0.08 * size
    whole = Rect(x, y, width, height, 0.0, "#ffffff", look.ink, stroke_width)
    if look.pattern == "empty":
        return
    if look.pattern == "solid":
        yield whole._replace(fill=look.ink)
        return
    yield whole
    line = stroke_width * 1.2
    if look.pattern.startswith("meter"):
        solid, hatched = meter(look.pattern, height)
        if hatched:
            yield Path(_hatch(x, y + height - solid - hatched, width, hatched), "", look.ink, line)
        if solid:
            yield Rect(x, y + height - solid, width, solid, 0.0, look.ink, look.ink, stroke_width)
    elif look.pattern == "dots":
        yield Path(_dots(x, y, width, height), look.ink, "", 0.0)
    elif look.pattern == "split":
        yield Rect(x, y, width, height / 2, 0.0, look.ink, look.ink, stroke_width)
        yield Path(_hatch(x, y + height / 2, width, height / 2), "", look.ink, line)
    elif look.pattern == "bars":
        yield Path(_bars(x, y, width, height), "", look.ink, line)
    else:
        hatch: tuple[tuple[str, float, float], ...] = ()
        if look.pattern in ("hatch", "cross"):
            hatch += _hatch(x, y, width, height)
        if look.pattern in ("back", "cross"):
            hatch += _hatch(x + width, y, -width, height)
        yield Path(hatch, "", look.ink, line)


def meter(pattern: str, height: float) -> tuple[float, float]:
    """Give how high the solid part of a meter is, and the hatched one above it.

    >>> meter("meter-2-5", 10.0)
    (4.0, 6.0)
    """
    _, low, high = pattern.split("-")
    return height * int(low) / FIFTHS, height * (int(high) - int(low)) / FIFTHS


def _bars(x: float, y: float, width: float, height: float) -> tuple[tuple[str, float, float], ...]:
    """Draw level strokes across the strip."""
    commands: list[tuple[str, float, float]] = []
    level = width * 0.4
    while level < height:
        commands += [("M", x, y + level), ("L", x + width, y + level)]
        level += width * 0.5
    return tuple(commands)


def _hatch(x: float, y: float, width: float, height: float) -> tuple[tuple[str, float, float], ...]:
    """Draw strokes that rise by the strip's width, cut at its ends."""
    return tuple([(letter, x + right, y + down) for letter, right, down in _strokes(width, height)])


@lru_cache(maxsize=512)
def _strokes(width: float, height: float) -> tuple[tuple[str, float, float], ...]:
    """Give the strokes of a strip that begins at 0, 0: boxes of one height have the same."""
    rise = abs(width)
    commands: list[tuple[str, float, float]] = []
    start = rise * 0.5
    while start < height + rise:
        cut_low = max(0.0, start - height)
        cut_high = min(rise, start)
        if cut_high > cut_low:
            commands.append(("M", width * cut_low / rise, start - cut_low))
            commands.append(("L", width * cut_high / rise, start - cut_high))
        start += rise * 0.6
    return tuple(commands)


def _dots(x: float, y: float, width: float, height: float) -> tuple[tuple[str, ...] | tuple[str, float, float], ...]:
    """Draw small diamonds down the middle."""
    commands: list[tuple[str, ...] | tuple[str, float, float]] = []
    half = width * 0.28
    count = max(1, int(height / (width * 0.95)))
    for number in range(count):
        cx, cy = x + width / 2, y + height * (number + 0.5) / count
        commands += [("M", cx, cy - half), ("L", cx + half, cy), ("L", cx, cy + half), ("L", cx - half, cy), ("Z",)]
    return tuple(commands)
