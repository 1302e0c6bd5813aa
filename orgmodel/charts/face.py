"""The public face: ``chart(…)`` and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.charts.compose import Composer
from orgmodel.charts.content import Entry, clean
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer, Heading
from orgmodel.charts.model import Drawing
from orgmodel.charts.paging import paged
from orgmodel.charts.paint import Painter
from orgmodel.charts.scene import Scene
from orgmodel.charts.selection import Selection, marked, select
from orgmodel.charts.sheet import sheet_of
from orgmodel.charts.slots import slots_of
from orgmodel.charts.theme import Theme, theme_of
from orgmodel.charts.wording import date, named, number, word
from orgmodel.core.atomic import write_bytes
from orgmodel.core.names import text_in
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.structure import Structure

if TYPE_CHECKING:
    from orgmodel.core.names import Names

STATES = ("before", "after", "changes")
MOST_EMPTY = 0.4  # beyond such a share of places that a state leaves empty it is laid out by itself
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
    look = theme_of(theme)
    sheet = sheet_of(page)
    scene, subject = _scene(x, state, language, root, depth, lines)
    selection = scene.selection
    heading = _heading(subject, selection, language, title, source)
    every = [entry for one in scene.states for entry in one.entries if entry is not None]
    blocks = tuple(dict.fromkeys(entry.block for entry in every if entry.block))
    faces = look.faces()
    _refuse_missing_letters(every, faces)
    framer = Framer(heading, _legend(scene.states, blocks, language), sheet, faces, language)
    pages = paged(Composer(framer, sheet, faces, language), scene)
    description = ", ".join(part for part in (heading.title, heading.subtitle, _count(selection, language)) if part)
    drawing = Drawing(pages, heading.title, description, language)
    solid = frozenset(kind for kind, style in subject.structure.terms.lines.items() if style == "solid")
    return Chart(drawing, Painter(look, blocks, solid))


@dataclass(frozen=True, slots=True)
class _Subject:
    """Hold the structure shown, how its state is called, and the scenario that it comes from."""

    structure: Structure
    label: str = ""
    scenario: Any = None


def _scene(
    x: Any, state: str, language: str, root: str | None, depth: int | None, lines: Sequence[str] | None
) -> tuple[Scene, _Subject]:
    """Give what is laid out: of an outcome both states together, so that what goes on keeps its place."""
    if isinstance(x, Structure):
        if state == "changes":
            message = "a structure by itself has no changes; draw the outcome of a scenario"
            raise ProblemsError([Problem("UNKNOWN_STATE", message)])
        slots = slots_of([x], root=root, depth=depth)
        return Scene(marked([select(x, slots, 0, language, kinds=lines)])), _Subject(x)
    states = (x.before, x.after)
    shown = 0 if state == "before" else 1
    subject = _Subject(states[shown], word(state, language), x.scenario)
    slots = slots_of(states, x.lineage, root=root, depth=depth)
    if slots.rows[shown].count(-1) <= MOST_EMPTY * len(slots.parents):
        both = [select(one, slots, number, language, kinds=lines) for number, one in enumerate(states)]
        return Scene(marked(both), shown), subject
    slots = slots_of([states[shown]], root=root, depth=depth)
    return Scene(marked([select(states[shown], slots, 0, language, kinds=lines)])), subject


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


def _heading(subject: _Subject, selection: Selection, language: str, title: str | None, source: str | None) -> Heading:
    structure, scenario = subject.structure, subject.scenario
    roots = [entry for entry, parent in zip(selection.entries, selection.parents, strict=True) if parent < 0 and entry]
    top = roots[0].name if len(roots) == 1 else ""
    names: Names = getattr(scenario, "title", ()) or ()
    scenario_title = clean(text_in(names, language)) if names else ""
    chosen = clean(title) if title is not None else word("title", language) + (f" – {top}" if top else "")
    subtitle = " – ".join(part for part in (subject.label, scenario_title) if part)
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


def _legend(states: Sequence[Selection], blocks: tuple[str, ...], language: str) -> list[tuple[str, str, str]]:
    """List what the key explains, the same for both states: blocks, lines, marks."""
    rows = [("block", block, named(f"block:{block}", language)) for block in blocks]
    if any(parent >= 0 for parent in states[0].parents):
        rows.append(("line", "chart", word("line:chart", language)))
    ties = [tie for state in states for tie in state.ties]
    kinds = dict.fromkeys(tie.kind for tie in ties if not tie.mark)
    rows += [("line", kind, named(f"line:{kind}", language)) for kind in kinds]
    signs = {"professional": "guidance", "administrative": "superior"}
    rows += [("text", key, word(key, language)) for kind, key in signs.items() if kind in kinds]
    bundles = {(tie.mark, f"{named(f'line:{tie.kind}', language)}: {tie.name}") for tie in ties if tie.mark}
    rows += [("text", f"mark-{mark}", f"({mark}) {note}") for mark, note in sorted(bundles)]
    marks = {"figures": "figures", "sum": "figures-sum", "assumed": "figures-assumed", "missing": "figures-missing"}
    seen = frozenset().union(*(state.seen for state in states))
    return rows + [("text", mark, word(key, language)) for mark, key in marks.items() if mark in seen]


def _count(selection: Selection, language: str) -> str:
    return word("units", language, number(sum(entry is not None for entry in selection.entries), language))


def _refuse_missing_letters(entries: Sequence[Entry], faces: tuple[Face, Face]) -> None:
    """Name every unit whose texts the fonts cannot write."""
    problems = []
    for entry in dict.fromkeys(entries):
        missing = faces[1].missing(entry.name) + faces[0].missing("".join(entry.details))
        if missing:
            codes = ", ".join(f"{one} (U+{ord(one):04X})" for one in dict.fromkeys(missing))
            message = (
                f"{faces[0].family} has no {codes}, which unit {entry.id!r} ({entry.name}) is written with; "
                "name a font that has it in the theme, as font = 'path/to/font.ttf'"
            )
            problems.append(Problem("MISSING_LETTER", message, subject=entry.id))
    if problems:
        raise ProblemsError(problems)
