"""The workbook that Visio's Organization Chart Wizard reads."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

from orgmodel.core.atomic import write_bytes
from orgmodel.core.estimates import exact
from orgmodel.core.problems import Problem
from orgmodel.core.structure import Structure
from orgmodel.io.exporters.losses import not_carried, ranges_not_carried
from orgmodel.io.exporters.plain import by_key, visible

HEADER = ("Unique_ID", "Name", "Reports_To", "Title", "Department", "Authorized", "Filled")
"""The first three are what the wizard asks for; it puts the others into the shapes' data."""


def export_visio(structure: Structure, path: Path) -> list[Problem]:
    """Write one row a unit, in the order of the chart: its name, the unit above, its head's title, its block and posts.

    The same structure gives the same bytes; no text can become a formula.
    """
    import xlsxwriter

    language = structure.terms.language
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    order = structure.tree.order.tolist()
    units: list[Any] = structure.units.records(order)
    here = {unit.id for unit in units}
    posts: dict[str, list[Any]] = {}
    for post in by_key(structure.posts):
        posts.setdefault(post.unit, []).append(post)
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
        sheet = book.add_worksheet("Chart")
        sheet.freeze_panes(1, 2)
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name, book.add_format({"bold": True}))
        for row, unit in enumerate(units, start=1):
            mine = posts.get(unit.id, [])
            head = next((post.title(language) for post in mine if post.rank == "head"), "")
            texts = (unit.id, unit.name(language), unit.parent if unit.parent in here else "", head, unit.block)
            for column, text in enumerate(texts):
                if text:
                    sheet.write_string(row, column, visible(text)[:32_767])
            for column, field in ((5, "authorized"), (6, "filled")):
                total = _total([getattr(post, field) for post in mine])
                if total is not None:
                    sheet.write_number(row, column, total)
    write_bytes(path, stream.getvalue())
    carried = {
        "units": ("id", "names", "parent", "order", "block"),
        "posts": ("id", "unit", "titles", "rank", "authorized", "filled"),
    }
    return not_carried(structure, carried, "Visio's wizard") + ranges_not_carried(
        structure, {"posts": ("authorized", "filled")}, "Visio's wizard"
    )


def _total(figures: list[Any]) -> int | None:
    """Sum figures; None where there are none, or one is missing."""
    known = [exact(figure) for figure in figures]
    return None if not known or None in known else sum(figure for figure in known if figure is not None)
