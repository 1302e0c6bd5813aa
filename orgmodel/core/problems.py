"""Problems as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

import difflib
import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path

from orgmodel.core.characters import seen
from orgmodel.core.messages import Message, values_of

ERROR = "error"
WARNING = "warning"
MOST_TOLD = 500
"""So many problems of one kind in one file are told; one with a fault a line is mended no better by the rest."""
MOST_HINTS = 200
"""So many times the nearest name is looked for while one thing is read or run: among many names that takes its time."""

MOST_COMPARED = 250_000
"""So many names are compared in all meanwhile."""
MOST_ALIKE = 5_000
"""Of so many names all are compared with one that is unknown; of more, those that begin like it."""
LONGEST_NAME = 1_000
"""A text of more characters is like no name."""
_ALIKE = 0.6

_HINTS: ContextVar[Counter[str] | None] = ContextVar("nearest names looked for", default=None)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Point at a place in a file; lines and columns count from 1, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as ``file:line:column``, leaving out what is unknown.

        >>> str(Location("posts.csv", 3, 7))
        'posts.csv:3:7'
        """
        parts = [seen(self.file)]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold one error or finding: a code for machines, a message for people, the record it concerns.

    ``table`` and ``row`` name the record's row while its place in a file is still unknown;
    a reader turns them into ``location``.
    """

    code: str
    message: str
    subject: str = ""
    location: Location | None = None
    severity: str = ERROR
    table: str = ""
    row: int = -1
    field: str = ""

    def at(self, location: Location | None) -> Problem:
        """Give the same problem a place, unless it already has one."""
        return self if self.location or location is None else replace(self, location=location)

    def __str__(self) -> str:
        """Write the problem as ``file:line:column: CODE message``.

        >>> str(Problem("UNKNOWN_UNIT", "no unit 'a'", location=Location("s.yaml", 2, 5)))
        "s.yaml:2:5: UNKNOWN_UNIT no unit 'a'"
        """
        text = f"{self.code} {self.message}"
        return f"{self.location}: {text}" if self.location else text


class ProblemsError(Exception):
    """Carry all problems found in one go, so that a user can mend them together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, and show them one a line."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        """Pickle and copy the problems: the text is made of them anew."""
        return type(self), (self.problems,)

    def _repr_html_(self) -> str:
        """Show the problems in a notebook."""
        from orgmodel.core.doors import behind

        return behind("orgmodel.notebook.listings", "show_problems")(self.problems)  # type: ignore[no-any-return]


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """List the problems that stop the work, leaving out warnings."""
    return [problem for problem in problems if problem.severity == ERROR]


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise :class:`ProblemsError` with every problem, when at least one of them is an error."""
    found = list(problems)
    if errors(found):
        raise ProblemsError(first_told(found))


def first_told(problems: Iterable[Problem]) -> list[Problem]:
    """Keep one problem of each cause, and the first of very many of one code in one file; say of how many more nothing is told.

    One name that is not there is one cause, however many rows of a file use it.

    >>> many = [Problem("UNKNOWN_UNIT", f"no unit {n}", location=Location("s.yaml", n + 1)) for n in range(502)]
    >>> told = first_told(many)
    >>> len(told), str(told[-1])[:43]
    (501, 's.yaml:500: UNTOLD of the kind UNKNOWN_UNIT')
    >>> none = Message.of("no unit {unit!r}", unit="x")
    >>> twice = [Problem("UNKNOWN_UNIT", none, location=Location("p.csv", n)) for n in (2, 3)]
    >>> [str(one) for one in first_told(twice)]
    ["p.csv:2: UNKNOWN_UNIT no unit 'x' (in 2 places)"]
    """
    counts: dict[tuple[str, str, str], int] = {}
    last: dict[tuple[str, str, str], Problem] = {}
    kept = []
    for one in _one_of_each_cause(problems):
        kind = (one.location.file if one.location else "", one.code, one.severity)
        counts[kind] = number = counts.get(kind, 0) + 1
        if number <= MOST_TOLD:
            last[kind] = one
            kept.append(one)
    for kind, number in counts.items():
        if number > MOST_TOLD:
            text = _UNTOLD_IN_YAML if kind[0].endswith((".yaml", ".yml")) else _UNTOLD
            message = Message.of(text, code=kind[1], count=number - MOST_TOLD)
            kept.append(Problem("UNTOLD", message, kind[1], last[kind].location, kind[2]))
    return kept


def _one_of_each_cause(problems: Iterable[Problem]) -> list[Problem]:
    """Tell a name that is not there once a file, with the count of the places that use it."""
    places: dict[tuple[object, ...], int] = {}
    listed: list[tuple[Problem, tuple[object, ...] | None]] = []
    for one in problems:
        cause = None
        said = [(name, str(value)) for name, value in values_of(one.message).items() if name != "hint"]
        if said and one.location is not None and one.code.startswith(_OF_NAMES):
            cause = one.location.file, one.code, one.severity, one.table, one.field, *said
            places[cause] = places.get(cause, 0) + 1
            if places[cause] > 1:
                continue
        listed.append((one, cause))
    return [
        one
        if cause is None or places[cause] == 1
        else replace(one, message=Message.of("{what} (in {count} places)", what=one.message, count=places[cause]))
        for one, cause in listed
    ]


_OF_NAMES = ("UNKNOWN_", "UNDECLARED")
_UNTOLD = "of the kind {code} there are more than are told: {count} more; mend these first"
_UNTOLD_IN_YAML = "of the kind {code} there are more than are told: {count} more; mend these first, and put rows in bulk into a CSV table"


@contextmanager
def few_hints() -> Iterator[None]:
    """Look for the nearest name no more than :data:`MOST_HINTS` times until the end of the block, those in blocks within counted."""
    before = None if _HINTS.get() is not None else _HINTS.set(Counter())
    try:
        yield
    finally:
        if before is not None:
            _HINTS.reset(before)


def are_hints_left() -> bool:
    """Tell whether another name may still be looked for."""
    looked = _HINTS.get()
    return looked is None or (looked["hints"] < MOST_HINTS and looked["names"] < MOST_COMPARED)


def nearest(name: object, names: Iterable[object]) -> str:
    """Suggest the nearest known name as a tail for a message, or nothing; ``values["near"]`` is the name itself.

    >>> nearest("duc-to", ["duc-tho", "ky-anh"])
    "; did you mean 'duc-tho'?"
    >>> nearest("x", [])
    ''
    """
    looked = _HINTS.get()
    if not are_hints_left():
        return ""
    text = str(name)
    if len(text) > LONGEST_NAME:
        return ""
    pool = [known if isinstance(known, str) else str(known) for known in names]
    folded = text.casefold()
    same = next((one for one in pool if len(one) == len(text) and one.casefold() == folded and one != text), None)
    if same is not None:  # but for its capitals
        return Message.of("; did you mean {near!r}?", near=same)
    scanned = len(pool)
    if scanned > MOST_ALIKE:  # comparing long lists is slow: keep the ones that share the beginning
        pool = [known for known in pool if known[:2] == text[:2]][:MOST_ALIKE]
    if looked is not None:
        looked.update(hints=1, names=len(pool) + scanned // 100)
    found = _closest(text, pool)
    return Message.of("; did you mean {near!r}?", near=found) if found is not None else ""


def _closest(text: str, pool: list[str]) -> str | None:
    """Give the name that is most like a text, as ``difflib.get_close_matches`` does; None where none is like it.

    What two texts share at most is counted of all names first, so that few are compared letter by letter.
    """
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(text)
    bounds = []
    for known in pool:
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() >= _ALIKE and (bound := matcher.quick_ratio()) >= _ALIKE:
            bounds.append((bound, known))
    best, found = _ALIKE, None
    for bound, known in sorted(bounds, reverse=True):
        if bound < best:
            break
        matcher.set_seq1(known)
        ratio = matcher.ratio()
        if ratio > best or (ratio == best and (found is None or known > found)):
            best, found = ratio, known
    return found


REASONS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EISDIR: "this is a folder, and a file is needed",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "no space is left on the disk",
    errno.EFBIG: "no file may be as large as this one would be",
    errno.EROFS: "nothing can be written on this disk",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "this link leads to itself",
    errno.EIO: "the disk cannot be read or written",
}
"""What the system says of a file, by the number of its error."""


def system_reason(error: OSError) -> str:
    """Say why the system refuses a file: in our words where it speaks in its own, else as whoever raised it says.

    >>> system_reason(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
    'there is no such file or folder'
    >>> system_reason(OSError(errno.ENOENT, "this link leads to no folder"))
    'this link leads to no folder'
    """
    number, said = error.errno or 0, error.strerror or ""
    known = REASONS.get(number) if said == os.strerror(number) else None
    return said or str(error) if known is None else Message.of(known)


def missing_file(path: Path) -> Problem:
    """Say that a file is not there, with the nearest name beside it."""
    beside = sorted(one.name for one in path.parent.iterdir()) if path.parent.is_dir() else []
    message = Message.of("there is no such file or folder{hint}", hint=nearest(path.name, beside))
    return Problem("MISSING_FILE", message, location=Location(str(path)))


def refuse_unknown(what: str, name: object, known: Iterable[object]) -> None:
    """Raise ProblemsError where a name is none of those known, with the nearest and the list.

    >>> refuse_unknown("profile", "prty", ["party", "state"])
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: UNKNOWN_NAME no profile 'prty'; did you mean 'party'?; there are party, state
    """
    listed = [str(one) for one in known]
    if name not in listed:
        message = Message.of(
            "no {what} {name!r}{hint}; there are {listed}",
            what=Message.of(what),
            name=name,
            hint=nearest(name, listed),
            listed=", ".join(listed[:20]),
        )
        raise ProblemsError([Problem("UNKNOWN_NAME", message, str(name))])
