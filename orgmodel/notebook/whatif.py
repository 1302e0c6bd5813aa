"""What if: the parameters of a scenario as sliders, choices and fields, and what the whole comes to for what is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgmodel.charts.interactive import static
from orgmodel.comparison.case import cases_of
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.names import text_in
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.measures.evaluator import Evaluator
from orgmodel.notebook.html import page, table
from orgmodel.reports.side_by_side import case_table
from orgmodel.words.charts import word
from orgmodel.words.labels import label
from orgmodel.words.messages import message_text

if TYPE_CHECKING:
    from orgmodel.scenario.elements import Parameter
    from orgmodel.scenario.scenario import Scenario

STEPS = 20
"""So many places a slider has between the least and the most of a number that is no whole one."""


class WhatIf:
    """Answer what a scenario comes to for the parameters that are set; ``data`` is what the panel begins with."""

    def __init__(self, scenario: Scenario) -> None:
        """Begin with the parameters as the scenario sets them."""
        self.scenario = scenario
        self.language = scenario.baseline.terms.language
        self._before = Evaluator(scenario.baseline, expected=scenario.baseline)
        parameters = scenario.all_parameters()
        settings = {name: scenario.settings.get(name, one.default) for name, one in parameters.items()}
        self.data: dict[str, Any] = {
            "whatif": True,
            "title": scenario.name(self.language),
            "parameters": [self._control(one, settings[name]) for name, one in parameters.items()],
            "settings": settings,
            "style": static("page.css"),
            **self.answer({"settings": settings}),
        }

    def _control(self, one: Parameter, value: Any) -> dict[str, Any]:
        """Say how a parameter is set: by choice, by a slider where it states both ends, else in a field of its kind."""
        own = self.scenario.baseline.terms.labels
        choices = [[key, label("choice", key, self.language, own)] for key in one.choices if key not in one.unavailable]
        is_number = isinstance(value, int | float) or one.low is not None or one.high is not None
        said = {
            "name": one.name,
            "title": text_in(one.title, self.language) or one.name,
            "choices": choices,
            "kind": "choice" if choices else "field" if is_number else "text",
            "low": one.low,
            "high": one.high,
            "value": value,
        }
        if choices or one.low is None or one.high is None:
            return said
        now = one.low if value is None else float(value)
        whole = one.high - one.low > 1 and all(float(each).is_integer() for each in (one.low, one.high, now))
        return said | {"kind": "slider", "step": 1 if whole else (one.high - one.low) / STEPS}

    @gc_paused()
    def answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Run the scenario with ``settings``, and give its measures before and after as tables, with what is wrong."""
        settings = {
            name: value
            for name, value in dict(asked.get("settings") or {}).items()
            if value is not None and value != ""
        }
        try:
            outcome = self.scenario.run(**settings)
        except ProblemsError as error:
            return {"tables": [], "problems": [message_text(one.message, self.language) for one in error.problems]}
        wrong = [message_text(one.message, self.language) for one in errors(outcome.problems)]
        if outcome.refused:
            return {"tables": [], "problems": wrong}
        (case,) = cases_of([outcome], before=self._before)
        shown = case_table(case, self.language)
        heads = [*shown.heads[:2], word("edit:after", self.language)]  # the settings stand in the panel
        return {
            "tables": [{"title": shown.title, "heads": heads, "rows": shown.rows, "notes": shown.notes}],
            "problems": wrong,
        }

    def still(self) -> str:
        """Give the panel as it began as HTML that stands where nothing runs: what is set, and what it comes to."""
        set_ = [(one["title"], dict(one["choices"]).get(one["value"], one["value"])) for one in self.data["parameters"]]
        tables = [table(one["heads"], one["rows"], one["title"]) for one in self.data["tables"]]
        return page(table(["", ""], set_, self.data["title"]), *tables)
