"""Lineage composed over a run, and series restated with its shares."""

from __future__ import annotations

import pandas as pd
import pytest

from orgmodel.comparison.crosswalk import compose
from orgmodel.comparison.restate import restate
from orgmodel.core.ledger import Lineage
from orgmodel.core.problems import ProblemsError


def split(unit: str, step: str = "s", **shares: float) -> list[Lineage]:
    return [
        Lineage("split_up", unit, into, {"authorized": share}, step=step, clause="2.3")
        for into, share in shares.items()
    ]


def found(lineage: list[Lineage]) -> dict[tuple[str | None, str | None], float | None]:
    return {(one.before, one.after): one.shares.get("authorized") for one in compose(lineage)}


def test_split_then_merger_of_a_part():
    """A quarter that is merged into another unit counts there with all of that unit."""
    lineage = [
        *split("x", a=0.25, b=0.75),
        Lineage("absorb", "y", "y", step="t"),
        Lineage("absorb", "a", "y", {"authorized": 1.0}, step="t"),
    ]
    assert found(lineage) == {("x", "b"): 0.75, ("x", "y"): 0.25, ("y", "y"): 1.0}


def test_split_of_what_was_merged():
    """Two units merged and split again pass on their shares of the merged one, each by the same part."""
    lineage = [
        Lineage("consolidate", "p", "m", step="t"),
        Lineage("consolidate", "g", "m", step="t"),
        *split("m", step="u", p2=0.4, g2=0.6),
    ]
    assert found(lineage) == {("p", "p2"): 0.4, ("p", "g2"): 0.6, ("g", "p2"): 0.4, ("g", "g2"): 0.6}
    (one, *_) = compose(lineage)
    assert one.operations == ("consolidate", "split_up")
    assert one.clauses == ("2.3",)


def test_split_twice_in_one_step():
    """A part that is split again in the same step is split once more, not taken for a unit of its own."""
    assert found([*split("x", a=0.5, b=0.5), *split("a", c=0.5, d=0.5)]) == {
        ("x", "b"): 0.5,
        ("x", "c"): 0.25,
        ("x", "d"): 0.25,
    }


def test_beginning_ending_renaming():
    """A unit that begins has no predecessor, one that ends no successor, a renamed one stays itself."""
    lineage = [
        Lineage("create", None, "new"),
        Lineage("dissolve", "old", None),
        Lineage("rename", "same", "same"),
        Lineage("transfer", "new", "new"),
    ]
    assert found(lineage) == {(None, "new"): None, ("old", None): None, ("same", "same"): 1.0}


def test_unknown_share_stays_unknown():
    """A share that one step does not know is not known over the run."""
    lineage = [*split("x", a=0.25, b=0.75), Lineage("split_off", "a", "a", {}), Lineage("split_off", "a", "c", {})]
    assert found(lineage) == {("x", "a"): None, ("x", "b"): 0.75, ("x", "c"): None}


@pytest.fixture
def series() -> pd.DataFrame:
    """Three years of four units; of one a year is missing."""
    return pd.DataFrame(
        {"x": [8.0, 12.0, 16.0], "y": [1.0, None, 3.0], "old": [5.0, 5.0, 5.0], "calm": [2.0, 2.0, 2.0]},
        index=[2019, 2020, 2021],
    )


def test_restate(series):
    """Figures go with the shares, missing years stay missing, untouched units stay, what ends is told."""
    lineage = [
        *split("x", a=0.25, b=0.75),
        Lineage("absorb", "y", "y", step="t"),
        Lineage("absorb", "a", "y", step="t"),
        Lineage("dissolve", "old", None, step="v"),
        Lineage("create", None, "new", step="w"),
    ]
    result = restate(series, lineage)
    assert result.series["b"].tolist() == [6, 9, 12]
    assert result.series["y"].tolist()[::2] == [1 + 2, 3 + 4]
    assert result.series["y"].isna().tolist() == [False, True, False]
    assert result.series["calm"].tolist() == [2, 2, 2]
    assert set(result.series) == {"calm", "b", "y"}
    assert result.left[["unit", "reason"]].values.tolist() == [
        ["new", "begins from nothing"],
        ["old", "ended for good"],
        ["x", "one of the units it comes from cannot be carried over"],
    ]
    assert result.left["not_carried"].tolist()[1:] == [15, 12 / 4]  # in 2020, of which y tells nothing


def test_a_unit_made_of_parts_of_others_does_not_begin_from_nothing(series):
    """It is created, and then takes what others give it: all that it has is told."""
    lineage = [
        Lineage("create", None, "new"),
        Lineage("transfer", "calm", "calm"),
        Lineage("dissolve", "old", "new", {"residents": 0.4}),
        Lineage("dissolve", "old", "calm", {"residents": 0.6}),
    ]
    result = restate(series, lineage)
    assert (result.series["new"].tolist(), result.series["calm"].tolist()) == ([2.0] * 3, [5.0] * 3)
    assert result.left.empty


def test_restate_says_what_it_cannot_carry(series):
    """Without a share nothing is carried, and with a predecessor of which there is no series neither."""
    result = restate(series, [Lineage("split_up", "x", "a"), Lineage("split_up", "x", "b")])
    assert result.series[["a", "b"]].isna().all(axis=None)
    assert result.left[["unit", "into", "reason"]].values.tolist() == [
        ["x", "a, b", "no share is known"],  # once, whichever way it went
    ]
    assert result.left["not_carried"].tolist() == [36]
    nothing = restate(series.assign(x=[0.0, 0.0, 0.0]), [Lineage("split_up", "x", "a"), Lineage("split_up", "x", "b")])
    assert nothing.series[["a", "b"]].eq(0).all(axis=None)  # whichever part of nothing it is
    assert nothing.left.empty
    partly = restate(series, [Lineage("consolidate", "x", "z"), Lineage("consolidate", "unseen", "z")])
    assert partly.series["z"].isna().all()
    assert partly.left["reason"].tolist() == ["one of the units it comes from cannot be carried over"]
    assert partly.left["not_carried"].tolist() == [36]


def test_restated_totals(series):
    """What shares that add up to one carry over adds up to what there was."""
    series = series.drop(columns="y")
    result = restate(series, [*split("x", a=0.3, b=0.3, c=0.4), Lineage("consolidate", "old", "a", step="t")])
    assert result.series.sum(axis=1).tolist() == pytest.approx(series.sum(axis=1).tolist())
    assert result.left.empty


def test_restate_unknown_quantity(series):
    """An unknown quantity is named with the nearest."""
    with pytest.raises(ProblemsError, match="did you mean 'authorized'"):
        restate(series, [], quantity="authorised")
