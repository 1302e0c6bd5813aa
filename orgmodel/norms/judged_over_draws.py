"""Judging one norm over draws: of each subject the result in every draw, as whole arrays and without findings.

What a norm is asked about, and what is said of it beside figures, is alike in all draws; what figures come to is not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from orgmodel.norms.finding import (
    FAIL,
    FAILS_FOR_PART,
    NEEDS_APPROVAL,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    PASS,
)
from orgmodel.norms.formula import Term
from orgmodel.norms.judging import is_approved, members_of, names_of_pools
from orgmodel.norms.limits import CODES, result_codes
from orgmodel.norms.record import Limit, Norm
from orgmodel.norms.subjects import Pools, in_order, pools_of, subjects_of
from orgmodel.norms.terms_evaluated import Subjects, evaluate_term

RESULTS = (*CODES, NEEDS_APPROVAL, NOT_APPLICABLE)
"""What can be said of a subject in a draw, by code."""

Codes = NDArray[np.int8]


def code_of(result: str) -> int:
    """Give the code of a result.

    >>> RESULTS[code_of("fail")]
    'fail'
    """
    return RESULTS.index(result)


def judged_over_draws(norm: Norm, subjects: Subjects, only: str | None = None) -> tuple[list[str], Codes]:
    """Judge a norm in every draw: the subjects that it may be asked about, or one of them ``only``, and the code of each result (subjects, draws)."""
    facts = subjects.facts
    if norm.scope == "scenario":
        whole = replace(subjects, rows=np.zeros(1, dtype=np.int64))
        return [""], _approved(norm, _codes(norm.value, norm.limits, whole, 1), [()], whole)
    chosen = subjects_of(norm, facts)
    if not chosen.possible.any():
        return [], np.empty((0, subjects.draws), np.int8)
    if norm.scope == "pool":
        pools = pools_of(norm, facts, chosen)
        if only is not None:
            pools = _only(pools, names_of_pools(norm, pools), only)
        if not pools.values:
            return [], np.empty((0, subjects.draws), np.int8)
        pooled = replace(subjects, rows=in_order(facts, pools.group >= 0), group=pools.group, pools=pools.values)
        codes = _codes(norm.value, norm.limits, pooled, len(pools.values))
        codes = _approved(norm, codes, members_of(pools, facts), subjects)
        codes[[bool(one) for one in pools.doubtful]] = code_of(NOT_EVALUABLE)
        return names_of_pools(norm, pools), codes
    rows = in_order(facts, chosen.possible)
    if only is not None:
        rows = rows[rows == facts.structure.units.row(only)]
        if not len(rows):
            return [], np.empty((0, subjects.draws), np.int8)
    each, ids = replace(subjects, rows=rows), facts.ids(rows)
    codes = _approved(norm, _codes(norm.value, norm.limits, each, len(rows)), [(id,) for id in ids], subjects)
    stand_in, open_ = (facts.stands_for != 1)[rows], chosen.open_[rows]
    either_way = open_ & chosen.stated[rows] & ~(chosen.unsaid[rows] | stand_in)
    untold = (open_ | stand_in)[:, None] & ~(either_way[:, None] & (codes == code_of(PASS)))
    size = np.full(codes.shape, code_of(PASS), np.int8)
    if norm.having is not None:
        size = _codes(norm.having[0], norm.having[1], each, len(rows))
        codes[(size == code_of(FAILS_FOR_PART)) & (codes == code_of(FAIL))] = code_of(FAILS_FOR_PART)
    codes[untold | (size == code_of(NOT_EVALUABLE))] = code_of(NOT_EVALUABLE)
    codes[size == code_of(FAIL)] = code_of(NOT_APPLICABLE)
    return ids, codes


def _only(pools: Pools, names: list[str], name: str) -> Pools:
    """Keep one of some pools, or none where no pool is called so."""
    kept = [at for at, one in enumerate(names) if one == name]
    group = np.full_like(pools.group, -1)
    for number, at in enumerate(kept):
        group[pools.group == at] = number
    return Pools(tuple(pools.values[at] for at in kept), group, tuple(pools.doubtful[at] for at in kept), pools.blanks)


def _codes(term: Term, limits: tuple[Limit, ...], subjects: Subjects, count: int) -> Codes:
    """Compare a term with limits: the code of each subject's result in each draw."""
    values = evaluate_term(term, subjects).spread(count * subjects.draws)
    return result_codes(term, values, limits, subjects).astype(np.int8).reshape(count, subjects.draws)


def _approved(norm: Norm, codes: Codes, units: list[tuple[str, ...]], subjects: Subjects) -> Codes:
    """Turn breaches that an approval allows into passes where it is on file, else into a need for it."""
    if norm.approval is None:
        return codes
    broken = (codes == code_of(FAIL)) | (codes == code_of(FAILS_FOR_PART))
    on_file = [is_approved(norm.approval, one, subjects.facts) for one in units]
    instead = np.where(on_file, code_of(PASS), code_of(NEEDS_APPROVAL)).astype(np.int8)
    return np.where(broken, instead[:, None], codes)
