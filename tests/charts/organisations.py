"""Organisations to draw: the study, its outcomes, and random ones with names of every kind."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

import orgmodel
from orgmodel.core.names import names_of
from orgmodel.core.records import Line, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.scenario import Outcome, Study

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
MINISTRY_STUDY = STUDY.parent / "ministry"
WORDS = [
    "Phòng",
    "Ban",
    "Trung",
    "tâm",
    "Quản",
    "lý",
    "Kế",
    "hoạch",
    "Tài",
    "chính",
    "Nội",
    "vụ",
    "Thanh",
    "tra",
    "Giáo",
    "dục",
    "Đào",
    "tạo",
]
BLOCKS = ("party", "government", "front", "mixed", "")


@lru_cache(maxsize=1)
def study() -> Study:
    """Read the study once."""
    found = orgmodel.read(STUDY)
    assert isinstance(found, Study)
    return found


@lru_cache(maxsize=30)
def outcome(name: str) -> Outcome:
    """Run a scenario of the study once."""
    return study().scenarios[name].run()


def ids(structure: Structure, root: str | None = None) -> list[str]:
    """List the units of a structure, or of one with all below it, by walking the records."""
    if root is None:
        return [unit.id for unit in structure.units]  # type: ignore[union-attr]
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += [child.id for child in structure.children_of(one)]
    return found


@st.composite
def records(draw: st.DrawFn, most: int = 70) -> list[Record]:
    """Draw the records of an organisation: a tree or several, broad or deep, with long and short names, and lines."""
    size = draw(st.integers(1, most))
    reach = draw(st.sampled_from([1, 2, 5, 1000]))
    several = draw(st.booleans())
    found: list[Record] = []
    for number in range(size):
        parent = None if number == 0 else f"u{draw(st.integers(max(0, number - reach), number - 1))}"
        if several and number % 13 == 12:
            parent = None
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=draw(st.sampled_from([2, 6, 40]))))
        name = "x" * draw(st.integers(1, 90)) if number % 23 == 22 else " ".join(words)
        kind = draw(st.sampled_from(["office", "agency", "agency", "agency"]))
        found.append(Unit(f"u{number}", names_of(vi=name), kind, block=draw(st.sampled_from(BLOCKS)), parent=parent))
        if draw(st.booleans()):
            filled = draw(st.sampled_from([None, 0, 1]))
            title = names_of(vi="Trưởng phòng")
            found.append(Post(f"u{number}/head", f"u{number}", title, rank="head", authorized=1, filled=filled))
    lines = {}
    for _ in range(draw(st.sampled_from([0, 0, 4, 30])) if size > 1 else 0):
        start, end = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
        kind = draw(st.sampled_from(["professional", "coordination", "administrative", "election", "a_kind_of_ours"]))
        if start != end:
            lines[kind, start, end] = Line(kind, f"u{start}", f"u{end}")
    return found + list(lines.values())
