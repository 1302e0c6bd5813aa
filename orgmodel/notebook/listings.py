"""Displays of the rows that an outcome is made of: ledger, lineage, lines, steps, changes, findings and problems, with names in place of ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.comparison_tables import NORM_COLUMNS
from orgmodel.comparison.record_rows import plain
from orgmodel.core.change import Change
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Lineage
from orgmodel.core.names import names_of, text_in
from orgmodel.core.problems import ERROR, WARNING, Problem
from orgmodel.core.records import Line
from orgmodel.norms.finding import AFTER, Finding, is_for_action
from orgmodel.notebook.html import MOST_LETTERS, MOST_ROWS, page, paragraph, rest, table, worded
from orgmodel.notebook.naming import Namer
from orgmodel.scenario.scenario import Entry, LineEntry, StepResult
from orgmodel.words.labels import LABELS, heading, label, quantity_name
from orgmodel.words.messages import message_text
from orgmodel.words.numbers import at_least, count, date, number, of_each
from orgmodel.words.reasons import reason_text
from orgmodel.words.tables import word

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.ledger import Flow
    from orgmodel.core.listing import Listing


LONGEST = 4 * MOST_LETTERS
"""Of a problem so much is shown: what to do stands at its end."""

SLICE = "[{at}:]"
"""What gives the rows of a listing that are not shown: a part of it shows itself likewise."""


def show_listing(listing: Listing[Any]) -> str | None:
    """Show rows of a kind that has a display, by the names that the structure and steps around them give; None for others."""
    if not listing:
        return None
    show = _SHOWN.get(type(listing[0]))
    if show is None:
        return None
    before, steps = listing.around or (None, ())
    language = before.terms.language if before is not None else "en"
    changes = (change for step in steps for change in step.changes)
    titled = (step.step for step in steps)
    return page(*show(listing, Namer(language, *filter(None, [before]), changes=changes, steps=titled)))


def show_problems(problems: Sequence[Problem], language: str = "en") -> str:
    """Show problems that are carried by an error."""
    return page(problems_table(problems, Namer(language)))


def found_line(problems: Iterable[Problem], language: str) -> str:
    """Count errors and warnings, where there are any."""
    counts = Counter(one.severity for one in problems)
    return ", ".join(
        count(counts[severity], noun, language)
        for severity, noun in ((ERROR, "error"), (WARNING, "warning"))
        if counts[severity]
    )


def problems_table(problems: Sequence[Problem], namer: Namer, where: str = "problems") -> str:
    """Tabulate problems: what each is, whole and with names before the ids that a file needs, its code and its place."""
    rows = worded(problems, lambda one: (problem_told(one, namer), one.code, str(one.location) if one.location else ""))
    told = found_line(problems, namer.language)
    return table(
        _heads(namer, "problem", "code", "at"),
        rows,
        told,
        sparse=True,
        longest=LONGEST,
        rest=rest(namer.language, where + "[{at}:]"),
    )


def problem_told(problem: Problem, namer: Namer) -> str:
    """Word a problem without code and place, a warning marked as one."""
    language = namer.language
    mark = message_text("warning: ", language) if problem.severity == WARNING else ""
    return mark + message_text(namer.message(problem.message, typed=True), language)


def _heads(namer: Namer, *keys: str) -> list[str]:
    return [heading(key, namer.language) for key in keys]


def _ledger(entries: Sequence[Entry], namer: Namer) -> list[str]:
    """Sum first what goes between units, and from or to outside; then a row for all that goes one way together."""
    language = namer.language
    sums: dict[bool, dict[str, Amount]] = {True: {}, False: {}}
    for one in entries:
        flow = one.flow
        if flow.via is None and flow.from_unit != flow.to_unit:
            _add(sums[None not in (flow.from_unit, flow.to_unit)], flow)
    told = [
        word(key, language, ", ".join(f"{_quantity(name, namer)} {_amount(name, each, namer)}" for name, each in sums[inner].items()))
        for key, inner in (("ledger-between", True), ("ledger-outside", False))
        if sums[inner]
    ]  # fmt: skip
    flows = (
        (
            (namer.step(one.clause, one.step), label("operation", one.flow.operation or one.operation, language)),
            one.flow,
        )
        for one in entries
    )
    return [
        paragraph(count(len(entries), "row", language), *told),
        flows_table(flows, namer, "step", "operation", where="orgmodel.compare(outcome).ledger"),
    ]


def flows_table(flows: Iterable[tuple[tuple[str, ...], Flow]], namer: Namer, *lead: str, where: str) -> str:
    """Tabulate flows, a row for all that goes one way for one reason together, a column for each quantity; first what leads a row."""
    ways: dict[tuple[Any, ...], dict[str, Amount]] = {}
    quantities: dict[str, None] = {}
    for told, flow in flows:
        _add(ways.setdefault((told, flow.from_unit, flow.to_unit, flow.reason), {}), flow)
        quantities[flow.quantity] = None

    def cells(way: tuple[Any, ...]) -> tuple[str, ...]:
        told, start, end, reason = way
        amounts = (_amount(name, ways[way].get(name), namer) for name in quantities)
        return (*told, namer.of(start), namer.of(end), reason_text(reason, namer.language, namer.of), *amounts)

    heads = [*_heads(namer, *lead, "from", "to", "why"), *(_quantity(one, namer) for one in quantities)]
    return table(heads, worded(ways, cells), sparse=True, rest=rest(namer.language, where))


def _add(sums: dict[str, Amount], flow: Flow) -> None:
    sums[flow.quantity] = sums[flow.quantity] + flow.amount if flow.quantity in sums else flow.amount


def _quantity(name: str, namer: Namer) -> str:
    return quantity_name(name, namer.terms, namer.language)


def _amount(quantity: str, amount: Amount | None, namer: Namer) -> str:
    """Write an amount as tables of scenarios do; nothing where none goes."""
    if amount is None:
        return ""
    told, low = (plain(quantity, one, namer.terms) for one in (amount.told, amount.least))
    return at_least(told, namer.language, least=amount.missing > 0, low=low)


def _lineage(rows: Sequence[Lineage], namer: Namer) -> list[str]:
    told = worded(
        rows,
        lambda one: (
            namer.step(one.clause, one.step),
            label("operation", one.operation, namer.language),
            namer.of(one.before),
            namer.of(one.after),
            one.term,
        ),
    )
    heads = _heads(namer, "step", "operation", "before", "after", "term")
    return [table(heads, told, sparse=True, rest=rest(namer.language, SLICE))]


def _lines(entries: Sequence[LineEntry], namer: Namer) -> list[str]:
    language = namer.language

    def cells(one: LineEntry) -> tuple[str, ...]:
        was, now = one.move.before, one.move.after
        kind = next(line.kind for line in (was, *now) if line is not None)
        return (
            namer.step(one.clause, one.step),
            label("line", kind, language),
            _line(was, namer),
            "; ".join(_line(line, namer) for line in now),
            reason_text(one.move.reason, language, namer.of),
        )

    heads = _heads(namer, "step", "kind", "before", "after", "why")
    return [
        paragraph(count(len(entries), "row", language)),
        table(heads, worded(entries, cells), sparse=True, rest=rest(language, SLICE)),
    ]


def _line(line: Line | None, namer: Namer) -> str:
    return "" if line is None else f"{namer.of(line.from_)} → {namer.of(line.to)}"


def _steps(steps: Sequence[StepResult], namer: Namer) -> list[str]:
    language = namer.language

    def cells(one: StepResult) -> tuple[Any, ...]:
        verbs = Counter(label("operation", verb, language) for verb in one.operations)
        return (
            one.step.clause,
            text_in(one.step.title, language, one.step.id),
            of_each(list(verbs.items()), language) if verbs else "",
            date(one.step.effective, language) if one.step.effective else "",
            count(len(one.changes), "change", language) if one.changes else "",
            ", ".join(dict.fromkeys(problem.code for problem in one.problems)),
        )

    heads = _heads(namer, "clause", "step", "operations", "effective", "change", "problem")
    told = count(len(steps), "step", language)
    return [table(heads, worded(steps, cells), told, sparse=True, rest=rest(language, SLICE))]


def _changes(changes: Sequence[Change], namer: Namer) -> list[str]:
    from orgmodel.core.change_rows import change_rows, key_text

    language = namer.language
    counts = Counter(label("table", one.table, language) for one in changes)
    names = {(one.table, key_text(one.key)): namer.record(one) for one in changes[:MOST_ROWS]}

    def cells(row: dict[str, Any]) -> tuple[Any, ...]:
        field = row["field"]
        values = (_value(field, row[side], namer) for side in ("before", "after"))
        return (
            label("table", row["table"], language),
            names[row["table"], row["key"]],
            label("event", row["event"], language),
            label("field", field, language) if field else "",
            *values,
        )

    heads = _heads(namer, "table", "name", "change", "field", "before", "after")
    told = of_each(list(counts.items()), language)
    first = [(at, row) for at, change in enumerate(changes[:MOST_ROWS]) for row in change_rows([change])]
    rows = [*(cells(row) for _, row in first), *(() for _ in changes[MOST_ROWS:])]

    def more(shown: int, _: int) -> str:
        """Count the changes that are not shown whole: a row is of one field."""
        at = first[shown][0] if shown < len(first) else MOST_ROWS
        return rest(language, SLICE)(at, len(changes) - at)

    return [paragraph(count(len(changes), "change", language), told), table(heads, rows, sparse=True, rest=more)]


def _value(field: str | None, value: Any, namer: Namer) -> str:
    """Write the value of a field: figures as people write them, names in place of ids."""
    if isinstance(value, int) and not isinstance(value, bool) and field is not None:
        return number(plain(field, value, namer.terms), namer.language)
    if field in LABELS and isinstance(value, str):
        return label(field, value, namer.language, namer.terms.labels)
    return "" if value is None else namer.within(str(value))


def _subject(subject: str, namer: Namer) -> str:
    """Name what a finding is about: a unit, a pool, or the whole."""
    kind, _, name = subject.partition(":")
    if not name:
        return namer.within(subject) or label("scope", "total", namer.language)
    return f"{label('scope', kind, namer.language)} {namer.of(name)}"


def _findings(findings: Sequence[Finding], namer: Namer) -> list[str]:
    """Count the results afterwards, and list what asks for action before the rest."""
    language = namer.language
    counts = Counter(label("result", one.result, language) for one in findings if one.state == AFTER)
    rows = worded(
        sorted(findings, key=lambda one: (one.state != AFTER, not is_for_action(one.result, one.change))),
        lambda one: (
            text_in(one.title, language) or one.norm,
            _subject(one.subject, namer),
            heading(one.state, language),
            label("result", one.result, language),
            number(one.value, language) if one.value is not None else "",
            number(one.limit, language) if one.limit is not None else "",
            text_in(one.cited, language) or one.citation,
        ),
    )
    heads = [word(key, language) for key in ("norm", "subject", "judged", "result", "value", "limit", "citation")]
    return [
        paragraph(_after(counts, language)),
        table(heads, rows, sparse=True, rest=rest(language, "orgmodel.compare(outcome).norms")),
    ]


def _after(counts: Counter[str], language: str) -> str:
    """Count the results afterwards, and say that it is of those."""
    return f"{heading(AFTER, language)}: {of_each(list(counts.items()), language)}" if counts else ""


def show_norms(comparison: Comparison, found: pd.DataFrame) -> str | None:
    """Show those findings of a comparison that stand in a table of it, in its order; None where its columns are others."""
    from orgmodel.reports.side_by_side import ranged_value, subject_name

    if not {"norm", "result"} <= set(found.columns):
        return None
    language = comparison.language
    titles = {
        row["norm"]: names_of(**row["title"])
        for one in comparison.labels
        for row in comparison.norms_of(one)
        if isinstance(row.get("title"), Mapping)
    }
    case = comparison.cases[0]

    def cell(row: dict[str, Any], key: str) -> str:
        value, own = row[key], comparison.case(row["scenario"]) if "scenario" in row else case
        if value is None or value != value:
            return ""
        if key == "value":
            return ranged_value(row, language)
        if key == "citation" and isinstance(row.get("cited"), Mapping):
            return text_in(names_of(**row["cited"]), language) or str(value)
        ways: dict[str, Callable[[Any], str]] = {
            "scenario": lambda one: comparison.case(one).short(language),
            "norm": lambda one: text_in(titles.get(one, ()), language) or str(one),
            "subject": lambda one: subject_name(own, str(one), language),
            "state": lambda one: heading(one, language),
            "result": lambda one: label("result", one, language),
            "limit": lambda one: number(one, language),
        }  # fmt: skip
        return ways[key](value) if key in ways else str(value)

    whole = set(NORM_COLUMNS) <= set(found.columns)
    keys = list(NORM_COLUMNS) if whole else [str(one) for one in found.columns]
    if whole and len(comparison.cases) == 1:
        keys.remove("scenario")
    rows = found.to_dict("records")
    counts = Counter(label("result", row["result"], language) for row in rows if row.get("state") == AFTER)
    heads_of = [_NORM_HEADS.get(key, key) for key in keys]
    return page(
        paragraph(_after(counts, language)),
        table(
            [word(key, language) if key in NORM_WORDS else heading(key, language) for key in heads_of],
            worded(rows, lambda row: [cell(row, key) for key in keys]),
            sparse=bool(rows),
            rest=rest(language, ".iloc[{at}:]"),
        ),
    )


_NORM_HEADS = {"state": "judged"}
NORM_WORDS = ("norm", "subject", "judged", "result", "value", "limit", "citation")

_SHOWN: dict[type, Callable[[Sequence[Any], Namer], Iterable[str]]] = {
    Entry: _ledger,
    Lineage: _lineage,
    LineEntry: _lines,
    StepResult: _steps,
    Change: _changes,
    Finding: _findings,
    Problem: lambda problems, namer: [problems_table(problems, namer)],
}
"""By type of row: how a list of them is shown."""
