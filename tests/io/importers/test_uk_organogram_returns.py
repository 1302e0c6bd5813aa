"""The organogram returns of 30 September 2013 as published: every pair, counted by pandas and by hand."""

from __future__ import annotations

import collections
from pathlib import Path

import pandas as pd
import pytest

from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.uk_organogram import import_uk_organogram

pytestmark = pytest.mark.needs_data

BY_HAND = {
    # one self-report: the chief executive (reference 1) reports to 1
    "Acas-Sep-13": {"SELF_REPORT": 1},
    # the ombudsman and the deputy both report to XX
    "300913-OPO-Organogram-Ver1": {"MORE_THAN_ONE_ROOT": 2},
    # 21 posts eliminated, to two of which six others still report
    "British-Library-Staff-and-Salary-Data---September-2013": {"ELIMINATED": 21, "ELIMINATED_SUPERIOR": 6},
    # B41, B52 and B130 report to themselves; 85 senior rows have no professional group
    "DFID-staff-and-salary-data-template-Sept-2013a": {"SELF_REPORT": 3, "PROFESSION": 1},
    # 24 of 30 junior rows report to -1
    "300912-government-staff-and-salary-data-QEIICC---Oct-2013": {"UNKNOWN_SUPERIOR": 24},
}


@pytest.fixture(scope="module")
def returns(data_folder: Path) -> dict[str, tuple[Path, Path]]:
    """Give every pair of files by name."""
    folder = data_folder / "uk_organograms_2013"
    names = sorted(path.name.removesuffix("-senior.csv") for path in folder.glob("*-senior.csv"))
    return {name: (folder / f"{name}-senior.csv", folder / f"{name}-junior.csv") for name in names}


@pytest.fixture(scope="module")
def imports(returns: dict[str, tuple[Path, Path]]) -> dict[str, Imported]:
    """Import every pair."""
    return {name: import_uk_organogram(*files, as_of="2013-09-30") for name, files in returns.items()}


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_every_pair_is_imported_and_accounted_for(
    returns: dict[str, tuple[Path, Path]], imports: dict[str, Imported]
) -> None:
    """All 120 pairs come in; each row that pandas counts is imported or reported, and no structure has an error."""
    assert len(imports) == 120
    for name, result in imports.items():
        assert result.rows_in == sum(len(_table(path)) for path in returns[name]), name
        assert result.rows_imported + result.rows_reported == result.rows_in
        assert errors(check(result.structure)) == [], name


def test_full_time_equivalents_are_what_pandas_sums(
    returns: dict[str, tuple[Path, Path]], imports: dict[str, Imported]
) -> None:
    """The full-time equivalents of every structure are pandas' sum over the rows that are not eliminated."""
    for name, result in imports.items():
        senior, junior = (_table(path) for path in returns[name])
        stays = ~senior["Name"].str.strip().str.lower().eq("eliminated")
        hundredths = [
            (frame.astype(float) * 100).round().astype(int).sum()
            for frame in (senior["FTE"][stays], junior["Number of Posts in FTE"])
        ]
        assert result.structure.posts.figures("fte").sum() == sum(hundredths), name


def test_defects_of_five_bodies_are_those_found_by_hand(imports: dict[str, Imported]) -> None:
    """What was found by reading the files of five bodies is what is reported."""
    assert {name: imports[name].counts() for name in BY_HAND} == BY_HAND


def test_defects_of_all_bodies(imports: dict[str, Imported]) -> None:
    """Counts by kind over all pairs, each checked with pandas when they were written down."""
    counts: collections.Counter[str] = collections.Counter()
    for result in imports.values():
        counts.update(result.counts())
    assert counts["ELIMINATED"] == 440
    assert counts["NOT_IN_POST"] == 13
    assert counts["MORE_THAN_ONE_ROOT"] == 12
    assert counts["REPEATED_REFERENCE"] == 22
    assert counts["SELF_REPORT"] == 8  # a ninth reports to its own reference, which another post bears too
    assert counts["EMPTY_FILE"] == 6
    assert counts["UNKNOWN_SUPERIOR"] + counts["ELIMINATED_SUPERIOR"] + counts["AMBIGUOUS_SUPERIOR"] == 174


def test_a_second_import_gives_the_same_bytes(
    returns: dict[str, tuple[Path, Path]], imports: dict[str, Imported], tmp_path: Path
) -> None:
    """Importing the same files again writes the same bytes."""
    for name in BY_HAND:
        for folder, result in (("a", imports[name]), ("b", import_uk_organogram(*returns[name], as_of="2013-09-30"))):
            save(result, tmp_path / folder)
        first, second = ({p.name: p.read_bytes() for p in (tmp_path / folder).iterdir()} for folder in ("a", "b"))
        assert first == second
