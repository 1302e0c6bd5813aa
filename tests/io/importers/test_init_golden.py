"""Plain tables of offices, each with what an eye reads in it: places, figures, titles, people and what is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.core.records import Person, Post, Unit
from orgmodel.core.structure import Structure

FOLDER = Path(__file__).parents[2] / "fixtures/imports/plain"
TABLES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".json"))


def read(structure: Structure) -> list[str]:
    """Each unit set in below the one above, with its rows of posts: title, quota, people, full-time equivalents in hundredths, rank."""
    lines: list[str] = []

    def posts(unit: str) -> str:
        told = []
        for post in structure.posts_of(unit):
            assert isinstance(post, Post)
            figures = [
                f"{name} {figure}"
                for name, figure in (("quota", post.authorized), ("people", post.filled), ("fte", post.fte))
                if figure is not None
            ]
            rank = [] if post.rank == "unknown" else [post.rank]
            category = [post.category] if post.category else []
            told.append(", ".join([post.title("") or "posts", *figures, *category, *rank]))
        return "".join(f"; {one}" for one in told)

    def below(parent: str | None, depth: int) -> None:
        for unit in structure.group("units", "parent", parent):
            assert isinstance(unit, Unit)
            facts = "".join(f"; {name} {one.value}" for name, one in structure.attributes_of(unit.id).items())
            lines.append(f"{'  ' * depth}{unit.name('')} ({unit.kind}){facts}{posts(unit.id)}")
            below(unit.id, depth + 1)

    below(None, 0)
    people = [one.name for one in structure.table("persons") if isinstance(one, Person)]
    return [*lines, *([f"people: {', '.join(people)}"] if people else [])]


def said(found: Any) -> str:
    """What came out, or what is asked."""
    if found.open:
        return "".join(f"? {problem.message}\n" for problem in found.open)
    counts = found.imported.counts()
    return "\n".join([*read(found.structure), *(f"! {code} {counts[code]}" for code in sorted(counts)), ""])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_reads_as_an_eye_reads_it(name: str) -> None:
    """What comes out is what stands beside the table, and every row is accounted for."""
    found = orgmodel.init(FOLDER / name)
    assert said(found) == (FOLDER / name).with_suffix(".txt").read_text(encoding="utf-8")
    imported = found.imported
    assert imported.rows_in == imported.rows_imported + imported.rows_reported
