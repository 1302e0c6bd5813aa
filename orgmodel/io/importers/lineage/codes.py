"""Codes that bear several names, and names that are spelt in several ways: which rows mean one unit, and which two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from orgmodel.core.messages import Message, series
from orgmodel.core.names import normal_name
from orgmodel.io.importers.imported import NOTE, Report

_SHOWN = 10


class Codes:
    """Tell units apart whose codes are the same, in every part of a table alike."""

    def __init__(self, codes: Iterable[str], report: Report) -> None:
        """Take all codes of a table, so that none is made that stands in it."""
        self.taken = set(codes)
        self.report = report
        self.told: dict[str, dict[str, str]] = {}
        """By code that several units bear: the id of each, by its name."""
        self.spelt: dict[str, str] = {}
        """Names that are spelt otherwise than the first time, with that."""

    def settle(
        self,
        rows: Sequence[int],
        codes: list[str],
        names: list[str] | None,
        lines: Sequence[int],
        is_divided: Callable[[list[int]], bool],
    ) -> None:
        """Give each unit of one side and day its id, in place: two names under one code stay two units.

        Only where all rows of a code are parts of one unit (``is_divided``) its names are taken as one's.
        """
        if names is None:
            return
        first: dict[str, str] = {}
        several: set[str] = set()
        for row in rows:
            name = names[row]
            if name and first.setdefault(codes[row], name) != name:
                several.add(codes[row])
        several |= first.keys() & self.told.keys()
        if several:
            of: dict[str, list[int]] = {}
            for row in rows:
                if codes[row] in several:
                    of.setdefault(codes[row], []).append(row)
            for code, mine in of.items():
                self._several(code, mine, codes, names, lines, is_divided)

    def _several(
        self,
        code: str,
        mine: list[int],
        codes: list[str],
        names: list[str],
        lines: Sequence[int],
        is_divided: Callable[[list[int]], bool],
    ) -> None:
        spellings: dict[str, str] = {}
        for row in mine:
            if name := names[row]:
                one = spellings.setdefault(normal_name(name), name)
                if one != name:
                    self.spelt[name] = one
                    names[row] = one
        ids = self.told.get(code, {})
        if len(spellings) > 1 and is_divided(mine):
            message = Message.of(
                "the code {code!r} stands for {names}, of which all rows are parts; it is taken as one unit, {taken!r}",
                code=code, names=series(map(repr, spellings.values())), taken=next(iter(spellings.values())),
            )  # fmt: skip
            self._report(mine, lines, code, message)
            return
        if len(spellings) > 1:
            ids = self.told.setdefault(code, ids)
            for name in spellings:
                if name not in ids:
                    ids[name] = self._free(code, {ids[one] for one in spellings if one in ids})
            message = Message.of(
                "the code {code!r} stands for {names}; they are kept as units of their own ({ids}): give each its own code, or one name",
                code=code, names=series(map(repr, spellings.values())), ids=series(ids[one] for one in spellings),
            )  # fmt: skip
            self._report(mine, lines, code, message)
        for row in mine:
            codes[row] = ids.get(normal_name(names[row]), code)

    def _report(self, mine: list[int], lines: Sequence[int], code: str, message: Message) -> None:
        for row in mine:
            self.report.row(lines[row], "CODE_WITH_TWO_NAMES", message, subject=code)

    def _free(self, code: str, here: set[str]) -> str:
        """Give the code itself where no other name of these rows has it, else the next that is free."""
        if code not in here and code not in self.told[code].values():
            return code
        number = 2
        while (id := f"{code}~{number}") in self.taken:
            number += 1
        self.taken.add(id)
        return id

    def tell_spellings(self) -> None:
        """Tell the names that are spelt in several ways, in one note."""
        tell_spellings(self.spelt, "names", self.report)


def one_spelling(columns: Sequence[list[str]], what: str, report: Report) -> None:
    """Write each place of some columns, in place, as it is written most often, and tell the others in one note."""
    counts: Counter[str] = Counter()
    for column in columns:
        counts.update(column)
    groups: dict[str, list[str]] = {}
    for text in counts:
        if text and (normal := normal_name(text)):
            groups.setdefault(normal, []).append(text)
    told: dict[str, str] = {}
    for alike in groups.values():
        if len(alike) > 1:
            best = max(alike, key=lambda text: (counts[text], -alike.index(text)))
            told |= {text: best for text in alike if text != best}
    if told:
        for column in columns:
            column[:] = [told.get(text, text) for text in column]
        tell_spellings(told, what, report)


def tell_spellings(told: dict[str, str], what: str, report: Report) -> None:
    """Tell spellings, each with the one that is taken."""
    if told:
        pairs = [f"{one} = {other}" for one, other in list(told.items())[:_SHOWN]]
        message = Message.of(
            "{what} that are spelt in several ways and taken as one: {count} ({pairs})",
            count=len(told), what=Message.of(what), pairs="; ".join([*pairs, *(["…"] if len(told) > _SHOWN else [])]),
        )  # fmt: skip
        report.whole("SPELLINGS", message, severity=NOTE)
