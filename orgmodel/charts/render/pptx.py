"""Write pages as slides: native boxes with their text, and connectors glued to them."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from orgmodel.charts.paint import LABEL_PAPER, LINE_HEIGHT, STRIP, Painter, badge_fits
from orgmodel.charts.primitives import Rect, meter
from orgmodel.charts.render.elbows import elbow
from orgmodel.charts.render.slide_lines import MARKS, Lines
from orgmodel.charts.render.slide_looks import described, headed, packed
from orgmodel.charts.render.slide_master import Master, add_slide
from orgmodel.charts.render.slide_shapes import (
    EMU,
    NAMESPACES,
    connector,
    fill,
    group,
    hatch,
    outline,
    polygon,
    shape,
    textbox,
    words,
)
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgmodel.charts.drawing import Box, Drawing, Note, Page, Ribbon, Sample
    from orgmodel.charts.render.slide_shapes import Extent, Run

# each looks like no other in PowerPoint, nor in LibreOffice, which turns them into hatches
PATTERNS = {
    "hatch": "wdUpDiag", "dots": "dotGrid", "split": "wdUpDiag", "cross": "diagCross", "bars": "narHorz", "back": "wdDnDiag",
}  # fmt: skip
TITLE_ONLY = 5  # the template's layout whose title tells a slide apart in the outline and to a screen reader


def refuse_without_office() -> None:
    """Raise ProblemsError where python-pptx is not installed."""
    if find_spec("pptx") is None:
        message = "writing slides needs python-pptx: install orgmodel[office], or save as .pdf, .svg or .drawio"
        raise ProblemsError([Problem("MISSING_PACKAGE", message)])


def pptx(drawing: Drawing, painter: Painter, office: Master | None = None) -> bytes:
    """Write all pages as one presentation, in an office's own master where one is given.

    A page smaller than the slide, or than the room on the office's, stands in its middle. Raises ProblemsError where python-pptx is not installed.
    """
    refuse_without_office()
    master = office or _plain(drawing)
    deck = master.deck
    slides = {page.number: add_slide(master) for page in drawing.pages}
    left, top, across, down = (side / EMU for side in master.room)
    for page in drawing.pages:
        shift = left + (across - page.width) / 2, top + (down - page.height) / 2
        _Slide(slides, page, painter, drawing.language, shift, office=office is not None).fill()
    described(deck, drawing)
    stream = BytesIO()
    deck.save(stream)
    return packed(stream)


def _plain(drawing: Drawing) -> Master:
    """Give our own master, as large as the largest page."""
    from pptx import Presentation

    deck: Any = Presentation()
    deck.slide_width = round(max(page.width for page in drawing.pages) * EMU)
    deck.slide_height = round(max(page.height for page in drawing.pages) * EMU)
    layout = deck.slide_layouts[TITLE_ONLY]
    return Master(deck, layout, layout, (0, 0, deck.slide_width, deck.slide_height))


class _Slide:
    """Put one page on a slide."""

    def __init__(
        self,
        slides: dict[int, Any],
        page: Page,
        painter: Painter,
        language: str,
        shift: tuple[float, float],
        *,
        office: bool,
    ) -> None:
        self.slides, self.slide, self.page = slides, slides[page.number], page
        self.painter, self.language = painter, language
        self.dx, self.dy = shift
        self.size = page.type_size
        self.office = office
        self.font = "" if office and not painter.theme.font else painter.family()
        self.numbers = max((one.shape_id for one in self.slide.shapes), default=1)
        self.shapes: list[str] = []  # from the hindmost
        self.groups: dict[str, tuple[Box, int, list[str]]] = {}  # each box, the number of its shape, and its parts

    def number(self) -> int:
        """Give the number of the next shape: no two of a slide may have one."""
        self.numbers += 1
        return self.numbers

    def fill(self) -> None:
        heading = [note for note in self.page.notes if note.bold and note.size == self.page.notes[0].size]
        self.title(heading)
        self.shapes += [self.ribbon(ribbon) for ribbon in self.page.ribbons]
        for box in self.page.boxes:
            self.box(box)
        lines = Lines(self)
        for route in self.page.routes:
            lines.draw(route)
        self.shapes += lines.made  # behind the boxes
        self.shapes += [self.grouped(*one) for one in self.groups.values()]
        for ribbon in self.page.ribbons:
            self.label(ribbon)
        for sample in self.page.samples:
            self.sample(sample)
        for note in self.page.notes:
            if note not in heading:
                self.note(note)
        self.slide.shapes._spTree.extend(_parsed("".join(self.shapes)))

    # -- positions and looks -----------------------------------------------------------------------------------------

    def at(self, x: float, y: float, width: float, height: float) -> Extent:
        return round((x + self.dx) * EMU), round((y + self.dy) * EMU), round(width * EMU), round(height * EMU)

    def rectangle(self, drawn: Rect, name: str = "part", said: str = "", *, filling: str = "", link: str = "") -> str:
        extent = self.at(drawn.x, drawn.y, drawn.width, drawn.height)
        looks = (filling or fill(drawn.fill)) + outline(drawn.stroke, drawn.stroke_width, drawn.dash)
        corner = min(0.5, drawn.radius / max(min(drawn.width, drawn.height), 0.1)) if drawn.radius else None
        return shape(self.number(), name, extent, looks, said, corner=corner, link=link)

    def words(
        self, rows: Sequence[Sequence[Run]], size: float, align: str, *, wrap: bool = False, left: float = 0.0
    ) -> str:
        """Write rows of runs, one paragraph each, broken where we broke them."""
        line, free = size * LINE_HEIGHT, round(left * EMU)
        return words(rows, size, align, line=line, font=self.font, language=self.language, wrap=wrap, left=free)

    # -- parts -------------------------------------------------------------------------------------------------------

    def title(self, notes: list[Note]) -> None:
        """Write the title into the slide's own placeholder, where the outline and a screen reader look for it."""
        holder = self.slide.shapes.title
        if not notes:
            holder._element.getparent().remove(holder._element)
            return
        if self.office:  # the title stands, and looks, as the office has it
            headed(holder, " ".join(note.text for note in notes), self.language)
            return
        size, ink = notes[0].size, self.painter.theme.ink
        top, low = notes[0].y - size, notes[-1].y + 0.3 * size
        margin = 0.02 * self.page.width
        extent = self.at(margin, top, self.page.width - 2 * margin, low - top)
        holder.left, holder.top, holder.width, holder.height = extent
        element = holder._element
        said = self.words([((note.text, True, ink),) for note in notes], size, notes[0].anchor, wrap=True)
        element.replace(element.txBody, *_parsed(said))

    def box(self, box: Box) -> None:
        theme, size = self.painter.theme, self.size
        rows: list[tuple[Run, ...]] = [((text.text, text.bold, theme.ink),) for text in box.lines]
        if box.badge:
            badge = (f"[{box.badge}]", True, self.painter.badge_ink(box.status))
            beside = badge_fits(box.lines, box.badge, box.width / size, theme.faces())
            rows[:beside] = [(badge, (" ", True, theme.ink), *rows[0])] if beside else [(badge,)]
        rows += [((box.refers, False, theme.muted),)] if box.refers else []
        striped = self.painter.has_strip(box.group)
        said = self.words(rows, size, "middle", left=STRIP * size * striped)
        drawn = Rect(box.x, box.y, box.width, box.height, theme.radius * size, *self.painter.skin(box, size))
        parts = [self.rectangle(drawn, box.unit or box.id, said, link=self.link(box.target))]
        self.groups[box.id] = (box, self.numbers, parts)
        if box.status == "moved":
            parts.append(self.rectangle(self.painter.inner(box, size)))
        if striped:
            edge = Rect(box.x, box.y, STRIP * size, box.height, 0.0, *self.painter.skin(box, size))
            parts += self.strip(edge, box.group)

    def grouped(self, box: Box, _: int, parts: list[str]) -> str:
        said = [f"[{box.badge}]"] * bool(box.badge) + [text.text for text in box.lines]
        about = " ".join([*said, box.refers]).strip()
        return group(self.number(), box.unit or box.id, about, self.at(box.x, box.y, box.width, box.height), parts)

    def link(self, target: int) -> str:
        """Give the relation to the slide that a click on a box leads to."""
        from pptx.opc.constants import RELATIONSHIP_TYPE

        to = self.slides.get(target)
        return "" if to is None else str(self.slide.part.relate_to(to.part, RELATIONSHIP_TYPE.SLIDE))

    def strip(self, drawn: Rect, block: str) -> list[str]:
        """Draw the strip that tells a block by its pattern; that of two blocks is half solid, half hatched."""
        look = self.painter.look(block)
        if look.pattern == "empty":
            return []
        drawn = drawn._replace(stroke=look.ink, fill=look.ink, stroke_width=0.5, dash=())
        if look.pattern.startswith("meter"):
            low = drawn.y + drawn.height
            solid, hatched = meter(look.pattern, drawn.height)
            made = [self.rectangle(drawn._replace(fill="#ffffff"))]
            if hatched:
                part = drawn._replace(y=low - solid - hatched, height=hatched)
                made.append(self.rectangle(part, filling=hatch(PATTERNS["hatch"], look.ink, "#ffffff")))
            if solid:
                made.append(self.rectangle(drawn._replace(y=low - solid, height=solid)))
            return made
        preset = PATTERNS.get(look.pattern)
        made = [self.rectangle(drawn, filling=hatch(preset, look.ink, "#ffffff") if preset else "")]
        if look.pattern == "split":
            made.append(self.rectangle(drawn._replace(height=drawn.height / 2)))
        return made

    def ribbon(self, ribbon: Ribbon) -> str:
        """Draw a ribbon as a see-through shape of straight segments."""
        ribbon = self.painter.beside_label(ribbon, self.size)
        half = ribbon.thick / 2
        upper, lower = (
            [(ribbon.x0, ribbon.y0 + aside), *ribbon.bend.points(aside), (ribbon.x1, ribbon.y1 + aside)]
            for aside in (-half, half)
        )
        around = upper + lower[::-1]
        points = [self.at(x, y, 0, 0)[:2] for x, y in around]
        ink = self.painter.ribbon_ink(ribbon)
        looks = fill(ink, 0.18) + outline(ink, 0.06 * self.size)
        return polygon(self.number(), f"{ribbon.start} → {ribbon.end}", ribbon.label, points, looks)

    def label(self, ribbon: Ribbon) -> None:
        """Write what a ribbon carries, on paper that lets little of it shine through."""
        if ribbon.label:
            size = self.size
            paper = fill(self.painter.theme.paper, LABEL_PAPER)
            self.note_at(ribbon.label_x, ribbon.y0 + 0.34 * size, ribbon.label, size, paper=paper)

    def note_at(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        anchor: str = "start",
        ink: str = "",
        paper: str = "<a:noFill/>",
    ) -> None:
        """Write a text at its position in a box that holds it: without one LibreOffice would set it in the middle."""
        wide = self.painter.width(text, bold=bold) * size * 1.05
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        said = self.words([((text, bold, ink or self.painter.theme.ink),)], size, anchor, wrap=True)
        extent = self.at(left, y - 0.95 * size, wide, size * 1.25)
        self.shapes.append(textbox(self.number(), extent, said, paper))

    def note(self, note: Note) -> None:
        ink = self.painter.theme.muted if note.muted else ""
        self.note_at(note.x, note.y, note.text, note.size, bold=note.bold, anchor=note.anchor, ink=ink)

    def sample(self, sample: Sample) -> None:
        size = sample.size
        if sample.kind == "text":
            self.note_at(sample.x, sample.y, sample.text, size)
            return
        if sample.kind == "ribbon":
            self.shapes.append(self.ribbon(self.painter.sampled_ribbon(sample)))
        elif sample.kind == "line":
            level = sample.y - 0.3 * size
            made = elbow(((sample.x, level), (sample.x + 2 * size, level)))
            if made is not None:
                mark = MARKS.get(self.painter.line_look(sample.key).mark)
                line = outline(self.painter.theme.line, *self.painter.stroke(sample.key, size), mark=mark)
                extent = self.at(made.x, made.y, made.width, made.height)
                self.shapes.append(connector(self.number(), sample.text, extent, made, line))
        else:
            box = self.painter.sampled(sample)
            drawn = Rect(box.x, box.y, box.width, box.height, 0.0, *self.painter.skin(box, size))
            self.shapes.append(self.rectangle(drawn))
            if box.status == "moved":
                self.shapes.append(self.rectangle(self.painter.inner(box, size)))
            if box.group:
                self.shapes += self.strip(drawn._replace(width=STRIP * size), box.group)
        self.note_at(sample.x + 2.6 * size, sample.y, sample.text, size)


def _parsed(shapes: str) -> list[Any]:
    from pptx.oxml import parse_xml

    spaces = "".join(f' xmlns:{short}="{space}"' for short, space in NAMESPACES.items())
    return list(parse_xml(f"<p:spTree{spaces}>{shapes}</p:spTree>"))
