"""Build the drawing of a structure, of an outcome before or after, or of what changes between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from orgmodel.charts.aligned_tree import AlignedTree, align, with_posts
from orgmodel.charts.captions import (
    ChartSubject,
    LegendRow,
    block_rows,
    chart_legend,
    figure_rows,
    heading_of,
    line_sign_rows,
    refuse_missing_letters,
)
from orgmodel.charts.change_layout import ChangeLayout, scale_row
from orgmodel.charts.compose import Composer
from orgmodel.charts.content import BoxContent
from orgmodel.charts.drawing import Drawing, Page
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer, Heading
from orgmodel.charts.outline import STATUSES, Outline
from orgmodel.charts.pagination import paginate
from orgmodel.charts.paper import Paper
from orgmodel.charts.scene import Scene
from orgmodel.charts.selection import bundled, cited, select
from orgmodel.charts.unit_changes import UnitChanges
from orgmodel.comparison.line_changes import compare_lines
from orgmodel.comparison.unit_mappings import unit_flows
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.words.charts import sized, word

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage

MOST_EMPTY = 0.4  # beyond such a share of nodes that a state leaves empty it is laid out by itself


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


def build(x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    """Check and make ready what is asked for.

    Raises ProblemsError for what cannot be drawn; a box that no page can hold is found when the pages are made.
    """
    if asked.state == "changes":
        if isinstance(x, Structure):
            message = "a structure by itself has no changes; draw the outcome of a scenario"
            raise ProblemsError([Problem("UNKNOWN_STATE", message)])
        return _changes(x, asked, paper, faces)
    return _state(x, asked, paper, faces)


def _state(x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    language = asked.language
    scene, subject = _scene(x, asked)
    every = [content for one in scene.states for content in one.contents if content is not None]
    blocks = _blocks(every)
    refuse_missing_letters(every, faces)
    selection = scene.selection
    roots = [
        content for content, parent in zip(selection.contents, selection.parents, strict=True) if parent < 0 and content
    ]
    top = roots[0].name if len(roots) == 1 else ""
    heading = heading_of(subject, top, selection.sources, language, asked.title, asked.source)
    legend = chart_legend(scene.states, blocks, language, subject.structure.terms.labels)
    framer = Framer(heading, legend, paper, faces, language)
    composer = Composer(framer, paper, faces, language)
    boxes = [content for content in selection.contents if content is not None]
    posts = sum(content.is_post for content in boxes)
    size = sized(len(boxes) - posts, posts, language)
    description = ", ".join(part for part in (heading.title, heading.subtitle, size) if part)
    return Built(heading, tuple(legend), blocks, description, language, partial(paginate, composer, scene))


def _scene(x: Any, asked: Request) -> tuple[Scene, ChartSubject]:
    """Give what is laid out: of an outcome both states together, so that what goes on keeps its position."""
    language, lines = asked.language, asked.lines
    if isinstance(x, Structure):
        aligned = _aligned((x,), (), asked)
        return Scene(bundled([select(x, aligned, 0, language, kinds=lines)])), ChartSubject(x)
    states = (x.before, x.after)
    shown = 0 if asked.state == "before" else 1
    subject = ChartSubject(states[shown], word(asked.state, language), x.scenario)
    aligned = _aligned(states, x.lineage, asked)
    filled = sum(row >= 0 for row in aligned.units[shown]) + sum(
        row >= 0 for rows in aligned.posts[shown:][:1] for row in rows
    )
    if filled >= (1 - MOST_EMPTY) * len(aligned.parents):
        both = [select(one, aligned, number, language, kinds=lines) for number, one in enumerate(states)]
        return Scene(bundled(both), shown), subject
    aligned = _aligned((states[shown],), (), asked)
    return Scene(bundled([select(states[shown], aligned, 0, language, kinds=lines)])), subject


def _aligned(states: tuple[Structure, ...], lineage: Iterable[Lineage], asked: Request) -> AlignedTree:
    aligned = align(states, lineage, root=asked.root, depth=asked.depth)
    return with_posts(aligned, states) if asked.posts else aligned


def _changes(x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    language = asked.language
    states = (x.before, x.after)
    aligned = align(states, x.lineage, root=asked.root, depth=asked.depth)
    changes = UnitChanges(*states, x.lineage, compare_lines(*states, x))
    outline = Outline(states, changes, aligned, language)
    rows = outline.rows()
    cells = [cell for row in rows for cell in (row.before, row.after) if cell is not None]
    contents = [cell.content for cell in cells]
    refuse_missing_letters(contents, faces)
    blocks = _blocks(contents)
    flows = unit_flows(x)
    legend: list[LegendRow] = block_rows(blocks, language, x.before.terms.labels)
    legend += [("status", one, word(f"status:{one}", language)) for one in STATUSES if one in outline.statuses]
    if flows:
        legend.append(scale_row(flows, paper, language))
    if outline.redirected:
        legend.append(("text", "lines-changed", word("lines-changed", language)))
    legend += line_sign_rows(outline.kinds, language)
    legend += figure_rows(outline.writers[0].signs | outline.writers[1].signs, language)
    tops = [row.before or row.after for row in rows if row.parent < 0]
    top = tops[0].name if len(tops) == 1 and tops[0] is not None else ""
    sources = cited(states[1], [row for row in aligned.units[1] if row >= 0])
    subject = ChartSubject(states[1], word("changes", language), x.scenario)
    heading = heading_of(subject, top, sources, language, asked.title, asked.source)
    framer = Framer(heading, legend, paper, faces, language)
    layout = ChangeLayout(rows, flows, framer, paper, faces, language)
    said = [f"{cell.name}: {cell.badge}" for cell in cells if cell.badge]
    description = "; ".join(dict.fromkeys((heading.title, heading.subtitle, *said[:40])))
    return Built(heading, tuple(legend), blocks, description, language, layout.pages)


def _blocks(contents: Iterable[BoxContent]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(content.block for content in contents if content.block))
