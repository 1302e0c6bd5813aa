"""Say which lines besides the chart's own are shown, and how a box names one that leads off its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from orgmodel.charts.content import clean
from orgmodel.charts.wording import named
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class Tie:
    """Hold a line from one unit to another; ``note`` is how the first one's box names it where it is not drawn.

    One of a great many to the same unit has a ``mark``, a number that the legend explains, and is never drawn.
    """

    kind: str
    start: str
    end: str
    note: str
    mark: int = 0


def ties(structure: Structure, language: str, kinds: Sequence[str] | None = None) -> list[Tie]:
    """List the written lines between units (those of posts between their units), each once, sorted.

    An administrative line to a unit's own parent is the chart's own line and left out.
    """
    found: dict[tuple[str, str, str], Tie] = {}
    lines = sorted((cast(Line, one) for one in structure.lines), key=lambda one: one.key)
    for line in lines:
        if kinds is not None and line.kind not in kinds:
            continue
        start, end = _unit_of(structure, line.from_), _unit_of(structure, line.to)
        if start is None or end is None or start.id == end.id:
            continue
        if line.kind == ADMINISTRATIVE and start.parent == end.id:
            continue
        mark = "⇢ " if line.kind == "professional" else f"{named(f'line:{line.kind}', language)}: "
        note = mark + (clean(end.name(language)) or end.id)
        found.setdefault((line.kind, start.id, end.id), Tie(line.kind, start.id, end.id, note))
    return list(found.values())


def marked(found: Sequence[Tie], inside: Collection[str], most: int) -> list[Tie]:
    """Mark the largest bundles of lines to one unit, until no more than ``most`` are left to be drawn.

    ``inside`` are the units drawn; only bundles of at least four lines are marked, and no more than nine of them.
    """
    bundles: dict[tuple[str, str], int] = {}
    for tie in found:
        if tie.end in inside:
            bundles[tie.kind, tie.end] = bundles.get((tie.kind, tie.end), 0) + 1
    left = sum(bundles.values())
    marks: dict[tuple[str, str], int] = {}
    for bundle in sorted(bundles, key=lambda one: (-bundles[one], one)):
        if left <= most or bundles[bundle] < 4 or len(marks) == 9:
            break
        left -= bundles[bundle]
        marks[bundle] = len(marks) + 1
    return [replace(tie, mark=marks.get((tie.kind, tie.end), 0)) for tie in found]


def _unit_of(structure: Structure, id: str) -> Unit | None:
    post = cast("Post | None", structure.posts.get(id))
    return cast("Unit | None", structure.units.get(id if post is None else post.unit))
