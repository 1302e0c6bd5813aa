"""What problems and programs say, in other languages than the English in which it stands where it is said.

A message keeps its template and values (:mod:`orgmodel.core.messages`). ``messages.csv`` has a row for each template and a
column for each language, as a translator's table has; a language that is not there, or has no words for a template,
is English.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO
from string import Formatter
from typing import Any

from orgmodel.core.counting import of_one
from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message, Parts
from orgmodel.core.problems import WARNING, Problem
from orgmodel.words.numbers import amount, number

TABLE = "messages.csv"
DECIMALS = {",": 0, "g": 6, ".2f": 2}
"""Decimals at most of a number, by its format in a template."""


@cache
def templates(language: str) -> dict[str, str]:
    """Give the words of a language by the English template; none where it has no column.

    >>> templates("vi")["the file is empty"], templates("fr")
    ('tệp trống', {})
    """
    text = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader(StringIO(text, newline=""))
    return {row["en"]: row[language] for row in rows if row.get(language)}


def message_text(message: str, language: str) -> str:
    """Word a message in a language: its template, its values, and the messages among these.

    >>> message_text(Message.of("no unit {unit!r}{hint}", unit="duc-to", hint=""), "en")
    "no unit 'duc-to'"
    """
    known = templates(language)
    if not isinstance(message, Message):
        return known.get(message, message)
    if not known:
        return str(message)
    template = known.get(message.template, message.template)
    if template == message.template:
        template = of_one(template, message.values)
    return _Words(language).vformat(template, (), message.values)


def problem_text(problem: Problem, language: str) -> str:
    """Word a problem as ``file:line:column: CODE message``, a warning marked as one.

    >>> problem_text(Problem("UNKNOWN_UNIT", "no unit", severity=WARNING), "en")
    'warning: UNKNOWN_UNIT no unit'
    """
    mark = message_text("warning: ", language) if problem.severity == WARNING else ""
    place = f"{problem.location}: " if problem.location else ""
    return f"{mark}{place}{problem.code} {message_text(problem.message, language)}"


class _Words(Formatter):
    """Fill in a template: messages, amounts and numbers are worded in the language, texts stay as they are."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """Word one value."""
        if isinstance(value, Message):
            return message_text(value, self.language)
        if isinstance(value, Parts):
            return ", ".join(self.format_field(one, "") for one in value)
        if isinstance(value, Amount):
            return amount(value, self.language)
        if format_spec in DECIMALS and isinstance(value, int | float):
            return number(value, self.language, places=DECIMALS[format_spec])
        return str(super().format_field(value, format_spec))
