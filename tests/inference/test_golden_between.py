"""Golden cases between structures and scenarios: what was changed, decided by hand in tests/inference/golden/*.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import orgmodel
from orgmodel.cli.main import run
from orgmodel.combination.combine import combine
from orgmodel.core.problems import errors
from orgmodel.core.structure import Structure
from orgmodel.core.translation import translated
from orgmodel.inference.difference import difference
from orgmodel.io.read import read
from orgmodel.reports.combination_rows import relation_rows
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.scenario.write import scenario_text
from orgmodel.words.operation_lines import describe

FOLDER = Path(__file__).parent / "golden"
COLUMNS = {
    "units": ("id", "name_vi", "kind", "parent"),
    "posts": ("id", "unit", "title_vi", "rank", "authorized", "filled"),
    "functions": ("unit", "function"),
    "lines": ("kind", "from", "to"),
}
VERBS = {
    "create", "dissolve", "consolidate", "absorb", "split_up", "split_off", "transfer", "rename", "convert", "redirect",
    "resize", "assign_function",
}  # fmt: skip


def _loaded(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((FOLDER / name).read_text(encoding="utf-8"))


DIFF = {case["name"]: case for case in _loaded("diff.yaml")}
COMBINE = _loaded("combine.yaml")
TOGETHER = {case["name"]: case for case in COMBINE["cases"]}


def _tables(folder: Path, given: dict[str, list[list[Any]]]) -> Path:
    """Write the rows of a case as a stranger would, in CSV files with a header."""
    folder.mkdir(parents=True)
    for table, rows in given.items():
        cells = [[f'"{cell}"' for cell in row] for row in rows]
        width = max(map(len, rows), default=len(COLUMNS[table]))
        lines = [",".join(row + [""] * (width - len(row))) for row in cells]
        (folder / f"{table}.csv").write_text("\n".join([",".join(COLUMNS[table][:width]), *lines]) + "\n", "utf-8")
    return folder


def _rows(structure: Structure, table: str) -> set[tuple[Any, ...]]:
    """Give the records of a structure as the cases write them."""
    shown = {
        "units": lambda one: (one.id, dict(one.names)["vi"], one.kind, one.parent),
        "posts": lambda one: (one.id, one.unit, dict(one.titles)["vi"], one.rank, one.authorized, one.filled),
        "functions": lambda one: (one.unit, one.function),
        "lines": lambda one: (one.kind, one.from_, one.to),
    }[table]
    return {_texts(shown(one)) for one in structure.table(table)}


def _texts(cells: Iterable[Any]) -> tuple[str | None, ...]:
    return tuple(None if cell is None else str(cell) for cell in cells)


@pytest.mark.parametrize("name", DIFF)
def test_between_two_structures(name, tmp_path) -> None:
    """The operations are those expected, as sure as expected; written, checked and run they lead to the later structure."""
    case = DIFF[name]
    paths = [_tables(tmp_path / state, case[state]) for state in ("before", "after")]
    before, after = (read(path) for path in paths)
    found = difference(before, after, by=case.get("by", ()))
    told = [[one.verb, one.certainty, describe(one.step.do[0], "en")] for one in found.inference.steps]
    assert sorted(told) == sorted(case["operations"])
    for what, words in case.get("basis", {}).items():
        (step,) = (one for one in found.inference.steps if describe(one.step.do[0], "en") == what)
        assert words in dict(step.basis)["en"]
    if "matches" in case:
        assert sorted([pair.before, pair.after] for pair in found.matching.units) == case["matches"]
    if "ambiguous" in case:
        assert [[list(one.before), list(one.after)] for one in found.matching.ambiguous] == case["ambiguous"]

    assert found.corrections == ()
    options = [part for key in case.get("by", ()) for part in ("--by", key)]
    file = str(tmp_path / "found.yaml")
    assert run(["diff", *map(str, paths), *options, "-o", file]) == 0
    assert run(["check", file]) == 0
    replayed = read(tmp_path / "found.yaml").run().after
    if not case.get("by"):
        assert [pair.certainty for pair in found.matching.posts if pair.before != pair.after] in ([], ["possible"])
        replayed = translated(replayed, {"posts": {one.before: one.after for one in found.matching.posts}})
        for table, rows in case["after"].items():
            blank = [None] * len(COLUMNS[table])
            assert _rows(replayed, table) == {_texts([*row, *blank][: len(blank)]) for row in rows}
    again = difference(replayed, after, by=case.get("by", ()))
    assert again.inference.steps == ()


def test_every_operation_that_can_be_seen_has_a_case() -> None:
    """No verb that leads between structures without persons and links is without a case."""
    counted = Counter(verb for case in DIFF.values() for verb, *_ in case["operations"])
    assert set(counted) == VERBS
    assert len(DIFF) >= 24


def _wishes(row: dict[str, Any]) -> list[Any]:
    places = [row[side].split(":")[0] for side in ("first", "second")]
    return [*places, row["table"], row["key"], row["first_wants"], row["second_wants"]]


@pytest.mark.parametrize("name", TOGETHER)
def test_scenarios_together(name, tmp_path) -> None:
    """Scenarios stand in the expected order and run, or the expected records stand in the way, wished for as expected."""
    case = TOGETHER[name]
    baseline = read(_tables(tmp_path / "base", COMBINE["organisation"]))
    given = [
        Scenario(one, baseline, steps=(Step(one, do=[COMBINE["scenarios"][one]]),))
        for one in dict.fromkeys(case["combine"])
    ]
    given += given * (len(case["combine"]) - len(given))
    found = combine(given)
    conflicts = [_wishes(row) for row in relation_rows(found, "en") if row["kind"] == "conflict"]
    if "conflicts" in case:
        assert found.scenario is None
        assert [one for one in conflicts if one[2] == "units" or len(conflicts) == 1] == sorted(
            case["conflicts"], key=lambda one: [row[:4] for row in conflicts].index(one[:4])
        )
        return
    assert conflicts == []
    assert found.scenario is not None
    assert [step.id for step in found.scenario.steps] == case["order"]
    assert found.any_order == case["any_order"]
    after = found.scenario.run().after
    assert not errors(found.scenario.run().problems)
    for post, figure in case.get("figures", {}).items():
        assert after.post(post).authorized == figure
    path = tmp_path / "one.yaml"
    path.write_text(scenario_text(found.scenario, baseline="base"), "utf-8")
    assert orgmodel.read(path).run().after == after


def test_every_relation_has_a_case() -> None:
    """There are cases that conflict, that commute, that need an order, and that repeat one another."""
    kinds = Counter(
        "conflict" if "conflicts" in case else "any order" if case["any_order"] else "order"
        for case in TOGETHER.values()
    )
    assert min(kinds.values()) >= 2
    assert len(kinds) == 3
