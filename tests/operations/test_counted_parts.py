"""A counted part of a row of which not everything is known: the ledger balances, and the parts come to the row again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Figure, FigureId, assumed
from orgmodel.core.problems import errors
from orgmodel.core.records import Incumbency, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.own_json import from_json, to_json
from orgmodel.measures import value
from orgmodel.operations.perform import perform
from orgmodel.operations.post_moves import PostMove, fte_parts
from orgmodel.operations.verbs import operation_of
from tests.books import Values, faults, holdings

RANGE = assumed(FigureId("posts", "a/s", "fte"), 250, 300, 400)


def of(authorized: Figure, filled: Figure, fte: Figure) -> Structure:
    """A row of posts in a unit of two."""
    return Structure.of(
        [
            Unit("a"),
            Unit("b"),
            Post("a/s", "a", authorized=authorized, filled=filled, fte=fte),
            Post("b/s", "b", fte=50),
        ]
    )


def totals(structure: Structure) -> list[Amount]:
    """Sum each figure of the posts."""
    return [
        Amount.total((getattr(one, field), FigureId("posts", one.id, field)) for one in structure.posts)
        for field in ("authorized", "filled", "fte")
    ]


def uncertain(field: str, most: int) -> st.SearchStrategy[Figure]:
    """A figure that is known, missing or a range."""
    ranges = st.integers(1, most).map(lambda low: assumed(FigureId("posts", "a/s", field), low, None, low + 2))
    return st.none() | st.integers(1, most) | ranges


@given(
    uncertain("authorized", 6),
    uncertain("filled", 6),
    st.sampled_from([0, 1, 250, 300]) | uncertain("fte", 600),
    st.data(),
)
def test_whatever_is_cut_off_the_ledger_balances_and_the_parts_come_to_the_row(authorized, filled, fte, data):
    """Parts counted off one after another and out of one another, with and without people, change no total."""
    before = of(authorized, filled, fte)
    draft = Draft(before)
    done = 0
    for _ in range(3):
        was = draft.structure()
        post = data.draw(st.sampled_from([one for one in was.posts if one.id != "b/s"]))
        take = {"post": post.id, "count": 1, "filled": data.draw(st.sampled_from([0, 1]))}
        if data.draw(st.booleans()):
            take["fte"] = 0.5
        effect = perform(draft, operation_of({"transfer": {"posts": [take]}, "to": "b" if post.unit == "a" else "a"}))
        assert [one for one in effect.problems if one.code.startswith(("LEDGER", "FLOW"))] == []
        done += not errors(effect.problems)
        values = Values()
        assert faults(holdings(was, values), effect.flows, holdings(draft.structure(), values), values) == []
    after = draft.structure()
    assert totals(after) == totals(before)
    assert [str(one) for one in totals(after)] == [str(one) for one in totals(before)]
    again, problems = from_json(to_json(after))
    assert (errors(problems), again) == ([], after)
    if done and isinstance(fte, int):
        assert value(after, "fte") == value(before, "fte")


@pytest.mark.parametrize(
    ("fte", "filled", "taken", "parts"),
    [
        (300, 3, 0, ("0", "300")),
        (300, 3, 3, ("300", "0")),
        (300, 3, 1, ("100", "200")),
        (300, None, 0, ("0", "300")),
        (300, None, 1, ("at least 0 (1 missing)", "at least 0 (1 missing)")),
        (None, 3, 0, ("0", "at least 0 (1 missing)")),
        (None, 3, 3, ("at least 0 (1 missing)", "0")),
        (None, 3, 1, ("at least 0 (1 missing)", "at least 0 (1 missing)")),
        (RANGE, 3, 0, ("0", "300 (250–400)")),
        (RANGE, 3, 3, ("300 (250–400)", "0")),
        (RANGE, 3, 1, ("at least 0 (1 missing)", "at least 0 (1 missing)")),
    ],
)
def test_full_time_equivalents_follow_the_people_as_far_as_they_are_known(fte, filled, taken, parts):
    """None go with nobody and all with everybody; of what cannot be divided the two parts are unknown, and their sum is known."""
    post = Post("a/s", "a", authorized=5, filled=filled, fte=fte)
    amounts = [
        Amount.of(one, FigureId("posts", "a/s", "fte")) for one in fte_parts(PostMove.whole(post, None), taken, None)
    ]
    assert tuple(map(str, amounts)) == parts
    assert amounts[0] + amounts[1] == Amount.of(fte, FigureId("posts", "a/s", "fte"))
    assert str(amounts[0] + amounts[1]) == str(Amount.of(fte, FigureId("posts", "a/s", "fte")))


def test_a_person_who_leaves_a_row_of_unknown_size_takes_an_unknown_part_of_what_is_known():
    """Nobody knows among how many people 3.00 are divided: one who goes takes an unknown part, where a figure can hold the sum."""
    records = [
        Unit("a"), Unit("b"), Post("a/s", "a", authorized=5, fte=300), Person("p"), Incumbency("p", "a/s"),
        Post("b/s", "b", authorized=4, filled=1, fte=50), Post("b/u", "b", authorized=4, filled=1),
    ]  # fmt: skip
    for to, arrived in (("b/s", "at least 50 (1 missing)"), ("b/u", "at least 0 (1 missing)")):
        draft = Draft(Structure.of(records))
        effect = perform(draft, operation_of({"dissolve": {"post": "a/s"}, "people": {"p": {"to": to}}, "why": "w"}))
        assert errors(effect.problems) == []
        row = draft.structure().post(to)
        assert (row.filled, str(Amount.of(row.fte, FigureId("posts", to, "fte")))) == (2, arrived)


def test_no_more_is_taken_off_an_unknown_part_than_the_whole_had():
    """Of 0.80 full-time equivalents one who left took an unknown part: what stays is at most 0.80, and one of 1.00 is not there."""
    draft = Draft(of(4, None, 80))
    assert (
        errors(
            perform(
                draft, operation_of({"transfer": {"posts": [{"post": "a/s", "count": 1, "filled": 1}]}, "to": "b"})
            ).problems
        )
        == []
    )
    for taken, code in ((1, ["TAKEN_TWICE"]), (0.8, [])):
        part = {"post": "a/s", "count": 1, "filled": 1, "fte": taken}
        found = perform(draft, operation_of({"transfer": {"posts": [part]}, "to": "b"}))
        assert [one.code for one in errors(found.problems)] == code, found.problems
