"""Cases of a comparison: each outcome under the one label that every table, form, finding and picture uses.

What measures is imported where it is called: the class is part of the public face, which loads no numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.plain_data import plain_rows
from orgmodel.comparison.short_names import full_names, short_names
from orgmodel.core.arguments import made_by
from orgmodel.core.doors import behind
from orgmodel.core.frozen import Frozen
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import ProblemsError, refuse_unknown
from orgmodel.core.records import Document, Line, Post, Unit
from orgmodel.words.labels import LABELS, label, languages_of

if TYPE_CHECKING:
    from orgmodel.comparison.line_changes import LineChange
    from orgmodel.comparison.move_evaluator import MoveEvaluator
    from orgmodel.comparison.post_flows import PostFlow
    from orgmodel.comparison.post_traces import PostTrace
    from orgmodel.core.change import Change
    from orgmodel.core.ledger import Reason
    from orgmodel.core.structure import Structure
    from orgmodel.measures.evaluator import Evaluator
    from orgmodel.measures.measure import Measure
    from orgmodel.measures.measure_change import ChangeEvaluator
    from orgmodel.measures.measured_value import Number
    from orgmodel.scenario.scenario import Outcome

FEW = 8
"""Of so few cases all that was worked out is kept, however large they are."""
MOST_HELD = 200_000
"""Of cases of so many rows of posts together all that was worked out is kept, however many they are."""


@made_by("orgmodel.compare(outcome, …).cases")
@dataclass(frozen=True, eq=False)
class Case:
    """Hold one outcome of a comparison, its label, and what tells it apart from the state before.

    ``label`` is unique in the comparison and is in the ``scenario`` column of every table; ``names`` and ``short_names``
    are what stands in its place where people read, as unique. ``change_evaluator`` measures both states; the other properties are made when first
    asked for.
    """

    label: str
    outcome: Outcome
    change_evaluator: ChangeEvaluator
    names: Names = ()
    short_names: Names = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy what is compared; what was worked out is worked out again."""
        return Case, (self.label, self.outcome, self.change_evaluator, self.names, self.short_names)

    def __repr__(self) -> str:
        """Show the label and the size."""
        return f"Case({self.label!r}: {self.outcome!r})"

    def _repr_html_(self) -> str:
        """Show the outcome in a notebook."""
        return behind("orgmodel.notebook.display", "show_case")(self)  # type: ignore[no-any-return]

    @property
    def before(self) -> Structure:
        """Give the structure before."""
        return self.outcome.before

    @property
    def after(self) -> Structure:
        """Give the structure after."""
        return self.outcome.after

    @property
    def is_refused(self) -> bool:
        """Tell whether the outcome has errors, so that nothing it leads to is what was proposed: it has no figures."""
        return self.outcome.refused

    @property
    def _changes(self) -> tuple[Change, ...]:
        """Give what changes; of a refused outcome nothing is told."""
        return () if self.is_refused else self.outcome.changes

    @property
    def own_labels(self) -> Mapping[str, Names]:
        """Give the study's own words, by key."""
        return self.before.terms.labels

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages that can be spoken of it: ours, and those that its study brings."""
        return languages_of(self.own_labels, self.before.terms.language)

    def name(self, language: str) -> str:
        """Give the scenario's title, with what tells it apart where another case bears the same title."""
        return text_in(self.names, language, self.label)

    def short(self, language: str) -> str:
        """Give the name that stands at the head of a column, in notes and in sentences: no other case bears it."""
        return text_in(self.short_names, language, self.label)

    def names_of(self, id: str) -> Names:
        """Give the names of a unit, or the titles of a row of posts, as after, before, or in the register of ended units.

        None where the id is neither.
        """
        for structure in (self.after, self.before):
            found = structure.units.get(id) or structure.posts.get(id)
            if isinstance(found, Unit):
                return found.names
            if isinstance(found, Post):
                return found.titles
        if id in self._begun_on_the_way:
            return self._begun_on_the_way[id]
        life = self.before.ended(id)
        return life.unit.names if life is not None else ()

    def told_apart(self, id: str, names: Names | None = None) -> Names:
        """Give the names of a unit (``names`` where they were others), with the id in brackets where another bears the same."""
        names = self.names_of(id) if names is None else names
        return tuple(
            (code, f"{text} ({id})" if self._bearers.get((code, text), {id}) != {id} else text) for code, text in names
        )

    @cached_property
    def _bearers(self) -> dict[tuple[str, str], set[str]]:
        """Give the ids of the units that bear each name, before, on the way or after, by language and name."""
        found: dict[tuple[str, str], set[str]] = {}
        changed = [one.after for result in self.outcome.steps for one in result.changes if one.table == "units"]
        for unit in (*self.before.units, *changed):
            for named in unit.names if isinstance(unit, Unit) else ():
                found.setdefault(named, set()).add(unit.id)
        return {named: ids for named, ids in found.items() if len(ids) > 1}

    @cached_property
    def _begun_on_the_way(self) -> dict[str, Names]:
        """Give the names of the units that some step lets begin, whatever becomes of them."""
        return {
            change.after.id: change.after.names
            for result in self.outcome.steps
            for change in result.changes
            if change.before is None and isinstance(change.after, Unit)
        }

    def called(self, id: str, language: str) -> str:
        """Give the name of a unit, post or block in a language, or the id where it has none.

        Where several units bear the name, the id stands behind it in brackets.
        """
        blocks = {*self.before.terms.blocks, *LABELS["block"]}
        is_post = self.before.posts.row(id) >= 0 or self.after.posts.row(id) >= 0
        return text_in(self.names_of(id) if is_post else self.told_apart(id), language) or (
            label("block", id, language, self.before.terms.labels) if id in blocks else id
        )

    def step_title(self, id: str, language: str) -> str:
        """Give the title of a step in a language, or its id where it has none."""
        return next(
            (text_in(one.step.title, language, id) for one in self.outcome.steps if one.step.id == id),
            id,
        )

    def reason(self, reason: Reason, language: str) -> str:
        """Word the reason of a flow, with names in place of ids."""
        from orgmodel.words.reasons import reason_text

        return reason_text(reason, language, lambda id: self.called(id, language))

    @cached_property
    def units_begun(self) -> tuple[str, ...]:
        """List the units that are there after and were not before, restored ones included."""
        return tuple(str(one.key) for one in self._changes if one.table == "units" and one.before is None)

    @cached_property
    def units_ended(self) -> tuple[str, ...]:
        """List the units that are there no more after."""
        return tuple(str(one.key) for one in self._changes if one.table == "units" and one.after is None)

    @cached_property
    def units_moved(self) -> tuple[tuple[str, str, str], ...]:
        """List the units that stand under another unit after than before, each with both (empty: none, or not there)."""
        return tuple(
            (one.after.id, one.before.parent or "", one.after.parent or "")
            for one in self._changes
            if isinstance(one.before, Unit) and isinstance(one.after, Unit) and one.before.parent != one.after.parent
        )

    @cached_property
    def papers(self) -> Mapping[str, Document]:
        """Give the documents that sources name, by id."""
        return Frozen({one.id: one for one in self.before.documents if isinstance(one, Document)})

    def source_of(self, line: LineChange) -> str:
        """Give the source of a line: as it stands written, before or after; a line of the ordinary rule is derived.

        Of a derived line that ran along as its unit was transferred, it is what shows that the transfer was done.
        """
        old = (line.kind, line.was_from or line.from_, line.was or line.to)
        for structure, key in ((self.before, old), (self.after, (line.kind, line.from_, line.to))):
            written = structure.get("lines", key)
            if isinstance(written, Line):
                return written.src
        moved = self._evidence.get(line.step or "") if line.operation == "transfer" else None
        return moved or ("derived" if line.derived else "")

    @cached_property
    def _evidence(self) -> Mapping[str, str]:
        """Give what shows that each step was done, by step, where something does."""
        return Frozen({one.step.id: one.step.evidence for one in self.outcome.steps if one.step.evidence})

    @cached_property
    def stands_for(self) -> Mapping[str, int]:
        """Give the number of units that each remainder among those that begin, end or move stands for."""
        found = {}
        for one in self._changes:
            unit = one.after or one.before
            if isinstance(unit, Unit) and unit.stands_for != 1:
                found[unit.id] = unit.stands_for
        return Frozen(found)

    @cached_property
    def counts_as(self) -> Mapping[str, str]:
        """Give what each unit that begins or ends counts as: agency, internal, body, party, or none, which is no unit of the count."""
        counts = self.before.terms.counts
        units = (one.after or one.before for one in self._changes if one.before is None or one.after is None)
        return Frozen({one.id: counts(one.kind) for one in units if isinstance(one, Unit)})

    @cached_property
    def interim(self) -> Mapping[str, tuple[str, Evaluator]]:
        """Give each unit that begins and ends within the run: the step that ends it, and the evaluator of the state just before."""
        from orgmodel.measures.evaluator import Evaluator

        found: dict[str, tuple[str, Evaluator]] = {}
        evaluators: dict[str, Evaluator] = {}
        for result in self.outcome.steps:
            for change in result.changes:
                unit = change.key
                if change.table != "units" or change.after is not None or not isinstance(unit, str):
                    continue
                if self.before.units.row(unit) < 0 and self.after.units.row(unit) < 0:
                    step = result.step.id
                    if step not in evaluators:
                        evaluators[step] = Evaluator(self.outcome.before_step(step), expected=self.before)
                    found[unit] = (step, evaluators[step])
        return Frozen(found)

    def value(self, measure: str, unit: str, state: str) -> Number | None:
        """Read a measure of a unit in one state, None where it is not there; of one in neither state just before it ends.

        Raises ProblemsError for a measure that is not there, and for a state that is neither ``before`` nor ``after``.
        """
        from orgmodel.measures.catalogue import measure_of

        asked = measure_of(measure, self.before.terms)
        refuse_unknown("state", state, ("before", "after"))
        evaluator: Evaluator = getattr(self.change_evaluator, state)
        if unit in self.interim:
            evaluator = self.interim[unit][1]
        elif evaluator.structure.units.row(unit) < 0:
            return None
        return evaluator.read(asked, unit).value

    def rows(self, scope: str) -> Mapping[str, Mapping[str, Any]]:
        """Give the rows of ``measures`` of any one scope, by measure, as plain values; a crossing has fewer measures.

        Raises ProblemsError for a scope that is not there before, on the way or after.
        """
        from orgmodel.comparison.measure_rows import asked_scopes, measure_frame
        from orgmodel.measures.catalogue import all_measures
        from orgmodel.measures.scopes import scope_problem

        if scope not in self._rows:
            problem = scope_problem(self.before, scope, self.after)
            if problem is not None and scope not in self.interim:
                raise ProblemsError([problem])
            changes = self.change_evaluator
            table = measure_frame(
                self.label,
                changes,
                self.move_evaluator,
                [one for one in all_measures(self.before.terms) if one.tables or self.has(one)],
                asked_scopes(changes, [scope]),
                keep=None,
            )
            self._rows[scope] = Frozen({row["measure"]: Frozen(row) for row in plain_rows(table)})
        return self._rows[scope]

    @cached_property
    def _rows(self) -> dict[str, Mapping[str, Mapping[str, Any]]]:
        return {}

    @cached_property
    def post_traces(self) -> tuple[PostTrace, ...]:
        """Trace the posts from before to after."""
        from orgmodel.comparison.post_traces import trace_posts

        return tuple(trace_posts(self.before, self.after, self.outcome.trace, changes=self.outcome.changes))

    @cached_property
    def post_flows(self) -> tuple[PostFlow, ...]:
        """Count the posts by row before and row after, as the trace says."""
        from orgmodel.comparison.post_flows import post_flows

        return post_flows(self.before, self.after, self.post_traces, self.outcome.trace)

    @cached_property
    def lines(self) -> tuple[LineChange, ...]:
        """Compare the lines before and after."""
        from orgmodel.comparison.line_changes import compare_lines

        return tuple(compare_lines(self.before, self.after, self.outcome))

    @cached_property
    def move_evaluator(self) -> MoveEvaluator:
        """Read the measures that need both structures."""
        from orgmodel.comparison.move_evaluator import MoveEvaluator
        from orgmodel.comparison.one_off import one_off_costs

        costs = one_off_costs(self.outcome)
        before, after = self.change_evaluator.before, self.change_evaluator.after
        return MoveEvaluator(before, after, self.post_flows, self.lines, costs)

    @property
    def priced_at(self) -> str | None:
        """Give the date whose base pay and grades both states are priced at."""
        from orgmodel.measures.money import price_date

        return price_date(self.after, self.before)

    def has(self, measure: Measure) -> bool:
        """Tell whether the study keeps what a measure is of: one that says nothing of money has no costs."""
        if measure.tables:
            return any(measure.is_kept(one) for one in (self.before, self.after))
        if not measure.priced:
            return True
        if measure.compares:
            return self.before.terms.money is not None or any(one.is_stated for one in self.outcome.costs)
        return self.before.has_pay or self.after.has_pay


def cases_of(outcomes: Sequence[Outcome], *, before: Evaluator | None = None) -> tuple[Case, ...]:
    """Make the cases of outcomes: labels that are unique, and one evaluated state before for those that share it.

    ``before`` is such a state that was evaluated already, as where one scenario is run again and again.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> plan = Scenario("plan", Structure.of()).run()
    >>> [one.label for one in cases_of([plan, plan])]
    ['plan', 'plan#2']
    """
    from orgmodel.measures.evaluator import Evaluator
    from orgmodel.measures.measure_change import ChangeEvaluator

    evaluators: dict[int, Evaluator] = {} if before is None else {id(before.structure): before}
    cases = []
    labels = labels_of(outcomes)
    short = short_names(outcomes, labels)
    called = full_names(outcomes, short)
    for at, one in enumerate(outcomes):
        earlier = evaluators.setdefault(id(one.before), Evaluator(one.before, expected=one.before))
        after = Evaluator(one.after, one.before, expected=one.before, base=earlier) if one.changes else earlier
        cases.append(Case(labels[at], one, ChangeEvaluator(earlier, after), called[at], short[at]))
    return tuple(cases)


def one_by_one(cases: Sequence[Case]) -> Iterator[Case]:
    """Walk over cases; of many large ones what was worked out of each is forgotten before the next, and worked out again when asked for."""
    for case in cases:
        yield case
        forget_of_many([case], cases)


def forget_of_many(done: Iterable[Case], cases: Sequence[Case]) -> None:
    """Forget what was worked out of cases that have been told of, where they are some of many large ones."""
    if len(cases) > FEW and sum(case.after.posts.size for case in cases) > MOST_HELD:
        for case in done:
            case.change_evaluator.forget()


def labels_of(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Name outcomes: by the scenario's id; where several share it, by the study, then by the parameters that differ.

    What still cannot be told apart is numbered in the order given, so that no two labels are the same.
    """
    ids = [one.id for one in outcomes]
    labels: list[str] = []
    for one in outcomes:
        alike = [other for other in outcomes if other.id == one.id]
        label = one.id
        if len({_study(other) for other in alike}) > 1:
            label = f"{_study(one)}/{label}"
            alike = [other for other in alike if _study(other) == _study(one)]
        own = [
            f"{name}={value}"
            for name, value in sorted(one.parameters.items())
            if any(other.parameters.get(name) != value for other in alike)
        ]
        label = f"{label}[{','.join(own)}]" if own else label
        number = 2
        free = label
        while free in labels or (free != one.id and free in ids):
            free, number = f"{label}#{number}", number + 1
        labels.append(free)
    return tuple(labels)


def _study(outcome: Outcome) -> str:
    study = outcome.scenario.study
    return "" if study is None else study.id
