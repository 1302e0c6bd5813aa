"""Forms: what formulas a workbook may have, and which signs are explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.figures import Amount, assumed
from orgmodel.reports.form import AFTER, BEFORE, CHANGE, GROUP, OF_WHICH, SHARE, TOTAL, Form, FormColumn, FormRow

FIGURES = st.one_of(st.none(), st.integers(0, 50), st.integers(0, 50).map(Amount), st.just(Amount.of(None, "m")))
COLUMNS = [
    FormColumn((("en", "unit"),)),
    *(FormColumn((("en", role),), "count", role, "posts", adds_up=role != CHANGE) for role in (BEFORE, AFTER, CHANGE)),
    FormColumn((("en", "%"),), "percent", SHARE, "posts"),
]


def known(cell):
    """Give what a cell is where it is known whole."""
    if isinstance(cell, Amount):
        return None if cell.missing else cell.known_best
    return cell


@st.composite
def tables(draw):
    """Make a table of units in groups, with sums of what is known in the heading rows and the total."""
    rows, everything = [], []
    for _ in range(draw(st.integers(1, 3))):
        body = [[draw(FIGURES), draw(FIGURES)] for _ in range(draw(st.integers(1, 3)))]
        everything += body
        rows.append(FormRow(("g", *sums(body)), GROUP))
        rows += [FormRow(("u", *filled(pair))) for pair in body]
        rows.append(FormRow(("part", 1, 1, 0, ()), OF_WHICH))
    rows.append(FormRow(("all", *sums(everything)), TOTAL))
    return Form.of("f", (), COLUMNS, rows)


def filled(pair):
    """Add the change, and its share, where both sides are known."""
    before, after = map(known, pair)
    change = None if before is None or after is None else after - before
    return (*pair, change, 100 * change / before if change is not None and before else ())


def sums(body):
    """Sum pairs; a sum over what is not known is not known."""
    sides = [[known(pair[side]) for pair in body] for side in (0, 1)]
    return filled([None if None in one else sum(one) for one in sides])


@given(tables())
def test_a_formula_gives_what_its_cell_holds(form):
    """Evaluated by hand each formula is the cell, reads only known cells, and every cell that follows has one."""
    formulas = form.formulas()
    for cell, made in formulas.items():
        read = [form.number(*one) for one in made.cells]
        assert None not in read
        value = {
            "sum": sum,
            "difference": lambda two: two[0] - two[1],
            "percent_of": lambda two: 100 * two[0] / two[1],
        }[made.kind](read)
        assert value == pytest.approx(form.number(*cell))
    for at, row in enumerate(form.rows):
        numbers = [form.number(at, place) for place in (1, 2, 3)]
        assert ((at, 3) in formulas) == (None not in numbers)
        if row.role == TOTAL:
            body = [place for place, one in enumerate(form.rows) if one.role == "body"]
            whole = None not in [form.number(place, 1) for place in body]
            assert ((at, 1) in formulas) == whole


@given(tables(), st.sampled_from(["vi", "en"]))
def test_the_legend_explains_the_signs_that_stand_in_the_table(form, language):
    """A sign stands in the legend if and only if a figure bears it."""
    figures = [text for row in form.texts(language) for text in row[1:]]
    legend = " ".join(form.legend(language))
    assert ("“…”" in legend) == any("…" in text for text in figures)
    assert ("“≥”" in legend) == any("≥" in text for text in figures)
    assert ("“-”" in legend) == ("-" in figures)
    assert ("“*”" in legend) == any("*" in text for text in figures)


def test_a_range_is_marked_as_assumed_and_stays_a_number():
    """What is assumed is shown by its best value with a mark, and a typed cell holds that value."""
    form = Form.of("f", (), [FormColumn((), "count")], [[Amount.of(assumed("s", 4, 6, 8))]])
    assert form.texts("vi") == [["06*"]]
    assert form.number(0, 0) == 6


def test_a_row_of_another_length_is_refused():
    """A row that has not a cell for each column is a fault of ours, told at once."""
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Form.of("f", (), [()], [("a", "b")])


def test_words_in_a_column_of_figures_bear_no_sign():
    """What looks like a sign within words, or in a column of words, is none: the legend is of figures."""
    words = (("en", "≥ 3 posts*"), ("vi", "…"))
    form = Form.of("f", (), [FormColumn(()), FormColumn((), "count")], [("*", words), ("-", 3), ("…", Amount(4))])
    assert form.legend("en") == []
    assert form.legend("vi") == []
    assert len(Form.of("f", (), [FormColumn((), "count")], [(None,), (0,)]).legend("en")) == 2
