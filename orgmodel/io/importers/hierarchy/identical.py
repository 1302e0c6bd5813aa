"""Identical posts of a unit as one row, with every origin kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from orgmodel.core.distinct import first_places, one_code
from orgmodel.core.figure_columns import MISSING
from orgmodel.core.records import Incumbency, Person
from orgmodel.io.importers.hierarchy.placed import Flags, Ints, in_turn
from orgmodel.io.importers.hierarchy.posts import FIGURES, Cited, LineColumns, PostColumns

_MOST_LINES = 40
_TENS = 10 ** np.arange(1, 19)


def as_one_row(
    posts: PostColumns, lines: LineColumns, holders: list[Person | Incumbency]
) -> tuple[PostColumns, LineColumns, list[Person | Incumbency], Ints]:
    """Put posts of one unit, title, rank, grade and superiors together that nobody reports to; heads stay by themselves.

    So do posts whose holder has another, and posts that several share. A post of which it is not known whether it is filled stays apart, so that what is known of the others stays exact.
    Gives the rows with their lines and holders, and the number of the row that each post is in.
    """
    if not posts.ids:
        return posts, lines, holders, posts.unit
    apart = _apart(posts, lines, holders)
    alike = one_code(
        [
            posts.unit,
            *(posts.texts[key].distinct().codes for key in ("titles", "rank", "block", "category")),
            posts.figures["pay"],
            *(posts.figures[key] == MISSING for key in FIGURES),
            _superiors(lines, len(posts.ids)),
            posts.cited.source.distinct().codes,
        ]
    )
    numbers = np.arange(len(posts.ids))
    firsts, row = in_turn(np.where(apart, numbers, len(numbers) + alike))
    first = np.array(firsts, dtype=np.int64)
    figures = {key: column[first] for key, column in posts.figures.items()}
    for key in FIGURES:
        sums = np.zeros(len(first), dtype=np.int64)
        np.add.at(sums, row, posts.figures[key])
        figures[key] = np.where(figures[key] == MISSING, MISSING, sums)
    kept = PostColumns(
        [posts.ids[number] for number in firsts],
        posts.unit[first],
        {key: column.taken(first) for key, column in posts.texts.items()},
        figures,
        Cited(posts.cited.source.taken(first), _origins(np.asarray(posts.cited.lines), row, len(first))),
    )
    return kept, _as_one_line(lines, row, len(first)), _holding(holders, posts.ids, kept.ids, row), row


def _apart(posts: PostColumns, lines: LineColumns, people: list[Person | Incumbency]) -> Flags:
    """Mark the posts that stand by themselves: heads, deputies, superiors, those whose holder has another, and those shared."""
    ranks = posts.texts["rank"]
    apart = np.array([rank in ("head", "deputy") for rank in ranks.values], dtype=np.bool_)[ranks.codes]
    apart[lines.senior] = True
    held = [one for one in people if isinstance(one, Incumbency)]
    times = Counter(one.person for one in held)
    holders = Counter(one.post for one in held)
    if twice := {one.post for one in held if times[one.person] > 1 or holders[one.post] > 1}:
        apart |= np.array([id in twice for id in posts.ids], dtype=np.bool_)
    return apart


def _superiors(lines: LineColumns, size: int) -> Ints:
    """Give the superiors of each post, with their kinds of line, a number, so that those of the same ones have one."""
    ends = lines.kind.distinct().codes.astype(np.int64) * size + lines.senior
    found = np.full(size, -1, dtype=np.int64)
    found[lines.junior] = ends
    several = np.flatnonzero(np.bincount(lines.junior, minlength=size) > 1)
    if len(several):
        each: dict[int, list[int]] = {number: [] for number in several.tolist()}
        here = np.isin(lines.junior, several)
        for junior, end in zip(lines.junior[here].tolist(), ends[here].tolist(), strict=True):
            each[junior].append(end)
        codes: dict[tuple[int, ...], int] = {}
        for number, mine in each.items():
            found[number] = -2 - codes.setdefault(tuple(sorted(mine)), len(codes))
    return found


def _origins(lines: Ints, row: Ints, size: int) -> list[int | str]:
    """Cite the rows of posts that stand together, of many the first; of one post its number."""
    cited = lines[np.argsort(row, kind="stable")]
    counts = np.bincount(row, minlength=size)
    begins = np.cumsum(counts) - counts
    found: list[int | str] = cited[begins].tolist()
    several = np.flatnonzero(counts > 1)
    every = str(cited.tolist())  # "[2, 3, 4]", of which each post cites a piece
    digits = np.searchsorted(_TENS, cited, side="right") + 1
    ends = np.cumsum(digits + 2) - 1
    first = begins[several]
    last = first + np.minimum(counts[several], _MOST_LINES) - 1
    for at, start, end in zip(several.tolist(), (ends - digits)[first].tolist(), ends[last].tolist(), strict=True):
        found[at] = every[start:end]
    for at in several[counts[several] > _MOST_LINES].tolist():
        found[at] = f"{found[at]}, … ({counts[at]})"
    return found


def _as_one_line(lines: LineColumns, row: Ints, size: int) -> LineColumns:
    """Join the rows of posts by the lines of their posts; of lines that come to be one the first is kept."""
    kind, junior, senior = lines.kind.distinct(), row[lines.junior], row[lines.senior]
    firsts = first_places((kind.codes.astype(np.int64) * size + junior) * size + senior)
    kept = lines.where(firsts)
    return replace(kept, junior=junior[firsts], senior=senior[firsts])


def _holding(
    holders: list[Person | Incumbency], ids: list[str], kept: list[str], row: Ints
) -> list[Person | Incumbency]:
    """Let the holders of posts hold the rows that these are in."""
    if not holders:
        return holders
    row_of = {id: kept[number] for id, number in zip(ids, row.tolist(), strict=True)}
    seen: set[tuple[str, str]] = set()
    found: list[Person | Incumbency] = []
    for one in holders:
        if isinstance(one, Incumbency):
            one = replace(one, post=row_of.get(one.post, one.post))
            if one.key in seen:
                continue
            seen.add(one.key)
        found.append(one)
    return found
