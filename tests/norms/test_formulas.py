"""Formulas: the small vocabulary against plain arithmetic of the tests' own."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given

from orgmodel.core.figures import Estimate, FigureId, assumed, share_out
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Attribute, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import Finding
from orgmodel.norms.record import NormPack
from orgmodel.norms.values import Values, by_case, by_size, combine

Pack = Callable[[str], NormPack]

NORM = """
norms:
- id: N
  title: {{vi: Thử, en: Try}}
  scope: {scope}
  where: {{kind: agency}}
  value: {value}
  at_most: {limit}
  cite: {{document: law, article: Điều 1}}
  in_force: {{from: 2020-01-01}}
  confidence: S
"""


def _unit(name: str, deputies: object, staff: object = 1, **fields: object) -> list[Record]:
    return [
        Unit(name, kind="agency", **{"area": "x", **fields}),  # type: ignore[arg-type]
        Post(f"{name}/d", name, rank="deputy", authorized=deputies),  # type: ignore[arg-type]
        Post(f"{name}/s", name, rank="staff", authorized=staff),  # type: ignore[arg-type]
    ]


def _judge(pack: Pack, scope: str, value: str, limit: str, records: list[Record]) -> list[Finding]:
    return evaluate(Structure.of(records), pack(NORM.format(scope=scope, value=value, limit=limit)))


DEPUTIES = "{posts: authorized, rank: deputy}"


def test_steps_hold_below_their_bounds(pack: Pack) -> None:
    """A table by size gives the first row whose bound is above the size, and the last for the rest."""
    table = "{steps: {posts: authorized, rank: staff}, rows: [{below: 3, is: 1}, {below: 5, is: 2}, {is: 9}]}"
    records = [record for size in range(7) for record in _unit(f"u{size}", 0, size)]
    found = _judge(pack, "unit", DEPUTIES, table, records)
    assert [one.limit for one in found] == [1, 1, 1, 2, 2, 9, 9]


def test_arithmetic(pack: Pack) -> None:
    """2 × 3 + 10 % of 50 − min(4, 1), by hand."""
    limit = "{minus: [{plus: [{times: [2, 3]}, {percent: [10, 50]}]}, {min: [4, 1]}]}"
    assert _judge(pack, "unit", DEPUTIES, limit, _unit("a", 10))[0].limit == 10


def test_a_pool_sums_and_counts_what_remainders_stand_for(pack: Pack) -> None:
    """A row that stands for three units counts as three in a pool."""
    records = [*_unit("a", 2), *_unit("b", 3, stands_for=3)]
    (found,) = _judge(pack, "pool", f"{{sum: {DEPUTIES}}}", "{count: units}", records)
    assert (found.value, found.limit, found.result) == (5, 4, "fail")


def test_all_below_is_more_than_the_own(pack: Pack) -> None:
    """``below: true`` takes the posts of everything under a unit along."""
    records = [*_unit("a", 1), *_unit("b", 2, parent="a"), *_unit("c", 4, parent="b")]
    found = _judge(pack, "unit", "{posts: authorized, rank: deputy, below: true}", "6", records)
    assert {one.subject: one.value for one in found} == {"a": 7, "b": 6, "c": 4}


def test_vacancies_and_what_stands_for_quota(pack: Pack) -> None:
    """Vacant is authorized less filled; either is authorized, or filled where nobody gives quota."""
    records: list[Record] = [
        Unit("a", kind="agency"),
        Post("a/s", "a", authorized=5, filled=3),
        Post("a/c", "a", authorized=None, filled=2),
    ]
    assert _judge(pack, "unit", "{posts: either}", "9", records)[0].value == 7
    assert _judge(pack, "unit", "{posts: vacant}", "9", records)[0].missing == (FigureId("posts", "a/c", "vacant"),)
    assert _judge(pack, "unit", "{posts: vacant}", "9", records[:2])[0].value == 2


def test_siblings_and_superiors(pack: Pack) -> None:
    """A unit against the unit above it, and against those beside it that have units under them."""
    records = [
        *_unit("top", 2),
        *_unit("a", 1, parent="top"),
        *_unit("b", 3, parent="top"),
        *_unit("a1", 0, parent="a"),
    ]
    above = _judge(pack, "relation", DEPUTIES, f"{{superior: {DEPUTIES}}}", records)
    assert {one.subject: one.result for one in above} == {
        "top": "not_evaluable",
        "a": "pass",
        "b": "fail",
        "a1": "pass",
    }
    siblings = _judge(pack, "relation", DEPUTIES, f"{{least: {DEPUTIES}, of: siblings, that: have_children}}", records)
    assert {one.subject: (one.limit, one.result) for one in siblings}["b"] == (1, "fail")
    assert {one.subject: (one.limit, one.result) for one in siblings}["a1"] == (None, "pass")


def test_parts_of_one_guess_are_that_guess_again_in_a_pool(pack: Pack) -> None:
    """Five to seven posts shared over two units are five to seven together, and not a wider range."""
    parts = share_out(assumed("s", 5, 6, 7), [1, 1], "s")
    assert all(isinstance(one, Estimate) for one in parts)
    (found,) = _judge(pack, "pool", f"{{sum: {DEPUTIES}}}", "6", [*_unit("a", parts[0]), *_unit("b", parts[1])])
    assert (found.value, found.low, found.high, found.result) == (6, 5, 7, "fails_for_part")


def test_a_class_of_the_unit(pack: Pack) -> None:
    """A table by class reads an attribute of each unit; without it, and with cases that differ, it names it."""
    limit = "{by_class: {attribute: class}, cases: {I: 3, II: 2}}"
    records = [*_unit("a", 3), Attribute("a", "class", "I"), *_unit("b", 3), Attribute("b", "class", "II")]
    found = _judge(pack, "unit", DEPUTIES, limit, [*records, *_unit("c", 3), *_unit("d", 2), *_unit("e", 4)])
    assert [one.result for one in found] == ["pass", "fail", "not_evaluable", "pass", "fail"]
    assert found[2].missing == (FigureId("attributes", "c", "class"),)


def test_the_known_part_can_be_over_already(pack: Pack) -> None:
    """A pool with a missing figure is not evaluable, and says when what is known is too much by itself."""
    (found,) = _judge(pack, "pool", f"{{sum: {DEPUTIES}}}", "4", [*_unit("a", 5), *_unit("b", None)])
    assert (found.result, found.value, found.missing) == (
        "not_evaluable",
        None,
        (FigureId("posts", "b/d", "authorized"),),
    )
    assert "The known part alone (5)" in dict(found.note)["en"]


numbers = st.integers(-20, 20)
ranges = st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


def _values(low: int, high: int) -> Values:
    one = Values.exact(float(low))
    return Values(one.best, one.low, Values.exact(float(high)).low, one.missing, one.open_)


@pytest.mark.parametrize("operator", ["plus", "minus", "times", "max", "min", "percent"])
@given(one=ranges, other=ranges)
def test_intervals_hold_every_pair(operator: str, one: tuple[int, int], other: tuple[int, int]) -> None:
    """The result's range is exactly from the least to the most over all pairs of whole values."""
    calculate: dict[str, Callable[[int, int], float]] = {
        "plus": lambda a, b: a + b,
        "minus": lambda a, b: a - b,
        "times": lambda a, b: a * b,
        "max": max,
        "min": min,
        "percent": lambda a, b: a * b / 100,
    }
    every = [
        calculate[operator](a, b)
        for a, b in itertools.product(range(one[0], one[1] + 1), range(other[0], other[1] + 1))
    ]
    found = combine(operator, [_values(*one), _values(*other)])
    assert (found.low[0], found.high[0]) == pytest.approx((min(every), max(every)))


@given(size=ranges, limits=st.lists(numbers, min_size=3, max_size=3))
def test_a_table_by_size_covers_every_size_of_a_range(size: tuple[int, int], limits: list[int]) -> None:
    """The range of the limit is that over all sizes of the range."""

    def row(one: int) -> int:
        return limits[0] if one < -3 else limits[1] if one < 8 else limits[2]

    table = [(-3.0, Values.exact(limits[0])), (8.0, Values.exact(limits[1])), (None, Values.exact(limits[2]))]
    found = by_size(_values(*size), table)
    every = [row(one) for one in range(size[0], size[1] + 1)]
    assert (found.low[0], found.high[0], found.best[0]) == (min(every), max(every), row(size[0]))


def test_cases_that_agree_need_no_class() -> None:
    """Where every class has the same limit, nothing depends on it."""
    same = by_case([-1], [Values.exact(15), Values.exact(15)])
    assert (same.best[0], bool(same.open_[0])) == (15, False)
    assert bool(by_case([-1], [Values.exact(15), Values.exact(18)]).open_[0])


def test_a_parameter_that_nobody_knows_is_refused(pack: Pack) -> None:
    """An unknown parameter names the nearest, and one that cannot take its value says what it can."""
    text = "parameters:\n  class: {title: {vi: Loại}, choices: [I, II]}\n  base: {title: {vi: Gốc}}\n"
    found = pack(text)
    with pytest.raises(ProblemsError, match="no norm has a parameter 'clas'; did you mean 'class'") as error:
        evaluate(Structure.of([]), found, parameters={"clas": "I", "base": "many"})
    assert len(error.value.problems) == 2
    with pytest.raises(ProblemsError, match="class is one of I, II, not 'III'"):
        evaluate(Structure.of([]), found, parameters={"class": "III"})


def test_an_empty_structure_has_no_subject(pack: Pack) -> None:
    """Of nothing there is nothing to judge, and each norm says so once."""
    assert [one.result for one in _judge(pack, "unit", DEPUTIES, "3", [])] == ["not_applicable"]
    assert [one.result for one in _judge(pack, "pool", f"{{sum: {DEPUTIES}}}", "3", [])] == ["not_applicable"]


@pytest.mark.parametrize(
    ("field", "term"),
    [("category", "{posts: authorized, category: CC}"), ("block", "{posts: authorized, block: party}")],
)
def test_a_blank_category_or_block_is_missing_and_not_another_one(pack, field, term):
    """Rows of which nobody says the category or block may be of the one asked for: the norm cannot be judged."""
    said = {"category": "CC", "block": "party"}
    known = [Unit("a", kind="agency"), Post("a/1", "a", authorized=96, **said)]
    blank = [
        Unit("a", kind="agency"),
        Post("a/1", "a", authorized=4, **said),
        Post("a/2", "a", authorized=96, **{**said, field: ""}),
    ]
    assert _judge(pack, "unit", term, "100", known)[0].result == "pass"
    (found,) = _judge(pack, "unit", term, "100", blank)
    assert (found.result, found.missing) == ("not_evaluable", (FigureId("posts", "a/2", field),))
