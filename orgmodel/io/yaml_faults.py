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
    ("invalid Unicode character escape code", "an escape in double quotes that stands for no character"),
    ("hexdecimal number", "an escape in double quotes that stands for no character"),
    ("expected node content", "a list or a mapping that is not closed, or a value that is missing"),
    ("sequence entries are not allowed", "a list does not begin behind its key; write each '- …' on a line of its own"),
)


def syntax_problem(error: Exception, file: str, text: str) -> Problem:
    """Say where a YAML text cannot be read, and what to do; the parser's own words only where none of ours fit."""
    said = str(getattr(error, "problem", None) or error).split("\n")[0]
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None or "unexpected end of stream" in said:
        mark = getattr(error, "context_mark", None) or mark
    place = Location(file)
    position = getattr(error, "position", None)
    if isinstance(position, int):  # a character that cannot be read, counted in bytes
        before = text.encode("utf-8", "replace")[:position].decode("utf-8", "ignore")
        place = Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    if mark is not None:
        lines = text.splitlines() or [""]
        line = min(mark.line, len(lines) - 1)  # the end of the text stands in no line
        column = mark.column if line == mark.line else len(lines[line])
        place = Location(file, line + 1, column + 1)
        if "cannot start any token" in said and lines[line][column : column + 1] == "\t":
            said = "found character '\\t'"
    advice = next(
        (ours for theirs, ours in _ADVICE if theirs in said), Message.of("not readable as YAML: {said}", said=said)
    )
    return Problem("SYNTAX", advice, location=place)
