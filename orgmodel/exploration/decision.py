"""What is to be decided: whether a norm holds, whether a measure keeps a limit, which of two scenarios has less of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.targets import targets_of
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.measures.catalogue import measures_of
from orgmodel.measures.scopes import TOTAL, scope_problem
from orgmodel.operations.written_numbers import number_said

if TYPE_CHECKING:
    from orgmodel.norms.record import NormPack
    from orgmodel.scenario.elements import Target
    from orgmodel.scenario.scenario import Outcome

NORM, LIMIT, LESS, MORE = "norm", "limit", "less", "more"
"""A norm fails; a measure keeps its limit; the first of two scenarios has less, or more, of a measure than the other."""
OF_CHANCE = (LIMIT, NORM)
"""Kinds of which knowing something is worth a chance of being right; of the others it is worth some of the measure."""

_LIMIT = re.compile(r"(?P<measure>[^@<>=]+)(@(?P<scope>[^<>=]+))?(?P<way><=|>=)(?P<limit>.+)")


@dataclass(frozen=True, slots=True)
class Decision:
    """State one decision; ``at_least`` and ``at_most`` are the limits of a measure, None where there is none."""

    kind: str
    norm: str = ""
    subject: str | None = None
    """Whom a norm is asked of: a unit or pool, or None for anybody."""
    measure: str = ""
    scope: str = TOTAL
    at_least: float | None = None
    at_most: float | None = None

    def __str__(self) -> str:
        """Write it as it is asked for.

        >>> str(Decision(LIMIT, measure="heads", at_most=7)), str(Decision(NORM, norm="MIN", subject="a"))
        ('heads<=7', 'norm:MIN@a')
        """
        if self.kind == NORM:
            return f"norm:{self.norm}" + ("" if self.subject is None else f"@{self.subject}")
        of = self.measure if self.scope == TOTAL else f"{self.measure}@{self.scope}"
        if self.kind != LIMIT:
            return f"{self.kind}:{of}"
        ends = (("<=", self.at_most), (">=", self.at_least))
        return " and ".join(f"{of}{way}{end:g}" for way, end in ends if end is not None)


def decision_of(text: str) -> Decision | None:
    """Read one decision as it is written, or None where it is none.

    >>> decision_of("posts_filled@area:duc-tho <= 60")
    Decision(kind='limit', norm='', subject=None, measure='posts_filled', scope='area:duc-tho', at_least=None, at_most=60.0)
    >>> decision_of("less:cost_year").kind, decision_of("norm:MIN@a").subject, decision_of("heads")
    ('less', 'a', None)
    """
    kind, colon, rest = text.strip().partition(":")
    if colon and kind in (NORM, LESS, MORE) and rest.strip():
        of, at, where = (one.strip() for one in rest.partition("@"))
        if kind == NORM:
            return Decision(NORM, norm=of, subject=where if at else None)
        return Decision(kind, measure=of, scope=where or TOTAL)
    found = _LIMIT.fullmatch(text.strip())
    limit = None if found is None else number_said(found["limit"].strip())
    if found is None or limit is None:
        return None
    measure, scope = found["measure"].strip(), (found["scope"] or TOTAL).strip()
    if found["way"] == "<=":
        return Decision(LIMIT, measure=measure, scope=scope, at_most=float(limit))
    return Decision(LIMIT, measure=measure, scope=scope, at_least=float(limit))


def decisions_of(texts: Iterable[str], outcomes: Sequence[Outcome], pack: NormPack | None) -> tuple[Decision, ...]:
    """Read the decisions that are asked for. Raises ProblemsError with all that cannot be decided, and why."""
    found, problems = [], []
    norms = list(dict.fromkeys(one.id for one in pack.norms)) if pack is not None else []
    baseline = outcomes[0].before
    for text in texts:
        one = decision_of(text)
        if one is None:
            message = Message.of(
                "{text!r} is no decision: a limit as posts_filled@UNIT<=60, a norm as norm:ID@UNIT, or which of two scenarios as less:MEASURE",
                text=text,
            )  # fmt: skip
            problems.append(Problem("DECISION", message, text))
            continue
        if one.kind == NORM:
            if one.norm not in norms:
                message = Message.of("no norm {name!r}{hint}", name=one.norm, hint=nearest(one.norm, norms))
                problems.append(Problem("UNKNOWN_NORM", message, one.norm))
        else:
            try:
                measures_of([one.measure], baseline.terms)
            except ProblemsError as error:
                problems += error.problems
            whys = [scope_problem(structure, one.scope) for structure in (baseline, *(each.after for each in outcomes))]
            if None not in whys:
                problems += [why for why in whys[:1] if why is not None]
            if one.kind != LIMIT and len(outcomes) < 2:
                message = Message.of("{decision} asks which of two scenarios: name two of one study", decision=text)
                problems.append(Problem("DECISION", message, text))
        found.append(one)
    if problems:
        raise ProblemsError(problems)
    return tuple(dict.fromkeys(found))


def own_decisions(outcomes: Sequence[Outcome]) -> tuple[Decision, ...]:
    """List the decisions that a study states itself: its targets, and those of the scenarios that are explored."""
    targets: list[Target] = [one for outcome in outcomes for one in targets_of(outcome)]
    found = [
        Decision(LIMIT, measure=one.measure, scope=one.scope, at_least=one.at_least, at_most=one.at_most)
        for one in targets
    ]
    return tuple(dict.fromkeys(found))
