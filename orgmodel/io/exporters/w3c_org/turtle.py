"""Turtle as text: triples kept by subject, written in order, with every text and address escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

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


class Turtle:
    """Gather triples of terms already written; a triple added twice stands once."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Take the prefixes with their namespaces; those that no term uses are left out."""
        self._prefixes = prefixes
        self._subjects: dict[str, dict[str, dict[str, None]]] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Add a triple."""
        self._subjects.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def text(self) -> str:
        """Write the triples, subjects and values in the order of their text, types first."""
        used = dict.fromkeys(self._prefixes, False)
        blocks = []
        for subject, predicates in sorted(self._subjects.items()):
            lines = []
            for predicate, values in sorted(predicates.items(), key=lambda one: (one[0] != "a", one[0])):
                for term in (predicate, *values):
                    self._note(term, used)
                lines.append(f"{predicate} {', '.join(sorted(values))}")
            inside = " ;\n    ".join(lines)
            blocks.append(f"{subject} {inside} .\n")
        head = [f"@prefix {name}: <{self._prefixes[name]}> .\n" for name in sorted(used) if used[name]]
        return "\n".join(["".join(head), *blocks] if head else blocks) or "# nothing is here\n"

    def _note(self, term: str, used: dict[str, bool]) -> None:
        if term[0] not in '<"' and term != "a":
            used[term.partition(":")[0]] = True
        elif term[0] == '"' and term[-1] != '"':
            tail = term[term.rindex('"') + 1 :]
            if tail.startswith("^^"):
                used[tail[2:].partition(":")[0]] = True
