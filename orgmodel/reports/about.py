"""What a figure, row, column or sentence of a report is of, carried beside it as a fact: nobody reads it back out of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgmodel.measures.scopes import TOTAL, UNIT, split_scope

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Named = tuple[str, str]
"""The table and the key of a record."""


@dataclass(frozen=True, slots=True)
class About:
    """Hold what something in a report is of; what is left out is not told, and may be any.

    ``measures`` are what it counts, ``units`` the units or rows of posts that it counts in, each with all below, ``scope`` what of
    them (``block:party``, ``category:official``) or, where there are none, of all (``area:a``); ``steps`` are those that it tells of,
    ``case`` the scenario, and ``names`` the records that its words name.
    """

    measures: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    scope: str = ""
    steps: tuple[str, ...] = ()
    case: str = ""
    names: tuple[Named, ...] = ()

    def within(self, outer: About) -> About:
        """Take over from what it stands in whatever it does not tell itself; what both narrow to is narrowed to both.

        >>> About(("heads",), scope="category:a").within(About(("units",), ("x",), "block:b"))
        About(measures=('heads',), units=('x',), scope='block:b,category:a', steps=(), case='', names=())
        """
        scopes = dict.fromkeys(part for one in (outer.scope, self.scope) for part in one.split(",") if part)
        return About(
            self.measures or outer.measures,
            self.units or outer.units,
            ",".join(scopes),
            self.steps or outer.steps,
            self.case or outer.case,
            self.names or outer.names,
        )

    def beside(self, other: About) -> About:
        """Put what two texts are of together; where either does not tell, the two may be of any.

        >>> About(("heads",), ("x",)).beside(About(("units",)))
        About(measures=('heads', 'units'), units=(), scope='', steps=(), case='', names=())
        """
        return About(
            _both(self.measures, other.measures),
            _both(self.units, other.units),
            self.scope if self.scope == other.scope else "",
            _both(self.steps, other.steps),
            self.case if self.case == other.case else "",
            tuple(dict.fromkeys((*self.names, *other.names))),
        )


ANY = About()
"""Of what something is where nothing is told: it may be of anything."""


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other))) if one and other else ()


def about_scope(structure: Structure, scope: str, *measures: str) -> About:
    """Say that something is of a scope: of a unit with all below it, of a group, or of the whole.

    >>> from orgmodel.core.structure import Structure
    >>> about_scope(Structure.of([]), "block:party", "heads").scope, about_scope(Structure.of([]), "a").units
    ('block:party', ('a',))
    """
    dimension, name = split_scope(structure, scope)
    if dimension == UNIT:
        return About(measures, (name,))
    return About(measures, scope="" if dimension == TOTAL else scope)


def naming(table: str, keys: Iterable[str], about: About | None = None) -> About:
    """Say which records of a table words name, besides what they are of.

    >>> naming("units", ["a", "b"]).names
    (('units', 'a'), ('units', 'b'))
    """
    named = tuple((table, key) for key in dict.fromkeys(keys))
    return About(names=named) if about is None else replace(about, names=(*about.names, *named))
