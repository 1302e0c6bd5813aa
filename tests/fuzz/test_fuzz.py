"""A short run of the fuzzers over every format, what they once found, and whether they could find anything at all."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import pytest

from orgmodel.core.problems import errors
from orgmodel.io.own_json import to_json
from orgmodel.scenario.scenario import Scenario
from tests.fuzz.commands import judge_commands, judge_processes
from tests.fuzz.corpus import FORMATS, Format, Seed, put
from tests.fuzz.judge import Tally, judge, told_by
from tests.fuzz.kills import WRITERS, kills
from tests.fuzz.recount import breaks
from tests.fuzz.run_fuzz import Judge, case_of, fault_of, fuzz

KEPT = Path(__file__).parent / "kept"
WAYS: dict[str, Judge] = {"python": judge, "commands": judge_commands}
each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


@each_format
def test_what_is_spoiled_is_sound(form: Format) -> None:
    """Nothing is refused of the files that cases are made from, so that most of a case is still as it should be."""
    for sound in form.sound()[:12]:
        with tempfile.TemporaryDirectory() as folder:
            put(sound.files, Path(folder))
            found, problems = told_by(form, sound, Path(folder))
            if isinstance(found, Scenario):
                problems = [*problems, *found.run().problems]
        assert [str(one) for one in errors(problems) if one.code not in ("NO_POST", "MEMBERSHIP")] == []


@each_format
@pytest.mark.parametrize(("way", "cases"), [("python", 5), ("commands", 2)])
def test_a_short_run(form: Format, way: str, cases: int) -> None:
    """Some cases of each format, through Python and through the commands."""
    run = fuzz(form, 0, iter(range(cases)), WAYS[way])
    assert [f"{one.number}: {one.error}\n{one.trace}" for one in run.faults] == []
    assert run.cases == cases


@pytest.mark.slow
def test_a_short_run_by_processes() -> None:
    """Some cases through the command as a process of its own."""
    for form in FORMATS[:3]:
        assert [one.error for one in fuzz(form, 0, iter(range(2)), judge_processes).faults] == []


@pytest.mark.parametrize("kept", sorted(path.parent for path in KEPT.glob("*/*/path.txt")), ids=lambda path: path.name)
@pytest.mark.parametrize("way", WAYS)
def test_what_once_broke(kept: Path, way: str) -> None:
    """A case that broke something once holds."""
    form = next(one for one in FORMATS if one.name == kept.parent.name)
    files = {
        one.relative_to(kept / "files").as_posix(): one.read_bytes()
        for one in (kept / "files").rglob("*")
        if one.is_file()
    }
    sound = Seed(files, (), (kept / "path.txt").read_text().strip())
    fault = fault_of(form, sound, files, 0, Tally(), WAYS[way])
    assert fault is None, fault.trace


def test_a_seed_and_a_number_are_a_case() -> None:
    """The same seed and number give the same files, whatever ran before; another number gives others."""
    form = FORMATS[0]
    assert case_of(form, 3, 5)[1] == case_of(form, 3, 5)[1]
    assert len({tuple(case_of(form, 3, number)[1].items()) for number in range(20)}) == 20


def test_the_recount_notices_a_row_that_is_lost() -> None:
    """Whichever row of a ledger is left out, some account no longer adds up."""
    noticed = 0
    for sound in FORMATS[0].sound()[:6]:
        with tempfile.TemporaryDirectory() as folder:
            put(sound.files, Path(folder))
            found, _ = told_by(FORMATS[0], sound, Path(folder))
        assert isinstance(found, Scenario)
        outcome = found.run()
        before, after = to_json(outcome.before), to_json(outcome.after)
        assert breaks(outcome, before, after)[0] == []
        for entry in outcome.ledger:
            flow = entry.flow
            if flow.via is None and (flow.from_unit, flow.block_from) != (flow.to_unit, flow.block_to) and flow.amount:
                rest = tuple(one for one in outcome.ledger if one is not entry)
                assert breaks(dataclasses.replace(outcome, ledger=rest), before, after)[0] != [], entry
                noticed += 1
    assert noticed > 20


@pytest.mark.slow
def test_some_kills() -> None:
    """Each writer is killed at some moments: files are whole, what is unfinished is told, and the next run mends it."""
    seen = {name: (tally, wrong) for name, tally, wrong in kills(2, 0)}
    assert {name: wrong for name, (_, wrong) in seen.items() if wrong} == {}
    assert list(seen) == [one.name for one in WRITERS]
    assert sum(tally["killed"] for tally, _ in seen.values()) > len(WRITERS)
