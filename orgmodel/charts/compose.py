"""Compose the pages of one state of an organisation: one page where it fits, or else parts, marks and an overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orgmodel.charts.boxes import WIDTHS, Boxes, Sizes
from orgmodel.charts.content import Entry
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer
from orgmodel.charts.layout.connect import connect
from orgmodel.charts.layout.fit import TIGHT, Fitted, fit, fit_freely
from orgmodel.charts.layout.hierarchy import Gaps, Hierarchy
from orgmodel.charts.layout.route import Router
from orgmodel.charts.layout.split import Split, split
from orgmodel.charts.lines import Tie
from orgmodel.charts.model import Box, Page, Points, Route
from orgmodel.charts.paint import LINE
from orgmodel.charts.selection import Selection
from orgmodel.charts.sheet import Sheet
from orgmodel.charts.wording import number as figure
from orgmodel.charts.wording import word
from orgmodel.core.problems import Problem, ProblemsError

MANY_PAGES = 30  # beyond, no page tries other widths of boxes
MOST_LINES = 30  # on a page; more could not be followed and are named in the boxes instead
MOST_ROUTED = 600  # boxes among which lines are led
MANY_BOXES = 3000  # beyond, one width of boxes is tried


@dataclass(frozen=True, slots=True)
class Reference:
    """Hold what a box says about another page."""

    text: str = ""
    target: int = 0
    role: str = ""


NOTHING = Reference()


class Composer:
    """Compose pages on one sheet with one frame."""

    def __init__(self, framer: Framer, sheet: Sheet, faces: tuple[Face, Face], language: str) -> None:
        """Take the frame, the sheet, the fonts and the language."""
        self.framer, self.sheet, self.faces, self.language = framer, sheet, faces, language
        self.gaps = Gaps()

    def pages(self, selection: Selection) -> tuple[Page, ...]:
        """Compose everything on as few pages as it needs.

        Raises ProblemsError for a box that no page can hold.
        """
        if self.sheet.endless:
            return (self._endless(selection),)
        if len(selection.entries) <= MANY_BOXES:
            one = self._page(selection, (), WIDTHS, 1, 1)
            if one is not None:
                return (one,)
        return self._many(selection)

    def _makings(self, selection: Selection, boxes: Boxes, widths: Sequence[float]) -> list[_Making]:
        sizes = {one.text: one for one in map(boxes.sized, widths)}  # narrow texts make several widths one
        return [_Making(selection, boxes, one) for one in sizes.values()]

    @staticmethod
    def _tree(selection: Selection, boxes: Boxes, width: float) -> Hierarchy:
        return _Making(selection, boxes, boxes.sized(width))()

    def _endless(self, selection: Selection) -> Page:
        sheet = self.sheet
        drawn = selection.within(MOST_LINES if len(selection.entries) <= MOST_ROUTED else 0)
        boxes = Boxes(selection.written(drawn), self.faces)
        widths = WIDTHS if len(selection.entries) <= MANY_BOXES else WIDTHS[2:3]
        fitted = fit_freely(self._makings(selection, boxes, widths), sheet.most, self.gaps)
        width = max(fitted.placed.width * fitted.size, 40 * sheet.legend) + 2 * sheet.margin
        height = 1000.0 - self.framer.frame(width, 1000.0).height + fitted.placed.height * fitted.size
        return self._drawn(selection, boxes, fitted, drawn, (), (width, height), 1, 1)

    def _page(
        self, selection: Selection, references: Sequence[Reference], widths: Sequence[float], number: int, pages: int
    ) -> Page | None:
        """Compose one page, or give None where the type would be too small."""
        sheet = self.sheet
        drawn = selection.within(MOST_LINES)
        boxes = Boxes(selection.written(drawn), self.faces, [one.text for one in references])
        frames = [self.framer.frame(*paper, number, pages) for paper in sheet.sizes]
        rooms = [(frame.width, frame.height) for frame in frames]
        makings = self._makings(selection, boxes, widths)
        fitted = fit(makings, rooms, sheet.least, sheet.most, (self.gaps, TIGHT))
        if fitted is None:
            return None
        return self._drawn(selection, boxes, fitted, drawn, references, sheet.sizes[fitted.paper], number, pages)

    def _drawn(
        self,
        selection: Selection,
        boxes: Boxes,
        fitted: Fitted,
        ties: Sequence[Tie],
        references: Sequence[Reference],
        paper: tuple[float, float],
        number: int,
        pages: int,
    ) -> Page:
        """Turn a placed hierarchy into boxes and lines on a page."""
        frame = self.framer.frame(*paper, number, pages)
        tree, placed, size = fitted.tree, fitted.placed, fitted.size
        left, top = frame.left + (frame.width - placed.width * size) / 2, frame.top
        entries = selection.entries
        drawn = []
        for each, entry in enumerate(entries):
            reference = references[each] if references else NOTHING
            drawn.append(
                Box(
                    entry.id,
                    entry.id,
                    left + placed.x[each] * size,
                    top + placed.y[each] * size,
                    tree.width[each] * size,
                    tree.height[each] * size,
                    boxes.lines(each, tree.width[each]),
                    entry.block,
                    refers=reference.text,
                    target=reference.target,
                    role=reference.role,
                )
            )
        found = [("chart", one, child, points) for one, child, points in connect(tree, placed, fitted.gaps)]
        found += self._routed(selection, fitted, ties)
        routes = tuple(
            Route(kind, entries[one].id, entries[other].id, tuple((left + x * size, top + y * size) for x, y in points))
            for kind, one, other, points in found
        )
        return Page(number, *paper, size, tuple(drawn), routes, (), frame.notes, frame.samples)

    def _routed(self, selection: Selection, fitted: Fitted, ties: Sequence[Tie]) -> list[tuple[str, int, int, Points]]:
        """Lead the lines besides the chart's own around the boxes."""
        if not ties:
            return []
        count = len(selection.entries)
        tree, placed = fitted.tree, fitted.placed
        router = Router(placed.x[:count], placed.y[:count], tree.width[:count], tree.height[:count])
        place = {entry.id: number for number, entry in enumerate(selection.entries)}
        found = []
        for tie in ties:
            one, other = place[tie.start], place[tie.end]
            points = router.route(one, other, (tie.kind, other))
            if points is not None:
                found.append((tie.kind, one, other, points))
        return found

    # -- several pages -----------------------------------------------------------------------------------------------

    def _many(self, selection: Selection) -> tuple[Page, ...]:
        cut, width = self._cut(selection)
        tree = self._tree(selection, Boxes(selection.entries, self.faces), width)
        overviews = 1
        while True:
            overview = self._overview(selection, tree, cut, overviews)
            if len(overview) <= overviews:
                break
            overviews = len(overview)
        pages = len(cut.parts) + overviews
        widths = WIDTHS if pages <= MANY_PAGES else (width,)
        made = [replace(page, number=number + 1) for number, page in enumerate(overview)]
        for number in range(len(cut.parts)):
            shown, references = self._marked(cut, tree, number, overviews)
            part = selection.part([one for one in shown if one not in tree.hollow])
            kept = [reference for one, reference in zip(shown, references, strict=True) if one not in tree.hollow]
            page = self._page(part, kept, (*widths, width), number + 1 + overviews, pages)
            if page is None:
                raise ProblemsError([_too_large(selection.entries[shown[0]])])
            made.append(page)
        return tuple(made)

    def _cut(self, selection: Selection) -> tuple[Split, float]:
        """Cut by the width of boxes that needs the fewest pages."""
        sheet = self.sheet
        frames = [self.framer.frame(*paper, 99, 99) for paper in sheet.sizes]
        room = [(0.99 * frame.width / sheet.least, 0.99 * frame.height / sheet.least) for frame in frames]
        least = self.faces[0].width(word("to-pages", self.language, 999, 999))
        noted = selection.written([], short=False)
        best: tuple[Split, float] | None = None
        problem = None
        for width in (10.5, 13.5, 30.0) if len(selection.entries) <= MANY_BOXES else (10.5, 30.0):
            if width > 20.0 and best is not None:
                break  # very wide boxes are for very long names only
            tree = self._tree(selection, Boxes(noted, self.faces, least=least), width)
            try:
                cut = split(tree, LINE, TIGHT, room)
            except ValueError as error:
                problem = _too_large(selection.entries[error.args[0]])
                continue
            if best is None or len(cut.parts) < len(best[0].parts):
                best = cut, width
        if best is None:
            assert problem is not None
            raise ProblemsError([problem])
        return best

    def _marked(self, cut: Split, tree: Hierarchy, number: int, before: int) -> tuple[list[int], list[Reference]]:
        """List the boxes of a page and what each says about other pages."""
        part = cut.parts[number]
        shown = cut.shown(tree, number)
        references = []
        for one in shown:
            reference = NOTHING
            if one == part.head and part.origin >= 0:
                page = part.origin + 1 + before
                role = "context" if part.context else ""
                reference = Reference(word("from-page", self.language, page), page, role)
            elif one in cut.onward and one not in part.opened:
                first, last = cut.onward[one][0] + 1 + before, cut.onward[one][-1] + 1 + before
                text = word("to-page", self.language, first)
                if last > first and last - first == len(cut.onward[one]) - 1:
                    text = word("to-pages", self.language, first, last)
                reference = Reference(text, first, "onward")
            references.append(reference)
        return shown, references

    def _overview(self, selection: Selection, tree: Hierarchy, cut: Split, before: int) -> tuple[Page, ...]:
        """Compose the pages that say what is where: a chart of the pages."""
        entries = []
        for number, part in enumerate(cut.parts):
            shown = [one for one in cut.shown(tree, number) if one not in tree.hollow]
            own = [one for one in shown if one not in cut.onward or one in part.opened]
            name = "" if part.head in tree.hollow else selection.entries[part.head].name
            if part.context or not name:
                ends = [selection.entries[one].name for one in dict.fromkeys((part.members[0], part.members[-1]))]
                name = " … ".join(ends)
            count = word("units", self.language, figure(len(own) - part.context, self.language))
            page = word("page-short", self.language, number + 1 + before)
            block = "" if part.head in tree.hollow else selection.entries[part.head].block
            entries.append(Entry(f"page-{number + 1 + before}", name, (page, count), block))
        parents = [part.origin for part in cut.parts]
        chosen = Selection(entries, parents, [], frozenset(), ())
        heading = self.framer.heading
        subtitle = " – ".join(part for part in (heading.subtitle, word("overview", self.language)) if part)
        legend = [row for row in self.framer.legend if row[0] == "block"]
        pages = len(cut.parts) + before
        framer = Framer(replace(heading, subtitle=subtitle), legend, self.sheet, self.faces, self.language)
        composer = Composer(framer, self.sheet, self.faces, self.language)
        one = composer._page(chosen, (), WIDTHS, 1, pages)
        return (one,) if one is not None else composer._plain_parts(chosen, pages)

    def _plain_parts(self, selection: Selection, pages: int) -> tuple[Page, ...]:
        """Compose parts with marks among themselves, without an overview of their own."""
        cut, width = self._cut(selection)
        tree = self._tree(selection, Boxes(selection.entries, self.faces), width)
        made = []
        for number in range(len(cut.parts)):
            shown, references = self._marked(cut, tree, number, 0)
            part = selection.part([one for one in shown if one not in tree.hollow])
            kept = [reference for one, reference in zip(shown, references, strict=True) if one not in tree.hollow]
            page = self._page(part, kept, (width,), number + 1, pages)
            assert page is not None
            made.append(page)
        return tuple(made)


class _Making:
    """Make the hierarchy of a selection for one width of text, afresh each time."""

    def __init__(self, selection: Selection, boxes: Boxes, sizes: Sizes) -> None:
        self.selection, self.boxes, self.sizes = selection, boxes, sizes

    def __call__(self) -> Hierarchy:
        sizes, selection = self.sizes, self.selection
        return Hierarchy.of(selection.parents, sizes.width, sizes.height, sides=selection.sides)

    def narrowed(self) -> _Making:
        return _Making(self.selection, self.boxes, self.boxes.narrowed(self.sizes, self.selection.parents))


def _too_large(entry: Entry) -> Problem:
    return Problem(
        "BOX_TOO_LARGE",
        f"the box of unit {entry.id!r} fits no page: its name has {len(entry.name)} letters; shorten it, or choose a "
        "larger page (a3, fit)",
        subject=entry.id,
    )
