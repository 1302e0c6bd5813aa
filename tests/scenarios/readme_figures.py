"""The table of figures of a study's README, recounted with pandas over the tables of its baseline."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

Tables = dict[str, pd.DataFrame]
Row = tuple[str, str, str, str, str, str, str]
"""Rows counted, sum, range, cited or assumed, source, date and key, as the table writes them."""
ROW = re.compile(
    r"^\|[^|]*\| (\d+) \| (\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| `([^`|]*)` \|$", re.MULTILINE
)
COLUMNS = {
    "posts.authorized": "posts",
    "posts.filled": "posts",
    "members.total": "members",
    "member_groups.total": "member_groups",
    "units.stands_for": "units",
}
"""Every figure of a baseline, by the table that has it."""


def tables(folder: Path) -> Tables:
    """Read the tables of a baseline, all as text."""
    return {file.stem: pd.read_csv(file, dtype=str, keep_default_na=False) for file in folder.glob("*.csv")}


def listed(page: Path) -> list[Row]:
    """Read the rows of the table, each key once."""
    rows = ROW.findall(page.read_text(encoding="utf-8"))
    keys = [row[-1] for row in rows]
    assert rows
    assert len(set(keys)) == len(keys)
    return rows


def told_date(date: str) -> str:
    """Write a date as an office does: 28/5/2020, 12/2020, 08/02/2023."""
    *days, month, year = reversed(date.split("-"))
    return "/".join([*days, month if month in ("01", "02") else str(int(month)), year])


def figures(given: Tables) -> dict[str, tuple[int, int, str]]:
    """Sum every figure of the tables by field, rank and source: rows, sum, and the range, as a README keys them."""
    parts = []
    for field, table in COLUMNS.items():
        if table not in given:
            continue
        rows, column = given[table], field.partition(".")[2]
        rows = rows[~rows[column].isin(["", "?"])]
        ends = [rows.get(f"{column}_{end}", pd.Series("", rows.index)) for end in ("low", "high")]
        best = rows[column].astype(int)
        low, high = (end.where(end != "", rows[column]).astype(int) for end in ends)
        rank = rows["rank"] if "rank" in rows else pd.Series("-", rows.index)
        key = field + " " + rank + " " + rows["src"]
        parts.append(pd.DataFrame({"key": key, "best": best, "low": low, "high": high, "ranged": ends[0] != ""}))
    found = (
        pd.concat(parts)
        .groupby("key")
        .agg(
            rows=("best", "size"),
            best=("best", "sum"),
            low=("low", "sum"),
            high=("high", "sum"),
            ranged=("ranged", "any"),
        )
    )
    return {
        str(key): (int(one.rows), int(one.best), f"{one.low}–{one.high}" if one.ranged else "")
        for key, one in found.iterrows()
    }


def check_baseline_rows(rows: list[Row], before: Tables, taken: str) -> None:
    """Compare the rows with the baseline: how many figures, their sum and range, cited or assumed, the source and its date.

    ``taken`` says for which day a number of units is taken whose source is of another.
    """
    wanted = figures(before)
    counted = {key: (int(count), int(best)) for count, best, _, _, _, _, key in rows}
    assert counted == {key: value[:2] for key, value in wanted.items()}
    papers = before["documents"].set_index("id")
    for _, _, span, kind, source, date, key in rows:
        field, rank, src = key.split(" ", 2)
        assumed = src.startswith("assumed")
        assert kind == ("giả định" if assumed else "dẫn nguồn"), key
        is_number = field == "units.stands_for"
        single = "số đếm" if is_number else {"head": "đúng một mỗi cơ quan", "deputy": "theo cơ cấu"}.get(rank)
        assert span == (wanted[key][2] or (single if assumed else "–")), key
        # what is assumed has a range, but for numbers of units and for quota by the usual pattern; who is present has one
        assert wanted[key][2] or not assumed or is_number or field == "posts.authorized", key
        paper = src.removeprefix("assumed").removeprefix(":").partition(":")[0]
        if paper:
            assert source == (papers.loc[paper, "number"] or papers.loc[paper, "title_vi"]), key
        if not assumed or is_number:
            told = told_date(papers.loc[paper, "date"])
            assert date == (f"{told}, {taken}" if assumed else told), key
        assert source
        assert date
