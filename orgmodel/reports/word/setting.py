"""The Word document that a manuscript is set into: its styles, its pages, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from orgmodel.charts.render.slide_looks import packed
from orgmodel.core.names import text_in
from orgmodel.reports.annex_fit import TableFit
from orgmodel.reports.manuscript import Manuscript
from orgmodel.reports.revision import GOES, STAYS, pieces
from orgmodel.reports.typography import PROFILES, Style, Typography
from orgmodel.reports.word import parts
from orgmodel.reports.word.parts import align, millimetres, points

LOCALES = {"vi": "vi-VN", "en": "en-GB"}
BODY, ITEM, QUOTE, FORM_TITLE = "Body Text", "List Bullet", "Quote", "Caption"
TABLE_TEXT, SMALL_PRINT, CHART_LIST, HEAD_LINE = "Table Text", "Small Print", "Chart List", "Head Line"
"""Names of the styles that blocks are set in."""
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
MOST_PROPERTY = 255


@dataclass
class Setting:
    """Hold a document, the language and measures that it is set in, and whether the next page lies on its side."""

    document: Any
    language: str
    type: Typography
    wide: bool = False
    fresh: bool = True
    """Whether nothing stands on the page yet."""
    turns: bool = True
    """Whether pages turn for what is wide: of an office's own paper that lies on its side none does."""
    own: bool = True
    """Whether the paper is ours; pages of an office's own are numbered as it says."""
    signs_items: bool = False
    """Whether items bear their sign as a letter: where a template has no style of lists."""
    breaks: bool = False
    """Whether the next paragraph begins a page: a break in a paragraph of its own may itself fall on an empty page."""
    tables: TableFit | None = None
    """How the tables of the chapter that is set are, where not as the profile has them."""
    pictures: int = 0
    marks: int = 0
    revisions: int = 0
    styles: dict[str, str] = field(default_factory=dict)
    """Ids of the styles in which something was set, by their names."""
    lists: list[tuple[str, tuple[tuple[int, str], ...]]] = field(default_factory=list)

    @classmethod
    def begun(cls, manuscript: Manuscript, language: str) -> Setting:
        """Begin an empty document with the styles and the page of the manuscript's profile."""
        from docx import Document

        made = cls(Document(), language, PROFILES[manuscript.letterhead.profile])
        made._styles()
        made._page()
        made.described(manuscript)
        return made

    def described(self, manuscript: Manuscript) -> None:
        """Say in the file what it is, and not when it was made."""
        about = self.document.core_properties
        about.title = text_in(manuscript.title, self.language)[:MOST_PROPERTY]
        about.author, about.last_modified_by, about.comments, about.keywords = "orgmodel", "orgmodel", "", ""
        about.language, about.revision = LOCALES.get(self.language, self.language), 1
        for child in list(about._element):
            if child.tag.endswith(("}created", "}modified")):
                about._element.remove(child)

    # -- styles ------------------------------------------------------------------------------------------------------

    def _styles(self) -> None:
        """Set the document's own styles, which an office changes in one place."""
        styles, kind = self.document.styles, self.type
        normal = styles["Normal"]
        parts.set_face(normal, kind.face)
        parts.set_language(normal, LOCALES.get(self.language, self.language))
        normal.font.size = points(kind.body)
        normal.paragraph_format.space_before, normal.paragraph_format.space_after = points(kind.above), points(0)
        normal.paragraph_format.line_spacing = kind.line
        for name, style in zip(HEADINGS, kind.headings, strict=True):
            self._set(styles[name], style, before=8, after=3, keep=True)
        align(styles[BODY], "justify" if kind.indent else "left")
        styles[BODY].paragraph_format.first_line_indent = millimetres(kind.indent)
        styles[BODY].paragraph_format.space_after = points(0)
        self._set(styles[FORM_TITLE], kind.form, before=8, after=2, keep=True)
        self._set(styles[ITEM], Style(kind.body), before=kind.item)
        parts.set_bullet(self.document, styles[ITEM], kind.bullet)
        self._set(styles[QUOTE], Style(kind.body, italic=True), before=kind.above)
        styles[QUOTE].paragraph_format.left_indent = styles[QUOTE].paragraph_format.right_indent = millimetres(10)
        self._set(styles["Title"], kind.subject, before=6, after=2)
        for border in styles["Title"].element.findall(f".//{parts.named('pBdr')}"):
            border.getparent().remove(border)
        for name, size, italic, spacing in (
            (TABLE_TEXT, kind.table, False, 0.5),
            (SMALL_PRINT, kind.small, True, 2),
            (CHART_LIST, kind.small, False, 0),
            (HEAD_LINE, kind.number.size, False, 0),
        ):
            one = parts.add_style(self.document, name)
            self._set(one, Style(size, italic=italic), before=spacing, after=spacing)
            one.paragraph_format.line_spacing = 1.0

    def _set(self, one: Any, style: Style, *, before: float, after: float = 0, keep: bool = False) -> None:
        from docx.shared import RGBColor

        parts.set_face(one, self.type.face)
        dressed(one.font, style)
        one.font.color.rgb = RGBColor(0, 0, 0)
        one.paragraph_format.space_before, one.paragraph_format.space_after = points(before), points(after)
        one.paragraph_format.keep_with_next = keep

    def add_missing_styles(self) -> None:
        """Add the styles that a template has not; those that it has stay as they are, called as Word calls them."""
        parts.call_as_word_does(self.document, (BODY, ITEM, QUOTE, FORM_TITLE, *HEADINGS))
        section = self.document.sections[-1]
        self.turns = (section.page_width or 0) <= (section.page_height or 0)
        theirs, kind = {one.name for one in self.document.styles}, self.type
        sizes = {TABLE_TEXT: kind.table, SMALL_PRINT: kind.small, CHART_LIST: kind.small, HEAD_LINE: kind.number.size}
        for name in (BODY, ITEM, QUOTE, FORM_TITLE, *HEADINGS, *sizes):
            if name in theirs:
                continue
            one = parts.add_style(self.document, name)
            self.signs_items |= name == ITEM
            one.font.size = points(sizes[name]) if name in sizes else None
            one.font.bold = one.paragraph_format.keep_with_next = name in (FORM_TITLE, *HEADINGS) or None
            if name in sizes:
                one.paragraph_format.space_before = one.paragraph_format.space_after = points(1)
                one.paragraph_format.first_line_indent = millimetres(0)

    # -- pages -------------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        """Set the first section: A4 upright, the page's number above the text, none on the first page."""
        section, kind = self.document.sections[0], self.type
        section.page_width, section.page_height = millimetres(210), millimetres(297)
        section.left_margin, section.right_margin = millimetres(kind.left), millimetres(kind.right)
        section.top_margin, section.bottom_margin = millimetres(kind.top), millimetres(kind.bottom)
        section.header_distance = section.footer_distance = millimetres(10)
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        align(head, "center")
        parts.add_field(head, "PAGE", "2", size=points(kind.page_number))

    def turned(self, *, wide: bool, restarts: bool = False) -> None:
        """Go on upright or on the side, on a new page where that changes, or where its numbers begin anew: an office's own paper has its own."""
        restarts = restarts and self.own
        if (wide == self.wide and not restarts) or not self.turns:
            return
        from docx.enum.section import WD_SECTION

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        ends = self.last()
        if ends is not None and ends.tag == parts.named("p"):  # of a section; it takes no room beneath a full page
            parts.make_small(ends)
        section.different_first_page_header_footer = restarts
        parts.number_pages(section, anew=restarts)
        parts.turn(section, wide=wide)
        self.wide, self.fresh, self.breaks = wide, True, False

    def room(self) -> tuple[float, float]:
        """Give the width and height of the text on the page, in mm."""
        section = self.document.sections[-1]
        across = section.page_width - section.left_margin - section.right_margin
        down = section.page_height - section.top_margin - section.bottom_margin
        return across / 36_000, down / 36_000

    def new_page(self) -> None:
        """Begin a new page, unless one was just begun."""
        if not self.fresh:
            self.fresh = self.breaks = True

    # -- what stands on them -----------------------------------------------------------------------------------------

    def add(self, words: str = "", style: str = BODY) -> Any:
        """Add a paragraph."""
        self.fresh = False
        made = self.document.add_paragraph(words)
        if style not in self.styles:  # python-docx looks through all styles for each paragraph
            self.styles[style] = self.document.styles[style].style_id
        made._p.style = self.styles[style]
        if self.breaks:
            made.paragraph_format.page_break_before, self.breaks = True, False
        return made

    def before_table(self) -> None:
        """Part a table from one before it, of which word processors make one table, and from the page before."""
        last = self.last()
        if self.breaks or (last is not None and last.tag == parts.named("tbl")):
            self.add(style=SMALL_PRINT).paragraph_format.keep_with_next = True

    def revise(self, paragraph: Any, was: str, now: str) -> list[Any]:
        """Set words into a paragraph with what they were before as tracked changes, and give the runs."""
        made = []
        for kind, text in pieces(was, now):
            if kind == STAYS:
                made.append(paragraph.add_run(text))
                continue
            self.revisions += 1
            made.append(parts.add_revised(paragraph, text, self.revisions, gone=kind == GOES))
        return made

    def mark(self, one: Any, marked: Callable[..., None], *, gone: bool) -> None:
        """Mark a row or paragraph as a whole."""
        self.revisions += 1
        marked(one, self.revisions, gone=gone)

    def two_sides(self, left: float) -> tuple[Any, Any]:
        """Add a table without lines of two cells, the left one so much of the text's width."""
        self.before_table()
        table = self.document.add_table(1, 2)
        table.autofit = False
        parts.set_margins(table, 0)
        width = self.room()[0]
        cells = table.rows[0].cells
        for cell, column, share in zip(cells, table.columns, (left, 1 - left), strict=True):
            column.width = cell.width = millimetres(width * share)  # some programs read the one, some the other
            cell.paragraphs[0].style = self.document.styles[HEAD_LINE]
        parts.keep_whole(table.rows[0])
        self.fresh = False
        return cells[0], cells[1]

    def keep_last(self, paragraphs: int) -> None:
        """Keep the last paragraphs on the page of what is set next, as many as there are after a table."""
        from docx.text.paragraph import Paragraph

        for block in list(self.document.element.body)[-2 : -2 - paragraphs : -1]:  # the last of all is the section
            if block.tag != parts.named("p"):
                break
            Paragraph(block, self.document._body).paragraph_format.keep_with_next = True

    def last(self) -> Any:
        """Give the last block of the document, after which the next is set; None where there is none."""
        blocks = [one for one in self.document.element.body if not one.tag.endswith("}sectPr")]
        return blocks[-1] if blocks else None

    def written(self) -> bytes:
        """Give the file, packed without the time at which it was made."""
        stream = BytesIO()
        self.document.save(stream)
        stream.seek(0)
        return packed(stream)


def dressed(font: Any, style: Style) -> None:
    """Set letters as a style says."""
    font.size, font.bold, font.italic, font.all_caps = points(style.size), style.bold, style.italic, style.capitals
