"""What is written in one box, and texts made fit to be drawn."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.charts.signs import NO_SIGNS, Signs
from orgmodel.core.characters import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Detail:
    """Hold a text of a box, which signs it bears that a key explains, and whether it is an ``aside``, in brackets beside what stands before it."""

    text: str
    signs: Signs = NO_SIGNS
    aside: bool = False

    def __bool__(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.text)

    def __add__(self, other: Detail) -> Detail:
        """Write two texts as one, with the signs of both.

        >>> Detail("5", frozenset(["least"])) + Detail("*")
        Detail(text='5*', signs=frozenset({'least'}), aside=False)
        """
        if not other.text:
            return self
        return Detail(self.text + other.text, self.signs | other.signs)

    def said(self, text: str) -> Detail:
        """Give the text in other words, which bear the same signs."""
        return Detail(text, self.signs, self.aside)  # of every box: quicker than replace


NOTHING = Detail("")


def joined(details: Sequence[Detail], between: str, signs: Signs = NO_SIGNS) -> Detail:
    """Write details as one text, which bears their signs and others."""
    return Detail(between.join([one.text for one in details]), signs.union(*[one.signs for one in details]))


@dataclass(frozen=True, slots=True)
class BoxContent:
    """Hold what is written in one box: the name, and the lines under it."""

    id: str
    name: str
    details: tuple[Detail, ...] = ()
    group: str = ""  # what the box is coloured by
    unit: str = ""  # of a post: the unit that it is in
    rank: str = ""  # kind and level: those of one under one superior stand on one level
    whole: str = ""  # the name in full, where it is cut

    @property
    def is_post(self) -> bool:
        """Tell whether the box is of a row of posts."""
        return bool(self.unit)

    @property
    def signs(self) -> Signs:
        """Give the signs that its details bear."""
        return NO_SIGNS.union(*[one.signs for one in self.details])


def clean(text: str) -> str:
    r"""Make any name fit to be drawn: composed, on one line, without characters that no file format may hold.

    >>> clean("Phòng\n Nội vụ\x00")
    'Phòng Nội vụ'
    """
    text = nfc(text)
    if not text.isprintable():
        text = "".join(
            " " if one.isspace() else one if unicodedata.category(one) not in ("Cc", "Cs", "Cn", "Co", "Cf") else ""
            for one in text
        )
    return " ".join(text.split())


def brief(text: str, most: int) -> str:
    """Cut a text that is longer than it needs to be where it only refers to something said in full elsewhere.

    >>> brief("Phòng Nội vụ", 9)
    'Phòng Nộ…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


JOINING = frozenset(("of", "for", "in", "at", "the", "của", "thuộc", "tại", "ở", "de", "du", "des", "la", "von", "der"))
"""Words that join a name's end to what stands before it, in a few languages; none may be left at the end."""


def shortened(name: str, above: Sequence[str]) -> str:
    """Leave out the end of a name that repeats the name of a unit above it, the topmost of which comes first.

    >>> shortened("Phòng Tư pháp huyện Đức Thọ", ["Huyện Đức Thọ"]), shortened("Văn phòng Sở", ["Tỉnh", "Sở"])
    ('Phòng Tư pháp', 'Văn phòng Sở')
    >>> shortened("People's Committee of Duc Tho district", ["Duc Tho district"])
    "People's Committee"
    """
    folded = name.casefold()
    for level, one in enumerate(above):
        if folded.endswith(" " + one.casefold()):
            rest = name[: -len(one)].rstrip(" –-,")
            while rest.rpartition(" ")[2].casefold() in JOINING:
                rest = rest.rpartition(" ")[0].rstrip(" –-,")
            if rest.count(" ") > (level > 0):  # what stands near leaves only long rests
                return rest
    return name
