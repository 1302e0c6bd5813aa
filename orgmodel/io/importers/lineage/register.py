"""A register of units that names the successors of those that ended: edges, dates, and what the dates contradict."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from orgmodel.core.integrity import is_scope
from orgmodel.core.lives import ends_early
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import ERROR, nearest
from orgmodel.io import cells
from orgmodel.io.importers.dates import first_day_without
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.lineage.checks import check_codes, without_rings
from orgmodel.io.importers.lineage.codes import one_spelling
from orgmodel.io.importers.lineage.dates import read_days
from orgmodel.io.importers.lineage.edges import Alone, Edge, Lineages, Side
from orgmodel.io.importers.lineage.figures import figure
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.importers.lineage.timeline import timeline_of
from orgmodel.io.importers.naming import reserved
from orgmodel.io.importers.rows import Rows


def read_register(rows: Rows, columns: dict[str, str], map: LineageMap, report: Report) -> Lineages:
    """Read a register: the units of the day before the first succession, those after the last, and the edges."""
    texts = {key: rows.texts(name) for key, name in columns.items()}
    sides = _sides(rows, texts, map, report)
    edges = without_rings(_edges(rows, texts, sides, map, report), report)
    check_codes({code: [one.line] for code, one in sides.items()}, report)
    standing = _date(edges, sides, report)
    _check_territories(edges, sides, report)
    if "within" in texts:
        for one in sides.values():
            one.within = one.within or one.code  # a unit that lies in no other's territory has its own
    edges = _possible(edges, standing, report)
    result = _at_both_ends(edges, sides, standing)
    while refused := _refused(result, report):  # what is left out may let other units begin or end alone
        edges = [edge for edge in edges if id(edge) not in refused]
        result = _at_both_ends(edges, sides, standing)
    _tell_ends(edges, sides, report)
    return result


def _refused(result: Lineages, report: Report) -> set[int]:
    """Report the edges that the dates of the register let nobody carry out; give them."""
    tried = replace(result, edges=list(result.edges), before=dict(result.before))
    edges = [one for one, _ in timeline_of(tried).refused if isinstance(one, Edge)]
    for edge in edges:
        message = Message.of(
            "on {date} {old!r} cannot go over into {new!r}: by the dates of the register one of them does not stand then; that is left out",
            old=edge.old, new=edge.new, date=edge.date or "?",
        )  # fmt: skip
        report.row(edge.line, "DATES_DIFFER", message, subject=edge.old)
    return set(map(id, edges))


def _possible(edges: list[Edge], standing: set[tuple[str, str | None]], report: Report) -> list[Edge]:
    """Leave out, and report, edges to a successor that had ended before its predecessor did."""
    sound = []
    for edge in edges:
        ends = edge.new_side.ends
        if (
            (edge.new, edge.date) in standing
            and ends
            and edge.date
            and cells.first_day(ends) <= cells.first_day(edge.date)
        ):
            message = Message.of(
                "{old!r} ends on {date}, and its successor {new!r} had ended on {ends}; that is left out: name who came after, or mend the dates",
                old=edge.old, date=edge.date, new=edge.new, ends=ends,
            )  # fmt: skip
            report.row(edge.line, "SUCCESSOR_ENDED", message, subject=edge.old)
        else:
            sound.append(edge)
    return sound


def _tell_ends(edges: list[Edge], sides: dict[str, Side], report: Report) -> None:
    """Report the units that ended, and of which the register names no successor."""
    succeeded = {edge.old for edge in edges}
    for code, one in sides.items():
        if code not in succeeded and one.ends is not None:
            message = Message.of(
                "{code!r} ended on {ends}, and the register names no successor", code=code, ends=one.ends
            )
            report.row(one.line, "NO_SUCCESSOR", message, subject=code)


def _sides(rows: Rows, texts: dict[str, list[str]], map: LineageMap, report: Report) -> dict[str, Side]:
    ids = texts["id"]
    if "within" in texts:
        one_spelling([texts["within"]], "areas", report)
    days = {key: _days(rows, texts, key, map, report) for key in ("starts", "ends") if key in texts}
    counts = Counter(ids[row] for row in rows.sound)
    sides: dict[str, Side] = {}
    for row in rows.sound:
        line, code = rows.lines[row], ids[row]
        if not code:
            report.row(line, "MISSING_CODE", "the row has no code; it is left out", severity=ERROR)
        elif is_scope(code):
            report.row(line, "RESERVED_ID", reserved(code), severity=ERROR, subject=code)
        elif counts[code] > 1:
            message = Message.of(
                "the code {code!r} stands in {count} rows; all are left out: give each unit its own",
                code=code,
                count=counts[code],
            )
            report.row(line, "DUPLICATE_ID", message, severity=ERROR, subject=code)
        else:
            cell = {key: texts[key][row] if key in texts else "" for key in ("name", "kind", "within", "figure")}
            one = Side(code, line, cell["name"], cell["kind"], cell["within"], figure(cell["figure"], line, report))
            one.begins = days["starts"].get(texts["starts"][row]) if "starts" in days else None
            one.ends = days["ends"].get(texts["ends"][row]) if "ends" in days else None
            if one.ends is not None and map.ends is not None:
                one.ends = first_day_without(one.ends, map.ends)
            if wrong := ends_early((one.begins, one.ends)):
                message = Message.of("{code!r} {wrong}; its end is left out", code=code, wrong=wrong)
                report.row(line, "DATE_ORDER", message, subject=code)
                one.ends = None
            sides[code] = one
    return sides


def _days(
    rows: Rows, texts: dict[str, list[str]], key: str, map: LineageMap, report: Report
) -> Mapping[str, str | None]:
    here = [(rows.lines[row], texts["id"][row]) for row in rows.sound]
    texts_of = [texts[key][row] for row in rows.sound]
    return read_days(here, texts_of, map.dates, "{error}; it is left out", report)


def _edges(
    rows: Rows, texts: dict[str, list[str]], sides: dict[str, Side], map: LineageMap, report: Report
) -> list[Edge]:
    edges = []
    successors = texts["successors"]
    for row in rows.sound:
        old, line = texts["id"][row], rows.lines[row]
        if old not in sides or not successors[row]:
            continue
        named = [code.strip() for code in successors[row].split(map.separator) if code.strip()]
        for code in dict.fromkeys(named):
            if named.count(code) > 1:
                report.row(
                    line,
                    "REPEATED_PAIR",
                    Message.of(
                        "the successor {code!r} is named {count} times; it is taken once",
                        code=code,
                        count=named.count(code),
                    ),
                    subject=old,
                )
            if code == old:
                report.row(
                    line,
                    "SELF_SUCCESSOR",
                    Message.of("{old!r} is named as its own successor; that is left out", old=old),
                    subject=old,
                )
            elif code not in sides:
                message = Message.of(
                    "the successor {code!r} is not in the register{hint}; that is left out",
                    code=code,
                    hint=nearest(code, sides),
                )
                report.row(line, "UNKNOWN_SUCCESSOR", message, subject=old)
            else:
                edges.append(Edge(sides[old], sides[code], line))
    return edges


def _date(edges: list[Edge], sides: dict[str, Side], report: Report) -> set[tuple[str, str | None]]:
    """Date each edge by the day on which its successor begins, or on which the first predecessor ends where that is unknown.

    Gives the successors that stood before, each with the day on which it took another unit.
    """
    over: dict[str, set[str]] = {}
    for edge in edges:
        over.setdefault(edge.new, set()).update(filter(None, (sides[edge.old].ends,)))
    begins = {new: sides[new].begins or _first_end(ends) for new, ends in over.items()}
    conventions: Counter[str] = Counter()
    standing: set[tuple[str, str | None]] = set()
    for edge in edges:
        edge.date = begins[edge.new]
        end = sides[edge.old].ends
        if end is None or edge.date is None:
            continue
        if end == edge.date:
            conventions["the first day without the unit"] += 1
        elif _day_after(end) == edge.date:
            conventions["the last day of the unit"] += 1
        elif cells.first_day(edge.date) < cells.first_day(end):
            edge.date = end
            standing.add((edge.new, end))
        else:
            message = Message.of(
                "{old!r} ends on {end}, and its successor {new!r} begins on {date}; the latter is taken",
                old=edge.old,
                end=end,
                new=edge.new,
                date=edge.date,
            )
            report.row(edge.line, "DATES_DIFFER", message, subject=edge.old)
    if len(conventions) > 1:
        counts = series(
            Message.of("in {count} rows {what}", count=count, what=Message.of(what))
            for what, count in sorted(conventions.items())
        )
        report.whole(
            "END_DATES",
            Message.of("the date of the end is {dates}; the day on which the successor begins is taken", dates=counts),
        )
    return standing


def _first_end(ends: set[str]) -> str | None:
    """Give the first day on which something ends; of two days that follow each other the second is the first without."""
    first = min(ends, default=None)
    return _day_after(first) if first and _day_after(first) in ends else first


def _day_after(text: str) -> str:
    try:
        return (datetime.date.fromisoformat(text) + datetime.timedelta(days=1)).isoformat()
    except ValueError:
        return ""


def _check_territories(edges: list[Edge], sides: dict[str, Side], report: Report) -> None:
    """Report predecessors of one unit that the register puts into different territories."""
    by_new: dict[str, list[Edge]] = {}
    for edge in edges:
        by_new.setdefault(edge.new, []).append(edge)
    for new, mine in by_new.items():
        within = Counter(sides[edge.old].within for edge in mine if sides[edge.old].within)
        for edge in mine:
            here = sides[edge.old].within
            if here and len(within) > 1 and within[here] == min(within.values()):
                message = Message.of(
                    "{old!r} lies in {here!r}, and others that became {new!r} do not ({counted}); is its code right?",
                    old=edge.old,
                    here=here,
                    new=new,
                    counted=_counted(within),
                )
                report.row(edge.line, "TERRITORIES_DIFFER", message, subject=edge.old)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{key}: {count}" for key, count in sorted(counts.items()))


def _at_both_ends(edges: list[Edge], sides: dict[str, Side], standing: set[tuple[str, str | None]]) -> Lineages:
    """Sort the units of a register into those before the first edge, those that begin or end alone, and those ended earlier."""
    result = Lineages(edges=list(edges))
    dated = sorted(edge.date for edge in edges if edge.date)
    first = cells.first_day(dated[0]) if dated else None
    result.as_of = _day_before(first) if first else None
    succeeds = {edge.new: edge.date for edge in edges if (edge.new, edge.date) not in standing}
    succeeded = {edge.old for edge in edges}
    for code, one in sides.items():
        begins = succeeds.get(code, one.begins)
        later = code in succeeds or bool(first and begins and cells.first_day(begins) >= first)
        ended = code not in succeeded and one.ends is not None
        if ended and not later and (first is None or cells.first_day(one.ends or "") < first):
            result.ended.append(one)
            continue
        if later and code not in succeeds:
            result.begun.append(Alone(one, begins))
        if ended:
            result.gone.append(Alone(one, one.ends))
        if not later:
            result.before[code] = one
    result.until = max([*dated, *(one.date for one in (*result.begun, *result.gone) if one.date)], default=None)
    return result


def _day_before(text: str) -> str | None:
    try:
        return (datetime.date.fromisoformat(text) - datetime.timedelta(days=1)).isoformat()
    except ValueError:
        return None
