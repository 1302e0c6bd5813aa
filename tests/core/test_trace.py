"""The trace of a run: where every row went, exact wherever posts can be followed."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given

import orgmodel.core.trace as trace_module
from orgmodel.core.figures import Amount, FigureId
from orgmodel.core.ledger import Flow
from orgmodel.core.problems import errors
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.trace import by_quantity, contents, table_of, trace
from tests.books import Values, holdings
from tests.scenario.random_scenarios import scenarios

UNITS = [Unit("a"), Unit("b"), Unit("c")]


def rows_of(before: list[Post], after: list[Post], *flows: Flow) -> list[tuple[object, object, int | None, bool]]:
    """Trace posts authorized, as (row before, row after, amount, whether shared)."""
    made = trace(Structure.of([*UNITS, *before]), Structure.of([*UNITS, *after]), flows)
    return [(one.record_from, one.record_to, one.amount.best, one.shared) for one in made]


def moved(count: int, start: str | None, end: str | None) -> Flow:
    """State posts that leave one row for another."""
    return Flow("authorized", "a", "b", "", "", Amount(count), record_from=start, record_to=end)


def test_parts_of_parts_are_followed_exactly() -> None:
    """Of ten posts four leave, and of these one goes on: each is told of the first row."""
    found = rows_of(
        [Post("p", "a", authorized=10)],
        [Post("p", "a", authorized=6), Post("q", "b", authorized=3), Post("r", "c", authorized=1)],
        moved(4, "p", "q"),
        moved(1, "q", "r"),
    )
    assert found == [("p", "p", 6, False), ("p", "q", 3, False), ("p", "r", 1, False)]


def test_what_a_row_gains_and_gives_is_a_share_and_says_so() -> None:
    """A row that gained posts from outside and then gives some divides them by what it holds of each origin."""
    found = rows_of(
        [Post("p", "a", authorized=6)],
        [Post("p", "a", authorized=6), Post("q", "b", authorized=3)],
        moved(3, None, "p"),
        moved(3, "p", "q"),
    )
    assert found == [(None, "p", 2, False), (None, "q", 1, True), ("p", "p", 4, False), ("p", "q", 2, True)]


def test_a_share_of_what_is_not_known_is_not_known() -> None:
    """Out of a row that holds posts of two origins, one of them missing, no number is made up."""
    found = rows_of(
        [Post("p", "a", authorized=None)],
        [Post("p", "a", authorized=None), Post("q", "b", authorized=3)],
        moved(3, None, "p"),
        moved(3, "p", "q"),
    )
    assert {(one[0], one[1]): one[2] for one in found if one[1] == "q"} == {(None, "q"): None, ("p", "q"): None}


def test_what_ends_is_told() -> None:
    """Posts that end go to nothing, those that are new come from nothing."""
    found = rows_of(
        [Post("p", "a", authorized=2)],
        [Post("n", "a", authorized=1)],
        moved(2, "p", None),
        moved(1, None, "n"),
    )
    assert found == [(None, "n", 1, False), ("p", None, 2, False)]


@given(scenarios())
def test_by_the_trace_before_less_ended_is_after_less_begun(scenario) -> None:
    """Row by row and for every unit with all below it, what the trace says comes to what there is after."""
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    values = Values()
    state = {name: holdings(one, values) for name, one in (("before", outcome.before), ("after", outcome.after))}
    for side, unit_field in (("before", "unit_from"), ("after", "unit_to")):
        told: Counter[tuple[str, str]] = Counter()
        touched = {
            (one.quantity, getattr(one, "record_from" if side == "before" else "record_to")) for one in outcome.trace
        }
        for one in outcome.trace:
            unit = getattr(one, unit_field)
            if unit is not None:
                told[unit, one.quantity] += values.amount(one.amount)
        structure = outcome.before if side == "before" else outcome.after
        held: Counter[tuple[str, str]] = Counter()
        for (unit, quantity, _), number in state[side].items():
            held[unit, quantity] += number
        for unit, quantity in told:
            untouched = _untouched(structure, unit, quantity, touched, values)
            assert told[unit, quantity] + untouched == held[unit, quantity], (side, unit, quantity)


def test_what_cannot_be_divided_is_still_the_whole() -> None:
    """Of a row of unknown number into which one came, one leaves: whose it is nobody knows, and what is told comes to it all."""
    rows = [Post("p", "a", filled=None)]
    flows = [Flow("filled", None, "a", "", "", Amount(1), record_to="p"), Flow("filled", "a", None, "", "", Amount(1), record_from="p")]  # fmt: skip
    made = trace(Structure.of([*UNITS, *rows]), Structure.of([*UNITS, *rows]), flows)
    there = sum((one.amount for one in made if one.record_to == "p"), Amount())
    gone = [one.amount for one in made if one.record_to is None]
    assert there == Amount.of(None, FigureId("posts", "p", "filled"))
    assert [one.told for one in gone] == [0]
    assert [one.amount.told for one in made if one.record_from is None] == [0]


def _untouched(structure: Structure, unit: str, quantity: str, touched: set[tuple[str, object]], values: Values) -> int:
    """Count what a unit holds in rows that no flow touches."""
    records = {"posts": structure.posts_of, "members": structure.members_of, "functions": structure.functions_of}
    records["quantities"] = lambda unit: structure.quantities_of(unit, quantity)
    rest = [one for one in records[table_of(quantity)](unit) if (quantity, one.key) not in touched]
    keep = [one for one in structure.table("units") if isinstance(one, Unit)]
    alone = Structure.of([*keep, *rest], terms=structure.terms)
    links = [one for one in structure.links if one.also_holds in {each.key for each in rest}]
    second = sum(1 for _ in links) + sum(
        one.order > 0 for one in structure.table("incumbencies") if one.post in {each.key for each in rest}
    )
    number = sum(
        count for (name, what, _), count in holdings(alone, values).items() if (name, what) == (unit, quantity)
    )
    return number - (second if quantity == "people" else 0)


def test_contents_count_all_below_once() -> None:
    """What a unit holds with all below it is what the records say, people without those counted elsewhere."""
    state = Structure.of(
        [Unit("a"), Unit("b", parent="a"), Post("b/1", "b", authorized=2, filled=1), Post("a/1", "a", authorized=1)]
    )
    found = {name: amount.known_best for name, amount in by_quantity(contents(state, "a")).items()}
    assert (found["units"], found["authorized"], found["filled"]) == (2, 3, 1)


@given(scenarios(2))
def test_what_is_below_a_unit_is_the_sum_of_its_records_one_by_one(scenario) -> None:
    """Summed at once, what a unit holds with all below it is what its records come to one after another, in that order."""
    after = scenario.run().after
    for top in after.units:
        for ending in ((), [one.id for one in after.children_of(top.id)]):
            sums: dict[tuple[str, str], Amount] = {}
            for unit in after.subtree(top.id):  # of one that is ending what it still holds counts, and not it
                places = [(("units", unit.block), Amount(unit.stands_for))] if unit.id not in ending else []
                records = [*after.posts_of(unit.id), *after.members_of(unit.id), *after.functions_of(unit.id)]
                records += after.quantities_of(unit.id)
                for record in records:
                    held = trace_module.holdings(after, record)
                    places += [((quantity, block), amount) for (_, quantity, block), amount in held.items()]
                for place, amount in places:
                    sums[place] = sums.get(place, Amount()) + amount
            found = contents(after, top.id, ending)
            assert list(found.items()) == list(sums.items())
            assert list(map(str, found.values())) == list(map(str, sums.values()))
