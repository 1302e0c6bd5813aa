"""Compact displays of structures, scenarios, studies, outcomes and comparisons; names are data and are escaped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.outcome import Outcome
    from orgmodel.scenario.scenario import Scenario, Study

SHOWN = ("units", "posts_authorized", "posts_filled", "headcount", "heads", "deputies", "party_members")


def register() -> None:
    """Teach the running notebook how to show our values; nothing happens outside of one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    formatter = getattr(getattr(shell, "display_formatter", None), "formatters", {}).get("text/html")
    if formatter is None:
        return
    for module, name, show in DISPLAYS:
        formatter.for_type_by_name(module, name, show)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "") -> str:
    """Write an HTML table of escaped cells; None is blank, never 0.

    >>> table(["a"], [["<b>"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Any) -> str:
    if cell is None or cell != cell:
        return "<td></td>"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else f"{cell:,}"
        return f'<td style="text-align:right">{text}</td>'
    return f"<td>{escape(str(cell))}</td>"


def show_structure(structure: Structure) -> str:
    """Show a structure: its size, and the main measures in total and by block."""
    from orgmodel.measures import measure, measure_of, scopes_by

    scopes = scopes_by(structure, ["block"])
    read = {(one.scope, one.measure): one for one in measure(structure, SHOWN, scopes)}
    rows = [
        (measure_of(id).name(structure.terms.language), *(_reading(read[(scope, id)]) for scope in scopes))
        for id in SHOWN
    ]
    caption = (
        f"{len(structure.units)} units, {len(structure.posts)} rows of posts, as of {structure.as_of or 'undated'}"
    )
    return table(["", *scopes], rows, caption)


def _reading(one: Any) -> str | int | float | None:
    if one.value is not None and one.missing:
        return f"≥ {one.value} ({one.missing} missing)"
    return one.value  # type: ignore[no-any-return]


def show_scenario(scenario: Scenario) -> str:
    """Show a scenario: its steps, and the parameters that a caller can set."""
    language = scenario.baseline.terms.language
    steps = [
        (step.clause, dict(step.title).get(language, step.id), step.owner, step.force, step.due, step.effective)
        for step in scenario.all_steps()
    ]
    shown = table(["clause", "step", "owner", "force", "due", "effective"], steps, scenario.name(language))
    parameters = [
        (one.name, ", ".join(one.choices) or f"{one.low}–{one.high}", one.default)
        for one in scenario.all_parameters().values()
    ]
    return shown + (table(["parameter", "choices", "default"], parameters) if parameters else "")


def show_study(study: Study) -> str:
    """Show a study: its scenarios."""
    rows = [(one.id, one.name(study.language), len(one.all_steps())) for one in study.scenarios.values()]
    return table(["scenario", "title", "steps"], rows, dict(study.title).get(study.language, study.id))


def show_outcome(outcome: Outcome) -> str:
    """Show an outcome: what ended, began and moved, and what went wrong."""
    language = outcome.before.terms.language
    rows = [(one.clause, one.operation, one.before, one.after, one.term) for one in outcome.lineage]
    shown = table(["clause", "operation", "before", "after", "term"], rows, outcome.scenario.name(language))
    if outcome.problems:
        shown += table(["code", "problem"], [(one.code, str(one)) for one in outcome.problems], "problems")
    return shown


def show_comparison(comparison: Comparison) -> str:
    """Show a comparison: the totals that change, by scenario."""
    measures = comparison.measures
    changed = measures[(measures["scope"] == "total") & measures["change"].fillna(0).ne(0)]
    columns = ["scenario", "measure", "before", "after", "change", "missing"]
    return table(columns, changed[columns].itertuples(index=False), "totals that change")


DISPLAYS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("orgmodel.core.structure", "Structure", show_structure),
    ("orgmodel.scenario.scenario", "Scenario", show_scenario),
    ("orgmodel.scenario.scenario", "Study", show_study),
    ("orgmodel.scenario.outcome", "Outcome", show_outcome),
    ("orgmodel.comparison.comparison", "Comparison", show_comparison),
)
