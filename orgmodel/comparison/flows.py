"""Who gives posts and who receives them: the matrix of transferring and receiving units, and who stays undisturbed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.comparison.post_traces import PostTrace
from orgmodel.core.figures import Amount, Figure
from orgmodel.core.records import Post
from orgmodel.core.schema import identity_of
from orgmodel.measures.posts import positions

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

FLOW_COLUMNS = ("from", "to", "block", "rank", "category", "posts", "missing", "filled", "filled_missing")


def number_of(post: Post) -> Amount:
    """Count the posts of a row: authorized, and outside quota filled where no number is authorized."""
    field = "filled" if post.has_no_quota else "authorized"
    figure: Figure = getattr(post, field)
    return Amount.of(figure, identity_of(post, field))


def flow_table(traces: Sequence[PostTrace]) -> pd.DataFrame:
    """Tabulate posts that change their unit, by both units, block, rank and category (as they are after).

    Columns: from, to, block, rank, category, posts (known number), missing, filled, filled_missing. Sorted.
    """
    import pandas as pd

    posts: dict[tuple[str, ...], Amount] = {}
    filled: dict[tuple[str, ...], Amount] = {}
    for one in traces:
        old, new = one.before, one.after
        if old is None or new is None or old.unit == new.unit:
            continue
        key = (old.unit, new.unit, new.block, new.rank, new.category)
        posts[key] = posts.get(key, Amount()) + number_of(new)
        filled[key] = filled.get(key, Amount()) + Amount.of(new.filled, identity_of(new, "filled"))
    rows = [(*key, posts[key].told, posts[key].missing, filled[key].told, filled[key].missing) for key in sorted(posts)]
    return pd.DataFrame(rows, columns=list(FLOW_COLUMNS))


def flow_matrix(table: pd.DataFrame, *, values: str = "posts") -> pd.DataFrame:
    """Lay a table of flows out as transferring units (rows) × receiving units (columns), 0 where nothing goes."""
    return table.pivot_table(index="from", columns="to", values=values, aggfunc="sum", fill_value=0)


UNDISTURBED_COLUMNS = (
    "posts", "undisturbed", "share", "unit", "title", "rank", "block", "superior", "ended", "begun", "missing",
)  # fmt: skip


def undisturbed(before: Structure, traces: Sequence[PostTrace]) -> dict[str, float | int | None]:
    """Count the posts before, those of which nothing changes, and those that change unit, title, rank, block, superior.

    ``share`` is of the posts whose number is known on both counts; ``missing`` counts rows of which it is not.
    """
    count = positions(before)
    total = Amount(int(count.value.sum())) if not count.uncertain else Amount()
    if count.uncertain:
        for position in range(len(count.row)):
            if not count.missing[position]:
                total += count.amount(position)
    touched = Amount()
    sums = {name: Amount() for name in ("unit", "title", "rank", "block", "superior", "ended", "begun")}
    missing = int(count.missing.sum())
    for one in traces:
        if one.before is None:
            if one.after is not None:
                sums["begun"] += number_of(one.after)
            continue
        reasons = one.changed if one.after is not None else ("ended",)
        amount = number_of(one.after or one.before)
        for reason in reasons:
            sums[reason] += amount
        if reasons:
            touched += amount
    posts = total.known_best
    calm = posts - touched.known_best
    return {
        "posts": posts,
        "undisturbed": calm,
        "share": calm / posts if posts else None,
        **{name: amount.known_best for name, amount in sums.items()},
        "missing": missing,
    }
