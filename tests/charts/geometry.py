"""What holds on every page that is drawn: told by plain arithmetic over the box model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, pairwise, product

import numpy as np
from PIL import ImageFont

from orgmodel.charts.drawing import Drawing, Page
from orgmodel.charts.fonts import default_faces

TOLERANCE = 1e-6
MARK = 0.45  # ems: how large the mark at the end of a line is at most, but for the long side of a diamond

Point = tuple[float, float]


def faults(drawing: Drawing, units: Iterable[str], *, least: float) -> list[str]:
    """List everything that is wrong with a drawing of some units."""
    found = []
    for page in drawing.pages:
        found += [f"page {page.number}: {fault}" for fault in on_page(page, least)]
    return found + _once(drawing, units) + _references(drawing)


def on_page(page: Page, least: float) -> list[str]:
    found = []
    if page.type_size < least - TOLERANCE:
        found.append(f"type of {page.type_size:.2f} pt")
    left, top, right, low = corners(page)
    outside = (
        (left < -TOLERANCE) | (top < -TOLERANCE) | (right > page.width + TOLERANCE) | (low > page.height + TOLERANCE)
    )
    found += [f"{page.boxes[n].id} leaves the page" for n in np.flatnonzero(outside)]
    for number in range(len(page.boxes)):
        over = (
            (left[number] < right - TOLERANCE) & (left < right[number] - TOLERANCE)
            & (top[number] < low - TOLERANCE) & (top < low[number] - TOLERANCE)
        )  # fmt: skip
        over[: number + 1] = False
        found += [f"{page.boxes[number].id} lies over {page.boxes[other].id}" for other in np.flatnonzero(over)]
    return found + _lines(page) + _texts(page) + _frame(page) + _labels(page)


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(default_faces()[bold].path, 1000, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=100_000)
def wide(text: str, bold: bool) -> float:
    """Measure a text in ems by FreeType, which knows nothing of our own tables."""
    return _font(bold).getlength(text) / 1000


def _texts(page: Page) -> list[str]:
    """List texts that leave their boxes, sideways or below."""
    found = []
    for box in page.boxes:
        strip = 0.55 if box.group else 0.0
        room = box.width / page.type_size - strip
        lines = [(line.text, line.bold) for line in box.lines] + [(box.refers, False)] * bool(box.refers)
        for text, bold in lines:
            if wide(text, bold) > room + 0.02 and len(text) > 1:
                found.append(f"{text!r} is wider than its box {box.id}")
        if len(lines) * 1.2 * page.type_size > box.height + TOLERANCE:
            found.append(f"{len(lines)} lines are higher than their box {box.id}")
    return found


def _frame(page: Page) -> list[str]:
    """List what of the legend, notes and labels leaves the page, or lies over a box or over the label of a ribbon."""
    texts = []
    for note in page.notes:
        width = wide(note.text, note.bold) * note.size
        x = note.x - {"start": 0.0, "middle": width / 2, "end": width}[note.anchor]
        texts.append((note.text, x, note.y - 0.8 * note.size, x + width, note.y + 0.2 * note.size))
    for sample in page.samples:
        width = wide(sample.text, False) * sample.size + (0.0 if sample.kind == "text" else 2.6 * sample.size)
        texts.append(
            (sample.text, sample.x, sample.y - 0.8 * sample.size, sample.x + width, sample.y + 0.2 * sample.size)
        )
    size = page.type_size
    for ribbon in page.ribbons:
        if ribbon.label:
            x, width = ribbon.label_x, wide(ribbon.label, False) * size
            texts.append((ribbon.label, x, ribbon.y0 - 0.46 * size, x + width, ribbon.y0 + 0.46 * size))
    found = []
    left, top, right, low = corners(page)
    for text, x0, y0, x1, y1 in texts:
        if x0 < -TOLERANCE or y0 < 0 or x1 > page.width + 0.1 or y1 > page.height:
            found.append(f"{text!r} leaves the page")
        over = (left < x1 - 0.1) & (x0 < right - 0.1) & (top < y1 - 0.1) & (y0 < low - 0.1)
        found += [f"{text!r} lies over {page.boxes[n].id}" for n in np.flatnonzero(over)]
    for number, (text, x0, y0, x1, y1) in enumerate(texts):
        for other, a0, b0, a1, b1 in texts[number + 1 :]:
            if a0 < x1 - 0.1 and x0 < a1 - 0.1 and b0 < y1 - 0.1 and y0 < b1 - 0.1:
                found.append(f"{text!r} lies over {other!r}")
    return found


def _labels(page: Page) -> list[str]:
    """List ribbons that run under the label of another: its row of letters, over which their edges or the middle lie."""
    found, size = [], page.type_size
    for labelled in page.ribbons:
        if not labelled.label:
            continue
        left, right = labelled.label_x, labelled.label_x + wide(labelled.label, False) * size
        top, low = labelled.y0 - 0.4 * size, labelled.y0 + 0.4 * size
        for other in page.ribbons:
            if other is labelled:
                continue
            half, across = other.thick / 2, np.linspace(left, right, 40)
            across = across[(across > other.x0) & (across < other.x1)]
            edges = []
            for aside in (-half, half):
                points = [(other.x0, other.y0 + aside), *other.bend.points(aside), (other.x1, other.y1 + aside)]
                edges.append(np.interp(across, *zip(*points, strict=True)))
            if ((np.minimum(*edges) < low) & (np.maximum(*edges) > top)).any():
                found.append(f"{other.start} → {other.end} runs under {labelled.label!r} of {labelled.start}")
        for route in page.routes:
            for (x0, y0), (x1, y1) in pairwise(route.points):
                if min(x0, x1) < right and max(x0, x1) > left and min(y0, y1) < low and max(y0, y1) > top:
                    found.append(f"a line to {route.end} runs under {labelled.label!r}")
    return found


def _lines(page: Page) -> list[str]:
    """List lines that are not level or upright, leave the page, or cross a box or, where they share no unit, another line."""
    found = []
    moved = [route for route in page.routes if route.kind != "chart"]
    for one, other in product(moved, page.routes):
        if not {one.start, one.end} & {other.start, other.end}:
            pieces = product(pairwise(one.points), pairwise(other.points))
            if any(_cross(*first, *second) for first, second in pieces):
                found.append(f"{one.kind} {one.start} to {one.end} crosses {other.kind} {other.start} to {other.end}")
    ends = {(one.kind, one.end): one.points[-1] for one in moved}
    for (name, a), (other_name, b) in combinations(ends.items(), 2):
        if max(abs(a[0] - b[0]), abs(a[1] - b[1])) < MARK * page.type_size - TOLERANCE:
            found.append(f"the marks of {name} and {other_name} touch")
    left, top, right, low = corners(page)
    for route in page.routes:
        for (x0, y0), (x1, y1) in zip(route.points, route.points[1:], strict=False):
            if abs(x0 - x1) > TOLERANCE and abs(y0 - y1) > TOLERANCE:
                found.append(f"{route.kind} {route.start} to {route.end} is oblique")
            x_low, x_high, y_low, y_high = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            if x_low < 0 or y_low < 0 or x_high > page.width or y_high > page.height:
                found.append(f"{route.kind} {route.start} to {route.end} leaves the page")
            hit = (
                (left + TOLERANCE < x_high) & (x_low < right - TOLERANCE)
                & (top + TOLERANCE < y_high) & (y_low < low - TOLERANCE)
            )  # fmt: skip
            found += [
                f"{route.kind} {route.start} to {route.end} crosses {page.boxes[n].id}" for n in np.flatnonzero(hit)
            ]
    return found


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Tell whether two pieces, one level and one upright, cross each other within both."""
    if (abs(a[1] - b[1]) < TOLERANCE) == (abs(c[1] - d[1]) < TOLERANCE):
        return False
    (a, b), (c, d) = ((a, b), (c, d)) if abs(a[1] - b[1]) < TOLERANCE else ((c, d), (a, b))
    low, high = sorted((c[1], d[1]))
    left, right = sorted((a[0], b[0]))
    return left + TOLERANCE < c[0] < right - TOLERANCE and low + TOLERANCE < a[1] < high - TOLERANCE


def _once(drawing: Drawing, units: Iterable[str]) -> list[str]:
    """List units that are not drawn exactly once in their own position, over all pages."""
    drawn = Counter(
        box.id for page in drawing.pages for box in page.boxes if not box.role and not box.id.startswith("page-")
    )
    wanted = Counter(units)
    return [f"{unit} is drawn {drawn[unit]} times" for unit in sorted(wanted | drawn) if drawn[unit] != wanted[unit]]


def _references(drawing: Drawing) -> list[str]:
    """List references to a page where the box does not stand, and references without one back."""
    found = []
    boxes = {page.number: {box.id: box for box in page.boxes} for page in drawing.pages}
    for page in drawing.pages:
        for box in page.boxes:
            if not box.target or box.id.startswith("page-"):
                continue
            there = boxes[box.target].get(box.id)
            if there is None:
                found.append(f"page {page.number}: {box.id} refers to page {box.target}, where it is not")
            elif str(box.target) not in box.refers:
                found.append(f"page {page.number}: {box.id} says {box.refers!r}, not page {box.target}")
    return found


def corners(page: Page) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give the left, top, right and low edges of the boxes."""
    table = np.array([(b.x, b.y, b.x + b.width, b.y + b.height) for b in page.boxes], dtype=float).reshape(-1, 4)
    return table[:, 0], table[:, 1], table[:, 2], table[:, 3]
