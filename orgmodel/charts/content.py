"""What a box says: name, head's title, posts filled and authorized, members, and what is assumed or missing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.estimates import Estimate
from orgmodel.core.figures import Amount
from orgmodel.core.records import Post, Unit, is_assumed, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.tree import unit_rows
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class BoxContent:
    """Hold what is written in one box: the name, and the lines under it."""

    id: str
    name: str
    details: tuple[str, ...] = ()
    block: str = ""
    unit: str = ""  # of a post: the unit that it is in


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
    """Hold the posts of every unit with all below it, in vectors: filled, authorized, missing, assumed."""

    def __init__(self, structure: Structure) -> None:
        """Sum the posts of a structure once."""
        posts = structure.posts
        rows = unit_rows(structure, "posts", "unit")
        size = structure.units.size
        live = posts.live & (rows >= 0)
        value = structure.strings.value
        sources, quotas = posts.column("src"), posts.column("quota")
        assumed_codes = [code for code in np.unique(sources) if is_assumed(str(value(code) or ""))]
        assumed = np.isin(sources, assumed_codes)
        for field in ("authorized", "filled"):
            estimates = posts.estimates(field)
            if estimates:
                assumed[list(estimates)] = True
        inside = live & (quotas != structure.strings.code("out"))
        outside = live & ~inside
        tree = structure.tree

        def summed(mask: NDArray[np.bool_], weights: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
            sums = np.zeros(size, dtype=np.int64)
            np.add.at(sums, rows[mask], 1 if weights is None else weights[mask])
            return tree.roll_up(sums)

        self.rows = summed(live)
        own = np.bincount(rows[live], minlength=size)
        self.below = tree.roll_up((own > 0).astype(np.int64)) - (own > 0)  # units under this one that have posts
        self.inside = summed(inside)
        self.outside = summed(outside)
        self.assumed = summed(live & assumed)
        self.authorized = summed(inside, posts.figures("authorized"))
        self.filled = summed(inside, posts.figures("filled"))
        self.filled_outside = summed(outside, posts.figures("filled"))
        self.no_authorized = summed(inside & posts.missing("authorized"))
        self.no_filled = summed(inside & posts.missing("filled"))
        self.no_outside = summed(outside & posts.missing("filled"))


class ContentWriter:
    """Write the contents of a structure's units in a language."""

    def __init__(self, structure: Structure, language: str) -> None:
        """Prepare the sums; an content is written when asked for."""
        self.structure, self.language = structure, language
        self.figures = Figures(structure)
        self.has_members = bool(structure.table("members").size)
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
        details += self._posts(row)
        members = structure.members_of(unit.id) if self.has_members else []
        if members:
            total = Amount.total((members_total(one), identity_of(one, "total")) for one in members)
            sign = "*" if any(is_assumed(one.src) for one in members) or total.low != total.high else ""
            missing = total.missing
            known = "?" if missing and not total.known_best else "≥" * bool(missing) + self._figure(total.known_best)
            details.append(word("members", language, known + sign))
            self._saw("assumed" if sign else "", "missing" if missing else "")
        name = clean(unit.name(language)) or unit.id
        return BoxContent(unit.id, name, tuple(detail for detail in details if detail), unit.block)

    def post(self, row: int) -> BoxContent:
        """Write what the box of a row of posts says: its title, and its figures where it is not one filled post."""
        post = cast(Post, self.structure.posts.record(row))
        known = [
            figure if figure is None or isinstance(figure, int) else figure.best
            for figure in (post.filled, post.authorized)
        ]
        filled, authorized = ("?" if figure is None else self._figure(figure) for figure in known)
        sign = (
            "*"
            if is_assumed(post.src) or any(isinstance(one, Estimate) for one in (post.filled, post.authorized))
            else ""
        )
        self._saw("assumed" if sign else "", "missing" if None in known else "")
        details: tuple[str, ...] = ()
        if post.quota == "out":
            details = (word("outside-quota", self.language, filled + sign),)
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
            filled = self._sum(int(sums.filled[row]), int(sums.no_filled[row]), int(sums.inside[row]))
            authorized = self._sum(int(sums.authorized[row]), int(sums.no_authorized[row]), int(sums.inside[row]))
            lines.append(f"{below}{filled}/{authorized}{sign}")
            self._saw("figures")
        if sums.outside[row]:
            filled = self._sum(int(sums.filled_outside[row]), int(sums.no_outside[row]), int(sums.outside[row]))
            lines.append(word("outside-quota", language, filled + ("" if lines else sign)))
        self._saw("sum" if below else "", "assumed" if sign else "")
        return lines

    def _sum(self, known: int, missing: int, rows: int) -> str:
        """Write a sum; one over missing figures is "at least", one over nothing known is unknown."""
        if not missing:
            return self._figure(known)
        self._saw("missing")
        return "?" if missing == rows else f"≥{self._figure(known)}"

    def _figure(self, value: int) -> str:
        return number(value, self.language)

    def _saw(self, *signs: str) -> None:
        self.signs.update(sign for sign in signs if sign)
