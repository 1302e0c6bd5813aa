"""Texts from data that is no table: composed, without control characters, dates as dates."""

from __future__ import annotations

import re
from typing import Any

from orgmodel.core.characters import nfc, unfit, without_unfit
from orgmodel.core.messages import Message
from orgmodel.io import cells
from orgmodel.io.importers.imported import Report

_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T.*")


class Texts:
    """Read values as texts; what is none, or holds what a file of ours may not, is reported at its row."""

    def __init__(self, report: Report) -> None:
        """Report into a report."""
        self.report = report

    def text(self, value: Any, row: int) -> str:
        """Read a text: NFC, line ends and spaces at its ends apart as it stands; nothing for null."""
        if value is None:
            return ""
        if isinstance(value, bool | dict | list):
            self.report.row(
                row,
                "NOT_A_TEXT",
                Message.of("a text is expected, not {value!r}; it is left out", value=str(value)[:40]),
            )
            return ""
        text = nfc(str(value)).replace("\r\n", "\n").replace("\r", "\n")
        if unfit(text) is not None:
            self.report.row(row, "CONTROL", "a text holds characters that cannot be seen; they are left out")
            text = without_unfit(text)
        return text.strip()

    def id(self, value: Any, row: int) -> str:
        """Read an id, which may be a number; nothing for null."""
        return self.text(value, row)

    def date(self, value: Any, row: int) -> str | None:
        """Read a date by year, month and day, the time of day left out; what is none is reported and left out."""
        text = self.text(value, row)
        if not text:
            return None
        found = _TIME.fullmatch(text)
        try:
            return cells.date(found[1] if found else text)
        except ValueError as error:
            self.report.row(row, "BAD_DATE", Message.of("{error}; it is left out", error=error))
            return None
