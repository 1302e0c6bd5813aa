"""The words around a chart: heading, legend, source, and the refusal of letters that the font has not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.charts.content import Entry, clean
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Heading
from orgmodel.charts.selection import Selection
from orgmodel.charts.wording import date, named, word
from orgmodel.core.names import text_in
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

MOST_SOURCES = 4
LegendRow = tuple[str, str, str]
"""What kind of sample, of what, and the words beside it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Hold the structure shown, how its state is called, and the scenario that it comes from."""

    structure: Structure
    label: str = ""
    scenario: Any = None


def heading_of(
    subject: Subject, top: str, cited: Iterable[str], language: str, title: str | None, source: str | None
) -> Heading:
    """Write the heading of a chart whose topmost unit is ``top`` and whose figures cite some documents."""
    structure, scenario = subject.structure, subject.scenario
    names = getattr(scenario, "title", ()) or ()
    scenario_title = clean(text_in(names, language)) if names else ""
    chosen = clean(title) if title is not None else word("title", language) + (f" – {top}" if top else "")
    subtitle = " – ".join(part for part in (subject.label, scenario_title) if part)
    draft = word("illustrative", language) if getattr(scenario, "illustrative", False) else ""
    sources = clean(source) if source is not None else "; ".join(_documents(structure, cited, language))
    return Heading(
        chosen,
        subtitle,
        draft,
        word("source", language, sources) if sources else "",
        word("as-of", language, date(structure.as_of, language)) if structure.as_of else "",
    )


def _documents(structure: Structure, cited: Iterable[str], language: str) -> list[str]:
    found = []
    for id in cited:
        document: Any = structure.documents.get(id)
        if document is not None:
            found.append(clean(document.number or text_in(document.title, language) or id))
    return found[:MOST_SOURCES] + (["…"] if len(found) > MOST_SOURCES else [])


def chart_legend(states: Sequence[Selection], blocks: Sequence[str], language: str) -> list[LegendRow]:
    """List what the key of a chart explains, the same for both states: blocks, lines, marks."""
    rows = block_rows(blocks, language)
    if any(parent >= 0 for parent in states[0].parents):
        rows.append(("line", "chart", word("line:chart", language)))
    ties = [tie for state in states for tie in state.ties]
    kinds = dict.fromkeys(tie.kind for tie in ties if not tie.mark)
    rows += [("line", kind, named(f"line:{kind}", language)) for kind in kinds]
    rows += sign_rows(kinds, language)
    bundles = {(tie.mark, f"{named(f'line:{tie.kind}', language)}: {tie.name}") for tie in ties if tie.mark}
    rows += [("text", f"mark-{mark}", f"({mark}) {note}") for mark, note in sorted(bundles)]
    return rows + mark_rows(frozenset().union(*(state.seen for state in states)), language)


def block_rows(blocks: Sequence[str], language: str) -> list[LegendRow]:
    """Explain the blocks."""
    return [("block", block, named(f"block:{block}", language)) for block in blocks]


def sign_rows(kinds: Iterable[str], language: str) -> list[LegendRow]:
    """Explain the signs that stand for kinds of line in boxes."""
    signs = {"professional": "guidance", "administrative": "superior"}
    return [("text", key, word(key, language)) for kind, key in signs.items() if kind in set(kinds)]


def mark_rows(seen: Iterable[str], language: str) -> list[LegendRow]:
    """Explain the marks beside figures."""
    marks = {"figures": "figures", "sum": "figures-sum", "assumed": "figures-assumed", "missing": "figures-missing"}
    return [("text", mark, word(key, language)) for mark, key in marks.items() if mark in set(seen)]


def refuse_missing_letters(entries: Iterable[Entry], faces: tuple[Face, Face]) -> None:
    """Name every unit whose texts the fonts cannot write.

    Raises ProblemsError, with the letters, the fonts, and what to do.
    """
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
