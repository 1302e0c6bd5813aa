"""How the units of a split or a merger came by their heads: kept, converted from another post, or new quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.core.records import Post
from orgmodel.core.schema import identity_of
from orgmodel.inference.forms import Data, texts, told
from orgmodel.inference.trial import Trial
from orgmodel.inference.words import WHY
from orgmodel.operations.post_moves import minus


@dataclass(frozen=True, slots=True)
class Part:
    """A counted part of a row of posts (None: what the others leave of it), and the head post made out of that part."""

    row: Post
    part: Post | None
    head: Post | None = None

    @property
    def count(self) -> int:
        """Count the posts taken with this part, as far as they are counted."""
        counted = [one.authorized for one in (self.part, self.head) if one is not None and one.authorized is not None]
        return sum(figure for figure in counted if isinstance(figure, int))


def head_of(trial: Trial, unit: str) -> Post | None:
    """Give the head post that a unit is to have."""
    return next((post for post in trial.target.posts_of(unit) if post.rank == "head"), None)


def head_change(trial: Trial, unit: str, posts: Sequence[Post], parts: Sequence[Part] = ()) -> Data | None:
    """Write how a unit that begins with some posts gets the head that it is to have; None where nothing needs saying."""
    wanted = head_of(trial, unit)
    own = next((post for post in posts if post.rank == "head"), None)
    if own is not None:
        return {"keep": own.id, **_style(own, trial.wanted_post(own.id))}
    if wanted is None:
        return None
    for part in parts:
        if part.part is not None and part.part.id == wanted.id:  # one post was taken, and is the head
            return {"convert": part.row.id, **_style(part.row, wanted)}
    promoted = next((post for post in posts if post.id == wanted.id), None)
    if promoted is not None:
        return {"convert": promoted.id, **_style(promoted, wanted)}
    row = next((part.row for part in parts if part.head is not None), None)
    row = row or next((post for post in posts if is_made_of(trial, wanted, post, 0)), None)
    if row is not None:
        change = {"convert": row.id, "filled": wanted.filled, **_style(row, wanted)}
        return change | told({"holders": _holders(trial, row.id, wanted.id)}, {"holders": []})
    given = {"quota": 1, "filled": wanted.filled, "title": texts(wanted.titles), "office": wanted.office}
    given |= {"block": wanted.block, "category": wanted.category, "basis": WHY}
    return told(given, {"filled": 0, "title": {}, "office": "", "block": "", "category": ""})


def _style(post: Post, wanted: Post | None) -> Data:
    """Write the title and office that a head has from now on, where they change."""
    style: Data = {}
    if wanted is not None and wanted.titles != post.titles:
        style["title"] = texts(wanted.titles)
    if wanted is not None and wanted.office and wanted.office != post.office:
        style["office"] = wanted.office
    return style


def is_made_of(trial: Trial, head: Post, row: Post, counted: int) -> bool:
    """Tell whether a head post was made of one post of a row: it is like the row, which has that one less.

    ``counted`` tells how many others were counted off the row.
    """
    left = trial.wanted_post(row.id)
    if left is None or head.filled not in (0, 1) or head.authorized != 1 or trial.draft.post(head.id) is not None:
        return False
    alike = all(getattr(row, field) == getattr(head, field) for field in ("block", "category", "funding", "src"))
    return alike and left.authorized == minus(row.authorized, 1 + counted, identity_of(row, "authorized"))


def _holders(trial: Trial, row: str, head: str) -> list[str]:
    """List the persons of a row who are to hold a head post."""
    then = trial.target.incumbents_of(head)
    now = {one.person for one in trial.draft.incumbents_of(row)}
    return [one.person for one in then if one.person in now]


def head_fates(trial: Trial, into: str, heads: Sequence[Post]) -> tuple[Post | None, dict[str, Data]]:
    """Find the head post that stays head in a merger, and write what becomes of each other one."""
    wanted = {post.id: trial.wanted_post(post.id) for post in heads}
    stay = [post for post in heads if (then := wanted[post.id]) is not None and then.rank == "head"]
    kept = min(stay, key=lambda post: (getattr(wanted[post.id], "unit", "") != into, post.id), default=None)
    fates: dict[str, Data] = {}
    for post in heads:
        then = wanted[post.id]
        if post is kept:
            continue
        if then is None:
            fates[post.id] = {"end": True, "why": WHY}
        elif then.rank not in ("deputy", "staff"):  # head of another unit later: it is converted back there
            fates[post.id] = {"convert": "deputy"}
        else:
            titles = texts(then.titles) if then.titles != post.titles else {}
            fates[post.id] = told({"convert": then.rank, "title": titles}, {"title": {}})
    return kept, fates
