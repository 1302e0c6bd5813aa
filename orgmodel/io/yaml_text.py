"""YAML 1.2 files, untrusted: plain values that keep their places; keys twice, tags and alias bombs refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orgmodel.core.characters import invisible, nfc
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.core.source_map import LocatedDict, LocatedList
from orgmodel.io.decoding import read_text, strange_character
from orgmodel.io.yaml_faults import syntax_problem
from orgmodel.io.yaml_values import plain_value

LARGEST = 5_000_000
"""The most bytes that a YAML file may have: thousands of rows belong into a CSV table."""
MOST_PARTS = 250_000
"""The most values, mappings and lists of a file, those that aliases repeat counted each time."""
DEEPEST = 60
MOST_DIRECTIVES = 10
"""So many lines that begin with % may stand in a file: the parser compares each directive with all before it."""
MOST_FAULTS = 1_000
_TEXT_TAG = "tag:yaml.org,2002:str"


def read_yaml(path: Path, problems: list[Problem]) -> LocatedDict | None:
    """Read a YAML file whose top is a mapping; None after a problem that leaves nothing to read."""
    text = read_text(path, limit=LARGEST, problems=problems)
    return None if text is None else parse_yaml(text, str(path), problems)


def parse_yaml(text: str, file: str, problems: list[Problem]) -> LocatedDict | None:
    r"""Parse YAML text into mappings and lists that know the place of every part.

    Keys are texts. A place is that of the key, or of the list item. After a key that stands twice the first one counts.

    >>> found = []
    >>> data = parse_yaml("title: Thử\nsteps:\n- clause: 2.10\n- clause: '2.1'\n  clause: x\n", "s.yaml", found)
    >>> data["steps"][0]["clause"], str(data["steps"][1].places["clause"]), str(found[0])[:30]
    (2.10, 's.yaml:4:3', 's.yaml:5:3: DUPLICATE_KEY the ')
    """
    if text.startswith("%") + text.count("\n%") > MOST_DIRECTIVES:
        most = "more than {most} lines begin with %, as directives do, which are not read"
        problems.append(Problem("DIRECTIVES", Message.of(most, most=MOST_DIRECTIVES), location=Location(file)))
        return None
    composer, told = _Composer(file, problems), len(problems)
    try:
        for event in _events(text):
            composer.take(event)
            if len(problems) - told > MOST_FAULTS:
                more = Message.of("more than {most} faults; what stands below is not read", most=MOST_FAULTS)
                problems.append(Problem("TOO_MANY", more, location=problems[-1].location))
                return None
            if composer.refused:
                return None
    except Exception as error:  # noqa: BLE001  # whatever the parser trips over is a fault of the text, not of the run
        problems.append(syntax_problem(error, file, text))
        return None
    if composer.documents != 1 or composer.top is None:
        message = "the file is empty" if not composer.documents else "the file holds no keys; write key: value"
        problems.append(Problem("EMPTY", message, location=Location(file, 1, 1)))
        return None
    if not isinstance(composer.top, LocatedDict):
        message = "a mapping of keys to values is expected at the top, such as title: …"
        problems.append(Problem("NOT_A_MAPPING", message, location=Location(file, 1, 1)))
        return None
    return composer.top


def _events(text: str) -> Iterator[Any]:
    import yaml

    # libyaml takes a second for what a parser in Python takes half a minute for; values are ours, so YAML 1.1 has no say
    parsed: Iterator[Any] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return parsed


@dataclass
class _Open:
    """A mapping or list that is being read: what it holds so far, how large and how deep that is."""

    value: Any
    anchor: str | None
    size: int = 1
    height: int = 1
    key: str | None = None
    key_place: Location | None = None
    seen: dict[str, int] = field(default_factory=dict)


class _Composer:
    """Put the events of a parser together, counting what aliases would grow to."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.top: Any = None
        self.documents = 0
        self.refused = False
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int, int]] = {}

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._open(event, kind == "MappingStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            closed = self._stack.pop()
            if closed.anchor:
                self._anchors[closed.anchor] = (closed.value, closed.size, closed.height)
            self._put(closed.value, closed.value.place, closed.size, closed.height)
        elif kind == "AliasEvent":
            self._alias(event)
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self._refuse(
                    "DOCUMENTS", "a second document (---) begins here; write one file for each", self._place(event)
                )

    def _place(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, code: str, message: str, place: Location) -> None:
        self.problems.append(Problem(code, message, location=place))
        self.refused = True

    def _open(self, event: Any, is_mapping: bool) -> None:
        place = self._place(event)
        self._check_tag(event, place)
        if self._stack and self._stack[-1].key is None and isinstance(self._stack[-1].value, LocatedDict):
            self._refuse("NOT_A_KEY", "a key is a text; put it in quotes if it begins with [ or {", place)
            return
        if len(self._stack) >= DEEPEST:
            self._refuse("TOO_DEEP", Message.of("nested more than {deepest} deep", deepest=DEEPEST), place)
            return
        value: LocatedDict | LocatedList
        if is_mapping:
            value = LocatedDict()
            value.places = {}
        else:
            value = LocatedList()
            value.places = []
        value.place = place
        self._stack.append(_Open(value, event.anchor))

    def _scalar(self, event: Any) -> None:
        place = self._place(event)
        text, tag = event.value, self._check_tag(event, place)
        if event.style == '"' and not text.isascii():
            text = nfc(text)
        if event.style == '"':  # an escape may bring what the file itself may not hold
            at = invisible(text)
            if at is not None:
                self.problems.append(strange_character(text[at], place))
                text = ""
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, LocatedDict) and top.key is None:
            self._key(top, text, place)
            return
        value = text if event.style or tag == _TEXT_TAG else plain_value(text)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1, 0)
        self._put(value, place, 1, 0)

    def _key(self, top: _Open, text: str, place: Location) -> None:
        if text == "<<":
            message = "merge keys (<<) are not part of YAML 1.2; write the keys out, or use extends"
            self.problems.append(Problem("NOT_A_KEY", message, location=place))
        elif text in top.seen:
            message = Message.of(
                "the key {key!r} stands in line {line} already; keep one", key=text, line=top.seen[text]
            )
            self.problems.append(Problem("DUPLICATE_KEY", message, subject=text, location=place))
        top.key, top.key_place = text, place

    def _put(self, value: Any, place: Location, size: int, height: int) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self.top = value
            return
        top = self._stack[-1]
        top.size += size
        top.height = max(top.height, height + 1)
        if top.size > MOST_PARTS or len(self._stack) + height > DEEPEST:
            self._refuse(
                "TOO_LARGE",
                Message.of(
                    "more than {most_parts:,} values, those that aliases repeat counted each time, or {deepest} levels; put "
                    "rows in bulk into a CSV table",
                    most_parts=MOST_PARTS,
                    deepest=DEEPEST,
                ),
                place,
            )
        elif isinstance(top.value, LocatedList):
            top.value.append(value)
            top.value.places.append(place)
        elif top.key is not None:
            if top.key not in top.seen:
                top.value[top.key] = value
                top.value.places[top.key] = top.key_place or place
                top.seen[top.key] = (top.key_place or place).line
            top.key = None

    def _alias(self, event: Any) -> None:
        place = self._place(event)
        known = self._anchors.get(event.anchor)
        if known is None:
            message = Message.of("the alias *{anchor} has no anchor &{anchor} finished before it", anchor=event.anchor)
            self._refuse("UNKNOWN_ALIAS", message, place)
        elif self._stack and isinstance(self._stack[-1].value, LocatedDict) and self._stack[-1].key is None:
            self._refuse("NOT_A_KEY", "an alias cannot be a key; write the text", place)
        else:
            self._put(known[0], place, known[1], known[2])

    def _check_tag(self, event: Any, place: Location) -> str | None:
        tag = event.tag
        if tag is None or str(tag) in ("!", _TEXT_TAG):
            return None if tag is None else str(tag)
        message = Message.of("the tag {tag} is not read; write plain values", tag=tag)
        self.problems.append(Problem("TAG", message, location=place))
        return None
