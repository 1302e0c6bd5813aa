"""What becomes of people whose posts end: placed or gone, checked, booked with its reason, and told once of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import orgmodel
from orgmodel.cli.main import cli
from orgmodel.core.integrity import check
from orgmodel.core.names import names_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Incumbency, Person, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.new import new_scenario
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario


def post(
    id: str, rank: str = "staff", authorized: int | None = 1, filled: int | None = 1, fte: int | None = None
) -> Post:
    """A row of posts of the unit before the slash."""
    return Post(id, id.partition("/")[0], names_of(en=id), rank, authorized=authorized, filled=filled, fte=fte)


RECORDS: list[Record] = [
    Unit("root"), Unit("a", parent="root"), Unit("b", parent="root"), Unit("c", parent="root"),
    post("a/h", "head", fte=80), post("a/s", authorized=4, filled=2, fte=150), post("a/full"), post("a/u", filled=None),
    post("b/h", "head"), post("b/d", "deputy"), post("b/s", authorized=4, filled=3),
    post("c/s", authorized=2, filled=1, fte=None),
    *(Person(id, id.upper()) for id in ("p1", "p2", "p3", "p4", "p5")),
    Incumbency("p1", "a/h"), Incumbency("p2", "b/h"), Incumbency("p2", "a/s", order=1), Incumbency("p3", "b/d"),
    Incumbency("p4", "c/s"),
]  # fmt: skip


def run(*do: dict[str, Any]) -> Outcome:
    """Run operations, a step each."""
    return Scenario(
        "x", Structure.of(RECORDS), steps=tuple(Step(f"s{at}", do=[one]) for at, one in enumerate(do))
    ).run()


def merge(people: dict[str, Any]) -> Outcome:
    """Merge a and b, whose head stays; p1, the other head, is the only one to lose a post."""
    ends = {"a/h": {"end": True, "why": "one head"}}
    into = {"unit": "ab", "parent": "root"}
    data = {"consolidate": ["a", "b"], "into": into, "head": {"keep": "b/h"}, "surplus_heads": ends}
    return run(data | ({"people": people} if people else {}))


def codes(outcome: Outcome) -> list[str]:
    """List the codes of what is told."""
    return [one.code for one in outcome.problems]


def flows(outcome: Outcome, kind: str) -> dict[str, tuple[str | None, str | None, int | None]]:
    """Give the flows of a kind of reason: by quantity, from where to where, and how much."""
    return {
        one.flow.quantity: (one.flow.from_unit, one.flow.to_unit, one.flow.amount.best)
        for one in outcome.ledger
        if one.flow.reason.kind == kind
    }


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ({}, ["DISPLACED"]),
        ({"p1": "retires"}, []),
        ({"p1": {"outcome": "reserve", "why": "Decision 3"}}, []),
        ({"p1": {"to": "a/s"}}, []),
        ({"p1": {"to": "a/full"}}, ["OCCUPIED"]),
        ({"p1": {"to": "a/u"}}, ["VACANCY_UNKNOWN"]),
        ({"p1": {"to": "a/v"}}, ["UNKNOWN_POST"]),
        ({"p1": {"to": "a/h"}}, ["NO_CHANGE"]),
        ({"p9": "retires"}, ["UNKNOWN_PERSON"]),
        ({"p5": "retires"}, ["NOT_DISPLACED"]),
        ({"p3": "retires"}, ["NOT_DISPLACED"]),
        ({"p4": {"to": "a/s"}}, ["NOT_DISPLACED"]),
        ({"p2": "leaves"}, ["NOT_DISPLACED"]),
    ],
)
def test_what_is_said_of_people_is_checked(people, told) -> None:
    """Unknown, misplaced and kept persons and full posts are refused; a blank one is warned of; what is said ends the warning."""
    outcome = merge(people)
    assert codes(outcome) == told
    if outcome.refused:
        assert outcome.changes == ()
    else:
        assert errors(check(outcome.after)) == []


def test_a_post_to_go_to_may_be_named_shortly() -> None:
    """By what follows the unit at hand, as elsewhere."""
    assert merge({"p1": {"to": "s"}}).after == merge({"p1": {"to": "a/s"}}).after


def test_a_target_that_ends_as_well_and_a_misspelt_outcome_are_refused() -> None:
    """A person cannot go to a post of the same unit that ends with it; of a misspelt word the nearest is told."""
    ends = {"dissolve": "b", "gives_all": "c", "ends": {"posts": ["b/h", "b/d", "b/s"]}, "why": "closed"}
    assert codes(run(ends | {"people": {"p3": {"to": "b/s"}}})) == ["TARGET"]
    (told,) = run(ends | {"people": {"p3": "retire"}}).problems
    assert "did you mean 'retires'?" in told.message
    assert codes(run(ends | {"people": {"p3": {"to": "b/s", "outcome": "leaves"}}})) == ["INVALID"]


def test_who_goes_to_another_post_takes_people_and_fte_along() -> None:
    """By hand: 1 of 1 with 0.80 goes from the ended head post to the officers: 2 → 3 present, 1.50 → 2.30."""
    outcome = merge({"p1": {"to": "a/s"}})
    row = outcome.after.post("a/s")
    assert (row.unit, row.authorized, row.filled, row.fte) == ("ab", 4, 3, 230)
    assert [one.post for one in outcome.after.incumbents_of("a/s")] == ["a/s", "a/s"]
    assert flows(outcome, "placed") == {"filled": ("a", "a", 1), "people": ("a", "a", 1), "fte": ("a", "a", 80)}
    assert outcome.displaced == ()
    ended = [one.flow for one in outcome.ledger if one.flow.to_unit is None]
    assert [(one.quantity, one.amount.best) for one in ended] == [("authorized", 1)]


def test_full_time_equivalents_of_which_one_side_is_unknown_stay_unknown() -> None:
    """0.80 added to an unknown figure is at least known to be there; an unknown figure added to 1.50 is 1.50 and unknown."""
    after = merge({"p1": {"to": "c/s"}}).after
    assert after.post("c/s").fte.best is None
    assert after.post("c/s").fte.offset == 80
    ends = {"dissolve": {"post": "b/d"}, "why": "w", "people": {"p3": {"to": "a/s"}}}
    row = run(ends).after.post("a/s")
    assert (row.filled, row.fte.best, row.fte.offset) == (3, None, 150)


def test_who_leaves_is_booked_with_the_reason_and_listed_with_what_becomes_of_them() -> None:
    """The flows of people, filled and FTE to outside say it, by a dissolution within the merger; the table has the outcome."""
    outcome = merge({"p1": {"outcome": "retires", "why": "at 62"}})
    assert flows(outcome, "retires") == {"filled": ("a", None, 1), "people": ("a", None, 1), "fte": ("a", None, 80)}
    (row,) = orgmodel.compare(outcome).to_json_object()["displaced"]
    assert {key: row[key] for key in ("person", "name", "post", "unit", "operation", "outcome", "reason_kind")} == {
        "person": "p1", "name": None, "post": "a/h", "unit": "a", "operation": "dissolve", "outcome": "retires",
        "reason_kind": "retires",
    }  # fmt: skip
    assert row["reason"].endswith("at 62")


def test_a_resize_names_who_is_among_those_who_leave() -> None:
    """Of one fewer the one who is named; more names than places lost, and names of others, are refused."""
    leaves = {"resize": "c/s", "people": {"p4": "leaves"}, "why": "resigned"}
    for data in (leaves, leaves | {"filled_by": -1}, leaves | {"filled_to": 0}, leaves | {"by": -1}):
        outcome = run(data)
        assert codes(outcome) == []
        row = outcome.after.post("c/s")
        assert (row.filled, row.authorized) == (0, 1 if "by" in data else 2)
        assert outcome.after.incumbents_of("c/s") == []
        assert flows(outcome, "leaves")["people"] == ("c", None, 1)
    assert codes(run(leaves | {"filled_to": 1})) == codes(run(leaves | {"filled_by": 0})) == ["HOLDERS"]
    assert codes(run(leaves | {"people": {"p3": "leaves"}})) == ["UNKNOWN_PERSON"]


def test_two_who_share_a_post_are_one_of_it() -> None:
    """Two halves of one post go as one: together to the same post, or the one there and the other, who takes no post along, home."""
    shared = [one for one in RECORDS if one != Incumbency("p1", "a/h")]
    shared += [Incumbency("p1", "a/h", share=50), Incumbency("p5", "a/h", share=50)]
    end = {"dissolve": {"post": "a/h"}, "why": "w"}
    for people in ({"p1": {"to": "a/s"}, "p5": {"to": "a/s"}}, {"p1": {"to": "a/s"}, "p5": "retires"}):
        steps = (Step("s", do=[end | {"people": people}]),)
        outcome = Scenario("x", Structure.of(shared), steps=steps).run()
        assert codes(outcome) == []
        assert outcome.after.post("a/s").filled == 3
        assert flows(outcome, "retires") == ({"people": ("a", None, 1)} if people["p5"] == "retires" else {})


def test_who_lost_two_posts_is_told_once_with_the_first_and_the_last() -> None:
    """A head who also was an officer: the head post ends in one step and the other in the next; one warning, at the second."""
    outcome = run(
        {"absorb": "b", "into": "a", "surplus_heads": {"b/h": {"end": True, "why": "one head"}}},
        {"dissolve": {"post": "a/s"}, "why": "closed"},
    )
    assert [(one.code, one.subject) for one in outcome.problems] == [("DISPLACED", "b/h")]
    (row,) = outcome.displaced
    assert (row.person, row.post, row.unit, row.last_post, row.last_unit, row.step, row.reason.text) == (
        "p2", "b/h", "b", "a/s", "a", "s1", "closed",
    )  # fmt: skip


STUDY = {
    "study.yaml": "title: {en: Two}\nlanguage: en\nbaseline: base.yaml\nkinds: {agency: agency}\n",
    "base.yaml": "units: [{id: a, name_en: A, kind: agency}]\n"
    "posts: [{id: a/h, unit: a, title_en: Head, rank: head, authorized: 1, filled: 1}, {id: a/v, unit: a, filled: 0}]\n"
    "persons: [{id: p1, name: Ann Example}, {id: p2, name: Bo Example}]\n"
    "incumbencies: [{person: p1, post: a/h}, {person: p2, post: a/v}]\n",
    "end.yaml": "title: {en: End}\nsteps:\n- id: s\n  do: [{dissolve: {post: a/h}, why: closed}]\n",
}


@pytest.mark.parametrize("command", ["check", "compare", "json", "report"])
def test_names_of_persons_are_told_only_where_they_are_asked_for(command, tmp_path: Path) -> None:
    """No output, problem or table has a name without --persons; with it they have."""
    for name, text in STUDY.items():
        (tmp_path / name).write_text(text, "utf-8")
    words = {
        "check": ["check", str(tmp_path)],
        "compare": ["compare", str(tmp_path), "-o", str(tmp_path / "o"), "--force"],
        "json": ["compare", str(tmp_path), "--format", "json"],
        "report": ["report", str(tmp_path / "end.yaml"), "-o", str(tmp_path / "o.md"), "--force"],
    }[command]
    for asked in ([], ["--persons"]):
        done = CliRunner().invoke(cli, [*words, *asked])
        assert done.exit_code == 0
        texts = [done.output] + [
            one.read_text("utf-8")
            for one in tmp_path.rglob("*")
            if one.suffix in (".csv", ".json", ".md") and one.is_file()
        ]
        assert any("p1" in text for text in texts) or (
            command == "report" and not asked
        )  # it lists holders where asked
        assert any("Ann Example" in text for text in texts) == bool(asked)
    if command == "check":
        assert "Bo Example (p2)" in done.output


def test_a_new_merger_lists_who_holds_the_heads() -> None:
    """By id, in comments to be decided; once the lines are chosen the file says what becomes of them."""
    text = new_scenario(Structure.of(RECORDS), "merge", ["a", "b"])
    assert "# p1: unassigned,  # a/h" in text
    assert "p2" not in text  # has another post
    assert "P1" not in text
