"""Write what boxes say: the name, and the fields under it; what is assumed, missing or at least is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.charts.box_fields import PAIR, BoxFields
from orgmodel.charts.colouring import OF_POSTS, Colouring, named_field, value_name
from orgmodel.charts.content import NOTHING, BoxContent, Detail, brief, clean, joined
from orgmodel.charts.holders import holders_told
from orgmodel.charts.post_sums import PostSums
from orgmodel.charts.post_tree import post_tree
from orgmodel.core.figures import Amount, exact
from orgmodel.core.records import NUMBER_UNKNOWN, OUTSIDE, Post, Unit, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.tree import unit_rows
from orgmodel.measures.assumed_figures import is_assumed_figure
from orgmodel.measures.catalogue import all_measures, measure_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measured_value import FEW_KNOWN, NO_FIGURE, NO_POSTS
from orgmodel.words.charts import WORDS, word
from orgmodel.words.numbers import ASSUMED_MARK, at_least, number, rests_on_ranges, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgmodel.core.structure import Structure

LEADING = ("name", "head", "holders")
"""Fields after which a remainder says how many units it stands for."""
HUNDREDTHS = 100


class ContentWriter:
    """Write the contents of a structure's units and posts in a language."""

    def __init__(
        self, structure: Structure, language: str, fields: BoxFields | None = None, colouring: Colouring | None = None
    ) -> None:
        """Prepare the sums; a content is written when asked for."""
        self.structure, self.language = structure, language
        self.fields, self.colouring = fields or BoxFields(), colouring or Colouring()
        self.sums = structure.kept(PostSums)
        self.pair = frozenset(["figures", "outside"] if self.sums.outside.any() else ["figures"])
        self.has_members = bool(structure.table("members").size) and self.fields.shows("members")
        assumed = is_assumed_figure(structure, "members", "total") if self.has_members else np.zeros(0, dtype=np.bool_)
        self.members_assumed = frozenset(unit_rows(structure, "members", "unit")[assumed].tolist())
        self.of_units, self.of_posts = self.colouring.of_units(structure), self.colouring.of_posts(structure)
        self.evaluator = Evaluator(structure)
        self.measures = {one.id for one in all_measures(structure.terms)}
        self.own = structure.terms.labels
        self._node_of: dict[int, int] | None = None

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
        details: list[Detail] = []
        stands_for = self._stands_for(unit)
        for name in self.fields.names:
            if stands_for and name not in LEADING:
                details.append(stands_for)
                stands_for = NOTHING
            details += self._field(name, row, unit, head)
        details.append(stands_for)
        shown, whole = self._cut(clean(unit.name(self.language)) or unit.id)
        return BoxContent(
            unit.id,
            shown,
            tuple(filter(None, details)),
            self.of_units[row],
            rank=f"{unit.kind} {unit.level}",
            whole=whole,
        )

    def _cut(self, name: str) -> tuple[str, str]:
        """Give a name as its box has it, and in full where it is cut."""
        most = self.fields.longest
        return (brief(name, most), name) if most and len(name) > most else (name, "")

    def _stands_for(self, unit: Unit) -> Detail:
        if unit.stands_for > 1:
            return Detail(word("stands-for", self.language, number(unit.stands_for, self.language)))
        return Detail(word("number-unknown", self.language)) if unit.stands_for == NUMBER_UNKNOWN else NOTHING

    def _field(self, name: str, row: int, unit: Unit, head: Post | None) -> list[Detail]:
        """Write one field of a unit: a line, several, or none where there is nothing of it."""
        if name == "name":
            return []
        if name in ("head", "holders"):
            return self._head(name, head)
        if name in (PAIR, "filled", "authorized"):
            return self._posts(name, row)
        if name == "outside":
            return self._outside(row)
        if name == "members":
            return self._members(row, unit)
        if name in ("id", "kind", "level", "block", "area"):
            value = str(getattr(unit, name))
            return [self._named(name, value if name == "id" else value_name(name, value, self.language, self.own))]
        if name in self.measures:
            return self._measured(name, row)
        attribute = self.structure.attributes_of(unit.id).get(name)
        return (
            [] if attribute is None else [self._named(name, value_name(name, attribute.value, self.language, self.own))]
        )

    def area(self, id: str) -> list[Detail]:
        """Write the area of a unit where the study has a word for it, unless the box says it anyway."""
        area = self.structure.unit(id).area
        said = value_name("area", area, self.language, self.own) if area else ""
        return [] if said in ("", area) or self.fields.shows("area") else [self._named("area", said)]

    def _named(self, name: str, value: str) -> Detail:
        if not value:
            return NOTHING
        said = value if name == "id" else f"{named_field(name, self.language, self.own)}:\N{NO-BREAK SPACE}{value}"
        return Detail(clean(said).replace(": ", ":\N{NO-BREAK SPACE}", 1))

    def _head(self, name: str, head: Post | None) -> list[Detail]:
        """Write the title of the head, with who holds the post where that is asked for."""
        if head is None or (name == "holders" and self.fields.shows("head")):
            return []
        title = clean(head.title(self.language)) if name == "head" else ""
        if not self.fields.shows("holders"):
            return [Detail(title)]
        held = holders_told(self.structure, head, self.language)
        return [Detail(": ".join(part for part in (title, held) if part))]

    def _posts(self, name: str, row: int) -> list[Detail]:
        """Write the posts inside quota with all below: filled of authorized, or one of them."""
        sums = self.sums
        if not sums.rows[row] or not sums.inside[row]:
            return []
        below, sign = self._below(row), self._assumed(sums.assumed[row])
        known = {
            "filled": (int(sums.filled[row]), bool(sums.no_filled[row])),
            "authorized": (int(sums.authorized[row]), bool(sums.no_authorized[row])),
        }
        if name == PAIR:
            return [below + self._pair(*known.values()) + sign]
        told = below + self._told(*known[name]) + sign
        return [told.said(word(f"field:{name}", self.language, told.text))]

    def _pair(self, *known: tuple[int, bool]) -> Detail:
        """Write posts filled and authorized; where most are at least what is exact is marked, both of them once."""
        if not self.fields.at_least:
            return joined([self._told(*one) for one in known], "/", self.pair)
        marks = ["" if is_least else "exact" for _, is_least in known]
        if all(marks):
            marks[1] = ""
        elif marks[0]:
            marks[1] = "least" if known[1][0] else ""
        parts = [
            self._marked(mark) + self._open(told, is_least=is_least)
            for mark, (told, is_least) in zip(marks, known, strict=True)
        ]
        return joined(parts, "/", self.pair)

    def _marked(self, mark: str) -> Detail:
        return Detail({"exact": "=", "least": "≥"}[mark], frozenset([mark])) if mark else NOTHING

    def _open(self, told: int, *, is_least: bool) -> Detail:
        """Write a figure beside others that are most of them at least what is known."""
        if is_least and not told:
            return Detail("?", frozenset(["unknown"]))
        return Detail(number(told, self.language), frozenset(["at-least"] if is_least else []))

    def _outside(self, row: int) -> list[Detail]:
        sums = self.sums
        if not sums.rows[row] or not sums.outside[row]:
            return []
        told = self._told(int(sums.filled_outside[row]), bool(sums.no_outside[row]))
        if not (sums.inside[row] and self.fields.shows(PAIR)):
            told += self._assumed(sums.assumed[row])
        return [told.said(word("outside-quota", self.language, told.text))]

    def _members(self, row: int, unit: Unit) -> list[Detail]:
        members = self.structure.members_of(unit.id) if self.has_members else []
        if not members:
            return []
        total = Amount.total((members_total(one), identity_of(one, "total")) for one in members)
        known = self._told(total.told, bool(total.missing)) + self._assumed(row in self.members_assumed)
        is_one = total.told == 1 and not total.missing
        return [known.said(word("members-one" if is_one else "members", self.language, known.text))]

    def _measured(self, id: str, row: int) -> list[Detail]:
        """Write a measure of a unit with all below it; nothing where there is nothing of it."""
        measure, evaluator = measure_of(id, self.structure.terms), self.evaluator
        value = evaluator.column(id, "unit").value_at(row, measure.form, evaluator.scale(measure))
        if value.value is None and value.why not in (FEW_KNOWN, NO_FIGURE, NO_POSTS):
            return []
        told = self._told(value.value, measure.is_least(value.missing))
        is_range = None not in (value.low, value.high) and value.low != value.high
        if measure.is_least(value.missing) and value.value is not None:
            is_range = rests_on_ranges(value.value, value.low)
        if "unknown" not in told.signs:
            is_least = "least" in told.signs
            told += self._assumed(value.assumed or is_range)
            if value.known is not None and value.of is not None and value.known < value.of:
                parts = number(value.known, self.language), number(value.of, self.language)
                told += Detail(f"\N{NO-BREAK SPACE}({'/'.join(parts)})", frozenset(["of-known"]))
            elif value.missing and not is_least:
                told += Detail("\N{NO-BREAK SPACE}+\N{NO-BREAK SPACE}?", frozenset(["unknown"]))
        told = self._below(row) + told
        if f"field:{id}" in WORDS:
            return [told.said(word(f"field:{id}", self.language, told.text))]
        return [told.said(f"{clean(named_field(id, self.language, self.own))}:\N{NO-BREAK SPACE}{told.text}")]

    # -- posts -------------------------------------------------------------------------------------------------------

    def post(self, row: int) -> BoxContent:
        """Write what the box of a row of posts says: its title, and its figures where it is not one filled post."""
        post = cast(Post, self.structure.posts.record(row))
        details = [line for name in self.fields.names for line in self._field_of_post(name, row, post)]
        title, whole = self._cut(clean(post.title(self.language)) or post.id)
        return BoxContent(
            post.id,
            title,
            tuple(one for one in details if one),
            self.of_posts[row],
            post.unit,
            f"post {post.rank}",
            whole,
        )

    def _field_of_post(self, name: str, row: int, post: Post) -> list[Detail]:
        if name == "holders":
            return [Detail(holders_told(self.structure, post, self.language))]
        if name == PAIR:
            return self._figures_of_post(row, post)
        if name in (*OF_POSTS, "block"):
            value = str(getattr(post, name))
            return [self._named(name, value_name(name, value, self.language, self.own) if value else "")]
        if name == "id":
            return [Detail(post.id)]
        if name == "unit":
            unit = self.structure.units.get(post.unit)
            return [Detail(clean(unit.name(self.language)))] if isinstance(unit, Unit) else []
        if name == "below":
            return self._below_post(row)
        if name == "fte" and (known := exact(post.fte)) is not None:
            return [Detail(word("field:fte", self.language, number(known / HUNDREDTHS, self.language)))]
        return []

    def _below_post(self, row: int) -> list[Detail]:
        """Say how many posts answer to a row of posts, and how many are below it in all."""
        made = self.structure.kept(post_tree)
        if self._node_of is None:
            self._node_of = {one: node for node, one in enumerate(made.rows)}
        node = self._node_of[row]
        if not made.direct[node][0] and not made.direct[node][1]:
            return []
        counted = Detail("", frozenset(["people-below" if made.counts_people else "posts-below"]))
        direct, below = self._told(*made.direct[node]), self._told(*made.below[node])
        if direct == below:
            return [(counted + direct).said(word("directly-below", self.language, direct.text))]
        both = counted + direct + below
        return [both.said(word("posts-below", self.language, direct.text, below.text))]

    def _figures_of_post(self, row: int, post: Post) -> list[Detail]:
        known = [exact(post.filled), exact(post.authorized)]
        if known[0] is None and self.sums.listed[row] >= 0:
            known[0] = int(self.sums.listed[row])  # the persons listed are all who fit
        filled, authorized = (self._told(figure, is_least=False) for figure in known)
        sign = self._assumed(self.sums.is_assumed[row])
        if post.quota == OUTSIDE:
            told = filled + sign
            return [told.said(word("outside-quota", self.language, told.text))]
        if known != [1, 1] or sign or not self.fields.is_usual:
            return [joined([filled, authorized], "/", frozenset(["figures"])) + sign]
        return []

    # -- signs -------------------------------------------------------------------------------------------------------

    def _below(self, row: int) -> Detail:
        """Give the sign of a sum with all units below, where any of them has posts."""
        return Detail("Σ\N{NO-BREAK SPACE}", frozenset(["sum"])) if self.sums.below[row] else NOTHING

    def _assumed(self, is_assumed: object) -> Detail:
        return Detail(ASSUMED_MARK, frozenset(["assumed"])) if is_assumed else NOTHING

    def _told(self, value: float | None, is_least: bool) -> Detail:
        """Write a figure, with ≥ where it is what is known at least."""
        return Detail(at_least(value, self.language, least=is_least), signs_of(value, least=is_least))
