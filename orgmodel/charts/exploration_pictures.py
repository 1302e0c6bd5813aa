"""Pictures of what was explored: intervals, a tornado, a fan over time, maps of a sweep, a proposal's place among the alternatives.

Each draws on the axes that it is given, or on new ones, and gives them back. All are told apart without colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.picture_parts import axes_of, broken, key_below, numbered, plain
from orgmodel.charts.theme import Theme, theme_of
from orgmodel.comparison.scope_names import scope_name
from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.exploration.decision import LIMIT
from orgmodel.exploration.deviating import DEVIATIONS
from orgmodel.exploration.over_time import over_time
from orgmodel.exploration.place import is_at_least
from orgmodel.exploration.space import CARRIED_OUT, LEFT_OUT
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.scopes import TOTAL
from orgmodel.words.charts import word
from orgmodel.words.labels import label
from orgmodel.words.money import measure_title
from orgmodel.words.numbers import at_least, date, number, percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from orgmodel.comparison.case import Case
    from orgmodel.exploration.exploration import Exploration
    from orgmodel.exploration.first_figure import Question
    from orgmodel.exploration.place import Placing
    from orgmodel.scenario.scenario import Scenario

LETTERS = 34
"""So many letters of a name stand in one line beside a bar."""
MOST_CELLS = 400
A4 = (8.27, 11.69)
"""In inches."""
KEPT_FIRST = ("posts_moved", "cost_year", "cost_one_off", "heads", DEVIATIONS)
"""What a place is asked for first: it is drawn however many measures there are."""
MOST_ROWS = 6
"""So many scopes of a measure stand on a page of several pictures."""


def uncertain_measures(found: Exploration) -> list[str]:
    """List the measures that the draws spread, in the order of the measures."""
    table = found.measures
    table = table[(table["state"] == "after") & (table["sd"] > 0)]
    return list(dict.fromkeys(table["measure"]))


def intervals(
    found: Exploration,
    measure: str,
    axes: Axes | None = None,
    *,
    most: int = 10,
    language: str | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw where 90 % of the draws of a measure lie after, in each scope and scenario that was explored: the bar, the mean and the best value."""
    language, look = language or found.language, theme_of(theme)
    rows = rows_of(found.measures, measure)[:most]
    if not rows:
        message = Message.of("nothing of {name} is uncertain in what was explored", name=measure)
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message, measure)])
    axes = axes_of(axes)
    cases = {one.outcome.scenario.id: one for one in found.named.cases}
    several = len(cases) > 1
    labels = []
    for at, row in enumerate(rows):
        case = cases[row["scenario"]]
        name = scope_name(case, row["scope"], language)
        labels.append("\n".join(broken(f"{case.short(language)}: {name}" if several else name, LETTERS)))
        least = measure_of(measure, case.before.terms).is_least(row["missing"])
        ends = [row[end] - row["mean"] for end in ("p5", "p95")]
        axes.plot(ends, [at, at], color=look.changed, linewidth=7, alpha=0.35, solid_capstyle="butt", zorder=1)
        mean = None if at else word("picture:mean", language)
        axes.plot(0, at, "o", color=look.changed, markersize=6, zorder=3, label=mean)
        if row["best"] == row["best"]:
            axes.plot(
                row["best"] - row["mean"], at, "D", markerfacecolor=look.paper, markeredgecolor=look.ink, markersize=6, zorder=2,
                label=None if at else word("picture:best", language),
            )  # fmt: skip
        told = [
            (0, row["mean"], "center", (0, 10)),  # the ends below, outwards: however narrow a bar is, no two meet
            (ends[0], row["p5"], "right", (-2, -10)),
            (ends[1], row["p95"], "left", (2, -10)),
        ]
        for spot, value, align, gap in told:
            axes.annotate(
                at_least(value, language, least=least), (spot, at), gap, textcoords="offset points", ha=align, va="center", fontsize="x-small",
            )  # fmt: skip
    axes.set_yticks(range(len(rows)), labels, fontsize="small")
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.margins(x=0.12)
    axes.set_xlabel(word("picture:off", language), fontsize="small")
    numbered(axes, language, signed=True)
    title = measure_title(measure, found.named.cases[0].before.terms, language)
    axes.set_title(plain(word("picture:intervals", language, title)), fontsize="medium")
    key_below(axes)
    return axes


def tornado(
    found: Exploration,
    axes: Axes | None = None,
    *,
    decision: int = 0,
    most: int = 10,
    language: str | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw the outcome of a decision with each figure at its least and at its most and all others at their best, the widest at the top.

    Raises ProblemsError for a decision of which nothing can be drawn: one that takes a run for each draw, or that no figure moves.
    """
    language, look = language or found.language, theme_of(theme)
    called = found.named
    decided = found.decided[decision] if -len(found.decided) <= decision < len(found.decided) else None
    asked = [one for one in (decided.questions if decided is not None else ()) if moves(one)]
    if decided is None or not asked:
        message = Message.of("no figure moves decision {number} by itself: there is no tornado", number=decision)
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message)])
    asked.sort(key=lambda one: -abs(one.ends[1] - one.ends[0]))
    axes = axes_of(axes)
    evidence = decided.evidence
    assert evidence.model is not None
    middle = float(evidence.model(called.causes.best[None, :])[0])
    labels = []
    for at, one in enumerate(asked[:most]):
        unit = dict(called.unit(one.columns[0])) if len(one.columns) == 1 else {}
        name = called.asked(one, language) + (f", {unit.get(language) or next(iter(unit.values()))}" if unit else "")
        drawn = called.causes.columns[one.columns[0]].marginal
        ends = [called.value(one.columns[0], end, language) for end in (drawn.low, drawn.high)]
        labels.append(
            "\n".join(broken(name, LETTERS + 8)) + (f"\n[{ends[0]} – {ends[1]}]" if len(one.columns) == 1 else "")
        )
        for end, hatch, key in ((one.ends[0], "////", "picture:at_low"), (one.ends[1], "", "picture:at_high")):
            axes.barh(at, end - middle, 0.62, left=middle, color=look.paper if hatch else look.changed, edgecolor=look.changed, hatch=hatch,
                      label=None if at else word(key, language))  # fmt: skip
            right = end >= middle and not (end == middle and max(one.ends) > middle)
            axes.annotate(
                number(end, language),
                (end, at),
                (4 if right else -4, 0),
                textcoords="offset points",
                ha="left" if right else "right",
                va="center",
                fontsize="x-small",
            )
    axes.axvline(middle, color=look.ink, linewidth=0.8)
    asked_for = evidence.decision
    for limit in (asked_for.at_least, asked_for.at_most):
        if asked_for.kind == LIMIT and limit is not None:
            axes.axvline(
                limit,
                color=look.ended,
                linewidth=1.4,
                linestyle="--",
                label=word("picture:limit", language, number(limit, language)),
            )
    axes.set_yticks(range(len(labels)), labels, fontsize="x-small")
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.margins(x=0.1)
    numbered(axes, language)
    text = called.decision(decided, language)
    axes.set_title("\n".join(broken(text[:1].upper() + text[1:], 2 * LETTERS - 12)), fontsize="medium")
    key_below(axes)
    return axes


def fan(
    found: Exploration,
    measure: str,
    axes: Axes | None = None,
    *,
    scope: str = TOTAL,
    scenario: str | None = None,
    language: str | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw a sum of figures over the dates of a scenario: half of the draws in the dark band, 90 % in the light one, the middle as a line."""
    language, look = language or found.language, theme_of(theme)
    table = over_time(found, measure, scope=scope, scenario=scenario)
    axes = axes_of(axes)
    case = found.named.cases[0]
    rows = table.to_dict("records")
    steps = np.arange(len(rows) + 1)

    def stairs(column: str) -> list[float]:
        return [row[column] for row in rows] + [rows[-1][column]]

    axes.fill_between(
        steps,
        stairs("p5"),
        stairs("p95"),
        step="post",
        color=look.changed,
        alpha=0.18,
        linewidth=0,
        label=word("picture:ninety", language),
    )
    axes.fill_between(
        steps,
        stairs("p25"),
        stairs("p75"),
        step="post",
        facecolor="none",
        edgecolor=look.changed,
        hatch="///",
        linewidth=0.4,
        label=word("picture:half", language),
    )
    axes.step(steps, stairs("p50"), where="post", color=look.ink, linewidth=1.8, label=word("picture:middle", language))
    axes.step(
        steps,
        stairs("best"),
        where="post",
        color=look.ended,
        linewidth=1.2,
        linestyle="--",
        label=word("picture:best", language),
    )
    axes.set_xticks(
        steps[:-1] + 0.5,
        [date(row["date"], language) or "–" for row in rows],
        rotation=0 if len(rows) < 6 else 30,
        fontsize="small",
    )
    axes.set_xlim(0, len(rows))
    for at, row in enumerate(rows):
        axes.annotate(
            f"{number(row['p5'], language)} – {number(row['p95'], language)}",
            (at + 0.5, row["p95"]),
            (0, 4),
            textcoords="offset points",
            ha="center",
            fontsize="x-small",
        )
    axes.margins(y=0.15)
    numbered(axes, language, along="y")
    title = f"{measure_title(measure, case.before.terms, language)}, {scope_name(case, scope, language)}"
    axes.set_title(plain(word("picture:fan", language, title)), fontsize="medium")
    key_below(axes)
    return axes


def sweep_map(
    table: pd.DataFrame,
    x: str,
    y: str,
    measure: str,
    axes: Axes | None = None,
    *,
    language: str = "vi",
    plan: Scenario | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw a measure of a sweep over two of what varies, the mean over all else; the figure stands in each square, and what is refused is hatched.

    ``table`` is what ``orgmodel.sweep`` gives of ``plan``, by which parameters and measures are named. Raises ProblemsError for columns that are not there, and for more than 400 squares.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    for name in (x, y, measure):
        if name not in table.columns:
            message = Message.of("the table has no column {name!r}", name=name)
            raise ProblemsError([Problem("UNKNOWN_COLUMN", message, name)])
    look = theme_of(theme)
    named = {name: [*dict.fromkeys(table[name])] for name in (x, y)}
    if len(named[x]) * len(named[y]) > MOST_CELLS:
        message = Message.of("the map is too large to read (squares: {count}; at most {most})", count=len(named[x]) * len(named[y]), most=MOST_CELLS)  # fmt: skip
        raise ProblemsError([Problem("PICTURE_TOO_LARGE", message)])
    means = table.groupby([y, x], sort=False, dropna=False)[measure].mean()
    values = np.array([[means.get((row, column), np.nan) for column in named[x]] for row in named[y]], dtype=float)
    axes = axes_of(axes)
    colours = LinearSegmentedColormap.from_list("scale", list(look.scale))
    axes.imshow(values, cmap=colours, aspect="auto")
    least, most = (np.nanmin(values), np.nanmax(values)) if np.isfinite(values).any() else (0.0, 1.0)
    for row, column in np.ndindex(values.shape):
        value = values[row, column]
        if np.isnan(value):
            axes.add_patch(
                Rectangle(
                    (column - 0.5, row - 0.5), 1, 1, facecolor=look.paper, edgecolor=look.muted, hatch="xx", linewidth=0
                )
            )
            continue
        share = (value - least) / (most - least) if most > least else 0.0
        fill = colours(share)[:3]
        ink = look.ink if np.dot(fill, (0.299, 0.587, 0.114)) > 0.5 else look.paper
        axes.text(column, row, number(float(value), language), ha="center", va="center", color=ink, fontsize="small")
    axes.set_xticks(np.arange(len(named[x]) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(named[y]) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=look.line, linewidth=0.6)
    axes.tick_params(which="minor", length=0)
    terms = None if plan is None else plan.baseline.terms
    own = {} if terms is None else terms.labels
    titles = {} if plan is None else {name: one.title for name, one in plan.all_parameters().items()}
    for name, put in ((x, axes.set_xticks), (y, axes.set_yticks)):
        put(range(len(named[name])), [_value(one, language, own) for one in named[name]], fontsize="small")
    axes.set_xlabel("\n".join(broken(text_in(titles.get(x, ()), language, x), 2 * LETTERS)), fontsize="small")
    axes.set_ylabel("\n".join(broken(text_in(titles.get(y, ()), language, y), LETTERS)), fontsize="small")
    of, _, scope = measure.partition("@")
    title = of if terms is None else measure_title(of, terms, language)
    axes.set_title(plain(f"{title}, {scope}" if scope else title), fontsize="medium")
    return axes


def place(
    placing: Placing,
    case: Case,
    axes: Axes | None = None,
    *,
    most: int = 14,
    language: str | None = None,
    theme: str | Theme = "colour",
) -> Axes:
    """Draw where a proposal stands among the variants that may be: a line from the lowest to the highest of each measure, the median, and its own.

    Each line has a scale of its own, with the figures beside it; measures that are alike in all are left out. Of more than ``most`` lines those of
    posts moved, cost, heads and deviations are kept first.
    """
    terms = case.before.terms
    language, look = language or terms.language, theme_of(theme)
    rows = [
        one
        for one in placing.rows
        if one.own is not None and one.lowest is not None and one.highest is not None and one.lowest < one.highest
    ]
    kept = sorted(range(len(rows)), key=lambda at: (rows[at].measure not in KEPT_FIRST, at))[:most]
    rows = [rows[at] for at in sorted(kept)]
    if not rows:
        message = Message.of("all variants are alike in what is measured: there is no place to draw")
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message)])
    is_new, axes = axes is None, axes_of(axes)
    if is_new:
        axes.figure.set_size_inches(8.27, 1.6 + 0.55 * len(rows))  # type: ignore[union-attr]
    labels = []
    for at, one in enumerate(rows):
        low, high = one.lowest or 0.0, one.highest or 0.0
        spots = [(value - low) / (high - low) for value in (one.own or 0.0, one.median or 0.0)]
        axes.plot([0, 1], [at, at], color=look.muted, linewidth=2, zorder=1)
        axes.plot(
            spots[1],
            at,
            "|",
            color=look.ink,
            markersize=16,
            markeredgewidth=2,
            zorder=2,
            label=None if at else word("picture:median", language),
        )
        axes.plot(
            min(max(spots[0], -0.02), 1.02),
            at,
            "D",
            color=look.changed,
            markeredgecolor=look.ink,
            markersize=9,
            zorder=3,
            label=None if at else word("picture:own", language),
        )
        axes.text(-0.07, at, number(low, language), ha="right", va="center", fontsize="x-small")
        axes.text(1.07, at, number(high, language), ha="left", va="center", fontsize="x-small")
        axes.annotate(
            at_least(one.own, language, least=is_at_least(one, terms)),
            (min(max(spots[0], 0), 1), at),
            (0, 8),
            textcoords="offset points",
            ha="center",
            fontsize="x-small",
            fontweight="bold",
        )
        labels.append(
            "\n".join(
                broken(
                    f"{measure_title(one.measure, terms, language)}"
                    + (f" ({scope_name(case, one.scope, language)})" if one.scope != TOTAL else ""),
                    LETTERS,
                )
            )
        )
        if one.lower is not None:
            axes.text(1.24, at, percent(one.lower, language), ha="left", va="center", fontsize="x-small")
    axes.text(1.24, -0.75, word("picture:lower", language), ha="left", va="center", fontsize="x-small")
    axes.set_yticks(range(len(rows)), labels, fontsize="small")
    axes.set_xticks([])
    axes.set_ylim(len(rows) - 0.4, -1.1)
    axes.set_xlim(-0.24, 1.46)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    title = word("picture:place", language, number(placing.lawful, language))
    if placing.own_breaking:
        title += "\n" + word("picture:place_breaks", language)
    axes.set_title(title, fontsize="medium")
    key_below(axes)
    return axes


def rows_of(table: pd.DataFrame, measure: str) -> list[dict[str, Any]]:
    """Give, of a table of explored measures, the rows of one after that the draws spread: those that :func:`intervals` draws."""
    table = table[(table["measure"] == measure) & (table["state"] == "after") & (table["draws"] > 0)]
    return [{str(key): value for key, value in row.items()} for row in table[table["sd"] > 0].to_dict("records")]


def moves(question: Question) -> bool:
    """Tell whether the outcome is another at one end of a cause than at the other."""
    return question.ends[0] == question.ends[0] and question.ends[0] != question.ends[1]


def _value(value: Any, language: str, own: Any) -> str:
    if value in (CARRIED_OUT, LEFT_OUT):
        return word("picture:carried" if value == CARRIED_OUT else "picture:left", language)
    if isinstance(value, bool | str):
        return "\n".join(broken(label("choice", str(value), language, own), 18))
    return number(float(value), language)
