"""What combine says as rows: how steps stand to each other, and what became of them on another baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from orgmodel.combination.relations import Intent, Relation, named
from orgmodel.comparison.record_rows import plain
from orgmodel.core.change_rows import differing, key_text
from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.schema import FIGURES, NAME_FIELDS, identity_of
from orgmodel.words.labels import LABELS, label
from orgmodel.words.messages import message_text, problem_text
from orgmodel.words.notes import worded
from orgmodel.words.numbers import ranged

if TYPE_CHECKING:
    from orgmodel.combination.combination import Combination
    from orgmodel.combination.rebase import Rebase, RebasedStep
    from orgmodel.core.structure import Structure
    from orgmodel.core.vocabulary import Vocabulary

RELATION_COLUMNS = (
    "kind", "first", "second", "others", "table", "key", "name", "first_wants", "second_wants", "why", "first_at", "second_at",
)  # fmt: skip
REBASE_COLUMNS = ("scenario", "step", "state", "why", "because", "needs", "at")
TOLD = ("unit", "parent", "rank", "authorized", "to")
"""The fields that are told of a record of which no single one is in question."""


def relation_rows(
    found: Combination, language: str, *, described: Callable[[str], str] | None = None
) -> list[dict[str, Any]]:
    """List how the steps of combined scenarios stand to each other: over which record, and what each wants of it.

    ``described`` says what stands for the id of a unit or post that a step wants (left out: the id, with the name behind).
    """
    rows: list[tuple[Any, ...]] = []
    ends = [None if found.outcome is None else found.outcome.after, found.baseline]
    states = [one for one in ends if one is not None]
    tell = described or (lambda id: _with_name(states, id, language))
    for one in found.relations:
        sides = one.first, one.second
        wants = (_wanted(one, side, other, states, language, tell) for side, other in (sides, sides[::-1]))
        places = [None if side.at is None else str(side.at) for side in sides]
        why, others = message_text(one.why, language) or None, ", ".join(map(str, one.others)) or None
        owner = one.key if isinstance(one.key, str) else one.key[0]
        about = one.table or None, key_text(one.key) or None, _name(states, owner, language) or None
        rows.append((one.kind, *map(str, sides), others, *about, *wants, why, *places))
    return [dict(zip(RELATION_COLUMNS, row, strict=True)) for row in rows]


def _name(states: Iterable[Structure], id: str, language: str) -> str:
    """Give the name of a unit, or the title of a row of posts, wherever it stands."""
    for state in states:
        unit, post = state.units.get(id), state.posts.get(id)
        if name := text_in(getattr(unit, "names", ()) or getattr(post, "titles", ()), language):
            return name
    return ""


def _with_name(states: Iterable[Structure], id: str, language: str) -> str:
    name = _name(states, id, language)
    return f"{id} ({name})" if name else id


def _wanted(
    relation: Relation,
    intent: Intent,
    other: Intent,
    states: Sequence[Structure],
    language: str,
    tell: Callable[[str], str],
) -> str | None:
    if not relation.table:
        return None
    record = intent.after
    if record is None:
        if intent.fate is None:
            return message_text(Message.of("ends"), language)
        heirs = ", ".join(map(tell, intent.fate.heirs))
        fate = label("operation", intent.fate.verb, language) + (f" → {heirs}" if heirs else "")
        return message_text(Message.of("ends: {fate}", fate=fate), language)
    told = []
    for name in relation.fields or [field.name for field in fields(record) if field.name in TOLD]:
        value = getattr(record, name)
        if name in NAME_FIELDS:
            text = text_in(value if other.after is None else differing(value, getattr(other.after, name)), language)
        elif name in FIGURES.get(relation.table, ()):
            terms = next((one.terms for one in states), None)
            text = _amount(
                getattr(record, "quantity", name), Amount.of(value, identity_of(record, name)), language, terms
            )
        elif value in (None, ""):
            text = message_text(Message.of("none"), language)
        else:
            text = label(name, value, language) if name in LABELS else tell(str(value))
        told.append(f"{label('field', name.rstrip('_'), language)}: {text}")
    return ", ".join(told)


def _amount(quantity: str, value: Amount, language: str, terms: Vocabulary | None) -> str:
    known, low, high = (plain(quantity, bound, terms) for bound in (value.told, value.least, value.high))
    return ranged(known, low, high, value.missing, language)


def rebase_rows(rebased: Iterable[Rebase], language: str) -> list[dict[str, Any]]:
    """List what became of each step of scenarios that were carried over to another baseline."""
    return [
        {
            "scenario": one.scenario.id,
            "step": step.step.id,
            "state": step.state,
            "why": "; ".join(_why(step, language, one.scenario.baseline.terms)) or None,
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


def _why(step: RebasedStep, language: str, terms: Vocabulary) -> list[str]:
    """Say what goes wrong with a step, or what it moves and changes otherwise than before."""

    def end(unit: str | None, block: str | None) -> str:
        told = text_in(worded("outside"), language) if unit is None else unit
        return Message.of("{unit} ({block})", unit=told, block=label("block", block, language)) if block else told

    said = [problem_text(replace(problem, location=None), language) for problem in step.problems]
    for (quantity, start, to), was, now in step.moves:
        values = {
            "quantity": label("quantity", quantity, language, terms.labels),
            "start": end(*start),
            "end": end(*to),
        }
        amounts = {"was": _amount(quantity, was, language, terms), "now": _amount(quantity, now, language, terms)}
        moved = Message.of("{quantity} from {start} to {end}: {now}, and was {was}", **values, **amounts)
        said.append(message_text(moved, language))
    if step.records:
        keys = named([key for _, key in step.records])
        said.append(message_text(Message.of("changes otherwise: {named}", named=keys), language))
    return said
