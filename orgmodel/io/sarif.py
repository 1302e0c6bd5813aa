"""Problems as SARIF 2.1.0 (OASIS), which code reviews show on the line that each is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from orgmodel.core.problems import ERROR, Problem

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(problems: Iterable[Problem], text_of: Callable[[Problem], str], version: str) -> dict[str, Any]:
    """Give problems as the one run of a SARIF log: a rule for each code, a result for each problem, its place where it has one.

    ``text_of`` words a problem; paths are given as they were read, with slashes, and what no address may hold escaped.

    >>> from orgmodel.core.problems import Location
    >>> one = Problem("NO_UNIT", "no unit 'a'", location=Location("b c/units.csv", 3, 7))
    >>> log = sarif([one], lambda problem: problem.message, "1")
    >>> log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    {'uri': 'b%20c/units.csv'}
    """
    listed = list(problems)
    codes = list(dict.fromkeys(one.code for one in listed))
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "orgmodel",
                        "version": version,
                        "rules": [
                            {"id": code, "shortDescription": {"text": code.replace("_", " ").lower()}} for code in codes
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, text_of(one), codes.index(one.code)) for one in listed],
            }
        ],
    }


def _result(one: Problem, text: str, rule: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": "error" if one.severity == ERROR else "warning",
        "message": {"text": text},
    }
    if one.location is not None:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(one.location.file).as_posix())}}
        if one.location.line:
            place["region"] = {"startLine": one.location.line} | (
                {"startColumn": one.location.column} if one.location.column else {}
            )
        made["locations"] = [{"physicalLocation": place}]
    return made
