"""Leadership by unit: heads, deputies, and how many they lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from orgmodel.core.figures import Amount, exact
from orgmodel.core.records import Post, Unit

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

LEADERSHIP_COLUMNS = (
    "unit", "kind", "block", "heads", "deputies", "staff", "unknown", "leaders_per_100", "heads_filled", "head_vacant",
    "head_concurrent", "missing",
)  # fmt: skip


def leadership_table(structure: Structure) -> pd.DataFrame:
    """Tabulate the leaders of every unit that has posts of its own, those below it left out.

    Columns: unit, kind, block, heads, deputies, staff, unknown (authorized posts inside quota, by rank), leaders_per_100
    (of staff), heads_filled, head_vacant, head_concurrent (held by somebody whose first post is another), missing (rows
    whose number is). In the order of the chart; NaN is unknown.
    """
    import pandas as pd

    also_held = {link.also_holds for link in structure.links}  # type: ignore[union-attr]
    also_held |= {one.post for one in structure.table("incumbencies") if one.order > 0}  # type: ignore[union-attr]
    by_unit: dict[str, list[Post]] = {}
    for post in cast(Iterable[Post], structure.posts):
        by_unit.setdefault(post.unit, []).append(post)
    rows = []
    for row in structure.tree.order.tolist():
        unit = cast(Unit, structure.units.record(row))
        posts = by_unit.get(unit.id)
        if posts:
            rows.append((unit.id, unit.kind, unit.block, *_leaders(posts, also_held)))
    return pd.DataFrame(rows, columns=list(LEADERSHIP_COLUMNS))


def _leaders(posts: list[Post], also_held: set[str]) -> tuple[float, ...]:
    quota = [post for post in posts if post.quota != "out"]
    sums = {
        rank: Amount.total((post.authorized, post.id) for post in quota if post.rank == rank)
        for rank in ("head", "deputy", "staff", "unknown")
    }
    best = {rank: float("nan") if amount.best is None else float(amount.best) for rank, amount in sums.items()}
    leaders, staff = best["head"] + best["deputy"], best["staff"]
    ratio = 100 * leaders / staff if staff > 0 and not best["unknown"] else float("nan")
    heads = [post for post in quota if post.rank == "head"]
    filled = Amount.total((post.filled, post.id) for post in heads).best
    return (
        *best.values(),
        ratio,
        float("nan") if filled is None else filled,
        any(exact(post.filled) == 0 for post in heads),
        any(post.id in also_held for post in heads),
        sum(amount.missing for amount in sums.values()),
    )
