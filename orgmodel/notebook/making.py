"""Displays of proposals in the making: plans and what their operations did, differences that were found, scenarios that were combined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message, values_of
from orgmodel.core.names import text_in
from orgmodel.notebook.display import heads
from orgmodel.notebook.html import MOST_IN_TABLE, MOST_ROWS, page, paragraph, rest, table, worded
from orgmodel.notebook.incoming import with_few_lines
from orgmodel.notebook.listings import LONGEST, flows_table, found_line
from orgmodel.notebook.naming import Namer, begun_in
from orgmodel.words.labels import label
from orgmodel.words.messages import message_text
from orgmodel.words.numbers import count, date
from orgmodel.words.tables import structure_line, word

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.combination.combination import Combination
    from orgmodel.inference.difference import Difference
    from orgmodel.io.importers.proposal.init import Begun
    from orgmodel.scenario.plan import Plan
    from orgmodel.scenario.planned import Done, Undecided


def show_begun(begun: Begun) -> str:
    """Show what was found in strangers' tables, and every guess of the map, the sure ones last."""
    language = begun.structure.terms.language
    guesses = begun.guesses.found
    order = list(dict.fromkeys(("open", "unsure", "likely", *(one.certainty for one in guesses))))
    rows = worded(
        sorted(guesses, key=lambda one: order.index(one.certainty)),
        lambda one: (
            one.place,
            one.value,
            label("certainty", one.certainty, language),
            message_text(one.why, language),
        ),
    )
    return page(
        paragraph(structure_line(begun.structure, language), found_line(begun.problems, language)),
        table(
            heads(language, "what", "value", "certainty", "why"),
            rows,
            sparse=True,
            rest=rest(language, "begun.guesses.found"),
        )
        if guesses
        else "",
    )


def show_plan(plan: Plan) -> str:
    """Show a plan: its operations in order, and what the last one leaves to be decided."""
    done = plan.done
    language = plan.scenario.baseline.terms.language
    changes = [change for one in done for effect in one.effects for change in effect.changes]
    begun = begun_in(done[-1].data, language) if done else None
    namer = Namer(language, plan.scenario.baseline, changes=changes, begun=begun)
    rows = (
        (
            at + 1,
            label("operation", one.verb, language) if one.verb else "",
            namer.operation(one.data) if one.verb else "",
        )
        for at, one in enumerate(done)
    )
    left = [] if not done else done[-1].undecided_rows
    return page(
        paragraph(
            count(len(changes), "change", language) if done else "",
            word("undecided", language, len(left)) if left else "",
        ),
        table(
            heads(language, "number", "operation", "what"),
            rows,
            plan.scenario.name(language),
            rest=rest(language, "plan.done[{at}:]"),
        ),
        _undecided(done[-1], namer, left) if left else "",
    )


def show_done(done: Done) -> str:
    """Show what one operation of a plan did, flow by flow, or what it leaves to be decided."""
    language = done.language
    changes = [change for effect in done.effects for change in effect.changes]
    namer = Namer(language, *filter(None, [done.base]), changes=changes, begun=begun_in(done.data, language))
    if not done.is_decided:
        return page(_undecided(done, namer, done.undecided_rows))
    said = f"{label('operation', done.verb, language)}: {namer.operation(done.data)}"
    flows = flows_table((((), one) for one in done.flows), namer, where="done.flows") if done.flows else ""
    return page(paragraph(said if done.verb else "", count(len(changes), "change", language)), flows)


def show_undecided(done: Done, asked: pd.DataFrame) -> str | None:
    """Show those rows of what an operation leaves to be decided that stand in a table of it; None where its columns are others."""
    if not {"kind", "id", "unit"} <= set(asked.columns):
        return None
    wanted = set(zip(asked["kind"], asked["id"], asked["unit"], strict=True))
    rows = [row for row in done.undecided_rows if (row.kind, row.id, row.unit) in wanted]
    if not rows:
        return page(paragraph(word("undecided", done.language, 0)))
    namer = Namer(done.language, *filter(None, [done.base]), begun=begun_in(done.data, done.language))
    return page(_undecided(done, namer, rows))


def _undecided(done: Done, namer: Namer, asked: Sequence[Undecided]) -> str:
    """Tabulate what is to be decided, with the ids by which ``plan.decide`` knows it."""
    rows = worded(
        asked,
        lambda row: (
            row.id,
            namer.find(row.id) or "",
            namer.of(row.unit),
            message_text(_to_do(row, namer), done.language),
        ),
    )
    said = f"{label('operation', done.verb, done.language)}: {namer.operation(done.data)}"
    return table(
        heads(done.language, "id", "name", "unit", "to_decide"),
        rows,
        said,
        sparse=True,
        longest=LONGEST,
        rest=rest(done.language, "plan.undecided[{at}:]"),
    )


def _to_do(row: Undecided, namer: Namer) -> str:
    """Give what is to be done: without the unit that it begins with, and with the ids to be typed, since the row tells both by name."""
    inner = values_of(row.message).get("message")
    if isinstance(inner, Message):
        return inner
    message = row.message
    few = with_few_lines(message, row.unit, namer) if isinstance(message, Message) else message
    return namer.message(few, typed=True)


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
    told = ", ".join(f"{name} {many:,}" for name, many in counts.items())
    return page(
        paragraph(count(len(steps), "step", language), count(len(found.changes), "change", language), told),
        table(
            heads(language, *TOTAL_COLUMNS), [total_cells(one, language, found.before.terms) for one in rows["totals"]]
        ),
        table(
            heads(language, *READ_COLUMNS["operations"]),
            steps,
            most=MOST_IN_TABLE,
            sparse=True,
            rest=rest(language, "difference.scenario"),
        ),
    )


def show_combination(found: Combination) -> str:
    """Show a combination: the steps in order, what stands in the way, and which steps meet in one record."""
    from orgmodel.reports.combination_told import told_relations

    language = found.language
    after = None if found.outcome is None else found.outcome.after
    namer = Namer(language, *(one for one in (after, found.baseline) if one is not None))
    steps = () if found.scenario is None else found.scenario.steps
    shown = table(
        heads(language, "step", "owner", "effective"),
        worded(
            steps,
            lambda one: (
                text_in(one.title, language, one.id),
                namer.each(one.owners),
                date(one.effective, language) if one.effective else "",
            ),
        ),
        sparse=True,
        rest=rest(language, "combination.scenario.steps[{at}:]"),
    )
    first = told_relations(replace(found, relations=found.relations[:MOST_ROWS]), language)
    columns = ("name", "first", "second", "first_wants", "second_wants", "why")
    rows = [(label("relation", one["kind"], language), *(one[column] for column in columns)) for one in first]
    ways = [*rows, *(() for _ in found.relations[MOST_ROWS:])]
    many = len(found.conflicts)
    told = ", ".join(scenario.name(language) for scenario in found.scenarios)
    return page(
        paragraph(told),
        paragraph(
            count(len(steps), "step", language) if found.scenario is not None else "",
            count(many, "conflict", language) if many else "",
        ),
        shown if found.scenario is not None else "",
        table(
            heads(language, "conflict" if many else "change", *columns),
            ways,
            most=2 * MOST_IN_TABLE,
            sparse=True,
            rest=rest(language, "combination.relations[{at}:]"),
        )
        if found.relations
        else "",
    )
