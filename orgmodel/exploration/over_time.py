"""A sum of figures over the dates of a scenario: the least, the middle and the most of the draws on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.exploration.exploration import Exploration
from orgmodel.exploration.forms import forms_of
from orgmodel.exploration.linear import is_linear, linear_sum
from orgmodel.exploration.runs import Runner
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.scopes import TOTAL, is_there

if TYPE_CHECKING:
    import pandas as pd

FAN_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FAN_COLUMNS = ("date", "p5", "p25", "p50", "p75", "p95", "best", "missing")
MOST_DRAWS = 1 << 14


def over_time(found: Exploration, measure: str, *, scope: str = TOTAL, scenario: str | None = None) -> pd.DataFrame:
    """Tabulate a sum of figures on the date of the baseline and on each on which steps take effect, by the same draws.

    Steps without a date never take effect. ``best`` is unknown where the sum hangs on a figure without a best value; a unit has figures on the
    dates on which it is there. Raises ProblemsError for a scenario that was not explored, a measure that is no sum of figures, and
    where parameters are drawn, which may move what happens when.
    """
    import pandas as pd

    cases = {one.scenario.id: (one, told) for one, told in zip(found.cases, found.named.cases, strict=True)}
    case, told = cases.get(scenario or next(iter(cases)), (None, None))
    if case is None or told is None:
        message = Message.of("{name!r} was not explored", name=scenario)
        raise ProblemsError([Problem("UNKNOWN_SCENARIO", message, scenario or "")])
    outcome, causes = told.outcome, found.causes  # as it was explored, with the parameters that were set
    middle = Runner(case.scenario, causes, outcome.overrides).run(causes.best)
    terms = outcome.before.terms
    what = measure_of(measure, terms)
    if not is_linear(what) or what.compares or causes.parameters:
        message = Message.of("{name} is no sum of figures, and is told on no dates", name=measure)
        raise ProblemsError([Problem("MEASURE", message, measure)])
    dates = {first_day(step.step.effective) for step in outcome.steps if step.changes and step.step.effective}
    began = outcome.before.as_of or ""
    days = [began, *sorted(day for day in dates if day and day > began)]
    sample = found.draws.first(min(found.draws.count, MOST_DRAWS))
    rows = []
    for day in days:
        ranged, drawn = (
            Evaluator(one.at(day) if day and day != began else one.before, expected=one.before)
            for one in (outcome, middle)
        )
        if not is_there(ranged.structure, scope):
            rows.append((day, *(np.nan,) * len(FAN_QUANTILES), np.nan, 0))
            continue
        read = drawn.read(what, scope)
        value = np.nan if read.value is None else float(read.value)
        forms = forms_of(causes, [linear_sum(ranged, what, scope)], np.array([value]))
        values = forms.at(sample)[:, 0]
        best = value if all(causes.columns[at].has_best for at in forms.columns) else np.nan
        rows.append((day, *np.quantile(values, FAN_QUANTILES, method="inverted_cdf"), best, read.missing))
    return pd.DataFrame(rows, columns=list(FAN_COLUMNS))
