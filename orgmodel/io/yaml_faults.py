"""Faults of YAML text in words that say what to do."""

from __future__ import annotations

from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem

_ADVICE = (
    (
        "mapping values are not allowed",
        "a ':' that does not fit; quote a text that holds ': ', and check the indentation",
    ),
    ("could not find expected ':'", "a key without ':' after it; check this line and the one above"),
    ("found character '\\t'", "a tab; indent with spaces"),
    ("expected <block end>", "this line does not fit the indentation of the lines above"),
    ("unexpected end of stream", "a quotation mark that is not closed"),
    ("expected ',' or ']'", "a list [ … ] that is not closed, or lacks a comma"),
    ("expected ',' or '}'", "a mapping { … } that is not closed, or lacks a comma"),
    ("that cannot start any token", "a text that begins with this character stands in quotes"),
    ("unknown escape character", "inside double quotes a backslash is written twice (\\\\), or use single quotes"),
    ("chr() arg", "an escape in double quotes that stands for no character"),
)


def syntax_problem(error: Exception, file: str, text: str) -> Problem:
    """Say where a YAML text cannot be read, and what to do; the parser's own words only where none of ours fit."""
    said = str(getattr(error, "problem", None) or error).split("\n")[0]
    advice = next(
        (ours for theirs, ours in _ADVICE if theirs in said), Message.of("not readable as YAML: {said}", said=said)
    )
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None or "unexpected end of stream" in said:
        mark = getattr(error, "context_mark", None) or mark
    if mark is not None:
        return Problem("SYNTAX", advice, location=Location(file, mark.line + 1, mark.column + 1))
    position = getattr(error, "position", None)
    if isinstance(position, int):
        line = text.count("\n", 0, position) + 1
        return Problem("SYNTAX", advice, location=Location(file, line, position - text.rfind("\n", 0, position)))
    return Problem("SYNTAX", advice, location=Location(file))
