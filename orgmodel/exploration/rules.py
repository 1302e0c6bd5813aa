"""Other rules for the same outcome: a norm's parameter set otherwise, or the law of another day, beside the rules as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from orgmodel.core.dates import day_of
from orgmodel.core.frozen import Held
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import AFTER, NOT_APPLICABLE, Finding
from orgmodel.norms.parameters import faults_of
from orgmodel.norms.record import NormPack
from orgmodel.scenario.scenario import Outcome

NEWLY_FAILS, NO_LONGER_FAILS, OTHERWISE = "newly_fails", "no_longer_fails", "otherwise"
RULE_COLUMNS = ("rules", "scenario", "norm", "subject", "now", "then", "change", "citation")


@dataclass(frozen=True)
class Rules(Held):
    """Hold one set of rules: the day whose law it is (None: that of the state after), and parameters of norms."""

    text: str
    date: str | None
    parameters: dict[str, Any]


def rules_of(texts: Iterable[str], pack: NormPack | None) -> tuple[Rules, ...]:
    """Read sets of rules: ``least=12``, ``2024-06-01``, or both with commas between. Raises ProblemsError with all that cannot be set.

    >>> rules_of(["2024-06-01"], None)[0].date
    '2024-06-01'
    """
    found, problems = [], []
    for text in texts:
        date, parameters = None, {}
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


def rule_rows(outcomes: Sequence[Outcome], rules: Sequence[Rules], pack: NormPack | None) -> list[tuple[Any, ...]]:
    """List every norm about every subject of which other rules say otherwise than those that are: who newly fails first."""
    if pack is None:
        return []
    order = {NEWLY_FAILS: 0, NO_LONGER_FAILS: 1, OTHERWISE: 2}
    rows = []
    for outcome in outcomes:
        now = _after(evaluate(outcome, pack))
        for one in rules:
            then = _after(evaluate(outcome, pack, date=one.date, parameters=one.parameters))
            for key in dict.fromkeys((*now, *then)):
                told = [each.get(key) for each in (now, then)]
                results = [NOT_APPLICABLE if each is None else each.result for each in told]
                if results[0] == results[1]:
                    continue
                broken = [each is not None and each.broken for each in told]
                change = OTHERWISE if broken[0] == broken[1] else NEWLY_FAILS if broken[1] else NO_LONGER_FAILS
                cited = told[1] or told[0]
                rows.append(
                    (one.text, outcome.scenario.id, *key, *results, change, "" if cited is None else cited.citation)
                )
    return sorted(rows, key=lambda row: (order[row[6]],))


def _after(findings: Iterable[Finding]) -> dict[tuple[str, str], Finding]:
    return {(one.norm, one.subject): one for one in findings if one.state == AFTER and one.result != NOT_APPLICABLE}
