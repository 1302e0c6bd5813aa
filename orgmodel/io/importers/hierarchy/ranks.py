"""The rank of each post: by the rule of a map, else who heads a unit by who answers to whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.io.importers.hierarchy.map import Ranks
from orgmodel.io.importers.hierarchy.placed import Ints
from orgmodel.io.importers.hierarchy.posts import PostRows, superiors_of
from orgmodel.io.importers.ranking import head_rows


def ranks_of(some: Sequence[PostRows], above: Ints, ranks: Ranks) -> Categorical:
    """Rank posts: by title, else by grade, else the one post of a unit to which its others answer is its head.

    ``above`` gives the unit above each unit. Of all others the rank is unknown. A post whose superior cannot be told
    says nothing against the head of its unit.
    """
    if not some:
        return Categorical.of([])
    said = Categorical.joined([_said(rows, ranks) for rows in some])
    if ranks.structure != "head":
        return said.mapped(lambda rank: rank or "unknown")
    homes = np.concatenate([rows.homes for rows in some])
    superiors = np.concatenate(superiors_of(some))
    tops = np.concatenate([rows.placed.is_top for rows in some])
    has_juniors = np.zeros(len(homes), dtype=np.bool_)
    has_juniors[superiors[superiors >= 0]] = True
    # one to whom others answer stands above them, whoever stands above it
    seen = np.flatnonzero(~np.concatenate([rows.placed.is_unsure for rows in some]) | has_juniors)
    number = np.full(len(homes) + 1, -1, dtype=np.int64)  # the last is of none
    number[seen] = np.arange(len(seen))
    superior = number[superiors[seen]]
    heads = seen[head_rows(homes[seen], superior, superiors[seen] < 0, above, tops[seen])]
    rank = np.array([*said.values, "head", "unknown"], dtype=object)
    codes = said.codes.astype(np.int64)
    is_head = np.zeros(len(above), dtype=np.bool_)
    is_head[homes[(rank == "head")[codes]]] = True
    free = (rank == "")[codes[heads]] & has_juniors[heads] & ~is_head[homes[heads]]
    codes[heads[free]] = len(rank) - 2
    codes[(rank == "")[codes]] = len(rank) - 1
    return Categorical(rank.tolist(), codes.astype(np.int32)).distinct()


def _said(rows: PostRows, ranks: Ranks) -> Categorical:
    """Give the rank that the title or the grade of each post says; empty where none does."""
    found = Categorical.constant("", len(rows.placed))
    for key, listed in (("category", ranks.grade), ("name", ranks.title)):  # the title comes before the grade
        if listed and key in rows.table.cells:
            rank = partial(_rank, rules=[_rule(*one) for one in listed.items()])
            mine = rows.table.coded(key).taken(rows.placed.rows).mapped(rank)
            both = Categorical.joined([mine.distinct(), found])
            size = len(rows.placed)
            said, other = both.codes[:size], both.codes[size:]
            is_blank = np.array([not rank for rank in both.values], dtype=np.bool_)
            found = Categorical(both.values, np.where(is_blank[said], other, said))
    return found


def _rule(pattern: str, rank: str) -> tuple[str, bool, str]:
    return pattern.rstrip("*").casefold().strip(), pattern.endswith("*"), rank


def _rank(text: str, rules: list[tuple[str, bool, str]]) -> str:
    said = text.casefold().strip()
    for word, begins, rank in rules:
        if said == word or (begins and said.startswith(word)):
            return rank
    return ""
