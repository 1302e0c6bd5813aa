"""What a page shows, as a nested list: for readers who hear a chart, and for those who want it as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from orgmodel.charts.drawing import Box, Page, unbroken
from orgmodel.charts.namesakes import told_apart
from orgmodel.words.charts import named, word

LISTS = (".md", ".html")
"""How a list may be written."""
SIDES = {"before": "side-before", "after": "side-after"}


@dataclass
class Item:
    """Hold what is said of one box, and the items below it."""

    text: str
    below: list[Item] = field(default_factory=list)
    box: str = ""
    name: str = ""


def listing(page: Page, language: str) -> list[Item]:
    """List the boxes of a page under each other as the chart's lines join them, each once; of changes each side by itself."""
    above = {route.end: route.start for route in page.routes if route.kind == "chart"}
    names = {box.id: _name(box) for box in page.boxes}
    called = _called(page, names, above)
    lines: dict[str, list[str]] = {}
    for route in page.routes:
        if route.kind != "chart":
            lines.setdefault(route.start, []).append(
                f"{named(f'line:{route.kind}', language)}: {called.get(route.end, route.end)}"
            )
    units = {box.id: box.unit for box in page.boxes}
    flows: dict[str, list[str]] = {}
    for ribbon in page.ribbons:
        if ribbon.label and ribbon.start:
            is_itself = units.get(ribbon.end) == units.get(ribbon.start)  # then what is told is under whom it stands
            to = called.get(above.get(ribbon.end, "") if is_itself else ribbon.end, "")
            flows.setdefault(ribbon.start, []).append(f"{ribbon.label} → {to}" if to else ribbon.label)
    items = {
        box.id: Item(
            ", ".join(part for part in (*_texts(box), *lines.get(box.id, ()), *flows.get(box.id, ())) if part),
            box=box.id,
            name=names[box.id],
        )
        for box in page.boxes
    }
    tops: list[tuple[str, Item]] = []
    for box in page.boxes:
        over = items.get(above.get(box.id, ""))
        if over is not None:
            over.below.append(items[box.id])
        else:
            tops.append((SIDES.get(_side(box), ""), items[box.id]))
    tops.sort(key=lambda pair: pair[0] == SIDES["after"])
    found = [Item(note.text) for note in page.notes if note.muted and note.anchor == "middle"]  # that nothing changes
    for side, members in groupby(tops, key=lambda pair: pair[0]):
        own = [item for _, item in members]
        found += [Item(word(side, language), own)] if side else own
    return found


def _called(page: Page, names: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Give how others refer to each box: where boxes of other units have its name, by the box above, too."""
    units: dict[str, set[str]] = {}
    for box in page.boxes:
        units.setdefault(names[box.id], set()).add(box.unit)
    return {
        box.id: told_apart(names[box.id], names.get(above.get(box.id, ""), "") if len(units[names[box.id]]) > 1 else "")
        for box in page.boxes
    }


def _side(box: Box) -> str:
    return next((name for name in SIDES if box.id == f"{name}:{box.unit}"), "")


def _name(box: Box) -> str:
    return box.whole or unbroken(line for line in box.lines if line.bold)


def _texts(box: Box) -> Iterator[str]:
    """Say a box: its name, how it fares, what stands below the name, and where it continues."""
    yield _name(box)
    yield box.badge
    yield unbroken(line for line in box.lines if not line.bold)
    yield box.refers


def levels(items: Sequence[Item], level: int = 1) -> Iterator[tuple[int, Item]]:
    """Give every item with how deep it stands, the uppermost at 1.

    >>> [(level, one.text) for level, one in levels([Item("a", [Item("b"), Item("c")])])]
    [(1, 'a'), (2, 'b'), (2, 'c')]
    """
    left = [(level, item) for item in reversed(items)]
    while left:
        level, item = left.pop()
        yield level, item
        left += [(level + 1, one) for one in reversed(item.below)]


def in_words(items: list[Item]) -> str:
    """Tell a tree by its names alone, those below each in brackets.

    >>> in_words([Item("a", [Item("b, 2/3", name="b"), Item("c", [Item("d")])])])
    'a (b; c (d))'
    """
    told, depth = "", 0
    for level, item in levels(items):
        between = " (" if level > depth else f"{')' * (depth - level)}; "
        told += f"{between if depth else ''}{item.name or item.text}"
        depth = level
    return told + ")" * (depth - 1)


def remarks(page: Page) -> list[str]:
    """Say what the key of a page says of signs, and its sources and dates.

    >>> from orgmodel.charts.drawing import Note, Sample
    >>> key = Sample("text", "sum", 0, 0, 7, "Σ: with all units below")
    >>> remarks(Page(1, 100, 100, 7, samples=(key,), notes=(Note(0, 0, "Source: a", 7, muted=True),)))
    ['Σ: with all units below', 'Source: a']
    """
    signs = [sample.text for sample in page.samples if sample.kind == "text"]
    sources = " ".join(note.text for note in page.notes if note.muted and note.anchor == "start")
    return [said for said in ("; ".join(signs), sources) if said]


Listed = tuple[str, list[Item], list[str]]
"""The heading of a page, its items, and what is said below them."""


def as_markdown(pages: list[Listed]) -> str:
    """Write the lists of pages as Markdown, each under its heading; whatever a name says stays text."""
    from orgmodel.words.markup import escaped

    parts = []
    for heading, items, said in pages:
        rows = [f"{'  ' * (level - 1)}- {escaped(item.text)}" for level, item in levels(items)]
        parts += [f"## {escaped(heading)}", "\n".join(rows), *map(escaped, said)]
    return "\n\n".join(parts) + "\n"


def as_html(pages: list[Listed], title: str, language: str) -> str:
    """Write the lists of pages as one HTML page."""

    def nested(items: list[Item]) -> str:
        rows = "".join(f"<li>{escape(item.text)}{nested(item.below) if item.below else ''}</li>\n" for item in items)
        return f"<ul>\n{rows}</ul>\n"

    body = "".join(
        f"{f'<h2>{escape(heading)}</h2>{chr(10)}' if heading else ''}{nested(items)}{''.join(f'<p>{escape(one)}</p>{chr(10)}' for one in said)}"
        for heading, items, said in pages
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
