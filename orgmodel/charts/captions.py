"""The words around a chart: heading, legend and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.charts.colouring import LegendRow
from orgmodel.charts.content import BoxContent, brief, clean
from orgmodel.charts.frame import Heading
from orgmodel.charts.key_rows import figure_rows, line_sign_rows
from orgmodel.charts.letters import Text
from orgmodel.charts.namesakes import told_apart
from orgmodel.charts.selection import Selection
from orgmodel.charts.signs import BUNDLE
from orgmodel.charts.ties import Tie
from orgmodel.core.names import Names, text_in
from orgmodel.core.records import Post, Unit
from orgmodel.measures.figure_dates import figure_dates
from orgmodel.measures.grouped_structure import lowest_over
from orgmodel.words.charts import named, word
from orgmodel.words.numbers import date

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

LONGEST_NAME, LONGEST = 90, 400  # letters of a unit's name in the title, and of any text of the frame
Labels = Mapping[str, Names]
"""The study's own words for keys."""


@dataclass(frozen=True, slots=True)
class ChartSubject:
    """Hold the structure shown, how its state is called, the scenario that it comes from, and the state before where it is after a run.

    Where ``both`` are shown the dates of both are told.
    """

    structure: Structure
    label: str = ""
    scenario: Any = None
    before: Structure | None = None
    both: bool = False


def top_name(states: Sequence[Structure], tops: Sequence[tuple[str, str]], root: str | None, language: str) -> str:
    """Name what a chart begins with, of ``tops`` as id and name: the only top, a post with its unit; of several the ``root`` asked for, or the unit that holds all such posts."""
    id = tops[0][0] if len(tops) == 1 else root or _around(states, [id for id, _ in tops])
    for structure in states[::-1]:
        record = None if id is None else structure.units.get(id) or structure.posts.get(id)
        if isinstance(record, Unit):
            return clean(record.name(language))
        if isinstance(record, Post):
            unit = structure.units.get(record.unit)
            names = (record.title(language) or record.id, unit.name(language) if isinstance(unit, Unit) else "")
            return clean(", ".join(filter(None, names)))
    return tops[0][1] if len(tops) == 1 else ""


def _around(states: Sequence[Structure], posts: Sequence[str]) -> str | None:
    """Give the lowest unit that posts lie in, all of them; none where there is none, or they are no posts."""
    for structure in states[::-1]:
        found = [one for id in posts if isinstance(one := structure.posts.get(id), Post)]
        rows = [structure.units.row(one.unit) for one in found]
        if found and len(found) == len(posts) and (lowest := lowest_over(structure, rows)):
            return lowest
    return None


def heading_of(
    subject: ChartSubject,
    top: str,
    cited: Iterable[str],
    language: str,
    title: str | None,
    source: str | None,
    kind: str = "title",
) -> Heading:
    """Write the heading of a chart whose topmost unit is ``top`` and whose figures cite some documents; ``kind`` says of what tree it is."""
    structure, scenario = subject.structure, subject.scenario
    names = getattr(scenario, "title", ()) or ()
    scenario_title = clean(text_in(names, language)) if names else ""
    named_top = f" – {brief(top, LONGEST_NAME)}" if top else ""
    chosen = brief(clean(title), LONGEST) if title is not None else word(kind, language) + named_top
    subtitle = " – ".join(part for part in (subject.label, brief(scenario_title, LONGEST)) if part)
    draft = word("illustrative", language) if getattr(scenario, "illustrative", False) else ""
    sources = _documents(structure, cited, language) if source is None else [clean(source)] * bool(source)
    return Heading(
        chosen,
        subtitle,
        draft,
        tuple(brief(one, LONGEST) for one in sources),
        _dated(subject, language),
    )


def _dated(subject: ChartSubject, language: str) -> str:
    """Say of what dates the structure and its figures are: a run moves the structure in time, and no figure with it."""
    structure, before = subject.structure, subject.before or subject.structure
    if not structure.as_of:
        return ""
    now = date(structure.as_of, language)
    begun: Structure = getattr(subject.scenario, "baseline", None) or before
    if begun.as_of == structure.as_of or not begun.as_of:
        return word("structure-as-of" if figure_dates(structure) else "as-of", language, now)
    if subject.both and before.as_of and before.as_of != structure.as_of:
        states = word("states-as-of", language, date(before.as_of, language), now)
    else:
        states = word("state-as-of", language, now)
    if figure_dates(begun):
        return states + word("figures-of-sources", language)
    return states + word("figures-as-of", language, date(begun.as_of, language))


def _documents(structure: Structure, cited: Iterable[str], language: str) -> list[str]:
    found = []
    for id in cited:
        document: Any = structure.documents.get(id)
        if document is not None:
            found.append(clean(document.number or text_in(document.title, language) or id))
    return list(dict.fromkeys(found))


def chart_legend(
    states: Sequence[Selection],
    groups: Sequence[LegendRow],
    language: str,
    own: Labels | None = None,
    *,
    line: str = "",
    below: str = "",
) -> list[LegendRow]:
    """List what the key of a chart explains, the same for both states: what boxes are coloured by, lines, signs.

    ``line`` words the chart's own line where it joins no units, ``below`` what is counted below each box.
    """
    rows = list(groups)
    if any(parent >= 0 for parent in states[0].parents):
        rows.append(("line", "chart", word(line, language) if line else named("line:chart", language, own)))
        if below:
            rows.append(("text", below, word(f"{below}-key", language)))
    ties = [tie for state in states for tie in state.ties]
    kinds = dict.fromkeys(tie.kind for tie in ties if not tie.bundle)
    rows += line_rows(kinds, language, own)
    rows += line_sign_rows(kinds, language)
    bundles = {
        (tie.bundle, f"{clean(named(f'line:{tie.kind}', language, own))}: {told_apart(tie.name, tie.of)}")
        for tie in ties
        if tie.bundle
    }
    rows += [("text", f"{BUNDLE}{number}", f"({number}) {note}") for number, note in sorted(bundles)]
    return rows + figure_rows(frozenset().union(*(state.signs for state in states)), language)


def line_rows(kinds: Iterable[str], language: str, own: Labels | None = None) -> list[LegendRow]:
    """Explain how kinds of line are drawn."""
    return [("line", kind, clean(named(f"line:{kind}", language, own))) for kind in kinds]


def texts_of(contents: Iterable[BoxContent], ties: Iterable[Tie] = ()) -> list[Text]:
    """List what boxes may say, with the units that say it."""
    texts = [
        (content.unit or content.id, content.name, text)
        for content in dict.fromkeys(contents)
        for text in (content.name, *(detail.text for detail in content.details))
    ]
    return texts + [(tie.start, "", text) for tie in ties for text in (tie.lead, tie.name, tie.of)]


def texts_around(heading: Heading, legend: Iterable[LegendRow]) -> list[Text]:
    """List what stands around a chart."""
    parts = [("title", heading.title), ("subtitle", heading.subtitle)]
    parts += [("source", one) for one in (*heading.sources, *heading.others)]
    return [(part, "", text) for part, text in (*parts, *(("key", text) for _, _, text in legend))]
