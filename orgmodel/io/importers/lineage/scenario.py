"""Events as a scenario: a step a day and verb, with a table of rows beside it that acts at once."""

from __future__ import annotations

from collections import Counter

from orgmodel.core.names import Names, spoken_in
from orgmodel.io.csv_writing import csv_text
from orgmodel.io.importers.lineage.carried import Carried
from orgmodel.io.importers.lineage.edges import Lineages
from orgmodel.io.importers.lineage.events import Event
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.importers.lineage.operations import Shape, text_of
from orgmodel.io.yaml_writing import scalar
from orgmodel.words.labels import names

SCENARIO = "lineage.yaml"
BULK = "bulk"
"""The folder of the bulk tables, beside the scenario."""


def tables_of(events: list[Event], lineages: Lineages) -> list[list[Event]]:
    """Put the events into the tables in which they act at once, in the order in which these are carried out."""
    groups: dict[tuple[object, ...], list[Event]] = {}
    for event in events:
        shape = (len(event.olds), len(event.news), tuple(dict(event.change)), event.is_alone)
        place = (event.date, event.verb, event.round, shape)
        groups.setdefault(place, []).append(event)
    if not lineages.is_open or all(event.verb not in ("absorb", "divide") for event in events):
        return list(groups.values())
    return [table for group in groups.values() for table in _apart(group)]


def _apart(group: list[Event]) -> list[list[Event]]:
    """Part events that give to one unit, which may write one record."""
    if group[0].verb not in ("absorb", "divide"):
        return [group]
    tables: list[list[Event]] = []
    given: Counter[str] = Counter()
    for event in group:
        number = max(given[side.code] for side in event.news)
        given.update({side.code: number + 1 - given[side.code] for side in event.news})
        if number == len(tables):
            tables.append([])
        tables[number].append(event)
    return tables


def scenario_texts(
    tables: list[list[Event]], lineages: Lineages, carried: Carried | None, map: LineageMap, titles: Names
) -> dict[str, str]:
    """Write the scenario that leads from the units before to those after, and the study around it, by file name."""
    texts: dict[str, str] = {}
    steps: list[str] = []
    counts = Counter[tuple[str | None, str]]()
    for table in tables:
        counts[table[0].date, table[0].verb] += sum(len(event.olds or event.news) for event in table)
    last: tuple[str | None, str] | None = None
    quantity = carried.id if carried is not None else ""
    for table in tables:
        one = table[0]
        if (one.date, one.verb) != last:
            last = (one.date, one.verb)
            steps += _step(*last, counts[last])
        name = f"{BULK}/{one.date or 'undated'}-{one.verb.replace('_', '-')}-{max(len(one.olds), 1)}-{max(len(one.news), 1)}"
        number = 1
        while f"{name}{f'-{number}' if number > 1 else ''}.csv" in texts:
            number += 1
        name += f"-{number}.csv" if number > 1 else ".csv"
        shape = Shape(one, map, carried)
        texts[name] = csv_text(shape.columns(), (shape.row(event) for event in table))
        for operation in shape.operations(quantity):
            steps.append(f"  - for_each: {{file: {text_of(name)}}}")
            steps += [f"    {line}" for line in operation]
    head = [
        f"title: {_names(titles)}",
        "documents: [lineage]",
        "expect:",
        f"- {{measure: units, scope: total, change: {len(lineages.after) - len(lineages.before)}}}",
        "steps:" if steps else "steps: []",
    ]
    texts[SCENARIO] = "\n".join([*head, *steps]) + "\n"
    texts["study.yaml"] = _study(lineages, carried, map, titles)
    return texts


def _study(lineages: Lineages, carried: Carried | None, map: LineageMap, titles: Names) -> str:
    every = [*lineages.all_sides(), *(one.side for one in (*lineages.begun, *lineages.gone))]
    every += [side for edge in lineages.edges for side in (edge.old_side, edge.new_side)]
    kinds = sorted({one.kind or map.kind for one in every})
    lines = [f"title: {_names(titles)}"]
    if lineages.as_of:
        lines.append(f"as_of: {scalar(lineages.as_of)}")
    lines += [f"language: {spoken_in(map.language)}", "baseline: baseline", "kinds:"]
    lines += [f"  {text_of(kind)}: agency" for kind in kinds] or ["  agency: agency"]
    if carried is not None:
        named = f"names: {_names(carried.names)}" if carried.names else ""
        lines += ["quantities:", f"  {carried.id}: {{{named}}}"]
    return "\n".join([*lines, f"scenarios: [{SCENARIO}]", ""])


def _step(date: str | None, verb: str, count: int) -> list[str]:
    titles = tuple((code, f"{text}: {count}") for code, text in names("lineage", verb))
    return [
        "- id: " + text_of("-".join((date or "undated", verb))),
        f"  title: {_names(titles)}",
        f"  effective: {scalar(date or 'unknown')}",
        "  document: lineage",
        "  do:",
    ]


def _names(texts: Names) -> str:
    """Write a text in several languages as a mapping.

    >>> _names((("en", "Units"), ("vi", "Đơn vị")))
    '{en: "Units", vi: "Đơn vị"}'
    """
    return "{" + ", ".join(f"{code}: {text_of(text)}" for code, text in texts) + "}"
