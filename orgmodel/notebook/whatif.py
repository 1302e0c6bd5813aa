"""What if: the parameters of a scenario as sliders and choices, and what the whole comes to for what is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgmodel.charts.interactive import static
from orgmodel.core.names import text_in
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measure_change import ChangeEvaluator
from orgmodel.words.charts import word
from orgmodel.words.labels import label
from orgmodel.words.measures import measure_name
from orgmodel.words.messages import message_text
from orgmodel.words.numbers import changed, number, ranged

if TYPE_CHECKING:
    from orgmodel.measures.measure_change import MeasureChange
    from orgmodel.scenario.elements import Parameter
    from orgmodel.scenario.scenario import Scenario

SHOWN = (
    *(
        "units",
        "units_internal",
        "posts_authorized",
        "posts_filled",
        "posts_outside_quota",
        "headcount",
        "heads",
        "deputies",
    ),
    *("staff", "party_members", "layers", "span_mean", "superiors_per_unit", "concurrent_posts", "cost_year"),
)
"""The measures of the whole that are shown; those of which nothing is known before and after are left out."""

STEPS = 20
"""So many places a slider has between the least and the most of a number that is no whole one."""


class WhatIf:
    """Answer what a scenario comes to for the parameters that are set; ``data`` is what the panel begins with."""

    def __init__(self, scenario: Scenario) -> None:
        """Begin with the parameters as the scenario sets them."""
        self.scenario = scenario
        self.language = scenario.baseline.terms.language
        self._before = Evaluator(scenario.baseline, expected=scenario.baseline)
        self._heads = [
            "",
            word("edit:before", self.language),
            word("edit:after", self.language),
            word("edit:change", self.language),
        ]
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
        own = self.scenario.baseline.terms.labels
        choices = [[key, label("choice", key, self.language, own)] for key in one.choices if key not in one.unavailable]
        now = 0 if choices or value is None else float(value)
        low, high = one.low or 0, one.high if one.high is not None else max(2 * now, 1)
        whole = all(float(each).is_integer() for each in (low, high, now))
        return {
            "name": one.name,
            "title": text_in(one.title, self.language) or one.name,
            "choices": choices,
            "low": low,
            "high": high,
            "step": 1 if whole else (high - low) / STEPS,
            "value": value,
        }

    def answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Run the scenario with ``settings``, and give its measures before and after as tables, with what is wrong."""
        try:
            outcome = self.scenario.run(**dict(asked.get("settings") or {}))
        except ProblemsError as error:
            return {"tables": [], "problems": [message_text(one.message, self.language) for one in error.problems]}
        wrong = [message_text(one.message, self.language) for one in errors(outcome.problems)]
        if outcome.refused:
            return {"tables": [], "problems": wrong}
        after = Evaluator(outcome.after, outcome.before, expected=outcome.before, base=self._before)
        changes = ChangeEvaluator(self._before, after if outcome.changes else self._before)
        rows = [self._row(id, changes.read(measure_of(id, outcome.after.terms), "total")) for id in SHOWN]
        table = {"title": "", "heads": self._heads, "rows": [row for row in rows if row[1] or row[2]], "notes": []}
        return {"tables": [table], "problems": wrong}

    def _row(self, id: str, read: MeasureChange) -> list[str]:
        """Word one measure: its name, before, after, and its change where that is known and not nothing."""
        told = [
            ranged(one.value, one.low, None, one.missing, self.language)
            if one.missing
            else number(one.value, self.language)
            for one in (read.before, read.after)
        ]
        change = "" if not read.change else number(read.change, self.language, signed=True)
        if (
            change and not read.before.missing and not read.after.missing
        ):  # so that figures and change do not contradict
            *told, change = changed(read.before.value, read.after.value, read.change, self.language)
        return [measure_name(id, self.language), *told, change]
