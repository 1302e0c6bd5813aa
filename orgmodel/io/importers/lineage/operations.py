"""How the events of one table are written: its columns, its rows, and the operations with their placeholders."""

from __future__ import annotations

import json
from collections.abc import Iterator

from orgmodel.core.names import spoken_in
from orgmodel.io.importers.lineage.carried import Carried
from orgmodel.io.importers.lineage.events import Event, Part
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.words.messages import message_text

_DESCRIBED = ("create", "consolidate", "replace", "split_up", "split_off", "rename")
"""The verbs whose new units are described in the row."""
_DIVIDES = ("split_up", "split_off", "transfer", "divide")


def text_of(text: str) -> str:
    """Write a text so that YAML reads it as it is."""
    return json.dumps(text, ensure_ascii=False)


class Shape:
    """Hold what the events of one table have in common."""

    def __init__(self, event: Event, map: LineageMap, carried: Carried | None) -> None:
        """Take one of the events."""
        self.verb, self.map, self.carried = event.verb, map, carried
        self.olds, self.news = len(event.olds), len(event.news)
        self.change = [name for name, _ in event.change]
        self.takes = carried is not None and event.verb in _DIVIDES
        self.begins_with = carried is not None and event.is_alone

    def columns(self) -> list[str]:
        """Name the columns of the table."""
        found = [f"old_{number}" for number in range(1, self.olds + 1)]
        for number in range(1, self.news + 1):
            found.append(f"new_{number}")
            if self.verb in _DESCRIBED:
                found += [f"{name}_{number}" for name in ("name", "kind", "area", "src")]
            if self.takes:
                found.append(f"part_{number}")
        return found + self.change + (["figure"] if self.begins_with else [])

    def row(self, event: Event) -> list[str]:
        """Write the row of an event."""
        row = list(event.olds)
        for number, side in enumerate(event.news):
            row.append(side.code)
            if self.verb in _DESCRIBED:
                row += [side.name or side.code, side.kind or self.map.kind, side.within, f"lineage:{side.line}"]
            if self.takes:
                row.append(_part(event.parts[number]))
        row += [text for _, text in event.change]
        if self.begins_with and self.carried is not None:
            figure = self.carried.begun_with(event)
            row.append("?" if figure is None else str(figure))
        return row

    def _unit(self, number: int) -> str:
        names = f"names: {{{self.map.language}: '{{name_{number}}}'}}"
        rest = f"kind: '{{kind_{number}}}', area: '{{area_{number}}}', src: '{{src_{number}}}'"
        return f"unit: '{{new_{number}}}', {names}, {rest}"

    def operations(self, quantity: str) -> Iterator[list[str]]:
        """Write the operations of the table, each as the lines of a mapping with placeholders."""
        verb, language = self.verb, spoken_in(self.map.language)
        why = f"why: {text_of(message_text('as the table of old and new units has it', language))}"
        old = [f"'{{old_{number}}}'" for number in range(1, self.olds + 1)]
        new = [f"'{{new_{number}}}'" for number in range(1, self.news + 1)]
        takes = [
            f"quantities: {{{quantity}: '{{part_{number}}}'}}" if self.takes else ""
            for number in range(1, self.news + 1)
        ]
        if verb in ("create", "replace"):
            amount = [f"quantities: {{{quantity}: '{{figure}}'}}"] if self.begins_with else []
            yield [f"create: {{{self._unit(1)}}}", *amount, why]
        if verb == "consolidate":
            yield [f"consolidate: [{', '.join(old)}]", f"into: {{{self._unit(1)}}}"]
        elif verb in ("split_up", "split_off"):
            into = [
                f"- {{unit: {{{self._unit(number)}}}{f', takes: {{{take}}}' if take else ''}}}"
                for number, take in enumerate(takes, 1)
            ]
            yield [f"{verb}: {old[0]}", "into:", *into]
        elif verb == "transfer":
            yield [f"transfer: {{{takes[0]}, from: {old[0]}}}", f"to: {new[0]}"]
        elif verb == "absorb":
            yield [f"absorb: [{', '.join(old)}]", f"into: {new[0]}"]
        elif verb == "replace":
            yield [f"dissolve: {old[0]}", f"gives_all: {new[0]}", why]
        elif verb == "divide":
            given = ", ".join(f"{one}: {{{take}}}" for one, take in zip(new, takes, strict=True))
            yield [f"dissolve: {old[0]}", f"gives: {{{given}}}", why]
        elif verb == "dissolve":
            told = "the register names no successor" if quantity == "" else "the table names no successor"
            ends = ["ends: {quantities: all}"] if quantity else []
            yield [f"dissolve: {old[0]}", *ends, f"why: {text_of(message_text(told, language))}"]
        elif verb == "rename":
            yield [f"rename: {old[0]}", f"names: {{{self.map.language}: '{{name_1}}'}}"]
        elif verb == "convert":
            change = ", ".join(f"{name}: '{{{name}}}'" for name in self.change)
            yield [f"convert: {old[0]}", f"change: {{{change}}}"]


def _part(part: Part) -> str:
    """Write a part as operations take it: a percentage where a few digits say it, else a fraction.

    >>> from fractions import Fraction
    >>> _part(Fraction(1, 8)), _part(Fraction(1, 3)), _part(None)
    ('12.5 %', '1/3', 'part')
    """
    if part is None:
        return "part"
    hundredths = part * 100
    return f"{float(hundredths):g} %" if (hundredths * 10_000).denominator == 1 and hundredths < 10_000 else str(part)
