"""Pictures beside the chart, for analysts: layers, spans, flows of posts, headcount by block and scenario.

Each draws on the axes that it is given, or on new ones of a figure of its own, and gives the axes back; nothing is
shown, and no setting of matplotlib is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.colouring import BLOCK, colouring_of
from orgmodel.charts.content import clean
from orgmodel.charts.layout.wrap import wrap
from orgmodel.charts.theme import Theme, theme_of
from orgmodel.comparison.unit_mappings import unit_flows
from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.words.charts import named, word
from orgmodel.words.numbers import at_least, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

HATCHES = {
    "solid": "", "hatch": "///", "dots": "..", "split": "xx", "cross": "++", "bars": "--", "back": "\\\\\\", "empty": "",
}  # fmt: skip
SPAN_NAMES = ("0", "1", "2–3", "4–7", "8–12", "13+")


def layers(
    outcome: Outcome, axes: Axes | None = None, *, language: str | None = None, theme: str | Theme = "colour"
) -> Axes:
    """Draw how many units stand on each layer, before and after; layer 1 is the top, places are on none.

    The definition is that of :func:`orgmodel.measures.layers.layers_table`.
    """
    from orgmodel.measures.layers import layers_table

    language = language or outcome.before.terms.language
    counts = [layers_table(one).set_index("layer")["units"] for one in (outcome.before, outcome.after)]
    deepest = max((int(count.index.max()) for count in counts if len(count)), default=0)
    values = [[int(count.get(layer, 0)) for layer in range(1, deepest + 1)] for count in counts]
    labels = [str(layer) for layer in range(1, deepest + 1)]
    axes = _pairs(axes, labels, values, language, theme_of(theme))
    axes.set_xlabel(word("picture:layer", language))
    axes.set_ylabel(word("picture:units", language))
    axes.set_title(word("picture:layers", language))
    return axes


def spans(
    outcome: Outcome, axes: Axes | None = None, *, language: str | None = None, theme: str | Theme = "colour"
) -> Axes:
    """Draw how many superior posts have a span of control of each size, before and after.

    The definition is that of :func:`orgmodel.measures.spans.span_groups`: posts directly under a superior post. Superiors of
    whose reports a figure is missing stand apart, as ``?``.
    """
    from orgmodel.measures.spans import UNKNOWN, span_groups

    language = language or outcome.before.terms.language
    counts = [span_groups(one).set_index("group")["superiors"] for one in (outcome.before, outcome.after)]
    groups = [*SPAN_NAMES, *([UNKNOWN] if any(UNKNOWN in count for count in counts) else [])]
    values = [[int(count.get(name, 0)) for name in groups] for count in counts]
    names = ["?" if name == UNKNOWN else name for name in groups]
    axes = _pairs(axes, names, values, language, theme_of(theme))
    axes.set_xlabel(word("picture:span", language))
    axes.set_ylabel(word("picture:superiors", language))
    axes.set_title(word("picture:spans", language))
    return axes


def flow_of_posts(
    outcome: Outcome,
    axes: Axes | None = None,
    *,
    quantity: str = "authorized",
    most: int = 30,
    language: str | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw the flow of posts (or ``members``, ``filled``) between units as ribbons, those before at the left.

    Only units that give or receive are drawn, at most ``most`` a side, the largest; flows of nothing known are left
    out. Raises ProblemsError where nothing of the quantity flows.
    """
    language = language or outcome.before.terms.language
    found = [one for one in unit_flows(outcome, quantities=(quantity,)) if one.known > 0]
    found.sort(key=lambda one: -one.known)
    kept = _largest(found, most)
    if not kept:
        message = Message.of(
            "nothing of {quantity!r} is known to flow between units in {name!r}",
            quantity=quantity,
            name=outcome.scenario.name(language),
        )
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message, quantity)])
    axes = _axes(axes)
    look, sides = theme_of(theme), (outcome.before, outcome.after)
    ends = (_stacked(sides[0], [(one.start, one.known) for one in kept]),
            _stacked(sides[1], [(one.end, one.known) for one in kept]))  # fmt: skip
    blocks = colouring_of(BLOCK, sides).groups
    used: list[dict[str, float]] = [{}, {}]
    for one in sorted(kept, key=lambda each: (ends[0][each.start][0], ends[1][each.end][0])):
        tops = []
        for side, name in enumerate((one.start, one.end)):
            tops.append(ends[side][name][0] + used[side].get(name, 0.0))
            used[side][name] = used[side].get(name, 0.0) + one.known
        colour = look.look(one.block, blocks).ink if one.block else look.line
        _ribbon(axes, tops[0], tops[1], float(one.known), colour)
    vague = ({one.start for one in kept if one.missing}, {one.end for one in kept if one.missing})
    for side, structure in enumerate(sides):
        for name, (top, height) in ends[side].items():
            least = sum(one.least for one in kept if (one.start, one.end)[side] == name)
            amount = at_least(round(height), language, least=name in vague[side], low=least)
            _unit_bar(axes, structure, name, side, (top, height), amount, language, look)
    low = max(top + height for side in ends for top, height in side.values())
    axes.set_xlim(-0.9, 1.9)
    axes.set_ylim(low * 1.02, -0.06 * low)
    axes.set_axis_off()
    axes.set_title(word("picture:flow", language, word(f"amount:{quantity}", language, "").strip()))
    return axes


def headcount(
    comparison: Comparison, axes: Axes | None = None, *, language: str | None = None, theme: str | Theme = "colour"
) -> Axes:
    """Draw the headcount by block of posts, in the baseline and after each scenario, one bar a scenario.

    Figures are those of the comparison's measure ``headcount``; a text over a bar says how many are missing in it.
    """
    language = language or comparison.language
    rows = comparison.measures
    rows = rows[(rows["measure"] == "headcount") & rows["scope"].str.fullmatch(r"block:[^,]+")]
    if rows.empty:
        raise ProblemsError([Problem("NOTHING_TO_DRAW", "the comparison has no headcount by block")])
    axes = _axes(axes)
    look = theme_of(theme)
    blocks = [scope.partition(":")[2] for scope in dict.fromkeys(rows["scope"])]
    scenarios = list(dict.fromkeys(rows["scenario"]))
    first = rows[rows["scenario"] == scenarios[0]].set_index("scope")
    bars = [(word("picture:baseline", language), first["before"], first["missing_before"])]
    for name in scenarios:
        own = rows[rows["scenario"] == name].set_index("scope")
        bars.append((comparison.case(name).short(language), own["after"], own["missing"]))
    base = np.zeros(len(bars))
    known = colouring_of(BLOCK, [side for case in comparison.cases for side in (case.before, case.after)]).groups
    for block in blocks:
        heights = np.array([float(values.get(f"block:{block}", 0) or 0) for _, values, _ in bars])
        if not heights.any():
            continue
        one = look.look(block, known)
        axes.bar(range(len(bars)), heights, bottom=base, color=one.fill, edgecolor=one.ink, hatch=HATCHES[one.pattern],
                 label=named(f"block:{block}", language, comparison.cases[0].before.terms.labels), width=0.6)  # fmt: skip
        for position, height in enumerate(heights):
            if height > 0.04 * max(base.max(), heights.max()):
                label = number(round(height), language)
                axes.text(position, base[position] + height / 2, label, ha="center", va="center", color=look.ink,
                          bbox={"facecolor": look.paper, "edgecolor": "none", "alpha": 0.8, "pad": 1.0})  # fmt: skip
        base += heights
    for position, (_, _, missing) in enumerate(bars):
        count = int(missing.sum())
        if count:
            text = word("picture:missing", language, number(count, language))
            axes.text(
                position, base[position] * 1.01, text, ha="center", va="bottom", color=look.muted, fontsize="small"
            )
    axes.set_xticks(range(len(bars)), ["\n".join(_broken(name, 16)) for name, _, _ in bars])
    axes.set_ylabel(word("picture:people", language))
    axes.set_ylim(0, base.max() * 1.12 or 1)
    axes.set_title(word("picture:headcount", language))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return axes


# -- parts -----------------------------------------------------------------------------------------------------------


def _axes(axes: Axes | None) -> Axes:
    """Give the axes, or new ones of a figure that pyplot does not know of."""
    if axes is not None:
        return axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def _pairs(axes: Axes | None, labels: list[str], values: Sequence[Sequence[int]], language: str, theme: Theme) -> Axes:
    """Draw two bars a label, before hatched and after plain, each with its number."""
    from matplotlib.ticker import MaxNLocator

    axes = _axes(axes)
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


def _largest(found: Sequence[Any], most: int) -> list[Any]:
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


def _stacked(structure: Structure, amounts: Sequence[tuple[str, int]]) -> Mapping[str, tuple[float, float]]:
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


def _ribbon(axes: Axes, top0: float, top1: float, thick: float, colour: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points = [(0.02, top0), (0.5, top0), (0.5, top1), (0.98, top1), (0.98, top1 + thick), (0.5, top1 + thick),
              (0.5, top0 + thick), (0.02, top0 + thick), (0.02, top0)]  # fmt: skip
    path = Path(points, [1, 4, 4, 4, 2, 4, 4, 4, 79])
    axes.add_patch(PathPatch(path, facecolor=colour, alpha=0.3, edgecolor=colour, linewidth=0.6))


def _unit_bar(
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
    lines = "\n".join(_broken(label, 30))
    x, align = (-0.05, "right") if side == 0 else (1.05, "left")
    axes.text(x, top + height / 2, lines, ha=align, va="center", color=theme.ink, fontsize="small")


def _broken(text: str, letters: int) -> list[str]:
    from orgmodel.charts.fonts import default_faces

    return wrap(text, letters * 0.6, default_faces()[0])
