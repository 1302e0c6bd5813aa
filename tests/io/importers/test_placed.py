"""Rows placed as columns: who is in a loop, who heads a unit, and what is looked at in turn, against walks one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.io import decoding
from orgmodel.io.importers import source
from orgmodel.io.importers.hierarchy.links import beside_loops
from orgmodel.io.importers.hierarchy.placed import PlacedRows, RowLines, endless, in_turn
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.proposal.files import begin_files
from orgmodel.io.importers.ranking import heads_of

SUPERIORS = st.lists(st.integers(-1, 9), max_size=10).map(
    lambda above: [one if one < len(above) else -1 for one in above]
)


def _way(above: list[int], at: int) -> list[int]:
    """Walk up from a row until the way ends or comes back upon itself."""
    way: list[int] = []
    while at >= 0 and at not in way:
        way.append(at)
        at = above[at]
    return [*way, at]


@given(SUPERIORS)
def test_ways_that_never_end_are_those_that_come_back(above: list[int]) -> None:
    """A way ends at the top, or in a ring."""
    rings = [at for at in range(len(above)) if _way(above, at)[-1] >= 0]
    assert endless(np.array(above, dtype=np.int64)).tolist() == rings


@given(SUPERIORS)
def test_rows_in_loops_are_put_at_the_top_and_told_once_each(above: list[int]) -> None:
    """Those in a ring lose their superior; those under a ring keep theirs."""
    in_rings = {at for at in range(len(above)) if above[at] >= 0 and at in _way(above, above[at])}
    sound = RowLines.of((row, row + 2) for row in range(len(above)))
    placed = PlacedRows.apart(sound, [f"p{row}" for row in range(len(above))]).under(np.array(above, dtype=np.int64))
    report = Report("x.csv")
    found = beside_loops(placed, report)
    assert found.above.tolist() == [-1 if row in in_rings else to for row, to in enumerate(above)]
    assert sorted(one.location.line - 2 for one in report.problems if one.location) == sorted(in_rings)


@given(st.lists(st.integers(-3, 3), max_size=12))
def test_what_is_looked_at_in_turn_comes_by_its_first_place(codes: list[int]) -> None:
    """Each distinct number is looked at once, in the order in which they come."""
    firsts, which = in_turn(np.array(codes, dtype=np.int64))
    assert firsts == [codes.index(code) for code in dict.fromkeys(codes)]
    assert [codes[firsts[turn]] for turn in which.tolist()] == codes


@given(SUPERIORS, st.lists(st.integers(0, 3), min_size=10, max_size=10), st.sets(st.integers(0, 9)))
def test_heads_are_those_to_whom_all_others_of_a_unit_report(
    above: list[int], units: list[int], tops: set[int]
) -> None:
    """The one post of a unit that reports outside it, where no post below stands alone."""
    homes = {f"p{at}": f"u{units[at]}" for at in range(len(above))}
    superiors = {f"p{at}": f"p{to}" for at, to in enumerate(above) if to >= 0}
    over = {f"u{unit}": f"u{unit - 1}" if unit else None for unit in range(4)}
    top = {f"p{at}" for at in tops}
    expected = set()
    for unit in over:
        leaving = [post for post, home in homes.items() if home == unit and homes.get(superiors.get(post, "")) != unit]
        alone = [post for post, home in homes.items() if post not in superiors and home > unit]
        if len(leaving) == 1 and (not alone or leaving[0] in top):
            expected.add(leaving[0])
    assert heads_of(homes, superiors, over, top) == expected


def test_a_file_that_is_looked_at_and_imported_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The map is proposed from what the import then takes."""
    path = tmp_path / "staff.csv"
    path.write_text("Position ID,Title,Reports to,Department,Status\n1,Head,,Works,Filled\n2,Clerk,1,Works,Vacant\n")
    read: list[Path] = []
    given = decoding.read_text

    def counted(path: Path, **options: object) -> str | None:
        read.append(path)
        return given(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(source, "read_text", counted)
    assert begin_files([path], tmp_path / "study", as_of=None, told=str).imported.rows_in == 2
    assert read == [path]
