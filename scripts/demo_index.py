"""Write the page that leads to everything of a demo: ``python scripts/demo_index.py STUDY FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

import orgmodel
from orgmodel.core.names import text_in
from orgmodel.reports.index_page import Listed
from orgmodel.reports.write import INDEX, WRITERS, write_index
from orgmodel.words.reports import said


def main(study: Path, folder: Path) -> None:
    """List the report in each format, all papers, the chart, the workbook and the tables, in the language of the study."""
    read = orgmodel.read(study)
    language = read.language

    def row(key: str, paths: list[Path]) -> Listed:
        files = tuple((path.name, path.relative_to(folder).as_posix()) for path in paths if path.exists())
        return Listed(text_in(said(key), language), files)

    listed = [
        row("report_whole", [folder / "papers" / f"report{suffix}" for suffix in WRITERS]),
        row("papers_all", [folder / "papers" / INDEX]),
        row("chart_of_changes", [folder / "changes.pdf"]),
        row("tables_all", [folder / "comparison.xlsx", folder / "comparison.json", *sorted(folder.glob("*.csv"))]),
    ]
    print(write_index(folder, text_in(read.title, language, study.name), listed, language))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
