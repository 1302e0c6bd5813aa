"""Spans of control: who has how many directly under them.

Four definitions, each named: posts per superior post (the measures ``span_mean`` and ``span_max``), people per filled
superior post, units per unit (``span_units_mean``), and the average of the whole by :func:`average_span`. There is no
legal norm of spans in Viet Nam: these are reported, not judged. See ISO/TS 30431, clause 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.records import Post
from orgmodel.measures.contributions import Ints, sum_by
from orgmodel.measures.masks import is_code
from orgmodel.measures.posts import headcount, post_rows
from orgmodel.measures.superiors import post_spans

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

BOUNDS = (1, 3, 7, 12)
"""The last span of each group but the open one: 1, 2–3, 4–7, 8–12, 13 and more."""

SPAN_COLUMNS = (
    "post", "title", "unit", "rank", "block", "level", "area", "superiors", "span", "low", "high", "missing", "people",
    "filled", "people_per_filled", "group",
)  # fmt: skip


def average_span(employees: float, managers: float) -> float | None:
    """Give the average span of a whole: (employees - occupied manager posts) / occupied manager posts.

    As Nakisa publishes it: everybody but the managers stands under one of them. None without managers.

    >>> average_span(53, 4)
    12.25
    """
    return (employees - managers) / managers if managers else None


def span_group(span: float, bounds: Sequence[int] = BOUNDS) -> str:
    """Name the group of a span; a span between two whole numbers belongs with the greater.

    >>> [span_group(span) for span in (0, 1, 2.5, 7, 13)]
    ['0', '1', '2–3', '4–7', '13+']
    """
    if span <= 0:
        return "0"
    before = 0
    for bound in bounds:
        if span <= bound:
            return str(bound) if bound == before + 1 else f"{before + 1}–{bound}"
        before = bound
    return f"{before + 1}+"


def spans_table(structure: Structure, *, bounds: Sequence[int] = BOUNDS) -> pd.DataFrame:
    """Tabulate every superior post, and every head with nobody under it.

    Columns: post, title, unit, rank, block, level, area, superiors (identical posts in the row), span (posts that
    answer directly, per superior post), low, high, missing (figures that are), people (who answer directly), filled
    (superior posts that are), people_per_filled, group. Sorted by unit in the chart's order; NaN is unknown.
    A one-to-one line is a row of span 1, a head with no one a row of span 0.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("h", "a", rank="head", filled=1), Post("c", "a", authorized=4, filled=3)])
    >>> spans_table(s)[["post", "span", "people_per_filled", "group"]].values.tolist()
    [['h', 4.0, 3.0, '4–7']]
    """
    import pandas as pd

    posts, units, reporting = structure.posts, structure.units, structure.reporting
    spans = post_spans(structure)
    best, low, high, missing = spans.spans(posts.size)
    heads = post_rows(structure)
    heads = heads[is_code(structure, posts.column("rank"), "head")[heads]]
    rows = np.union1d(spans.superiors, heads)
    unit = reporting.post_unit[rows]
    order = np.lexsort((rows, structure.tree.start[unit]))
    rows, unit = rows[order], unit[order]
    people, unknown = _people_below(structure)
    filled, vague = posts.figures("filled")[rows], posts.missing("filled")[rows]
    weight = np.maximum(spans.weight[rows], 1)
    count = np.where(unknown[rows] > 0, np.nan, people[rows])
    span = best[rows] / weight
    value = structure.strings.value

    def texts(column: Ints) -> list[str]:
        return [str(value(code) or "") for code in column.tolist()]

    columns = {
        "post": texts(posts.column("id")[rows]),
        "title": [cast(Post, posts.record(row)).title(structure.terms.language) for row in rows.tolist()],
        "unit": texts(units.column("id")[unit]),
        "rank": texts(posts.column("rank")[rows]),
        "block": texts(posts.column("block")[rows]),
        "level": texts(units.column("level")[unit]),
        "area": texts(units.column("area")[unit]),
        "superiors": weight,
        "span": span,
        "low": low[rows] / weight,
        "high": np.where(missing[rows] > 0, np.nan, high[rows] / weight),
        "missing": missing[rows],
        "people": count,
        "filled": np.where(vague, np.nan, filled),
        "people_per_filled": np.divide(count, filled, out=np.full(len(rows), np.nan), where=(filled > 0) & ~vague),
        "group": [span_group(one, bounds) for one in span.tolist()],
    }
    return pd.DataFrame(columns, columns=list(SPAN_COLUMNS))


def _people_below(structure: Structure) -> tuple[Ints, Ints]:
    """Count by post row the people who answer to it directly, and the figures missing in that.

    Both arrays have an entry a post row; the people of a junior row count under each of its superiors.
    """
    count, lines = headcount(structure), structure.reporting
    size = structure.posts.size
    people, missing = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    people[count.row], missing[count.row] = count.value, count.missing
    return sum_by(lines.post_to, people[lines.post_from], size), sum_by(lines.post_to, missing[lines.post_from], size)


def span_groups(structure: Structure, by: str | None = None, *, bounds: Sequence[int] = BOUNDS) -> pd.DataFrame:
    """Count superior posts by group of span, in the whole or by block, level, area or rank.

    Columns: the grouping if any, group, superiors (posts), reports (posts under them), share (of the superiors).
    Groups from narrow to wide, those with nobody included.
    """
    import pandas as pd

    table = spans_table(structure, bounds=bounds)
    names = ["0", *dict.fromkeys(span_group(one, bounds) for one in (*bounds, max(bounds) + 1))]
    orders = {name: order for order, name in enumerate(names)}
    table = table.assign(reports=table["span"] * table["superiors"], order=table["group"].map(orders))
    keys = [by] if by else []
    found = table.groupby([*keys, "order"], as_index=False)[["superiors", "reports"]].sum()
    whole = found.groupby(keys)["superiors"].transform("sum") if keys else found["superiors"].sum()
    found["share"] = found["superiors"] / whole
    found.insert(len(keys), "group", [names[order] for order in found["order"].astype(int)])
    return pd.DataFrame(found.drop(columns="order"))


def spans_summary(structure: Structure, by: str | None = None) -> pd.DataFrame:
    """Tabulate the definitions of span beside one another, for the whole or by block, level, area or rank.

    Columns: the grouping if any, superiors, occupied (superior posts that are filled), mean (posts per superior post),
    widest, one_to_one (superiors of one post), with_no_one (heads of none), people_mean (people per filled superior).
    """
    import pandas as pd

    table = spans_table(structure)
    table = table.assign(whole=table["span"] * table["superiors"])
    rows = []
    for name, part in table.groupby(by) if by else [("", table)]:
        leads = part[part["span"] > 0]
        known = leads[leads["people"].notna() & (leads["filled"] > 0)]
        rows.append(
            (name, leads["superiors"].sum(), leads["filled"].sum(), _over(leads["whole"].sum(), leads["superiors"].sum()),
             leads["span"].max(), (leads["span"] == 1).sum(), (part["span"] == 0).sum(),
             _over(known["people"].sum(), known["filled"].sum()))
        )  # fmt: skip
    columns = ["superiors", "occupied", "mean", "widest", "one_to_one", "with_no_one", "people_mean"]
    found = pd.DataFrame(rows, columns=[by or "scope", *columns])
    return found if by else found.drop(columns="scope")


def _over(one: float, other: float) -> float:
    return one / other if other else float("nan")
