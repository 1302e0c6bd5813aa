"""Through what a cell of a report changed: which cells of the baseline, and which rows of the ledger, lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from orgmodel.comparison.comparison import Comparison
from orgmodel.core.records import Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.measures.scopes import HOST, POST_FIELDS
from orgmodel.reports.about import About
from orgmodel.reports.figures import RANK_OF
from orgmodel.reports.form import BEFORE
from orgmodel.reports.issue import Issue, Posting
from orgmodel.reports.issue_changes import CellChange, Changes, FigureChange
from orgmodel.reports.issue_measures import Place, Reached, is_name, is_near, is_of, weighs

UNIT_FIELDS = ("area", "level", "kind")
"""What a scope may name of units, before a colon."""
OF_POSTS = ("block", *(field for field in POST_FIELDS if field != HOST))
"""What a scope may name of posts."""


class Causes:
    """Find, of every cell that changed, the changes of the baseline and of the ledger that concern its row and measure."""

    def __init__(self, comparison: Comparison, changes: Changes, old: Issue, new: Issue) -> None:
        """Take what changed and the issues that it lies between."""
        self.comparison, self.changes, self.issues = comparison, changes, (old, new)
        self._reached: dict[tuple[int, str], Reached] = {}

    def of(self, cell: CellChange) -> tuple[list[int], list[int]]:
        """Give the places, among the changes, of the figures and of the rows of the ledger that a cell changed through.

        They are of what the cell counts, in what it counts it of: a unit, an area, a block, a rank; and the names that it tells.
        Where a cell is of no certain unit or measure they may be of any; both are empty where none of them concerns it.
        """
        measures, place = cell.about.measures, self._place(cell.about)
        named = self._naming(cell.about)
        if cell.renames and (named or (named := self._names_of_like(cell.about))):
            return named, []
        figures = [at for at in range(len(self.changes.figures)) if self._in(at, place)]
        postings = [at for at in range(len(self.changes.postings)) if self._posted(at, place)]
        if not measures:
            return sorted({*figures, *named}) or self._names_of_like(cell.about), postings
        ranks = {"unknown", *(RANK_OF.get(one, "") for one in measures)}
        exact = [
            at
            for at in figures
            if weighs(self.changes.figures[at], measures) and ("" in ranks or self._has(at, place, "rank", ranks))
        ]
        moved = [at for at in postings if is_of(self.changes.postings[at].posting.quantity, measures)]
        if named or exact:
            return sorted({*named, *exact}), [] if cell.role == BEFORE or not exact else moved
        near = [at for at in figures if is_near(self.changes.figures[at], measures)]
        return (
            near or figures,
            moved or postings,
        )  # a figure may come of another, as who is present of a quota converted

    def _naming(self, about: About) -> list[int]:
        """Give the figures that are names of records which words name."""
        named = frozenset(about.names)
        return [at for at in self._names if (self.changes.figures[at].table, self.changes.figures[at].key) in named]

    def _names_of_like(self, about: About) -> list[int]:
        """Give the names that changed of records of the tables of which words name any, else of all: they tell records apart."""
        tables = {table for table, _ in about.names}
        return [at for at in self._names if not tables or self.changes.figures[at].table in tables]

    @cached_property
    def _names(self) -> list[int]:
        return [at for at, one in enumerate(self.changes.figures) if is_name(one)]

    def _place(self, about: About) -> Place:
        """Say what a cell counts in: the scenarios, the units with all below, those of groups alone, and of which posts."""
        ledgers = self.issues[1].ledgers
        units = {*about.units}.union(*(self._ends_of_step.get(one, ()) for one in about.steps))
        parts = [part.partition(":")[::2] for part in about.scope.split(",") if part]
        groups = [found for field, name in parts if field in UNIT_FIELDS and (found := self._units_of(field, name))]
        return Place(
            (about.case,) if about.case in ledgers else tuple(ledgers),
            frozenset(units),
            frozenset.intersection(*map(frozenset, groups)) if groups else None,
            tuple((field, name) for field, name in parts if field in OF_POSTS),
            frozenset(about.steps),
        )

    def _in(self, at: int, place: Place) -> bool:
        """Tell whether a cell of the baseline is of, or leads to, a place in any of its scenarios."""
        if not all(self._has(at, place, field, {name}) for field, name in place.posts):
            return False
        if not place.units and place.groups is None:
            return True
        return any(self._leads(at, case, place) for case in place.cases)

    def _has(self, at: int, place: Place, field: str, wanted: set[str]) -> bool:
        """Tell whether a cell of the baseline is of posts of a rank or block, in any state; what is of no posts may be of any."""
        if self.changes.figures[at].table != "posts":
            return True
        rows = {id for case in place.cases for id in self._reach_of(at, case).rows}
        return any({*wanted, ""} & self._words_of_posts.get(id, {}).get(field, {*wanted}) for id in rows)

    def _units_of(self, field: str, named: str) -> set[str]:
        """Give the units of an area, level or kind, in any state."""
        found = {key for key, cells in self._records("units") if named in {text for _, text in cells.get(field, ())}}
        for case in self.comparison.cases:
            after = (change.after for change in case.outcome.changes)
            found |= {one.id for one in after if isinstance(one, Unit) and getattr(one, field) == named}
        return found

    @cached_property
    def _ends_of_step(self) -> dict[str, set[str]]:
        """Give the units that the rows of the ledger of each step lead from and to, in either issue."""
        found: dict[str, set[str]] = {}
        for row in (row for issue in self.issues for rows in issue.ledgers.values() for row in rows):
            found.setdefault(row.step, set()).update(end for end in row.ends if end)
        return found

    @cached_property
    def _above_postings(self) -> list[set[str]]:
        """Give of each row of the ledger that changed the units that it touches, with all above them."""
        rows = (one.posting for one in self.changes.postings)
        return [self._upward({*row.ends, row.via} - {""}) for row in rows]

    @cached_property
    def _unit_of_post(self) -> dict[str, set[str]]:
        """Give the units that each row of posts is in, in any state."""
        found: dict[str, set[str]] = {}
        for key, cells in self._records("posts"):
            found.setdefault(key, set()).update(text for _, text in cells.get("unit", ())[:1])
        for case in self.comparison.cases:
            for change in case.outcome.changes:
                if change.table == "posts" and isinstance(change.after, Post):
                    found.setdefault(change.after.id, set()).add(change.after.unit)
        return found

    @cached_property
    def _words_of_posts(self) -> dict[str, dict[str, set[str]]]:
        """Give what each row of posts says of its rank, block, category and the like, in any state."""
        found: dict[str, dict[str, set[str]]] = {}
        for key, cells in self._records("posts"):
            for field in OF_POSTS:
                texts = {text for _, text in cells.get(field, (("", ""),))}
                found.setdefault(key, {}).setdefault(field, set()).update(texts)
        for case in self.comparison.cases:
            for change in case.outcome.changes:
                if isinstance(change.after, Post):
                    held = found.setdefault(change.after.id, {})
                    for field in OF_POSTS:
                        held.setdefault(field, set()).add(getattr(change.after, field) or "")
        return found

    @cached_property
    def _parents(self) -> dict[str, set[str]]:
        """Give the superiors of each unit, in any state."""
        found: dict[str, set[str]] = {}
        for key, cells in self._records("units"):
            found.setdefault(key, set()).update(text for _, text in cells.get("parent", ())[:1])
        for case in self.comparison.cases:
            for change in case.outcome.changes:
                if change.table == "units" and isinstance(change.after, Unit):
                    found.setdefault(change.after.id, set()).update({change.after.parent or ""} - {""})
        return found

    def _records(self, table: str) -> Iterable[tuple[str, Mapping[str, tuple[tuple[str, str], ...]]]]:
        for issue in self.issues:
            for tables in issue.baselines.values():
                yield from tables.get(table, {}).items()

    def _upward(self, units: Iterable[str]) -> set[str]:
        """Add all that stand above some units."""
        found: set[str] = set()
        waiting = [*units]
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += self._parents.get(unit, ())
        return found

    def _leads(self, at: int, case: str, place: Place) -> bool:
        """Tell whether a cell of the baseline is of, or leads in a scenario to, one of some units or rows of posts."""
        known = self._reach_of(at, case)
        inside = not place.units or bool(place.units & known.above or place.units & known.records)
        return inside and (place.groups is None or bool(place.groups & known.units))

    def _reach_of(self, at: int, case: str) -> Reached:
        known = self._reached.get((at, case))
        if known is None:
            known = self._reached[at, case] = self._reach(self.changes.figures[at], case)
        return known

    def _reach(self, figure: FigureChange, case: str) -> Reached:
        """Follow a record along the ledger: the units that it is or comes to be in, with all above, and the rows it becomes."""
        rows, records, units = {figure.key}, {figure.key}, self._holders(figure)
        postings = [row for issue in self.issues for row in issue.ledgers.get(case, ())]
        is_known = any(figure.key in row.records for row in postings)
        while True:
            before = len(rows), len(records), len(units)
            for row in postings:
                if row.via in units or (row.records[0] in records if is_known else row.ends[0] in units):
                    records |= {row.records[1]} - {""}
                    units |= {row.ends[1]} - {""}
                if row.records[0] in rows:
                    rows |= {row.records[1]} - {""}
            if before == (len(rows), len(records), len(units)):
                break
        return Reached(frozenset(units), frozenset(self._upward(units)), frozenset(rows), frozenset(records))

    def _holders(self, figure: FigureChange) -> set[str]:
        """Give the units that a record of the baseline belongs to or names."""
        spec = Tables.BY_NAME[figure.table]
        named = {figure.key, *figure.key.split(" ")}
        for issue in self.issues:
            cells = issue.baselines.get(figure.study, {}).get(figure.table, {}).get(figure.key, {})
            for one in spec.references:
                named |= {text for _, text in cells.get(spec.written_as(one.field), ())[:1]}
        units = {one for one in named if one in self._parents}
        return units | {unit for one in named for unit in self._unit_of_post.get(one, ())}

    def _posted(self, at: int, place: Place) -> bool:
        """Tell whether a row of the ledger that changed touches one of some units or rows of posts, or is of a step."""
        change = self.changes.postings[at]
        row: Posting = change.posting
        blocks = {name for field, name in place.posts if field == "block"}
        if change.case not in place.cases or not blocks <= {*row.blocks}:
            return False
        if row.step in place.steps:
            return True
        above = self._above_postings[at]
        inside = not place.units or bool(place.units & above or place.units & {*row.records})
        return inside and (place.groups is None or bool(place.groups & {*row.ends, row.via}))
