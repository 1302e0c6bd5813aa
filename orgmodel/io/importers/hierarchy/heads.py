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
from orgmodel.io.importers.hierarchy.persons import basis_of, tell_held
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.posts import PostRows
from orgmodel.io.importers.hierarchy.shared_posts import shares_of
from orgmodel.io.importers.hierarchy.staff import post_id
from orgmodel.io.importers.hierarchy.table import FIGURES, Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.known.heads import post_headed
from orgmodel.io.importers.naming import same_name

_ONE = 100
_COUNTED = ("authorized", "filled")


@dataclass(frozen=True)
class NamedHead:
    """Hold whom a row of a table of units names as its head: the names, none where the post is vacant, and the title, else what its column is called."""

    unit: str
    names: tuple[str, ...]
    title: str
    row: int
    line: int
    table: Table
    basis: str = ""

    @property
    def called(self) -> str:
        """Give the names as one text."""
        return ", ".join(self.names)


def named_heads(placed: Iterable[Placed], table: Table, left_out: Collection[int]) -> list[NamedHead]:
    """List the heads that rows of units name, and those that they say are vacant; of others nothing is known."""
    if "head" not in table.cells:
        return []
    found, called = [], post_headed(table.columns["head"])
    for one in placed:
        name, word = table.holder_of(table.text("head", one.row))
        names = table.names_of(name) if name else ()
        if one.row not in left_out and (names or word in ("vacant", "frozen")):
            title = table.text("head_title", one.row) or called
            basis = basis_of(table, name, title) if names else ""
            found.append(NamedHead(one.id, names, title, one.row, one.line, table, basis))
    tell_held(table, "head")
    return found


def heads_among(
    some: Sequence[PostRows], ranks: Categorical, heads: Sequence[NamedHead], numbers: Mapping[str, int]
) -> tuple[Categorical, list[NamedHead]]:
    """Rank the posts of tables that the named heads of units hold, and give the heads of which no table of posts tells.

    ``numbers`` gives the number of each unit. A head who holds no post of the unit, or another than the one at its head, is told.
    """
    if not heads or not some:
        return ranks, list(heads)
    posts, holders, of_unit, of_name = _held(some)
    codes = ranks.codes.copy()
    values = [*ranks.values, "head"]
    left: list[NamedHead] = []
    for head in heads:
        mine = of_unit.get(numbers.get(head.unit, -1), [])
        wanted = set(map(same_name, head.names))
        held = [at for at in mine if wanted & holders[at]]
        at_head = [at for at in mine if values[codes[at]] == "head"]
        elsewhere = [posts[at] for name in wanted for at in of_name.get(name, ())]
        if not mine and not elsewhere:
            left.append(head)
        elif not mine:
            message = Message.of(
                "{name} heads it, and holds the post {post!r} of another unit; no second post is made", name=head.called, post=elsewhere[0]
            )  # fmt: skip
            head.table.report.row(head.line, "HEAD_ELSEWHERE", message, subject=head.unit)
        elif not head.names:
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
) -> tuple[list[str], list[set[str]], dict[int, list[int]], dict[str, list[int]]]:
    """Give the posts of tables: their ids, the names of who holds each, and their numbers by unit and by name."""
    posts = list(chain.from_iterable(rows.placed.ids for rows in some))
    of_unit: defaultdict[int, list[int]] = defaultdict(list)
    for at, unit in enumerate(np.concatenate([rows.homes for rows in some]).tolist()):
        of_unit[unit].append(at)
    holders: list[set[str]] = []
    of_name: defaultdict[str, list[int]] = defaultdict(list)
    for rows in some:
        known = "person" in rows.table.cells
        for row in rows.placed.rows.tolist():
            also = [row, *(other for other, _ in rows.table.shared.get(row, ()))]
            names = {same_name(name) for one in also for name in rows.table.names(one)} if known else set()
            for name in names:
                of_name[name].append(len(holders))
            holders.append(names)
    return posts, holders, of_unit, of_name


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


def with_heads(records: Sequence[Record], heads: Sequence[NamedHead], *, alone: bool) -> list[Record]:
    """Make the post at the head of each unit, with who holds it, out of what the figures of the unit count.

    ``alone`` says that no table of posts tells of others.
    """
    if not heads:
        return list(records)
    by_unit: defaultdict[str, list[Post]] = defaultdict(list)
    for one in records:
        if isinstance(one, Post):
            by_unit[one.unit].append(one)
    rest: dict[str, Post | None] = {}
    made: list[Record] = []
    doubled: list[NamedHead] = []
    for head in heads:
        mine = by_unit[head.unit]
        whole = next((post for post in mine if post.id == post_id(head.unit, "posts")), None)
        ranked = next((post for post in mine if post.rank == "head"), None)
        if ranked is not None:
            made += _holding(head, ranked.id)
        elif mine and whole is None:
            doubled.append(head)
        else:
            post, left = _post(head, whole)
            if whole is not None:
                rest[whole.id] = left
            made += [post, *_holding(head, post.id)]
    _tell(heads, doubled, alone)
    kept = ((rest.get(one.id, one) if isinstance(one, Post) else one) for one in records)
    return [*(one for one in kept if one is not None), *made]


def _post(head: NamedHead, whole: Post | None) -> tuple[Post, Post | None]:
    """Make the post at the head of a unit, and give what its figures count beside it."""
    table, is_held = head.table, bool(head.names)
    figures: dict[str, int | None] = {
        "authorized": None,
        "filled": int(is_held),
        "fte": None if is_held or "fte" not in table.figures else 0,
    }
    counts = [key for key in FIGURES if key in table.figures] if table.map.heads != "beside" else []
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


def _holding(head: NamedHead, post: str) -> list[Record]:
    """Make those who hold the post at the head of a unit; they share it."""
    src = head.table.src(head.line)
    found: list[Record] = []
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
        if among:
            message = Message.of(
                "heads who are among the sorts of staff of their units, which sort is not said: {count}; no post is made of them", count=among
            )  # fmt: skip
            table.report.whole("HEADS_AMONG_SORTS", message)
