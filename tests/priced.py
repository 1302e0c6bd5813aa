"""Organisations whose posts have pay, for hypothesis: salaries, coefficients, grades, category and rank, or none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from orgmodel.core import records as r
from orgmodel.core.figures import Estimate, Figure, FigureId, Source
from orgmodel.core.money import BasePay, Money
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from tests.strategies import TERMS, structures

GRADES = ("A", "B", "C")


@st.composite
def rates(draw: st.DrawFn, identity: FigureId, most: int, *, ranges: bool) -> Figure:
    """Draw what something is paid: a number, or a range that has a best value."""
    best = draw(st.integers(0, most))
    if not ranges or draw(st.booleans()):
        return best
    return Estimate(Source(identity, best - draw(st.integers(0, best)), best, best + draw(st.integers(0, 9))))


@st.composite
def statements(draw: st.DrawFn, id: str, *, ranges: bool) -> dict[str, Any]:
    """Draw what a row of posts states of pay: a salary, a coefficient, a grade, or nothing."""
    kind = draw(st.sampled_from(["pay", "coefficient", "grade", "none", "none"]))
    if kind == "none":
        return {}
    if kind == "grade":
        return {"grade": draw(st.sampled_from(GRADES))}
    most = 999 if kind == "pay" else 500
    return {kind: draw(rates(FigureId("posts", id, kind), most, ranges=ranges))}


@st.composite
def priced_structures(draw: st.DrawFn, *, ranges: bool = True, fte: bool = True, by_rank: bool = True) -> Structure:
    """Draw an organisation with pay of every sort; without ``by_rank`` no pay hangs on a rank that may change."""
    plain = draw(structures(6))
    made: list[r.Record] = []
    for one in (record for spec in Tables.ALL for record in plain.table(spec.table)):
        if isinstance(one, r.Post):
            paid = draw(statements(one.id, ranges=ranges))
            made.append(replace(one, **paid, **({} if fte else {"fte": None})))
        elif by_rank or not isinstance(one, r.Pay):
            made.append(one)
    for grade in GRADES:
        for begins in draw(st.lists(st.sampled_from([None, "2019", "2021-07", "2023"]), min_size=1, unique=True)):
            field, most = draw(st.sampled_from([("pay", 999), ("coefficient", 500)]))
            figure = draw(rates(FigureId("grades", (grade, begins or ""), field), most, ranges=ranges))
            made.append(r.Grade(grade, begins=begins, **{field: figure}))
    money = Money(
        "XYZ",
        draw(st.sampled_from([0, 2])),
        base_pays=(BasePay(draw(st.integers(0, 700)), None), BasePay(draw(st.integers(0, 700)), "2021")),
        concurrent=draw(st.sampled_from([None, 1000, 333])),
    )
    return Structure.of(made, terms=replace(TERMS, money=money), as_of=draw(st.sampled_from(["2020", "2022", None])))
