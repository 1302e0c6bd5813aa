"""Reporting lines of one structure: every line with its kind and blocks, superiors by unit, a post's way to the top."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from orgmodel.core.records import Line, Unit
from orgmodel.core.reporting import ADMINISTRATIVE
from orgmodel.measures.superiors import administrative_lines

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

LINE_COLUMNS = ("kind", "style", "from", "to", "from_block", "to_block", "crosses_blocks", "derived", "src")


def lines_table(structure: Structure) -> pd.DataFrame:
    """Tabulate every line between units, and those written from or to posts.

    Columns: kind, style (solid or dotted), from, to, from_block, to_block (of the unit, or of the post), crosses_blocks,
    derived (nobody wrote it), src. Sorted by kind, from, to.

    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a", block="party"), Unit("b", block="government", parent="a")])
    >>> lines_table(s)[["kind", "from", "to", "crosses_blocks", "derived"]].values.tolist()
    [['administrative', 'b', 'a', True, True]]
    """
    import pandas as pd

    rows = [(line.kind, line.from_, line.to, False, line.src) for line in cast(Iterable[Line], structure.lines)]
    found = structure.reporting
    ids, value = structure.units.column("id"), structure.strings.value
    for start, end, derived in zip(
        found.unit_from.tolist(), found.unit_to.tolist(), found.unit_derived.tolist(), strict=True
    ):
        if derived:
            rows.append((ADMINISTRATIVE, str(value(ids[start])), str(value(ids[end])), True, ""))
    styles = structure.terms.lines
    blocks: dict[str, str] = {}
    table = []
    for kind, start, end, derived, src in sorted(rows):
        one, other = (blocks.setdefault(id, _block(structure, id)) for id in (start, end))
        table.append((kind, styles.get(kind, ""), start, end, one, other, one != other, derived, src))
    return pd.DataFrame(table, columns=list(LINE_COLUMNS))


def _block(structure: Structure, id: str) -> str:
    for table in (structure.units, structure.posts):
        row = table.row(id)
        if row >= 0:
            return str(structure.strings.value(table.column("block")[row]) or "")
    return ""


def superiors_table(structure: Structure) -> pd.DataFrame:
    """Tabulate how many superiors each unit has, by kind of line.

    Columns: unit, kind_of_unit, block, one column a kind of line that counts as superiority (derived administrative
    lines included), total, two_administrative. In the order of the chart.
    """
    import pandas as pd

    units, kinds = structure.units, structure.terms.subordination
    counts: dict[str, dict[str, int]] = {}
    ids, value = units.column("id"), structure.strings.value
    if ADMINISTRATIVE in kinds:
        for row in administrative_lines(structure).junior.tolist():
            found = counts.setdefault(str(value(ids[row])), {})
            found[ADMINISTRATIVE] = found.get(ADMINISTRATIVE, 0) + 1
    for line in cast(Iterable[Line], structure.lines):
        if line.kind in kinds and line.kind != ADMINISTRATIVE:
            found = counts.setdefault(line.from_, {})
            found[line.kind] = found.get(line.kind, 0) + 1
    rows = []
    for row in structure.tree.order.tolist():
        unit = cast(Unit, units.record(row))
        found = counts.get(unit.id, {})
        each = [found.get(kind, 0) for kind in kinds]
        rows.append((unit.id, unit.kind, unit.block, *each, sum(each), found.get(ADMINISTRATIVE, 0) > 1))
    return pd.DataFrame(rows, columns=["unit", "kind_of_unit", "block", *kinds, "total", "two_administrative"])


def chains_to_top(structure: Structure, post: str, *, most: int = 20) -> list[tuple[str, ...]]:
    """List every way from a post up to one who answers to nobody; at most ``most``, each from the post itself on.

    Raises ProblemsError for an unknown post, with the nearest.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("a/h", "a", rank="head"), Unit("b", parent="a"), Post("b/c", "b")])
    >>> chains_to_top(s, "b/c")
    [('b/c', 'a/h')]
    """
    structure.post(post)
    lines, ids, value = structure.reporting, structure.posts.column("id"), structure.strings.value
    found: list[tuple[str, ...]] = []
    stack: list[tuple[int, ...]] = [(structure.posts.row(post),)]
    while stack and len(found) < most:
        chain = stack.pop()
        seniors: list[int] = lines.post_to[lines.post_from == chain[-1]].tolist()
        above = sorted(
            {row for row in seniors if row not in chain},
            key=lambda row: str(value(int(ids[row]))),
            reverse=True,
        )
        stack += [(*chain, row) for row in above]
        if not above:
            found.append(tuple(str(value(int(ids[row]))) for row in chain))
    return found
