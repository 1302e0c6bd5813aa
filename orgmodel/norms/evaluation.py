"""Evaluating norms: a structure at a date, or an outcome before and after, and what the proposal breaks or mends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.figures import Amount
from orgmodel.core.names import Names
from orgmodel.core.problems import ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.measures import amount
from orgmodel.measures import value as measured
from orgmodel.norms.before_after import compared
from orgmodel.norms.deviations_counted import Comparison, counted
from orgmodel.norms.facts import Facts
from orgmodel.norms.finding import (
    AFTER,
    BEFORE,
    NOT_APPLICABLE,
    Finding,
)
from orgmodel.norms.formula import DeviationsFrom, MeasureOf
from orgmodel.norms.judging import Context, judge
from orgmodel.norms.parameters import settled
from orgmodel.norms.record import Norm, NormPack
from orgmodel.norms.terms_evaluated import Subjects
from orgmodel.norms.values import Values
from orgmodel.words.notes import Date, how_sure, joined, worded

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome


def evaluate(
    subject: Structure | Outcome,
    pack: NormPack,
    *,
    date: str | None = None,
    state: str = BEFORE,
    parameters: Mapping[str, Any] | None = None,
    baseline_cache: BaselineCache | None = None,
) -> list[Finding]:
    """Evaluate every norm of a pack: on a structure, or on an outcome before and after.

    The law is that of ``date``; without one, of the structure's own date (of an outcome: of its state after), so that
    before and after are judged by the same law. Findings come in the order of the pack, by subject; those of an
    outcome say what is new, mended or inherited, and which step touched their units last. ``baseline_cache`` keeps
    what was found before, so that many scenarios of one baseline judge it once. Raises ProblemsError for a parameter
    that no norm knows or that cannot take its value.
    """
    if isinstance(subject, Structure):
        return _evaluate(subject, pack, state, date or subject.as_of, parameters, None)
    day = date or subject.after.as_of
    before = None if baseline_cache is None else baseline_cache.get(subject.before, day)
    if before is None:
        before = _evaluate(subject.before, pack, BEFORE, day, parameters, subject.before)
    if baseline_cache is not None:
        baseline_cache.keep(subject.before, day, before)
    after = _evaluate(subject.after, pack, AFTER, day, parameters, subject.before)
    return before + compared(before, after, pack, subject, day)


class BaselineCache:
    """Keep the findings on baselines by date, for one pack and one set of parameters."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._kept: list[tuple[Structure, str | None, list[Finding]]] = []

    def get(self, structure: Structure, date: str | None) -> list[Finding] | None:
        """Give the findings on a structure (this very one) on a date, or None."""
        return next((found for one, day, found in self._kept if one is structure and day == date), None)

    def keep(self, structure: Structure, date: str | None, findings: list[Finding]) -> None:
        """Keep findings, once."""
        if self.get(structure, date) is None:
            self._kept.append((structure, date, findings))


def _evaluate(
    structure: Structure,
    pack: NormPack,
    state: str,
    date: str | None,
    parameters: Mapping[str, Any] | None,
    before: Structure | None,
) -> list[Finding]:
    context = Context(subjects_in(structure, pack, date, parameters, before), state)
    findings: list[Finding] = []
    for versions in _by_id(pack.norms).values():
        current = [one for one in versions if one.in_force(date)]
        if current:
            findings += judge(current[0], context)
        else:
            findings.append(_out_of_force(versions, date, state))
    return findings


def norms_in_force(pack: NormPack, date: str | None) -> list[Norm]:
    """List the norms of a pack that are in force on a date, of each id the first version."""
    found = (next((one for one in versions if one.in_force(date)), None) for versions in _by_id(pack.norms).values())
    return [one for one in found if one is not None]


def subjects_in(
    structure: Structure,
    pack: NormPack,
    date: str | None,
    parameters: Mapping[str, Any] | None,
    before: Structure | None,
) -> Subjects:
    """Give all units of a structure as what norms are asked about, with how measures and deviations are found."""
    facts = Facts(structure, settled(pack, parameters), pack.kinds, pack.marks, _titles(pack))

    def measure(term: MeasureOf) -> Values:
        of = before if term.at == "before" else structure
        if of is None:
            return Values.exact(np.nan)
        try:
            found = measured(of, term.id, term.scope, reference=before)
        except ProblemsError:  # a scope that this organisation does not have: nothing is known of it
            return Values.exact(np.nan)
        if not found.complete or found.value is None:
            return Values.exact(np.nan)
        ends = [np.atleast_1d(np.asarray(end, dtype=np.float64)) for end in (found.value, found.low, found.high)]
        none = np.zeros(1, dtype=np.bool_)
        return Values(ends[0], ends[1], ends[2], none, none)

    def summed(term: MeasureOf) -> tuple[Amount, int] | None:
        of = before if term.at == "before" else structure
        return None if of is None else amount(of, term.id, term.scope, reference=before)

    comparison = Comparison(structure, pack, date)

    def deviating(term: DeviationsFrom, areas: tuple[str, ...]) -> Values:
        values, unknown = counted(term, areas, comparison)
        facts.not_compared.update(unknown)
        return values

    return Subjects(facts, np.arange(facts.size), measure=measure, deviations=deviating, sources=summed)


def _titles(pack: NormPack) -> dict[str, Names]:
    return {name: one.title for name, one in pack.parameters.items()}


def _by_id(norms: Iterable[Norm]) -> dict[str, list[Norm]]:
    versions: dict[str, list[Norm]] = {}
    for norm in norms:
        versions.setdefault(norm.id, []).append(norm)
    return versions


def _out_of_force(versions: list[Norm], date: str | None, state: str) -> Finding:
    periods = "; ".join(f"{one.from_ or '…'} – {one.to or '…'}" for one in versions)
    note = worded("not_in_force", {"date": date, "periods": periods})
    for one in versions:
        if one.to and (sure := how_sure(one.to_confidence)):
            note = joined(note, worded("end_not_read", {"to": Date(one.to), "sure": sure}))
    norm = versions[-1]
    return Finding(
        norm.id,
        "",
        NOT_APPLICABLE,
        citation=str(norm.citation),
        cited=norm.citation.names,
        state=state,
        title=norm.title,
        confidence=norm.confidence,
        note=note,
    )
