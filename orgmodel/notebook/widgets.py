"""The interactive chart as a widget in a notebook: the same script as the page that ``chart.save("x.html")`` writes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from orgmodel.charts.interactive import static
from orgmodel.core.arguments import count_given, not_expected
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest

if TYPE_CHECKING:
    from orgmodel.charts.chart import Chart


def chart_widget(made: Chart, *, height: int = 520) -> Any:
    """Give a widget that shows a chart to pan, fold and search, ``height`` pixels high.

    Its ``selected`` is the id of the unit that was clicked, and may be set to lead to another. Raises ProblemsError
    where anywidget is not installed.
    """
    if not hasattr(made, "data"):
        raise not_expected("made", made, Message.of("a chart, as orgmodel.chart() makes it"))
    return _kind()(data=made.data(), height=count_given("height", height))


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
