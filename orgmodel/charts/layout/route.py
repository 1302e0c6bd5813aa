"""Route lines around boxes: orthogonally, with as few bends as may be, then as short as may be.

Channels are the longest free stretches beside the boxes' edges; a line is a path over crossing channels, found layer by
layer (one layer a bend) over all channels at once. One that another line took already costs more, so that lines keep
apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Points = tuple[tuple[float, float], ...]

BEND = 3.0  # what a bend costs, in ems of path
SHARED = 8.0  # what sharing a channel with another line costs
CROSSED = 8.0  # what crossing one of the chart's own lines costs
MOST_CROSSED = 300_000  # so many lines of the chart by channels are looked at: of a larger page it would take seconds
OFFSETS = (0.3, 0.58)  # from a box's edge to the channels beside it, in ems
CLEAR = 0.14  # what must stay free around a box
LAYERS = 8
BEAM = 1000  # channels from which each layer goes on


@dataclass(frozen=True, slots=True)
class _Channels:
    """Hold channels of one direction: where each lies across, and from where to where it goes along."""

    across: Numbers
    low: Numbers
    high: Numbers

    def joined(self, other: _Channels) -> _Channels:
        return _Channels(
            np.concatenate([self.across, other.across]),
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
        )


_NOTHING = _Channels(*np.empty((3, 0)))


class Router:
    """Route lines among boxes; lengths are in ems."""

    def __init__(
        self,
        x: Sequence[float],
        y: Sequence[float],
        width: Sequence[float],
        height: Sequence[float],
        lines: Sequence[Points] = (),
    ) -> None:
        """Take the boxes, and the chart's own lines; a path may lead one em outside of the boxes, and had better cross few lines."""
        self.left, self.top = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        self.right, self.bottom = self.left + np.asarray(width), self.top + np.asarray(height)
        self.bounds = (self.left.min() - 0.7, self.right.max() + 0.7, self.top.min() - 0.7, self.bottom.max() + 0.7)
        self.horizontal = self._channels(self.top, self.bottom, self.left, self.right, self.bounds[2:], self.bounds[:2])
        self.vertical = self._channels(self.left, self.right, self.top, self.bottom, self.bounds[:2], self.bounds[2:])
        self.crossed = self._crossed(lines, (_NOTHING, _NOTHING))
        self.taken_horizontal: dict[int, tuple[str, int]] = {}
        self.taken_vertical: dict[int, tuple[str, int]] = {}

    def _crossed(self, lines: Sequence[Points], known: tuple[_Channels, _Channels]) -> tuple[_Channels, _Channels]:
        """Give the pieces of lines that lie across a way that goes up, and across one that goes along, with those known."""
        pieces = [(a, b) for points in lines for a, b in pairwise(points)]
        if len(pieces) * max(len(self.horizontal.across), len(self.vertical.across)) > MOST_CROSSED:
            pieces = []
        level = [(a[1], *sorted((a[0], b[0]))) for a, b in pieces if a[1] == b[1]]
        upright = [(a[0], *sorted((a[1], b[1]))) for a, b in pieces if a[0] == b[0]]
        tables = [np.array(one, dtype=np.float64).reshape(-1, 3) for one in (level, upright)]
        return known[0].joined(_Channels(*tables[0].T)), known[1].joined(_Channels(*tables[1].T))

    def _channels(
        self,
        near: Numbers,
        far: Numbers,
        begin: Numbers,
        end: Numbers,
        across: tuple[float, float],
        along: tuple[float, float],
    ) -> _Channels:
        """List the free stretches beside the edges of the boxes."""
        offsets = np.unique(np.round(np.concatenate([e for o in OFFSETS for e in (near - o, far + o)]), 2))
        offsets = offsets[(offsets >= across[0]) & (offsets <= across[1])]
        found: list[tuple[float, float, float]] = []
        order = np.argsort(begin, kind="stable")
        near, far, begin, end = near[order] - CLEAR, far[order] + CLEAR, begin[order] - CLEAR, end[order] + CLEAR
        for offset in offsets.tolist():
            hit = (near < offset) & (far > offset)
            at = along[0]
            for start, stop in zip(begin[hit].tolist(), end[hit].tolist(), strict=True):
                if start > at:
                    found.append((offset, at, start))
                at = max(at, stop)
            if along[1] > at:
                found.append((offset, at, along[1]))
        table = np.array(found, dtype=np.float64).reshape(-1, 3)
        return _Channels(table[:, 0], table[:, 1], table[:, 2])

    def _ports(self, box: int) -> tuple[_Channels, _Channels]:
        """List the channels that start at a box: horizontal from its sides, vertical from its top and bottom."""
        left, right, top, bottom = self.left[box], self.right[box], self.top[box], self.bottom[box]
        horizontal_at = np.array([top + (bottom - top) * 0.3, top + (bottom - top) * 0.5])
        from_left = self._free(
            horizontal_at[0], left, -1, self.top, self.bottom, self.left, self.right, self.bounds[:2]
        )
        from_right = self._free(
            horizontal_at[1], right, 1, self.top, self.bottom, self.left, self.right, self.bounds[:2]
        )
        vertical_at = left + (right - left) * 0.82
        up = self._free(vertical_at, top, -1, self.left, self.right, self.top, self.bottom, self.bounds[2:])
        down = self._free(vertical_at, bottom, 1, self.left, self.right, self.top, self.bottom, self.bounds[2:])
        horizontal = _Channels(horizontal_at, np.array([from_left, right]), np.array([left, from_right]))
        vertical = _Channels(np.array([vertical_at, vertical_at]), np.array([up, bottom]), np.array([top, down]))
        return horizontal, vertical

    @staticmethod
    def _free(
        offset: float,
        edge: float,
        direction: int,
        near: Numbers,
        far: Numbers,
        begin: Numbers,
        end: Numbers,
        bounds: tuple[float, float],
    ) -> float:
        """Say how far one can go from an edge before meeting a box."""
        hit = (near - CLEAR < offset) & (far + CLEAR > offset)
        if direction > 0:
            ahead = begin[hit & (begin >= edge)]
            return float(ahead.min() - CLEAR) if len(ahead) else bounds[1]
        ahead = end[hit & (end <= edge)]
        return float(ahead.max() + CLEAR) if len(ahead) else bounds[0]

    def route(self, start: int, end: int, bundle: tuple[str, int]) -> Points | None:
        """Route a line from one box to another; lines of one ``bundle`` may share a channel. None where there is no path."""
        ports = [*self._ports(start), *self._ports(end)]
        horizontal = self.horizontal.joined(ports[0]).joined(ports[2])
        vertical = self.vertical.joined(ports[1]).joined(ports[3])
        horizontals, verticals = len(self.horizontal.across), len(self.vertical.across)
        charges = (
            self._charges(vertical, self.taken_vertical, bundle),
            self._charges(horizontal, self.taken_horizontal, bundle),
        )
        goal = ((self.left[end] + self.right[end]) / 2, (self.top[end] + self.bottom[end]) / 2)
        search = _ChannelSearch(vertical, horizontal, charges, goal, self.crossed)
        found = search.cheapest(
            horizontals, verticals, (self.left[start], self.top[start], self.right[start], self.bottom[start])
        )
        if found is None:
            return None
        path, points = found
        for is_horizontal, channel in path:
            if channel < (horizontals if is_horizontal else verticals):
                (self.taken_horizontal if is_horizontal else self.taken_vertical).setdefault(channel, bundle)
        self.crossed = self._crossed([points], self.crossed)
        return points

    @staticmethod
    def _charges(channels: _Channels, taken: dict[int, tuple[str, int]], bundle: tuple[str, int]) -> Numbers:
        charges = np.zeros(len(channels.across))
        for channel, other in taken.items():
            if other != bundle:
                charges[channel] = SHARED
        return charges


_Reached = tuple[NDArray[np.int64], Numbers, Numbers, NDArray[np.int64]]
"""Channels reached, at what cost, where along them, and from which channel of the layer before."""

_Layer = dict[bool, _Reached]


class _ChannelSearch:
    """Search the cheapest path over crossing channels, one layer a bend."""

    def __init__(
        self,
        vertical: _Channels,
        horizontal: _Channels,
        charges: tuple[Numbers, Numbers],
        goal: tuple[float, float],
        crossed: tuple[_Channels, _Channels],
    ) -> None:
        self.channels = (vertical, horizontal)  # by whether a channel is horizontal
        self.charge = charges
        self.goal = goal  # the middle of the end: how far across (for a horizontal channel x lies along), by the same
        self.crossed = crossed  # by whether the way that crosses them is horizontal
        turns = (horizontal.across, vertical.across)
        self.passed = tuple(
            (lines.across[:, None] < turn).astype(np.float32) for lines, turn in zip(crossed, turns, strict=True)
        )  # which lines lie before a turn
        self.ports = (len(vertical.across) - 2, len(horizontal.across) - 2)

    def cheapest(
        self, horizontals: int, verticals: int, box: tuple[float, float, float, float]
    ) -> tuple[list[tuple[bool, int]], Points] | None:
        """Search from the last-but-two pair of channels (the start's ports) to the last pair (the end's ports)."""
        best: tuple[float, int, bool, int] | None = None
        layers: list[_Layer] = []
        first: _Layer = {}
        none = np.full(2, -1, dtype=np.int64)
        for is_horizontal, offset in ((True, horizontals), (False, verticals)):
            entry = np.array([box[0], box[2]] if is_horizontal else [box[1], box[3]])
            first[is_horizontal] = (np.array([offset, offset + 1]), np.zeros(2), entry, none)
        layers.append(first)
        known = (np.full(len(self.charge[0]), np.inf), np.full(len(self.charge[1]), np.inf))
        for depth in range(LAYERS):
            following: _Layer = {}
            for is_horizontal, (channels, costs, entries, _) in layers[-1].items():
                going = np.flatnonzero(
                    costs < (np.inf if best is None else best[0])
                )  # what costs more leads to no better
                if not len(going):
                    continue
                made = self._step(is_horizontal, channels[going], costs[going], entries[going], known)
                if made is not None:
                    following[not is_horizontal] = (*made[:3], going[made[3]])
            if not following:
                break
            layers.append(following)
            for is_horizontal, (channels, costs, entries, _) in following.items():
                offset = (horizontals if is_horizontal else verticals) + 2
                for index in np.flatnonzero(channels >= offset).tolist():
                    channel = int(channels[index])
                    edge = (
                        self.channels[is_horizontal].high if channel == offset else self.channels[is_horizontal].low
                    )[channel]
                    total = float(costs[index] + abs(edge - entries[index]))
                    total += CROSSED * self._crossings(is_horizontal, channel, float(entries[index]), float(edge))
                    if best is None or total < best[0] - 1e-9:
                        best = total, depth + 1, is_horizontal, index
            if best is not None and best[0] <= min(float(costs.min()) for _, costs, _, _ in following.values()) + BEND:
                break
        return None if best is None else self._traced(layers, best, horizontals, verticals)

    def _crossings(self, is_horizontal: bool, channel: int, entry: float, end: float) -> int:
        """Count the lines that a stretch of a channel crosses."""
        lines, across = self.crossed[is_horizontal], self.channels[is_horizontal].across[channel]
        between = (lines.across > min(entry, end)) & (lines.across < max(entry, end))
        return int((between & (lines.low < across) & (lines.high > across)).sum())

    def _step(
        self,
        is_horizontal: bool,
        channels: NDArray[np.int64],
        costs: Numbers,
        entries: Numbers,
        known: tuple[Numbers, Numbers],
    ) -> _Reached | None:
        """Turn from channels of one direction into those that cross them, where that is cheaper than before."""
        mine, other = self.channels[is_horizontal], self.channels[not is_horizontal]
        across, low, high = mine.across[channels, None], mine.low[channels, None], mine.high[channels, None]
        cross = (other.low <= across) & (other.high >= across) & (low <= other.across) & (high >= other.across)
        table = np.where(cross, costs[:, None] + np.abs(other.across - entries[:, None]), np.inf)
        lines = self.crossed[is_horizontal]
        if len(
            lines.across
        ):  # lines between where the channel is entered and where it is left: those before one, not both
            passed = self.passed[is_horizontal]
            span = ((lines.low < across) & (lines.high > across)).astype(np.float32)
            before = span * (lines.across < entries[:, None])
            table += CROSSED * (before.sum(axis=1)[:, None] + (span - 2 * before) @ passed)
        source = table.argmin(axis=0)
        reached = table[source, np.arange(table.shape[1])] + BEND + self.charge[not is_horizontal]
        better = np.flatnonzero(reached < known[not is_horizontal] - 1e-9)
        if not len(better):
            return None
        known[not is_horizontal][better] = reached[better]
        along = mine.across[channels[source[better]]]
        if len(better) > BEAM:  # go on from those that promise the shortest path
            distance = np.abs(along - self.goal[is_horizontal]) + np.abs(
                other.across[better] - self.goal[not is_horizontal]
            )
            hopes = reached[better] + distance
            hopes[better >= self.ports[not is_horizontal]] = -1.0
            kept = np.sort(np.argsort(hopes, kind="stable")[:BEAM])
            better, along = better[kept], along[kept]
        return better, reached[better], along, source[better]

    def _traced(
        self,
        layers: list[_Layer],
        best: tuple[float, int, bool, int],
        horizontals: int,
        verticals: int,
    ) -> tuple[list[tuple[bool, int]], Points]:
        _, depth, is_horizontal, index = best
        path: list[tuple[bool, int]] = []
        for layer in range(depth, -1, -1):
            channels, _, _, sources = layers[layer][is_horizontal]
            path.append((is_horizontal, int(channels[index])))
            index, is_horizontal = int(sources[index]), not is_horizontal
        path.reverse()
        corners = []
        for (horizontal_a, a), (_, b) in pairwise(path):
            horizontal, vertical = (a, b) if horizontal_a else (b, a)
            corners.append(
                (float(self.channels[False].across[vertical]), float(self.channels[True].across[horizontal]))
            )
        ends = []
        for (horizontal_a, a), offset in ((path[0], 0), (path[-1], 2)):
            base = (horizontals if horizontal_a else verticals) + offset
            last = self.channels[horizontal_a]
            edge = float((last.high if a == base else last.low)[a])
            across = float(last.across[a])
            ends.append((edge, across) if horizontal_a else (across, edge))
        return path, (ends[0], *corners, ends[1])
