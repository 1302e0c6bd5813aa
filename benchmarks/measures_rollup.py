"""Posts and people grouped by block and kind: against polars' and pandas' group-by of the same columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.structure import Structure
from orgmodel.measures import cross

SIZES = {FULL: (1_000_000, 125_000), TINY: (400, 50)}
BLOCKS = ("party", "government", "front")
KINDS = ("organ", "office", "department", "service_unit", "division")
MEASURES = ("posts_authorized", "posts_filled")
BY = ["block", "kind"]


def columns(posts: int, units: int) -> dict[str, dict[str, Any]]:
    """Make up units of five kinds, and posts of three blocks in them."""
    draw = np.random.default_rng(3)
    ids = [f"u{number}" for number in range(units)]
    return {
        "units": {"id": ids, "kind": [KINDS[k] for k in draw.integers(0, len(KINDS), units).tolist()]},
        "posts": {
            "id": [f"p{number}" for number in range(posts)],
            "unit": [ids[u] for u in draw.integers(0, units, posts).tolist()],
            "block": [BLOCKS[b] for b in draw.integers(0, len(BLOCKS), posts).tolist()],
            "authorized": draw.integers(0, 9, posts),
            "filled": draw.integers(0, 9, posts),
        },
    }


def flat(made: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Give the same as the one flat table that a group-by wants: the kind of its unit beside each post."""
    kinds = dict(zip(made["units"]["id"], made["units"]["kind"], strict=True))
    posts = made["posts"]
    table = pd.DataFrame({name: posts[name] for name in ("block", "authorized", "filled")})
    table["kind"] = [kinds[unit] for unit in posts["unit"]]
    return table.astype({"block": "category", "kind": "category"})


def ours(structure: Structure) -> dict[tuple[str, str, str], int]:
    """Cross the public measures by block and kind, with ranges, missing figures and shares assumed."""
    table = cross(structure, BY, measures=MEASURES)
    keys = zip(table["block"], table["kind"], table["measure"], strict=True)
    return {key: int(value) for key, value in zip(keys, table["value"], strict=True)}


def as_polars(table: pd.DataFrame) -> pl.DataFrame:
    """Give the same columns to polars, texts as its categories; made of lists, so that no Arrow library is needed."""
    return pl.DataFrame(
        [
            pl.Series(name, table[name].tolist()).cast(pl.Categorical)
            if isinstance(table[name].dtype, pd.CategoricalDtype)
            else pl.Series(name, table[name].to_numpy())
            for name in table.columns
        ]
    )


def by_polars(table: pl.DataFrame) -> dict[tuple[str, str, str], int]:
    """Group by in polars."""
    sums = table.group_by(BY).agg(pl.col("authorized").sum(), pl.col("filled").sum())
    return {
        (block, kind, measure): value
        for block, kind, *values in sums.iter_rows()
        for measure, value in zip(MEASURES, values, strict=True)
    }


def by_pandas(table: pd.DataFrame) -> dict[tuple[str, str, str], int]:
    """Group by in pandas."""
    sums = table.groupby(BY, observed=True, sort=False)[["authorized", "filled"]].sum()
    return {
        (*key, measure): int(value)
        for key, values in zip(sums.index, sums.to_numpy(), strict=True)
        for measure, value in zip(MEASURES, values, strict=True)
    }


def by_block_and_kind(size: str) -> list[dict[str, Any]]:
    """Group posts by block and kind, all three ways, from columns at rest."""
    made = columns(*SIZES[size])
    structure = Structure.from_columns(made)
    ours(structure)  # the chart and the lines are derived once in a structure's life
    table = flat(made)
    frame = as_polars(table)
    mine, result = seconds(lambda _: ours(structure), times=7)
    polars, first = seconds(lambda _: by_polars(frame), times=7)
    pandas, second = seconds(lambda _: by_pandas(table), times=7)
    same(result, dict(sorted(first.items(), key=lambda item: list(result).index(item[0]))), "polars")
    same(sorted(result.items()), sorted(second.items()), "pandas")
    work = f"{SIZES[size][0]:,} rows of posts summed by block and kind"
    return [
        row(work, "polars group_by on categories", mine, polars, "s", target=0.2, size=size),
        row(work, "pandas groupby on categories", mine, pandas, "s", target=0.2, size=size),
    ]


ROWS = (by_block_and_kind,)
