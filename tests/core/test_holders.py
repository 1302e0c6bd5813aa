"""People and the posts they hold: what contradicts is told, and whoever is left without a post is named."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.integrity import check
from orgmodel.core.names import names_of
from orgmodel.core.problems import WARNING
from orgmodel.core.records import Incumbency, Link, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

UNIT = Unit("a")
HEAD = Post("a/h", "a", names_of(en="Head"), rank="head", authorized=1, filled=1)
CLERK = Post("a/c", "a", authorized=2, filled=1)


@pytest.mark.parametrize(
    ("records", "code", "subject"),
    [
        ([Person("p", "P"), Incumbency("p", "a/h")], "", ""),
        ([Person("p"), Incumbency("p", "a/h")], "NAMELESS", "p"),
        ([Person("p", "P"), Incumbency("p", "a/v"), Post("a/v", "a", authorized=1, filled=0)], "HOLDER_OF_VACANT", "a/v"),
        ([Person("p", "P"), Person("q", "Q"), Incumbency("p", "a/h"), Incumbency("q", "a/h")], "TWO_HOLDERS", "a/h"),
        ([Person("p", "P"), Person("q", "Q"), Incumbency("p", "a/h", share=50), Incumbency("q", "a/h", share=50)], "", ""),
        ([Person("p", "P"), Incumbency("p", "a/c", order=1)], "ONLY_SECOND", "p"),
        ([Person("p", "P"), Incumbency("p", "a/h"), Incumbency("p", "a/c", order=1)], "", ""),
        ([Link("a/h", "a/c")], "", ""),
        ([Post("a/x", "a", authorized=1, filled=1), Link("a/h", "a/c"), Link("a/x", "a/c")], "TWO_HOLDERS", "a/c"),
    ],
    ids=[
        "one holder", "no name", "holder of a vacant post", "two whole holders", "two halves", "only a second post", "two posts",
        "one link", "two links to one who is present",
    ],
)  # fmt: skip
def test_holdings_that_contradict_are_told(records, code, subject) -> None:
    """Each is a warning of the record that it concerns; what fits is silent."""
    found = [(one.code, one.subject, one.severity) for one in check(Structure.of([UNIT, HEAD, CLERK, *records]))]
    assert found == ([(code, subject, WARNING)] if code else [])


@pytest.mark.parametrize(
    ("figures", "filled", "told"),
    [
        ([1, 2, 3, 4, 5], 1, True),
        ([3001, 1001, 1002, 2001, 2002], 1, True),
        ([1, 2, 3, 4, 5], 2, False),
        ([1, 1, 2, 3, 4], 1, False),
        ([5, 6, 7, 8, 9], 1, False),
    ],
    ids=["from one up", "in the thousands", "several people", "twice one", "counts"],
)
def test_figures_that_run_like_numbers_of_posts_are_told(figures: list[int], filled: int, told: bool) -> None:
    """Where a person or nobody stands beside each, they were likely ids."""
    posts = [Post(f"a/{at}", "a", authorized=one, filled=filled if at else 0) for at, one in enumerate(figures)]
    found = [(one.code, one.severity) for one in check(Structure.of([UNIT, *posts]))]
    assert found == ([("NUMBERS_AS_FIGURES", WARNING)] if told else [])


def test_whoever_holds_no_post_afterwards_is_named() -> None:
    """Of two heads the one whose post ends is told of with post and unit; the one who has another post is not."""
    records = [
        Unit("gov"), Unit("a", parent="gov"), Unit("b", parent="gov"), HEAD,
        Post("b/h", "b", names_of(en="Chief"), rank="head", authorized=1, filled=1),
        Post("b/d", "b", rank="deputy", authorized=1, filled=1),
        *(Person(one, one.upper()) for one in ("p", "q", "r")),
        Incumbency("p", "a/h"), Incumbency("q", "b/h"), Incumbency("r", "b/d"),
    ]  # fmt: skip
    merge = {"absorb": ["b"], "into": "a", "surplus_heads": {"b/h": {"end": True, "why": "one head"}}}
    outcome = Scenario("x", Structure.of(records), steps=(Step("s", do=[merge]),)).run()
    told = [problem for problem in outcome.problems if problem.code == "DISPLACED"]
    assert [(problem.subject, problem.severity) for problem in told] == [("b/h", WARNING)]
    assert told[0].message.startswith("q holds no post afterwards")  # by id, never by name
    ending = {"dissolve": {"post": "b/d"}, "why": "w", "incoming": "drop"}
    both = Structure.of([*records, Incumbency("r", "a/c", order=1), Post("a/c", "a", authorized=1, filled=1)])
    kept = Scenario("x", both, steps=(Step("s", do=[ending]),)).run()
    assert [problem.code for problem in kept.problems if problem.code == "DISPLACED"] == []


@given(
    st.lists(st.sampled_from([None, 0, 1, 2]), min_size=1, max_size=4),
    st.dictionaries(
        st.tuples(st.sampled_from("pqrs"), st.integers(0, 3)), st.tuples(st.sampled_from([50, 100]), st.integers(0, 1))
    ),
    st.sets(st.sampled_from("pqrs")),
)
def test_holdings_are_told_as_a_walk_over_them_tells(filled, holdings, named) -> None:
    """Found by columns, the same are told as by going through people, posts and holdings one by one."""
    holdings = {key: told for key, told in holdings.items() if key[1] < len(filled)}
    posts = [Post(f"a/{number}", "a", authorized=2, filled=count) for number, count in enumerate(filled)]
    persons = [Person(one, one.upper() if one in named else "") for one in "pqrs"]
    held = [Incumbency(who, f"a/{at}", share=share, order=order) for (who, at), (share, order) in holdings.items()]
    found = Counter(
        (one.code, one.subject)
        for one in check(Structure.of([UNIT, *posts, *persons, *held]))
        if one.code in ("NAMELESS", "HOLDER_OF_VACANT", "TWO_HOLDERS", "ONLY_SECOND")
    )
    nameless = [one for one in "pqrs" if one not in named]
    wanted = Counter({("NAMELESS", one): 1 for one in (nameless if named else [""])})  # of all at once, none by itself
    for number, count in enumerate(filled):
        here = [share for (_, at), (share, _) in holdings.items() if at == number]
        if count == 0:
            wanted["HOLDER_OF_VACANT", f"a/{number}"] += len(here)
        elif count is not None:
            whole = 0
            for share in here:
                whole += share == 100
                wanted["TWO_HOLDERS", f"a/{number}"] += whole > count
    for who in "pqrs":
        own = [order for (one, _), (_, order) in holdings.items() if one == who]
        wanted["ONLY_SECOND", who] += own == [1]
    assert found == +wanted
