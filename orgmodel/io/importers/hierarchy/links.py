"""Who is under whom in a table: ids, parents, HierarchyIds or paths resolved, every broken link reported."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.hierarchy.aliases import Aliases, Names
from orgmodel.io.importers.hierarchy.id import Node, read_node
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.naming import Ids, slug

_OUTLINE = re.compile(r"[.\-/)\s]+")


_NO_WAY = "the path is blank, or its top level is (were cells merged? fill each row)"


Ways = list[tuple[str, ...]]


@dataclass(slots=True)
class Placed:
    """Hold a row with its id and the id of what it is under.

    ``is_top`` where the table itself puts it at the top, ``is_unsure`` where it names a superior who cannot be told.
    """

    row: int
    line: int
    id: str
    parent: str | None = None
    is_top: bool = False
    is_unsure: bool = False


def by_parent(
    rows: list[tuple[int, int]],
    ids: list[str],
    parents: list[str],
    tops: list[str],
    report: Report,
    names: Names = tuple,
    left_out: Collection[str] = (),
    *,
    dated: bool = False,
    made: bool = False,
) -> list[Placed]:
    """Place rows by ids and the ids of their parents, or by names that one row alone has; ``rows`` have their lines.

    ``left_out`` are ids of rows that do not count on the day, ``dated`` tells that rows of one id may be of several days,
    ``made`` that the ids stand in no file, so that rows are named by their names alone.
    """
    placed = with_ids(rows, ids, report, dated=dated)
    aliases = Aliases((one.id for one in placed), names, {one.id for one in placed} if made else ())
    for one in placed:
        if one.id in aliases.alike_ids:
            message = Message.of(
                "the id {id!r} and another differ only in case, leading zeros or a decimal part of zeros; each is kept as it is",
                id=one.id,
            )
            report.row(one.line, "CODES_ALIKE", message, subject=one.id)
    known = set(aliases.ids)
    repeated = set() if made or len(placed) == len(rows) else {ids[row] for row, _ in rows} - known
    for one in placed:
        text = parents[one.row]
        if text in known and text != one.id:
            one.parent = text
        elif text in tops and text not in known:
            one.is_top = True
        else:
            _link(one, text, aliases, report, left_out, repeated)
    aliases.tell(report, "parent")
    return placed


def _link(
    one: Placed,
    text: str,
    aliases: Aliases,
    report: Report,
    left_out: Collection[str],
    repeated: Collection[str],
) -> None:
    """Find the superior of a row whose text is no id as it stands; report what cannot be."""
    found = aliases.find(text)
    if found == one.id:
        report_link(report, one, "SELF_REPORT", "it is under itself")
    elif found is not None:
        one.parent = found
    elif text in left_out:
        one.is_unsure = True
        message = "it is under {text!r}, whose row is left out"
        report_link(report, one, "SUPERIOR_LEFT_OUT", Message.of(message, text=text))
    elif text in repeated:
        one.is_unsure = True
        message = "it is under {text!r}, an id that several rows have"
        report_link(report, one, "AMBIGUOUS_SUPERIOR", Message.of(message, text=text))
    elif listed := aliases.several(text):
        one.is_unsure = True
        message = "it names several superiors ({names}); name one here, and others in a column of their own (lines in the map)"
        report_link(report, one, "SEVERAL_SUPERIORS", Message.of(message, count=len(listed), names=", ".join(listed)))
    elif aliases.is_shared(text):
        one.is_unsure = True
        message = "it is under {text!r}, a name that several rows have"
        report_link(report, one, "AMBIGUOUS_SUPERIOR", Message.of(message, text=text))
    else:
        one.is_unsure = True
        message = "it is under {text!r}, and no row has that id{hint}"
        report_link(report, one, "UNKNOWN_SUPERIOR", Message.of(message, text=text, hint=aliases.near(text)))


def by_indent(rows: list[tuple[int, int]], ids: list[str] | None, texts: list[str], report: Report) -> list[Placed]:
    """Place rows by how far their names are set in: each under the nearest above it that is set in less."""
    placed = with_ids(rows, ids, report) if ids else []
    if not ids:
        given = Ids()
        placed = [Placed(row, line, given.give(slug(texts[row].strip()))) for row, line in rows]
    above: list[tuple[int, str]] = []
    for one in placed:
        text = texts[one.row].expandtabs(4)
        depth = len(text) - len(text.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        one.parent = above[-1][1] if above else None
        one.is_top = not above
        above.append((depth, one.id))
    return placed


def by_outline(rows: list[tuple[int, int]], ids: list[str] | None, numbers: list[str], report: Report) -> list[Placed]:
    """Place rows by outline numbers (1, 1.2, 1.2.1); without ids of their own they bear those."""
    plain = [".".join(part for part in _OUTLINE.split(number.strip()) if part) for number in numbers]
    placed = with_ids(rows, ids or plain, report)
    by_number: dict[str, list[str]] = {}
    for one in placed:
        by_number.setdefault(plain[one.row], []).append(one.id)
    for one in placed:
        above, _, _ = plain[one.row].rpartition(".")
        found = by_number.get(above, []) if above else []
        if not above:
            one.is_top = True
        elif len(found) == 1:
            one.parent = found[0]
        elif found:
            message = Message.of("{count} rows have the place above it", count=len(found))
            report_link(report, one, "AMBIGUOUS_SUPERIOR", message)
        else:
            report_link(report, one, "UNKNOWN_SUPERIOR", "no row has the place above it in the hierarchy")
    return placed


def with_ids(rows: list[tuple[int, int]], ids: list[str], report: Report, *, dated: bool = False) -> list[Placed]:
    """Take the rows that have an id of their own; rows that share one are all left out, since which is meant is unknown."""
    if len(given := {ids[row] for row, _ in rows}) == len(rows) and "" not in given:
        return [Placed(row, line, ids[row]) for row, line in rows]
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
            told = "the id {id!r} stands in {count} rows (also {others}); all are left out: give each its own"
            if dated:
                told = "the id {id!r} stands in {count} rows of several dates (also {others}); all are left out: say which day is meant (--as-of)"
            message = Message.of(
                told,
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
    placed = with_ids(sound, own, report)
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
            report_link(
                report, one, "AMBIGUOUS_SUPERIOR", Message.of("{count} rows have the place above it", count=len(above))
            )
        elif node:
            report_link(report, one, "UNKNOWN_SUPERIOR", "no row has the place above it in the hierarchy")
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
    placed = with_ids(sound, ids, report) if ids else [Placed(row, line, "") for row, line in sound]
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
            report_link(report, each, "LOOP", Message.of("a loop of {count}: {names}", count=len(ring), names=names))


def report_link(report: Report, one: Placed, code: str, message: str) -> None:
    """Report a row whose link cannot be made, and which is kept at the top."""
    report.row(one.line, code, Message.of("{message}; the row is kept at the top", message=message), subject=one.id)
