"""People, posts and full-time equivalents: who is listed is counted, and once."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from orgmodel.comparison.comparison import compare
from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.core.records import Incumbency, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import value
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario


def run(records: list, *operations: dict):
    """Carry out operations on some records."""
    outcome = Scenario("s", Structure.of(records), steps=(Step("x", do=list(operations)),)).run()
    assert errors(outcome.problems) == []
    return outcome


def two_posts() -> list:
    """A person who heads a and, second, b."""
    return [
        Unit("a"), Unit("b"), Post("a/h", "a", rank="head", authorized=1, filled=1), Post("b/h", "b", rank="head", authorized=1, filled=1),
        Person("p", "P"), Incumbency("p", "a/h"), Incumbency("p", "b/h", order=1),
    ]  # fmt: skip


def test_a_second_post_becomes_the_first_when_the_first_ends():
    """Headcount stays one, and is in b afterwards; the ledger says that the person is counted there now."""
    outcome = run(two_posts(), {"dissolve": {"post": "a/h"}, "why": "w"})
    total = compare(outcome).measures.set_index(["scope", "measure"])
    assert total.loc[("total", "headcount"), ["before", "after", "change"]].tolist() == [1, 1, 0]
    assert total.loc[("total", "concurrent_posts"), ["before", "after"]].tolist() == [1, 0]
    assert (
        value(outcome.after, "headcount", "b").value,
        outcome.after.table("incumbencies").get(("p", "b/h")).order,
    ) == (1, 0)
    people = [
        (one.flow.from_unit, one.flow.to_unit, one.flow.reason.kind)
        for one in outcome.ledger
        if one.flow.quantity == "people"
    ]
    assert people == [("a", "b", "next_post")]
    assert check(outcome.after) == []


def test_a_second_post_that_ends_leaves_the_first():
    """Nothing becomes of the first post, and headcount stays."""
    outcome = run(two_posts(), {"dissolve": {"post": "b/h"}, "why": "w"})
    assert value(outcome.after, "headcount", "a").value == 1
    assert value(outcome.after, "headcount").value == 1


def test_listed_persons_are_counted():
    """Of a post that says nothing of who is there, its one holder is all; of five posts two holders are at least who is there."""
    one = Structure.of([Unit("a"), Post("a/h", "a", authorized=1), Person("p", "P"), Incumbency("p", "a/h")])
    for id, expected in (("headcount", 1), ("posts_filled", 1), ("vacancies", 0)):
        found = value(one, id)
        assert (found.value, found.missing) == (expected, 0), id
    five = Structure.of(
        [
            Unit("a"),
            Post("a/s", "a", authorized=5),
            *(Person(n, n) for n in "pq"),
            *(Incumbency(n, "a/s") for n in "pq"),
        ]
    )
    for id in ("headcount", "posts_filled"):
        found = value(five, id)
        assert (found.value, found.high, found.missing) == (2, None, 1) or found.value is None, id
    free = value(five, "vacancies")
    assert (free.value, free.low, free.high) == (None, None, None)


def test_two_who_share_a_post_make_no_vacancy_below_nothing():
    """Two at half share in one post, stated as two people or as one post filled: two people, no vacancy."""
    for filled in (1, 2):
        shared = Structure.of(
            [Unit("a"), Post("a/s", "a", authorized=1, filled=filled), *(Person(n, n) for n in "pq"),
             *(Incumbency(n, "a/s", share=50) for n in "pq")]
        )  # fmt: skip
        assert (value(shared, "vacancies").value, value(shared, "headcount").value) == (0, 2)


def test_full_time_equivalents_are_those_stated():
    """A vacant post that states some counts them, and check warns; blank on a vacant post is none."""
    structure = Structure.of(
        [
            Unit("a"),
            Post("a/h", "a", rank="head", filled=1, fte=100),
            Post("a/c", "a", filled=0, fte=100),
            Post("a/d", "a", filled=0),
        ]
    )
    assert (value(structure, "fte").value, value(structure, "fte").missing) == (2, 0)
    assert [(one.code, one.subject, one.severity) for one in check(structure)] == [("FTE_OF_VACANT", "a/c", "warning")]


def test_a_holder_moves_into_a_post_of_which_nobody_knows_whether_it_is_vacant():
    """The move goes ahead with a warning, and what was not known is so still, with one more."""
    records = [
        Unit("a"), Unit("b"), Post("a/h", "a", rank="head", authorized=1, filled=1), Post("b/h", "b", rank="head", authorized=1, filled=1),
        Post("b/s", "b", authorized=4),
    ]  # fmt: skip
    outcome = run(records, {"link_posts": "a/h", "also_holds": "b/h", "displaced": {"to": "b/s"}})
    assert [one.code for one in outcome.problems] == ["VACANCY_UNKNOWN"]
    found = compare(outcome).measures.set_index(["scope", "measure"])
    assert found.loc[("total", "posts_filled"), ["before", "after", "change"]].tolist() == [2, 3, 1]


def test_a_blank_figure_is_never_taken_for_full_or_empty():
    """A second post of which nobody knows whether it is vacant is held as well, and one who may be there makes room."""
    records = [
        Unit("a"), Unit("b"), Post("a/h", "a", rank="head", authorized=1, filled=1), Post("b/v", "b", authorized=1),
        Post("b/s", "b", authorized=4, filled=3), Post("b/o", "b", quota="out", filled=0), Post("b/f", "b", authorized=1, filled=1),
    ]  # fmt: skip
    cases = [
        ({"also_holds": "b/v"}, ["VACANCY_UNKNOWN"], (5, 6, 1)),
        (
            {"also_holds": "b/v", "displaced": {"to": "b/s"}},
            ["FILLED_UNKNOWN"],
            (5, 7, 1),
        ),  # of whom one is known to be there now
        ({"also_holds": "b/o"}, [], (5, 6, 1)),
    ]
    for data, codes, figures in cases:
        outcome = run(records, {"link_posts": "a/h", **data})
        assert [one.code for one in outcome.problems] == codes, data
        found = compare(outcome).measures.set_index(["scope", "measure"])
        assert tuple(found.loc[("total", "posts_filled"), ["before", "after", "change"]]) == figures
        assert found.loc[("total", "headcount"), "change"] == 0


def test_a_remainder_carries_the_heads_of_all_it_stands_for():
    """Three units in one row have three heads; a fourth would be one too many."""
    three = [
        Unit("a", stands_for=3),
        Post("a/h", "a", rank="head", authorized=3, filled=3),
        Post("a/s", "a", authorized=9),
    ]
    assert errors(check(Structure.of(three))) == []
    assert (value(Structure.of(three), "heads").value, value(Structure.of(three), "span_mean").value) == (3, 3)
    four = [three[0], Post("a/h", "a", rank="head", authorized=4, filled=3)]
    assert [one.code for one in errors(check(Structure.of(four)))] == ["SECOND_HEAD"]


@st.composite
def holdings(draw: st.DrawFn) -> list:
    """Posts with figures stated or not, and persons who hold some of them, whole or in part."""
    posts = [
        Post(f"a/{n}", "a", authorized=draw(st.integers(0, 4)), filled=draw(st.one_of(st.none(), st.integers(0, 5))))
        for n in range(3)
    ]
    found: list = [Unit("a"), *posts]
    for n in range(draw(st.integers(0, 6))):
        share = draw(st.sampled_from([100, 50]))
        found += [Person(f"p{n}", f"P{n}"), Incumbency(f"p{n}", draw(st.sampled_from(posts)).id, share=share)]
    return found


@given(holdings())
def test_people_against_the_lists(given_records):
    """Row by row: people are those stated, or those listed where these are more and share, or where nothing is stated."""
    structure = Structure.of(given_records)
    shares: dict[str, list[int]] = defaultdict(list)
    for one in structure.table("incumbencies"):
        shares[one.post].append(one.share)
    people, free, vague = 0, 0, {"headcount": 0, "vacancies": 0}
    for post in structure.posts:
        listed, places = len(shares[post.id]), -(-sum(shares[post.id]) // 100)
        if post.filled is None:
            is_all = listed and places >= post.authorized
            people += listed
            free += post.authorized - places if is_all else 0
            vague = {id: count + (not is_all) for id, count in vague.items()}
        elif post.filled >= listed:
            people += post.filled
            free += post.authorized - (post.filled - (listed - places))
        else:
            people += post.filled + listed - places if post.filled >= places else post.filled
            free += post.authorized - post.filled
    for id, expected in (("headcount", people), ("vacancies", free)):
        found = value(structure, id)
        assert found.missing == vague[id], id
        if found.value is not None:
            assert found.value == expected, id
