"""Freezes: a model may exist only where it existed before, or a pilot only until its end.

The model is a concurrent post, told by the office codes of its two posts, whichever of them is the first; `by` is the
field of the first post's unit that names the place, and `known` the attribute (yes or no, on any unit of the place)
that tells where no link is listed. With `until` the model is a pilot that has ended by that day. A place
where the model existed keeps it through a vacancy: it may be filled again. A place of which nothing is known is not
evaluable, since silence in the papers is neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orgmodel.core.change import Change
from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names, text_in
from orgmodel.core.records import Attribute, Document, Link, Post, Unit
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
from orgmodel.scenario.elements import Constraint
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome


@dataclass(frozen=True, slots=True)
class Replay:
    """Follow the frozen offices, their units and links through the steps of a run, touching only what changes."""

    freeze: Constraint
    before: Structure
    posts: dict[str, Post]
    links: dict[tuple[str, str], Link]
    moved: dict[str, Unit | None]

    @classmethod
    def of(cls, before: Structure, freeze: Constraint) -> Replay:
        """Start at the baseline."""
        posts: dict[str, Post] = {}
        links: dict[tuple[str, str], Link] = {}
        for office in (freeze.office, freeze.also_holds):
            for post in before.group("posts", "office", office):
                assert isinstance(post, Post)
                posts[post.id] = post
                for link in (*before.links_from(post.id), *before.links_to(post.id)):
                    links[link.key] = link
        return cls(freeze, before, posts, links, {})

    def apply(self, changes: Iterable[Change]) -> bool:
        """Carry out the changes of one step; tell whether any can matter."""
        matters = False
        for change in changes:
            if change.table == "links":
                matters = True
                self._set(self.links, change.key, change.after)
            elif change.table == "posts" and self._is_frozen(change):
                matters = True
                self._set(self.posts, change.key, change.after)
            elif change.table == "units":
                matters = True
                self.moved[str(change.key)] = change.after if isinstance(change.after, Unit) else None
        return matters

    def _is_frozen(self, change: Change) -> bool:
        offices = {self.freeze.office, self.freeze.also_holds}
        return any(isinstance(one, Post) and one.office in offices for one in (change.before, change.after))

    @staticmethod
    def _set(records: dict[Any, Any], key: object, record: object) -> None:
        if record is None:
            records.pop(key, None)
        else:
            records[key] = record

    def place(self, unit_id: str) -> str:
        """Name the place of a unit as it is now."""
        unit = self.moved[unit_id] if unit_id in self.moved else self.before.units.get(unit_id)
        return str(getattr(unit, self.freeze.by)) if unit is not None else ""

    def places(self) -> dict[str, tuple[str, ...]]:
        """List the places that have the model now, each with the units whose posts are linked."""
        found: dict[str, tuple[str, ...]] = {}
        for key in sorted(self.links):
            ends = [self.posts.get(end) for end in key]
            first = next((post for post in ends if post and post.office == self.freeze.office), None)
            second = next((post for post in ends if post and post.office == self.freeze.also_holds), None)
            if first is not None and second is not None:
                place = self.place(first.unit)
                found[place] = (*found.get(place, ()), first.unit, second.unit)
        return found

    def hosts(self) -> dict[str, tuple[str, ...]]:
        """List the places that have the first office, with its units."""
        found: dict[str, tuple[str, ...]] = {}
        for post in (self.posts[key] for key in sorted(self.posts)):
            if post.office == self.freeze.office:
                place = self.place(post.unit)
                found[place] = (*found.get(place, ()), post.unit)
        return found


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
    replay = Replay.of(before, freeze)
    at_start, hosts = replay.places(), replay.hosts()
    brought: dict[str, str] = {}
    now = at_start
    for result in outcome.steps:
        if replay.apply(result.changes):
            then, now = now, replay.places()
            for place in now:
                if place not in then:
                    brought.setdefault(place, result.step.id)
    known = _known(before, freeze)
    hosts = {**replay.hosts(), **hosts}
    ended = bool(freeze.until and date and date >= freeze.until)
    base = Finding(freeze.id, "", PASS, citation=_citation(before, freeze), clause=freeze.clause, title=freeze.title)
    findings = []
    for place in sorted({*hosts, *at_start, *now, *brought, *known} - {""}):
        one = replace(base, subject=f"{freeze.by}:{place}", units=tuple(dict.fromkeys(hosts.get(place, ()))))
        existed = True if place in at_start else known.get(place, None if freeze.known else False)
        findings.append(_before(one, freeze, existed, place))
        findings.append(_after(one, freeze, existed, place, now, brought.get(place, ""), ended))
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
) -> Finding:
    has = place in now
    one = replace(one, state=AFTER, units=tuple(dict.fromkeys((*one.units, *now.get(place, ())))))
    if ended and has:
        note = worded("pilot_ended", {"until": freeze.until})
        return replace(one, result=FAIL, value=1, limit=0, step=step, note=note)
    if existed is None:
        return replace(
            one,
            result=NOT_EVALUABLE,
            value=1 if has else None,
            step=step,
            missing=_missing(freeze, place),
            note=_unknown(freeze),
        )
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


def _citation(before: Structure, freeze: Constraint) -> str:
    document = before.documents.get(freeze.document)
    clause = text_in(worded("clause", {"clause": freeze.clause}), before.terms.language) if freeze.clause else ""
    paper = ""
    if isinstance(document, Document):
        paper = document.number or dict(document.title).get("vi", "") or document.id
    return ", ".join(filter(None, (paper, clause))) or freeze.id
