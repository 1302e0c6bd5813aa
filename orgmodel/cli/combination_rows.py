"""What combine says as rows: how steps stand to each other, and what became of them on another baseline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from orgmodel.combination.relations import Intent, Relation, named
from orgmodel.comparison.record_rows import plain
from orgmodel.core.change_rows import differing, key_text
from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.schema import FIGURES, NAME_FIELDS, identity_of
from orgmodel.words.labels import label
from orgmodel.words.messages import message_text, problem_text
from orgmodel.words.notes import worded
from orgmodel.words.numbers import ranged

if TYPE_CHECKING:
    from orgmodel.combination.rebase import Rebase, RebasedStep

RELATION_COLUMNS = (
    "kind", "first", "second", "table", "key", "first_wants", "second_wants", "why", "first_at", "second_at",
)  # fmt: skip
REBASE_COLUMNS = ("scenario", "step", "state", "why", "because", "needs", "at")
TOLD = ("unit", "parent", "rank", "authorized", "to")
"""The fields that are told of a record of which no single one is in question."""


def relation_rows(relations: Iterable[Relation], language: str) -> list[dict[str, Any]]:
    """List how the steps of combined scenarios stand to each other: over which record, and what each wants of it."""
    rows: list[tuple[Any, ...]] = []
    for one in relations:
        sides = one.first, one.second
        wants = _wanted(one, *sides, language), _wanted(one, *sides[::-1], language)
        places = [None if side.at is None else str(side.at) for side in sides]
        why = message_text(one.why, language) or None
        rows.append((one.kind, *map(str, sides), one.table or None, key_text(one.key) or None, *wants, why, *places))
    return [dict(zip(RELATION_COLUMNS, row, strict=True)) for row in rows]


def _wanted(relation: Relation, intent: Intent, other: Intent, language: str) -> str | None:
    if not relation.table:
        return None
    record = intent.after
    if record is None:
        return message_text(
            Message.of("ends: {fate}", fate=intent.fate) if intent.fate else Message.of("ends"), language
        )
    told = []
    for name in relation.fields or [field.name for field in fields(record) if field.name in TOLD]:
        value = getattr(record, name)
        if name in NAME_FIELDS:
            text = text_in(value if other.after is None else differing(value, getattr(other.after, name)), language)
        elif name in FIGURES.get(relation.table, ()):
            text = _amount(name, Amount.of(value, identity_of(record, name)), language)
        else:
            text = message_text(Message.of("none"), language) if value in (None, "") else str(value)
        told.append(f"{name.rstrip('_')}: {text}")
    return ", ".join(told)


def _amount(quantity: str, value: Amount, language: str) -> str:
    known, low, high = (plain(quantity, bound) for bound in (value.known_best, value.low, value.high))
    return ranged(known, low, high, value.missing, language)


def rebase_rows(rebased: Iterable[Rebase], language: str) -> list[dict[str, Any]]:
    """List what became of each step of scenarios that were carried over to another baseline."""
    return [
        {
            "scenario": one.scenario.id,
            "step": step.step.id,
            "state": step.state,
            "why": "; ".join(_why(step, language)) or None,
            "because": ", ".join(
                f"{label('table', change.table, language)} {key_text(change.key)}" for change in step.because
            )
            or None,
            "needs": ", ".join(step.needs) or None,
            "at": None if step.step.at is None else str(step.step.at),
        }
        for one in rebased
        for step in one.steps
    ]


def _why(step: RebasedStep, language: str) -> list[str]:
    """Say what goes wrong with a step, or what it moves and changes otherwise than before."""

    def end(unit: str | None, block: str | None) -> str:
        told = text_in(worded("outside"), language) if unit is None else unit
        return Message.of("{unit} ({block})", unit=told, block=label("block", block, language)) if block else told

    said = [problem_text(replace(problem, location=None), language) for problem in step.problems]
    for (quantity, start, to), was, now in step.moves:
        values = {"quantity": label("quantity", quantity, language), "start": end(*start), "end": end(*to)}
        amounts = {"was": _amount(quantity, was, language), "now": _amount(quantity, now, language)}
        moved = Message.of("{quantity} from {start} to {end}: {now}, and was {was}", **values, **amounts)
        said.append(message_text(moved, language))
    if step.records:
        keys = named([key for _, key in step.records])
        said.append(message_text(Message.of("changes otherwise: {named}", named=keys), language))
    return said
