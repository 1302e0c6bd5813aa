"""Posts and full-time equivalents of real bodies against pandas' own sums of the files they published."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from orgmodel.measures import measure

pytestmark = pytest.mark.needs_data


def published(senior: Path, junior: Path) -> dict[tuple[str, str], tuple[float, int]]:
    """Sum by organisation and unit, as pandas reads the files: full-time equivalents, and senior posts."""
    files = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in (senior, junior)]
    for frame in files:
        for column in frame:
            frame[column] = frame[column].str.split().str.join(" ")
        # a unit called as its organisation is the organisation itself, however it is spelt
        same = frame["Unit"].str.lower().isin(["", "n/a", "n/d"]) | frame["Unit"].str.lower().eq(
            frame["Organisation"].str.lower()
        )
        frame["Unit"] = frame["Unit"].where(~same, "")
    fte = pd.concat(
        [
            files[0][["Organisation", "Unit"]].assign(fte=files[0]["FTE"].astype(float)),
            files[1][["Organisation", "Unit"]].assign(fte=files[1]["Number of Posts in FTE"].astype(float)),
        ]
    )
    posts = files[0][files[0]["Post Unique Reference"] != "0"]
    counts = posts.groupby(["Organisation", "Unit"])["Post Unique Reference"].nunique()
    sums = fte.groupby(["Organisation", "Unit"])["fte"].sum()
    return {key: (round(value, 2), int(counts.get(key, 0))) for key, value in sums.items()}


def test_sums_of_every_body_without_a_defect(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In every pair of files without a defect, each body's and unit's figures are pandas' sums."""
    pairs = bodies = units = 0
    for senior in sorted((data_folder / "uk_organograms_2013").glob("*-senior.csv")):
        junior = senior.with_name(senior.name.replace("-senior.csv", "-junior.csv"))
        imported = import_uk_organogram(senior, junior, as_of="2013-09-30")
        if imported.problems:
            continue
        structure = imported.structure
        rows = measure(structure, ["fte", "posts_authorized"], by=["unit"])
        found = {(row.scope, row.measure): row for row in rows}
        expected = published(senior, junior)
        by_body: dict[str, tuple[float, int]] = {}
        names = {}
        for unit in structure.units:
            above = structure.unit(unit.parent) if unit.parent else None
            body = above.name("en") if unit.kind == "internal" and above else unit.name("en")
            names[(body.lower(), unit.name("en").lower() if unit.kind == "internal" else "")] = unit.id
        for (body, unit), (fte, posts) in expected.items():
            whole = by_body.get(body, (0.0, 0))
            by_body[body] = (whole[0] + fte, whole[1] + posts)
            if unit:
                id = names[(body.lower(), unit.lower())]
                assert found[(id, "fte")].value == pytest.approx(fte, abs=1e-6), (senior.name, unit)
                assert (found[(id, "posts_authorized")].value or 0) == posts, (senior.name, unit)
                units += 1
        for body, (fte, posts) in by_body.items():
            id = names[(body.lower(), "")]
            assert found[(id, "fte")].value == pytest.approx(fte, abs=1e-6), (senior.name, body)
            assert (found[(id, "posts_authorized")].value or 0) == posts, (senior.name, body)
            bodies += 1
        assert found[("total", "fte")].missing == 0
        pairs += 1
    with capsys.disabled():
        sys.stdout.write(f"\n{pairs} pairs without a defect: {bodies} bodies and {units} units agree with pandas\n")
    assert pairs >= 55
