"""What combine says, for people: scenarios, steps and records by name; the rows with ids are those of ``combination_rows``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgmodel.comparison.short_names import scenario_names
from orgmodel.core.messages import values_of
from orgmodel.core.names import text_in
from orgmodel.core.records import Ended, Function, Post, Unit
from orgmodel.reports.combination_rows import REBASE_COLUMNS, rebase_rows, relation_rows
from orgmodel.words.fields import FIELDS
from orgmodel.words.ids_told import with_names
from orgmodel.words.labels import label

if TYPE_CHECKING:
    from orgmodel.combination.combination import Combination
    from orgmodel.core.records import Key

READ_COLUMNS = (
    "kind", "first", "second", "others", "table", "name", "first_wants", "second_wants", "why", "first_at", "second_at",
)  # fmt: skip


def told_relations(found: Combination, language: str) -> list[dict[str, Any]]:
    """List how the steps of combined scenarios stand to each other, with names in the place of ids."""
    told = _Told(found, language)
    rows = relation_rows(found, language, described=told.described)
    for row, one in zip(rows, found.relations, strict=True):
        row["first"], row["second"] = told.steps[str(one.first)], told.steps[str(one.second)]
        row["others"] = "; ".join(told.steps[str(other)] for other in one.others) or None
        row["name"] = told.record(one.table, one.key) or row["key"]
        if row["why"]:
            values = values_of(one.why)
            listed = f"{values.get('common', '')} {values.get('different', '')}".replace(",", " ").split()
            fields = {name: label("field", name.rstrip("_"), language) for name in listed if name.rstrip("_") in FIELDS}
            row["why"] = with_names(row["why"], lambda id, own=fields: told.called(id) or own.get(id))  # type: ignore[misc]
    return rows


def told_rebase(found: Combination, language: str) -> list[dict[str, Any]]:
    """List what became of the steps of scenarios on another baseline, with names in the place of ids."""
    told = _Told(found, language)
    rows = rebase_rows(found.rebased, language)
    steps = [step.step for one in found.rebased for step in one.steps]
    for row, step in zip(rows, steps, strict=True):
        row["scenario"], row["step"] = told.described(row["scenario"]), text_in(step.title, language, step.id)
        for name in ("why", "because", "needs"):
            row[name] = with_names(row[name], told.called) if row[name] else None
    return [{name: row[name] for name in REBASE_COLUMNS} for row in rows]


class _Told:
    """Know what scenarios, steps, units and posts are called."""

    def __init__(self, found: Combination, language: str) -> None:
        self.language = language
        intents = [side for one in found.relations for side in (one.first, one.second, *one.others)]
        names = scenario_names(found.scenarios, language)
        self.scenarios = dict(zip((one.id for one in found.scenarios), names, strict=True))
        self.scenarios |= {one.scenario: names[one.turn] for one in intents}
        self.steps: dict[str, str] = {}
        for one in intents:
            steps = found.scenarios[one.turn].all_steps()
            title = next((text_in(step.title, language) for step in steps if step.id == one.step), "")
            self.steps[str(one)] = f"{names[one.turn]}: {title or one.step}"
        after = None if found.outcome is None else found.outcome.after
        self.bases = [one for one in (found.baseline, after) if one is not None]
        self.begun = {one.after.id: one.after for one in intents if isinstance(one.after, Unit | Post)}

    def called(self, id: str) -> str | None:
        """Name a scenario, a step of one, a unit, or a row of posts with its unit; None for what has no name."""
        if id in self.steps or id in self.scenarios:
            return self.steps.get(id) or self.scenarios[id]
        for base in self.bases:
            unit, post, past = base.units.get(id), base.posts.get(id), base.ended(id)
            for record in (unit, post, past.unit if isinstance(past, Ended) else None):
                if record is not None and (name := self._name(record)):
                    return name
        return self._name(self.begun[id]) if id in self.begun else None

    def _name(self, record: Any) -> str:
        if isinstance(record, Post):
            title = text_in(record.titles, self.language) or label("rank", record.rank, self.language)
            return f"{title}, {self.described(record.unit)}"
        return text_in(record.names, self.language) if isinstance(record, Unit) else ""

    def described(self, id: str) -> str:
        """Name what has a name; else its id stays."""
        return self.called(id) or id

    def record(self, table: str, key: Key) -> str:
        """Name the record that steps meet over: a unit or post by name, a line by what it leads from and to, what a unit has by both."""
        if isinstance(key, str):
            return self.called(key) or ""
        parts = [str(part) for part in key]
        if table == "lines":
            kind, start, end = parts[:3]
            return f"{label('line', kind, self.language)}: {self.described(start)} → {self.described(end)}"
        if table == "functions":
            rest = [self._function(*parts)]
        elif table == "quantities":
            own = self.bases[0].terms.labels if self.bases else {}
            rest = [label("quantity", parts[1], self.language, own), *map(self.described, filter(None, parts[2:]))]
        else:
            rest = [self.described(part) for part in parts[1:] if part]
        return ": ".join([self.described(parts[0]), *rest])

    def _function(self, unit: str, function: str) -> str:
        found = (base.get("functions", (unit, function)) for base in self.bases)
        return next((text_in(one.names, self.language) for one in found if isinstance(one, Function)), "") or function
