"""What changed between two structures: read separately, of one baseline, and from a run's own changes; against pandas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.organisations import SPAN
from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.change import Change, diff
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario

SIZES = {FULL: (100_000, 5), TINY: (600, 1)}  # units, times each is run
CHANGED = 100  # one unit in so many
FIELDS = ("name", "kind", "level", "block", "area", "parent", "order")
MERGE = "pandas outer merge on ids, columns compared"

Columns = dict[str, list[Any]]


def before(units: int) -> Columns:
    """Make the units up as plain columns, spans about six; every text is made anew, as by a reader."""
    return {
        "id": [f"u{i}" for i in range(units)],
        "name": [f"Phòng số {i}" for i in range(units)],
        "kind": [("division", "agency", "centre")[i % 3] for i in range(units)],
        "level": [("province", "district")[i % 2] for i in range(units)],
        "block": [("party", "government", "front")[i % 3] for i in range(units)],
        "area": [f"area{i % 300}" for i in range(units)],
        "parent": [None if i == 0 else f"u{(i - 1) // SPAN}" for i in range(units)],
        "order": [i % SPAN for i in range(units)],
    }


def after(units: int) -> Columns:
    """Make the same with one unit in a hundred changed: moved, renamed, of another kind, ended or begun; in other order."""
    columns = before(units)
    draw = np.random.default_rng(3)
    leaves = draw.permutation(np.arange(units // SPAN + 1, units))[: units // CHANGED].tolist()
    ended = set()
    for number, place in enumerate(leaves):
        if number % 5 == 0:
            columns["name"][place] = f"Phòng mới {place}"
        elif number % 5 == 1:
            columns["kind"][place] = "office"
        elif number % 5 == 2:
            ended.add(place)
        elif number % 5 == 3:
            for field in columns:
                columns[field].append(columns[field][place])
            columns["id"][-1] = f"n{place}"
        else:
            columns["parent"][place] = "u0" if columns["parent"][place] != "u0" else "u1"
    order = [place for place in draw.permutation(len(columns["id"])).tolist() if place not in ended]
    return {field: [values[place] for place in order] for field, values in columns.items()}


def structure(columns: Columns) -> Structure:
    """Make a structure of the columns."""
    names = [(("vi", name),) for name in columns["name"]]
    return Structure.from_columns({"units": {**{f: columns[f] for f in ("id", *FIELDS[1:])}, "names": names}})


def merged(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Merge the two tables on ids."""
    return one.merge(other, on="id", how="outer", suffixes=("", "_after"), indicator=True)


def theirs(frames: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """List the rows that differ: of one side alone, or with a cell that is another."""
    both = merged(*frames)
    differs = (both["_merge"] != "both").to_numpy()
    for field in FIELDS:
        mine, other = both[field], both[f"{field}_after"]
        differs = differs | ((mine != other) & ~(mine.isna() & other.isna())).to_numpy()
    return both[differs]


def told(changes: tuple[Change, ...]) -> list[str]:
    """List the units that changed."""
    return sorted(str(change.key) for change in changes if change.table == "units")


def separately(size: str) -> list[dict[str, Any]]:
    """Compare two structures that were read separately: their ids are matched within the time."""
    units, times = SIZES[size]
    one, other = before(units), after(units)
    frames = pd.DataFrame(one), pd.DataFrame(other)

    def read() -> tuple[Structure, Structure]:
        return structure({f: list(v) for f, v in one.items()}), structure({f: list(v) for f, v in other.items()})

    taken, changes = seconds(lambda made: diff(*made), times=times, fresh=read)
    whole, rows = seconds(lambda _: theirs(frames), times=times)
    alone, _ = seconds(lambda _: merged(*frames), times=times)
    same(told(changes), sorted(rows["id"]), "units that changed")
    work = f"diff of two structures of {units:,} units read separately, 1 % changed"
    return [
        row(work, MERGE, taken, whole, "s", target=2, size=size),
        row(work, "pandas outer merge on ids alone", taken, alone, "s", target=2, size=size),
    ]


def of_one_baseline(size: str) -> dict[str, Any]:
    """Compare a structure with a variant of it."""
    units, times = SIZES[size]
    base, other = structure(before(units)), structure(after(units))
    touched = {change.key: change.after for change in diff(base, other)}
    frames = pd.DataFrame(before(units)), pd.DataFrame(after(units))
    taken, changes = seconds(
        lambda variant: diff(base, variant), times=times, fresh=lambda: base.patched({"units": touched})
    )
    whole, rows = seconds(lambda _: theirs(frames), times=times)
    same(told(changes), sorted(rows["id"]), "units that changed")
    work = f"diff of {units:,} units and a variant of them, 1 % changed"
    return row(work, MERGE, taken, whole, "s", target=5, size=size)


def from_a_run(size: str) -> dict[str, Any]:
    """Take what changed from the changes that a run kept."""
    units, times = SIZES[size]
    base = structure(before(units))
    draw = np.random.default_rng(4)
    leaves = draw.permutation(np.arange(units // SPAN + 1, units))[: units // CHANGED].tolist()
    do = [{"transfer": f"u{i}", "to": "u0"} if i % 2 else {"rename": f"u{i}", "names": {"vi": "Mới"}} for i in leaves]
    outcome = Scenario("run", base, steps=(Step("all", do=do),)).run()
    frames = pd.DataFrame(before(units)), _frame(outcome.after)

    def own(fresh: Outcome) -> tuple[Change, ...]:
        return fresh.changes

    taken, changes = seconds(own, times=times, fresh=lambda: replace(outcome))
    whole, rows = seconds(lambda _: theirs(frames), times=times)
    same(told(changes), sorted(rows["id"]), "units that changed")
    work = f"what a run of {len(do):,} operations changed among {units:,} units, from its own changes"
    return row(work, MERGE, taken, whole, "s", target=30, size=size)


def _frame(found: Structure) -> pd.DataFrame:
    units = list(found.units)
    columns = {field: [getattr(unit, field) for unit in units] for field in ("id", *FIELDS[1:])}
    return pd.DataFrame({**columns, "name": [unit.name() for unit in units]})  # type: ignore[union-attr]


ROWS = (separately, of_one_baseline, from_a_run)
