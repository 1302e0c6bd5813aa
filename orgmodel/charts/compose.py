"""Compose one page: choose the arrangement, assign the coordinates, route the lines, set the frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orgmodel.charts.boxes import LEAST, TOO_LARGE, WIDEST, WIDTHS, Boxes, height_of
from orgmodel.charts.colouring import COLOUR_BY
from orgmodel.charts.content import BoxContent
from orgmodel.charts.drawing import Box, Page, Route
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer, PageFrame
from orgmodel.charts.layout.box_tree import Spacing
from orgmodel.charts.layout.bundles import joined
from orgmodel.charts.layout.connect import Points, connect
from orgmodel.charts.layout.families import Families, Plan
from orgmodel.charts.layout.fit import Fitted, fit, fit_freely, fit_planned
from orgmodel.charts.layout.nudge import Nudger
from orgmodel.charts.layout.route import Router
from orgmodel.charts.paper import Paper
from orgmodel.charts.scene import Scene, SceneVariant
from orgmodel.charts.signs import BUNDLE
from orgmodel.charts.ties import Tie
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError

MOST_LINES = 30  # on a page; more could not be followed and are named in the boxes instead
MOST_ROUTED = 400  # boxes among which lines are led
FREE_WIDTH = 11.5  # of text, in ems, where the page grows with the chart
MANY_BOXES = 3000  # beyond, one width of boxes is tried


@dataclass(frozen=True, slots=True)
class Cut:
    """Hold how the pages of one chart are arranged: the width of text, its least, and the plan for equal families."""

    width: float
    least: float
    spacing: Spacing
    families: Families
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class PageReference:
    """Hold what a box says about another page."""

    text: str = ""
    target: int = 0
    role: str = ""


NO_REFERENCE = PageReference()


class Composer:
    """Compose pages of one paper with one frame."""

    def __init__(self, framer: Framer, paper: Paper, faces: tuple[Face, Face], language: str) -> None:
        """Take the frame, the paper, the fonts and the language."""
        self.framer, self.paper, self.faces, self.language = framer, paper, faces, language

    @property
    def widest(self) -> float:
        """Give the greatest width of text that the paper can hold at its least type, in ems."""
        room = max([width - 2 * self.paper.margin for width, _ in self.paper.sizes], default=WIDEST * self.paper.least)
        return min(WIDEST, 0.8 * room / self.paper.least)

    def _unused(self, scene: Scene, drawn: Iterable[Sequence[Tie]]) -> set[tuple[str, str]]:
        """List what the legend explains and a page has not in any state: groups, kinds of line drawn, and bundles of many lines."""
        rows = {(kind, key) for kind, key, _ in self.framer.legend}
        told = {(kind, key) for kind, key in rows if kind in ("group", "line") or key.startswith(BUNDLE)}
        if not any(key for kind, key in scene.keys if kind == "group"):
            told.add(("text", COLOUR_BY))
        lines = {("line", tie.kind) for ties in drawn for tie in ties}
        return told - {key for key in scene.keys if key[0] != "line"} - lines - {("line", "chart")}

    def might_fit(self, scene: Scene) -> bool:
        """Tell whether all boxes together are no larger than a page: only then is it worth trying."""
        if len(scene) > MANY_BOXES:
            return False
        boxes = Boxes(scene.written(scene.tied(MOST_LINES)), self.faces, widest=self.widest).sized(WIDTHS[2])
        area = sum([width * height for width, height in zip(boxes.width, boxes.height, strict=True)])
        frames = [self.framer.frame(*extent) for extent in self.paper.sizes]
        return any(area * self.paper.least**2 < frame.width * frame.height for frame in frames)

    def endless(self, scene: Scene) -> Page:
        """Compose everything on one page that is as large as it needs to be."""
        paper = self.paper
        drawn = scene.tied(MOST_LINES if len(scene) <= MOST_ROUTED else 0)
        written = scene.written(drawn)
        boxes = Boxes(written, self.faces)
        fitted = fit_freely(variants(scene, boxes, (FREE_WIDTH,)), paper.most, Spacing())
        framer = self.framer.without(self._unused(scene, drawn))
        width = max(fitted.coordinates.width * fitted.size, 40 * paper.legend) + 2 * paper.margin
        height = 1000.0 - framer.frame(width, 1000.0).height + fitted.coordinates.height * fitted.size
        builder = _PageBuilder(scene, boxes, fitted, framer.frame(width, height))
        return framer.keyed(builder.page(1, (width, height), written[scene.shown], drawn[scene.shown], ()))

    def page(
        self, scene: Scene, references: Sequence[PageReference] = (), number: int = 1, pages: int = 1
    ) -> Page | None:
        """Compose one page of the paper, or give None where the type would be too small."""
        drawn = scene.tied(MOST_LINES)
        boxes = Boxes(scene.written(drawn), self.faces, [one.text for one in references], LEAST, self.widest)

        def fitted(rooms: Sequence[tuple[float, float]]) -> Fitted | None:
            return fit(variants(scene, boxes, WIDTHS), rooms, self.paper.least, self.paper.most)

        return self._framed(scene, references, boxes, drawn, (number, pages), fitted)

    def cut_page(
        self,
        scene: Scene,
        references: Sequence[PageReference],
        full: Collection[int],
        cut: Cut,
        position: tuple[int, int],
        taken: list[list[Tie]],
    ) -> Page:
        """Compose one page of several, as the whole was cut and arranged; ``full`` are the boxes whose names are whole.

        Lines are drawn where they can be, and at least those ``taken`` to be when it was cut. Raises ProblemsError where a box has no room.
        """
        texts = [one.text for one in references]
        for drawn in (scene.tied(MOST_LINES), taken):
            boxes = Boxes(scene.written(drawn, full=full), self.faces, texts, cut.least, self.widest)
            variant = SceneVariant(scene, boxes, boxes.sized(cut.width, exactly=True))

            def fitted(rooms: Sequence[tuple[float, float]], variant: SceneVariant = variant) -> Fitted | None:
                paper = self.paper
                planned = fit_planned(variant, rooms, paper.least, paper.most, cut.spacing, cut.families, cut.plan)
                # by itself a page may have fewer equal families than the whole, of which the plan then takes more room
                return planned or fit([variant], rooms, paper.least, paper.most)

            page = self._framed(scene, references, boxes, drawn, position, fitted, full)
            if page is not None:
                return page
        raise ProblemsError([too_large(scene, 0)])

    def _framed(
        self,
        scene: Scene,
        references: Sequence[PageReference],
        boxes: Boxes,
        drawn: list[list[Tie]],
        position: tuple[int, int],
        fit_in: Callable[[Sequence[tuple[float, float]]], Fitted | None],
        full: Collection[int] = (),
    ) -> Page | None:
        """Set the frame around what fits the room in it."""
        framer = self.framer.without(self._unused(scene, drawn))
        frames = [framer.frame(*extent, *position) for extent in self.paper.sizes]
        fitted = fit_in([(frame.width, frame.height) for frame in frames])
        if fitted is None:
            return None
        builder = _PageBuilder(scene, boxes, fitted, frames[fitted.room])
        written, extent = scene.written(drawn, full=full)[scene.shown], self.paper.sizes[fitted.room]
        return framer.keyed(builder.page(position[0], extent, written, drawn[scene.shown], references))


def variants(scene: Scene, boxes: Boxes, widths: Sequence[float]) -> list[SceneVariant]:
    """Give a variant for each width of text that makes a difference."""
    sizes = {one.text: one for one in map(boxes.sized, widths)}
    return [SceneVariant(scene, boxes, one) for one in sizes.values()]


def too_large(scene: Scene, node: int) -> Problem:
    """Say that a box fits no page."""
    name = scene.name(node)
    content = scene.selection.contents[node]
    id = content.id if content else name
    letters = len(name) + sum(len(detail.text) for detail in content.details) if content else len(name)
    return Problem(
        TOO_LARGE,
        Message.of(
            "the box of unit {id!r} ({letters} letters) and what hangs on it fit no page at a "
            "legible size; choose a larger page (a3, fit), or shorten what it says",
            id=id,
            letters=letters,
        ),
        subject=id,
    )


class _PageBuilder:
    """Turn a tree with coordinates into boxes and lines on a page."""

    def __init__(self, scene: Scene, boxes: Boxes, fitted: Fitted, frame: PageFrame) -> None:
        self.scene, self.boxes, self.fitted, self.frame = scene, boxes, fitted, frame
        self.left = frame.left + (frame.width - fitted.coordinates.width * fitted.size) / 2

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.fitted.size, self.frame.top + y * self.fitted.size

    def page(
        self,
        number: int,
        extent: tuple[float, float],
        written: Sequence[BoxContent | None],
        ties: Sequence[Tie],
        references: Sequence[PageReference],
    ) -> Page:
        size, tree, coordinates = self.fitted.size, self.fitted.tree, self.fitted.coordinates
        drawn = []
        height = list(tree.height)  # a box is no higher than it needs, though its node may need more in another state
        for node, content in enumerate(written):
            if content is None:
                continue
            reference = references[node] if references else NO_REFERENCE
            lines = self.boxes.lines(content, tree.width[node])
            height[node] = min(height[node], height_of(len(lines) + bool(reference.text)))
            box_size = tree.width[node] * size, height[node] * size
            at = self.at(coordinates.x[node], coordinates.y[node])
            box = Box(
                content.id, content.unit or content.id, *at, *box_size, lines, content.group, whole=content.whole,
                signs=content.signs,
            )  # fmt: skip
            box = box.referring(reference.text, reference.target, reference.role)
            drawn.append(box)
        own = self._chart_lines(written, height)
        routes = [Route("chart", start, end, self._points(points)) for start, end, points in own]
        routes += self._ties(written, ties, height, [points for *_, points in own])
        return Page(
            number,
            *extent,
            size,
            tuple(drawn),
            tuple(routes),
            (),
            self.frame.notes,
            self.frame.samples,
            said=self.frame.said,
        )

    def _points(self, points: Points) -> Points:
        return tuple([self.at(x, y) for x, y in points])

    def _chart_lines(
        self, written: Sequence[BoxContent | None], height: Sequence[float]
    ) -> list[tuple[str, str, Points]]:
        """Give the chart's own lines, in ems."""
        found = []
        tree = self.fitted.tree
        for one, child, points in connect(tree, self.fitted.coordinates, self.fitted.spacing):
            start, end = written[one], written[child]
            if start is None or end is None:
                continue
            if height[one] < tree.height[one] or height[child] < tree.height[child]:
                points = _to_lower(points, tree.height[one] - height[one], tree.height[child] - height[child])
            found.append((start.id, end.id, points))
        return found

    def _ties(
        self, written: Sequence[BoxContent | None], ties: Sequence[Tie], height: Sequence[float], lines: list[Points]
    ) -> list[Route]:
        """Lead the lines besides the chart's own around the boxes, and apart from these and from each other."""
        if not ties:
            return []
        tree, coordinates = self.fitted.tree, self.fitted.coordinates
        filled = [node for node, content in enumerate(written) if content is not None]
        number = {content.id: n for n, content in enumerate(written[node] for node in filled) if content is not None}
        boxes = (
            tuple([coordinates.x[node] for node in filled]),
            tuple([coordinates.y[node] for node in filled]),
            tuple([tree.width[node] for node in filled]),
            tuple([height[node] for node in filled]),
        )
        ends = tuple([(tie.kind, number[tie.start], number[tie.end]) for tie in ties])
        return [
            Route(ties[at].kind, ties[at].start, ties[at].end, self._points(way), own=own)
            for at, way, own in _ways(boxes, tuple(lines), ends)
        ]


Numbers = tuple[float, ...]


@lru_cache(maxsize=256)  # a page that a further look at the chart leaves as it is has its ways already
def _ways(
    boxes: tuple[Numbers, Numbers, Numbers, Numbers], lines: tuple[Points, ...], ends: tuple[tuple[str, int, int], ...]
) -> tuple[tuple[int, Points, int], ...]:
    """Give the ways of lines (kind, start, end) around boxes in ems, with the number of each and where its own part begins; those that find none are left out."""
    router, nudger = Router(*boxes, lines), Nudger(*boxes)
    routed = [router.route(start, end, (kind, end)) for kind, start, end in ends]
    led = [(at, (ends[at][0], ends[at][2]), way) for at, way in enumerate(routed) if way is not None]
    nudger.place(list(lines))

    def ended(ways: Iterable[Points]) -> list[tuple[tuple[str, int], int, int, Points]]:
        return [(bundle, ends[at][1], bundle[1], way) for (at, bundle, _), way in zip(led, ways, strict=True)]

    def run_on(ways: Iterable[Points]) -> list[tuple[Points, int]]:
        return joined([(bundle, way) for (_, bundle, _), way in zip(led, ways, strict=True)])

    ways = run_on(nudger.together(ended(way for *_, way in led)))
    ways = run_on(nudger.together(ended(nudger.apart(ended(way for way, _ in ways)))))
    return tuple((at, way, own) for (at, _, _), (way, own) in zip(led, ways, strict=True))


def _to_lower(points: Points, start: float, end: float) -> Points:
    """Lead a line that was made for boxes that are higher by ``start`` and ``end``, their tops unmoved."""
    made = list(points)
    made[0] = (made[0][0], made[0][1] - start)
    if made[-1][1] == made[-2][1]:  # from the side, to the middle
        level = made[-1][1] - end / 2
        made[-2:] = [(x, level) for x, _ in made[-2:]]
    return tuple(made)
