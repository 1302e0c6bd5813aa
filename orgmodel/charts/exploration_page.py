"""The figure of an exploration on one page: a tornado for the first decision, above it where the draws of measures lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.exploration_pictures import A4, LETTERS, MOST_ROWS, intervals, moves, tornado, uncertain_measures
from orgmodel.charts.picture_parts import broken
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.charts.theme import Theme
    from orgmodel.exploration.exploration import Exploration


def page_of(
    found: Exploration,
    *,
    language: str | None = None,
    theme: str | Theme = "colour",
    size: tuple[float, float] = A4,
) -> Any:
    """Make one figure of A4, or of at most a ``size`` in inches, of an exploration: a tornado for the first decision, above it intervals of as many uncertain measures as there is room for.

    Where no decision has ends to draw, the page says why under the intervals, as the text does.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    of_measures, of_decisions, note, below = _heights(found, language or found.language, size)
    if not of_measures:
        message = Message.of("nothing that was explored is uncertain: there is no picture")
        raise ProblemsError([Problem("NOTHING_TO_DRAW", message)])
    heights = [*of_measures.values(), *of_decisions.values()]
    figure = Figure(figsize=(size[0], min(size[1], max(3.0, sum(heights) + below))), layout="constrained")
    FigureCanvasAgg(figure)
    if note:
        figure.supxlabel(note, x=0.02, ha="left", fontsize="small")
    spots = np.ravel(figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights))
    for measure, axes in zip(of_measures, spots[: len(of_measures)], strict=True):
        intervals(found, measure, axes, most=MOST_ROWS, language=language, theme=theme)
    for at, axes in zip(of_decisions, spots[len(of_measures) :], strict=True):
        tornado(found, axes, decision=at, language=language, theme=theme, most=7)
    return figure


def measures_on_page(found: Exploration, *, language: str | None = None, size: tuple[float, float] = A4) -> list[str]:
    """List the measures for which there is room in the figure that :func:`page_of` makes."""
    return list(_heights(found, language or found.language, size)[0])


def _heights(
    found: Exploration, language: str, size: tuple[float, float]
) -> tuple[dict[str, float], dict[int, float], str, float]:
    """Give how high the intervals of each measure are, and the tornado of the first decision that has one; else why it has none, and its height."""
    drawn = [at for at, one in enumerate(found.decided) if any(moves(each) for each in one.questions)][:1]
    of_decisions = {at: 0.55 * min(7, sum(moves(each) for each in found.decided[at].questions)) + 1.5 for at in drawn}
    note = "" if drawn else _why_no_tornado(found, language)
    below = 0.2 * (note.count("\n") + 2) if note else 0.0
    table = found.measures
    table = table[(table["state"] == "after") & (table["sd"] > 0)]
    of_measures: dict[str, float] = {}
    for measure in uncertain_measures(found):
        height = 0.45 * min(MOST_ROWS, int((table["measure"] == measure).sum())) + 1.4
        if of_measures and sum(of_measures.values()) + sum(of_decisions.values()) + below + height > size[1] - 0.2:
            break
        of_measures[measure] = height
    return of_measures, of_decisions, note, below


def _why_no_tornado(found: Exploration, language: str) -> str:
    """Say of the first decision that has no ends what is decided and why it has none, in lines of a page."""
    called = found.called
    for one in found.decided:
        if called is not None and (why := called.no_ends(one, language)):
            text = called.decision(one, language)
            return "\n".join(broken(f"{text[:1].upper()}{text[1:]}: {why}", 3 * LETTERS))
    return ""


def figure_bytes(figure: Any, form: str, dpi: int = 200) -> bytes:
    """Give a figure as PNG at a resolution in dots per inch, SVG or PDF, the same bytes each time."""
    import io

    import matplotlib as mpl

    made = io.BytesIO()
    dates = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with mpl.rc_context({"svg.hashsalt": "orgmodel", "svg.fonttype": "path"}):
        figure.savefig(made, format=form, dpi=dpi, metadata=dates[form])
    return made.getvalue()
