"""Say which lines besides the chart's own are shown, and how a box names one that leads off its page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from orgmodel.charts.content import Detail, brief, clean, shortened
from orgmodel.charts.namesakes import LONGEST, Namesakes, told_apart
from orgmodel.charts.signs import BUNDLE, OF_LINES
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE
from orgmodel.words.charts import named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from orgmodel.core.structure import Structure


LINE_SIGNS = {"professional": "⇢", "administrative": "↑"}
"""Signs that stand in boxes for kinds of line; the legend explains them."""


LEAST_BUNDLE, MOST_BUNDLES = 4, 9  # lines that have one number, and numbers of a chart


def notes(found: Iterable[Tie], above: Sequence[str] = ()) -> list[Detail]:
    r"""Write what a box says of its lines that are not drawn: one text a kind, the numbers of bundles first.

    Names leave out the name of a unit above that they end with.

    >>> notes([Tie("professional", "a", "b", "⇢", "Sở Y tế"), Tie("professional", "a", "c", "⇢", "Sở Nội vụ")])
    [Detail(text='⇢\xa0Sở Y tế; Sở Nội vụ', signs=frozenset({'guidance'}), aside=False)]
    """
    by_lead: dict[tuple[str, str], list[str]] = {}
    bundles: list[int] = []
    for tie in found:
        if tie.bundle:
            bundles.append(tie.bundle)
            continue
        name, of = (brief(shortened(one, above), LONGEST) for one in (tie.name, tie.of))
        by_lead.setdefault((tie.lead, OF_LINES.get(tie.kind, "")), []).append(told_apart(name, of))
    said = [
        Detail(f"{lead}\N{NO-BREAK SPACE}{'; '.join(names)}", frozenset(filter(None, [sign])))
        for (lead, sign), names in by_lead.items()
    ]
    if not bundles:
        return said
    numbers = "".join([f"({number})" for number in sorted(bundles)])
    return [Detail(numbers, frozenset([f"{BUNDLE}{number}" for number in bundles])), *said]


@dataclass(frozen=True, slots=True)
class Tie:
    """Hold a line from one unit to another; where it is not drawn the first one's box says ``lead`` and ``name``.

    One of a great many to the same unit has the number of its ``bundle``, which the legend explains, and is never drawn;
    nor is one that would cross other lines, which is not ``free``. ``of`` is the unit above one whose name others bear.
    """

    kind: str
    start: str
    end: str
    lead: str
    name: str
    bundle: int = 0
    free: bool = True
    of: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Tell the line from all others: kind and ends."""
        return self.kind, self.start, self.end

    @property
    def may_be_drawn(self) -> bool:
        """Tell whether a page that has both ends may draw it."""
        return self.free and not self.bundle


def ties(structure: Structure, language: str, kinds: Sequence[str] | None = None) -> list[Tie]:
    """List the written lines between units (those of posts between their units), each once, sorted.

    An administrative line to a unit's own parent is the chart's own line and left out.
    """
    found: dict[tuple[str, str, str], Tie] = {}
    names = Namesakes(structure, language)
    lines = sorted((cast(Line, one) for one in structure.lines), key=lambda one: one.key)
    for line in lines:
        if kinds is not None and line.kind not in kinds:
            continue
        start, end = _unit_of(structure, line.from_), _unit_of(structure, line.to)
        if start is None or end is None or start.id == end.id:
            continue
        if line.kind == ADMINISTRATIVE and start.parent == end.id:
            continue
        lead = LINE_SIGNS.get(line.kind) or f"{clean(named(f'line:{line.kind}', language, structure.terms.labels))}:"
        tie = Tie(line.kind, start.id, end.id, lead, names.name(end), of=names.above(end))
        found.setdefault(tie.key, tie)
    return list(found.values())


def bundles(states: Sequence[tuple[Sequence[Tie], Collection[str]]], most: int) -> dict[tuple[str, str], int]:
    """Give numbers to the largest bundles of lines to one unit, by kind and unit, until no more than ``most`` lines are left.

    Each state gives its lines and the units that it shows; a bundle counts where it is largest. Only bundles of at
    least four lines are numbered, and no more than nine.
    """
    sizes: dict[tuple[str, str], int] = {}
    for found, inside in states:
        counts = Counter((tie.kind, tie.end) for tie in found if tie.end in inside)
        for bundle, count in counts.items():
            sizes[bundle] = max(count, sizes.get(bundle, 0))
    left = sum(sizes.values())
    numbers: dict[tuple[str, str], int] = {}
    for bundle in sorted(sizes, key=lambda one: (-sizes[one], one)):
        if left <= most or sizes[bundle] < LEAST_BUNDLE or len(numbers) == MOST_BUNDLES:
            break
        left -= sizes[bundle]
        numbers[bundle] = len(numbers) + 1
    return numbers


def _unit_of(structure: Structure, id: str) -> Unit | None:
    post = cast("Post | None", structure.posts.get(id))
    return cast("Unit | None", structure.units.get(id if post is None else post.unit))
