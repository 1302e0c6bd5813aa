"""One list of what is missing and one of what is assumed: measures, report, status and charts say the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

import orgmodel
from orgmodel.charts.post_sums import PostSums
from orgmodel.core.figures import Amount
from orgmodel.core.records import Incumbency, Members, Person, Post, Unit, is_assumed, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures import assumed_figures, assumed_groups, measure, missing_figures, value
from tests import strategies as make
from tests.figures_shown import filled_sides

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
COUNTED = {"posts_authorized": "authorized", "posts_filled": "filled", "fte": "fte", "party_members": "total"}


def listed(structure: Structure) -> Counter[str]:
    """Count the list of missing figures by field."""
    return Counter(missing_figures(structure)["field"])


@given(make.structures())
def test_lists_against_the_records(structure):
    """Row by row: what is blank and could be told is missing, and what is told is assumed by its source or its range."""
    holders = Counter(one.post for one in structure.table("incumbencies"))
    missing: Counter[str] = Counter()
    assumed = []
    kept = any(post.fte is not None for post in structure.posts)
    for post in structure.posts:
        for field in ("authorized", "filled", "fte"):
            amount = Amount.of(getattr(post, field), identity_of(post, field))
            blank = amount.missing > 0
            told = (
                field == "filled"
                and post.filled is None
                and isinstance(post.authorized, int)
                and 0 < post.authorized <= holders[post.id]
            )
            zero = field == "fte" and post.fte is None and post.filled == 0
            if field == "authorized" and post.quota == "out":
                continue
            if blank and not told and not zero and not (field == "fte" and not kept):
                missing[field] += 1
            if (not blank or told or zero) and (
                is_assumed(post.src) or (not told and not zero and amount.low != amount.high)
            ):
                assumed.append((post.id, field))
    for one in structure.members:
        amount = Amount.of(members_total(one), identity_of(one, "total"))
        missing["total"] += amount.missing > 0
        if not amount.missing and (is_assumed(one.src) or amount.low != amount.high):
            assumed.append((one.unit, "total"))
    for one in structure.table("quantities"):
        amount = Amount.of(one.value, identity_of(one, "value"))
        missing[one.quantity] += amount.missing > 0
        if not amount.missing and (is_assumed(one.src) or amount.low != amount.high):
            assumed.append((one.unit, one.quantity))
    found = listed(structure)
    fields = [*COUNTED.values(), *structure.terms.quantities]
    assert {field: found[field] for field in fields} == {field: missing[field] for field in fields}
    table = assumed_figures(structure)
    assert sorted(zip(table["record"], table["field"], strict=True)) == sorted(assumed)
    assert sum(one.count for one in assumed_groups(structure)) == len(assumed)


def test_what_cannot_exist_is_not_missing():
    """No authorized number of contracts, no posts of party organisations, none of an agency whose divisions list theirs."""
    terms = Vocabulary(kinds={"agency": "agency", "division": "internal", "cell": "party", "place": "none"})
    structure = Structure.of(
        [
            Unit("a", kind="agency"), Unit("a.1", kind="division", parent="a"), Unit("c", kind="cell", parent="a"), Unit("p", kind="place"),
            Unit("b", kind="agency"), Post("a.1/x", "a.1", authorized=2, filled=2), Post("a.1/hd", "a.1", authorized=None, filled=1, quota="out"),
            Members("c", official=3, probationary=1), Post("a.1/h", "a.1", authorized=1), Person("p1", "P"), Incumbency("p1", "a.1/h"),
        ],
        terms=terms,
    )  # fmt: skip
    assert missing_figures(structure)[["record", "field"]].values.tolist() == [["b", "no posts listed"]]


@pytest.fixture(scope="module")
def study():
    return orgmodel.read(STUDY)


@pytest.fixture(scope="module")
def states(study):
    """The structure before, and after each scenario."""
    return {"now": study.baseline, **{id: scenario.run().after for id, scenario in study.scenarios.items()}}


def test_charts_and_tables_say_the_same_of_every_unit(states):
    """In every state the boxes' figures are the measures'."""
    for name, structure in states.items():
        figures, sides = PostSums(structure), filled_sides(structure)
        rows = {
            (row.scope, row.measure): row
            for row in measure(structure, ["posts_authorized", "posts_filled"], by=["unit"])
        }
        for unit in structure.ids("units"):
            at = structure.units.row(unit)
            given, present = (rows[unit, id] for id in ("posts_authorized", "posts_filled"))
            if present.why == "no_posts":  # nor has the box any figures
                assert (given.value, present.value, figures.rows[at]) == (None, None, 0)
                continue
            assert (figures.authorized[at], figures.no_authorized[at]) == (given.value or 0, given.missing), (
                name,
                unit,
            )
            assert figures.no_filled[at] + figures.no_outside[at] == present.missing, (name, unit)
            assert (figures.filled[at], figures.filled_outside[at]) == sides[unit], (name, unit)
            assert sum(sides[unit]) == (present.value or 0), (name, unit)


def test_measures_report_and_status_count_what_the_list_counts(study, states):
    """The measures' missing figures, the report's form and what status asks for are all of the one list."""
    from orgmodel.api import assumed_rows, missing_rows
    from orgmodel.comparison.case import cases_of
    from orgmodel.reports.forms import assumed_form, missing_form

    baseline = study.baseline
    found = listed(baseline)
    for id, field in COUNTED.items():
        if id == "party_members":  # some are known together: each is missing, and the sum of them is not
            assert 0 < value(baseline, id).missing < found[field]
        elif id != "fte":  # nobody keeps any here, so that none is asked for
            assert value(baseline, id).missing == found[field], id
    case = next(iter(cases_of([study.scenario("2.3-no-new-quota").run()])))
    assert sum(row[-1] for row in missing_form(case).rows) == len(missing_figures(baseline))
    assert sum(row[2] for row in assumed_form(case).rows) == len(assumed_figures(baseline)) == len(assumed_rows(study))
    assert all(row["confirm"] for row in assumed_rows(study))
    known = {
        (row["record"], row["field"]) for one in states.values() for row in missing_figures(one).to_dict("records")
    }
    asked = [
        row["id"].split(":") for row in missing_rows(study) if row["id"].startswith("posts:") and "|*" not in row["id"]
    ]
    assert asked
    for _, key, field, *_ in asked:
        if field in ("authorized", "filled"):
            assert (key, field) in known
