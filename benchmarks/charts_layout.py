"""How charts are laid out, on twenty organisations: measures of ours beside those of graphviz and of what npm offers.

``python -m benchmarks.charts_layout`` prints the table of docs/charts.md. The peers of npm are laid out where they are
installed (``npm install`` in ``benchmarks/peers``); organisations of public data where ``ORGMODEL_DATA`` names it.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.chart_metrics import (
    Organisation,
    PlacedBox,
    PlacedPage,
    Point,
    crossings,
    families_alike,
    level_violations,
    mean_move,
    share_of_boxes,
)
from benchmarks.charts_drawing import structure
from benchmarks.rows import FULL, row
from orgmodel.charts.chart import Chart, chart
from orgmodel.charts.drawing import Box, Page
from orgmodel.charts.fonts import default_faces
from orgmodel.charts.paper import paper_of
from orgmodel.core.names import names_of
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
BODIES = (
    "Cabinet-Office-FINAL--30-Sept-2013", "British-Library-Staff-and-Salary-Data---September-2013",
    "NICE-organogram-cleaned", "30092013-SLC", "300913-HSE-Organogram-ver1",
    "HM-Treasury-Government-staff-and-salary-data---September-2013-V5", "Environment-Agency-September-2013-Final",
    "Copy-of-NOMS-Agency-Transparency-Data---30-Sep-13",
)  # fmt: skip
LEAST, MOST = 7.0, 10.5  # points, on A4
ACROSS, DOWN = 0.8, 1.7  # ems between boxes, as close as ours stand on several pages
A4 = (595.28, 841.89)
MARGIN = paper_of("a4").margin
FRAME = 90.0  # points of a page that title, key and source take


@dataclass(frozen=True)
class Subject:
    """Hold what is drawn: a structure or an outcome, from a unit down, and in which language."""

    name: str
    drawn: Any
    root: str | None = None
    language: str = "en"

    @property
    def structure(self) -> Structure:
        """Give the structure, or that before."""
        return self.drawn if isinstance(self.drawn, Structure) else self.drawn.before

    def organisation(self, state: str = "before") -> Organisation:
        """Give parents and kinds of the units drawn."""
        made = self.drawn if isinstance(self.drawn, Structure) else getattr(self.drawn, state)
        units = list(made.units) if self.root is None else list(made.subtree(self.root))
        ids = {unit.id for unit in units}
        parents = {unit.id: unit.parent if unit.parent in ids else None for unit in units}
        return Organisation.of(self.name, parents, {unit.id: (unit.kind, unit.level) for unit in units})


def subjects() -> Iterator[Subject]:
    """Give the organisations: those of public data where it is, the studies, and made ones."""
    data = os.environ.get("ORGMODEL_DATA")
    if data:
        yield from _public(Path(data))
    import orgmodel

    studies = {
        name: orgmodel.read(ROOT / "scenarios" / name) for name in ("ha-tinh-2022", "ha-tinh-2018-2026", "ministry")
    }
    yield Subject("Hà Tĩnh, 2022", studies["ha-tinh-2022"].baseline, language="vi")
    yield Subject("Đức Thọ, 2022", studies["ha-tinh-2022"].baseline, "duc-tho", "vi")
    yield Subject("Hà Tĩnh, 2018", studies["ha-tinh-2018-2026"].baseline, language="vi")
    yield Subject("a ministry", studies["ministry"].baseline)
    yield Subject("60 units, made up", structure(60), language="vi")
    yield Subject("300 units, made up", structure(300), language="vi")
    yield Subject("9 departments of 9", even(9, 9))
    yield Subject("12 districts of 4 offices of 3", even(12, 4, 3))
    yield Subject("a chain of 12 with staff units", chain(12))
    yield Subject("directorates, agencies, divisions", mixed())


def _public(data: Path) -> Iterator[Subject]:
    from orgmodel.io.importers.popolo.popolo import import_popolo
    from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram

    folder = data / "uk_organograms_2013"
    for body in BODIES:
        made = import_uk_organogram(folder / f"{body}-senior.csv", folder / f"{body}-junior.csv").structure
        yield Subject(body.split("-")[0] if body[0].isalpha() else body[9:13].strip("-"), made)
    registry = import_popolo(data / "tw_oid_popolo" / "oid.nat.gov.tw.popolo.org.json").structure
    sizes = sorted((len(list(registry.subtree(unit.id))), unit.id) for unit in registry.units)
    for wanted in (60, 200):
        size, root = min(sizes, key=lambda pair: (abs(pair[0] - wanted), pair[1]))
        yield Subject(f"Taiwan registry, {size} units", registry, root)


def even(*spans: int) -> Structure:
    """Make an organisation all of whose families are equal: so many under the top, and so on down."""
    units = [Unit("top", names_of(en="Ministry"), kind="level0")]
    level = ["top"]
    for depth, span in enumerate(spans, start=1):
        found = []
        for parent in level:
            for number in range(span):
                name = names_of(en=f"{('Department', 'Office', 'Section')[depth - 1]} of Land and Water {number + 1}")
                units.append(Unit(f"{parent}.{number}", name, kind=f"level{depth}", parent=parent, order=number))
                found.append(f"{parent}.{number}")
        level = found
    return Structure.of(units)


def chain(length: int) -> Structure:
    """Make a chain of units, each with two staff units beside the next of the chain."""
    units = [Unit("c0", names_of(en="Head Office"), kind="line")]
    for number in range(1, length):
        above = f"c{number - 1}"
        units.append(Unit(f"c{number}", names_of(en=f"Line Command {number}"), kind="line", parent=above))
        units += [
            Unit(f"{above}.s{n}", names_of(en=f"Staff Unit {n + 1}"), kind="staff", parent=above) for n in range(2)
        ]
    return Structure.of(units)


def mixed() -> Structure:
    """Make a ministry whose top has units of three kinds in turn, each with divisions of its own."""
    units = [Unit("top", names_of(en="Ministry"), kind="ministry")]
    for kind, count, below in (("cabinet", 2, 0), ("directorate", 5, 4), ("agency", 4, 6)):
        for number in range(count):
            id = f"{kind}{number}"
            units.append(Unit(id, names_of(en=f"{kind.title()} for Subject {number + 1}"), kind=kind, parent="top"))
            units += [
                Unit(f"{id}.{n}", names_of(en=f"Division {n + 1}"), kind="division", parent=id) for n in range(below)
            ]
    return Structure.of(units)


# -- ours ------------------------------------------------------------------------------------------------------------


def ours(drawn: Chart, page: str = "a4") -> list[PlacedPage]:
    """Give the pages of a chart of ours; an overview is a page without boxes of units."""
    margin = paper_of(page).margin
    return [
        PlacedPage(
            (one.width - 2 * margin) * (one.height - 2 * margin),
            one.type_size,
            [_placed(box, one) for box in one.boxes if not box.id.startswith("page-")],
            [(route.start, route.end, route.points) for route in one.routes],
        )
        for one in drawn.drawing.pages
    ]


def _placed(box: Box, page: Page) -> PlacedBox:
    faces = default_faces()
    lines = [(line.text, line.bold) for line in box.lines] + [(box.refers, False)] * bool(box.refers)
    text = max(faces[bold].width(said) for said, bold in lines) * page.type_size, len(lines) * 1.2 * page.type_size
    return PlacedBox(box.id, box.x, box.y, box.width, box.height, text)


# -- peers -----------------------------------------------------------------------------------------------------------


@dataclass
class Layout:
    """Hold where a program puts boxes (left and top in points), and its lines."""

    places: Mapping[str, Point]
    lines: Sequence[tuple[str, str, Sequence[Point]]] | None = None


@dataclass
class Boxed:
    """Hold the boxes of a chart at the least type, as all programs get them, and what joins them."""

    boxes: dict[str, PlacedBox]
    tree: list[tuple[str, str]]
    others: list[tuple[str, str]] = field(default_factory=list)


def boxed(subject: Subject, state: str = "before") -> Boxed:
    """Size boxes at 7 pt as ours are on one page without end, and give the lines that ours draws on pages of A4."""
    asked: dict[str, Any] = {"state": state, "root": subject.root, "language": subject.language}
    (page,) = chart(subject.drawn, page="fit", **asked).drawing.pages
    scale = LEAST / page.type_size
    boxes = {}
    for box in page.boxes:
        one = _placed(box, page)
        text = one.text[0] * scale, one.text[1] * scale
        boxes[box.id] = PlacedBox(box.id, 0.0, 0.0, text[0] + 1.1 * LEAST, text[1] + 0.72 * LEAST, text)
    tree = [(route.start, route.end) for route in page.routes if route.kind == "chart"]
    drawn = [route for one in chart(subject.drawn, **asked).drawing.pages for route in one.routes]
    return Boxed(boxes, tree, [(route.start, route.end) for route in drawn if route.kind != "chart"])


def peers(given: Boxed) -> dict[str, Layout]:
    """Lay the same boxes out by every program that is here."""
    found = {}
    if shutil.which("dot"):
        found["graphviz dot"] = _dot(given)
    if shutil.which("node") and (PEERS / "node_modules").is_dir():
        asked = {
            "boxes": [{"id": id, "width": box.width, "height": box.height} for id, box in given.boxes.items()],
            "tree": given.tree, "others": given.others, "across": ACROSS * LEAST, "down": DOWN * LEAST,
        }  # fmt: skip
        run = subprocess.run(
            ["node", "layouts.mjs"], cwd=PEERS, input=json.dumps(asked).encode(), capture_output=True, check=True
        )
        for name, made in json.loads(run.stdout).items():
            lines = made["lines"]
            found[name] = Layout(
                {id: (x, y) for id, (x, y) in made["places"].items()},
                None if lines is None else [(a, b, [(x, y) for x, y in points]) for a, b, points in lines],
            )
    return found


def _dot(given: Boxed) -> Layout:
    names = {id: f"n{number}" for number, id in enumerate(given.boxes)}
    back = {name: id for id, name in names.items()}
    lines = [
        f'digraph {{ nodesep={ACROSS * LEAST / 72:.4f} ranksep={DOWN * LEAST / 72:.4f}; node [shape=box fixedsize=true label=""];'
    ]
    lines += [
        f"{names[id]} [width={box.width / 72:.4f} height={box.height / 72:.4f}];" for id, box in given.boxes.items()
    ]
    lines += [f"{names[a]} -> {names[b]};" for a, b in (*given.tree, *given.others)]
    text = "\n".join([*lines, "}"])
    run = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, check=True)
    places: dict[str, Point] = {}
    drawn: list[tuple[str, str, Sequence[Point]]] = []
    height = 0.0
    for line in run.stdout.decode().replace("\\\n", "").splitlines():
        parts = line.split()
        if parts[0] == "graph":
            height = float(parts[3]) * 72
        elif parts[0] == "node":
            id, x, y = back[parts[1]], float(parts[2]) * 72, height - float(parts[3]) * 72
            places[id] = x - given.boxes[id].width / 2, y - given.boxes[id].height / 2
        elif parts[0] == "edge":
            numbers = [float(part) * 72 for part in parts[4 : 4 + 2 * int(parts[3])]]
            points = [(x, height - y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            drawn.append((back[parts[1]], back[parts[2]], points))
    return Layout(places, drawn)


def sheet(given: Boxed, made: Layout) -> PlacedPage:
    """Give a program's layout as one page that is as large as it needs to be; lines that it has not are straight."""
    boxes = {id: PlacedBox(id, *made.places[id], box.width, box.height, box.text) for id, box in given.boxes.items()}
    lines = made.lines
    if lines is None:
        lines = [(a, b, [_end(boxes[a], low=True), _end(boxes[b])]) for a, b in (*given.tree, *given.others)]
    return PlacedPage(0.0, LEAST, list(boxes.values()), lines)


def _end(box: PlacedBox, *, low: bool = False) -> Point:
    return box.x + box.width / 2, box.y + box.height * low


def cut(one: PlacedPage) -> list[PlacedPage]:
    """Cut a sheet into as many pages of A4 as letters of 7 pt need; one that fits a page is drawn as large as it can be."""
    right, low = (max(box.x + box.width for box in one.boxes), max(box.y + box.height for box in one.boxes))
    left, top = min(box.x for box in one.boxes), min(box.y for box in one.boxes)
    best: list[PlacedPage] = []
    for wide, high in (A4, A4[::-1]):
        room = wide - 2 * MARGIN, high - 2 * MARGIN - FRAME
        printable = room[0] * (room[1] + FRAME)
        scale = min(room[0] / (right - left), room[1] / (low - top), MOST / LEAST)
        if scale >= 1:
            pages = [_scaled(one, scale, printable)]
        else:
            by_tile: dict[tuple[int, int], list[PlacedBox]] = {}
            for box in one.boxes:
                tile = int((box.x - left) // room[0]), int((box.y - top) // room[1])
                by_tile.setdefault(tile, []).append(box)
            pages = [PlacedPage(printable, LEAST, boxes) for boxes in by_tile.values()]
        if not best or len(pages) < len(best):
            best = pages
    return best


def _scaled(one: PlacedPage, scale: float, printable: float) -> PlacedPage:
    boxes = [
        PlacedBox(box.unit, box.x * scale, box.y * scale, box.width * scale, box.height * scale, (box.text[0] * scale, box.text[1] * scale))
        for box in one.boxes
    ]  # fmt: skip
    return PlacedPage(printable, LEAST * scale, boxes)


# -- the measures ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """Hold the measures of one program on one organisation."""

    share: float
    pages: int
    letters: float
    alike: tuple[int, int]
    levels: tuple[int, int]
    crossings: int


def measured(pages: Sequence[PlacedPage], whole: Sequence[PlacedPage], organisation: Organisation) -> Measured:
    """Measure pages, and families, levels and crossings on what is cut into them."""
    letters = min(page.letters for page in pages if page.boxes)
    equal, groups = families_alike(whole, organisation), level_violations(whole, organisation)
    return Measured(share_of_boxes(pages), len(pages), letters, equal, groups, crossings(whole))


@lru_cache(maxsize=1)
def results() -> dict[str, dict[str, Measured]]:
    """Measure every program on every organisation, by program and organisation."""
    found: dict[str, dict[str, Measured]] = {}
    for subject in subjects():
        organisation = subject.organisation()
        pages = ours(chart(subject.drawn, root=subject.root, language=subject.language))
        found.setdefault("orgmodel", {})[subject.name] = measured(pages, pages, organisation)
        given = boxed(subject)
        for name, layout in peers(given).items():
            one = sheet(given, layout)
            found.setdefault(name, {})[subject.name] = measured(cut(one), [one], organisation)
    return found


def moves() -> dict[str, float]:
    """Give how far surviving boxes move between the states of three scenarios, on average, by program."""
    import orgmodel

    studies = {name: orgmodel.read(ROOT / "scenarios" / name) for name in ("ha-tinh-2022", "ministry")}
    chosen = (
        ("ha-tinh-2022", "2.3-no-new-quota", "duc-tho", "vi"), ("ministry", "merger", None, "en"), ("ministry", "split", None, "en"),
    )  # fmt: skip
    found: dict[str, list[float]] = {}
    for study, scenario, root, language in chosen:
        subject = Subject(scenario, studies[study].scenarios[scenario].run(), root, language)
        states = [
            ours(chart(subject.drawn, state=state, root=root, language=language)) for state in ("before", "after")
        ]
        found.setdefault("orgmodel", []).append(mean_move(*states))
        given = [boxed(subject, state) for state in ("before", "after")]
        laid = [peers(one) for one in given]
        for name in laid[0]:
            sheets = [[sheet(one, made[name])] for one, made in zip(given, laid, strict=True)]
            found.setdefault(name, []).append(mean_move(*sheets))
    return {name: statistics.mean(each) for name, each in found.items()}


def table() -> str:
    """Write the table of docs/charts.md."""
    told, moved = results(), moves()
    lines = [
        "| | boxes of the page, mean | letters, least | pages | equal families alike | not on one level | crossings | move of a surviving box |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, by_subject in told.items():
        every = list(by_subject.values())
        equal, alike = (sum(one.alike[part] for one in every) for part in (0, 1))
        groups, wrong = (sum(one.levels[part] for one in every) for part in (0, 1))
        lines.append(
            f"| {name} | {statistics.mean(one.share for one in every):.0%} | {min(one.letters for one in every):.1f} pt "
            f"| {sum(one.pages for one in every)} | {alike} of {equal} ({alike / max(equal, 1):.0%}) | {wrong} of {groups} "
            f"| {sum(one.crossings for one in every)} | {moved.get(name, math.nan):.0f} mm |"
        )
    return "\n".join(lines)


def layout(size: str) -> list[dict[str, Any]]:
    """Give the aims as rows: how much of a page boxes fill, pages beside dot's, families and levels without exception."""
    if size != FULL:
        return []
    told = results()
    mine = list(told["orgmodel"].values())
    many = f"{len(mine)} organisations on A4"
    blank = 1 / statistics.mean(one.share for one in mine)
    rows = [
        row(f"{many}: page area per area of boxes, mean", "boxes that fill 30 %", blank, 1 / 0.3, "", target=1.0),
        row(f"{many}: equal families not alike, and 1", "none", 1 + sum(one.alike[0] - one.alike[1] for one in mine), 1, "", target=1.0),
        row(f"{many}: groups not on one level, and 1", "none", 1 + sum(one.levels[1] for one in mine), 1, "", target=1.0),
    ]  # fmt: skip
    for name, by_subject in told.items():
        if name != "orgmodel":
            theirs = sum(one.pages for one in by_subject.values())
            rows.append(
                row(
                    f"{many}: pages",
                    f"{name}, cut at 7 pt",
                    sum(one.pages for one in mine),
                    theirs,
                    "pages",
                    target=1.0,
                )
            )
            crossed = sum(one.crossings for one in by_subject.values())
            rows.append(
                row(
                    f"{many}: crossings, and 1",
                    name,
                    1 + sum(one.crossings for one in mine),
                    1 + crossed,
                    "",
                    target=1.0,
                )
            )
    return rows


ROWS = (layout,)


if __name__ == "__main__":
    for program, by_subject in results().items():
        for subject, one in by_subject.items():
            print(f"{program:14} {subject:36} {one}")
    print(table())
