"""Rows counted by what they are cited from are those of a walk over the records, of a baseline and of what became of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from orgmodel.api import read_outcomes
from orgmodel.core.rows_cited import rows_cited

SCENARIO = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022" / "conclusion.yaml"


@pytest.mark.parametrize("table", ["units", "posts", "members"])
def test_counts_are_those_of_the_records(table: str) -> None:
    """Some rows end and some are made in the scenario, so that neither columns nor patches alone tell."""
    outcome = read_outcomes([SCENARIO])[0]
    for structure in (outcome.before, outcome.after):
        records = [*structure.table(table)]
        whole = Counter(one.src for one in records)
        assert rows_cited(structure, table) == whole
        some = {getattr(one, "id" if table == "units" else "unit") for one in records[::3]} | {"nowhere"}
        part = Counter(one.src for one in records if getattr(one, "id" if table == "units" else "unit") in some)
        assert rows_cited(structure, table, some) == part
