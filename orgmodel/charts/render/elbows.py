"""Fit a way of level and upright runs to PowerPoint's elbow connectors: which preset, how turned, how bent."""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 1.0  # points: an elbow cannot bend within a box of no width


@dataclass(frozen=True, slots=True)
class Elbow:
    """Hold a connector's preset and frame in points; ``bends`` are in hundred-thousandths of the frame."""

    preset: str
    x: float
    y: float
    width: float
    height: float
    turned: bool
    flip_h: bool
    flip_v: bool
    bends: tuple[int, ...] = ()


def elbow(points: tuple[tuple[float, float], ...]) -> Elbow | None:
    """Give the connector that runs as ``points`` do, or None where they have more corners than any preset.

    >>> made = elbow(((0, 0), (0, 10), (30, 10), (30, 40)))
    >>> made.preset, made.turned, made.flip_v, made.bends
    ('bentConnector3', True, True, (25000,))
    """
    way = straightened(points)
    runs = len(way) - 1
    if runs < 1 or runs > 5:
        return None
    (x0, y0), (x1, y1) = way[0], way[-1]
    if runs == 1:
        return Elbow(
            "line", min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), turned=False, flip_h=x1 < x0, flip_v=y1 < y0
        )
    x1 += LEAST if abs(x1 - x0) < LEAST else 0.0
    y1 += LEAST if abs(y1 - y0) < LEAST else 0.0
    upright = abs(way[1][0] - way[0][0]) < abs(way[1][1] - way[0][1])
    along, across = (y1 - y0, x1 - x0) if upright else (x1 - x0, y1 - y0)
    bends = []
    for number in range(1, runs - 1):
        x, y = way[number]
        if (number % 2 == 1) != upright:  # this corner says how far the level run goes
            bends.append(round((x - x0) / (x1 - x0) * 100_000))
        else:
            bends.append(round((y - y0) / (y1 - y0) * 100_000))
    width, height = abs(along), abs(across)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    return Elbow(
        f"bentConnector{runs}",
        middle_x - width / 2,
        middle_y - height / 2,
        width,
        height,
        turned=upright,
        flip_h=along < 0,
        flip_v=across > 0 if upright else across < 0,
        bends=tuple(bends),
    )


def straightened(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Leave out points that are no corners."""
    way: list[tuple[float, float]] = []
    for point in points:
        if way and abs(point[0] - way[-1][0]) < 1e-6 and abs(point[1] - way[-1][1]) < 1e-6:
            continue
        if len(way) > 1:
            (ax, ay), (bx, by) = way[-2], way[-1]
            if (abs(ax - bx) < 1e-6 and abs(bx - point[0]) < 1e-6) or (
                abs(ay - by) < 1e-6 and abs(by - point[1]) < 1e-6
            ):
                way[-1] = point
                continue
        way.append(point)
    return way


def pieces(points: tuple[tuple[float, float], ...]) -> list[tuple[tuple[float, float], ...]]:
    """Cut a way into straight pieces and pieces with one corner, which every program draws alike.

    >>> pieces(((0, 0), (0, 10), (30, 10), (30, 40)))
    [((0, 0), (0, 10), (30, 10)), ((30, 10), (30, 40))]
    """
    way = straightened(points)
    return [tuple(way[start : start + 3]) for start in range(0, len(way) - 1, 2)]
