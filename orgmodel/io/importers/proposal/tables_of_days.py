"""Tables of one thing at several days, as sheets of years, in a map that is proposed: which there are, and which day is meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.io.importers.days_in_names import day_in, without_day
from orgmodel.io.importers.known.composed import without_days
from orgmodel.io.importers.known.tables import plain
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, Guessing
from orgmodel.io.importers.proposal.joined_tables import (
    ask_whose_ids,
    figures_of_units,
    heads_by_others,
    joined_tables,
    with_holders,
    with_names,
)
from orgmodel.io.importers.proposal.part import Part
from orgmodel.io.importers.proposal.sheets import Candidate
from orgmodel.io.importers.proposal.sheets_of_units import one_a_unit

_WHY_DAY = Message.of("the day in its name; other tables have the same but for it")
Series = list[dict[str, str]]
"""Tables of one name but for its day: the day of each by what it is called."""


def series_of(found: Sequence[Candidate]) -> Series:
    """Give the tables that have one name but for a day in it, where most of their columns are the same."""
    named: dict[tuple[str, str], list[tuple[str, Candidate]]] = {}
    for one in found:
        title = one.title.text if one.title is not None and not one.title.of_all and day_in(one.title.text) else ""
        name = title or one.sheet or Path(one.file).stem
        if not one.is_hidden and (day := day_in(name)):
            sort = "" if one.sort is None else one.sort.rows
            series = (
                f"{one.file}[{one.sheet}]" if title else without_day(name)
            )  # whatever else the titles of one sheet say
            named.setdefault((series, sort), []).append((day, one))
    return [
        {one.called: day for day, one in some}
        for some in named.values()
        if 1 < len(some) == len({first_day(day) for day, _ in some})
        and all(_are_alike(one, some[0][1]) for _, one in some)
    ]


def _are_alike(one: Candidate, other: Candidate) -> bool:
    columns, others = ({plain(without_days(name)) for name in each.columns} for each in (one, other))
    return len(columns & others) * 2 >= max(len(columns), len(others))


def joined_on_each_day(parts: Sequence[Part], series: Series, guesses: Guessing, problems: list[Problem]) -> list[Part]:
    """Join the tables that count on each day, the latest first; those that bear no day count on all."""
    days = {called: day for some in series for called, day in some.items()}
    for part in parts:
        if day := days.get(part.candidate.called):
            part.data["as_of"] = day
            part.found.why["as_of"] = (LIKELY, _WHY_DAY)
    seen: set[str] = set()
    kept: list[Part] = []
    for day in sorted(set(days.values()), key=first_day, reverse=True) or [""]:
        some = [part for part in parts if part.candidate.called not in days or _counts(part, day, series)]
        said, told = Guessing(), list[Problem]()
        joined = joined_tables(
            one_a_unit(figures_of_units(heads_by_others(with_names(with_holders(some))))), said, told
        )
        ask_whose_ids(joined)
        kept += [part for part in joined if part.candidate.called not in seen]
        problems += [one for one in told if one.subject not in seen]
        for one in said.guesses.found:
            if one.place.removeprefix("not used: ") not in seen:
                guesses.add(one.place, one.value, one.certainty, one.why)
        seen |= {part.candidate.called for part in some}
    return sorted(kept, key=lambda part: part.found.rows != "units")


def _counts(part: Part, day: str, series: Series) -> bool:
    """Tell whether a table is the latest of its name on a day."""
    for some in series:
        if part.candidate.called in some:
            begun = [called for called, own in some.items() if first_day(own) <= first_day(day)]
            return part.candidate.called == max(begun, key=lambda called: first_day(some[called]), default="")
    return False


def which_day(parts: Sequence[Part], series: Series) -> tuple[str, str, str]:
    """Give the day that is meant: the latest where its tables say the same as those before, else it is asked."""
    days = {called: day for some in series for called, day in some.items()}
    every = sorted(set(days.values()), key=first_day)
    cells = {part.candidate.called: _cells(part) for part in parts}
    if all(len({cells[called] for called in some if called in cells}) < 2 for some in series):
        return every[-1], LIKELY, Message.of("the latest of several days of which tables say the same")
    why = Message.of(
        "tables of one name are of several days, so that figures differ by the day: {days}; say --as-of, or as_of here",
        days=", ".join(every),
    )  # fmt: skip
    return ASK, OPEN, why


def _cells(part: Part) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.candidate.all_texts(name)) for name in part.candidate.columns)
