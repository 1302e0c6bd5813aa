"""A proposed map as a commented YAML file: behind each line how sure it is, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from orgmodel.io.importers.proposal.guess import ASK, Guess, Guesses
from orgmodel.io.importers.proposal.heads_told import HEADS
from orgmodel.io.importers.proposal.kinds_told import KIND, KIND_BELOW
from orgmodel.io.yaml_writing import one_line, scalar

Told = Callable[[str], str]


def map_text(data: Mapping[str, Any], guesses: Guesses, told: Told) -> str:
    """Write a map; ``told`` words a message in the language of the reader."""
    lines = [f"# {told(one)}" for one in (_ABOUT, _SURENESS)]
    if guesses.open:
        lines.append(f"# {told(_OPEN)}")
    lines += [
        line for key, value in data.items() if key != "tables" for line in _lines(key, value, key, 0, guesses, told)
    ]
    if "tables" in data:
        lines.append("tables:")
    for number, table in enumerate(data.get("tables", ())):
        body = [
            line
            for key, value in table.items()
            for line in _lines(key, value, f"tables.{number}.{key}", 2, guesses, told)
        ]
        lines += ["- " + body[0].lstrip(), *body[1:]]
        lines += _unused(guesses, f"tables.{number}.not used: ", told)
    lines += _unused(guesses, "not used: ", told)
    if (untold := guesses.at(HEADS)) is not None:
        lines.append(f"# {HEADS}{_comment(untold, told).replace('  # ', ': ', 1)}")
    for place in (KIND, KIND_BELOW):
        if "kind" not in data and (untold := guesses.at(place)) is not None:
            lines.append(f"# kind: {untold.value}{_comment(untold, told)}")
    return "\n".join(lines) + "\n"


def _lines(key: str, value: Any, place: str, depth: int, guesses: Guesses, told: Told) -> Iterable[str]:
    lead = " " * depth
    if isinstance(value, Mapping):
        if not value:
            yield f"{lead}{_key(key)}: {{}}"
            return
        yield f"{lead}{_key(key)}:" + _comment(guesses.at(place), told)
        for inner, one in value.items():
            yield from _lines(inner, one, f"{place}.{inner}", depth + 2, guesses, told)
        return
    if isinstance(value, list):
        shown = "[" + ", ".join(_value(one) for one in value) + "]"
    else:
        shown = _value(value)
    yield f"{lead}{_key(key)}: {shown}" + _comment(guesses.at(place), told)


def _key(key: str) -> str:
    return scalar(key, quoted=key == ASK)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return scalar(str(value), quoted=value == ASK)


def _comment(guess: Guess | None, told: Told) -> str:
    if guess is None:
        return ""
    why = one_line(told(guess.why))
    return f"  # {told(guess.certainty)}: {why}" if why else f"  # {told(guess.certainty)}"


def _unused(guesses: Guesses, begin: str, told: Told) -> list[str]:
    return [
        f"# {told(_NOT_USED)} {one_line(one.place.removeprefix(begin))}: {one_line(told(one.why))}"
        for one in guesses.found
        if one.place.startswith(begin)
    ]


def shown(guesses: Guesses, told: Told) -> list[str]:
    """Say each guess on a line."""
    return [
        f"  {one.place}{': ' + one.value if one.value else ''} ({': '.join(filter(None, (told(one.certainty), one_line(told(one.why)))))})"
        for one in guesses.found
    ]


_ABOUT = (
    "How orgmodel reads these files. Change what is wrong and run the same command again: this file is kept as it is."
)
_SURENESS = "Behind each line stands how sure it is (sure, likely, unsure, or open: it is asked), and why."
_OPEN = "Put an answer in place of each ?: the readings differ in a figure."
_NOT_USED = "not used:"
