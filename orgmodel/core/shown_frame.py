"""Tables for callers that a notebook shows as the rows that they are of, with names in place of ids."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def shown_by(table: pd.DataFrame, show: Callable[[pd.DataFrame], str | None]) -> pd.DataFrame:
    """Give a table whose display in a notebook, and that of any part of it, ``show`` makes; pandas' own where it gives None.

    >>> import pandas as pd
    >>> one = shown_by(pd.DataFrame({"a": [1, 2]}), lambda rows: f"{len(rows)} rows")
    >>> one._repr_html_(), one[one.a > 1]._repr_html_(), isinstance(one, pd.DataFrame)
    ('2 rows', '1 rows', True)
    """
    made: pd.DataFrame = _kind()(table)
    object.__setattr__(made, "_show", show)
    return made


def is_shown(table: pd.DataFrame) -> bool:
    """Tell whether a table has a display of its own."""
    return getattr(table, "_show", None) is not None


@cache
def _kind() -> Any:
    import pandas as pd

    class ShownFrame(pd.DataFrame):
        """A DataFrame with a display of its own; a copy that is sent elsewhere is a plain one."""

        _metadata = ("_show",)
        _show: Any = None

        @property
        def _constructor(self) -> Any:
            return ShownFrame

        def __reduce__(self) -> tuple[Any, ...]:
            return pd.DataFrame, (pd.DataFrame(self),)

        def _repr_html_(self) -> str | None:
            shown = None if self._show is None else self._show(self)
            return super()._repr_html_() if shown is None else shown  # type: ignore[misc, no-any-return]

    return ShownFrame
