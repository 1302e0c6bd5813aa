"""Which figure to ask for first: what knowing each cause is worth for a decision, and how far the decision hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from orgmodel.core.names import Names
from orgmodel.exploration.causes import SHARED_OUT, TOGETHER, Causes
from orgmodel.exploration.decision import NORM
from orgmodel.exploration.draws import spread_evenly
from orgmodel.exploration.evidence import Evidence
from orgmodel.exploration.knowing import Knowing, evppi, settled, tells
from orgmodel.exploration.sensitivity import break_even
from orgmodel.exploration.shares import UNKNOWN, Share, shares_of
from orgmodel.exploration.spread import Floats

FIGURE, PARAMETER, CAUSE, TOTAL, SUPPLIER = "figure", "parameter", "cause", "total", "supplier"
"""What may be asked for: one figure; a parameter; what moves several figures; all parts of a total; all figures of one supplier."""

LEAST_DRAWS = 64
WAYS = 512
"""In so many ways, spread evenly, the other parts of a total share what one leaves."""
SURE_SHARE = 0.95
"""A decision that comes out one way in so many draws is settled as it is."""

SURE, NEARLY, DECIDES, RAISES, NONE, FEW, ABSENT = "sure", "nearly", "decides", "raises", "none", "few", "absent"
"""What the answer is: the same in every draw; in all but a few; the first figure settles it in some; it only helps; no one figure does; too few draws; nothing is there to tell of."""


@dataclass(frozen=True, slots=True)
class Question:
    """Say what it is worth to ask for one cause before deciding.

    ``worth`` is in the unit of the gains: of a limit and a norm by how much the chance of being right rises, of two scenarios by how much less
    (or more) of the measure is chosen. ``decides`` is the share of draws in which it settles the decision, ``changes`` in which another option is
    taken for it. ``ends`` is the outcome with the cause at its least and most and all others at their best, ``turns`` the values at which the
    decision turns, all as stored. ``first`` and ``total`` are Sobol' indices of independent causes, ``share`` Shapley effects.
    """

    kind: str
    id: str
    columns: tuple[int, ...]
    knowing: Knowing
    decides: float
    tells: bool
    ends: tuple[float, float] = (float("nan"), float("nan"))
    turns: tuple[float, ...] = ()
    first: Share = UNKNOWN
    total: Share = UNKNOWN
    share: Share = UNKNOWN
    supplier: Names = ()


@dataclass(frozen=True)
class Decided:
    """Hold what is known of one decision: how often the event comes, and every question, the one to ask first at the head."""

    evidence: Evidence
    questions: tuple[Question, ...] = field(repr=False)
    unshared: str = ""
    """Why there are no shares of the variance though there are ends; nothing where there are."""

    @property
    def first(self) -> Question | None:
        """Give the one figure, parameter or cause to ask for first, or None where none tells anything."""
        if self.answer not in (DECIDES, RAISES):
            return None
        return next(one for one in self.questions if one.tells and one.kind not in (TOTAL, SUPPLIER))

    @property
    def together(self) -> Question | None:
        """Give the supplier whose figures together are worth most, where that is more than one figure."""
        several = [one for one in self.questions if one.kind == SUPPLIER and one.tells and len(one.columns) > 1]
        return several[0] if several and self.answer in (DECIDES, RAISES, NONE) else None

    @property
    def answer(self) -> str:
        """Say which kind of answer it is."""
        chance = self.evidence.chance
        if not self.evidence.is_there:
            return ABSENT
        if chance in (0.0, 1.0):
            return SURE
        if len(self.evidence.event) < LEAST_DRAWS:
            return FEW
        if not 1 - SURE_SHARE < chance < SURE_SHARE:
            return NEARLY
        best = next((one for one in self.questions if one.tells and one.kind not in (TOTAL, SUPPLIER)), None)
        return NONE if best is None else DECIDES if best.decides >= 0.005 else RAISES


def decided(evidence: Evidence, causes: Causes, supplier: Callable[[int], Names], *, seed: int = 0) -> Decided:
    """Ask of every cause that may matter what knowing it is worth; ``supplier`` names who could give the figure of a column."""
    if len(evidence.event) < LEAST_DRAWS or evidence.chance in (0.0, 1.0):
        return Decided(evidence, ())
    touched = evidence.sums.columns if evidence.sums is not None else evidence.touched
    touched = frozenset(range(len(causes.columns))) if touched is None else touched
    asked: list[tuple[str, str, tuple[int, ...]]] = []
    for group in causes.groups:
        inside = tuple(at for at in group.columns if at in touched)
        if not inside or (group.kind != SHARED_OUT and not any(np.ptp(evidence.sample[:, at]) for at in inside)):
            continue
        if group.kind == TOGETHER:
            asked.append((CAUSE, group.id, group.columns))
            continue
        asked += [(PARAMETER if causes.columns[at].is_parameter else FIGURE, causes.columns[at].id, (at,)) for at in group.columns]  # fmt: skip
        if group.kind == SHARED_OUT and evidence.sums is not None:
            asked.append((TOTAL, group.id, group.columns))
    shares, unshared = shares_of(evidence, causes, [columns for kind, _, columns in asked if kind != TOTAL], seed=seed)
    suppliers: dict[Names, list[int]] = {}
    for at in sorted({at for _, _, columns in asked for at in columns}):
        suppliers.setdefault(supplier(at), []).append(at)
    if evidence.sums is not None:
        asked += [(SUPPLIER, "", tuple(columns)) for who, columns in suppliers.items() if who and len(columns) > 1]
    found = [_question(evidence, causes, one, len(asked), supplier, shares, seed) for one in asked]
    found.sort(key=lambda one: (not one.tells, -one.knowing.value, -one.decides, -_or_nothing(one.share.value), one.id))
    return Decided(evidence, tuple(found), unshared)


def _or_nothing(value: float) -> float:
    return 0.0 if value != value else value


def _question(
    evidence: Evidence,
    causes: Causes,
    asked: tuple[str, str, tuple[int, ...]],
    tests: int,
    supplier: Callable[[int], Names],
    shares: Mapping[tuple[int, ...], tuple[Share, Share, Share]],
    seed: int,
) -> Question:
    kind, id, columns = asked
    known = _known(evidence, kind, columns)
    whose = {supplier(at) for at in columns}
    first, total, share = shares.get(columns, (UNKNOWN, UNKNOWN, UNKNOWN)) if kind != SUPPLIER else (UNKNOWN,) * 3
    return Question(
        kind, id, columns, evppi(known, evidence.gains), settled(known, evidence.event, sure=SURE_SHARE),
        tells(known, evidence.event, 0.05 / tests), _ends(evidence, causes, kind, columns, seed), _turns(evidence, causes, kind, columns),
        first, total, share, whose.pop() if len(whose) == 1 else (),
    )  # fmt: skip


def _known(evidence: Evidence, kind: str, columns: Sequence[int]) -> Floats:
    """Give one number a draw that says what is known once a cause is: its value, of several what they add to the sum."""
    if kind in (TOTAL, SUPPLIER) and evidence.sums is not None:
        return evidence.sums.added(evidence.sample, columns)
    widest = max(columns, key=lambda at: int(np.ptp(evidence.sample[:, at])))
    return np.asarray(evidence.sample[:, widest], dtype=np.float64)


def _ends(evidence: Evidence, causes: Causes, kind: str, columns: tuple[int, ...], seed: int) -> tuple[float, float]:
    """Work the outcome out with a cause at its least and most; of a part of a total on average over how the rest is shared out then.

    A norm fails or does not, which is no amount.
    """
    nothing = (float("nan"), float("nan"))
    if evidence.model is None or evidence.decision.kind == NORM or kind in (TOTAL, SUPPLIER):
        return nothing
    number, group = next((at, one) for at, one in enumerate(causes.groups) if set(columns) <= set(one.columns))
    found = []
    for end in ("low", "high"):
        if group.kind == SHARED_OUT:
            (column,) = columns
            sample = np.tile(causes.best, (WAYS, 1))
            sample[:, group.columns] = evidence.sample[:1, group.columns]
            drawn = evidence.sample[:, column]
            sample[:, column] = drawn.min() if end == "low" else drawn.max()
            points = spread_evenly(len(group.columns), WAYS, seed)
            held = [group.columns.index(column)]
            sample[:, group.columns] = causes.totals[number].redraw(sample[:, group.columns], held, points)
        else:
            sample = causes.best[None, :].copy()
            sample[:, columns] = [getattr(causes.columns[at].marginal, end) for at in columns]
        found.append(float(evidence.model(sample).mean()))
    return found[0], found[1]


def _turns(evidence: Evidence, causes: Causes, kind: str, columns: tuple[int, ...]) -> tuple[float, ...]:
    """Find the values of one figure at which the decision turns, all others at their best; of parts of a total there are none by themselves."""
    if evidence.model is None or kind not in (FIGURE, PARAMETER):
        return ()
    (column,) = columns
    drawn = causes.columns[column]
    group = next(one for one in causes.groups if column in one.columns)
    if group.kind == SHARED_OUT or drawn.values:
        return ()
    model = evidence.model

    def outcome(points: Floats) -> Floats:
        return model(np.asarray(points, dtype=np.int64))

    ends = drawn.marginal.low, drawn.marginal.high
    middle = causes.best.astype(np.float64)
    found = {turn for limit in evidence.limits for turn in break_even(outcome, middle, column, *ends, limit=limit)}
    return tuple(sorted(found))
