"""The workbook that Visio's Organization Chart Wizard reads."""

from __future__ import annotations

import datetime
import io
from dataclasses import fields
from pathlib import Path
from typing import Any

from orgmodel.core.estimates import exact
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Post
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_bytes
from orgmodel.io.exporters.losses import (
    frame_not_carried,
    names_not_carried,
    not_carried,
    ranges_not_carried,
    texts_cut,
)
from orgmodel.io.exporters.plain import by_key, visible

HEADER = (
    *("Unique_ID", "Name", "Reports_To", "Title", "Kind", "Level", "Block", "Area", "Stands_For"),
    *("Authorized", "Filled"),
)
"""The first three are what the wizard asks for; it offers the others as fields of a shape and puts them into its data."""
_WIDTHS = (26, 44, 26, 28, 16, 14, 14, 14, 11, 11, 9)
_LONGEST = 32_767


def export_visio(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write one row a unit, in the order of the chart: its name, the unit above, its head's title, what it is and its posts.

    The same structure gives the same bytes; no text can become a formula.
    """
    import xlsxwriter

    language = structure.terms.language
    stream = io.BytesIO()
    cut = 0
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
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, _WIDTHS[column])
        for row, unit in enumerate(units, start=1):
            mine = posts.get(unit.id, [])
            head = next((post.title(language) for post in mine if post.rank == "head"), "")
            above = unit.parent if unit.parent in here else ""
            texts = (unit.id, unit.name(language), above, head, unit.kind, unit.level, unit.block, unit.area)
            for column, text in enumerate(texts):
                if text:
                    cut += len(visible(text)) > _LONGEST
                    sheet.write_string(row, column, visible(text)[:_LONGEST])
            totals = [_total([getattr(post, field) for post in mine]) for field in ("authorized", "filled")]
            for column, total in enumerate([unit.stands_for, *totals], start=8):
                if total is not None:
                    sheet.write_number(row, column, total)
    write_bytes(path, stream.getvalue(), force=force)
    return _lost(structure, cut)


def _lost(structure: Structure, cut: int) -> list[Problem]:
    format = "Visio's wizard"
    carried = {
        "units": ("id", "names", "kind", "level", "block", "area", "parent", "order", "stands_for"),
        "posts": [one.name for one in fields(Post)],
    }
    warnings = frame_not_carried(structure, format) + not_carried(structure, carried, format)
    if len(structure.posts):
        heads = sum(post.rank == "head" for post in by_key(structure.posts))
        message = Message.of(
            "{format} has a row a unit: of {count} posts it holds the sums of authorized and filled "
            "(blank where one is missing) and the titles of {heads} heads; full-time equivalents are "
            "not in the file",
            format=format,
            count=len(structure.posts),
            heads=heads,
        )
        warnings.append(Problem("NOT_CARRIED", message, "posts", severity=WARNING))
    warnings += names_not_carried(structure.units, "names", structure.terms.language, format)
    warnings += ranges_not_carried(structure, {"posts": ("authorized", "filled")}, format)
    return warnings + texts_cut(cut, format)


def _total(figures: list[Any]) -> int | None:
    """Sum figures; None where there are none, or one is missing."""
    known = [exact(figure) for figure in figures]
    return None if not known or None in known else sum(figure for figure in known if figure is not None)
