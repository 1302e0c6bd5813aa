"""The tables of a comparison: what is asked checked once, and each table made when first asked for.

What measures is imported where it is called: the class is part of the public face, which loads no numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.case import Case
from orgmodel.comparison.dataframes import frame, given, held, joined, table
from orgmodel.comparison.plain_data import plain_rows
from orgmodel.core.arguments import flag_given, instances_given, texts_given
from orgmodel.core.doors import behind
from orgmodel.core.frozen import Frozen, SetOnce
from orgmodel.core.listing import Listing
from orgmodel.core.messages import Message
from orgmodel.core.persons import with_names
from orgmodel.core.problems import WARNING, Problem, ProblemsError, nearest
from orgmodel.core.shown_frame import shown_by
from orgmodel.core.source_map import held_data
from orgmodel.core.vocabulary import DEFAULT_LANGUAGE, Vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.measures.measure import Measure

DEFAULT_BY = ("block", "area", "level", "kind", "host", "block,host")
"""What a comparison groups by where no scopes are asked: block, area, level, kind, and the block of the unit that
hosts a post, alone and crossed with the post's own block."""

INTERIM_COLUMNS = ("scenario", "unit", "step", "measure", "value")
NORM_COLUMNS = ("scenario", "state", "norm", "subject", "result", "value", "limit", "citation")
DEVIATION_COLUMNS = ("scenario", "state", "model", "unit", "kind")


class ComparisonTables(SetOnce):
    """Hold cases and their tables: each a DataFrame, made when first asked for, and read scope by scope.

    ``measures``, ``units``, ``lines``, ``lineage``, ``ledger``, ``posts``, ``steps``, ``targets``, ``norms`` and
    ``deviations`` have a ``scenario`` column; NaN or None is unknown, never 0. ``problems`` are all that was found.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        *,
        by: Sequence[str] = (),
        measures: Iterable[str] | None = None,
        scopes: Sequence[str] | None = None,
        norms: Iterable[Mapping[str, Any]] = (),
        deviations: Iterable[Mapping[str, Any]] = (),
        findings: Mapping[str, Sequence[Any]] | None = None,
        language: str = DEFAULT_LANGUAGE,
        persons: bool = False,
    ) -> None:
        """Check what is asked; raises ProblemsError naming every unknown measure, scope and grouping.

        Names of persons are told where ``persons`` is set; otherwise their ids alone. ``findings`` are what the rows of
        norms were made of, by the label of the case; a report asks them what is missing.
        """
        from orgmodel.measures.catalogue import measures_of
        from orgmodel.measures.scopes import grouping_problems

        listed = tuple(cases) if isinstance(cases, list) else cases
        instances_given("cases", listed, Case, Message.of("what orgmodel.compare(outcome, …).cases gives"))
        self.cases = tuple(cases)
        self._language = language
        self.persons = flag_given("persons", persons)
        self._norms = [held_data(dict(row)) for row in norms]
        self._deviations = [held_data(dict(row)) for row in deviations]
        self.findings = Frozen(
            {
                case.label: Listing.within(found, (case.before, case.outcome.steps))
                for case in self.cases
                if (found := (findings or {}).get(case.label)) is not None
            }
        )
        problems: list[Problem] = grouping_problems(by)
        chosen: tuple[Measure, ...] = ()
        try:
            chosen = measures_of(measures, self.declared)
            if measures is None:
                chosen = tuple(one for one in chosen if any(case.has(one) for case in self.cases))
        except ProblemsError as error:
            problems += error.problems
        self._all_measures = measures is None
        self._measures, self._by, self._scopes = chosen, tuple(by), None if scopes is None else tuple(scopes)
        try:
            self._check_scopes(self._scopes or ())
        except ProblemsError as error:
            problems += error.problems
        if problems:
            raise ProblemsError(dict.fromkeys(problems))

    def __getstate__(self) -> dict[str, Any]:
        """Pickle and copy what is compared and was asked; the tables are made again."""
        made = {
            name for kind in type(self).__mro__ for name, one in vars(kind).items() if isinstance(one, cached_property)
        }
        kept = {
            name: value for name, value in self.__dict__.items() if name not in made and not name.startswith("_table_")
        }
        return kept | {"_measures": [one.id for one in self._measures]}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the measures by their ids."""
        from orgmodel.measures.catalogue import measures_of

        self.__dict__.update(state)
        self.__dict__["_measures"] = measures_of(state["_measures"], self.declared)

    def _check_scopes(self, scopes: Iterable[str]) -> None:
        """Refuse every scope that no case knows, be it on the way only."""
        from orgmodel.measures.scopes import scope_problem

        problems = []
        for scope in scopes:
            found = [scope_problem(one.before, scope, one.after) for one in self.cases]
            if found and all(found) and not any(scope in one.interim for one in self.cases):
                problems += [one for one in found[:1] if one is not None]
        if problems:
            raise ProblemsError(dict.fromkeys(problems))

    @property
    def labels(self) -> tuple[str, ...]:
        """Give the labels of the cases."""
        return tuple(case.label for case in self.cases)

    def case(self, label: str) -> Case:
        """Give a case by its label; raises ProblemsError naming the nearest."""
        for case in self.cases:
            if case.label == label:
                return case
        message = Message.of(
            "no scenario {label!r} in this comparison{hint}", label=label, hint=nearest(label, self.labels)
        )
        raise ProblemsError([Problem("UNKNOWN_SCENARIO", message, subject=label)])

    def __getitem__(self, label: str) -> Case:
        """Give a case by its label, as :meth:`case` does."""
        return self.case(label)

    @property
    def scopes_asked(self) -> tuple[str, ...] | None:
        """Give the scopes that were asked for, None where none were."""
        return self._scopes

    @property
    def measures_asked(self) -> tuple[str, ...] | None:
        """Give the measures that were asked for, None where all are compared."""
        return None if self._all_measures else tuple(one.id for one in self._measures)

    @cached_property
    def declared(self) -> Vocabulary:
        """Give words that declare the quantities which the studies of the cases do; what two declare is as the first has it."""
        found = {id: one for case in reversed(self.cases) for id, one in case.before.terms.quantities.items()}
        order = dict.fromkeys(id for case in self.cases for id in case.before.terms.quantities)
        return Vocabulary(quantities={id: found[id] for id in order})

    def norms_of(self, label: str) -> list[dict[str, Any]]:
        """Give the rows of ``norms`` of one case, by its label, as plain values; raises ProblemsError for a label that no case has."""
        return self._by_case["norms"].get(self.case(label).label, [])

    def deviations_of(self, label: str) -> list[dict[str, Any]]:
        """Give the rows of ``deviations`` of one case, by its label, as plain values; raises ProblemsError as ``norms_of`` does."""
        return self._by_case["deviations"].get(self.case(label).label, [])

    @cached_property
    def _by_case(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        found: dict[str, dict[str, list[dict[str, Any]]]] = {"norms": {}, "deviations": {}}
        for name, rows in (("norms", self._norms), ("deviations", self._deviations)):
            for row in rows:
                found[name].setdefault(row["scenario"], []).append(row)
        return found

    def compares(self, measure: str) -> bool:
        """Tell whether a measure is among those that are compared."""
        return any(one.id == measure for one in self._measures)

    @cached_property
    def one_baseline(self) -> bool:
        """Tell whether all outcomes start from the same structure."""
        first = self.cases[0].before if self.cases else None
        return all(case.before is first or case.before == first for case in self.cases)

    @property
    def carried_out(self) -> list[Case]:
        """Give the cases that have figures: a refused one is in no table but that of its steps."""
        return [case for case in self.cases if not case.is_refused]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """List the problems of all outcomes, and what the comparison itself has to say."""
        found = [
            problem
            for case in self.cases
            for problem in (with_names(case.before, case.outcome.problems) if self.persons else case.outcome.problems)
        ]
        if not self.one_baseline:
            names = ", ".join(self.labels)
            message = Message.of(
                "{names} start from different baselines: compare the change that each makes, not the states after",
                names=names,
            )
            found.append(Problem("DIFFERENT_BASELINES", message, severity=WARNING))
        found += self._target_rows[1]
        return tuple(dict.fromkeys(found))

    # -- tables ------------------------------------------------------------------------------------------------------

    @table
    def measures(self) -> pd.DataFrame:
        """Tabulate measures by scope, before, after and change (see ``MEASURE_COLUMNS``); a refused scenario has no rows."""
        from orgmodel.comparison.case import one_by_one
        from orgmodel.comparison.comparable import is_passing, passed_rows
        from orgmodel.comparison.measure_rows import MEASURE_COLUMNS, asked_scopes, measure_frame, scopes_of
        from orgmodel.measures.scopes import TOTAL

        frames = []
        for case in one_by_one(self.carried_out):
            changes = case.change_evaluator
            if self._scopes is None:
                groups = scopes_of(changes, tuple(dict.fromkeys((*DEFAULT_BY, *self._by))))
            else:
                groups = [*asked_scopes(changes, self._scopes), *(scopes_of(changes, self._by)[1:] if self._by else ())]
            keep = (TOTAL, "block", "host", *(dimension for dimension, _ in groups if self._scopes is not None))
            table = measure_frame(case.label, changes, case.move_evaluator, self._measures, groups, keep=keep)
            for scope in self._scopes or ():
                if is_passing(case, scope):  # its rows say what it became or came from, as everywhere
                    rows = given(passed_rows(case, scope, self._measures), MEASURE_COLUMNS)
                    rows = rows.astype({name: table[name].dtype for name in MEASURE_COLUMNS[3:]})
                    own = (table["scope"] == scope).to_numpy()
                    at = int(own.argmax())
                    table = joined([table[:at], rows, table[at:][~own[at:]]], MEASURE_COLUMNS)
            frames.append(table)
        return joined(frames, MEASURE_COLUMNS)

    @table
    def units(self) -> pd.DataFrame:
        """Tabulate measures by unit, with all below it; rows of nothing in both states are left out.

        In a large study units that no scenario changes are in ``units_now`` alone.
        """
        from orgmodel.comparison.measure_rows import MEASURE_COLUMNS

        table = joined(list(self._unit_frames()), MEASURE_COLUMNS)
        table.insert(1, "unit", table["scope"])
        return table

    def _unit_frames(self) -> Iterator[pd.DataFrame]:
        """Tabulate measures by unit, case by case."""
        from orgmodel.comparison.case import one_by_one
        from orgmodel.comparison.measure_rows import measure_frame
        from orgmodel.comparison.unit_rows import names_of_units
        from orgmodel.measures.scopes import UNIT

        same = frozenset(self._unchanged.get("unit", ()))
        for case in one_by_one(self.carried_out):
            names = tuple(one for one in names_of_units(case) if one not in same)
            groups = [(UNIT, names)]
            yield measure_frame(case.label, case.change_evaluator, case.move_evaluator, self._measures, groups)

    def units_changed(self, labels: Sequence[str]) -> tuple[tuple[str, ...], pd.DataFrame]:
        """Give the units of some scenarios in order, and their rows of ``units`` that tell of a change; the whole table is not made for it."""
        labels, (units, changes) = texts_given("labels", labels), self._units_changed
        asked = (units[label] for label in units if label in labels)
        return tuple(dict.fromkeys(chain.from_iterable(asked))), changes[changes["scenario"].isin(labels)].copy()

    @cached_property
    def _units_changed(self) -> tuple[dict[str, tuple[str, ...]], pd.DataFrame]:
        """Hold the units of each scenario, and the rows of all that tell of a change."""
        from orgmodel.comparison.measure_rows import MEASURE_COLUMNS

        found = held(self, "units")
        units: dict[str, tuple[str, ...]] = {}
        rows = []
        for one in self._unit_frames() if found is None else [found]:
            units |= {str(label): tuple(part["scope"].unique()) for label, part in one.groupby("scenario", sort=False)}
            rows.append(one[one["change"].ne(0)])
        return units, joined(rows, MEASURE_COLUMNS)

    @table
    def units_now(self) -> pd.DataFrame:
        """Tabulate the units that no scenario of a large study changes: a row each, a column a measure.

        Where a figure is not known exactly, ``MEASURE:low``, ``high``, ``missing``, ``assumed``, ``known`` and ``of`` stand
        beside it; NaN where there is no value. Empty where there are no more units than are told of one by one (see ``unit_rows.MOST_IN_FULL``).
        """
        import pandas as pd

        return pd.DataFrame(self._unchanged or {"unit": []})

    @cached_property
    def _unchanged(self) -> dict[str, Any]:
        from orgmodel.comparison.unit_rows import unchanged_units

        return unchanged_units(self.carried_out, self._measures) if self.one_baseline else {}

    @table
    def lines(self) -> pd.DataFrame:
        """Tabulate lines: kind, from, to, status (kept, passed_on, redirected, added, ended), where one ran before, what changed it and why."""
        from orgmodel.comparison.record_rows import LINE_COLUMNS, line_rows

        return self._records(line_rows, LINE_COLUMNS)

    @table
    def lineage(self) -> pd.DataFrame:
        """Tabulate units before and after each operation, with the shares that went over."""
        from orgmodel.comparison.record_rows import LINEAGE_COLUMNS, lineage_rows

        return self._records(lineage_rows, LINEAGE_COLUMNS)

    @table
    def ledger(self) -> pd.DataFrame:
        """Tabulate every flow; rows with ``via`` show what a unit transferred whole carries along."""
        from orgmodel.comparison.record_rows import LEDGER_COLUMNS, ledger_rows

        return self._records(ledger_rows, LEDGER_COLUMNS, ("amount", "low", "high", "known"))

    @table
    def displaced(self) -> pd.DataFrame:
        """Tabulate who held a post before and holds none after, what ended the last holding and why, and what becomes of them."""
        from orgmodel.comparison.record_rows import DISPLACED_COLUMNS, displaced_rows

        return self._records(partial(displaced_rows, named=self.persons), DISPLACED_COLUMNS)

    @table
    def posts(self) -> pd.DataFrame:
        """Tabulate the rows of posts that are touched: who changes unit, title, rank, block, superior."""
        from orgmodel.comparison.record_rows import POST_COLUMNS, post_rows

        return self._records(post_rows, POST_COLUMNS, ("posts", "filled"))

    @table
    def interim(self) -> pd.DataFrame:
        """Tabulate measures of the units that begin and end within a run, just before the step that ends them."""
        rows = [
            (case.label, unit, step, one.id, evaluator.read(one, unit).value)
            for case in self.carried_out
            for unit, (step, evaluator) in case.interim.items()
            for one in self._measures
            if not one.compares
        ]
        return frame(rows, INTERIM_COLUMNS, ("value",))

    @table
    def steps(self) -> pd.DataFrame:
        """Tabulate the steps: clause, owner, due date of the product, state."""
        from orgmodel.comparison.record_rows import STEP_COLUMNS, step_rows

        return frame([row for case in self.cases for row in step_rows(case)], STEP_COLUMNS)

    @table
    def targets(self) -> pd.DataFrame:
        """Tabulate targets: met, missed or unknown, and the gap."""
        from orgmodel.comparison.targets import TARGET_COLUMNS

        return frame(
            self._target_rows[0], TARGET_COLUMNS, ("at_least", "at_most", "before", "after", "gap", "low_before", "low")
        )

    @table
    def norms(self) -> pd.DataFrame:
        """Tabulate the findings that the caller gave."""
        show = partial(behind("orgmodel.notebook.listings", "show_norms"), self)
        return shown_by(given(self._norms, NORM_COLUMNS), show)

    @table
    def deviations(self) -> pd.DataFrame:
        """Tabulate the deviations from reference models that the caller gave."""
        return given(self._deviations, DEVIATION_COLUMNS)

    @cached_property
    def _target_rows(self) -> tuple[list[tuple[Any, ...]], list[Problem]]:
        from orgmodel.comparison.targets import target_rows, targets_of

        problems: list[Problem] = []
        rows = []
        for case in self.carried_out:
            rows += target_rows(case, targets_of(case.outcome), problems)
        return rows, problems

    def _records(
        self,
        rows_of: Callable[[Case], list[tuple[Any, ...]]],
        columns: Sequence[str],
        numbers: Sequence[str] = (),
    ) -> pd.DataFrame:
        return frame([row for case in self.carried_out for row in rows_of(case)], columns, numbers)

    # -- reading -----------------------------------------------------------------------------------------------------

    @cached_property
    def _by_scope(self) -> dict[tuple[str, str], dict[str, Mapping[str, Any]]]:
        found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
        for row in plain_rows(self.measures):
            found.setdefault((row["scenario"], row["scope"]), {})[row["measure"]] = Frozen(row)
        return {group: Frozen(rows) for group, rows in found.items()}

    def rows(self, label: str, scope: str) -> Mapping[str, Mapping[str, Any]]:
        """Give the rows of ``measures`` of one scenario and scope by measure, as plain values; raises ProblemsError for an unknown label."""
        if (label, scope) not in self._by_scope:
            self.case(label)
        return self._by_scope.get((label, scope), {})

    def scopes(self, label: str) -> list[str]:
        """List the scopes of one scenario in ``measures``; raises ProblemsError for a label that no case has."""
        self.case(label)
        return [scope for scenario, scope in self._by_scope if scenario == label]
