"""Drafts: what is read after writing, taking back, and what it all comes to, against copies of dictionaries."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.change import apply, diff, net_changes
from orgmodel.core.draft import Draft
from orgmodel.core.queries import Queries
from orgmodel.core.records import Ended, Line, Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from tests.strategies import structures


def holds(draft: Draft, model: dict) -> None:
    """Compare every reading of a draft with plain records."""
    units = {key: one for (table, key), one in model.items() if table == "units"}
    posts = {key: one for (table, key), one in model.items() if table == "posts"}
    for id in {*units, "u0", "nobody"}:
        assert draft.unit(id) == units.get(id)
        below = sorted((one for one in units.values() if one.parent == id), key=lambda one: (one.order, one.id))
        assert draft.children_of(id) == below
        mine = {one.id for one in posts.values() if one.unit == id}
        assert {one.id for one in draft.posts_of(id)} == mine
        for field in ("from_", "to"):
            lines = [one for (table, _), one in model.items() if table == "lines" and getattr(one, field) == id]
            assert draft.group("lines", field, id) == sorted(lines, key=lambda one: one.key)
    for id in {*posts, "nobody"}:
        assert draft.post(id) == posts.get(id)


@given(structures(), st.data())
def test_a_draft_reads_what_was_written_and_can_be_taken_back(structure, data):
    """Every reading follows the writing; taking back to a mark restores all; the structure is that of the changes."""
    draft = Draft(structure)
    model = {(spec.table, one.key): one for spec in Tables.ALL for one in structure.table(spec.table)}
    marks = []
    for _ in range(data.draw(st.integers(1, 8))):
        kind = data.draw(st.sampled_from(["move", "end", "begin", "line", "mark", "back"]))
        units = [key for table, key in model if table == "units"]
        posts = [key for table, key in model if table == "posts"]
        if kind == "mark":
            marks.append((draft.savepoint(), dict(model)))
        elif kind == "back" and marks:
            mark, kept = marks.pop(data.draw(st.integers(0, len(marks) - 1)))
            marks = [one for one in marks if one[0] <= mark]
            draft.rollback(mark)
            model = kept
            assert draft.savepoint() == mark
        elif kind == "move" and units:
            id = data.draw(st.sampled_from(posts)) if posts else None
            to = data.draw(st.sampled_from(units))
            one = replace(model["posts", id], unit=to) if id else replace(model["units", to], level="x")
            draft.put(one)
            model["posts" if id else "units", one.key] = one
        elif kind == "end" and posts:
            id = data.draw(st.sampled_from(posts))
            draft.end(model.pop(("posts", id)))
        elif kind == "begin":
            unit = Unit(data.draw(st.sampled_from(["n1", "n2"])), parent=data.draw(st.sampled_from([None, *units])))
            draft.put(unit)
            model["units", unit.id] = unit
        elif kind == "line" and len(units) > 1:
            line = Line("coordination", units[0], data.draw(st.sampled_from(units[1:])))
            draft.put(line)
            model["lines", line.key] = line
        holds(draft, model)
    after = draft.structure()
    for unit in after.units:
        for ask in (Queries.children_of, Queries.posts_of, Queries.head_of, Queries.lines_from):
            assert ask(draft, unit.id) == ask(after, unit.id)
        assert list(draft.upward(unit.id)) == list(after.upward(unit.id))
    assert {(spec.table, one.key): one for spec in Tables.ALL for one in after.table(spec.table)} == model
    assert apply(structure, draft.changes()) == after
    assert {(one.table, one.key): one for one in draft.changes()} == {
        (one.table, one.key): one for one in diff(structure, after)
    }


def test_a_change_that_came_to_nothing_is_no_change():
    """What is written and written back, or begun and ended, leaves no change."""
    base = Structure.of([Unit("a")])
    draft = Draft(base)
    draft.put(Unit("a", level="x"))
    draft.put(Unit("b"))
    draft.put(Unit("a"))
    draft.end(Unit("b"))
    assert draft.changes() == ()
    assert net_changes(()) == ()
    assert draft.structure() == base


def test_ended_lives_of_a_unit():
    """A unit that ended is in the register with its date, an unknown one kept as unknown; the last life counts."""
    old = Ended(Unit("a", begins="2001"), "2005")
    draft = Draft(Structure.of([old, Unit("a", begins="2010")]))
    assert draft.ended("a") == old
    draft.end_unit(Unit("a", begins="2010"), None)
    assert draft.ended("a") == Ended(Unit("a", begins="2010"), "?")
    assert draft.unit("a") is None
    assert len(draft.structure().ended_units("a")) == 2
    assert draft.ended("b") is None


def test_a_unit_with_all_below_it():
    """A subtree is listed depth-first as it is now."""
    draft = Draft(
        Structure.of([Unit("a"), Unit("b", parent="a"), Unit("c", parent="b"), Unit("d", parent="a", order=-1)])
    )
    assert [unit.id for unit in draft.subtree("a")] == ["a", "d", "b", "c"]
    draft.put(Unit("c", parent="d"))
    assert [unit.id for unit in draft.subtree("a")] == ["a", "d", "c", "b"]
    assert draft.subtree("nobody") == []


def test_a_post_that_began_in_the_draft_is_found_in_its_groups():
    """New records are in the groups that they belong to, and leave them when they move."""
    draft = Draft(Structure.of([Unit("a"), Unit("b")]))
    draft.put(Post("p", "a"))
    assert [post.id for post in draft.posts_of("a")] == ["p"]
    draft.put(Post("p", "b"))
    assert (draft.posts_of("a"), [post.id for post in draft.posts_of("b")]) == ([], ["p"])
