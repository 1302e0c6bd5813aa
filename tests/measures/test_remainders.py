"""What is left of a figure that is missing is no less than nothing, and what is known of the rest counts."""

from __future__ import annotations

from orgmodel.comparison.comparison import compare
from orgmodel.core.problems import errors
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario


def test_a_known_part_of_a_missing_figure() -> None:
    """Of ten posts, filled unknown, five go with three people: at least one before, at least four after, no change."""
    records = [
        Unit("root"), Unit("a", parent="root"), Post("a/h", "a", rank="head", authorized=1, filled=1),
        Post("a/s", "a", authorized=10, filled=None),
    ]  # fmt: skip
    off = {
        "split_off": "a",
        "into": [{"unit": {"unit": "n", "parent": "root"}, "takes": {"posts": [{"post": "s", "count": 5, "filled": 3}]}, "head": {"convert": "s", "filled": 1}}],
    }  # fmt: skip
    outcome = Scenario("s", Structure.of(records), steps=(Step("x", do=[off]),)).run()
    assert errors(outcome.problems) == []
    found = compare(outcome)
    total = found.measures.set_index(["scope", "measure"]).loc[("total", "posts_filled")]
    assert (total["before"], total["after"], total["change"], total["missing"]) == (1, 4, 0, 1)
    units = found.units.set_index(["unit", "measure"])
    rows = {unit: units.loc[(unit, "posts_filled")] for unit in ("root", "a", "n")}
    assert {unit: (row["after"], row["missing"]) for unit, row in rows.items()} == {
        "root": (4, 1),
        "a": (1, 1),
        "n": (3, 0),
    }
    assert rows["a"]["change"] == -3
