"""Make pages: one where everything fits, or else parts with references both ways, and before them where to find what."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import replace

from orgmodel.charts.boxes import Boxes
from orgmodel.charts.compose import MOST_LINES, NO_REFERENCE, Composer, Cut, PageReference, too_large
from orgmodel.charts.content import BoxContent, Detail
from orgmodel.charts.drawing import Page
from orgmodel.charts.frame import Framer
from orgmodel.charts.layout.box_tree import BoxTree
from orgmodel.charts.layout.families import Families
from orgmodel.charts.layout.fit import TIGHT
from orgmodel.charts.layout.packing import PackedPage
from orgmodel.charts.layout.pages import Paged, again, paged
from orgmodel.charts.layout.partition import PagePart, Rooms
from orgmodel.charts.paint import LINE_HEIGHT
from orgmodel.charts.scene import Scene, SceneVariant, lone
from orgmodel.charts.selection import Selection
from orgmodel.charts.ties import Tie
from orgmodel.core.problems import ProblemsError
from orgmodel.words.charts import sized, word

MANY = 400  # boxes; beyond, one width of them is tried
CUT_WIDTHS = (10.5, 9.5, 11.5, 13.5)
WIDE = 30.0  # for very long names only
ROUNDS, FEW_ROUNDS = 5, 2  # of cutting, until it is known which lines are cut and which equal families arise by it


def paginate(composer: Composer, scene: Scene, others: Collection[int] = ()) -> list[tuple[Page, ...]]:
    """Compose everything on as few pages as it needs: the state that is shown, then others by number, cut alike.

    Raises ProblemsError for a box that no page can hold.
    """
    scenes = [replace(scene, shown=number) for number in (scene.shown, *others)]
    if composer.paper.endless:
        return [(composer.endless(one),) for one in scenes]
    if composer.might_fit(scene):
        pages = [page for one in scenes if (page := composer.page(one)) is not None]
        if len(pages) == len(scenes):
            return [(page,) for page in pages]
    parts = _Pagination(composer, scene)
    return [parts.showing(one).all_pages() for one in scenes]


class _Pagination:
    """Hold a scene that is cut into parts, which are put on pages."""

    def __init__(self, composer: Composer, scene: Scene) -> None:
        self.composer, self.scene = composer, scene
        self.language = composer.language
        texts = [word("to-pages", self.language, 999, 999), self._neighbours(999, 999), self._neighbours(None, 999)]
        self.least = max(map(composer.faces[0].width, texts))
        self.families = Families()
        self.drawn = scene.tied(
            len(scene) ** 2
        )  # lines taken to be drawn: those of the chart, less those that pages cut
        self.cut = self._cut()
        self.page_of = {part: number for number, page in enumerate(self.cut.pages) for part in page.parts}

    def showing(self, scene: Scene) -> _Pagination:
        """Give the same parts and pages, of which another state of the scene is shown."""
        other = copy(self)
        other.scene = scene
        return other

    def all_pages(self) -> tuple[Page, ...]:
        """Compose all pages, after an overview where the first does not lead to the others."""
        if self.first_leads_to_all:
            return tuple(self.pages(0))
        overview = self.overview(1)
        if len(overview) > 1:
            overview = self.overview(len(overview))
        made = [replace(page, number=number + 1) for number, page in enumerate(overview)]
        return (*made, *self.pages(len(made)))

    def _sized(self, full: Collection[int]) -> Boxes:
        composer = self.composer
        written = self.scene.written(self.drawn, full=full)
        return Boxes(written, composer.faces, least=self.least, widest=composer.widest)

    def _made(self, width: float) -> tuple[BoxTree, Rooms, float]:
        """Make the tree for a width of text, and the rooms of pages in ems."""
        paper = self.composer.paper
        frames = [self.composer.framer.frame(*extent, 99, 99) for extent in paper.sizes]
        pages = [(0.99 * frame.width / paper.least, 0.99 * frame.height / paper.least) for frame in frames]
        sizes = self.short.sized(width)
        whole = self.full.sized(sizes.text, exactly=True)
        heads = [max(0.0, full - short) for full, short in zip(whole.height, sizes.height, strict=True)]
        return SceneVariant(self.scene, self.short, sizes)(), Rooms(pages, LINE_HEIGHT, heads), sizes.text

    def _cut(self) -> Paged:
        """Cut and put on pages, anew where lines turn out to be cut and where families turn out to be alike."""
        made = self._first()
        rounds = ROUNDS if len(self.scene) <= MANY else FEW_ROUNDS
        for number in range(rounds):
            known = self.families.several
            self.families.meet(self._trees(made))
            kept = self._kept(made) if number < rounds - 1 else [[] for _ in self.drawn]
            if kept == self.drawn and self.families.several == known:
                break
            self.drawn = kept
            self._size()
            try:
                made = again(made, self._made, TIGHT, self.families)
            except ValueError:
                made = self._first()
        return made

    def _size(self) -> None:
        self.short, self.full = self._sized(()), self._sized(range(len(self.scene)))

    def _first(self) -> Paged:
        """Look for the width and the plan that need the fewest pages."""
        self._size()
        node = 0
        for widths in (CUT_WIDTHS if len(self.scene) <= MANY else CUT_WIDTHS[:1], (WIDE,)):
            try:
                return paged(self._made, widths, TIGHT, self.families)
            except ValueError as error:
                node = int(str(error))
        raise ProblemsError([too_large(self.scene, node)])

    def _kept(self, made: Paged) -> list[list[Tie]]:
        """List the lines, of those taken to be drawn, that a page draws."""
        scenes = [self._subset(made, page) for page in made.pages]
        found: list[list[Tie]] = []
        for number, drawn in enumerate(self.drawn):
            on_pages = {tie for scene in scenes for tie in scene.states[number].within(MOST_LINES)}
            found.append([tie for tie in drawn if tie in on_pages])
        return found

    def _trees(self, made: Paged) -> list[BoxTree]:
        """Make the trees of the pages, as far as families go."""
        trees = []
        for page in made.pages:
            scene = self._subset(made, page)
            boxes = Boxes(scene.written(self._within(scene)), self.composer.faces, least=self.least)
            trees.append(SceneVariant(scene, boxes, boxes.sized(made.width, exactly=True))())
        return trees

    def _within(self, scene: Scene) -> list[list[Tie]]:
        """List the lines of a page that are taken to be drawn."""
        return [
            [tie for tie in state.within(MOST_LINES) if tie in set(drawn)]
            for state, drawn in zip(scene.states, self.drawn, strict=True)
        ]

    @staticmethod
    def _shown(made: Paged, part: PagePart) -> list[int]:
        return [node for node in made.partition.shown(made.tree, part) if node not in made.tree.virtual]

    def _subset(self, made: Paged, page: PackedPage) -> Scene:
        """Take what is on a page; each part is a tree by itself."""
        shown = [self._shown(made, made.partition.parts[number]) for number in page.parts]
        aside = {node for members in made.tree.sides.values() for node in members}
        return self.scene.subset([node for own in shown for node in own], {own[0] for own in shown}, aside)

    def pages(self, before: int) -> list[Page]:
        """Compose the pages, which follow so many others."""
        cut = Cut(self.cut.width, self.least, TIGHT, self.families, self.cut.plan)
        count = len(self.cut.pages)
        made = []
        for number, page in enumerate(self.cut.pages):
            references, full = self._referenced(number, before)
            position = (number + 1 + before, max(count + before, 2))
            scene = self._subset(self.cut, page)
            made.append(self.composer.cut_page(scene, references, full, cut, position, self._within(scene)))
        return made

    @property
    def first_leads_to_all(self) -> bool:
        """Tell whether boxes of the first page say of every other page what is there."""
        references, _ = self._referenced(0, 0)
        spans = [
            page - 1
            for node, reference in zip(self._nodes(0), references, strict=True)
            if reference.target
            for page in {self.page_of[part] + 1 for part in self.cut.partition.continuations[node]}
            if reference.role == "continued" or page == reference.target
        ]
        return set(spans) >= set(range(1, len(self.cut.pages)))

    def _nodes(self, number: int) -> list[int]:
        parts = self.cut.partition.parts
        return [node for one in self.cut.pages[number].parts for node in self._shown(self.cut, parts[one])]

    def _referenced(self, number: int, before: int) -> tuple[list[PageReference], list[int]]:
        """Say for each box of a page what it says about other pages, and which boxes bear their names in full."""
        partition = self.cut.partition
        references: list[PageReference] = []
        full = []
        for part in (partition.parts[one] for one in self.cut.pages[number].parts):
            origin = self.page_of[part.origin] + 1 + before if part.origin >= 0 else None
            full.append(len(references))
            for node in self._shown(self.cut, part):
                pages = [self.page_of[one] + 1 + before for one in partition.continuations.get(node, ())]
                elsewhere = sorted(set(pages) - {number + 1 + before})
                reference = NO_REFERENCE
                if node == part.top:
                    later = [page for page in elsewhere if page > number + 1 + before]
                    if origin is not None or later:
                        text = self._neighbours(origin, later[0] if later else None)
                        reference = PageReference(text, origin or later[0], "context" if part.context else "")
                elif elsewhere:
                    text = word("to-page", self.language, elsewhere[0])
                    if 0 < elsewhere[-1] - elsewhere[0] == len(elsewhere) - 1:
                        text = word("to-pages", self.language, elsewhere[0], elsewhere[-1])
                    reference = PageReference(text, elsewhere[0], "continued")
                references.append(reference)
        return references, full

    def _neighbours(self, origin: int | None, ahead: int | None) -> str:
        """Say which page comes before this one, and which continues it."""
        language = self.language
        if origin is None:
            return word("on-page", language, ahead)
        if ahead is None:
            return word("from-page", language, origin)
        return f"← {word('page-brief', language, origin)} · {word('page-brief', language, ahead)} →"

    def overview(self, before: int) -> tuple[Page, ...]:
        """Compose the pages that say what is where: a box for each page, in order."""
        contents: list[BoxContent | None] = []
        continuations = self.cut.partition.continuations
        for number, packed in enumerate(self.cut.pages):
            names, tops, posts, count = [], [], 0, 0
            for part in (self.cut.partition.parts[one] for one in packed.parts):
                own = [
                    node
                    for node in self._shown(self.cut, part)
                    if (node not in continuations or node == part.top) and not (part.context and node == part.top)
                ]
                boxes = [content for node in own if (content := self.scene.selection.contents[node]) is not None]
                posts += sum(content.is_post for content in boxes)
                count += len(boxes)
                names.append(self._called(part))
                tops.append(self.scene.selection.contents[own[0]] if own else None)
            page = number + 1 + before
            shown = " … ".join(dict.fromkeys((names[0], names[-1])))
            told = word("page-short", self.language, page), sized(count - posts, posts, self.language)
            groups = {top.group for top in tops if top is not None}
            contents.append(
                BoxContent(f"page-{page}", shown, tuple(map(Detail, told)), groups.pop() if len(groups) == 1 else "")
            )
        scene = lone(Selection(contents, [-1] * len(contents), [], frozenset(), ()))
        composer = self._for_overview()
        leading = [PageReference("", number + 1 + before) for number in range(len(contents))]
        one = composer.page(scene, leading, pages=len(contents) + before)
        return (one,) if one is not None else tuple(_Pagination(composer, scene).pages(0))

    def _called(self, part: PagePart) -> str:
        """Name a part by its top, or by the first and the last of its branches where the top is drawn elsewhere."""
        virtual = self.cut.tree.virtual
        if not part.context and part.top not in virtual:
            return self.scene.name((*part.root_path, part.top)[0])
        ends = dict.fromkeys((part.members[0], part.members[-1]))
        return " … ".join(self.scene.name(node) for node in ends)

    def _for_overview(self) -> Composer:
        composer = self.composer
        heading = composer.framer.heading
        subtitle = " – ".join(part for part in (heading.subtitle, word("overview", self.language)) if part)
        legend = [row for row in composer.framer.legend if row[0] == "group"]
        framer = Framer(replace(heading, subtitle=subtitle), legend, composer.paper, composer.faces, self.language)
        return Composer(framer, composer.paper, composer.faces, self.language)
