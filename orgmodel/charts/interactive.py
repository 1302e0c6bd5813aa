"""Gather what the interactive page and the notebook's widget show: units of each state, words, looks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from orgmodel.charts.content import Contents
from orgmodel.charts.fates import Fates
from orgmodel.charts.lines import notes, ties
from orgmodel.charts.slots import slots_of
from orgmodel.charts.theme import Theme
from orgmodel.charts.wording import word
from orgmodel.core.structure import Structure

ASKED = ("search", "found", "state", "unfold", "fold", "fit", "toggle")


def page_data(
    x: Any,
    *,
    shown: str,
    title: str,
    theme: Theme,
    root: str | None = None,
    depth: int | None = None,
    language: str = "vi",
) -> dict[str, Any]:
    """Gather the data of a structure, or of an outcome before and after, as JSON will hold it.

    Keys: ``title``, ``states`` (key, label and rows of units: id, name, number of the parent, details, block, status,
    badge), ``shown``, ``looks`` by block, ``words`` and ``style``.
    """
    if isinstance(x, Structure):
        states: list[tuple[str, str, Structure]] = [("after", "", x)]
        fates = None
    else:
        states = [(key, word(key, language), one) for key, one in (("before", x.before), ("after", x.after))]
        fates = Fates(x.before, x.after, x.lineage)
    made = []
    blocks: dict[str, None] = {}
    for number, (key, label, structure) in enumerate(states):
        rows = _units(structure, fates, number, root, depth, language)
        blocks.update(dict.fromkeys(str(row[4]) for row in rows))
        made.append({"key": key, "label": label, "units": rows})
    known = tuple(block for block in blocks if block)
    looks = {}
    for block in ("", *known):
        one = theme.look(block, known)
        looks[block] = {"fill": one.fill, "ink": one.ink if block else theme.line, "pattern": one.pattern}
    return {
        "title": title,
        "states": made,
        "shown": "before" if shown == "before" and fates is not None else "after",
        "looks": looks,
        "words": {key: word(f"page:{key}", language) for key in ASKED},
        "style": static("page.css"),
    }


def static(name: str) -> str:
    """Read a file that ships with the package."""
    return files("orgmodel.charts").joinpath("static", name).read_text(encoding="utf-8")


def _units(
    structure: Structure, fates: Fates | None, state: int, root: str | None, depth: int | None, language: str
) -> list[list[Any]]:
    """Give a row for each unit, depth-first."""
    if root is not None and structure.units.row(root) < 0:
        return []
    slots = slots_of([structure], root=root, depth=depth)
    contents = Contents(structure, language)
    said: dict[str, list[Any]] = {}
    for tie in ties(structure, language):
        said.setdefault(tie.start, []).append(tie)
    changed = fates.changed()[state] if fates is not None else set()
    rows = []
    for row, parent in zip(slots.rows[0], slots.parents, strict=True):
        entry = contents.entry(row)
        details = [text.replace("\N{NO-BREAK SPACE}", " ") for text in (*entry.details, *notes(said.get(entry.id, ())))]
        status, badge = "", ""
        if fates is not None and entry.id in changed:
            found = fates.of(entry.id, ahead=bool(state))
            other = fates.before if state else fates.after
            status = _status(found, survives=other.units.row(entry.id) >= 0, ahead=bool(state))
            badge = ", ".join(word(f"fate:{fate}", language) for fate in found[:2])
        rows.append([entry.id, entry.name, parent, details, entry.block, status, badge])
    return rows


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

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
