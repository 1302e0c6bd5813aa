"""Tables of rows, with their columns even where there is no row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

from orgmodel.core.doors import behind
from orgmodel.core.shown_frame import is_shown, shown_by

if TYPE_CHECKING:
    import pandas as pd


def table(make: Callable[[Any], pd.DataFrame]) -> property:
    """Make a table when it is first asked for, and give it anew each time: what a caller writes into it is theirs alone.

    A frame given shares no value with the one that is kept: pandas copies on write, but not what is written through ``.array``.
    """
    kept = f"_table_{make.__name__}"

    @wraps(make)
    def get(self: Any) -> pd.DataFrame:
        if kept not in self.__dict__:
            self.__dict__[kept] = make(self)
        found: pd.DataFrame = self.__dict__[kept]
        return readable(found.copy())

    return property(get)


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """Let a table show its figures as people write them, where it has no display of its own."""
    return table if is_shown(table) else shown_by(table, behind("orgmodel.notebook.html", "show_figures"))


def held(owner: object, name: str) -> pd.DataFrame | None:
    """Give the table of an object that is kept, where it has been made, to read it and no more."""
    found: pd.DataFrame | None = owner.__dict__.get(f"_table_{name}")
    return found


def frame(rows: Sequence[tuple[Any, ...]], columns: Sequence[str], numbers: Sequence[str] = ()) -> pd.DataFrame:
    """Make a table of rows; ``numbers`` are columns of numbers, NaN where unknown."""
    import pandas as pd

    table = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return table.astype(dict.fromkeys(numbers, "float64"))


def joined(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Put tables under one another; none at all gives an empty one with its columns."""
    import pandas as pd

    full = [one for one in frames if len(one)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=list(columns))


def given(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Make a table of rows that a caller gave, the promised columns first."""
    import pandas as pd

    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    return pd.DataFrame([[row.get(name) for name in names] for row in rows], columns=names, dtype=object)
