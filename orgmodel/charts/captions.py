"""The words around a chart: heading, legend, source, and the refusal of letters that the font has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.charts.content import BoxContent, brief, clean
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Heading
from orgmodel.charts.selection import Selection
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import Problem, refuse_if_any
from orgmodel.measures.figure_dates import figure_dates
from orgmodel.words.charts import named, word
from orgmodel.words.numbers import date

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

MOST_SOURCES = 4
LONGEST_NAME, LONGEST = 90, 400  # letters of a unit's name in the title, and of any text of the frame
Labels = Mapping[str, Names]
"""The study's own words for keys."""

LegendRow = tuple[str, str, str]
"""What kind of sample, of what, and the words beside it."""


@dataclass(frozen=True, slots=True)
class ChartSubject:
    """Hold the structure shown, how its state is called, and the scenario that it comes from."""

    structure: Structure
    label: str = ""
    scenario: Any = None


def heading_of(
    subject: ChartSubject, top: str, cited: Iterable[str], language: str, title: str | None, source: str | None
) -> Heading:
    """Write the heading of a chart whose topmost unit is ``top`` and whose figures cite some documents."""
    structure, scenario = subject.structure, subject.scenario
    names = getattr(scenario, "title", ()) or ()
    scenario_title = clean(text_in(names, language)) if names else ""
    named_top = f" – {brief(top, LONGEST_NAME)}" if top else ""
    chosen = brief(clean(title), LONGEST) if title is not None else word("title", language) + named_top
    subtitle = " – ".join(part for part in (subject.label, brief(scenario_title, LONGEST)) if part)
    draft = word("illustrative", language) if getattr(scenario, "illustrative", False) else ""
    sources = clean(source) if source is not None else "; ".join(_documents(structure, cited, language))
    return Heading(
        chosen,
        subtitle,
        draft,
        word("source", language, brief(sources, LONGEST)) if sources else "",
        word("structure-as-of" if figure_dates(structure) else "as-of", language, date(structure.as_of, language))
        if structure.as_of
        else "",
    )


def _documents(structure: Structure, cited: Iterable[str], language: str) -> list[str]:
    found = []
    for id in cited:
        document: Any = structure.documents.get(id)
        if document is not None:
            found.append(clean(document.number or text_in(document.title, language) or id))
    return found[:MOST_SOURCES] + (["…"] if len(found) > MOST_SOURCES else [])


def chart_legend(
    states: Sequence[Selection], blocks: Sequence[str], language: str, own: Labels | None = None
) -> list[LegendRow]:
    """List what the key of a chart explains, the same for both states: blocks, lines, signs."""
    rows = block_rows(blocks, language, own)
    if any(parent >= 0 for parent in states[0].parents):
        rows.append(("line", "chart", named("line:chart", language, own)))
    ties = [tie for state in states for tie in state.ties]
    kinds = dict.fromkeys(tie.kind for tie in ties if not tie.bundle)
    rows += line_rows(kinds, language, own)
    rows += line_sign_rows(kinds, language)
    bundles = {
        (tie.bundle, f"{clean(named(f'line:{tie.kind}', language, own))}: {tie.name}") for tie in ties if tie.bundle
    }
    rows += [("text", f"bundle-{number}", f"({number}) {note}") for number, note in sorted(bundles)]
    return rows + figure_rows(frozenset().union(*(state.signs for state in states)), language)


def block_rows(blocks: Sequence[str], language: str, own: Labels | None = None) -> list[LegendRow]:
    """Explain the blocks."""
    return [("block", block, clean(named(f"block:{block}", language, own))) for block in blocks]


def line_rows(kinds: Iterable[str], language: str, own: Labels | None = None) -> list[LegendRow]:
    """Explain how kinds of line are drawn."""
    return [("line", kind, clean(named(f"line:{kind}", language, own))) for kind in kinds]


def line_sign_rows(kinds: Iterable[str], language: str) -> list[LegendRow]:
    """Explain the signs that stand for kinds of line in boxes."""
    signs = {"professional": "guidance", "administrative": "superior"}
    return [("text", key, word(key, language)) for kind, key in signs.items() if kind in set(kinds)]


def figure_rows(seen: Iterable[str], language: str) -> list[LegendRow]:
    """Explain the signs beside figures."""
    signs = {
        "figures": "figures-inside" if "outside" in set(seen) else "figures",
        "sum": "figures-sum",
        "assumed": "figures-assumed",
        "missing": "figures-missing",
    }
    return [("text", sign, word(key, language)) for sign, key in signs.items() if sign in set(seen)]


def refuse_missing_letters(contents: Iterable[BoxContent], faces: tuple[Face, Face]) -> None:
    """Name every unit whose texts the fonts cannot write.

    Raises ProblemsError, with the letters, the fonts, a font of this machine that has them, and what to do.
    """
    found: list[tuple[BoxContent, str]] = []
    for content in dict.fromkeys(contents):
        missing = faces[1].missing(content.name) + faces[0].missing("".join(content.details))
        if missing:
            found.append((content, "".join(dict.fromkeys(missing))))
    having = {letters: _hint(letters) for letters in dict.fromkeys(letters for _, letters in found)}
    problems = []
    for content, letters in found:
        whose = Message.of("unit {unit!r} ({name})", unit=content.id, name=brief(content.name, 60))
        message = Message.of(
            "{family} has no {codes}, which {whose} is written with; {having}",
            family=faces[0].family,
            codes=_codes(letters),
            whose=whose,
            having=having[letters],
        )
        problems.append(Problem("MISSING_LETTER", message, subject=content.id))
    refuse_if_any(problems)


def refuse_missing_in_frame(heading: Heading, legend: Iterable[LegendRow], faces: tuple[Face, Face]) -> None:
    """Name every text around the chart that the fonts cannot write.

    Raises ProblemsError as :func:`refuse_missing_letters` does.
    """
    parts = [("title", heading.title), ("subtitle", heading.subtitle), ("source", heading.source)]
    parts += [("key", text) for _, _, text in legend]
    problems = []
    for part, text in parts:
        letters = "".join(dict.fromkeys(faces[0].missing(text) + faces[1].missing(text)))
        if letters:
            message = Message.of(
                "{family} has no {codes}, which {whose} is written with; {having}",
                family=faces[0].family,
                codes=_codes(letters),
                whose=Message.of("the {part} ({text})", part=Message.of(part), text=brief(text, 60)),
                having=_hint(letters),
            )
            problems.append(Problem("MISSING_LETTER", message, subject=part))
    refuse_if_any(problems)


def _codes(letters: str) -> str:
    return ", ".join(f"{one} (U+{ord(one):04X})" for one in letters)


def _hint(letters: str) -> str:
    known = _font_with(letters)
    if not known:
        return Message.of("no font found here has it")
    return Message.of("{font} has it: put font = {file!r} into the theme", font=known[0], file=known[1])


def _font_with(letters: str) -> tuple[str, str] | None:
    """Find a font of this machine that has all the letters, and every Vietnamese one: its name and its file."""
    from matplotlib.font_manager import fontManager
    from matplotlib.ft2font import FT2Font

    wanted = set(letters) | set("aăâđêôơưẠẵỹ")
    for listed in sorted(
        fontManager.ttflist, key=lambda one: (one.style != "normal", abs(int(one.weight) - 400), one.name)
    ):
        if "Last Resort" in listed.name:  # which has a frame for every letter, and the letter of none
            continue
        try:
            font = FT2Font(listed.fname)
            if all(font.get_char_index(ord(letter)) for letter in wanted):
                return listed.name, listed.fname
        except (OSError, RuntimeError, ValueError):
            continue
    return None
