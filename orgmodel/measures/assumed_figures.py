"""What is assumed of a structure: the one list of figures that rest on an assumption, with their ranges and sources."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names, text_in
from orgmodel.core.quantities import decimals_of
from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Contributions, Mask
from orgmodel.measures.missing_figures import KEPT, figure_of
from orgmodel.measures.money import money_scale, pay_of_holders

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

ASSUMED_COLUMNS = ("table", "record", "unit", "field", "value", "low", "high", "src", "confirm")


def is_assumed_figure(structure: Structure, table: str, field: str) -> Mask:
    """Mark the rows of a table of which a figure that is given is assumed: by its source, or since it is a range."""
    rows = structure.table(table)
    mask = np.zeros(rows.size, dtype=np.bool_)
    one = KEPT[table, field](structure)
    mask[one.row[_assumed(one)]] = True
    return mask


def _assumed(one: Contributions) -> Mask:
    doubtful = one.assumed.copy()
    doubtful[[position for position, amount in one.uncertain.items() if amount.low != amount.high]] = True
    return np.asarray(doubtful & ~one.blank)


def assumed_figures(
    structure: Structure, supplier: Callable[[FigureId], Names] | None = None, *, language: str | None = None
) -> pd.DataFrame:
    """Tabulate what is assumed: each figure of posts, members and declared quantities whose source says so, or that is a range.

    Columns: table, record (id), unit, field (of a declared quantity its id), value, low, high (full-time equivalents as such, ``pay`` as what one holder is
    paid a year, in the currency), src, confirm (who could confirm it, as ``supplier`` names them; blank without). Sorted by
    unit in the chart's order, then by record and field. Pay is listed of the posts that pay anybody, wherever it is laid
    down; its sources are those of the post, or else of its grade or category, and of the base pay.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("a/1", "a", authorized=4, src="assumed"), Post("a/2", "a", filled=1)])
    >>> assumed_figures(s)[["record", "field", "value", "high"]].values.tolist()
    [['a/1', 'authorized', 4, 4]]
    """
    import pandas as pd

    value, units, start = structure.strings.value, structure.units, structure.tree.start
    language = language or structure.terms.language
    found = []
    pay, rates = pay_of_holders(structure)
    kept = {key: (made(structure), 100 if key[1] == "fte" else 1) for key, made in KEPT.items()}
    kept["posts", "pay"] = pay, money_scale(structure)
    for (name, field), (one, scale) in kept.items():
        table, of_unit = structure.table(name), unit_rows(structure, name, "unit")
        for position in np.flatnonzero(_assumed(one)).tolist():
            row, amount = int(one.row[position]), one.amount(position)
            told = figure_of(structure, name, field, row)
            if name == "quantities":
                scale = 10 ** decimals_of(structure.terms.quantities, told)
            unit = int(of_unit[row])
            id = str(value(table.column("id" if name == "posts" else "unit")[row]))
            ends = [end if end is None or scale == 1 else end / scale for end in (amount.best, amount.low, amount.high)]
            src = "; ".join(rates.sources(row)) if one is pay else str(value(table.column("src")[row]) or "")
            who = "" if supplier is None else text_in(supplier(one.name(position)), language)
            found.append((int(start[unit]), name, id, str(value(units.column("id")[unit])), told, *ends, src, who))
    found.sort(key=lambda row: (row[0], row[1], row[2], row[4]))
    return pd.DataFrame([row[1:] for row in found], columns=list(ASSUMED_COLUMNS))


@dataclass(frozen=True, slots=True)
class AssumedGroup:
    """Sum the assumed figures of one kind, source and supplier: how many they are, their value and its range, who could confirm.

    What one holder is paid is not summed: it has no ``value``, and ``low`` and ``high`` are the least and the most of any.
    """

    figure: str
    src: str
    confirm: Names
    count: int
    value: float | None
    low: float
    high: float


def assumed_groups(structure: Structure, supplier: Callable[[FigureId], Names] | None = None) -> list[AssumedGroup]:
    """Sum what :func:`assumed_figures` lists by kind of figure (``posts.authorized``), source and who could confirm, sorted."""
    groups: dict[tuple[str, str, Names], list[dict[Hashable, Any]]] = {}
    for row in assumed_figures(structure).to_dict("records"):
        key = (row["record"], "") if row["table"] == "members" else row["record"]
        who = () if supplier is None else supplier(FigureId(row["table"], key, row["field"]))
        groups.setdefault((f"{row['table']}.{row['field']}", row["src"], who), []).append(row)
    found = []
    for key, rows in sorted(groups.items()):
        value, low, high = ([row[end] for row in rows] for end in ("value", "low", "high"))
        if key[0] == "posts.pay":
            found.append(AssumedGroup(*key, len(rows), None, min(low), max(high)))
        else:
            found.append(AssumedGroup(*key, len(rows), sum(value), sum(low), sum(high)))
    return found
