"""Who gives posts and who receives them: the matrix of transferring and receiving units, and who stays undisturbed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.comparison.post_flows import PostFlow, whole_of
from orgmodel.core.figures import Amount, Tally
from orgmodel.measures.posts import positions

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

FLOW_COLUMNS = ("from", "to", "block", "rank", "category", "posts", "missing", "filled", "filled_missing")


def flow_table(post_flows: Sequence[PostFlow]) -> pd.DataFrame:
    """Tabulate posts that change their unit, by both units, block, rank and category (as they are after).

    Columns: from, to, block, rank, category, posts (known number), missing, filled, filled_missing. Sorted.
    """
    import pandas as pd

    posts: dict[tuple[str, ...], Tally] = {}
    filled: dict[tuple[str, ...], Tally] = {}
    for one in post_flows:
        old, new = one.way.before, one.way.after
        if old is None or new is None or old.unit == new.unit:
            continue
        key = (old.unit, new.unit, new.block, new.rank, new.category)
        posts.setdefault(key, Tally()).add(one.number(new))
        filled.setdefault(key, Tally()).add(one.filled)
    rows = [(*key, posts[key].told, posts[key].missing, filled[key].told, filled[key].missing) for key in sorted(posts)]
    return pd.DataFrame(rows, columns=list(FLOW_COLUMNS))


def flow_matrix(table: pd.DataFrame, *, values: str = "posts") -> pd.DataFrame:
    """Lay a table of flows out as transferring units (rows) × receiving units (columns), 0 where nothing goes."""
    return table.pivot_table(index="from", columns="to", values=values, aggfunc="sum", fill_value=0)


REASONS = ("unit", "title", "rank", "block", "superior")
"""What may change of a post that goes on."""
UNDISTURBED_COLUMNS = ("posts", "undisturbed", "disturbed", "unclear", "share", *REASONS, "ended", "begun", "missing")


def undisturbed(before: Structure, post_flows: Sequence[PostFlow]) -> dict[str, float | int | None]:
    """Count the posts before, those of which nothing changes, and those that change unit, title, rank, block, superior.

    ``posts`` are those undisturbed, disturbed (of which anything changes, or that end) and unclear (of a row of which some part
    cannot be followed). Of a row without a number those are counted that are known to be disturbed. ``share`` is of posts that
    are not unclear. ``missing`` counts the rows of which the number, or what became of it, is not known.
    """
    count = positions(before)
    total = Amount(int(count.value.sum())) if not count.uncertain else Amount()
    if count.uncertain:
        for position in range(len(count.row)):
            if not count.missing[position]:
                total += count.amount(position)
    sums = {name: Tally() for name in (*REASONS, "ended", "begun")}
    touched: dict[str, Tally] = {}
    vague: dict[str, Amount] = {}
    for one in post_flows:
        old, new = one.way.before, one.way.after
        if old is None:
            if new is not None:
                sums["begun"].add(one.number(new))
            continue
        amount = one.number(old)
        reasons = one.way.changed if new is not None else ("ended",)
        for reason in reasons:
            sums[reason].add(amount)
        if reasons:
            touched.setdefault(old.id, Tally()).add(amount)
        if amount.missing:
            vague[old.id] = whole_of(old, "filled" if old.has_no_quota else "authorized")
    disturbed = sum(one.told for one in touched.values())
    unclear, found = 0, 0  # found: of rows without a number
    for id, whole in vague.items():
        known = touched.get(id, Tally()).told
        unclear += 0 if whole.missing else whole.known_best - known
        found += known if whole.missing else 0
    posts = total.known_best + found
    calm = posts - disturbed - unclear
    return {
        "posts": posts,
        "undisturbed": calm,
        "disturbed": disturbed,
        "unclear": unclear,
        "share": calm / (posts - unclear) if posts > unclear else None,
        **{name: one.told for name, one in sums.items()},
        "missing": int(count.missing.sum()) + sum(not whole.missing for whole in vague.values()),
    }
