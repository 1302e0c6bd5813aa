"""Reading a baseline from CSV tables and checking it: against pandas reading the same files and checking nothing."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.organisations import Organisation
from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline

SIZES = {FULL: (10_000, 10), TINY: (40, 5)}
TITLES = ["Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Văn thư lưu trữ", "Kế toán viên"]
TERMS = Vocabulary(
    kinds={"division": "agency"},
    levels=("province", "district", "commune"),
    blocks=("party", "government", "front"),
    categories=("CB", "CC", "VC", "HD"),
)


def write(organisation: Organisation, folder: Path) -> None:
    """Write an organisation as analysts keep it: a name, a level, a block and a source in every row, a line a unit."""
    blocks, levels, categories = TERMS.blocks, TERMS.levels, TERMS.categories

    def table(name: str, header: str, rows: Any) -> None:
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split())
            writer.writerows(rows)

    units, each = organisation.units, organisation.each
    table(
        "units",
        "id name_vi name_en kind level block area parent order from src",
        (
            [unit, f"Phòng số {i}", f"Division {i}", "division", levels[i % 3], blocks[i % 3], f"area{i % 300}",
             units[up] if up >= 0 else "", i % 7, "2018-12-01", "qd-2018:1"]
            for i, (unit, up) in enumerate(zip(units, organisation.parent, strict=True))
        ),
    )  # fmt: skip
    figures = zip(organisation.posts, organisation.ranks, organisation.authorized, organisation.filled, strict=True)
    table(
        "posts",
        "id unit title_vi rank block category quota authorized filled fte src",
        (
            [post, units[i // each], TITLES[min(i % each, 4)], rank, blocks[i // each % 3], categories[i % 4], "in",
             authorized, "" if i % 50 == 49 else filled, f"{filled}.00", "qd-2018:2"]
            for i, (post, rank, authorized, filled) in enumerate(figures)
        ),
    )  # fmt: skip
    table("lines", "kind from to src", (["professional", unit, units[0], "qd-2018:3"] for unit in units[1:]))
    table(
        "functions",
        "unit function name_vi block internal src",
        ([unit, f"f{i}", f"Nhiệm vụ {i}", blocks[i % 3], "no", "qd-2018:4"] for i, unit in enumerate(units)),
    )
    table(
        "documents",
        "id number kind issuer date title_vi",
        [["qd-2018", "12/QĐ", "decision", "UBND", "2018-11-01", "Quyết định"]],
    )


def ours(folder: Path) -> Structure:
    """Read and check the tables."""
    structure, problems = read_baseline(folder, TERMS, "2022-09-30")
    if problems:
        raise AssertionError(f"the benchmark's own tables have a problem: {problems[0]}")
    return structure


def theirs(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables."""
    return {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}


def compare(structure: Structure, frames: dict[str, pd.DataFrame]) -> None:
    """Stop unless both read the same rows, texts and figures."""
    for name, frame in frames.items():
        same(len(structure.table(name)), len(frame), f"rows of {name}")
    posts = frames["posts"]
    same([post.id for post in structure.posts], posts["id"].tolist(), "ids of posts")  # type: ignore[union-attr]
    same([post.title() for post in structure.posts], posts["title_vi"].tolist(), "titles")  # type: ignore[union-attr]
    same(int(structure.posts.figures("filled").sum()), int(posts["filled"].sum()), "people")
    same(int(structure.posts.missing("filled").sum()), int(posts["filled"].isna().sum()), "missing figures")
    same(int(structure.posts.figures("fte").sum()), round(float(posts["fte"].sum()) * 100), "full-time equivalents")


def reading(size: str) -> dict[str, Any]:
    """Read a baseline and check it."""
    organisation = Organisation.of(*SIZES[size])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(organisation, folder)
        compare(ours(folder), theirs(folder))
        mine, _ = seconds(lambda _: ours(folder), times=3)
        other, _ = seconds(lambda _: theirs(folder), times=3)
    work = f"a baseline of {len(organisation.posts):,} rows of posts read from CSV and checked"
    peer = "pandas.read_csv of the same files, nothing checked (target: within 20 times)"
    return row(work, peer, mine, other, "s", target=1 / 20, size=size)


ROWS = (reading,)
