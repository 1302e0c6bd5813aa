"""Records written as the data of operations, with what is usual left out."""

from __future__ import annotations

from typing import Any

from orgmodel.core.figures import exact
from orgmodel.core.names import Names
from orgmodel.core.records import Function, Identity, Line, Members, Post, Unit
from orgmodel.core.schema import MEMBER_FIGURES
from orgmodel.inference.trial import FORM, Trial

Data = dict[str, Any]


def texts(names: Names) -> dict[str, str]:
    """Write names by language."""
    return dict(names)


def told(given: Data, usual: Data) -> Data:
    """Leave out what is usual.

    >>> told({"kind": "unit", "order": 3}, {"kind": "unit", "order": 0})
    {'order': 3}
    """
    return {key: value for key, value in given.items() if key not in usual or usual[key] != value}


def unit_spec(unit: Unit, parent: str | None) -> Data:
    """Write a unit that begins."""
    given = {"unit": unit.id, "names": texts(unit.names), **{field: getattr(unit, field) for field in FORM}}
    given |= {"parent": parent, "order": unit.order, "stands_for": unit.stands_for}
    usual: Data = {"names": {}, "kind": "unit", "parent": None, "order": 0, "stands_for": 1}
    return told(given, {**usual, **dict.fromkeys(FORM[1:], "")})


def post_spec(post: Post) -> Data:
    """Write a row of posts to create; what is uncertain is given by its best value."""
    fte = exact(post.fte)
    given = {
        "id": post.id,
        "title": texts(post.titles),
        "rank": post.rank,
        "block": post.block,
        "category": post.category,
        "quota": post.quota,
        "funding": post.funding,
        "function": post.function,
        "office": post.office,
        "authorized": exact(post.authorized),
        "filled": exact(post.filled),
        "fte": None if fte is None else fte / 100,
        "order": post.order,
    }
    plain = dict.fromkeys(("block", "category", "funding", "function", "office"), "")
    return told(given, {**plain, "title": {}, "rank": "staff", "quota": "in", "filled": 0, "fte": None, "order": 0})


def function_spec(function: Function) -> Data:
    """Write a function that begins."""
    given = {"function": function.function, "names": texts(function.names), "block": function.block}
    return told(given | {"internal": function.internal}, {"names": {}, "block": "", "internal": False})


def line_spec(line: Line) -> Data:
    """Write a line from the unit at hand."""
    return told({"kind": line.kind, "to": line.to, "block": line.block}, {"block": ""})


def identity_spec(identity: Identity) -> Data:
    """Write a legal identity that a new unit gets."""
    given = {"id": identity.id, "names": texts(identity.names), "block": identity.block, "seal": identity.seal}
    return told(given, {"names": {}, "block": "", "seal": ""})


def members_spec(members: Members) -> Data:
    """Write the members of a party organisation."""
    figures = {name: exact(getattr(members, name)) for name in MEMBER_FIGURES}
    return {name: figure for name, figure in figures.items() if figure is not None}


def standing_parent(trial: Trial, unit: Unit, sources: list[str]) -> str | None:
    """Give the parent that a unit is to begin under, or where that one does not exist yet, one that its source has."""
    if unit.parent is None or trial.draft.unit(unit.parent) is not None:
        return unit.parent
    for source in sources:
        one = trial.draft.unit(source)
        while one is not None and one.parent is not None:
            if one.parent not in sources and trial.draft.unit(one.parent) is not None:
                return one.parent
            one = trial.draft.unit(one.parent)
    return None


def beginning(trial: Trial, unit: Unit, sources: list[str]) -> Data:
    """Write how a unit begins: an ended one restored where that comes nearer, or else a new one."""
    parent = standing_parent(trial, unit, sources)
    ended = trial.draft.ended(unit.id)
    if ended is not None and (ended.unit.parent is None or trial.draft.unit(ended.unit.parent) is not None):
        same = sum(getattr(ended.unit, field) == getattr(unit, field) for field in ("names", "src", "order", *FORM))
        if same >= 3:
            return {"restores": unit.id}
    return {"unit": unit_spec(unit, parent)}
