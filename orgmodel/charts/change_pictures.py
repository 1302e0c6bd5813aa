"""Build the pictures of what changes: one of the whole, or an overview and one of each clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.charts.aligned_tree import align
from orgmodel.charts.captions import (
    ChartSubject,
    heading_of,
    texts_of,
)
from orgmodel.charts.change_gutter import amount_signs
from orgmodel.charts.change_layout import ChangeLayout, scale_row
from orgmodel.charts.change_overview import overview_scene
from orgmodel.charts.change_words import ClauseInWords
from orgmodel.charts.clauses import changes_something, clause_of, clause_outcomes
from orgmodel.charts.colouring import BLOCK, LegendRow
from orgmodel.charts.compose import Composer
from orgmodel.charts.drawing import Page
from orgmodel.charts.flows_elsewhere import told_elsewhere
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer
from orgmodel.charts.key_rows import figure_rows, line_sign_rows
from orgmodel.charts.outline import STATUSES, Outline, OutlineRow
from orgmodel.charts.pagination import paginate
from orgmodel.charts.paper import Paper
from orgmodel.charts.request import Built, Request
from orgmodel.charts.selection import cited
from orgmodel.charts.signs import NO_SIGNS
from orgmodel.charts.unit_changes import UnitChanges
from orgmodel.comparison.line_changes import compare_lines
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.words.charts import named, word

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome


def change_pictures(outcome: Outcome, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    """Check and make ready the picture of what changes; of a scenario of several clauses an overview and one of each.

    With a root the whole below it is one picture.
    """
    clauses = [] if asked.root is not None else clause_outcomes(outcome)
    whole = _Picture(outcome, asked, paper, faces)
    if not clauses:
        return Built(
            whole.framer.heading,
            tuple(whole.legend),
            whole.description,
            asked.language,
            whole.pages,
            whole.as_of,
            tuple(texts_of(whole.contents)),
        )
    parts = [
        _Picture(one, asked, paper, faces) if changes_something(one) else ClauseInWords(one, asked, paper, faces)
        for one in clauses
    ]
    every = [content for one in (whole, *parts) for content in one.contents]
    parts[-1].rests_on(source for one in (whole, *parts) for source in one.framer.heading.sources)
    legend = dict.fromkeys(row for one in (whole, *parts) for row in one.legend)

    def pages() -> tuple[Page, ...]:
        overview = [] if outcome.refused else [whole.overview]  # of alternatives that exclude each other there is none
        return _in_order([*overview, *(part.pages for part in parts)])

    return Built(
        whole.framer.heading,
        tuple(legend),
        whole.description,
        asked.language,
        pages,
        whole.as_of,
        tuple(texts_of(every)),
    )


def _in_order(pictures: list[Callable[[int, int], tuple[Page, ...]]]) -> tuple[Page, ...]:
    """Give the pages of several pictures, numbered through; how many there are is known when they have been made once."""

    def made(total: int) -> list[Page]:
        found: list[Page] = []
        for picture in pictures:
            found += picture(len(found) + 1, total)
        return found

    return tuple(made(len(made(99))))


class _Picture:
    """Hold what is drawn of one outcome: its rows, its flows, the heading and the key."""

    def __init__(self, outcome: Outcome, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> None:
        self.outcome, self.paper, self.faces, self.language = outcome, paper, faces, asked.language
        language = asked.language
        states = (outcome.before, outcome.after)
        aligned = align(states, outcome.lineage, root=asked.root, depth=asked.depth)
        changes = UnitChanges(*states, outcome.lineage, compare_lines(*states, outcome))
        outline = Outline(states, changes, aligned, asked)
        flows = unit_flows(outcome)
        self.rows = told_elsewhere(outline.rows(), flows, states, language)
        cells = [cell for row in self.rows for cell in (row.before, row.after) if cell is not None]
        self.contents = [cell.content for cell in cells]
        if asked.colouring.by != BLOCK:  # then nothing that flows is coloured by its block
            flows = [replace(one, block="") for one in flows]
        groups = (content.group for content in self.contents)
        self.signs: list[LegendRow] = asked.colouring.legend(groups, language, outcome.before.terms.labels)
        self.signs += [("status", one, word(f"status:{one}", language)) for one in STATUSES if one in outline.statuses]
        self.legend = list(self.signs)
        if flows:
            self.legend.append(scale_row(flows, paper, language))
        if outline.redirected:
            self.legend.append(("text", "lines-changed", word("lines-changed", language)))
        if any(row.parent >= 0 for row in self.rows):
            self.legend.append(("line", "chart", named("line:chart", language, outcome.before.terms.labels)))
        self.legend += line_sign_rows(outline.kinds, language)
        signs = NO_SIGNS.union(*map(amount_signs, flows), *(content.signs for content in self.contents))
        self.legend += figure_rows(signs, language)
        tops = [row.before or row.after for row in self.rows if row.parent < 0]
        top = tops[0].name if len(tops) == 1 and tops[0] is not None else ""
        sources = _sources(outcome, self.rows)
        subject = ChartSubject(states[1], word("changes", language), outcome.scenario, states[0], both=True)
        heading = heading_of(subject, top, sources, language, asked.title, asked.source)
        self.as_of = states[1].as_of or ""
        self.framer = Framer(heading, self.legend, paper, faces, language)
        self.layout = ChangeLayout(self.rows, flows, self.framer, paper, faces, language)
        said = [f"{cell.name}: {cell.badge}" for cell in cells if cell.badge]
        self.description = "; ".join(dict.fromkeys((heading.title, heading.subtitle, *said[:40])))

    def rests_on(self, others: Iterable[str]) -> None:
        """Name at the foot of the last page what the other pictures of the drawing rest on, too."""
        heading = replace(self.framer.heading, others=tuple(dict.fromkeys(others)))
        self.framer = Framer(heading, self.legend, self.paper, self.faces, self.language)
        self.layout.framer = self.framer

    def pages(self, first: int = 1, total: int | None = None) -> tuple[Page, ...]:
        """Lay out the rows, among other pages where there is a total."""
        clause = clause_of(self.outcome.scenario) if total is not None else ""
        return tuple(replace(page, clause=clause) for page in self.layout.pages(first, total))

    def overview(self, first: int, total: int) -> tuple[Page, ...]:
        """Lay out the units that change on a tree, on one page where they fit."""
        language = self.language
        scene, cells = overview_scene(self.outcome, self.rows, language)
        heading = self.framer.heading
        subtitle = " – ".join(part for part in (heading.subtitle, word("changes-overview", language)) if part)
        legend = list(self.signs)
        if any(parent >= 0 for parent in scene.selection.parents):
            legend.append(("line", "chart", named("line:chart", language, self.outcome.before.terms.labels)))
        if "turnover" in scene.selection.signs:
            legend.append(("text", "turnover", word("turnover", language)))
        legend += figure_rows(scene.selection.signs, language)
        framer = Framer(replace(heading, subtitle=subtitle), legend, self.paper, self.faces, language)
        composer = Composer(framer, self.paper, self.faces, language)
        one = None if self.paper.endless else composer.page(scene, number=first, pages=total)
        pages = (one,) if one is not None else paginate(composer, scene)[0]
        found = []
        for page in pages:
            boxes = [replace(box, status=cells[box.id].status) if box.id in cells else box for box in page.boxes]
            found.append(framer.keyed(replace(page, clause="overview", boxes=tuple(boxes))))
        return tuple(found)


def _sources(outcome: Outcome, rows: Iterable[OutlineRow]) -> tuple[str, ...]:
    """List the documents behind what is drawn: what shows that the steps were done, then of units that change, then of others."""
    shown = [step.step.evidence.partition(":")[0] for step in outcome.steps if step.changes and step.step.evidence]
    cells = [row.after for row in rows if row.after is not None]
    for is_changed in (True, False):
        places = (outcome.after.units.row(cell.content.id) for cell in cells if bool(cell.status) is is_changed)
        shown += cited(outcome.after, [place for place in places if place >= 0])
    return tuple(dict.fromkeys(shown))
