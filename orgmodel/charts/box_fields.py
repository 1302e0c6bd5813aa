"""Which fields a box shows: those that are usual, or those asked for by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.charts.colouring import OF_POSTS, OF_UNITS, attribute_names, of_posts_only
from orgmodel.charts.post_sums import PostSums
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, nearest, refuse_if_any
from orgmodel.measures.catalogue import all_measures

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

PAIR = "filled/authorized"
USUAL = ("name", "head", PAIR, "outside", "members")
USUAL_OF_POSTS = ("name", "unit", PAIR, "below")
"""Of a tree of posts, whose boxes are posts alone."""
OF_BOXES = ("name", "id", "head", "holders", PAIR, "filled", "authorized", "outside", "members", "block", *OF_UNITS)
MOST_EXACT = 0.5
"""Where less than such a share of the figures of posts is exact the key says once that they are at least."""
FEW = 8  # figures, of which each may say so itself


@dataclass(frozen=True, slots=True)
class BoxFields:
    """Hold the fields of a box in their order; ``is_usual`` tells that nobody asked for others.

    With ``at_least`` posts filled and authorized are what is known at least, but where they are marked as exact. A name of
    more letters than ``longest`` (0: any) is cut.
    """

    names: tuple[str, ...] = USUAL
    is_usual: bool = True
    at_least: bool = False
    longest: int = 0

    def shows(self, name: str) -> bool:
        """Tell whether a field is shown."""
        return name in self.names


def fields_of(
    asked: Iterable[str] | None,
    structures: Sequence[Structure],
    *,
    posts: bool = False,
    holders: bool = False,
    of_posts: bool = False,
) -> BoxFields:
    """Give the fields of boxes: the usual ones where none are asked for, with ``holders`` the persons who hold posts too.

    With ``posts`` there are boxes of posts, and in a tree ``of_posts`` no others.

    Raises ProblemsError that names every field that neither boxes, units, posts (with ``posts``) nor measures have, with
    the nearest.

    >>> fields_of(["fte", "name"], []).names, fields_of(None, [], holders=True).names[:3]
    (('name', 'fte'), ('name', 'head', 'holders'))
    """
    is_usual = asked is None
    usual = USUAL_OF_POSTS if of_posts else USUAL
    names = list(dict.fromkeys(("name", *(usual if asked is None else (one.strip() for one in asked)))))
    if holders and "holders" not in names:
        names.insert(names.index("head") + 1 if "head" in names else 1, "holders")
    terms = structures[0].terms if structures else None
    measures = {one.id: one for one in all_measures(terms)}
    attributes = attribute_names(structures)
    known = [
        *OF_BOXES,
        *(OF_POSTS if posts else ()),
        *(("unit", "below") if of_posts else ()),
        *(id for id in measures if not measures[id].compares),
        *attributes,
    ]
    problems = []
    for one in names:
        if one in known:
            continue
        if one in measures:
            told = Message.of("{id} compares two structures: give a before and an after (compare)", id=one)
            problems.append(Problem("NEEDS_TWO", told, one))
        elif one in OF_POSTS:
            problems.append(of_posts_only(one))
        else:
            hint = nearest(one, known) or Message.of("; there are {ids}", ids=", ".join(known))
            told = Message.of("no field {name!r}{hint}", name=one, hint=hint)
            problems.append(Problem("UNKNOWN_FIELD", told, one))
    refuse_if_any(problems)
    at_least = PAIR in names and not posts and _mostly_at_least(structures)
    return BoxFields(tuple(names), is_usual, at_least)


def _mostly_at_least(structures: Sequence[Structure]) -> bool:
    """Tell whether most of the posts that boxes show are what they are at least, over whole structures."""
    open_ones = exact = 0
    for structure in structures:
        sums = structure.kept(PostSums)
        there = (sums.inside > 0) & (structure.tree.depth >= 0)
        for told, missing in ((sums.filled, sums.no_filled), (sums.authorized, sums.no_authorized)):
            open_ones += int((there & (missing > 0) & (told > 0)).sum())
            exact += int((there & (missing == 0)).sum())
    return open_ones + exact >= FEW and exact < MOST_EXACT * (open_ones + exact)
