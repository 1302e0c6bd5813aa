"""Columns of figures of units that are each of one sort of staff: a row of posts of each, or their sum."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.figure_columns import MISSING
from orgmodel.core.messages import Message
from orgmodel.core.records import Post
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.table import Table, sort_key
from orgmodel.io.importers.naming import slug

_QUOTAS = {"in": "in", "outside": "out"}
_COUNTED = ("authorized", "filled")


def staff_posts(one: Placed, table: Table, block: str, whole: dict[str, int | None]) -> Iterable[Post]:
    """Make a row of posts of each sort of staff of a unit; what all of them together are goes into ``whole``.

    Figures of the whole beside those of its parts are compared with them. Where one figure stands for the whole alone (a
    quota of all, people by sort), the other is summed, since no part of the quota is said.
    """
    sorts: dict[tuple[str, str, str], dict[str, int | None]] = {}
    for name, part in table.map.sorts.items():
        if part.counts != "none":
            category = part.category or ("" if part.rank != "unknown" else name)
            sort = sorts.setdefault((category, part.quota, part.rank), {})
            sort[part.counts] = table.figure(sort_key(name), one.row)
    inside = [sort for (_, quota, _), sort in sorts.items() if quota == "in"]
    counted = [key for key in _COUNTED if any(key in sort for sort in inside)]
    is_whole = False
    if table.sum_of_sorts is not None and table.sum_of_sorts[1] in counted:
        _, key, column = table.sum_of_sorts
        said = None if column[one.row] == MISSING else int(column[one.row])
        _compare(key, inside, [*sorts.values()], one, table, {key: said})
        is_whole = said is not None and said == sum(sort.get(key) or 0 for sort in inside)
    for key in counted:
        _compare(key, inside, [*sorts.values()], one, table, whole)
    summed = any(key in table.cells for key in (*_COUNTED, "fte") if key not in counted)
    for key in counted:
        whole[key] = _sum(key, inside) if summed else None
    taken_apart = table.map.figures == "with all below"
    if not any(table.rows.coded(name)[one.row] for name in table.map.sorts):
        return  # a heading over others: nothing is said of it
    for (category, quota, rank), sort in sorts.items():
        if summed and quota == "in":
            continue
        if is_whole and None in sort.values():
            continue  # the total is that of the others, so that nobody is left for a blank
        if any(sort.values()) or (not taken_apart and quota == "in"):
            yield Post(
                post_id(one.id, slug(category or rank)), one.id, (), rank, block, category, _QUOTAS[quota],
                authorized=sort.get("authorized"), filled=sort.get("filled"), src=table.src(one.line),
            )  # fmt: skip


def post_id(unit: str, what: str) -> str:
    """Make the id of a row of posts of a unit that has none of its own.

    >>> post_id("roads", "posts")
    'roads/posts'
    """
    return f"{unit}/{what}"


def _sum(key: str, sorts: list[dict[str, int | None]]) -> int | None:
    figures = [sort[key] for sort in sorts if key in sort]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None


def _compare(
    key: str,
    inside: list[dict[str, int | None]],
    every: list[dict[str, int | None]],
    one: Placed,
    table: Table,
    whole: dict[str, int | None],
) -> None:
    """Tell where a figure of the whole is not that of its parts; the parts count."""
    said = whole.get(key)
    totals = [_sum(key, some) for some in (inside, every)]
    less = said is not None and totals[0] is None and said < sum(sort.get(key) or 0 for sort in inside)
    if less or (said is not None and totals[0] is not None and said not in totals):
        message = Message.of(
            "{key}: the parts are {total} together, and the whole is {said}; the parts count",
            key=key,
            total=sum(sort.get(key) or 0 for sort in inside),
            said=said,
        )
        table.report.row(one.line, "PARTS_DIFFER", message, subject=one.id)
