"""Sound structures for hypothesis: units, posts, estimates and all other tables, with texts that are hard to write."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from orgmodel.core import records as r
from orgmodel.core.figures import Estimate, FigureId, Source
from orgmodel.core.names import names_of
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary

_HARD = [
    "=1+1",
    "'=x",
    "@now",
    "-",
    "+84",
    "a,b;c",
    'say "x"',
    "Ủy ban Kiểm tra",
    "<b>&amp;",
    "two\nlines",
    "",
    "'s-Hage",
    "a|b",
    "]]>",
]
_DATES = st.sampled_from([None, "?", "2018", "2018-12", "2018-12-01"])


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


TEXTS = st.one_of(
    st.sampled_from(_HARD),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8).map(_clean),
)
IDS = st.from_regex(r"[a-z]{1,3}(\.[a-z0-9]{1,3})?", fullmatch=True)


def names() -> st.SearchStrategy[r.Names]:
    """Names in up to three languages."""
    return st.dictionaries(st.sampled_from(["vi", "en", "fr"]), TEXTS.filter(bool), max_size=3).map(
        lambda texts: names_of(**texts)
    )


@st.composite
def figures(draw: st.DrawFn, identity: str) -> int | Estimate | None:
    """A figure: exact, missing, or a range that knows its record."""
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return None
    best = draw(st.integers(0, 400))
    if kind < 3:
        return best
    low, high = best - draw(st.integers(0, best)), best + draw(st.integers(0, 9))
    return Estimate(Source(identity, low, draw(st.sampled_from([best, None])), high))


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    """A structure in which every reference holds."""
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    made: list[r.Record] = [r.Document("doc", "12-KL/TU", title=draw(names()), date="2022-09")]
    for number, id in enumerate(ids):
        parent = draw(st.sampled_from([None, *ids[:number]]))
        made.append(
            r.Unit(
                id, draw(names()), draw(st.sampled_from(["unit", "phòng"])), draw(TEXTS), draw(TEXTS), draw(TEXTS), parent,
                draw(st.integers(-3, 9)), draw(st.integers(1, 5)), draw(_DATES), draw(st.sampled_from(["", "doc", "doc:2.3"])),
            )
        )  # fmt: skip
    posts = [f"{draw(st.sampled_from(ids))}/{name}" for name in draw(st.lists(IDS, max_size=6, unique=True))]
    for id in posts:
        one = [draw(figures(FigureId("posts", id, field))) for field in ("authorized", "filled", "fte")]
        rank, quota = draw(st.sampled_from(r.RANKS)), draw(st.sampled_from(r.QUOTAS))
        words = [draw(TEXTS) for _ in range(5)]
        made.append(r.Post(id, id.split("/")[0], draw(names()), rank, words[0], words[1], quota, *words[2:], *one))
    if posts:
        made.append(r.Person("p", draw(TEXTS), "1970", grade=draw(TEXTS)))
        made.append(r.Incumbency("p", posts[0], draw(st.integers(1, 100)), draw(st.integers(0, 2)), draw(TEXTS)))
        made.append(r.Link(posts[0], posts[-1], draw(TEXTS), draw(_DATES)))
        made.append(r.Line("administrative", posts[0], ids[0], draw(TEXTS)))
    made.append(r.Identity(f"{ids[0]}#", ids[0], draw(names()), draw(TEXTS), draw(TEXTS)))
    made.append(r.Function(ids[0], draw(TEXTS.filter(bool)), draw(names()), internal=draw(st.booleans())))
    made.append(r.Attribute(ids[0], "x", draw(TEXTS)))
    made.append(r.Pay("CB", "head", draw(st.integers(0, 900)), 5))
    made.append(
        r.Ended(r.Unit("old", draw(names()), begins="2001", parent="gone"), draw(st.sampled_from(["?", "2010-01-01"])))
    )
    if len(ids) > 2:
        source = Source(FigureId("member_groups", "g", "total"), 42, 42, 42)
        made += [r.Members(id, total=Estimate(source, None, 3, n)) for n, id in enumerate(sorted(ids[:3]))]
    else:
        official = draw(figures(FigureId("members", (ids[0], ""), "official")))
        made.append(r.Members(ids[0], official=official, probationary=2))
        made.append(r.Members(ids[0], "before", total=7, block="mixed"))
    terms = Vocabulary(kinds={}, language=draw(st.sampled_from(["vi", "en"])))
    return Structure.of(draw(st.permutations(made)), terms=terms)
