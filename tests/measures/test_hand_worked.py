"""Every measure against totals worked out by hand on a small organisation.

::

    dist (place)
    ├── bc (body, party)
    │   ├── org (agency, mixed)             head P 1/1 · deputy G 1/1 · cv-p P 2/1 · cv-g G 4 (3–5, assumed)/4
    │   │   │                               · hd G outside quota ?/1
    │   │   └── cell (party organisation)   6 official members, 1 probationary
    │   └── edu (agency, party)             head P 1/1 (held by org's head) · cv P 2/2
    └── pc (body, government)
        ├── fin (agency, government)        head G 1/1 · cv G 1/?
        │   └── fin.a (division)            cv G 1/1
        └── others (3 agencies, area south) x G 2/?, rank unknown

    P, G: block of the post; authorized/filled. Written lines: org answers to bc and pc; professional guidance of org
    by bc, of fin by org.
"""

from __future__ import annotations

import pytest

from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Function, Post
from orgmodel.core.structure import Structure
from orgmodel.measures import MEASURES, MeasuredValue, cross, measure, measures_table, value
from tests.measures.small import TERMS, records, structure

# measure, scope: value, low, high, missing
EXPECTED = {
    # org, edu, fin and three others
    ("units", "total"): (6, 6, 6, 0),
    ("units", "block:mixed"): (1, 1, 1, 0),
    ("units", "block:government"): (4, 4, 4, 0),
    ("units", "area:south"): (3, 3, 3, 0),
    ("units", "bc"): (2, 2, 2, 0),
    ("units_internal", "total"): (1, 1, 1, 0),
    # org, edu, fin, three others, cell; org is under bc and pc, and once in the total; cell is under org, which is under bc
    ("units_direct", "total"): (7, 7, 7, 0),
    ("units_direct", "dist"): (7, 7, 7, 0),
    ("units_direct", "block:party"): (2, 2, 2, 0),
    ("units_direct", "block:government"): (5, 5, 5, 0),
    ("units_direct", "block:mixed"): (1, 1, 1, 0),
    ("units_direct", "bc"): (3, 3, 3, 0),
    ("units_direct", "pc"): (5, 5, 5, 0),
    ("units_direct", "org"): (1, 1, 1, 0),
    # org 1 + 1 + 2 + 4, edu 1 + 2, fin 1 + 1, fin.a 1, others 2
    ("posts_authorized", "total"): (16, 15, 17, 0),
    ("posts_authorized", "block:party"): (6, 6, 6, 0),
    ("posts_authorized", "block:government"): (10, 9, 11, 0),
    ("posts_authorized", "block:mixed"): (0, 0, 0, 0),
    ("posts_authorized", "pc"): (5, 5, 5, 0),
    ("posts_authorized", "host:mixed"): (8, 7, 9, 0),
    ("posts_authorized", "block:government,host:mixed"): (5, 4, 6, 0),
    ("posts_authorized", "rank:head"): (3, 3, 3, 0),
    # org 1 + 1 + 1 + 4 + 1, edu 1 + 2, fin 1 + ?, fin.a 1, others ?
    ("posts_filled", "total"): (13, 13, None, 2),
    ("posts_filled", "org"): (8, 8, 8, 0),
    ("posts_filled", "others"): (None, None, None, 1),
    ("posts_outside_quota", "total"): (1, 1, 1, 0),
    # cv-p lacks one; cv-g has 4 of 3 to 5; of fin/cv and others/x nobody knows who is there: at most 1 + 1 + 1 + 2 are free
    ("vacancies", "total"): (None, None, None, 2),  # three units of seven know both figures of every row
    ("vacancies", "org"): (1, 0, 2, 0),
    # the head of org is one person, counted in org
    ("headcount", "total"): (12, 12, None, 2),
    ("headcount", "block:party"): (4, 4, 4, 0),
    ("headcount", "edu"): (2, 2, 2, 0),
    # 1 + 1 + 0.5 + 4 + 1, 0 + 1.5, 1, 1
    ("fte", "total"): (11.0, 11.0, None, 2),
    ("fte", "org"): (7.5, 7.5, 7.5, 0),
    ("heads", "total"): (3, 3, None, 1),
    ("heads", "block:party"): (2, 2, 2, 0),
    ("deputies", "total"): (1, 1, None, 1),
    ("staff", "total"): (10, 9, None, 1),
    ("staff", "others"): (None, None, None, 1),
    # (3 heads + 1 deputy) / (2 + 4 + 2 + 1 + 1); the three others do not tell
    ("leaders_per_100", "total"): (40.0, None, None, 3),
    # (1 + 1) / (2 + 4), the range of cv-g
    ("leaders_per_100", "org"): (100 * 2 / 6, 100 * 2 / 7, 100 * 2 / 5, 0),
    # org's head has 1 + 2 + 4 + 1, edu's 2, fin's 1 and fin.a's 1
    ("span_mean", "total"): (4.0, 11 / 3, 13 / 3, 0),
    ("span_mean", "block:party"): (5.0, 4.5, 5.5, 0),
    ("span_mean", "pc"): (2.0, 2.0, 2.0, 0),
    ("span_mean", "others"): (None, None, None, 0),
    ("span_max", "total"): (8, 7, 9, 0),
    ("span_max", "fin"): (2, 2, 2, 0),
    # org's head leads 1 + 1 + 4 + 1 people, edu's 2, fin's 1 and one row of which it is not known: fin does not tell
    ("span_people_mean", "total"): (4.5, None, None, 1),
    ("span_people_mean", "fin"): (None, None, None, 1),
    ("span_people_max", "total"): (7, 7, None, 1),
    ("span_people_max", "edu"): (2, 2, 2, 0),
    # 1 + 0.5 + 4 + 1 and 1.5
    ("span_fte_mean", "total"): (4.0, None, None, 1),
    ("span_fte_mean", "org"): (6.5, 6.5, 6.5, 0),
    # bc 2, pc 1 + 1 + 3, org 1, fin 1
    ("span_units_mean", "total"): (2.25, 2.25, 2.25, 0),
    # bc, org, cell
    ("layers", "total"): (3, 3, 3, 0),
    # every post but the heads answers to one
    ("layers_posts", "total"): (2, 2, 2, 0),
    ("layers_posts", "others"): (1, 1, 1, 0),
    ("layers_posts", "cell"): (None, None, None, 0),
    ("layers", "org"): (2, 2, 2, 0),
    ("layers", "block:government"): (3, 3, 3, 0),
    ("layers", "block:mixed"): (1, 1, 1, 0),
    # org 2 + 1, edu 1, fin 1 + 1, others 1 each
    ("superiors_per_unit", "total"): (1.5, 1.5, 1.5, 0),
    ("superiors_per_unit", "org"): (3.0, 3.0, 3.0, 0),
    ("superiors_per_unit", "cell"): (None, None, None, 0),
    ("concurrent_posts", "total"): (1, 1, 1, 0),
    ("concurrent_posts", "edu"): (1, 1, 1, 0),
    ("concurrent_posts", "org"): (0, 0, 0, 0),
    ("party_members", "total"): (7, 7, 7, 0),
    ("party_members", "block:party"): (7, 7, 7, 0),
    # f1 by org and edu; f2 by fin and a division of its own
    ("functions_duplicated", "total"): (1, 1, 1, 0),
    ("functions_duplicated", "edu"): (1, 1, 1, 0),
    ("functions_duplicated", "fin"): (0, 0, 0, 0),
    # nothing says which functions there should be
    ("functions_uncovered", "total"): (None, None, None, 0),
}


@pytest.mark.parametrize(("id", "scope"), EXPECTED)
def test_measure_by_hand(id, scope):
    """Each measure has the value, range and number of missing figures that one works out by hand."""
    found = value(structure(), id, scope)
    expected = EXPECTED[(id, scope)]
    assert (found.value, found.low, found.high, found.missing) == pytest.approx(expected)


def test_every_measure_is_worked_out():
    """No measure of one structure is without its figures by hand; those of money have theirs in test_money.py."""
    assert {id for id, _ in EXPECTED} == {one.id for one in MEASURES if not one.compares and not one.priced}


def test_share_assumed():
    """Four of sixteen posts come from an assumed figure, and of the posts that answer to org's head four of eight."""
    assert value(structure(), "posts_authorized").assumed == 0.25
    assert value(structure(), "span_max", "org").assumed == 0.5
    assert value(structure(), "posts_authorized", "edu").assumed == 0


def test_functions_uncovered():
    """A function that was performed before, and that no unit performs now, is uncovered where it was performed."""
    before = Structure.of([*records(), Function("edu", "f9", block="party")], terms=TERMS)
    now = structure()
    scopes = ["total", "edu", "org", "bc", "block:party", "block:government"]
    found = [value(now, "functions_uncovered", scope, reference=before).value for scope in scopes]
    assert found == [1, 1, 0, 1, 1, 0]


def test_crossing_adds_up():
    """Posts crossed by block and rank add up to each block and to the whole."""
    table = cross(structure(), ["block", "rank"], measures=["posts_authorized", "posts_filled"])
    posts = table[table["measure"] == "posts_authorized"]
    assert posts.groupby("block")["value"].sum().to_dict() == {"party": 6, "government": 10}
    assert dict(zip(zip(posts["block"], posts["rank"], strict=True), posts["value"], strict=True)) == {
        ("government", "deputy"): 1,
        ("government", "head"): 1,
        ("government", "staff"): 6,
        ("government", "unknown"): 2,
        ("party", "head"): 2,
        ("party", "staff"): 4,
    }


def test_empty_structure():
    """A structure of nothing has empty sums, no means, and a table with its columns."""
    empty = Structure.of([])
    assert value(empty, "posts_authorized") == MeasuredValue(0, 0, 0)
    assert value(empty, "span_mean").value is None
    assert [(row.scope, row.measure) for row in measure(empty)] == [
        ("total", one.id) for one in MEASURES if not one.compares and not one.priced and not one.tables
    ]
    assert list(measures_table(empty, by=["block"])) == [
        "scope",
        "measure",
        "value",
        "low",
        "high",
        "missing",
        "assumed",
        "known",
        "of",
        "why",
    ]
    assert list(cross(empty)) == ["block", "rank", "measure", "value", "low", "high", "missing", "assumed"]


def test_all_wrong_words_at_once():
    """Unknown measures and groupings are named together, each with the nearest."""
    with pytest.raises(ProblemsError) as caught:
        measure(structure(), ["post_authorized", "units"], by=["blocks"])
    assert [str(one) for one in caught.value.problems] == [
        "UNKNOWN_MEASURE no measure 'post_authorized'; did you mean 'posts_authorized'?",
        "UNKNOWN_GROUPING cannot group by 'blocks'; did you mean 'block'?",
    ]
    with pytest.raises(ProblemsError) as caught:
        measure(structure(), ["units"], ["fim", "block:gov", "rank:hed,block:party", "posts"])
    assert [one.message for one in caught.value.problems] == [
        "no unit 'fim' to measure; did you mean 'fin'?",
        "no block 'gov'; there are front, government, mixed, party",
        "no rank 'hed'; did you mean 'head'?",
        "no unit 'posts' to measure; scopes are total, block:…, area:…, level:…, kind:… or a unit's id",
    ]


def test_measures_of_moves_need_two():
    """A measure of moves says that it compares two structures."""
    with pytest.raises(ProblemsError, match="NEEDS_TWO posts_moved compares two structures"):
        value(structure(), "posts_moved")


def test_words_in_both_languages():
    """Every measure has a name, a formula and a unit in both languages."""
    for one in MEASURES:
        texts = [get(language) for get in (one.name, one.formula, one.unit) for language in ("vi", "en")]
        assert all(texts), one.id
        assert len(set(texts)) == 6, one.id


def test_mean_span_of_what_is_known():
    """A superior of whose posts a number is missing is left out of the mean, and the widest span is "at least"."""
    more = [
        Post("fin.a/head", "fin.a", rank="head", block="government", filled=1),
        Post("fin.a/y", "fin.a", block="government", authorized=None),
    ]
    known = Structure.of([*records(), *more], terms=TERMS)
    # fin.a's head has cv and the unknown y; fin's has cv and that head; org's and edu's as before
    mean, widest = value(known, "span_mean"), value(known, "span_max")
    assert (mean.value, mean.missing) == ((8 + 2 + 2) / 3, 1)
    assert (widest.value, widest.low, widest.high, widest.missing) == (8, 7, None, 1)
    assert value(known, "span_mean", "fin.a").value is None
