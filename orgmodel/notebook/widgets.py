"""The interactive chart as a widget in a notebook: the same script as the page that ``chart.save("x.html")`` writes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from orgmodel.charts.interactive import static
from orgmodel.core.arguments import count_given, not_expected
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest

if TYPE_CHECKING:
    from orgmodel.charts.chart import Chart
    from orgmodel.scenario.plan import Plan
    from orgmodel.scenario.scenario import Scenario

MOST_STILL = 85_000
"""Bytes of the picture that stands in a widget's place: a third more in base64, so that a cell stays under 120 KB."""
HEIGHTS = (200, 5_000)
"""The least and the most pixels that a widget is high: below there is no room for a chart beside its bar."""


def chart_widget(made: Chart, *, height: int = 520) -> Any:
    """Give a widget that shows a chart to pan, fold and search, ``height`` pixels high (200 to 5,000).

    Its ``selected`` is the id of the unit that was clicked, and may be set to lead to another. Raises ProblemsError
    where anywidget is not installed.
    """
    if not hasattr(made, "data"):
        raise not_expected("made", made, Message.of("a chart, as orgmodel.chart() makes it"))
    shown = _kind()(data=made.data(), height=_height(height))
    shown.still = lambda: _picture(made)
    return shown


def plan_widget(plan: Plan, *, height: int = 640) -> Any:
    """Give a widget in which a plan is made by hand: drag a unit onto another, or choose it and what to do with it, ``height`` pixels high (200 to 5,000).

    Each edit is tried by the plan, which refuses it by problem or holds it as an operation; ``plan.save()`` writes the file.
    Raises ProblemsError where anywidget is not installed.
    """
    from orgmodel.notebook.editing import Editing

    editing = Editing(plan)
    made = _kind()(data=editing.data, height=_height(height), editable=True)
    made.still = lambda: _picture(plan.chart())
    return _answered(made, editing)


def _height(given: object) -> int:
    """Give the height of a widget as it is; raises ProblemsError for one at which no chart can be seen, or no end of it."""
    height = count_given("height", given)
    least, most = HEIGHTS
    if least <= height <= most:
        return height
    raise not_expected(
        "height", given, Message.of("a whole number of pixels from {least} to {most}", least=least, most=most)
    )


def what_if(scenario: Scenario) -> Any:
    """Give a widget with the parameters of a scenario, and its comparison for what is set.

    Raises ProblemsError for a scenario without parameters, and where anywidget is not installed.
    """
    from orgmodel.notebook.whatif import WhatIf

    if not scenario.all_parameters():
        told = Message.of("{scenario} has no parameters to set", scenario=scenario.id)
        raise ProblemsError([Problem("NO_PARAMETERS", told, scenario.id)])
    panel = WhatIf(scenario)
    made = _kind()(data=panel.data)
    made.still = lambda: {"text/html": panel.still()}
    return _answered(made, panel)


def _answered(made: Any, answering: Any) -> Any:
    """Let a widget's questions be answered, each under its number."""

    def heard(_: Any, asked: Any, __: Any) -> None:
        if isinstance(asked, Mapping):
            made.send({**answering.answer(asked), "number": asked.get("number")})

    made.on_msg(heard)
    made.answering = answering
    return made


def _picture(made: Chart) -> dict[str, str]:
    """Give the first page of a chart as the sharpest picture for which a cell has room, else what it is in words, by media type."""
    from orgmodel.charts.chart import SHARPNESS

    for dpi in SHARPNESS:
        picture = made.png(dpi=dpi)
        if len(picture) <= MOST_STILL:
            return {"image/png": b64encode(picture).decode()}
    return {"text/html": f"<p>{escape(repr(made))}</p>"}


@lru_cache(maxsize=1)
def _kind() -> Any:
    """Make the class of the widget once, when it is first asked for: anywidget is an optional package."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        message = "a widget needs anywidget: install orgmodel[notebook], or save the chart as .html"
        raise ProblemsError([Problem("MISSING_PACKAGE", message)]) from None

    class ChartWidget(anywidget.AnyWidget):
        """Hold what the script shows: ``data``, ``height`` and ``selected`` are known on both sides."""

        _esm = static("widget.js")
        data = traitlets.Dict().tag(sync=True)
        height = traitlets.Int(520).tag(sync=True)
        selected = traitlets.Unicode("").tag(sync=True)
        editable = traitlets.Bool(False).tag(sync=True)  # noqa: FBT003
        still: Any = None
        answering: Any = None

        def _repr_mimebundle_(self, **named: Any) -> Any:
            """Give beside the widget a still picture, which stands in its place where nothing runs."""
            made = super()._repr_mimebundle_(**named)
            if made is None or self.still is None:
                return made
            shown, about = made
            return {**shown, **self.still()}, about

        def _lives_here(self, *_: Any) -> Any:
            raise TypeError(
                Message.of("a widget lives in its notebook; keep the plan or the chart, and make one of that")
            )

        __reduce_ex__ = __copy__ = __deepcopy__ = _lives_here

        @traitlets.validate("selected")
        def _known(self, proposal: Any) -> str:
            """Refuse a unit that the chart has in no state; nothing selected is the empty text."""
            id = proposal["value"]
            units = [unit[0] for state in self.data.get("states", ()) for unit in state["units"]]
            if id and id not in units:
                message = Message.of("no unit {unit!r}{hint}", unit=id, hint=nearest(id, units))
                raise ProblemsError([Problem("UNKNOWN_UNIT", message, id)])
            return str(id)

    return ChartWidget
