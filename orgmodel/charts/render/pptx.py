"""Write pages as slides: native boxes with their text, and connectors glued to them."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from orgmodel.charts.content import clean
from orgmodel.charts.paint import LINE_HEIGHT, STRIP, Painter, badge_fits
from orgmodel.charts.primitives import Rect, meter
from orgmodel.charts.render.elbows import Elbow, elbow
from orgmodel.charts.render.slide_lines import Lines, marked
from orgmodel.charts.render.slide_looks import (
    described,
    fill,
    headed,
    outlined,
    packed,
    rgb,
    see_through,
    without_shadow,
    write,
)
from orgmodel.charts.render.slide_master import Master, add_slide
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Box, Drawing, Note, Page, Ribbon, Sample
    from orgmodel.charts.render.slide_looks import Run
    from orgmodel.charts.theme import Look

EMU = 12_700  # to the point
# each looks like no other in PowerPoint, nor in LibreOffice, which turns them into hatches
PATTERNS = {
    "hatch": "wdUpDiag", "dots": "dotGrid", "split": "wdUpDiag", "cross": "diagCross", "bars": "narHorz", "back": "wdDnDiag",
}  # fmt: skip
TITLE_ONLY = 5  # the template's layout whose title tells a slide apart in the outline and to a screen reader
CURVE = 16  # straight segments that stand for a ribbon's bend


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
    slides = [add_slide(master) for _ in drawing.pages]
    by_page = {page.number: slide for page, slide in zip(drawing.pages, slides, strict=True)}
    left, top, across, down = (side / EMU for side in master.room)
    for page, slide in zip(drawing.pages, slides, strict=True):
        shift = left + (across - page.width) / 2, top + (down - page.height) / 2
        made = _Slide(slide, page, painter, drawing.language, shift, office=office is not None)
        made.fill()
        for box, shape, _ in made.made.values():
            if box.target in by_page:
                shape.click_action.target_slide = by_page[box.target]
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
        self, slide: Any, page: Page, painter: Painter, language: str, shift: tuple[float, float], *, office: bool
    ) -> None:
        self.shapes, self.page, self.painter, self.language = slide.shapes, page, painter, language
        self.dx, self.dy = shift
        self.size = page.type_size
        self.made: dict[str, tuple[Box, Any, Any]] = {}
        self.office = office
        self.font = "" if office and not painter.theme.font else painter.family()
        self.parts: list[Any] = []  # rectangles since the last group

    def number_on(self) -> None:
        """Count the numbers of shapes on from the last; python-pptx would search the whole slide for each."""
        self.shapes.turbo_add_enabled = True

    def fill(self) -> None:
        self.number_on()
        heading = [note for note in self.page.notes if note.bold and note.size == self.page.notes[0].size]
        self.title(heading)
        for ribbon in self.page.ribbons:
            self.ribbon(ribbon)
        behind = len(self.shapes._spTree)
        for box in self.page.boxes:
            self.box(box)
        lines = Lines(self)
        for route in self.page.routes:
            lines.draw(route)
        lines.put_behind(behind)
        for ribbon in self.page.ribbons:
            self.label(ribbon)
        for sample in self.page.samples:
            self.sample(sample)
        for note in self.page.notes:
            if note not in heading:
                self.note(note)

    # -- positions and looks -----------------------------------------------------------------------------------------

    def at(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        return round((x + self.dx) * EMU), round((y + self.dy) * EMU), round(width * EMU), round(height * EMU)

    def rectangle(self, primitive: Rect, name: str = "", *, rounded: bool = False) -> Any:
        from pptx.enum.shapes import MSO_SHAPE

        kind = MSO_SHAPE.ROUNDED_RECTANGLE if rounded else MSO_SHAPE.RECTANGLE
        shape = self.shapes.add_shape(kind, *self.at(primitive.x, primitive.y, primitive.width, primitive.height))
        self.parts.append(shape)
        without_shadow(shape)
        if rounded:
            shape.adjustments[0] = min(0.5, primitive.radius / max(min(primitive.width, primitive.height), 0.1))
        if name:
            shape.name = name
        fill(shape, primitive.fill)
        outlined(shape, primitive.stroke, primitive.stroke_width, primitive.dash)
        return shape

    def text(self, frame: Any, rows: list[tuple[Run, ...]], size: float, align: str, *, wrap: bool = False) -> None:
        """Write rows of runs, one paragraph each, broken where we broke them."""
        frame.word_wrap = wrap
        write(frame, rows, size, align, line=size * LINE_HEIGHT, font=self.font, language=self.language)

    # -- parts -------------------------------------------------------------------------------------------------------

    def title(self, notes: list[Note]) -> None:
        """Write the title into the slide's own placeholder, where the outline and a screen reader look for it."""
        shape = self.shapes.title
        if not notes:
            shape._element.getparent().remove(shape._element)
            return
        if self.office:  # the title stands, and looks, as the office has it
            headed(shape, " ".join(note.text for note in notes), self.language)
            return
        size, ink = notes[0].size, self.painter.theme.ink
        top, low = notes[0].y - size, notes[-1].y + 0.3 * size
        margin = 0.02 * self.page.width
        extent = self.at(margin, top, self.page.width - 2 * margin, low - top)
        shape.left, shape.top, shape.width, shape.height = extent
        rows: list[tuple[Run, ...]] = [((note.text, True, ink),) for note in notes]
        self.text(shape.text_frame, rows, size, notes[0].anchor, wrap=True)

    def box(self, box: Box) -> None:
        theme, size = self.painter.theme, self.size
        primitive = Rect(box.x, box.y, box.width, box.height, theme.radius * size, *self.painter.skin(box, size))
        self.parts = []
        name = clean(box.unit or box.id)
        shape = self.rectangle(primitive, name, rounded=bool(theme.radius))
        rows: list[tuple[Run, ...]] = [((text.text, text.bold, theme.ink),) for text in box.lines]
        if box.badge:
            badge = (f"[{box.badge}]", True, self.painter.badge_ink(box.status))
            beside = badge_fits(box.lines, box.badge, box.width / size, theme.faces())
            rows[:beside] = [(badge, (" ", True, theme.ink), *rows[0])] if beside else [(badge,)]
        rows += [((box.refers, False, theme.muted),)] if box.refers else []
        self.text(shape.text_frame, rows, size, "middle")
        if box.status == "moved":
            self.rectangle(self.painter.inner(box, size))
        if self.painter.has_strip(box.group):
            shape.text_frame.margin_left = round(STRIP * size * EMU)
            edge = Rect(box.x, box.y, STRIP * size, box.height, 0.0, *self.painter.skin(box, size))
            self.strip(edge, box.group)
        group = self.shapes.add_group_shape(shapes=self.parts)  # python-pptx sets its frame once, and not for each part
        self.number_on()
        group.name = name
        said = [f"[{box.badge}]"] * bool(box.badge) + [text.text for text in box.lines]
        group._element.nvGrpSpPr.cNvPr.set("descr", " ".join([*said, box.refers]).strip())
        self.made[box.id] = (box, shape, group)

    def strip(self, primitive: Rect, group: str) -> None:
        """Draw the strip that tells a group by its pattern; that of two blocks is half solid, half hatched."""
        look = self.painter.look(group)
        if look.pattern == "empty":
            return
        primitive = primitive._replace(stroke=look.ink, fill=look.ink, stroke_width=0.5, dash=())
        if look.pattern.startswith("meter"):
            low = primitive.y + primitive.height
            solid, hatched = meter(look.pattern, primitive.height)
            self.rectangle(primitive._replace(fill="#ffffff"))
            if hatched:
                shape = self.rectangle(primitive._replace(y=low - solid - hatched, height=hatched))
                self._patterned(shape, "hatch", look)
            if solid:
                self.rectangle(primitive._replace(y=low - solid, height=solid))
            return
        shape = self.rectangle(primitive)
        if look.pattern in PATTERNS:
            self._patterned(shape, look.pattern, look)
        if look.pattern == "split":
            self.rectangle(primitive._replace(height=primitive.height / 2))

    @staticmethod
    def _patterned(shape: Any, pattern: str, look: Look) -> None:
        shape.fill.patterned()
        shape.fill._fill._pattFill.set("prst", PATTERNS[pattern])
        shape.fill.fore_color.rgb = rgb(look.ink)
        shape.fill.back_color.rgb = rgb("#ffffff")

    def bend(self, line: Any, made: Elbow) -> None:
        from pptx.oxml.ns import qn

        x, y, width, height = self.at(made.x, made.y, made.width, made.height)
        frame = line._element.spPr.find(qn("a:xfrm"))
        for name, value in (("flipH", made.flip_h), ("flipV", made.flip_v)):
            if value:
                frame.set(name, "1")
        if made.turned:
            frame.set("rot", "5400000")
        frame.find(qn("a:off")).set("x", str(x))
        frame.find(qn("a:off")).set("y", str(y))
        frame.find(qn("a:ext")).set("cx", str(width))
        frame.find(qn("a:ext")).set("cy", str(height))
        shape = line._element.spPr.find(qn("a:prstGeom"))
        shape.set("prst", made.preset)
        values = shape.find(qn("a:avLst"))
        for number, bend in enumerate(made.bends):
            guide = values.makeelement(qn("a:gd"), {"name": f"adj{number + 1}", "fmla": f"val {bend}"})
            values.append(guide)

    def ribbon(self, ribbon: Ribbon) -> None:
        """Draw a ribbon as a see-through shape of straight segments."""
        half = ribbon.thick / 2
        curve = [_bend(ribbon, step / CURVE) for step in range(CURVE + 1)]
        upper = [(ribbon.x0, ribbon.y0), *curve, (ribbon.x1, ribbon.y1)]
        outline = [(x, y - half) for x, y in upper] + [(x, y + half) for x, y in reversed(upper)]
        points = [self.at(x, y, 0, 0)[:2] for x, y in outline]
        builder = self.shapes.build_freeform(*points[0], scale=1.0)
        builder.add_line_segments(points[1:], close=True)
        shape = builder.convert_to_shape()
        self.number_on()
        without_shadow(shape)
        ink = self.painter.ribbon_ink(ribbon)
        shape.name = clean(f"{ribbon.start} → {ribbon.end}")
        shape._element.nvSpPr.cNvPr.set("descr", ribbon.label)
        fill(shape, ink)
        outlined(shape, ink, 0.06 * self.size, ())
        see_through(shape, 0.18)

    def label(self, ribbon: Ribbon) -> None:
        """Write what a ribbon carries, on paper that lets it shine through."""
        if ribbon.label:
            size = self.size
            box = self.note_at(ribbon.bend0 + 0.3 * size, ribbon.y0 + 0.34 * size, ribbon.label, size)
            fill(box, self.painter.theme.paper)
            see_through(box, 0.75)

    def note_at(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, anchor: str = "start", colour: str = ""
    ) -> Any:
        """Write a text at its position in a box that holds it: without one LibreOffice would set it in the middle."""
        wide = self.painter.width(text, bold=bold) * size * 1.05
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = self.shapes.add_textbox(*self.at(left, y - 0.95 * size, wide, size * 1.25))
        self.text(box.text_frame, [((text, bold, colour or self.painter.theme.ink),)], size, anchor, wrap=True)
        return box

    def note(self, note: Note) -> None:
        colour = self.painter.theme.muted if note.muted else ""
        self.note_at(note.x, note.y, note.text, note.size, bold=note.bold, anchor=note.anchor, colour=colour)

    def sample(self, sample: Sample) -> None:
        size = sample.size
        if sample.kind == "text":
            self.note_at(sample.x, sample.y, sample.text, size)
            return
        if sample.kind == "ribbon":
            self.ribbon(self.painter.sampled_ribbon(sample))
        elif sample.kind == "line":
            level = sample.y - 0.3 * size
            made = elbow(((sample.x, level), (sample.x + 2 * size, level)))
            from pptx.enum.shapes import MSO_CONNECTOR

            line = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
            if made is not None:
                self.bend(line, made)
            outlined(line, self.painter.theme.line, *self.painter.stroke(sample.key, size))
            marked(line, self.painter.line_look(sample.key).mark)
        else:
            box = self.painter.sampled(sample)
            primitive = Rect(box.x, box.y, box.width, box.height, 0.0, *self.painter.skin(box, size))
            self.rectangle(primitive)
            if box.status == "moved":
                self.rectangle(self.painter.inner(box, size))
            if box.group:
                self.strip(primitive._replace(width=STRIP * size), box.group)
        self.note_at(sample.x + 2.6 * size, sample.y, sample.text, size)


def _bend(ribbon: Ribbon, t: float) -> tuple[float, float]:
    """Give a point of the middle of a ribbon's bend, a cubic curve whose handles are half way."""
    a, b, y0, y1 = ribbon.bend0, ribbon.bend1, ribbon.y0, ribbon.y1
    middle = (a + b) / 2
    u = 1 - t
    x = u**3 * a + 3 * u * u * t * middle + 3 * u * t * t * middle + t**3 * b
    return x, u**3 * y0 + 3 * u * u * t * y0 + 3 * u * t * t * y1 + t**3 * y1
