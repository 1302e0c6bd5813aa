"""Those whom a table of units names as its heads: they hold a post of a table of posts, or the head's post of their unit is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.records import Incumbency, Person, Post, Record
from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.hierarchy.people_listed import Listed
from orgmodel.io.importers.hierarchy.persons import basis_of, tell_held
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.posts import PostRows
from orgmodel.io.importers.hierarchy.shared_posts import shares_of
from orgmodel.io.importers.hierarchy.staff import post_id
from orgmodel.io.importers.hierarchy.table import FIGURES, NO_PERSON, Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.known.heads import post_headed
from orgmodel.io.importers.known.holders import vacancy
from orgmodel.io.importers.known.tables import plain, statuses
from orgmodel.io.importers.naming import same_name

_ONE = 100
_COUNTED = ("authorized", "filled")
_IDS = ("person_id", "id", "also")
"""Columns of tables of posts or people in which the id of who heads a unit may stand; a post's own id is none of a person."""


@dataclass(frozen=True)
class NamedHead:
    """Hold whom a row of a table of units names as its head: the names, none where the post is vacant, and the title, else what its column is called.

    ``is_counted`` says that figures of its own row may count it.
    """

    unit: str
    names: tuple[str, ...]
    title: str
    row: int
    line: int
    table: Table
    basis: str = ""
    key: str = ""
    is_counted: bool = True

    @property
    def called(self) -> str:
        """Give the names as one text, or the id where no name is known."""
        return ", ".join(self.names) or self.key

    @property
    def is_held(self) -> bool:
        """Tell whether somebody heads the unit."""
        return bool(self.names or self.key)


def named_heads(placed: Iterable[Placed], table: Table, left_out: Collection[int]) -> list[NamedHead]:
    """List the heads that rows of units name, and those that they say are vacant; of others nothing is known."""
    if not table.cells.keys() & {"head", "head_id"}:
        return []
    found, called = [], post_headed(table.columns.get("head", ""))
    for one in placed:
        name, word = table.holder_of(table.text("head", one.row))
        names = table.names_of(name) if name else ()
        key, no_id = _id_of(table.text("head_id", one.row)) if len(names) < 2 and not word else ("", "")
        word = word or no_id
        if one.row not in left_out and (names or key or word in ("vacant", "frozen")):
            title = table.text("head_title", one.row) or called
            basis = basis_of(table, name, title) if names else ""
            found.append(NamedHead(one.id, names, title, one.row, one.line, table, basis, key))
    if "head" in table.cells:
        tell_held(table, "head")
    return found


def heads_of_levels(
    placed: Sequence[Placed], implied: Mapping[str, tuple[str, str | None]], table: Table, left_out: Collection[int]
) -> list[NamedHead]:
    """List the heads of units of coarser levels that stand in columns of their own; of a unit with several none is taken, which is told."""
    above = {one.id: one.parent for one in placed} | {id: parent for id, (_, parent) in implied.items()}
    rows = {one.id: one for one in placed}
    levels = [table.rows.texts(name) for name in table.map.levels]
    found: list[NamedHead] = []
    for level, column in table.map.level_heads.items():
        texts, called = table.rows.texts(column), post_headed(column)
        named: dict[str, dict[str, Placed]] = {}
        at = table.map.levels.index(level) if level in table.map.levels else -1
        for one in placed if at >= 0 else ():
            finer = sum(bool(cells[one.row]) for cells in levels[at + 1 :])
            unit: str | None = one.id
            for _ in range(finer):
                unit = above.get(unit or "")
            if unit and texts[one.row] and one.row not in left_out:
                named.setdefault(unit, {}).setdefault(texts[one.row], one)
        for unit, heads in named.items():
            text, one = next(iter(heads.items()))
            if len(heads) > 1:
                message = Message.of(
                    "several names head the unit {unit!r} ({names}), and none is taken", unit=unit, names=", ".join(heads)
                )  # fmt: skip
                table.report.row(one.line, "HEADS_DIFFER", message, subject=unit)
                continue
            name, word = table.holder_of(text)
            names = table.names_of(name) if name else ()
            own = rows.get(unit)
            if names or word in ("vacant", "frozen"):
                basis = basis_of(table, name, called) if names else ""
                place = own or one
                found.append(
                    NamedHead(unit, names, called, place.row, one.line, table, basis, is_counted=own is not None)
                )
    return found


def _id_of(text: str) -> tuple[str, str]:
    """Give the id of who heads a unit, or what a word in its place means."""
    word = vacancy(text) or statuses().get(plain(text), "")
    is_id = bool(text) and not word and any(map(str.isalnum, text)) and plain(text) not in NO_PERSON
    return (text, "") if is_id else ("", word)


def heads_among(
    some: Sequence[PostRows], ranks: Categorical, heads: Sequence[NamedHead], numbers: Mapping[str, int]
) -> tuple[Categorical, list[NamedHead]]:
    """Rank the posts of tables that the named heads of units hold, and give the heads of which no table of posts tells.

    ``numbers`` gives the number of each unit. A head who holds no post of the unit, or another than the one at its head, is told.
    """
    if not heads or not some:
        return ranks, list(heads)
    posts, holders, of_unit, of_name, of_key = _held(some)
    codes = ranks.codes.copy()
    values = [*ranks.values, "head"]
    left: list[NamedHead] = []
    for head in heads:
        mine = of_unit.get(numbers.get(head.unit, -1), [])
        wanted = set(map(same_name, head.names))
        by_key = of_key.get(alike(head.key), ()) if head.key else ()
        held = [at for at in mine if wanted & holders[at] or at in by_key]
        at_head = [at for at in mine if values[codes[at]] == "head"]
        elsewhere = [posts[at] for at in (*(at for name in wanted for at in of_name.get(name, ())), *by_key)]
        if not mine and not elsewhere:
            left.append(head)
        elif not mine:
            message = Message.of(
                "{name} heads it, and holds the post {post!r} of another unit; no second post is made", name=head.called, post=elsewhere[0]
            )  # fmt: skip
            head.table.report.row(head.line, "HEAD_ELSEWHERE", message, subject=head.unit)
        elif not head.is_held:
            if at_head and holders[at_head[0]]:
                message = Message.of(
                    "its head is vacant here, and the post {post!r} at its head is held; the table of posts counts", post=posts[at_head[0]]
                )  # fmt: skip
                head.table.report.row(head.line, "HEADS_DIFFER", message, subject=head.unit)
        elif not at_head and len(held) == 1:
            codes[held[0]] = len(values) - 1
        elif not set(held) & set(at_head):
            _tell_differing(head, posts, [*at_head, *held])
    return Categorical(values, codes).distinct(), left


def _held(
    some: Sequence[PostRows],
) -> tuple[list[str], list[set[str]], dict[int, list[int]], dict[str, list[int]], dict[str, list[int]]]:
    """Give the posts of tables: their ids, the names of who holds each, and their numbers by unit, by name and by id of the holder."""
    posts = list(chain.from_iterable(rows.placed.ids for rows in some))
    of_unit: defaultdict[int, list[int]] = defaultdict(list)
    for at, unit in enumerate(np.concatenate([rows.homes for rows in some]).tolist()):
        of_unit[unit].append(at)
    holders: list[set[str]] = []
    of_name: defaultdict[str, list[int]] = defaultdict(list)
    of_key: defaultdict[str, list[int]] = defaultdict(list)
    for rows in some:
        keys = [key for key in _IDS if key in rows.table.cells]
        are_people = rows.table.map.rows == "people"
        known = "person" in rows.table.cells
        for row in rows.placed.rows.tolist():
            also = [row, *(other for other, _ in rows.table.shared.get(row, ()))]
            names = {same_name(name) for one in also for name in rows.table.names(one)} if known else set()
            for name in names:
                of_name[name].append(len(holders))
            said = {(key, rows.table.text(key, one)) for one in also for key in keys}
            for text in {
                alike(text) for key, text in said if text and (are_people or key == "person_id" or "@" in text)
            }:
                of_key[text].append(len(holders))
            holders.append(names)
    return posts, holders, of_unit, of_name, of_key


def _tell_differing(head: NamedHead, posts: Sequence[str], at: Sequence[int]) -> None:
    """Tell of a head who is not the one whom the table of posts has at the head of the unit."""
    if at:
        message = Message.of(
            "{name} heads it here, and by the table of posts it is the post {post!r}; the table of posts counts",
            name=head.called, post=posts[at[0]],
        )  # fmt: skip
        head.table.report.row(head.line, "HEADS_DIFFER", message, subject=head.unit)
        return
    message = Message.of(
        "{name} heads it, and holds none of its posts in the table of posts; no post is made", name=head.called
    )
    head.table.report.row(head.line, "HEAD_WITHOUT_POST", message, subject=head.unit)


def with_heads(records: Sequence[Record], heads: Sequence[NamedHead], listed: Listed, *, alone: bool) -> list[Record]:
    """Make the post at the head of each unit, with who holds it, out of what the figures of the unit count.

    ``listed`` gives the names of those whom another table names by their ids; ``alone`` says that no table of posts tells of others.
    """
    if not heads:
        return list(records)
    by_unit: defaultdict[str, list[Post]] = defaultdict(list)
    for one in records:
        if isinstance(one, Post):
            by_unit[one.unit].append(one)
    rest: dict[str, Post | None] = {}
    made: list[Record] = []
    known: set[str] = set()
    doubled: list[NamedHead] = []
    for given in heads:
        named = listed.name_of(given.key)
        head = replace(given, names=(named,)) if named and not given.names else given
        mine = by_unit[head.unit]
        whole = next((post for post in mine if post.id == post_id(head.unit, "posts")), None)
        ranked = next((post for post in mine if post.rank == "head"), None)
        if ranked is not None:
            made += _holding(head, ranked.id, known)
        elif mine and whole is None:
            doubled.append(head)
        else:
            post, left = _post(head, whole)
            if whole is not None:
                rest[whole.id] = left
            made += [post, *_holding(head, post.id, known)]
    _tell(heads, doubled, alone)
    kept = ((rest.get(one.id, one) if isinstance(one, Post) else one) for one in records)
    return [*(one for one in kept if one is not None), *made]


def _post(head: NamedHead, whole: Post | None) -> tuple[Post, Post | None]:
    """Make the post at the head of a unit, and give what its figures count beside it."""
    table, is_held = head.table, head.is_held
    figures: dict[str, int | None] = {
        "authorized": None,
        "filled": int(is_held),
        "fte": None if is_held or "fte" not in table.figures else 0,
    }
    counts = [key for key in FIGURES if key in table.figures] if table.map.heads != "beside" else []
    if not head.is_counted and whole is None:  # what the figures of the units below count is not known
        figures["filled"] = None if "filled" in counts else figures["filled"]
        counts = []
    left: dict[str, int | None] = {
        key: getattr(whole, key) if whole is not None else table.figure(key, head.row) for key in counts
    }
    beyond = [key for key in _COUNTED if key in counts and left[key] == 0 and (is_held or key == "authorized")]
    for key in (one for one in _COUNTED if one in counts):
        count = 1 if is_held or key == "authorized" else 0
        said = left[key]
        if said is None:
            figures[key] = None if key == "authorized" else count
        else:
            figures[key] = None if key in beyond else count
            left[key] = max(said - count, 0)
    if "fte" in counts and is_held and (part := _part(left["fte"], whole)) is not None:
        figures["fte"], left["fte"] = part, (left["fte"] or 0) - part
    if beyond:
        message = Message.of(
            "{name} heads it, and its figures count nobody ({keys}); the head's own is missing",
            name=head.called or "–", keys=", ".join(beyond),
        )  # fmt: skip
        table.report.row(head.line, "HEAD_NOT_COUNTED", message, subject=head.unit)
    language = table.whole.language
    names = names_of(**{language: head.title}) if head.title else ()
    block = whole.block if whole is not None else table.text("block", head.row)
    post = Post(
        post_id(head.unit, "head"), head.unit, names, "head", block,
        authorized=figures["authorized"], filled=figures["filled"], fte=figures["fte"], src=table.src(head.line),
    )  # fmt: skip
    if whole is None or not counts:
        return post, whole
    if not any(left.values()) and None not in left.values():
        return post, None
    beside = {key: left.get(key, getattr(whole, key)) for key in FIGURES}
    return post, replace(whole, authorized=beside["authorized"], filled=beside["filled"], fte=beside["fte"])


def _part(fte: int | None, whole: Post | None) -> int | None:
    """Give the full-time equivalents of a head where those of the unit tell them: of one, or of as many as there are people."""
    if fte is None or whole is None or not isinstance(whole.filled, int) or not whole.filled:
        return None
    return fte if whole.filled == 1 else _ONE if fte == whole.filled * _ONE else None


def _holding(head: NamedHead, post: str, known: set[str]) -> list[Record]:
    """Make those who hold the post at the head of a unit; they share it. One of an id that is ``known`` is the same person."""
    src = head.table.src(head.line)
    found: list[Record] = []
    if head.key:
        id = f"{head.key}#person"
        person = [] if id in known else [Person(id, next(iter(head.names), ""), src=src)]
        known.add(id)
        return [*person, Incumbency(id, post, shares_of([None])[0], basis=head.basis, src=src)]
    for number, (name, share) in enumerate(zip(head.names, shares_of([None] * len(head.names)), strict=True)):
        id = f"{post}#holder" + (f"-{number + 1}" if number else "")
        found += [Person(id, name, src=src), Incumbency(id, post, share, basis=head.basis, src=src)]
    return found


def _tell(heads: Sequence[NamedHead], doubled: Sequence[NamedHead], alone: bool) -> None:
    """Tell what was made of the heads of each table."""
    for table in {id(head.table): head.table for head in heads}.values():
        count = sum(head.table is table and head not in doubled for head in heads)
        among = sum(head.table is table for head in doubled)
        counts = bool(table.map.sorts) or any(key in table.figures for key in FIGURES)
        if not counts and alone:
            message = Message.of(
                "posts at the head of units, and no figures: {count}; posts and people are those of the heads alone, and others are missing",
                count=count,
            )  # fmt: skip
            table.report.whole("HEADS_ALONE", message, severity=NOTE)
        elif counts and not table.map.heads:
            message = Message.of(
                "heads that the figures of their units are taken to count: {count}; say heads: beside in the map where they do not", count=count
            )  # fmt: skip
            table.report.whole("HEADS_COUNTED", message, severity=NOTE)
        if (apart := [head for head in heads if head.table is table and not head.is_counted]) and counts:
            message = Message.of(
                "heads of units that have no row of their own: {count}; whether figures of units below count them is not known, and theirs are missing",
                count=len(apart),
            )  # fmt: skip
            table.report.whole("HEADS_ABOVE", message)
        if among:
            message = Message.of(
                "heads who are among the sorts of staff of their units, which sort is not said: {count}; no post is made of them", count=among
            )  # fmt: skip
            table.report.whole("HEADS_AMONG_SORTS", message)
