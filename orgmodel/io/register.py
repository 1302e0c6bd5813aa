"""The register of units: which rows live at a date, which have ended, and lives of one id that overlap."""

from __future__ import annotations

from itertools import pairwise

from orgmodel.core.lives import by_beginning, ends_early, overlap
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.records import UNKNOWN_DATE, Unit
from orgmodel.io.cells import first_day
from orgmodel.io.columns import Part


def part_ended(part: Part, as_of: str | None, problems: list[Problem]) -> tuple[Part, tuple[list[Unit], list[str]]]:
    """Part the units that live at a date from the ended ones, which are kept so that they can be restored.

    A unit has ended when its ``to`` (the first day without it) is not after ``as_of``, or is unknown (``?``).
    Gives the living as a part, and the ended units with the dates on which they ended.
    """
    _check_order(part, problems)
    _check_overlaps(part, problems)
    ends = part.get("ends", None)
    gone = ends.rows_where(lambda end: end is not None and _is_over(end, as_of))
    if not gone:
        return part, ([], [])
    over = set(gone)
    stay = [row for row in range(len(ends)) if row not in over]
    units = [Unit(**{field: column[row] for field, column in part.fields.items() if field != "ends"}) for row in gone]
    living = {field: column.taken(stay) for field, column in part.fields.items()}
    return Part(part.layout, part.sheet, living, stay), (units, [ends[row] for row in gone])


def _is_over(end: str, as_of: str | None) -> bool:
    return end == UNKNOWN_DATE or as_of is None or first_day(end) <= first_day(as_of)


def _check_order(part: Part, problems: list[Problem]) -> None:
    begins, ends = part.get("begins", None), part.get("ends", None)
    problems.extend(
        Problem("DATE_ORDER", message, part.fields["id"][row], part.at(row, "ends"))
        for row in ends.rows_where(lambda end: end not in (None, UNKNOWN_DATE))
        if (message := ends_early((begins[row], ends[row])))
    )


def _check_overlaps(part: Part, problems: list[Problem]) -> None:
    """Report lives of one id that overlap for certain; two that have not ended are left to the check of duplicates."""
    ids, begins, ends = part.fields["id"], part.get("begins", None), part.get("ends", None)
    if len(set(ids.values)) == part.sheet.size:
        return
    lives: dict[str, list[int]] = {}
    for row, name in enumerate(ids):
        lives.setdefault(name, []).append(row)
    for name, rows in lives.items():
        rows.sort(key=lambda row: (*by_beginning((begins[row], ends[row])), row))
        for row, after in pairwise(rows):
            if overlap((begins[row], ends[row]), (begins[after], ends[after])):
                before = Message.of("the life of {name!r} in line {line}", name=name, line=part.at(row, "id").line)
                message = Message.of(
                    "overlaps {before}; end that one first, or write ? where a date is unknown", before=before
                )
                problems.append(Problem("DUPLICATE", message, name, part.at(after, "id")))
