"""The order of rows in a table changes nothing: the structure, a diff and every export are the same."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.core.change import diff
from orgmodel.core.problems import errors
from orgmodel.io.exporters.formats import EXPORTERS, export_to

SCENARIOS = Path(__file__).parents[2] / "scenarios"
STUDIES = ("ha-tinh-2022", "ha-tinh-2018-2026")


def shuffled(study: str, folder: Path, seed: int) -> Path:
    """Copy a study with the rows of every table in another order."""
    place = folder / f"{study}-{seed}" / study
    shutil.copytree(SCENARIOS / study, place)
    draw = np.random.default_rng(seed)
    for path in sorted((place / "baseline").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        before = list(rows)
        while len(rows) > 1 and rows == before:
            rows = [rows[at] for at in draw.permutation(len(rows))]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    return place


def written(form: str, structure: orgmodel.Structure, folder: Path) -> dict[str, bytes]:
    """Export a structure, and give the bytes of each file."""
    exporter = next(one for one in EXPORTERS if one.name == form)
    folder.mkdir(parents=True)
    export_to(
        form,
        structure,
        folder / f"out{exporter.suffixes[0]}" if exporter.suffixes else folder / "out",
        options={one.name: "en" if one.name == "headings-in" else "https://x.org/" for one in exporter.options},
    )
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("study", STUDIES)
def test_shuffling_every_table_changes_nothing(study: str, tmp_path: Path) -> None:
    """Both shipped studies: before and after every scenario equal content, empty diffs, and the same bytes out."""
    first = orgmodel.read(SCENARIOS / study)
    for seed in (1, 2):
        other = orgmodel.read(shuffled(study, tmp_path, seed))
        assert errors(other.problems) == []
        pairs = [(first.baseline, other.baseline)]
        pairs += [(one.after, two.after) for one, two in zip(first.outcomes, other.outcomes, strict=True)]
        for one, two in pairs:
            assert one == two
            assert diff(one, two) == ()
        assert [one.ledger for one in first.outcomes] == [one.ledger for one in other.outcomes]
        for form in (one.name for one in EXPORTERS):
            for place, (one, two) in enumerate((pairs[0], pairs[-1])):
                ours, theirs = (
                    written(form, state, tmp_path / f"{study}-{seed}-{form}-{place}-{side}")
                    for side, state in enumerate((one, two))
                )
                assert ours == theirs, form


def test_parts_of_a_known_sum_are_told_by_key(tmp_path: Path) -> None:
    """Which part of a group an organisation has does not depend on the row that it stands in."""
    for name, order in (("one", "abc"), ("two", "cab")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "units.csv").write_text("id,kind\n" + "".join(f"{id},cell\n" for id in "abc"), "utf-8")
        (folder / "members.csv").write_text("unit,total_group\n" + "".join(f"{id},g\n" for id in order), "utf-8")
        (folder / "member_groups.csv").write_text("id,total\ng,12\n", "utf-8")
    one, two = (orgmodel.read(tmp_path / name) for name in ("one", "two"))
    assert one == two
    parts = [one.members_of(id)[0].total for id in "abc"]
    assert [part.position for part in parts] == [0, 1, 2]
    assert {part.source.best for part in parts} == {12}
