"""At which height the boxes of a picture of changes stand on each side, row after row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orgmodel.charts.outline import OutlineRow

ROW_SPACING, HEADER = 0.5, 1.7  # ems


class RowLevels:
    """Put rows below each other; those that ribbons join have one number among the ``blocks`` (none: -1).

    What stands in one row on both sides is level with itself. Of rows that ribbons join each side is filled by itself, so that what
    becomes of many units stands beside them; else nothing is level with what is in another row. ``apart`` fills each side by itself
    throughout.
    """

    def __init__(
        self,
        rows: Sequence[OutlineRow],
        sides: tuple[Sequence[float], Sequence[float]],
        blocks: Sequence[int],
        *,
        apart: bool = False,
    ) -> None:
        """Take the rows and how high their boxes are on each side, in ems."""
        self.rows, self.sides, self.blocks, self.apart = rows, sides, blocks, apart
        self.reached = [HEADER, HEADER]
        self._last = -1

    def put(self, index: int, heights: Sequence[float | None] | None = None) -> tuple[float, float]:
        """Put a row below the last, its boxes of other ``heights`` where these are given (None: no box), and give where it begins on each side."""
        row, block = self.rows[index], self.blocks[index]
        if heights is None:
            cells = row.before, row.after
            heights = [None if cell is None else side[index] for cell, side in zip(cells, self.sides, strict=True)]
        is_paired = None not in heights
        if not self.apart and (is_paired or block < 0 or block != self._last):
            self.reached = [max(self.reached)] * 2
        self._last = block
        before, after = self.reached
        for state, height in enumerate(heights):
            if height is not None:
                self.reached[state] += height + ROW_SPACING
        return before, after

    def used(self, indices: Iterable[int]) -> float:
        """Give how high all is, with the heading of the sides, once some rows have been put."""
        for index in indices:
            self.put(index)
        return max(self.reached)
