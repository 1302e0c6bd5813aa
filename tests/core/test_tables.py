"""Tables as columns with overlays, against plain dictionaries of records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.categorical import Categorical
from orgmodel.core.figures import Estimate, FigureId, assumed
from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from tests.strategies import figures, structures

UNITS = ["a", "b", "c", "new"]


@st.composite
def posts(draw, id: str) -> Post:
    """Draw a row of posts under an id."""
    one, two = draw(figures(FigureId("posts", id, "authorized"))), draw(figures(FigureId("posts", id, "filled")))
    return Post(
        id,
        draw(st.sampled_from(UNITS)),
        rank=draw(st.sampled_from(["head", "staff"])),
        authorized=one,
        filled=two,
        order=draw(st.integers(0, 3)),
    )


def seen(structure: Structure) -> dict[str, dict[object, object]]:
    """List the records by table and key, and look at each table in every other way there is."""
    found = {}
    for spec in Tables.ALL:
        table = structure.table(spec.table)
        records = {one.key: one for one in table}
        found[spec.table] = records
        rows = list(table.rows())
        assert len(table) == len(records) == len(rows) == int(table.live.sum())
        assert [table.record(row).key for row in rows] == list(records)
        assert all(
            table.row(key) == row and table.get(key) == one
            for row, (key, one) in zip(rows, records.items(), strict=True)
        )
        for field in spec.fields:
            column = table.column(field)
            assert len(column) == table.size
            values = [getattr(one, field) for one in records.values()]
            if field in spec.ranged:
                estimates = table.estimates(field)
                assert {
                    row: one for row, one in zip(rows, values, strict=True) if isinstance(one, Estimate)
                } == estimates
                best = [one.best if isinstance(one, Estimate) else one for one in values]
                assert [None if table.missing(field)[row] else int(table.figures(field)[row]) for row in rows] == best
                assert all(table.figures(field)[row] == 0 for row, one in zip(rows, best, strict=True) if one is None)
            elif field in spec.numbers:
                assert [int(column[row]) for row in rows] == values
            else:
                assert [structure.strings.value(column[row]) for row in rows] == values
                for value in {*values, "nobody"}:
                    expected = [row for row, one in zip(rows, values, strict=True) if one == value]
                    assert table.group(field, value) == expected
    return found


@given(structures(), st.data())
def test_variants_of_variants_hold_what_plain_dictionaries_hold(structure, data):
    """However often records are written, ended and written again, every view shows what a dictionary would."""
    model = {name: dict(rows) for name, rows in seen(structure).items()}
    before = seen(structure)
    for _ in range(3):
        changes = {"posts": {}, "units": {}, "functions": {}}
        ids = [*model["posts"], "x/1", "x/2"]
        for id in data.draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)):
            changes["posts"][id] = data.draw(st.none() | posts(id)) if id in model["posts"] else data.draw(posts(id))
        for id in data.draw(st.lists(st.sampled_from(list(model["units"]) or ["u"]), max_size=2, unique=True)):
            unit = model["units"].get(id)
            changes["units"][id] = replace(unit, level="other") if unit is not None else Unit(id)
        if data.draw(st.booleans()):
            changes["functions"][("new", "f")] = Function("new", "f", internal=True)
        structure = structure.patched(changes)
        for name, rows in changes.items():
            for key, record in rows.items():
                if record is None:
                    model[name].pop(key, None)
                else:
                    model[name][key] = record
        assert {name: dict(rows) for name, rows in seen(structure).items()} == model
        if data.draw(st.booleans()):
            structure.release()
    assert seen(structure.patched({})) == model
    assert before.keys() == model.keys()


def test_coded_columns_are_columns():
    """A table of coded columns is that of the plain ones, figures and ranges included."""
    ranged = assumed("s", 1, 2, 3)
    plain = {"id": ["a", "b", "c"], "unit": ["u", "u", "v"], "authorized": [1, None, ranged], "order": [0, 2, 0]}
    coded = {field: Categorical.of(values) for field, values in plain.items()}
    one, other = (Structure.from_columns({"posts": columns, "units": {"id": ["u", "v"]}}) for columns in (plain, coded))
    assert one == other
    assert seen(one) == seen(other)
    assert one.post("c").authorized == ranged


def test_a_column_that_is_needed():
    """A table without the column of its ids is refused by name."""
    with pytest.raises(ValueError, match="posts needs the column unit"):
        Structure.from_columns({"posts": {"id": ["a"]}})


def test_what_a_variant_does_not_touch_is_shared():
    """A variant keeps the baseline's own arrays of what does not differ."""
    base = Structure.of([Unit("a"), Unit("b"), Post("a/1", "a", authorized=3)])
    variant = base.patched({"units": {"b": Unit("b", level="x")}})
    assert variant.units.column("id") is base.units.column("id")
    assert variant.posts.column("authorized") is base.posts.column("authorized")
    assert variant.units.column("level") is not base.units.column("level")


def test_an_ended_record_is_not_found():
    """What has ended has no row by its key, cannot be made into a record, and can be written again at its place."""
    base = Structure.of([Unit("a"), Unit("b")])
    variant = base.patched({"units": {"a": None}})
    assert (variant.units.row("a"), variant.units.row("a", ended=True), variant.units.get("a")) == (-1, 0, None)
    with pytest.raises(KeyError):
        variant.units.record(0)
    again = variant.patched({"units": {"a": Unit("a", level="x")}})
    assert (again.units.row("a"), again.unit("a").level) == (0, "x")
