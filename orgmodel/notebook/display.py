"""Compact displays of structures, scenarios, studies, outcomes and comparisons; names are data and are escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from orgmodel.core.problems import ERROR, WARNING
from orgmodel.words.labels import heading, label
from orgmodel.words.measures import measure_name
from orgmodel.words.messages import message_text, problem_text
from orgmodel.words.numbers import amount, count, ranged
from orgmodel.words.operation_lines import describe
from orgmodel.words.tables import structure_line

if TYPE_CHECKING:
    from orgmodel.combination.combination import Combination
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.problems import Problem
    from orgmodel.core.structure import Structure
    from orgmodel.inference.difference import Difference
    from orgmodel.scenario.plan import Plan
    from orgmodel.scenario.planned import Done
    from orgmodel.scenario.scenario import Outcome, Scenario, Study

MOST_LETTERS = 160
"""The longest text that a cell shows."""

MOST_COLUMNS = 12

MOST_ROWS = 200
"""More rows than a table has room for: what is beyond is not worded."""

MOST_IN_TABLE = 8_000
"""The bytes of rows that a table shows: a display has two tables at most, and stays below 20 KB."""

MOST_HTML = 18_000
"""The most characters of a display, so that no cell of a notebook grows with the organisation."""
SHOWN = ("units", "posts_authorized", "posts_filled", "headcount", "heads", "deputies", "party_members")


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "", *, most: int = MOST_IN_TABLE) -> str:
    """Write an HTML table of escaped cells; None is blank, never 0. Long texts and tables are cut, and the rows left counted.

    >>> table(["a"], [["<b>"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{_short(one)}</th>" for one in heads[:MOST_COLUMNS])
    body: list[str] = []
    room, left = most, 0
    for row in rows:
        if left:  # what follows is counted, and not written
            left += 1
            continue
        made = "<tr>" + "".join(_cell(cell) for cell in row[:MOST_COLUMNS]) + "</tr>"
        room -= len(made.encode())
        if room < 0:
            left = 1
        else:
            body.append(made)
    if left:
        body.append(f'<tr><td colspan="{min(len(heads), MOST_COLUMNS)}">+ {left:,}</td></tr>')
    title = f'<caption style="text-align:left;font-weight:bold">{_short(caption)}</caption>' if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _cell(cell: Any) -> str:
    if cell is None or cell != cell:
        return "<td></td>"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else f"{cell:,}"
        return f'<td style="text-align:right">{text}</td>'
    return f"<td>{_short(cell)}</td>"


def _short(text: Any) -> str:
    shown = str(text)
    return escape(shown if len(shown) <= MOST_LETTERS else shown[: MOST_LETTERS - 1] + "…")


def _summary(*parts: str) -> str:
    """Say first what there is, in one line."""
    return f"<p>{_short('; '.join(part for part in parts if part))}</p>"


def _found(problems: Iterable[Problem], language: str) -> str:
    """Count errors and warnings, where there are any."""
    counts = Counter(one.severity for one in problems)
    return ", ".join(
        count(counts[severity], noun, language)
        for severity, noun in ((ERROR, "error"), (WARNING, "warning"))
        if counts[severity]
    )


def show_structure(structure: Structure) -> str:
    """Show a structure: its size, and the main measures in total and by block."""
    from orgmodel.measures import measure, measure_of, scopes_by

    scopes = scopes_by(structure, ["block"])[:MOST_COLUMNS]
    ids = [id for id in (*SHOWN, *structure.terms.quantities) if measure_of(id, structure.terms).is_kept(structure)]
    read = {(one.scope, one.measure): one for one in measure(structure, ids, scopes)}
    language = structure.terms.language
    rows = [
        (
            measure_name(id, language, structure.terms.labels),
            *(_reading(read[(scope, id)], language) for scope in scopes),
        )
        for id in ids
    ]
    return table(["", *scopes], rows, structure_line(structure, language))


def _reading(one: Any, language: str) -> str | int | float | None:
    if one.value is not None and one.missing:
        return ranged(one.value, one.low, None, one.missing, language)
    return one.value  # type: ignore[no-any-return]


def _heads(language: str, *keys: str) -> list[str]:
    return [heading(key, language) for key in keys]


def show_scenario(scenario: Scenario) -> str:
    """Show a scenario: its steps, and the parameters that a caller can set."""
    language = scenario.baseline.terms.language
    steps = [
        (step.clause, dict(step.title).get(language, step.id), step.owner, step.force, step.due, step.effective)
        for step in scenario.all_steps()
    ]
    shown = table(
        _heads(language, "clause", "step", "owner", "force", "due", "effective"), steps, scenario.name(language)
    )
    parameters = [
        (one.name, ", ".join(one.choices) or f"{one.low}–{one.high}", one.default)
        for one in scenario.all_parameters().values()
    ]
    return shown + (table(_heads(language, "parameter", "choices", "default"), parameters) if parameters else "")


def show_study(study: Study) -> str:
    """Show a study: its scenarios."""
    rows = [(one.id, one.name(study.language), len(one.all_steps())) for one in study.scenarios.values()]
    said = count(len(rows), "scenario", study.language)
    return _summary(said, structure_line(study.baseline, study.language)) + table(
        _heads(study.language, "scenario", "title", "steps"), rows, dict(study.title).get(study.language, study.id)
    )


def show_outcome(outcome: Outcome) -> str:
    """Show an outcome: what ended, began and moved, and what went wrong; of a refused one only that."""
    language = outcome.before.terms.language
    rows = [
        (one.clause, label("operation", one.operation, language), one.before, one.after, one.term)
        for one in (() if outcome.refused else outcome.lineage)
    ]
    did = "" if outcome.refused else count(len(outcome.changes), "change", language)
    shown = _summary(count(len(outcome.steps), "step", language), did, _found(outcome.problems, language)) + table(
        _heads(language, "clause", "operation", "before", "after", "term"), rows, outcome.scenario.name(language)
    )
    if outcome.problems:
        shown += table(
            _heads(language, "code", "problem"),
            (
                (one.code, problem_text(one, language) if at < MOST_ROWS else "")
                for at, one in enumerate(outcome.problems)
            ),
            message_text("problems", language),
        )
    return shown


def show_comparison(comparison: Comparison) -> str:
    """Show a comparison: the scenarios side by side, clause by clause, as far as fits, and where the rest is."""
    from orgmodel.reports.side_by_side import side_by_side

    language = comparison.language
    shown = [f"<p>{escape(comparison.summary(language).splitlines()[0])}</p>"]
    sides = side_by_side(comparison, language)
    for number, side in enumerate(sides):
        made = table(side.heads, side.rows, side.title) if side.rows else f"<p>{escape(side.title)}</p>"
        made += "".join(f"<p><small>{escape(note)}</small></p>" for note in side.notes)
        if sum(map(len, shown)) + len(made) > MOST_HTML:
            shown.append(f"<p>… {len(sides) - number} (comparison.wide(), comparison.measures)</p>")
            break
        shown.append(made)
    return "".join(shown)


def show_case(case: Case) -> str:
    """Show one case of a comparison: what its outcome shows, under its label."""
    short = case.short(case.before.terms.language)
    called = case.label if short == case.label else f"{case.label}: {short}"
    return f"<p>{_short(called)}</p>{show_outcome(case.outcome)}"


def show_difference(found: Difference) -> str:
    """Show what changed: totals before and after, the operations found with how sure they are, and how many records differ."""
    from orgmodel.reports.differences import READ_COLUMNS, TOTAL_COLUMNS, difference_rows, total_cells

    language = found.later.terms.language
    rows = difference_rows(found, language, ids=False)
    counts = Counter(label("table", change.table, language) for change in found.changes)
    steps = [
        (one["no"], one["date"], label("operation", one["operation"], language), label("certainty", one["certainty"], language), one["what"], one["basis"])
        for one in rows["operations"]
    ]  # fmt: skip
    caption = f"{count(len(steps), 'step', language)}, {count(len(found.changes), 'change', language)}"
    shown = table(
        _heads(language, *TOTAL_COLUMNS), [total_cells(one, language, found.before.terms) for one in rows["totals"]]
    )
    shown += table(_heads(language, *READ_COLUMNS["operations"]), steps, caption, most=MOST_IN_TABLE // 2)
    return shown + table(_heads(language, "table", "records"), counts.items())


def show_plan(plan: Plan) -> str:
    """Show a plan: its operations in order, and what the last one leaves to be decided."""
    done = plan.done
    language = plan.scenario.baseline.terms.language
    rows = (
        (
            at + 1,
            label("operation", one.verb, language) if one.verb else "",
            describe(one.data, language) if one.verb else "",
        )
        for at, one in enumerate(done)
    )
    shown = table(_heads(language, "number", "operation", "what"), rows, plan.scenario.name(language))
    changes = sum(len(effect.changes) for one in done for effect in one.effects)
    said = _summary(count(changes, "change", language)) if done else ""
    return said + shown + (_undecided(done[-1]) if done and not done[-1].is_decided else "")


def show_done(done: Done) -> str:
    """Show what one operation of a plan did, flow by flow, or what it leaves to be decided."""
    if not done.is_decided:
        return _undecided(done)
    language = done.language
    rows = (
        (label("quantity", one.quantity, language), one.from_unit, one.to_unit, amount(one.amount, language))
        for one in done.flows
    )
    said = f"{label('operation', done.verb, language)}: {describe(done.data, language)}" if done.verb else ""
    return table(_heads(language, "quantity", "from", "to", "amount"), rows, said)


def _undecided(done: Done) -> str:
    rows = ((row.id, row.unit, message_text(row.message, done.language)) for row in done.undecided_rows)
    return table(
        _heads(done.language, "id", "unit", "to_decide"),
        rows,
        f"{label('operation', done.verb, done.language)}: {describe(done.data, done.language)}",
    )


def show_combination(found: Combination) -> str:
    """Show a combination: its steps in order, and what stands in the way."""
    steps = [] if found.scenario is None else [(one.id, one.owner, one.effective) for one in found.scenario.steps]
    language = found.language
    shown = table(_heads(language, "step", "owner", "effective"), steps, count(len(steps), "step", language))
    if not found.conflicts:
        return shown
    rows = [(message_text(one.why, language), one.first.step, one.second.step) for one in found.conflicts]
    return shown + table(_heads(language, "conflict", "first", "second"), rows)
