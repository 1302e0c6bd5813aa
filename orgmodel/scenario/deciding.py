"""Deciding what an operation leaves over: one row of the undecided put into the operation's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.scenario.planned import INCOMING, Undecided

NAMED = ("posts", "functions", "identities", "children")
"""What a receiver takes by name."""


def decided(
    data: Mapping[str, Any],
    rows: Sequence[Undecided],
    id: str,
    *,
    to: str | None = None,
    head: Mapping[str, Any] | str | None = None,
    convert: str | None = None,
    why: str = "",
) -> dict[str, Any]:
    """Give the data of an operation with one undecided thing decided; raises ProblemsError for what is not open.

    >>> data = {"split_up": "a", "into": [{"unit": {"unit": "b"}}, {"unit": {"unit": "c"}}]}
    >>> decided(data, [Undecided("posts", "a/x", "a", "")], "a/x", to="c")["into"][1]
    {'unit': {'unit': 'c'}, 'takes': {'posts': ['a/x']}}
    """
    made = deepcopy(dict(data))
    row = next((one for one in rows if one.id == id), None)
    if row is None:
        raise _refused(
            "NOT_OPEN",
            Message.of(
                "{id!r} is not among what is undecided{hint}", id=id, hint=nearest(id, [one.id for one in rows])
            ),
            id,
        )
    if row.kind == "surplus_heads" and head is not None:
        _keep_head(made, id, head)
    elif row.kind == "surplus_heads":
        if convert is None and not why:
            raise _refused(
                "DECISION", Message.of("say what the head post {id!r} becomes: convert, or why it ends", id=id), id
            )
        if "dissolve" in made:
            _end_head(made, id, convert)
        else:
            made.setdefault("surplus_heads", {})[id] = {"convert": convert} if convert else {"end": True, "why": why}
    elif row.kind == "head":
        if head is None:
            raise _refused(
                "DECISION", Message.of("say how {id!r} gets its head: keep, convert, quota or none", id=id), id
            )
        _receiver(made, id)["head"] = dict(head) if isinstance(head, Mapping) else head
        if isinstance(head, Mapping) and made.get("surplus_heads"):  # one that stays is no longer left over
            made["surplus_heads"] = {
                post: rule for post, rule in made["surplus_heads"].items() if post != head.get("keep")
            }
    elif row.kind == "incoming":
        _decide_incoming(made, row, to)
    else:
        _take(made, row, to)
    return made


def _keep_head(made: dict[str, Any], id: str, head: Mapping[str, Any] | str) -> None:
    """Let a head post of merged units stay the head of the new one."""
    if "consolidate" not in made or head != {"keep": id}:
        message = Message.of(
            "of the head post {id!r} say convert, or why it ends; of a consolidation also head={{'keep': {id!r}}}",
            id=id,
        )
        raise _refused("DECISION", message, id)
    if made.get("head"):
        message = Message.of(
            "the head of the new unit is said already; say what the head post {id!r} becomes: convert, or why it ends",
            id=id,
        )
        raise _refused("DECISION", message, id)
    made["head"] = {"keep": id}


def _end_head(made: dict[str, Any], id: str, convert: str | None) -> None:
    """Let the head post of a unit that is dissolved end with it."""
    if convert is not None:
        message = Message.of("the head post {id!r} ends with its unit and becomes nothing else: say why", id=id)
        raise _refused("DECISION", message, id)
    ends = dict(made.get("ends") or {})
    ends["posts"] = "all" if ends.get("posts") == "all" else [*(ends.get("posts") or []), id]
    made["ends"] = ends


def _take(made: dict[str, Any], row: Undecided, to: str | None) -> None:
    if to is None:
        raise _refused("DECISION", Message.of("say which unit takes {id!r}: to", id=row.id), row.id)
    if "dissolve" in made:
        takes = made.setdefault("gives", {}).setdefault(to, {})
    else:
        takes = _receiver(made, to).setdefault("takes", {})
    if row.kind in NAMED:
        takes.setdefault(row.kind, []).append(row.id)
    elif row.line is not None:
        takes.setdefault("lines", []).append({"kind": row.line[0], "to": row.line[1]})
    elif row.kind == "quantities":
        takes.setdefault("quantities", {})[row.id] = "all"
    else:
        takes["members"] = "all"


def _decide_incoming(made: dict[str, Any], row: Undecided, to: str | None) -> None:
    """Let lines that end at the unit go to one receiver, to both, or end (drop)."""
    ids = _ids(made)
    if to not in (*ids, "both", "drop"):
        raise _refused(
            "DECISION",
            Message.of("lines to a unit that ends go to one of {ids}, to both, or drop: to", ids=", ".join(ids)),
            row.id,
        )
    rule = to if to in ("both", "drop") else ids.index(str(to))
    made["incoming"] = {**(made.get("incoming") or {}), row.id: rule} if row.id != INCOMING else rule


def _ids(made: Mapping[str, Any]) -> list[str]:
    return [
        str(one["restores"] if "restores" in one else one["unit"].get("unit", one["unit"].get("id")))
        for one in made.get("into", ())
    ]


def _receiver(made: dict[str, Any], id: str) -> dict[str, Any]:
    """Give the receiver of an id; that of a merger is the operation itself."""
    into = made.get("into")
    if isinstance(into, Mapping):
        return made
    ids = _ids(made)
    if id not in ids:
        raise _refused(
            "UNKNOWN_UNIT", Message.of("{id!r} is no receiver of the operation{hint}", id=id, hint=nearest(id, ids)), id
        )
    return into[ids.index(id)]  # type: ignore[index, no-any-return]


def _refused(code: str, message: Message, subject: str) -> ProblemsError:
    return ProblemsError([Problem(code, message, subject)])
