"""Formulas: the small vocabulary against plain arithmetic of the tests' own."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from orgmodel.core.figures import Estimate, FigureId, assumed, share_out
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Attribute, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
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


def test_a_blank_function_is_missing(pack: Pack) -> None:
    """A row of posts of which nobody says the function may have the one asked for."""
    records = [Unit("a", kind="agency"), Post("a/1", "a", function="f", authorized=1), Post("a/2", "a", authorized=2)]
    (found,) = _judge(pack, "unit", "{posts: authorized, function: f}", "9", records)
    assert (found.result, found.missing) == ("not_evaluable", (FigureId("posts", "a/2", "function"),))


SELECTORS = {
    "kind": "kind: agency",
    "level": "level: district",
    "block": "block: party",
    "area": "area: x",
    "name": "name_contains: Văn",
}


def _selected(pack: Pack, where: str, unit: Unit, *more: Record, scope: str = "unit") -> list[Finding]:
    value = DEPUTIES if scope == "unit" else f"{{sum: {DEPUTIES}}}"
    text = NORM.format(scope=scope, value=value, limit="1").replace("{kind: agency}", f"{{{where}}}")
    posts = [
        Post(f"{unit.id}/d", unit.id, rank="deputy", authorized=1),
        Post(f"{unit.id}/s", unit.id, rank="staff", authorized=1),
    ]
    return evaluate(Structure.of([unit, *posts, *more]), pack(text))


SAID = Unit("a", (("vi", "Văn phòng"),), "agency", "district", "party", "x")


@pytest.mark.parametrize("field", SELECTORS)
@pytest.mark.parametrize("scope", ["unit", "pool"])
@pytest.mark.parametrize("form", ["{}", "all: [{{{}}}]", "any: [{{{}}}]", "not: {{not: {{{}}}}}"])
def test_a_blank_field_of_a_unit_leaves_open_whether_a_norm_applies(
    pack: Pack, field: str, scope: str, form: str
) -> None:
    """Where what a criterion asks of a unit is blank the norm neither passes over the unit nor judges it."""
    where = form.format(SELECTORS[field])
    assert _selected(pack, where, SAID, scope=scope)[0].result == "pass"
    blank = replace(SAID, **{field if field != "name" else "names": () if field == "name" else ""})
    (found,) = _selected(pack, where, blank, scope=scope)
    assert (found.result, found.value) == ("not_evaluable", None)
    assert FigureId("units", "a", field) in found.missing


def test_the_opposite_of_a_blank_is_blank(pack: Pack) -> None:
    """A norm for all that are not of a level says nothing of a unit of which nobody says the level."""
    (found,) = _selected(pack, "kind: agency, not: {level: province}", replace(SAID, level=""))
    assert (found.result, found.missing) == ("not_evaluable", (FigureId("units", "a", "level"),))
    (other,) = _selected(pack, "kind: agency, not: {level: province}", replace(SAID, kind="board", level=""))
    assert other.result == "not_applicable"  # whatever its level, it is no agency


def test_an_attribute_that_nobody_gives(pack: Pack) -> None:
    """Asked for it is missing; excluded it leaves what keeps to the limit, and opens what does not; a mark is no."""
    asked, excluded = "attribute: {fund: own}", "not: {attribute: {fund: own}}"
    (found,) = _selected(pack, asked, SAID)
    assert (found.result, found.missing) == ("not_evaluable", (FigureId("attributes", "a", "fund"),))
    (kept,) = _selected(pack, excluded, SAID)
    assert (kept.result, "it is kept either way" in dict(kept.note)["en"]) == ("pass", True)
    over = Post("a/more", "a", rank="deputy", authorized=1)
    (broken,) = _selected(pack, excluded, SAID, over)
    assert (broken.result, broken.missing) == ("not_evaluable", (FigureId("attributes", "a", "fund"),))
    assert _selected(pack, excluded, SAID, over, Attribute("a", "fund", "state"))[0].result == "fail"
    assert _selected(pack, excluded, SAID, over, Attribute("a", "fund", "own"))[0].result == "not_applicable"
    marked = NORM.format(scope="unit", value=DEPUTIES, limit="1").replace("kind: agency", excluded) + "marks: [fund]\n"
    assert evaluate(Structure.of([SAID, *_unit("a", 2)[1:]]), pack(marked))[0].result == "fail"


def test_a_unit_without_a_place_may_belong_to_any_pool(pack: Pack) -> None:
    """Two places and an agency of neither: neither pool can be told; where nobody gives a place all are one pool."""
    lost = _unit("c", 1, area="")
    found = _judge(
        pack, "pool", f"{{sum: {DEPUTIES}}}", "9", [*_unit("a", 1, area="x"), *_unit("b", 1, area="y"), *lost]
    )
    assert [(one.subject, one.result, one.missing) for one in found] == [
        ("area:x", "not_evaluable", (FigureId("units", "c", "area"),)),
        ("area:y", "not_evaluable", (FigureId("units", "c", "area"),)),
    ]
    (one,) = _judge(pack, "pool", f"{{sum: {DEPUTIES}}}", "9", [*_unit("a", 1, area=""), *lost])
    assert (one.subject, one.result, one.value) == ("", "pass", 2)


def test_the_unit_above_is_asked_as_the_unit_itself(pack: Pack) -> None:
    """Where the kind of the unit above is blank, or none is given, whether the norm applies is not told."""
    text = NORM.format(scope="unit", value=DEPUTIES, limit="1").replace(
        "  value:", "  parent_where: {kind: board}\n  value:", 1
    )
    norms = pack(text)
    for above, missing in (
        ([], FigureId("units", "a", "parent")),
        ([Unit("top", kind="")], FigureId("units", "top", "kind")),
    ):
        records = [*above, *_unit("a", 1, parent="top" if above else None)]
        (found,) = [one for one in evaluate(Structure.of(records), norms) if one.subject == "a"]
        assert (found.result, found.missing[0]) == ("not_evaluable", missing)
    sure = [Unit("top", kind="board"), *_unit("a", 1, parent="top")]
    assert [one.result for one in evaluate(Structure.of(sure), norms)] == ["pass"]


def test_a_child_of_unknown_kind_leaves_the_count_open(pack: Pack) -> None:
    """How many divisions there are cannot be told while one unit below has no kind."""
    count = "{count: children, where: {kind: division}}"
    known = [Unit("a", kind="agency"), Unit("b", kind="division", parent="a"), Unit("c", kind="office", parent="a")]
    assert _judge(pack, "unit", count, "1", known)[0].value == 1
    found, other = _judge(pack, "unit", count, "1", [*known[:2], Unit("c", kind="", parent="a")])
    assert other.subject == "c"  # which may be an agency itself
    assert (found.result, found.missing) == ("not_evaluable", (FigureId("units", "c", "kind"),))


def _two_levels(*, listed: bool, staff: int, kind: str = "division") -> list[Record]:
    records: list[Record] = [
        Unit("a", kind="agency"),
        Post("a/s", "a", authorized=staff),
        Unit("b", kind=kind, parent="a"),
    ]
    return [*records, Post("b/s", "b", authorized=1)] if listed else records


def test_a_unit_below_that_lists_no_posts(pack: Pack) -> None:
    """Nothing is told of an upper bound, a least figure that is reached stands, and a kind without posts needs none."""
    below = "{posts: authorized, below: true}"
    assert _judge(pack, "unit", below, "9", _two_levels(listed=True, staff=8))[0].result == "pass"
    for staff in (8, 9, 10):
        (found,) = _judge(pack, "unit", below, "9", _two_levels(listed=False, staff=staff))
        assert (found.result, found.missing) == ("not_evaluable", (FigureId("posts", ("b", "*"), "authorized"),))
    least = pack(NORM.format(scope="unit", value=below, limit="9").replace("at_most", "at_least"))
    reached, short = (evaluate(Structure.of(_two_levels(listed=False, staff=staff)), least)[0] for staff in (9, 8))
    assert (reached.result, reached.value, reached.low, reached.high) == ("pass", 9, 9, None)
    assert "At least 9" in dict(reached.note)["en"]
    assert short.result == "not_evaluable"
    party = Structure.of(
        _two_levels(listed=False, staff=9, kind="cell"), terms=Vocabulary(kinds={"agency": "agency", "cell": "party"})
    )
    text = NORM.format(scope="unit", value=below, limit="9")
    assert evaluate(party, pack(text))[0].result == "pass"


@pytest.mark.parametrize(
    ("below", "result"),
    [
        ([Unit("b", kind="agency", parent="a", stands_for=5)], "not_evaluable"),
        ([Unit("b", kind="agency", parent="a", stands_for=5), Post("b/h", "b", rank="head", authorized=5)], "not_evaluable"),
        ([Unit("b", kind="agency", parent="a", stands_for=5), Post("b/s", "b", rank="staff", authorized=1)], "pass"),
        ([Unit("b", kind="place", parent="a")], "pass"),
        ([Unit("b", kind="place", parent="a", stands_for=3)], "not_evaluable"),
        ([Unit("b", kind="cell", parent="a", stands_for=3)], "pass"),
        ([Unit("b", kind="place", parent="a"), Unit("c", kind="agency", parent="b")], "not_evaluable"),
        ([Unit("b", kind="cell", parent="a"), Unit("c", kind="agency", parent="b")], "not_evaluable"),
    ],
)  # fmt: skip
def test_what_is_below_may_hold_more_than_is_listed(pack: Pack, below: list[Record], result: str) -> None:
    """Remainders without posts, and whatever stands under a kind that has none, leave an upper bound open; kinds without posts do not."""
    words = Vocabulary(kinds={"top": "agency", "agency": "agency", "place": "none", "cell": "party"})
    text = NORM.format(scope="unit", value="{posts: authorized, below: true}", limit="9").replace(
        "kind: agency", "kind: top"
    )
    top = [Unit("a", kind="top"), Post("a/s", "a", rank="staff", authorized=3)]
    (found,) = evaluate(Structure.of([*top, *below], terms=words), pack(text))
    assert (found.subject, found.result) == ("a", result)
    if result == "not_evaluable":
        silent = [one.id for one in below if isinstance(one, Unit)][-1]
        assert found.missing == (FigureId("posts", (silent, "*"), "authorized"),)


def test_a_table_by_size_needs_only_what_changes_the_row(pack: Pack) -> None:
    """With more below than is listed a size that is in the last row already gives its limit; a smaller one does not."""
    table = "{steps: {posts: authorized, below: true}, rows: [{below: 5, is: 1}, {is: 2}]}"
    head = Post("a/d", "a", rank="deputy", authorized=2)
    large, small = (
        _judge(pack, "unit", DEPUTIES, table, [*_two_levels(listed=False, staff=staff), head])[0] for staff in (3, 2)
    )
    assert (large.result, large.limit) == ("pass", 2)
    assert (small.result, small.missing) == ("not_evaluable", (FigureId("posts", ("b", "*"), "authorized"),))


def test_without_a_class_a_missing_size_stays_missing(pack: Pack) -> None:
    """Cases that would agree for what is known say nothing while the size itself is missing."""
    size = "{steps: {posts: authorized, rank: staff}, rows: [{below: 5, is: 1}, {is: 2}]}"
    limit = f"{{by_class: {{parameter: class}}, cases: {{I: {size}, II: {size}}}}}"
    text = NORM.format(scope="unit", value=DEPUTIES, limit=limit)
    norms = pack(text + "parameters: {class: {title: {vi: Loại}, choices: [I, II]}}\n")
    (found,) = evaluate(Structure.of(_unit("a", 1, None)), norms)
    assert (found.result, found.missing) == (
        "not_evaluable",
        (FigureId("parameter", "class"), FigureId("posts", "a/s", "authorized")),
    )


def test_a_size_that_is_a_range_may_fail(pack: Pack) -> None:
    """Of a unit of eight to ten a norm for up to nine may be broken; one that is kept is kept at every size."""
    text = NORM.format(scope="unit", value=DEPUTIES, limit="1").replace(
        "  value:", "  having: {value: {posts: authorized, rank: staff}, at_most: 9}\n  value:", 1
    )
    for deputies, result in ((1, "pass"), (2, "fails_for_part")):
        (found,) = evaluate(Structure.of(_unit("a", deputies, assumed("s", 8, 9, 10))), pack(text))
        assert found.result == result
