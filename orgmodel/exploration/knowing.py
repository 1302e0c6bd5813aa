"""What it is worth to know one figure before deciding: the expected value of partial perfect information (EVPPI)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEW = 64  # a cause of so few values is looked at value by value
Z_95 = 1.96
SPLIT = 0
"""The seed by which draws are halved, always the same: so do figures stay."""


@dataclass(frozen=True, slots=True)
class Knowing:
    """What knowing one cause is worth, in the unit of the gains, with its 95 % interval; and how often it decides.

    `changes` is the share of draws in which who knows the cause takes another option than who knows nothing.
    """

    value: float
    low: float
    high: float
    changes: float


def evppi(cause: Floats, gains: Floats) -> Knowing:
    """Estimate how much better one decides when a cause is known first.

    `cause` (draws,) holds what was drawn of it, `gains` (draws, options) what each option gives in each draw, in one
    unit (people, cost with its sign turned, or 1 where the option is right and 0 where it is not: then the value is by
    how much the chance of being right rises). Without knowledge the option of the best mean is taken; with it, in each
    stretch of the cause the option whose mean there, by a straight line, is best. Each half of the draws is decided by
    what the other half shows, so that chance in the means is not taken for knowledge: the value errs a little low,
    never high on average. At least 64 draws. Strong and Oakley 2013, doi 10.1177/0272989X12465838, for the measure.

    >>> cause = np.linspace(-1, 1, 4001)
    >>> known = evppi(cause, np.column_stack([np.zeros(4001), cause]))  # do nothing, or gain the cause
    >>> round(known.value, 2), round(known.changes, 1)
    (0.25, 0.5)
    """
    draws, options = gains.shape
    if draws < FEW:
        raise ValueError(f"{draws} draws are too few to tell: 64 at least")
    best = int(gains.mean(axis=0).argmax())
    if options < 2 or np.ptp(cause) == 0:
        return Knowing(0.0, 0.0, 0.0, 0.0)
    order = np.lexsort((np.arange(draws), cause))
    stretch = _stretches(cause[order])
    half = np.empty(draws, np.int64)
    half[order] = _sides(draws)
    of_draw = np.empty(draws, np.int64)
    of_draw[order] = stretch
    chosen = np.empty(draws, np.int64)
    for side in (0, 1):
        seen, asked = half != side, half == side
        chosen[asked] = _best_by_line(cause, gains, of_draw, seen, asked)
    extra = gains[np.arange(draws), chosen] - gains[:, best]
    value = float(extra.mean())
    margin = Z_95 * float(extra.std(ddof=1)) / math.sqrt(draws)
    return Knowing(max(value, 0.0), max(value - margin, 0.0), max(value + margin, 0.0), float((chosen != best).mean()))


def settled(cause: Floats, event: NDArray[np.bool_], *, sure: float = 0.95) -> float:
    """Give the share of draws in which knowing the cause settles whether the event comes, with `sure` certainty.

    What neighbouring stretches of the cause show alike is taken together, by the rule of succession (Laplace): where 17 of 17 draws come out
    one way the next is 94.7 % sure to, so that a few draws alike settle nothing.

    >>> cause = np.repeat(np.arange(10.0), 100)
    >>> settled(cause, cause >= 4)
    1.0
    >>> coin = np.tile([True, False], 500)
    >>> settled(cause, coin | (cause >= 4))
    0.6
    """
    order = np.lexsort((np.arange(len(cause)), cause))
    stretch = _stretches(cause[order])
    size = np.bincount(stretch)
    comes = np.bincount(stretch, event[order])
    way = (comes >= sure * size).astype(np.int64) - (size - comes >= sure * size)  # 1 comes, -1 does not, 0 is open
    whole = np.cumsum(np.concatenate([[False], way[1:] != way[:-1]]))  # neighbours that say one thing
    sizes, alike = np.bincount(whole, size), np.bincount(whole, np.where(way < 0, size - comes, comes))
    is_open = np.bincount(whole, way == 0) > 0
    return float(sizes[~is_open & ((alike + 1) / (sizes + 2) >= sure)].sum() / len(cause))


def tells(cause: Floats, event: NDArray[np.bool_], error: float = 0.05) -> bool:
    """Tell whether the event hangs on the cause more than chance would have it, with an error so likely (Pearson's chi-square).

    >>> cause = np.repeat(np.arange(10.0), 100)
    >>> tells(cause, cause >= 4), tells(cause, np.tile([True, False], 500))
    (True, False)
    """
    from scipy.stats import chi2

    order = np.lexsort((np.arange(len(cause)), cause))
    stretch = _stretches(cause[order])
    size = np.bincount(stretch)
    comes, chance = np.bincount(stretch, event[order]), float(event.mean())
    expected = size * chance
    there = size > 0
    if not 0 < chance < 1 or there.sum() < 2:
        return False
    off = ((comes - expected)[there] ** 2 / (expected * (1 - chance))[there]).sum()
    return bool(off > chi2.isf(error, int(there.sum()) - 1))


def _stretches(ordered: Floats) -> NDArray[np.int64]:
    """Cut causes in rising order into stretches: one a value where values are few, else stretches of equal count."""
    starts = np.concatenate([[False], ordered[1:] != ordered[:-1]])
    value = np.cumsum(starts)
    if value[-1] < FEW:
        return np.asarray(value, np.int64)
    count = max(1, round(math.sqrt(len(ordered)) / 2))
    by_place = np.arange(len(ordered)) * count // len(ordered)
    first = np.flatnonzero(~np.concatenate([[False], ~starts[1:]]))  # equal values are never parted
    return np.asarray(by_place[first][value], np.int64)


def _sides(draws: int) -> NDArray[np.int64]:
    """Give neighbours to different halves, so that both cover the whole range, which of the two to which by chance.

    Neighbours among quasi-random draws differ in the other causes by rule: taken in turns, halves would differ by it.
    """
    first = np.random.default_rng(SPLIT).integers(0, 2, (draws + 1) // 2)
    return np.column_stack([first, 1 - first]).ravel()[:draws]


def _best_by_line(
    cause: Floats, gains: Floats, stretch: NDArray[np.int64], seen: NDArray[np.bool_], asked: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Give for each draw that asks the option whose line through what is seen of its stretch is highest there."""
    count = int(stretch.max()) + 1
    here = stretch[seen]
    size = np.maximum(np.bincount(here, minlength=count), 1)
    centre = np.bincount(here, cause[seen], count) / size
    off = cause[seen] - centre[here]
    spread = np.bincount(here, off**2, count)
    at = cause[asked] - centre[stretch[asked]]
    guessed = np.empty((int(asked.sum()), gains.shape[1]))
    for option in range(gains.shape[1]):
        gain = gains[seen, option]
        mean = np.bincount(here, gain, count) / size
        slope = np.divide(np.bincount(here, off * gain, count), spread, out=np.zeros(count), where=spread > 0)
        guessed[:, option] = mean[stretch[asked]] + slope[stretch[asked]] * at
    return np.asarray(guessed.argmax(axis=1), np.int64)
