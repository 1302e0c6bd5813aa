"""Who holds which post: by an id where a table has one, else by name, and a name in two posts is told, never guessed of."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.messages import Message
from orgmodel.core.records import Incumbency, Person
from orgmodel.io.importers.hierarchy.aliases import Aliases
from orgmodel.io.importers.hierarchy.placed import PlacedRows
from orgmodel.io.importers.hierarchy.posts import PostRows
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.naming import Ids, same_name

_SHOWN = 5


def holders(some: Iterable[PostRows]) -> list[Person | Incumbency]:
    """Make the persons that rows of posts name, each with the post that it holds.

    Without ids every row has a person of its own: whether one name is one person is not known.
    """
    found: list[Person | Incumbency] = []
    for rows in some:
        table = rows.table
        if "person" not in table.cells and "person_id" not in table.cells:
            continue
        people: dict[str, str] = {}
        named: dict[str, int] = {}
        for one in rows.placed.each():
            name, word = table.holder(one.row) if "person" in table.cells else ("", "")
            key = table.text("person_id", one.row)
            if word or not (name or key):
                continue
            named[same_name(name)] = named.get(same_name(name), 0) + 1
            src = table.src(one.line)
            id = f"{key}#person" if key else f"{one.id}#holder"
            if id not in people:
                people[id] = name
                found.append(Person(id, name, src=src))
            elif name and people[id] and same_name(name) != same_name(people[id]):
                message = Message.of(
                    "{id!r} is {name!r} here and {other!r} elsewhere", id=key, name=name, other=people[id]
                )
                table.report.row(one.line, "PERSON_NAMES_DIFFER", message, subject=key)
            found.append(Incumbency(id, one.id, begins=table.begins[one.row], src=src))
        if "person_id" not in table.cells:
            _tell_twice(named, table)
    return found


def _tell_twice(named: dict[str, int], table: Table) -> None:
    twice = [name for name, count in named.items() if name and count > 1]
    if twice:
        message = Message.of(
            "names that stand in several posts: {count}; whether each is one person is not known, and each post has a person of "
            "its own: give ids of persons (person_id)",
            count=len(twice),
        )
        table.report.whole("NAME_IN_SEVERAL_POSTS", message, severity=NOTE)


def posts_held(
    placed: PlacedRows, table: Table, posts: Iterable[str], ftes: dict[str, int | None]
) -> list[Person | Incumbency]:
    """Make the persons of a table that says by code which post each holds; their full-time equivalents are added to ``ftes``."""
    aliases = Aliases(posts)
    ids = Ids()
    found: list[Person | Incumbency] = []
    for one in placed.each():
        text = table.text("post", one.row)
        name, _ = table.holder(one.row)
        post = aliases.find(text) if text else None
        if post is None:
            message = Message.of(
                "it holds the post {text!r}, and no row of posts has that id{hint}; the person is left out",
                text=text, hint=aliases.near(text) if text else "",
            )  # fmt: skip
            table.report.row(one.line, "UNKNOWN_POST", message, severity="error", subject=one.id)
            continue
        id = ids.give(f"{one.id}#person")
        found.append(Person(id, name or table.text("name", one.row), src=table.src(one.line)))
        found.append(Incumbency(id, post, begins=table.begins[one.row], src=table.src(one.line)))
        if "fte" in table.cells:
            part, before = table.figure("fte", one.row), ftes.get(post, 0)
            ftes[post] = None if part is None or before is None else before + part
    aliases.tell(table.report, "post")
    return found
