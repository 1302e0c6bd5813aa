"""The public face: ``chart(…)`` and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.charts.compose import Composer
from orgmodel.charts.content import clean
from orgmodel.charts.frame import Framer, Heading
from orgmodel.charts.model import Drawing
from orgmodel.charts.paint import Painter
from orgmodel.charts.selection import Selection, select
from orgmodel.charts.sheet import sheet_of
from orgmodel.charts.theme import Theme, theme_of
from orgmodel.charts.wording import date, named, number, word
from orgmodel.core.atomic import write_bytes
from orgmodel.core.names import text_in
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.structure import Structure

if TYPE_CHECKING:
    from orgmodel.core.names import Names

STATES = ("before", "after", "changes")
SUFFIXES = (".svg", ".png")


def chart(
    x: Any,
    *,
    state: str = "after",
    root: str | None = None,
    depth: int | None = None,
    page: str = "a4",
    language: str = "vi",
    theme: str | Path | Mapping[str, Any] | Theme = "colour",
    lines: Sequence[str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Chart:
    """Draw the org chart of a structure, or of an outcome ``before``, ``after`` or in what ``changes``.

    ``page`` is a4, a3 (either way up), a4-portrait …, fit, or a size as 165x240 in mm; ``depth`` counts the levels below
    ``root``, ``lines`` are the kinds of line to show besides the chart's own (all of them where None). Nothing is shown or written until the chart is asked to. Raises ProblemsError for an unknown state, unit,
    page or theme, and for a letter that the font has not.

    >>> from orgmodel.core.records import Unit
    >>> drawn = chart(Structure.of([Unit("a"), Unit("b", parent="a")]))
    >>> len(drawn.drawing.pages), drawn
    (1, Chart(2 boxes on 1 page))
    """
    if state not in STATES:
        message = f"no state {state!r}{nearest(state, STATES)}; there are {', '.join(STATES)}"
        raise ProblemsError([Problem("UNKNOWN_STATE", message)])
    if isinstance(x, Structure):
        if state == "changes":
            message = "a structure by itself has no changes; draw the outcome of a scenario"
            raise ProblemsError([Problem("UNKNOWN_STATE", message)])
        structure, label, scenario = x, "", None
    else:
        structure, label, scenario = (x.before if state == "before" else x.after), word(state, language), x.scenario
    look = theme_of(theme)
    selection = select(structure, language, root=root, depth=depth, kinds=lines)
    heading = _heading(structure, selection, language, label, scenario, root, title, source)
    blocks = tuple(dict.fromkeys(entry.block for entry in selection.entries if entry.block))
    faces = look.faces()
    _refuse_missing_letters(selection, faces)
    sheet = sheet_of(page)
    framer = Framer(heading, _legend(selection, blocks, language), sheet, faces, language)
    pages = Composer(framer, sheet, faces, language).pages(selection)
    description = ", ".join(part for part in (heading.title, heading.subtitle, _count(selection, language)) if part)
    drawing = Drawing(pages, heading.title, description, language)
    solid = frozenset(kind for kind, style in structure.terms.lines.items() if style == "solid")
    return Chart(drawing, Painter(look, blocks, solid))


class Chart:
    """Hold a chart that is laid out; save it, or let a notebook show it."""

    def __init__(self, drawing: Drawing, painter: Painter) -> None:
        """Take the pages and how to paint them; :func:`chart` is the way in."""
        self.drawing = drawing
        self.painter = painter

    def save(self, path: str | Path) -> list[Path]:
        """Write the chart by the suffix of ``path`` (.svg, .png), and give the files written.

        More pages than one become name-1, name-2 … Raises ProblemsError for another suffix, OSError where it cannot write.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in SUFFIXES:
            message = f"no format {suffix or target.name!r}; there are {', '.join(SUFFIXES)}"
            raise ProblemsError([Problem("UNKNOWN_FORMAT", message)])
        write = self.svg if suffix == ".svg" else self.png
        pages = len(self.drawing.pages)
        names = [target] if pages == 1 else [target.with_stem(f"{target.stem}-{n + 1}") for n in range(pages)]
        for number_, name in enumerate(names):
            made = write(number_)
            write_bytes(name, made.encode() if isinstance(made, str) else made)
        return names

    def svg(self, page: int = 0) -> str:
        """Write one page (counted from 0) as SVG."""
        from orgmodel.charts.render.svg import svg

        return svg(self.drawing, self.drawing.pages[page], self.painter)

    def png(self, page: int = 0, *, dpi: float = 300) -> bytes:
        """Draw one page (counted from 0) as PNG."""
        from orgmodel.charts.render.png import png

        return png(self.drawing.pages[page], self.painter, dpi=dpi)

    def _repr_svg_(self) -> str | None:
        """Show the first page in a notebook."""
        return self._first

    @cached_property
    def _first(self) -> str:
        return self.svg()

    def __repr__(self) -> str:
        """Show the size."""
        boxes = sum(len(page.boxes) for page in self.drawing.pages)
        pages = len(self.drawing.pages)
        return f"Chart({boxes} box{'es' * (boxes != 1)} on {pages} page{'s' * (pages != 1)})"


def _heading(
    structure: Structure,
    selection: Selection,
    language: str,
    label: str,
    scenario: Any,
    root: str | None,
    title: str | None,
    source: str | None,
) -> Heading:
    top = selection.entries[0].name if root is not None or selection.parents.count(-1) == 1 else ""
    names: Names = getattr(scenario, "title", ()) or ()
    scenario_title = clean(text_in(names, language)) if names else ""
    chosen = clean(title) if title is not None else word("title", language) + (f" – {top}" if top else "")
    subtitle = " – ".join(part for part in (label, scenario_title) if part)
    draft = word("illustrative", language) if getattr(scenario, "illustrative", False) else ""
    cited = clean(source) if source is not None else "; ".join(_documents(structure, selection, language))
    return Heading(
        chosen,
        subtitle,
        draft,
        word("source", language, cited) if cited else "",
        word("as-of", language, date(structure.as_of, language)) if structure.as_of else "",
    )


def _documents(structure: Structure, selection: Selection, language: str, most: int = 4) -> list[str]:
    named_ones = []
    for id in selection.sources:
        document: Any = structure.documents.get(id)
        if document is None:
            continue
        text = clean(document.number or text_in(document.title, language) or id)
        named_ones.append(text)
    return named_ones[:most] + (["…"] if len(named_ones) > most else [])


def _legend(selection: Selection, blocks: tuple[str, ...], language: str) -> list[tuple[str, str, str]]:
    rows = [("block", block, named(f"block:{block}", language)) for block in blocks]
    if any(parent >= 0 for parent in selection.parents):
        rows.append(("line", "chart", word("line:chart", language)))
    kinds = dict.fromkeys(tie.kind for tie in selection.ties if not tie.mark)
    rows += [("line", kind, named(f"line:{kind}", language)) for kind in kinds]
    if "professional" in kinds:
        rows.append(("text", "guidance", word("guidance", language)))
    bundles = {tie.mark: tie.note for tie in selection.ties if tie.mark}
    rows += [("text", f"mark-{mark}", f"({mark}) {bundles[mark]}") for mark in sorted(bundles)]
    marks = {"figures": "figures", "sum": "figures-sum", "assumed": "figures-assumed", "missing": "figures-missing"}
    return rows + [("text", mark, word(key, language)) for mark, key in marks.items() if mark in selection.seen]


def _count(selection: Selection, language: str) -> str:
    return word("units", language, number(len(selection.entries), language))


def _refuse_missing_letters(selection: Selection, faces: Any) -> None:
    problems = []
    for entry in selection.entries:
        text = entry.name + "".join(entry.details)
        missing = faces[1].missing(entry.name) + faces[0].missing("".join(entry.details))
        if missing:
            codes = ", ".join(f"{one} (U+{ord(one):04X})" for one in dict.fromkeys(missing))
            problems.append(
                Problem(
                    "MISSING_LETTER",
                    f"{faces[0].family} has no {codes} in {text!r} of unit {entry.id!r}; "
                    "name a font that has it in the theme: {'font': '/path/to/font.ttf'}",
                    subject=entry.id,
                )
            )
    if problems:
        raise ProblemsError(problems)
