"""Several scenarios of one baseline as one, in an order that works; or the records on which they cannot agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from orgmodel.combination.combination import Combination
from orgmodel.combination.order import (
    Orders,
    Run,
    Steps,
    clashing,
    in_turn,
    one_way,
    orders_of,
    parted,
    runs_on,
    said,
    same,
)
from orgmodel.combination.relations import (
    BEFORE,
    COMMUTE,
    CONFLICT,
    SAME,
    Intent,
    Relation,
    between,
    dependencies,
    intent,
    named,
)
from orgmodel.combination.steps import SourceStep, steps_of, taken_once
from orgmodel.core.change import Change, diff, net_changes, unlike
from orgmodel.core.change_rows import key_text
from orgmodel.core.figures import exact
from orgmodel.core.messages import Message, Parts, series
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
    outcomes.sort(
        key=lambda one: (one.id, [(step.step.id, repr(step.step.do)) for step in one.steps], repr(one.overrides))
    )
    scenarios = [
        one.scenario for one in outcomes
    ]  # in an order of their own: the answer is the same however they are named
    baseline = scenarios[0].baseline
    chains, names = steps_of(outcomes)
    relations, twins = _repeated(runs_on(baseline, names), chains)
    chains, run = taken_once(chains, twins), runs_on(baseline, names)

    def orders(group: tuple[int, ...]) -> Orders:
        return orders_of(run, [chains[turn] for turn in group])

    whole = orders(tuple(range(len(chains))))
    pairs: Mapping[tuple[int, ...], Orders] = {two: orders(two) for two in combinations(range(len(chains)), 2)}
    groups = [] if whole.fits else clashing(len(chains), lambda group: (pairs.get(group) or orders(group)).fits)
    relations += _judged(run, chains, pairs, groups)
    for group in groups:
        if len(group) > 2:
            relations.append(_together(run, [chains[turn] for turn in group], orders(group)))
        elif not any(one.kind == CONFLICT and one.turns == group for one in relations):
            relations += _clash(run, pairs[group])
    if groups:
        return Combination(None, tuple(relations), baseline=baseline, scenarios=tuple(scenarios))
    if not whole.any:
        known = whole.rules or [rule for one in pairs.values() if one.works and one.fails for rule in one_way(run, one)]
        explained = parted(run, whole.works[0], () if whole.rules else whole.fails, known)
        resting = dependencies(chains, run(whole.works[0]).after)
        needed = {one.ends for one in (*explained, *resting)}  # which two may do in any order, and not beside a third
        relations = [one for one in relations if one.kind != COMMUTE or one.ends not in needed]
        for one in explained:
            beside = Message.of("beside the others, {why}", why=one.why)
            relations.append(replace(one, why=beside) if one.turns in pairs and pairs[one.turns].any else one)
        relations += resting
    scenario = Scenario(
        id,
        baseline,
        title or _titles(scenarios),
        illustrative=any(one.illustrative for one in scenarios),
        documents=tuple(dict.fromkeys(document for one in scenarios for document in one.documents)),
        parameters=names.parameters,
        settings=names.settings,
        steps=tuple(source.step for source in whole.works[0]),
        targets=tuple(dict.fromkeys(target for one in scenarios for target in one.targets)),
        study=scenarios[0].study,
    )
    return Combination(scenario, tuple(relations), whole.any, baseline=baseline, scenarios=tuple(scenarios))


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
    """Tell whether either step, carried out after the other, finds nothing to do: adding 3 and setting 9 differ in this.

    One that finds too little left for it would have had something to do.
    """
    ahead = _ahead(chains, one, other)
    ways = [run([*ahead, *pair]) for pair in ((one, other), (other, one))]
    lacking = any(problem.code in ("TAKEN_TWICE", "NEGATIVE") for way in ways for problem in way.problems)
    nothing = not lacking and all(not (errors(way.steps[-2].problems) or way.steps[-1].changes) for way in ways)
    return bool(one.changes) and nothing and same(*ways)


def _ahead(chains: Sequence[Steps], one: SourceStep, other: SourceStep) -> list[SourceStep]:
    """List what comes before two steps, each in its scenario."""
    heads = [chains[end.turn][: chains[end.turn].index(end)] for end in (one, other)]
    return [source for source in in_turn(heads) if source not in (one, other)]


def _judged(
    run: Run, chains: Sequence[Steps], pairs: Mapping[tuple[int, ...], Orders], groups: Sequence[tuple[int, ...]]
) -> list[Relation]:
    """Judge every record that two scenarios change, by running the two steps that do in both orders.

    There is no quarrel between scenarios that agree in either order, and none is told of two that go together.
    """
    touched: dict[tuple[str, Key], list[tuple[SourceStep, Change]]] = {}
    for source in in_turn(chains):
        for change in source.changes:
            touched.setdefault((change.table, change.key), []).append((source, change))
    stands: dict[tuple[str, str], str] = {}
    told: dict[tuple[str, str, str, object], Relation] = {}
    tables = [spec.table for spec in Tables.ALL]
    for (table, key), found in sorted(touched.items(), key=lambda one: (tables.index(one[0][0]), key_text(one[0][1]))):
        for (one, mine), (other, theirs) in combinations(found, 2):
            if one.turns & other.turns:
                continue
            turns, pair = (one.turn, other.turn), (one.step.id, other.step.id)
            if pair not in stands:
                stands[pair] = COMMUTE if pairs[turns].any else _stand(run, _ahead(chains, one, other), one, other)
            stand, (why, differing) = stands[pair], _quarrel(mine, theirs)
            wishes = intent(one, mine.after, key), intent(other, theirs.after, key)
            if stand == COMMUTE:
                told.setdefault((*pair, stand, None), Relation(COMMUTE, *wishes, table, key, differing))
            elif stand in (BEFORE, AFTER) and why:
                ends = wishes if stand == BEFORE else wishes[::-1]
                told[*pair, stand, key] = Relation(BEFORE, *ends, table, key, differing, why)
            elif stand == CONFLICT and why and turns in groups:
                lack = _lack([one, other], [mine, theirs])
                if (
                    lack or table == "units" or mine.after != theirs.after
                ):  # of what both want only units are worth telling
                    told[*pair, table, key] = Relation(CONFLICT, *wishes, table, key, *(lack or (differing, why)))
    return sorted(told.values(), key=lambda one: (one.kind != CONFLICT, one.first.turn, one.second.turn))


AFTER, UNTOLD = "after", "untold"


def _stand(run: Run, ahead: Steps, one: SourceStep, other: SourceStep) -> str:
    """Tell how two steps stand to each other: in both orders alike, in one of the two only, or in conflict."""
    ways = [run([*ahead, one, other]), run([*ahead, other, one])]
    if all(way.sound for way in ways):
        return COMMUTE if same(*ways) else CONFLICT
    if not any(way.sound for way in ways):
        return CONFLICT if all(run([*ahead, end]).sound for end in (one, other)) else UNTOLD
    return BEFORE if ways[0].sound else AFTER


def _clash(run: Run, orders: Orders) -> list[Relation]:
    """Say where two scenarios clash that quarrel over no record: what each order leads to, or why none runs."""
    return parted(run, orders.works[0], orders.works[1:]) if orders.works else orders.clashes


def _together(run: Run, chains: Sequence[Steps], orders: Orders) -> Relation:
    """Say that scenarios do not go together of which any but one do: over which record and figure, or how it ends."""
    nets = [
        {(one.table, one.key): one for one in net_changes(change for source in chain for change in source.changes)}
        for chain in chains
    ]
    places = [place for place in nets[0] if all(place in net for net in nets)]
    lacks = {place: _lack([chain[0] for chain in chains], [net[place] for net in nets]) for place in places}
    place = next((place for place in places if lacks[place]), next(iter(places), None))
    fields, why = (lacks.get(place) if place else None) or ((), said(run(in_turn(chains)).problems))
    if orders.works:
        differs = next(way for way in orders.works if not same(run(orders.works[0]), run(way)))
        keys = [one.key for one in diff(run(orders.works[0]).after, run(differs).after)]
        fields, why = (), Message.of("their orders differ in {named}", named=named(keys))
    wishes = [_wish(chain, net, place) for chain, net in zip(chains, nets, strict=True)]
    values = {"fewer": len(chains) - 1, "names": series([one.scenario for one in wishes]), "count": len(chains)}
    why = Message.of("any {fewer} of {names} fit, not all {count}: {why}", why=why, **values)
    table, key = place or ("", "")
    return Relation(CONFLICT, wishes[0], wishes[1], table, key, fields, why, tuple(wishes[2:]))


def _wish(chain: Steps, net: Mapping[tuple[str, Key], Change], place: tuple[str, Key] | None) -> Intent:
    """Tell what the last step of a scenario that changes a record wants of it; without a record, of its last step."""
    if place is None:
        return intent(chain[-1])
    last = next(source for source in chain[::-1] if any((one.table, one.key) == place for one in source.changes))
    return intent(last, net[place].after, place[1])


LACKED = {"authorized": Message.of("posts authorized"), "filled": Message.of("posts filled")}


def _lack(sources: Sequence[SourceStep], changes: Sequence[Change]) -> tuple[tuple[str, ...], str] | None:
    """Name the figure of a record of which scenarios together take more than there is, and what each takes."""
    for name, quantity in LACKED.items():
        had, takes = exact(getattr(changes[0].before, name, None)), [_delta(one, name) for one in changes]
        if had is not None and had + sum(takes) < 0:
            told = "{scenario} {amount}"
            parts = [
                Message.of(told, scenario=source.scenario, amount=f"{amount:+d}")
                for source, amount in zip(sources, takes, strict=True)
            ]
            return (name,), Message.of("{quantity} {had}, {changes}", quantity=quantity, had=had, changes=Parts(parts))
    return None


def _delta(change: Change, name: str) -> int:
    was, now = (exact(getattr(side, name, 0)) or 0 for side in (change.before, change.after))
    return now - was


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
