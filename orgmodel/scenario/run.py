"""Running a scenario: steps by (effective date, order), undated ones after the dated, on a draft of the baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from orgmodel.core.change import Change, patched
from orgmodel.core.dates import first_day
from orgmodel.core.draft import Draft
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.ledger import Lineage
from orgmodel.core.messages import Message
from orgmodel.core.problems import (
    MOST_TOLD,
    WARNING,
    Location,
    Problem,
    ProblemsError,
    errors,
    few_hints,
    first_told,
    nearest,
)
from orgmodel.core.recheck import recheck
from orgmodel.core.records import Unit
from orgmodel.operations.effect import Assessment, Effect, PersonMove
from orgmodel.operations.operation_schema import Need
from orgmodel.operations.perform import perform, perform_at_once
from orgmodel.operations.select import select
from orgmodel.operations.verbs import verb_of
from orgmodel.scenario.costs import CostsFound, add_costs
from orgmodel.scenario.created_ids import look_alike_warnings
from orgmodel.scenario.displaced import displaced_warnings
from orgmodel.scenario.expand import Group, expand
from orgmodel.scenario.expect import Evaluators, judge
from orgmodel.scenario.scenario import (
    Entry,
    ExpectationResult,
    LineEntry,
    Outcome,
    StepResult,
    refuse_unknown_parameters,
)

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.operations.model import Operation
    from orgmodel.scenario.elements import Step
    from orgmodel.scenario.scenario import Scenario


@dataclass
class _Part:
    """One file's share of a run: its parameters, and the states around its steps, after so many changes of the run."""

    scenario: Scenario
    parameters: dict[str, Any]
    before: Structure | None = None
    changes: list[Change] = field(default_factory=list)
    begins: int = 0
    ends: int = 0
    inner: list[_Part] = field(default_factory=list)

    def all(self) -> list[_Part]:
        return [one for part in self.inner for one in part.all()] + [self]


@gc_paused()
@few_hints()
def run(scenario: Scenario, overrides: Mapping[str, Any], *, drafted: Callable[[Structure], Draft] = Draft) -> Outcome:
    """Run a scenario; what goes wrong in a step is kept with its place, and the other steps go on.

    After very many errors nothing further is tried: the run is refused as it is. Raises ProblemsError only for a parameter that does not exist or cannot take its value.
    ``drafted`` gives the draft to work on, for whoever watches it.
    """
    refuse_unknown_parameters(overrides, scenario.all_parameters())
    root = _part(scenario, overrides)
    parts = root.all()
    draft = drafted(scenario.baseline)
    results: list[StepResult] = []
    entries: list[Entry] = []
    lineage: list[Lineage] = []
    lines: list[LineEntry] = []
    headless: set[str] = set()
    costs = CostsFound()
    queue = [(part, step) for part in parts for step in part.scenario.steps]
    queue.sort(key=lambda one: (one[1].effective is None, first_day(one[1].effective or "")))
    watched = [(part, {id(one) for one in part.all()}) for part in parts if part.scenario.expectations]
    states = {0: scenario.baseline}  # by the number of changes that lead there
    done = faults = 0
    untried: Step | None = None
    for owner, step in queue:
        mine = [part for part, inner in watched if id(owner) in inner]
        for part in mine:
            if part.before is None:
                if done not in states:
                    states[done] = draft.structure()
                part.before, part.begins = states[done], done
        result = _run_step(draft, owner, step, entries, lineage, lines, headless, costs, room=MOST_TOLD - faults)
        results.append(result)
        if faults >= MOST_TOLD and untried is None and step.do:
            untried = step
        faults += len(errors(result.problems))
        done += len(result.changes)
        for part in mine:
            part.changes.extend(result.changes)
            part.ends = done
    problems = [problem for result in results for problem in result.problems]
    if untried is not None:
        problems.append(_untried(untried.id, untried.at))
    if done and _is_much(scenario.baseline, draft):
        states[done] = draft.structure()
    problems += _left_wrong(scenario.baseline, draft, results, states.get(done) if done else None)
    problems += look_alike_warnings(scenario.baseline, results)
    problems += displaced_warnings(scenario.baseline, draft, results, entries)
    problems += _without_head(scenario.baseline, draft, results, headless)
    problems += _order_problems([step for _, step in queue])
    problems += _before_baseline(scenario.baseline, [step for _, step in queue])
    refused = bool(errors(problems))
    expectations: list[ExpectationResult] = []
    evaluators = Evaluators(scenario.baseline)
    # A file's expectations speak of its own steps, whatever ran between them; of a run that is refused there are no figures to judge.
    for part, _ in () if refused else watched:
        before = part.before if part.before is not None else scenario.baseline
        if part.begins + len(part.changes) == part.ends:  # nothing ran between, so it leads where the run was
            if part.ends not in states:
                states[part.ends] = patched(before, part.changes)
            after = states[part.ends]
        else:
            after = patched(before, part.changes)
        judged, failed = judge(part.scenario, before, after, evaluators)
        expectations += judged
        problems += failed
    outcome = Outcome(
        scenario,
        {name: value for part in parts for name, value in part.parameters.items()},
        scenario.baseline,
        tuple(results),
        tuple(entries),
        tuple(lineage),
        tuple(expectations),
        tuple(first_told(problems)),
        dict(overrides),
        costs=tuple(costs.costs),
        lines=tuple(lines),
        refused=refused,
    )
    if done and done in states:
        outcome.__dict__["_end"] = states[done]
    return outcome


def _part(scenario: Scenario, overrides: Mapping[str, Any]) -> _Part:
    inner = [_part(one, overrides) for one in scenario.included]
    return _Part(scenario, scenario.chosen(overrides), inner=inner)


def _run_step(
    draft: Draft,
    part: _Part,
    step: Step,
    entries: list[Entry],
    lineage: list[Lineage],
    lines: list[LineEntry],
    headless: set[str],
    costs: CostsFound,
    *,
    room: int,
) -> StepResult:
    """Carry out a step as long as there is room for its errors; where there was none left before it, nothing of it."""
    mark = draft.savepoint()
    problems: list[Problem] = []
    assessments: list[Assessment] = []
    needs: list[tuple[str, Need]] = []
    people: list[PersonMove] = []
    verbs: list[str] = []
    done: list[tuple[Operation, tuple[Change, ...]]] = []
    try:
        asked = step.do if room > 0 else None
        groups = expand(asked, part.parameters, partial(select, draft.base, draft)) if asked is not None else []
    except ProblemsError as error:
        groups, problems = [], list(error.problems)
    wrong = len(errors(problems))
    for group in groups:
        if wrong >= room:
            problems.append(_untried(step.id, group.at))
            break
        if not group.operations:
            message = "for_each gives no rows, so nothing is done: see whether any unit meets its criteria"
            problems.append(Problem("NO_ROWS", Message.of(message), step.id, group.at, WARNING))
        for operation, effect in _perform(draft, group, step.effective):
            verb = verb_of(operation)
            verbs.append(verb)
            done.append((operation, effect.changes))
            problems.extend(effect.problems)
            wrong += len(errors(effect.problems))
            assessments.extend(effect.assessments)
            needs.extend(effect.needs)
            headless.update(effect.headless)
            people.extend(effect.people)
            lines.extend(LineEntry(step.id, step.clause, verb, step.effective, move) for move in effect.lines)
            entries.extend(
                Entry(step.id, step.clause, flow.operation or verb, step.effective, flow) for flow in effect.flows
            )
            lineage.extend(
                Lineage(
                    one.operation, one.before, one.after, one.shares, one.carried, step.id, step.clause, step.effective,
                    one.term or step.term,
                )
                for one in effect.lineage
            )  # fmt: skip
    add_costs(step, done, draft, problems, costs)
    problems = [one.at(step.at) for one in problems]
    return StepResult(
        step,
        part.scenario.id,
        draft.changes(mark),
        tuple(problems),
        tuple(assessments),
        tuple(needs),
        tuple(verbs),
        tuple(people),
    )


def _untried(step: str, at: Location | None) -> Problem:
    """Say that nothing further is tried, since very many errors are found."""
    message = Message.of("more than {most} faults; what stands below is not tried", most=MOST_TOLD)
    return Problem("TOO_MANY", message, step, at)


def _perform(draft: Draft, group: Group, date: str | None) -> list[tuple[Operation, Effect]]:
    operations = group.operations
    if not operations:
        return []
    if len(operations) == 1:
        return [(operations[0], perform(draft, operations[0], date))]
    return list(zip(operations, perform_at_once(draft, operations, date), strict=True))


def _is_much(before: Structure, after: Draft) -> bool:
    """Tell whether a run wrote so much that what it leads to is checked as a whole, as its columns are then asked for anyway."""
    return after.written * 4 > sum(before.table(table).size for table in ("units", "posts", "lines"))


def _left_wrong(before: Structure, after: Draft, results: list[StepResult], end: Structure | None) -> list[Problem]:
    """List what a run leaves that a file would be told of, at the step that wrote the record last; ``end`` is what it leads to, where that was made."""
    changes = [change for result in results for change in result.changes]
    if not changes:
        return []
    wrong = recheck(before, after, changes, end)
    if not wrong:
        return []
    wrote = {(change.table, change.key): result.step for result in results for change in result.changes}
    last = next(result.step for result in reversed(results) if result.changes)
    found = []
    for one, places in wrong:
        step = next((wrote[place] for place in places if place in wrote), last)
        found.append(replace(one, table="", row=-1, location=step.at))
    return found


def _without_head(before: Structure, after: Draft, results: list[StepResult], said: set[str]) -> list[Problem]:
    """Warn of each unit that began in a run and has no head after it, where nobody says so and its kind has one.

    Where no posts are listed at all nothing is known of heads.
    """
    found = []
    began = {
        change.after.id: result.step
        for result in results
        for change in result.changes
        if isinstance(change.after, Unit) and change.before is None
    }
    lists_posts = before.posts.size or any(change.table == "posts" for one in results for change in one.changes)
    for id, step in began.items() if lists_posts else ():
        unit = after.unit(id)
        if unit is None or id in said or unit.stands_for > 1 or not before.terms.has_head(unit.kind):
            continue
        if after.head_of(id) is None:
            message = Message.of(
                "{unit} begins without a head: give it a head post, or say head: none where none is meant", unit=id
            )
            found.append(Problem("NO_HEAD", message, id, step.at, WARNING))
    return sorted(found, key=lambda one: one.subject)


def _before_baseline(before: Structure, steps: list[Step]) -> list[Problem]:
    """Warn of the steps that take effect before the date of the baseline, which ought to hold what they do."""
    if not before.as_of:
        return []
    message = (
        "step {step!r} takes effect on {date}, before the date of the baseline ({as_of}), which it is carried out on"
    )
    return [
        Problem(
            "BEFORE_BASELINE",
            Message.of(message, step=step.id, date=step.effective, as_of=before.as_of),
            step.id,
            step.at,
            WARNING,
        )
        for step in steps
        if step.do
        and step.effective not in (None, "", "?")
        and first_day(str(step.effective)) < first_day(before.as_of)
    ]


def _order_problems(steps: list[Step]) -> list[Problem]:
    """List the steps that run before one they must come after."""
    position = {step.id: number for number, step in enumerate(steps)}
    problems = []
    for number, step in enumerate(steps):
        for name in step.after:
            if name not in position:
                message = Message.of(
                    "step {step!r} comes after {name!r}, which does not exist{hint}",
                    step=step.id,
                    name=name,
                    hint=nearest(name, position),
                )
                problems.append(Problem("UNKNOWN_STEP", message, subject=step.id, location=step.at))
            elif position[name] > number:
                other = steps[position[name]]
                message = Message.of(
                    "step {step!r} ({date}) must come after {name!r} ({other_date}), and runs before it",
                    step=step.id,
                    date=step.effective or Message.of("undated"),
                    name=name,
                    other_date=other.effective or Message.of("undated"),
                )
                problems.append(Problem("ORDER", message, subject=step.id, location=step.at))
    return problems
