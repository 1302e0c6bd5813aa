"""What is wrong in a structure is told at its row and field, with what to do; sound structures pass."""

from __future__ import annotations

import pytest
from hypothesis import given

from orgmodel.core.figures import assumed
from orgmodel.core.integrity import check
from orgmodel.core.problems import ERROR, WARNING
from orgmodel.core.records import (
    Attribute,
    Ended,
    Function,
    Identity,
    Incumbency,
    Line,
    Link,
    Members,
    Person,
    Post,
    Record,
    Unit,
)
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from tests.strategies import structures

SOUND: list[Record] = [
    Unit("hu", kind="committee", level="district", block="party"),
    Unit("vh", kind="organ", level="district", block="government", parent="hu"),
    Post("vh/head", "vh", rank="head", block="government", category="CC", authorized=1, filled=1),
    Post("vh/cv", "vh", block="government", category="CC", authorized=3, filled=2),
    Person("p", "P"),
    Incumbency("p", "vh/head"),
    Function("vh", "f", block="government"),
    Ended(Unit("old", kind="organ", block="party", parent="gone"), "2018-12-01"),
]
TERMS = Vocabulary(
    kinds={"committee": "body", "organ": "agency"},
    levels=("district",),
    blocks=("party", "government", "mixed"),
    categories=("CC",),
)

FAULTS: dict[str, tuple[list[Record], tuple[str, str, str, str]]] = {
    "a unit twice": ([Unit("vh", kind="organ")], ("DUPLICATE", "units", "id", "'vh'")),
    "a line twice": (
        [Line("administrative", "vh", "hu"), Line("administrative", "vh", "hu")],
        ("DUPLICATE", "lines", "kind", "administrative vh hu"),
    ),
    "a unit and a post of one id": ([Post("hu", "vh")], ("DUPLICATE", "posts", "id", "both a unit and a post")),
    "an unknown parent": ([Unit("x", parent="huu")], ("UNKNOWN_UNIT", "units", "parent", "did you mean 'hu'?")),
    "a post of an unknown unit": ([Post("x", "vvh")], ("UNKNOWN_UNIT", "posts", "unit", "did you mean 'vh'?")),
    "a post of an ended unit": ([Post("x", "old")], ("UNKNOWN_UNIT", "posts", "unit", "ended on 2018-12-01")),
    "an unknown person": (
        [Incumbency("pp", "vh/head")],
        ("UNKNOWN_PERSON", "incumbencies", "person", "no person 'pp'"),
    ),
    "an unknown post": ([Incumbency("p", "vh/haed")], ("UNKNOWN_POST", "incumbencies", "post", "'vh/head'")),
    "a line from nowhere": ([Line("coordination", "zz", "hu")], ("UNKNOWN_UNIT", "lines", "from_", "no unit or post")),
    "a line to nowhere": ([Line("coordination", "vh/cv", "zz")], ("UNKNOWN_UNIT", "lines", "to", "'zz'")),
    "a function of nobody": ([Function("zz", "g")], ("UNKNOWN_UNIT", "functions", "unit", "'zz'")),
    "members of nobody": ([Members("zz")], ("UNKNOWN_UNIT", "members", "unit", "'zz'")),
    "an attribute of nobody": ([Attribute("zz", "a", "1")], ("UNKNOWN_UNIT", "attributes", "unit", "'zz'")),
    "an identity of nobody": ([Identity("i", "zz")], ("UNKNOWN_UNIT", "identities", "unit", "'zz'")),
    "a link from nowhere": ([Link("zz", "vh/cv")], ("UNKNOWN_POST", "links", "post", "'zz'")),
    "a unit under itself": ([Unit("x", parent="x")], ("CYCLE", "units", "parent", "x → x")),
    "a superior below": ([Line("administrative", "hu", "vh")], ("CYCLE", "lines", "to", "cycle of superiors")),
    "a superior post below": (
        [Line("administrative", "vh/head", "vh/cv")],
        ("CYCLE", "lines", "to", "vh/head → vh/cv → vh/head"),
    ),
    "a second head": ([Post("x", "vh", rank="head")], ("SECOND_HEAD", "posts", "rank", "'vh'")),
    "a head row of two": (
        [Post("x", "hu", rank="head", authorized=2)],
        ("SECOND_HEAD", "posts", "authorized", "more posts than units"),
    ),
    "a kind not declared": ([Unit("x", kind="organn")], ("UNDECLARED", "units", "kind", "did you mean 'organ'?")),
    "a level not declared": ([Unit("x", kind="organ", level="county")], ("UNDECLARED", "units", "level", "'county'")),
    "a post of mixed block": ([Post("x", "vh", block="mixed")], ("UNDECLARED", "posts", "block", "never mixed")),
    "a rank not known": ([Post("x", "vh", rank="chief")], ("UNDECLARED", "posts", "rank", "'chief'")),
    "a quota not known": ([Post("x", "vh", quota="inn")], ("UNDECLARED", "posts", "quota", "did you mean 'in'?")),
    "a line of no kind": ([Line("friendship", "vh", "hu")], ("UNDECLARED", "lines", "kind", "'friendship'")),
    "a figure below zero": ([Post("x", "vh", authorized=-1)], ("NEGATIVE", "posts", "authorized", "leave it blank")),
    "members below zero": ([Members("hu", official=-1)], ("NEGATIVE", "members", "official", "'hu'")),
    "a best value outside its range": (
        [Post("x", "vh", authorized=assumed("s", 5, 9, 7))],
        ("RANGE", "posts", "authorized", "is 9, outside its own range 5–7"),
    ),
    "a range that ends before it begins": (
        [Post("x", "vh", authorized=assumed("s", 7, None, 5))],
        ("RANGE", "posts", "authorized", "ends before it begins"),
    ),
    "a post linked to itself": ([Link("vh/head", "vh/head")], ("LINK", "links", "also_holds", "joins two posts")),
    "a second post that is vacant": (
        [Post("x", "hu", filled=0), Link("vh/head", "x")],
        ("LINK", "links", "also_holds", "must count the holder"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place(name):
    """Each fault gives one error at the row and field that hold it, in words that help."""
    added, (code, table, field, words) = FAULTS[name]
    structure = Structure.of([*SOUND, *added], terms=TERMS)
    (problem,) = [
        one
        for one in check(structure)
        if (one.severity == ERROR and "not declared" not in one.message) or one.code == code
    ]
    assert (problem.code, problem.table, problem.field) == (code, table, field)
    assert words in problem.message
    assert structure.table(table).record(problem.row) in added


def test_a_sound_structure_passes():
    """What every fault was added to has none, with declared words or without."""
    assert check(Structure.of(SOUND, terms=TERMS)) == []
    assert check(Structure.of(SOUND)) == []
    assert check(Structure.of()) == []


def test_all_faults_are_told_at_once():
    """A structure with every fault tells them all, in one order whatever the order of rows."""
    records = [*SOUND, *(record for added, _ in FAULTS.values() for record in added)]
    found = {one.code for one in check(Structure.of(records, terms=TERMS))}
    assert found >= {code for _, (code, *_) in FAULTS.values()}


def test_more_people_than_posts_is_a_warning():
    """A surplus may be meant: it is a warning, and none outside quota."""
    one = Structure.of(
        [*SOUND, Post("x", "vh", authorized=1, filled=3), Post("y", "vh", quota="out", authorized=0, filled=3)]
    )
    assert [(problem.code, problem.severity, problem.subject) for problem in check(one)] == [("SURPLUS", WARNING, "x")]


def test_two_who_share_a_post_are_no_surplus():
    """Two at half share take one place of it; a third at full share is one more."""
    shared = [Post("x", "vh", authorized=1, filled=2), Person("p1", "One"), Person("p2", "Two")]
    shared += [Incumbency("p1", "x", share=50), Incumbency("p2", "x", share=50)]
    assert not check(Structure.of([*SOUND, *shared]))
    more = [*shared, Person("p3", "Three"), Incumbency("p3", "x")]
    more[0] = Post("x", "vh", authorized=1, filled=3)
    assert [problem.code for problem in check(Structure.of([*SOUND, *more]))] == ["SURPLUS"]


@given(structures())
def test_sound_structures_pass(structure):
    """A sound structure, and a variant of it, has no errors."""
    assert [one for one in check(structure) if one.severity == ERROR] == []
    variant = structure.patched({"units": {"new": Unit("new", kind="organ")}, "posts": {"new/1": Post("new/1", "new")}})
    assert [one for one in check(variant) if one.severity == ERROR] == []


def test_what_is_wrong_in_a_variant_is_told():
    """A record of a variant is checked as one of the baseline is."""
    base = Structure.of(SOUND, terms=TERMS)
    wrong = base.patched({"posts": {"n": Post("n", "nobody")}, "units": {"hu": None}})
    assert sorted((one.code, one.subject) for one in check(wrong)) == [
        ("UNKNOWN_UNIT", "hu"),
        ("UNKNOWN_UNIT", "nobody"),
    ]


def test_many_faults_are_all_told():
    """Twenty thousand posts of unknown units are each told."""
    posts = {"id": [f"p{i}" for i in range(20_000)], "unit": [f"x{i}" for i in range(20_000)]}
    structure = Structure.from_columns({"units": {"id": [f"u{i}" for i in range(20_000)]}, "posts": posts})
    assert len(check(structure)) == 20_000
