"""The pictures for analysts: what the bars and bands hold is what the records and the ledger say."""

from __future__ import annotations

from collections import Counter

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

import orgmodel
from orgmodel.charts import pictures
from orgmodel.core.figures import Amount
from orgmodel.core.problems import ProblemsError
from tests.charts.organisations import outcome, study

COUNTED = ("agency", "internal", "body", "party")


def heights(axes, label: str) -> list[float]:
    """Give the heights of the bars of one label."""
    (bars,) = [bars for bars in axes.containers if bars.get_label() == label]
    return [bar.get_height() for bar in bars]


def test_layers_count_units() -> None:
    """Bars count the units on each layer, places left out, as a walk over the records does."""
    made = outcome("2.3-no-new-quota")
    axes = pictures.layers(made)
    for structure, label in ((made.before, "Trước"), (made.after, "Sau")):
        units = {unit.id: unit for unit in structure.units}
        layers: Counter[int] = Counter()
        for unit in units.values():
            depth, one = 0, unit
            while one is not None:
                depth += structure.terms.counts(one.kind) in COUNTED
                one = units.get(one.parent)
            if structure.terms.counts(unit.kind) in COUNTED:
                layers[depth] += unit.stands_for
        assert heights(axes, label) == [layers[layer] for layer in range(1, max(layers) + 1)]


def test_spans_count_superiors() -> None:
    """The bars before hold as many superior posts as the one table of spans, and what the split adds shows after."""
    from orgmodel.measures.spans import spans_table

    made = outcome("2.3-no-new-quota")
    axes = pictures.spans(made, language="en")
    for structure, label in ((made.before, "Before"), (made.after, "After")):
        assert sum(heights(axes, label)) == spans_table(structure)["superiors"].sum()


def test_flows_are_those_of_the_ledger() -> None:
    """Each giver's and receiver's bar is as high as the posts that the ledger moves from and to it."""
    made = outcome("2.3-no-new-quota")
    axes = pictures.flows(made)
    sums: Counter[tuple[str, str]] = Counter()
    moved: dict[tuple[str, str], Amount] = {}
    for entry in made.ledger:
        flow = entry.flow
        if flow.quantity == "authorized" and flow.from_unit and flow.to_unit and flow.from_unit != flow.to_unit:
            pair = (flow.from_unit, flow.to_unit)
            moved[pair] = moved.get(pair, Amount()) + flow.amount
    for (start, end), amount in moved.items():
        sums["from", start] += amount.told
        sums["to", end] += amount.told
    bars = [patch for patch in axes.patches if patch.__class__.__name__ == "Rectangle"]
    for side, x in (("from", -0.02), ("to", 0.98)):
        drawn = sorted(bar.get_height() for bar in bars if bar.get_x() == x)
        assert drawn == sorted(amount for (way, _), amount in sums.items() if way == side)
    with pytest.raises(ProblemsError, match="nothing of 'members' is known to flow"):
        pictures.flows(made, quantity="members")


def test_headcount_is_the_measure() -> None:
    """Bars by block sum to the comparison's total, in the baseline and after, and what is missing is said."""
    compared = orgmodel.compare(study().scenarios["2.3-no-new-quota"])
    axes = pictures.headcount(compared)
    total = compared.measures.query("measure == 'headcount' and scope == 'total'").iloc[0]
    sums = [sum(bars[position].get_height() for bars in axes.containers) for position in (0, 1)]
    assert sums == [total["before"], total["after"]]
    assert any(f"{int(total['missing'])} số liệu" in text.get_text() for text in axes.texts)


def test_a_callers_axes_are_used() -> None:
    """Each picture draws on the axes it is given and gives them back; no setting changes, and pyplot opens nothing."""
    settings = dict(mpl.rcParams)
    made = outcome("2.3-no-new-quota")
    figure = Figure()
    for number, draw in enumerate((pictures.layers, pictures.spans, pictures.flows)):
        axes = figure.add_subplot(1, 3, number + 1)
        assert draw(made, axes, theme="grey") is axes
    assert dict(mpl.rcParams) == settings


def test_pictures_speak_the_language_of_the_study() -> None:
    """Where no language is asked for, those of a study in English say nothing in Vietnamese."""
    from orgmodel.core.records import Post, Unit
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.elements import Step
    from orgmodel.scenario.scenario import Scenario

    units = [
        Unit(one, (("en", f"Office {one}"),), parent=above) for one, above in (("a", None), ("b", "a"), ("c", "a"))
    ]
    posts = [Post(f"{one}/h", one, rank="head", authorized=1) for one in "abc"]
    steps = (Step("s", do=[{"transfer": {"posts": ["b/h"]}, "to": "c"}]),)
    made = Scenario("x", Structure.of([*units, *posts]), steps=steps).run()
    for draw in (pictures.layers, pictures.spans):
        axes = draw(made)
        said = [axes.get_title(), axes.get_xlabel(), axes.get_ylabel(), *(bars.get_label() for bars in axes.containers)]
        assert all(text.isascii() for text in said), said


def test_a_slope_leads_from_before_to_after() -> None:
    """Each line begins at what the comparison has before and ends at what it has after, and both ends are told."""
    compared = orgmodel.compare(study().scenarios["2.3-no-new-quota"], study().scenarios["2.3-new-quota"])
    rows = compared.measures.query("measure == 'heads' and scope == 'total'")
    axes = pictures.slopes(compared, "heads", language="en")
    assert [list(line.get_ydata()) for line in axes.lines] == rows[["before", "after"]].to_numpy().tolist()
    told = [text.get_text() for text in axes.texts]
    assert sum(text.startswith("≥") for text in told) == len(told)  # figures are missing on both sides
    assert all(any(case.short("en") in " ".join(text.split()) for text in told) for case in compared.cases)
    with pytest.raises(ProblemsError, match="knows no 'cost_year'"):
        pictures.slopes(compared, "cost_year")


def test_small_multiples_share_one_scale() -> None:
    """There is a picture for each scenario that is carried out, under its short name, on the axes given, to one scale."""
    compared = orgmodel.compare(study().scenarios["2.3-no-new-quota"], study().scenarios["2.4-deputies-kept"])
    figure = Figure()
    drawn = pictures.small_multiples(compared, pictures.layers, figure.subplots(2, 2), language="en")
    assert len(drawn) == 2
    assert len({one.get_ylim() for one in drawn}) == 1
    assert [" ".join(one.get_title().split()) for one in drawn] == [case.short("en") for case in compared.cases]
    with pytest.raises(ProblemsError, match="2 scenarios to draw, on 1 axes"):
        pictures.small_multiples(compared, pictures.layers, [figure.add_subplot()])
