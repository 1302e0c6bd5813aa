"""Sums by any groupings crossed, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.catalogue import measures_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.scopes import grouping_problems

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure


def cross(
    structure: Structure, by: Sequence[str] = ("block", "rank"), *, measures: Iterable[str] = ("posts_authorized",)
) -> pd.DataFrame:
    """Tabulate sums by any groupings crossed: block, area, level, kind, and of posts rank and the like.

    Columns: the groupings, measure, value, low, high, missing, assumed; sorted by group, NaN where nothing is known.
    Raises ProblemsError for an unknown grouping or measure, and for one that has no such field.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("h", "a", rank="head", block="party"), Post("s", "a", authorized=4)])
    >>> cross(s, ["block", "rank"])[["block", "rank", "value"]].values.tolist()
    [['', 'staff', 4.0], ['party', 'head', 1.0]]
    """
    import pandas as pd

    chosen = measures_of(measures, structure.terms)
    problems = grouping_problems([",".join(by)])
    evaluator, dimension = Evaluator(structure), ",".join(by)
    if not problems:
        problems += [
            Problem(
                "NOT_CROSSABLE",
                Message.of(
                    "{id} cannot be crossed by {dimension}: its rows have no such fields",
                    id=one.id,
                    dimension=dimension,
                ),
                one.id,
            )
            for one in chosen
            if not evaluator.can_cross(one.id, dimension)
        ]
    if problems:
        raise ProblemsError(problems)
    keys = evaluator.crossing(dimension).keys
    frames = []
    for one in chosen:
        column = evaluator.column(one.id, dimension)
        frame = pd.DataFrame(keys, columns=list(by), dtype=object)
        frame["measure"] = one.id
        low, high = column.bounds_given(one.form)
        for field, values, given in (
            ("value", column.value, column.given), ("low", column.low, low), ("high", column.high, high)
        ):  # fmt: skip
            frame[field] = np.where(given, values / evaluator.scale(one), np.nan)
        frame["missing"], frame["assumed"] = column.missing, column.assumed
        frames.append(frame if column.rows is None else frame[column.rows > 0])
    return pd.concat(frames, ignore_index=True)
