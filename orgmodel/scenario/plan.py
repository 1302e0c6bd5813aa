"""A plan: a proposal being made, one operation after the other, each tried at once on what the others leave."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.arguments import instance_given, made_by, not_expected, text_given, texts_given
from orgmodel.core.counting import counted
from orgmodel.core.dates import first_day
from orgmodel.core.doors import behind
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors, refuse_if_any
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.plan_verbs import PlanVerbs
from orgmodel.scenario.planned import UNDECIDED, Done, undecided_of
from orgmodel.scenario.references import check_references, references_of_step
from orgmodel.scenario.scenario import Outcome, Scenario, Study

if TYPE_CHECKING:
    from orgmodel.scenario.bench import Bench


@dataclass(frozen=True, slots=True)
class _Item:
    """One operation of a plan as the data of a file, the step that it stands in, and what it did."""

    step: str
    done: Done

    @property
    def data(self) -> Any:
        return self.done.data


@made_by("study.plan(id), structure.plan(id) or scenario.plan()")
class Plan(PlanVerbs):
    """Make a proposal: each verb is a method that is tried at once, refused by problem, and can be undone.

    Operations stand in the step begun last (:meth:`step`), or in one that bears the plan's id. One that leaves something to
    be decided is kept as the last one until it is: give the same verb for the same unit again, or :meth:`decide`.
    ``study.plan(id)`` and ``structure.plan(id)`` begin one, ``scenario.plan()`` goes on with a scenario.

    >>> from orgmodel.core.records import Post, Unit
    >>> structure = Structure.of([Unit("a"), Unit("b"), Post("a/x", "a", rank="staff", authorized=2)])
    >>> plan = structure.plan("move")
    >>> plan.transfer({"posts": ["a/x"]}, to="b")
    Done(transfer: 1 change, 4 flows)
    >>> plan.run().after.post("a/x").unit
    'b'
    """

    def __init__(self, scenario: Scenario) -> None:
        """Go on with a scenario; :meth:`orgmodel.Study.plan` begins an empty one."""
        instance_given("scenario", scenario, Scenario, Message.of("a scenario (study.plan(id) begins an empty one)"))
        self._frame = replace(scenario, steps=(), file="")
        self._steps: list[Step] = []
        self._items: list[_Item] = []
        self._taken_back: list[_Item] = []
        self._bench: Bench = behind("orgmodel.scenario.bench", "Bench")(self._frame)
        self._busy = threading.Lock()
        self._revision = 0
        for one in scenario.steps:
            self._steps.append(replace(one, do=None if one.do is None else []))
            held = plain_data(one.do)
            for data in [held] if isinstance(held, dict) else held or ():  # a choice may stand for all that a step does
                self._items.append(_Item(one.id, self._bench.done(data)))
        if self._items:
            self._bench.start_anew(self.scenario)

    @property
    def id(self) -> str:
        """The id that the scenario will have: the stem of its file."""
        return self._frame.id

    @property
    def revision(self) -> int:
        """How often the plan was changed: what was made of another revision is out of date."""
        return self._revision

    # -- what it holds -----------------------------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """Give the plan as it stands as a scenario, what is undecided included."""
        held: dict[str, list[Any]] = {}
        for item in self._items:
            held.setdefault(item.step, []).append(item.data)
        steps = tuple(replace(one, do=held[one.id]) if one.id in held else one for one in self._steps)
        return replace(self._frame, steps=steps)

    @property
    def after(self) -> Structure:
        """Give the structure as the operations so far leave it, but for one that is still undecided."""
        return self._bench.draft.structure()

    @property
    def done(self) -> tuple[Done, ...]:
        """List what each operation did, in the order in which they were given."""
        return tuple(item.done for item in self._items)

    @property
    def undecided(self) -> Any:
        """Give what the last operation leaves to be decided, as a table (see :attr:`Done.undecided`); empty where nothing."""
        return (self._last if self._items else self._bench.done({})).undecided

    @property
    def _last(self) -> Done:
        return self._items[-1].done

    @property
    def undone(self) -> tuple[Done, ...]:
        """List what was undone and can be done again, the next to :meth:`redo` first."""
        return tuple(item.done for item in reversed(self._taken_back))

    # -- making it ---------------------------------------------------------------------------------------------------

    def step(
        self,
        id: str,
        /,
        *,
        clause: str = "",
        title: Any = None,
        owner: str | Sequence[str] = "",
        partners: str | Sequence[str] = (),
        force: str | None = None,
        term: str = "",
        document: str = "",
        decision: str | None = None,
        product: Any = None,
        due: str | None = None,
        due_cited: Any = None,
        announced: str | None = None,
        effective: str | None = None,
        state: str | None = None,
        evidence: str = "",
        after: str | Sequence[str] = (),
        evaluation: Sequence[Mapping[str, Any]] = (),
        notes: Any = None,
        cost: Sequence[Any] = (),
    ) -> Plan:
        """Begin a step, in which the operations that follow stand; give the plan back.

        The fields are those of a step in a file: ``effective`` is a date, and undated steps run after the dated. Raises
        ProblemsError for a step that is there already, for a faulty field, and for a unit, document, state or earlier
        step that nobody knows.
        """
        text_given("step", id)
        lists: tuple[tuple[str, Any], ...] = (("owner", owner), ("partners", partners), ("after", after))
        for name, texts in lists:
            texts_given(name, () if texts is None else texts)
        for name, named in (("title", title), ("product", product), ("due_cited", due_cited), ("notes", notes)):
            if not (named is None or isinstance(named, str | Mapping)):
                raise not_expected(name, named, Message.of("a text, or a mapping of languages to texts"))
        if any(one.id == id for one in self._steps):
            raise _problem("EXISTS", Message.of("there is a step {id!r} already", id=id), id)
        language = self._frame.baseline.terms.language
        said = {
            "clause": clause, "title": title, "owner": owner, "with": partners, "force": force, "term": term, "document": document,
            "decision": decision, "product": product, "due": due, "due_cited": due_cited, "announced": announced, "effective": effective,
            "state": state, "evidence": evidence, "after": after, "evaluation": evaluation, "notes": notes, "cost": cost,
        }  # fmt: skip
        data = {
            name: plain_data(value) for name, value in said.items() if value is not None and value != "" and value != ()
        }
        data |= {
            name: {language: data[name]} for name in ("title", "product", "notes") if isinstance(data.get(name), str)
        }
        made = behind("orgmodel.scenario.build", "scenario_from")(
            {"steps": [data | {"id": id}]}, self._frame.baseline, id=self.id
        )
        refuse_if_any(references_of_step(replace(self.scenario, steps=(*self.scenario.steps, *made.steps))))
        self._steps += made.steps
        self._revision += 1
        return self

    def do(self, operation: Mapping[str, Any]) -> Done:
        """Add an operation as the data that a file would hold: a verb and its fields, or a bulk table (for_each).

        Gives what it did, or what it leaves to be decided. Raises ProblemsError where it cannot be carried out; the plan
        is then as before.
        """
        if not isinstance(operation, Mapping):
            raise not_expected("operation", operation, Message.of("a mapping with a verb, such as rename: …"))
        with _held(self._busy):
            data = plain_data(operation)
            again = bool(self._items) and not self._last.is_decided
            if again and not _same(data, self._last):
                raise _problem(
                    "UNDECIDED",
                    Message.of("decide first what {operation} leaves over, or undo it", operation=self._last.verb),
                )
            step = self._items[-1].step if again else self._steps[-1].id if self._steps else self.id
            kept = self._items.pop() if again else None
            try:
                self._add(step, data)
            except ProblemsError:
                if kept is not None:
                    self._items.append(kept)
                raise
            self._taken_back.clear()
            return self._last

    def _do(self, verb: str, what: Any, given: Mapping[str, Any]) -> Done:
        """Add an operation from the arguments of its method, leaving out what says nothing."""
        from orgmodel.operations.verbs import VERBS

        fields = VERBS[verb].model.model_fields
        said = {}
        for name, value in given.items():
            field = fields[name]
            if field.is_required() or (value is not None and value != field.get_default(call_default_factory=True)):
                said[field.alias or name] = value
        return self.do({verb: what, **said})

    def _add(self, step: str, data: Any) -> None:
        """Try an operation as the last one of its step, and keep it where nothing but decisions stand in its way."""
        if not any(one.id == step for one in self._steps):
            self._steps.append(Step(step))
        place = next(number for number, one in enumerate(self._steps) if one.id == step)
        item = _Item(step, self._bench.done(data))
        later = [one for one in self._steps if _runs_after(one, self._steps[place], place, self._steps)]
        is_last = not any(one.step == other.id for other in later for one in self._items)
        self._items.append(item)
        try:
            done = (
                self._bench.carry_out(data, self._steps[place].effective)
                if is_last
                else self._bench.run_all(self.scenario, data)
            )
        except ProblemsError as error:
            if {one.code for one in errors(error.problems)} - UNDECIDED:
                self._items.pop()
                raise
            done = replace(item.done, undecided_rows=tuple(map(undecided_of, errors(error.problems))))
        self._items[-1] = replace(item, done=done)
        self._revision += 1

    def decide(
        self,
        id: str,
        *,
        to: str | None = None,
        head: Mapping[str, Any] | str | None = None,
        convert: str | None = None,
        why: str = "",
    ) -> Done:
        """Decide one row of :attr:`undecided`, and give what is left of them, or what the operation now does.

        ``to`` names the receiver of a post, function, identity, child unit, line or quantity; ``head`` says how a receiver
        gets its head ({"keep": …}, {"convert": …}, {"quota": 1, …} or "none"); ``convert`` (deputy, staff) says what a
        surplus head becomes, ``why`` alone that its post ends, and of merged units ``head={"keep": id}`` that it stays. Raises ProblemsError for what is not open.
        """
        if not self._items or self._last.is_decided:
            raise _problem("DECIDED", Message.of("nothing is left to be decided"), id)
        data = behind("orgmodel.scenario.deciding", "decided")(
            self._items[-1].data, self._last.undecided_rows, id, to=to, head=head, convert=convert, why=why
        )
        return self.do(data)

    def undo(self) -> Done:
        """Take the last operation back, and give what it had done; raises ProblemsError where there is none."""
        with _held(self._busy):
            if not self._items:
                raise _problem("NOTHING_TO_UNDO", Message.of("the plan holds no operation to undo"))
            item = self._items.pop()
            self._taken_back.append(item)
            if item.done.is_decided:
                self._bench.take_back(item.done, self.scenario)
            self._revision += 1
            return item.done

    def redo(self) -> Done:
        """Carry out again what was undone last; raises ProblemsError where there is none."""
        with _held(self._busy):
            if not self._taken_back:
                raise _problem("NOTHING_TO_REDO", Message.of("nothing was undone that could be done again"))
            item = self._taken_back.pop()
            self._add(item.step, item.data)
            return self._last

    # -- what comes of it --------------------------------------------------------------------------------------------

    def run(self) -> Outcome:
        """Run the plan as a scenario is run (:meth:`orgmodel.Scenario.run`); what is undecided stands among its problems."""
        return self.scenario.run()

    def compare(self, *others: Any, measures: Sequence[str] | None = None, scopes: Sequence[str] | None = None) -> Any:
        """Compare the plan with the present state, and with other scenarios (see :func:`orgmodel.compare`, which takes plans too)."""
        return behind("orgmodel", "compare")(self, *others, measures=measures, scopes=scopes)

    def chart(
        self, state: str = "changes", *, root: str | None = None, depth: int | None = None, page: str = "a4"
    ) -> Any:
        """Draw the plan (see :func:`orgmodel.chart`, which takes plans too)."""
        return behind("orgmodel", "chart")(self, state=state, root=root, depth=depth, page=page)

    def edit(self, *, height: int = 640) -> Any:
        """Give a widget in which the plan is made by hand (see :func:`orgmodel.notebook.widgets.plan_widget`)."""
        return behind("orgmodel.notebook.widgets", "plan_widget")(self, height=height)

    def to_yaml(self) -> str:
        """Write the plan as the text of a scenario file; what is undecided stands in comments at its top."""
        notes = [str(row.message) for row in self._last.undecided_rows] if self._items else []
        return behind("orgmodel.scenario.write", "scenario_text")(self.scenario, notes=notes)  # type: ignore[no-any-return]

    def save(self, path: str | Path | None = None, *, force: bool = False) -> Path:
        """Write the plan as a scenario file, of its id in the study's folder where no path is given; give the path.

        Raises ProblemsError for a plan that belongs to no study without a path, and where another's file stands there.
        """
        return behind("orgmodel.io.plan_file", "save")(self, path, force=force)  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        """Tell whether two plans order the same on the same baseline."""
        if not isinstance(other, Plan):
            return NotImplemented
        data_of = behind("orgmodel.scenario.write", "scenario_data")
        mine, theirs = self.scenario, other.scenario
        return self.id == other.id and bool(data_of(mine) == data_of(theirs)) and mine.baseline == theirs.baseline

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        """Give what copies and pickles are made of."""
        return {name: value for name, value in vars(self).items() if name != "_busy"}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Make a copy of what was given, which nobody is changing."""
        vars(self).update(state, _busy=threading.Lock())

    def __repr__(self) -> str:
        """Show the size."""
        left = 0 if not self._items else len(self._last.undecided_rows)
        return f"Plan({self.id!r}: {counted(len(self._items), 'operations')}{f', undecided {left}' if left else ''} on {self._frame.baseline!r})"

    def _repr_html_(self) -> str:
        """Show the operations, and what is undecided, in a notebook."""
        return behind("orgmodel.notebook.making", "show_plan")(self)  # type: ignore[no-any-return]


def begin(
    id: str,
    baseline: Structure,
    *,
    title: Any = None,
    after: Iterable[Scenario] = (),
    study: Study | None = None,
    file: Mapping[str, Any] | None = None,
) -> Plan:
    """Begin an empty plan on a baseline, after scenarios that are carried out first.

    ``file`` are the fields of a scenario file beside its steps: documents, notes, parameters, set, expect, targets,
    evaluation, illustrative. Raises ProblemsError for a faulty one.
    """
    if not text_given("id", id):
        raise not_expected("id", id, Message.of("a text that is not empty: the name of the scenario's file"))
    if Path(id).name != id:
        raise not_expected("id", id, Message.of("the name of the scenario's file, without folder and suffix"))
    fields = dict(file or {})
    texts = {"title": title, **{name: fields.pop(name, None) for name in ("short", "notes")}}
    data = {name: plain_data(value) for name, value in fields.items() if value}
    data |= {
        name: {baseline.terms.language: one} if isinstance(one, str) else dict(one)
        for name, one in texts.items()
        if one
    }
    made = behind("orgmodel.scenario.build", "scenario_from")(data, baseline, id=id, included=list(after))
    refuse_if_any(check_references(made))
    return Plan(replace(made, study=study))


def plain_data(data: Any) -> Any:
    """Give data as a file would hold it: models as their data, tuples as lists."""
    if hasattr(data, "model_dump"):
        return data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(data, Mapping):
        return {str(key): plain_data(value) for key, value in data.items()}
    if isinstance(data, Sequence | set | frozenset) and not isinstance(data, str | bytes):
        return [plain_data(value) for value in data]
    return data


def _same(data: Any, other: Done) -> bool:
    """Tell whether data is the same verb on the same thing as what was given before."""
    return bool(other.verb) and other.verb in data and data[other.verb] == other.data[other.verb]


def _runs_after(one: Step, other: Step, place: int, steps: Sequence[Step]) -> bool:
    """Tell whether a step runs after another: by date of effect, the undated last, and as they stand."""
    return _order(one, steps.index(one)) > _order(other, place)


def _order(step: Step, place: int) -> tuple[bool, str, int]:
    return (step.effective is None, first_day(step.effective or ""), place)


def _problem(code: str, message: Message, subject: str = "") -> ProblemsError:
    return ProblemsError([Problem(code, message, subject)])


class _held:  # noqa: N801 - used as a word
    """Hold a plan while it is changed; whoever comes meanwhile is told."""

    def __init__(self, lock: threading.Lock) -> None:
        self.lock = lock

    def __enter__(self) -> None:
        if not self.lock.acquire(blocking=False):
            raise _problem("BUSY", Message.of("the plan is being changed elsewhere: try again when that is done"))

    def __exit__(self, *_: object) -> None:
        self.lock.release()
