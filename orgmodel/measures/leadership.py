"""Leadership by unit: heads, deputies, and how many they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.measures.contributions import Contributions, Ints, sum_by
from orgmodel.measures.masks import is_code, taken
from orgmodel.measures.posts import concurrent, in_quota, post_figures, vacant_rows

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

LEADERSHIP_COLUMNS = (
    "unit", "kind", "block", "heads", "deputies", "staff", "unknown", "leaders_per_100", "heads_filled", "head_vacant",
    "head_concurrent", "missing",
)  # fmt: skip
RANKS = ("head", "deputy", "staff", "unknown")


def leadership_table(structure: Structure) -> pd.DataFrame:
    """Tabulate the leaders of every unit that has posts of its own, those below it left out.

    Columns: unit, kind, block, heads, deputies, staff, unknown (authorized posts inside quota, by rank), leaders_per_100
    (of staff), heads_filled, head_vacant, head_concurrent (held by somebody whose first post is another), missing (rows
    whose number is). In the order of the chart; NaN is unknown.
    """
    import pandas as pd

    posts, units, order = structure.posts, structure.units, structure.tree.order
    rank, quota = posts.column("rank"), in_quota(structure)
    by_rank = {name: post_figures(structure, "authorized", quota & is_code(structure, rank, name)) for name in RANKS}
    heads = post_figures(structure, "filled", quota & is_code(structure, rank, "head"))
    staffed = _sums(structure, post_figures(structure, "filled"), rows=True) > 0
    rows = order[staffed[order]]
    numbers = {name: _known(structure, one)[rows] for name, one in by_rank.items()}
    leaders, staff = numbers["head"] + numbers["deputy"], numbers["staff"]
    is_known = (staff > 0) & (numbers["unknown"] == 0)
    second = taken(concurrent(structure), heads.row) > 0
    vacant = taken(vacant_rows(structure), heads.row)

    def texts(field: str) -> list[str]:
        return [str(structure.strings.value(code) or "") for code in units.column(field)[rows].tolist()]

    columns = {
        "unit": texts("id"),
        "kind": texts("kind"),
        "block": texts("block"),
        "heads": numbers["head"],
        "deputies": numbers["deputy"],
        "staff": staff,
        "unknown": numbers["unknown"],
        "leaders_per_100": np.divide(100 * leaders, staff, out=np.full(len(rows), np.nan), where=is_known),
        "heads_filled": _known(structure, heads)[rows],
        "head_vacant": sum_by(heads.unit[vacant], np.ones(int(vacant.sum())), units.size)[rows] > 0,
        "head_concurrent": sum_by(heads.unit[second], np.ones(int(second.sum())), units.size)[rows] > 0,
        "missing": np.sum([_missing(structure, one) for one in by_rank.values()], axis=0)[rows],
    }
    return pd.DataFrame(columns, columns=list(LEADERSHIP_COLUMNS))


def _sums(structure: Structure, one: Contributions, *, rows: bool = False) -> Ints:
    return sum_by(one.unit, np.ones(len(one.unit)) if rows else one.value, structure.units.size)


def _missing(structure: Structure, one: Contributions) -> Ints:
    return sum_by(one.unit, one.missing, structure.units.size)


def _known(structure: Structure, one: Contributions) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Sum by unit, NaN where a figure is missing."""
    return np.where(_missing(structure, one) > 0, np.nan, _sums(structure, one))
