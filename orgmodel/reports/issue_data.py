"""An issue of a report as a JSON file, kept beside the report so that the next one can say what changed and through what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.names import Names, names_of
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.reports.about import About
from orgmodel.reports.issue import Issue, Posting, ShownForm, ShownRow, ShownText

ISSUE = "issue.json"
"""The file in the folder of a report that the next one is compared with."""
FORMAT, VERSION, FIRST = "orgmodel issue", 2, 1
"""The first version did not say what cells and sentences are of; it is read all the same."""


def issue_bytes(issue: Issue) -> bytes:
    """Write an issue as JSON, a part a line; the same issue gives the same bytes."""
    said, numbers = _Saying(issue.languages), _Numbers()
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "report": issue.report,
        "languages": list(issue.languages),
        "persons": issue.persons,
        "as_of": issue.as_of,
    }
    forms = [
        {
            "chapter": one.chapter, "id": one.id, "title": said(one.title), "columns": [list(key) for key in one.columns],
            "headings": [said(names) for names in one.headings],
            "rows": [[row.key, row.of, row.role, [said(cell) for cell in row.cells], [numbers(about) for about in row.about]] for row in one.rows],
        }
        for one in issue.forms
    ]  # fmt: skip
    parts = [f'"{key}":{_text(value)}' for key, value in data.items()]
    texts = [[said(one.text), numbers(one.about)] for one in issue.texts]
    parts.append(f'"abouts":[{_lines([_about_data(one) for one in numbers.found])}]')
    parts.append(f'"forms":[{_lines(forms)}]')
    parts.append(f'"texts":[{_lines(texts)}]')
    rows = [
        [study, table, key, {field: said(cell) for field, cell in cells.items()}]
        for study, tables in issue.baselines.items()
        for table, records in tables.items()
        for key, cells in records.items()
    ]
    parts.append(f'"baseline":[{_lines(rows)}]')
    ledger = [
        [case, one.step, one.operation, one.quantity, *one.ends, *one.blocks, *one.records, one.via, said(one.amount)]
        for case, postings in issue.ledgers.items()
        for one in postings
    ]
    parts.append(f'"cases":{_text(list(issue.ledgers))}')
    parts.append(f'"ledger":[{_lines(ledger)}]')
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


class _Saying:
    """Write names as one text where all languages have the same, else by language."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages

    def __call__(self, names: Names) -> Any:
        texts = dict(names)
        alike = set(texts.values())
        if not names:
            return ""
        return alike.pop() if len(alike) == 1 and {*texts} == {*self.languages} else texts


class _Numbers:
    """Number what things are of, each once."""

    def __init__(self) -> None:
        self.found: dict[About, int] = {}

    def __call__(self, about: About) -> int:
        return self.found.setdefault(about, len(self.found))


def _about_data(about: About) -> dict[str, Any]:
    """Write what something is of; what is not told is left out."""
    told = {one.name: getattr(about, one.name) for one in fields(About)}
    return {name: value for name, value in told.items() if value}


def _about(data: dict[str, Any]) -> About:
    texts = {name: _str(data.get(name, "")) for name in ("scope", "case")}
    lists = {name: tuple(map(_str, data.get(name, ()))) for name in ("measures", "units", "steps")}
    return About(**texts, **lists, names=tuple((_str(table), _str(key)) for table, key in data.get("names", ())))  # type: ignore[arg-type]


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a letter, as a name that was made in Python may hold
        return json.dumps(value, separators=(",", ":"))
    return text


def _lines(rows: Sequence[Any]) -> str:
    return "\n" + ",\n".join(map(_text, rows)) + "\n" if rows else ""


def accepted_issue(data: Any, path: Path, report: str, persons: str = "") -> Issue:
    """Take the last issue of a report from the data of a file, so that a new one can be compared with it.

    Raises ProblemsError where it is none, is that of another report, or tells names of persons and the new one does not.
    """
    here = Location(str(path))
    try:
        found = issue_from(data)
    except ValueError:
        message = Message.of("this is not what orgmodel writes of a report, or another version wrote it")
        raise ProblemsError([Problem("NO_ISSUE", message, path.name, here)]) from None
    if found.report != report:
        message = Message.of("the folder holds {found}, and this is {wanted}", found=found.report, wanted=report)
        raise ProblemsError([Problem("OTHER_REPORT", message, path.name, here)])
    if found.persons == "names" and persons != "names":
        message = Message.of("the earlier report tells persons by name; ask for names here too (--persons), or compare with one that does not")  # fmt: skip
        raise ProblemsError([Problem("PERSONS", message, path.name, here)])
    return found


def issue_from(data: Any) -> Issue:
    """Take an issue from its data; raises ValueError where that is none, or of another version.

    >>> issue_from({"format": "orgmodel issue", "version": 3})
    Traceback (most recent call last):
    ValueError: OTHER_VERSION
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("NO_ISSUE")
    if data.get("version") not in (VERSION, FIRST) or isinstance(data["version"], bool):
        raise ValueError("OTHER_VERSION")
    try:
        return _issue(data if data["version"] == VERSION else _of_first(data))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ValueError("SPOILED") from error


def _of_first(data: dict[str, Any]) -> dict[str, Any]:
    """Give the data of an issue of the first version as those of this one: of what its cells and sentences are is not told."""
    forms = [
        {
            **one,
            "columns": [[of, case, role, ""] for of, case, role in one["columns"]],
            "rows": [[key, of, role, cells, []] for key, of, role, cells in one["rows"]],
        }
        for one in data["forms"]
    ]
    return {**data, "forms": forms, "texts": [[one, 0] for one in data["texts"]], "abouts": [{}]}


def _issue(data: dict[str, Any]) -> Issue:
    languages = tuple(_str(code) for code in data["languages"])

    def heard(value: Any) -> Names:
        if isinstance(value, dict):
            return names_of(**{_str(code): _str(text) for code, text in value.items()})
        return names_of(**dict.fromkeys(languages, _str(value)))

    abouts = list(map(_about, data["abouts"]))

    def told(at: Any) -> About:
        if not isinstance(at, int) or at < 0:
            raise TypeError(at)
        return abouts[at]

    forms = []
    for one in data["forms"]:
        columns = tuple((_str(of), _str(case), _str(role), _str(scope)) for of, case, role, scope in one["columns"])
        headings = tuple(map(heard, one["headings"]))
        rows = tuple(
            ShownRow(_str(key), _str(of), _str(role), tuple(map(heard, cells)), tuple(map(told, about)))
            for key, of, role, cells, about in one["rows"]
        )
        ragged = (len(row.cells) != len(columns) or len(row.about) not in (0, len(columns)) for row in rows)
        if len(headings) != len(columns) or any(ragged):
            raise ValueError("RAGGED")
        forms.append(ShownForm(_str(one["chapter"]), _str(one["id"]), heard(one["title"]), columns, headings, rows))
    baselines: dict[str, dict[str, dict[str, dict[str, Names]]]] = {}
    for study, table, key, cells in data["baseline"]:
        held = baselines.setdefault(_str(study), {}).setdefault(_str(table), {})
        held[_str(key)] = {_str(field): heard(cell) for field, cell in cells.items()}
    ledgers: dict[str, list[Posting]] = {_str(case): [] for case in data["cases"]}
    for case, *parts, amount in data["ledger"]:
        step, operation, quantity, start, end, left, reached, record, other, via = map(_str, parts)
        ledgers[_str(case)].append(
            Posting(step, operation, quantity, (start, end), (left, reached), (record, other), via, heard(amount))
        )
    return Issue(
        _str(data["report"]), languages, _str(data["persons"]), _str(data["as_of"]), tuple(forms),
        tuple(ShownText(heard(text), told(at)) for text, at in data["texts"]), baselines, {case: tuple(rows) for case, rows in ledgers.items()},
    )  # fmt: skip


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
