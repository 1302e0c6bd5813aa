"""Several scenarios of one baseline as one, in an order that works; or the records on which they cannot agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from orgmodel.combination.combination import Combination
from orgmodel.combination.order import Before, find_order, run_steps
from orgmodel.combination.relations import (
    BEFORE,
    COMMUTE,
    CONFLICT,
    SAME,
    Relation,
    between,
    check_dependencies,
    intent,
)
from orgmodel.combination.steps import Namespace, SourceStep, same_order, steps_of
from orgmodel.core.messages import Message, Parts, series
from orgmodel.core.names import Names
from orgmodel.core.problems import Problem, ProblemsError, errors
from orgmodel.core.records import Key, Record
from orgmodel.core.schema import Tables
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome


def combine(scenarios: Sequence[Scenario], *, id: str = "combined", title: Names = ()) -> Combination:
    """Combine scenarios of one baseline.

    Raises ProblemsError where one of them does not run by itself, or has another baseline (then rebase it first).

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Step
    >>> base = Structure.of([Unit("a"), Unit("b"), Unit("c", parent="a")])
    >>> one = Scenario("one", base, steps=(Step("s", do=[{"transfer": "c", "to": "b"}]),))
    >>> other = Scenario("other", base, steps=(Step("s", do=[{"rename": "c", "names": {"vi": "C"}}]),))
    >>> found = combine([one, other])
    >>> [step.id for step in found.scenario.steps], found.any_order
    (['s', 'other-s'], True)
    """
    outcomes = [one.run() for one in scenarios]
    _refuse_unfit(scenarios, outcomes)
    chains, names = steps_of(outcomes)
    relations, same = _repeated(chains, names, scenarios[0].baseline if scenarios else None)
    chains = [[source for source in chain if source.step.id not in same] for chain in chains]
    baseline = scenarios[0].baseline if scenarios else None
    if baseline is None:
        return Combination(None, ())
    relations += _judged(baseline, chains, names)
    if any(one.kind == CONFLICT for one in relations):
        return Combination(None, tuple(relations))
    order = find_order(baseline, chains, names)
    relations += [_relation(BEFORE, rule) for rule in order.rules]
    if order.clash is not None:
        rule, opposite = order.clash
        relations = [one for one in relations if one.kind != BEFORE or opposite is None] + [_clash(rule, opposite)]
        return Combination(None, tuple(relations))
    scenario = Scenario(
        id,
        baseline,
        title or _titles(scenarios),
        illustrative=any(one.illustrative for one in scenarios),
        documents=tuple(dict.fromkeys(document for one in scenarios for document in one.documents)),
        parameters=names.parameters,
        settings=names.settings,
        steps=tuple(source.step for source in order.steps),
        targets=tuple(dict.fromkeys(target for one in scenarios for target in one.targets)),
        study=scenarios[0].study,
    )
    relations += check_dependencies(chains, scenario.run().after)
    if any(one.kind == CONFLICT for one in relations):
        return Combination(None, tuple(one for one in relations if one.kind != BEFORE))
    turned = run_steps(baseline, [source for chain in reversed(chains) for source in chain], names)
    any_order = not order.rules and not errors(turned.problems) and turned.after == scenario.run().after
    return Combination(scenario, tuple(relations), any_order)


def _refuse_unfit(scenarios: Sequence[Scenario], outcomes: Sequence[Outcome]) -> None:
    problems = [problem for outcome in outcomes for problem in errors(outcome.problems)]
    for one in scenarios[1:]:
        if one.baseline is not scenarios[0].baseline and one.baseline != scenarios[0].baseline:
            message = Message.of(
                "{id} starts from another baseline than {scenarios}: rebase it on that one first (--onto)",
                id=one.id,
                scenarios=scenarios[0].id,
            )
            problems.append(Problem("BASELINE", message, subject=one.id))
    if problems:
        raise ProblemsError(problems)


def _titles(scenarios: Sequence[Scenario]) -> Names:
    languages = sorted({language for one in scenarios for language, _ in one.title})
    return tuple(
        (language, " + ".join(dict(one.title).get(language, one.id) for one in scenarios)) for language in languages
    )


def _repeated(
    chains: Sequence[Sequence[SourceStep]], names: Namespace, baseline: Structure | None
) -> tuple[list[Relation], set[str]]:
    """Find the steps of later scenarios that order what an earlier one orders already, or come to just what it does."""
    relations: list[Relation] = []
    same: set[str] = set()
    for turn, chain in enumerate(chains):
        earlier = [source for one in chains[:turn] for source in one]
        for source in chain:
            twin = next(
                (one for one in earlier if same_order(one, source) and (source.changes or one.name == source.name)),
                None,
            )
            if twin is None and source.changes and baseline is not None:
                alike = (one for one in earlier if set(one.changes) == set(source.changes))
                twin = next((one for one in alike if _adds_nothing(baseline, one, source, names)), None)
            if twin is not None:
                same.add(source.step.id)
                relations.append(between(SAME, twin, source, why="one of the two is enough"))
    return relations, same


def _adds_nothing(baseline: Structure, one: SourceStep, other: SourceStep, names: Namespace) -> bool:
    """Tell whether either step, carried out after the other, changes nothing more: adding 3 and setting 9 differ in this."""
    alone = run_steps(baseline, [one], names, dated=False).after
    both = (run_steps(baseline, pair, names, dated=False).after for pair in ((one, other), (other, one)))
    return all(after == alone for after in both)


def _judged(baseline: Structure, chains: Sequence[Sequence[SourceStep]], names: Namespace) -> list[Relation]:
    """Judge every record that two scenarios change: each may have its own of its fields, or figures that add up."""
    touched: dict[tuple[str, Key], list[tuple[SourceStep, Record | None, Record | None]]] = {}
    for chain in chains:
        for source in chain:
            for change in source.changes:
                touched.setdefault((change.table, change.key), []).append((source, change.before, change.after))
    relations: list[Relation] = []
    swaps: dict[tuple[str, str], bool] = {}
    listed: set[tuple[str, str]] = set()
    for (table, key), found in touched.items():
        for number, (source, before, after) in enumerate(found):
            for other, start, end in found[number + 1 :]:
                if other.turn == source.turn:
                    continue
                why, differing = _quarrel(before, after, start, end)
                pair = (source.step.id, other.step.id)
                if why and pair not in swaps:
                    swaps[pair] = _swap(baseline, chains, source, other, names)
                clash = bool(why) and not swaps[pair]
                if (not clash and pair in listed) or (clash and table != "units" and after == end):
                    continue  # of what two steps agree on in their quarrel only the units are worth telling
                listed.add(pair)
                intents = intent(source, after, key), intent(other, end, key)
                kind, told = (CONFLICT, why) if clash else (COMMUTE, "")
                relations.append(Relation(kind, *intents, table, key, differing, told))
    order = [spec.table for spec in Tables.ALL]
    return sorted(relations, key=lambda one: (one.first.scenario, one.second.scenario, order.index(one.table)))


def _quarrel(
    before: Record | None, after: Record | None, start: Record | None, end: Record | None
) -> tuple[str, tuple[str, ...]]:
    """Say why two changes of one record do not go together, and on which fields; an empty text where they do."""
    if after is None or end is None:
        if after is None and end is None:
            return Message.of("both end it, in different ways"), ()
        changed: list[str] = []
        for was, now in ((before, after), (start, end)):
            changed += _changed(was, now) if was is not None and now is not None else []
        return Message.of("one ends it, and the other changes it"), tuple(changed)
    if before is None or start is None:
        return Message.of("both begin it"), ()
    mine, theirs = _changed(before, after), _changed(start, end)
    common = tuple(name for name in mine if name in theirs)
    different = tuple(name for name in common if getattr(after, name) != getattr(end, name))
    if different:
        return Message.of("each wants another {different}", different=series(different)), different
    if not common:
        return "", ()
    unlike = tuple(field.name for field in fields(after) if getattr(after, field.name) != getattr(end, field.name))
    return Message.of(
        "both give it the same {common}, and the second finds nothing to do", common=series(common)
    ), unlike or common


def _changed(before: Record, after: Record) -> list[str]:
    names = [field.name for field in fields(before)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _swap(
    baseline: Structure, chains: Sequence[Sequence[SourceStep]], one: SourceStep, other: SourceStep, names: Namespace
) -> bool:
    """Tell whether two steps, each after what comes before it in its scenario, give the same in either order."""
    first = [source for source in chains[one.turn] if source is not one][: chains[one.turn].index(one)]
    second = [source for source in chains[other.turn] if source is not other][: chains[other.turn].index(other)]
    runs = [run_steps(baseline, [*first, *second, *pair], names, dated=False) for pair in ((one, other), (other, one))]
    return not any(errors(run.problems) for run in runs) and runs[0].after == runs[1].after


def _said(problems: Iterable[Problem]) -> str:
    return Message.of("{problems}", problems=Parts(_one_said(problem) for problem in problems))


def _one_said(problem: Problem) -> Message:
    return Message.of("{code} {message}", code=problem.code, message=problem.message)


def _relation(kind: str, rule: Before) -> Relation:
    return between(kind, rule.first, rule.then, Message.of("after it: {said}", said=_said(rule.why)))


def _clash(rule: Before, opposite: Before | None) -> Relation:
    values: dict[str, Any] = {"first": rule.first, "then": rule.then, "said": _said(rule.why)}
    if opposite is None:
        days = [one.step.effective or Message.of("undated") for one in (rule.first, rule.then)]
        when = Message.of(" ({first} and {second})", first=days[0], second=days[1])
        why = Message.of("{first} cannot be carried out after {then}{when}: {said}", when=when, **values)
    else:
        neither = "{first} cannot come after {then} ({said}), nor before it ({otherwise})"
        why = Message.of(neither, otherwise=_said(opposite.why), **values)
    return between(CONFLICT, rule.first, rule.then, why)
