"""Lines that the ordinary rule gives: a post answers to the head of its unit, a head to the nearest head above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orgmodel.core.records import Line

ADMINISTRATIVE = "administrative"


def beside_ordinary(
    lines: Iterable[Line], unit_of: Mapping[str, str], heads: Mapping[str, str], above: Mapping[str, str | None]
) -> list[Line]:
    """Keep the lines that the ordinary rule does not give; ``unit_of`` is the unit of each post, ``heads`` the head of each unit, ``above`` the unit above each.

    The others follow from where posts are, and so they follow when units are moved, merged or split.

    >>> beside_ordinary(
    ...     [Line("administrative", "clerk", "head")], {"head": "u", "clerk": "u"}, {"u": "head"}, {"u": None}
    ... )
    []
    """
    nearest: dict[str, str | None] = {}

    def head_of(unit: str | None) -> str | None:
        way = []
        while unit is not None and unit not in nearest and unit not in heads:
            way.append(unit)
            nearest[unit] = None  # a unit that comes to be under itself ends the way
            unit = above.get(unit)
        found = None if unit is None else heads.get(unit, nearest.get(unit))
        nearest.update(dict.fromkeys(way, found))
        return found

    kept = []
    for line in lines:
        home = unit_of.get(line.from_)
        if line.kind == ADMINISTRATIVE and home is not None:
            ordinary = head_of(above.get(home)) if heads.get(home) == line.from_ else head_of(home)
            if ordinary == line.to:
                continue
        kept.append(line)
    return kept
