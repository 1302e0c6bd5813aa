"""Through what a cell of a report changed: which cells of the baseline, and which rows of the ledger, lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from orgmodel.comparison.comparison import Comparison
from orgmodel.core.records import Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.reports.issue import Issue, Posting
from orgmodel.reports.issue_changes import CellChange, Changes, FigureChange

FIELDS_OF = {
    "posts_authorized": ("authorized",),
    "posts_filled": ("filled",),
    "present": ("filled",),
    "headcount": ("filled",),
    "fte": ("fte",),
    "party_members": ("official", "probationary", "total"),
}
"""The fields of the baseline that a measure is of; any other may be of any."""
_PARTS = re.compile(r"[;>]")


class Causes:
    """Find, of every cell that changed, the changes of the baseline and of the ledger that concern its row and measure."""

    def __init__(self, comparison: Comparison, changes: Changes, old: Issue, new: Issue) -> None:
        """Take what changed and the issues that it lies between."""
        self.comparison, self.changes, self.issues = comparison, changes, (old, new)
        self._reached: dict[tuple[int, str], tuple[frozenset[str], frozenset[str]]] = {}

    def of(self, cell: CellChange) -> tuple[list[int], list[int]]:
        """Give the places, among the changes, of the figures and of the rows of the ledger that a cell changed through.

        Where a cell is of no certain unit it may be through any of them; both are empty where none of them concerns it.
        """
        everything = list(range(len(self.changes.figures))), list(range(len(self.changes.postings)))
        ids = self._ids(cell.key)
        if not ids:
            return everything
        cases = [cell.case] if cell.case in self.issues[1].ledgers else [*self.issues[1].ledgers]
        figures = [
            at for at, figure in enumerate(self.changes.figures)
            if any(self._leads(at, case, ids) for case in cases) or self._read_in(figure, cell)
        ]  # fmt: skip
        postings = [at for at in everything[1] if self._posted(at, cases, ids, cell.key)]
        fields = FIELDS_OF.get(cell.of, ())
        exact = [at for at in figures if self.changes.figures[at].field in fields]
        return exact or figures, postings

    def _read_in(self, figure: FigureChange, cell: CellChange) -> bool:
        """Tell whether a name that changed is what reads otherwise in a cell, wherever that is."""
        was, now, named = dict(cell.was), dict(cell.now), dict(figure.was)
        later = dict(figure.now)
        return any(
            text and code in later and text in was.get(code, "") and later[code] in now.get(code, "")
            for code, text in named.items()
            if not text.isdigit()
        )

    def _ids(self, key: str) -> set[str]:
        """Give the units, posts and steps that a row is of; none where it is of a scope or of something else."""
        head = key.partition("@")[0]
        found = {one for one in _PARTS.split(head) if one in self._known} | ({head} & self._known)
        return found.union(*(self._ends_of_step.get(one, ()) for one in found))

    @cached_property
    def _ends_of_step(self) -> dict[str, set[str]]:
        """Give the units that the rows of the ledger of each step lead from and to, in either issue."""
        found: dict[str, set[str]] = {}
        for row in (row for issue in self.issues for rows in issue.ledgers.values() for row in rows):
            found.setdefault(row.step, set()).update(end for end in row.ends if end)
        return found

    @cached_property
    def _known(self) -> set[str]:
        return {*self._ends_of_step, *self._unit_of_post, *self._parents}

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

    def _leads(self, at: int, case: str, ids: set[str]) -> bool:
        """Tell whether a cell of the baseline is of, or leads in a scenario to, one of some units or rows of posts."""
        known = self._reached.get((at, case))
        if known is None:
            known = self._reached[at, case] = self._reach(self.changes.figures[at], case)
        units, records = known
        return bool(ids & units or ids & records)

    def _reach(self, figure: FigureChange, case: str) -> tuple[frozenset[str], frozenset[str]]:
        """Follow a record along the ledger: the units that it is or comes to be in, with all above, and the rows it becomes."""
        records, units = {figure.key}, self._holders(figure)
        postings = [row for issue in self.issues for row in issue.ledgers.get(case, ())]
        is_known = any(figure.key in row.records for row in postings)
        while True:
            before = len(records), len(units)
            for row in postings:
                if row.via in units or (row.records[0] in records if is_known else row.ends[0] in units):
                    records |= {row.records[1]} - {""}
                    units |= {row.ends[1]} - {""}
            if before == (len(records), len(units)):
                break
        return frozenset(self._upward(units)), frozenset(records)

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

    def _posted(self, at: int, cases: Sequence[str], ids: set[str], key: str) -> bool:
        """Tell whether a row of the ledger that changed touches one of some units or rows of posts, or is of a step."""
        change = self.changes.postings[at]
        row: Posting = change.posting
        if change.case not in cases:
            return False
        return row.step in (key, *ids) or bool(ids & self._above_postings[at] or ids & {*row.records})
