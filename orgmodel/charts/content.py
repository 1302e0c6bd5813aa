"""What a box says: name, head's title, posts filled and authorized, members, and what is assumed or missing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.figures import Amount, exact
from orgmodel.core.records import NUMBER_UNKNOWN, OUTSIDE, Post, Unit, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.tree import unit_rows
from orgmodel.measures.assumed_figures import is_assumed_figure
from orgmodel.measures.measure_column import sum_column
from orgmodel.measures.measured_value import SUM
from orgmodel.measures.posts import in_quota, posts_authorized, posts_filled
from orgmodel.measures.totals import total_below
from orgmodel.words.charts import word
from orgmodel.words.numbers import at_least, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class BoxContent:
    """Hold what is written in one box: the name, and the lines under it."""

    id: str
    name: str
    details: tuple[str, ...] = ()
    block: str = ""
    unit: str = ""  # of a post: the unit that it is in

    @property
    def is_post(self) -> bool:
        """Tell whether the box is of a row of posts."""
        return bool(self.unit)


def clean(text: str) -> str:
    r"""Make any name fit to be drawn: composed, on one line, without characters that no file format may hold.

    >>> clean("Phòng\n Nội vụ\x00")
    'Phòng Nội vụ'
    """
    text = unicodedata.normalize("NFC", text)
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


class Figures:
    """Hold the posts of every unit with all below it, in vectors, as the measures count them: filled, authorized, missing, assumed."""

    def __init__(self, structure: Structure) -> None:
        """Sum the posts of a structure once."""
        posts, tree = structure.posts, structure.tree
        size = structure.units.size
        given, present = posts_authorized(structure), posts_filled(structure)
        inside = in_quota(structure)
        sides = [present.selected(np.flatnonzero(mask[present.row])) for mask in (inside, ~inside)]
        authorized, filled, outside = (total_below(one, tree) for one in (given, *sides))
        assumed = is_assumed_figure(structure, "posts", "authorized") | is_assumed_figure(structure, "posts", "filled")
        self.is_assumed = assumed  # by row of posts

        own = np.bincount(present.unit, minlength=size)
        self.rows = tree.roll_up(own)
        self.below = tree.roll_up((own > 0).astype(np.int64)) - (own > 0)  # units under this one that have posts
        self.inside, self.outside = filled.rows, outside.rows
        self.assumed = tree.roll_up(np.bincount(present.unit[assumed[present.row]], minlength=size))
        self.authorized, self.no_authorized = sum_column(authorized).told(SUM), authorized.missing
        self.filled, self.no_filled = sum_column(filled).told(SUM), filled.missing
        self.filled_outside, self.no_outside = sum_column(outside).told(SUM), outside.missing
        self.listed = np.full(posts.size, -1, dtype=np.int64)  # filled by row, where it is known; -1 where not
        self.listed[present.row] = np.where(present.blank, -1, present.value)


class ContentWriter:
    """Write the contents of a structure's units in a language."""

    def __init__(self, structure: Structure, language: str) -> None:
        """Prepare the sums; an content is written when asked for."""
        self.structure, self.language = structure, language
        self.figures = Figures(structure)
        self.has_members = bool(structure.table("members").size)
        assumed = is_assumed_figure(structure, "members", "total") if self.has_members else np.zeros(0, dtype=np.bool_)
        self.members_assumed = frozenset(unit_rows(structure, "members", "unit")[assumed].tolist())
        self.signs: set[str] = set()  # which signs were used, for the legend

    def unit(self, row: int) -> BoxContent:
        """Write what the box of a unit's row says."""
        return self.units([row])[0]

    def units(self, rows: Sequence[int]) -> list[BoxContent]:
        """Write what the boxes of units' rows say."""
        structure = self.structure
        heads = structure.reporting.head[rows].tolist()
        posts = iter(structure.posts.records([head for head in heads if head >= 0]))
        units = structure.units.records(rows)
        return [
            self._unit(row, cast(Unit, unit), cast(Post, next(posts)) if head >= 0 else None)
            for row, unit, head in zip(rows, units, heads, strict=True)
        ]

    def _unit(self, row: int, unit: Unit, head: Post | None) -> BoxContent:
        structure, language = self.structure, self.language
        details = []
        if head is not None:
            details.append(clean(head.title(language)))
        if unit.stands_for > 1:
            details.append(word("stands-for", language, number(unit.stands_for, language)))
        elif unit.stands_for == NUMBER_UNKNOWN:
            details.append(word("number-unknown", language))
        details += self._posts(row)
        members = structure.members_of(unit.id) if self.has_members else []
        if members:
            total = Amount.total((members_total(one), identity_of(one, "total")) for one in members)
            sign = "*" if row in self.members_assumed else ""
            missing = total.missing
            known = at_least(total.told, language, least=bool(missing))
            details.append(word("members-one" if known == "1" else "members", language, known + sign))
            self._saw("assumed" if sign else "", "missing" if missing else "")
        name = clean(unit.name(language)) or unit.id
        return BoxContent(unit.id, name, tuple(detail for detail in details if detail), unit.block)

    def post(self, row: int) -> BoxContent:
        """Write what the box of a row of posts says: its title, and its figures where it is not one filled post."""
        post = cast(Post, self.structure.posts.record(row))
        known = [exact(post.filled), exact(post.authorized)]
        if known[0] is None and self.figures.listed[row] >= 0:
            known[0] = int(self.figures.listed[row])  # the persons listed are all who fit
        filled, authorized = ("?" if figure is None else self._figure(figure) for figure in known)
        sign = "*" if self.figures.is_assumed[row] else ""
        self._saw("assumed" if sign else "", "missing" if None in known else "")
        details: tuple[str, ...] = ()
        if post.quota == OUTSIDE:
            details = (word("outside-quota", self.language, filled + sign),)
            self._saw("outside")
        elif known != [1, 1] or sign:
            details = (f"{filled}/{authorized}{sign}",)
            self._saw("figures")
        return BoxContent(post.id, clean(post.title(self.language)) or post.id, details, post.block, post.unit)

    def _posts(self, row: int) -> list[str]:
        sums, language = self.figures, self.language
        if not sums.rows[row]:
            return []
        below = "Σ\xa0" if sums.below[row] else ""
        sign = "*" if sums.assumed[row] else ""
        lines = []
        if sums.inside[row]:
            filled = self._sum(sums.filled[row], sums.no_filled[row])
            authorized = self._sum(sums.authorized[row], sums.no_authorized[row])
            lines.append(f"{below}{filled}/{authorized}{sign}")
            self._saw("figures")
        if sums.outside[row]:
            filled = self._sum(sums.filled_outside[row], sums.no_outside[row])
            lines.append(word("outside-quota", language, filled + ("" if lines else sign)))
            self._saw("outside")
        self._saw("sum" if below else "", "assumed" if sign else "")
        return lines

    def _sum(self, told: int, missing: int) -> str:
        """Write a sum; one over missing figures is "at least", one of which nothing is known is unknown."""
        self._saw("missing" if missing else "")
        return at_least(int(told), self.language, least=bool(missing))

    def _figure(self, value: int) -> str:
        return number(value, self.language)

    def _saw(self, *signs: str) -> None:
        self.signs.update(sign for sign in signs if sign)
