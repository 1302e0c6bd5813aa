"""Several scenarios of one baseline as one, in an order that works; or the records on which they cannot agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from orgmodel.combination import order
from orgmodel.combination.combination import Combination
from orgmodel.combination.order import Run, Steps, agree, in_turn, one_way, orders_to_try, runs_on, same
from orgmodel.combination.relations import BEFORE, COMMUTE, CONFLICT, SAME, Relation, between, dependencies, intent
from orgmodel.combination.steps import SourceStep, steps_of, taken_once
from orgmodel.core.change import Change, unlike
from orgmodel.core.change_rows import key_text
from orgmodel.core.messages import Message, series
from orgmodel.core.names import Names
from orgmodel.core.problems import Problem, ProblemsError, errors
from orgmodel.core.records import Key
from orgmodel.core.schema import Tables
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
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
    if not scenarios:
        return Combination(None, ())
    outcomes = [one.run() for one in scenarios]
    _refuse_unfit(scenarios, outcomes)
    chains, names = steps_of(outcomes)
    run = runs_on(scenarios[0].baseline, names)
    relations, twins = _repeated(run, chains)
    chains = taken_once(chains, twins)
    found = [
        (way, run(way)) for way in (in_turn(chains[turn] for turn in turns) for turns in orders_to_try(len(chains)))
    ]
    steps, first = next((one for one in found if one[1].sound), found[0])
    other = [way for way, outcome in found if not agree(first, outcome)]
    pairs = {(turn, later): [chains[turn], chains[later]] for turn, later in combinations(range(len(chains)), 2)}
    peace = {
        turns: not other or (len(chains) > 2 and agree(run(in_turn(pair)), run(in_turn(pair[::-1]))))
        for turns, pair in pairs.items()
    }
    relations += _judged(run, chains, peace)
    if other and CONFLICT not in {one.kind for one in relations}:
        if first.sound:
            rules = [rule for turns, pair in pairs.items() if not peace[turns] for rule in one_way(run, pair)]
            why = order.parted(run, steps, other, rules)
        else:
            steps, why = order.taking_turns(run, chains)
        relations += why if CONFLICT in {one.kind for one in why} else [*why, *dependencies(chains, run(steps).after)]
    language = scenarios[0].baseline.terms.language
    if CONFLICT in {one.kind for one in relations}:
        return Combination(None, tuple(one for one in relations if one.kind != BEFORE), language=language)
    scenario = Scenario(
        id,
        scenarios[0].baseline,
        title or _titles(scenarios),
        illustrative=any(one.illustrative for one in scenarios),
        documents=tuple(dict.fromkeys(document for one in scenarios for document in one.documents)),
        parameters=names.parameters,
        settings=names.settings,
        steps=tuple(source.step for source in steps),
        targets=tuple(dict.fromkeys(target for one in scenarios for target in one.targets)),
        study=scenarios[0].study,
    )
    return Combination(scenario, tuple(relations), not other, language=language)


def _refuse_unfit(scenarios: Sequence[Scenario], outcomes: Sequence[Outcome]) -> None:
    problems = [problem for outcome in outcomes for problem in errors(outcome.problems)]
    first = scenarios[0]
    another = "{id} starts from another baseline than {first}: rebase it on that one first (--onto)"
    elsewhere = [one for one in scenarios if one.baseline is not first.baseline and one.baseline != first.baseline]
    problems += [Problem("BASELINE", Message.of(another, id=one.id, first=first.id), one.id) for one in elsewhere]
    if problems:
        raise ProblemsError(problems)


def _titles(scenarios: Sequence[Scenario]) -> Names:
    languages = sorted({language for one in scenarios for language, _ in one.title})
    return tuple(
        (language, " + ".join(dict(one.title).get(language, one.id) for one in scenarios)) for language in languages
    )


def _repeated(run: Run, chains: Sequence[Steps]) -> tuple[list[Relation], dict[str, str]]:
    """Find the steps that stand in an earlier scenario too, or after which its step changes nothing, as before it."""
    relations: list[Relation] = []
    twins: dict[str, str] = {}
    earlier: dict[object, list[SourceStep]] = {}

    def likeness(source: SourceStep) -> object:
        wishes = frozenset(
            (one.table, one.key, *(getattr(one.after, name) for name in one.fields)) for one in source.changes
        )
        return source.step.effective, wishes or source.name

    for chain in chains:
        taken: set[str] = set()
        for source in chain:
            alike = [one for one in earlier.get(likeness(source), ()) if one.step.id not in taken]
            twin = next(
                (one for one in alike if _one_step(one, source) or _adds_nothing(run, chains, one, source)), None
            )
            if twin is not None:
                taken.add(twin.step.id)
                twins[source.step.id] = twin.step.id
                relations.append(between(SAME, twin, source, why=Message.of("one of the two is enough")))
        for source in chain:
            if source.step.id not in twins:
                earlier.setdefault(likeness(source), []).append(source)
    return relations, twins


def _one_step(one: SourceStep, other: SourceStep) -> bool:
    """Tell whether two steps are one at one place in a file, or duties that are told in the same words."""
    mine, theirs = (replace(source.step, id="", after=(), at=None) for source in (one, other))
    stands = one.step.at is not None and one.step.at == other.step.at
    return mine == theirs and (stands or not one.changes)


def _adds_nothing(run: Run, chains: Sequence[Steps], one: SourceStep, other: SourceStep) -> bool:
    """Tell whether either step, carried out after the other, changes nothing more: adding 3 and setting 9 differ in this."""
    ahead = _ahead(chains, one, other)
    ways = [run([*ahead, *pair]) for pair in ((one, other), (other, one))]
    nothing = all(not (errors(way.steps[-2].problems) or way.steps[-1].changes) for way in ways)
    return bool(one.changes) and nothing and same(ways[0].after, ways[1].after)


def _ahead(chains: Sequence[Steps], one: SourceStep, other: SourceStep) -> list[SourceStep]:
    """List what comes before two steps, each in its scenario."""
    heads = [chains[end.turn][: chains[end.turn].index(end)] for end in (one, other)]
    return [source for source in in_turn(heads) if source not in (one, other)]


def _judged(run: Run, chains: Sequence[Steps], peace: Mapping[tuple[int, int], bool]) -> list[Relation]:
    """Judge every record that two scenarios change: each may have its own of its fields, or figures that add up.

    There is no quarrel where there is ``peace`` between two scenarios, which agree in either order.
    """
    touched: dict[tuple[str, Key], list[tuple[SourceStep, Change]]] = {}
    for source in in_turn(chains):
        for change in source.changes:
            touched.setdefault((change.table, change.key), []).append((source, change))
    clashes: dict[tuple[str, str], bool] = {}
    conflicts: list[Relation] = []
    commuting: dict[tuple[str, str], Relation] = {}
    tables = [spec.table for spec in Tables.ALL]
    for (table, key), found in sorted(touched.items(), key=lambda one: (tables.index(one[0][0]), key_text(one[0][1]))):
        for (one, mine), (other, theirs) in combinations(found, 2):
            if one.turns & other.turns:
                continue
            why, differing = _quarrel(mine, theirs)
            pair = (one.step.id, other.step.id)
            if why and not peace[one.turn, other.turn] and pair not in clashes:
                ahead = _ahead(chains, one, other)
                clashes[pair] = not agree(run([*ahead, one, other]), run([*ahead, other, one]))
            wishes = intent(one, mine.after, key), intent(other, theirs.after, key)
            if not (why and clashes.get(pair)):
                commuting.setdefault(pair, Relation(COMMUTE, *wishes, table, key, differing))
            elif table == "units" or mine.after != theirs.after:  # of what both want only units are worth telling
                conflicts.append(Relation(CONFLICT, *wishes, table, key, differing, why))
    peaceful = [one for pair, one in commuting.items() if not clashes.get(pair)]
    return sorted([*conflicts, *peaceful], key=lambda one: (one.first.scenario, one.second.scenario))


def _quarrel(one: Change, other: Change) -> tuple[str, tuple[str, ...]]:
    """Say why two changes of one record do not go together, and on which fields; an empty text where they do."""
    if one.after is None and other.after is None:
        return Message.of("both end it, in different ways"), ()
    if one.after is None or other.after is None:
        return Message.of("one ends it, and the other changes it"), (*one.fields, *other.fields)
    if one.before is None or other.before is None:
        return Message.of("both begin it"), ()
    differing = unlike(one.after, other.after)
    common = tuple(name for name in one.fields if name in other.fields)
    different = tuple(name for name in common if name in differing)
    if different:
        return Message.of("each wants another {different}", different=series(different)), different
    if not common:
        return "", ()
    nothing = "both give it the same {common}, and the second finds nothing to do"
    return Message.of(nothing, common=series(common)), differing or common
