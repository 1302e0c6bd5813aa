"""A district with a merged agency of two blocks, and with the two that it was made of, to split and to merge.

::

    hu (committee, party)                head P 1/1
    ├── tcnv (agency, mixed)             head P 1/1 · dep G 1/1 · cv-p P 3/3 · cv-g G 4/4 · hd G outside quota ?/2
    └── edu (agency, party)              head P 1/1 · cv P 2/2
    ubnd (committee, government)         head G 1/1
    └── fin (agency, government)         head G 1/1 · cv G 5/4

    tcnv answers to hu and ubnd, and is guided by prov-p and prov-g. Ended: btc (party, under hu), pnv (government,
    under ubnd).
"""

from __future__ import annotations

from typing import Any

from orgmodel.core.names import names_of
from orgmodel.core.records import Ended, Function, Line, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

TERMS = Vocabulary(
    kinds={"committee": "body", "agency": "agency", "provincial": "none", "cell": "party"},
    blocks=("party", "government", "mixed"),
)


def records() -> list[Record]:
    """Give the records of the drawing."""

    def post(unit: str, local: str, rank: str, block: str, authorized, filled, **more) -> Post:
        titles = names_of(vi=local)
        return Post(f"{unit}/{local}", unit, titles, rank, block, "CC", authorized=authorized, filled=filled, **more)

    return [
        Unit("prov-p", kind="provincial", block="party"),
        Unit("prov-g", kind="provincial", block="government"),
        Unit("hu", kind="committee", block="party", area="d"),
        Unit("ubnd", kind="committee", block="government", area="d"),
        Unit("tcnv", kind="agency", block="mixed", parent="hu", area="d"),
        Unit("edu", kind="agency", block="party", parent="hu", area="d"),
        Unit("fin", kind="agency", block="government", parent="ubnd", area="d"),
        Ended(Unit("btc", kind="agency", block="party", parent="hu", area="d"), "2018-12-01"),
        Ended(Unit("pnv", kind="agency", block="government", parent="ubnd", area="d"), "2018-12-01"),
        post("hu", "head", "head", "party", 1, 1),
        post("ubnd", "head", "head", "government", 1, 1),
        post("tcnv", "head", "head", "party", 1, 1),
        post("tcnv", "dep", "deputy", "government", 1, 1),
        post("tcnv", "cv-p", "staff", "party", 3, 3),
        post("tcnv", "cv-g", "staff", "government", 4, 4),
        post("tcnv", "hd", "staff", "government", None, 2, quota="out"),
        post("edu", "head", "head", "party", 1, 1),
        post("edu", "cv", "staff", "party", 2, 2),
        post("fin", "head", "head", "government", 1, 1),
        post("fin", "cv", "staff", "government", 5, 4),
        Function("tcnv", "cadres", block="party"),
        Function("tcnv", "quota", block="government"),
        Function("tcnv", "office", internal=True),
        Line("administrative", "tcnv", "hu", "party"),
        Line("administrative", "tcnv", "ubnd", "government"),
        Line("professional", "tcnv", "prov-p", "party"),
        Line("professional", "tcnv", "prov-g", "government"),
    ]


def structure() -> Structure:
    """Give the district."""
    return Structure.of(records(), terms=TERMS, as_of="2022-09-30")


def scenario(id: str, *do: dict[str, Any], baseline: Structure | None = None, clause: str = "2.3") -> Scenario:
    """Make a scenario of one step."""
    step = Step("s", clause, do=list(do))
    return Scenario(id, baseline or structure(), names_of(vi=id, en=id), steps=(step,))


def split(head: dict[str, Any], id: str = "split") -> Scenario:
    """Make the split of the merged agency by blocks, with the head of the government side as given."""
    return scenario(
        id,
        {
            "split_up": "tcnv",
            "into": [
                {"restores": "btc", "takes": {"block": "party"}, "head": {"keep": "head"}},
                {"restores": "pnv", "takes": {"block": "government"}, "head": head},
            ],
            "both": {"functions": ["office"]},
        },
    )


def merger(id: str = "merger", **more: Any) -> Scenario:
    """Make the merger of a party and a government agency into one of both blocks."""
    return scenario(
        id,
        {
            "consolidate": ["edu", "fin"],
            "into": {"unit": "both", "names": {"vi": "Cơ quan chung"}, "kind": "agency", "block": "mixed", "parent": "hu",
                     "area": "d"},
            "head": {"keep": "edu/head"},
            "surplus_heads": {"fin/head": {"convert": "deputy"}},
            **more,
        },
    )  # fmt: skip
