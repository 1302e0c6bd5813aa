"""What holds on every page that is drawn: told by plain arithmetic over the box model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from orgmodel.charts.model import Drawing, Page

TOLERANCE = 1e-6


def faults(drawing: Drawing, units: Iterable[str], *, least: float) -> list[str]:
    """List everything that is wrong with a drawing of some units."""
    found = []
    for page in drawing.pages:
        found += [f"page {page.number}: {fault}" for fault in _on_page(page, least)]
    return found + _once(drawing, units) + _references(drawing)


def _on_page(page: Page, least: float) -> list[str]:
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
    for note in page.notes:
        if not (0 <= note.x <= page.width and 0 <= note.y <= page.height):
            found.append(f"the note {note.text!r} leaves the page")
    return found + _crossings(page)


def _crossings(page: Page) -> list[str]:
    """List lines that are not level or upright, leave the page, or cross a box."""
    found = []
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


def _once(drawing: Drawing, units: Iterable[str]) -> list[str]:
    """List units that are not drawn exactly once in their own place, over all pages."""
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
