"""What cannot be told of a proposal, or is assumed, by who must supply or confirm it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names
from orgmodel.measures.assumed_figures import assumed_figures
from orgmodel.norms.record import NormPack
from orgmodel.norms.suppliers import Suppliers
from orgmodel.tracking.missing_data import MissingDatum, missing_data
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.reports.arrangement import Arrangement


@dataclass(frozen=True, slots=True)
class AssumedFigure:
    """Hold an assumed figure: whose it is, what kind of figure, its value and range, and its source."""

    table: str
    record: str
    unit: str
    field: str
    value: float | None
    low: float | None
    high: float | None
    src: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Hold what one supplier must supply, and what it must confirm."""

    supplier: Names
    missing: tuple[MissingDatum, ...] = ()
    assumed: tuple[AssumedFigure, ...] = ()


def gaps_of(comparison: Comparison, cases: Sequence[Case], units: Collection[str] | None = None) -> list[Gap]:
    """Group what is missing and assumed of some units (None: of all) by supplier, the one who must supply most first.

    Steps without a date of effect and papers without number or date belong to it, whatever the units.
    """
    if not cases:
        return []
    first = cases[0]
    study = first.outcome.scenario.study
    pack = NormPack() if study is None or study.norms is None else study.norms
    suppliers = Suppliers((first.before, *(case.after for case in cases)), pack)
    listed = missing_data(
        [case.outcome for case in cases],
        [one for case in cases for one in comparison.findings.get(case.label, ())],
        pack,
        baseline=first.before,
    )
    own = {result.step.id for case in cases for result in case.outcome.steps}
    own |= {paper for case in cases for paper in case.outcome.scenario.documents}
    drafted = _of_drafts_alone(cases)
    missing: dict[Names, list[MissingDatum]] = {}
    for datum in listed:
        if datum.id in drafted:
            continue
        if units is None or datum.subject in units or datum.subject in own:
            missing.setdefault(datum.supplier or said("nobody_named"), []).append(datum)
    assumed: dict[Names, list[AssumedFigure]] = {}
    for row in assumed_figures(first.before).to_dict("records"):
        if units is None or row["unit"] in units:
            key = (row["record"], "") if row["table"] == "members" else row["record"]
            who = suppliers.of(FigureId(row["table"], key, row["field"])) or said("nobody_named")
            ends = (None if row[end] is None or row[end] != row[end] else row[end] for end in ("value", "low", "high"))
            value, low, high = ends
            one = AssumedFigure(row["table"], row["record"], row["unit"], row["field"], value, low, high, row["src"])
            assumed.setdefault(who, []).append(one)
    found = [Gap(who, tuple(missing.get(who, ())), tuple(assumed.get(who, ()))) for who in dict.fromkeys((*missing, *assumed))]  # fmt: skip
    return sorted(found, key=lambda one: -(len(one.missing) + len(one.assumed)))


def _of_drafts_alone(cases: Sequence[Case]) -> set[str]:
    """List the dates of effect of the authors' own drafts that no paper orders: there is nobody whom they could ask."""
    drafts, ordered = set[str](), set[str]()
    for case in cases:
        for result in case.outcome.steps:
            alone = case.outcome.scenario.illustrative and not result.step.owner
            (drafts if alone else ordered).add(str(FigureId("steps", result.step.id, "effective")))
    return drafts - ordered


def units_within(case: Case, parts: Iterable[Arrangement]) -> set[str]:
    """List the units before that are rearranged, with all below them."""
    return {one.id for part in parts for unit in part.before for one in case.before.queries.subtree(unit)}
