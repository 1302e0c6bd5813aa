"""The rows of a table in the order in which they are written, in parts of a few thousand, a field at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.distinct import distinct_of, lie_near
from orgmodel.core.figures import Estimate
from orgmodel.core.queries import RANK_ORDER
from orgmodel.core.records import Ended, Record
from orgmodel.core.schema import KEY_FIELDS
from orgmodel.core.structure import Structure
from orgmodel.core.tables import AT_ONCE, Table


@dataclass(frozen=True, slots=True)
class Part:
    """Hold some rows of a table that are written after each other; behind those of units, units that have ended."""

    table: Table
    rows: NDArray[np.int64]
    ended: Sequence[Ended] = ()

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows) + len(self.ended)

    def values(self, field: str) -> list[Any]:
        """Give a field of each row."""
        return self.table.values(field, self.rows) + [getattr(one.unit, field) for one in self.ended]

    def distinct(self, field: str) -> list[Any]:
        """List the distinct values of a field."""
        cells, _ = distinct_of(self.table.column(field)[self.rows])
        return self.table.values_of(field, cells) + [getattr(one.unit, field) for one in self.ended]

    def estimates(self, field: str) -> dict[int, Estimate]:
        """Give the figures that are ranges or parts, by their place among the rows."""
        sparse = self.table.estimates(field)
        if not sparse:
            return {}
        return {at: sparse[row] for at, row in enumerate(self.rows.tolist()) if row in sparse}

    def texts(self, field: str) -> list[str]:
        """Give a field of texts of each row; nothing where it holds none."""
        texts = self.values(field)
        return texts if all(texts) else [text or "" for text in texts]

    def told(self, field: str, text: Callable[[Any], str]) -> list[str]:
        """Write a field of each row, cells that are alike once; of figures that are ranges or parts what stands for them."""
        cells = self.table.column(field)[self.rows]
        spec = self.table.spec
        if field not in spec.numbers and field not in spec.ranged and not lie_near(cells):  # hardly any are alike
            told = list(map(text, self.table.values_of(field, cells)))
        else:
            cells, which = distinct_of(cells)
            texts = list(map(text, self.table.values_of(field, cells)))
            told = texts * len(self.rows) if len(texts) == 1 else np.array(texts, dtype=object)[which].tolist()
        return told + [text(getattr(one.unit, field)) for one in self.ended]

    def records(self) -> list[Record]:
        """Make the records of rows that exist."""
        return self.table.records(self.rows.tolist())

    def record(self, at: int) -> Record:
        """Make the record of a row that exists."""
        return self.table.record(int(self.rows[at]))


def in_order(structure: Structure, name: str) -> list[Part]:
    """Part the rows of a table, in an order that a reader can follow and that does not depend on where they stand."""
    table = structure.table(name)
    rows, ended = _rows_in_order(structure, name), list[Ended]()
    if name == "units":
        ended = sorted(cast("Iterable[Ended]", structure.table("ended")), key=lambda one: one.key)
    parts = [Part(table, rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE)]
    return [*parts, Part(table, rows[:0], ended)] if ended else parts


def _rows_in_order(structure: Structure, name: str) -> NDArray[np.int64]:
    if name == "posts":
        return _posts_in_order(structure)
    table = structure.table(name)
    live = np.flatnonzero(table.live)
    if name == "units":
        charted = structure.tree.order
        live = np.setdiff1d(live, charted)
        return np.concatenate([charted, _by_key(table, live, "id")]).astype(np.int64)
    return _by_key(table, live, *KEY_FIELDS[name])


def _by_key(table: Table, rows: NDArray[np.int64], *fields: str) -> NDArray[np.int64]:
    """Sort rows by the fields of their key."""
    ranks = [_ranks(table, rows, field) for field in fields]
    return rows[np.lexsort(ranks[::-1])] if len(rows) else rows


def _ranks(table: Table, rows: NDArray[np.int64], field: str) -> NDArray[np.int64]:
    """Give the place of each row's text among those of a field, in the order of the texts."""
    cells, which = distinct_of(table.column(field)[rows])
    texts = [value or "" for value in table.values_of(field, cells)]
    in_turn = sorted(texts)
    if in_turn == texts and texts.count("") < 2:  # None is written as a blank text is
        return which
    places = {text: place for place, text in enumerate(dict.fromkeys(in_turn))}
    return np.array([places[text] for text in texts], dtype=np.int64)[which]


def _posts_in_order(structure: Structure) -> NDArray[np.int64]:
    """List the rows of posts in the order of the chart, within a unit as its posts stand; those of no unit in it last, by its id."""
    posts, order = structure.posts, structure.tree.order
    live = np.flatnonzero(posts.live)
    place = np.full(structure.units.size + 1, len(order), dtype=np.int64)  # the last is of no unit
    place[order] = np.arange(len(order))
    places, units = place[structure.post_unit[live]], posts.column("unit")[live]
    apart = np.zeros(len(live), dtype=np.int64)
    outside = places == len(order)
    if outside.any():
        codes, numbers = np.unique(units[outside], return_inverse=True)
        texts = [str(structure.strings.value(code)) for code in codes.tolist()]
        by_text = np.empty(len(texts), dtype=np.int64)
        by_text[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
        apart[outside] = by_text[numbers]
    codes, numbers = np.unique(posts.column("rank")[live], return_inverse=True)
    ranks = np.array([RANK_ORDER.get(structure.strings.value(code), 9) for code in codes.tolist()], dtype=np.int64)
    keys = (posts.id_ranks()[live], posts.column("order")[live], ranks[numbers], apart, places)
    return live[np.lexsort(keys)]
