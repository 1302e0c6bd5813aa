"""An org chart, laid out when first asked for; saved by suffix, shown in a notebook."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.arguments import (
    count_given,
    flag_given,
    made_by,
    not_expected,
    number_given,
    path_given,
    text_given,
)
from orgmodel.core.frozen import SetOnce
from orgmodel.core.graphs import written_kinds
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest, refuse_if_any, refuse_unknown
from orgmodel.core.replacing import FileSet
from orgmodel.core.structure import Structure
from orgmodel.core.watching import one_by_one
from orgmodel.core.writing import write_all
from orgmodel.words.numbers import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgmodel.charts.drawing import Drawing, Page
    from orgmodel.charts.interactive import Interactive
    from orgmodel.charts.paint import Painter
    from orgmodel.charts.paper import Paper
    from orgmodel.charts.request import Built, Request
    from orgmodel.charts.theme import Theme

MOST_SHOWN = 12  # pages in a notebook's output
MOST_IN_CELL = 70_000  # bytes of them; with the picture below a cell stays under 120 KB
MOST_PICTURE = 33_000  # bytes, a third more in base64
SHARPNESS = (150, 96, 72, 48, 32)  # dots per inch that a picture is tried in; below the last no name could be read
MOST_DPI = 2400
STATES = ("before", "after", "changes")
TREES = ("units", "posts")


def chart(
    x: Any,
    *,
    state: str = "after",
    root: str | None = None,
    depth: int | None = None,
    page: str | None = None,
    language: str | None = None,
    theme: str | Path | Mapping[str, Any] | Theme = "colour",
    lines: Sequence[str] | None = None,
    posts: bool = False,
    title: str | None = None,
    source: str | None = None,
    fields: str | Sequence[str] | None = None,
    holders: bool = False,
    color_by: str = "block",
    tree: str = "units",
    profile: str | None = None,
) -> Chart:
    """Draw the org chart of a structure, or of an outcome ``before``, ``after`` or in what ``changes``.

    ``page`` is a4 (also where None, but for slides, which are 16:9 then), a3 (either way up), a4-portrait …, fit, slide, or a size as 165x240 in mm; ``depth`` counts the levels below
    ``root``, ``lines`` are the kinds of line to show besides the chart's own (all of them where None). With ``posts``
    every row of posts has a box in ``before`` and ``after``, beside the trunk to units below or else in a column. ``fields`` are what boxes say, in
    their order (a list, or one text with commas): name, head, filled/authorized, outside, members, holders, id, kind, level, block, area, any
    measure and any attribute, of posts their columns; with ``holders`` persons are named. ``color_by`` is block, kind,
    level, area, any measure or attribute. A ``tree`` of posts shows who answers to whom, post by post, below ``root``, a
    post or a unit. ``profile`` (party, state) sets it in Times New Roman, or a face of equal measure, unless the theme names a font. Nothing is shown or written until the chart is asked to.
    Raises ProblemsError for an unknown state, unit, page, theme, language, field or kind of line, and for a letter that the font has not. ``language`` is the study's own where None; one in which units have names and we no
    words takes English words.

    >>> from orgmodel.core.records import Unit
    >>> drawn = chart(Structure.of([Unit("a"), Unit("b", parent="a")]))
    >>> len(drawn.drawing.pages), drawn
    (1, Chart(2 boxes on 1 page))
    """
    from orgmodel.charts.asking import fields_asked, kinds_asked, refuse_language
    from orgmodel.charts.build import build
    from orgmodel.charts.captions import texts_around
    from orgmodel.charts.colouring import colouring_of
    from orgmodel.charts.letters import borrow_letters
    from orgmodel.charts.line_looks import line_looks
    from orgmodel.charts.paint import Painter
    from orgmodel.charts.paper import paper_of
    from orgmodel.charts.request import Request
    from orgmodel.charts.theme import faced, theme_of

    if state not in STATES:
        message = Message.of(
            "no state {state!r}{hint}; there are {states}",
            state=state,
            hint=nearest(state, STATES),
            states=", ".join(STATES),
        )
        raise ProblemsError([Problem("UNKNOWN_STATE", message)])
    look = faced(theme_of(theme), profile)
    structures = (x,) if isinstance(x, Structure) else (x.before, x.after)
    structure = structures[0]
    for name, text in (("root", root), ("title", title), ("source", source)):
        if text is not None:
            text_given(name, text)
    if language is not None:
        refuse_language(language, structures)
    if lines is not None:
        lines = kinds_asked(lines, structures)
    if flag_given("posts", posts) and state == "changes":
        told = Message.of("posts are drawn in the states before and after: changes are shown unit by unit")
        raise ProblemsError([Problem("ARGUMENT", told, "posts")])
    refuse_unknown("tree", tree, TREES)
    of_posts = tree == "posts"
    if of_posts and state == "changes":
        told = Message.of("a tree of posts is drawn in the states before and after: changes are shown unit by unit")
        raise ProblemsError([Problem("ARGUMENT", told, "tree")])
    asked = Request(
        state, root, depth, language or structure.terms.language, lines, posts, title, source,
        fields_asked(
            fields, structures, posts=posts or of_posts, holders=flag_given("holders", holders), of_posts=of_posts
        ),
        colouring_of(text_given("color_by", color_by), structures, posts=posts or of_posts), tree,
    )  # fmt: skip
    paper = paper_of("a4" if page is None else page)
    built = build(x, asked, paper, look.faces())
    problems = borrow_letters((*built.texts, *texts_around(built.heading, built.legend)), look.faces())
    written = sorted({kind for made in structures for kind in written_kinds(made)})
    painter = Painter(look, asked.colouring.looks(look), line_looks(structure.terms.lines, written))
    return Chart(x, asked, paper, built, painter, problems, slide=paper_of("slide") if page is None else None)


@made_by("orgmodel.chart(structure or outcome)")
class Chart(SetOnce):
    """Hold a chart that is laid out; save it, or let a notebook show it."""

    def __init__(
        self,
        x: Any,
        asked: Request,
        paper: Paper,
        built: Built,
        painter: Painter,
        problems: tuple[Problem, ...] = (),
        *,
        slide: Paper | None = None,
    ) -> None:
        """Take what is drawn, the pages, how to paint them, the warnings, and slides of another size; :func:`chart` is the way in."""
        self._x, self._asked, self._paper, self._built, self._slide = x, asked, paper, built, slide
        self.asked = asked
        self.painter, self.problems = painter, problems
        self._slides: dict[Paper, Drawing] = {}

    def warnings_of(
        self, path: str | Path, *, outlines: bool = False, template: str | Path | None = None
    ) -> tuple[Problem, ...]:
        """Give the warnings that are about a file of this suffix, and of slides in this ``template``.

        Names that fit no page are cut where pages are drawn; letters are boxes where files hold their shapes.

        >>> from orgmodel.core.records import Unit
        >>> chart(Structure.of([Unit("a")])).warnings_of("a.png")
        ()
        """
        suffix = path_given("path", path).suffix.lower()
        letters = self.problems if suffix in (".png", ".pdf") or (suffix == ".svg" and outlines) else ()
        if suffix == ".html":
            return letters
        office = None if template is None else self._office(template, suffix)
        from orgmodel.charts.build import names_cut

        return (*letters, *names_cut(self._of_one_size(office) if suffix == ".pptx" else self.drawing))

    @property
    def language(self) -> str:
        """Give the language of all words on it."""
        return self._asked.language

    @property
    def drawing(self) -> Drawing:
        """Give the pages with their boxes, lines and ribbons."""
        return self._built.drawing

    def save(
        self,
        path: str | Path,
        *,
        outlines: bool = False,
        split: bool = False,
        template: str | Path | None = None,
        force: bool = False,
    ) -> list[Path]:
        """Write the chart by the suffix of ``path`` (.svg .png .pdf .pptx .drawio .vsdx .html), and give the files written.

        Of a PNG or SVG more pages than one become name-1, name-2 …; with ``split`` every clause is a file of its own,
        named after it (2.3-name). With ``outlines`` the letters of an SVG are shapes. Slides are set into the master of an
        office's presentation where ``template`` is one. Raises ProblemsError for another
        suffix and, with nothing written, for files that orgmodel did not write or that were changed since, unless
        ``force`` replaces them; OSError where the file cannot be written.
        """
        target = path_given("path", path)
        suffix = target.suffix.lower()
        office = None if template is None else self._office(template, suffix)
        whole: dict[str, Callable[[Drawing], str | bytes]] = {
            ".pdf": self._pdf,
            ".pptx": partial(self._pptx, office=office),
            ".drawio": self._drawio,
            ".vsdx": self._vsdx,
        }
        single: dict[str, Callable[[Page], str | bytes]] = {
            ".svg": partial(self._svg, outlines=outlines),
            ".png": self._png,
        }
        known = (*single, *whole, ".html")
        if suffix not in known:
            message = Message.of(
                "no format {value!r}{hint}; there are {known}",
                value=suffix or target.name,
                hint=nearest(suffix, known),
                known=", ".join(known),
            )
            raise ProblemsError([Problem("UNKNOWN_FORMAT", message, location=Location(str(path)))])
        files: list[tuple[Path, str | bytes]] = []
        if suffix == ".html":
            if flag_given("split", split):
                told = Message.of("split is not for .html: a page shows one state, with all that changes")
                raise ProblemsError([Problem("ARGUMENT", told, "split")])
            files.append((target, self.html()))
        elif suffix in whole:
            for name, drawing in self._files(
                target, self._of_one_size(office) if suffix == ".pptx" else self.drawing, split
            ):
                files.append((name, whole[suffix](drawing)))
        else:
            for name, drawing in self._files(target, self.drawing, split):
                pages = drawing.pages
                names = (
                    [name] if len(pages) == 1 else [name.with_stem(f"{name.stem}-{n + 1}") for n in range(len(pages))]
                )
                files += [
                    (one, single[suffix](page)) for one, page in zip(names, one_by_one(pages, len(pages)), strict=True)
                ]
        pages_of = FileSet(f"pages of {target.name}", target.parent, is_folder=False)  # those of an earlier one go
        write_all(
            {name: made.encode() if isinstance(made, str) else made for name, made in files},
            force=force,
            one_set=pages_of if suffix in single or split else None,
        )
        return [name for name, _ in files]

    def _files(self, target: Path, drawing: Drawing, split: bool) -> list[tuple[Path, Drawing]]:
        """Give the files of a drawing: one, or with ``split`` one for each clause that its pages are of."""
        if not flag_given("split", split):
            return [(target, drawing)]
        by_clause: dict[str, list[Page]] = {}
        for page in drawing.pages:
            by_clause.setdefault(_file_name(page.clause), []).append(page)
        return [
            (
                target.with_stem(f"{clause}-{target.stem}" if clause else target.stem),
                replace(drawing, pages=tuple(pages)),
            )
            for clause, pages in by_clause.items()
        ]

    def save_list(self, path: str | Path, *, force: bool = False) -> list[Path]:
        """Write what the chart shows as a nested list, Markdown (.md) or HTML (.html), and give the file written.

        Each page is a section. Raises ProblemsError as :meth:`save` does.
        """
        from orgmodel.charts.listing import LISTS, as_html, as_markdown, listing, remarks

        target = path_given("path", path)
        refuse_unknown("format", target.suffix.lower(), LISTS)
        drawing = self.drawing
        html = target.suffix.lower() == ".html"
        pages = [
            (self._section(page, titled=html), listing(page, drawing.language), remarks(page)) for page in drawing.pages
        ]
        made = as_html(pages, drawing.title, drawing.language) if html else as_markdown(pages)
        write_all({target: made.encode()}, force=force)
        return [target]

    def _section(self, page: Page, *, titled: bool) -> str:
        """Name a page in the list: its title, which a list that is titled does not say again, and what stands under it."""
        said = page.said[titled and page.said[:1] == (self.drawing.title,) :]
        return " – ".join([f"{page.number}", *said] if len(self.drawing.pages) > 1 else said)

    def svg(self, page: int = 0, *, outlines: bool = False) -> str:
        """Write one page (counted from 0) as SVG; with ``outlines`` letters are shapes and need no font."""
        return self._svg(self._page(page), outlines=outlines)

    def _svg(self, page: Page, *, outlines: bool = False) -> str:
        from orgmodel.charts.render.svg import svg

        if outlines:
            self._refuse_shaped(page, Message.of("an SVG of outlines"))
        return svg(self.drawing, page, self.painter, outlines=outlines)

    def _refuse_shaped(self, page: Page, where: Message) -> None:
        """Refuse what sets letters one by one where a name's letters join or run from right to left, by ProblemsError."""
        from orgmodel.charts.drawing import unbroken
        from orgmodel.charts.fonts import is_shaped

        told = "unit {unit!r}: {where} sets letters one by one, and these join or run from right to left: {text}; choose .svg, .pdf or .png"
        texts = [(box.unit, unbroken(box.lines)) for box in page.boxes]
        found = {unit: text for unit, text in texts if is_shaped(text)}
        found = found or {note.text: note.text for note in page.notes if is_shaped(note.text)}
        refuse_if_any(
            Problem("LETTERS_JOIN", Message.of(told, unit=unit, where=where, text=text[:60]), unit)
            for unit, text in found.items()
        )

    def png(self, page: int = 0, *, dpi: float = 300) -> bytes:
        """Draw one page (counted from 0) as PNG."""
        return self._png(self._page(page), dpi=number_given("dpi", dpi, MOST_DPI))

    def _png(self, page: Page, *, dpi: float = 300) -> bytes:
        from orgmodel.charts.render.png import png

        return png(self.drawing, page, self.painter, dpi=dpi)

    def pdf(self) -> bytes:
        """Write all pages as one PDF, with vector lines, embedded fonts and text that can be searched."""
        return self._pdf(self.drawing)

    def _pdf(self, drawing: Drawing) -> bytes:
        from orgmodel.charts.render.pdf import pdf

        return pdf(drawing, self.painter)

    def pptx(self, *, template: str | Path | None = None) -> bytes:
        """Write all pages as slides of native boxes and connectors, in an office's own master where one is given.

        All slides of a file have one size: 16:9 where no page was asked for; else pages that lie and stand are laid out
        anew, the way most of them are. In a ``template`` charts are laid out for the room that it has for content.
        """
        office = None if template is None else self._office(template, ".pptx")
        return self._pptx(self._of_one_size(office), office=office)

    def _pptx(self, drawing: Drawing, *, office: Path | None = None) -> bytes:
        from orgmodel.charts.render.pptx import pptx
        from orgmodel.charts.render.slide_master import office_master

        return pptx(drawing, self.painter, None if office is None else office_master(office))

    def _office(self, template: str | Path, suffix: str) -> Path:
        """Give the path of an office's presentation; raises ProblemsError where it is for another format, or a page is asked for."""
        if suffix != ".pptx":
            told = Message.of("a template is for slides (.pptx), and this is for {suffix}", suffix=suffix or "–")
            raise ProblemsError([Problem("ARGUMENT", told, "template")])
        if self._slide is None:
            told = Message.of("a template has room of its own for a chart: give it, or a page, and not both")
            raise ProblemsError([Problem("ARGUMENT", told, "template")])
        return path_given("template", template)

    def _of_one_size(self, office: Path | None = None) -> Drawing:
        """Lay the pages out for slides, once for each size that they have."""
        paper = self._slide_paper(office)
        if paper is None:
            return self.drawing
        if paper not in self._slides:
            from orgmodel.charts.build import build

            self._slides[paper] = build(self._x, self._asked, paper, self.painter.theme.faces()).drawing
        return self._slides[paper]

    def _slide_paper(self, office: Path | None) -> Paper | None:
        """Give the paper of slides; None where the pages have one size already."""
        if office is not None:
            from orgmodel.charts.paper import room_of
            from orgmodel.charts.render.pptx import refuse_without_office
            from orgmodel.charts.render.slide_master import office_master
            from orgmodel.charts.render.slide_shapes import EMU

            refuse_without_office()
            master = office_master(office)
            _, _, across, down = master.room
            return room_of(across / EMU, down / EMU, slide=master.deck.slide_height / EMU)
        if self._slide is not None:
            return self._slide
        sizes = Counter((page.width, page.height) for page in self.drawing.pages)
        if len(sizes) == 1 or self._paper.endless:
            return None
        return replace(self._paper, sizes=(sizes.most_common(1)[0][0],))

    def drawio(self) -> str:
        """Write all pages as a draw.io file that can be edited."""
        return self._drawio(self.drawing)

    def _drawio(self, drawing: Drawing) -> str:
        from orgmodel.charts.render.drawio import drawio

        return drawio(drawing, self.painter)

    def vsdx(self) -> bytes:
        """Write all pages as a Visio drawing that can be edited: boxes at their places, connectors glued to them."""
        return self._vsdx(self.drawing)

    def _vsdx(self, drawing: Drawing) -> bytes:
        from orgmodel.charts.render.vsdx import vsdx

        return vsdx(drawing, self.painter)

    def html(self) -> str:
        """Write the self-contained interactive page: all units, folded and unfolded by the reader."""
        from orgmodel.charts.render.html import page

        return page(self._interactive(), self._asked.language)

    def html_part(self) -> str:
        """Write the interactive chart as a part of a page of others: see :mod:`orgmodel.charts.render.html`."""
        from orgmodel.charts.render.html import part

        return part(self._interactive(), self._asked.language)

    def data(self) -> dict[str, Any]:
        """Gather what the interactive page and the notebook's widget show, ready for JSON."""
        return self._interactive().data

    def _interactive(self) -> Interactive:
        from orgmodel.charts.interactive import interactive

        return interactive(self._x, self._asked, self._built.heading, self.painter)

    def draw(self, axes: Axes, page: int = 0) -> Axes:
        """Draw one page (counted from 0) on a caller's matplotlib axes, and give them back."""
        from orgmodel.charts.render.axes import draw_on

        if not hasattr(axes, "get_window_extent"):
            raise not_expected("axes", axes, Message.of("the axes of matplotlib, as subplots() gives them"))
        self._refuse_shaped(self._page(page), Message.of("a picture on axes of matplotlib"))
        return draw_on(axes, self._page(page), self.painter)

    def _page(self, page: int) -> Page:
        pages = self.drawing.pages
        if count_given("page", page) >= len(pages):
            message = Message.of(
                "no page {page}; the last of this chart is {last}, counted from 0", page=page, last=len(pages) - 1
            )
            raise ProblemsError([Problem("ARGUMENT", message, "page")])
        return pages[page]

    def _repr_png_(self) -> bytes | None:
        """Show the first page where a notebook is turned into a format without HTML, as sharp as there is room in a cell."""
        return self._picture(MOST_PICTURE)

    def _repr_html_(self) -> str:
        """Show the pages in a notebook, one below the other: as drawn, or as pictures where a cell cannot hold them."""
        pages = len(self.drawing.pages)
        shown: list[str] = []
        left, title = MOST_IN_CELL, escape(self.drawing.title)
        for number in range(min(pages, MOST_SHOWN)):
            page = self.svg(number)
            if len(page.encode()) > left and not shown:
                picture = self._picture(left * 3 // 4)
                coded = "" if picture is None else b64encode(picture).decode()
                page = coded and f'<img alt="{title}" src="data:image/png;base64,{coded}"/>'
            size = len(page.encode())
            if not page or size > left:
                break
            left -= size
            name = f"{title} ({number + 1}/{pages})" if pages > 1 else title  # a keyboard scrolls what has the focus
            look = "max-width:100%;overflow:auto;margin:0 0 1em"
            shown.append(f'<div tabindex="0" role="group" aria-label="{name}" style="{look}">{page}</div>')
        if len(shown) < pages:
            left_out = count(pages - len(shown), "page", self.language)
            part = "" if shown else ", <code>orgmodel.chart(…, root=…, depth=2)</code>"
            said = "" if shown else f"{title} "
            shown.append(f"<p>{said}+ {left_out}: <code>chart.save(&quot;chart.pdf&quot;)</code>{part}</p>")
        return "".join(shown)

    def _picture(self, most: int) -> bytes | None:
        """Draw the first page in the sharpest picture of at most so many bytes, or None where not even a coarse one fits."""
        for dpi in SHARPNESS:
            picture = self.png(dpi=dpi)
            if len(picture) <= most:
                return picture
        return None

    def __repr__(self) -> str:
        """Show the size."""
        boxes = sum(len(page.boxes) for page in self.drawing.pages)
        pages = len(self.drawing.pages)
        return f"Chart({boxes} box{'es' * (boxes != 1)} on {pages} page{'s' * (pages != 1)})"


def _file_name(clause: str) -> str:
    """Make a clause fit to begin a file's name: whatever a study calls it."""
    return re.sub(r"[^\w.]+", "-", clause).strip("-.")
