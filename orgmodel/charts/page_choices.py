"""What a reader of the interactive page may choose: what boxes are coloured by, the date, and what goes from where to where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.charts.change_gutter import amount_label
from orgmodel.charts.colouring import BLOCK, OF_UNITS, Colouring, attribute_names, colouring_of
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.measures.catalogue import all_measures
from orgmodel.words.charts import word

if TYPE_CHECKING:
    from orgmodel.charts.captions import Labels
    from orgmodel.charts.paint import Painter
    from orgmodel.core.structure import Structure

FIRST_CODE = 48
"""A box's group is told by one character: this is the first, and the group that it tells is the first of the choice."""

MOST_DATES = 12
"""Dates of steps that the page has a state for; of more it has those at like distances."""


def colour_choices(
    structures: Sequence[Structure],
    boxes: Sequence[Sequence[tuple[int, int]]],
    first: Colouring,
    painter: Painter,
    language: str,
    own: Labels,
) -> list[dict[str, Any]]:
    """List what boxes can be coloured by, what was asked for first: its name, its groups, their looks, and the group of each box.

    ``boxes`` are, for each structure, the unit row and the row of posts (or -1) of each box. ``of`` has a text for each
    structure, with a character a box. What tells no box from another is left out.
    """
    found = [choice_of(first, structures, boxes, painter, language, own)]
    for by in _candidates(structures):
        if by != first.by:
            made = choice_of(colouring_of(by, structures), structures, boxes, painter, language, own)
            if len(made["groups"]) > 1:
                found.append(made)
    return found


def choice_of(
    colouring: Colouring,
    structures: Sequence[Structure],
    boxes: Sequence[Sequence[tuple[int, int]]],
    painter: Painter,
    language: str,
    own: Labels,
) -> dict[str, Any]:
    """Say how boxes are coloured by one thing (see :func:`colour_choices`)."""
    codes: dict[str, int] = {}
    told = []
    for structure, of_structure in zip(structures, boxes, strict=True):
        units, posts = colouring.of_units(structure), colouring.of_posts(structure)
        groups = [posts[post] if post >= 0 else units[row] for row, post in of_structure]
        told.append("".join([chr(FIRST_CODE + codes.setdefault(one, len(codes))) for one in groups]))
    looks = colouring.looks(painter.theme)
    plain = {"fill": painter.look("").fill, "ink": painter.theme.line, "pattern": painter.look("").pattern}
    names = {row[1]: row[2] for row in colouring.legend(codes, language, own) if row[0] == "group"}
    return {
        "key": colouring.by,
        "name": colouring.name(language, own),
        "groups": list(codes),
        "names": [names.get(one, word("page:none", language)) for one in codes],
        "order": [list(codes).index(one) for one in (*names, *(one for one in codes if one not in names))],
        "looks": [
            {"fill": looks[one].fill, "ink": looks[one].ink, "pattern": looks[one].pattern} if one in looks else plain
            for one in codes
        ],
        "of": told,
    }


def _candidates(structures: Sequence[Structure]) -> list[str]:
    """List what units may be told apart by: their form, their attributes, and every measure that has anything to count."""
    measures = [one for one in all_measures(structures[0].terms) if not one.compares]
    kept = [one.id for one in measures if any(one.is_kept(each) for each in structures)]
    return list(dict.fromkeys((BLOCK, *OF_UNITS, *attribute_names(structures), *kept)))


def flow_rows(outcome: Any, numbers: Sequence[Mapping[str, int]], language: str) -> list[list[Any]]:
    """Give what goes from unit to unit, for ribbons: the numbers of both boxes, how much is known of it, and that in words."""
    found = []
    for flow in unit_flows(outcome):
        if flow.start in numbers[0] and flow.end in numbers[1]:
            said = amount_label(flow, language)
            found.append([numbers[0][flow.start], numbers[1][flow.end], flow.known, said])
    return found


def dates_of(outcome: Any) -> list[str]:
    """List the days on which steps of an outcome take effect, in order, but for the last state, which is the one after."""
    from orgmodel.core.dates import first_day

    found = sorted({first_day(one.step.effective) for one in outcome.steps if one.step.effective and one.changes})
    every = max(1, -(-len(found) // MOST_DATES))
    return found[::every]
