"""Units that begin and end within one run: compared, told of, and measured just before the step that ends them."""

from __future__ import annotations

from orgmodel.comparison.comparison import compare
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

MERGED = {"unit": "c", "names": {"en": "Merged"}, "kind": "office", "parent": "top"}
HEADS = {"head": {"keep": "a/h"}, "surplus_heads": {"b/h": {"convert": "deputy"}}}


def merged_then_split():
    """Merge a and b into c, take a post from c, and split c into a and b again; run."""
    units = [Unit("top"), Unit("a", kind="office", parent="top"), Unit("b", kind="office", parent="top")]
    posts = [Post("a/h", "a", rank="head"), Post("b/h", "b", rank="head")]
    posts += [Post("a/1", "a", authorized=3), Post("b/1", "b", authorized=5)]
    lines = [Line("professional", "a", "top"), Line("professional", "b", "top")]
    steps = (
        Step("merge", do=[{"consolidate": ["a", "b"], "into": dict(MERGED), **HEADS}], effective="2019-01-01"),
        Step("cut", do=[{"resize": "a/1", "by": -1, "why": "reduction"}], effective="2020-01-01"),
        Step(
            "split",
            do=[
                {
                    "split_up": "c",
                    "into": [
                        {
                            "restores": "a",
                            "takes": {"posts": ["a/h", "a/1"], "lines": [{"kind": "professional", "to": "top"}]},
                            "head": {"keep": "a/h"},
                        },
                        {"restores": "b", "takes": {"posts": ["b/h", "b/1"]}, "head": {"convert": "b/h"}},
                    ],
                }
            ],
            effective="2022-01-01",
        ),
    )
    return Scenario("there-and-back", Structure.of([*units, *posts, *lines]), steps=steps).run()


def test_an_interim_unit_is_measured_just_before_the_step_that_ends_it():
    """The merged unit has 1 + 1 + 3 - 1 + 5 posts then; it stands in neither state, and the comparison works all the same."""
    outcome = merged_then_split()
    assert [str(one) for one in outcome.problems] == []
    found = compare(outcome)
    rows = found.interim[found.interim["measure"] == "posts_authorized"]
    assert rows[["unit", "step", "value"]].values.tolist() == [["c", "split", 9.0]]
    (case,) = found.cases
    assert case.value("posts_authorized", "c", "before") == 9
    assert case.value("posts_authorized", "a", "after") == 3
    assert found.summary("en")
    assert len(found.to_json_object()["interim"]) == len(found.interim)
