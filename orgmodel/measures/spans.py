"""Spans of control: who has how many directly under them.

A mean span is one thing: what answers directly, divided by the superiors that it answers to (ISO/TS 30431, clause 5), a
superior being a post that has somebody under it. What answers is counted in posts (``span_mean``), in people
(``span_people_mean``) or in full-time equivalents (``span_fte_mean``); units directly under a unit are ``span_units_mean``.
:func:`average_span` is another figure, that some publish. There is no legal norm of spans in Viet Nam: these are reported,
not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.records import Post
from orgmodel.measures.contributions import Ints
from orgmodel.measures.masks import is_code
from orgmodel.measures.posts import HUNDREDTHS, fte, headcount, post_rows
from orgmodel.measures.superiors import post_spans

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

BOUNDS = (1, 3, 7, 12)
"""The last span of each group but the open one: 1, 2–3, 4–7, 8–12, 13 and more."""

SPAN_COLUMNS = (
    "post", "title", "unit", "rank", "block", "level", "area", "superiors", "span", "low", "high", "missing", "people",
    "filled", "people_per_filled", "group", "fte", "fte_per_filled",
)  # fmt: skip
UNKNOWN = "unknown"
"""The group of a superior of whose reports a figure is missing, so that its span may be of another group."""


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
    (superior posts that are), people_per_filled, group, fte (that answer directly), fte_per_filled. Sorted by unit in the
    chart's order; NaN is unknown. Without a number of posts the group is that of people. A one-to-one line is a row of
    span 1, a head with no one a row of span 0.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("h", "a", rank="head", filled=1), Post("c", "a", authorized=4, filled=3)])
    >>> spans_table(s)[["post", "span", "people_per_filled", "group"]].values.tolist()
    [['h', 4.0, 3.0, '4–7']]
    """
    import pandas as pd

    posts, units, reporting = structure.posts, structure.units, structure.reporting
    spans = post_spans(structure)
    heads = post_rows(structure)
    heads = heads[is_code(structure, posts.column("rank"), "head")[heads]]
    rows = np.union1d(spans.superiors, heads)
    unit = reporting.post_unit[rows]
    order = np.lexsort((rows, structure.tree.start[unit]))
    rows, unit = rows[order], unit[order]
    weight = np.maximum(spans.weight[rows], 1)
    best, low, high, missing, known = (array[rows] for array in spans.sums(spans.reports, spans.senior))
    nothing = (missing > 0) & (known == 0)  # of whose reports nothing is known
    span = np.where(nothing, np.nan, best / weight)
    least = np.where(nothing, np.nan, low / weight)
    most = np.where(missing > 0, np.nan, high / weight)
    filled = np.where(posts.missing("filled")[rows], np.nan, posts.figures("filled")[rows])
    people, work = (
        np.where(sums.missing[rows] > 0, np.nan, sums.best[rows])
        for sums in (spans.sums(spans.under(count(structure)), spans.senior) for count in (headcount, fte))
    )
    per_filled, work_per_filled = (
        np.divide(array, filled, out=np.full(len(rows), np.nan), where=filled > 0)
        for array in (people, work / HUNDREDTHS)
    )
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
        "low": least,
        "high": most,
        "missing": missing,
        "people": people,
        "filled": filled,
        "people_per_filled": per_filled,
        "group": [
            _group_known(one, end, persons, bounds)
            for one, end, persons in zip(span.tolist(), most.tolist(), per_filled.tolist(), strict=True)
        ],
        "fte": work / HUNDREDTHS,
        "fte_per_filled": work_per_filled,
    }
    return pd.DataFrame(columns, columns=list(SPAN_COLUMNS))


def _group_known(span: float, most: float, people: float, bounds: Sequence[int]) -> str:
    """Name the group of a span; one that lacks figures has none, unless what is known is in the widest, or people are known."""
    if most == most or span > bounds[-1]:
        return span_group(span, bounds)
    return span_group(people, bounds) if people == people and span != span else UNKNOWN


def span_groups(structure: Structure, by: str | None = None, *, bounds: Sequence[int] = BOUNDS) -> pd.DataFrame:
    """Count superior posts by group of span, in the whole or by block, level, area or rank.

    Columns: the grouping if any, group, superiors (posts), reports (posts under them; people where no number of posts is
    known), share (of the superiors). Groups from narrow to wide, those with nobody included, ``unknown`` last with NaN reports.
    """
    import pandas as pd

    table = spans_table(structure, bounds=bounds)
    names = ["0", *dict.fromkeys(span_group(one, bounds) for one in (*bounds, max(bounds) + 1)), UNKNOWN]
    orders = {name: order for order, name in enumerate(names)}
    reports = (table["span"] * table["superiors"]).fillna(table["people"])
    table = table.assign(reports=reports, order=table["group"].map(orders))
    keys = [by] if by else []
    grouped = table.groupby([*keys, "order"], as_index=False)
    found = grouped[["superiors", "reports"]].sum()
    found.loc[found["order"] == orders[UNKNOWN], "reports"] = np.nan
    whole = found.groupby(keys)["superiors"].transform("sum") if keys else found["superiors"].sum()
    found["share"] = found["superiors"] / whole
    found.insert(len(keys), "group", [names[order] for order in found["order"].astype(int)])
    return pd.DataFrame(found.drop(columns="order"))


def spans_summary(structure: Structure, by: str | None = None) -> pd.DataFrame:
    """Tabulate spans by posts, people and full-time equivalents, for the whole or by block, level, area or rank.

    Columns: the grouping if any, superiors (posts with any under them), occupied (those that are filled), mean (posts per
    superior post), widest, one_to_one (superiors of one), with_no_one (heads of none), people_mean (people per filled
    superior), fte_mean, unknown (superiors of whose reports a figure is missing). Means are those of the measures: of the
    units of which all is known, and NaN, which is unknown, where too few tell.
    """
    import pandas as pd

    table = spans_table(structure)
    ids, stands_for = table["unit"].tolist(), structure.units.column("stands_for")
    table["units"] = [int(stands_for[structure.units.row(id)]) for id in ids]
    share = structure.terms.known_share
    rows = []
    for name, part in table.groupby(by) if by else [("", table)]:
        leads = part[part["group"] != "0"]
        present = leads[leads["filled"] != 0]
        means = [
            _mean(some, over, under, share)
            for some, over, under in (
                (leads, (leads["span"] * leads["superiors"]).where(leads["missing"] == 0), leads["superiors"]),
                *((present, present[field], present["filled"]) for field in ("people", "fte")),
            )
        ]
        rows.append(
            (name, leads["superiors"].sum(), leads["filled"].sum(), means[0], leads["span"].max(),
             (leads["group"] == "1").sum(), (part["group"] == "0").sum(), *means[1:], (leads["missing"] > 0).sum())
        )  # fmt: skip
    columns = [
        "superiors",
        "occupied",
        "mean",
        "widest",
        "one_to_one",
        "with_no_one",
        "people_mean",
        "fte_mean",
        UNKNOWN,
    ]
    found = pd.DataFrame(rows, columns=[by or "scope", *columns])
    return found if by else found.drop(columns="scope")


def _mean(leads: pd.DataFrame, over: pd.Series[float], under: pd.Series[float], share: float) -> float:
    """Divide over the units of which both are known of every superior; NaN where they are fewer than a share of all."""
    vague = set(leads["unit"][over.isna() | under.isna()])
    told = ~leads["unit"].isin(vague)
    every = leads.drop_duplicates("unit")
    known = every["units"][~every["unit"].isin(vague)].sum()
    if not under[told].sum() or known < share * every["units"].sum() - 1e-9:
        return float("nan")
    return float(over[told].sum() / under[told].sum())
