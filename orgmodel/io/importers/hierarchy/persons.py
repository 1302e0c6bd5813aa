"""Who holds which post: by an id where a table has one, else by name, and a name in two posts is told, never guessed of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from orgmodel.core.messages import Message
from orgmodel.core.records import Incumbency, Person
from orgmodel.io.importers.hierarchy.aliases import Aliases
from orgmodel.io.importers.hierarchy.people_listed import Listed
from orgmodel.io.importers.hierarchy.placed import Placed, PlacedRows
from orgmodel.io.importers.hierarchy.posts import PostRows
from orgmodel.io.importers.hierarchy.shared_posts import shares_of
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.known.holders import several_in
from orgmodel.io.importers.known.holdings import acts, either_of, held_by
from orgmodel.io.importers.naming import Ids, same_name

_SHOWN = 5


def holders(some: Iterable[PostRows], listed: Listed) -> list[Person | Incumbency]:
    """Make the persons that rows of posts name, each with the post that it holds.

    Without ids every row has a person of its own: whether one name is one person is not known. ``listed`` gives the names of those
    whom other tables name by their ids.
    """
    found: list[Person | Incumbency] = []
    for rows in some:
        table = rows.table
        if "person" not in table.cells and "person_id" not in table.cells:
            continue
        people: dict[str, str] = {}
        named: dict[str, int] = {}
        for one in rows.placed.each():
            held = holdings(table, one)
            shares = shares_of([holding.fte for holding in held], table.figure("authorized", one.row))
            for number, (holding, share) in enumerate(zip(held, shares, strict=True)):
                key = holding.key
                name = listed.name_of(key)
                name = holding.name or name
                named[same_name(name)] = named.get(same_name(name), 0) + 1
                src = table.src(holding.line)
                id = f"{key}#person" if key else f"{one.id}#holder" + (f"-{number + 1}" if number else "")
                if id not in people:
                    people[id] = name
                    found.append(Person(id, name, src=src))
                elif name and people[id] and same_name(name) != same_name(people[id]):
                    message = Message.of(
                        "{id!r} is {name!r} here and {other!r} elsewhere", id=key, name=name, other=people[id]
                    )
                    table.report.row(holding.line, "PERSON_NAMES_DIFFER", message, subject=key)
                begins = table.begins[holding.row]
                found.append(Incumbency(id, one.id, share, basis=holding.basis, begins=begins, src=src))
        _tell_several(rows)
        tell_held(table, "person")
        if "person_id" not in table.cells:
            _tell_twice(named, table)
    return found


@dataclass(frozen=True)
class Holding:
    """Hold who holds a post by one row: name, id, and full-time equivalents in hundredths where the row has one holder."""

    row: int
    line: int
    name: str
    key: str
    fte: int | None
    basis: str = ""


def holdings(table: Table, one: Placed) -> list[Holding]:
    """Give those who hold a post: by its own row and by the further ones that share it, of a cell with several names each."""
    found: list[Holding] = []
    for row, line in ((one.row, one.line), *table.shared.get(one.row, ())):
        _, word = table.holder(row) if "person" in table.cells else ("", "")
        key = table.text("person_id", row)
        names = table.names(row) if "person" in table.cells else ()
        if word or not (names or key):
            continue
        fte = table.figure("fte", row) if len(names) < 2 else None
        keys = (
            several_in(key)
            if len(several_in(key)) == len(names) > 1
            else (key,)
            if len(names) < 2
            else ("",) * len(names)
        )
        basis = basis_of(table, table.text("person", row), table.text("name", row))
        found += [Holding(row, line, name, id, fte, basis) for name, id in zip(names or ("",), keys, strict=True)]
    return found


def _tell_several(rows: PostRows) -> None:
    """Tell of cells in which several names stand."""
    table = rows.table
    texts = [
        text for text in table.coded("person").values if table.holder_of(text)[0] and len(table.names_of(text)) > 1
    ]
    if texts:
        message = Message.of(
            "several names in one cell are several persons, who share the post: {texts} ({count}); say {line} in the map where "
            "one name is meant",
            texts=", ".join(map(repr, texts[:_SHOWN])), count=len(texts), line=f"holders: {{{texts[0]!r}: person}}",
        )  # fmt: skip
        table.report.whole("SEVERAL_HOLDERS", message, severity=NOTE)


def basis_of(table: Table, text: str, title: str) -> str:
    """Give the word beside a name, or with which its title begins, that says how the post is held, as one who is acting holds it."""
    is_name = table.map.holders.get(text, "") == "person"
    return ("" if is_name else held_by(text).basis) or acts(title)


def tell_held(table: Table, key: str) -> None:
    """Tell of the texts in a column of holders that say how a post is held, and of those of which one person or another is meant."""
    texts = [text for text in table.coded(key).values if table.map.holders.get(text) != "person"]
    acting = [text for text in texts if held_by(text).basis and table.holder_of(text)[0]]
    if acting:
        message = Message.of(
            "words beside names that say how a post is held are no part of the name, and stand as its basis: {texts} ({count})",
            texts=", ".join(map(repr, acting[:_SHOWN])), count=len(acting),
        )  # fmt: skip
        table.report.whole("HELD_AS", message, severity=NOTE)
    either = [text for text in texts if either_of(held_by(text).name) and text not in table.map.holders]
    if either:
        message = Message.of(
            "who holds a post is doubtful, one person or another: {texts} ({count}); no person is made: say {line} in the map",
            texts=", ".join(map(repr, either[:_SHOWN])), count=len(either), line=f"holders: {{{either[0]!r}: several}}",
        )  # fmt: skip
        table.report.whole("DOUBTFUL_HOLDER", message)


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
    placed: PlacedRows,
    table: Table,
    posts: Mapping[str, int | None],
    ftes: dict[str, int | None],
    renamed: Mapping[str, str],
) -> list[Person | Incumbency]:
    """Make the persons of a table that says by code which post each holds; their full-time equivalents are added to ``ftes``.

    ``posts`` gives how many are authorized in the row of posts of each id, None where that is not said; ``renamed`` the ids of posts
    that have another one now.
    """
    aliases = Aliases(posts)
    ids = Ids()
    found: list[Person | Incumbency] = []
    parts: dict[str, list[int | None]] = {}
    known: set[str] = set()
    for one in placed.each():
        text = table.text("post", one.row)
        name, _ = table.holder(one.row)
        held = held_by(name)
        post = aliases.find(renamed.get(text, text)) if text else None
        if post is None:
            message = Message.of(
                "it holds the post {text!r}, and no row of posts has that id{hint}; the person is left out",
                text=text, hint=aliases.near(text) if text else "",
            )  # fmt: skip
            table.report.row(one.line, "UNKNOWN_POST", message, severity="error", subject=one.id)
            continue
        key = table.text("person_id", one.row)
        id = f"{key}#person" if key else ids.give(f"{one.id}#person")
        if not key or key not in known:
            found.append(Person(id, held.name or table.text("name", one.row), src=table.src(one.line)))
            known.add(key)
        begins, src = table.begins[one.row], table.src(one.line)
        found.append(Incumbency(id, post, basis=held.basis, begins=begins, src=src))
        parts.setdefault(post, []).append(table.figure("fte", one.row))
        if "fte" in table.cells:
            part, before = table.figure("fte", one.row), ftes.get(post, 0)
            ftes[post] = None if part is None or before is None else before + part
    aliases.tell(table.report, "post")
    return _with_shares(found, parts, posts)


def _with_shares(
    found: list[Person | Incumbency], parts: Mapping[str, list[int | None]], posts: Mapping[str, int | None]
) -> list[Person | Incumbency]:
    """Let those who hold one post together share it."""
    shares = {post: iter(shares_of(ftes, posts[post])) for post, ftes in parts.items() if len(ftes) > 1}
    return [
        replace(one, share=next(shares[one.post])) if isinstance(one, Incumbency) and one.post in shares else one
        for one in found
    ]
