"""The dates of a lineage: a column read by the map's convention, what is none told by its row, what means no end once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from orgmodel.core.messages import Message, series
from orgmodel.core.records import UNKNOWN_DATE
from orgmodel.io.importers.dates import read_dates
from orgmodel.io.importers.imported import NOTE, Report


def read_days(
    rows: Iterable[tuple[int, str]], texts: Sequence[str], dates: Sequence[str], kept: str, report: Report
) -> Mapping[str, str | None]:
    """Read the distinct texts of a column; ``rows`` are the lines and codes of its cells, ``kept`` says what becomes of one that is none."""
    read = read_dates(texts, dates)
    if read.faults:
        for (line, code), text in zip(rows, texts, strict=True):
            if text in read.faults:
                report.row(line, "BAD_DATE", Message.of(kept, error=read.faults[text]), subject=code)
    if read.no_end:
        count = sum(text in read.no_end for text in texts)
        message = Message.of(
            "{texts} means no end ({count} rows), and is no date", texts=series(map(repr, read.no_end)), count=count
        )
        report.whole("NO_END", message, severity=NOTE)
    return {text: None if day == UNKNOWN_DATE else day for text, day in read.days.items()}
