"""Sentences: each kind is worded, registered with its check, and true of the JSON of its comparison."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.comparison.comparison import compare
from orgmodel.comparison.plain_data import plain_value
from orgmodel.comparison.sentences import CHECKS, MOST_RANGES, Sentence
from orgmodel.measures import MEASURES
from orgmodel.words.sentences import WORDED
from tests.comparison.merged import merger, split
from tests.comparison.sentence_truths import Truth, reads
from tests.scenario.random_outcomes import outcomes
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


@st.composite
def asked(draw, made):
    """Scopes and measures to ask for, or none: the usual ones."""
    units = sorted({unit for one in made for unit in (*one.before.ids("units"), *one.after.ids("units"))})
    known = sorted({f"block:{unit.block}" for one in made for unit in one.before.units})
    scopes = st.lists(st.sampled_from(["total", *known, *units]), min_size=1, max_size=4, unique=True)
    measures = st.lists(st.sampled_from([one.id for one in MEASURES]), min_size=1, max_size=6, unique=True)
    return draw(st.none() | scopes), draw(st.none() | measures)


@given(outcomes(), st.data())
def test_what_is_said_is_what_the_rows_say(made, data):
    """Whatever scenarios, scopes and measures are compared, what is said is what follows from the JSON, in each language."""
    scopes, measures = data.draw(asked(made))
    found = compare(*made, scopes=scopes, measures=measures)
    truth = Truth(found.to_json_object())
    assert [(one.kind, one.values) for one in untrue(found)] == []
    told = [one for one in found.sentences if one.kind not in ("heads", "alike", "no_change", "superiors")]
    wanted = [one for one in truth.said() if one[1] is None or not says(found, "no_change", one[1])]
    assert [(one.kind, one.scenario) for one in told] == [(kind, scenario) for kind, scenario, _ in wanted]
    for one, (_, _, values) in zip(told, wanted, strict=True):
        stated = {name: plain_value(one.values[name]) for name in values}
        assert stated == values
    agree_in_what_follows(found, truth)
    for language in ("vi", "en"):
        agree_in_text(found, language)


def says(found, kind, scenario):
    """Tell whether a sentence of a kind is said of a scenario."""
    return any((one.kind, one.scenario) == (kind, scenario) for one in found.sentences)


def agree_in_what_follows(found, truth):
    """Compare with the JSON what is said of heads, of likeness, and of scenarios that change nothing."""
    for label in truth.labels:
        if says(found, "no_change", label):
            assert truth.nothing_changes(label)
        told = [one for one in found.sentences if (one.kind, one.scenario) == ("heads", label)]
        counted = {step for one in told for step in one.values["steps"]}
        assert {step for step in truth.steps_with_heads(label) if truth.stands_alone(label, [step])} <= counted
        for one in told:
            values = {**one.values, "more": one.values["heads_after"] - one.values["heads_before"]}
            wanted = truth.heads(label, values["steps"])
            if not truth.stands_alone(label, values["steps"]):
                wanted = {name: wanted[name] for name in ("units_before", "units_after", "new_quota")}
            assert {name: values[name] for name in wanted} == wanted
    alike = [one for one in found.sentences if one.kind == "alike"]
    if alike:
        assert not truth.apart(["total"])
        assert truth.apart() != alike[0].values["everywhere"]
    elif len(truth.labels) > 1 and all(truth.total(label) for label in truth.labels):
        assert truth.apart(["total"])


def agree_in_text(found, language):
    """Compare the words of each sentence with its values; each is in the summary once, in the line of its scenario."""
    lines = found.summary(language).splitlines()
    called = {case.label: case.short(language) for case in found.cases}
    for one in found.sentences:
        text = one.text(language, found.own_labels, called)
        for ways in reads(one.kind, {**one.values, "called": called}, language):
            assert any(way in text for way in ways), (text, ways)
        homes = [line for line in lines if text.rstrip(".") in line]
        assert homes
        if one.scenario is not None:
            assert any(line.startswith(f"{found.case(one.scenario).name(language)}: ") for line in homes)


@settings(max_examples=settings.default.max_examples // 3)
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
            nothing = not any(row[name] for name in ("before", "after", "missing", "missing_before"))
            changes.setdefault((row["scope"], row["measure"]), set()).add(0 if nothing else row["change"])
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
        (
            "begun_ended",
            {"begun": 7, "begun_at_least": False, "begun_by": {}, "ended": 1, "ended_at_least": False, "ended_by": {}},
        ),
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
