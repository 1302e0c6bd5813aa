"""The comparison of outcomes: its tables, each made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.case import Case, cases_of
from orgmodel.comparison.frames import frame, given, joined
from orgmodel.comparison.measure_rows import MEASURE_COLUMNS, UNIT_COLUMNS, asked_scopes, measure_frame, scopes_of
from orgmodel.comparison.plain import plain_rows, plain_value, problem_rows
from orgmodel.comparison.record_rows import (
    LEDGER_COLUMNS,
    LINE_COLUMNS,
    LINEAGE_COLUMNS,
    POST_COLUMNS,
    STEP_COLUMNS,
    ledger_rows,
    line_rows,
    lineage_rows,
    post_rows,
    step_rows,
)
from orgmodel.comparison.sentences import Sentence, sentences_of, summary_text
from orgmodel.comparison.side_by_side import lines_of
from orgmodel.comparison.targets import TARGET_COLUMNS, target_rows, targets_of
from orgmodel.core.doors import behind
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem, ProblemsError, nearest, refuse_unknown
from orgmodel.measures.catalogue import Measure, measures_of
from orgmodel.measures.scopes import GROUPINGS, TOTAL, UNIT, grouping_problems, scope_problem

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.scenario.outcome import Outcome


DEFAULT_BY = (*GROUPINGS, "host", "block,host")
"""What a comparison groups by where no scopes are asked: block, area, level, kind, and the block of the unit that
hosts a post, alone and crossed with the post's own block."""

INTERIM_COLUMNS = ("scenario", "unit", "step", "measure", "value")
NORM_COLUMNS = ("scenario", "state", "norm", "subject", "result", "value", "limit", "citation")
DEVIATION_COLUMNS = ("scenario", "state", "model", "unit", "kind")


class Comparison:
    """Hold cases side by side; every table is a DataFrame, made when first asked for.

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
        language: str = "vi",
    ) -> None:
        """Check what is asked; raises ProblemsError naming every unknown measure, scope and grouping."""
        self.cases = tuple(cases)
        self._language = language
        self._norms = [dict(row) for row in norms]
        self._deviations = [dict(row) for row in deviations]
        problems: list[Problem] = grouping_problems(by)
        chosen: tuple[Measure, ...] = ()
        try:
            chosen = measures_of(measures)
        except ProblemsError as error:
            problems += error.problems
        self._measures, self._by, self._scopes = chosen, tuple(by), None if scopes is None else tuple(scopes)
        try:
            self._check_scopes(self._scopes or ())
        except ProblemsError as error:
            problems += error.problems
        if problems:
            raise ProblemsError(dict.fromkeys(problems))

    def _check_scopes(self, scopes: Iterable[str]) -> None:
        """Refuse every scope that no case knows, be it on the way only."""
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

    @cached_property
    def one_baseline(self) -> bool:
        """Tell whether all outcomes start from the same structure."""
        first = self.cases[0].before if self.cases else None
        return all(case.before is first or case.before == first for case in self.cases)

    @property
    def _carried_out(self) -> list[Case]:
        """Give the cases that have figures: a refused one has none."""
        return [case for case in self.cases if not case.is_refused]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """List the problems of all outcomes, and what the comparison itself has to say."""
        found = [problem for case in self.cases for problem in case.outcome.problems]
        if not self.one_baseline:
            names = ", ".join(self.labels)
            message = (
                f"{names} start from different baselines: compare the change that each makes, not the states after"
            )
            found.append(Problem("DIFFERENT_BASELINES", message, severity=WARNING))
        found += self._target_rows[1]
        return tuple(dict.fromkeys(found))

    # -- tables ------------------------------------------------------------------------------------------------------

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Tabulate measures by scope, before, after and change (see ``MEASURE_COLUMNS``); a refused scenario has no rows."""
        frames = []
        for case in self._carried_out:
            changes = case.change_evaluator
            if self._scopes is None:
                groups = scopes_of(changes, tuple(dict.fromkeys((*DEFAULT_BY, *self._by))))
            else:
                groups = [*asked_scopes(changes, self._scopes), *(scopes_of(changes, self._by)[1:] if self._by else ())]
            keep = (TOTAL, "block", "host", *(dimension for dimension, _ in groups if self._scopes is not None))
            frames.append(measure_frame(case.label, changes, case.move_evaluator, self._measures, groups, keep=keep))
        return joined(frames, MEASURE_COLUMNS)

    @cached_property
    def units(self) -> pd.DataFrame:
        """Tabulate measures by unit, with all below it; rows of nothing on both sides are left out."""
        frames = [
            measure_frame(
                case.label,
                case.change_evaluator,
                case.move_evaluator,
                self._measures,
                scopes_of(case.change_evaluator, [UNIT])[1:],
            )
            for case in self._carried_out
        ]
        table = joined(frames, MEASURE_COLUMNS)
        table.insert(1, "unit", table["scope"])
        return table

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Tabulate lines: kind, from, to, status (kept, redirected, added, ended), where a redirected one ran before."""
        return self._records(line_rows, LINE_COLUMNS)

    @cached_property
    def lineage(self) -> pd.DataFrame:
        """Tabulate units before and after each operation, with the shares that went over."""
        return self._records(lineage_rows, LINEAGE_COLUMNS)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Tabulate every flow; rows with ``via`` show what a unit transferred whole carries along."""
        return self._records(ledger_rows, LEDGER_COLUMNS, ("amount", "low", "high", "known"))

    @cached_property
    def posts(self) -> pd.DataFrame:
        """Tabulate the rows of posts that are touched: who changes unit, title, rank, block, superior."""
        return self._records(post_rows, POST_COLUMNS, ("posts", "filled"))

    @cached_property
    def interim(self) -> pd.DataFrame:
        """Tabulate measures of the units that begin and end within a run, just before the step that ends them."""
        rows = [
            (case.label, unit, step, one.id, evaluator.read(one, unit).value)
            for case in self.cases
            for unit, (step, evaluator) in case.interim.items()
            for one in self._measures
            if not one.compares
        ]
        return frame(rows, INTERIM_COLUMNS, ("value",))

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Tabulate the steps: clause, owner, due date of the product, state."""
        return self._records(step_rows, STEP_COLUMNS)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Tabulate targets: met, missed or unknown, and the gap."""
        return frame(self._target_rows[0], TARGET_COLUMNS, ("at_least", "at_most", "before", "after", "gap"))

    @cached_property
    def norms(self) -> pd.DataFrame:
        """Tabulate the findings that the caller gave."""
        return given(self._norms, NORM_COLUMNS)

    @cached_property
    def deviations(self) -> pd.DataFrame:
        """Tabulate the deviations from reference models that the caller gave."""
        return given(self._deviations, DEVIATION_COLUMNS)

    @cached_property
    def _target_rows(self) -> tuple[list[tuple[Any, ...]], list[Problem]]:
        problems: list[Problem] = []
        rows = []
        for case in self.cases:
            rows += target_rows(case, targets_of(case.outcome), problems)
        return rows, problems

    def _records(
        self,
        rows_of: Callable[[Case], list[tuple[Any, ...]]],
        columns: Sequence[str],
        numbers: Sequence[str] = (),
    ) -> pd.DataFrame:
        return frame([row for case in self.cases for row in rows_of(case)], columns, numbers)

    # -- reading -----------------------------------------------------------------------------------------------------

    @cached_property
    def _by_scope(self) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
        found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        for row in plain_rows(self.measures):
            found.setdefault((row["scenario"], row["scope"]), {})[row["measure"]] = row
        return found

    def rows(self, label: str, scope: str) -> dict[str, dict[str, Any]]:
        """Give the rows of ``measures`` of one scenario and scope by measure, as plain values."""
        return self._by_scope.get((label, scope), {})

    def scopes(self, label: str) -> list[str]:
        """List the scopes of one scenario in ``measures``."""
        return [scope for scenario, scope in self._by_scope if scenario == label]

    def wide(self, scope: Any = TOTAL, *, differing: bool = False) -> pd.DataFrame:
        """Lay measures of any scope against scenarios: the value now once, then each one's value and change.

        The index is the measure, in the order of the catalogue; the columns are (``now``, ``value``), and (scenario,
        ``value``), (scenario, ``change``) and (scenario, ``percent``) for each. A unit that is in one state only is compared with what it became
        or came from. NaN is unknown, or of a refused scenario. With ``differing`` only the measures that some scenario
        changes. Raises ProblemsError for an unknown scope.
        """
        import pandas as pd

        if not isinstance(scope, str):
            message = Message.of("a scope is one text, such as total or a unit's id, not {given!r}", given=scope)
            raise ProblemsError([Problem("SCOPE", message)])
        self._check_scopes([scope])
        lines = lines_of(self.cases, scope, self._measures) if self.cases else []
        lines = [line for line in lines if not differing or line.differs_from_now]
        columns: dict[tuple[str, str], list[float | None]] = {
            ("now", "value"): [line.now.value if line.now else None for line in lines]
        }
        for at, case in enumerate(self.cases):
            for name in ("value", "change"):
                columns[(case.label, name)] = [getattr(line.cells[at], name, None) for line in lines]
            columns[(case.label, "percent")] = [line.percent(at) for line in lines]
        index = pd.Index([line.measure for line in lines], name="measure")
        return pd.DataFrame(columns, index=index, dtype=float)

    def differing(self, table: str = "measures") -> pd.DataFrame:
        """Keep the rows of ``measures`` or ``units`` that change, or whose change is not known."""
        refuse_unknown("table of changes", table, ("measures", "units"))
        rows: pd.DataFrame = getattr(self, table)
        same = rows["change"].eq(0) | (rows["change"].isna() & rows["before"].isna() & rows["after"].isna())
        return rows[~same].reset_index(drop=True)

    def ranked(self, measure: str, scope: str = TOTAL, *, by: str = "change") -> pd.DataFrame:
        """Rank the scenarios by a measure in a scope, least first; unknown ones last. Ranking is not judging."""
        measures_of([measure])
        refuse_unknown("column to rank by", by, ("before", "after", "change", "percent"))
        rows = self.measures[(self.measures["measure"] == measure) & (self.measures["scope"] == scope)]
        return rows.sort_values([by, "scenario"], na_position="last", kind="stable").reset_index(drop=True)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Say what the tables show, as values: each sentence with its kind, its case and what it is made of."""
        return sentences_of(self)

    @property
    def language(self) -> str:
        """Give the language of summaries where none is asked for: Vietnamese of a Vietnamese study, or else English."""
        spoken = {case.before.terms.language for case in self.cases} or {self._language}
        return "vi" if "vi" in spoken else "en"

    def summary(self, language: str | None = None) -> str:
        """Say the main differences in a few sentences of Vietnamese (vi) or English (en); of the study's own where None."""
        return summary_text(self, language or self.language)

    def to_json_object(self) -> dict[str, Any]:
        """Make the object of the JSON contract: one list of rows a table; the unknown is None."""
        names = ("measures", "lines", "lineage", "ledger", "norms", "deviations", "steps")
        found: dict[str, Any] = {name: plain_rows(getattr(self, name)) for name in names}
        found["units"] = plain_rows(self.units[[*UNIT_COLUMNS]])
        found["problems"] = problem_rows(self.problems)
        found |= {name: plain_rows(getattr(self, name)) for name in ("targets", "posts", "interim")}
        found["scenarios"] = [
            {"id": case.label, "title": dict(case.outcome.scenario.title),
             "illustrative": case.outcome.scenario.illustrative, "refused": case.is_refused, "on": case.outcome.on, "undated": list(case.outcome.undated), "documents": list(case.outcome.scenario.documents),
             "units_begun": list(case.units_begun), "units_ended": list(case.units_ended),
             "parameters": plain_value(dict(case.outcome.parameters))}
            for case in self.cases
        ]  # fmt: skip
        found["sentences"] = [
            {"kind": one.kind, "scenario": one.scenario, "values": plain_value(dict(one.values))}
            for one in self.sentences
        ]
        found["summary"] = {language: self.summary(language) for language in ("vi", "en")}
        return found

    def __repr__(self) -> str:
        """Show the first scenarios, and how many there are."""
        more = f", … {len(self.cases)} in all" if len(self.cases) > 8 else ""
        return f"Comparison({', '.join(label[:80] for label in self.labels[:8])}{more})"

    def _repr_html_(self) -> str:
        """Show what differs in a notebook."""
        return behind("orgmodel.notebook.display", "show_comparison")(self)  # type: ignore[no-any-return]


@gc_paused()
def compare(
    *outcomes: Outcome,
    by: Sequence[str] = (),
    measures: Iterable[str] | None = None,
    scopes: Sequence[str] | None = None,
    norms: Iterable[Mapping[str, Any]] = (),
    deviations: Iterable[Mapping[str, Any]] = (),
) -> Comparison:
    """Put outcomes side by side.

    ``measures`` are ids (None: all); ``scopes`` replace the usual ones (the total; each block, area, level and kind;
    the block of the host unit), ``by`` adds groupings and crossings (``"block,rank"``). ``norms`` and ``deviations``
    are rows that the caller found. Raises ProblemsError naming every unknown measure, scope and grouping.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> found = compare(Scenario("s", Structure.of([Unit("a")])).run(), measures=["units"], scopes=["total"])
    >>> found.measures[["scenario", "before", "after", "change"]].values.tolist()
    [['s', 1.0, 1.0, 0.0]]
    """
    return Comparison(cases_of(outcomes), by=by, measures=measures, scopes=scopes, norms=norms, deviations=deviations)
