"""Fit a path of horizontal and vertical segments to PowerPoint's elbow connectors: which preset, how turned, how bent."""

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
    path = straightened(points)
    count = len(path) - 1
    if count < 1 or count > 5:
        return None
    (x0, y0), (x1, y1) = path[0], path[-1]
    if count == 1:
        return Elbow(
            "line", min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), turned=False, flip_h=x1 < x0, flip_v=y1 < y0
        )
    x1 += LEAST if abs(x1 - x0) < LEAST else 0.0
    y1 += LEAST if abs(y1 - y0) < LEAST else 0.0
    vertical = abs(path[1][0] - path[0][0]) < abs(path[1][1] - path[0][1])
    along, across = (y1 - y0, x1 - x0) if vertical else (x1 - x0, y1 - y0)
    bends = []
    for number in range(1, count - 1):
        x, y = path[number]
        if (number % 2 == 1) != vertical:  # this corner says how far the horizontal segment goes
            bends.append(round((x - x0) / (x1 - x0) * 100_000))
        else:
            bends.append(round((y - y0) / (y1 - y0) * 100_000))
    width, height = abs(along), abs(across)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    return Elbow(
        f"bentConnector{count}",
        middle_x - width / 2,
        middle_y - height / 2,
        width,
        height,
        turned=vertical,
        flip_h=along < 0,
        flip_v=across > 0 if vertical else across < 0,
        bends=tuple(bends),
    )


def straightened(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Leave out points that are no corners."""
    path: list[tuple[float, float]] = []
    for point in points:
        if path and abs(point[0] - path[-1][0]) < 1e-6 and abs(point[1] - path[-1][1]) < 1e-6:
            continue
        if len(path) > 1:
            (ax, ay), (bx, by) = path[-2], path[-1]
            if (abs(ax - bx) < 1e-6 and abs(bx - point[0]) < 1e-6) or (
                abs(ay - by) < 1e-6 and abs(by - point[1]) < 1e-6
            ):
                path[-1] = point
                continue
        path.append(point)
    return path


def segments(points: tuple[tuple[float, float], ...]) -> list[tuple[tuple[float, float], ...]]:
    """Cut a path into straight segments and segments with one corner, which every program draws alike.

    >>> segments(((0, 0), (0, 10), (30, 10), (30, 40)))
    [((0, 0), (0, 10), (30, 10)), ((30, 10), (30, 40))]
    """
    path = straightened(points)
    return [tuple(path[start : start + 3]) for start in range(0, len(path) - 1, 2)]
