"""Further tables of a comparison: flows, crosswalk, functions, leadership, coordination, money, chains of superiors.

Each is a pure function of a :class:`~orgmodel.comparison.comparison.Comparison` to a tidy DataFrame with a ``scenario``
column, sorted by scenario as compared; a refused scenario has no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.arithmetic import head_counts
from orgmodel.comparison.crosswalk import crosswalk_table
from orgmodel.comparison.dataframes import frame, joined
from orgmodel.comparison.flows import FLOW_COLUMNS, UNDISTURBED_COLUMNS, flow_table, undisturbed
from orgmodel.comparison.function_changes import FUNCTION_COLUMNS, compare_functions
from orgmodel.comparison.unit_mappings import unit_mappings
from orgmodel.measures.coordination import coordination
from orgmodel.measures.money import payback_years
from orgmodel.measures.reporting_lines import chains_to_top

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure


def before_and_after(comparison: Comparison, table: Callable[[Structure], pd.DataFrame]) -> pd.DataFrame:
    """Lay any table of one structure (``layers_table``, ``span_groups``, ``leadership_table`` …) out for both states.

    Adds the columns scenario and state (before, after) in front.
    """
    frames = []
    made: dict[int, pd.DataFrame] = {}
    for one in comparison.carried_out:
        for state, structure in (("before", one.before), ("after", one.after)):
            frame = made.setdefault(id(structure), table(structure)) if state == "before" else table(structure)
            frame = frame.copy()
            frame.insert(0, "state", state)
            frame.insert(0, "scenario", one.label)
            frames.append(frame)
    return joined(frames, ("scenario", "state"))


def flows(comparison: Comparison) -> pd.DataFrame:
    """Tabulate posts that go from unit to unit, by block, rank and category (see ``FLOW_COLUMNS``)."""
    return _labelled(comparison, lambda case: flow_table(case.post_flows), FLOW_COLUMNS)


def _labelled(comparison: Comparison, table: Callable[[Case], pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    frames = []
    for case in comparison.carried_out:
        frame = table(case)
        frame.insert(0, "scenario", case.label)
        frames.append(frame)
    return joined(frames, ("scenario", *columns))


def disturbance(comparison: Comparison) -> pd.DataFrame:
    """Tabulate how many posts stay undisturbed, and how many change unit, title, rank, block or superior.

    Columns: scenario, posts (before), undisturbed, disturbed, unclear (which come to the posts), share (undisturbed, of those that are not unclear),
    unit, title, rank, block, superior, ended, begun, missing (rows of posts whose number is, or what became of it). A post that
    changes twice over is one disturbed post, and is counted under both reasons. Ranges are at their best.
    """
    import pandas as pd

    rows = [(one.label, *undisturbed(one.before, one.post_flows).values()) for one in comparison.carried_out]
    return pd.DataFrame(rows, columns=["scenario", *UNDISTURBED_COLUMNS])


def crosswalk(comparison: Comparison) -> pd.DataFrame:
    """Tabulate which part of each unit is in which unit after the whole run, all below it counted in.

    Columns: scenario, before, after, authorized, filled, fte, people, members, functions (shares of the unit before;
    NaN: not known), and so of each quantity that the study declares, operations, clauses.
    """
    quantities = comparison.declared.ledger_quantities
    frames = [crosswalk_table(unit_mappings(one.outcome), one.label, quantities) for one in comparison.carried_out]
    return joined(frames, ("scenario", "before", "after"))


def functions(comparison: Comparison) -> pd.DataFrame:
    """Tabulate functions with their units before and after (see ``FUNCTION_COLUMNS``)."""
    return _labelled(comparison, lambda case: compare_functions(case.before, case.after), FUNCTION_COLUMNS)


HEAD_COLUMNS = (
    "scenario", "step", "clause", "operations", "units_before", "units_after", "heads_before", "heads_after",
    "converted", "created", "surplus", "new_quota",
)  # fmt: skip


def heads(comparison: Comparison) -> pd.DataFrame:
    """Tabulate what splits and mergers do to head posts: created, converted from which rank, surplus and what became of it.

    Columns: see ``HEAD_COLUMNS``; converted and surplus are counts by rank. One row a step that splits or merges.
    """
    import pandas as pd

    rows = [
        (case.label, one.step, one.clause, ", ".join(one.operations), len(one.units_before), len(one.units_after),
         one.heads_before, one.heads_after, one.converted, one.created, one.surplus, one.new_quota)
        for case in comparison.carried_out
        for one in head_counts(case.outcome, case.post_traces)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(HEAD_COLUMNS))


def needs(comparison: Comparison) -> pd.DataFrame:
    """Tabulate the acts that operations need first, such as the Council elections of government-side heads.

    Columns: scenario, step, clause, unit, act, by, for, certainty.
    """
    import pandas as pd

    rows = [
        (case.label, result.step.id, result.step.clause, unit, need.act, need.by, need.for_, need.certainty)
        for case in comparison.carried_out
        for result in case.outcome.steps
        for unit, need in result.needs
    ]
    return pd.DataFrame(rows, columns=["scenario", "step", "clause", "unit", "act", "by", "for", "certainty"])


def coordinations(comparison: Comparison) -> pd.DataFrame:
    """Tabulate the load of cross-unit coordination before and after (see :mod:`orgmodel.measures.coordination`).

    Columns: scenario, before, after, change.
    """
    import pandas as pd

    rows = []
    known: dict[int, int] = {}
    for one in comparison.carried_out:
        if id(one.before) not in known:
            known[id(one.before)] = coordination(one.before)
        before, after = known[id(one.before)], coordination(one.after)
        rows.append((one.label, before, after, after - before))
    return pd.DataFrame(rows, columns=["scenario", "before", "after", "change"])


MONEY_COLUMNS = (
    "scenario", "currency", "at", "before", "after", "change", "change_low", "change_high", "missing_before", "missing",
    "one_off", "one_off_low", "one_off_high", "one_off_missing", "years",
)  # fmt: skip


def money(comparison: Comparison) -> pd.DataFrame:
    """Tabulate the yearly cost before and after, the one-off cost, and the years in which a saving pays it back.

    Columns: scenario, currency, at (the date of base pay and grades), before, after, change (a year) with its least and
    most, missing figures, one_off with its least and most, years. A row for each scenario of which anything is said of
    money; NaN is unknown, and so are the years where a figure is missing or nothing is saved. The figures are those of
    the measures ``cost_year`` and ``cost_one_off``.
    """
    rows: list[tuple[Any, ...]] = []
    for one in comparison.carried_out:
        found = one.rows("total")
        year, once = found.get("cost_year", {}), found.get("cost_one_off", {})
        if not year and not once:
            continue
        change, spent = year.get("change"), once.get("after")
        years = None
        if change is not None and spent is not None and not once["missing"]:
            years = payback_years(-change, spent)
        said = one.before.terms.money
        yearly = (year.get(key) for key in ("before", "after", "change", "change_low", "change_high"))
        missing = (year.get(key) for key in ("missing_before", "missing"))
        single = (once.get(key) for key in ("after", "low", "high", "missing"))
        currency = said.currency if said is not None else None
        rows.append((one.label, currency, one.priced_at, *yearly, *missing, *single, years))
    return frame(rows, MONEY_COLUMNS, MONEY_COLUMNS[3:])


def chains(comparison: Comparison, post: str) -> pd.DataFrame:
    """Tabulate the ways from a post to the top, before and after; a state in which it does not exist has none.

    Columns: scenario, state, post, length, chain (posts from it upwards, ``→`` between). After, it is the post that the
    row has become: its own id, or the rows that were taken out of it.
    """
    import pandas as pd

    rows = []
    for one in comparison.carried_out:
        later = [
            found.after.id
            for found in one.post_traces
            if found.before is not None and found.before.id == post and found.after is not None
        ]
        if not later and one.after.posts.row(post) >= 0:
            later = [post]
        sides = [("before", one.before, [post] if one.before.posts.row(post) >= 0 else []), ("after", one.after, later)]
        for state, structure, posts in sides:
            rows += [
                (one.label, state, id, len(chain), " → ".join(chain))
                for id in posts
                for chain in chains_to_top(structure, id)
            ]
    return pd.DataFrame(rows, columns=["scenario", "state", "post", "length", "chain"])


TABLES: Mapping[str, Callable[[Comparison], pd.DataFrame]] = MappingProxyType(
    {
        "flows": flows,
        "crosswalk": crosswalk,
        "functions": functions,
        "heads": heads,
        "needs": needs,
        "disturbance": disturbance,
        "coordination": coordinations,
    }
)
"""The tables that need nothing but the comparison, by the name that a file of them bears."""
