"""YAML that is hostile or merely long: read or refused at the parser's own pace, and as another parser reads it."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from orgmodel.core.problems import Problem
from orgmodel.io import yaml_text
from orgmodel.io.yaml_text import LARGEST, MOST_FAULTS, parse_yaml

ROOT = Path(__file__).parents[2]
SIZE = LARGEST - 100


def often(unit: str) -> str:
    """Repeat a text up to the largest size of a file."""
    return (unit * (SIZE // len(unit) + 1))[:SIZE]


HOSTILE = {
    "brackets": "a: " + often("["),
    "mappings in a line": "a: " + often("{a: "),
    "a long list": "a: [" + often("1,"),
    "dashes": often("- "),
    "lines of dashes": "a:\n" + often("- \n"),
    "questions": often("? a\n"),
    "anchors": "a:\n" + "".join(f"- &a{number} {number}\n" for number in range(280_000)),
    "aliases": "a: &a x\nb:\n" + often("- *a\n"),
    "a bomb": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)),
    "a long key": "a" * SIZE + ": 1",
    "a long text": 'a: "' + "b " * (SIZE // 2) + '"',
    "a quote that is not closed": 'a: "' + often("b\n "),
    "comments": "a: 1\n" + often("#x\n"),
    "keys": "".join(f"k{number}: {number}\n" for number in range(300_000)),
    "documents": often("---\n"),
    "depth": "".join(" " * number + "a:\n" for number in range(3_000)),
    "directives": often("%TAG !a! tag:x,2000:a\n"),
    "tags": "a:\n" + often("- !x y\n"),
    "one key": often("a: 1\n"),
    "a long number": "a: " + "9" * SIZE,
    "anchors of mappings": "a:\n" + "".join(f"- &a{number} {{b: {number}}}\n" for number in range(150_000)),
    "lists in a line": "a:\n" + ("- " + "[" * 50 + "1" + "]" * 50 + "\n") * 40_000,
    "rows in bulk": "a:\n" + "".join(f"- [u{number % 900}, N{number}]\n" for number in range(250_000)),
    "steps": "steps:\n" + "".join(f"- id: s{n}\n  do:\n  - {{resize: p{n}, by: 1, why: w}}\n" for n in range(70_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_five_megabytes_are_read_or_refused(text: str) -> None:
    """In a few seconds of processor time and a bounded memory, with no more problems than anybody would read."""
    problems: list[Problem] = []
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    found = parse_yaml(text, "f.yaml", problems)
    assert time.process_time() - begin < 10  # minutes, before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 1_500_000
    assert found is not None or problems
    assert len(problems) <= MOST_FAULTS + 2
    assert all(one.location is not None for one in problems)


SMALL = (
    "a: {b: 1}", 'a: {"b":1}', "a: b: c", "a: 'x", 'a: "\\/"', "? x\n: y", "a: *b", "a: &b 1\nc: *b", "%YAML 1.2\n---\na: 1",
    "a: |\n  x\n  y\nb: >-\n  z\n  w", "a: 1\n b: 2", "- a", "a: @x", "a: !x 1", "a: !!str 1", "---\na: 1\n---\nb: 1", "", "# c",
    "a: [x:y, http://a.b/c]", "a: http://x.y:80/z", "a: b #c", "'a': 1\n\"b\": 2", "a: -1", "a: \U0001f600 x: y", "[a]: 1",
    "<<: 1", "a: ''", "a: 'it''s'", 'a: "x\n  y"', "a: x\n  y", "a: 1\r\nb: 2\r\n", "a: [\n1\n,]", "a: {b, c}", "- - a",
    "a: |2\n    x", "a: >+\n x\n\n", "*a : 1", "&a b: 1", "a: 007\nb: 2.10\nc: ~\nd: yes",
)  # fmt: skip


def told(text: str) -> Any:
    """Give what was read, with kinds and places, and the codes and places of problems."""
    problems: list[Problem] = []
    found = parse_yaml(text, "f", problems)

    def shown(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: (shown(value), str(data.places[key])) for key, value in data.items()}  # type: ignore[attr-defined]
        if isinstance(data, list):
            return [(shown(value), str(place)) for value, place in zip(data, data.places, strict=True)]  # type: ignore[attr-defined]
        return type(data).__name__, repr(data)

    return shown(found), [(one.code, str(one.location)) for one in problems]


def shipped() -> list[str]:
    """Give every YAML file that is in the project."""
    files = [
        *(ROOT / "scenarios").rglob("*.yaml"),
        *(ROOT / "tests").rglob("*.yaml"),
        *(ROOT / "orgmodel").rglob("*.yaml"),
    ]
    return [path.read_text(encoding="utf-8") for path in files]


@pytest.mark.slow
def test_another_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser of YAML 1.2 in Python gives the same values, places and refusals: the C library's YAML 1.1 has no say."""
    texts = [*SMALL, *shipped()]
    ours = [told(text) for text in texts]
    monkeypatch.setattr(yaml_text, "_events", lambda text: YAML(typ="safe", pure=True).parse(text))
    for text, one in zip(texts, ours, strict=True):
        assert told(text) == one, text[:200]
