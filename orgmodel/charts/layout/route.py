"""Route lines around boxes: level and upright runs, as few bends as may be, then as short as may be.

Runs are the longest free stretches beside the boxes' edges; a line is a path over crossing runs, found layer by layer
(one layer a bend) over all runs at once. A run that another line took already costs more, so that lines keep apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Points = tuple[tuple[float, float], ...]

BEND = 3.0  # what a bend costs, in ems of way
SHARED = 4.0  # what running where another line runs costs
OFFSETS = (0.3, 0.58)  # from a box's edge to the runs beside it, in ems
CLEAR = 0.14  # what must stay free around a box
LAYERS = 8
BEAM = 160  # runs from which each layer goes on


@dataclass(frozen=True, slots=True)
class _Runs:
    """Hold runs of one direction: where each lies across, and from where to where it goes along."""

    across: Numbers
    low: Numbers
    high: Numbers

    def joined(self, other: _Runs) -> _Runs:
        return _Runs(
            np.concatenate([self.across, other.across]),
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
        )


class Router:
    """Route lines among boxes; lengths are in ems."""

    def __init__(self, x: Sequence[float], y: Sequence[float], width: Sequence[float], height: Sequence[float]) -> None:
        """Take the boxes; the way may lead one em outside of them all."""
        self.left, self.top = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        self.right, self.low = self.left + np.asarray(width), self.top + np.asarray(height)
        self.bounds = (self.left.min() - 0.7, self.right.max() + 0.7, self.top.min() - 0.7, self.low.max() + 0.7)
        self.level = self._runs(self.top, self.low, self.left, self.right, self.bounds[2:], self.bounds[:2])
        self.upright = self._runs(self.left, self.right, self.top, self.low, self.bounds[:2], self.bounds[2:])
        self.taken_level: dict[int, tuple[str, int]] = {}
        self.taken_upright: dict[int, tuple[str, int]] = {}

    def _runs(
        self,
        near: Numbers,
        far: Numbers,
        begin: Numbers,
        end: Numbers,
        across: tuple[float, float],
        along: tuple[float, float],
    ) -> _Runs:
        """List the free stretches beside the edges of the boxes."""
        places = np.unique(np.round(np.concatenate([e for o in OFFSETS for e in (near - o, far + o)]), 2))
        places = places[(places >= across[0]) & (places <= across[1])]
        found: list[tuple[float, float, float]] = []
        order = np.argsort(begin, kind="stable")
        near, far, begin, end = near[order] - CLEAR, far[order] + CLEAR, begin[order] - CLEAR, end[order] + CLEAR
        for place in places.tolist():
            hit = (near < place) & (far > place)
            at = along[0]
            for start, stop in zip(begin[hit].tolist(), end[hit].tolist(), strict=True):
                if start > at:
                    found.append((place, at, start))
                at = max(at, stop)
            if along[1] > at:
                found.append((place, at, along[1]))
        table = np.array(found, dtype=np.float64).reshape(-1, 3)
        return _Runs(table[:, 0], table[:, 1], table[:, 2])

    def _ports(self, box: int) -> tuple[_Runs, _Runs]:
        """List the runs that start at a box: level ones from its sides, upright ones from its top and bottom."""
        left, right, top, low = self.left[box], self.right[box], self.top[box], self.low[box]
        level_at = np.array([top + (low - top) * 0.3, top + (low - top) * 0.5])
        from_left = self._free(level_at[0], left, -1, self.top, self.low, self.left, self.right, self.bounds[:2])
        from_right = self._free(level_at[1], right, 1, self.top, self.low, self.left, self.right, self.bounds[:2])
        upright_at = left + (right - left) * 0.82
        up = self._free(upright_at, top, -1, self.left, self.right, self.top, self.low, self.bounds[2:])
        down = self._free(upright_at, low, 1, self.left, self.right, self.top, self.low, self.bounds[2:])
        level = _Runs(level_at, np.array([from_left, right]), np.array([left, from_right]))
        upright = _Runs(np.array([upright_at, upright_at]), np.array([up, low]), np.array([top, down]))
        return level, upright

    @staticmethod
    def _free(
        place: float,
        edge: float,
        way: int,
        near: Numbers,
        far: Numbers,
        begin: Numbers,
        end: Numbers,
        bounds: tuple[float, float],
    ) -> float:
        """Say how far one can go from an edge before meeting a box."""
        hit = (near - CLEAR < place) & (far + CLEAR > place)
        if way > 0:
            ahead = begin[hit & (begin >= edge)]
            return float(ahead.min() - CLEAR) if len(ahead) else bounds[1]
        ahead = end[hit & (end <= edge)]
        return float(ahead.max() + CLEAR) if len(ahead) else bounds[0]

    def route(self, start: int, end: int, bundle: tuple[str, int]) -> Points | None:
        """Route a line from one box to another; lines of one ``bundle`` may run together. None where no way is found."""
        ports = [*self._ports(start), *self._ports(end)]
        level = self.level.joined(ports[0]).joined(ports[2])
        upright = self.upright.joined(ports[1]).joined(ports[3])
        levels, uprights = len(self.level.across), len(self.upright.across)
        charges = (self._charges(upright, self.taken_upright, bundle), self._charges(level, self.taken_level, bundle))
        goal = ((self.left[end] + self.right[end]) / 2, (self.top[end] + self.low[end]) / 2)
        search = _Search(upright, level, charges, goal)
        found = search.run(levels, uprights, (self.left[start], self.top[start], self.right[start], self.low[start]))
        if found is None:
            return None
        path, points = found
        for is_level, run in path:
            if run < (levels if is_level else uprights):
                (self.taken_level if is_level else self.taken_upright).setdefault(run, bundle)
        return points

    @staticmethod
    def _charges(runs: _Runs, taken: dict[int, tuple[str, int]], bundle: tuple[str, int]) -> Numbers:
        charges = np.zeros(len(runs.across))
        for run, other in taken.items():
            if other != bundle:
                charges[run] = SHARED
        return charges


_Reached = tuple[NDArray[np.int64], Numbers, Numbers, NDArray[np.int64]]
"""Runs reached, at what cost, where along them, and from which place in the layer before."""

_Layer = dict[bool, _Reached]


class _Search:
    """Search the cheapest path over crossing runs, one layer a bend."""

    def __init__(
        self, upright: _Runs, level: _Runs, charges: tuple[Numbers, Numbers], goal: tuple[float, float]
    ) -> None:
        self.runs = (upright, level)  # by whether a run is level
        self.charge = charges
        self.goal = goal  # the middle of the end: how far across (for a level run x lies along), by the same
        self.ports = (len(upright.across) - 2, len(level.across) - 2)

    def run(
        self, levels: int, uprights: int, box: tuple[float, float, float, float]
    ) -> tuple[list[tuple[bool, int]], Points] | None:
        """Search from the last-but-two pair of runs (the start's ports) to the last pair (the end's ports)."""
        best: tuple[float, int, bool, int] | None = None
        layers: list[_Layer] = []
        first: _Layer = {}
        none = np.full(2, -1, dtype=np.int64)
        for is_level, offset in ((True, levels), (False, uprights)):
            entry = np.array([box[0], box[2]] if is_level else [box[1], box[3]])
            first[is_level] = (np.array([offset, offset + 1]), np.zeros(2), entry, none)
        layers.append(first)
        known = (np.full(len(self.charge[0]), np.inf), np.full(len(self.charge[1]), np.inf))
        for depth in range(LAYERS):
            following: _Layer = {}
            for is_level, (runs, costs, entries, _) in layers[-1].items():
                made = self._step(is_level, runs, costs, entries, known)
                if made is not None:
                    following[not is_level] = made
            if not following:
                break
            layers.append(following)
            for is_level, (runs, costs, entries, _) in following.items():
                offset = (levels if is_level else uprights) + 2
                for place in np.flatnonzero(runs >= offset).tolist():
                    run = int(runs[place])
                    edge = (self.runs[is_level].high if run == offset else self.runs[is_level].low)[run]
                    total = float(costs[place] + abs(edge - entries[place]))
                    if best is None or total < best[0] - 1e-9:
                        best = total, depth + 1, is_level, place
            if best is not None and best[0] <= min(float(costs.min()) for _, costs, _, _ in following.values()) + BEND:
                break
        return None if best is None else self._traced(layers, best, levels, uprights)

    def _step(
        self, is_level: bool, runs: NDArray[np.int64], costs: Numbers, entries: Numbers, known: tuple[Numbers, Numbers]
    ) -> _Reached | None:
        """Turn from runs of one direction into the runs that cross them, where that is cheaper than before."""
        mine, other = self.runs[is_level], self.runs[not is_level]
        across, low, high = mine.across[runs, None], mine.low[runs, None], mine.high[runs, None]
        cross = (other.low <= across) & (other.high >= across) & (low <= other.across) & (high >= other.across)
        table = np.where(cross, costs[:, None] + np.abs(other.across - entries[:, None]), np.inf)
        source = table.argmin(axis=0)
        reached = table[source, np.arange(table.shape[1])] + BEND + self.charge[not is_level]
        better = np.flatnonzero(reached < known[not is_level] - 1e-9)
        if not len(better):
            return None
        known[not is_level][better] = reached[better]
        along = mine.across[runs[source[better]]]
        if len(better) > BEAM:  # go on from those that promise the shortest way
            way = np.abs(along - self.goal[is_level]) + np.abs(other.across[better] - self.goal[not is_level])
            hopes = reached[better] + way
            hopes[better >= self.ports[not is_level]] = -1.0
            kept = np.sort(np.argsort(hopes, kind="stable")[:BEAM])
            better, along = better[kept], along[kept]
        return better, reached[better], along, source[better]

    def _traced(
        self,
        layers: list[_Layer],
        best: tuple[float, int, bool, int],
        levels: int,
        uprights: int,
    ) -> tuple[list[tuple[bool, int]], Points]:
        _, depth, is_level, place = best
        path: list[tuple[bool, int]] = []
        for layer in range(depth, -1, -1):
            runs, _, _, sources = layers[layer][is_level]
            path.append((is_level, int(runs[place])))
            place, is_level = int(sources[place]), not is_level
        path.reverse()
        corners = []
        for (level_a, a), (_, b) in pairwise(path):
            level, upright = (a, b) if level_a else (b, a)
            corners.append((float(self.runs[False].across[upright]), float(self.runs[True].across[level])))
        ends = []
        for (level_a, a), offset in ((path[0], 0), (path[-1], 2)):
            base = (levels if level_a else uprights) + offset
            last = self.runs[level_a]
            edge = float((last.high if a == base else last.low)[a])
            across = float(last.across[a])
            ends.append((edge, across) if level_a else (across, edge))
        return path, (ends[0], *corners, ends[1])
