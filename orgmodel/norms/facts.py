"""The facts that norms read of one structure: figures of posts and members by unit, attributes, children, parameters.

Everything is an array with one entry a unit row, made once for each distinct figure, so that a pack of norms over many
units costs a few passes. What is missing is known by name: ``posts:duc-tho.tcnv/cv-gov:authorized``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, Figure, FigureId
from orgmodel.core.names import Names
from orgmodel.core.records import OUTSIDE, Attribute, Members, Post, is_assumed, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.tree import Rows, unit_rows
from orgmodel.measures.contributions import Contributions, Mask
from orgmodel.measures.missing_figures import MissingFigures
from orgmodel.measures.unlisted_posts import rows_listed, unlisted
from orgmodel.norms.criteria import Blanks, Chosen, chosen
from orgmodel.norms.formula import AttributeOf, DeviationsFrom, MembersOf, PostsOf
from orgmodel.operations.operation_schema import Criteria
from orgmodel.operations.select import as_number

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

UNSAID = {"rank": "unknown", "category": "", "block": "", "function": ""}
"""What stands in a field of a post of which nobody says it."""


@dataclass
class Facts:
    """Read one structure for norms; ``kinds`` says which kinds of unit here a norm's kind means.

    ``marks`` are the attributes that a unit has not where nobody gives them.
    """

    structure: Structure
    parameters: Mapping[str, Any] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Collection[str] = ()
    titles: Mapping[str, Names] = field(default_factory=dict)  # of parameters
    not_compared: dict[tuple[DeviationsFrom, str], tuple[FigureId, ...]] = field(default_factory=dict, repr=False)
    _chosen: dict[str, Chosen] = field(default_factory=dict, repr=False)
    _blanks: dict[str, Blanks] = field(default_factory=dict, repr=False)
    _unlisted: dict[PostsOf, Mask] = field(default_factory=dict, repr=False)
    _posts: dict[str, Contributions] = field(default_factory=dict, repr=False)
    _selected: dict[tuple[object, ...], Contributions] = field(default_factory=dict, repr=False)
    _members: dict[MembersOf, Contributions] = field(default_factory=dict, repr=False)
    _attributes: dict[str, NDArray[np.float64]] = field(default_factory=dict, repr=False)
    _missing: dict[PostsOf | MembersOf, MissingFigures] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """Count the unit rows, ended ones included."""
        return self.structure.units.size

    def chosen(self, criteria: Criteria) -> Chosen:
        """Tell which unit rows meet criteria and which may, each distinct criteria once."""
        name = criteria.model_dump_json()
        if name not in self._chosen:
            self._chosen[name] = chosen(self.structure, criteria, self.kinds, self.marks)
        return self._chosen[name]

    def blanks(self, criteria: Criteria, row: int) -> list[FigureId]:
        """Name what criteria ask of a unit and nobody says."""
        name = criteria.model_dump_json()
        if name not in self._blanks:
            self._blanks[name] = Blanks.of(self.structure, criteria, self.kinds, self.marks)
        return self._blanks[name].at(row, self.ids(np.array([row]))[0])

    def ids(self, rows: Rows) -> list[str]:
        """Give the ids of unit rows."""
        value = self.structure.strings.value
        return [value(code) for code in self.structure.units.column("id")[rows].tolist()]

    @cached_property
    def parent(self) -> Rows:
        """Give the row of each unit's parent, -1 where it has none."""
        return self.structure.tree.parent

    @cached_property
    def has_children(self) -> Mask:
        """Mark the units that have units under them."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.parent[self.parent >= 0]] = True
        return found

    @cached_property
    def _by_parent(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.parent, kind="stable")
        return order, self.parent[order]

    def children(self, row: int) -> Rows:
        """List the rows of the units directly under one."""
        order, parents = self._by_parent
        first, last = np.searchsorted(parents, [row, row + 1])
        return order[first:last]

    @cached_property
    def stands_for(self) -> Rows:
        """Give how many units each row stands for."""
        return np.asarray(self.structure.units.column("stands_for"), dtype=np.int64)

    # -- posts -------------------------------------------------------------------------------------------------------

    @cached_property
    def post_unit(self) -> Rows:
        """Give the unit row of each row of posts."""
        return unit_rows(self.structure, "posts", "unit")

    def all_posts(self, figure: str) -> Contributions:
        """Give what each row of posts adds to a figure."""
        if figure not in self._posts:
            self._posts[figure] = self._made(figure)
        return self._posts[figure]

    def _made(self, figure: str) -> Contributions:
        posts = self.structure.posts
        rows = np.flatnonzero(posts.live & (self.post_unit >= 0))
        values = {name: posts.figures(name)[rows] for name in ("authorized", "filled")}
        blank = {name: posts.missing(name)[rows] for name in ("authorized", "filled")}
        if figure == "vacant":
            value = values["authorized"] - values["filled"]
            missing = blank["authorized"] | blank["filled"]
        elif figure == "either":
            value = np.where(blank["authorized"], values["filled"], values["authorized"])
            missing = blank["authorized"] & blank["filled"]
        else:
            value, missing = values[figure], blank[figure]
            if figure == "authorized":  # posts outside quota have no authorized number that could be missing
                missing = missing & (posts.column("quota")[rows] != self.structure.strings.code(OUTSIDE))
        doubtful = {*posts.estimates("authorized"), *posts.estimates("filled")}
        at = {int(row): position for position, row in enumerate(rows.tolist())} if doubtful else {}
        uncertain = {
            at[row]: _amount(post, figure)
            for row in sorted(doubtful)
            if row in at and isinstance(post := posts.record(row), Post)
        }
        sources = posts.column("src")[rows]
        assumed = {code: is_assumed(str(self.structure.strings.value(code))) for code in np.unique(sources).tolist()}
        value_of = self.structure.strings.value
        ids = posts.column("id")
        return Contributions(
            "posts",
            rows,
            self.post_unit[rows],
            posts.column("block")[rows],
            value,
            missing,
            np.isin(sources, [code for code, is_so in assumed.items() if is_so]),
            lambda position: FigureId(
                "posts", value_of(ids[rows[position]]), "authorized" if figure == "either" else figure
            ),
            uncertain,
        )

    def posts(self, term: PostsOf, *, unsaid: str = "") -> Contributions:
        """Give what the rows of posts that a term asks for add; or those that may belong to it, since a field is unsaid.

        A rank that is unknown and a blank category or block are unsaid: no row is counted or left out for them.
        """
        key = (term.figure, term.filters, unsaid)
        if key not in self._selected:
            every = self.all_posts(term.figure)
            keep = np.ones(len(every.row), dtype=np.bool_)
            passed = False
            for name, words in term.filters:
                blank = UNSAID.get(name)
                wanted = (*words,) if blank is None or not unsaid else (*words, blank)
                if name == unsaid:
                    wanted = (str(blank),)
                    passed = True
                elif unsaid and not passed:
                    wanted = words  # a row with several fields unsaid is told for the first of them
                codes = [self.structure.strings.code(word) for word in wanted]
                keep &= np.isin(self.structure.posts.column(name)[every.row], codes)
            self._selected[key] = every if keep.all() else every.selected(np.flatnonzero(keep))
        return self._selected[key]

    def unsaid(self, term: PostsOf) -> Iterator[tuple[str, Contributions]]:
        """Give, for each field that a term asks for, the rows that may belong to it since that field is unsaid."""
        for name, words in term.filters:
            if name in UNSAID and UNSAID[name] not in words:
                found = self.posts(term, unsaid=name)
                if len(found.row):
                    yield name, found

    def missing_figures(self, term: PostsOf | MembersOf) -> MissingFigures:
        """Give the missing figures of a term by unit, made once."""
        if term not in self._missing:
            if isinstance(term, MembersOf):
                self._missing[term] = MissingFigures.of([("", self.members(term))], self.structure)
            else:
                parts = [("", self.posts(term)), *self.unsaid(term)]
                self._missing[term] = MissingFigures.of(parts, self.structure)
        return self._missing[term]

    @cached_property
    def listed(self) -> Rows:
        """Count the rows of posts of each unit beside its heads: with a head alone a unit's posts are not listed."""
        return rows_listed(self.structure, beside_heads=True)

    def unlisted(self, term: PostsOf) -> Mask:
        """Mark the units whose posts nobody lists, so that their number is missing and not 0."""
        if term not in self._unlisted:
            self._unlisted[term] = self._made_unlisted(term)
        return self._unlisted[term]

    def _made_unlisted(self, term: PostsOf) -> Mask:
        heads = ("rank", ("head",)) in term.filters
        return unlisted(self.structure, rows_listed(self.structure) if heads else self.listed, below=term.below)

    def silent_below(self, term: PostsOf) -> Mask:
        """Mark the units below which some unit lists no posts, so that there may be more than what is listed."""
        silent = self._silent(term)
        return np.asarray(self.structure.tree.roll_up(silent.astype(np.int64)) - silent > 0)

    def silent_units(self, term: PostsOf, row: int) -> Rows:
        """List the uppermost units below one that list no posts."""
        silent = self._silent(term)
        rows = np.array([one for one in self.structure.tree.below(row) if one != row], dtype=np.int64)
        return rows[silent[rows] & ~silent[np.maximum(self.parent[rows], 0)]]

    def _silent(self, term: PostsOf) -> Mask:
        return self.unlisted(replace(term, below=True)) & self.structure.units.live

    # -- members and attributes --------------------------------------------------------------------------------------

    def members(self, term: MembersOf) -> Contributions:
        """Give the members that each record of a party organisation counts."""
        if term not in self._members:
            self._members[term] = self._made_members(term.figure)
        return self._members[term]

    def _made_members(self, figure: str) -> Contributions:
        table = self.structure.members
        unit = unit_rows(self.structure, "members", "unit")
        rows = np.flatnonzero(table.live & (unit >= 0))
        records = [one for one in map(table.record, rows.tolist()) if isinstance(one, Members)]
        amounts = [Amount.of(_members(one, figure), identity_of(one, figure)) for one in records]
        return Contributions(
            "members",
            rows,
            unit[rows],
            table.column("block")[rows],
            np.array([amount.known_best for amount in amounts], dtype=np.int64),
            np.array([amount.missing > 0 for amount in amounts], dtype=np.bool_),
            np.array([is_assumed(one.src) for one in records], dtype=np.bool_),
            lambda position: identity_of(records[position], figure),
            {i: amount for i, amount in enumerate(amounts) if amount.terms},
        )

    @cached_property
    def has_members(self) -> Mask:
        """Mark the units that have a record of members."""
        unit = unit_rows(self.structure, "members", "unit")[self.structure.members.live]
        found = np.zeros(self.size, dtype=np.bool_)
        found[unit[unit >= 0]] = True
        return found

    def attribute(self, term: AttributeOf) -> NDArray[np.float64]:
        """Give a numeric attribute of each unit row, not-a-number where it is missing."""
        if term.name not in self._attributes:
            found = np.full(self.size, np.nan)
            for row, text in self.text(term.name).items():
                number = as_number(text)
                if number is not None and np.isfinite(number):
                    found[row] = number
            self._attributes[term.name] = found
        return self._attributes[term.name]

    def text(self, name: str) -> dict[int, str]:
        """Give an attribute's text by unit row."""
        found = {}
        for one in self.structure.group("attributes", "name", name):
            if isinstance(one, Attribute) and (row := self.structure.units.row(one.unit)) >= 0:
                found[row] = one.value
        return found


def _amount(post: Post, figure: str) -> Amount:
    authorized = Amount.of(post.authorized, identity_of(post, "authorized"))
    filled = Amount.of(post.filled, identity_of(post, "filled"))
    if figure == "vacant":
        return authorized - filled
    if figure == "either":
        return filled if authorized.missing and not filled.missing else authorized
    return authorized if figure == "authorized" else filled


def _members(one: Members, figure: str) -> Figure:
    if figure == "total":
        return members_total(one)
    return one.official if figure == "official" else one.probationary
