"""Join branches by their contours, as close as they fit, in linear time.

The variable-size tidy tree of van der Ploeg (Drawing non-layered tidy trees in linear time, 2014): joining two branches
costs as much as the shallower one is deep. Contours are lists with the top last, moved by an offset instead of being
rewritten.
"""

from __future__ import annotations

from orgmodel.charts.layout.box_tree import Spacing

Contour = tuple[list[tuple[float, float]], float, float]
"""Points (bottom, x) with the top last, and what to add to their x and bottom."""

Branch = tuple[Contour, Contour, float, float, float]
"""Left and right contour, bottom, least and greatest x, all from the middle of the top of the branch's own box."""


def join_branches(family: list[Branch], spacing: Spacing) -> tuple[Branch, list[float]]:
    """Join branches from left to right; what room is left over under a long one is shared among the short ones."""
    whole = family[0]
    left, right, bottom, least, most = whole
    anchors = [0.0]
    if len(family) == 1:
        return whole, anchors
    count = len(family)
    speed, change = [0.0] * count, [0.0] * count
    lowest = [(bottom, 0)]  # branches that reach below all that follow them, the latest last
    for number in range(1, count):
        b_left, b_right, b_bottom, b_least, b_most = family[number]
        shift = _distance(right, b_left, lowest, number, speed, change, spacing)
        b_left = (b_left[0], b_left[1] + shift, b_left[2])
        b_right = (b_right[0], b_right[1] + shift, b_right[2])
        left = left if bottom >= b_bottom else _joined(b_left, left)
        right = b_right if b_bottom >= bottom else _joined(right, b_right)
        bottom = max(bottom, b_bottom)
        least, most = min(least, b_least + shift), max(most, b_most + shift)
        anchors.append(shift)
        while lowest and lowest[-1][0] <= b_bottom:
            lowest.pop()
        lowest.append((b_bottom, number))
    spread = moved = 0.0
    for number in range(count):
        spread += speed[number]
        moved += spread + change[number]
        anchors[number] += moved
    return (left, right, bottom, least, most), anchors


def _joined(deeper: Contour, upper: Contour) -> Contour:
    """Put the upper contour over the part of the deeper one that shows below it."""
    points, ox, oy = deeper
    above, ux, uy = upper
    limit = above[0][0] + uy - oy
    while points and points[-1][0] <= limit:
        points.pop()
    move_x, move_y = ux - ox, uy - oy
    points.extend([(low + move_y, x + move_x) for low, x in above])
    return deeper


def _distance(
    right: Contour,
    left: Contour,
    lowest: list[tuple[float, int]],
    number: int,
    speed: list[float],
    change: list[float],
    spacing: Spacing,
) -> float:
    """Say how far right the next branch must stand to clear those before it, and whom that leaves room between."""
    a, ax, ay = right
    b, bx, by = left
    i, j = len(a) - 1, len(b) - 1
    at = len(lowest) - 1
    across, apart = spacing.across, spacing.apart
    shift = a[i][1] + ax - b[j][1] - bx + (apart if i and j else across)
    while True:
        low_a, low_b = a[i][0] + ay, b[j][0] + by
        if low_a <= low_b:
            i -= 1
        if low_b <= low_a:
            j -= 1
        if i < 0 or j < 0:
            return shift
        need = a[i][1] + ax - b[j][1] - bx + apart
        if need > shift:
            more, shift = need - shift, need
            level = min(low_a, low_b)
            while at > 0 and lowest[at][0] + spacing.clear <= level:
                at -= 1
            owner = lowest[at][1]
            between = number - owner
            if between > 1:
                part = more / between
                speed[owner + 1] += part
                speed[number] -= part
                change[number] -= more - part
