"""The shortest scenario found that leads from one structure to another, which running it then reproduces.

Operations are proposed from what records show and performed on a draft at once, so whatever is written down can be
replayed. What no operation may write (sources, attributes, persons, a register that says otherwise) is a correction.

A table of the units there are leaves unsaid who has ended, when what is new began, that nothing is cited for it; running
a scenario writes all that down. These are the implied changes: what the later table is silent about is taken as the
earlier one, or the run, has it; only silence is filled in, and what was filled in is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from orgmodel.core.change import Change, diff, unlike
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Estimate, Figure
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import errors
from orgmodel.core.records import UNKNOWN_DATE, Ended, Function, Line, Quantity, Record, Unit
from orgmodel.core.schema import MEMBER_FIGURES, POST_FIGURES
from orgmodel.inference.departures import departures, saying
from orgmodel.inference.evidence import CERTAINTIES, KEPT, MOVED, POSSIBLE, WHY, Certainty, gather, with_alternatives
from orgmodel.inference.hypotheses import explain, tasks_of
from orgmodel.inference.likeness import Pair
from orgmodel.inference.matching import Matching
from orgmodel.inference.remainder import alter, link, redirect, resize, resize_quantities, transfer_quantities, unlink
from orgmodel.inference.search import Alike, Search, SearchStep, date_of
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome


DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class InferredStep:
    """A step that was inferred: how sure it is (certain, likely, possible) and what shows it."""

    step: Step
    verb: str
    certainty: str
    basis: Names


@dataclass(frozen=True)
class Inference:
    """Hold the scenario that leads from one structure to another, and what it leaves to correct.

    Applying ``corrections`` to what the scenario gives is exactly the later structure; mostly there are none.
    """

    scenario: Scenario
    steps: tuple[InferredStep, ...]
    target: Structure
    ran: Outcome | None = field(default=None, compare=False, repr=False)

    @cached_property
    def outcome(self) -> Outcome:
        """Give the outcome of the scenario, which is run once."""
        return self.scenario.run() if self.ran is None else self.ran

    @cached_property
    def corrections(self) -> tuple[Change, ...]:
        """List what differs after the scenario: records, or fields of them, that no operation may write."""
        return diff(self.outcome.after, self.target)

    @property
    def verbs(self) -> dict[str, int]:
        """Count the operations by verb."""
        return dict(sorted(Counter(step.verb for step in self.steps).items()))


def infer(
    before: Structure,
    after: Structure,
    *,
    id: str = "inferred",
    title: Names = (),
    alike: Alike | None = None,
    language: str = "",
) -> Inference:
    """Infer the operations that lead from one structure to another; ids say which unit or post is the same one.

    Structures whose ids differ are matched first (:func:`orgmodel.inference.matching.match`). Of records that are ``alike`` no
    operation makes one the other; they stay corrections. What is said in the steps is in the ``language`` of the study
    where no other is asked for.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> found = infer(Structure.of([Unit("a"), Unit("b")]), Structure.of([Unit("a"), Unit("b", parent="a")]))
    >>> found.steps[0].step.do, found.corrections
    ([{'transfer': 'b', 'to': 'a'}], ())
    """
    search = Search(before, after, alike)
    evidence = gather(before, after, search.changes)
    unlink(search)
    tasks = tasks_of(search, evidence)
    dates = {task.date for task in tasks} | {date_of(one.unit.begins)[0] for one in evidence.passing}
    for date in sorted(filter(None, dates)):
        explain(search, tasks, evidence, date)
        link(search, dated=date)
    explain(search, tasks, evidence, None)
    for _ in range(ROUNDS):
        cost = search.cost
        alter(search)
        link(search, displacing=True)
        resize(search)
        transfer_quantities(search)
        resize_quantities(search)
        redirect(search)
        link(search)
        if not search.cost or search.cost == cost:
            break
    own = _followed(search.steps)
    ordered = _in_order(own)
    hypotheses = []
    for run in [own] if own == ordered else [own, ordered]:
        told = language or after.terms.language
        steps = tuple(_step(number, performed, told) for number, performed in enumerate(run, start=1))
        scenario = Scenario(id, before, title, steps=tuple(one.step for one in steps))
        hypotheses.append(Inference(scenario, steps, after))
    return _with_people(min(hypotheses, key=lambda one: len(one.corrections)), language or after.terms.language)


def _with_people(found: Inference, language: str) -> Inference:
    """Say of those who lose a post what becomes of them, as far as that can be carried out and leaves no more to correct."""
    for said, filled in departures(found.outcome, found.target, language):
        spoken = (
            replace(one, step=replace(one.step, do=saying(one.step.do, one.step.id, said, filled)))
            for one in found.steps
        )
        steps = tuple(one for one in spoken if one.step.do)
        scenario = replace(found.scenario, steps=tuple(one.step for one in steps))
        told = Inference(scenario, steps, found.target)
        if not errors(told.outcome.problems) and len(told.corrections) <= len(found.corrections):
            return told
    return found


def _followed(run: Sequence[SearchStep]) -> tuple[SearchStep, ...]:
    """Date the operations that no record dates like what follows them, so that they run before it."""
    result: list[SearchStep] = []
    following: str | None = None
    for performed in reversed(run):
        own = performed.date if performed.date and DAY.fullmatch(performed.date) else None
        following = following if performed.free else own
        result.append(replace(performed, date=following))
    return tuple(reversed(result))


def _in_order(run: Sequence[SearchStep]) -> tuple[SearchStep, ...]:
    """Give up the dates by which an operation would run before one that was performed earlier."""
    result: list[SearchStep] = []
    latest: str | None = ""
    for performed in run:
        latest = None if latest is None or performed.date is None else max(latest, performed.date)
        result.append(replace(performed, date=latest))
    return tuple(result)


def _step(number: int, performed: SearchStep, language: str) -> InferredStep:
    step = Step(f"{performed.verb}-{number}", effective=performed.date, do=_with_grounds(performed.do, language))
    return with_evidence(InferredStep(step, performed.verb, "", ()), performed.sure, language)


def _with_grounds(data: Any, language: str) -> Any:
    """Word the grounds of what begins and ends: of one it is found later, of the other that it is found no more."""
    if isinstance(data, dict):
        ground = text_in(worded("gone" if {"dissolve", "end"} & data.keys() else "found_later"), language)
        return {key: ground if value == WHY else _with_grounds(value, language) for key, value in data.items()}
    return [_with_grounds(one, language) for one in data] if isinstance(data, list) else data


def with_evidence(step: InferredStep, sure: Certainty, language: str) -> InferredStep:
    """Give a step with how sure it is, and what shows it, in its notes, in the language of the study."""
    note = f"{text_in(worded(sure.degree), language)}: {text_in(sure.basis, language)}"
    return InferredStep(replace(step.step, notes=((language, note),)), step.verb, sure.degree, sure.basis)


DERIVED = "derived"
SILENT = {"src": ("",), "begins": (None, "", UNKNOWN_DATE), "name": ("",)}
"""By field: the values that say nothing; the name is a person's, which is not told unless it is asked for."""


def filled_in(before: Structure, after: Structure) -> Structure:
    """Give the later structure with what it leaves unsaid, as far as the earlier one tells: the register, above all.

    >>> from orgmodel.core.structure import Structure
    >>> full = filled_in(Structure.of([Unit("a"), Unit("b")]), Structure.of([Unit("a"), Unit("c")]))
    >>> [end.key for end in full.table("ended")], full.unit("c").begins, full.unit("c").src
    ([('b', '')], '?', 'derived')
    """
    draft = Draft(after)
    for life in _register(before, after):
        draft.put(life)
    changes = diff(before, after)
    lost = {_origin(one.before) for one in changes if one.after is None and isinstance(one.before, Line | Function)}
    sources = {life.unit.id: life.unit.src for life in cast("Iterable[Ended]", before.table("ended"))}
    for change in (one for one in changes if one.before is None):
        record = change.after
        if isinstance(record, Unit):
            src = record.src or sources.get(record.id, DERIVED)
            draft.put(replace(record, src=src, begins=record.begins or UNKNOWN_DATE))
        elif isinstance(record, Line | Function) and not record.src and _origin(record) not in lost:
            draft.put(replace(record, src=DERIVED))
    return _filled(draft, changes)


def _register(before: Structure, after: Structure) -> Iterator[Ended]:
    """List the lives that the earlier structure tells of and the later one does not."""
    known = {record.key for record in after.table("ended")}
    there = set(after.ids("units"))
    gone = (Ended(cast("Unit", before.units.get(id))) for id in before.ids("units") if id not in there)
    for life in (*cast("Iterable[Ended]", before.table("ended")), *gone):
        if life.key not in known:
            yield life


def _origin(record: Line | Function) -> tuple[str, ...]:
    """Name a line or function so that one that went to another unit is known again: its source goes along."""
    return ("line", record.kind) if isinstance(record, Line) else ("function", record.function)


def alike(now: Record, then: Record) -> bool:
    """Tell whether a record differs from another only in what that one leaves unsaid.

    >>> alike(Unit("a", src="derived"), Unit("a")), alike(Unit("a"), Unit("a", kind="office"))
    (True, False)
    """
    return len(silences(now, then)) == len(unlike(now, then))


def silences(was: Record, now: Record) -> dict[str, object]:
    """Give the fields of which a record says nothing afterwards, as they were before.

    >>> silences(Unit("a", src="derived"), Unit("a"))
    {'src': 'derived'}
    """
    found: dict[str, object] = {}
    for name in unlike(was, now):
        one, other = getattr(was, name), getattr(now, name)
        as_much = (
            (name in POST_FIGURES + MEMBER_FIGURES or (name == "value" and isinstance(was, Quantity)))
            and one is not None
            and not isinstance(one, int)
            and _range(one) == _range(other)
        )
        as_much |= (name, one, other, getattr(now, "filled", None)) == ("fte", 0, None, 0)  # nobody is there
        as_much |= name == "order" and other == 0 and isinstance(was, Unit)  # a blank: a new row says no place
        if as_much or other in SILENT.get(name, ()) or (name == "src" and (one, other) == ("", DERIVED)):
            found[name] = one
    return found


def _range(figure: Figure) -> tuple[int | None, ...]:
    """Give what a table tells of a figure: never of which source it is a part."""
    if isinstance(figure, Estimate):
        return (figure.low, figure.best, figure.high)
    return (figure, figure, figure)


def settled(found: Inference) -> Inference:
    """Take what the later structure leaves unsaid of what began as running the scenario writes it.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.inference.infer import infer
    >>> before, after = Structure.of([Unit("a")]), Structure.of([Unit("a"), Unit("b", parent="a")])
    >>> settled(infer(before, filled_in(before, after))).corrections
    ()
    """
    return replace(found, target=_filled(Draft(found.target), found.corrections), ran=found.outcome)


def _filled(draft: Draft, changes: Iterable[Change]) -> Structure:
    """Give the structure with the records that changed in what it leaves unsaid, as the earlier one tells it."""
    for change in changes:
        was, now = change.before, change.after
        if was is not None and now is not None and (same := silences(was, now)):
            draft.put(replace(now, **same))  # type: ignore[arg-type]
    return draft.structure() if draft.changes() else draft.base


MOST_TOLD = 3
NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})


def with_matching(
    found: Inference, matching: Matching, language: str = "", instead: Mapping[str, Sequence[str]] = NOTHING
) -> Inference:
    """Make each step as sure as what it rests on, and say what that is: pairs that were matched, and units in doubt.

    What speaks of a unit that may be another one, or of a post that is in neither structure, is possible and no more;
    so is what other verbs explain as well, ``instead``, by unit. Between strangers what is done in a unit that began is no
    surer than how it began.
    """
    pairs = {pair.before: pair for pair in (*matching.posts, *matching.units) if pair.key != "id"}
    doubts = matching.doubts()
    there = {*found.scenario.baseline.ids("posts"), *found.target.ids("posts")}
    touched = {result.step.id: result.changes for result in found.outcome.steps}
    strange = {
        id for id, changes in touched.items() if any(one.table == "posts" and one.key not in there for one in changes)
    }
    if not (pairs or doubts or strange or instead):
        return found
    steps: list[InferredStep] = []
    born: dict[str, str] = {}  # units that began -> how sure it is that they began so
    for step in found.steps:
        changed = touched.get(step.step.id, ())
        moved = (
            str(one.key) for one in changed if one.table == "units" or (one.table == "posts" and one.before is None)
        )
        ids = dict.fromkeys([*_ids(step.step.do), *moved])
        homes = dict.fromkeys([*ids, *(unit for one in changed for unit in units_of(one))])
        sure = _rested(step, [pairs[id] for id in ids if id in pairs])
        ways = list(dict.fromkeys(doubts[id] for id in homes if id in doubts))
        if ways:
            is_ = {lang: ", ".join(f"{one} {word} {other}" for one, other in ways) for lang, word in worded("is")}
            told = worded("as_well_possible", {"basis": sure.basis, "ways": tuple(is_.items())})
            sure = Certainty(POSSIBLE, told)
        if verbs := dict.fromkeys(tuple(instead[id]) for id in homes if id in instead):
            sure = with_alternatives(sure, verbs)
        if step.step.id in strange:
            sure = Certainty(POSSIBLE, worded("in_neither", {"basis": sure.basis}))
        if pairs:
            least = max((sure.degree, *(born[id] for id in homes if id in born)), key=CERTAINTIES.index)
            sure = Certainty(least, sure.basis)
            new = (str(one.key) for one in changed if one.table == "units" and one.before is None)
            born |= dict.fromkeys(new, sure.degree)
        steps.append(with_evidence(step, sure, language or found.target.terms.language))
    scenario = replace(found.scenario, steps=tuple(one.step for one in steps))
    known = {one.step.id: one.step for one in steps}
    results = tuple(replace(one, step=known[one.step.id]) for one in found.outcome.steps)
    return replace(
        found, steps=tuple(steps), scenario=scenario, ran=replace(found.outcome, scenario=scenario, steps=results)
    )


def units_of(change: Change) -> set[str]:
    """Give the units that a record which changes is of."""
    records = [one for one in (change.before, change.after) if one is not None]
    return {one.id if isinstance(one, Unit) else getattr(one, "unit", getattr(one, "from_", "")) for one in records}


def _rested(step: InferredStep, pairs: Sequence[Pair]) -> Certainty:
    """Give how sure a step is that rests on pairs: as the least sure of them, which are told."""
    if not pairs:
        return Certainty(step.certainty, step.basis)
    weakest = sorted(pairs, key=lambda pair: (-CERTAINTIES.index(pair.certainty), pair.before))
    certainty = max(step.certainty, weakest[0].certainty, key=CERTAINTIES.index)
    told = [pair for pair in weakest if pair.certainty == weakest[0].certainty]
    said = {lang: ", ".join(_said(pair, lang) for pair in told[:MOST_TOLD]) for lang, _ in step.basis}
    more = f", … +{len(told) - MOST_TOLD}" if len(told) > MOST_TOLD else ""
    first = {} if step.basis in (KEPT.basis, MOVED.basis) else {lang: f"{text}; " for lang, text in step.basis}
    return Certainty(certainty, tuple((lang, first.get(lang, "") + text + more) for lang, text in said.items()))


def _said(pair: Pair, language: str) -> str:
    key = "or_two" if (pair.key, pair.certainty) == ("name", POSSIBLE) else "by_key"
    who = pair.before if pair.before == pair.after else f"{pair.before} {text_in(worded('is'), language)} {pair.after}"
    return f"{who} {text_in(worded(key, {'key': pair.key}), language)}"


def _ids(data: Any) -> Iterator[str]:
    """List every text in an operation that may be an id."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _ids(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _ids(value)
