"""Yearly cost against an oracle that goes row by row over the records, and rules that are worked out by hand."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings

from orgmodel.core.figures import Estimate, FigureId, assumed
from orgmodel.core.integrity import check
from orgmodel.core.money import BasePay, Money
from orgmodel.core.records import Grade, Incumbency, Link, Pay, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures import (
    assumed_figures,
    assumed_groups,
    cost_table,
    cross,
    measure,
    measure_change,
    missing_figures,
    value,
)
from orgmodel.operations.money_schema import CostSpec
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.money import priced_line
from tests.priced import priced_structures

TERMS = Vocabulary(money=Money("GBP"))


# -- the oracle ----------------------------------------------------------------------------------------------------------


def ends_of(figure):
    """Give low, best and high of a figure; best None where it is missing, and then no bounds count."""
    if isinstance(figure, Estimate):
        return figure.low, figure.best, figure.high
    return figure, figure, figure


def half_up(numerator, denominator):
    return int(Fraction(numerator, denominator) + Fraction(1, 2))


def whole(hundredths):
    """Round a sum to the smallest unit, a half away from zero."""
    return half_up(hundredths, 100) if hundredths >= 0 else -half_up(-hundredths, 100)


def rate_of(structure, post):
    """Say what one holder is paid a year, as (low, best, high); None where nobody says."""
    money, date = structure.terms.money, structure.as_of
    begun = [one for one in money.base_pays if date is None or (one.begins or "") <= date]
    base = max(begun, key=lambda one: one.begins or "").amount

    def yearly(hundredths):
        return tuple(half_up(one * base * 12, 100) for one in ends_of(hundredths))

    if post.pay is not None:
        return ends_of(post.pay)
    if post.coefficient is not None:
        return yearly(post.coefficient)
    if post.grade:
        day = "9999" if date is None else f"{date}-01-01"
        rows = [one for one in structure.table("grades") if one.grade == post.grade]
        rows = [one for one in rows if one.begins is None or (one.begins + "-01-01")[:10] <= day]
        if not rows:
            return None
        last = max(rows, key=lambda one: (one.begins or "") + "-01-01")
        return ends_of(last.pay) if last.pay is not None else yearly(last.coefficient)
    for one in structure.table("pay"):
        if (one.category, one.rank) == (post.category, post.rank):
            return yearly(one.coefficient + one.allowance)
    return None


def costs(structure):
    """Give (unit, low, best, high, missing) of every row of posts, in hundredths of the smallest unit."""
    posts = {post.id: post for post in structure.posts}
    held, firsts = defaultdict(int), []
    order = {one.person: one.post for one in structure.table("incumbencies") if one.order == 0}
    for link in structure.links:
        held[link.also_holds] += 1
        firsts.append(link.post)
    involved = {id for link in structure.links for id in (link.post, link.also_holds)}
    for one in structure.table("incumbencies"):
        if one.order > 0:
            held[one.post] += 1
            involved.add(one.post)
            if one.person in order:
                firsts.append(order[one.person])
                involved.add(order[one.person])
    for post in posts.values():
        if structure.units.row(post.unit) < 0:
            continue
        people = [None if one is None else 100 * (one - held[post.id]) for one in ends_of(post.filled)]
        vacant = people == [0, 0, 0]
        fte = ends_of(post.fte)
        if fte[1] is not None and post.id not in involved and not vacant:
            people = list(fte)
        rate, more, missing = rate_of(structure, post), firsts.count(post.id), 0
        if people[1] is None and rate is not None and rate == (0, 0, 0):
            low = best = high = 0
        elif people[1] is None:
            low = best = high = max(0, -100 * held[post.id] * rate[1]) if rate is not None else 0
            missing += 1
        elif rate is None:
            low = best = high = 0
            missing += people != [0, 0, 0]
        else:
            pairs = [(people[end], rate[end]) for end in range(3)]
            low, best, high = (None if None in pair else pair[0] * pair[1] for pair in pairs)
        share = structure.terms.money.concurrent or 0
        if more and share and rate is None:
            missing += 1
        elif more and share:
            extra = [more * 100 * half_up(one * share, 10_000) for one in rate]
            low, best, high = low + extra[0], best + extra[1], high + extra[2]
        yield post, low, best, high, missing


def is_plain(structure):
    """Leave out what the oracle does not follow: ranges without a best value, and fewer present than are held there."""
    for post in structure.posts:
        if isinstance(post.filled, Estimate) or isinstance(post.fte, Estimate):
            return False
        held = len(structure.group("links", "also_holds", post.id))
        held += sum(one.order > 0 for one in structure.group("incumbencies", "post", post.id))
        ranged = isinstance(post.coefficient, Estimate) or isinstance(post.pay, Estimate)
        if ranged and rate_of(structure, post) == (0, 0, 0):
            return False  # a range that is nothing, or rounds to nothing, times a figure that is missing
        if (post.filled is None and held) or (post.filled is not None and post.filled < held):
            return False
    return True


@settings(max_examples=60)
@given(priced_structures())
def test_cost_is_what_the_records_come_to(structure):
    """In the whole and in every unit: best, least, most and missing, without a sum of floating numbers."""
    if not is_plain(structure):
        return
    unit = structure.terms.money.unit
    expected = defaultdict(lambda: [0, 0, 0, 0])
    known = defaultdict(int)
    for post, *figures in costs(structure):
        for scope in ("total", *(unit.id for unit in structure.upward(post.unit))):
            expected[scope] = [one + more for one, more in zip(expected[scope], figures, strict=True)]
            known[scope] += not figures[3]
    for row in measure(structure, ["cost_year"], by=["unit"]):
        low, best, high, missing = expected[row.scope]
        if row.why == "no_posts":
            assert (row.value, best) == (None, 0)
            continue
        assert row.missing == missing
        if row.value is None:
            assert missing
            assert not known[row.scope]
            continue
        assert (row.value, row.low) == (whole(best) / unit, whole(low) / unit)
        assert row.high == (None if missing else whole(high) / unit)


@settings(max_examples=40)
@given(priced_structures())
def test_crossings_and_tables_come_to_the_whole(structure):
    """Cost by block, category and rank comes to the total, in measures and in the table of costs alike."""
    total = value(structure, "cost_year")
    crossed = cross(structure, ["block", "category", "rank"], measures=["cost_year"])
    table = cost_table(structure)
    rounding = len(crossed) / structure.terms.money.unit / 2 + 1e-6
    for parts in (crossed["low"], table["low"]):
        assert parts.fillna(0).sum() == pytest.approx(total.low or 0, abs=rounding)
    for parts in (crossed["value"], table["a_year"]) if not total.missing else ():
        assert parts.fillna(0).sum() == pytest.approx(total.value or 0, abs=rounding)
    if total.why != "no_posts":
        assert table["missing"].sum() == crossed["missing"].sum() == total.missing


# -- rules ---------------------------------------------------------------------------------------------------------------


def only(*records, terms=TERMS, as_of="2022"):
    return Structure.of([Unit("a"), *records], terms=terms, as_of=as_of)


def cost(*records, **more):
    found = value(only(*records, **more), "cost_year")
    return found.value, found.low, found.high, found.missing


def test_the_most_particular_statement_wins():
    """Pay before coefficient, coefficient before grade, grade before category and rank."""
    money = Money("VND", base_pays=(BasePay(100),))
    table = [Grade("G", pay=5), Pay("CC", "staff", 100)]
    every = {"filled": 1, "category": "CC", "grade": "G", "coefficient": 200, "pay": 7}
    terms = Vocabulary(money=money)
    assert cost(Post("a/1", "a", **every), *table, terms=terms)[0] == 7
    assert cost(Post("a/1", "a", **{**every, "pay": None}), *table, terms=terms)[0] == 2 * 100 * 12
    del every["pay"], every["coefficient"]
    assert cost(Post("a/1", "a", **every), *table, terms=terms)[0] == 5
    del every["grade"]
    assert cost(Post("a/1", "a", **every), *table, terms=terms)[0] == 100 * 12


def test_missing_is_missing():
    """Nobody's pay is never 0: not without any statement, not without a base pay, nor of a grade that is not yet in force."""
    assert cost(Post("a/1", "a", filled=2), Post("a/2", "a", filled=1, pay=3)) == (3, 3, None, 1)
    assert cost(Post("a/1", "a", filled=2, coefficient=300)) == (None, None, None, 1)
    assert cost(Post("a/1", "a", filled=2, grade="G"), Grade("G", pay=4, begins="2023")) == (None, None, None, 1)
    assert cost(Post("a/1", "a", filled=None, pay=4)) == (None, None, None, 1)
    assert cost(Post("a/1", "a", filled=0, pay=None), Post("a/2", "a", filled=None, pay=0)) == (0, 0, 0, 0)


def test_one_who_holds_two_posts_is_paid_once():
    """By a link or as a person: the first post's pay, and the share of it that the study states for each further one."""
    posts = [Post("a/1", "a", filled=1, pay=1001, fte=70), Post("a/2", "a", filled=1, pay=900, fte=30)]
    terms = Vocabulary(money=Money("GBP", concurrent=1000))
    assert cost(*posts, Link("a/1", "a/2"))[0] == 1001  # whole: both parts of the time are the same person's
    assert cost(*posts, Link("a/1", "a/2"), terms=terms)[0] == 1001 + 100
    held = [Person("p"), Incumbency("p", "a/1"), Incumbency("p", "a/2", order=1)]
    assert cost(*posts, *held, terms=terms)[0] == 1001 + 100
    unpaid = [Post("a/1", "a", filled=1), Post("a/2", "a", filled=1, pay=900)]
    before, after = only(*unpaid, terms=terms), only(*unpaid, Link("a/1", "a/2"), terms=terms)
    assert measure_change(before, after, "cost_year").change is None  # a tenth of what nobody knows, less 900


def test_part_time_is_paid_in_part():
    """Full-time equivalents that the row states count; a vacant post costs nothing, whatever it states."""
    assert cost(Post("a/1", "a", filled=3, fte=250, pay=100))[0] == 250
    assert cost(Post("a/1", "a", filled=0, fte=100, pay=100))[0] == 0


def test_sums_are_rounded_once_to_the_smallest_unit():
    """A half away from zero, when everything is added up; a change is what lies between the amounts that are shown."""
    parts = [Post(f"a/{n}", "a", filled=1, fte=50, pay=1) for n in range(3)]
    assert [cost(*parts[:count])[0] for count in (1, 2, 3)] == [1, 1, 2]
    for decimals, shown in ((0, 0), (2, 0), (3, 0)):
        terms = Vocabulary(money=Money("XYZ", decimals))
        assert cost(Post("a/1", "a", filled=3, fte=1, pay=1), terms=terms)[0] == shown
    terms = Vocabulary(money=Money("KWD", 3))
    assert cost(Post("a/1", "a", filled=1, fte=50, pay=12_345), terms=terms)[0] == 6.173  # half of 12.345
    before, after = only(*parts[:1]), only(*parts, Post("a/9", "a", filled=1, fte=90, pay=1))
    found = measure_change(before, after, "cost_year")
    assert (found.before.value, found.after.value, found.change) == (1, 2, 1)  # 0.5, 2.4 and 1.9
    table = cost_table(only(*parts))
    assert table["a_year"].tolist() == [2]


def test_ranges_are_kept_and_cancel():
    """Three holders of an assumed grade are three times its range; the same three elsewhere change nothing, exactly."""
    band = Grade("G", assumed(FigureId("grades", ("G", ""), "pay"), 30, 32, 36), src="assumed")
    two = [Unit("b"), band]
    two.append(Post("b/0", "b", filled=0, grade="G"))
    before = only(*two, Post("a/1", "a", filled=3, grade="G"))
    assert value(before, "cost_year") == value(only(*two, Post("b/1", "b", filled=3, grade="G")), "cost_year")
    found = value(before, "cost_year")
    assert (found.value, found.low, found.high, found.assumed) == (96, 90, 108, 1)
    after = only(*two, Post("a/1", "a", filled=1, grade="G"), Post("b/1", "b", filled=2, grade="G"))
    moved = measure_change(before, after, "cost_year")
    assert (moved.change, moved.low, moved.high) == (0, 0, 0)
    assert measure_change(before, after, "cost_year", "b").low == 60


def test_both_sides_are_priced_at_one_date():
    """What comes later is measured at the base pay and grades of the state before, or of the date that the study names."""
    money = Money("VND", base_pays=(BasePay(100, "2019-07"), BasePay(110, "2020-07-01")))
    posts = [Post("a/1", "a", filled=1, coefficient=100), Post("a/2", "a", filled=1, grade="G")]
    grades = [Grade("G", pay=1, begins="2019"), Grade("G", pay=2, begins="2021")]
    for at, each in ((None, 1200 + 1), ("2021-06", 1320 + 2)):
        terms = Vocabulary(money=Money("VND", 0, at, money.base_pays))
        before = only(*posts, *grades, terms=terms, as_of="2020-01-01")
        after = only(*posts, *grades, terms=terms, as_of="2022-01-01")
        found = measure_change(before, after, "cost_year")
        assert (found.before.value, found.after.value, found.change) == (each, each, 0)


def test_large_amounts_are_exact():
    """A nation's payroll in a small currency has more digits than a floating number; no unit of it is lost."""
    posts = [Post(f"a/{n}", "a", filled=1, pay=10**12 + n) for n in range(3000)]
    assert value(only(*posts), "cost_year").value == 3000 * 10**12 + 3000 * 2999 // 2


def test_a_study_without_pay_has_no_cost():
    """No row, and nothing missing of it; whoever asks by name is told that nothing is known."""
    plain = only(Post("a/1", "a", filled=1))
    assert "cost_year" not in {row.measure for row in measure(plain)}
    assert "cost_year" in {row.measure for row in measure(only(Post("a/1", "a", filled=1, pay=1)))}
    assert value(plain, "cost_year").value is None
    assert list(missing_figures(plain)["field"]) == []
    assert cost_table(plain).empty


def test_missing_pay_is_in_the_list_of_what_is_missing():
    """Of posts that somebody may hold and of which nothing says what they pay; not of a vacant one, nor of a range."""
    band = Grade("G", assumed(FigureId("grades", ("G", ""), "pay"), 1, 2, 3))
    posts = [Post(f"a/{n}", "a", filled=filled, **pay) for n, (filled, pay) in enumerate(
        [(1, {}), (0, {}), (1, {"grade": "G"}), (1, {"coefficient": 100}), (2, {"pay": 4})]
    )]  # fmt: skip
    found = missing_figures(only(band, *posts))
    assert found[["record", "field"]].values.tolist() == [["a/0", "pay"], ["a/3", "pay"]]
    assert value(only(band, *posts), "cost_year").missing == 2


def test_assumed_pay_is_in_the_list_of_what_is_assumed():
    """Of posts that pay somebody: a range, an assumed salary, and what follows from an assumed grade or base pay; never summed."""
    money = Money("KWD", 3, base_pays=(BasePay(100_000, src="assumed:law"),))
    records = [
        Grade("G", assumed(FigureId("grades", ("G", ""), "pay"), 1_500, 2_000, 2_500), src="decree"), Grade("H", pay=7_000, src="assumed"),
        Post("a/1", "a", filled=1, grade="G"), Post("a/2", "a", filled=2, grade="H"), Post("a/3", "a", filled=1, pay=9_001, src="paper"),
        Post("a/4", "a", filled=0, pay=9_001, src="assumed"), Post("a/5", "a", filled=1, coefficient=200, src="paper"),
        Post("a/6", "a", filled=3, pay=4_000, src="assumed"), Post("a/7", "a", filled=1),
    ]  # fmt: skip
    listed = assumed_figures(only(*records, terms=Vocabulary(money=money)))
    found = listed[listed["field"] == "pay"][["record", "value", "low", "high", "src"]].values.tolist()
    assert found == [
        ["a/1", 2, 1.5, 2.5, "decree"],
        ["a/2", 7, 7, 7, "assumed"],
        ["a/5", 2_400, 2_400, 2_400, "paper; assumed:law"],
        ["a/6", 4, 4, 4, "assumed"],
    ]
    groups = [one for one in assumed_groups(only(*records, terms=Vocabulary(money=money))) if one.figure == "posts.pay"]
    assert [(one.src, one.count, one.value, one.low, one.high) for one in groups] == [
        ("assumed", 2, None, 4, 7), ("decree", 1, None, 1.5, 2.5), ("paper; assumed:law", 1, None, 2_400, 2_400),
    ]  # fmt: skip


def test_pay_without_a_currency_is_a_warning():
    """Once, at the first that says what is paid; not where the study says its currency, nor where nothing is paid."""
    records = [Post("a/1", "a", filled=1), Post("a/2", "a", filled=1, pay=3), Post("a/3", "a", filled=1, pay=4)]
    (problem,) = check(only(*records, terms=Vocabulary()))
    assert (problem.code, problem.severity, problem.table, problem.row) == ("NO_CURRENCY", "warning", "posts", 1)
    assert check(only(*records)) == []
    assert check(only(records[0], terms=Vocabulary())) == []
    assert "currency not stated" in priced_line(None, "2024", "en")


def test_a_misspelt_grade_is_told_with_the_nearest():
    """Where there is a table of grades; without one a grade is a word like any other."""
    (problem,) = check(only(Post("a/1", "a", grade="HOE"), Grade("HEO", pay=1)))
    assert problem.code == "UNKNOWN_GRADE"
    assert "did you mean 'HEO'?" in problem.message
    assert check(only(Post("a/1", "a", grade="HOE"))) == []
    (problem,) = check(only(Post("a/1", "a", grade="HEO"), Grade("HEO")))
    assert problem.code == "NO_PAY"


def test_costs_of_two_steps_of_one_id_are_two_costs():
    """Their ranges are of two figures: together they are what both may be, and the one's does not stand for the other's."""
    steps = [
        Step("s", cost=(CostSpec(amount=100, low=80, high=150),), do=[{"resize": "a/1", "by": by, "why": "law"}])
        for by in (1, -1)
    ]
    outcome = Scenario("x", only(Post("a/1", "a", authorized=3, filled=1)), steps=tuple(steps)).run()
    assert len({one.id for one in outcome.costs}) == len(outcome.costs) == 2
    unsaid = [Step("s", do=[{"resize": "a/1", "by": by, "why": "law"}]) for by in (1, -1)]
    costs = Scenario("x", outcome.before, steps=tuple(unsaid)).run().costs
    assert len({one.id for one in costs}) == len(costs) == 2


def test_a_cost_without_a_currency_is_a_warning_told_once():
    """What a step costs is an amount of money: where no currency is stated that is told at the first step that has one."""
    before = Structure.of([Unit("a"), Post("a/s", "a", authorized=2)])
    step = {"resize": "a/s", "by": 1, "why": "w"}
    steps = tuple(Step(f"s{number}", do=[step | {"cost": {"amount": 5, "for": {"en": "x"}}}]) for number in range(2))
    found = [one for one in Scenario("s", before, steps=steps).run().problems if one.code == "NO_CURRENCY"]
    assert [(one.severity, one.subject) for one in found] == [("warning", "s0")]
