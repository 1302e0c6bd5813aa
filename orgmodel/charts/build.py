"""Build the drawing of a structure, of an outcome before or after, or of what changes between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from orgmodel.charts.aligned_tree import Slots, slots_of, with_posts
from orgmodel.charts.captions import (
    LegendRow,
    Subject,
    block_rows,
    chart_legend,
    heading_of,
    mark_rows,
    refuse_missing_letters,
    sign_rows,
)
from orgmodel.charts.change_layout import SideBySide
from orgmodel.charts.compose import Composer
from orgmodel.charts.content import Entry
from orgmodel.charts.drawing import Drawing, Page
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer, Heading
from orgmodel.charts.outline import STATUSES, Outline
from orgmodel.charts.pagination import paged
from orgmodel.charts.paper import Sheet
from orgmodel.charts.scene import Scene
from orgmodel.charts.selection import cited, marked, select
from orgmodel.charts.unit_changes import Fates, streams
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.words.charts import counted, word

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage

MOST_EMPTY = 0.4  # beyond such a share of places that a state leaves empty it is laid out by itself


@dataclass(frozen=True, slots=True)
class Request:
    """Hold what a caller asks for."""

    state: str
    root: str | None
    depth: int | None
    language: str
    lines: Sequence[str] | None
    posts: bool
    title: str | None
    source: str | None


@dataclass(frozen=True)
class Built:
    """Hold what is checked and ready to be laid out, which happens when the drawing is first asked for.

    ``blocks`` are those in the drawing, in the order in which they take looks.
    """

    heading: Heading
    legend: tuple[LegendRow, ...]
    blocks: tuple[str, ...]
    description: str
    language: str
    make_pages: Callable[[], tuple[Page, ...]]

    @cached_property
    def drawing(self) -> Drawing:
        """Give the pages."""
        return Drawing(self.make_pages(), self.heading.title, self.description, self.language)


def build(x: Any, asked: Request, sheet: Sheet, faces: tuple[Face, Face]) -> Built:
    """Check and make ready what is asked for.

    Raises ProblemsError for what cannot be drawn; a box that no page can hold is found when the pages are made.
    """
    if asked.state == "changes":
        if isinstance(x, Structure):
            message = "a structure by itself has no changes; draw the outcome of a scenario"
            raise ProblemsError([Problem("UNKNOWN_STATE", message)])
        return _changes(x, asked, sheet, faces)
    return _state(x, asked, sheet, faces)


def _state(x: Any, asked: Request, sheet: Sheet, faces: tuple[Face, Face]) -> Built:
    language = asked.language
    scene, subject = _scene(x, asked)
    every = [entry for one in scene.states for entry in one.entries if entry is not None]
    blocks = _blocks(every)
    refuse_missing_letters(every, faces)
    selection = scene.selection
    roots = [entry for entry, parent in zip(selection.entries, selection.parents, strict=True) if parent < 0 and entry]
    top = roots[0].name if len(roots) == 1 else ""
    heading = heading_of(subject, top, selection.sources, language, asked.title, asked.source)
    legend = chart_legend(scene.states, blocks, language, subject.structure.terms.labels)
    framer = Framer(heading, legend, sheet, faces, language)
    composer = Composer(framer, sheet, faces, language)
    count = sum(entry is not None for entry in selection.entries)
    units = counted("units", count, language)
    description = ", ".join(part for part in (heading.title, heading.subtitle, units) if part)
    return Built(heading, tuple(legend), blocks, description, language, partial(paged, composer, scene))


def _scene(x: Any, asked: Request) -> tuple[Scene, Subject]:
    """Give what is laid out: of an outcome both states together, so that what goes on keeps its place."""
    language, lines = asked.language, asked.lines
    if isinstance(x, Structure):
        slots = _slots((x,), (), asked)
        return Scene(marked([select(x, slots, 0, language, kinds=lines)])), Subject(x)
    states = (x.before, x.after)
    shown = 0 if asked.state == "before" else 1
    subject = Subject(states[shown], word(asked.state, language), x.scenario)
    slots = _slots(states, x.lineage, asked)
    filled = sum(row >= 0 for row in slots.rows[shown]) + sum(
        row >= 0 for rows in slots.posts[shown:][:1] for row in rows
    )
    if filled >= (1 - MOST_EMPTY) * len(slots.parents):
        both = [select(one, slots, place, language, kinds=lines) for place, one in enumerate(states)]
        return Scene(marked(both), shown), subject
    slots = _slots((states[shown],), (), asked)
    return Scene(marked([select(states[shown], slots, 0, language, kinds=lines)])), subject


def _slots(states: tuple[Structure, ...], lineage: Iterable[Lineage], asked: Request) -> Slots:
    slots = slots_of(states, lineage, root=asked.root, depth=asked.depth)
    return with_posts(slots, states) if asked.posts else slots


def _changes(x: Any, asked: Request, sheet: Sheet, faces: tuple[Face, Face]) -> Built:
    language = asked.language
    states = (x.before, x.after)
    slots = slots_of(states, x.lineage, root=asked.root, depth=asked.depth)
    outline = Outline(states, Fates(*states, x.lineage), slots, language)
    rows = outline.rows()
    cells = [cell for row in rows for cell in (row.before, row.after) if cell is not None]
    entries = [cell.entry for cell in cells]
    refuse_missing_letters(entries, faces)
    blocks = _blocks(entries)
    flows = streams(x.ledger, x.lineage)
    legend: list[LegendRow] = block_rows(blocks, language, x.before.terms.labels)
    legend += [("status", one, word(f"status:{one}", language)) for one in STATUSES if one in outline.statuses]
    if flows:
        legend.append(("text", "ribbon", word("ribbon", language)))
    if outline.redirected:
        legend.append(("text", "lines-changed", word("lines-changed", language)))
    legend += sign_rows(outline.kinds, language)
    legend += mark_rows(outline.contents[0].seen | outline.contents[1].seen, language)
    tops = [row.before or row.after for row in rows if row.parent < 0]
    top = tops[0].name if len(tops) == 1 and tops[0] is not None else ""
    sources = cited(states[1], [row for row in slots.rows[1] if row >= 0])
    subject = Subject(states[1], word("changes", language), x.scenario)
    heading = heading_of(subject, top, sources, language, asked.title, asked.source)
    framer = Framer(heading, legend, sheet, faces, language)
    sides = SideBySide(rows, flows, framer, sheet, faces, language)
    said = [f"{cell.name}: {cell.badge}" for cell in cells if cell.badge]
    description = "; ".join(dict.fromkeys((heading.title, heading.subtitle, *said[:40])))
    return Built(heading, tuple(legend), blocks, description, language, sides.pages)


def _blocks(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.block for entry in entries if entry.block))
