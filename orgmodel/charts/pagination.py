"""Make pages: one where everything fits, or else parts with references both ways, and an overview before them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from orgmodel.charts.boxes import WIDTHS, Boxes
from orgmodel.charts.compose import NO_REFERENCE, Composer, PageReference
from orgmodel.charts.content import BoxContent
from orgmodel.charts.drawing import Page
from orgmodel.charts.frame import Framer
from orgmodel.charts.layout.box_tree import BoxTree
from orgmodel.charts.layout.fit import TIGHT
from orgmodel.charts.layout.partition import Partition, partition
from orgmodel.charts.paint import LINE_HEIGHT
from orgmodel.charts.scene import Scene, SceneVariant, lone
from orgmodel.charts.selection import Selection
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.words.charts import sized, word

MANY = 150  # boxes; beyond, pages try one width of boxes and not several


def paginate(composer: Composer, scene: Scene) -> tuple[Page, ...]:
    """Compose everything on as few pages as it needs.

    Raises ProblemsError for a box that no page can hold.
    """
    if composer.paper.endless:
        return (composer.endless(scene),)
    if composer.might_fit(scene):
        one = composer.page(scene)
        if one is not None:
            return (one,)
    parts = _Pagination(composer, scene)
    overview = parts.overview(1)
    if len(overview) > 1:
        overview = parts.overview(len(overview))
    made = [replace(page, number=number + 1) for number, page in enumerate(overview)]
    return (*made, *parts.pages(len(made)))


class _Pagination:
    """Hold a scene that is partitioned into parts, one a page."""

    def __init__(self, composer: Composer, scene: Scene) -> None:
        self.composer, self.scene = composer, scene
        self.careful = len(scene) <= MANY
        self.language = composer.language
        texts = [word("to-pages", self.language, 999, 999), self._neighbours(999, 999), self._neighbours(None, 999)]
        self.least = max(map(composer.faces[0].width, texts))
        self.partition, self.width, self.tree = self._partition()

    @cached_property
    def _boxes(self) -> Boxes:
        written = self.scene.written(self.scene.tied(0), short=False)
        return Boxes(written, self.composer.faces, least=self.least, widest=self.composer.widest)

    def _partition(self) -> tuple[Partition, float, BoxTree]:
        """Partition by the width of boxes that needs the fewest pages."""
        paper = self.composer.paper
        frames = [self.composer.framer.frame(*extent, 99, 99) for extent in paper.sizes]
        room = [(0.99 * frame.width / paper.least, 0.99 * frame.height / paper.least) for frame in frames]
        best: tuple[Partition, float, BoxTree] | None = None
        node = 0
        for width in (10.5, 13.5, 30.0) if self.careful else (10.5, 30.0):
            if width > 20.0 and best is not None:
                break  # very wide boxes are for very long names only
            sizes = self._boxes.sized(width)
            # names whole, every line named: no page needs more room
            tree = SceneVariant(self.scene, self._boxes, sizes)()
            try:
                made = partition(tree, LINE_HEIGHT, TIGHT, room)
            except ValueError as error:
                node = error.args[0]
                continue
            if best is None or len(made.parts) < len(best[0].parts):
                best = made, sizes.text, tree
        if best is None:
            raise ProblemsError([_too_large(self.scene, node)])
        return best

    def pages(self, before: int) -> list[Page]:
        """Compose the pages, which follow so many others."""
        count = len(self.partition.parts)
        widths = (WIDTHS[1], self.width, WIDTHS[-2]) if self.careful else (self.width,)
        made = []
        for number in range(count):
            shown, references = self._referenced(number, before)
            part, position = self.scene.subset(shown), (number + 1 + before, max(count + before, 2))
            page = self.composer.page(part, references, widths, *position)
            if page is None:
                page = self.composer.page(part, references, (self.width,), *position, least=self.least)
            if page is None:
                raise ProblemsError([_too_large(self.scene, shown[0])])
            made.append(page)
        return made

    def _shown(self, number: int) -> list[int]:
        return [node for node in self.partition.shown(self.tree, number) if node not in self.tree.virtual]

    def _referenced(self, number: int, before: int) -> tuple[list[int], list[PageReference]]:
        """List the nodes of a page and what each says about other pages."""
        part, continuations = self.partition.parts[number], self.partition.continuations
        shown = self._shown(number)
        references = []
        for node in shown:
            reference = NO_REFERENCE
            origin = part.origin + 1 + before if node == part.top and part.origin >= 0 else None
            ahead = [page + 1 + before for page in continuations.get(node, ()) if page > number]
            if origin is not None or (ahead and node in part.continued):
                text = self._neighbours(origin, ahead[0] if ahead and node in part.continued else None)
                reference = PageReference(
                    text, origin or ahead[0], "context" if part.context and origin is not None else ""
                )
            elif node in continuations and node not in part.continued:
                first, last = continuations[node][0] + 1 + before, continuations[node][-1] + 1 + before
                text = word("to-page", self.language, first)
                if 0 < last - first == len(continuations[node]) - 1:
                    text = word("to-pages", self.language, first, last)
                reference = PageReference(text, first, "continued")
            references.append(reference)
        return shown, references

    def _neighbours(self, origin: int | None, ahead: int | None) -> str:
        """Say which page comes before this one, and which continues it."""
        language = self.language
        if origin is None:
            return word("on-page", language, ahead)
        if ahead is None:
            return word("from-page", language, origin)
        return f"← {word('page-brief', language, origin)} · {word('page-brief', language, ahead)} →"

    def overview(self, before: int) -> tuple[Page, ...]:
        """Compose the pages that say what is where: a chart of the pages."""
        contents: list[BoxContent | None] = []
        virtual = self.tree.virtual
        for number, part in enumerate(self.partition.parts):
            own = [
                one for one in self._shown(number) if one not in self.partition.continuations or one in part.continued
            ]
            boxes = [content for node in own if (content := self.scene.selection.contents[node]) is not None]
            posts = sum(content.is_post for content in boxes)
            name = "" if part.top in virtual else self.scene.name((*part.root_path, part.top)[0])
            if part.context or not name:
                ends = dict.fromkeys((part.members[0], part.members[-1]))
                name = " … ".join(self.scene.name(node) for node in ends)
            page = number + 1 + before
            top = None if part.top in virtual else self.scene.selection.contents[part.top]
            details = (
                word("page-short", self.language, page),
                sized(len(boxes) - posts - part.context, posts, self.language),
            )
            contents.append(BoxContent(f"page-{page}", name, details, top.block if top else ""))
        parents = [part.origin for part in self.partition.parts]
        scene = lone(Selection(contents, parents, [], frozenset(), ()))
        composer = self._for_overview()
        leading = [PageReference("", number + 1 + before) for number in range(len(contents))]
        one = composer.page(scene, leading, pages=len(contents) + before)
        return (one,) if one is not None else tuple(_Pagination(composer, scene).pages(0))

    def _for_overview(self) -> Composer:
        composer = self.composer
        heading = composer.framer.heading
        subtitle = " – ".join(part for part in (heading.subtitle, word("overview", self.language)) if part)
        legend = [row for row in composer.framer.legend if row[0] == "block"]
        framer = Framer(replace(heading, subtitle=subtitle), legend, composer.paper, composer.faces, self.language)
        return Composer(framer, composer.paper, composer.faces, self.language)


def _too_large(scene: Scene, node: int) -> Problem:
    name = scene.name(node)
    content = scene.selection.contents[node]
    id = content.id if content else name
    letters = len(name) + sum(len(detail) for detail in content.details) if content else len(name)
    return Problem(
        "BOX_TOO_LARGE",
        Message.of(
            "the box of unit {id!r} ({letters} letters) and what hangs on it fit no page at a "
            "legible size; choose a larger page (a3, fit), or shorten what it says",
            id=id,
            letters=letters,
        ),
        subject=id,
    )
