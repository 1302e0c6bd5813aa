"""Build the drawing of a structure, of an outcome before or after, or of what changes between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from orgmodel.charts.aligned_tree import AlignedTree, align, with_posts
from orgmodel.charts.boxes import TOO_LARGE
from orgmodel.charts.captions import (
    ChartSubject,
    chart_legend,
    heading_of,
    texts_of,
    top_name,
)
from orgmodel.charts.change_pictures import change_pictures
from orgmodel.charts.colouring import LegendRow
from orgmodel.charts.compose import Composer
from orgmodel.charts.drawing import Drawing, Page
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer, Heading
from orgmodel.charts.paper import Paper
from orgmodel.charts.post_tree import post_tree, roots_after_run
from orgmodel.charts.request import Built, Request
from orgmodel.charts.scene import Scene
from orgmodel.charts.selection import Selection, bundled, select
from orgmodel.charts.uncrossed import uncrossed
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.words.charts import sized, word

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage

MOST_LETTERS = (240, 120, 60, 30)
"""The most letters of a name in a box, tried one after the other where boxes with whole names fit no page."""
SIDES = ("before", "after")
MOST_EMPTY = 0.4  # beyond such a share of nodes that a state leaves empty it is laid out by itself


def build(x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    """Check and make ready what is asked for.

    Raises ProblemsError for what cannot be drawn. A box that no page can hold is found when the pages are made: then long
    names are cut, and the chart is refused where that is not enough.
    """
    built = _built(x, asked, paper, faces)
    return replace(built, make_pages=partial(_pages, built, x, asked, paper, faces))


def _pages(built: Built, x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> tuple[Page, ...]:
    """Make the pages, with long names cut where one of them fits no page; a function of its own, so that a chart pickles."""
    try:
        return built.make_pages()
    except ProblemsError as refused:
        if any(one.code != TOO_LARGE for one in refused.problems):
            raise
        return _with_names_cut(x, asked, paper, faces, refused)


def _with_names_cut(
    x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face], refused: ProblemsError
) -> tuple[Page, ...]:
    """Make the pages with the longest names cut, as little as lets them fit; raises what was refused where nothing does."""
    for most in MOST_LETTERS:
        made = _built(x, replace(asked, fields=replace(asked.fields, longest=most)), paper, faces)
        try:
            return made.make_pages()
        except ProblemsError as error:
            if any(one.code != TOO_LARGE for one in error.problems):
                raise
    raise refused


def names_cut(drawing: Drawing) -> Iterator[Problem]:
    """Tell of each name that is cut in a box."""
    boxes = (box for page in drawing.pages for box in page.boxes)
    for unit, name in {box.unit: box.whole for box in boxes if box.whole}.items():
        told = Message.of(
            "the name of {unit!r} ({letters} letters) fits no page whole and is cut in its box; lists and the page "
            "that is acted on (.html) have it in full",
            unit=unit,
            letters=len(name),
        )
        yield Problem("NAME_CUT", told, unit, severity=WARNING)


def _built(x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    if asked.state == "changes":
        if isinstance(x, Structure):
            message = "a structure by itself has no changes; draw the outcome of a scenario"
            raise ProblemsError([Problem("UNKNOWN_STATE", message)])
        return change_pictures(x, asked, paper, faces)
    return _state(x, asked, paper, faces)


def _state(x: Any, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> Built:
    language = asked.language
    scene, subjects = _scene(x, asked)
    subject = subjects[scene.shown]
    every = [content for one in scene.states for content in one.contents if content is not None]
    selection = scene.selection
    roots = [
        content for content, parent in zip(selection.contents, selection.parents, strict=True) if parent < 0 and content
    ]
    structures = [one.structure for one in subjects] if isinstance(x, Structure) else [x.before, x.after]
    top = top_name(structures, [(one.id, one.name) for one in roots], asked.root, language)
    kind = "title-posts" if asked.tree == "posts" else "title"
    headings = [
        heading_of(one, top, state.sources, language, asked.title, asked.source, kind)
        for one, state in zip(subjects, scene.states, strict=True)
    ]
    heading = replace(headings[scene.shown], alike=tuple([one for one in headings if one != headings[scene.shown]]))
    own = subject.structure.terms.labels
    groups = asked.colouring.legend((content.group for content in every), language, own)
    line = below = ""
    if asked.tree == "posts":
        line = "line-posts"
        if asked.fields.shows("below"):
            below = "people-below" if subject.structure.kept(post_tree).counts_people else "posts-below"
    legend = partial(chart_legend, groups=groups, language=language, own=own, line=line, below=below)
    boxes = [content for content in selection.contents if content is not None]
    posts = sum(content.is_post for content in boxes)
    size = sized(len(boxes) - posts, posts, language)
    description = ", ".join(part for part in (heading.title, heading.subtitle, size) if part)
    return Built(
        heading,
        tuple(legend(scene.states)),
        description,
        language,
        partial(uncrossed, scene, partial(_composer, heading, legend, paper, faces, language)),
        subject.structure.as_of or "",
        tuple(texts_of(every, (tie for one in scene.states for tie in one.ties))),
    )


def _composer(
    heading: Heading,
    legend: Callable[[Sequence[Selection]], Sequence[LegendRow]],
    paper: Paper,
    faces: tuple[Face, Face],
    language: str,
    scene: Scene,
) -> Composer:
    """Give what composes a scene, whose key explains its numbers of bundles; a function of its own, so that a chart pickles."""
    return Composer(Framer(heading, legend(scene.states), paper, faces, language), paper, faces, language)


def _scene(x: Any, asked: Request) -> tuple[Scene, tuple[ChartSubject, ...]]:
    """Give what is laid out, and the subject of each state: of an outcome both together, so that what goes on keeps its position."""
    if isinstance(x, Structure):
        aligned = _aligned((x,), (), asked)
        return Scene(bundled([select(x, aligned, 0, asked)])), (ChartSubject(x),)
    states = (x.before, x.after)
    shown = 0 if asked.state == "before" else 1
    subjects = tuple(
        [
            ChartSubject(one, word(name, asked.language), x.scenario, before)
            for one, before, name in zip(states, (None, x.before), SIDES, strict=True)
        ]
    )
    if asked.tree == "posts":
        roots = None if asked.root is None else roots_after_run(x, shown, asked.root)
        aligned = states[shown].kept(post_tree).part(states[shown], roots, asked.depth)
        return Scene(bundled([select(states[shown], aligned, 0, asked)])), (subjects[shown],)
    aligned = _aligned(states, x.lineage, asked)
    filled = sum(row >= 0 for row in aligned.units[shown]) + sum(
        row >= 0 for rows in aligned.posts[shown:][:1] for row in rows
    )
    if filled >= (1 - MOST_EMPTY) * len(aligned.parents):
        both = [select(one, aligned, number, asked) for number, one in enumerate(states)]
        return Scene(bundled(both), shown), subjects
    aligned = _aligned((states[shown],), x.lineage, asked, shown)
    return Scene(bundled([select(states[shown], aligned, 0, asked)])), (subjects[shown],)


def _aligned(states: tuple[Structure, ...], lineage: Iterable[Lineage], asked: Request, first: int = 0) -> AlignedTree:
    if asked.tree == "posts":
        return states[0].kept(post_tree).part(states[0], asked.root and [asked.root], asked.depth)
    aligned = align(states, lineage, root=asked.root, depth=asked.depth, first=first)
    return with_posts(aligned, states) if asked.posts else aligned
