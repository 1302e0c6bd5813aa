"""Structures: lookups, groups, equality, graphs, and the words of a study."""

from __future__ import annotations

import copy
import dataclasses

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.categorical import Categorical
from orgmodel.core.change import Change, apply, compose, diff, invert
from orgmodel.core.estimates import Estimate, FigureId
from orgmodel.core.names import names_of, text_in
from orgmodel.core.problems import (
    WARNING,
    Location,
    Problem,
    ProblemsError,
    errors,
    nearest,
    refuse_if_any,
)
from orgmodel.core.records import Ended, Function, Line, Link, Members, Post, Unit, is_assumed, members_total
from orgmodel.core.schema import Tables, identity_of
from orgmodel.core.source_map import LocatedDict, place_of
from orgmodel.core.string_table import StringTable
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from tests.located import placed
from tests.strategies import structures


@given(structures())
def test_lookups_and_groups_agree_with_the_records(structure):
    """Records are found by id and by what they belong to, sorted as people list them."""
    for unit in structure.units:
        assert structure.unit(unit.id) == unit
        posts = [post for post in structure.posts if post.unit == unit.id]
        ranks = ["head", "deputy", "staff", "unknown"]
        assert structure.posts_of(unit.id) == sorted(posts, key=lambda one: (ranks.index(one.rank), one.order, one.id))
        children = [one for one in structure.units if one.parent == unit.id]
        assert structure.children_of(unit.id) == sorted(children, key=lambda one: (one.order, one.id))
        for name, table, field in (
            ("lines_from", "lines", "from_"),
            ("lines_to", "lines", "to"),
            ("functions_of", "functions", "unit"),
            ("identities_of", "identities", "unit"),
            ("members_of", "members", "unit"),
        ):
            mine = [one for one in structure.table(table) if getattr(one, field) == unit.id]
            assert getattr(structure, name)(unit.id) == sorted(mine, key=lambda one: one.key)
        named = {one.name: one for one in structure.table("attributes") if one.unit == unit.id}
        assert structure.attributes_of(unit.id) == named
    for post in structure.posts:
        assert structure.links_from(post.id) == sorted(
            (one for one in structure.links if one.post == post.id), key=lambda one: one.key
        )
        assert structure.links_to(post.id) == sorted(
            (one for one in structure.links if one.also_holds == post.id), key=lambda one: one.key
        )
        held = [one for one in structure.table("incumbencies") if one.post == post.id]
        assert structure.incumbents_of(post.id) == sorted(held, key=lambda one: one.key)
    assert [one.id for one in structure.children_of(None)] == [
        one.id for one in sorted(structure.units, key=lambda u: (u.order, u.id)) if one.parent is None
    ]
    assert structure.ended_units("old") == list(structure.table("ended"))
    assert structure.ended_units("nobody") == []


def test_an_unknown_id_names_the_nearest():
    """A lookup that fails says what was asked for and what may have been meant."""
    structure = Structure.of([Unit("duc-tho"), Post("duc-tho/cv", "duc-tho")])
    with pytest.raises(ProblemsError, match="no unit 'duc-to'; did you mean 'duc-tho'"):
        structure.unit("duc-to")
    with pytest.raises(ProblemsError, match="no post 'duc-tho/cvv'; did you mean 'duc-tho/cv'"):
        structure.post("duc-tho/cvv")


@given(structures(), structures())
def test_equality_is_by_content(one, other):
    """Structures are equal exactly when they hold the same records, and are not hashed."""
    same = all(
        {record.key: record for record in one.table(spec.table)}
        == {record.key: record for record in other.table(spec.table)}
        for spec in Tables.ALL
    )
    assert (one == other) is same
    assert one == Structure.of([record for spec in Tables.ALL for record in one.table(spec.table)])
    assert one != "something else"
    with pytest.raises(TypeError):
        hash(one)


@given(structures())
def test_graphs_hold_the_units_posts_and_lines(structure):
    """The chart's edges run from parent to child, lines from the one who answers; fields are attributes of the nodes."""
    chart = structure.graph("units")
    assert set(chart.edges) == {(unit.parent, unit.id) for unit in structure.units if unit.parent is not None}
    assert nx.is_forest(chart.to_undirected())
    assert list(chart) == [structure.units.record(row).id for row in structure.tree.order]
    assert {id: data["block"] for id, data in chart.nodes(data=True)} == {
        unit.id: unit.block for unit in structure.units
    }
    posts = structure.graph("posts")
    assert {id: (data["unit"], data["filled"]) for id, data in posts.nodes(data=True)} == {
        post.id: (post.unit, post.filled) for post in structure.posts
    }
    for kind in ("professional", "coordination"):
        graph = structure.graph(kind)
        assert set(graph.edges) == {(line.from_, line.to) for line in structure.lines if line.kind == kind}
        assert set(graph) == {unit.id for unit in structure.units}
    with pytest.raises(ProblemsError, match="did you mean 'professional'"):
        structure.graph("profesional")


def test_the_terms_of_a_study():
    """A kind counts as what is declared, an undeclared one as an agency."""
    terms = Vocabulary({"committee": "body"})
    assert (terms.counts("committee"), terms.counts("office")) == ("body", "agency")
    assert terms.subordination == ("administrative", "professional")


# -- values --------------------------------------------------------------------------------------------------------------


def test_names_fall_back_to_another_language():
    """A name is given in the language asked for, else in any, else as the id."""
    names = names_of(vi="Phòng", en="Office")
    assert (text_in(names, "en"), text_in(names, "fr"), text_in((), "en", "x")) == ("Office", "Office", "x")
    assert (Unit("u").name("vi"), Post("p", "u").title("vi")) == ("u", "p")


def test_identities_and_totals():
    """A figure is named by table, key and field; members are their total, or both parts, or at least either, or missing."""
    assert identity_of(Members("u", "o"), "total") == FigureId("members", ("u", "o"), "total")
    assert members_total(Members("u", official=3, probationary=1)) == 4
    assert members_total(Members("u", official=3, probationary=1, total=9)) == 9
    assert members_total(Members("u")) is None
    one = members_total(Members("u", official=3))
    assert isinstance(one, Estimate)
    assert (one.low, one.best, one.high) == (3, None, None)
    assert [is_assumed(src) for src in ("assumed", "assumed:x", "assumedly", "doc:assumed", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "record, key",
    [
        (Ended(Unit("a", begins="2001")), ("a", "2001")),
        (Ended(Unit("a")), ("a", "")),
        (Link("a", "b"), ("a", "b")),
        (Line("k", "a", "b"), ("k", "a", "b")),
        (Function("u", "f"), ("u", "f")),
        (Post("p", "u"), "p"),
    ],
)
def test_keys(record, key):
    """Every record knows its key."""
    assert record.key == key
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, dataclasses.fields(record)[0].name, "x")


def test_problems_are_told_together():
    """Errors stop the work and warnings do not; all are shown, a line each, with their place."""
    error = Problem("A", "wrong", location=Location("f.csv", 3, 7))
    warning = Problem("B", "odd", severity=WARNING)
    assert errors([error, warning]) == [error]
    refuse_if_any([warning])
    with pytest.raises(ProblemsError, match=r"f.csv:3:7: A wrong\nB odd") as caught:
        refuse_if_any([error, warning])
    assert caught.value.problems == (error, warning)
    assert str(error.at(Location("other"))) == "f.csv:3:7: A wrong"
    assert str(warning.at(Location("g", 2))) == "g:2: B odd"
    assert str(Location("g", 0, 4)) == "g"


def test_near_matches_of_many_names():
    """Of very many names those that begin alike are tried; nothing near is nothing said."""
    names = [f"unit-{i}" for i in range(20_000)]
    assert nearest("unit-19999x", [*names[:3], "unit-19999"]) == "; did you mean 'unit-19999'?"
    assert nearest("zz", names) == ""
    assert nearest(None, names) == ""


def test_places_of_parts():
    """A part of the data knows its place, or that of the last part on the way that has one."""
    data = placed({"a": [{"b": 1}, 2]}, lambda path: Location("f", 1 + sum(1 for _ in path)))
    assert isinstance(data, LocatedDict)
    assert [str(place_of(data, path)) for path in ((), ("a",), ("a", 0), ("a", 0, "b"), ("a", 0, "zz"), ("a", 9))] == [
        "f:1", "f:2", "f:3", "f:4", "f:3", "f:2",
    ]  # fmt: skip
    assert place_of({"a": 1}, ("a",)) is None


@given(st.lists(st.sampled_from(["a", "b", None, True, (), ("x", "y")])), st.lists(st.sampled_from(["a", "c", "d"])))
def test_vocabularies_and_their_extensions(first, second):
    """Codes stand for values in the vocabulary and in what extends it, which leaves it as it was."""
    base = StringTable()
    codes = base.encode(first).tolist()
    assert [base.value(code) for code in codes] == first
    assert base.code(None) == 0
    size = len(base)
    one = StringTable(base)
    more = one.encode(second).tolist()
    other = StringTable(one)
    other.encode(["zz"])
    assert [one.value(code) for code in [*codes, *more]] == [*first, *second]
    assert [other.value(code) for code in [*codes, *more]] == [*first, *second]
    assert len(base) == size
    assert (base.code("zz"), one.code("zz")) == (-1, -1)
    assert [one.code(value) for value in one.values()] == list(range(len(one)))


@given(st.lists(st.lists(st.sampled_from(["a", "b", None, True, (), ("x", "y"), "c", "d"]))))
def test_codes_are_given_in_turn(parts):
    """Values of many columns, some alike within one and some known from another, are numbered as they first come."""
    words, known = StringTable(), {None: 0}
    for values in parts:
        expected = [known.setdefault(value, len(known)) for value in values]
        assert words.encode(values).tolist() == expected
        assert words.values() == list(known)
        assert [words.code(value) for value in known] == list(range(len(known)))
        assert words.hashes().tolist() == [hash(value) for value in known]


def test_many_values_of_codes():
    """Thousands of codes at once give what each gives alone, before and after more values come, and in a copy."""
    words = StringTable()
    for start in (0, 3000):
        codes = words.encode([f"text {number}" for number in range(start, start + 3000)])[::-1]
        assert words.values_of(codes) == [words.value(code) for code in codes.tolist()]
    assert copy.deepcopy(words).values_of(codes) == words.values_of(codes)


def test_columns_may_share_a_list():
    """Columns of one list of ids and columns of equal lists make the same structure."""
    ids = [f"p{number}" for number in range(50)]

    def made(own, other, third):
        return Structure.from_columns(
            {
                "posts": {"id": own, "unit": ["u"] * 50},
                "lines": {
                    "kind": ["administrative"] * 49,
                    "from_": Categorical(other, np.arange(1, 50, dtype=np.int32)),
                    "to": Categorical(third, np.arange(49, dtype=np.int32) // 2),
                },
                "units": {"id": ["u"], "kind": ["agency"]},
            }
        )

    shared = made(ids, ids, ids)
    assert shared == made(list(ids), list(ids), list(ids))
    assert [(one.from_, one.to) for one in shared.lines] == [(ids[at], ids[(at - 1) // 2]) for at in range(1, 50)]


@given(st.lists(st.sampled_from(["a", "b", "", "1"])), st.data())
def test_coded_columns(cells, data):
    """A coded column is the sequence it was made of, mapped, replaced and searched as a list would be."""
    column = Categorical.of(cells)
    assert list(column) == cells
    assert list(column.mapped(str.upper)) == [cell.upper() for cell in cells]
    assert column.rows_of("a") == [row for row, cell in enumerate(cells) if cell == "a"]
    assert column.rows_where(bool) == [row for row, cell in enumerate(cells) if cell]
    rows = data.draw(st.lists(st.sampled_from(range(len(cells))), unique=True)) if cells else []
    assert list(column.taken(rows)) == [cells[row] for row in rows]
    assert list(column.replaced(dict.fromkeys(rows, "z"))) == [
        "z" if row in rows else cell for row, cell in enumerate(cells)
    ]
    assert list(column[1:]) == cells[1:]
    assert list(Categorical.constant(None, 3)) == [None] * 3


# -- changes -------------------------------------------------------------------------------------------------------------


def test_a_stale_change_says_what_differs():
    """A change whose record is gone, is there already, or differs, is refused with the reason; all at once."""
    base = Structure.of([Unit("a", level="x"), Unit("b")])
    changes = [
        Change("units", Unit("a", level="y"), Unit("a", level="z"), "a"),
        Change("units", None, Unit("b"), "b"),
        Change("units", Unit("c"), None, "c"),
    ]
    with pytest.raises(ProblemsError) as caught:
        apply(base, changes)
    told = [problem.message for problem in caught.value.problems]
    assert [problem.code for problem in caught.value.problems] == ["STALE_CHANGE"] * 3
    assert "level differ" in told[0]
    assert "exists already" in told[1]
    assert "does not exist here" in told[2]
    assert changes[0].fields == ("level",)
    assert changes[1].fields == ()


def test_changes_compose_to_nothing():
    """What is begun and ended again is no change, and what comes back neither; the order is that of diff."""
    begun = Change("units", None, Unit("x"), "x")
    assert compose([begun], invert([begun])) == ()
    base = Structure.of([Unit("b"), Post("p", "b")])
    other = Structure.of([Unit("a"), Unit("b", level="y"), Post("p", "b", order=3), Post("q", "a")])
    there = diff(base, other)
    assert compose(reversed(there), ()) == there
    assert [change.key for change in there] == ["a", "b", "p", "q"]
