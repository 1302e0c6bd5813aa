"""A comparison has rows of what a study keeps, and of nothing else."""

from pathlib import Path

import pytest

import orgmodel
from orgmodel.cli.main import run
from orgmodel.core.records import Function, Link, Members, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import measure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

PLAIN: list[Record] = [
    Unit("a", kind="agency"),
    Unit("b", kind="agency", parent="a"),
    Unit("c", kind="agency", parent="a"),
    Post("p", "b", authorized=1, filled=1),
    Post("q", "c", authorized=1, filled=1),
]
KEPT: dict[str, tuple[Record, set[str]]] = {
    "members": (Members("c", total=3), {"party_members"}),
    "links": (Link("p", "q"), {"concurrent_posts"}),
    "functions": (Function("b", "f"), {"functions_uncovered", "functions_duplicated"}),
}
ALL = set().union(*(ids for _, ids in KEPT.values()))


@pytest.mark.parametrize("kept", [None, *KEPT])
def test_what_a_study_does_not_keep_has_no_row(kept: str | None) -> None:
    """Members, concurrent holdings and functions have rows in tables, wide() and text only where there are any."""
    records = PLAIN + ([KEPT[kept][0]] if kept else [])
    wanted = KEPT[kept][1] if kept else set()
    structure = Structure.of(records, as_of="2024-01-01")
    found = orgmodel.compare(Scenario("s", structure, steps=(Step("x", do=[{"rename": "b", "names": {"en": "B"}}]),)))
    assert set(found.measures["measure"]) & ALL == wanted
    assert set(found.wide().index) & ALL == wanted
    single = {one for one in wanted if one != "functions_uncovered"} | (wanted & {"functions_uncovered"})
    assert {row.measure for row in measure(structure)} & ALL <= single
    asked = orgmodel.compare(found, measures=["party_members"])
    assert set(asked.measures["measure"]) == {"party_members"}


def test_a_study_without_blocks_has_no_scope_of_blocks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither "hosted by" nor the crossing with it is said where no unit and no post has a block; with blocks both are."""
    structure = Structure.of(PLAIN, as_of="2024-01-01")
    step = Step("x", do=[{"absorb": ["b"], "into": "c"}])
    plain = orgmodel.compare(Scenario("s", structure, steps=(step,)))
    assert not [scope for scope in plain.measures["scope"].unique() if "host" in scope or "block" in scope]
    blocks = [Unit("a", kind="agency", block="core"), *PLAIN[1:]]
    found = orgmodel.compare(Scenario("s", Structure.of(blocks, as_of="2024-01-01"), steps=(step,)))
    assert {"block:core", "host:core"} & set(found.measures["scope"])
    study = tmp_path / "s"
    (study / "baseline").mkdir(parents=True)
    (study / "baseline" / "units.csv").write_text("id,name_en,kind\na,A,agency\nb,B,agency\n", "utf-8")
    (study / "study.yaml").write_text("as_of: 2024-01-01\n", "utf-8")
    (study / "p.yaml").write_text("steps:\n- id: s\n  do:\n  - absorb: [a]\n    into: b\n", "utf-8")
    for arguments in (["compare", str(study)], ["show", str(study)], ["compare", str(study), "--long"]):
        assert run(arguments) == 0
        told = capsys.readouterr().out
        for word in ("hosted by", "common", "Party members", "Functions", "Concurrent", "party_members"):
            assert word not in told, (arguments, word)
