"""Sentences: each kind is worded, registered with its check, and true of the JSON of its comparison."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.comparison.comparison import compare
from orgmodel.comparison.sentences import CHECKS, MOST_RANGES, Sentence
from orgmodel.measures import MEASURES
from orgmodel.words.sentences import WORDED
from tests.comparison.merged import merger, split
from tests.scenario.random_scenarios import scenarios

STUDIES = Path(__file__).parents[2] / "scenarios"
DEPUTY = {"convert": "dep", "title": {"vi": "Trưởng phòng"}}
NEW = {"quota": 1, "block": "government", "title": {"vi": "Trưởng phòng"}, "basis": "none stated"}


def untrue(found) -> list[Sentence]:
    """List what a comparison says that its own JSON does not bear out."""
    made = found.to_json_object()
    return [one for one in found.sentences if not CHECKS[one.kind](made, one)]


def test_every_kind_is_worded_and_checked():
    """A kind of sentence without words, or without a check of its truth, does not exist."""
    assert set(WORDED) == set(CHECKS)


@settings(max_examples=20)
@given(st.lists(scenarios(2), min_size=1, max_size=2), st.sampled_from(["vi", "en"]))
def test_what_is_said_of_any_scenarios_is_true(made, language):
    """Over made-up scenarios of one and of several baselines every sentence holds, and each is in the text once."""
    found = compare(*(one.run() for one in made))
    assert untrue(found) == []
    text = found.summary(language)
    for one in found.sentences:
        assert one.text(language).rstrip(".") in text


@settings(max_examples=20)
@given(st.lists(scenarios(2), min_size=2, max_size=2), st.data())
def test_scenarios_are_called_alike_only_where_they_are(made, data):
    """Of whatever measures and scopes are compared: alike in all rows, or a range is told, or the difference is elsewhere."""
    ids = data.draw(st.lists(st.sampled_from([one.id for one in MEASURES]), min_size=1, max_size=4, unique=True))
    found = compare(*(one.run() for one in made), measures=ids)
    rows = found.to_json_object()["measures"]
    refused = {case.label for case in found.cases if case.is_refused}
    changes: dict[tuple[str, str], set[float | None]] = {}
    for row in rows:
        if row["scenario"] not in refused:
            changes.setdefault((row["scope"], row["measure"]), set()).add(row["change"])
    apart = [place for place, values in changes.items() if len(values) > 1]
    said = [one for one in found.sentences if one.kind == "alike"]
    if said and said[0].values["everywhere"]:
        assert apart == []
    if said:
        assert [place for place in apart if place[0] == "total"] == []
    assert len([one for one in found.sentences if one.kind == "range"]) <= MOST_RANGES


def test_what_is_said_of_the_shipped_studies_is_true():
    """Every sentence about every scenario of the studies holds."""
    for name in ("ha-tinh-2022", "ha-tinh-2018-2026"):
        assert untrue(orgmodel.compare(orgmodel.read(STUDIES / name))) == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("opening", {"count": 3, "as_of": None}),
        ("on", {"date": "2020-01-01", "undated": 0}),
        ("no_change", {}),
        ("refused", {}),
        ("alike", {"everywhere": True}),
        ("begun_ended", {"begun": 7, "ended": 1}),
        ("measure", {"measure": "units", "before": 3, "after": 5, "change": 2, "at_least": False, "moves": False}),
        ("range", {"measure": "units", "low": 0, "least": "a", "high": 5, "most": "b", "unknown": []}),
        ("missing", {"measure": "posts_filled", "missing": 99}),
        ("assumed", {"measure": "posts_filled", "share": 0.77}),
        ("blocks", {"own": [("party", 4)], "hosts": []}),
    ],
)
def test_the_checks_find_what_is_untrue(kind, values):
    """A sentence with a wrong figure does not pass its check."""
    found = compare(split(DEPUTY).run(), split(NEW, "new").run(), merger().run())
    made = found.to_json_object()
    values = {**values, "count": 9} if kind == "opening" else values
    assert not CHECKS[kind](made, Sentence(kind, values, found.labels[0]))
