"""The quantity by which parts of units are told: declared, given to the units before, and carried through the events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from orgmodel.core.apportion import largest_remainder
from orgmodel.core.names import UNKNOWN_LANGUAGE, Names, names_of
from orgmodel.core.quantities import DeclaredQuantity, wrong_declaration
from orgmodel.io.importers.lineage.edges import Lineages, Side
from orgmodel.io.importers.lineage.events import Event, Part
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.words.labels import names

TERRITORY = "territory"

Held = dict[str, tuple[int | None, str]]
"""What a unit has of the quantity by origin: how much (None: not known), and from which source."""


@dataclass
class Carried:
    """Hold the quantity of a lineage: what each unit has of it, by unit and origin."""

    id: str
    names: Names
    has_figures: bool
    held: dict[str, Held] = field(default_factory=dict)

    def start(self, sides: Iterable[Side]) -> None:
        """Give each unit before what its figure says."""
        self.held = {one.code: {"": (one.figure if self.has_figures else None, f"lineage:{one.line}")} for one in sides}

    def columns(self) -> dict[str, list[object]]:
        """Give the table of what units have."""
        rows = [(unit, origin, *what) for unit, held in self.held.items() for origin, what in held.items()]
        return {
            "unit": [row[0] for row in rows],
            "quantity": [self.id] * len(rows),
            "origin": [row[1] for row in rows],
            "value": [row[2] for row in rows],
            "src": [row[3] for row in rows],
        }

    def follow(self, event: Event) -> None:
        """Carry the quantity through an event, as its operation does."""
        news = [side.code for side in event.news]
        if event.verb in ("consolidate", "absorb", "replace"):
            for old in event.olds:
                for origin, (value, src) in self.held.pop(old, {}).items():
                    self._give(old, origin, value, src, news[0], merges=True)
        elif event.verb in ("split_up", "split_off", "transfer", "divide"):
            self._divide(event, news)
        elif event.is_alone:
            self._give("", "", self.begun_with(event), "derived", news[0], merges=False)
        elif event.verb == "dissolve":
            self.held.pop(event.olds[0], None)

    def begun_with(self, event: Event) -> int | None:
        """Give what a unit that begins alone has, by its own figure; None where nobody knows it."""
        return event.news[0].figure if self.has_figures else None

    def _divide(self, event: Event, news: list[str]) -> None:
        old = event.olds[0]
        goes_on = event.verb in ("split_off", "transfer")
        merges = event.verb in ("transfer", "divide")
        for origin, (value, src) in self.held.pop(old, {}).items():
            parts = _divided(value, event.parts, goes_on=goes_on)
            for new, part in zip(news, parts, strict=False):
                if part is not _NOTHING:
                    self._give(old, origin, part, src, new, merges=merges)  # type: ignore[arg-type]
            if goes_on and parts[-1] is not _NOTHING:
                self.held.setdefault(old, {})[origin] = (parts[-1], src)  # type: ignore[assignment]

    def _give(self, unit: str, origin: str, value: int | None, src: str, to: str, *, merges: bool) -> None:
        """Add to what a unit has; what is not known exactly stays beside what is there."""
        start = origin or unit
        origin = start if merges else origin
        origin = "" if origin == to else origin
        there = self.held.setdefault(to, {})
        key, number = origin, 0
        while key in there:
            known, its = there[key]
            if known is not None and value is not None:
                there[key] = (known + value, src if src == its else "derived")
                return
            number += 1
            key = f"{origin or unit}~{number}"
        there[key] = (value, src)


_NOTHING = object()


def _divided(value: int | None, parts: Sequence[Part], *, goes_on: bool) -> list[object]:
    """Divide a figure by the parts that receivers take and, last, that stays; what takes no part gets nothing."""
    if any(part is None for part in parts):
        takers = len(parts) + goes_on
        return [value if takers == 1 else None] * takers + ([] if goes_on else [_NOTHING])
    known = [part for part in parts if part is not None]
    known.append(1 - sum(known, Fraction()))
    scale = lcm(*(part.denominator for part in known))
    weights = [int(part * scale) for part in known]
    shares: Sequence[int | None] = largest_remainder(value, weights) if value is not None else [None] * len(weights)
    if value is not None and not sum(weights):
        return [_NOTHING] * len(weights)
    return [share if weight else _NOTHING for share, weight in zip(shares, weights, strict=True)]


def carried_by(lineages: Lineages, events: Sequence[Event], map: LineageMap) -> Carried | None:
    """Declare the quantity of a table of pairs that has figures, shares or parts; None where nothing tells amounts.

    Where units lie within others of the table their figures are no amounts that could be added up; then, and where there
    are none, what is divided is the territory, of which nobody knows how much there is.
    """
    if not lineages.is_open:
        return None
    before = lineages.before
    is_sum = not any(one.within != code and one.within in before for code, one in before.items())
    has_figures = is_sum and any(one.figure is not None for one in before.values())
    divides = any(event.verb == "transfer" or any(part is not None for part in event.parts) for event in events)
    if not (has_figures or divides):
        return None
    id = re.sub(r"[^a-z0-9]+", "_", map.figure_name.casefold()).strip("_") if has_figures else TERRITORY
    id = id if wrong_declaration(id, DeclaredQuantity()) is None else f"{id or 'figure'}_of_units"
    id = id if wrong_declaration(id, DeclaredQuantity()) is None else "figure"
    named = names_of(**{map.language: map.figure_name}) if map.language != UNKNOWN_LANGUAGE else ()
    found = Carried(id, named if has_figures else names("lineage", TERRITORY), has_figures)
    found.start(before.values())
    return found
