"""The columns of every table of a baseline, as docs/grammar.md lists them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import lru_cache
from typing import Any

from orgmodel.core.quantities import MOST_DECIMALS, DeclaredQuantity
from orgmodel.core.records import PARTY
from orgmodel.core.schema import Spec, Tables
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io import cells


@dataclass(frozen=True)
class Column:
    """Describe a column: its name, the record's field, and how its texts are read (None: as they stand).

    ``required`` columns must be there and never blank; ``ranged`` ones are figures, missing where blank, and have
    companions ``<name>_low`` and ``<name>_high``; ``rate`` ones are that too, and left out of a table without any.
    ``decimals`` are those of an amount of money, None where it is none. Where ``of`` gives the quantities that a study
    declares, the texts of a row are read as an amount of the one that its column ``quantity`` names. ``has_comma`` says that
    the study writes a comma before decimals.
    """

    name: str
    field: str
    parse: Callable[[str], Any] | None = None
    required: bool = False
    ranged: bool = False
    rate: bool = False
    decimals: int | None = None
    of: Mapping[str, DeclaredQuantity] | None = None
    has_comma: bool = False

    def parse_of(self, quantity: str) -> Callable[[str], Any] | None:
        """Give how texts are read in the rows of a quantity; of one that is not declared nothing else is told."""
        if self.of is None:
            return self.parse
        decimals = self.of[quantity].decimals if quantity in self.of else MOST_DECIMALS
        return cells.amount_of_quantity(decimals, comma=self.has_comma)

    @property
    def is_whole(self) -> bool:
        """Tell whether numbers of the column never have decimals."""
        if self.of is not None:
            return not any(one.decimals for one in self.of.values())
        return self.parse in (cells.whole, cells.count, cells.remainder, cells.amount_of_money(0))

    @property
    def is_number(self) -> bool:
        """Tell whether the column holds numbers."""
        return self.ranged or self.is_whole or self.parse is cells.hundredths


@dataclass(frozen=True)
class Layout:
    """Describe a table: its columns, and the field that holds a text in several languages with its column prefix."""

    table: str
    columns: tuple[Column, ...]
    names: tuple[str, str] | None = None
    blanks: tuple[
        tuple[str, Any], ...
    ] = ()  # fields whose blank cells stand for something else than the record's default

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
        return dict(self.blanks).get(column.field, _defaults(self.table)[column.field])


def _defaults(table: str) -> dict[str, Any]:
    if table not in Tables.BY_NAME:
        return {}
    record = Tables.BY_NAME[table].record
    return {field.name: field.default for field in fields(record) if field.default is not MISSING}


def _column(spec: Spec, field: str, decimals: int, comma: bool = False) -> Column:
    """Give the column that a field is written in; what its texts mean follows from what the field holds."""
    parse = next((parse for fields, parse in _kinds(spec, decimals, comma) if field in fields), None)
    return Column(
        spec.written_as(field),
        field,
        parse,
        spec.is_required(field),
        field in spec.ranged,
        field in spec.rates,
        decimals if field in spec.money else None,
    )


def _kinds(spec: Spec, decimals: int, comma: bool) -> Iterator[tuple[tuple[str, ...], Callable[[str], Any]]]:
    yield spec.money, cells.amount_of_money(decimals, comma=comma)
    yield spec.dates, cells.date
    yield spec.flags, cells.yes_no
    yield spec.hundredths, cells.hundredths
    yield spec.counts, cells.remainder
    yield (*spec.figures, *spec.numbers), cells.whole


def _layout(spec: Spec, decimals: int = 0, comma: bool = False, **beside: Column) -> Layout:
    """Lay out a table by its fields; ``beside`` are columns of the file alone, each before a field."""
    columns: list[Column] = []
    for field in (one for one in spec.fields if one not in (spec.names, *spec.last)):
        columns += [beside[field]] if field in beside else []
        columns.append(_column(spec, field, decimals, comma))
    columns[-1:-1] = [_column(spec, field, decimals, comma) for field in spec.last]
    prefix = spec.names if spec.names == "title" else spec.names.removesuffix("s")
    return Layout(spec.table, tuple(columns), (prefix, spec.names) if spec.names else None)


def _layouts(decimals: int, comma: bool) -> Iterator[Layout]:
    """Lay out every table; ``member_groups`` enters the structure through the members that it sums."""
    for spec in Tables.ALL:
        if spec.table == "units":
            yield _layout(spec, src=Column("to", "ends", cells.date))
        elif spec.table == "members":
            yield _layout(spec, block=Column("total_group", "total_group"))
            total, source = (_column(spec, field, decimals) for field in ("total", "src"))
            yield Layout("member_groups", (Column("id", "id", required=True), total, source))
        elif spec.table != "ended":  # the register stands among the units, with a date in the column ``to``
            yield _layout(spec, decimals, comma)


@lru_cache
def layouts(decimals: int, comma: bool = False) -> tuple[Layout, ...]:
    """Lay out every table, in the order of writing, where amounts of money have so many decimals."""
    return tuple(_layouts(decimals, comma))


def layouts_of(terms: Vocabulary) -> tuple[Layout, ...]:
    """Lay out every table as a study with these words has it.

    The block of members is ``party`` where it is left blank and a block of that name is declared; no other block is made up.
    """
    decimals = terms.money.decimals if terms.money is not None else 0
    found = layouts(decimals, terms.csv.has_comma and decimals > 2)
    found = tuple(_with_quantities(one, terms) if one.table == "quantities" else one for one in found)
    if PARTY in terms.blocks:
        return found
    return tuple(replace(one, blanks=(("block", ""),)) if one.table == "members" else one for one in found)


def _with_quantities(layout: Layout, terms: Vocabulary) -> Layout:
    columns = (
        replace(one, of=terms.quantities, has_comma=terms.csv.has_comma) if one.ranged else one
        for one in layout.columns
    )
    return replace(layout, columns=tuple(columns))


LAYOUTS: tuple[Layout, ...] = layouts(0)
"""One a table, in the order of writing; amounts of money are whole."""

NUMBERS = {
    spec.table: frozenset([*spec.numbers, *(one + end for one in spec.ranged for end in ("", "_low", "_high"))])
    for spec in Tables.ALL
} | {"member_groups": frozenset(("total", "total_low", "total_high"))}
"""By table: the columns that hold numbers."""
