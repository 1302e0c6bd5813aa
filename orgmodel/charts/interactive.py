"""Gather what the interactive page and the notebook's widget show: units of each state, lines, words, looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from orgmodel.charts.aligned_tree import slots_of
from orgmodel.charts.captions import Labels, LegendRow, Subject, block_rows, heading_of, line_rows, mark_rows, sign_rows
from orgmodel.charts.content import Contents
from orgmodel.charts.outline import STATUSES
from orgmodel.charts.paint import Painter
from orgmodel.charts.ties import notes, ties
from orgmodel.charts.unit_changes import Fates
from orgmodel.core.structure import Structure
from orgmodel.words.charts import fares, word

if TYPE_CHECKING:
    from orgmodel.charts.build import Request
    from orgmodel.charts.frame import Heading

ASKED = (
    *("search", "found", "previous", "next", "state", "changes", "lines", "unfold", "fold", "fit"),
    *("nearer", "farther", "toggle", "keys", "chart"),
)


@dataclass
class Interactive:
    """Hold what the page shows: data as JSON will hold it, the heading, the legend, and the painter of its samples.

    Keys of the data: ``title``, ``states`` (key, label, rows of units: id, name, number of the parent, details, block,
    status, badge; rows of lines: kind, number of the first and of the second unit), ``shown``,
    ``changes`` (begin where something changes), ``looks`` by block, ``inks``, ``dashes`` by kind of
    line, ``words`` and ``style``.
    """

    data: dict[str, Any]
    heading: Heading
    legend: list[LegendRow]
    painter: Painter


@dataclass
class _Seen:
    """Gather what the states hold, for looks and legend."""

    blocks: dict[str, None] = field(default_factory=dict)
    kinds: dict[str, None] = field(default_factory=dict)
    statuses: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


def interactive(x: Any, asked: Request, heading: Heading, painter: Painter) -> Interactive:
    """Gather the page of a structure, or of an outcome before and after; ``heading`` is that of the printed chart."""
    language = asked.language
    if isinstance(x, Structure):
        states: list[tuple[str, str, Structure]] = [("after", "", x)]
        fates = None
    else:
        states = [(key, word(key, language), one) for key, one in (("before", x.before), ("after", x.after))]
        fates = Fates(x.before, x.after, x.lineage)
    seen = _Seen()
    made = []
    for number, (key, label, structure) in enumerate(states):
        rows, lines = _units(structure, fates, number, asked, seen)
        made.append({"key": key, "label": label, "units": rows, "lines": lines})
    known = tuple(seen.blocks)
    painter = Painter(painter.theme, known, painter.solid)
    shown = "before" if asked.state == "before" and fates is not None else "after"
    roots = [str(row[1]) for one in made if one["key"] == shown for row in one["units"] if row[2] < 0]
    subject = Subject(states[-1][2], "", getattr(x, "scenario", None))
    top = roots[0] if len(roots) == 1 else ""
    named = heading_of(subject, top, (), language, asked.title, asked.source)
    heading = replace(heading, title=named.title, subtitle=named.subtitle)
    data = {
        "title": heading.title,
        "states": made,
        "shown": shown,
        "changes": asked.state == "changes",
        "looks": {block: _look(painter, block) for block in ("", *known)},
        "inks": {name: getattr(painter.theme, name) for name in ("ink", "line", "new", "ended", "changed")},
        "dashes": {kind: [round(part, 2) for part in painter.stroke(kind, 12)[1]] for kind in seen.kinds},
        "words": {key: word(f"page:{key}", language) for key in ASKED},
        "style": static("page.css"),
    }
    return Interactive(data, heading, _legend(seen, language, states[-1][2].terms.labels), painter)


def _look(painter: Painter, block: str) -> dict[str, str]:
    look = painter.theme.look(block, painter.blocks)
    return {"fill": look.fill, "ink": look.ink if block else painter.theme.line, "pattern": look.pattern}


def _legend(seen: _Seen, language: str, own: Labels) -> list[LegendRow]:
    rows = block_rows(tuple(seen.blocks), language, own)
    rows += [("status", one, word(f"status:{one}", language)) for one in STATUSES if one in seen.statuses]
    rows += line_rows(seen.kinds, language, own) + sign_rows(seen.kinds, language)
    return rows + mark_rows(seen.marks, language)


def static(name: str) -> str:
    """Read a file that ships with the package."""
    return files("orgmodel.charts").joinpath("static", name).read_text(encoding="utf-8")


def _units(
    structure: Structure, fates: Fates | None, state: int, asked: Request, seen: _Seen
) -> tuple[list[list[Any]], list[list[Any]]]:
    """Give a row for each unit, depth-first, and one for each line between two of them."""
    if asked.root is not None and structure.units.row(asked.root) < 0:
        return [], []
    language = asked.language
    slots = slots_of([structure], root=asked.root, depth=asked.depth)
    contents = Contents(structure, language)
    found = ties(structure, language, asked.lines)
    said: dict[str, list[Any]] = {}
    for tie in found:
        said.setdefault(tie.start, []).append(tie)
    changed = fates.changed()[state] if fates is not None else set()
    rows: list[list[Any]] = []
    places: dict[str, int] = {}
    for entry, parent in zip(contents.entries(slots.rows[0]), slots.parents, strict=True):
        details = [text.replace("\N{NO-BREAK SPACE}", " ") for text in (*entry.details, *notes(said.get(entry.id, ())))]
        status, badge = "", ""
        if fates is not None and entry.id in changed:
            status, badge = _fate(fates, entry.id, state, language)
            seen.statuses.add(status)
        if entry.block:
            seen.blocks[entry.block] = None
        places[entry.id] = len(rows)
        rows.append([entry.id, entry.name, parent, details, entry.block, status, badge])
    lines = [[tie.kind, places[tie.start], places[tie.end]] for tie in found if {tie.start, tie.end} <= places.keys()]
    seen.kinds.update(dict.fromkeys(tie.kind for tie in found if tie.start in places))
    seen.marks |= contents.seen
    return rows, lines


def _fate(fates: Fates, id: str, state: int, language: str) -> tuple[str, str]:
    """Give how a unit fares, and the words for it."""
    found = fates.of(id, ahead=bool(state))
    other = fates.before if state else fates.after
    status = _status(found, survives=other.units.row(id) >= 0, ahead=bool(state))
    return status, fares(found[:2], status, language)


def _status(found: tuple[str, ...], *, survives: bool, ahead: bool) -> str:
    if not survives:
        return "arriving" if ahead else "leaving"
    return "moved" if "moved" in found else "altered"


def as_json(data: Mapping[str, Any]) -> str:
    r"""Write data as JSON that can stand inside a script element: no tag can begin in it.

    >>> print(as_json({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    import json
    import re

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)
