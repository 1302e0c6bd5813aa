"""Selecting units by criteria over the columns of a structure: the criteria of ``where``, for thousands of units.

A blank field is no answer: whether a unit of which nobody says the level is at district level is not known. So
criteria give three answers, combined as Kleene does: yes, no, and cannot be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.records import Attribute
from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Mask
from orgmodel.operations.operation_schema import Criteria
from orgmodel.operations.select import FIELDS, answer, as_ask

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

NO_KIND = ("", "unit")
"""What stands in the kind of a unit of which nobody says it."""


@dataclass(frozen=True)
class Chosen:
    """Hold, by unit row, which units meet criteria and which may meet them.

    ``met`` is sure, ``possible`` what blanks leave open beside. ``unsaid`` marks the units of which a field that is asked
    for is blank, as against an attribute that nobody gives; ``stated`` are those that meet the criteria if every attribute
    that nobody gives is taken as one that the unit has not.
    """

    met: Mask
    possible: Mask
    unsaid: Mask
    stated: Mask

    @classmethod
    def of(cls, met: Mask, unknown: Mask | None = None, *, attribute: bool = False) -> Chosen:
        """Answer one criterion: where it is met, and where it cannot be told."""
        none = np.zeros(len(met), dtype=np.bool_)
        open_ = none if unknown is None else unknown & ~met
        return cls(met, met | open_, none if attribute else open_, met)

    def __and__(self, other: Chosen) -> Chosen:
        """Ask for both."""
        return Chosen(
            self.met & other.met,
            self.possible & other.possible,
            self.unsaid | other.unsaid,
            self.stated & other.stated,
        )

    def __or__(self, other: Chosen) -> Chosen:
        """Ask for one of two."""
        return Chosen(
            self.met | other.met,
            self.possible | other.possible,
            self.unsaid | other.unsaid,
            self.stated | other.stated,
        )

    def __invert__(self) -> Chosen:
        """Ask for the opposite."""
        return Chosen(~self.possible, ~self.met, self.unsaid, ~self.stated)

    @property
    def open_(self) -> Mask:
        """Mark the units of which it cannot be told."""
        return self.possible & ~self.met


def chosen(
    structure: Structure,
    criteria: Criteria,
    kinds: Mapping[str, Sequence[str]] | None = None,
    marks: Collection[str] = (),
) -> Chosen:
    """Tell which unit rows meet criteria, and of which it cannot be told.

    ``kinds`` maps a kind to the kinds of this structure that it means; ``marks`` are the attributes that a unit has not
    where nobody gives them.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a", kind="office"), Unit("b", kind="board"), Unit("c", kind="")])
    >>> found = chosen(s, Criteria(kind=["agency"]), {"agency": ["office"]})
    >>> found.met.tolist(), found.open_.tolist()
    ([True, False, False], [False, False, True])
    """
    live = structure.units.live
    found = Chosen(live, live, np.zeros_like(live), live)
    for _, _, one in _answers(structure, criteria, kinds or {}, marks):
        found = found & one
    for part in criteria.all:
        found = found & chosen(structure, part, kinds, marks)
    if criteria.any:
        first, *rest = (chosen(structure, part, kinds, marks) for part in criteria.any)
        for one in rest:
            first = first | one
        found = found & first
    if criteria.not_ is not None:
        found = found & ~chosen(structure, criteria.not_, kinds, marks)
    return found


@dataclass(frozen=True)
class Blanks:
    """Hold, for each thing that criteria ask of a unit, the unit rows of which nobody says it."""

    asked: tuple[tuple[str, str, Mask], ...]

    @classmethod
    def of(
        cls, structure: Structure, criteria: Criteria, kinds: Mapping[str, Sequence[str]], marks: Collection[str]
    ) -> Blanks:
        """Find them for criteria and all that is inside them."""
        every: dict[tuple[str, str], Mask] = {}
        for table, name, one in _everything(structure, criteria, kinds, marks):
            every[table, name] = every[table, name] | one.open_ if (table, name) in every else one.open_
        return cls(tuple((table, name, mask) for (table, name), mask in every.items() if mask.any()))

    def at(self, row: int, unit: str) -> list[FigureId]:
        """Name what is not said of a unit: ``units:a:level``, ``attributes:a:financing``."""
        return [FigureId(table, unit, name) for table, name, mask in self.asked if mask[row]]


def _everything(
    structure: Structure, criteria: Criteria, kinds: Mapping[str, Sequence[str]], marks: Collection[str]
) -> Iterator[tuple[str, str, Chosen]]:
    yield from _answers(structure, criteria, kinds, marks)
    for one in (*criteria.all, *criteria.any, *([criteria.not_] if criteria.not_ is not None else [])):
        yield from _everything(structure, one, kinds, marks)


def _meant(field: str, words: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> list[str]:
    return [meant for word in words for meant in kinds.get(word, (word,))] if field == "kind" else list(words)


def _blank(structure: Structure, field: str) -> tuple[str, ...]:
    """Give what a blank field reads as; a kind `unit` that the study declares is a kind."""
    return NO_KIND if field == "kind" and "unit" not in structure.terms.kinds else ("",)


def _answers(
    structure: Structure, criteria: Criteria, kinds: Mapping[str, Sequence[str]], marks: Collection[str]
) -> Iterator[tuple[str, str, Chosen]]:
    """Answer each criterion, with the table and field of what it asks for."""
    units, code = structure.units, structure.strings.code
    for field in FIELDS:
        words = getattr(criteria, field)
        if words is None:
            continue
        words = _meant(field, words, kinds)
        column = units.column(field)
        met = np.isin(column, [code(word or None) if field == "parent" else code(word) for word in words])
        if field in ("id", "parent"):
            yield "units", field, Chosen.of(met)
        else:
            blank = np.isin(column, [code(word) for word in _blank(structure, field)])
            yield "units", field, Chosen.of(met, blank)
    if criteria.under is not None:
        yield "units", "parent", Chosen.of(_below(structure, criteria.under))
    if criteria.name_contains is not None:
        yield "units", "name", _named(structure, criteria.name_contains)
    if criteria.has_members is not None:
        with_members = np.zeros(units.size, dtype=np.bool_)
        rows = unit_rows(structure, "members", "unit")[structure.members.live]
        with_members[rows[rows >= 0]] = True
        yield "units", "members", Chosen.of(with_members == criteria.has_members)
    for name, wanted in criteria.attribute.items():
        yield "attributes", name, _attributed(structure, name, wanted, mark=name in marks)


def _below(structure: Structure, under: str) -> Mask:
    found = np.zeros(structure.units.size, dtype=np.bool_)
    row = structure.units.row(under)
    if row >= 0:
        found[structure.tree.below(row)[1:]] = True
    return found


def _named(structure: Structure, text: str) -> Chosen:
    wanted = text.casefold()
    codes = structure.units.column("names")
    value = structure.strings.value
    every = {code: value(code) or () for code in np.unique(codes).tolist()}
    hits = [code for code, names in every.items() if any(wanted in one.casefold() for _, one in names)]
    return Chosen.of(np.isin(codes, hits), np.isin(codes, [code for code, names in every.items() if not names]))


def _attributed(structure: Structure, name: str, wanted: object, *, mark: bool) -> Chosen:
    ask = as_ask(name, wanted)
    met = np.zeros(structure.units.size, dtype=np.bool_)
    unknown = np.full(structure.units.size, not mark)
    for one in structure.group("attributes", "name", name):
        if isinstance(one, Attribute) and (row := structure.units.row(one.unit)) >= 0:
            said = answer(ask, one.value)
            met[row] = said == "yes"
            unknown[row] = said == "unknown" and not mark
    return Chosen.of(met, unknown, attribute=True)
