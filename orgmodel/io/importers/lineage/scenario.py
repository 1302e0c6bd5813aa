"""Events as a scenario: a step a day and verb, with a table of rows beside it that acts at once."""

from __future__ import annotations

import json
from collections.abc import Iterable

from orgmodel.core.names import Names, spoken_in
from orgmodel.io.importers.lineage.edges import Lineages
from orgmodel.io.importers.lineage.events import Event
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.write_baseline import csv_text
from orgmodel.words.labels import names
from orgmodel.words.messages import message_text

SCENARIO = "lineage.yaml"
BULK = "bulk"
"""The folder of the bulk tables, beside the scenario."""


def scenario_texts(events: list[Event], lineages: Lineages, map: LineageMap, titles: Names) -> dict[str, str]:
    """Write the scenario that leads from the units before to those after, and the study around it, by file name."""
    groups: dict[tuple[str | None, str, int, int], list[Event]] = {}
    for event in events:
        groups.setdefault((event.date, event.verb, len(event.olds), len(event.news)), []).append(event)
    texts: dict[str, str] = {}
    steps: list[str] = []
    last: tuple[str | None, str] | None = None
    for (date, verb, olds, news), alike in groups.items():
        if (date, verb) != last:
            steps += _step(date, verb, sum(len(e.olds or e.news) for e in events if (e.date, e.verb) == (date, verb)))
            last = (date, verb)
        table = f"{BULK}/{date or 'undated'}-{verb.replace('_', '-')}-{max(olds, 1)}-{max(news, 1)}.csv"
        columns = _columns(verb, olds, news)
        texts[table] = csv_text(columns, (_row(event, lineages, map) for event in alike))
        for operation in _operations(verb, olds, news, map):
            steps.append(f"  - for_each: {{file: {_text(table)}}}")
            steps += [f"    {line}" for line in operation]
    head = [
        f"title: {_names(titles)}",
        "documents: [lineage]",
        "expect:",
        f"- {{measure: units, scope: total, change: {len(lineages.after) - len(lineages.before)}}}",
        "steps:" if steps else "steps: []",
    ]
    texts[SCENARIO] = "\n".join([*head, *steps]) + "\n"
    texts["study.yaml"] = _study(lineages, map, titles)
    return texts


def _study(lineages: Lineages, map: LineageMap, titles: Names) -> str:
    kinds = sorted(
        {one.kind or map.kind for side in (lineages.before, lineages.after, lineages.between) for one in side.values()}
    )
    lines = [f"title: {_names(titles)}"]
    if lineages.as_of:
        lines.append(f"as_of: {lineages.as_of}")
    lines += [f"language: {spoken_in(map.language)}", "baseline: baseline", "kinds:"]
    lines += [f"  {_text(kind)}: agency" for kind in kinds] or ["  agency: agency"]
    return "\n".join([*lines, f"scenarios: [{SCENARIO}]", ""])


def _step(date: str | None, verb: str, count: int) -> list[str]:
    titles = tuple((code, f"{text}: {count}") for code, text in names("lineage", verb))
    return [
        "- id: " + _text("-".join((date or "undated", verb))),
        f"  title: {_names(titles)}",
        f"  effective: {date or 'unknown'}",
        "  document: lineage",
        "  do:",
    ]


def _names(texts: Names) -> str:
    """Write a text in several languages as a mapping.

    >>> _names((("en", "Units"), ("vi", "Đơn vị")))
    '{en: "Units", vi: "Đơn vị"}'
    """
    return "{" + ", ".join(f"{code}: {_text(text)}" for code, text in texts) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _columns(verb: str, olds: int, news: int) -> list[str]:
    columns = [f"old_{number}" for number in range(1, olds + 1)]
    for number in range(1, news + 1):
        columns.append(f"new_{number}")
        if verb not in ("absorb", "divide"):
            columns += [f"name_{number}", f"kind_{number}", f"area_{number}"]
    return columns


def _row(event: Event, lineages: Lineages, map: LineageMap) -> list[str]:
    row = list(event.olds)
    for new in event.news:
        row.append(new)
        if event.verb not in ("absorb", "divide"):
            side = lineages.side(new, new=True)
            row += [side.name or new, side.kind or map.kind, side.within]
    return row


def _unit(number: int, map: LineageMap) -> str:
    names = f"names: {{{map.language}: '{{name_{number}}}'}}"
    return f"unit: '{{new_{number}}}', {names}, kind: '{{kind_{number}}}', area: '{{area_{number}}}'"


def _operations(verb: str, olds: int, news: int, map: LineageMap) -> Iterable[list[str]]:
    """Write the operations of one table, each as the lines of a mapping with placeholders."""
    language = spoken_in(map.language)
    why = f"why: {_text(message_text('as the table of old and new units has it', language))}"
    old = [f"'{{old_{number}}}'" for number in range(1, olds + 1)]
    new = [f"'{{new_{number}}}'" for number in range(1, news + 1)]
    into = ["into:", *(f"- {{unit: {{{_unit(number, map)}}}}}" for number in range(1, news + 1))]
    if verb in ("create", "replace"):
        yield [f"create: {{{_unit(1, map)}}}", why]
    if verb == "consolidate":
        yield [f"consolidate: [{', '.join(old)}]", f"into: {{{_unit(1, map)}}}"]
    elif verb in ("split_up", "split_off"):
        yield [f"{verb}: {old[0]}", *into]
    elif verb == "absorb":
        yield [f"absorb: [{', '.join(old)}]", f"into: {new[0]}"]
    elif verb == "replace":
        yield [f"dissolve: {old[0]}", f"gives_all: {new[0]}", why]
    elif verb == "divide":
        yield [f"dissolve: {old[0]}", f"gives: {{{', '.join(f'{one}: {{}}' for one in new)}}}", why]
    elif verb == "dissolve":
        told = message_text("the register names no successor", language)
        yield [f"dissolve: {old[0]}", f"why: {_text(told)}"]
    elif verb == "rename":
        yield [f"rename: {old[0]}", f"names: {{{map.language}: '{{name_1}}'}}"]
