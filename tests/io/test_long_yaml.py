"""Scenarios with a fault a line, or very long: told by the first faults, and in a time that does not grow with their square."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from orgmodel.core.problems import MOST_HINTS, MOST_TOLD, Problem
from orgmodel.io.read import read_with_problems
from orgmodel.scenario.scenario import Scenario

MANY = 20_000
UNITS = 500
STEPS = "title: {en: x}\nsteps:\n"
ONE = f'{STEPS}- id: "1"\n  do:\n'
EXPECTED = f"{STEPS}- {{id: a}}\nexpect:\n"
BULK = f"{ONE}  - for_each:\n      columns: [a]\n      rows:\n"

FAULTY: dict[str, tuple[str, str, Callable[[int], str], str]] = {
    "units of operations": ("UNKNOWN_UNIT", ONE, lambda n: f"  - {{transfer: x{n}, to: y{n}}}\n", ""),
    "names like those known": ("UNKNOWN_UNIT", ONE, lambda n: f"  - {{transfer: u1{n}z, to: u2}}\n", ""),
    "posts of operations": ("UNKNOWN_POST", ONE, lambda n: f"  - {{resize: u1/x{n}, by: 1, why: w}}\n", ""),
    "verbs": ("UNKNOWN_OPERATION", ONE, lambda n: f"  - {{transfr{n}: u1, to: y{n}}}\n", ""),
    "bulk rows": ("UNKNOWN_UNIT", BULK, lambda n: f"      - [x{n}]\n", '    transfer: "{a}"\n    to: u1\n'),
    "owners": ("UNKNOWN_UNIT", STEPS, lambda n: f'- {{id: "{n}", owner: o{n}}}\n', ""),
    "documents": ("UNKNOWN_DOCUMENT", "documents:\n", lambda n: f"- d{n}\n", "title: {en: x}\n"),
    "states": ("UNKNOWN_STATE", STEPS, lambda n: f'- {{id: "{n}", state: s{n}}}\n', ""),
    "included files": ("MISSING_FILE", "includes:\n", lambda n: f"- s{n}.yaml\n" if n < 9_000 else "", "title: {en: x}\n"),
    "parameters to set": ("UNKNOWN_PARAMETER", "set:\n", lambda n: f"  p{n}: {n}\n", "title: {en: x}\n"),
    "steps before": ("UNKNOWN_STEP", f'{STEPS}- id: "1"\n  after:\n', lambda n: f"  - a{n}\n", ""),
    "scopes": ("UNKNOWN_SCOPE", EXPECTED, lambda n: f"- {{measure: units, scope: z{n}, change: 0}}\n", ""),
    "measures": ("UNKNOWN_MEASURE", EXPECTED, lambda n: f"- {{measure: m{n}, scope: total, change: 0}}\n", ""),
    "expectations": ("EXPECT", EXPECTED, lambda n: f"- {{measure: units, scope: total, change: {n + 1}}}\n", ""),
    "steps that do": ("UNKNOWN_UNIT", STEPS, lambda n: f'- {{id: "{n}", do: [{{transfer: x{n}, to: u1}}]}}\n', ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a study of some hundred units without a scenario."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "study.yaml").write_text(
        "title: {en: S}\nas_of: 2025-01-01\nbaseline: baseline\nkinds: {office: agency}\n"
    )
    (folder / "baseline").mkdir()
    rows = [f"u{n},U{n},office,{f'u{(n - 1) // 6}' if n else ''}" for n in range(UNITS)]
    (folder / "baseline/units.csv").write_text("\n".join(["id,name_en,kind,parent", *rows, ""]))
    posts = [f"u{n}/1,u{n},head,1,1" for n in range(UNITS)]
    (folder / "baseline/posts.csv").write_text("\n".join(["id,unit,rank,authorized,filled", *posts, ""]))
    return folder


def told(study: Path, text: str) -> tuple[list[Problem], float]:
    """Read and run a scenario; give what is told of it, and the processor time."""
    path = study / "x.yaml"
    path.write_text(text)
    begun = time.process_time()
    found, problems = read_with_problems(path)
    if isinstance(found, Scenario) and not problems:
        problems = list(found.run().problems)
    return problems, time.process_time() - begun


@pytest.mark.parametrize("kind", FAULTY)
def test_of_many_faults_the_first_are_told(study: Path, kind: str) -> None:
    """So many as somebody reads, and then that there are more; the nearest name is told of some."""
    code, head, line, foot = FAULTY[kind]
    problems, seconds = told(study, head + "".join(map(line, range(MANY))) + foot)
    counts = Counter(one.code for one in problems)
    assert MOST_TOLD <= counts[code] <= MOST_TOLD + 1
    assert counts["UNTOLD"] or counts["TOO_MANY"]
    assert len(problems) <= MOST_TOLD + 4
    assert seconds < 20  # minutes, before
    assert sum("did you mean" in one.message for one in problems) <= MOST_HINTS


def test_a_post_without_numbers_after_another_costs_no_more(study: Path) -> None:
    """What is missing of very many posts of one unit is put together once; so are those that stand beside each other."""
    head = f"{ONE}  - create: {{unit: nn, names: {{en: N}}, parent: u1, kind: office}}\n    head: none\n    why: w\n    posts:\n"
    taken = []
    for many in (1_500, 6_000):
        posts = "".join(f"    - {{id: nn/{n}, authorized: 1, filled: 1}}\n" for n in range(many))
        problems, seconds = told(study, head + posts)
        assert not problems
        taken.append(seconds)
    assert taken[1] < 8 * max(taken[0], 0.3)  # 16 times, where each is added to all before


def test_what_rows_fill_in_has_a_bound(study: Path) -> None:
    """A few long texts and many rows come to more than a machine holds."""
    rows = "".join(f"      - [u{n % UNITS}]\n" for n in range(MANY))
    for why in ("{a}" * 20_000, "x" * 100_000 + "{a}"):
        problems, seconds = told(study, f'{BULK}{rows}    transfer: "{{a}}"\n    to: u1\n    why: "{why}"\n')
        assert "TOO_LARGE" in {one.code for one in problems}
        assert seconds < 20


@pytest.mark.parametrize("key", ["k{n}", "name_l{n}"])
def test_rows_with_keys_of_their_own_have_a_bound(tmp_path: Path, key: str) -> None:
    """A table in YAML of which every row has another key is told of by the first of them."""
    path = tmp_path / "t.yaml"
    path.write_text("units:\n" + "".join(f"- {{id: u{n}, {key.format(n=n)}: x}}\n" for n in range(MANY)))
    begun = time.process_time()
    _, problems = read_with_problems(path)
    assert time.process_time() - begun < 20  # minutes, before
    assert [one.location.line for one in problems if one.code == "TOO_LARGE" and one.location] == [501]
