"""Scenarios side by side as tables of texts: the same for the terminal, Markdown, HTML and a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.comparable import Comparable, MeasureCell, knows
from orgmodel.comparison.scope_names import scope_name
from orgmodel.comparison.side_by_side import Alternatives, alternative, alternatives_of, counted_kinds
from orgmodel.core.names import names_of, text_in
from orgmodel.measures.scopes import TOTAL, UNIT, split_scope
from orgmodel.norms.finding import is_for_action
from orgmodel.words.labels import label
from orgmodel.words.measures import measure_name
from orgmodel.words.money import measure_places, measure_title, priced_line
from orgmodel.words.numbers import at_least, change_told, count, number, places_of, rests_on_ranges
from orgmodel.words.running_text import within_sentence
from orgmodel.words.tables import word

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class TextTable:
    """Hold one table as texts: a title, the heads of its columns, its rows, and notes beneath; no rows where nothing changes."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def side_by_side(
    comparison: Comparison,
    language: str,
    *,
    scopes: Sequence[str] | None = None,
    measures: Iterable[str] | None = None,
) -> tuple[TextTable, ...]:
    """Lay a comparison out as tables; ``scopes`` and ``measures`` are what was asked for, and are shown in full."""
    found = alternatives_of(comparison, scopes=scopes, measures=measures)
    tables = []
    told: set[str] = set()
    for number_of, alternatives in enumerate(found):
        notes = _counts(comparison, alternatives, language) if number_of == 0 else []
        blank = [
            f"{within_sentence(_measure_name(alternatives, line, language))}{_part(line.now)}"
            for line in alternatives.blank
        ]
        blank = [text for text in blank if alternatives.lines and text not in told]
        notes += [word("blank", language, ", ".join(blank))] if blank else []
        told.update(blank)
        tables.append(_text_table(alternatives, language, notes))
    return tuple(tables)


def case_table(case: Case, language: str, scope: str = TOTAL) -> TextTable:
    """Lay one case beside now in a scope, in full."""
    return _text_table(alternative(case, scope), language, [])


def _text_table(alternatives: Alternatives, language: str, notes: list[str]) -> TextTable:
    title = _title(alternatives, language)
    shown = [case for case in alternatives.cases if not case.is_refused]
    remarks = [word("refused-note", language, case.short(language)) for case in alternatives.cases if case.is_refused]
    if not alternatives.lines:
        alike = word("as-now", language, count(len(alternatives.alike), "measure", language))
        still = [
            f"{_marked(case, language)}: {alike if case.outcome.changes else word('no-change', language)}"
            for case in shown
        ]
        return TextTable(title, (), (), (*still, *remarks, *_rest(alternatives, language)))
    heads = (
        word("measure", language),
        word("now", language),
        *(_marked(case, language) for case in alternatives.cases),
    )
    rows = tuple(
        (
            _measure_name(alternatives, line, language),
            _now(line, language, _terms(alternatives, line)),
            *(_cell(line, at, language, case) for at, case in enumerate(alternatives.cases)),
        )
        for line in alternatives.lines
    )
    signs = [word("draft", language)] if any(case.outcome.scenario.illustrative for case in alternatives.cases) else []
    signs += [word(f"partial-{form}", language) for form in _partial(alternatives)]
    signs += [word("assumed", language)] if _rests_on_ranges(alternatives) else []
    signs += _unlisted(alternatives, language)
    remarks += ["; ".join(signs)] if signs else []
    if any(line.now is None and not line.meant.compares for line in alternatives.lines):
        remarks.append(word("different-now", language))
    beneath = (
        *remarks,
        *_kin(alternatives, language),
        *_priced(alternatives, language),
        *notes,
    )
    return TextTable(title, heads, rows, (*beneath, *_rest(alternatives, language)))


def _priced(alternatives: Alternatives, language: str) -> list[str]:
    """Say of which date the pay is that both states are priced at, where a row tells yearly cost."""
    if not any(line.measure == "cost_year" for line in alternatives.lines):
        return []
    return list(
        dict.fromkeys(
            priced_line(case.before.terms.money, case.priced_at, language)
            for case in alternatives.cases
            if not case.is_refused
        )
    )


def _unlisted(alternatives: Alternatives, language: str) -> list[str]:
    """Say how many agencies of the scope list no posts now, where a row sums posts: those are not in it."""
    if not any(line.meant.of_posts for line in alternatives.lines):
        return []
    told: dict[str, None] = {}
    for case in alternatives.cases:
        if case.is_refused or not case.before.posts:
            continue
        evaluator = case.change_evaluator.before
        dimension, name = split_scope(case.before, alternatives.scope)
        (group,) = evaluator.numbers(dimension, [name])
        many = int(evaluator.silent_agencies(dimension)[group]) if group >= 0 else 0
        if many:
            told[word("unlisted-brief", language, number(many, language))] = None
    return list(told)


def _partial(alternatives: Alternatives) -> list[str]:
    """List the forms of measure of which a figure shown is of some units only, and whether one is not given for that."""
    found: dict[str, None] = {}
    for line in alternatives.lines:
        for cell in (line.now, *line.cells):
            if cell is not None and cell.is_partial:
                found["blank" if cell.value is None else line.meant.form] = None
    if "sum" in found:
        found.pop("mean", None)  # told of both by one sign
    return sorted(found)


def _rests_on_ranges(alternatives: Alternatives) -> bool:
    """Tell whether a figure shown is at least so much with ranges at their best."""
    cells = (cell for line in (*alternatives.lines, *alternatives.whole) for cell in (line.now, *line.cells))
    return any(
        cell is not None and cell.at_least and cell.value is not None and rests_on_ranges(cell.value, cell.low)
        for cell in cells
    )


def _measure_name(alternatives: Alternatives, line: Comparable, language: str) -> str:
    return measure_title(line.measure, _terms(alternatives, line), language)


def _terms(alternatives: Alternatives, line: Comparable) -> Vocabulary:
    """Give the words of the first case that a row tells of: its costs are in that one's currency."""
    told = (case for case, cell in zip(alternatives.cases, line.cells, strict=True) if cell is not None)
    return next(told, alternatives.cases[0]).before.terms


def _title(alternatives: Alternatives, language: str) -> str:
    known = next((case for case in alternatives.cases if case.names_of(alternatives.scope)), alternatives.cases[0])
    where = word("scope", language, scope_name(known, alternatives.scope, language))
    if not alternatives.clauses:
        return f"{word('no-clause', language)} · {where}"
    if len(alternatives.clauses) > 1:
        clauses = word("clauses", language, ", ".join(alternatives.clauses))
    else:
        clauses = word("clause", language, alternatives.clauses[0])
    return f"{clauses} · {where}"


MOST_ELSEWHERE = 7
"""How many scopes are named in which cases differ besides; of more one fewer, and how many there are."""
DRAFT_MARK = "†"
"""Stands after the name of an illustrative draft."""


def _marked(case: Case, language: str) -> str:
    return f"{case.short(language)} {DRAFT_MARK}" if case.outcome.scenario.illustrative else case.short(language)


def _now(line: Comparable, language: str, terms: Vocabulary) -> str:
    if line.now is None:
        return ""
    return figure_text(line.now, language, _places(line, terms))


def _places(line: Comparable, terms: Vocabulary) -> int:
    """Give the decimals of a row, in which each change shows."""
    nows = [line.now] * len(line.cells) if line.now is not None else line.nows
    return places_of(
        *((now.value, cell.value, cell.change) for now, cell in zip(nows, line.cells, strict=True) if now and cell),
        least=measure_places(line.measure, terms),
    )


def figure_text(cell: MeasureCell, language: str, places: int) -> str:
    """Write a figure: ``?`` where it is not known, ≥ where it is at least so much, and of how many units where some are left out."""
    if _is_nothing(cell):
        return "–"
    part = _part(cell)
    return f"{at_least(cell.value, language, least=cell.at_least, low=cell.low, places=places)}{part}"


def _is_nothing(cell: MeasureCell) -> bool:
    """Tell whether there is nothing of which a figure could be told."""
    return cell.value is None and not cell.missing and not cell.units


def _is_untold(cell: MeasureCell) -> bool:
    """Tell whether a figure of all units is at least nothing, which is no more than not known."""
    return bool(cell.at_least and not cell.value and not cell.is_partial)


def _part(cell: MeasureCell | None) -> str:
    """Write of how many units a figure is, where some are left out."""
    return f" [{cell.known}/{cell.of}]" if cell is not None and cell.is_partial else ""


def _cell(line: Comparable, at: int, language: str, case: Case) -> str:
    """Write one case's figure: its value, and its change where there is one."""
    cell, now = line.cells[at], line.now or line.nows[at]
    if cell is None or now is None:
        return word("refused", language) if case.is_refused else ""
    places = _places(line, case.before.terms)
    figure = figure_text(cell, language, places)
    if line.meant.compares or _is_nothing(cell):
        return figure
    if cell.value is None or _is_untold(cell):  # by how much it changes may be known all the same
        shows = bool(cell.change and round(cell.change, places))
        return f"{figure} ({number(cell.change, language, signed=True, places=places)})" if shows else figure
    if cell.change is None:
        return figure if now.value is None and not now.missing else f"{figure} (?)"
    better = (
        word("now-known" if cell.now_known > 0 else "no-longer-known", language, number(abs(cell.now_known), language))
        if cell.now_known
        else ""
    )
    told = change_told(now.value, cell.value, cell.change, places)
    change = number(told, language, signed=True, places=places)
    is_same = line.now is None or cell.missing == line.now.missing  # else each case's change is against its own
    if told is not None and not round(told, places) and is_same and not better and now.value is not None:
        return figure
    return f"{figure} ({'; '.join(filter(None, (change, better)))})"


def _rest(alternatives: Alternatives, language: str) -> list[str]:
    notes = []
    if alternatives.whole and alternatives.lines:
        parts = []
        for line in alternatives.whole:
            cells = " | ".join(_cell(line, at, language, case) for at, case in enumerate(alternatives.cases))
            now = _now(line, language, alternatives.cases[0].before.terms)
            parts.append(f"{within_sentence(_measure_name(alternatives, line, language))} {now} → {cells}")
        notes.append(
            word("part" if alternatives.cases[0].before.terms.is_part else "whole", language, "; ".join(parts))
        )
    if alternatives.alike and alternatives.lines:
        notes.append(word("alike", language, count(len(alternatives.alike), "measure", language)))
    if alternatives.elsewhere:
        case = alternatives.cases[0]
        names = [scope_name(case, scope, language) for scope in alternatives.elsewhere]
        if len(names) > MOST_ELSEWHERE:
            more = word("elsewhere-more", language, number(len(names) - MOST_ELSEWHERE + 1, language))
            names = [*names[: MOST_ELSEWHERE - 1], more]
        notes.append(word("elsewhere", language, "; ".join(names)))
    return notes


def _counts(comparison: Comparison, alternatives: Alternatives, language: str) -> list[str]:
    """Name the kinds of unit that the measures of units count, as the study calls them."""
    shown = {line.measure for line in alternatives.lines}
    own_terms = comparison.cases[0].before.terms
    own = own_terms.labels
    notes = []
    for id in ("units", "units_internal"):
        kinds = counted_kinds(comparison, id)
        if kinds and id in shown:
            names = ", ".join(label("kind", kind, language, own) for kind in kinds)
            notes.append(word("counts", language, measure_name(id, language, own), names))
    if "units_direct" in shown:
        notes.append(
            word(
                "counts-direct-party"
                if any(own_terms.counts(kind) == "party" for kind in own_terms.kinds)
                else "counts-direct",
                language,
                measure_name("units_direct", language, own),
            )
        )
    return ["; ".join(notes)] if notes else []


def _kin(alternatives: Alternatives, language: str) -> list[str]:
    """Say what became of a unit of the scope that is in one state only, and where a new one came from."""
    notes: dict[str, None] = {}
    for position, case in enumerate(alternatives.cases):
        cells = [cell for line in alternatives.lines if (cell := line.cells[position]) is not None]
        if split_scope(case.before, alternatives.scope)[0] != UNIT or case.is_refused:
            continue
        if not knows(case, alternatives.scope):
            name = _called(alternatives.cases, alternatives.scope, language)
            notes[word("absent", language, case.short(language), name)] = None
            continue
        before, after = (structure.units.row(alternatives.scope) >= 0 for structure in (case.before, case.after))
        if before and after:
            continue
        kin = next((cell.units for cell in cells if cell.units), ())
        joined = any(cell.joined for cell in cells)
        unit = case.called(alternatives.scope, language)
        names = ", ".join(case.called(one, language) for one in kin)
        if not before and not after:
            key, names = "interim", case.step_title(case.interim[alternatives.scope][0], language)
        elif before:
            key = ("became-joined" if joined else "became") if kin else "ended"
        else:
            key = ("came-from-joined" if joined else "came-from") if kin else "came-from-nothing"
        notes[word(key, language, case.short(language), unit, names)] = None
    return list(notes)


def _called(cases: Sequence[Case], unit: str, language: str) -> str:
    """Name a unit by a case that knows it."""
    return next((name for case in cases if (name := case.called(unit, language)) != unit), unit)


def key_table(comparison: Comparison, language: str) -> TextTable:
    """List the scenarios by the name that stands at the head of a column, with their titles and ids.

    Left out are those whose name is the id, and one alone that bears its title.
    """
    told = [case for case in comparison.cases if any(name != case.label for _, name in case.short_names)]
    if len(comparison.cases) == 1:
        titles = comparison.cases[0].outcome.scenario.title
        told = [case for case in told if any(text_in(titles, code) != name for code, name in case.short_names)]
    rows = tuple((case.short(language), case.name(language), case.label) for case in told)
    heads = tuple(word(key, language) for key in ("short-name", "full-title", "scenario-id"))
    return TextTable(word("scenario-names", language), heads, rows, ())


FINDING_DETAILS = ("citation", "note", "code")
"""What a finding tells besides what it finds: the article, the norm's note, and the code last."""

# -- findings ------------------------------------------------------------------------------------------------------------


def findings_table(comparison: Comparison, language: str) -> TextTable:
    """List the findings after that somebody must act on, each once with the scenarios in which it stands."""
    everyone = [case.label for case in comparison.cases if not case.is_refused]
    found: dict[tuple[str, ...], list[str]] = {}
    counts: dict[str, int] = {}
    for row in comparison.norms.to_dict("records"):
        if row["state"] != "after" or row["scenario"] not in everyone:
            continue
        if not is_for_action(row["result"], row.get("change")):
            counts[row["result"]] = counts.get(row["result"], 0) + 1
            continue
        title = row["title"] if isinstance(row.get("title"), dict) else {}
        name = title.get(language) or next(iter(title.values()), "")
        case = comparison.case(row["scenario"])
        key = (
            name or row["norm"],
            subject_name(case, str(row["subject"]), language),
            label("result", row["result"], language),
            ranged_value(row, language),
            "" if row["limit"] is None or row["limit"] != row["limit"] else number(row["limit"], language),
            text_in(names_of(**row["cited"]), language),
            text_in(names_of(**note), language) if isinstance(note := row.get("note"), dict) else "",
            row["norm"],
        )
        found.setdefault(key, []).append(row["scenario"])
    rows = [
        (
            *key,
            word("all-scenarios", language)
            if set(labels) == set(everyone) and len(everyone) > 1
            else ", ".join(comparison.case(one).short(language) for one in labels),
        )
        for key, labels in sorted(found.items(), key=lambda item: len(item[1]))
    ]
    heads = tuple(
        word(key, language) for key in ("norm", "subject", "result", "value", "limit", *FINDING_DETAILS, "scenarios")
    )
    counted = ", ".join(
        f"{number(many, language)} {label('result', result, language)}" for result, many in counts.items()
    )
    notes = (word("findings-counted", language, counted),) if counted else ()
    return TextTable(word("findings", language), heads, tuple(rows), notes)


def ranged_value(row: Mapping[Any, Any], language: str) -> str:
    """Write the value of a finding, with the range that it may have."""
    value = number(row["value"], language)
    low, high = row.get("low"), row.get("high")
    if low is None or high is None or low == high or low != low or high != high:
        return value
    return f"{value} ({number(low, language)}–{number(high, language)})"


def subject_name(case: Case, subject: str, language: str) -> str:
    """Name the subject of a finding: a unit by its name, a pool by what it is of, the whole as such."""
    if not subject:
        return label("scope", TOTAL, language)
    if "|" in subject:
        return " – ".join(case.called(one, language) for one in subject.split("|"))
    head, colon, _ = subject.partition(":")
    return scope_name(case, subject, language) if colon or head == TOTAL else case.called(subject, language)
