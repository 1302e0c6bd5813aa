"""What a comparison says in sentences: each made from its rows, and registered with the check of its truth.

A sentence holds its kind and values; ``words.sentences`` words it. The check takes the JSON object of the comparison, so
that it shares nothing with what made the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.arithmetic import MERGERS, SPLITS, head_counts, together
from orgmodel.comparison.comparable import EXACT, currency_of, least_told
from orgmodel.comparison.counted_units import (
    begun_ended_holds,
    by_count,
    counted,
    many,
    of_unknown_number,
    passes,
    passes_hold,
)
from orgmodel.core.figures import Amount
from orgmodel.core.frozen import hold
from orgmodel.core.names import Names
from orgmodel.core.trace import by_quantity, contents
from orgmodel.measures.catalogue import Measure, measure_of
from orgmodel.measures.measured_value import Number
from orgmodel.words.labels import names
from orgmodel.words.money import MONEY_MEASURES, measure_places
from orgmodel.words.sentences import LEADS, sentence

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison_tables import ComparisonTables

Json = Mapping[str, Any]
Row = Mapping[str, Any]

HEADLINES = (
    "units", "units_internal", "units_direct", "posts_authorized", "posts_filled", "headcount", "party_members", "heads",
    "deputies", "leaders_per_100", "span_mean", "layers", "superiors_per_unit", "concurrent_posts", "posts_moved",
    "lines_changed", "functions_uncovered", "functions_duplicated", "cost_year", "cost_one_off",
)  # fmt: skip
"""The measures that are spoken of, where they change."""
SAID_ANYWAY = ("units", "posts_authorized", "headcount")
"""The measures that are spoken of even where they do not change."""
MOST_RANGES = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold one thing said: its kind, the case it is about (or none), and the values that it is made of."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    scenario: str | None = None

    def __post_init__(self) -> None:
        """Hold what it is given so that nobody changes it."""
        hold(self, "values")

    def text(
        self, language: str, own: Mapping[str, Names] | None = None, called: Mapping[str, str] | None = None
    ) -> str:
        """Word it, with a study's own words for measures, and scenarios ``called`` by names in place of their labels."""
        return sentence(self.kind, self.values, language, own, called)


def sentences_of(comparison: ComparisonTables) -> tuple[Sentence, ...]:
    """Say what a comparison shows: directions and sizes, never a verdict; more units is not worse than fewer."""
    if not comparison.cases:
        return (Sentence("nothing"),)
    count = len(comparison.cases)
    dates = {case.outcome.on for case in comparison.cases}
    undated = {step for case in comparison.cases for step in case.outcome.undated}
    opening = Sentence("opening", {"count": count, "as_of": comparison.cases[0].before.as_of})
    if not comparison.one_baseline:
        opening = Sentence("different_baselines", {"count": count})
    found = [opening]
    if len(dates) == 1 and None not in dates:
        found.append(Sentence("on", {"date": min(filter(None, dates)), "undated": len(undated)}))
    for case in comparison.cases:
        found += _of_one(comparison, case)
    return (*found, *_across(comparison), *_certainty(comparison))


def summary_text(said: Sequence[Sentence], cases: Iterable[Case], language: str) -> str:
    """Put the sentences of a comparison together: a line each for the opening, every case, the range and the certainty."""
    cases = list(cases)
    own: dict[str | None, Mapping[str, Names]] = {case.label: case.own_labels for case in cases}
    first = next(iter(own.values()), {})
    called = {case.label: case.short(language) for case in cases}

    def say(one: Sentence) -> str:
        return one.text(language, own.get(one.scenario, first), called)

    lead = "vi" if language == "vi" else "en"
    lines: list[str] = []
    lines += [say(one) for one in said if one.kind in ("nothing", "opening", "different_baselines", "on")]
    for case in cases:
        mine = [one for one in said if one.scenario == case.label]
        measures = "; ".join(say(one) for one in mine if one.kind == "measure")
        rest = [say(one) for one in mine if one.kind != "measure"]
        if not mine:
            continue  # none of what was asked for has anything to say
        said_of_all = [f"{LEADS['part'][lead] if case.before.terms.is_part else ''}{measures}."] * bool(measures)
        parts = [*rest, *said_of_all] if case.before.terms.is_part else [*said_of_all, *rest]
        lines.append(f"{case.name(language)}: " + " ".join(parts))
    ranges = "; ".join(say(one) for one in said if one.kind == "range")
    lines += [f"{LEADS['range'][lead]}{ranges}."] if ranges else []
    lines += [say(one) for one in said if one.kind == "alike"]
    certainty = "; ".join(say(one) for one in said if one.kind in ("assumed", "missing"))
    lines += [f"{LEADS['sureness'][lead]}{certainty}."] if certainty else []
    return "\n".join(lines)


# -- making --------------------------------------------------------------------------------------------------------------


def _of_one(comparison: ComparisonTables, case: Case) -> Iterator[Sentence]:
    label = case.label
    if case.is_refused:
        yield Sentence("refused", {}, label)
        return
    if not case.outcome.changes:
        yield Sentence("no_change", {}, label)
        return
    table = comparison.rows(label, "total")
    for measure in (*HEADLINES, *comparison.declared.quantities):
        row = table.get(measure)
        if row is None:
            continue
        one = measure_of(measure, comparison.declared)
        if _differs(row, one) or row["now_known"] or measure in SAID_ANYWAY:
            values = {
                "measure": measure, "before": row["before"], "after": row["after"], "change": row["change"],
                "at_least": one.is_least(row["missing"]), "moves": one.compares, "known": row["known"], "of": row["of"],
                "now_known": row["now_known"], "low": row["low"], "low_before": row["low_before"],
            }  # fmt: skip
            if (places := measure_places(measure, case.before.terms)) > 2:
                values["places"] = places
            money = case.before.terms.money
            if one.priced and money is not None:
                values["currency"], values["places"] = money.currency, places
            yield Sentence("measure", values, label)
    yield from _blocks(comparison, case, table.get("posts_authorized"))
    if case.units_begun or case.units_ended:
        values = {}
        for side, units in (("begun", case.units_begun), ("ended", case.units_ended)):
            counted = [unit for unit in units if case.counts_as[unit] != "none"]
            values |= {side: many(case, counted), f"{side}_at_least": of_unknown_number(case, counted)}
            values[f"{side}_by"] = by_count(case, units)
        yield Sentence("begun_ended", values, label)
    yield from _moved(comparison, case)
    if comparison.compares("superiors_per_unit"):
        yield from _superiors(case)
    for heads in together(head_counts(case.outcome, case.post_traces)):
        values = {
            "clause": heads.clause, "step": heads.step, "title": _titles(case, heads.step), "units_before": len(heads.units_before),
            "units_after": len(heads.units_after), "heads_before": heads.heads_before, "heads_after": heads.heads_after,
            "converted": dict(heads.converted), "created": heads.created, "surplus": dict(heads.surplus),
            "new_quota": heads.new_quota, "steps": list(heads.steps),
        }  # fmt: skip
        yield Sentence("heads", values, label)


def _titles(case: Case, step: str) -> dict[str, str]:
    """Give the titles of a step by language; none where it has none."""
    return next((dict(one.step.title) for one in case.outcome.steps if one.step.id == step), {})


def _differs(row: Row, measure: Measure) -> bool:
    """Tell whether a row has something to say: a change (of a mean: one that shows in two decimals), or moves."""
    if measure.compares:
        return bool(row["after"]) or row["missing"] > 0
    if row["change"] is None:  # not known, though there is something in both states
        return row["before"] is not None and row["after"] is not None
    return bool(abs(row["change"]) >= least_told(measure))


def _changes(comparison: ComparisonTables, label: str, prefix: str) -> list[tuple[str, float]]:
    found = []
    authorized = measure_of("posts_authorized")
    for scope in comparison.scopes(label):
        if scope.startswith(prefix) and "," not in scope:
            row = comparison.rows(label, scope).get("posts_authorized")
            if row is not None and row["change"] is not None and _differs(row, authorized):
                found.append((scope.removeprefix(prefix), row["change"]))
    return found


def _blocks(comparison: ComparisonTables, case: Case, total: Row | None) -> Iterator[Sentence]:
    """Say how the quota of each block changes, or that none does; nothing where a study has no blocks."""
    if not any(scope.startswith("block:") for scope in comparison.scopes(case.label)):
        return
    own, hosts = (_changes(comparison, case.label, f"{dimension}:") for dimension in ("block", "host"))
    still = total is not None and total["change"] == 0
    if own or (hosts and still):
        blocks = dict.fromkeys(block for block, _ in (*own, *hosts))
        called = {block: dict(names("block", block, case.before.terms.labels)) for block in blocks}
        yield Sentence("blocks", {"own": own, "hosts": hosts, "names": called}, case.label)


def _moved(comparison: ComparisonTables, case: Case) -> Iterator[Sentence]:
    moved = {unit for unit, _, _ in case.units_moved}
    if moved:
        apart = [
            unit
            for unit in sorted(moved)
            if not any(above.id in moved for above in case.after.queries.upward(unit) if above.id != unit)
        ]
        held = [contents(case.after, unit) for unit in apart] if comparison.compares("party_members") else []
        members = sum(
            (by_quantity(one).get("members", Amount()) for one in held), Amount()
        )  # together: parts meet again
        values = {
            "units": many(case, moved), "units_at_least": of_unknown_number(case, moved),
            "members": members.told, "members_low": members.least, "members_missing": members.missing,
            **passes(case),
        }  # fmt: skip
        yield Sentence("moved_units", values, case.label)


def _superiors(case: Case) -> Iterator[Sentence]:
    split = [one for one in case.outcome.lineage if one.operation in SPLITS and one.before and one.after]
    sides = {"before": sorted({one.before or "" for one in split}), "after": sorted({one.after or "" for one in split})}
    means = {side: _mean([case.value("superiors_per_unit", unit, side) for unit in sides[side]]) for side in sides}
    if None not in means.values() and means["before"] != means["after"]:
        yield Sentence(
            "superiors", {**means, "units_before": sides["before"], "units_after": sides["after"]}, case.label
        )


def _mean(values: Sequence[Number | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


def _across(comparison: ComparisonTables) -> Iterator[Sentence]:
    """Say between which values the scenarios differ most plainly, or that they do not differ."""
    labels = [case.label for case in comparison.cases if not case.is_refused]
    if len(labels) < 2:
        return
    ranges = []
    currencies = {currency_of(case) for case in comparison.cases if "cost_year" in comparison.rows(case.label, "total")}
    for measure in (*HEADLINES, *comparison.declared.quantities):
        if measure in MONEY_MEASURES and len(currencies) > 1:
            continue
        rows = [comparison.rows(label, "total").get(measure) for label in labels]
        values = {
            label: row["change"] for label, row in zip(labels, rows, strict=True) if row and row["change"] is not None
        }
        if values and max(values.values()) - min(values.values()) >= least_told(
            measure_of(measure, comparison.declared)
        ):
            least, most = (pick(values, key=lambda name: (values[name], name)) for pick in (min, max))
            unknown = [label for label, row in zip(labels, rows, strict=True) if row and row["change"] is None]
            extremes = {
                "measure": measure, "low": values[least], "least": least, "high": values[most], "most": most,
                "unknown": unknown,
                **{f"{end}_of": tuple(comparison.rows(one, "total")[measure][side] for side in ("before", "after")) for end, one in (("low", least), ("high", most))},
            }  # fmt: skip
            ranges.append(Sentence("range", extremes))
    yield from ranges[:MOST_RANGES]
    if ranges or len(currencies) > 1 or not all(comparison.rows(label, "total") for label in labels):
        return  # where the total was not asked for, or costs cannot be compared, nothing is said of it
    if not _apart(comparison, labels, ["total"]):
        scopes = list(dict.fromkeys(scope for label in labels for scope in comparison.scopes(label)))
        everywhere = not _apart(comparison, labels, scopes) and not units_apart(comparison, labels)
        yield Sentence("alike", {"everywhere": everywhere})


def _apart(comparison: ComparisonTables, labels: list[str], scopes: list[str]) -> bool:
    """Tell whether any two scenarios differ in what they change, in any measure of the scopes."""
    for scope in scopes:
        tables = [comparison.rows(label, scope) for label in labels]
        for measure in {name for table in tables for name in table}:
            changes = {
                _changed(table[measure]) if measure in table else 0 for table in tables
            }  # no row: nothing is there
            if len(changes) > 1:
                return True
    return False


def _changed(row: Row) -> float | None:
    """Give the change of a row; where there is nothing before and after there is none."""
    is_nothing = not (row["before"] or row["after"] or row["missing"] or row["missing_before"])
    return 0 if is_nothing else row["change"]


def units_apart(comparison: ComparisonTables, labels: Sequence[str]) -> list[str]:
    """List the units, each with all below it, in which two scenarios differ in what they change."""
    order, table = comparison.units_changed(labels)  # of no row is no change too
    if table.empty:
        return []
    changes: dict[tuple[str, str], dict[str, float | None]] = {}
    nothing = table[["before", "after", "missing", "missing_before"]].fillna(0).eq(0).all(axis=1)
    told = table["change"].mask(nothing, 0)
    cells = (table["scope"], table["measure"], table["scenario"], told)
    for unit, measure, label, change in zip(*(column.tolist() for column in cells), strict=True):
        changes.setdefault((unit, measure), {})[label] = None if change != change else change
    found: dict[str, None] = {}
    for (unit, _), by_label in changes.items():
        values = [by_label.get(label, 0) for label in labels]  # rows of nothing are left out
        first = values[0]
        if any((one is None) != (first is None) or (one or 0) != (first or 0) for one in values[1:]):
            found[unit] = None
    place = {unit: number for number, unit in enumerate(order)}
    return sorted(found, key=place.__getitem__)


def _certainty(comparison: ComparisonTables) -> Iterator[Sentence]:
    """Say how much of the main figures is assumed, and what is missing."""
    for measure in ("posts_authorized", "posts_filled"):
        rows = [comparison.rows(case.label, "total").get(measure) for case in comparison.cases if not case.is_refused]
        shares = [row["assumed"] for row in rows if row is not None and row["assumed"]]
        missing = [row["missing"] for row in rows if row is not None and row["missing"]]
        if shares:
            yield Sentence("assumed", {"measure": measure, "share": max(shares)})
        if missing:
            yield Sentence("missing", {"measure": measure, "missing": max(missing)})


# -- checking ------------------------------------------------------------------------------------------------------------


def _rows(made: Json, scope: str = "total", **asked: Any) -> list[Row]:
    wanted = {"scope": scope, **asked}
    return [row for row in made["measures"] if all(row[name] == value for name, value in wanted.items())]


def _entry(made: Json, label: str | None) -> Row:
    found: Row = next(one for one in made["scenarios"] if one["id"] == label)
    return found


def _nothing_holds(made: Json, one: Sentence) -> bool:
    return not one.values and not made["scenarios"]


def _count_holds(made: Json, one: Sentence) -> bool:
    return bool(one.values["count"] == len(made["scenarios"]))


def _opening_holds(made: Json, one: Sentence) -> bool:
    passing = {unit for entry in made["scenarios"] for unit in (*entry["units_begun"], *entry["units_ended"])}
    rows = [row for row in made["measures"] if row["scope"] not in passing]  # those begin as what they came from
    starts = {(row["scope"], row["measure"]): row["before"] for row in rows}
    same = all(starts[row["scope"], row["measure"]] == row["before"] for row in rows)
    return _count_holds(made, one) and same


def _measure_holds(made: Json, one: Sentence) -> bool:
    (row,) = _rows(made, scenario=one.scenario, measure=one.values["measure"])
    figures = all(row[name] == one.values[name] for name in ("before", "after", "change", "known", "of", "now_known"))
    return figures and (not one.values["at_least"] or row["missing"] > 0)


def _no_change_holds(made: Json, one: Sentence) -> bool:
    rows = [row for row in made["measures"] if row["scenario"] == one.scenario]
    return all(row["change"] in (0, None) or row["before"] == row["after"] for row in rows)


def _blocks_hold(made: Json, one: Sentence) -> bool:
    for side, dimension in (("own", "block"), ("hosts", "host")):
        stated = dict(one.values[side])
        for row in made["measures"]:
            head, _, name = row["scope"].partition(":")
            mine = row["scenario"] == one.scenario and row["measure"] == "posts_authorized" and head == dimension
            if mine and "," not in name:
                change = row["change"]
                if (stated.pop(name, None) or 0) != (change if change is not None and abs(change) >= EXACT else 0):
                    return False
        if stated:
            return False
    return True


def _moved_units_hold(made: Json, one: Sentence) -> bool:
    entry = _entry(made, one.scenario)
    moved = {row["unit"] for row in entry["units_moved"] if row["from"] != row["to"]}
    of_all = [row["after"] for row in _rows(made, scenario=one.scenario, measure="party_members") if row["after"]]
    members = not of_all or one.values["members"] <= max(of_all)
    if not passes_hold(entry, one.values):
        return False
    return bool((one.values["units"], one.values["units_at_least"]) == counted(entry, moved) and members)


def _superiors_hold(made: Json, one: Sentence) -> bool:
    for side in ("before", "after"):
        found = {
            row["unit"]: row["value"] if "value" in row else row[side]
            for row in (*made["units"], *made["interim"])
            if row["scenario"] == one.scenario and row["measure"] == "superiors_per_unit"
        }
        values = [found.get(unit, 0) for unit in one.values[f"units_{side}"]]  # rows of nothing are left out
        if None in values or abs(sum(values) / len(values) - one.values[side]) > 1e-9:
            return False
    return True


def _heads_hold(made: Json, one: Sentence) -> bool:
    """Recount units from the lineage, converted posts and new quota from the ledger, of the steps that it is about."""
    steps = one.values["steps"]
    mine = [row for row in made["lineage"] if row["scenario"] == one.scenario and row["step"] in steps]
    links = [row for row in mine if row["operation"] in (*SPLITS, *MERGERS)]
    sides = [{(row["step"], row[side]) for row in links if row[side]} for side in ("before", "after")]
    flows = [
        row
        for row in made["ledger"]
        if row["scenario"] == one.scenario
        and row["step"] in steps
        and row["quantity"] == "authorized"
        and not row["via"]
    ]
    outside = [row["amount"] * (1 if row["from"] is None else -1) for row in flows if None in (row["from"], row["to"])]
    turned = sum(row["reason_kind"] == "converted" for row in flows)
    return (
        [len(side) for side in sides] == [one.values["units_before"], one.values["units_after"]]
        and one.values["new_quota"] in (None, sum(outside))
        and one.values["created"] <= sum(row["reason_kind"] == "new_quota" for row in flows)
        and (bool(turned) or not one.values["converted"] or not flows)
    )


def _range_holds(made: Json, one: Sentence) -> bool:
    changes = {row["scenario"]: row["change"] for row in _rows(made, measure=one.values["measure"])}
    known = [value for value in changes.values() if value is not None]
    ends = (changes.get(one.values["least"]), changes.get(one.values["most"]))
    unknown = sorted(label for label, value in changes.items() if value is None)
    if unknown != sorted(one.values["unknown"]):
        return False
    return bool(ends == (one.values["low"], one.values["high"]) == (min(known), max(known)) and ends[0] != ends[1])


def _alike_holds(made: Json, one: Sentence) -> bool:
    for everywhere in (False, True) if one.values["everywhere"] else (False,):
        changes: dict[tuple[str, str], set[Any]] = {}
        for row in made["measures"]:
            if everywhere or row["scope"] == "total":
                changes.setdefault((row["scope"], row["measure"]), set()).add(_changed(row))
        if not changes or any(len(one) > 1 for one in changes.values()):
            return False
    if not one.values["everywhere"]:
        return True
    labels = {row["scenario"] for row in made["measures"]}
    by_unit: dict[tuple[str, str], dict[str, Any]] = {}
    for row in made["units"]:
        by_unit.setdefault((row["unit"], row["measure"]), {})[row["scenario"]] = row["change"]
    return all(len({found.get(label, 0) for label in labels}) == 1 for found in by_unit.values())


def _assumed_holds(made: Json, one: Sentence) -> bool:
    return bool(one.values["share"] == max(row["assumed"] or 0 for row in _rows(made, measure=one.values["measure"])))


def _missing_holds(made: Json, one: Sentence) -> bool:
    return bool(one.values["missing"] == max(row["missing"] for row in _rows(made, measure=one.values["measure"])))


def _refused_holds(made: Json, one: Sentence) -> bool:
    return any(row["problems"] for row in made["steps"] if row["scenario"] == one.scenario)


def _on_holds(made: Json, one: Sentence) -> bool:
    undated = {step for entry in made["scenarios"] for step in entry["undated"]}
    asked = {entry["on"] for entry in made["scenarios"]}
    return bool(asked == {one.values["date"]} and len(undated) == one.values["undated"])


CHECKS: dict[str, Callable[[Json, Sentence], bool]] = {
    "nothing": _nothing_holds,
    "opening": _opening_holds,
    "different_baselines": _count_holds,
    "on": _on_holds,
    "refused": _refused_holds,
    "no_change": _no_change_holds,
    "measure": _measure_holds,
    "blocks": _blocks_hold,
    "begun_ended": lambda made, one: begun_ended_holds(_entry(made, one.scenario), one.values),
    "moved_units": _moved_units_hold,
    "superiors": _superiors_hold,
    "heads": _heads_hold,
    "range": _range_holds,
    "alike": _alike_holds,
    "assumed": _assumed_holds,
    "missing": _missing_holds,
}
"""The check of each kind of sentence against the JSON object of its comparison."""
