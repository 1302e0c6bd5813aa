"""Fractions and parts of unknown size of a quantity: what each receiver gets, and what the lineage of it tells."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.comparison.restate import restate
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Quantity, Unit
from orgmodel.core.schema import identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.effect import Effect
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of

TERMS = Vocabulary(language="en", kinds={"area": "agency"}, quantities={"residents": DeclaredQuantity()})


def _performed(people: int | None, data: dict[str, object], *more: Quantity) -> tuple[Draft, Effect]:
    units = [Unit(id, kind="area") for id in ("a", "b", "c")]
    base = Structure.of([*units, Quantity("a", "residents", value=people), *more], terms=TERMS)
    draft = Draft(base)
    return draft, perform(draft, operation_of(data))


def _held(draft: Draft, unit: str) -> Amount:
    records = draft.quantities_of(unit, "residents")
    return sum((Amount.of(one.value, identity_of(one, "value")) for one in records), Amount())


def _split_up(first: str, second: str) -> dict[str, object]:
    parts = [("x", first), ("y", second)]
    into = [{"unit": {"unit": id}, "takes": {"quantities": {"residents": part}}} for id, part in parts]
    return {"split_up": "a", "into": into}


@given(st.integers(0, 10_000), st.integers(1, 99))
def test_a_fraction_is_that_part_of_what_there_is(people: int, percent: int) -> None:
    """The receiver gets the fraction to the nearest whole, and what stays and goes come to what there was."""
    draft, effect = _performed(
        people, {"transfer": {"quantities": {"residents": f"{percent} %"}, "from": "a"}, "to": "b"}
    )
    gone, kept = _held(draft, "b").known, _held(draft, "a").known
    assert gone + kept == people
    assert abs(gone - Fraction(people * percent, 100)) < 1
    assert not effect.problems


@pytest.mark.parametrize("people", [1000, None])
def test_a_part_that_goes_to_a_unit_that_goes_on_is_lineage(people: int | None) -> None:
    """Of a known and of a missing figure the lineage of a transfer has the share that goes and the one that stays."""
    _, effect = _performed(people, {"transfer": {"quantities": {"residents": "1/10"}, "from": "a"}, "to": "b"})
    told = {(one.before, one.after): one.shares.get("residents") for one in effect.lineage}
    assert told == {("a", "a"): 0.9, ("a", "b"): 0.1, ("b", "b"): None}
    series = pd.DataFrame({"a": [1000.0], "b": [500.0]})
    assert restate(series, effect.lineage).series.to_dict("records") == [{"a": 900.0, "b": 600.0}]


def test_shares_of_a_missing_figure_are_those_of_its_fractions() -> None:
    """A split of what nobody knows has the shares that the receivers take, and its parts come to the whole again."""
    draft, effect = _performed(None, _split_up("60 %", "rest"))
    assert {one.after: one.shares["residents"] for one in effect.lineage} == {"x": 0.6, "y": 0.4}
    assert _held(draft, "x") + _held(draft, "y") == Amount.of(
        None, identity_of(Quantity("a", "residents", value=None), "value")
    )


@pytest.mark.parametrize("people", [1000, None])
def test_parts_that_nobody_knows_come_to_the_whole(people: int | None) -> None:
    """Each part is missing, no share is told, and where they come together it is what there was."""
    draft, effect = _performed(people, _split_up("part", "part"))
    assert [_held(draft, id).missing for id in ("x", "y")] == [1, 1]
    assert [one.shares for one in effect.lineage] == [{}, {}]
    whole = Amount.of(people, identity_of(Quantity("a", "residents", value=None), "value"))
    assert _held(draft, "x") + _held(draft, "y") == whole


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("60 %", "50 %"), "TAKEN_TWICE"),
        (("60 %", "30 %"), "LEFT_OVER"),
        (("60 %", "part"), "FRACTIONS"),
        (("60 %", 3), "FRACTIONS"),
        (("part", 3), "FRACTIONS"),
    ],
)
def test_parts_that_do_not_come_to_the_whole_are_refused(parts: tuple[str, str], code: str) -> None:
    """Fractions above and below the whole, and ways of telling that are mixed, are refused by name."""
    _, effect = _performed(100, _split_up(*parts))
    assert [one.code for one in effect.problems] == [code]


def test_fractions_are_taken_of_every_origin() -> None:
    """What came with another unit is divided like the unit's own, so that no origin is preferred."""
    more = Quantity("a", "residents", "b", value=50)
    draft, _ = _performed(100, {"transfer": {"quantities": {"residents": "10 %"}, "from": "a"}, "to": "c"}, more)
    assert sorted((one.origin, one.value) for one in draft.quantities_of("c")) == [("a", 10), ("b", 5)]
