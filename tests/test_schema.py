"""The description of the records: every reference is checked, moved, matched and carried, whatever ids look like."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core import records as r
from orgmodel.core.change import apply, diff
from orgmodel.core.draft import Draft
from orgmodel.core.integrity import check
from orgmodel.core.problems import ERROR
from orgmodel.core.schema import REFERENCED_BY, Reference, Spec, Tables
from orgmodel.core.structure import Structure
from orgmodel.core.translation import translated
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.inference.likeness import Pair
from orgmodel.inference.matching import Matching, ids_in
from orgmodel.io.baseline import read_baseline
from orgmodel.io.own_json import from_json, to_json
from orgmodel.io.write_baseline import write_baseline
from orgmodel.measures.measuring import measure
from orgmodel.operations.perform import perform
from orgmodel.operations.postconditions import dangling_references
from orgmodel.operations.verbs import operation_of
from tests.strategies import structures

RECORDS: tuple[r.Record, ...] = (
    r.Unit("top", parent=None),
    r.Unit("other", parent="top"),
    r.Unit("moved", parent="top"),
    r.Unit("below", parent="moved"),
    r.Identity("seal", "moved"),
    r.Post("first", "moved", authorized=1, filled=1),
    r.Post("second", "below", authorized=1, filled=1),
    r.Person("somebody"),
    r.Incumbency("somebody", "first"),
    r.Link("first", "second"),
    r.Line("coordination", "second", "moved"),
    r.Function("moved", "care"),
    r.Members("moved", total=3),
    r.Attribute("moved", "size", "2"),
)
REFERENCES = [(spec, one) for spec in Tables.ALL for one in spec.references]
CHECKED = [(spec, one) for spec, one in REFERENCES if not one.historic]


def _named(pair: tuple[Spec, Reference]) -> str:
    return f"{pair[0].table}.{pair[1].field}"


def _small() -> Structure:
    return Structure.of(RECORDS)


def _of(structure: Structure, spec: Spec) -> list[Any]:
    return list(structure.table(spec.table))


def _renamed(structure: Structure, ids: dict[str, dict[str, str]]) -> Structure:
    """Give each record that has an id another one, and whatever refers to it; the tests' own walk over the fields."""
    made: list[r.Record] = []
    for spec in Tables.ALL:
        for record in _of(structure, spec):
            changed: dict[str, Any] = {}
            if spec.key == ("id",) and spec.table in ids:
                changed["id"] = ids[spec.table][record.id]
            for one in spec.references:
                old = getattr(record, one.field)
                changed[one.field] = next((ids[table][old] for table in one.to if old in ids[table]), old)
            if isinstance(record, r.Ended) and record.unit.parent in ids["units"]:
                changed["unit"] = replace(record.unit, parent=ids["units"][record.unit.parent])
            made.append(replace(record, **changed))
    return Structure.of(made, terms=structure.terms, as_of=structure.as_of)


@pytest.mark.parametrize("spec", Tables.ALL, ids=lambda spec: spec.table)
def test_a_description_fits_its_record(spec: Spec) -> None:
    """Every field that a description names is one of the record's, is of one kind only, and is a default's own kind."""
    one_kind = [*spec.ranged, *spec.numbers, *spec.dates, *spec.flags, *([spec.names] if spec.names else [])]
    assert max(Counter(one_kind).values(), default=1) == 1
    named = {
        *one_kind,
        *spec.key,
        *spec.hundredths,
        *spec.money,
        *spec.counts,
        *spec.looked_up_by,
        *spec.required,
        *spec.last,
    }
    assert named | {one.field for one in spec.references} <= set(spec.fields)
    defaults = {field.name: field.default for field in fields(spec.record) if field.default is not MISSING}
    assert {field for field, value in defaults.items() if value == () and isinstance(value, tuple)} == (
        {spec.names} - {""}
    )
    assert {field for field, value in defaults.items() if isinstance(value, bool)} == set(spec.flags)
    whole = {field for field, value in defaults.items() if isinstance(value, int) and not isinstance(value, bool)}
    assert whole <= {*spec.numbers, *spec.figures}
    for record in _of(_small(), spec):
        assert not spec.key or spec.key_of(record) == record.key


@pytest.mark.parametrize("pair", CHECKED, ids=_named)
def test_a_dangling_reference_is_a_problem(pair: tuple[Spec, Reference]) -> None:
    """A field that names a record which is not there is told, at its table and field."""
    spec, one = pair
    assert [p for p in check(_small()) if p.severity == ERROR] == []
    for record in _of(_small(), spec):
        others = [other for other in RECORDS if other is not record and other != record]
        found = check(Structure.of([*others, replace(record, **{one.field: "nobody"})]))
        assert any((p.table, p.field, p.severity) == (spec.table, one.field, ERROR) for p in found)


@pytest.mark.parametrize("pair", CHECKED, ids=_named)
def test_what_is_referred_to_does_not_end_alone(pair: tuple[Spec, Reference]) -> None:
    """Where a unit or post ends and a record still refers to it, the table of that record is named."""
    spec, one = pair
    for target in {"units", "posts"}.intersection(one.to):
        assert (spec.table, one.field) in REFERENCED_BY[target]
        held = {getattr(record, one.field) for record in _of(_small(), spec)}
        for id in sorted(held.intersection(_small().ids(target))):
            draft = Draft(_small())
            savepoint = draft.savepoint()
            draft.end(next(record for record in _of(_small(), Tables.BY_NAME[target]) if record.id == id))
            found = dangling_references(draft, draft.changes(savepoint))
            assert any(f"({spec.table})" in p.message for p in found if p.code == "LEFT_BEHIND")


def test_every_reference_moves_with_a_transfer() -> None:
    """A unit that is transferred takes along all that refers to it or stands below it: its parent alone changes."""
    draft = Draft(_small())
    effect = perform(draft, operation_of({"transfer": "moved", "to": "other"}))
    assert effect.problems == ()
    after = apply(_small(), effect.changes)
    assert [p for p in check(after) if p.severity == ERROR] == []
    assert [(one.table, one.key, one.fields) for one in diff(_small(), after)] == [("units", "moved", ("parent",))]


@pytest.mark.parametrize("pair", REFERENCES, ids=_named)
def test_every_reference_is_matched_by_diff(pair: tuple[Spec, Reference]) -> None:
    """Where another structure has other ids, every field that holds one is put into the ids of the first."""
    ids = {name: {id: f"{id}*" for id in _small().ids(name)} for name in ("units", "posts", "identities")}
    ids["persons"] = {"somebody": "somebody"}
    matching = Matching(
        *(
            [Pair(id, new, "name", "likely") for id, new in ids[name].items()]
            for name in ("units", "posts", "identities")
        )
    )
    there = _renamed(_small(), ids)
    back = translated(there, ids_in(_small(), there, matching))
    spec, one = pair
    assert {getattr(record, one.field) for record in _of(back, spec)} == {
        getattr(record, one.field) for record in _of(_small(), spec)
    }
    assert back == _small()


TEXTS = st.text(st.sampled_from("ab /:,|~#.\u0110\u00e0\u4e2d\u0627'\"=-"), min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and text[0] not in "='-\"" and text[-1] != "'"
)


@st.composite
def _with_any_ids(draw: st.DrawFn) -> tuple[Structure, Structure]:
    structure, ids = draw(_and_other_ids())
    return structure, _renamed(structure, ids)


@st.composite
def _and_other_ids(draw: st.DrawFn) -> tuple[Structure, dict[str, dict[str, str]]]:
    structure = draw(structures(most=5))
    names = ("units", "posts", "identities", "persons")
    here = [(name, id) for name in names for id in sorted(structure.ids(name))]
    new = draw(st.lists(TEXTS, min_size=len(here), max_size=len(here), unique=True))
    ids: dict[str, dict[str, str]] = {name: {} for name in names}
    for (name, id), text in zip(here, new, strict=True):
        ids[name][id] = text
    return structure, ids


@given(_with_any_ids())
def test_ids_are_opaque_to_checks_and_measures(pair: tuple[Structure, Structure]) -> None:
    """Whatever texts ids are, the same problems are found, and every measure of every grouping is the same."""
    one, other = pair
    assert Counter((p.code, p.table, p.field) for p in check(one)) == Counter(
        (p.code, p.table, p.field) for p in check(other)
    )
    readings = [measure(structure, by=("block", "area", "level", "kind")) for structure in pair]
    assert readings[0] == readings[1]


@given(_with_any_ids())
def test_ids_are_opaque_to_files(pair: tuple[Structure, Structure]) -> None:
    """Whatever texts ids are, a structure is read back from JSON as it was, and its references from CSV."""
    _, structure = pair
    again, told = from_json(to_json(structure))
    assert again == structure
    assert [p for p in told if p.severity == ERROR] == []  # of the data itself, such as a surplus, one may be warned
    with tempfile.TemporaryDirectory() as folder:
        write_baseline(structure, Path(folder) / "baseline")
        back, problems = read_baseline(
            Path(folder) / "baseline", Vocabulary(quantities=structure.terms.quantities), structure.as_of
        )
    assert [p for p in problems if p.severity == ERROR] == []
    for spec in Tables.ALL:
        assert Counter(record.key for record in _of(back, spec)) == Counter(
            record.key for record in _of(structure, spec)
        )
        for reference in spec.references:
            assert {(one.key, getattr(one, reference.field)) for one in _of(back, spec)} == {
                (one.key, getattr(one, reference.field)) for one in _of(structure, spec)
            }


@given(_and_other_ids(), st.data())
def test_ids_are_opaque_to_operations(pair: tuple[Structure, dict[str, dict[str, str]]], data: st.DataObject) -> None:
    """Whatever texts ids are, a transfer or an absorption is refused alike, or posts the same flows between the same units."""
    structure, ids = pair
    here = sorted(structure.ids("units"))
    what, to = data.draw(st.sampled_from(here)), data.draw(st.sampled_from(here))
    verb = data.draw(st.sampled_from([("transfer", "to"), ("absorb", "into")]))
    told: list[tuple[Any, Any]] = []
    for before, names in ((structure, ids["units"]), (_renamed(structure, ids), {})):
        one, other = (what, to) if names else (ids["units"][what], ids["units"][to])
        effect = perform(Draft(before), operation_of({verb[0]: one, verb[1]: other}))
        flows = Counter(
            (f.quantity, str(f.amount), *(names.get(u or "", u) for u in (f.from_unit, f.to_unit)), f.reason.kind)
            for f in effect.flows
        )
        told.append((Counter(p.code for p in effect.problems), flows))
    assert told[0] == told[1]
