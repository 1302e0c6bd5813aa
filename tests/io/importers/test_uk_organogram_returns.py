"""The organogram returns of 30 September 2013 as published: every pair, counted by pandas and by hand."""

from __future__ import annotations

import collections
from pathlib import Path

import pandas as pd
import pytest

from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from tests.io.importers.organogram_count import ABOUT_FILES, count_defects, raw_rows

pytestmark = pytest.mark.needs_data

BY_HAND = {
    # references without zeros before them (5654), and 79 rows that report to them with (00005654); 110709 reports to
    # itself; 172696, 194481 and 1131246 stand twice with other titles; 108754 is a job share of 0.5 and 0.5, sound;
    # Chief of the Defence Staff and Permanent Undersecretary both report to XX; a reference 0; six posts eliminated;
    # a name vacant and two professional groups other, which the schema writes with a capital
    "20131114-HOCS-Consolidated-September-2013-FINAL": {
        "ELIMINATED": 6, "NOT_IN_POST": 1, "REPEATED_REFERENCE": 6, "MORE_THAN_ONE_ROOT": 2, "UNKNOWN_SUPERIOR": 79, "NAME_MARKS": 1, "PROFESSION": 1,
        "SELF_REPORT": 1,
    },
    # 39 stands twice at 0.6 with other pay (no job share), and ten report to it; 59 is one of 0.75 and 0.75
    "300913-DECC-organogram": {
        "ELIMINATED": 19, "REPEATED_REFERENCE": 2, "AMBIGUOUS_SUPERIOR": 10, "JOB_SHARE_ABOVE_ONE": 2,
    },
    # 1IPSPROJ stands twice, alike, with 1.0 each; six senior rows have no professional group
    "130930-Her-Majesty-Passport-Office-Organogram-Data": {"JOB_SHARE_ABOVE_ONE": 2, "PROFESSION": 1},
    # no junior row has a title, no senior row a professional group
    "British-Museum-staff-and-salary-data300913": {"MISSING_TITLE": 68, "PROFESSION": 1},
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
}  # fmt: skip


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


def test_defects_of_nine_bodies_are_those_found_by_hand(imports: dict[str, Imported]) -> None:
    """What was found by reading the files of nine bodies is what is reported."""
    assert {name: imports[name].counts() for name in BY_HAND} == BY_HAND


def test_defects_of_every_body_are_those_that_the_raw_files_hold(
    returns: dict[str, tuple[Path, Path]], imports: dict[str, Imported]
) -> None:
    """Code that shares nothing with the importer counts the same defects of rows in each of the 120 pairs."""
    for name, result in imports.items():
        ours = {code: count for code, count in result.counts().items() if code not in ABOUT_FILES}
        assert ours == count_defects(*returns[name]), name


def test_every_row_is_in_the_structure_or_reported_as_left_out(
    returns: dict[str, tuple[Path, Path]], imports: dict[str, Imported]
) -> None:
    """Each row of the raw files is the source of exactly one post, unless a problem says that it is left out."""
    for name, result in imports.items():
        rows = [
            (kind, line)
            for kind, path in zip(("senior", "junior"), returns[name], strict=True)
            for line, _ in raw_rows(path)[1]
        ]
        sources = collections.Counter(
            (document, int(line))
            for post in result.structure.posts
            for document, _, lines in [post.src.partition(":")]
            for line in lines.split(", ")
        )
        left = {
            (Path(one.location.file).stem.rsplit("-", 1)[1], one.location.line)
            for one in result.problems
            if one.location and one.location.line and (one.severity == "error" or one.code == "ELIMINATED")
        }
        assert sources == collections.Counter(row for row in rows if row not in left), name
        assert len(rows) == result.rows_in


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
