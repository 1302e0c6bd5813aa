"""Setting a manuscript as slides (.pptx), 16:9: a title, the first page's sentences, a slide a table and a chart.

In an office's own master the slides take its layouts, letters and size. Long tables go on over slides with their heads repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from orgmodel.charts.content import clean
from orgmodel.charts.render.slide_looks import LINE, LONGEST_PROPERTY, packed, title_size
from orgmodel.charts.render.slide_master import Master, add_slide, is_title, office_master
from orgmodel.charts.render.slide_shapes import LANGUAGES
from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.column_widths import STRONG, fitted, head_heights
from orgmodel.reports.form import GROUP, Form
from orgmodel.reports.letter_widths import MILLIMETRES, lines_in
from orgmodel.reports.manuscript import DRAFT_MARK, ITEM, LEAD, Chapter, Manuscript, Paragraph, Picture, Statement
from orgmodel.words.notes import worded

EMU_MM, EMU_POINT = 36_000, 12_700
WIDE = (12_192_000, 6_858_000)
"""16:9 as PowerPoint has it, 13.33 × 7.5 inches, in its own units."""
MARGIN = 12.0
TITLE_HEIGHT, NOTE_HEIGHT = 20.0, 12.0
TABLE_SIZE, SMALLEST, TEXT_SIZE, NOTE_SIZE, UNDER_SIZE = 14.0, 9.0, 20.0, 9.0, 18.0
CELL = 1.8
"""What stands on either side of a text in a cell, in mm."""
FACE = "Arial"
"""The letters of our own slides; an office's master has its own."""
NOTE_LINES, NOTE_MARGIN = 2, 1.0
"""So many lines of notes stand below a table, with so many ems beside them."""
SPARE = 0.4
"""What a column is wider than its text needs on either side, in mm: programs that show slides round lengths, and would break the line."""
ROW_MARGIN, NEAR = 1.4, 0.02
"""What stands above and below the lines of a row, in mm, and what a text is longer at most, in ems, that just fits."""
ASIDE = frozenset(("discrepancies", "handover", "holders", "displaced", "options", "places"))
"""Tables that are read in the report and are not shown to a meeting: lists, and what is still to be filled in."""
DPI = 200
MOST_ALTERNATIVE = 2_000
TITLE_SLIDE, TITLE_ONLY = 0, 5
"""Layouts of the plain master: of the first slide, and of those with a title alone."""
PARAGRAPH = 2.1
"""What stands between two sentences, in mm."""
RULE_WIDTH = 6_350
"""Half a point, in the units of a slide."""
HEAD_FILL, STRONG_FILL, INK, PAPER, RULE = "1F3B57", "E8ECF1", "1A1A1A", "FFFFFF", "9AA5B1"


def slides(manuscript: Manuscript, language: str, template: Path | None = None) -> bytes:
    """Write a manuscript as a presentation: the same bytes of the same manuscript.

    Raises ProblemsError for a template that is no presentation, or has no layout with a title and room for content.
    """
    deck = _Deck(_plain() if template is None else office_master(template), language, "" if template else FACE)
    counted = Counter(deck.text(one.title) for one in manuscript.forms())
    counted.update(deck.text(one.title) for one in manuscript.pictures())
    deck.shared = frozenset(title for title, count in counted.items() if title and count > 1)
    deck.title(manuscript)
    for chapter in manuscript.chapters:
        deck.chapter(chapter)
    return deck.written(manuscript)


def _plain() -> Master:
    """Give our own master, 16:9 and without an office's marks."""
    from pptx import Presentation

    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = WIDE
    _widened(deck)
    across, down = (round(side - 2 * MARGIN * EMU_MM) for side in WIDE)
    title = round(TITLE_HEIGHT * EMU_MM)
    room = (round(MARGIN * EMU_MM), round(MARGIN * EMU_MM) + title, across, down - title)
    return Master(deck, deck.slide_layouts[TITLE_SLIDE], deck.slide_layouts[TITLE_ONLY], room)


def _widened(deck: Any) -> None:
    """Stretch the plain master and its layouts, which are 4:3, to the width of the slide."""
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm") is not None:
                shape.left, shape.width = round(shape.left * 4 / 3), round(shape.width * 4 / 3)


@dataclass
class _Deck:
    """Put slides into a presentation, in mm from the upper left."""

    master: Master
    language: str
    face: str = ""
    named: str = ""
    shared: frozenset[str] = frozenset()
    """Titles of more than one table or chart: the chapter's stands behind them."""
    lines: list[str] = field(default_factory=list)

    @property
    def deck(self) -> Any:
        return self.master.deck

    @property
    def corner(self) -> tuple[float, float]:
        """Left and top of what is shown, in mm."""
        return self.master.room[0] / EMU_MM, self.master.room[1] / EMU_MM

    @property
    def room(self) -> tuple[float, float]:
        return self.master.room[2] / EMU_MM, self.master.room[3] / EMU_MM

    def text(self, names: Any) -> str:
        return clean(text_in(names, self.language))

    def title(self, one: Manuscript) -> None:
        """Begin with what the paper is, of whom, and of which day its figures are."""
        slide = self.deck.slides.add_slide(self.master.first)
        kind = self.text(one.type)
        self._head(slide, ": ".join(filter(None, (kind, self.text(one.title)))))
        under = [self.text(one.letterhead.issuer), *(self.text(line.text) for line in one.opening)]
        others = [each for each in slide.placeholders if not is_title(each)]
        if others:
            others[0].text_frame.text = "\n".join(filter(None, under))
            others[0].text_frame.word_wrap = True
            self._dressed(others[0], UNDER_SIZE)
        for each in others[1:]:
            each._element.getparent().remove(each._element)

    def chapter(self, chapter: Chapter) -> None:
        """Set the sentences of a chapter before the annexes on slides, then each of its tables and charts on slides of its own."""
        self.named = self.text(chapter.title) or self.named
        if chapter.key and not chapter.annex:
            said = [(one.style, words) for one in chapter.blocks if isinstance(one, Paragraph) and one.style in (LEAD, ITEM, DRAFT_MARK) and (words := self.text(one.text))]  # fmt: skip
            said += [
                (ITEM, f"“{clean(text_in(one.text, one.language))}”")
                for one in chapter.blocks
                if isinstance(one, Statement)
            ]
            self._sentences(self.named, said)
        for block in chapter.blocks:
            if isinstance(block, Form) and block.rows and block.id not in ASIDE:
                self._form(block)
            elif isinstance(block, Picture):
                self._picture(block)

    # -- kinds of slides -----------------------------------------------------------------------------------------------

    def _sentences(self, title: str, said: Sequence[tuple[str, str]]) -> None:
        """Set sentences as items, on as many slides as they need."""
        across, down = self.room
        pages: list[list[tuple[str, str]]] = [[]]
        left = down
        for style, words in said:
            ems_there = across / (TEXT_SIZE * MILLIMETRES) - 2 * NOTE_MARGIN
            bold = style in (LEAD, DRAFT_MARK)
            height = lines_in(f"– {words}", ems_there, FACE, bold=bold) * TEXT_SIZE * MILLIMETRES * LINE + PARAGRAPH
            if height > left and pages[-1]:
                pages.append([])
                left = down
            pages[-1].append((style, words))
            left -= height
        for number, page in enumerate(page for page in pages if page):
            slide = self._slide(title, number, len(pages))
            box = slide.shapes.add_textbox(*_mm(*self.corner, across, down))
            box.name = title
            box.text_frame.word_wrap = True
            for at, (style, words) in enumerate(page):
                paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
                paragraph.space_after = _points(PARAGRAPH / MILLIMETRES)
                self._run(
                    paragraph, words if style != ITEM else f"– {words}", TEXT_SIZE, bold=style in (LEAD, DRAFT_MARK)
                )

    def _form(self, form: Form) -> None:
        """Set a table on as many slides as it needs, its heads on each."""
        across, down = self.room
        size, shares = fitted(form, self.language, across, TABLE_SIZE, FACE, CELL + SPARE)
        size = max(size, SMALLEST)
        widths = [share * across for share in shares]
        texts = [[clean(text) for text in row] for row in form.texts(self.language)]
        heads = head_heights(
            form, self.language, widths, lambda text, width: _height([text], [width], size, strong=True)
        )
        height = sum(heads)
        unit = self.text(form.unit)
        below = [clean(note) for note in form.beneath(self.language)]
        pages: list[list[int]] = [[]]
        heights: list[float] = []
        left = down - height - NOTE_HEIGHT
        for at, row in enumerate(texts):
            spans = form.spans(at, self.language)
            needed = _height(
                [row[place] for place, _ in spans],
                [sum(widths[place : place + count]) for place, count in spans],
                size,
                strong=form.rows[at].role in STRONG,
            )
            heights.append(needed)
            follows = form.rows[at].role == GROUP and at + 1 < len(texts)
            more = _height(texts[at + 1], widths, size) if follows else 0.0
            if needed + more > left and pages[-1]:
                pages.append([])
                left = down - height - NOTE_HEIGHT
            pages[-1].append(at)
            left -= needed
        title = self._told_apart(
            clean(form.heading(self.language)), self.text(form.title) if not form.annex_name(self.language) else ""
        )
        for number, rows in enumerate(pages):
            slide = self._slide(title, number, len(pages))
            self._table(slide, form, rows, texts, widths, size, title, (*heads, *(heights[at] for at in rows)))
            told = [self.text(worded("unit_of_measure", {"unit": form.unit}))] if unit else []
            self._note(slide, [*told, *below], last=number + 1 == len(pages))

    def _table(
        self, slide: Any, form: Form, rows: Sequence[int], texts: Sequence[Sequence[str]], widths: Sequence[float], size: float, title: str,
        heights: Sequence[float],
    ) -> None:  # fmt: skip
        groups = [self.text(column.group) for column in form.columns]
        heads = 2 if any(groups) else 1
        across = sum(widths)
        frame = slide.shapes.add_table(heads + len(rows), len(form.columns), *_mm(*self.corner, across, 5))
        frame.name = title
        _alternative(frame, title)
        table = frame.table
        table.first_row, table.horz_banding = True, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = round(width * EMU_MM)
        for row, height in zip(table.rows, heights, strict=True):
            row.height = round(height * EMU_MM)
        self._heads(table, form, groups, size)
        for line, at in enumerate(rows, heads):
            strong = form.rows[at].role in STRONG
            spans = form.spans(at, self.language)
            for place, count in spans:
                cell = table.cell(line, place)
                if count > 1:
                    cell.merge(table.cell(line, place + count - 1))
                words = texts[at][place]
                level = form.rows[at].level if place == form.set_in(at) else 0
                self._cell(cell, f"{'  ' * level}{words}", size, bold=strong, right=form.kind_of(at, place) in FIGURES)
            for place in range(len(form.columns)):
                _sized(table.cell(line, place), size)
                _ruled(table.cell(line, place), above=line > heads)
                _filled(table.cell(line, place), STRONG_FILL if strong else PAPER)

    def _heads(self, table: Any, form: Form, groups: Sequence[str], size: float) -> None:
        heads = 2 if any(groups) else 1
        begins = 0
        for place, column in enumerate(form.columns):
            words = self.text(column.heading)
            if heads == 1 or not groups[place]:
                cell = table.cell(0, place)
                if heads == 2:
                    cell.merge(table.cell(1, place))
                self._cell(cell, words, size, bold=True, ink=PAPER, middle=True)
                begins = place + 1
            else:
                self._cell(table.cell(1, place), words, size, bold=True, ink=PAPER, middle=True)
                if place + 1 == len(groups) or groups[place + 1] != groups[place]:
                    cell = table.cell(0, begins)
                    if place > begins:
                        cell.merge(table.cell(0, place))
                    self._cell(cell, groups[place], size, bold=True, ink=PAPER, middle=True)
                    begins = place + 1
        for row in range(heads):
            for place in range(len(groups)):
                _filled(table.cell(row, place), HEAD_FILL)

    def _picture(self, one: Picture) -> None:
        """Set each page of a picture as large as the slide allows."""
        title = self._told_apart(self.text(one.title), self.text(one.title), self.text(one.of))
        across, down = self.room
        pages = one.pages(self.language, wide=True)
        for number, page in enumerate(pages):
            slide = self._slide(title, number, len(pages))
            scale = min(across / page.width, (down - 2) / page.height)
            width, height = page.width * scale, page.height * scale
            picture = slide.shapes.add_picture(
                BytesIO(page.png(DPI)), *_mm(self.corner[0] + (across - width) / 2, self.corner[1], width, height)
            )
            picture.name = title
            _alternative(picture, clean(page.alternative))
            if page.listing:
                slide.notes_slide.notes_text_frame.text = "\n".join(
                    f"{'  ' * depth}{clean(words)}" for depth, words in page.listing
                )

    def _told_apart(self, title: str, shared: str, of: str = "") -> str:
        """Put what it is of, or else the chapter, behind a title that others have too; a title that is none is that of the chapter."""
        return f"{title} – {of or self.named}" if title and shared in self.shared else title or self.named

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _slide(self, title: str, number: int, count: int) -> Any:
        """Add a slide with a title; of several of one thing each says which it is, so that no two are called alike."""
        slide = add_slide(self.master)
        shape = slide.shapes.title
        if self.face:  # an office's title stands where its layout has it
            shape.left, shape.top, shape.width, shape.height = _mm(MARGIN, MARGIN / 2, self.room[0], TITLE_HEIGHT)
        self._head(slide, f"{title} ({number + 1}/{count})" if count > 1 else title)
        return slide

    def _head(self, slide: Any, words: str) -> None:
        shape = slide.shapes.title
        shape.text_frame.text = words
        shape.text_frame.word_wrap = True
        across, down = shape.width or self.master.room[2], shape.height or TITLE_HEIGHT * EMU_MM
        self._dressed(shape, title_size(words, across / EMU_MM, down / EMU_MM), bold=True)

    def _dressed(self, shape: Any, size: float, *, bold: bool | None = None) -> None:
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size, run.font.bold, run.font.name = _points(size), bold, self.face or None
                run._r.get_or_add_rPr().set("lang", LANGUAGES.get(self.language, self.language))

    def _run(self, paragraph: Any, words: str, size: float, *, bold: bool = False, ink: str = INK) -> None:
        from pptx.dml.color import RGBColor

        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.name = _points(size), bold, self.face or None
        run.font.color.rgb = RGBColor.from_string(ink)  # type: ignore[no-untyped-call]
        run._r.get_or_add_rPr().set("lang", LANGUAGES.get(self.language, self.language))

    def _cell(
        self, cell: Any, words: str, size: float, *, bold: bool = False, right: bool = False, middle: bool = False, ink: str = INK
    ) -> None:  # fmt: skip
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        _sized(cell, size)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        if words:
            self._run(paragraph, words, size, bold=bold, ink=ink)

    def _note(self, slide: Any, notes: Sequence[str], *, last: bool) -> None:
        """Set what explains a table at the foot of its slide, as much as finds room; behind the last one all stands in the speaker's notes."""
        if not notes:
            return
        across, down = self.room
        room = across / (NOTE_SIZE * MILLIMETRES) - 2 * NOTE_MARGIN
        shown = [*notes]
        while len(shown) > 1 and lines_in(" ".join(shown), room, FACE) > NOTE_LINES:
            shown.pop()
        words = " ".join(shown)
        while lines_in(words, room, FACE) > NOTE_LINES:
            words = f"{words.removesuffix(' …').rsplit(' ', 1)[0]} …"
        if last and words != " ".join(notes):
            slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        left, top = self.corner
        box = slide.shapes.add_textbox(*_mm(left, top + down - NOTE_HEIGHT, across, NOTE_HEIGHT))
        box.name = "note"
        box.text_frame.word_wrap = True
        self._run(box.text_frame.paragraphs[0], words, NOTE_SIZE)

    def written(self, manuscript: Manuscript) -> bytes:
        """Say in the file what it is, and give it, packed without the time at which it was made."""
        about = self.deck.core_properties
        about.title = self.text(manuscript.title)[:LONGEST_PROPERTY]
        about.subject = self.text(manuscript.type)[:LONGEST_PROPERTY]
        about.author, about.last_modified_by, about.keywords, about.comments = "orgmodel", "orgmodel", "", ""
        about.language, about.revision = LANGUAGES.get(self.language, self.language), 1
        for child in list(about._element):
            if child.tag.endswith(("}created", "}modified")):
                about._element.remove(child)
        size = self.deck.part._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}sldSz")
        size.attrib.pop("type", None)
        stream = BytesIO()
        self.deck.save(stream)
        stream.seek(0)
        return packed(stream)


def _mm(*lengths: float) -> Iterator[int]:
    """Give lengths in mm in the units of a slide."""
    return (round(one * EMU_MM) for one in lengths)


def _points(size: float) -> Any:
    from pptx.util import Pt

    return Pt(size)


def _height(texts: Sequence[str], widths: Sequence[float], size: float, *, strong: bool = False) -> float:
    """Tell how high a row of cells is, in mm."""
    point = size * MILLIMETRES
    lines = (lines_in(text, (width - 2 * (CELL + SPARE)) / point + NEAR, FACE, bold=strong) for text, width in zip(texts, widths, strict=True))  # fmt: skip
    return max(lines, default=1) * point * LINE + ROW_MARGIN


def _sized(cell: Any, size: float) -> None:
    """Set what stands around the words of a cell, and how large they would be where it has none.

    A blank cell, or one that another goes over, is by itself as high as a line of 18 points, and so is its row.
    """
    cell.margin_left = cell.margin_right = round(CELL * EMU_MM)
    cell.margin_top = cell.margin_bottom = round(0.6 * EMU_MM)
    for paragraph in cell.text_frame.paragraphs:
        if not paragraph.text:
            paragraph._p.get_or_add_endParaRPr().set("sz", str(round(100 * size)))


def _alternative(shape: Any, words: str) -> None:
    """Say what a shape shows, for whoever does not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words[:MOST_ALTERNATIVE])


def _ruled(cell: Any, *, above: bool) -> None:
    """Draw a rule below a cell, and above one that others stand over: rows of several lines would run into one another."""
    from pptx.oxml import parse_xml

    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    fill = f'<a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill>'
    properties = cell._tc.get_or_add_tcPr()
    for at, side in enumerate(("lnT", "lnB") if above else ("lnB",)):
        properties.insert(at, parse_xml(f'<a:{side} xmlns:a="{main}" w="{RULE_WIDTH}">{fill}</a:{side}>'))


def _filled(cell: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor

    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(colour)  # type: ignore[no-untyped-call]
