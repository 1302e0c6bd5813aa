"""Turtle as text: triples kept by subject, written in order, with every text and address escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from orgmodel.io.exporters.plain import visible

_LANGUAGE = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_NOT_IN_ADDRESS = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def address(text: str) -> str:
    """Write an address, with what none may hold as percent codes.

    >>> address("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    return f"<{_NOT_IN_ADDRESS.sub(lambda found: f'%{ord(found[0]):02X}', text)}>"


def literal(text: str, *, language: str | None = None, datatype: str = "") -> str:
    r"""Write a text, with its language or its type.

    >>> print(literal('say "Sở"\n', language="vi"), literal("2018", datatype="xsd:gYear"))
    "say \"Sở\"\n"@vi "2018"^^xsd:gYear
    """
    quoted = f'"{visible(text).translate(_ESCAPED)}"'
    if language and _LANGUAGE.fullmatch(language):
        return f"{quoted}@{language}"
    return f"{quoted}^^{datatype}" if datatype else quoted


Predicates = dict[str, str | dict[str, None]]
"""The values of each predicate of a subject: one, or several, each once."""


class Turtle:
    """Gather triples of terms already written; a triple added twice stands once."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Take the prefixes with their namespaces; those that no term uses are left out."""
        self._prefixes = prefixes
        self._used: set[str] = set()
        self._subjects: dict[str, Predicates] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Add a triple."""
        add_to(self._subjects.setdefault(subject, {}), predicate, value)

    def blocks(self, where: str, between: Iterator[tuple[str, Predicates]]) -> Iterator[str]:
        """Write the triples, subjects and values in the order of their text, types first.

        ``between`` gives subjects that were not gathered, for they are many, in their order: they stand at ``where``, and may
        add others that come after them.
        """
        for subject in sorted(one for one in self._subjects if one < where):
            yield self._block(subject, self._subjects[subject])
        for subject, predicates in between:
            yield self._block(subject, predicates)
        for subject in sorted(one for one in self._subjects if one >= where):
            yield self._block(subject, self._subjects[subject])

    def head(self) -> str:
        """Declare the prefixes that the written triples use."""
        lines = [f"@prefix {name}: <{self._prefixes[name]}> .\n" for name in sorted(self._used)]
        return "".join(lines) or "# nothing is here\n"

    def _block(self, subject: str, predicates: Predicates) -> str:
        """Write what is said of one subject, after a blank line."""
        lines = []
        for predicate, found in sorted(predicates.items(), key=lambda one: (one[0] != "a", one[0])):
            values = sorted(found) if isinstance(found, dict) else [found]
            for term in (predicate, *values):
                self._note(term)
            lines.append(f"{predicate} {', '.join(values)}")
        inside = " ;\n    ".join(lines)
        return f"\n{subject} {inside} .\n"

    def _note(self, term: str) -> None:
        if term[0] not in '<"' and term != "a":
            self._used.add(term.partition(":")[0])
        elif term[0] == '"' and term[-1] != '"':
            tail = term[term.rindex('"') + 1 :]
            if tail.startswith("^^"):
                self._used.add(tail[2:].partition(":")[0])


def add_to(predicates: Predicates, predicate: str, value: str) -> None:
    """Add a value to what is said of a subject; one value needs no dictionary, and most predicates have one."""
    found = predicates.setdefault(predicate, value)
    if isinstance(found, dict):
        found[value] = None
    elif found != value:
        predicates[predicate] = {found: None, value: None}
