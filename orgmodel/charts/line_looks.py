"""How kinds of line look: dash, weight and the mark at their end, no two alike, so that grey print tells them apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgmodel.charts.primitives import Commands, Path

CHART = "chart"
MARKS = ("arrow", "open", "dot", "diamond", "ring", "bar")
"""Marks at the end of a line; of the chart's own lines there is none."""


@dataclass(frozen=True, slots=True)
class LineLook:
    """Hold a line's weight (ems), its dashes (tenths of an em; none: solid) and the mark at its end."""

    weight: float
    dash: tuple[float, ...] = ()
    mark: str = ""


OWN = LineLook(0.13)
UNKNOWN = LineLook(0.09, (3.0, 1.5, 0.9, 1.5), "arrow")
KNOWN = {
    "administrative": LineLook(0.085, (), "arrow"),
    "professional": LineLook(0.09, (4.0, 2.2), "open"),
    "party_leadership": LineLook(0.13, (1.1, 2.0), "dot"),
    "election": LineLook(0.09, (6.0, 2.0, 0.9, 2.0), "diamond"),
    "coordination": LineLook(0.065, (2.2, 2.2), "ring"),
}
SOLID = (
    LineLook(0.065, (), "bar"), LineLook(0.1, (), "diamond"), LineLook(0.065, (), "ring"), LineLook(0.1, (), "dot"),
    LineLook(0.065, (), "open"),
)  # fmt: skip
DOTTED = (
    LineLook(0.09, (3.0, 1.5, 0.9, 1.5), "bar"), LineLook(0.12, (2.6, 1.4), "arrow"), LineLook(0.065, (7.0, 1.6), "dot"),
    LineLook(0.1, (1.4, 1.4), "open"), LineLook(0.065, (5.0, 1.3, 1.3, 1.3, 1.3, 1.3), "diamond"), LineLook(0.12, (4.4, 3.2), "ring"),
)  # fmt: skip
"""Looks of other kinds, in the order in which the study declares them."""


def line_looks(styles: Mapping[str, str], others: Iterable[str] = ()) -> dict[str, LineLook]:
    """Give the look of each kind of line that is declared (solid or dotted), and of other kinds that are written.

    >>> looks = line_looks({"administrative": "solid", "audit": "dotted"}, ["budget"])
    >>> [(kind, look.mark) for kind, look in looks.items()]
    [('chart', ''), ('administrative', 'arrow'), ('audit', 'bar'), ('budget', 'arrow')]
    """
    found = {CHART: OWN}
    used = {"solid": 0, "dotted": 0}
    for kind in (*styles, *(one for one in others if one not in styles)):
        style = styles.get(kind, "dotted")
        known = KNOWN.get(kind)
        if known is not None and bool(known.dash) == (style == "dotted"):
            found[kind] = known
            continue
        looks = SOLID if style == "solid" else DOTTED
        turn, at = divmod(used[style], len(looks))
        one = looks[at]
        found[kind] = LineLook(one.weight * 1.25**turn, tuple(part * 1.3**turn for part in one.dash), one.mark)
        used[style] += 1
    return found


def end_mark(
    mark: str, before: tuple[float, float], end: tuple[float, float], size: float, ink: str, paper: str
) -> list[Path]:
    """Draw the mark at the end of a line whose last corner is ``before``; ``size`` is that of type, in points."""
    length = math.dist(before, end) or 1.0
    ux, uy = (end[0] - before[0]) / length, (end[1] - before[1]) / length

    def at(back: float, aside: float) -> tuple[float, float]:
        return end[0] - (ux * back + uy * aside) * size, end[1] - (uy * back - ux * aside) * size

    def shape(*corners: tuple[float, float]) -> Commands:
        first, *others = (at(*corner) for corner in corners)
        return (("M", *first), *(("L", *one) for one in others), ("Z",))

    if mark == "arrow":
        return [Path(shape((0.0, 0.0), (0.45, -0.17), (0.45, 0.17)), ink, "", 0.0)]
    if mark == "open":
        tips = (("M", *at(0.42, -0.2)), ("L", *end), ("L", *at(0.42, 0.2)))
        return [Path(tips, "", ink, 0.09 * size)]
    if mark == "diamond":
        return [Path(shape((0.0, 0.0), (0.28, -0.18), (0.56, 0.0), (0.28, 0.18)), ink, "", 0.0)]
    if mark == "bar":
        return [Path((("M", *at(0.18, -0.24)), ("L", *at(0.18, 0.24))), "", ink, 0.11 * size)]
    if mark in ("dot", "ring"):
        round_ = _circle(at(0.21, 0.0), 0.19 * size)
        return [Path(round_, ink, "", 0.0)] if mark == "dot" else [Path(round_, paper, ink, 0.07 * size)]
    return []


def _circle(middle: tuple[float, float], radius: float) -> Commands:
    """Draw a circle of four curves."""
    (x, y), r, k = middle, radius, 0.5523 * radius
    return (
        ("M", x + r, y),
        ("C", x + r, y + k, x + k, y + r, x, y + r),
        ("C", x - k, y + r, x - r, y + k, x - r, y),
        ("C", x - r, y - k, x - k, y - r, x, y - r),
        ("C", x + k, y - r, x + r, y - k, x + r, y),
        ("Z",),
    )
