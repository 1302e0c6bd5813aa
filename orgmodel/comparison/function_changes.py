"""Functions before and after: who performs each, which are uncovered, duplicated or fragmented."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from orgmodel.core.names import text_in
from orgmodel.core.records import Function
from orgmodel.measures.functions import functions_table

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

FUNCTION_COLUMNS = (
    "function", "name", "status", "units_before", "units_after", "duplicated_before", "duplicated_after",
    "fragmented_before", "fragmented_after", "internal",
)  # fmt: skip
KEPT, MOVED, SPREAD, GATHERED, UNCOVERED, BEGUN = "kept", "moved", "spread", "gathered", "uncovered", "begun"


def compare_functions(before: Structure, after: Structure) -> pd.DataFrame:
    """Tabulate each function's units before and after.

    Columns: function, name, status (kept, moved to other units, spread over more, gathered in fewer, uncovered, begun),
    units_before, units_after (ids, ``; `` between), duplicated and fragmented before and after (see
    :func:`orgmodel.measures.functions_table`), internal. Sorted by function.
    """
    import pandas as pd

    tables = [functions_table(structure) for structure in (before, after)]
    units: list[dict[str, tuple[str, ...]]] = []
    for table in tables:
        found: dict[str, tuple[str, ...]] = {}
        for function, unit in zip(table["function"], table["unit"], strict=True):
            found[str(function)] = (*found.get(str(function), ()), str(unit))
        units.append(found)
    flagged = [
        {
            name: set(table.loc[table[name].astype(bool), "function"])
            for name in ("duplicated", "fragmented", "internal")
        }
        for table in tables
    ]
    names = _names(before) | _names(after)
    rows = []
    for function in sorted({*units[0], *units[1]}):
        old, new = units[0].get(function, ()), units[1].get(function, ())
        rows.append(
            (function, names.get(function, function), _status(old, new), "; ".join(old), "; ".join(new),
             function in flagged[0]["duplicated"], function in flagged[1]["duplicated"],
             function in flagged[0]["fragmented"], function in flagged[1]["fragmented"],
             function in flagged[0]["internal"] | flagged[1]["internal"])
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(FUNCTION_COLUMNS))


def _status(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    if not new:
        return UNCOVERED
    if not old:
        return BEGUN
    if old == new:
        return KEPT
    return MOVED if len(old) == len(new) else SPREAD if len(new) > len(old) else GATHERED


def _names(structure: Structure) -> dict[str, str]:
    language = structure.terms.language
    return {
        one.function: text_in(one.names, language, one.function)
        for one in cast(Iterable[Function], structure.functions)
        if one.names
    }
