"""JSON files, untrusted: bounded, UTF-8, no key twice, no numbers that are none."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from orgmodel.core.characters import nfc
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.io.decoding import hidden_escapes, read_text

LARGEST = 300_000_000
"""The most bytes that a JSON file may have."""


FAULTS = {
    "Expecting value": "a value is expected here",
    "Expecting property name": "a key in double quotes is expected here",
    "Expecting ':'": "a colon is expected here",
    "Expecting ','": "a comma is expected here",
    "Unterminated string": "the text that begins here is not closed",
    "Invalid control character": "a character stands here that no text may hold",
    "Invalid \\": "an escape stands here that JSON does not have",
    "Extra data": "something follows after the end",
    "Illegal trailing comma": "a comma stands before the end",
}
"""What is wrong, by how Python's parser begins to say it."""


def read_json(path: Path, problems: list[Problem], *, limit: int = LARGEST, keep_invisible: bool = False) -> Any:
    """Read a JSON file as plain data; None after a problem that leaves nothing to read."""
    text = read_text(path, limit=limit, problems=problems, keep_invisible=keep_invisible)
    return None if text is None else parse_json(text, str(path), problems, keep_invisible=keep_invisible)


def parse_json(text: str, file: str, problems: list[Problem], *, keep_invisible: bool = False) -> Any:
    """Parse JSON text as plain data; a key that stands twice in an object is a problem, and so is NaN.

    >>> found = []
    >>> parse_json('{"a": [1, 2.5, null]}', "x.json", found), parse_json('{"a" 1}', "x.json", found), str(found[0])
    ({'a': [1, 2.5, None]}, None, 'x.json:1:6: SYNTAX not JSON: a colon is expected here')
    """
    twice: dict[str, None] = {}
    is_escaped = "\\" in text
    if is_escaped and not keep_invisible and hidden_escapes(text, file, problems):
        return None

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            counts = Counter(name for name, _ in items)
            twice.update(dict.fromkeys(name for name, count in counts.items() if count > 1))
        return made

    def constant(name: str) -> Any:
        raise ValueError(Message.of("{name} is no number; write null where a figure is not known", name=name))

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
        if is_escaped:
            data = _composed(data)
    except json.JSONDecodeError as error:
        place = Location(file, error.lineno, error.colno)
        why = next((said for begins, said in FAULTS.items() if error.msg.startswith(begins)), "it cannot be parsed")
        problems.append(Problem("SYNTAX", Message.of("not JSON: {why}", why=Message.of(why)), location=place))
        return None
    except ValueError as error:  # ours, of a number that is none, or Python's, which converts only so many digits
        ours = error.args[0] if error.args and isinstance(error.args[0], Message) else None
        told = ours or Message.of("a number with too many digits")
        problems.append(Problem("SYNTAX", Message.of("not JSON: {why}", why=told), location=Location(file)))
        return None
    except RecursionError:
        problems.append(
            Problem("TOO_DEEP", "the data is nested too deeply to be an organisation", location=Location(file))
        )
        return None
    for name in list(twice)[:20]:
        message = Message.of("the key {name!r} stands twice in one object; write it once", name=name)
        problems.append(Problem("DUPLICATE_KEY", message, subject=name, location=Location(file)))
    return data


def _composed(data: Any) -> Any:
    """Give data with its texts in NFC, as the text of a file is: an escape may bring a mark that stands apart."""
    if isinstance(data, str):
        return data if data.isascii() else nfc(data)
    if isinstance(data, list):
        return [_composed(one) for one in data]
    return {_composed(key): _composed(one) for key, one in data.items()} if isinstance(data, dict) else data
