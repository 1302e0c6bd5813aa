"""Which id is meant by a text: as it stands, or where one alone differs in case, leading zeros or a ``.0``; else by a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.io.importers.imported import NOTE, Report
from orgmodel.io.importers.naming import plain_code, same_name

_COMMON_NAME = re.compile(r"CN=((?:\\.|[^,\\])+)(?:,|$)", re.IGNORECASE)
_AS_NUMBERS = re.compile(r"^(?:[0-9]|\s)|\s$", re.MULTILINE)
_BEGINS_A_NUMBER = re.compile(r"\n[0-9\n]")
_BLANKS = " \t\v\f\r\x1c\x1d\x1e\x1f"
_PARTS = re.compile(r"\s*[;|\n]\s*")
_HINTS = 20


def alike(id: str) -> str:
    """Give what ids that a spreadsheet or a directory writes otherwise have in common.

    >>> alike("007.0"), alike("Boss@EX.org ")
    ('7', 'boss@ex.org')
    """
    return plain_code(id.strip().casefold())


def _alike_each(ids: list[str]) -> list[str]:
    """Give what each id has in common with others; most are no numbers, and are folded as one text."""
    text = "\n".join(ids).casefold()
    if not ids or text.count("\n") >= len(ids) or _AS_NUMBERS.search(text):
        return list(map(alike, ids))
    return text.split("\n")


def _are_apart(ids: list[str]) -> bool:
    """Tell quickly of most ids that no two are alike: none may be a number or has blanks, and their letters are of one case."""
    text = "\n".join(["", *ids, ""])
    plain = text.isascii() and not any(blank in text for blank in _BLANKS)
    return plain and text in (text.upper(), text.lower()) and not _BEGINS_A_NUMBER.search(text)


def common_name(text: str) -> str:
    r"""Give the common name of a distinguished name; any other text as it is.

    >>> common_name(r"CN=Doe\, Jane,OU=Staff,DC=ex,DC=org"), common_name("Jane Doe")
    ('Doe, Jane', 'Jane Doe')
    """
    found = _COMMON_NAME.match(text.strip())
    return re.sub(r"\\(.)", r"\1", found[1]) if found else text


def first_name_first(text: str) -> str:
    """Give a name that stands with the family name before a comma as it is spoken; any other text as it is.

    >>> first_name_first("Orr, Ann"), first_name_first("Orr, Ann, PhD"), first_name_first("Ann Orr")
    ('Ann Orr', 'Orr, Ann, PhD', 'Ann Orr')
    """
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else text


Names = Callable[[], Iterable[Mapping[str, Iterable[str]]]]
"""What gives names with the ids that bear each: a mapping for each sort of name, in the order of trust."""


class Aliases:
    """Find the id that a text means among those of a table, and count how often it was not written as it stands."""

    def __init__(self, ids: Iterable[str], names: Names = tuple, made: Collection[str] = ()) -> None:
        """Take the ids, and what gives the names by which they may be called where one alone has them, when it is asked.

        No text means an id that was ``made``, since it stands in no file.
        """
        self._known: dict[str, Any] = dict(ids) if isinstance(ids, dict) else dict.fromkeys(ids)
        self.ids = [id for id in self._known if id not in made] if made else list(self._known)
        self._written = dict.fromkeys(self.ids) if made else self._known
        self._names = names
        self._found: dict[str, str | None] = {}
        self._hints = 0
        self.otherwise: dict[str, str] = {}
        self.by_name: dict[str, str] = {}

    @cached_property
    def alike_ids(self) -> set[str]:
        """The ids that have in common with others what a spreadsheet or a directory leaves of them."""
        if _are_apart(self.ids):
            return set()
        counts = Counter(self._keys)
        if len(counts) == len(self.ids):
            return set()
        return {id for id, key in zip(self.ids, self._keys, strict=True) if counts[key] > 1}

    @cached_property
    def _keys(self) -> list[str]:
        """What each id has in common with others."""
        return _alike_each(self.ids)

    @cached_property
    def _alike(self) -> dict[str, str]:
        """The id that alone has what a spreadsheet or a directory leaves of it, by this."""
        found = dict(zip(self._keys, self.ids, strict=True))
        return {key: id for key, id in found.items() if id not in self.alike_ids} if self.alike_ids else found

    @cached_property
    def _bearers(self) -> list[dict[str, set[str]]]:
        """The ids of each name, a mapping for each sort of name."""
        known = self._known.keys()
        return [{name: known & found for name, found in one.items()} for one in self._names()]

    def find(self, text: str) -> str | None:
        """Give the id that a text means, None where it means none or more than one."""
        if text in self._written:
            return text
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def _search(self, text: str) -> str | None:
        if (id := self._alike.get(alike(text))) is not None:
            self.otherwise[text] = id
            return id
        for name in self._spellings(text):
            for named in self._bearers:
                if len(found := named.get(name, ())) == 1:
                    self.by_name[text] = next(iter(found))
                    return self.by_name[text]
        return None

    def is_shared(self, text: str) -> bool:
        """Tell whether several have the name that a text is."""
        spelt = self._spellings(text)
        return any(len(named.get(name, ())) > 1 for named in self._bearers for name in spelt)

    def _spellings(self, text: str) -> list[str]:
        """List the names that a text may be: as it stands, out of a distinguished name, and without a comma in either order."""
        name = common_name(text)
        spoken = first_name_first(name)
        spelt = (text, name) if spoken == name else (text, name, spoken, name.replace(",", " "))
        return list(dict.fromkeys(map(same_name, spelt)))

    def several(self, text: str) -> list[str]:
        """Give the ids that a text lists, where it lists more than one and knows one of them; else nothing."""
        for parts in (_PARTS.split(text), re.split(r"\s*,\s*", text)):
            listed = [part for part in parts if part]
            if len(listed) > 1 and all(self.find(part) is not None for part in listed):
                return listed
        listed = [part for part in _PARTS.split(text) if part]
        return listed if len(listed) > 1 and any(self.find(part) is not None for part in listed) else []

    def near(self, text: str) -> str:
        """Suggest the one id that differs in a single letter, as the tail of a message; nothing where none or several do."""
        self._hints += 1
        if self._hints > _HINTS or len(text) < 3:
            return ""
        found = [id for id in self.ids if abs(len(id) - len(text)) < 2 and _one_apart(text.casefold(), id.casefold())]
        return Message.of("; did you mean {near!r}?", near=found[0]) if len(found) == 1 else ""

    def tell(self, report: Report, column: str) -> None:
        """Tell once what was taken for an id that is written otherwise, and what was found by its name."""
        if self.otherwise:
            text, id = next(iter(self.otherwise.items()))
            message = Message.of(
                "ids written in two ways ({text} and {id}) are taken as one: {count} in {column}",
                text=text, id=id, count=len(self.otherwise), column=column,
            )  # fmt: skip
            report.whole("DECIMALS" if alike(text) != text.casefold() else "CASE", message)
        if self.by_name:
            text, id = next(iter(self.by_name.items()))
            message = Message.of(
                "found by name, which one alone has ({text} is {id}): {count} in {column}",
                text=text, id=id, count=len(self.by_name), column=column,
            )  # fmt: skip
            report.whole("BY_NAME", message, severity=NOTE)


def _one_apart(left: str, right: str) -> bool:
    """Tell whether one letter more, less, changed or swapped with its neighbour makes one text of another."""
    if left == right:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1)


def names_by(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Gather the ids that bear each name, also as it is spoken where the family name stands first; what has no id is nobody."""
    found: dict[str, list[str]] = {}
    for name, id in pairs:
        if name and id:
            found.setdefault(same_name(name), []).append(id)
            if "," in name and (spoken := first_name_first(name)) != name:
                found.setdefault(same_name(spoken), []).append(id)
    return found
