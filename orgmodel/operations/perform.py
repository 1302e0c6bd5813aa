"""Performing operations: all or nothing, with the ledger checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from orgmodel.core import ledger
from orgmodel.core.draft import Draft
from orgmodel.core.line_moves import unaccounted
from orgmodel.core.messages import Message
from orgmodel.core.problems import MOST_TOLD, Problem, errors
from orgmodel.core.records import Key
from orgmodel.operations.effect import Book, Effect, Refused
from orgmodel.operations.model import Operation
from orgmodel.operations.people import let_people_go, refuse_not_displaced
from orgmodel.operations.post_ids import with_ids
from orgmodel.operations.postconditions import dangling_references
from orgmodel.operations.undeclared import undeclared
from orgmodel.operations.verbs import MAY_CROSS, VERBS, verb_of


def perform(draft: Draft, operation: Operation, date: str | None = None) -> Effect:
    """Perform one operation on a draft; a refused one leaves no trace and its effect holds only problems.

    ``date`` is the date of effect, None where it is not known. The flows that the operation states are checked against
    what its changes net to.
    """
    verb = verb_of(operation)
    savepoint = draft.savepoint()
    book = Book(reason=ledger.Reason(text=operation.why))
    try:
        meant = with_ids(draft, operation)
        if wrong := undeclared(draft.terms, meant):
            raise Refused(wrong)
        meant = let_people_go(draft, book, verb, meant)
        VERBS[verb].perform(draft, book, meant, date)
        refuse_not_displaced(draft, book, verb)
        changes = draft.changes(savepoint)
        problems = dangling_references(draft, changes)
        problems += unaccounted(verb, book.lines, changes)
        problems += ledger.check(verb, book.flows(), changes, draft, MAY_CROSS)
        if problems:
            raise Refused(problems)
    except Refused as refused:
        draft.rollback(savepoint)
        return Effect(problems=tuple(one.at(operation.at) for one in refused.problems))
    effect = book.effect(changes)
    if effect.problems:
        effect = replace(effect, problems=tuple(one.at(operation.at) for one in effect.problems))
    if operation.term:
        effect = replace(effect, lineage=tuple(replace(one, term=operation.term) for one in effect.lineage))
    return effect


def perform_at_once(draft: Draft, operations: Sequence[Operation], date: str | None = None) -> list[Effect]:
    """Perform the rows of one bulk table: all or nothing, and no two may touch the same record.

    After very many errors the rows that follow are not tried; the last problem says so.
    """
    savepoint = draft.savepoint()
    effects: list[Effect] = []
    touched: dict[tuple[str, Key], int] = {}
    failed = 0
    draft.read_ahead("units", dict.fromkeys(named for operation in operations for named in _named(operation)))
    for number, operation in enumerate(operations):
        effect = perform(draft, operation, date)
        places = [(change.table, change.key) for change in effect.changes]
        if not touched.keys().isdisjoint(places):
            earlier, (table, key) = min((touched[place], place) for place in places if place in touched)
            name = key if isinstance(key, str) else " ".join(key)
            other = operations[earlier].at
            beside = Message.of(" at {other}", other=other) if other else ""
            message = Message.of(
                "row {number} and row {earlier}{beside} both touch {table} {name!r}; rows of one table act at once",
                number=number + 1,
                earlier=earlier + 1,
                beside=beside,
                table=table,
                name=name,
            )
            effect = Effect(problems=(Problem("ROWS_CLASH", message, subject=name).at(operation.at),))
        failed += len(errors(effect.problems))
        if failed > MOST_TOLD:
            message = Message.of("more than {most} faults; what stands below is not tried", most=MOST_TOLD)
            last = Effect(problems=(Problem("TOO_MANY", message).at(operation.at),))
            effects += [last, *[Effect()] * (len(operations) - number - 1)]
            break
        if effect.changes:
            touched.update(dict.fromkeys(places, number))
        effects.append(effect)
    if failed:
        draft.rollback(savepoint)
        return [Effect(problems=effect.problems) for effect in effects]
    return effects


def _named(operation: Operation) -> Iterator[str]:
    """List the texts that an operation holds by itself or in a list: the ids of units are among them."""
    for name in operation.model_fields_set:
        value = getattr(operation, name)
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str):
                yield text
