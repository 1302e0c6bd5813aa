"""A table of pairs, old unit and new unit: every code, mark and share checked against the others."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from orgmodel.core.messages import Message, series
from orgmodel.core.problems import ERROR, nearest
from orgmodel.io import cells
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.lineage.checks import check_codes
from orgmodel.io.importers.lineage.edges import Edge, Lineages, Side
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.importers.rows import Rows


def read_pairs(rows: Rows, columns: dict[str, str], map: LineageMap, report: Report) -> Lineages:
    """Read the pairs of a table; repeated ones and those without two codes are left out and reported."""
    texts = {key: rows.texts(name) for key, name in columns.items()}
    blank = [""] * rows.sheet.size
    old, new, mark = texts["old"], texts["new"], texts.get("mark", blank)
    dates = texts.get("date", blank)
    lines = rows.lines
    edges: list[Edge] = []
    kept: list[int] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows.sound:
        pair = (old[row], new[row])
        if not all(pair):
            report.row(
                lines[row],
                "MISSING_CODE",
                "the row lacks the code of the old or the new unit; it is left out",
                severity=ERROR,
            )
        elif pair in seen:
            message = Message.of(
                "{old!r} → {new!r} stands in line {line} already; it is left out",
                old=pair[0],
                new=pair[1],
                line=seen[pair],
            )
            report.row(lines[row], "REPEATED_PAIR", message, severity=ERROR, subject=pair[0])
        else:
            seen[pair] = lines[row]
            edges.append(Edge(*pair, lines[row]))
            kept.append(row)
    _read_dates(edges, kept, dates, map, report)
    _read_marks(edges, kept, mark, map, report)
    _read_shares(edges, kept, texts, report)
    lineages = Lineages(edges=edges)
    lineages.before = _sides("old", old, kept, texts, lines, report)
    lineages.after = _sides("new", new, kept, texts, lines, report)
    _check_reused(lineages, report)
    return lineages


def _read_dates(edges: list[Edge], kept: list[int], dates: list[str], map: LineageMap, report: Report) -> None:
    known: dict[str, str | None] = {"": map.date or None}
    for edge, row in zip(edges, kept, strict=True):
        text = dates[row]
        if text not in known:
            try:
                known[text] = cells.date(text)
            except ValueError as error:
                known[text] = map.date or None
                report.row(
                    edge.line,
                    "BAD_DATE",
                    Message.of("{error}; the event is kept without it", error=error),
                    subject=edge.old,
                )
        edge.date = known[text]


def _read_marks(edges: list[Edge], kept: list[int], marks: list[str], map: LineageMap, report: Report) -> None:
    """Read whole and part, and report marks that the other rows contradict."""
    meanings = {**dict.fromkeys(map.part, True), **dict.fromkeys(map.whole, False)}
    successors = Counter(edge.old for edge in edges)
    for edge, row in zip(edges, kept, strict=True):
        text = marks[row]
        if not text:
            continue
        edge.is_part = meanings.get(text.casefold())
        if edge.is_part is None:
            hint = nearest(text.casefold(), meanings)
            report.row(
                edge.line,
                "BAD_MARK",
                Message.of("{text!r} marks neither whole nor part{hint}; the other rows decide", text=text, hint=hint),
                subject=edge.old,
            )
        elif edge.is_part and successors[edge.old] == 1:
            message = Message.of(
                "{old!r} is marked as a part, and no other row says where the rest goes; it is taken as whole",
                old=edge.old,
            )
            report.row(edge.line, "PART_ALONE", message, subject=edge.old)
        elif not edge.is_part and successors[edge.old] > 1:
            message = Message.of(
                "{old!r} is marked as whole, and {successors} other rows take of it; it is taken as parts",
                old=edge.old,
                successors=successors[edge.old] - 1,
            )
            report.row(edge.line, "WHOLE_AND_MORE", message, subject=edge.old)


def _read_shares(edges: list[Edge], kept: list[int], texts: dict[str, list[str]], report: Report) -> None:
    """Read shares and amounts; shares of one old unit must add up to it."""
    if "share" in texts:
        sums: dict[str, list[Edge]] = {}
        for edge, row in zip(edges, kept, strict=True):
            edge.share = _share(texts["share"][row], edge, report)
            sums.setdefault(edge.old, []).append(edge)
        for old, mine in sums.items():
            shares = [edge.share for edge in mine if edge.share is not None]
            total = sum(shares, Fraction())
            if len(shares) == len(mine) and total not in (1, 100):
                for edge in mine:
                    message = Message.of(
                        "the shares of {old!r} add up to {total:g}, neither 1 nor 100", old=old, total=float(total)
                    )
                    report.row(edge.line, "PARTS_DO_NOT_ADD_UP", message, subject=old)
    if "amount" in texts:
        for edge, row in zip(edges, kept, strict=True):
            edge.amount = figure(texts["amount"][row], edge.line, report)


def _share(text: str, edge: Edge, report: Report) -> Fraction | None:
    if not text:
        return None
    try:
        share = Fraction(text.rstrip("% ").replace(",", "."))
    except (ValueError, ZeroDivisionError):
        report.row(
            edge.line,
            "BAD_FIGURE",
            Message.of("the share {text!r} is not a number; it is kept as missing", text=text),
            subject=edge.old,
        )
        return None
    return share


def figure(text: str, line: int, report: Report) -> int | None:
    """Read a whole figure; what is not one is reported and stays missing."""
    if not text:
        return None
    try:
        return cells.count(text)
    except ValueError as error:
        report.row(line, "BAD_FIGURE", Message.of("{error}; it is kept as missing", error=error))
        return None


def _sides(
    side: str, codes: list[str], kept: list[int], texts: dict[str, list[str]], lines: list[int], report: Report
) -> dict[str, Side]:
    """Gather the units of one side; a code that stands for two names is reported in every row that bears it."""
    columns = [texts.get(f"{side}_{key}") for key in ("name", "kind", "within", "figure")]
    names, kinds, within, figures = columns
    made: dict[str, Side] = {}
    two: dict[str, list[int]] = {}
    rows_of: dict[str, list[int]] = {}
    for row in kept:
        code = codes[row]
        rows_of.setdefault(code, []).append(row)
        one = made.get(code)
        name = names[row] if names else ""
        if one is None:
            made[code] = Side(code, lines[row], name, kinds[row] if kinds else "", within[row] if within else "")
            if figures:
                made[code].figure = figure(figures[row], lines[row], report)
        elif name != one.name:
            two.setdefault(code, []).append(row)
            one.name = one.name or name
    for code in two:
        spelt = sorted({names[row] for row in rows_of[code]}) if names else []
        if len([name for name in spelt if name]) > 1:
            for row in rows_of[code]:
                message = Message.of(
                    "the code {code!r} stands for {names}; {taken!r} is taken",
                    code=code,
                    names=series(map(repr, spelt)),
                    taken=made[code].name,
                )
                report.row(lines[row], "CODE_WITH_TWO_NAMES", message, subject=code)
    _check_names(made, rows_of, lines, report)
    check_codes({code: [lines[row] for row in rows] for code, rows in rows_of.items()}, report)
    return made


def _check_names(made: dict[str, Side], rows_of: dict[str, list[int]], lines: list[int], report: Report) -> None:
    """Report a name that two codes bear within one territory."""
    codes: dict[tuple[str, str, str], list[str]] = {}
    for one in made.values():
        if one.name and one.within:
            codes.setdefault((one.name, one.kind, one.within), []).append(one.code)
    for (name, _, within), alike in codes.items():
        if len(alike) > 1:
            for code in alike:
                message = Message.of(
                    "{name!r} in {within!r} has the codes {codes}; both are kept as units",
                    name=name,
                    within=within,
                    codes=series(map(repr, alike)),
                )
                for row in rows_of[code]:
                    report.row(lines[row], "NAME_WITH_TWO_CODES", message, subject=code)


def _check_reused(lineages: Lineages, report: Report) -> None:
    """Leave out edges to a code that also belongs to an old unit which does not go on."""
    goes_on = {edge.old for edge in lineages.edges if edge.old == edge.new}
    sound = []
    for edge in lineages.edges:
        if edge.new in lineages.before and edge.new not in goes_on:
            message = Message.of(
                "the code {new!r} is that of an old unit which ends, too; an id is for one unit, so the "
                "row is left out",
                new=edge.new,
            )
            report.row(edge.line, "CODE_REUSED", message, severity=ERROR, subject=edge.new)
        else:
            sound.append(edge)
    if len(sound) < len(lineages.edges):
        lineages.edges = sound
        olds, news = ({getattr(edge, side) for edge in sound} for side in ("old", "new"))
        lineages.before = {code: one for code, one in lineages.before.items() if code in olds}
        lineages.after = {code: one for code, one in lineages.after.items() if code in news}
