"""Who holds what: warnings of holdings that contradict the posts or each other, and people left without a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from orgmodel.core.change import Change
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Incumbency, Person, Post

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries
    from orgmodel.core.structure import Structure

WHOLE = 100
"""The share of a holding that is nobody else's, in hundredths."""


def holder_warnings(structure: Structure) -> Iterable[Problem]:
    """Warn of people without a name, of holders of posts that are said to be vacant, of two whole holders, and of an only holding that is called second."""
    persons, held = structure.table("persons"), structure.table("incumbencies")
    for row in persons.rows():
        person: Any = persons.record(row)
        if not person.name:
            message = Message.of("{person!r} has no name", person=person.id)
            yield _warning("NAMELESS", message, person.id, "persons", row, "name")
    by_post: dict[str, int] = defaultdict(int)
    by_person: dict[str, list[tuple[int, Incumbency]]] = defaultdict(list)
    for row in held.rows():
        one: Any = held.record(row)
        by_person[one.person].append((row, one))
        by_post[one.post] += one.share >= WHOLE
        post = structure.posts.get(one.post)
        if not isinstance(post, Post):
            continue
        if post.filled == 0:
            message = Message.of(
                "{person!r} holds {post!r}, of which nobody is said to be present (filled: 0)",
                person=one.person,
                post=one.post,
            )
            yield _warning("HOLDER_OF_VACANT", message, one.post, "incumbencies", row, "post")
        elif isinstance(post.filled, int) and by_post[one.post] > post.filled:
            message = Message.of(
                "{post!r} has more whole holders than the {count} present", post=one.post, count=post.filled
            )
            yield _warning("TWO_HOLDERS", message, one.post, "incumbencies", row, "post")
    for person_id, holdings in by_person.items():
        if len(holdings) == 1 and holdings[0][1].order > 0:
            row, only = holdings[0]
            message = Message.of(
                "{person!r} holds {post!r} alone, and it is called a second post", person=person_id, post=only.post
            )
            yield _warning("ONLY_SECOND", message, person_id, "incumbencies", row, "order")


def _warning(code: str, message: Message, subject: str, table: str, row: int, field: str) -> Problem:
    return Problem(code, message, subject, severity=WARNING, table=table, row=row, field=field)


def displaced(before: Structure, after: Queries, changes: Iterable[Change]) -> list[Problem]:
    """Warn of every person who held a post before a run and holds none after it, naming the post and its unit."""
    found = []
    for change in changes:
        one = change.before
        if not isinstance(one, Incumbency) or before.get("incumbencies", one.key) is None:
            continue
        if after.group("incumbencies", "person", one.person):
            continue
        post, person = before.get("posts", one.post), before.get("persons", one.person)
        values = {
            "person": one.person,
            "name": person.name if isinstance(person, Person) and person.name else one.person,
            "post": post.title(before.terms.language) if isinstance(post, Post) else one.post,
            "unit": post.unit if isinstance(post, Post) else "",
        }
        message = Message.of("{name} ({person}) holds no post afterwards; before it was {post!r} of {unit}", **values)
        found.append(Problem("DISPLACED", message, one.post, severity=WARNING))
    return list(dict.fromkeys(found))
