"""Who gives posts and who receives them: the matrix of transferring and receiving units, and who stays undisturbed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.comparison.post_moves import PostMove, whole_of
from orgmodel.core.figures import Amount
from orgmodel.measures.posts import positions

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

FLOW_COLUMNS = ("from", "to", "block", "rank", "category", "posts", "missing", "filled", "filled_missing")


def flow_table(moves: Sequence[PostMove]) -> pd.DataFrame:
    """Tabulate posts that change their unit, by both units, block, rank and category (as they are after).

    Columns: from, to, block, rank, category, posts (known number), missing, filled, filled_missing. Sorted.
    """
    import pandas as pd

    posts: dict[tuple[str, ...], Amount] = {}
    filled: dict[tuple[str, ...], Amount] = {}
    for one in moves:
        old, new = one.way.before, one.way.after
        if old is None or new is None or old.unit == new.unit:
            continue
        key = (old.unit, new.unit, new.block, new.rank, new.category)
        posts[key] = posts.get(key, Amount()) + one.number(new)
        filled[key] = filled.get(key, Amount()) + one.filled
    rows = [(*key, posts[key].told, posts[key].missing, filled[key].told, filled[key].missing) for key in sorted(posts)]
    return pd.DataFrame(rows, columns=list(FLOW_COLUMNS))


def flow_matrix(table: pd.DataFrame, *, values: str = "posts") -> pd.DataFrame:
    """Lay a table of flows out as transferring units (rows) × receiving units (columns), 0 where nothing goes."""
    return table.pivot_table(index="from", columns="to", values=values, aggfunc="sum", fill_value=0)


UNDISTURBED_COLUMNS = (
    "posts", "undisturbed", "share", "unit", "title", "rank", "block", "superior", "ended", "begun", "missing",
)  # fmt: skip


def undisturbed(before: Structure, moves: Sequence[PostMove]) -> dict[str, float | int | None]:
    """Count the posts before, those of which nothing changes, and those that change unit, title, rank, block, superior.

    ``missing`` counts the rows of which the number, or what became of it, is not known; ``undisturbed`` and its ``share``
    are of the others. Of the rest what is known is counted.
    """
    count = positions(before)
    total = Amount(int(count.value.sum())) if not count.uncertain else Amount()
    if count.uncertain:
        for position in range(len(count.row)):
            if not count.missing[position]:
                total += count.amount(position)
    sums = {name: Amount() for name in ("unit", "title", "rank", "block", "superior", "ended", "begun")}
    touched: dict[str, Amount] = {}
    unclear: dict[str, Amount] = {}
    for one in moves:
        old, new = one.way.before, one.way.after
        if old is None:
            if new is not None:
                sums["begun"] += one.number(new)
            continue
        amount = one.number(old)
        reasons = one.way.changed if new is not None else ("ended",)
        for reason in reasons:
            sums[reason] += amount
        if reasons:
            touched[old.id] = touched.get(old.id, Amount()) + amount
        if amount.missing:
            unclear[old.id] = whole_of(old, "filled" if old.has_no_quota else "authorized")
    posts = total.known_best
    clear = posts - sum(whole.known_best for whole in unclear.values() if not whole.missing)
    calm = clear - sum(amount.known_best for id, amount in touched.items() if id not in unclear)
    return {
        "posts": posts,
        "undisturbed": calm,
        "share": calm / clear if clear else None,
        **{name: amount.told for name, amount in sums.items()},
        "missing": int(count.missing.sum()) + sum(not whole.missing for whole in unclear.values()),
    }
