"""Identical posts of a unit as one row, with every origin kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from orgmodel.core.records import Incumbency, Line, Person
from orgmodel.io.importers.hierarchy.posts import PostColumns

_MOST_LINES = 40
_FIGURES = ("authorized", "filled", "fte")


def as_one_row(
    posts: PostColumns, lines: list[Line], holders: list[Person | Incumbency]
) -> tuple[PostColumns, list[Line], list[Person | Incumbency], dict[str, str]]:
    """Put posts of one unit, title, rank, grade and superiors together that nobody reports to; heads stay by themselves.

    So do posts whose holder has another. A post of which it is not known whether it is filled stays apart, so that what is known of the others stays exact.
    Gives the rows with their lines and holders, and the row that each post is in.
    """
    superiors = {line.to for line in lines}
    above: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in lines:
        above[line.from_] = (*above.get(line.from_, ()), (line.kind, line.to))
    held = [one for one in holders if isinstance(one, Incumbency)]
    times = Counter(one.person for one in held)
    alone = superiors | {one.post for one in held if times[one.person] > 1}
    ids, sources = posts["id"], [src.partition(":")[0] for src in posts["src"]]
    alike = zip(
        *(posts[field] for field in ("unit", "titles", "rank", "block", "category", "pay")),
        *([figure is None for figure in posts[key]] for key in _FIGURES),
        (ends if len(ends := above.get(id, ())) < 2 else tuple(sorted(ends)) for id in ids),
        sources,
        strict=True,
    )
    groups: dict[object, list[int]] = {}
    for row, (id, rank, sameness) in enumerate(zip(ids, posts["rank"], alike, strict=True)):
        apart = id in alone or rank in ("head", "deputy")
        groups.setdefault(id if apart else sameness, []).append(row)
    together = list(groups.values())
    row_of = {ids[row]: ids[rows[0]] for rows in together for row in rows}
    kept = {field: [column[rows[0]] for rows in together] for field, column in posts.items()}
    for at, rows in enumerate(together):
        if len(rows) > 1:
            kept["src"][at] = _origins(posts["src"], rows)
            for figure in _FIGURES:
                kept[figure][at] = _sum(posts[figure], rows)
    # of lines that come to be one the first is kept
    new_lines: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.kind, row_of[line.from_], row_of[line.to])
        if key not in new_lines:
            stays = line.from_ == key[1] and line.to == key[2]
            new_lines[key] = line if stays else replace(line, from_=key[1], to=key[2])
    seen: set[tuple[str, str]] = set()
    new_holders: list[Person | Incumbency] = []
    for one in holders:
        if isinstance(one, Incumbency):
            one = replace(one, post=row_of.get(one.post, one.post))
            if one.key in seen:
                continue
            seen.add(one.key)
        new_holders.append(one)
    return kept, list(new_lines.values()), new_holders, row_of


def _origins(srcs: list[str], rows: list[int]) -> str:
    """Cite the rows of several posts that stand together."""
    parts = [srcs[row].partition(":") for row in rows]
    lines = [line for _, _, line in parts]
    shown = ", ".join(lines[:_MOST_LINES]) + (f", … ({len(lines)})" if len(lines) > _MOST_LINES else "")
    return f"{parts[0][0]}:{shown}"


def _sum(figures: list[int | None], rows: list[int]) -> int | None:
    return None if figures[rows[0]] is None else sum(figures[row] or 0 for row in rows)
