"""Tables of a comparison: the contract of the JSON object, lines, posts, flows, lineage, functions, targets."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from orgmodel.comparison.analysis import (
    before_and_after,
    chains,
    coordinations,
    crosswalk,
    disturbance,
    flows,
    functions,
    money,
    needs,
)
from orgmodel.comparison.comparison import compare
from orgmodel.comparison.flows import flow_matrix
from orgmodel.core.money import BasePay, Money
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.records import Pay, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import MEASURES, layers_table, span_groups, value
from orgmodel.scenario.elements import Target
from orgmodel.scenario.scenario import Scenario
from tests.comparison.merged import TERMS, merger, records, scenario, split, structure

DEPUTY = {"convert": "dep", "title": {"vi": "Trưởng phòng"}}
NEW = {"quota": 1, "block": "government", "title": {"vi": "Trưởng phòng"}, "basis": "none stated"}

CONTRACT = {
    "measures": ["scenario", "scope", "measure", "before", "after", "change", "low", "high", "missing", "assumed"],
    "units": ["scenario", "unit", "measure", "before", "after", "change", "low", "high", "missing", "assumed"],
    "lines": ["scenario", "kind", "from", "to", "status"],
    "lineage": ["scenario", "clause", "operation", "before", "after", "shares"],
    "ledger": [
        "scenario", "step", "operation", "quantity", "from", "to", "block_from", "block_to", "amount", "reason",
    ],
    "norms": ["scenario", "state", "norm", "subject", "result", "value", "limit", "citation"],
    "deviations": ["scenario", "state", "model", "unit", "kind"],
    "steps": ["scenario", "clause", "owner", "due", "state"],
    "problems": ["code", "message"],
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    """Compare two splits and a merger."""
    return compare(split(DEPUTY).run(), split(NEW, "new").run(), merger().run())


def test_json_object_keeps_the_contract(found):
    """Every promised table has its promised keys, plain values, and null for the unknown."""
    made = found.to_json_object()
    assert set(CONTRACT) <= set(made)
    for name, keys in CONTRACT.items():
        for row in made[name]:
            assert set(keys) <= set(row), name
    text = json.dumps(made, ensure_ascii=False, allow_nan=False)
    assert json.loads(text)["measures"][0]["scenario"] == "split"
    assert all(type(row["before"]) is int for row in made["measures"] if row["measure"] == "units")
    assert text == json.dumps(
        compare(split(DEPUTY).run(), split(NEW, "new").run(), merger().run()).to_json_object(), ensure_ascii=False
    )


def test_measures_are_those_of_each_state(found):
    """Before and after of every row are what measuring the two structures alone gives."""
    for label, outcome in ((case.label, case.outcome) for case in found.cases):
        for scope in ("total", "block:party", "area:d", "kind:agency", "block:government,host:mixed"):
            for id, row in found.rows(label, scope).items():
                if id in ("posts_moved", "lines_changed", "functions_uncovered"):
                    continue
                for state, side in (("before", outcome.before), ("after", outcome.after)):
                    other = outcome.after if state == "before" else outcome.before
                    expected = value(side, id, scope, reference=other).value
                    assert row[state] == (expected if expected is None else pytest.approx(expected)), (id, scope)


def test_every_measure_is_compared(found):
    """The whole has a row for each measure of what the study keeps, in the order of the list: money, links, members it has not."""
    table = found.measures[(found.measures["scenario"] == "split") & (found.measures["scope"] == "total")]
    kept = [one.id for one in MEASURES if not one.priced and not {"links", "members"} & set(one.tables)]
    assert table["measure"].tolist() == kept


def test_units(found):
    """The split unit ends with its nine posts, and the two that begin have four and five of them."""
    rows = found.units[(found.units["scenario"] == "split") & (found.units["measure"] == "posts_authorized")]
    change = dict(zip(rows["unit"], zip(rows["before"], rows["after"], rows["change"], strict=True), strict=True))
    assert change["tcnv"] == (9, 0, -9)
    assert change["btc"] == (0, 4, 4)
    assert change["pnv"] == (0, 5, 5)
    assert change["hu"] == (1 + 9 + 3, 1 + 4 + 3, -5)  # with all below it


def test_moves_are_what_the_ledger_says(found):
    """The posts that change their unit, by pairs of units, are the ledger's flows between them."""
    for label in found.labels:
        ledger = found.ledger[(found.ledger["scenario"] == label) & (found.ledger["quantity"] == "filled")]
        inside = ledger[ledger["from"].notna() & ledger["to"].notna() & ledger["via"].isna()]
        table = flows(found)
        mine = table[table["scenario"] == label].groupby(["from", "to"])["filled"].sum().to_dict()
        assert mine == inside.groupby(["from", "to"])["amount"].sum().to_dict()
    moved = {label: found.rows(label, "total")["posts_moved"]["after"] for label in found.labels}
    # nine posts and two contracts leave tcnv; fin and edu give six and three
    assert moved == {"split": 11, "new": 11, "merger": 9}
    assert found.rows("split", "block:party")["posts_moved"]["after"] == 4


def test_matrix_of_flows(found):
    """Transferring units stand against receiving ones, 0 where nothing goes."""
    table = flows(found)
    matrix = flow_matrix(table[table["scenario"] == "merger"])
    assert matrix.to_dict() == {"both": {"edu": 3, "fin": 6}}
    matrix = flow_matrix(table[table["scenario"] == "split"])
    assert matrix.loc["tcnv"].to_dict() == {"btc": 4, "pnv": 7}


def test_who_changes_what(found):
    """The deputy who becomes head changes unit, title, rank and superior, and no block; nobody else changes rank."""
    posts = found.posts[found.posts["scenario"] == "split"].set_index("post_before")
    assert posts.loc["tcnv/dep", "changed"] == "unit, title, rank, superior"
    assert posts.loc["tcnv/dep", ["unit_after", "rank_before", "rank_after"]].tolist() == ["pnv", "deputy", "head"]
    assert posts.loc["tcnv/head", "changed"] == "unit, superior"
    ranks = posts[posts["rank_before"] != posts["rank_after"]]
    assert ranks.index.tolist() == ["tcnv/dep"]
    (row, *_) = disturbance(found).to_dict("records")
    assert (row["posts"], row["undisturbed"], row["unit"], row["rank"]) == (22, 11, 11, 1)
    assert row["share"] == 0.5


def test_part_of_a_row_is_followed():
    """A head post taken out of a row of four is led back to that row, and three of it go on."""
    head = {"convert": "cv-g", "filled": 1, "title": {"vi": "Trưởng phòng"}}
    table = compare(split(head).run()).posts
    rows = table[table["post_before"] == "tcnv/cv-g"][["post_after", "rank_after", "posts"]].values.tolist()
    assert sorted(rows) == [["pnv/head", "head", 1.0], ["tcnv/cv-g", "staff", 3.0]]
    assert not (table["status"] == "begun").any()


def test_lines(found):
    """The merged agency's four lines go on from the two that it became, each of which has one superior of each kind."""
    table = found.lines[found.lines["scenario"] == "split"]
    columns = ["kind", "from", "to", "status", "was_from", "operation", "reason_kind"]
    status = {tuple(row) for row in table[columns].values.tolist()}
    assert {one[:3] for one in status if one[4] == "tcnv"} == {
        ("administrative", "btc", "hu"),
        ("professional", "btc", "prov-p"),
        ("administrative", "pnv", "ubnd"),
        ("professional", "pnv", "prov-g"),
    }
    assert {one[3:] for one in status if one[4] == "tcnv"} == {("passed_on", "tcnv", "split_up", "line_follows")}
    assert "tcnv" not in {one[1] for one in status}
    assert ("administrative", "fin", "ubnd", "kept") in {one[:4] for one in status}
    assert found.rows("split", "total")["lines_changed"]["after"] == 0


def test_redirected_line():
    """A line led to another superior is one line redirected, with where it ran before."""
    outcome = scenario("r", {"redirect": {"kind": "professional", "from": "tcnv", "to": "prov-g"}, "to": "ubnd"}).run()
    table = compare(outcome).lines
    (row,) = table[table["status"] != "kept"].to_dict("records")
    assert (row["status"], row["to"], row["was"]) == ("redirected", "ubnd", "prov-g")


def test_crosswalk(found):
    """The split hands over four of nine posts to one side and five to the other; the merged units pass on everything."""
    table = crosswalk(found).set_index(["scenario", "before", "after"])
    assert table.loc[("split", "tcnv", "btc"), "filled"] == pytest.approx(4 / 11)
    assert table.loc[("split", "tcnv", "pnv"), "people"] == pytest.approx(7 / 11)
    assert table.loc[("merger", "edu", "both"), "filled"] == 1
    assert table.loc[("merger", "fin", "both"), "operations"] == "consolidate"


def test_functions(found):
    """Each function goes to one side; the office's own work, which both need, is spread and not duplicated."""
    table = functions(found)
    rows = table[table["scenario"] == "split"].set_index("function")
    assert rows.loc["cadres", ["status", "units_after"]].tolist() == ["moved", "btc"]
    assert rows.loc["quota", ["status", "units_after"]].tolist() == ["moved", "pnv"]
    assert rows.loc["office", ["status", "duplicated_after", "internal"]].tolist() == ["spread", False, True]
    assert found.rows("split", "total")["functions_uncovered"]["after"] == 0


def test_function_that_ends_is_uncovered():
    """A function that ends is uncovered in the whole, in its block, and where it was performed."""
    outcome = scenario("f", {"dissolve": {"function": "quota", "unit": "tcnv"}, "why": "no longer a duty"}).run()
    assert not errors(outcome.problems)
    found = compare(outcome)
    values = [
        found.rows("f", scope)["functions_uncovered"]["after"] for scope in ("total", "block:government", "block:party")
    ]
    assert values == [1, 1, 0]
    assert functions(found).set_index("function").loc["quota", "status"] == "uncovered"


def test_chains(found):
    """The deputy answered to the agency's head, and through it to both sides; as head it answers to the committee's."""
    table = chains(found, "tcnv/dep")
    rows = table[table["scenario"] == "split"][["state", "chain"]].values.tolist()
    assert rows == [
        ["before", "tcnv/dep → tcnv/head → hu/head"],
        ["before", "tcnv/dep → tcnv/head → ubnd/head"],
        ["after", "tcnv/dep → ubnd/head"],
    ]


def test_tables_of_one_structure_before_and_after(found):
    """Any table of one structure is laid out for both states of each scenario."""
    table = before_and_after(found, layers_table)
    assert table.groupby(["scenario", "state"]).ngroups == 6
    heads = before_and_after(found, span_groups).groupby(["scenario", "state"])["superiors"].sum()
    assert heads[("split", "after")] - heads[("split", "before")] == 1


def test_coordination_and_needs(found):
    """The unit between two superiors is one need less after the split; elections stand with the step that needs them."""
    table = coordinations(found).set_index("scenario")
    assert table.loc["split", "change"] == -1
    into = json.loads(json.dumps(split(DEPUTY).steps[0].do[0]))
    into["into"][1]["needs"] = [{"act": "council election", "by": "hdnd", "for": "head", "certainty": "possible"}]
    (row,) = needs(compare(scenario("e", into).run())).to_dict("records")
    assert (row["unit"], row["act"], row["by"]) == ("pnv", "council election", "hdnd")


def test_money():
    """A saving pays back what it costs; nothing is said where no pay is given."""
    terms = replace(TERMS, money=Money("VND", base_pays=(BasePay(100, "2020", "x"),)))
    paid = Structure.of(
        [*records(), Pay("CC", "head", 400), Pay("CC", "deputy", 300), Pay("CC", "staff", 200)], terms=terms
    )
    merge = {"consolidate": ["edu", "fin"], "into": {"unit": "both", "names": {"vi": "x"}, "kind": "agency",
        "block": "mixed", "parent": "hu"}, "head": {"keep": "edu/head"}, "surplus_heads": {"fin/head": {"convert": "staff"}},
        "cost": [{"amount": 1800, "for": "con dấu", "src": "assumed"}, {"amount": 3000, "unit": "both"}]}  # fmt: skip
    (row,) = money(compare(scenario("m", merge, baseline=paid).run())).to_dict("records")
    assert (row["currency"], row["change"], row["one_off"], row["years"]) == ("VND", -2 * 100 * 12, 4800, 2)
    del merge["cost"]
    (row,) = money(compare(scenario("m", merge, baseline=paid).run())).to_dict("records")
    assert math.isnan(row["one_off"])  # nobody stated what it costs, which is not nothing
    assert math.isnan(row["years"])
    assert row["one_off_missing"] == 1
    assert money(compare(merger().run())).empty


def test_targets():
    """A target is met, missed by a gap, or unknown; an unknown measure in one is a problem of the comparison."""
    plan = replace(
        split(DEPUTY),
        targets=(
            Target("units", "total", None, 4),
            Target("units", "total", None, 3, "plan"),
            Target("posts_authorized", "block:government", 6, None),
            Target("posts_filled", "total", None, 1),
            Target("untis"),
        ),
    )
    found = compare(plan.run())
    assert found.targets[["result", "gap"]].values.tolist() == [["met", 0], ["missed", 1], ["met", -6], ["missed", 20]]
    assert [one.code for one in found.problems] == ["UNKNOWN_MEASURE"]


def test_wide_ranked_and_differing(found):
    """Measures are laid against scenarios, ranked, and cut down to what differs."""
    wide = found.wide(differing=True)
    assert wide.loc["units", ("split", "change")] == 1
    assert wide.loc["units", ("merger", "change")] == -1
    assert "party_members" not in wide.index
    assert wide.loc["units", ("split", "percent")] == pytest.approx(100 / 3)
    assert found.ranked("units")["scenario"].tolist() == ["merger", "new", "split"]
    assert set(found.differing("units")["unit"]) >= {"tcnv", "btc", "pnv"}
    assert (found.differing()["change"] != 0).all()


def test_different_baselines():
    """Outcomes of different baselines are compared by what each changes, and said to be so."""
    other = Structure.of([*records(), Unit("more", kind="agency", block="party", parent="hu", area="d")], terms=TERMS)
    step = split(DEPUTY).steps[0].do[0]
    found = compare(split(DEPUTY).run(), scenario("other", step, baseline=other).run())
    assert [(one.code, one.severity) for one in found.problems] == [("DIFFERENT_BASELINES", "warning")]
    assert "on different baselines" in found.summary("en")
    assert found.measures.query("measure == 'units' and scope == 'total'")["change"].tolist() == [1, 1]
    assert not found.one_baseline


def test_equal_baselines_read_twice_are_one():
    """Two structures of the same content are one baseline."""
    assert compare(split(DEPUTY).run(), merger().run()).one_baseline


def test_two_runs_of_one_scenario_have_two_names():
    """The same scenario under two settings stands under two names, by what differs."""
    one = split(DEPUTY).run()
    first, second = replace(one, parameters={"x": 1, "y": 0}), replace(one, parameters={"x": 2, "y": 0})
    assert compare(first, second).labels == ("split[x=1]", "split[x=2]")
    assert compare(one, one).labels == ("split", "split#2")
    assert set(compare(one, one).measures["scenario"]) == {"split", "split#2"}


def test_what_is_asked():
    """Measures, scopes and groupings can be chosen; a crossing is a scope of its own; the wrong ones are named together."""
    outcome = split(DEPUTY).run()
    found = compare(outcome, measures=["heads", "units"], scopes=["tcnv", "total", "block:party"], by=["block,rank"])
    assert found.measures["scope"].drop_duplicates().tolist()[:3] == ["tcnv", "total", "block:party"]
    crossed = found.rows("split", "block:government,rank:head")
    assert list(crossed) == ["heads"]
    assert (crossed["heads"]["before"], crossed["heads"]["after"]) == (2, 3)
    with pytest.raises(ProblemsError) as caught:
        compare(outcome, measures=["head"], scopes=["tcnvv"], by=["blok"])
    assert [one.code for one in caught.value.problems] == ["UNKNOWN_GROUPING", "UNKNOWN_MEASURE", "UNKNOWN_SCOPE"]


def test_nothing_to_compare():
    """No outcome gives empty tables with their columns; a scenario without operations says that nothing changes."""
    nothing = compare()
    for name, keys in CONTRACT.items():
        if name != "problems":
            assert set(keys) <= set(getattr(nothing, name).columns), name
    assert nothing.summary("en") == "There is no scenario to compare."
    duty = compare(Scenario("duty", structure(), names_of(en="A duty", vi="Nhiệm vụ")).run())
    assert "A duty: no change of structure." in duty.summary("en")
    assert duty.measures["change"].fillna(0).eq(0).all()
    assert flows(nothing).empty
    assert crosswalk(nothing).empty


def test_norms_are_shown_as_given():
    """Findings come from the caller; what they add beyond the contract is kept."""
    row = {"scenario": "split", "state": "after", "norm": "n", "subject": "d", "result": "pass", "value": 1, "limit": 2,
           "citation": "c", "confidence": "S"}  # fmt: skip
    found = compare(split(DEPUTY).run(), norms=[row])
    assert found.to_json_object()["norms"] == [row]
