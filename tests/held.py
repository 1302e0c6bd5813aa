"""Organisations whose posts persons and links hold, whoever is present being known, a range or not known, for hypothesis."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from orgmodel.core import records as r
from orgmodel.core.figures import Estimate, Figure, FigureId, Source
from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from tests.strategies import TERMS, structures

HOLDINGS = ("links", "incumbencies", "persons")


@st.composite
def held_structures(draw: st.DrawFn, most: int = 6) -> Structure:
    """A sound structure: second posts and shares of posts, links to posts that may be vacant, first posts that nobody has."""
    base = draw(structures(most))
    kept = [one for spec in Tables.ALL if spec.table not in HOLDINGS for one in base.table(spec.table)]
    made: list[r.Record] = [draw(doubtful(one)) if isinstance(one, r.Post) else one for one in kept]
    posts = [one.id for one in made if isinstance(one, r.Post)]
    for number in range(draw(st.integers(0, 5)) if posts else 0):
        person, first = f"p{number}", draw(st.sampled_from([0, 0, 0, 1]))
        mine = draw(st.lists(st.sampled_from(posts), min_size=1, max_size=3, unique=True))
        made.append(r.Person(person, draw(st.sampled_from(["", person.upper()]))))
        made += [
            r.Incumbency(person, post, draw(st.sampled_from([100, 100, 50, 25])), order)
            for order, post in enumerate(mine, first)
        ]
    pairs = st.permutations(posts).map(lambda some: (some[0], some[1]))
    links = draw(st.lists(pairs, max_size=2, unique=True)) if len(posts) > 1 else []
    linked = Structure.of([*made, *(r.Link(*pair) for pair in links)], terms=TERMS, as_of=base.as_of)
    if not errors(check(linked)):
        return linked
    alone = Structure.of(made, terms=TERMS, as_of=base.as_of)
    assume(not errors(check(alone)))
    return alone


@st.composite
def doubtful(draw: st.DrawFn, post: r.Post) -> r.Post:
    """The same post, now and then with a range of those present, or without a number."""
    kind = draw(st.integers(0, 5))
    most = post.authorized if isinstance(post.authorized, int) else 4
    if kind == 0:
        return replace(post, filled=None)
    if kind == 1 and most:
        low = draw(st.integers(0, most - 1))
        high = draw(st.integers(low + 1, most))
        best = draw(st.integers(low, high))
        return replace(post, filled=Estimate(Source(FigureId("posts", post.id, "filled"), low, best, high)))
    return post


def filled_in(structure: Structure, seed: int) -> Structure | None:
    """Give every figure that is missing, or a range, a number that it can be; None where those who are listed rule a range out."""
    draw = np.random.default_rng(seed)
    links = Counter(one.also_holds for one in structure.links)
    shares: Counter[str] = Counter()
    for one in structure.table("incumbencies"):
        shares[one.post] += one.share

    def number(figure: Figure, least: int, most: int) -> int:
        if isinstance(figure, int):
            return figure
        low, high = (None, None) if figure is None else (figure.low, figure.high)
        low = max(least, low or 0)
        return int(draw.integers(low, max(low, most if high is None else high), endpoint=True))

    made: list[r.Record] = []
    for one in (record for spec in Tables.ALL for record in structure.table(spec.table)):
        if isinstance(one, r.Post):
            taken = math.ceil(shares[one.id] / 100) + links[one.id]
            if isinstance(one.filled, Estimate) and one.filled.high is not None and one.filled.high < taken:
                return None
            room = max(one.authorized, taken) if isinstance(one.authorized, int) else 9
            none_authorized = one.authorized is None and one.quota == r.OUTSIDE
            made.append(
                replace(
                    one,
                    authorized=None if none_authorized else number(one.authorized, 0, 9),
                    filled=number(one.filled, taken, room),
                    fte=0 if one.fte is None and one.filled == 0 else number(one.fte, 0, 500),
                )
            )
        elif isinstance(one, r.Members) and not isinstance(one.official, int):
            made.append(replace(one, total=number(one.total, 0, 60)))
        elif isinstance(one, r.Quantity):
            made.append(replace(one, value=number(one.value, 0, 900)))
        else:
            made.append(one)
    return Structure.of(made, terms=structure.terms, as_of=structure.as_of)
