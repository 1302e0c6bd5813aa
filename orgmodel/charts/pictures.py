"""Pictures beside the chart, for analysts: layers, spans, flows, headcount, slopes from before to after, small multiples.

Each draws on the axes that it is given, or on new ones of a figure of its own, and gives the axes back; nothing is
shown, and no setting of matplotlib is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.colouring import BLOCK, colouring_of
from orgmodel.charts.picture_parts import (
    apart,
    axes_of,
    broken,
    figure_of,
    largest,
    pairs,
    plain,
    ribbon,
    stacked,
    unit_bar,
)
from orgmodel.charts.theme import Theme, theme_of
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.catalogue import measure_of
from orgmodel.words.charts import named, word
from orgmodel.words.labels import label
from orgmodel.words.money import measure_title
from orgmodel.words.numbers import at_least, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgmodel.comparison.comparison import Comparison
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
    axes = pairs(axes, labels, values, language, theme_of(theme))
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
    axes = pairs(axes, names, values, language, theme_of(theme))
    axes.set_xlabel(word("picture:span", language))
    axes.set_ylabel(word("picture:superiors", language))
    axes.set_title(word("picture:spans", language))
    return axes


def flows(
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
    kept = largest(found, most)
    if not kept:
        message = Message.of(
            "nothing of {quantity!r} is known to flow between units in {name!r}",
            quantity=quantity,
            name=outcome.scenario.name(language),
        )
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message, quantity)])
    axes = axes_of(axes)
    look, sides = theme_of(theme), (outcome.before, outcome.after)
    ends = (stacked(sides[0], [(one.start, one.known) for one in kept]),
            stacked(sides[1], [(one.end, one.known) for one in kept]))  # fmt: skip
    blocks = colouring_of(BLOCK, sides).groups
    used: list[dict[str, float]] = [{}, {}]
    for one in sorted(kept, key=lambda each: (ends[0][each.start][0], ends[1][each.end][0])):
        tops = []
        for side, name in enumerate((one.start, one.end)):
            tops.append(ends[side][name][0] + used[side].get(name, 0.0))
            used[side][name] = used[side].get(name, 0.0) + one.known
        colour = look.look(one.block, blocks).ink if one.block else look.line
        ribbon(axes, tops[0], tops[1], float(one.known), colour)
    vague = ({one.start for one in kept if one.missing}, {one.end for one in kept if one.missing})
    for side, structure in enumerate(sides):
        for name, (top, height) in ends[side].items():
            least = sum(one.least for one in kept if (one.start, one.end)[side] == name)
            amount = at_least(round(height), language, least=name in vague[side], low=least)
            unit_bar(axes, structure, name, side, (top, height), amount, language, look)
    low = max(top + height for side in ends for top, height in side.values())
    axes.set_xlim(-0.9, 1.9)
    axes.set_ylim(low * 1.02, -0.06 * low)
    axes.set_axis_off()
    axes.set_title(plain(word("picture:flow", language, word(f"amount:{quantity}", language, "").strip())))
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
    axes = axes_of(axes)
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
                 label=plain(named(f"block:{block}", language, comparison.cases[0].before.terms.labels)), width=0.6)  # fmt: skip
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
    axes.set_xticks(range(len(bars)), ["\n".join(broken(name, 16)) for name, _, _ in bars])
    axes.set_ylabel(word("picture:people", language))
    axes.set_ylim(0, base.max() * 1.12 or 1)
    axes.set_title(word("picture:headcount", language))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return axes


def slopes(
    comparison: Comparison,
    measure: str,
    axes: Axes | None = None,
    *,
    by: str = "scenario",
    scope: str = "total",
    language: str | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw a measure before at the left and after at the right: a line for each scenario, or of one for each block.

    ``by`` is scenario (in one ``scope``), or a dimension by which the comparison of one scenario has scopes: block, area,
    level, kind. Figures are the comparison's; one that is not known is left out, one that is at least so much bears ≥.
    Raises ProblemsError where there is none.
    """
    language = language or comparison.language
    look = theme_of(theme)
    rows = comparison.measures
    rows = rows[rows["measure"] == measure]
    rows = rows[rows["scope"] == scope] if by == "scenario" else rows[rows["scope"].str.fullmatch(rf"{by}:[^,]+")]
    rows = rows[rows["before"].notna() & rows["after"].notna()]
    if rows.empty:
        message = Message.of("the comparison knows no {measure!r} before and after to draw", measure=measure)
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message, measure)])
    axes = axes_of(axes)
    cases = {case.label: case for case in comparison.cases}
    known = colouring_of(BLOCK, [side for case in comparison.cases for side in (case.before, case.after)]).groups
    meant = measure_of(measure, comparison.cases[0].before.terms)
    own = comparison.own_labels
    ends: tuple[list[tuple[float, str, str]], ...] = ([], [])
    for row in rows.to_dict("records"):
        dimension, _, group = row["scope"].partition(":")
        name = cases[row["scenario"]].short(language) if by == "scenario" else label(dimension, group, language, own)
        ink = look.changed if row["before"] != row["after"] else look.muted
        colour = look.look(group, known).ink if by == BLOCK else ink
        axes.plot((0, 1), (row["before"], row["after"]), color=colour, marker="o", linewidth=2)
        texts = [
            at_least(row[state], language, least=meant.is_least(row[missing]), low=row[low])
            for state, missing, low in (("before", "missing_before", "low_before"), ("after", "missing", "low"))
        ]
        ends[0].append((row["before"], texts[0] if by == "scenario" else f"{name} {texts[0]}", colour))
        ends[1].append((row["after"], f"{texts[1]} {name}" if by == "scenario" else texts[1], colour))
    axes.margins(y=0.15)
    low, high = axes.get_ylim()
    for side, told in enumerate(ends):
        inks = {(y, text): colour for y, text, colour in told}
        once = [(y, text, colour if by == BLOCK else look.ink) for (y, text), colour in inks.items()]
        for (_, text, colour), place in zip(once, apart([y for y, _, _ in once], 0.055 * (high - low)), strict=True):
            x, align = (-0.03, "right") if side == 0 else (1.03, "left")
            axes.text(x, place, "\n".join(broken(text, 30)), ha=align, va="center", color=colour, fontsize="small")
    axes.set_xticks((0, 1), [word("side-before", language), word("side-after", language)])
    axes.set_xlim(-0.6, 1.8)
    axes.set_yticks([])
    for edge in ("left", "right", "top"):
        axes.spines[edge].set_visible(False)
    axes.set_title(plain(measure_title(measure, comparison.cases[0].before.terms, language)))
    return axes


def small_multiples(
    comparison: Comparison,
    picture: Callable[..., Axes],
    axes: Sequence[Axes] | None = None,
    *,
    columns: int = 3,
    language: str | None = None,
    theme: str | Theme = "colour",
) -> list[Axes]:
    """Draw a picture of one outcome (layers, spans, flows) for each scenario, all to one scale, and give the axes.

    ``axes`` are one for each scenario, or new ones of a figure, ``columns`` beside each other. A refused scenario has
    no figures and is left out. Raises ProblemsError where the axes are too few, or no scenario is carried out.
    """
    language = language or comparison.language
    cases = [case for case in comparison.cases if not case.is_refused]
    found: list[Any] = list(np.ravel(np.asarray(axes))) if axes is not None else figure_of(len(cases), columns)
    if not cases or len(found) < len(cases):
        message = Message.of("{count} scenarios to draw, on {axes} axes", count=len(cases), axes=len(found))
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message)])
    drawn = []
    for at, (case, one) in enumerate(zip(cases, found, strict=False)):
        made = picture(case.outcome, one, language=language, theme=theme)
        made.set_title("\n".join(broken(case.short(language), 30)))
        if at and (legend := made.get_legend()) is not None:
            legend.remove()  # the first one tells for all
        drawn.append(made)
    highest = max(one.get_ylim() for one in drawn)
    if all(one.get_ylim()[0] <= one.get_ylim()[1] for one in drawn):  # of flows each fills its own
        for one in drawn:
            one.set_ylim(highest)
    for one in found[len(cases) :]:
        one.set_axis_off()
    return drawn
