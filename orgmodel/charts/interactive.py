"""Gather what the interactive page and the notebook's widget show: units of each state, lines, words, looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from orgmodel.charts.aligned_tree import followed, part_of, with_posts
from orgmodel.charts.captions import (
    ChartSubject,
    Labels,
    heading_of,
    line_rows,
    top_name,
)
from orgmodel.charts.colouring import LegendRow
from orgmodel.charts.content_writer import ContentWriter
from orgmodel.charts.key_rows import figure_rows, line_sign_rows
from orgmodel.charts.outline import STATUSES
from orgmodel.charts.page_choices import colour_choices, dates_of, flow_rows
from orgmodel.charts.page_holdings import FIGURES, holdings
from orgmodel.charts.paint import Painter
from orgmodel.charts.post_tree import post_ties, post_tree, roots_after_run
from orgmodel.charts.ties import notes, ties
from orgmodel.charts.unit_changes import UnitChanges
from orgmodel.comparison.line_changes import compare_lines
from orgmodel.core.structure import Structure
from orgmodel.words.charts import WORDS, fares, named, word
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import date

if TYPE_CHECKING:
    from orgmodel.charts.frame import Heading
    from orgmodel.charts.request import Request

ASKED = (
    *("search", "found", "previous", "next", "state", "changes", "lines", "unfold", "fold", "fit"),
    *("nearer", "farther", "toggle", "keys", "chart", "list", "no-changes", "colours", "colour-by", "filter", "all"),
    *("shown-of", "map", "close", "panel", "both", "unit", "no-unit", "posts", "functions", "relations", "too-much"),
    *("figures", "date", "print", "paper", "sheets", "none"),
)
PIXELS = 12
"""Size of type on the page."""


@dataclass
class Interactive:
    """Hold what the page shows: data as JSON will hold it, the heading, the legend, and the painter of its samples.

    Keys of the data: ``title``, ``states`` (key, label, rows of units: id, name, number of the parent, details, group,
    status, badge; rows of lines: kind, number of the first and of the second unit; what units hold, by number), ``dates``
    (the same of each date on which steps take effect), ``flows`` (numbers before and after, amount, in words), ``shown``,
    ``changes`` (begin where something changes), ``colours`` (see :func:`colour_choices`), ``inks``, ``lines`` by kind
    (width, dash, mark at the end), ``words``, ``figures`` (what the figures of a unit are), ``edit`` (with what a reader who edits begins) and ``style``.
    """

    data: dict[str, Any]
    heading: Heading
    legend: list[LegendRow]
    painter: Painter


@dataclass
class _Seen:
    """Gather what the states hold, for looks and legend."""

    groups: dict[str, None] = field(default_factory=dict)
    kinds: dict[str, None] = field(default_factory=dict)
    statuses: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)


def interactive(x: Any, asked: Request, heading: Heading, painter: Painter) -> Interactive:
    """Gather the page of a structure, or of an outcome before and after; ``heading`` is that of the printed chart."""
    language = asked.language
    if isinstance(x, Structure):
        states: list[tuple[str, str, Structure]] = [("after", "", x)]
        changes = None
    else:
        states = [(key, word(key, language), one) for key, one in (("before", x.before), ("after", x.after))]
        changes = UnitChanges(x.before, x.after, x.lineage, compare_lines(x.before, x.after, x))
    dated = [] if isinstance(x, Structure) or asked.tree == "posts" else _dated(x, language)
    seen = _Seen()
    made: list[dict[str, Any]] = []
    boxes: list[list[tuple[int, int]]] = []
    numbers: list[dict[str, int]] = []
    for number, (key, label, structure) in enumerate((*states, *dated)):
        of_date = number >= len(states)
        roots = None if asked.root is None else _roots(x, structure, min(number, 1), asked.root, asked.tree)
        rows, lines, refs = _units(structure, roots, None if of_date else changes, number, asked, seen)
        boxes.append(refs)
        numbers.append({str(row[0]): at for at, row in enumerate(rows)})
        held = None if of_date or asked.tree == "posts" else _held(structure, numbers[-1], asked)
        made.append({"key": key, "label": label, "units": rows, "lines": lines, "held": held})
    structures = [one for _, _, one in (*states, *dated)]
    own = states[-1][2].terms.labels
    made, on_dates = made[: len(states)], made[len(states) :]
    shown = "before" if asked.state == "before" and changes is not None else "after"
    tops = [(str(row[0]), str(row[1])) for one in made if one["key"] == shown for row in one["units"] if row[2] < 0]
    subject = ChartSubject(states[-1][2], "", getattr(x, "scenario", None))
    top = top_name([one for *_, one in states], tops, asked.root, language)
    kind = "title-posts" if asked.tree == "posts" else "title"
    named = heading_of(subject, top, (), language, asked.title, asked.source, kind)
    heading = replace(heading, title=named.title, subtitle=named.subtitle)
    data = {
        "title": heading.title,
        "states": made,
        "dates": on_dates,
        "flows": [] if changes is None or asked.tree == "posts" else flow_rows(x, numbers, language),
        "shown": shown,
        "changes": asked.state == "changes",
        "colours": colour_choices(structures, boxes, asked.colouring, painter, language, own),
        "inks": {name: getattr(painter.theme, name) for name in ("ink", "line", "new", "ended", "changed")},
        "lines": {kind: _line_look(painter, kind) for kind in seen.kinds},
        "words": {key: word(f"page:{key}", language) for key in ASKED} | editing_words(language),
        "figures": [measure_name(one, language, own) for one in FIGURES],
        "edit": _edit(x, states[-1][2], asked),
        "style": static("page.css"),
    }
    return Interactive(data, heading, _legend(seen, asked, own), painter)


def editing_words(language: str) -> dict[str, str]:
    """Give the words with which a chart is edited, by their key with a hyphen."""
    return {key.replace(":", "-"): word(key, language) for key in WORDS if key.startswith(("edit:", "off:"))}


def _edit(x: Any, structure: Structure, asked: Request) -> dict[str, Any] | None:
    """Say what a reader who edits the page begins with; None where there is nothing that could be edited."""
    if asked.tree == "posts" or asked.posts or asked.depth is not None:
        return None
    scenario = getattr(x, "scenario", None)
    includes = [{"file": f"{scenario.id}.yaml", "set": dict(scenario.settings)}] if scenario is not None else []
    return {
        "language": asked.language,
        "blocks": [
            [one, named(f"block:{one}", asked.language, structure.terms.labels)]
            for one in structure.terms.declared("blocks")
        ],
        "includes": [one if one["set"] else one["file"] for one in includes],
        "file": f"{scenario.id}-edited.yaml" if scenario is not None else "edited.yaml",
    }


def _dated(outcome: Any, language: str) -> list[tuple[str, str, Structure]]:
    """Give the state on each date on which steps take effect, where that is not just the one after."""
    found = [(day, date(day, language), outcome.at(day)) for day in dates_of(outcome)]
    return [] if len(found) == 1 and found[0][2] == outcome.after else found


def _held(structure: Structure, numbers: Mapping[str, int], asked: Request) -> dict[str, Any] | None:
    return holdings(structure, numbers, asked.language, holders=asked.fields.shows("holders"))


def _line_look(painter: Painter, kind: str) -> dict[str, Any]:
    width, dash = painter.stroke(kind, PIXELS)
    return {"width": round(width, 2), "dash": [round(part, 2) for part in dash], "mark": painter.line_look(kind).mark}


def _legend(seen: _Seen, asked: Request, own: Labels) -> list[LegendRow]:
    language = asked.language
    rows = asked.colouring.legend(seen.groups, language, own)
    rows += [("status", one, word(f"status:{one}", language)) for one in STATUSES if one in seen.statuses]
    rows += line_rows(seen.kinds, language, own) + line_sign_rows(seen.kinds, language)
    return rows + figure_rows(seen.signs, language)


def static(name: str) -> str:
    """Read a file that ships with the package."""
    return files("orgmodel.charts").joinpath("static", name).read_text(encoding="utf-8")


def _roots(x: Any, structure: Structure, state: int, root: str, tree: str) -> list[str]:
    """List what of a state the part begins with: the root, or what it became or came of; nothing where it is not there."""
    if isinstance(x, Structure):
        found = [root]
    elif tree == "posts":
        found = roots_after_run(x, state, root)
    else:
        return followed(structure, root, state, x.lineage)
    return [
        one for one in found if structure.units.row(one) >= 0 or (tree == "posts" and structure.posts.row(one) >= 0)
    ]


def _units(
    structure: Structure,
    roots: Sequence[str] | None,
    changes: UnitChanges | None,
    state: int,
    asked: Request,
    seen: _Seen,
) -> tuple[list[list[Any]], list[list[Any]], list[tuple[int, int]]]:
    """Give a row for each unit, depth-first, of posts too where they are asked for, and one for each line between two units.

    With them the unit row and the row of posts (or -1) of each box.
    """
    language, of_posts = asked.language, asked.tree == "posts"
    if roots is not None and not roots:
        return [], [], []
    if of_posts:
        tree = structure.kept(post_tree).part(structure, roots, asked.depth)
    else:
        tree = part_of(structure, roots, asked.depth)
    if asked.posts and not of_posts:
        tree = with_posts(tree, [structure])
    posts = tree.posts[0] if tree.posts else [-1] * len(tree.parents)
    writer = ContentWriter(structure, language, asked.fields, asked.colouring)
    found = ties(structure, language, asked.lines)
    if of_posts:
        found = post_ties(structure, structure.kept(post_tree), language, asked.lines)
    said: dict[str, list[Any]] = {}
    for tie in found:
        said.setdefault(tie.start, []).append(tie)
    changed = changes.changed()[state] if changes is not None else set()
    rows: list[list[Any]] = []
    number_of: dict[str, int] = {}
    units = iter(writer.units([row for row in tree.units[0] if row >= 0]))
    for post, parent in zip(posts, tree.parents, strict=True):
        content = writer.post(post) if post >= 0 else next(units)
        details = [
            one.text.replace("\N{NO-BREAK SPACE}", " ") for one in (*content.details, *notes(said.get(content.id, ())))
        ]
        status, badge = "", ""
        if changes is not None and content.id in changed:
            status, badge = status_and_badge(changes, content.id, state, language)
            seen.statuses.add(status)
        if content.group:
            seen.groups[content.group] = None
        seen.signs |= content.signs
        number_of[content.id] = len(rows)
        rows.append([content.id, content.name, parent, details, content.group, status, badge])
    lines = [
        [tie.kind, number_of[tie.start], number_of[tie.end]]
        for tie in found
        if {tie.start, tie.end} <= number_of.keys()
    ]
    seen.kinds.update(dict.fromkeys(tie.kind for tie in found if tie.start in number_of))
    return rows, lines, list(zip(tree.units[0], posts, strict=True))


def status_and_badge(changes: UnitChanges, id: str, state: int, language: str) -> tuple[str, str]:
    """Give how a unit fares, and the words for it."""
    found = changes.of(id, after=bool(state))
    other = changes.before if state else changes.after
    status = _status(found, survives=other.units.row(id) >= 0, after=bool(state))
    return status, fares(found[:2], status, language)


def _status(found: tuple[str, ...], *, survives: bool, after: bool) -> str:
    if not survives:
        return "arriving" if after else "leaving"
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
