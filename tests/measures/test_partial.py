"""Partial figures are said as they are: means of what is known, bounds from both sides, changes by identity."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.comparison.comparison import compare
from orgmodel.comparison.side_by_side import alternatives_of
from orgmodel.core.figures import FigureId, assumed
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures import measure, measure_change, span_groups, spans_summary, spans_table, value
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

FIGURES = st.one_of(st.none(), st.integers(0, 6))


@st.composite
def records(draw: st.DrawFn) -> list:
    """A tree of units with heads and staff, many of whose figures are missing; some units stand for several."""
    made: list = []
    for n in range(draw(st.integers(1, 8))):
        parent = f"u{draw(st.integers(0, n - 1))}" if n and draw(st.integers(0, 4)) else None
        made.append(Unit(f"u{n}", parent=parent, stands_for=draw(st.integers(1, 3)), area=draw(st.sampled_from("xy"))))
        for rank in draw(st.lists(st.sampled_from(["head", "deputy", "staff", "staff"]), unique=False, max_size=4)):
            if rank == "head" and any(
                isinstance(one, Post) and one.unit == f"u{n}" and one.rank == "head" for one in made
            ):
                continue
            fte = draw(st.one_of(st.none(), st.integers(0, 300)))
            quota = draw(st.sampled_from(["in", "in", "out"])) if rank == "staff" else "in"
            made.append(
                Post(
                    f"u{n}/{len(made)}",
                    f"u{n}",
                    rank=rank,
                    authorized=draw(FIGURES),
                    filled=draw(FIGURES),
                    fte=fte,
                    quota=quota,
                )
            )
    return made


def inside(structure: Structure, scope: str, unit: str) -> bool:
    """Tell whether a unit is in the total, an area, or a unit's own branch."""
    if scope == "total":
        return True
    if scope.startswith("area:"):
        return structure.unit(unit).area == scope.removeprefix("area:")
    return scope in [one.id for one in structure.upward(unit)]


def answers(structure: Structure) -> nx.DiGraph:
    """Draw who answers to whom: a post to its unit's head, a head to the nearest head above."""
    head = {post.unit: post.id for post in structure.posts if post.rank == "head"}
    graph = nx.DiGraph()
    graph.add_nodes_from((post.id, {"post": post}) for post in structure.posts)
    for post in structure.posts:
        above = [one.id for one in structure.upward(post.unit)][post.rank == "head" :]
        senior = next((head[unit] for unit in above if unit in head), None)
        if senior is not None:
            graph.add_edge(senior, post.id)
    return graph


def mean(structure: Structure, scope: str, cells: dict) -> tuple:
    """Divide over the units both of whose sides are known; ``cells`` holds pairs of figures by unit, None where missing."""
    weight = {unit: structure.unit(unit).stands_for for unit in cells if inside(structure, scope, unit)}
    known = {unit: cells[unit] for unit in weight if all(None not in pair for pair in cells[unit])}
    k, n = sum(weight[unit] for unit in known), sum(weight.values())
    over = sum(Fraction(pair[0]) for pairs in known.values() for pair in pairs)
    under = sum(Fraction(pair[1]) for pairs in known.values() for pair in pairs)
    return (over / under if under and 2 * k >= n else None), k, n


def scopes(structure: Structure) -> list[str]:
    areas = sorted({one.area for one in structure.table("units")})
    return ["total", *(f"area:{area}" for area in areas), *structure.ids("units")]


@given(records())
def test_spans_pair_unit_by_unit(given_records):
    """Mean spans by posts, people and full-time equivalents are those of the graph, over the units that tell."""
    structure = Structure.of(given_records)
    graph = answers(structure)
    size = lambda post: post.filled if post.quota == "out" and post.authorized is None else post.authorized  # noqa: E731
    cells: dict[str, dict[str, list]] = {"span_mean": {}, "span_people_mean": {}, "span_fte_mean": {}}
    for id in graph:
        lead = graph.nodes[id]["post"]
        under = [graph.nodes[other]["post"] for other in graph.successors(id)]
        if not under:
            continue
        total = lambda values: None if None in values else sum(values)  # noqa: E731
        cells["span_mean"].setdefault(lead.unit, []).append(
            (total([size(one) for one in under]), max(size(lead) or 1, 1))
        )
        if lead.filled == 0:
            continue
        work = [0 if one.fte is None and one.filled == 0 else one.fte for one in under]
        cells["span_people_mean"].setdefault(lead.unit, []).append((total([one.filled for one in under]), lead.filled))
        sums = total(work)
        cells["span_fte_mean"].setdefault(lead.unit, []).append(
            (None if sums is None else Fraction(sums, 100), lead.filled)
        )
    for row in measure(structure, list(cells), scopes(structure)):
        expected, k, n = mean(structure, row.scope, cells[row.measure])
        assert (row.known, row.of, row.missing) == (k, n, n - k), row
        assert row.value == (None if expected is None else pytest.approx(float(expected))), row
        assert (row.why == "few_known") == (2 * k < n), row
        if row.missing:
            assert row.low is row.high is None  # "at least" never stands at a mean


@given(records())
def test_leaders_pair_unit_by_unit(given_records):
    """Leaders per 100 staff are those of the units that know all of both, be it that they have none of one."""
    structure = Structure.of(given_records)
    cells: dict[str, list] = {}
    for unit in structure.ids("units"):
        own = [post for post in structure.posts if post.unit == unit and post.quota != "out"]
        if not own:
            continue
        staff = [post.authorized for post in own if post.rank == "staff"]
        leaders = [post.authorized for post in own if post.rank != "staff"]
        sides = [None if None in side else sum(side) for side in (leaders, staff)]
        cells[unit] = [(None if sides[0] is None else 100 * sides[0], sides[1])]
    for row in measure(structure, ["leaders_per_100"], scopes(structure)):
        expected, k, n = mean(structure, row.scope, cells)
        assert (row.known, row.of) == (k, n)
        assert row.value == (None if expected is None else pytest.approx(float(expected)))


@given(records())
def test_vacancies_are_bounded_by_both_figures(given_records):
    """Vacancies are of the rows that know both; filling in what is missing never leads out of their bounds."""
    structure = Structure.of(given_records)
    for row in measure(structure, ["vacancies"], scopes(structure)):
        own = [one for one in structure.posts if one.quota != "out" and inside(structure, row.scope, one.unit)]
        if row.why == "no_posts":
            assert not [one for one in structure.posts if inside(structure, row.scope, one.unit)]
            continue
        known = [one.authorized - one.filled for one in own if None not in (one.authorized, one.filled)]
        told = {
            unit: all(None not in (one.authorized, one.filled) for one in own if one.unit == unit)
            for unit in {one.unit for one in own}
        }
        of, some = (
            sum(structure.unit(unit).stands_for for unit in told if whole or told[unit]) for whole in (True, False)
        )
        assert row.value == (sum(known) if 2 * some >= of else None)
        if row.value is None:
            assert (row.why, row.known, row.of, row.low, row.high) == ("few_known", some, of, None, None)
            continue
        assert row.low == (
            None if any(one.filled is None for one in own) else sum((one.authorized or 0) - one.filled for one in own)
        )
        assert row.high == (
            None
            if any(one.authorized is None for one in own)
            else sum(one.authorized - (one.filled or 0) for one in own)
        )


@given(records(), st.data())
def test_changes_are_exact_by_identity(given_records, data):
    """Where the change of a sum of missing figures is told, every way to fill them in changes it by so much."""
    before = Structure.of(given_records)
    changed = {}
    for post in before.posts:
        if data.draw(st.integers(0, 2)) == 0:
            field = data.draw(st.sampled_from(["authorized", "filled"]))
            changed[post.id] = dataclasses.replace(post, **{field: data.draw(FIGURES)})
    after = before.patched({"posts": changed})
    for id, fields in (
        ("vacancies", ("authorized", "filled")),
        ("posts_filled", ("filled",)),
        ("posts_authorized", ("authorized",)),
    ):
        found = measure_change(before, after, id).change

        def missing(structure: Structure, fields: tuple = fields, id: str = id) -> set:
            return {
                (post.id, field) for post in structure.posts for field in fields
                if getattr(post, field) is None and (post.quota != "out" or id == "posts_filled")
            }  # fmt: skip

        if not len(before.posts):
            assert found is None  # of posts that nobody lists
            continue
        assert (found is not None) == (missing(before) == missing(after)), id
        if found is None:
            continue

        def total(structure: Structure, id: str = id) -> int:
            full = [
                dataclasses.replace(
                    post,
                    authorized=7 if post.authorized is None else post.authorized,
                    filled=3 if post.filled is None else post.filled,
                )
                for post in structure.posts
            ]
            return value(structure.patched({"posts": {post.id: post for post in full}}), id).value

        assert found == total(after) - total(before), id


def _unit(id: str, staff: int | None, filled: int | None = 1) -> list:
    return [
        Unit(id, parent="top"),
        Post(f"{id}/h", id, rank="head", filled=filled),
        Post(f"{id}/s", id, authorized=staff, filled=staff),
    ]


def test_the_same_number_of_other_missing_figures_is_no_known_change():
    """One unit's staff is unknown before, another's after: no change of the mean is told, though one is missing in both."""
    before = Structure.of([Unit("top"), *_unit("a", 4), *_unit("b", 6), *_unit("c", None)])
    swapped = {"b/s": Post("b/s", "b", authorized=None, filled=None), "c/s": Post("c/s", "c", authorized=6, filled=6)}
    other = measure_change(before, before.patched({"posts": swapped}), "span_mean")
    assert (other.before.value, other.after.value, other.before.missing, other.after.missing) == (5, 5, 1, 1)
    assert other.change is None
    same = measure_change(
        before, before.patched({"posts": {"a/s": Post("a/s", "a", authorized=8, filled=8)}}), "span_mean"
    )
    assert (same.after.value, same.change, same.low) == (7, 2, None)
    widest = measure_change(
        before, before.patched({"posts": {"b/s": Post("b/s", "b", authorized=5, filled=5)}}), "span_max"
    )
    assert (widest.before.value, widest.after.value, widest.change, widest.low, widest.high) == (6, 5, None, -1, 0)


def test_posts_of_unknown_rank_are_the_same_missing_figure_only_while_as_many():
    """Four posts of unknown rank may all be heads, so five may be one head more."""
    before = Structure.of([Unit("a"), Post("a/x", "a", rank="unknown", authorized=4), Post("a/h", "a", rank="head")])
    more = before.patched({"posts": {"a/x": Post("a/x", "a", rank="unknown", authorized=5)}})
    second = before.patched({"posts": {"a/h": Post("a/h", "a", rank="head", authorized=2)}})
    assert measure_change(before, more, "heads").change is None
    assert measure_change(before, second, "heads").change == 1


def test_the_share_of_units_that_must_tell_is_the_studys():
    """Two of three units tell: enough for a half, too few for nine in ten."""
    records = [Unit("top"), *_unit("a", 4), *_unit("b", 6), *_unit("c", None)]
    assert value(Structure.of(records), "span_mean").value == 5
    strict = value(Structure.of(records, terms=Vocabulary(known_share=0.9)), "span_mean")
    assert (strict.value, strict.known, strict.of, strict.why) == (None, 2, 3, "few_known")


def test_spans_of_a_list_of_people():
    """Seven people under three: the spans by people are 2 in the mean and 3 at most, and nobody is said to lead no one."""
    records = [
        Unit("o"), Unit("n", parent="o"), Unit("s", parent="o"),
        *(Post(id, unit, rank=rank, authorized=None, filled=many) for id, unit, rank, many in
          [("1", "o", "head", 1), ("2", "n", "head", 1), ("3", "s", "head", 1), ("4", "n", "staff", 3), ("7", "s", "staff", 1)]),
    ]  # fmt: skip
    structure = Structure.of(records)
    found = {row.measure: (row.value, row.missing) for row in measure(structure, scopes=["total"])}
    assert (found["span_people_mean"], found["span_people_max"]) == ((2, 0), (3, 0))
    assert (found["span_mean"], found["span_max"], found["layers_posts"]) == ((None, 3), (None, 5 - 1), (3, 0))
    table = spans_table(structure).set_index("post")
    assert table.loc[["1", "2", "3"], "people_per_filled"].tolist() == [2, 3, 1]
    assert table["span"].isna().all()
    assert set(table["group"]) == {"2–3", "1"}
    assert span_groups(structure)[["group", "superiors", "reports"]].values.tolist() == [["1", 1, 1.0], ["2–3", 2, 5.0]]
    (summary,) = spans_summary(structure).to_dict("records")
    assert (summary["superiors"], summary["with_no_one"], summary["people_mean"], summary["unknown"]) == (3, 0, 2, 3)


def test_a_head_of_whose_reports_nothing_is_known_is_unknown():
    """Nothing is known of what answers to a head: no span, no group of 0; with a part known it is at least that."""
    structure = Structure.of([Unit("a"), Post("h", "a", rank="head", filled=1), Post("c", "a", authorized=None)])
    (row,) = spans_table(structure).to_dict("records")
    assert row["span"] != row["span"]
    assert row["group"] == "unknown"
    partly = Structure.of([*structure.table("units"), *structure.posts, Post("d", "a", authorized=2)])
    (row,) = spans_table(partly).to_dict("records")
    assert (row["span"], row["missing"], row["group"]) == (2, 1, "unknown")
    assert spans_summary(partly)["mean"].isna().all()


@given(records())
def test_layers_of_posts_are_those_of_the_graph(given_records):
    """The depth of reporting in the whole is the longest way of the graph, and of a unit from its highest post to its lowest."""
    structure = Structure.of(given_records)
    graph = answers(structure)
    layer: dict[str, int] = {}
    for id in nx.topological_sort(graph):
        layer[id] = 1 + max((layer[other] for other in graph.predecessors(id)), default=0)
    for row in measure(structure, ["layers_posts"], scopes(structure)):
        own = [layer[post.id] for post in structure.posts if inside(structure, row.scope, post.unit)]
        assert row.value == (max(own) - min(own) + 1 if own else None), row
    if layer:
        assert value(structure, "layers_posts").value == nx.dag_longest_path_length(graph) + 1


def test_what_is_now_known_is_said():
    """Of ten posts, filled unknown, five go with three people: from at least one to at least four, and three are now known."""
    records = [
        Unit("root"), Unit("a", parent="root"), Post("a/h", "a", rank="head", authorized=1, filled=1), Post("a/s", "a", authorized=10),
    ]  # fmt: skip
    off = {
        "split_off": "a",
        "into": [{"unit": {"unit": "n", "parent": "root"}, "takes": {"posts": [{"post": "s", "count": 5, "filled": 3}]}, "head": {"convert": "s", "filled": 1}}],
    }  # fmt: skip
    found = compare(Scenario("s", Structure.of(records), steps=(Step("x", do=[off]),)).run())
    row = found.measures.set_index(["scope", "measure"]).loc[("total", "posts_filled")]
    assert (row["before"], row["after"], row["change"], row["now_known"]) == (1, 4, 0, 3)
    assert "posts filled at least 1 → 4, unchanged (3 of the missing are now known)" in found.summary("en")
    assert "có mặt ít nhất 1 → 4, không đổi (3 trong số còn thiếu nay đã rõ)" in found.summary("vi")


def test_the_assumed_share_of_a_remainder_is_that_of_its_source():
    """Of ten posts, assumed, four go with three people: what is left is assumed as the ten were, and so is the total."""
    records = [
        Unit("root"), Unit("a", parent="root"), Post("a/h", "a", rank="head", authorized=1, filled=1),
        Post("a/s", "a", authorized=assumed(FigureId("posts", "a/s", "authorized"), 8, 10, 12), filled=8, src="assumed"),
    ]  # fmt: skip
    off = {
        "split_off": "a",
        "into": [{"unit": {"unit": "n", "parent": "root"}, "takes": {"posts": [{"post": "s", "count": 4, "filled": 3}]}, "head": {"convert": "s", "filled": 1}}],
    }  # fmt: skip
    outcome = Scenario("s", Structure.of(records), steps=(Step("x", do=[off]),)).run()
    left = value(outcome.after, "posts_authorized", "a")
    assert (left.value, left.low, left.high, left.assumed) == (7, 5, 9, pytest.approx(6 / 7, abs=1e-6))
    whole, before = value(outcome.after, "posts_authorized"), value(outcome.before, "posts_authorized")
    assert (whole.value, whole.low, whole.high, whole.assumed) == (
        before.value,
        before.low,
        before.high,
        before.assumed,
    )


@given(records(), st.data())
def test_changes_of_means_and_maxima_are_told_only_where_the_same_figures_are_missing(given_records, data):
    """The lists of what is missing under each superior, before and after, decide; a maximum must be the same besides."""
    before = Structure.of(given_records)
    units = before.ids("units")
    changed = {}
    for post in before.posts:
        what = data.draw(st.sampled_from(["keep", "keep", "figure", "move"]))
        if what == "figure":
            changed[post.id] = dataclasses.replace(post, authorized=data.draw(FIGURES))
        elif what == "move" and post.rank != "head":
            changed[post.id] = dataclasses.replace(post, unit=data.draw(st.sampled_from(units)))
    after = before.patched({"posts": changed})
    if data.draw(st.booleans()):
        after = Structure.of([*after.table("units"), *after.posts], terms=after.terms)

    def absent(structure: Structure, scope: str) -> list:
        graph = answers(structure)
        found = []
        for senior, junior in graph.edges:
            lead, post = (graph.nodes[one]["post"] for one in (senior, junior))
            number = post.filled if post.quota == "out" and post.authorized is None else post.authorized
            if number is None and inside(structure, scope, lead.unit):
                found.append((junior, lead.unit))
        return sorted(found)

    for id in ("span_mean", "span_max"):
        for scope in ("total", *units):
            found = measure_change(before, after, id, scope)
            one, other = found.before.value, found.after.value
            lists = [absent(structure, scope) for structure in (before, after)]
            if one is None or other is None:
                assert found.change is None
            elif lists == [[], []]:
                assert found.change == pytest.approx(other - one)
            elif id == "span_mean":
                told = lists[0] == lists[1] and found.before.missing == found.after.missing
                assert found.change == (pytest.approx(other - one) if told else None)
            else:
                assert found.change == (0 if lists[0] == lists[1] and one == other else None)


def test_a_maximum_that_is_the_same_as_far_as_is_known_is_no_row():
    """The widest span known stays, and another figure is missing: neither a change nor as now."""
    records = [Unit("top"), *_unit("a", 9), *_unit("b", 4), *_unit("c", None)]
    outcome = Scenario(
        "s",
        Structure.of(records),
        steps=(Step("x", do=[{"dissolve": {"post": "b/s"}, "why": "w"}, {"dissolve": {"post": "c/s"}, "why": "w"}]),),
    ).run()
    (table,) = alternatives_of(compare(outcome))
    assert "span_max" not in [line.measure for line in table.lines]
    assert "span_max" not in table.alike
    row = compare(outcome).measures.set_index(["scope", "measure"]).loc[("total", "span_max")]
    assert (row["before"], row["after"]) == (9, 9)
    assert row[["change", "change_low", "change_high"]].isna().all()
