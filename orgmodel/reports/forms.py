"""The forms of one outcome: what changes, who moves where, functions, steps, transfers by criteria, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.function_changes import KEPT, SPREAD, UNCOVERED, compare_functions
from orgmodel.comparison.plain_data import plain_rows
from orgmodel.core.figures import Tally
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Function, Unit
from orgmodel.measures.assumed_figures import assumed_groups
from orgmodel.measures.missing_figures import NO_POSTS, missing_figures
from orgmodel.norms.record import NormPack
from orgmodel.norms.suppliers import Suppliers
from orgmodel.operations.effect import UNKNOWN
from orgmodel.reports.cells import COUNT, FTE, HUNDREDTHS, NUMBER, PEOPLE
from orgmodel.reports.figures import tallied
from orgmodel.reports.form import Form, FormColumn
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.citations import source_name
from orgmodel.words.deadlines import due_names
from orgmodel.words.forms import heading, headings
from orgmodel.words.labels import LANGUAGES, label, names
from orgmodel.words.notes import worded
from orgmodel.words.numbers import dates, ranged

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.vocabulary import Vocabulary
    from orgmodel.scenario.scenario import StepResult

FLAGS = {UNCOVERED: "uncovered", SPREAD: "on_both_sides"}
"""What is noted of a function, by what became of it."""


def unit_names(case: Case, id: str | None) -> Names | str | None:
    """Give the names of a unit as it is, was, or stands in the register of ended ones; the id where it has none."""
    return None if id is None else case.told_apart(id) or id


def lineage_form(comparison: Comparison, case: Case) -> Form:
    """List who begins, ends, merges, splits and moves, by clause, as the lineage of the comparison has it."""
    rows = []
    lives = _Lives(case)
    for row, one in zip(_rows(comparison.lineage, case), case.outcome.lineage, strict=True):
        before, after = lives.around(row["step"], row["before"])[0], lives.around(row["step"], row["after"])[1]
        rows.append(
            (
                row["clause"],
                names("operation", row["operation"], case.own_labels),
                row["term"],
                _at_the_time(case, row["before"], before),
                _under(case, _at_the_time(case, row["after"], after), before, after),
                one.carried.get("members") or one.carried.get("authorized"),
            )
        )
    columns = headings(case.own_labels, "clause", "operation", "term_cited", "before", "after", "carried")
    return Form.of("lineage", heading("units_before_and_after", case.own_labels), columns, rows)


class _Lives:
    """Follow the units of a case step by step: each as it is just before and just after a step."""

    def __init__(self, case: Case) -> None:
        """Note what each step makes of each unit that it touches, in the order of the run."""
        self.case = case
        self.steps = {result.step.id: place for place, result in enumerate(case.outcome.steps)}
        self.turns: dict[str, list[tuple[int, Unit | None, Unit | None]]] = {}
        for place, result in enumerate(case.outcome.steps):
            for change in result.changes:
                if change.table == "units":
                    pair = [one if isinstance(one, Unit) else None for one in (change.before, change.after)]
                    self.turns.setdefault(str(change.key), []).append((place, pair[0], pair[1]))

    def around(self, step: str, id: str | None) -> tuple[Unit | None, Unit | None]:
        """Give a unit before and after a step; None where it is not there."""
        start = self.case.before.units.get(id) if id is not None else None
        now = start if isinstance(start, Unit) else None
        for place, before, after in self.turns.get(id or "", ()):
            if place == self.steps[step]:
                return before, after
            now = after if place < self.steps[step] else now
        return now, now


def _at_the_time(case: Case, id: str | None, unit: Unit | None) -> Names | str | None:
    """Name a unit as it was called then."""
    if id is None:
        return None
    return case.told_apart(id, unit.names if unit is not None else None) or id


def _under(case: Case, name: Names | str | None, before: Unit | None, after: Unit | None) -> Names | str | None:
    """Add to the name of a unit that went to another superior which one that is."""
    if name is None or before is None or after is None or before.id != after.id or before.parent == after.parent:
        return name
    superior = case.told_apart(after.parent or "") or after.parent
    if not superior:
        return name
    said = {
        code: text_in(worded("under", {"unit": _text(name, code), "superior": _text(superior, code)}), code)
        for code in case.languages
    }
    return names_of(**said)


def _text(name: Names | str, language: str) -> str:
    return name if isinstance(name, str) else text_in(name, language)


def _rows(table: pd.DataFrame, case: Case) -> list[dict[str, Any]]:
    """Give the rows of one case as plain values."""
    return plain_rows(table[table["scenario"] == case.label])


def ledger_form(comparison: Comparison, case: Case) -> Form:
    """List what the operations move between units: a row a way for one reason, a column a quantity.

    FTE of which nothing is known is left out.
    """
    outside = worded("outside")
    terms = case.before.terms
    sums: dict[tuple[Any, ...], dict[str, Tally]] = {}
    for row, entry in zip(_rows(comparison.ledger, case), case.outcome.ledger, strict=True):
        flow = entry.flow
        way = (row["clause"], row["from"], row["to"], row["block_from"], row["block_to"], flow.reason)
        held = sums.setdefault(way, {})
        held.setdefault(flow.quantity, Tally()).add(flow.amount)
    for held in sums.values():
        if (fte := held.get("fte")) is not None and fte.missing and not fte.told:
            del held["fte"]
    known = (*LEDGER_KINDS, *terms.quantities)
    quantities = [one for one in known if any(one in held for held in sums.values())]
    rows = [
        (
            clause,
            unit_names(case, start) or outside,
            unit_names(case, end) or outside,
            _blocks(case, block_from, block_to),
            *(() if one not in held else tallied(held[one], _scale(one, terms)) for one in quantities),
            names_of(**{code: case.reason(reason, code) for code in case.languages}),
        )
        for (clause, start, end, block_from, block_to, reason), held in sums.items()
        if held
    ]
    columns: list[Names | FormColumn] = [
        *headings(case.own_labels, "clause", "from", "to", "block"),
        *(
            FormColumn(names("quantity", one, case.own_labels), LEDGER_KINDS.get(one, NUMBER), of=one)
            for one in quantities
        ),
        heading("reason", case.own_labels),
    ]
    title = heading("ledger_of_what_moves", case.own_labels)
    return Form.of("ledger", title, columns, rows, as_of=case.before.as_of, wide=True)


LEDGER_KINDS = {
    "units": COUNT, "authorized": COUNT, "filled": COUNT, "people": PEOPLE, "fte": FTE, "members": PEOPLE, "functions": COUNT,
}  # fmt: skip
"""The quantities of every ledger, in the order of their columns, and the kind of each."""


def _scale(quantity: str, terms: Vocabulary) -> int:
    """Give how many of what a quantity is stored in are one of it."""
    declared = terms.quantities.get(quantity)
    return HUNDREDTHS if quantity == "fte" else declared.scale if declared is not None else 1


def _blocks(case: Case, start: str | None, end: str | None) -> Names:
    own = case.before.terms.labels
    old, new = names("block", start or "", own), names("block", end or "", own)
    if start == end:
        return old
    return names_of(**{code: f"{text} → {dict(new)[code]}" for code, text in old})


def function_form(case: Case) -> Form:
    """List the functions whose unit changes (Biểu 5), as the table of functions has them."""
    called = {
        one.function: one.names
        for structure in (case.before, case.after)
        for one in structure.functions
        if isinstance(one, Function) and one.names
    }
    changed = [row for row in plain_rows(compare_functions(case.before, case.after)) if row["status"] != KEPT]
    rows = [
        (
            number,
            called.get(row["function"]) or row["function"],
            _units(case, row["units_before"]),
            _units(case, row["units_after"]),
            worded(FLAGS[row["status"]]) if row["status"] in FLAGS else (),
        )
        for number, row in enumerate(changed, 1)
    ]
    columns = headings(case.own_labels, "no", "function", "unit_before", "unit_after", "note")
    return Form.of("functions", heading("allocation_of_functions", case.own_labels), columns, rows)


def _units(case: Case, ids: str | Sequence[str]) -> Names:
    """Name units, given as a list or as a table writes one."""
    listed = list(filter(None, ids.split("; "))) if isinstance(ids, str) else ids
    texts = [unit_names(case, unit) for unit in listed]
    return names_of(
        **{
            code: "; ".join(text_in(one, code) if isinstance(one, tuple) else str(one) for one in texts)
            for code in case.languages
        }
    )


def _told(comparison: Comparison, case: Case) -> list[tuple[dict[str, Any], StepResult]]:
    """Give the steps of a case with their rows, without options that nobody owes and that change nothing."""
    pairs = list(zip(_rows(comparison.steps, case), case.outcome.steps, strict=True))
    owed = {result.step.clause for _, result in pairs if result.step.owners}
    return [
        (row, result)
        for row, result in pairs
        if result.step.owners or result.changes or result.problems or result.step.clause not in owed
    ]


def step_form(comparison: Comparison, case: Case) -> Form:
    """List the steps: what, who leads, who takes part, by when, with what product (Biểu 8)."""
    rows = [
        (
            number,
            row["clause"],
            result.step.title or row["step"],
            names("force", row["force"] or "", case.own_labels),
            _units(case, row["owners"]) if row["owners"] else None,
            _units(case, row["with"]) if row["with"] else None,
            due_names(result.step.due, result.step.due_cited),
            dates(row["effective"]),
            result.step.product or None,
            names("state", row["state"], case.own_labels),
        )
        for number, (row, result) in enumerate(_told(comparison, case), 1)
    ]
    columns = headings(
        case.own_labels, "no", "clause", "step", "force", "lead", "with", "due", "effective", "product", "state"
    )
    return Form.of("steps", heading("steps_and_who_does_them", case.own_labels), columns, rows)


def transfer_form(case: Case) -> Form | None:
    """List the units judged by criteria, with the evidence of each answer (Biểu 9); None where nothing was judged."""
    judged = [one for result in case.outcome.steps for one in result.assessments if one.answers]
    if not judged:
        return None
    criteria = list(dict.fromkeys(answer[0] for one in judged for answer in one.answers))
    titles = {name: names for one in judged for name, names in one.titles}
    rows = []
    for number, one in enumerate(judged, 1):
        answers = {name: (said, shown, src) for name, said, shown, src in one.answers}
        cells = [_answer(answers.get(name)) for name in criteria]
        is_open = one.verdict == UNKNOWN and not one.decision
        moves = worded("moves" if one.moves else "undecided" if is_open else "stays")
        rows.append(
            (
                number,
                unit_names(case, one.unit),
                *cells,
                names("verdict", one.verdict, case.own_labels),
                moves,
                unit_names(case, one.receiver),
                one.decision,
            )
        )
    columns = [
        heading("no", case.own_labels),
        heading("party_organisation", case.own_labels),
        *(titles.get(name) or names_of(vi=name, en=name) for name in criteria),
        heading("verdict", case.own_labels),
        heading("result_2", case.own_labels),
        heading("receiver", case.own_labels),
        heading("decision", case.own_labels),
    ]
    return Form.of("transfers", heading("transfers_by_criteria", case.own_labels), columns, rows)


def _answer(given: tuple[str, str, str] | None) -> Names:
    said, shown, src = given or ("unknown", "", "")
    tails = {code: f" ({shown}; {label('source', src, code)})" if shown else "" for code in LANGUAGES}
    return names_of(**{code: label("answer", said, code) + tail for code, tail in tails.items()})


def evaluation_form(case: Case) -> Form | None:
    """List the evaluation notes of all steps; None where there are none."""
    none = worded("no_figure_in_the_source")
    rows = [
        (
            step.clause,
            names("aspect", note.aspect, case.own_labels),
            note.text,
            none if note.figure in (None, "none-in-source") else str(note.figure),
        )
        for step in (result.step for result in case.outcome.steps)
        for note in step.evaluation
    ]
    if not rows:
        return None
    columns = headings(case.own_labels, "clause", "aspect", "note_2", "figure")
    return Form.of("evaluation", heading("evaluation", case.own_labels), columns, rows)


def need_form(case: Case) -> Form | None:
    """List the acts that must come first, such as elections by a council; None where there are none."""
    rows = [
        (
            result.step.clause,
            unit_names(case, unit),
            names("act", need.act, case.own_labels),
            unit_names(case, need.by) if need.by else None,
            names("need_certainty", need.certainty, case.own_labels),
        )
        for result in case.outcome.steps
        for unit, need in result.needs
    ]
    if not rows:
        return None
    columns = headings(case.own_labels, "clause", "unit", "act", "by", "certainty")
    return Form.of("needs", heading("acts_that_must_come_first", case.own_labels), columns, rows)


def option_form(scenario: Scenario) -> Form | None:
    """List the choices of a scenario's parameters: chosen, open, or why one cannot apply; None where there are none.

    Where most parameters share their choices (an option for each district) the table is parameter × choice.
    """
    parameters = [one for one in scenario.all_parameters().values() if one.choices]
    if not parameters:
        return None
    choices = list(dict.fromkeys(choice for one in parameters for choice in one.choices))
    chosen = {}
    for part in scenario.parts():
        chosen.update(part.chosen({}))
    rows = [
        (one.title or one.name, *(_choice(one, choice, str(chosen.get(one.name))) for choice in choices))
        for one in parameters
    ]
    columns = [
        heading("parameter", scenario.baseline.terms.labels),
        *(names("choice", choice, scenario.baseline.terms.labels) for choice in choices),
    ]
    note = worded("options_key")
    return Form.of("options", heading("options", scenario.baseline.terms.labels), columns, rows, [note])


def _choice(parameter: Any, choice: str, chosen: str) -> Names | str:
    if choice not in parameter.choices:
        return ""
    if choice in parameter.unavailable:
        return parameter.unavailable[choice]  # type: ignore[no-any-return]
    return "●" if choice == chosen else "○"


def missing_form(case: Case) -> Form:
    """Count the figures that nobody gave before any change, by kind of figure and area, as the one list has them."""
    areas = {unit.id: unit.area for unit in case.before.table("units") if isinstance(unit, Unit)}
    counts = Counter(
        (NO_POSTS if row["field"] == NO_POSTS else f"{row['table']}.{row['field']}", areas[row["unit"]])
        for row in missing_figures(case.before).to_dict("records")
    )
    rows = [
        (number, names("figure", figure, case.own_labels), unit_names(case, area or None), count)
        for number, ((figure, area), count) in enumerate(sorted(counts.items()), 1)
    ]
    columns = headings(case.own_labels, "no", "figure", "area", "rows_missing")
    return Form.of("missing", heading("missing_figures", case.own_labels), columns, rows)


def assumed_form(case: Case) -> Form:
    """Sum the figures that are assumed before any change, by kind and source, with their range and who could confirm."""
    study = case.outcome.scenario.study
    pack = NormPack() if study is None or study.norms is None else study.norms
    rows = [
        (
            number,
            names("figure", one.figure, case.own_labels),
            one.count,
            names_of(**{code: ranged(one.value, one.low, one.high, 0, code) for code in case.languages}),
            names_of(**{code: source_name(one.src, case.papers, code, case.own_labels) for code in case.languages}),
            one.confirm,
        )
        for number, one in enumerate(assumed_groups(case.before, Suppliers((case.before,), pack).of), 1)
    ]
    columns = headings(case.own_labels, "no", "figure", "figures_assumed", "amount", "source", "who_could_confirm")
    return Form.of("assumed", heading("assumed_figures", case.own_labels), columns, rows)
