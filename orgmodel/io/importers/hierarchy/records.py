"""The rows of a placed hierarchy as records: units with their figures, or posts with their lines and holders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.records import Incumbency, Line, Person, Post, Record, Unit
from orgmodel.io import cells
from orgmodel.io.importers.hierarchy.links import Placed
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.ranking import heads_of

FIGURES: dict[str, Callable[[str], int]] = {"authorized": cells.count, "filled": cells.count, "fte": cells.hundredths}


@dataclass
class Table:
    """Hold the cells of a table by what they mean, and how to report what is wrong in them."""

    map: HierarchyMap
    cells: dict[str, list[str]]
    report: Report
    bad: dict[str, dict[str, str]] = field(default_factory=dict)

    def text(self, key: str, row: int) -> str:
        """Give a cell's text; blank where the table has no such column."""
        column = self.cells.get(key)
        return column[row] if column else ""

    def figure(self, key: str, one: Placed, default: int | None = None) -> int | None:
        """Give a figure; what is not one stays missing and is reported."""
        text = self.text(key, one.row)
        if not text:
            return None if key in self.cells else default
        try:
            number = FIGURES[key](text)
            if number < 0:
                raise ValueError(Message.of("{text!r} is below zero", text=text))
        except ValueError as error:
            self.report.row(
                one.line,
                "BAD_FIGURE",
                Message.of("{key}: {error}; it is kept as missing", key=key, error=error),
                subject=one.id,
            )
            return None
        return number

    def begins(self, one: Placed) -> str | None:
        """Give the date on which a row begins; what is no date is left out and reported."""
        text = self.text("begins", one.row)
        try:
            return cells.date(text) if text else None
        except ValueError as error:
            self.report.row(one.line, "BAD_DATE", Message.of("{error}; it is left out", error=error), subject=one.id)
            return None


def unit_records(placed: list[Placed], implied: dict[str, tuple[str, str | None]], table: Table) -> Iterable[Record]:
    """Make a unit of each row, with a row of posts where the table has figures."""
    language, kind = table.map.language, table.map.kind or "agency"
    for id, (name, parent) in implied.items():
        yield Unit(id, names_of(**{language: name}), kind, parent=parent, src="table")
    for one in placed:
        src = f"table:{one.line}"
        block = table.text("block", one.row)
        yield Unit(
            one.id,
            names_of(**{language: table.text("name", one.row)}),
            table.text("kind", one.row) or kind,
            table.text("level", one.row),
            block,
            table.text("area", one.row),
            one.parent,
            begins=table.begins(one),
            src=src,
        )
        figures = [table.figure(key, one) for key in FIGURES]
        if any(figure is not None for figure in figures):
            yield Post(
                f"{one.id}/posts",
                one.id,
                (),
                "unknown",
                block,
                authorized=figures[0],
                filled=figures[1],
                fte=figures[2],
                src=src,
            )


def post_records(placed: list[Placed], homes: list[str], units: list[Unit], table: Table) -> Iterable[Record]:
    """Make a post of each row, with its written line and, where the table names one, its holder.

    A unit's head is its one post to which all its others report, when anybody reports to it; a post to which nobody
    reports is staff; of the others the rank is unknown.
    """
    language, people = table.map.language, table.map.rows == "people"
    home = {one.id: unit for one, unit in zip(placed, homes, strict=True)}
    superiors = {one.id: one.parent for one in placed if one.parent is not None}
    superior_posts = set(superiors.values())
    tops = {one.id for one in placed if one.is_top}
    heads = heads_of(home, superiors, {unit.id: unit.parent for unit in units}, tops) & superior_posts
    for one in placed:
        src = f"table:{one.line}"
        rank = "head" if one.id in heads else "unknown" if one.id in superior_posts else "staff"
        yield Post(
            one.id,
            home[one.id],
            names_of(**{language: table.text("name", one.row)}),
            rank,
            table.text("block", one.row),
            table.text("category", one.row),
            authorized=table.figure("authorized", one, None if people else 1),
            filled=table.figure("filled", one, 1 if people else None),
            fte=table.figure("fte", one),
            src=src,
        )
        if one.id in superiors:
            yield Line("administrative", one.id, superiors[one.id], src=src)
        if name := table.text("person", one.row):
            yield Person(f"{one.id}#holder", name, src=src)
            yield Incumbency(f"{one.id}#holder", one.id, begins=table.begins(one), src=src)
