"""How sure an inferred operation is, and what shows it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orgmodel.core.names import Names

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
"""Certain: records that kept their ids show it. Likely: most of what a unit had shows it, or the only pair that fits.
Possible: another reading explains as much, or part of it had to be guessed."""

CERTAINTIES = (CERTAIN, LIKELY, POSSIBLE)

WHY = "thấy ở cơ cấu sau (found in the later structure)"
"""The ground of what begins or ends: two structures tell that it did, and never why."""


class Sure(NamedTuple):
    """How sure something is, and what shows it."""

    certainty: str
    basis: Names


def _sure(certainty: str, en: str, vi: str) -> Sure:
    return Sure(certainty, (("en", en), ("vi", vi)))


KEPT = _sure(CERTAIN, "the record kept its id", "bản ghi giữ nguyên mã")
MOVED = _sure(CERTAIN, "the same ids are in the other unit", "cùng mã, nay ở đơn vị kia")
GONE = _sure(CERTAIN, "found nowhere in the later structure", "không còn trong cơ cấu sau")
NEW = _sure(CERTAIN, "found nowhere in the earlier structure", "không có trong cơ cấu trước")
REGISTER = _sure(CERTAIN, "so it stands in the register of ended units", "theo sổ đơn vị đã kết thúc")
PASSING = _sure(
    POSSIBLE, "began and ended in between; what it did is not told", "lập rồi kết thúc ở giữa; không rõ đã làm gì"
)
ONLY = _sure(LIKELY, "one has it no longer, one other has it now", "một nơi thôi, một nơi có")
GUESSED = _sure(POSSIBLE, "one of several ways to pair what went with what came", "một trong nhiều cách ghép")
ANEW = _sure(
    POSSIBLE, "no operation changes these fields of a post", "không thao tác nào sửa các trường này của vị trí"
)


SPELT = _sure(CERTAIN, "the same name spelt otherwise", "cùng một tên, viết khác đi")


def or_else(sure: Sure, readings: Iterable[Sequence[str]]) -> Sure:
    """Say that other readings explain as much.

    >>> or_else(NEW, [("split_off",), ("create", "absorb", "absorb")]).basis[0]
    ('en', 'found nowhere in the earlier structure; as well possible: split_off, or create + absorb')
    """
    ways = [" + ".join(dict.fromkeys(verbs)) for verbs in readings]
    words = {"en": ("; as well possible: ", ", or "), "vi": ("; cũng có thể: ", " hoặc ")}
    basis = tuple((lang, text + words[lang][0] + words[lang][1].join(ways)) for lang, text in sure.basis)
    return Sure(POSSIBLE, basis)


def shrunk(row: str, posts: int) -> Sure:
    """Say that a new row of posts may be a part of one that lost as many.

    >>> shrunk("a/cv", 2).basis[0]
    ('en', 'a new row; a/cv, which is alike, has 2 fewer, and they may be these')
    """
    en = f"a new row; {row}, which is alike, has {posts} fewer, and they may be these"
    return _sure(POSSIBLE, en, f"dòng mới; {row} cùng loại, giảm {posts}, có thể là các vị trí này")


def carried(amount: float, given: float, starts: list[str], ends: list[str]) -> Sure:
    """Say how much of what some units had is seen in others.

    >>> carried(3, 4, ["a", "b"], ["c"]).basis[0]
    ('en', '75 % of what a, b handed on is in c')
    """
    share = round(100 * amount / given) if given else 0
    one, other = ", ".join(starts), ", ".join(ends)
    en = f"{share} % of what {one} handed on is in {other}"
    vi = f"{share} % những gì {one} bàn giao nay ở {other}"
    return _sure(LIKELY if amount >= 1 else POSSIBLE, en, vi)
