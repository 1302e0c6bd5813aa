"""Displays of structures, studies, scenarios, outcomes and comparisons, as an analyst would sum them up; names are data and are escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import text_in
from orgmodel.core.records import Unit
from orgmodel.notebook.html import (
    MOST_COLUMNS,
    MOST_HTML,
    MOST_IN_TABLE,
    bullets,
    page,
    paragraph,
    rest,
    table,
    worded,
)
from orgmodel.notebook.listings import found_line, problems_table
from orgmodel.notebook.naming import Namer, begun_in
from orgmodel.operations.verbs import VERBS
from orgmodel.words.deadlines import due_in
from orgmodel.words.labels import heading, label
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import at_least, count, date, number, of_each
from orgmodel.words.tables import structure_line, word

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure
    from orgmodel.exploration.exploration import Exploration
    from orgmodel.measures.catalogue import Measure
    from orgmodel.measures.measured_value import MeasureRow
    from orgmodel.scenario.elements import Step
    from orgmodel.scenario.scenario import Outcome, Scenario, Study

SHOWN = (
    *("units", "units_internal", "posts_authorized", "posts_filled", "vacancies", "headcount", "heads", "deputies"),
    *("party_members", "span_mean", "layers"),
)
"""The measures of a structure, and of the two that an outcome leads from and to; what is not kept is not told."""

MOST_OWNERS = 3
"""So many of those who owe one step are named."""

MOST_KINDS = 12
"""So many kinds of unit are told, those of most units first."""


def heads(language: str, *keys: str) -> list[str]:
    """Word the heads of columns."""
    return [heading(key, language) for key in keys]


# -- one structure ---------------------------------------------------------------------------------------------------


def show_structure(structure: Structure) -> str:
    """Show a structure: its size, what kinds of unit there are, and the main measures in total and by block."""
    from orgmodel.measures import measure, measure_of, scopes_by

    every = scopes_by(structure, ["block"])
    scopes = every[: MOST_COLUMNS - 1]
    left_out = len(every) - len(scopes)
    meant = {id: measure_of(id, structure.terms) for id in (*SHOWN, *structure.terms.quantities)}
    ids = [id for id, one in meant.items() if one.is_kept(structure)]
    read = {(one.scope, one.measure): one for one in measure(structure, ids, scopes)}
    language, own = structure.terms.language, structure.terms.labels
    rows = [
        (measure_name(id, language, own), *(_reading(read[(scope, id)], meant[id], language) for scope in scopes))
        for id in ids
    ]
    texts = [text for row in rows for text in row[1:]]
    signs = [
        word(key, language)
        for key, sign in (("missing", "≥"), ("assumed", "*"), ("partial-sum", "["))
        if any(sign in text for text in texts)
    ]
    kinds = Counter(unit.kind for unit in structure.units if isinstance(unit, Unit) and unit.kind)
    told = of_each(
        [(label("kind", kind, language, own), many) for kind, many in kinds.most_common(MOST_KINDS)], language
    )
    told += f" {word('more', language, len(kinds) - MOST_KINDS, 'structure.units')}" if len(kinds) > MOST_KINDS else ""
    names = [
        label(family, key, language, own) if key else label("scope", family, language)
        for family, _, key in (scope.partition(":") for scope in scopes)
    ]
    return page(
        paragraph(structure_line(structure, language)),
        table([word("measure", language), *names], rows),
        paragraph(word("elsewhere-more", language, left_out), small=True) if left_out else "",
        paragraph(told, small=True),
        paragraph(*signs, small=True),
    )


def _reading(one: MeasureRow, meant: Measure, language: str) -> str:
    """Write a figure as tables of scenarios do: ≥ where some are missing, [k/n] where some units do not tell."""
    from orgmodel.comparison.comparable import MeasureCell
    from orgmodel.reports.side_by_side import figure_text

    cell = MeasureCell(
        one.value, None, one.missing, meant.is_least(one.missing), known=one.known, of=one.of, low=one.low
    )
    return figure_text(cell, language, 2)


# -- what is proposed ------------------------------------------------------------------------------------------------


def show_study(study: Study) -> str:
    """Show a study: what it is of, and its scenarios."""
    language = study.language
    rows = worded(study.scenarios.values(), lambda one: (one.id, one.name(language), len(one.all_steps())))
    said = count(len(study.scenarios), "scenario", language)
    title = text_in(study.title, language, study.id)
    return page(
        paragraph(said, structure_line(study.baseline, language)),
        table(heads(language, "scenario", "title", "steps"), rows, title, rest=rest(language, "study.scenarios")),
    )


def show_scenario(scenario: Scenario) -> str:
    """Show a scenario: its steps with what they do, who leads them and when, and the parameters that a caller can set."""
    language = scenario.baseline.terms.language
    steps = scenario.all_steps()
    namer = Namer(language, scenario.baseline)
    begun = begun_in([step.do for step in steps], language)
    shown = table(
        heads(language, "clause", "step", "operations", "owner", "force", "due", "effective"),
        worded(steps, lambda step: _step_cells(step, namer, begun)),
        scenario.name(language),
        sparse=True,
        rest=rest(language, "scenario.all_steps()[{at}:]"),
    )
    own = scenario.baseline.terms.labels
    parameters = [
        (
            one.name,
            text_in(one.title, language),
            ", ".join(label("choice", choice, language, own) for choice in one.choices) or _range(one, language),
            label("choice", str(one.default), language, own) if one.choices else one.default,
        )
        for one in scenario.all_parameters().values()
    ]
    named = heads(language, "parameter", "title", "choices", "default")
    return page(
        paragraph(count(len(steps), "step", language)),
        shown,
        table(named, parameters, sparse=True, rest=rest(language, "scenario.all_parameters()")) if parameters else "",
    )


def _step_cells(step: Step, namer: Namer, begun: Mapping[str, str]) -> tuple[str, ...]:
    """Fill a row; ``begun`` names the units that are not there yet, which may own a step that comes later."""
    language = namer.language
    verbs = Counter(label("operation", verb, language) for verb in _verbs(step.do))
    return (
        step.clause,
        text_in(step.title, language, step.id),
        of_each(list(verbs.items()), language) if verbs else "",
        _owners([namer.find(owner) or begun.get(owner, owner) for owner in step.owners], language),
        label("force", step.force or "", language),
        due_in(step.due, step.due_cited, language),
        date(step.effective, language) if step.effective else "",
    )


def _owners(names: list[str], language: str) -> str:
    """Name who owes a step; of many the first, and how many more."""
    left = len(names) - MOST_OWNERS
    return (
        ", ".join(names)
        if left < 2
        else f"{', '.join(names[:MOST_OWNERS])} {word('more', language, left, 'step.owners')}"
    )


def _verbs(data: Any) -> Iterator[str]:
    """List the verbs of what a step does, those of each choice too."""
    if isinstance(data, Mapping):
        verb = next((key for key in data if key in VERBS), None)
        if verb is not None:
            yield str(verb)
            return
    for one in data.values() if isinstance(data, Mapping) else data if isinstance(data, list | tuple) else ():
        yield from _verbs(one)


def _range(one: Any, language: str) -> str:
    if one.low is None and one.high is None:
        return ""
    return f"{number(one.low, language)}–{number(one.high, language)}"


# -- what comes of it ------------------------------------------------------------------------------------------------


def show_outcome(outcome: Outcome) -> str:
    """Show an outcome: what it comes to, what became of the units, and what went wrong; of a refused one only that."""
    return page(*outcome_parts(outcome))


def outcome_parts(outcome: Outcome) -> list[str]:
    """Make the parts of what is shown of an outcome."""
    language = outcome.before.terms.language
    did = "" if outcome.refused else count(len(outcome.changes), "change", language)
    parts = [
        paragraph(outcome.scenario.name(language)),
        paragraph(count(len(outcome.steps), "step", language), did, found_line(outcome.problems, language)),
    ]
    if not outcome.refused:
        parts += _measured(outcome)
        if rows := _lineage_rows(outcome, language):
            named = heads(language, "clause", "operation", "before", "after", "term")
            parts.append(table(named, rows, sparse=True, rest=rest(language, "outcome.lineage")))
    if outcome.problems:
        parts.append(problems_table(outcome.problems, outcome_namer(outcome), "outcome.problems"))
    return parts


def _measured(outcome: Outcome) -> list[str]:
    """Set the whole after beside the whole now, as scenarios are set side by side."""
    from orgmodel.comparison.comparison import compare
    from orgmodel.measures import measure_of
    from orgmodel.reports.side_by_side import DRAFT_MARK, side_by_side
    from orgmodel.words.charts import word as state

    before, after = outcome.before, outcome.after
    kept = [
        id
        for id in (*SHOWN, *before.terms.quantities)
        if any(measure_of(id, before.terms).is_kept(one) for one in (before, after))
    ]
    language = before.terms.language
    sides = side_by_side(compare(outcome), language, scopes=["total"], measures=kept)
    mark = f" {DRAFT_MARK}" if outcome.scenario.illustrative else ""
    return [
        table((*side.heads[:-1], state("after", language) + mark), side.rows)
        + "".join(paragraph(note, small=True) for note in side.notes)
        for side in sides
    ]


def outcome_namer(outcome: Outcome) -> Namer:
    """Name what is there before, and what the steps begin."""
    changes = (change for step in outcome.steps for change in step.changes)
    return Namer(outcome.before.terms.language, outcome.before, changes=changes)


def _lineage_rows(outcome: Outcome, language: str) -> list[tuple[str, ...]]:
    """Say what became of which units, a row for each that ends or begins in one operation."""
    namer = outcome_namer(outcome)
    grouped: dict[tuple[str, str, str, str], tuple[list[str | None], list[str | None]]] = {}
    for one in outcome.lineage:
        many = one.before if one.operation.startswith("split") else one.after  # what was split, or what came of several
        sides = grouped.setdefault((one.clause, one.operation, many or str(one.before), one.term), ([], []))
        sides[0].append(one.before)
        sides[1].append(one.after)
    return [
        (clause, label("operation", operation, language), namer.each(before), namer.each(after), term)
        for (clause, operation, _, term), (before, after) in grouped.items()
    ]


def show_case(case: Case) -> str:
    """Show one case of a comparison: what its outcome shows, under its label."""
    short = case.short(case.before.terms.language)
    called = case.label if short == case.label else f"{case.label}: {short}"
    return page(paragraph(called), *outcome_parts(case.outcome))


def show_exploration(found: Exploration) -> str:
    """Show an exploration: whom to ask for which figure first, and the measures after that the draws spread."""
    from orgmodel.comparison.scope_names import scope_name
    from orgmodel.exploration.exploration import is_beyond
    from orgmodel.measures.catalogue import measure_of
    from orgmodel.words.exploring import exploring
    from orgmodel.words.first_asked import first_asked
    from orgmodel.words.money import measure_title

    language = found.language
    cases = {one.outcome.scenario.id: one for one in found.named.cases}
    rows_of = found.measures.query("state == 'after' and sd > 0").to_dict("records")
    leasts = [measure_of(row["measure"], cases[row["scenario"]].before.terms).is_least(row["missing"]) for row in rows_of]  # fmt: skip
    rows = [
        (
            cases[row["scenario"]].short(language),
            scope_name(cases[row["scenario"]], row["scope"], language),
            measure_title(row["measure"], cases[row["scenario"]].before.terms, language),
            *(at_least(row[key], language, least=least) for key in ("best", "mean")),
            exploring("between", language, *(number(row[end], language) for end in ("p5", "p95"))),
        )
        for row, least in zip(rows_of, leasts, strict=True)
    ]
    heads_of = [exploring(one, language) for one in ("scenario", "scope", "measure", "best", "mean", "interval")]
    beyond = sum(map(is_beyond, rows_of))
    noted = [paragraph(exploring("beyond", language, number(beyond, language)))] if beyond else []
    noted += [paragraph(exploring("missing", language))] if any("≥" in cell for row in rows for cell in row) else []
    told = [
        f"{found.named.sentence(one, language)} {found.named.no_ends(one, language)}".strip() for one in found.decided
    ]
    said = [paragraph(first_asked("title", language)), bullets(told, room=MOST_HTML // 2)] if found.decided else []
    return page(
        *said,
        table(heads_of, rows, exploring("measures", language), rest=rest(language, "exploration.measures")),
        *noted,
    )


def show_comparison(comparison: Comparison) -> str:
    """Show a comparison: the scenarios side by side, clause by clause, then what each changes and which norms ask for action."""
    from orgmodel.reports.side_by_side import key_table, side_by_side

    language = comparison.language
    told = comparison.summary(language).splitlines()
    shown = [f"<p>{escape(told[0])}</p>"]
    sides = side_by_side(comparison, language)
    more = rest(language, "comparison.wide(), comparison.measures")
    for at, side in enumerate(sides):
        made = (
            table(side.heads, side.rows, side.title, most=MOST_IN_TABLE, rest=more)
            if side.rows
            else paragraph(side.title)
        )
        made += "".join(paragraph(note, small=True) for note in side.notes)
        if sum(map(len, shown)) + len(made) > MOST_HTML - MOST_IN_TABLE // 2:
            shown.append(f"<p>{more(at, len(sides) - at)}</p>")
            break
        shown.append(made)
    key = key_table(comparison, language)
    rows = [row for row in key.rows if row[0] not in row[1]]  # a number stands in the place of a long title
    shown.append(
        table(key.heads, rows, key.title, most=MOST_IN_TABLE // 2, rest=rest(language, "comparison.cases"))
        if rows
        else ""
    )
    shown.append(
        bullets(
            told[1:],
            room=MOST_HTML - sum(len(one.encode()) for one in shown),
            rest=rest(language, "print(comparison.summary())"),
        )
    )
    return page(*shown)
