"""Who is under whom in a table: ids, parents, HierarchyIds or paths resolved, every broken link reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.integrity import is_scope
from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.hierarchy.aliases import Aliases, Names
from orgmodel.io.importers.hierarchy.id import Node, read_node
from orgmodel.io.importers.hierarchy.indents import set_in
from orgmodel.io.importers.hierarchy.numbering import places
from orgmodel.io.importers.hierarchy.placed import Placed, PlacedRows, RowLines, endless
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.naming import Ids, reserved, slug

MOST_LINES = 5
"""So many other lines a message names: all of a thousand would be a million."""
_NO_WAY = "the path is blank, or its top level is (were cells merged? fill each row)"


Ways = list[tuple[str, ...]]


def by_parent(
    rows: RowLines,
    ids: Categorical,
    parents: Categorical,
    tops: Collection[str],
    report: Report,
    names: Names = tuple,
    left_out: Collection[str] = (),
    *,
    dated: bool = False,
    made: bool = False,
    others: Collection[str] = (),
) -> PlacedRows:
    """Place rows by ids and the ids of their parents, or by names that one row alone has.

    ``others`` are the ids of other tables, in which a superior may stand that is not in this one. ``left_out`` are ids of rows that do not count on the day, ``dated`` tells that rows of one id may be of several days,
    ``made`` that the ids stand in no file, so that rows are named by their names alone.
    """
    kept = _own_ids(rows, ids, report, dated=dated)
    own: list[str] = ids.taken(kept.rows).cells()
    by_id = dict(zip(own, range(len(own)), strict=True))
    aliases = Aliases(by_id, names, set(own) if made else ())
    for line, id in zip(kept.lines.tolist(), own, strict=True) if aliases.alike_ids else ():
        if id in aliases.alike_ids:
            message = Message.of(
                "the id {id!r} and another differ only in case, leading zeros or a decimal part of zeros; each is kept as it is",
                id=id,
            )
            report.row(line, "CODES_ALIKE", message, subject=id)
    numbers = {} if made else by_id
    repeated = set() if made or len(kept) == len(rows) else {ids[row] for row in rows.rows.tolist()} - numbers.keys()
    codes = parents.codes[kept.rows]
    used, firsts = np.unique(codes, return_index=True)
    found = np.full(len(parents.values), -1, dtype=np.int64)
    is_top, is_unsure = np.zeros((2, len(parents.values)), dtype=np.bool_)
    faults: dict[int, tuple[str, Message]] = {}
    beyond: dict[int, str] = {}
    for code in used[np.argsort(firsts)].tolist():
        text = parents.values[code]
        if text in numbers:
            found[code] = numbers[text]
        elif text in tops:
            is_top[code] = True
        elif (meant := aliases.find(text)) is not None:
            found[code] = by_id[meant]
        elif text in others:
            beyond[code] = text
        else:
            is_unsure[code] = True
            faults[code] = _why_unsure(text, aliases, left_out, repeated)
    aliases.tell(report, "parent")
    outside = np.flatnonzero(np.isin(codes, list(beyond))).tolist() if beyond else []
    placed = PlacedRows(
        kept.rows, kept.lines, own, found[codes], is_top[codes], is_unsure[codes],
        {number: beyond[int(codes[number])] for number in outside},
    )  # fmt: skip
    for number in np.flatnonzero(placed.is_unsure).tolist():
        report_link(report, int(kept.lines[number]), own[number], *faults[int(codes[number])])
    themselves = placed.above == np.arange(len(own))
    for number in np.flatnonzero(themselves).tolist():
        report_link(report, int(kept.lines[number]), own[number], "SELF_REPORT", Message.of("it is under itself"))
    return placed.under(np.where(themselves, -1, placed.above)) if themselves.any() else placed


def _why_unsure(
    text: str, aliases: Aliases, left_out: Collection[str], repeated: Collection[str]
) -> tuple[str, Message]:
    """Say why what a text names as a superior cannot be told."""
    if text in left_out:
        return "SUPERIOR_LEFT_OUT", Message.of("it is under {text!r}, whose row is left out", text=text)
    if text in repeated:
        return "AMBIGUOUS_SUPERIOR", Message.of("it is under {text!r}, an id that several rows have", text=text)
    if listed := aliases.several(text):
        message = "it names several superiors ({names}); name one here, and others in a column of their own (lines in the map)"
        return "SEVERAL_SUPERIORS", Message.of(message, count=len(listed), names=", ".join(listed))
    if aliases.is_shared(text):
        return "AMBIGUOUS_SUPERIOR", Message.of("it is under {text!r}, a name that several rows have", text=text)
    message = "it is under {text!r}, and no row has that id{hint}"
    return "UNKNOWN_SUPERIOR", Message.of(message, text=text, hint=aliases.near(text))


def by_indent(rows: RowLines, ids: Sequence[str] | None, texts: Sequence[str], report: Report) -> list[Placed]:
    """Place rows by how far their names are set in: each under the nearest above it that is set in less."""
    read = set_in(texts)
    placed = with_ids(rows, ids, report) if ids else []
    if not ids:
        given = Ids()
        placed = [Placed(row, line, given.give(slug(read[row][1]))) for row, line in rows]
    return _nested(placed, [depth for depth, _ in read])


def by_depth(
    rows: RowLines, ids: Sequence[str] | None, names: Sequence[str], numbers: Sequence[str], report: Report
) -> list[Placed]:
    """Place rows by the number of their level (1, 2, 3): each under the nearest above it whose number is less."""
    placed = with_ids(rows, ids, report) if ids else []
    if not ids:
        given = Ids()
        placed = [Placed(row, line, given.give(slug(names[row]))) for row, line in rows]
    for one in placed:
        if not numbers[one.row].isdecimal():
            report_link(report, one.line, one.id, "UNKNOWN_SUPERIOR", "no number tells on which level it stands")
    return _nested(placed, [int(text) if text.isdecimal() else 0 for text in numbers])


def _nested(placed: list[Placed], depths: Sequence[int]) -> list[Placed]:
    """Put each row under the nearest above it that is less deep."""
    above: list[tuple[int, str]] = []
    for one in placed:
        depth = depths[one.row]
        while above and above[-1][0] >= depth:
            above.pop()
        one.parent = above[-1][1] if above else None
        one.is_top = not above
        above.append((depth, one.id))
    return placed


def by_outline(rows: RowLines, ids: Sequence[str] | None, numbers: Sequence[str], report: Report) -> list[Placed]:
    """Place rows by outline numbers (1, 1.2, 1.2.1; or A, I, 1, a); without ids of their own they bear those."""
    plain = outline_ids(rows, numbers)
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
            report_link(report, one.line, one.id, "AMBIGUOUS_SUPERIOR", message)
        else:
            report_link(report, one.line, one.id, "UNKNOWN_SUPERIOR", "no row has the place above it in the hierarchy")
    return placed


def outline_ids(rows: RowLines, numbers: Sequence[str]) -> list[str]:
    """Give the place of each row as its outline number says it, with points alone between its parts; blank of other rows.

    >>> outline_ids(RowLines.of([(0, 2), (1, 3)]), [" 1.2) ", "I/3", "2"])
    ['1.2', 'I.3', '']
    """
    found = [""] * len(numbers)
    for (row, _), place in zip(rows, places([numbers[row] for row, _ in rows]), strict=True):
        found[row] = place
    return found


def with_ids(rows: RowLines, ids: Sequence[str], report: Report, *, dated: bool = False) -> list[Placed]:
    """Take the rows that have an id of their own; rows that share one are all left out, since which is meant is unknown."""
    kept = _own_ids(rows, Categorical.of(ids), report, dated=dated)
    return [Placed(row, line, ids[row]) for row, line in kept]


def _own_ids(rows: RowLines, ids: Categorical, report: Report, *, dated: bool) -> RowLines:
    """Keep the rows that have an id of their own, and report the others."""
    codes = ids.codes[rows.rows]
    times = np.bincount(codes, minlength=len(ids.values))
    alone = (times[codes] == 1) & ~ids.blanks()[rows.rows]
    if alone.all():
        return rows
    lines: dict[str, list[int]] = {}
    for row, line in rows.where(~alone):
        lines.setdefault(ids[row], []).append(line)
    for line in lines.pop("", ()):
        report.row(line, "MISSING_ID", "the row has no id; it is left out: give it one", severity=ERROR)
    for id, mine in lines.items():
        tell_same_id(report, id, mine, dated=dated)
    return rows.where(alone)


def tell_same_id(report: Report, id: str, lines: Sequence[int], *, dated: bool) -> None:
    """Report each row of an id that stands in several, of which none is taken."""
    told = "the id {id!r} stands in {count} rows (also {others}); all are left out: give each its own"
    if dated:
        told = "the id {id!r} stands in {count} rows of several dates (also {others}); all are left out: say which day is meant (--as-of)"
    for line in lines:
        message = Message.of(told, id=id, count=len(lines), others=other_lines(lines, line))
        report.row(line, "DUPLICATE_ID", message, severity=ERROR, subject=id)


def other_lines(lines: Sequence[int], line: int) -> str:
    """Name the first of the lines beside one.

    >>> other_lines([2, 3, 9], 3), other_lines(range(2, 99), 2)
    ('2, 9', '3, 4, 5, 6, 7, …')
    """
    shown = [str(other) for other in lines[: MOST_LINES + 1] if other != line][:MOST_LINES]
    return ", ".join([*shown, "…"] if len(lines) > MOST_LINES + 1 else shown)


def by_node(rows: RowLines, ids: Sequence[str] | None, nodes: Sequence[str], report: Report) -> list[Placed]:
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
    placed = with_ids(RowLines.of(sound), own, report)
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
                report,
                one.line,
                one.id,
                "AMBIGUOUS_SUPERIOR",
                Message.of("{count} rows have the place above it", count=len(above)),
            )
        elif node:
            report_link(report, one.line, one.id, "UNKNOWN_SUPERIOR", "no row has the place above it in the hierarchy")
    return placed


def _node(decoded: dict[str, Node | str], text: str) -> Node:
    node = decoded[text]
    return node if isinstance(node, tuple) else ()


def _step(step: tuple[int, ...]) -> str:
    return ".".join(map(str, step)) + "/"


def by_path(
    rows: RowLines, ids: Sequence[str] | None, paths: list[tuple[str, ...]], report: Report
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
    placed = with_ids(RowLines.of(sound), ids, report) if ids else [Placed(row, line, "") for row, line in sound]
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
    tell_implied(len(implied), report)
    return placed, implied


def tell_implied(count: int, report: Report) -> None:
    """Tell once of units that are made since others are under them."""
    if count:
        message = Message.of("named on the way to others alone, without a row: {count} units", count=count)
        report.whole("IMPLIED", message)


def without_loops(placed: list[Placed], report: Report) -> None:
    """Report rows that are, through others, under themselves, and put them at the top."""
    for at in _loops(PlacedRows.of(placed), report):
        placed[at].parent = None


def beside_loops(placed: PlacedRows, report: Report) -> PlacedRows:
    """Give placed rows of which none is under itself; those that are, through others, are reported and put at the top."""
    in_loops = _loops(placed, report)
    if not in_loops:
        return placed
    above = placed.above.copy()
    above[in_loops] = -1
    return placed.under(above)


def _loops(placed: PlacedRows, report: Report) -> list[int]:
    """Report the loops of placed rows, and list the rows that are in one."""
    state: dict[int, int] = {}
    found: list[int] = []
    for start in endless(placed.above).tolist():
        way: list[int] = []
        at = start
        while at not in state:
            state[at] = start
            way.append(at)
            at = int(placed.above[at])
        if state[at] != start:
            continue
        ring = way[way.index(at) :]
        names = " → ".join(placed.ids[each] for each in [*ring[:10], ring[0]])
        for each in ring:
            message = Message.of("a loop of {count}: {names}", count=len(ring), names=names)
            report_link(report, int(placed.lines[each]), placed.ids[each], "LOOP", message)
        found += ring
    return found


def without_scopes(rows: RowLines, ids: Categorical, report: Report) -> RowLines:
    """Leave out the rows whose id means a scope, which no unit can bear, and report them."""
    is_meant = np.array([is_scope(id) for id in ids.values], dtype=np.bool_)
    scopes = is_meant[ids.codes[rows.rows]]
    for row, line in rows.where(scopes) if scopes.any() else ():
        report.row(line, "RESERVED_ID", reserved(ids[row]), severity=ERROR, subject=ids[row])
    return rows.where(~scopes)


def report_link(report: Report, line: int, id: str, code: str, message: str) -> None:
    """Report a row whose link cannot be made, and which is kept at the top."""
    report.row(line, code, Message.of("{message}; the row is kept at the top", message=message), subject=id)
