"""Who is under whom in a table: ids, parents, HierarchyIds or paths resolved, every broken link reported."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR, nearest
from orgmodel.io.importers.hierarchy.id import Node, read_node
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.naming import Ids, slug

_AS_DECIMAL = re.compile(r"([0-9]+)\.0+")


_NO_WAY = "the path is blank, or its top level is (were cells merged? fill each row)"


@dataclass(slots=True)
class Placed:
    """Hold a row with its id and the id of what it is under; ``is_top`` where the table itself puts it at the top."""

    row: int
    line: int
    id: str
    parent: str | None = None
    is_top: bool = False


def by_parent(
    rows: list[tuple[int, int]], ids: list[str], parents: list[str], tops: list[str], report: Report
) -> list[Placed]:
    """Place rows by ids and the ids of their parents; ``rows`` are row numbers with their lines."""
    placed = _with_ids(rows, ids, report)
    known = {one.id for one in placed}
    alike = Counter(map(_plain, known))
    plain = {_plain(id): id for id in known if alike[_plain(id)] == 1}
    for one in placed:
        if alike[_plain(one.id)] > 1:
            message = Message.of(
                "the id {id!r} and another differ only in a decimal part of zeros; each is kept as it is", id=one.id
            )
            report.row(one.line, "CODES_ALIKE", message, subject=one.id)
    decimals = 0
    hints: dict[str, str] = {}
    for one in placed:
        text = parents[one.row]
        if text in tops and text not in known:
            one.is_top = True
            continue
        if text not in known and _plain(text) in plain:
            text = plain[_plain(text)]
            decimals += 1
        if text == one.id:
            _report_link(report, one, "SELF_REPORT", "it is under itself")
        elif text in known:
            one.parent = text
        else:
            if text not in hints:
                hints[text] = nearest(text, known) if len(hints) < 200 else ""
            _report_link(
                report,
                one,
                "UNKNOWN_SUPERIOR",
                Message.of("it is under {text!r}, and no row has that id{hint}", text=text, hint=hints[text]),
            )
    if decimals:
        report.whole(
            "DECIMALS",
            Message.of(
                "ids written in two ways (1.0 and 1) are taken as one: of {decimals} parents",
                decimals=decimals,
            ),
        )
    return placed


def _plain(id: str) -> str:
    """Give a number without a decimal part of zeros; any other text as it is."""
    found = _AS_DECIMAL.fullmatch(id)
    return found[1] if found else id


def _with_ids(rows: list[tuple[int, int]], ids: list[str], report: Report) -> list[Placed]:
    """Take the rows that have an id of their own; rows that share one are all left out, since which is meant is unknown."""
    lines: dict[str, list[int]] = {}
    for row, line in rows:
        lines.setdefault(ids[row], []).append(line)
    placed = []
    for row, line in rows:
        id = ids[row]
        if not id:
            report.row(line, "MISSING_ID", "the row has no id; it is left out: give it one", severity=ERROR)
        elif len(lines[id]) > 1:
            others = ", ".join(str(other) for other in lines[id] if other != line)
            message = Message.of(
                "the id {id!r} stands in {count} rows (also {others}); all are left out: give each its own",
                id=id,
                count=len(lines[id]),
                others=others,
            )
            report.row(line, "DUPLICATE_ID", message, severity=ERROR, subject=id)
        else:
            placed.append(Placed(row, line, id))
    return placed


def by_node(rows: list[tuple[int, int]], ids: list[str] | None, nodes: list[str], report: Report) -> list[Placed]:
    """Place rows by HierarchyIds; without ids of their own they bear those of their nodes."""
    decoded: dict[str, Node | str] = {}
    for _, text in dict.fromkeys((0, nodes[row]) for row, _ in rows):
        try:
            decoded[text] = read_node(text)
        except ValueError as error:
            decoded[text] = error.args[0]
    sound = []
    for row, line in rows:
        node = decoded[nodes[row]]
        if isinstance(node, str):
            report.row(line, "BAD_HIERARCHY_ID", Message.of("{node}; the row is left out", node=node), severity=ERROR)
        else:
            sound.append((row, line))
    own = ids or [
        "/" + "".join(_step(step) for step in one) if not isinstance(one, str) else ""
        for one in map(decoded.__getitem__, nodes)
    ]
    placed = _with_ids(sound, own, report)
    here: dict[Node, list[Placed]] = {}
    for one in placed:
        here.setdefault(_node(decoded, nodes[one.row]), []).append(one)
    for one in placed:
        node = _node(decoded, nodes[one.row])
        one.is_top = not node
        above = here.get(node[:-1], []) if node else []
        if len(here[node]) > 1:
            report.row(
                one.line,
                "DUPLICATE_NODE",
                Message.of("{count} rows have the same place in the hierarchy", count=len(here[node])),
                subject=one.id,
            )
        if len(above) == 1:
            one.parent = above[0].id
        elif above:
            _report_link(
                report, one, "AMBIGUOUS_SUPERIOR", Message.of("{count} rows have the place above it", count=len(above))
            )
        elif node:
            _report_link(report, one, "UNKNOWN_SUPERIOR", "no row has the place above it in the hierarchy")
    return placed


def _node(decoded: dict[str, Node | str], text: str) -> Node:
    node = decoded[text]
    return node if isinstance(node, tuple) else ()


def _step(step: tuple[int, ...]) -> str:
    return ".".join(map(str, step)) + "/"


def by_path(
    rows: list[tuple[int, int]], ids: list[str] | None, paths: list[tuple[str, ...]], report: Report
) -> tuple[list[Placed], dict[str, tuple[str, str | None]]]:
    """Place rows by the names on the way from the top.

    Gives the rows, and the units that are named on the way to others and have no row: name and parent by id.
    """
    sound = []
    for row, line in rows:
        if paths[row]:
            sound.append((row, line))
        else:
            report.row(
                line,
                "MISSING_PATH",
                Message.of("{no_way}; the row is left out", no_way=Message.of(_NO_WAY)),
                severity=ERROR,
            )
    lines: dict[tuple[str, ...], list[int]] = {}
    for row, line in sound:
        lines.setdefault(paths[row], []).append(line)
    if ids is None:
        for row, line in sound:
            if len(lines[paths[row]]) > 1:
                message = Message.of(
                    "{count} rows have the path {path!r}; all are left out",
                    count=len(lines[paths[row]]),
                    path=" / ".join(paths[row]),
                )
                report.row(line, "DUPLICATE_ID", message, severity=ERROR)
        sound = [(row, line) for row, line in sound if len(lines[paths[row]]) == 1]
    placed = _with_ids(sound, ids, report) if ids else [Placed(row, line, "") for row, line in sound]
    given = Ids(one.id for one in placed if one.id)
    by_way: dict[tuple[str, ...], str] = {}
    for one in placed:
        one.id = one.id or given.give(".".join(slug(name) for name in paths[one.row]))
        by_way.setdefault(paths[one.row], one.id)
    implied: dict[str, tuple[str, str | None]] = {}
    for one in placed:
        way = paths[one.row]
        for length in range(1, len(way)):
            if way[:length] not in by_way:
                id = by_way[way[:length]] = given.give(".".join(slug(name) for name in way[:length]))
                implied[id] = (way[length - 1], one.parent)
            one.parent = by_way[way[:length]]
    if implied:
        report.whole(
            "IMPLIED",
            Message.of("named on the way to others alone, without a row: {count} units", count=len(implied)),
        )
    return placed, implied


def without_loops(placed: list[Placed], report: Report) -> None:
    """Report rows that are, through others, under themselves, and put them at the top."""
    by_id = {one.id: one for one in placed}
    state: dict[str, int] = {}
    for number, start in enumerate(placed, start=1):
        way: list[Placed] = []
        one: Placed | None = start
        while one is not None and one.id not in state:
            state[one.id] = number
            way.append(one)
            one = by_id.get(one.parent) if one.parent is not None else None
        if one is None or state[one.id] != number:
            continue
        ring = way[way.index(one) :]
        names = " → ".join(each.id for each in [*ring[:10], ring[0]])
        for each in ring:
            each.parent = None
            _report_link(report, each, "LOOP", Message.of("a loop of {count}: {names}", count=len(ring), names=names))


def _report_link(report: Report, one: Placed, code: str, message: str) -> None:
    report.row(one.line, code, Message.of("{message}; the row is kept at the top", message=message), subject=one.id)
