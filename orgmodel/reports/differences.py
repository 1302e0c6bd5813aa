"""What was found to have changed between two structures, as rows for tables: names beside ids, or where people read in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.core.change_rows import change_rows, key_text
from orgmodel.core.names import text_in
from orgmodel.core.records import Document, Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.inference.difference import Difference
from orgmodel.measures import ChangeEvaluator, Evaluator, measure_of
from orgmodel.words.citations import source_name
from orgmodel.words.ids_told import with_names
from orgmodel.words.labels import LABELS, label
from orgmodel.words.messages import message_text
from orgmodel.words.money import measure_places
from orgmodel.words.numbers import date, number, ranged
from orgmodel.words.operation_lines import describe

if TYPE_CHECKING:
    from orgmodel.core.change import Change
    from orgmodel.core.structure import Structure
    from orgmodel.core.vocabulary import Vocabulary

TOTALS = ("units", "posts_authorized", "posts_filled", "headcount", "fte", "party_members")
TOTAL_COLUMNS = ("measure", "before", "after", "change")
READ_COLUMNS = {
    "operations": ("no", "date", "operation", "certainty", "what", "basis"),
    "lineage": ("before", "after", "event", "certainty"),
    "doubtful matches": ("table", "before", "after", "key", "certainty"),
    "ambiguous": ("before", "after", "key", "why"),
    "corrections": ("table", "name", "change", "event", "field", "before", "after"),
}
"""The columns that people read, in which names stand in the place of ids."""


def total_rows(found: Difference) -> list[dict[str, Any]]:
    """List the totals of the two structures by measure, with how many figures are missing, and the change where it is known."""
    before, after = _by_one_vocabulary(found.before, found.inference.target)
    evaluators = Evaluator(before, after, expected=before), Evaluator(after, before, expected=before)
    changes = ChangeEvaluator(*evaluators)
    told = TOTALS if len(before.posts) or len(after.posts) else ("units", "party_members")  # else nobody lists posts
    read = [(id, changes.read(measure_of(id, before.terms), "total")) for id in (*told, *before.terms.quantities)]
    return [
        {
            "measure": id,
            "before": one.before.value,
            "after": one.after.value,
            "change": one.change,
            "missing_before": one.before.missing,
            "missing": one.after.missing,
            "low_before": one.before.low,
            "low": one.after.low,
        }
        for id, one in read
        if any((one.before.value, one.after.value, one.before.missing, one.after.missing))
    ]


def _by_one_vocabulary(before: Structure, after: Structure) -> tuple[Structure, Structure]:
    """Let a structure that declares no kinds, such as bare tables, be counted by those of the other."""

    def counted_as(one: Structure, other: Structure) -> Structure:
        if one.terms.kinds or not other.terms.kinds:
            return one
        terms = replace(one.terms, kinds=other.terms.kinds)
        tables = {spec.table: one.table(spec.table) for spec in Tables.ALL}
        return type(one)(tables, one.strings, terms=terms, as_of=one.as_of)

    return counted_as(before, after), counted_as(after, before)


def total_cells(
    row: dict[str, Any], language: str, terms: Vocabulary | None = None
) -> tuple[str, str, str, str | None]:
    """Write a row of totals for a reader: measure, before, after, change; what is not known is told, not guessed."""
    places = measure_places(row["measure"], terms) if terms is not None else 2
    before, after = (
        ranged(row[state], low if row[missing] else None, None, row[missing], language, places=places)
        for state, missing, low in (
            ("before", "missing_before", row["low_before"]),
            ("after", "missing", row["low"]),
        )
    )
    change = None if row["change"] is None else number(row["change"], language, signed=True, places=places)
    return measure_of(row["measure"], terms).name(language), before, after, change


def _name(structure: Structure, id: str, language: str) -> str | None:
    """Give the name of a unit, or the title of a row of posts, where it has one."""
    record = structure.units.get(id) or structure.posts.get(id)
    names = record.names if isinstance(record, Unit) else record.titles if isinstance(record, Post) else ()
    return text_in(names, language) or None


class _Alike:
    """Name units and rows of posts of a structure so that no other is called so; how many bear a name is counted once."""

    def __init__(self, structure: Structure, language: str) -> None:
        self.structure, self.language = structure, language
        self._titles: dict[str, Counter[str]] = {}

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(text_in(one.names, self.language) for one in self.structure.units if isinstance(one, Unit))

    def name(self, id: str) -> str | None:
        """Name a unit, or a row of posts with its unit: with the id where names repeat."""
        name, post = _name(self.structure, id, self.language), self.structure.posts.get(id)
        if name is None:
            past = self.structure.ended(id)
            return None if past is None else text_in(past.unit.names, self.language) or None
        if not isinstance(post, Post):
            return name if self._names[name] < 2 else f"{name} ({id})"
        if post.unit not in self._titles:
            beside = self.structure.posts_of(post.unit)
            self._titles[post.unit] = Counter(text_in(one.titles, self.language) for one in beside)
        told = f"{name}, {self.name(post.unit) or post.unit}"
        return told if self._titles[post.unit][name] < 2 else f"{told} ({id})"


class _Named:
    """Put names beside the ids of a difference, or in their place; a later id is known by its earlier one."""

    def __init__(self, found: Difference, language: str, *, ids: bool = True) -> None:
        self.language, self.ids = language, ids
        self._told: dict[str, str | None] = {}
        self.sides = (found.before, found.inference.target)
        self._alike = tuple(_Alike(side, language) for side in self.sides)
        matching = found.matching
        self.own = {**matching.ids("posts"), **matching.ids("units"), **matching.marks}

    @cached_property
    def _papers(self) -> dict[str, Document]:
        return {one.id: one for side in self.sides for one in side.documents if isinstance(one, Document)}

    def name(self, id: str | None, side: int | None = None) -> str | None:
        """Give the name of a unit or row of posts before (0), after (1, by its own id there), or in either."""
        if id is None or side == 0:
            return None if id is None else _name(self.sides[0], id, self.language)
        after = _name(self.sides[1], id if side is None else self.own.get(id, id), self.language)
        return after if side is not None else _name(self.sides[0], id, self.language) or after

    def record(self, table: str, key: str) -> str:
        """Name a record by its key in one text: a line by its kind and what it leads from and to."""
        if table == "lines":
            kind, start, end = key.split(" ")[:3]
            ends = f"{self.told(start) or start} → {self.told(end) or end}"
            return f"{label('line', kind, self.language, self.sides[0].terms.labels)}: {ends}"
        return with_names(key, self.told)

    def value(self, field: str | None, value: Any) -> Any:
        """Word the value of a field of a record: a source by the paper that it names, a key by its word, an id by its name."""
        if not isinstance(value, str) or field is None:
            return value
        if field == "src":
            return source_name(value, self._papers, self.language, self.sides[0].terms.labels)
        if field in LABELS and (value in LABELS[field] or self.sides[0].terms.labels.get(f"{field}.{value}")):
            return label(field, value, self.language, self.sides[0].terms.labels)
        return self.told(value) or value

    def names(self, ids: Iterable[str], side: int) -> str:
        """List the names of several, each once."""
        return ", ".join(dict.fromkeys(name for id in ids if (name := self.name(id, side))))

    def beside(self, id: str) -> str | None:
        """Give what stands for an id in an operation: its name, or without the place of ids the name beside it."""
        if not self.ids:
            return self.told(id)
        name = self.name(id)
        return None if name is None else f"{id} ({name})"

    def told(self, id: str) -> str | None:
        """Give the name that stands in the place of an id: before, else after, told apart from others; None where it has none."""
        if id not in self._told:
            before, after = self._alike
            self._told[id] = before.name(id) or after.name(self.own.get(id, id))
        return self._told[id]

    def changes(self, changes: Iterable[Change], *, persons: bool) -> list[dict[str, Any]]:
        """List changes, each with the name of the unit or row of posts that its key begins with.

        That the name of a person changes is told in any case, which it was and is only where ``persons`` is set.
        """
        listed = list(changes)
        first = {key_text(one.key): one.key if isinstance(one.key, str) else one.key[0] for one in listed}
        rows = [{**row, "name": self.name(first[row["key"]])} for row in change_rows(listed)]
        return [
            row | {"before": None, "after": None}
            if (row["table"], row["field"]) == ("persons", "name") and not persons
            else row
            for row in rows
        ]


def difference_rows(
    found: Difference, language: str, *, persons: bool = False, ids: bool = True
) -> dict[str, list[dict[str, Any]]]:
    """List everything that is known of a difference, as rows by table; names stand beside ids, or without ``ids`` in their place.

    The totals before and after come first, then the records that differ, the operations that explain it, what became
    of each unit, what is left to correct, what was left unsaid, the pairs that are not the same id, and what stayed
    ambiguous. Names of persons are told where ``persons`` is set.
    """
    named = _Named(found, language, ids=ids)
    steps, matching = found.inference.steps, found.matching
    sure = {one.step.id: one.certainty for one in steps}
    pairs = [(table, pair) for table in ("units", "posts") for pair in getattr(matching, table) if pair.key != "id"]
    rows = {
        "totals": total_rows(found),
        "changes": named.changes(found.changes, persons=persons),
        "operations": [
            {
                "step": one.step.id,
                "date": one.step.effective,
                "operation": one.verb,
                "certainty": one.certainty,
                "what": "; ".join(describe(do, language, named.beside) for do in one.step.do),
                "basis": text_in(one.basis, language),
                "data": one.step.do[0],
            }
            for one in steps
        ],
        "lineage": [
            {
                "before": one.before,
                "before_name": named.name(one.before),
                "after": one.after,
                "after_name": named.name(one.after),
                "event": one.operation,
                "certainty": sure[one.step],
            }
            for one in found.inference.outcome.lineage
        ],
        "corrections": named.changes(found.corrections, persons=persons),
        "unsaid": named.changes(found.unsaid, persons=persons),
        "matches": [
            {
                "table": table,
                "before": one.before,
                "before_name": named.name(one.before, 0),
                "after": one.after,
                "after_name": named.name(one.after, 1),
                "key": one.key,
                "certainty": one.certainty,
            }
            for table, one in pairs
        ],
        "ambiguous": [
            {
                "before": ", ".join(one.before),
                "before_name": named.names(one.before, 0),
                "after": ", ".join(one.after),
                "after_name": named.names(one.after, 1),
                "key": one.key,
                "why": message_text(one.why, language),
            }
            for one in matching.ambiguous
        ],
    }
    return rows if ids else _by_names(rows, named)


def _by_names(rows: dict[str, list[dict[str, Any]]], named: _Named) -> dict[str, list[dict[str, Any]]]:
    """Put names in the place of ids, where there are any, in all that people read."""
    for count, row in enumerate(rows["operations"], 1):
        row["no"], row["basis"] = count, with_names(row["basis"], named.told)
        row["date"] = date(row["date"], named.language) if row["date"] else None
    for name in ("lineage", "matches", "ambiguous"):
        for row in rows[name]:
            for side in ("before", "after"):
                row[side] = named.told(row[side] or "") or row[f"{side}_name"] or row[side]
    for row in (*rows["corrections"], *rows["unsaid"]):
        row["name"] = named.record(row["table"], row["key"])
        for side in ("before", "after"):
            row[side] = named.value(row["field"], row[side])
    return rows
