"""Headings that speak of the number of a thing: with a sign or word for it, before what it is the number of or behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orgmodel.io.importers.known.composed import folded, words_of
from orgmodel.io.importers.known.tables import plain

_DEGREE = re.compile(r"\bn\s*[°º](?!\w)|\bn[°º]\s*(?=\w)|\bn\.(?=\s*\w)")
_WRITTEN_ON = re.compile(r"(.*[^\W\d_]{3})(?:nummer|nummeret|numret|nro|nr|numero)$")
_WITHOUT_SPACES = re.compile(r"(.+?)(?:编号|編號|編号|号码|號碼|番号|番號|号|號|번호|コード|代码|代碼)$")
_THAI = re.compile(r"(?:เลขที่|หมายเลข|รหัส)(.+)$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a heading says it is the number of; ``many`` where it may as well say how many of them there are."""

    of: str
    many: bool


def numbered(text: str) -> Numbered | None:
    """Tell of what a heading is the number; None where it has no sign or word for one.

    It may say how many there are where the number stands before several: *No. of posts*.

    >>> numbered("N° de poste"), numbered("No. of posts"), numbered("Post No.")
    (Numbered(of='poste', many=False), Numbered(of='posts', many=True), Numbered(of='post', many=False))
    >>> numbered("Stillingsnr").of, numbered("职位编号").of, numbered("Штат №").of, numbered("Posts")
    ('stillings', '职位', 'штат', None)
    """
    words = plain(_DEGREE.sub(" no ", folded(text))).split()
    ids, fillers = words_of("id"), words_of("filler")
    if len(words) == 1 and (joined := next((f for one in _JOINED if (f := one.fullmatch(words[0]))), None)):
        return Numbered(joined[1], many=False)
    if len(words) > 1 and (joined := _WRITTEN_ON.fullmatch(words[-1])):
        return Numbered(" ".join([*words[:-1], joined[1]]), many=False)
    if len(words) > 1 and words[0] in ids:
        rest, several = words[1:], words_of("posts") | words_of("people")
        while len(rest) > 1 and rest[0] in fillers:
            rest = rest[1:]
        return Numbered(" ".join(rest), many=not several.isdisjoint(rest))
    if len(words) > 1 and words[-1] in ids:
        return Numbered(" ".join(words[:-1]), many=False)
    return None


_JOINED = (_WRITTEN_ON, _WITHOUT_SPACES, _THAI)
