"""Freezes: a model may exist only where it existed before, or a pilot only until its end.

The model is one holder of two offices, by a link, as a person with both posts, or as the head of a unit that is both;
`by` is the field of the first post's unit that names the place, and `known` the attribute (yes or no, on any unit of the
place) that tells where no link is listed. With `until` the model is a pilot that has ended by that day. A place
where the model existed keeps it through a vacancy: it may be filled again. A place of which nothing is known is not
evaluable, since silence in the papers is neither yes nor no; where a step brings the model there, that is said by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.estimates import FigureId
from orgmodel.core.ledger import Lineage
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Attribute, Document, Unit
from orgmodel.core.schema import NO, YES
from orgmodel.norms.finding import (
    AFTER,
    BEFORE,
    FAIL,
    NEW,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    PASS,
    Finding,
)
from orgmodel.norms.offices import Office, Replay
from orgmodel.norms.partial_dates import first_day
from orgmodel.scenario.elements import Constraint
from orgmodel.words.citations import paper_names
from orgmodel.words.notes import joined, worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome


def freeze_findings(outcome: Outcome, constraints: Iterable[Constraint], *, date: str | None = None) -> list[Finding]:
    """Judge a run by its freezes: one finding a place and state, those before the run first.

    ``outcome`` gives ``before`` (Structure) and ``steps`` in the order of the run, each with ``step`` (id, clause) and
    ``changes``. A place where the model did not exist and to which a step brings it fails, with that step, even where
    a later step takes it away again.
    """
    findings: list[Finding] = []
    for freeze in constraints:
        findings += _judge(outcome, freeze, date)
    return findings


def _judge(outcome: Outcome, freeze: Constraint, date: str | None) -> list[Finding]:
    before: Structure = outcome.before
    replay = Replay(
        before,
        Office.of(before, freeze.office, freeze.office_called),
        Office.of(before, freeze.also_holds, freeze.also_holds_called),
        freeze.by,
    )
    lineage: dict[str, list[Lineage]] = {}
    for line in getattr(outcome, "lineage", ()):
        lineage.setdefault(line.step, []).append(line)
    at_start, hosts = replay.places(), replay.hosts()
    brought: dict[str, str] = {}
    now = at_start
    for result in outcome.steps:
        if replay.apply(result.changes, lineage.get(result.step.id, ())):
            then, now = now, replay.places()
            for place in now:
                if place not in then:
                    brought.setdefault(place, result.step.id)
    known = _known(before, freeze)
    hosts = {**replay.hosts(), **hosts}
    ended = bool(freeze.until and date and first_day(date) >= first_day(freeze.until))
    cited = _cited(before, freeze)
    citation = text_in(cited, before.terms.language)
    base = Finding(freeze.id, "", PASS, citation=citation, cited=cited, clause=freeze.clause, title=freeze.title)
    findings = []
    for place in sorted({*hosts, *at_start, *now, *brought, *known} - {""}):
        one = replace(base, subject=f"{freeze.by}:{place}", units=tuple(dict.fromkeys(hosts.get(place, ()))))
        existed = True if place in at_start else known.get(place, None if freeze.known else False)
        findings.append(_before(one, freeze, existed, place))
        findings.append(
            _after(one, freeze, existed, place, now, brought.get(place, ""), ended, _name_of(before, freeze, place))
        )
    if not findings:
        note = worded("no_place_has_office")
        findings.append(replace(base, result=NOT_APPLICABLE, note=note))
    return sorted(findings, key=lambda one: one.state != BEFORE)


def _before(one: Finding, freeze: Constraint, existed: bool | None, place: str) -> Finding:
    if existed is None:
        return replace(one, state=BEFORE, result=NOT_EVALUABLE, missing=_missing(freeze, place), note=_unknown(freeze))
    value = int(existed)
    return replace(one, state=BEFORE, value=value, limit=value)


def _after(
    one: Finding,
    freeze: Constraint,
    existed: bool | None,
    place: str,
    now: dict[str, tuple[str, ...]],
    step: str,
    ended: bool,
    name: Names,
) -> Finding:
    has = place in now
    one = replace(one, state=AFTER, units=tuple(dict.fromkeys((*one.units, *now.get(place, ())))))
    if ended and has:
        note = worded("pilot_ended", {"until": freeze.until})
        return replace(one, result=FAIL, value=1, limit=0, step=step, note=note)
    if existed is None:
        one = replace(one, result=NOT_EVALUABLE, missing=_missing(freeze, place))
        if has or step:
            note = worded("brought_where_unknown" if has else "brought_where_unknown_and_undone", {"place": name})
            return replace(one, value=int(has), step=step, change=NEW, note=note)
        return replace(one, note=joined(_unknown(freeze), worded("left_alone")))
    if existed or not (has or step):
        note = worded("kept_where_it_was") if existed and has else ()
        if existed and not has:
            note = worded("may_be_filled_again")
        return replace(one, value=int(has), limit=int(existed), note=note)
    note = worded("replicated" if has else "replicated_and_undone", {"clause": freeze.clause})
    return replace(one, result=FAIL, value=int(has), limit=0, step=step, change=NEW, note=note)


def _known(before: Structure, freeze: Constraint) -> dict[str, bool | None]:
    """Read where the model is known to exist or not; places like those with the attribute are unknown by default."""
    if not freeze.known:
        return {}
    answers: dict[str, bool | None] = {}
    attributes = [one for one in before.group("attributes", "name", freeze.known) if isinstance(one, Attribute)]
    for attribute in attributes:
        unit = before.units.get(attribute.unit)
        if not isinstance(unit, Unit):
            continue
        value = attribute.value.strip().casefold()
        answers[getattr(unit, freeze.by)] = True if value in YES else False if value in NO else None
        for peer in _peers(before, unit):
            answers.setdefault(getattr(peer, freeze.by), None)
    return answers


def _peers(before: Structure, unit: Unit) -> Iterator[Unit]:
    for one in before.group("units", "kind", unit.kind):
        if isinstance(one, Unit) and one.level == unit.level and one.parent == unit.parent:
            yield one


def _missing(freeze: Constraint, place: str) -> tuple[FigureId, ...]:
    return (FigureId("attributes", (freeze.by, place), freeze.known or freeze.office),)


def _unknown(freeze: Constraint) -> Names:
    return worded("no_source_tells", {"clause": freeze.clause})


def _cited(before: Structure, freeze: Constraint) -> Names:
    """Cite the clause of the document that a freeze rests on, in each language; without a document, by its id."""
    document = before.documents.get(freeze.document)
    paper = paper_names(document) if isinstance(document, Document) else ()
    clause = worded("clause", {"clause": freeze.clause}) if freeze.clause else ()
    parts = [part for part in (paper, clause) if part]
    if not parts:
        return names_of(vi=freeze.id, en=freeze.id)
    return names_of(**{code: ", ".join(text_in(part, code) for part in parts) for code in ("vi", "en")})


def _name_of(before: Structure, freeze: Constraint, place: str) -> Names:
    """Name a place: by the unit that bears its id, else the uppermost unit there, else as it is written."""
    unit = before.units.get(place)
    if not isinstance(unit, Unit):
        there = [one for one in before.group("units", freeze.by, place) if isinstance(one, Unit)]
        depth = before.tree.depth
        unit = min(there, key=lambda one: (int(depth[before.units.row(one.id)]), one.id), default=None)
    return unit.names if isinstance(unit, Unit) and unit.names else names_of(vi=place, en=place)
