"""Who is present in a row without a number of people present, of which persons are listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from orgmodel.cli.main import cli
from orgmodel.core.integrity import check
from orgmodel.core.names import names_of
from orgmodel.core.records import Incumbency, Person, Post, Unit
from orgmodel.core.structure import Structure

STUDY = "title: {en: P}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nkinds: {agency: agency}\nblocks: [gov]\n"
BASE = """
units:
- {id: b, name_en: B, kind: agency, block: gov}
- {id: c, name_en: C, kind: agency, block: gov, parent: b}
posts:
- {id: b/h, unit: b, rank: head, block: gov, authorized: 1, filled: 1}
- {id: b/s, unit: b, block: gov, authorized: 3, filled: 3}
- {id: c/h, unit: c, block: gov, authorized: AUTHORIZED, filled: }
persons: [{id: p1, name: One}, {id: p5, name: Five}]
incumbencies: [{person: p5, post: b/h}, {person: p1, post: c/h}]
"""
MOVE = "dissolve: {post: b/h}\n    why: t\n    people: {p5: {to: c/h}}"
LINK = "link_posts: b/h\n    also_holds: c/h"


def compared(folder: Path, authorized: str, operation: str, *options: str) -> dict[str, Any]:
    """Write a study, and compare its scenario with its baseline."""
    (folder / "study.yaml").write_text(STUDY)
    (folder / "base.yaml").write_text(BASE.replace("AUTHORIZED", authorized))
    (folder / "s.yaml").write_text(f"title: {{en: s}}\nsteps:\n- id: s\n  do:\n  - {operation}\n")
    run = CliRunner().invoke(cli, ["compare", str(folder / "s.yaml"), "--format", "json", *options])
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("operation", [MOVE, LINK])
def test_a_post_whose_listed_holder_takes_all_of_it_has_no_vacancy(tmp_path, operation):
    """Nobody else goes there unsaid: listed persons fill a row without a number present."""
    found = compared(tmp_path, "1", operation)
    assert [one["code"] for one in found["problems"]] == ["OCCUPIED"]


@pytest.mark.parametrize("authorized", ["2", "3", ""])
@pytest.mark.parametrize(("operation", "there"), [(MOVE, 2), (LINK, 1)])
def test_who_comes_to_a_post_with_a_listed_holder_is_counted_beside_them(tmp_path, authorized, operation, there):
    """The total is as before, and least of the row is all who are known to be there."""
    found = compared(tmp_path, authorized, operation)
    figures = {
        (one["scope"], one["measure"]): (one["before"], one["after"], one["low"], one["change"])
        for one in found["measures"]
    }
    assert figures["total", "headcount"] == (5, 5, 5, 0)
    scoped = compared(tmp_path, authorized, operation, "--scope", "c")
    (people,) = [one for one in scoped["measures"] if one["measure"] == "headcount"]
    assert (people["before"], people["after"], people["missing"]) == (1, there, 1)


def test_more_whole_holders_than_posts_are_told_where_nobody_says_how_many_are_present():
    """A row without a number present holds no more whole holders than posts."""

    def codes(authorized: int, quota: str = "in") -> list[str]:
        post = Post("a/h", "a", names_of(en="H"), "head", authorized=authorized, quota=quota)
        held = [Incumbency("p", "a/h"), Incumbency("q", "a/h")]
        people = [Person(id, names_of(en=id)) for id in "pq"]
        return [one.code for one in check(Structure.of([Unit("a", names_of(en="A")), post, *people, *held]))]

    assert "TWO_HOLDERS" in codes(1)
    assert "TWO_HOLDERS" not in codes(2)


def test_somebody_who_is_said_to_hold_second_posts_only_is_counted_once(tmp_path):
    """The least of the second posts counts the person, and takes the count along where it goes."""
    (tmp_path / "base.yaml").write_text(
        "units: [{id: b, name_en: B}, {id: c, name_en: C, parent: b}]\n"
        "posts:\n"
        "- {id: b/h, unit: b, rank: head, authorized: 1, filled: 1}\n"
        "- {id: b/s, unit: b, authorized: 4, filled: 1}\n"
        "- {id: b/t, unit: b, authorized: 4, filled: 1}\n"
        "- {id: c/s, unit: c, authorized: 4, filled: 1}\n"
        "persons: [{id: p6, name: Six}, {id: p1, name: One}]\n"
        "incumbencies:\n- {person: p1, post: b/h}\n- {person: p6, post: b/t, order: 2}\n- {person: p6, post: b/s, order: 1}\n"
    )
    run = CliRunner().invoke(cli, ["show", str(tmp_path / "base.yaml"), "--format", "json"])
    total = {one["measure"]: one["value"] for one in json.loads(run.stdout)["measures"] if one["scope"] == "total"}
    assert (total["headcount"], total["concurrent_posts"]) == (3, 1)  # with the one in c/s, of whom nobody is listed
    for operation, flows in (
        ("transfer: {posts: [b/s]}\n    to: c", [("b", "c", 1)]),
        ("dissolve: {post: b/s}\n    why: t\n    people: {p6: {to: c/s}}", [("b", "c", 1)]),
        ("resize: b/s\n    filled_by: -1\n    people: {p6: {to: c/s}}\n    why: t", [("b", "c", 1)]),
    ):
        (tmp_path / "s.yaml").write_text(
            f"title: {{en: s}}\nbaseline: base.yaml\nsteps:\n- id: s\n  do:\n  - {operation}\n"
        )
        run = CliRunner().invoke(cli, ["compare", str(tmp_path / "s.yaml"), "--format", "json"])
        found = json.loads(run.stdout)
        assert not [one for one in found["problems"] if one["severity"] == "error"], found["problems"]
        people = [(one["from"], one["to"], one["amount"]) for one in found["ledger"] if one["quantity"] == "people"]
        assert people == flows
        (total,) = [one for one in found["measures"] if (one["scope"], one["measure"]) == ("total", "headcount")]
        assert (total["before"], total["after"]) == (3, 3)
