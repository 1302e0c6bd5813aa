"""Judging one norm in one structure: its subjects, their values, and the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names, names_of
from orgmodel.core.schema import YES
from orgmodel.core.tree import Rows
from orgmodel.norms.criteria import Chosen
from orgmodel.norms.facts import Facts
from orgmodel.norms.finding import (
    FAIL,
    FAILS_FOR_PART,
    NEEDS_APPROVAL,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    PASS,
    Finding,
)
from orgmodel.norms.formula import ByClass, ParameterOf, walk
from orgmodel.norms.limits import CODES, number_of, result_codes, shown_limit
from orgmodel.norms.missing_inputs import MOST, missing_inputs
from orgmodel.norms.record import Approval, Norm
from orgmodel.norms.subjects import Pools, blanks_of, in_order, pools_of, subjects_of
from orgmodel.norms.terms_evaluated import Subjects, evaluate_term
from orgmodel.operations.select import answer, as_ask
from orgmodel.words.citations import cited_names
from orgmodel.words.labels import names
from orgmodel.words.notes import joined, worded


@dataclass(frozen=True)
class Context:
    """Hold what judging needs beside a norm: the facts, the state and how subjects are evaluated."""

    subjects: Subjects
    state: str

    @property
    def facts(self) -> Facts:
        """Give the facts of the structure."""
        return self.subjects.facts


def judge(norm: Norm, context: Context) -> list[Finding]:
    """Judge a norm: one finding a unit or pool, or one that says why it does not apply."""
    facts = context.facts
    base = Finding(
        norm.id,
        "",
        NOT_APPLICABLE,
        citation=str(norm.citation),
        cited=norm.citation.names,
        state=context.state,
        title=norm.title,
        confidence=norm.confidence,
        note=joined(norm.note, _parameters_used(norm, facts)),
    )
    if norm.scope == "scenario":
        return _judged(norm, context.subjects, base, [""], [()])
    chosen = subjects_of(norm, facts)
    found = np.flatnonzero(chosen.possible)
    if not len(found):
        note = worded("no_unit_applies")
        return [replace(base, note=note)]
    if norm.scope == "pool":
        return _judge_pools(norm, context, base, chosen)
    return _judge_units(norm, context, base, chosen)


def _judge_units(norm: Norm, context: Context, base: Finding, chosen: Chosen) -> list[Finding]:
    """Judge each unit by itself, as in the chart, however rows were read.

    Of a unit that the norm may not apply to, since what it asks for is blank, nothing is told. Where only an attribute that
    would take the unit out of the norm is not given, a unit that keeps to the limit does so either way.
    """
    facts = context.facts
    rows = in_order(facts, chosen.possible)
    stand_in = facts.stands_for != 1
    rows, ranged, unsized = _of_size(norm, context, rows)
    ids = facts.ids(rows)
    judged = _judged(norm, _at(context, rows), base, ids, [(unit,) for unit in ids])
    findings = dict(zip(rows.tolist(), judged, strict=True))
    every = np.array(sorted((*findings, *unsized), key=facts.structure.tree.start.__getitem__), dtype=np.int64)
    told: list[Finding] = []
    for row, unit in zip(every.tolist(), facts.ids(every), strict=True):
        finding = findings.get(row, replace(base, subject=unit, units=(unit,), result=NOT_EVALUABLE))
        missing = finding.missing
        if stand_in[row]:
            missing = (FigureId("units", unit, "stands_for"),)
        elif row in unsized:
            missing = unsized[row]
        open_ = bool(chosen.open_[row])
        if open_ and finding.result == PASS and chosen.stated[row] and not (chosen.unsaid[row] or stand_in[row]):
            told.append(replace(finding, note=joined(finding.note, worded("holds_either_way"))))
            continue
        if open_:
            missing = tuple(dict.fromkeys((*blanks_of(norm, facts, row), *missing)))
        if open_ or stand_in[row] or row in unsized:
            finding = replace(finding, result=NOT_EVALUABLE, value=None, low=None, high=None, missing=missing)
        elif row in ranged and finding.result == FAIL:
            finding = replace(finding, result=FAILS_FOR_PART)
        told.append(finding)
    if not told:
        note = worded("no_unit_of_size")
        return [replace(base, note=note)]
    return told


def _of_size(norm: Norm, context: Context, rows: Rows) -> tuple[Rows, frozenset[int], dict[int, tuple[FigureId, ...]]]:
    """Narrow units by a figure: those to judge, those of them that its range leaves open, and those of which it is missing."""
    if norm.having is None:
        return rows, frozenset(), {}
    term, limits = norm.having
    codes = result_codes(term, evaluate_term(term, _at(context, rows)), limits, _at(context, rows))
    terms = (term, *(one.term for one in limits))
    unsized = {
        row: tuple(dict.fromkeys(name for one in terms for name in missing_inputs(one, context.facts, np.array([row]))))
        for row in rows[codes == CODES.index(NOT_EVALUABLE)].tolist()
    }
    part = codes == CODES.index(FAILS_FOR_PART)
    return rows[(codes == CODES.index(PASS)) | part], frozenset(rows[part].tolist()), unsized


def _at(context: Context, rows: Rows) -> Subjects:
    return replace(context.subjects, rows=rows)


def _judge_pools(norm: Norm, context: Context, base: Finding, chosen: Chosen) -> list[Finding]:
    """Judge pools; one to which a unit may belong, since a field of the unit is blank, cannot be told."""
    facts = context.facts
    pools = pools_of(norm, facts, chosen)
    rows = in_order(facts, pools.group >= 0)
    subjects = replace(context.subjects, rows=rows, group=pools.group, pools=pools.values)
    findings = []
    for number, finding in enumerate(_judged(norm, subjects, base, names_of_pools(norm, pools), members_of(pools, facts))):  # fmt: skip
        doubtful = pools.doubtful[number]
        if doubtful:
            missing = dict.fromkeys((*(name for row in doubtful for name in pools.blanks[row]), *finding.missing))
            units = tuple(dict.fromkeys((*finding.units, *facts.ids(np.array(doubtful)))))
            finding = replace(
                finding, result=NOT_EVALUABLE, value=None, limit=None, low=None, high=None,
                missing=tuple(missing)[:MOST], units=units,
            )  # fmt: skip
        findings.append(finding)
    return findings


def names_of_pools(norm: Norm, pools: Pools) -> list[str]:
    """Name the pools of a norm as subjects of findings."""
    return [f"{norm.pool_by}:{pool}" if pool else "" for pool in pools.values]


def members_of(pools: Pools, facts: Facts) -> list[tuple[str, ...]]:
    """List the units that are surely in each pool, as in the chart."""
    rows = in_order(facts, pools.group >= 0)
    members: list[list[str]] = [[] for _ in pools.values]
    for unit, number in zip(facts.ids(rows), pools.group[rows].tolist(), strict=True):
        members[number].append(unit)
    return [tuple(one) for one in members]


def _judged(
    norm: Norm, subjects: Subjects, base: Finding, names: list[str], units: list[tuple[str, ...]]
) -> list[Finding]:
    """Make the findings of subjects with these names and units, in this order."""
    if not names:
        return []
    count = len(names)
    values = evaluate_term(norm.value, subjects).spread(count)
    limits = [evaluate_term(one.term, subjects).spread(count) for one in norm.limits]
    codes = result_codes(norm.value, values, norm.limits, subjects)
    shown = shown_limit(norm.limits, limits, values)
    bests, lows, highs = values.best.tolist(), values.low.tolist(), values.high.tolist()
    findings = []
    for at, code in enumerate(codes.tolist()):
        best = number_of(bests[at])
        ranged = best is not None and lows[at] != highs[at]
        finding = replace(
            base,
            subject=names[at],
            units=units[at],
            result=CODES[code],
            value=best,
            limit=number_of(shown[at]),
            low=number_of(lows[at]) if ranged else None,
            high=number_of(highs[at]) if ranged else None,
        )
        if CODES[code] == NOT_EVALUABLE:
            finding = _unevaluable(finding, norm, subjects, at, lows[at])
        elif CODES[code] in (FAIL, FAILS_FOR_PART) and norm.approval is not None:
            finding = _approved(finding, norm, subjects.facts)
            if CODES[code] == FAILS_FOR_PART and finding.result == NEEDS_APPROVAL:
                finding = replace(finding, note=joined(finding.note, worded("if_beyond")))
        if values.more[at] and CODES[code] != NOT_EVALUABLE:
            known = number_of(lows[at])
            finding = replace(
                finding,
                value=known,
                low=known,
                note=joined(finding.note, worded("more_may_be_there", {"known": known})),
            )
        findings.append(finding)
    return findings


def _unevaluable(finding: Finding, norm: Norm, subjects: Subjects, at: int, low: float) -> Finding:
    facts = subjects.facts
    rows = np.array([facts.structure.units.row(unit) for unit in finding.units], dtype=np.int64)
    names: dict[FigureId, None] = {}
    for term in (norm.value, *(one.term for one in norm.limits)):
        names.update(dict.fromkeys(missing_inputs(term, facts, rows)))
    note = finding.note
    beyond = any(one.comparison == "at_most" for one in norm.limits)
    if beyond and finding.limit is not None and low > finding.limit:
        known = number_of(low)
        note = joined(
            note,
            worded("known_part_over", {"known": known}),
        )
    return replace(finding, value=None, low=None, high=None, missing=tuple(names), note=note)


def _approved(finding: Finding, norm: Norm, facts: Facts) -> Finding:
    """Turn a breach that an approval allows into a pass where it is on file, else into a need for it."""
    approval = norm.approval
    if approval is None:
        return finding
    if is_approved(approval, finding.units, facts):
        note = worded("approved", {"who": approval.by})
        return replace(finding, result=PASS, note=joined(finding.note, note))
    article = tuple((lang, f" ({text})") for lang, text in cited_names(approval.article)) if approval.article else ""
    note = worded("needs_approval", {"who": approval.by, "article": article})
    return replace(finding, result=NEEDS_APPROVAL, note=joined(finding.note, note))


def is_approved(approval: Approval, units: Sequence[str], facts: Facts) -> bool:
    """Tell whether of all of some units an approval is on file."""
    on_file = [facts.structure.queries.attributes_of(unit).get(approval.attribute) for unit in units]
    yes = as_ask(approval.attribute, list(YES))
    return bool(on_file) and all(one is not None and answer(yes, one.value) == "yes" for one in on_file)


def _parameters_used(norm: Norm, facts: Facts) -> Names:
    """Say which options were used where a norm has more than one interpretation."""
    used = [norm.where_by] if norm.where_by else []
    for term in (norm.value, *(limit.term for limit in norm.limits)):
        used += [one.parameter for one in walk(term) if isinstance(one, ParameterOf | ByClass) and one.parameter]
    note: Names = ()
    for name in dict.fromkeys(used):
        if facts.parameters.get(name) is not None:
            title = facts.titles.get(name) or names_of(vi=name, en=name)
            value = names("choice", str(facts.parameters[name]), facts.structure.terms.labels)
            note = joined(note, worded("reading", {"title": title, "value": value}))
    return note
