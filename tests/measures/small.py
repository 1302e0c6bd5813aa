"""A small organisation of sixteen posts, and one outside quota, whose every total can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from orgmodel.core.figures import FigureId, assumed
from orgmodel.core.records import Function, Line, Link, Members, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary

TERMS = Vocabulary(
    kinds={"place": "none", "body": "body", "agency": "agency", "division": "internal", "cell": "party"},
    blocks=("party", "government", "front", "mixed"),
)


def records() -> list[Record]:
    """Give the records; the drawing is in test_hand_worked.py."""
    here = {"level": "district", "area": "north"}
    units = [
        Unit("dist", kind="place", **here),
        Unit("bc", kind="body", block="party", parent="dist", **here),
        Unit("pc", kind="body", block="government", parent="dist", **here),
        Unit("org", kind="agency", block="mixed", parent="bc", **here),
        Unit("cell", kind="cell", block="party", parent="org", **here),
        Unit("edu", kind="agency", block="party", parent="bc", **here),
        Unit("fin", kind="agency", block="government", parent="pc", **here),
        Unit("fin.a", kind="division", block="government", parent="fin", **here),
        Unit("others", kind="agency", block="government", parent="pc", stands_for=3, level="district", area="south"),
    ]

    def post(id: str, rank: str, block: str, authorized, filled, fte, **more) -> Post:
        return Post(
            id,
            id.split("/", maxsplit=1)[0],
            rank=rank,
            block=block,
            authorized=authorized,
            filled=filled,
            fte=fte,
            **more,
        )

    posts = [
        post("org/head", "head", "party", 1, 1, 100, category="CB"),
        post("org/dep", "deputy", "government", 1, 1, 100, category="CC"),
        post("org/cv-p", "staff", "party", 2, 1, 50, category="CC"),
        post(
            "org/cv-g",
            "staff",
            "government",
            assumed(FigureId("posts", "org/cv-g", "authorized"), 3, 4, 5),
            4,
            400,
            category="CC",
        ),
        post("org/hd", "staff", "government", None, 1, 100, quota="out", category="HD"),
        post("edu/head", "head", "party", 1, 1, 0, category="CB"),
        post("edu/cv", "staff", "party", 2, 2, 150, category="CC"),
        post("fin/head", "head", "government", 1, 1, 100, category="CB"),
        post("fin/cv", "staff", "government", 1, None, None, category="CC"),
        post("fin.a/cv", "staff", "government", 1, 1, 100, category="CC"),
        post("others/x", "unknown", "government", 2, None, None),
    ]
    posts[3] = replace(posts[3], src="assumed")
    return [
        *units,
        *posts,
        Link("org/head", "edu/head"),
        Line("administrative", "org", "bc"),
        Line("administrative", "org", "pc"),
        Line("professional", "org", "bc"),
        Line("professional", "fin", "org"),
        Members("cell", official=6, probationary=1),
        Function("org", "f1", block="party"),
        Function("edu", "f1", block="party"),
        Function("fin", "f2", block="government"),
        Function("fin.a", "f2", block="government"),
        Function("org", "office", internal=True),
        Function("fin", "office", internal=True),
    ]


def structure() -> Structure:
    """Give the organisation."""
    return Structure.of(records(), terms=TERMS, as_of="2022-09-30")
