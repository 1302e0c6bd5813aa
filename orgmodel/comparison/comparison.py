"""The comparison of outcomes: its tables, what they say in sentences, and all of it as plain data.

What measures is imported where it is called: the class is part of the public face, which loads no numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.case import cases_of
from orgmodel.comparison.comparison_tables import ComparisonTables
from orgmodel.comparison.dataframes import readable
from orgmodel.comparison.plain_data import each_plain_row, plain_value, problem_rows
from orgmodel.core.arguments import made_by, text_given
from orgmodel.core.doors import behind
from orgmodel.core.frozen import Frozen
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.names import Names
from orgmodel.core.problems import refuse_unknown
from orgmodel.words.labels import languages_of

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.sentences import Sentence
    from orgmodel.scenario.scenario import Outcome


@made_by("orgmodel.compare(outcome, …)")
class Comparison(ComparisonTables):
    """Hold cases side by side; every table is a DataFrame, made when first asked for.

    ``measures``, ``units``, ``lines``, ``lineage``, ``ledger``, ``posts``, ``steps``, ``targets``, ``norms`` and
    ``deviations`` have a ``scenario`` column; NaN or None is unknown, never 0. ``problems`` are all that was found.
    """

    def wide(self, scope: Any = None, *, differing: bool = False) -> pd.DataFrame:
        """Lay measures of a scope against scenarios: the value now once, then each one's value and change.

        The scope is any; where None the first that the comparison was asked for, or the total.

        The index is the measure, in the order of the catalogue; the columns are (``now``, ``value``), and (scenario,
        ``value``), (scenario, ``change``) and (scenario, ``percent``) for each. A unit that is in one state only is compared with what it became
        or came from. NaN is unknown, or of a refused scenario. With ``differing`` only the measures that some scenario
        changes. Raises ProblemsError for an unknown scope.
        """
        import pandas as pd

        from orgmodel.comparison.comparable import lines_of

        scope = (self.scopes_asked or ("total",))[0] if scope is None else text_given("scope", scope)
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
        return readable(pd.DataFrame(columns, index=index, dtype=float))

    def differing(self, table: str = "measures") -> pd.DataFrame:
        """Keep the rows of ``measures`` or ``units`` that change, or whose change is not known."""
        refuse_unknown("table of changes", table, ("measures", "units"))
        rows: pd.DataFrame = getattr(self, table)
        same = rows["change"].eq(0) | (rows["change"].isna() & rows["before"].isna() & rows["after"].isna())
        return rows[~same].reset_index(drop=True)

    def ranked(self, measure: str, scope: str = "total", *, by: str = "change") -> pd.DataFrame:
        """Rank the scenarios by a measure in a scope, least first; unknown ones last. Ranking is not judging."""
        from orgmodel.measures.catalogue import measures_of

        measures_of([text_given("measure", measure)], self.declared)
        self._check_scopes([text_given("scope", scope)])
        refuse_unknown("column to rank by", by, ("before", "after", "change", "percent"))
        if len(self.measures):
            refuse_unknown("measure of this comparison", measure, dict.fromkeys(self.measures["measure"]))
            refuse_unknown("scope of this comparison", scope, dict.fromkeys(self.measures["scope"]))
        rows = self.measures[(self.measures["measure"] == measure) & (self.measures["scope"] == scope)]
        ranked: pd.DataFrame = rows.sort_values([by, "scenario"], na_position="last", kind="stable")
        return ranked.reset_index(drop=True)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Say what the tables show, as values: each sentence with its kind, its case and what it is made of."""
        from orgmodel.comparison.sentences import sentences_of

        return sentences_of(self)

    @property
    def language(self) -> str:
        """Give the language of summaries where none is asked for: that of the study; of several, Vietnamese or else English."""
        spoken = {case.before.terms.language for case in self.cases} or {self._language}
        return spoken.pop() if len(spoken) == 1 else "vi" if "vi" in spoken else "en"

    @cached_property
    def own_labels(self) -> Mapping[str, Names]:
        """Give the studies' own words, by key; where two have one for the same key, that of the first."""
        found: dict[str, Names] = {}
        for case in reversed(self.cases):
            found |= case.own_labels
        return Frozen(found)

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages that can be spoken: ours, and those that the studies bring."""
        return languages_of(self.own_labels, self._language, *(case.before.terms.language for case in self.cases))

    def summary(self, language: str | None = None) -> str:
        """Say the main differences in a few sentences: Vietnamese (vi), English (en), or what the study brings; its own where None."""
        from orgmodel.comparison.sentences import summary_text

        if language is not None:
            refuse_unknown("language", language, self.languages)
        return summary_text(self.sentences, self.cases, language or self.language)

    def to_json_object(self, *, language: str | None = None) -> dict[str, Any]:
        """Make the object of the JSON contract: one list of rows a table; the unknown is None; messages in a language."""
        return {key: list(one) if isinstance(one, Iterator) else one for key, one in self.json_items(language=language)}

    def json_items(self, *, language: str | None = None) -> Iterator[tuple[str, Any]]:
        """Make the object of the JSON contract key by key, the rows of tables one by one as iterators: for what is large."""
        from orgmodel.comparison.measure_rows import UNIT_COLUMNS
        from orgmodel.measures.money import money_row

        if language is not None:
            refuse_unknown("language", language, self.languages)
        for name in ("measures", "lines", "lineage", "ledger", "norms", "deviations", "steps"):
            yield name, each_plain_row(getattr(self, name))
        yield "units", each_plain_row(self.units[[*UNIT_COLUMNS]])
        if len(self.units_now):
            yield "units_now", each_plain_row(self.units_now)
        yield "problems", problem_rows(self.problems, language or self.language)
        for name in ("targets", "posts", "interim", "displaced"):
            yield name, each_plain_row(getattr(self, name))
        yield "scenarios", [
            {"id": case.label, "title": dict(case.outcome.scenario.title), "short": dict(case.short_names),
             "illustrative": case.outcome.scenario.illustrative, "refused": case.is_refused, "on": case.outcome.on, "undated": list(case.outcome.undated), "documents": list(case.outcome.scenario.documents),
             "units_begun": list(case.units_begun), "units_ended": list(case.units_ended),
             "units_moved": [dict(zip(("unit", "from", "to"), (unit, one or None, other or None), strict=True)) for unit, one, other in case.units_moved],
             "stands_for": dict(case.stands_for), "counts_as": dict(case.counts_as),
             "parameters": plain_value(dict(case.outcome.parameters))}
            for case in self.cases
        ]  # fmt: skip
        yield (
            "sentences",
            [
                {"kind": one.kind, "scenario": one.scenario, "values": plain_value(dict(one.values))}
                for one in self.sentences
            ],
        )
        if any(one.priced for one in self._measures):
            rows = [{"scenario": case.label, **money_row(case.after, case.before)} for case in self.cases]
            yield "money", plain_value(rows)
        yield "summary", {language: self.summary(language) for language in ("vi", "en")}

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
