"""Tables of one structure, on the small organisation drawn in test_hand_worked.py."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest

from orgmodel.core.money import BasePay, Money
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Function, Line, Pay, Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.measures import (
    average_span,
    chains_to_top,
    coordination,
    coordination_table,
    cost_table,
    functions_table,
    layers_table,
    leadership_table,
    lines_table,
    longest_chains,
    missing_figures,
    payback_years,
    span_groups,
    spans_summary,
    spans_table,
    superiors_table,
)
from tests.measures.small import TERMS, records, structure
from tests.measures.test_against_networkx import charts, organisation


def rows(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


def test_published_average():
    """Nakisa's published example: fifty-three employees, four of them managers, is 12.25 each."""
    assert average_span(53, 4) == (53 - 4) / 4 == 12.25
    assert average_span(3, 0) is None


def test_spans():
    """The head of org has eight posts and seven people, edu's two, fin's two of whom one is unknown."""
    table = spans_table(structure())
    assert rows(table, "post", "span", "low", "high", "group") == [
        ("edu/head", 2, 2, 2, "2–3"),
        ("org/head", 8, 7, 9, "8–12"),
        ("fin/head", 2, 2, 2, "2–3"),
    ]
    people = dict(rows(table, "post", "people"))
    assert people["org/head"] == 7
    assert people["edu/head"] == 2
    assert people["fin/head"] != people["fin/head"]  # unknown


def test_span_groups():
    """Superiors are counted by group, heads with nobody in a group of their own, and groups can be set."""
    more = Structure.of([*records(), Unit("alone", parent="pc"), Post("alone/head", "alone", rank="head")], terms=TERMS)
    assert rows(span_groups(more), "group", "superiors", "reports", "share") == [
        ("0", 1, 0, 0.25),
        ("2–3", 2, 4, 0.5),
        ("8–12", 1, 8, 0.25),
    ]
    by_block = span_groups(more, "block", bounds=(2, 9))
    assert rows(by_block, "block", "group", "superiors") == [
        ("", "0", 1), ("government", "1–2", 1), ("party", "1–2", 1), ("party", "3–9", 1)
    ]  # fmt: skip
    (row,) = spans_summary(more).to_dict("records")
    assert (row["superiors"], row["mean"], row["widest"], row["with_no_one"]) == (3, 4, 8, 1)
    assert row["people_mean"] == (7 + 2) / 2


def test_layers():
    """At the top are bc and pc; org, edu, fin and three others under them; cell and fin.a under these."""
    table = layers_table(structure())
    assert rows(table, "layer", "units", "posts", "people", "missing") == [
        (1, 2, 0, 0, 0),
        (2, 1 + 1 + 1 + 3, 8 + 3 + 2 + 2, 8 + 2 + 1, 2),
        (3, 2, 1, 1, 0),
    ]
    by_block = layers_table(structure(), "block")
    assert ("mixed", 2, 1) in rows(by_block, "block", "layer", "units")
    of_posts = layers_table(structure(), of="posts")
    assert rows(of_posts, "layer", "posts") == [(1, 1 + 1 + 1 + 2), (2, 7 + 2 + 1 + 1)]
    with pytest.raises(ProblemsError, match="layers are of units or of posts"):
        layers_table(structure(), of="people")


def test_longest_chains():
    """The longest chains are named from the top; of a kind of line too; an unknown kind is told."""
    assert rows(longest_chains(structure(), most=2), "length", "chain") == [
        (3, "bc → org → cell"),
        (3, "pc → fin → fin.a"),
    ]
    assert rows(longest_chains(structure(), "professional", most=1), "chain") == [("bc → org → fin",)]
    assert rows(longest_chains(structure(), "posts", most=1), "length", "bottom") == [(2, "edu/cv")]
    with pytest.raises(ProblemsError, match="did you mean 'professional'"):
        longest_chains(structure(), "profesional")


@pytest.mark.parametrize("seed", range(0, 200, 7))
def test_chains_are_those_of_the_graphs(seed):
    """A post's ways to the top are networkx's, and the longest chain of posts is as long as networkx says."""
    units, posts, lines = organisation(seed)
    made = Structure.of([*units, *posts, *lines])
    _, answers = charts(units, posts, lines)
    for post in posts:
        tops = [node for node in answers if not answers.in_degree(node)]
        ways = {
            tuple(reversed(path))
            for top in tops
            for path in ([[post.id]] if top == post.id else nx.all_simple_paths(answers, top, post.id))
        }
        assert set(chains_to_top(made, post.id, most=1000)) == ways
    if posts:
        longest = longest_chains(made, "posts", most=1)["length"].iloc[0]
        assert longest == nx.dag_longest_path_length(answers, weight=None) + 1


def test_lines():
    """Every line between units stands there, derived ones marked, and those that cross blocks."""
    table = lines_table(structure())
    found = set(rows(table, "kind", "from", "to", "derived", "crosses_blocks", "style"))
    assert ("administrative", "org", "pc", False, True, "solid") in found
    assert ("professional", "fin", "org", False, True, "dotted") in found
    assert ("administrative", "fin.a", "fin", True, False, "solid") in found
    assert len(found) == 4 + 7  # written; bc, pc, cell, edu, fin, fin.a, others derived


def test_superiors():
    """The merged agency has two administrative superiors and one professional; all others one administrative at most."""
    table = superiors_table(structure()).set_index("unit")
    assert table.loc["org", ["administrative", "professional", "total"]].tolist() == [2, 1, 3]
    assert table["two_administrative"].to_dict() == dict.fromkeys(table.index, False) | {"org": True}
    assert table.loc["dist", "total"] == 0


def test_leadership():
    """Leaders per 100 staff by unit: nothing where a rank or a figure is unknown; a head held beside another is told."""
    table = leadership_table(structure()).set_index("unit")
    assert table.loc["edu", "leaders_per_100"] == 50
    assert table.loc["org", "leaders_per_100"] == pytest.approx(100 * 2 / 6)
    assert table["head_concurrent"].to_dict() == dict.fromkeys(table.index, False) | {"edu": True}
    assert table.loc["others", ["heads", "unknown"]].tolist() == [0, 2]
    assert table.loc["others", "leaders_per_100"] != table.loc["others", "leaders_per_100"]


def test_functions():
    """f1 is performed by two agencies under one superior; a function under two superiors is fragmented."""
    made = Structure.of([*records(), Function("fin", "f1", block="government")], terms=TERMS)
    table = functions_table(made)
    assert rows(table[table["function"] == "f1"], "unit", "duplicated", "fragmented") == [
        ("edu", True, True),
        ("fin", True, True),
        ("org", True, True),
    ]
    two = functions_table(structure())
    assert rows(two[two["function"] == "f1"], "duplicated", "fragmented") == [(True, False), (True, False)]
    assert not two[two["function"].isin(["f2", "office"])]["duplicated"].any()


def test_coordination():
    """One function shared under one superior, one unit between two superiors who meet a layer up, one line across."""
    made = Structure.of([*records(), Line("coordination", "fin.a", "edu")], terms=TERMS)
    assert rows(coordination_table(made), "reason", "subject", "units", "needs", "layers", "load") == [
        ("function", "f1", "edu; org", 1, 1, 1),
        ("line", "edu", "edu; fin.a", 1, 3, 3),
        ("superiors", "org", "bc; pc", 1, 1, 1),
    ]
    assert coordination(made) == 5
    assert coordination(Structure.of([])) == 0


def test_money():
    """A head costs (4.4 + 0.3) × base × 12 a year; of whom no pay is given the cost is missing; second posts are not paid twice."""
    pays = (BasePay(1_390_000, "2018-07-01", "d72"), BasePay(1_490_000, "2019-07-01", "d38"))
    terms = replace(TERMS, money=Money("VND", base_pays=pays))
    made = Structure.of(
        [*records(), Pay("CB", "head", 440, 30, "q1"), Pay("CC", "staff", 300)], terms=terms, as_of="2022"
    )
    table = cost_table(made).set_index(["block", "category", "rank"])
    assert table.loc[("party", "CB", "head"), "posts"] == 1  # edu's head is org's
    assert table.loc[("party", "CB", "head"), "a_year"] == 84_036_000  # 4.7 × 1 490 000 × 12, by hand
    assert table.loc[("party", "CB", "head"), "src"] == "q1; d38"
    assert table.loc[("government", "CC", "deputy"), "missing"] == 1
    assert table.loc[("government", "CC", "staff"), ["posts", "missing"]].tolist() == [5, 1]
    quota = cost_table(made, of="authorized", date="2019-01-01").set_index(["block", "category", "rank"])
    assert quota.loc[("party", "CB", "head"), "a_year"] == 2 * 78_396_000  # 4.7 × 1 390 000 × 12
    assert cost_table(structure()).empty
    unpriced = cost_table(replace_terms(made, TERMS))
    assert unpriced["a_year"].fillna(0).eq(0).all()
    assert unpriced["missing"].sum() == len(made.posts) - 1  # nobody is paid in the post that is held as a second one
    assert payback_years(200.0, 500.0) == 2.5


def replace_terms(one: Structure, terms) -> Structure:
    """Give the same records under other words."""
    every = [record for spec in Tables.ALL for record in one.table(spec.table)]
    return Structure.of(every, terms=terms, as_of=one.as_of)


def test_missing_figures():
    """What nobody gave is listed by unit; posts outside quota need no authorized number, vacant ones no full-time figure."""
    more = Structure.of([*records(), Unit("bare", kind="agency", parent="pc")], terms=TERMS)
    assert rows(missing_figures(more), "record", "field") == [
        ("bare", "no posts listed"),
        ("fin/cv", "filled"),
        ("fin/cv", "fte"),
        ("others/x", "filled"),
        ("others/x", "fte"),
    ]


@pytest.mark.parametrize(
    "table",
    [spans_table, span_groups, spans_summary, layers_table, longest_chains, lines_table, superiors_table,
     leadership_table, functions_table, coordination_table, missing_figures],
)  # fmt: skip
def test_empty(table):
    """Of an empty structure every table is empty, with its columns; and what is there is the same at every call."""
    empty = table(Structure.of([]))
    full = table(structure())
    assert list(empty) == list(full)
    assert len(empty) == (1 if table is spans_summary else 0)
    assert full.equals(table(structure()))


@pytest.mark.parametrize("table", [spans_table, layers_table, lines_table, leadership_table, functions_table])
def test_order_of_rows_does_not_matter(table):
    """The order in which records stand in their tables never changes a result."""
    turned = Structure.of(reversed(records()), terms=TERMS, as_of="2022-09-30")
    assert table(turned).equals(table(structure()))
