"""What a row says of how much of the old unit it means: whole or part, a share, an amount."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from orgmodel.core.messages import Message
from orgmodel.core.problems import nearest
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.lineage.edges import Edge
from orgmodel.io.importers.lineage.figures import figure
from orgmodel.io.importers.lineage.map import LineageMap


def read_marks(
    edges: list[Edge], kept: list[int], texts: list[str], marks: list[bool | None], map: LineageMap, report: Report
) -> None:
    """Read whole and part of the edges of a day, and report marks that the other rows contradict."""
    successors = Counter(edge.old_side.code for edge in edges)
    for edge, row in zip(edges, kept, strict=True):
        text = texts[row]
        if not text:
            continue
        edge.is_part = marks[row]
        many = successors[edge.old_side.code]
        if edge.is_part is None:
            hint = nearest(text.casefold(), [*map.part, *map.whole])
            message = Message.of(
                "{text!r} marks neither whole nor part{hint}; the other rows decide: name it under whole: or part: in the map",
                text=text,
                hint=hint,
            )
            report.row(edge.line, "BAD_MARK", message, subject=edge.old)
        elif edge.is_part and many == 1:
            message = Message.of(
                "{old!r} is marked as a part, and no other row says where the rest goes; it is taken as whole",
                old=edge.old,
            )
            report.row(edge.line, "PART_ALONE", message, subject=edge.old)
        elif not edge.is_part and many > 1:
            message = Message.of(
                "{old!r} is marked as whole, and {successors} other rows take of it; it is taken as parts",
                old=edge.old,
                successors=many - 1,
            )
            report.row(edge.line, "WHOLE_AND_MORE", message, subject=edge.old)


def read_shares(edges: list[Edge], kept: list[int], texts: dict[str, list[str]], report: Report) -> None:
    """Read the shares and amounts of the edges of a day; those of one old unit must add up to it."""
    if "share" not in texts and "amount" not in texts:
        return
    of: dict[str, list[Edge]] = {}
    for edge, row in zip(edges, kept, strict=True):
        if "share" in texts:
            edge.share = _share(texts["share"][row], edge, report)
        if "amount" in texts:
            edge.amount = figure(texts["amount"][row], edge.line, report)
        of.setdefault(edge.old_side.code, []).append(edge)
    for old, mine in of.items():
        if "share" in texts:
            _check_shares(old, mine, report)
        if any(edge.share is None for edge in mine):
            _shares_from_amounts(mine)


def _check_shares(old: str, mine: list[Edge], report: Report) -> None:
    """Bring shares to fractions of 1; the only one that is not told is what the others leave, and ones that miss the whole are none."""
    known = [edge for edge in mine if edge.share is not None]
    total = sum((edge.share or Fraction() for edge in known), Fraction())
    if len(known) < len(mine):
        whole = 100 if total > 1 else 1
        if len(mine) == len(known) + 1 and known and total < whole:
            next(edge for edge in mine if edge.share is None).share = Fraction(whole) - total
            total = Fraction(whole)
        else:
            for edge in mine:
                edge.share = None
            return
    if total in (1, 100):
        for edge in mine:
            edge.share = (edge.share or Fraction()) / total
        return
    message = Message.of("the shares of {old!r} add up to {total:g}, neither 1 nor 100", old=old, total=float(total))
    for edge in mine:
        edge.share = None
        report.row(edge.line, "PARTS_DO_NOT_ADD_UP", message, subject=old)


def _shares_from_amounts(mine: list[Edge]) -> None:
    amounts = [edge.amount for edge in mine if edge.amount is not None]
    if len(amounts) == len(mine) and sum(amounts) > 0:
        for edge in mine:
            edge.share = Fraction(edge.amount or 0, sum(amounts))


def _share(text: str, edge: Edge, report: Report) -> Fraction | None:
    if not text:
        return None
    try:
        share = Fraction(text.rstrip("% ").replace(",", "."))
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if share < 0:
        message = Message.of("the share {text!r} is not a number; it is kept as missing", text=text)
        report.row(edge.line, "BAD_FIGURE", message, subject=edge.old)
        return None
    return share
