"""The table of operations: a row is a verb, its model, the function that performs it, and what may cross the border.

To add an operation, write a model, a function and a row here, its words in ``words.labels`` (family ``operation``), a
passage in docs/operations.md and golden cases; the tests ask for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from orgmodel.core.draft import Draft
from orgmodel.core.ledger import DECLARED
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.core.quantities import QUANTITIES
from orgmodel.core.source_map import place_of
from orgmodel.operations import alter, create, merge, model, split, transfer
from orgmodel.operations.effect import Book
from orgmodel.operations.faults import faults

Function = Callable[[Draft, Book, Any, "str | None"], None]


@dataclass(frozen=True, slots=True)
class Verb:
    """Describe one operation; ``name`` is its key in files, in the ledger and of its words.

    ``may_cross`` lists the quantities that its flows may take from or to outside, which they then give a reason for.
    """

    name: str
    model: type[model.Operation]
    perform: Function
    may_cross: tuple[str, ...] = ()


_OCCUPIED = ("filled", "fte")
"""What a concurrent holding changes: a second post is occupied, or vacated, without anybody coming or going."""

_ALL = (*QUANTITIES, DECLARED)

VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("create", model.Create, create.create, _ALL),
        Verb("dissolve", model.Dissolve, create.dissolve, _ALL),
        Verb("consolidate", model.Consolidate, merge.consolidate),
        Verb("absorb", model.Absorb, merge.absorb),
        Verb("split_up", model.SplitUp, split.split_up),
        Verb("split_off", model.SplitOff, split.split_off),
        Verb("transfer", model.Transfer, transfer.transfer),
        Verb("rename", model.Rename, alter.rename),
        Verb("convert", model.Convert, alter.convert),
        Verb("redirect", model.Redirect, alter.redirect),
        Verb("resize", model.Resize, alter.resize, _ALL),
        Verb("assign_function", model.AssignFunction, alter.assign_function),
        Verb("link_posts", model.LinkPosts, alter.link_posts, _OCCUPIED),
        Verb("unlink_posts", model.UnlinkPosts, alter.unlink_posts, _OCCUPIED),
    )
}
MAY_CROSS: Mapping[str, tuple[str, ...]] = {verb.name: verb.may_cross for verb in VERBS.values()}
_NAMES: Mapping[type[model.Operation], str] = {verb.model: verb.name for verb in VERBS.values()}


def verb_of(operation: model.Operation) -> str:
    """Give the verb of an operation.

    >>> verb_of(operation_of({"rename": "a", "names": {"vi": "A"}}))
    'rename'
    """
    return _NAMES[type(operation)]


def operation_of(data: Any, at: Location | None = None) -> model.Operation:
    """Make an operation of its data, which keeps its place for later messages; ``at`` where the data has none.

    Raises ProblemsError with every fault at its place.
    """
    at = getattr(data, "place", None) or at
    named = [key for key in data if key in VERBS] if isinstance(data, dict) else []
    if len(named) != 1:
        problem = Problem("UNKNOWN_OPERATION", _without_verb(data, named), location=place_of(data, ()))
        raise ProblemsError([problem.at(at)])
    made_of = VERBS[named[0]].model
    try:
        made = made_of.model_validate(data)
    except ValidationError as error:
        raise ProblemsError([one.at(at) for one in faults(error, data, made_of)]) from None
    return made.model_copy(update={"at": at})


def _without_verb(data: Any, named: list[str]) -> str:
    """Say why an operation's data names no verb, or more than one."""
    if not isinstance(data, dict):
        return Message.of("an operation is a mapping with a verb, such as transfer: …, not {data!r}", data=data)
    if named:
        return Message.of("an operation has one verb, not {verbs}: write them as two operations", verbs=series(named))
    for key in data:
        if hint := nearest(key, VERBS):
            return Message.of("no operation {key!r}{hint}", key=key, hint=hint)
    verbs = ", ".join(VERBS)
    if not data:
        return Message.of("an operation names one of {verbs}", verbs=verbs)
    return Message.of(
        "an operation names one of {verbs}, and {key!r} is none of them", verbs=verbs, key=next(iter(data))
    )
