"""Org charts beside graphviz: the same boxes with the same wrapped Vietnamese texts, laid out and drawn by both."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import numpy as np

from benchmarks.rows import FULL, TINY, paired, row, same, seconds
from orgmodel.charts.boxes import Boxes
from orgmodel.charts.chart import chart
from orgmodel.charts.content import BoxContent, Detail
from orgmodel.charts.fonts import default_faces
from orgmodel.charts.layout.arrange import LEAF_RUN
from orgmodel.charts.layout.box_tree import STACK, BoxTree
from orgmodel.charts.layout.coordinates import assign_coordinates
from orgmodel.charts.layout.shapes import split_evenly
from orgmodel.core.structure import Structure

BOXES = {FULL: 300, TINY: 30}
LAID_OUT = {FULL: (3_000, 100_000), TINY: (100, 1_000)}
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
    "Nông",
    "nghiệp",
    "Văn",
    "hóa",
]


def organisation(units: int) -> tuple[list[str], list[int]]:
    """Make up names of three to eight words, and a tree with spans of about six."""
    draw = np.random.default_rng(1)
    names = [" ".join(draw.choice(WORDS, size=int(draw.integers(3, 9)))) for _ in range(units)]
    near = np.maximum(np.arange(units) - 1, 0) // 6 + draw.integers(0, 3, units) - 1
    parent = np.clip(near, 0, np.maximum(np.arange(units) - 1, 0))
    parent[0] = -1
    return names, parent.tolist()


def structure(units: int) -> Structure:
    """Make the structure, each unit with its head."""
    names, parent = organisation(units)
    ids = [f"u{n}" for n in range(units)]
    columns: dict[str, dict[str, Any]] = {
        "units": {
            "id": ids,
            "names": [(("vi", name),) for name in names],
            "parent": [None if up < 0 else ids[up] for up in parent],
            "block": [("party", "government")[n % 2] for n in range(units)],
        },
        "posts": {
            "id": [f"{id}/head" for id in ids],
            "unit": ids,
            "titles": [(("vi", "Trưởng phòng"),)] * units,
            "rank": ["head"] * units,
            "authorized": [1] * units,
            "filled": [1] * units,
        },
    }
    return Structure.from_columns(columns)


def graph(labels: list[str], parent: list[int]) -> str:
    """Write the same boxes for graphviz."""
    lines = ['digraph { node [shape=box fontname="DejaVu Sans" fontsize=9 margin="0.06,0.04"];']
    lines += [f'u{n} [label="{label}"];' for n, label in enumerate(labels)]
    lines += [f"u{up} -> u{n} [arrowhead=none];" for n, up in enumerate(parent) if up >= 0]
    return "\n".join([*lines, "}"])


def labels(units: int) -> list[str]:
    """Wrap the texts of the boxes as our chart does, for graphviz."""
    names, _ = organisation(units)
    details = Detail("Trưởng phòng"), Detail("1/1")
    contents = [BoxContent(f"u{n}", name, details) for n, name in enumerate(names)]
    boxes = Boxes([contents], default_faces())
    width = boxes.outer(boxes.sized(11.5).text)
    return [r"\n".join(line.text for line in boxes.lines(content, width)) for content in contents]


def dot(text: str, *arguments: str) -> bytes:
    """Run graphviz."""
    return subprocess.run(["dot", *arguments], input=text.encode(), capture_output=True, check=True).stdout


def svg(size: str) -> list[dict[str, Any]]:
    """Draw a chart to SVG, on one page as large as it needs and on as many pages of A4."""
    if shutil.which("dot") is None:
        return []
    units = BOXES[size]
    made = structure(units)
    text = graph(labels(units), organisation(units)[1])
    chart(made).svg()  # both sides have their fonts
    rows = []
    for page, words, target in (
        ("fit", "one page", 1.0),
        ("a4", "pages of A4, cut, numbered and with an overview", None),
    ):
        (ours, pages), (theirs, their_svg) = paired(
            lambda page=page: every_page(made, page), lambda: dot(text, "-Tsvg").decode(), times=7, before=forget
        )
        boxes = sum(len(re.findall(r'<g id="u\d+" ', one)) for one in pages)
        if page == "fit":
            same(boxes, len(re.findall(r'class="node"', their_svg)), "boxes drawn")
        work = f"org chart of {units} boxes to SVG, {words} ({len(pages)}), from the structure"
        peer = "graphviz dot -Tsvg of the same boxes, one picture"
        rows.append(row(work, peer, ours, theirs, "s", target=target, size=size))
    return rows


def forget() -> None:
    """Drop what an earlier run measured and cut: each run stands for a first chart."""
    for face in default_faces():
        face.forget()
    split_evenly.cache_clear()


def every_page(made: Structure, page: str) -> list[str]:
    """Lay a chart out and write all its pages."""
    drawn = chart(made, page=page)
    return [drawn.svg(number) for number in range(len(drawn.drawing.pages))]


def layout(size: str) -> list[dict[str, Any]]:
    """Lay boxes out alone, sizes given, beside dot, and beside ourselves on many more boxes."""
    few, many = LAID_OUT[size]
    ours, placed = seconds(assign_coordinates, times=7, fresh=lambda: box_tree(few))
    more, _ = seconds(assign_coordinates, times=5, fresh=lambda: box_tree(many))
    same(len(placed.x), few, "boxes placed")
    rows = []
    if shutil.which("dot") is not None:
        text = graph(labels(few), organisation(few)[1])
        theirs, plain = seconds(lambda _: dot(text, "-Tplain").decode(), times=3)
        same(sum(line.startswith("node ") for line in plain.splitlines()), few, "boxes placed")
        work = f"layout alone of {few:,} boxes, sizes given"
        rows.append(row(work, "graphviz dot -Tplain of the same boxes", ours, theirs, "s", target=50.0, size=size))
    work, peer = f"layout alone of {many:,} boxes", f"50 times ours of {few:,}"
    rows.append(row(work, peer, more, 50 * ours, "s", target=1.0, size=size))
    return rows


def box_tree(units: int) -> BoxTree:
    """Make a box tree with boxes as our chart sizes them, leaves of one parent in a column."""
    _, parent = organisation(units)
    lines = np.random.default_rng(2).integers(3, 7, units)
    tree = BoxTree.of(parent, [13.2] * units, (lines * 1.2 + 0.72).tolist())
    for one, family in enumerate(tree.children):
        if len(family) >= LEAF_RUN and not any(tree.children[child] for child in family):
            tree.styles[one], tree.breaks[one] = STACK, (0,)
    return tree


def png(size: str) -> list[dict[str, Any]]:
    """Draw a chart to PNG at 300 dots an inch, beside dot's of as many pixels."""
    if shutil.which("dot") is None:
        return []
    from io import BytesIO

    from PIL import Image

    units = BOXES[size]
    drawn = chart(structure(units), page="fit")
    drawn.png(dpi=30)  # both sides have their fonts
    ours, made = seconds(lambda _: drawn.png(), times=3)
    pixels = Image.open(BytesIO(made)).size
    text = graph(labels(units), organisation(units)[1])
    inches = f"{pixels[0] / 300:.3f},{pixels[1] / 300:.3f}!"
    theirs, peer = seconds(lambda _: dot(text, "-Tpng", "-Gdpi=300", "-Gratio=fill", f"-Gsize={inches}"), times=3)
    wide, high = Image.open(BytesIO(peer)).size
    near = [abs(wide - pixels[0]) <= 0.02 * wide, abs(high - pixels[1]) <= 0.02 * high]
    same(near, [True, True], f"pixels {pixels}, {wide, high}")
    work = f"{units} boxes to a PNG of {pixels[0]} by {pixels[1]} pixels"
    return [row(work, "graphviz dot -Tpng of as many pixels", ours, theirs, "s", target=1 / 1.5, size=size)]


ROWS = (svg, layout, png)
