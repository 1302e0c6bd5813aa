"""Layers: how many levels there are, what stands on each, and the longest chains by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE
from orgmodel.core.tree import rows_by_code
from orgmodel.measures.contributions import Ints
from orgmodel.measures.masks import counting_as, is_code
from orgmodel.measures.posts import headcount, posts_authorized
from orgmodel.measures.superiors import layers_above

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

COUNTED = ("agency", "internal", "body", "party")


def unit_layers(structure: Structure) -> Ints:
    """Give the layer of each unit row, from 1 at the top; places and the like are on none (0)."""
    counted = counting_as(structure, *COUNTED)
    return np.where(counted, layers_above(counted, structure.tree), 0)


def post_layers(structure: Structure) -> Ints:
    """Give the layer of each post row: 1 where nobody is above, else one more than the lowest superior's."""
    lines = structure.reporting
    layers = np.where(structure.posts.live, 1, 0)
    return _settled(layers, lines.post_from, lines.post_to)


def _settled(layers: Ints, junior: Ints, senior: Ints) -> Ints:
    """Push juniors below their superiors until nothing moves; a circle stops at the number of rows.

    ``layers`` has an entry a row (1 where it takes part, else 0), ``junior`` and ``senior`` one a line. Each round settles
    one more layer, so there are as many rounds as layers, each linear in the lines.
    """
    for _ in range(len(layers)):
        deeper = layers.copy()
        np.maximum.at(deeper, junior, layers[senior] + 1)
        if (deeper == layers).all():
            break
        layers = deeper
    return layers


def layers_table(structure: Structure, by: str | None = None, *, of: str = "units") -> pd.DataFrame:
    """Tabulate what stands on each layer, by units of the chart or by posts (``of="posts"``).

    Columns: ``block`` or another grouping of units if asked, layer, units, posts (authorized, inside quota), people,
    missing (figures of people that are). Layer 1 is the top; places are on none. Posts of a unit are on its layer, or
    each on its own.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> layers_table(Structure.of([Unit("a"), Unit("b", parent="a"), Unit("c", parent="a")]))[
    ...     ["layer", "units"]
    ... ].values.tolist()
    [[1, 1], [2, 2]]
    """
    import pandas as pd

    if of not in ("units", "posts"):
        raise ProblemsError(
            [Problem("LAYERS", Message.of("layers are of units or of posts, not of {of!r}", of=of), of)]
        )
    units, layer_of = structure.units, unit_layers(structure)
    rows = np.flatnonzero(layer_of > 0)
    parts = []
    if of == "units":
        parts.append((layer_of[rows], rows, {"units": units.column("stands_for")[rows]}))
    own = post_layers(structure) if of == "posts" else layer_of[np.maximum(structure.post_unit, 0)]
    for name, one in (("posts", posts_authorized(structure)), ("people", headcount(structure))):
        more = {name: one.value} if name == "posts" else {name: one.value, "missing": one.missing.astype(np.int64)}
        parts.append((own[one.row], one.unit, more))
    columns = ["units", "posts", "people", "missing"] if of == "units" else ["posts", "people", "missing"]
    frames = []
    for layer, unit, values in parts:
        frame = pd.DataFrame({name: values.get(name, 0) for name in columns}, index=range(len(layer)))
        frame.insert(0, "layer", layer)
        if by:
            codes = units.column(by)[unit]
            frame.insert(0, by, [str(structure.strings.value(code) or "") for code in codes.tolist()])
        frames.append(frame)
    keys = [by, "layer"] if by else ["layer"]
    return pd.concat(frames).query("layer > 0").groupby(keys, as_index=False).sum()


def longest_chains(structure: Structure, kind: str = "units", *, most: int = 5) -> pd.DataFrame:
    """Name the longest chains from the top down: of the chart (``units``), of ``posts``, or of a kind of line.

    Columns: length (units or posts in it), top, bottom, chain (ids from the top, ``→`` between), names. Of equal ones
    those come first whose bottom is first by id; at most ``most``, each with another bottom. Raises ProblemsError for a
    kind of line that is not declared.
    """
    import pandas as pd

    table = structure.posts if kind == "posts" else structure.units
    junior, senior = _edges(structure, kind)
    layers = np.where(table.live, 1, 0)
    if kind == "units":
        counted = counting_as(structure, *COUNTED)
        layers = np.where(counted, layers_above(counted, structure.tree), 0)
    else:
        touched = np.zeros(table.size, dtype=np.bool_)
        touched[junior] = touched[senior] = True
        layers = _settled(np.where(touched, layers, 0), junior, senior)
    value, ids = structure.strings.value, table.column("id")
    names = [str(value(code)) for code in ids.tolist()]
    above: dict[int, list[int]] = {}
    for low, high in zip(junior.tolist(), senior.tolist(), strict=True):
        above.setdefault(low, []).append(high)
    bottoms = sorted(np.flatnonzero(layers > 0).tolist(), key=lambda row: (-layers[row], names[row]))[:most]
    rows = []
    for bottom in bottoms:
        chain = [bottom]
        while len(chain) < table.size and (up := [row for row in above.get(chain[-1], ()) if row not in chain[-1:]]):
            chain.append(min(up, key=lambda row: (-layers[row], names[row])))
            if layers[chain[-1]] <= 1 and not above.get(chain[-1]):
                break
        chain = [row for row in reversed(chain) if kind != "units" or layers[row] > 0]
        labels = [_label(structure, kind, row) for row in chain]
        rows.append(
            (len(chain), names[chain[0]], names[bottom], " → ".join(names[row] for row in chain), " → ".join(labels))
        )
    return pd.DataFrame(rows, columns=["length", "top", "bottom", "chain", "names"])


def _edges(structure: Structure, kind: str) -> tuple[Ints, Ints]:
    """Give the junior and the senior row of each edge of the chart, of the posts, or of a kind of line between units."""
    reporting = structure.reporting
    if kind == "units":
        rows = np.flatnonzero((structure.tree.depth >= 0) & (structure.tree.parent >= 0))
        return rows, structure.tree.parent[rows]
    if kind == "posts":
        return reporting.post_from, reporting.post_to
    if kind == ADMINISTRATIVE:
        return reporting.unit_from, reporting.unit_to
    known = list(structure.terms.lines)
    if kind not in known:
        message = Message.of(
            "no chains of {kind!r}{hint}; there are units, posts and {known}",
            kind=kind,
            hint=nearest(kind, ["units", "posts", *known]),
            known=known,
        )
        raise ProblemsError([Problem("UNKNOWN_LINE", message, kind)])
    lines, row_of = structure.lines, rows_by_code(structure)
    keep = lines.live & is_code(structure, lines.column("kind"), kind)
    junior, senior = row_of[lines.column("from_")[keep]], row_of[lines.column("to")[keep]]
    both = (junior >= 0) & (senior >= 0)
    return junior[both], senior[both]


def _label(structure: Structure, kind: str, row: int) -> str:
    language = structure.terms.language
    if kind == "posts":
        return cast(Post, structure.posts.record(row)).title(language)
    return cast(Unit, structure.units.record(row)).name(language)
