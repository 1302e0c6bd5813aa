"""Codes that begin with the code of the unit above: 01, 0101, 010102; H24, H24.01, H24.01.02; 1000, 1100, 1110."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGNS = re.compile(r"[.\-/_ ]")
_LETTERS = re.compile(r"[^0-9]*")
_LEAST = 3  # codes of which fewer tell nothing


def parents_of(codes: Sequence[str]) -> list[str]:
    """Give the code above each: the longest other one that it begins with; blank where there is none.

    Where all have one length, the zeros at their ends stand for nothing below. Parts between signs are taken whole.

    >>> parents_of(["01", "0101", "010102", "02", "11"]), parents_of(["H2", "H2.01", "H24", "H24.01"])
    (['', '01', '0101', '', ''], ['', 'H2', '', 'H24'])
    >>> parents_of(["1000", "1100", "1110", "2000"])
    ['', '1000', '1100', '']
    >>> parents_of(["01000000", "01010000", "01010100", "01100000"])
    ['', '01000000', '01010000', '01000000']
    """
    short = _bare(codes)
    signed = _signed(codes)
    by_short = {one: code for one, code in zip(short, codes, strict=True) if one}
    found = []
    for one in short:
        begun = (one[:size] for size in range(len(one) - 1, 0, -1) if not signed or _SIGNS.match(one[size]))
        found.append(next((by_short[text] for text in begun if text in by_short), ""))
    return found


def are_nested(codes: Sequence[str]) -> bool:
    """Tell whether codes are nested: all that are longer than the shortest begin with another, and most are; running numbers are none.

    >>> (
    ...     are_nested(["01", "0101", "0102", "02"]),
    ...     are_nested([str(n) for n in range(1, 13)]),
    ...     are_nested(["A1", "B2", "C3"]),
    ... )
    (True, False, False)
    """
    if len(codes) < _LEAST or len(set(codes)) < len(codes) or not all(any(map(str.isdigit, code)) for code in codes):
        return False
    first, last = min(codes), max(codes)
    shared = len(_LETTERS.match(first)[0]) if first[:1] == last[:1] else 0  # type: ignore[index]
    ends = [code[shared:] for code in codes]
    if all(map(str.isdecimal, ends)):
        numbers = sorted(map(int, ends))
        if numbers[-1] - numbers[0] < 2 * len(numbers):
            return False
    short = _bare(codes)
    sizes = [len(_SIGNS.findall(one)) for one in short] if _signed(codes) else [len(one) for one in short]
    above = parents_of(codes)
    under = sum(map(bool, above))
    if is_padded(codes):  # then level by level, since any number may begin as another does
        size = dict(zip(codes, sizes, strict=True))
        steps = {size[code] - size[up] for code, up in zip(codes, above, strict=True) if up}
        if len(steps) != 1 or len(set(size.values())) < _LEAST:
            return False
    return under * 2 >= len(codes) and all(up or size == min(sizes) for up, size in zip(above, sizes, strict=True))


def is_padded(codes: Sequence[str]) -> bool:
    """Tell whether codes of one length are filled up with zeros, so that it is a guess which of their digits part them."""
    return len(set(map(len, codes))) == 1 and any(code.endswith("0") for code in codes) and not _signed(codes)


def zeros_in_groups(codes: Sequence[str]) -> int:
    """Give of how many digits the groups are that zeros fill up, 0 where there are none: each code without its last group is there.

    Three depths at least, and groups below the first that begin with a zero, tell them from digits that are each a depth.

    >>> zeros_in_groups(["01000000", "01010000", "01010100"]), zeros_in_groups(["1000", "1100", "1110"])
    (2, 0)
    """
    sizes = set(map(len, codes))
    if len(sizes) != 1 or not all(map(str.isdecimal, codes)):
        return 0
    length = sizes.pop()
    for group in (2, 3):
        if length % group or length < _LEAST * group:
            continue
        short = {_without_groups(code, group) for code in codes}
        depths = set(map(len, short))
        below = [one for one in short if len(one) > min(depths)]
        deep = len(depths) >= _LEAST and "" not in short
        if deep and all(one[:-group] in short for one in below) and any(one[-group] == "0" for one in below):
            return group
    return 0


def _without_groups(code: str, group: int) -> str:
    while code.endswith("0" * group):
        code = code[:-group]
    return code


def _signed(codes: Sequence[str]) -> bool:
    return any(map(_SIGNS.search, codes))


def _bare(codes: Sequence[str]) -> list[str]:
    """Give codes without the zeros that only fill them up."""
    if not is_padded(codes):
        return list(codes)
    if group := zeros_in_groups(codes):
        return [_without_groups(code, group) for code in codes]
    first, last = min(codes), max(codes)
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=True)) if one != other), len(first))
    return [code[:shared] + code[shared:].rstrip("0") or code[:1] for code in codes]
