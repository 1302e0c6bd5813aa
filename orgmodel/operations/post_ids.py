"""Ids of posts: short names become ids once, before an operation is performed, and new rows are named: the one place for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from orgmodel.core.draft import Draft
from orgmodel.operations.model import Absorb, Consolidate, Create, Dissolve, Operation, SplitOff, SplitUp
from orgmodel.operations.operation_schema import HeadChange, People, Receiver, Takes

_ToId = Callable[[str], str]


def with_ids(draft: Draft, operation: Operation) -> Operation:
    """Give an operation with ids in place of the short names of posts (what follows the unit's id and a slash).

    Which posts a unit holds is known only at its step, so this is done when the step is reached, and nothing after it cuts
    or joins an id. An id goes before a short name; a name that the unit does not have stays, to be refused by name.
    """
    made: dict[str, Any]
    match operation:
        case SplitUp(split_up=unit) | SplitOff(split_off=unit):
            to_id = _to_id(draft, [unit])
            return operation.model_copy(update={"into": [_receiver(one, to_id) for one in operation.into]})
        case Dissolve(dissolve=str(unit), gives=gives, ends=ends):
            if not gives and not operation.people and (isinstance(ends.posts, str) or not ends.posts):
                return operation
            to_id = _to_id(draft, [unit])
            posts = ends.posts if isinstance(ends.posts, str) else [to_id(name) for name in ends.posts]
            given = {receiver: _takes(takes, to_id) for receiver, takes in gives.items()}
            made = {"gives": given, "ends": ends.model_copy(update={"posts": posts})}
            return operation.model_copy(update=made | _people(operation.people, to_id))
        case Consolidate(consolidate=units) | Absorb(absorb=units):
            has_head = isinstance(operation, Consolidate) and isinstance(operation.head, HeadChange)
            if not operation.surplus_heads and not operation.people and not has_head:
                return operation
            to_id = _to_id(draft, units)
            heads = {to_id(name): rule for name, rule in operation.surplus_heads.items()}
            made = {"surplus_heads": heads} | _people(operation.people, to_id)
            if isinstance(operation, Consolidate) and isinstance(operation.head, HeadChange):
                made["head"] = _head(operation.head, to_id)
            return operation.model_copy(update=made)
        case Create(create=what):
            under, name = what.get("unit", what.get("id")), what.get("post")
            if not isinstance(under, str):
                return operation
            named = {"post": new_id(under, name)} if isinstance(name, str) and name else {}
            rows = [post.model_copy(update={"id": new_id(under, post.id)}) for post in operation.posts]
            return operation.model_copy(update={"create": {**what, **named}, "posts": rows})
    return operation


def _to_id(draft: Draft, units: list[str]) -> _ToId:
    """Say how a name of a post of some units becomes its id."""

    def to_id(name: str) -> str:
        for id in (name, *(f"{unit}/{name}" for unit in units)):
            post = draft.post(id)
            if post is not None and post.unit in units:
                return id
        return name

    return to_id


def _people(people: People, to_id: _ToId) -> dict[str, Any]:
    """Give what becomes of people, with the ids of the posts that they go to; nothing where nobody is named."""
    made = {
        person: rule if rule.to is None else rule.model_copy(update={"to": to_id(rule.to)})
        for person, rule in people.items()
    }
    return {"people": made} if made else {}


def _receiver(receiver: Receiver, to_id: _ToId) -> Receiver:
    head = _head(receiver.head, to_id) if isinstance(receiver.head, HeadChange) else receiver.head
    titles = {to_id(name): texts for name, texts in receiver.titles.items()}
    return receiver.model_copy(update={"takes": _takes(receiver.takes, to_id), "head": head, "titles": titles})


def _takes(takes: Takes, to_id: _ToId) -> Takes:
    if not takes.posts:
        return takes
    posts = [take.model_copy(update={"post": to_id(take.post)}) for take in takes.posts]
    return takes.model_copy(update={"posts": posts})


def _head(head: HeadChange, to_id: _ToId) -> HeadChange:
    named = {way: to_id(name) for way in ("keep", "convert") if (name := getattr(head, way)) is not None}
    return head.model_copy(update=named)


def new_id(unit: str, name: str) -> str:
    """Give the id of a new post: the name that is written where it holds a slash, else under its unit.

    >>> new_id("a", "head"), new_id("a", "b/head")
    ('a/head', 'b/head')
    """
    return name if "/" in name else f"{unit}/{name}"


def part_id(post: str, unit: str) -> str:
    """Give the id of the part of a row that goes to a unit by itself.

    >>> part_id("a/clerk", "b")
    'a/clerk~b'
    """
    return f"{post}~{unit}"


def whole_of(part: str, unit: str) -> str | None:
    """Give the row of which a row of a unit would be a part by its id, or None.

    >>> whole_of("a/clerk~b", "b"), whole_of("b/clerk", "b")
    ('a/clerk', None)
    """
    ending = part_id("", unit)
    return part.removesuffix(ending) if part.endswith(ending) else None


def free_id(draft: Draft, taken: set[str], wanted: str) -> str:
    """Give an id that no unit or post has, the wanted one if possible."""
    id, number = wanted, 2
    while id in taken or draft.get("posts", id) is not None or draft.get("units", id) is not None:
        id, number = f"{wanted}~{number}", number + 1
    taken.add(id)
    return id


def called(unit: str, posts: Iterable[str]) -> list[str]:
    """List what posts of a unit may be called: their ids and their short names."""
    ids = list(posts)
    return ids + [short(unit, id) for id in ids if id.startswith(f"{unit}/")]


def short(unit: str, post: str) -> str:
    """Give the short name of a post of a unit, or its id where it has none.

    >>> short("a", "a/head"), short("a", "p7")
    ('head', 'p7')
    """
    return post.removeprefix(f"{unit}/")
