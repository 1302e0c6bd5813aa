"""Parts of the pictures for analysts: axes, pairs of bars, ribbons, bars of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.content import clean
from orgmodel.charts.layout.wrap import wrap
from orgmodel.charts.theme import Theme
from orgmodel.core.names import text_in
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgmodel.core.structure import Structure


def axes_of(axes: Axes | None) -> Axes:
    """Give the axes, or new ones of a figure that pyplot does not know of."""
    if axes is not None:
        return axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def figure_of(many: int, columns: int) -> list[Axes]:
    """Make axes for so many pictures on one figure, in rows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    across = max(1, min(columns, many))
    down = -(-many // across) or 1
    figure = Figure(figsize=(5 * across, 3.4 * down), layout="constrained")
    FigureCanvasAgg(figure)
    return list(np.ravel(figure.subplots(down, across, squeeze=False)))


def apart(places: Sequence[float], least: float) -> list[float]:
    """Push places apart, so that texts there do not lie on each other; their order stays.

    >>> apart([1, 1, 5], 1.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(places)), key=lambda at: (places[at], at))
    groups: list[list[float]] = []  # the middle of each, and how many it holds
    for at in order:
        groups.append([places[at], 1.0])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < least * (groups[-1][1] + groups[-2][1]) / 2:
            (middle, many), (before, those) = groups.pop(), groups.pop()
            groups.append([(middle * many + before * those) / (many + those), many + those])
    found = [0.0] * len(places)
    told = iter(order)
    for middle, many in groups:
        for number_of in range(int(many)):
            found[next(told)] = float(middle + least * (number_of - (many - 1) / 2))
    return found


def pairs(axes: Axes | None, labels: list[str], values: Sequence[Sequence[int]], language: str, theme: Theme) -> Axes:
    """Draw two bars a label, before hatched and after plain, each with its number."""
    from matplotlib.ticker import MaxNLocator

    axes = axes_of(axes)
    positions = np.arange(len(labels))
    looks = ((theme.paper, theme.ended, "///"), (theme.changed, theme.changed, ""))
    for side, (key, heights) in enumerate(zip(("side-before", "side-after"), values, strict=True)):
        fill, ink, hatch = looks[side]
        bars = axes.bar(positions + (side - 0.5) * 0.38, heights, 0.36, color=fill, edgecolor=ink, hatch=hatch,
                        label=word(key, language))  # fmt: skip
        axes.bar_label(bars, [number(height, language) if height else "" for height in heights])
    axes.set_xticks(positions, labels)
    axes.margins(y=0.12)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False)
    return axes


def largest(found: Sequence[Any], most: int) -> list[Any]:
    """Keep the largest flows whose units are no more than so many a side."""
    starts: set[str] = set()
    ends: set[str] = set()
    kept = []
    for one in found:
        if len(starts | {one.start}) <= most and len(ends | {one.end}) <= most:
            starts.add(one.start)
            ends.add(one.end)
            kept.append(one)
    return kept


def stacked(structure: Structure, amounts: Sequence[tuple[str, int]]) -> Mapping[str, tuple[float, float]]:
    """Stack units in the order of the chart; give the top and the height of each."""
    totals: dict[str, int] = {}
    for name, amount in amounts:
        totals[name] = totals.get(name, 0) + amount
    order = {name: int(structure.tree.start[structure.units.row(name)]) for name in totals}
    spacing = 0.06 * sum(totals.values()) / max(len(totals) - 1, 1) + 0.6
    found: dict[str, tuple[float, float]] = {}
    top = 0.0
    for name in sorted(totals, key=lambda one: (order[one], one)):
        found[name] = top, float(totals[name])
        top += totals[name] + spacing
    return found


def ribbon(axes: Axes, top0: float, top1: float, thick: float, colour: str) -> None:
    """Draw a band from one height at the left to another at the right."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points = [(0.02, top0), (0.5, top0), (0.5, top1), (0.98, top1), (0.98, top1 + thick), (0.5, top1 + thick),
              (0.5, top0 + thick), (0.02, top0 + thick), (0.02, top0)]  # fmt: skip
    path = Path(points, [1, 4, 4, 4, 2, 4, 4, 4, 79])
    axes.add_patch(PathPatch(path, facecolor=colour, alpha=0.3, edgecolor=colour, linewidth=0.6))


def unit_bar(
    axes: Axes,
    structure: Structure,
    name: str,
    side: int,
    extent: tuple[float, float],
    amount: str,
    language: str,
    theme: Theme,
) -> None:
    """Draw a unit's bar with its name and amount beside it."""
    from matplotlib.patches import Rectangle

    top, height = extent
    axes.add_patch(Rectangle((-0.02 if side == 0 else 0.98, top), 0.04, height, color=theme.line))
    unit: Any = structure.units.get(name)
    text = clean(text_in(unit.names, language) or name)
    label = f"{text} ({amount})"
    inches = axes.bbox.width / axes.figure.dpi
    lines = "\n".join(broken(label, max(12, min(30, int(4 * inches)))))  # so that it stays beside the bar
    x, align = (-0.05, "right") if side == 0 else (1.05, "left")
    axes.text(x, top + height / 2, lines, ha=align, va="center", color=theme.ink, fontsize="small")


def plain(text: str) -> str:
    r"""Write a text so that what stands between two dollar signs is no formula.

    >>> print(plain("from $5 to $9"))
    from \$5 to \$9
    """
    return text.replace("$", r"\$")


def broken(text: str, letters: int) -> list[str]:
    """Break a text into lines of about so many letters, written as they are."""
    from orgmodel.charts.fonts import default_faces

    return [plain(line) for line in wrap(text, letters * 0.6, default_faces()[0])]


def key_below(axes: Axes) -> None:
    """Put the key under the axes and what is written along them: within, it would lie on bars."""
    from matplotlib.transforms import ScaledTranslation

    inches = 0.06 + 0.2 * bool(len(axes.get_xticks())) + 0.2 * bool(axes.get_xlabel())
    below = axes.transAxes + ScaledTranslation(0, -inches, axes.figure.dpi_scale_trans)
    axes.legend(
        frameon=False, fontsize="small", loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=below, ncols=3
    )


def numbered(axes: Axes, language: str, along: str = "x", *, signed: bool = False) -> None:
    """Write the figures of an axis as the language does, whole ones where they are."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis = axes.xaxis if along == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, language, signed=signed)))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
