"""A sum of figures over the dates of a scenario: the least, the middle and the most of the draws on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.exploration.exploration import Exploration
from orgmodel.exploration.forms import forms_of, is_linear, linear_sum
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.scopes import TOTAL

if TYPE_CHECKING:
    import pandas as pd

FAN_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FAN_COLUMNS = ("date", "p5", "p25", "p50", "p75", "p95", "best", "missing")
MOST_DRAWS = 1 << 14


def over_time(found: Exploration, measure: str, *, scope: str = TOTAL, scenario: str | None = None) -> pd.DataFrame:
    """Tabulate a sum of figures on the date of the baseline and on each on which steps take effect, by the same draws.

    Steps without a date never take effect. Raises ProblemsError for a scenario that was not explored, a measure that is no sum of figures, and
    where parameters are drawn, which may move what happens when.
    """
    import pandas as pd

    cases = {one.scenario.id: one for one in found.cases}
    case = cases.get(scenario or next(iter(cases)))
    if case is None:
        message = Message.of("{name!r} was not explored", name=scenario)
        raise ProblemsError([Problem("UNKNOWN_SCENARIO", message, scenario or "")])
    outcome = case.scenario.run()
    terms = outcome.before.terms
    what = measure_of(measure, terms)
    if not is_linear(what) or found.causes.parameters:
        message = Message.of("{name} is no sum of figures, and is told on no dates", name=measure)
        raise ProblemsError([Problem("MEASURE", message, measure)])
    dates = {first_day(step.step.effective) for step in outcome.steps if step.changes and step.step.effective}
    began = outcome.before.as_of or ""
    days = [began, *sorted(day for day in dates if day and day > began)]
    sample = found.draws.first(min(found.draws.count, MOST_DRAWS))
    rows = []
    for day in days:
        structure = outcome.at(day) if day and day != began else outcome.before
        evaluator = Evaluator(structure, expected=outcome.before)
        read = evaluator.read(what, scope)
        best = np.nan if read.value is None else float(read.value)
        forms = forms_of(found.causes, [linear_sum(evaluator, what, scope)], np.array([best]))
        values = forms.at(sample)[:, 0]
        rows.append((day, *np.quantile(values, FAN_QUANTILES, method="inverted_cdf"), best, read.missing))
    return pd.DataFrame(rows, columns=list(FAN_COLUMNS))
