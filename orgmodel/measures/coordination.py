"""How much units must coordinate across their boundaries: one measure, its few assumptions stated.

Galbraith's view (Organization Design: An Information Processing View, 1974): work that crosses units must be talked
over, and what two units cannot settle goes up to the first superior that they have in common; the further up, the more
hands it passes through. So each need to coordinate counts the layers up to that common superior. Assumptions:

- a written coordination line is one need;
- a function that k units of one level and area perform (see ``functions_duplicated``) is k - 1 needs;
- a unit with s administrative superiors is s - 1 needs between these superiors;
- all needs weigh the same whatever their content; internal support functions and guidance lines are none;
- units with nobody in common count the layers to the top, and one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from orgmodel.core.records import Line
from orgmodel.measures.functions import duplicated, performed
from orgmodel.measures.superiors import administrative_lines

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

COORDINATION_COLUMNS = ("reason", "subject", "units", "needs", "layers", "load")


def coordination_table(structure: Structure) -> pd.DataFrame:
    """Tabulate the needs to coordinate; the sum of ``load`` is the measure.

    Columns: reason (line, function, superiors), subject (the function, the unit, or the line's end), units (ids, with
    ``; `` between), needs, layers (up to the first superior in common), load (needs × layers). Sorted.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Unit("b", parent="a"), Unit("c", parent="a"), Line("coordination", "b", "c")])
    >>> coordination_table(s).values.tolist()
    [['line', 'c', 'b; c', 1, 1, 1]]
    """
    import pandas as pd

    rows = sorted([*_lines(structure), *_functions(structure), *_superiors(structure)])
    return pd.DataFrame(rows, columns=list(COORDINATION_COLUMNS))


def coordination(structure: Structure) -> int:
    """Sum the load of coordination of a structure: needs, each times the layers up to the first common superior."""
    return sum(row[-1] for rows in (_lines, _functions, _superiors) for row in rows(structure))


Row = tuple[str, str, str, int, int, int]


def _row(structure: Structure, reason: str, subject: str, units: Sequence[int], needs: int) -> Row:
    ids, value = structure.units.column("id"), structure.strings.value
    layers = _layers_up(structure, units)
    names = "; ".join(sorted(str(value(ids[unit])) for unit in units))
    return (reason, subject, names, needs, layers, needs * layers)


def _lines(structure: Structure) -> Iterable[Row]:
    for line in cast(Iterable[Line], structure.lines):
        if line.kind == "coordination":
            units = [structure.units.row(id) for id in (line.from_, line.to)]
            if min(units) >= 0:
                yield _row(structure, "line", line.to, units, 1)


def _functions(structure: Structure) -> Iterable[Row]:
    for one in duplicated(structure, performed(structure)):
        yield _row(structure, "function", one.function, one.units, len(one.units) - 1)


def _superiors(structure: Structure) -> Iterable[Row]:
    lines = administrative_lines(structure)
    above: dict[int, list[int]] = {}
    for junior, superior in zip(lines.junior.tolist(), lines.superior.tolist(), strict=True):
        if superior >= 0:
            above.setdefault(junior, []).append(superior)
    ids, value = structure.units.column("id"), structure.strings.value
    for junior, superiors in above.items():
        if len(superiors) > 1:
            yield _row(structure, "superiors", str(value(ids[junior])), superiors, len(superiors) - 1)


def _layers_up(structure: Structure, units: Sequence[int]) -> int:
    """Count the layers from the lowest of some units up to the first unit above (or among) them all; at least one."""
    tree = structure.tree
    start, stop = min(int(tree.start[unit]) for unit in units), max(int(tree.start[unit]) for unit in units)
    common = units[0]
    while common >= 0 and not (tree.start[common] <= start and stop < tree.stop[common]):
        common = int(tree.parent[common])
    deepest = max(int(tree.depth[unit]) for unit in units)
    return max(deepest - int(tree.depth[common]) if common >= 0 else deepest + 1, 1)
