"""A study of another country with norms of its own: versions, waivers, norms that differ, the law of the date asked about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import orgmodel
from orgmodel.cli.main import cli
from orgmodel.norms.finding import Finding
from orgmodel.norms.judged import judged
from orgmodel.scenario.scenario import Study

STUDY = """
title: {en: Agency reform}
language: en
as_of: 2024-01-01
baseline: base.yaml
kinds: {department: agency, division: internal}
levels: [central]
categories: [career, contract]
norms: [own.yaml]
parameters: {size_class: small}
constraints:
- {id: pilot, freeze: {link: {office: chief, also_holds: clerk}, by: level, until: 2024-06-01}}
"""
BASE = """
units:
- {id: d, name_en: Department of Records, kind: department, level: central}
- {id: a, name_en: Archive Division, kind: division, level: central, parent: d}
posts:
- {id: d/h, unit: d, rank: head, authorized: 1, filled: 1, office: chief}
- {id: d/c, unit: d, rank: staff, authorized: 1, filled: 1, office: clerk}
- {id: a/h, unit: a, rank: head, authorized: 1}
- {id: a/s, unit: a, rank: staff, authorized: 4}
links: [{post: d/h, also_holds: d/c}]
"""
OWN = """
documents: [{id: order, number: "5", issuer: Cabinet, date: 2023-01-01, confidence: S}]
parameters:
  size_class: {title: {en: Size class}, choices: [small, large]}
norms:
- id: MIN
  title: {en: A division has at least five posts}
  scope: unit
  where: {kind: division}
  value: {posts: authorized}
  at_least: 5
  cite: {document: order, article: "3"}
  in_force: {from: 2023-01-01, to: 2024-06-01}
  approval: {attribute: waiver, by: {en: the Cabinet}}
  confidence: S
  note: {en: Divisions abroad are excepted}
- id: MIN
  title: {en: A division has at least six posts}
  scope: unit
  where: {kind: division}
  value: {posts: authorized}
  at_least: 6
  cite: {document: order, article: 3a}
  in_force: {from: 2024-06-01}
  confidence: S
- id: MAX
  title: {en: A division has at most four posts}
  scope: unit
  where: {kind: division}
  value: {posts: authorized}
  at_most: {by_class: {parameter: size_class}, cases: {small: 4, large: 9}}
  cite: {document: order, article: "9"}
  in_force: {from: 2023-01-01}
  confidence: S
"""
TRIM = """
title: {en: Trim}
steps:
- {id: t, effective: 2024-02-01, do: [{resize: a/s, by: -1, why: saving}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the study."""
    for name, text in (("study", STUDY), ("base", BASE), ("own", OWN), ("trim", TRIM)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    cli(["compare", *arguments], standalone_mode=False)
    return capsys.readouterr().out


def _after(folder: Path, until: str | None = None) -> dict[str, Finding]:
    study = orgmodel.read(folder)
    assert isinstance(study, Study)
    outcome = study.scenario("trim").run()
    (findings,) = judged([outcome if until is None else outcome.until(until)])
    return {one.norm: one for one in findings if one.state == "after"}


def test_two_norms_that_differ_are_both_told(folder: Path) -> None:
    """Four posts keep the norm of four and break the one of five, which an approval allows: neither hides the other."""
    found = _after(folder)
    assert (found["MAX"].result, found["MAX"].change) == ("pass", "mended")
    assert (found["MIN"].result, found["MIN"].value, found["MIN"].limit) == ("needs_approval", 4, 5)
    assert dict(found["MIN"].note)["en"] == (
        "Divisions abroad are excepted; Allowed only with prior approval of the Cabinet"
    )


def test_a_waiver_on_file_passes(folder: Path) -> None:
    """With the attribute that says so the breach is approved."""
    (folder / "base.yaml").write_text(BASE + "attributes: [{unit: a, name: waiver, value: 'yes'}]\n", "utf-8")
    assert _after(folder)["MIN"].result == "pass"


def test_the_law_is_that_of_the_date_asked_about(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Until June five are the least, from then on six and no approval helps; a pilot ends on the same day."""
    before, since = _after(folder, "2024-05-31"), _after(folder, "2024-06-01")
    assert (before["MIN"].result, before["MIN"].limit) == ("needs_approval", 5)
    assert (since["MIN"].result, since["MIN"].limit) == ("fail", 6)
    assert (before["pilot"].result, since["pilot"].result) == ("pass", "fail")
    printed = _printed(capsys, str(folder / "trim.yaml"), "--at", "2024-06", "--format", "json")
    rows = json.loads(printed)["norms"]
    (row,) = [one for one in rows if (one["norm"], one["state"]) == ("MIN", "after")]
    assert (row["limit"], row["label"]["en"]) == (6, "fail")


def test_a_finding_reads_in_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Title, subject, result, value and limit, then article, note, and the code last; no Vietnamese word."""
    printed = _printed(capsys, str(folder / "trim.yaml"))
    lines = " ".join(printed.split())
    assert (
        "A division has at least five posts: Archive Division: needs approval, 4; limit 5 5 (Cabinet, 1 January 2023), 3. "
        "Divisions abroad are excepted; Allowed only with prior approval of the Cabinet (MIN) · Trim" in lines
    )
    assert "Điều" not in printed


def test_an_assumed_range_may_fail(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a part of the range is beyond the limit the words say that it depends on an assumed figure."""
    assumed = "authorized: 4, authorized_low: 2, authorized_high: 6, src: assumed}"
    (folder / "base.yaml").write_text(BASE.replace("authorized: 4}", assumed), "utf-8")
    printed = _printed(capsys, str(folder / "trim.yaml"))
    assert "may fail, depending on an assumed figure, 4 (2–6); limit 4" in " ".join(printed.split())
    assert "depending on an assumed figure (MIN)" in " ".join(printed.split())
