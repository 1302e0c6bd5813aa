"""The columns of every table of a baseline, as docs/grammar.md lists them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any

from orgmodel.core.specs import Tables
from orgmodel.io import cells


@dataclass(frozen=True)
class Column:
    """Describe a column: its name, the record's field, and how its texts are read (None: as they stand).

    ``required`` columns must be there and never blank; ``ranged`` ones are figures, missing where blank, and have
    companions ``<name>_low`` and ``<name>_high``.
    """

    name: str
    field: str
    parse: Callable[[str], Any] | None = None
    required: bool = False
    ranged: bool = False


@dataclass(frozen=True)
class Layout:
    """Describe a table: its columns, and the field that holds a text in several languages with its column prefix."""

    table: str
    columns: tuple[Column, ...]
    names: tuple[str, str] | None = None

    def column_of(self, field: str, header: list[str]) -> str:
        """Name the column that a record's field is read from."""
        if self.names is not None and field == self.names[1]:
            return next((name for name in header if name.startswith(f"{self.names[0]}_")), "")
        return next((column.name for column in self.columns if column.field == field), field)

    def known(self) -> list[str]:
        """List the column names, companions of figures and the usual languages included."""
        listed = []
        for column in self.columns:
            listed.append(column.name)
            if column.ranged:
                listed += [f"{column.name}_low", f"{column.name}_high"]
            if self.names is not None and len(listed) == 1:
                listed += [f"{self.names[0]}_vi", f"{self.names[0]}_en"]
        return listed

    def takes(self, name: str) -> bool:
        """Tell whether a column belongs here; names may be in any language (``name_fr``)."""
        if self.names is not None and re.fullmatch(f"{self.names[0]}_[a-z]{{2,3}}", name):
            return True
        return name in self.known()

    def blank(self, column: Column) -> Any:
        """Give what a blank cell stands for: nothing known in a figure, the record's own default elsewhere."""
        if column.ranged or column.parse is cells.date:
            return None
        if column.required or column.field not in _defaults(self.table):
            return "" if column.parse is None else 0  # blank is a problem there; reading goes on
        return _defaults(self.table)[column.field]


def _defaults(table: str) -> dict[str, Any]:
    if table not in Tables.BY_NAME:
        return {}
    record = Tables.BY_NAME[table].record
    return {field.name: field.default for field in fields(record) if field.default is not MISSING}


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name) for name in names)


def _key(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name, required=True) for name in names)


def _figure(name: str, parse: Callable[[str], Any] = cells.whole) -> Column:
    return Column(name, name, parse, ranged=True)


_FROM = Column("from", "begins", cells.date)
_SRC = Column("src", "src")
_ORDER = Column("order", "order", cells.whole)

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "documents",
        (
            *_key("id"),
            *_texts("number", "kind", "issuer"),
            Column("date", "date", cells.date),
            *_texts("locator", "confidence", "note"),
        ),
        names=("title", "title"),
    ),
    Layout(
        "units",
        (
            *_key("id"),
            *_texts("kind", "level", "block", "area", "parent"),
            _ORDER,
            Column("stands_for", "stands_for", cells.count),
            _FROM,
            Column("to", "ends", cells.date),
            _SRC,
        ),
        names=("name", "names"),
    ),
    Layout("identities", (*_key("id", "unit"), *_texts("block", "seal"), _SRC), names=("name", "names")),
    Layout(
        "posts",
        (
            *_key("id", "unit"),
            *_texts("rank", "block", "category", "quota", "funding", "function", "office"),
            _figure("authorized"),
            _figure("filled"),
            _figure("fte", cells.hundredths),
            _ORDER,
            _SRC,
        ),
        names=("title", "titles"),
    ),
    Layout(
        "persons",
        (
            *_key("id"),
            *_texts("name", "born", "gender", "grade", "qualification", "theory", "party_member"),
            _SRC,
        ),
    ),
    Layout(
        "incumbencies",
        (
            *_key("person", "post"),
            Column("share", "share", cells.hundredths),
            _ORDER,
            *_texts("basis"),
            _FROM,
            _SRC,
        ),
    ),
    Layout("links", (*_key("post", "also_holds"), *_texts("basis"), _FROM, _SRC)),
    Layout(
        "lines",
        (
            *_key("kind"),
            Column("from", "from_", required=True),
            *_key("to"),
            *_texts("block"),
            _SRC,
        ),
    ),
    Layout(
        "functions",
        (*_key("unit", "function"), *_texts("block"), Column("internal", "internal", cells.yes_no), _SRC),
        names=("name", "names"),
    ),
    Layout(
        "members",
        (
            *_key("unit"),
            _figure("official"),
            _figure("probationary"),
            _figure("total"),
            Column("total_group", "total_group"),
            *_texts("block", "origin"),
            _SRC,
        ),
    ),
    Layout("member_groups", (*_key("id"), _figure("total"), _SRC)),
    Layout("attributes", (*_key("unit", "name"), *_texts("value"), _SRC)),
    Layout(
        "pay",
        (
            *_key("category", "rank"),
            Column("coefficient", "coefficient", cells.hundredths, required=True),
            Column("allowance", "allowance", cells.hundredths),
            _SRC,
        ),
    ),
)
"""One a table; ``member_groups`` is read here and enters the structure through the members that it sums."""
