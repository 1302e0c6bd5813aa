"""Organogram returns made up for the tests, in the columns of the published schema."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from orgmodel.io.importers.imported import Imported
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram

SENIOR = (
    "Post Unique Reference", "Name", "Grade (or equivalent)", "Job Title", "Job/Team Function", "Parent Department",
    "Organisation", "Unit", "Contact Phone", "Contact E-mail", "Reports to Senior Post", "Salary Cost of Reports (£)",
    "FTE", "Actual Pay Floor (£)", "Actual Pay Ceiling (£)", "Professional/Occupational Group", "Notes", "Valid?",
)  # fmt: skip
JUNIOR = (
    "Parent Department", "Organisation", "Unit", "Reporting Senior Post", "Grade", "Payscale Minimum (£)",
    "Payscale Maximum (£)", "Generic Job Title", "Number of Posts in FTE", "Professional/Occupational Group",
)  # fmt: skip


def senior(ref: str, to: str, **other: str) -> dict[str, str]:
    """Make a senior row: the reference, whom it reports to, and what is not as usual (fte, name, title, unit …)."""
    return {
        "Post Unique Reference": ref, "Name": other.get("name", "N/D"), "Grade (or equivalent)": "SCS1",
        "Job Title": other.get("title", f"Director {ref}"), "Job/Team Function": "Leads.",
        "Parent Department": "Home Office", "Organisation": other.get("organisation", "Passport Office"),
        "Unit": other.get("unit", "Board"), "Contact Phone": other.get("phone", "N/D"), "Contact E-mail": "N/D",
        "Reports to Senior Post": to, "Salary Cost of Reports (£)": "0", "FTE": other.get("fte", "1.0"),
        "Actual Pay Floor (£)": "0", "Actual Pay Ceiling (£)": "0",
        "Professional/Occupational Group": "Policy", "Notes": other.get("notes", ""), "Valid?": "1",
    }  # fmt: skip


def junior(to: str, fte: str = "1.0", **other: str) -> dict[str, str]:
    """Make a junior row: whom it reports to, its full-time equivalents, and what is not as usual."""
    return {
        "Parent Department": "Home Office", "Organisation": other.get("organisation", "Passport Office"),
        "Unit": other.get("unit", "Board"), "Reporting Senior Post": to, "Grade": "EO", "Payscale Minimum (£)": "1",
        "Payscale Maximum (£)": "2", "Generic Job Title": other.get("title", "Examiner"),
        "Number of Posts in FTE": fte, "Professional/Occupational Group": "Policy",
    }  # fmt: skip


def write_return(
    folder: Path, seniors: Iterable[dict[str, str]], juniors: Iterable[dict[str, str]] = ()
) -> tuple[Path, Path]:
    """Write a return as its two files."""
    paths = folder / "x-senior.csv", folder / "x-junior.csv"
    for path, header, rows in zip(paths, (SENIOR, JUNIOR), (seniors, juniors), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)
    return paths


def imported(folder: Path, seniors: Iterable[dict[str, str]], juniors: Iterable[dict[str, str]] = ()) -> Imported:
    """Write a return and import it."""
    return import_uk_organogram(*write_return(folder, seniors, juniors))


def reported(result: Imported) -> list[tuple[str, int, str]]:
    """List what was reported: file, row and code."""
    return [
        (Path(one.location.file).name[2:-4], one.location.line, one.code) for one in result.problems if one.location
    ]
