"""The notebooks: no data in them, run with and without the published data, their main figures counted again from the files."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"


def _printed(name: str, data: Path | None) -> str:
    """Run a notebook and give all the text that it prints or shows."""
    env = {key: value for key, value in os.environ.items() if key != "ORGMODEL_DATA"}
    if data is not None:
        env["ORGMODEL_DATA"] = str(data)
    notebook = nbformat.read(FOLDER / name, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute(env=env)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_output_is_kept(path: Path) -> None:
    """What a run shows, and with it the data, stays out of the file."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    assert [cell["id"] for cell in cells if cell.get("attachments")] == []


@pytest.mark.parametrize("name", ["uk-department", "uk-councils"])
def test_without_the_data_a_made_up_example_is_named_as_such(name: str) -> None:
    """Every cell runs, and the first one says that the figures are made up."""
    assert "a small made-up re" in _printed(f"{name}.ipynb", None).splitlines()[0]


@pytest.mark.needs_data
def test_the_figures_of_the_department(data_folder: Path) -> None:
    """What is published, what leaves with the office and what stays are those that the two files add up to."""
    stem = data_folder / "uk_organograms_2013" / "DCMS-Government_staff_and_salary_data_-_September_2013"
    senior, junior = (_rows(Path(f"{stem}-{which}.csv")) for which in ("senior", "junior"))
    total = sum(Decimal(row["FTE"]) for row in senior) + sum(Decimal(row["Number of Posts in FTE"]) for row in junior)
    office = "Government Equalities Office"
    gone = sum(Decimal(row["Number of Posts in FTE"]) for row in junior if row["Unit"] == office)
    gone += sum(Decimal(row["FTE"]) for row in senior if row["Unit"] == office)
    gone += sum(Decimal(row["FTE"]) for row in senior if row["Post Unique Reference"] == "DCMS2005")
    said = _printed("uk-department.ipynb", data_folder)
    assert f"{total:.2f} full-time equivalents published, {total:.2f} imported" in said
    assert (
        f"{total:.2f} before − {gone:.2f} out = {total - gone:.2f} after; the other department receives {gone:.2f}"
        in said
    )
    assert "LEFT_OVER" in said  # the careless scenario
    assert "absorb : " in said  # the change event


@pytest.mark.needs_data
def test_the_figures_of_the_councils(data_folder: Path) -> None:
    """Ended councils, edges, successors, splits and populations are those that the register's rows come to."""
    rows = _rows(data_folder / "uk_councils" / "uk_local_authorities.csv")
    code, type_, people = "local-authority-code", "local-authority-type", "pop-2020"
    known = {row[code]: row for row in rows}
    after = {row[code]: row["replaced-by"].replace(" ", "").split(",") for row in rows if row["replaced-by"].strip()}
    edges = [(old, new) for old, news in after.items() for new in news]
    made_of = defaultdict(list)
    for old, new in edges:
        if known[old][type_] != "CTY":
            made_of[new].append(known[old][people])
    sums = {new: sum(map(float, olds)) for new, olds in made_of.items() if all(olds)}
    equal = [new for new, total in sums.items() if total == float(known[new][people])]
    said = _printed("uk-councils.ipynb", data_folder)
    assert (len(after), len(edges), len({new for _, new in edges})) == (48, 50, 12)
    assert "48 ended councils, 50 edges, 12 successors" in said
    assert sorted(old for old, news in after.items() if len(news) > 1) == ["CMA", "NTH"]
    assert "2 councils split: NTH, CMA" in said
    assert f"{len(sums)} of {len(made_of)} successors can be compared, {len(equal)} agree exactly" in said
    assert (len(sums), len(equal)) == (4, 4)
    assert f"{int(sum(sums.values())):,} people in their predecessors" in said
    assert "change events, 48 original and 12 resulting organisations" in said
