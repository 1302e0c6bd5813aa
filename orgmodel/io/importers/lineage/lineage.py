"""Old and new units: a conversion table or a register with successors, as before, after and the scenario between."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, names_of, spoken_in
from orgmodel.core.problems import ERROR, Problem, nearest
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Document, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.csv_writing import csv_text
from orgmodel.io.importers.imported import Imported, Report, in_order
from orgmodel.io.importers.lineage.carried import carried_by
from orgmodel.io.importers.lineage.edges import Alone, Lineages, Side
from orgmodel.io.importers.lineage.events import Event
from orgmodel.io.importers.lineage.figures import check_figures
from orgmodel.io.importers.lineage.map import PAIRS, REGISTER, LineageMap
from orgmodel.io.importers.lineage.pairs import read_pairs
from orgmodel.io.importers.lineage.register import read_register
from orgmodel.io.importers.lineage.scenario import scenario_texts, tables_of
from orgmodel.io.importers.lineage.timeline import ENDED, GOES, REUSED, STANDS, timeline_of
from orgmodel.io.importers.rows import Rows
from orgmodel.io.importers.source import open_table
from orgmodel.io.importers.source_checks import left_over
from orgmodel.io.sheet import Sheet
from orgmodel.words.labels import LANGUAGES
from orgmodel.words.messages import message_text

CROSSWALK = "crosswalk.csv"


@gc_paused()
def import_lineage(path: Path, map: LineageMap | None = None, *, title: str = "") -> Imported:
    """Import a table of pairs (old unit, new unit) or a register that names successors.

    Gives the structure before and after, and as texts by file name the study, the bulk scenario that leads from one to
    the other, and ``crosswalk.csv``: every edge with what happened to the old unit in it. Codes that stand for two names,
    repeated pairs, contradicting marks and dates, and parts that do not add up are reported.
    """
    map = map or LineageMap()
    report = Report(str(path))
    expected = [
        *map.columns.values(),
        *(name for usual in (PAIRS, REGISTER) for names in usual.values() for name in names),
    ]
    sheet = open_table(path, report.problems, expected=expected, header=map.header, sheet=map.sheet, names=map.names)
    columns = _columns(sheet, map, report) if sheet is not None else None
    if sheet is None or columns is None:
        return Imported(Structure.of(), in_order(report.problems))
    rows = Rows(sheet, tuple(report.problems))
    if not rows.count:
        report.whole("EMPTY_FILE", "the file has a header and no rows")
    lineages = (read_register if "successors" in columns else read_pairs)(rows, columns, map, report)
    check_figures(lineages, map.figure_name, report)
    events = _events(lineages, report)
    tables = tables_of(events, lineages)
    carried = carried_by(lineages, events, map)
    titles = _titles(title, path, map.language)
    document = Document(
        "lineage", map.document, "dataset", title=names_of(**{map.language: path.name}), note="src gives the row"
    )
    terms = Vocabulary(language=spoken_in(map.language))
    texts = scenario_texts(tables, lineages, carried, map, titles)
    texts[CROSSWALK] = _crosswalk(lineages)
    before, after = (_columns_of(list(sides.values()), document, map) for sides in (lineages.before, lineages.after))
    if carried is not None:
        terms = replace(terms, quantities={carried.id: DeclaredQuantity(carried.names)})
        for side, is_after in ((before, False), (after, True)):
            if is_after:
                for event in chain.from_iterable(tables):
                    carried.follow(event)
            side["quantities"] = carried.columns()
            if carried.has_figures:
                del side["attributes"]
    before["ended"] = {
        "unit": [_unit(one, map) for one in lineages.ended],
        "ends": [one.ends or "?" for one in lineages.ended],
    }
    return Imported(
        Structure.from_columns(before, terms=terms, as_of=lineages.as_of),
        in_order(report.problems),
        rows.count,
        left_over(sheet, columns.values()),
        Structure.from_columns(after, terms=terms, as_of=lineages.until),
        texts,
    )


_WHY = {
    ENDED: "on {date} {code!r} has ended already; the row is left out: is its date right, or does it mean another unit?",
    REUSED: "the code {code!r} is that of an old unit which ends, too; an id is for one unit, so the row is left out",
    STANDS: "{code!r} stands already, so that it cannot begin of nothing; the row is left out",
    GOES: "other rows say where {code!r} goes, so that it does not end for good; the row is left out",
}
_CODES = {ENDED: "ENDED_ALREADY", REUSED: "CODE_REUSED", STANDS: "STANDS_ALREADY", GOES: "WHOLE_AND_MORE"}


def _events(lineages: Lineages, report: Report) -> list[Event]:
    """Carry out what the table tells, and report the rows that cannot have been so."""
    found = timeline_of(lineages)
    for one, why in found.refused:
        side = one.side if isinstance(one, Alone) else one.new_side if why == REUSED else one.old_side
        line = side.line if isinstance(one, Alone) else one.line
        message = Message.of(_WHY[why], code=side.code, date=one.date or "?")
        report.row(line, _CODES[why], message, severity=ERROR, subject=side.code)
    return found.events


def _titles(given: str, path: Path, language: str) -> Names:
    """Give the title of the study in the language of the names, or where none is given our own in each of ours."""
    told = Message.of("Units old and new: {file}", file=path.name)
    return names_of(**({language: given} if given else {each: message_text(told, each) for each in LANGUAGES}))


def _columns(sheet: Sheet, map: LineageMap, report: Report) -> dict[str, str] | None:
    """Find the column of each meaning, in one of the two forms; None after a problem."""
    before = len(report.problems)
    found: dict[str, str] = {}
    for key, name in map.columns.items():
        if name in sheet.header:
            found[key] = name
        else:
            message = Message.of(
                "the map says that {key} is in the column {name!r}, and there is none{hint}",
                key=key,
                name=name,
                hint=nearest(name, sheet.header),
            )
            report.problems.append(Problem("MISSING_COLUMN", message, name, sheet.at(-1)))
    lower = {name.lower(): name for name in reversed(sheet.header)}
    for form, needed in ((REGISTER, ("id", "successors")), (PAIRS, ("old", "new"))):
        usual = {key: next((lower[name] for name in names if name in lower), "") for key, names in form.items()}
        here = {key: found.get(key) or name for key, name in usual.items() if found.get(key) or name}
        if all(key in here for key in needed):
            return here if len(report.problems) == before else None
    if len(report.problems) == before:
        listed = ", ".join(name[:40] for name in sheet.header[:20])
        message = Message.of(
            "neither old and new codes nor an id with successors are told apart; name them in a map "
            "(the columns are {listed})",
            listed=listed,
        )
        report.problems.append(Problem("MISSING_COLUMN", message, location=sheet.at(-1)))
    return None


def _columns_of(sides: list[Side], document: Document, map: LineageMap) -> dict[str, dict[str, list[Any]]]:
    """Give the tables of the units of one side as columns: the quick way for many."""
    with_figure = [one for one in sides if one.figure is not None]
    return {
        "documents": {field: [getattr(document, field)] for field in Tables.BY_NAME["documents"].fields},
        "units": {
            "id": [one.code for one in sides],
            "names": [((map.language, one.name or one.code),) for one in sides],
            "kind": [one.kind or map.kind for one in sides],
            "area": [one.within for one in sides],
            "begins": [one.begins for one in sides],
            "src": [f"lineage:{one.line}" for one in sides],
        },
        "attributes": {
            "unit": [one.code for one in with_figure],
            "name": [map.figure_name] * len(with_figure),
            "value": [str(one.figure) for one in with_figure],
            "src": [f"lineage:{one.line}" for one in with_figure],
        },
    }


def _unit(one: Side, map: LineageMap) -> Unit:
    names = names_of(**{map.language: one.name or one.code})
    return Unit(one.code, names, one.kind or map.kind, area=one.within, begins=one.begins, src=f"lineage:{one.line}")


def _crosswalk(lineages: Lineages) -> str:
    header = [
        "old",
        "old_name",
        "new",
        "new_name",
        "kind",
        "date",
        "share",
        "amount",
        "old_figure",
        "new_figure",
        "row",
    ]
    rows = []
    for edge in sorted(lineages.edges, key=lambda one: (one.date or "9", one.old, one.new)):
        old, new = edge.old_side, edge.new_side
        share = "" if edge.share is None else f"{float(edge.share):g}"
        figures = ["" if one is None else str(one) for one in (edge.amount, old.figure, new.figure)]
        rows.append(
            [old.code, old.name, new.code, new.name, edge.kind, edge.date or "", share, *figures, str(edge.line)]
        )
    return csv_text(header, rows)
