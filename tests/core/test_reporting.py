"""Who answers to whom: the rule in plain words, against the arrays; cycles found as networkx finds them."""

from __future__ import annotations

import contextlib
import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.cycles import cycles
from orgmodel.core.draft import Draft
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.reporting import superiors_of_post, superiors_of_unit
from orgmodel.core.structure import Structure
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of
from tests.strategies import operations, structures

Lines = set[tuple[str, str, bool]]


def head_of(structure: Structure, unit: str | None) -> str | None:
    """Give the head post of a unit, the first by id."""
    return min((post.id for post in structure.posts if post.unit == unit and post.rank == "head"), default=None)


def nearest_head(structure: Structure, unit: str | None) -> str | None:
    """Walk upward to the first unit with a head."""
    while unit is not None and structure.units.get(unit) is not None:
        head = head_of(structure, unit)
        if head is not None:
            return head
        unit = structure.unit(unit).parent
    return None


def plain_lines(structure: Structure) -> tuple[Lines, Lines]:
    """Work out the administrative lines between posts and between units, one by one, with derived ones marked."""
    written: dict[str, list[str]] = {}
    for line in structure.lines:
        if line.kind == "administrative":
            written.setdefault(line.from_, []).append(line.to)
    units, posts = {unit.id for unit in structure.units}, {post.id for post in structure.posts}
    among_units: Lines = set()
    for unit in structure.units:
        if unit.id in written:
            among_units |= {(unit.id, to, False) for to in written[unit.id] if to in units}
        elif unit.parent in units:
            among_units.add((unit.id, unit.parent, True))
    among_posts: Lines = set()

    def add(start: str, end: str | None, derived: bool) -> None:
        if end is not None and end != start:
            among_posts.add((start, end, derived))

    for post in structure.posts:
        is_head = head_of(structure, post.unit) == post.id
        lines = written.get(post.id) or (written.get(post.unit) if is_head else None)
        if lines:
            for to in lines:
                add(post.id, to if to in posts else nearest_head(structure, to), derived=False)
        elif is_head:
            add(post.id, nearest_head(structure, structure.unit(post.unit).parent), derived=True)
        else:
            add(post.id, nearest_head(structure, post.unit), derived=True)
    return among_posts, among_units


@given(structures(), st.data())
def test_lines_follow_the_rule(structure, data):
    """Written lines are the complete list of superiors, the ordinary rule derives the rest; in variants, and one by one."""
    draft = Draft(structure)
    for _ in range(2):
        with contextlib.suppress(ProblemsError):
            perform(draft, operation_of(data.draw(operations(structure))))
    for one in (structure, draft.structure()):
        posts, units = plain_lines(one)
        assert set(one.graph("posts").edges(data="derived")) == posts
        assert set(one.graph("administrative").edges(data="derived")) == units
        for reader in (one, draft) if one is not structure else (one,):
            for post in one.posts:
                assert set(superiors_of_post(reader, post)) == {to for start, to, _ in posts if start == post.id}
            for unit in one.units:
                found = {to for to in superiors_of_unit(reader, unit) if one.units.get(to) is not None}
                assert found == {to for start, to, _ in units if start == unit.id}
        heads = one.reporting.head
        ids = one.posts.column("id")
        for row in one.units.rows():
            found = None if heads[row] < 0 else one.strings.value(ids[heads[row]])
            assert found == head_of(one, one.units.record(row).id)


@st.composite
def tangles(draw) -> Structure:
    """Draw units and posts with lines in any direction, cycles too."""
    ids = [f"u{i}" for i in range(draw(st.integers(1, 6)))]
    units = [Unit(id, parent=draw(st.sampled_from([None, None, *ids]))) for id in ids]
    posts = [
        Post(f"{id}/{n}", id, rank="head" if n == 0 else "staff") for id in ids for n in range(draw(st.integers(0, 2)))
    ]
    ends = ids if draw(st.booleans()) else [*ids, *(post.id for post in posts)]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=5, unique=True))
    return Structure.of([*units, *posts, *(Line("administrative", start, end) for start, end in pairs)])


@given(tangles())
def test_cycles_are_found_where_networkx_finds_them(structure):
    """A cycle of parents or of superiors is reported exactly when the graph of parents, or of lines, has one."""
    found = list(cycles(structure))
    parents = nx.DiGraph((unit.id, unit.parent) for unit in structure.units if unit.parent is not None)
    told_of_parents = [one for one in found if one.table == "units"]
    assert bool(told_of_parents) is not nx.is_directed_acyclic_graph(parents)
    assert len(told_of_parents) == sum(1 for _ in nx.simple_cycles(parents))
    posts, units = plain_lines(structure) if not told_of_parents else (set(), set())
    if told_of_parents:  # without a chart there is no nearest head: only that it ends counts
        return
    graphs = [nx.DiGraph((start, end) for start, end, _ in lines) for lines in (posts, units)]
    assert any(one.table == "lines" for one in found) is not all(map(nx.is_directed_acyclic_graph, graphs))
    for one in found:
        assert one.code == "CYCLE"
        names = one.message.split(": ")[1].split(";")[0].split(" → ")
        assert names[0] == names[-1]
        graph = graphs[1] if names[0] in {unit.id for unit in structure.units} else graphs[0]
        assert all(graph.has_edge(start, end) for start, end in itertools.pairwise(names))
        line = structure.lines.record(one.row)
        assert line.from_ in names or any(name.startswith(f"{line.from_}/") for name in names)


def test_a_unit_that_answers_to_a_post_closes_no_ring_through_its_parent():
    """A written line to a post is the whole list of a unit's superiors: the parent is none of them."""
    records = [Unit("a"), Unit("b", parent="a"), Post("a/1", "a")]
    lines = [Line("administrative", "b", "a/1"), Line("administrative", "a", "b")]
    assert list(cycles(Structure.of([*records, *lines]))) == []
    assert [one.code for one in cycles(Structure.of([*records, lines[1]]))] == ["CYCLE"]


def test_a_ring_of_superiors_beside_a_cycle_of_parents_is_told_too():
    """Both are reported at once, so that the second does not come to light when the first is mended."""
    units = [Unit("a", parent="b"), Unit("b", parent="a"), Unit("c", parent="a")]
    found = cycles(Structure.of([*units, Line("administrative", "a", "c")]))
    assert [(one.table, one.subject) for one in found] == [("units", "a"), ("lines", "a")]


def test_two_heads_are_told_by_id_not_by_row():
    """Where a unit wrongly has two heads, the first by id stands, however the rows are ordered."""
    posts = [Post("a/2", "a", rank="head"), Post("a/1", "a", rank="head"), Post("b/1", "b", rank="head")]
    for order in (posts, posts[::-1]):
        structure = Structure.of([Unit("a"), Unit("b", parent="a"), *order])
        assert set(structure.graph("posts").edges) == {("b/1", "a/1"), ("a/2", "a/1")}


@pytest.mark.parametrize("parent", ["a", "b"])
def test_a_cycle_of_parents_ends(parent):
    """Lines are worked out even of a chart with a cycle, which the check then reports."""
    structure = Structure.of([Unit("a", parent=parent), Unit("b", parent="a"), Post("b/1", "b")])
    assert structure.reporting.post_from.tolist() == []


def test_lines_without_any_post():
    """Written lines between units stand where nobody has a post."""
    structure = Structure.of([Unit("a"), Unit("b"), Line("administrative", "b", "a")])
    assert list(structure.graph("administrative").edges(data="derived")) == [("b", "a", False)]
