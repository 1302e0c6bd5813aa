"""Lines that the ordinary rule gives: a post answers to the head of its unit, a head to the nearest head above."""

from __future__ import annotations

import numpy as np

from orgmodel.core.reporting import ADMINISTRATIVE, nearest_heads
from orgmodel.io.importers.hierarchy.placed import Flags, Ints
from orgmodel.io.importers.hierarchy.posts import LineColumns


def beside_ordinary(lines: LineColumns, unit: Ints, is_head: Flags, above: Ints) -> LineColumns:
    """Keep the lines that the ordinary rule does not give; ``unit`` is the unit of each post, ``above`` the unit above each.

    The others follow from where posts are, and so they follow when units are moved, merged or split.
    """
    heads = np.full(len(above), -1, dtype=np.int64)
    posts = np.flatnonzero(is_head)
    heads[unit[posts]] = posts
    nearest = nearest_heads(heads, above)
    over = np.where(above >= 0, nearest[above], -1)  # the nearest head above each unit
    home = unit[lines.junior]
    ordinary = np.where(heads[home] == lines.junior, over[home], nearest[home])
    kinds = np.array([kind == ADMINISTRATIVE for kind in lines.kind.values], dtype=np.bool_)
    return lines.where(~(kinds[lines.kind.codes] & (ordinary == lines.senior)))
