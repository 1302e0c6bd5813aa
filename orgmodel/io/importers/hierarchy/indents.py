"""How far the names of a list are set in: by spaces, by the lines of a drawn tree, or by signs before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SET_IN = re.compile(r"[\s\u2500-\u257f]*")
_SIGNS = re.compile(r"([-\u2010-\u2015\u2212\u2022\u2023\u25a0-\u25ff\u2043\u00b7\u27a4\u00bb>*+.]+)(?=(\s*)\w)")
_LOOSE = frozenset("*+.")
"""Signs that may belong to a name: one alone counts with a space behind it."""


def set_in(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Give how deep each name of a list is, and the name without what sets it in; where nothing does, all are at depth 0.

    Spaces and drawn lines tell by their width, and of rows set in alike signs tell: one that is repeated by how often, those of
    several kinds by which came first; a row without a sign is above those that have one.

    >>> set_in(["Museum", "- Shops", "-- North", "- Archive"])
    [(0, 'Museum'), (1, 'Shops'), (2, 'North'), (1, 'Archive')]
    >>> set_in(["Museum", "• Shops", "– North", "• Archive"])
    [(0, 'Museum'), (1, 'Shops'), (2, 'North'), (1, 'Archive')]
    >>> set_in(["Museum", "├── Archive", "│   └── Maps"]), set_in(["Museum", "  - Shops", "  - Archive"])
    ([(0, 'Museum'), (1, 'Archive'), (2, 'Maps')], [(0, 'Museum'), (1, 'Shops'), (1, 'Archive')])
    >>> set_in(["Museum", ".Shops", "..North", ".Archive"])
    [(0, 'Museum'), (1, 'Shops'), (2, 'North'), (1, 'Archive')]
    >>> set_in(["- Shops", "- Archive"]), set_in(["-2", "3", "-1"])
    ([(0, '- Shops'), (0, '- Archive')], [(0, '-2'), (0, '3'), (0, '-1')])
    """
    spaces = [len(said := text.expandtabs(4)) - len(_SET_IN.sub("", said, count=1)) for text in texts]
    bare = [_SET_IN.sub("", text, count=1).rstrip() for text in texts]
    given = [at for at, name in enumerate(bare) if name]
    signs = [_sign(name) for name in bare]
    if any(len(sign) > 1 and {*sign} <= _LOOSE for sign in signs):  # .Roads, ..Bridges
        signs = [_sign(name, is_listed=True) for name in bare]
    listed = sum(bool(signs[at]) for at in given) > 1
    names = [name[len(sign) :].lstrip() if listed else name for name, sign in zip(bare, signs, strict=True)]
    set_in_by = [(spaces[at], depth if listed else 0) for at, depth in enumerate(_depths(signs))]
    deep = sorted({set_in_by[at] for at in given})
    if len({spaces[at] for at in given}) > 1 or (listed and not signs[given[0]]):
        depths = {place: depth for depth, place in enumerate(deep)}
        return [(depths.get(place, 0), name) for place, name in zip(set_in_by, names, strict=True)]
    return [(0, name) for name in bare]


def _sign(name: str, *, is_listed: bool = False) -> str:
    """Give the signs before a name, without spaces; empty where none stand there.

    One alone that may belong to the name counts where names are ``listed`` with more of it.
    """
    found = _SIGNS.match(name) if any(map(str.isalpha, name)) else None
    if found is None:
        return ""
    signs = found[1]
    return "" if len(signs) == 1 and signs in _LOOSE and not found[2] and not is_listed else signs


def _depths(signs: Sequence[str]) -> list[int]:
    """Give the depth that each sign tells, 0 of none."""
    if len({sign[0] for sign in signs if sign}) == 1:
        return list(map(len, signs))
    open_: list[str] = []
    found = []
    for sign in signs:
        if not sign:
            open_.clear()
        elif sign in open_:
            del open_[open_.index(sign) + 1 :]
        else:
            open_.append(sign)
        found.append(len(open_))
    return found
