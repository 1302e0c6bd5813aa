"""Ids are opaque: the golden cases and every scenario of the studies come to the same where all ids are random texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

import orgmodel
from orgmodel.core.draft import Draft
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.measures.measuring import measure
from orgmodel.operations import perform as performing
from orgmodel.operations.effect import Effect
from orgmodel.operations.model import Operation
from orgmodel.scenario import run as running
from tests.test_golden import CASES, DATE, before, operation_of

__all__ = ["before"]  # a fixture

NAMED = ("units", "posts", "identities", "persons", "ended")
LETTERS = "ab /:,|~#.Đà中ا'\"=-"
STUDIES = Path(__file__).parents[2] / "scenarios"


class Renaming:
    """Random texts for ids, the same text for the same id."""

    def __init__(self, structure: Structure) -> None:
        self.draw = np.random.default_rng(7)
        self.ids: dict[str, str] = {}
        for table in NAMED:
            for record in structure.table(table):
                self.name(record.key if isinstance(record.key, str) else record.key[0])

    def name(self, id: str, ending: str = "") -> None:
        if id not in self.ids:
            text = (
                "".join(LETTERS[at] for at in self.draw.integers(len(LETTERS), size=9)).strip()
                + str(len(self.ids))
                + ending
            )
            self.ids[id] = text

    def __call__(self, value: Any) -> Any:
        """Give a value with other ids wherever a text in it is one."""
        if isinstance(value, str):
            return self.ids.get(value, value)
        if isinstance(value, BaseModel):
            return value.model_copy(update={name: self(getattr(value, name)) for name in value.model_fields_set})
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self(getattr(value, one.name)) for one in fields(value) if one.init})
        if isinstance(value, Mapping):
            return {self(key): self(one) for key, one in value.items()}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(self, value))
        return type(value)(map(self, value)) if isinstance(value, list | tuple) else value

    def structure(self, structure: Structure) -> Structure:
        records = [self(record) for spec in Tables.ALL for record in structure.table(spec.table)]
        return Structure.of(records, terms=structure.terms, as_of=structure.as_of)


def _texts(value: Any) -> Iterator[str]:
    """Go through every text of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(key)
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


class Shadow:
    """Performs every operation again, on a structure whose ids are random texts, and compares what both do."""

    def __init__(self, structure: Structure, watched: pytest.MonkeyPatch) -> None:
        self.renamed = Renaming(structure)
        self.draft = Draft(self.renamed.structure(structure))
        self.with_ids: list[Operation] = []
        self.done = 0
        make = performing.with_ids

        def watching(draft: Draft, operation: Operation) -> Operation:
            self.with_ids.append(made := make(draft, operation))
            return made

        watched.setattr(performing, "with_ids", watching)

    def perform(self, draft: Draft, operations: list[Operation], date: str | None) -> list[Effect]:
        self.with_ids.clear()
        if len(operations) == 1:
            effects = [performing.perform(draft, operations[0], date)]
        else:
            effects = performing.perform_at_once(draft, operations, date)
        meant = list(self.with_ids)
        self._name_new(meant, effects)
        others = [self.renamed(one) for one in meant]
        if len(others) == 1:
            theirs = [performing.perform(self.draft, others[0], date)]
        else:
            theirs = performing.perform_at_once(self.draft, others, date)
        self._match_made(effects, theirs)
        for one, other in zip(effects, theirs, strict=True):
            assert Counter(p.code for p in one.problems) == Counter(p.code for p in other.problems), one.problems
            assert self._said(one, self.renamed) == self._said(other, lambda value: value)
            self.done += not one.problems
        return effects

    def _name_new(self, operations: list[Operation], effects: list[Effect]) -> None:
        """Name what an operation begins by a name of its own; a written id of a post holds a slash."""
        texts = {text for operation in operations for text in _texts(operation)}
        for effect in effects:
            for change in effect.changes:
                if change.before is None and change.table in NAMED[:-1] and str(change.key) in texts:
                    self.renamed.name(str(change.key), "/x" if change.table == "posts" else "")

    def _match_made(self, ours: list[Effect], theirs: list[Effect]) -> None:
        """Pair the rows that the operations named by themselves, by all that they hold."""

        def made(effects: list[Effect], renamed: Any, known: Any) -> list[tuple[str, str]]:
            found = [c.after for effect in effects for c in effect.changes if c.before is None and c.table == "posts"]
            return sorted((repr(renamed(replace(one, id=""))), one.id) for one in found if one.id not in known)  # type: ignore[union-attr,type-var,arg-type]

        known = set(self.renamed.ids.values())
        for (_, one), (_, other) in zip(
            made(ours, self.renamed, self.renamed.ids), made(theirs, lambda value: value, known), strict=True
        ):
            self.renamed.ids[one] = other

    @staticmethod
    def _said(effect: Effect, renamed: Any) -> Counter[str]:
        flows = [replace(renamed(flow), reason=flow.reason.kind) for flow in effect.flows]
        changes = [(one.table, repr(renamed(one.before)), repr(renamed(one.after))) for one in effect.changes]
        return Counter(map(repr, [*flows, *changes, *map(renamed, effect.lineage)]))


def _measured(structure: Structure, renamed: Any) -> set[Any]:
    """Measure a structure in every scope; an area that is called as a unit has the unit's other id."""
    rows = measure(structure, by=("block", "area", "level", "kind"))
    return {
        row._replace(scope=":".join((head, renamed(word)))) if word else row
        for row in rows
        for head, _, word in [row.scope.partition(":")]
    }


@pytest.mark.parametrize("name", CASES)
def test_golden_cases_with_any_ids(before: Structure, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operation does the same, or is refused alike, whatever texts ids are."""
    shadow = Shadow(before, monkeypatch)
    shadow.perform(Draft(before), [operation_of(CASES[name][1]["do"])], DATE)


@pytest.mark.parametrize("study", ["ha-tinh-2022", "ha-tinh-2018-2026"])
def test_studies_with_any_ids(study: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every operation of every scenario does the same, and what they lead to measures the same, whatever texts ids are."""
    done = 0
    read = orgmodel.read(STUDIES / study)
    assert isinstance(read, orgmodel.Study)
    for scenario in read.scenarios.values():
        with monkeypatch.context() as watched:
            shadow = Shadow(read.baseline, watched)
            watched.setattr(running, "perform", lambda draft, one, date, to=shadow: to.perform(draft, [one], date)[0])
            watched.setattr(
                running, "perform_at_once", lambda draft, rows, date, to=shadow: to.perform(draft, list(rows), date)
            )
            after = scenario.run().after
        assert _measured(after, shadow.renamed) == _measured(shadow.draft.structure(), lambda word: word)
        done += shadow.done
    assert done >= (60 if study == "ha-tinh-2022" else 5)
