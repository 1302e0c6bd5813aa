"""The rows of placed posts and people: posts with rank and figures as columns, and who reports to whom as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.records import Line
from orgmodel.io.importers.hierarchy.aliases import Aliases, names_by
from orgmodel.io.importers.hierarchy.links import Placed
from orgmodel.io.importers.hierarchy.map import Ranks
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.ranking import heads_of

PostColumns = dict[str, list[Any]]
"""Rows of posts: a list for each field of theirs that a table can tell."""


@dataclass(frozen=True)
class PostRows:
    """Hold the placed posts of a table with what was found of each: unit, and further superiors by kind of line."""

    table: Table
    placed: list[Placed]
    dotted: dict[str, list[tuple[str, str]]]


def further_lines(placed: list[Placed], table: Table) -> dict[str, list[tuple[str, str]]]:
    """Find the further superiors of each row, by kind of line; those that are not there are told."""
    found: dict[str, list[tuple[str, str]]] = {}
    if not table.lines:
        return found
    keys = ("also", "person_id", "person", "name")
    for kind, texts in table.lines.items():
        aliases = Aliases(
            (one.id for one in placed),
            lambda: [names_by((table.text(key, one.row), one.id) for one in placed) for key in keys],
        )
        for one in placed:
            text = texts[one.row]
            if text in table.map.root:
                continue
            for part in aliases.several(text) or [text]:
                to = aliases.find(part)
                if to is None or to == one.id:
                    message = (
                        Message.of("a line of kind {kind!r} leads to itself; it is left out", kind=kind)
                        if to is not None
                        else Message.of(
                            "a line of kind {kind!r} leads to {text!r}, and no row has that id{hint}; it is left out",
                            kind=kind,
                            text=part,
                            hint=aliases.near(part),
                        )
                    )
                    table.report.row(one.line, "UNKNOWN_LINE", message, subject=one.id)
                else:
                    found.setdefault(one.id, []).append((kind, to))
        aliases.tell(table.report, kind)
    return found


def ranks_of(
    some: Iterable[PostRows], homes: Mapping[str, str], above: Mapping[str, str | None], ranks: Ranks
) -> dict[str, str]:
    """Rank posts: by title, else by grade, else the one post of a unit to which its others answer is its head.

    Of all others the rank is unknown. A post whose superior cannot be told says nothing against the head of its unit.
    """
    rules = [
        (key, [_rule(*one) for one in listed.items()])
        for key, listed in (("name", ranks.title), ("category", ranks.grade))
        if listed
    ]
    found: dict[str, str] = {}
    superiors: dict[str, str] = {}
    tops: set[str] = set()
    unsure: set[str] = set()
    for rows in some:
        said = [
            (rows.table.cells[key], {text: _rank(text, listed) for text in dict.fromkeys(rows.table.cells[key])})
            for key, listed in rules
            if key in rows.table.cells
        ]
        for one in rows.placed:
            for texts, meant in said:
                if rank := meant[texts[one.row]]:
                    found[one.id] = rank
                    break
            if one.parent is not None:
                superiors[one.id] = one.parent
            if one.is_top:
                tops.add(one.id)
            if one.is_unsure:
                unsure.add(one.id)
    if ranks.structure == "head":
        unsure -= set(superiors.values())  # one to whom others answer stands above them, whoever stands above it
        seen = {post: unit for post, unit in homes.items() if post not in unsure} if unsure else homes
        said_heads = {homes[post] for post, rank in found.items() if rank == "head"}
        for post in heads_of(seen, superiors, above, tops) & set(superiors.values()):
            if homes[post] not in said_heads:
                found.setdefault(post, "head")
    return found


def _rule(pattern: str, rank: str) -> tuple[str, bool, str]:
    return pattern.rstrip("*").casefold().strip(), pattern.endswith("*"), rank


def _rank(text: str, rules: list[tuple[str, bool, str]]) -> str:
    said = text.casefold().strip()
    for word, begins, rank in rules:
        if said == word or (begins and said.startswith(word)):
            return rank
    return ""


def post_columns(
    rows: PostRows, homes: Mapping[str, str], ranks: Mapping[str, str], held: Mapping[str, int]
) -> PostColumns:
    """Make a post of each row; figures are those of the table, and none is made of another.

    A row of posts is authorized once, unless the table counts who is there or says the quota itself. Whether it is
    filled is said by a column that counts, a word of status, or the name in it; ``held`` counts holders of other tables.
    """
    table, people = rows.table, rows.table.map.rows == "people"
    ids, at = [one.id for one in rows.placed], [one.row for one in rows.placed]

    def taken(column: Sequence[Any] | None, blank: Any) -> list[Any]:
        return [column[row] for row in at] if column else [blank] * len(at)

    counted = table.cells.keys() & {"authorized", "filled"}
    figures = {key: taken(table.figures.get(key), None) for key in ("authorized", "filled", "fte", "pay")}
    if not counted:
        figures["authorized"] = [None if people else 1] * len(at)
    has_person = "person" in table.cells
    status = taken(table.status, "")
    if "filled" not in table.cells and ("status" in table.cells or has_person or people):
        cases = list(zip(status, figures["authorized"], taken(table.cells.get("person"), ""), strict=True))
        found = {case: _filled(table, people, has_person, *case) for case in set(cases)}
        figures["filled"] = [found[case] for case in cases]
    elif "filled" not in table.cells:
        figures["filled"] = [held.get(id, 0) for id in ids] if held else [None] * len(at)
    if "fte" in table.cells:
        pairs = list(zip(figures["filled"], figures["fte"], strict=True))
        figures["fte"] = [0 if filled == 0 else fte for filled, fte in pairs]
        if budgeted := sum(filled == 0 and bool(fte) for filled, fte in pairs):
            message = Message.of(
                "full-time equivalents of vacant posts are of nobody, and count as 0: of {count}", count=budgeted
            )
            table.report.whole("FTE_OF_VACANT", message, severity=NOTE)
    names = taken(table.cells.get("name"), "")
    titles = {name: names_of(**{table.whole.language: name}) for name in dict.fromkeys(names)}
    return {
        "id": ids,
        "unit": [homes[id] for id in ids],
        "titles": [titles[name] for name in names],
        "rank": [ranks.get(id, "unknown") for id in ids],
        "block": taken(table.cells.get("block"), ""),
        "category": taken(table.cells.get("category"), ""),
        **figures,
        "src": [table.src(one.line) for one in rows.placed],
    }


def joined(some: Sequence[PostColumns]) -> PostColumns:
    """Put the posts of tables behind each other."""
    return {
        field: [value for one in some for value in one[field]]
        for field in (some[0] if some else ("id", "unit", "rank"))
    }


def _filled(
    table: Table, people: bool, has_person: bool, status: str, authorized: int | None, person: str
) -> int | None:
    """Tell how many hold the posts of a row: by its status, else by the name in it, else one where rows are people."""
    name, word = table.holder_of(person) if has_person else ("", "")
    if status == "filled":
        return authorized if authorized is not None else 1 if people or has_person else None
    if status in ("vacant", "frozen"):
        return 0
    if status == "unknown":
        return None
    if name:
        return 1
    if word in ("vacant", "frozen", "proposed"):
        return 0
    if has_person:
        return 1 if people and not word and not person else None
    return 1 if people else None


def line_records(rows: PostRows) -> list[Line]:
    """Make the written lines of each row: to its superior, and those of other kinds."""
    src = rows.table.src
    lines = [
        Line("administrative", one.id, one.parent, src=src(one.line)) for one in rows.placed if one.parent is not None
    ]
    places = {one.id: one.line for one in rows.placed} if rows.dotted else {}
    for id, further in rows.dotted.items():
        lines += [Line(kind, id, to, src=src(places[id])) for kind, to in dict.fromkeys(further)]
    return lines
