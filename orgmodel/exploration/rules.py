"""Other rules for the same outcome: a norm's parameter set otherwise, or the law of another day, beside the rules as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orgmodel.core.dates import day_of
from orgmodel.core.frozen import Held
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import AFTER, Finding
from orgmodel.norms.parameters import faults_of
from orgmodel.norms.record import NormPack
from orgmodel.scenario.scenario import Outcome


@dataclass(frozen=True)
class Rules(Held):
    """Hold one set of rules: the day whose law it is (None: that of the state after), and parameters of norms."""

    text: str
    date: str | None
    parameters: dict[str, Any]

    def judged(self, outcome: Outcome, pack: NormPack) -> tuple[Finding, ...]:
        """Judge what an outcome comes to by these rules: the findings on the state after."""
        return judged_after(outcome, pack, date=self.date, parameters=self.parameters)


def judged_after(outcome: Outcome, pack: NormPack, *, date: str | None = None, parameters: Mapping[str, Any] | None = None) -> tuple[Finding, ...]:  # fmt: skip
    """Judge what an outcome comes to: the findings on the state after."""
    return tuple(one for one in evaluate(outcome, pack, date=date, parameters=parameters) if one.state == AFTER)


def rules_of(texts: Iterable[str], pack: NormPack | None) -> tuple[Rules, ...]:
    """Read sets of rules: ``least=12``, ``2024-06-01``, or both with commas between. Raises ProblemsError with all that cannot be set.

    >>> rules_of(["2024-06-01"], None)[0].date
    '2024-06-01'
    """
    found, problems = [], []
    for text in texts:
        date, parameters = None, {}
        if not text.strip(" ,"):
            message = Message.of("{text!r} is no rule: a parameter of the norms as NAME=VALUE, or a date", text=text)
            problems.append(Problem("RULES", message, text))
        for part in filter(None, map(str.strip, text.split(","))):
            name, equals, value = (one.strip() for one in part.partition("="))
            if equals:
                parameters[name] = value
                continue
            try:
                date = day_of(part)
            except ProblemsError:
                message = Message.of(
                    "{text!r} is no rule: a parameter of the norms as NAME=VALUE, or a date", text=part
                )
                problems.append(Problem("RULES", message, part))
        problems += faults_of(pack or NormPack(), parameters)
        found.append(Rules(text, date, parameters))
    if problems:
        raise ProblemsError(problems)
    return tuple(found)
