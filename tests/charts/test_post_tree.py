"""Who answers to whom: each post once under its first superior, counts of those below as networkx counts them, in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.charts.chart import chart
from orgmodel.charts.post_tree import post_tree
from orgmodel.cli.main import run
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Incumbency, Line, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.scenario import Outcome, Study
from tests.charts.organisations import study

MADE = Structure.of(
    [
        Unit("a", names_of(en="Ministry")),
        Unit("b", names_of(en="Finance"), parent="a"),
        Post("a/h", "a", names_of(en="Minister"), rank="head", authorized=1, filled=1),
        Post("a/s", "a", names_of(en="Adviser"), authorized=2, filled=1),
        Post("b/h", "b", names_of(en="Head of Finance"), rank="head", authorized=1, filled=0),
        Post("b/s", "b", names_of(en="Clerk"), authorized=5, filled=5),
        Post("b/x", "b", names_of(en="Auditor"), authorized=None, filled=1),
        Person("p", "Ann Archer"),
        Incumbency("p", "a/h"),
        Line("administrative", "b/s", "b/h"),
        Line("administrative", "b/s", "a/s"),
        Line("professional", "b/h", "a/s"),
    ]
)


def said(**options: object) -> dict[str, str]:
    """Give what each box says."""
    (page,) = chart(MADE, tree="posts", page="a3", language="en", **options).drawing.pages  # type: ignore[arg-type]
    return {box.id: " ".join(line.text for line in box.lines) for box in page.boxes}


def test_each_post_stands_under_its_first_superior() -> None:
    """Boxes say title, unit, figures and who is below; a second superior and other lines are lines of their own."""
    (page,) = chart(MADE, tree="posts", page="a3", language="en").drawing.pages
    own = {route.end: route.start for route in page.routes if route.kind == "chart"}
    assert own == {"a/s": "a/h", "b/h": "a/h", "b/s": "b/h", "b/x": "b/h"}
    others = {(route.kind, route.start, route.end) for route in page.routes if route.kind != "chart"}
    assert others == {("administrative", "b/s", "a/s"), ("professional", "b/h", "a/s")}
    boxes = said()
    assert boxes["a/h"] == "Minister Ministry below: 3 directly, ≥8 in all"
    assert boxes["b/h"].startswith("Head of Finance Finance · 0/1")
    assert "directly below: ≥5" in boxes["b/h"]
    assert page.notes[0].text == "Who answers to whom – Minister, Ministry"
    keys = [sample.text for sample in page.samples]
    assert "Answers to" in keys
    assert "below: posts, as authorized" in keys


def test_holders_are_named_when_asked_and_vacancies_told() -> None:
    """Names stand under the title; nobody is named otherwise."""
    assert not any("Archer" in text for text in said().values())
    boxes = said(holders=True)
    assert boxes["a/h"].startswith("Minister Ann Archer · Ministry")
    assert boxes["b/h"].startswith("Head of Finance vacant · Finance")


def test_a_part_begins_at_a_post_or_at_a_unit() -> None:
    """The root is a post, or a unit; depth counts the levels below; what is neither gets its nearest."""
    assert set(said(root="b/h")) == {"b/h", "b/s", "b/x"}
    assert set(said(root="b")) == {"b/h", "b/s", "b/x"}
    assert set(said(depth=1)) == {"a/h", "a/s", "b/h"}
    assert "≥8 in all" in said(depth=0)["a/h"]
    with pytest.raises(ProblemsError, match="no unit or post 'b/hh' to draw; did you mean 'b/h'"):
        said(root="b/hh")
    with pytest.raises(ProblemsError, match="no tree 'post'; did you mean 'posts'"):
        chart(MADE, tree="post")
    with pytest.raises(ProblemsError, match="the structure has no posts"):
        chart(Structure.of([Unit("a")]), tree="posts")


def test_a_line_off_the_page_says_the_unit_of_the_post_too() -> None:
    """There may be an adviser in each unit; what the key explains of figures stands on the page."""
    boxes = said(root="b")
    assert boxes["b/h"].endswith("⇢ Adviser, Ministry")
    assert "↑ Adviser, Ministry" in boxes["b/s"]
    for depth, is_told in ((0, False), (1, True)):
        (page,) = chart(MADE, tree="posts", depth=depth, page="a3", language="en").drawing.pages
        assert any(sample.key == "figures" for sample in page.samples) is is_told


def test_posts_in_a_circle_are_each_drawn_once() -> None:
    """Written lines in a circle end nowhere: the first of the circle is at the top, and none is lost."""
    posts = [Post(f"a/{n}", "a", authorized=1) for n in range(3)]
    lines = [Line("administrative", f"a/{n}", f"a/{(n + 1) % 3}") for n in range(3)]
    made = post_tree(Structure.of([Unit("a"), *posts, *lines]))
    assert len(made.rows) == len(set(made.rows)) == 3
    assert made.parents.count(-1) == 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=25), st.lists(st.integers(1, 9), min_size=25, max_size=25))
@settings(max_examples=settings.default.max_examples // 2)
def test_counts_are_those_of_a_graph(above: list[int], many: list[int]) -> None:
    """Direct and all below are what networkx finds by descendants, for chains of any shape."""
    units = [Unit("a")]
    posts = [Post("p0", "a", rank="head", authorized=many[0])]
    lines, edges = [], []
    for number, step in enumerate(above[1:], start=1):
        superior = max(0, number - 1 - step)
        posts.append(Post(f"p{number}", "a", authorized=many[number]))
        lines.append(Line("administrative", f"p{number}", f"p{superior}"))
        edges.append((f"p{superior}", f"p{number}"))
    made = Structure.of([*units, *posts, *lines])
    tree = post_tree(made)
    graph = nx.DiGraph(edges)
    graph.add_nodes_from(post.id for post in posts)
    size = {post.id: post.authorized for post in posts}
    for node, row in enumerate(tree.rows):
        id = made.posts.record(row).id  # type: ignore[union-attr]
        assert tree.direct[node] == (sum(size[one] for one in graph.successors(id)), False)
        assert tree.below[node] == (sum(size[one] for one in nx.descendants(graph, id)), False)


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".pptx", ".drawio", ".html"])
def test_every_format_draws_posts(suffix: str, tmp_path: Path) -> None:
    """Whatever the file, the posts are in it."""
    (path,) = chart(MADE, tree="posts", holders=True, language="en").save(tmp_path / f"x{suffix}")
    if suffix in (".svg", ".drawio", ".html"):
        assert "Ann Archer" in path.read_text("utf-8")
    assert path.stat().st_size > 2000


def test_a_list_of_people_is_drawn(tmp_path: Path) -> None:
    """People, titles and managers make a tree; where nobody authorizes posts, people are counted."""
    table = tmp_path / "people.csv"
    table.write_text(
        "Employee ID,Name,Job title,Department,Manager ID\n1,Ann Archer,Director,Head Office,\n"
        "2,Ben Baker,Head of Finance,Finance,1\n3,Cid Carter,Accountant,Finance,2\n4,Dee Dunn,Accountant,Finance,2\n",
        encoding="utf-8",
    )
    assert run(["init", str(table), "-o", str(tmp_path / "s")]) == 0
    asked = ["chart", str(tmp_path / "s"), "--tree", "posts", "--holders", "--state", "before", "--lang", "en"]
    assert run([*asked, "-o", str(tmp_path / "x.svg"), "--list", str(tmp_path / "x.md")]) == 0
    told = (tmp_path / "x.md").read_text("utf-8")
    assert "Director, Ann Archer" in told
    assert "below: 1 directly, 3 in all" in told
    assert "below: people in post" in (tmp_path / "x.svg").read_text("utf-8")


def test_outcomes_are_drawn_in_both_states(capsys: pytest.CaptureFixture[str]) -> None:
    """Before and after are trees of their own; of changes there is none."""
    made = study().scenarios["2.3-no-new-quota"].run()
    for state in ("before", "after"):
        drawn = orgmodel.chart(made, tree="posts", state=state, root="duc-tho")
        assert sum(len(page.boxes) for page in drawn.drawing.pages) > 30
    with pytest.raises(ProblemsError, match="changes are shown unit by unit"):
        orgmodel.chart(made, tree="posts", state="changes")
    assert (
        run(
            [
                "chart",
                "scenarios/ha-tinh-2022/2.3-no-new-quota.yaml",
                "--tree",
                "posts",
                "--state",
                "changes",
                "-o",
                "x.svg",
            ]
        )
        == 2
    )
    assert "--tree posts" in capsys.readouterr().err


def tops(made: Outcome, root: str, state: str, html: Path) -> set[str]:
    """Give the boxes that stand under none, which the page that is acted on has too."""
    drawn = orgmodel.chart(made, tree="posts", root=root, state=state, language="en")
    (page,) = drawn.drawing.pages
    found = {box.id for box in page.boxes} - {route.end for route in page.routes if route.kind == "chart"}
    drawn.save(html)
    (data,) = re.findall(r'<script[^>]*id="data"[^>]*>(.*?)</script>', html.read_text("utf-8"), re.DOTALL)
    (shown,) = [one for one in json.loads(data)["states"] if one["key"] == state]
    assert found == {row[0] for row in shown["units"] if row[2] < 0}
    return found


def test_a_root_of_the_other_state_is_followed(tmp_path: Path) -> None:
    """A unit that ended leads to the posts of what it became, a post to the one that took it over, and back in time alike."""
    made = study().scenarios["2.3-no-new-quota"].run()
    assert tops(made, "duc-tho.tcnv", "after", tmp_path / "1.html") == {"duc-tho.tcnv/head", "duc-tho.tcnv/dep-gov"}
    assert tops(made, "duc-tho.phong-noi-vu", "before", tmp_path / "2.html") == {"duc-tho.tcnv/head"}
    assert tops(made, "duc-tho.vp-hdnd-ubnd/head", "before", tmp_path / "3.html") == {"duc-tho.vp-cuq/dep-gov"}
    ministry = orgmodel.read("scenarios/ministry")
    assert isinstance(ministry, Study)
    layered = ministry.scenarios["delayering"].run()
    assert layered.after.posts.row("1014") < 0
    assert tops(layered, "1014", "after", tmp_path / "4.html") == {"1012"}
    with pytest.raises(ProblemsError, match=r"'duc-tho\.tcnv/head' is a post, not a unit"):
        orgmodel.chart(made, root="duc-tho.tcnv/head", state="before")


def test_the_title_of_several_tops_names_the_unit_asked_for() -> None:
    """Two successors stand side by side under the name of the unit that became them."""
    made = study().scenarios["2.3-no-new-quota"].run()
    for tree in ("units", "posts"):
        (page,) = orgmodel.chart(made, tree=tree, root="duc-tho.tcnv", state="after", language="vi").drawing.pages
        assert page.notes[0].text.endswith("– Cơ quan Tổ chức - Nội vụ huyện Đức Thọ")


def test_the_title_of_posts_that_answer_to_nobody_names_the_unit_around_them() -> None:
    """Ministers without anyone above them answer to nobody: the title names the government that they are all of."""
    units = [Unit("g", names_of(en="Government")), *(Unit(id, names_of(en=id.upper()), parent="g") for id in "ab")]
    heads = [Post(f"{id}/h", id, names_of(en="Minister"), rank="head", authorized=1, filled=1) for id in "ab"]
    apart = [Unit("x", names_of(en="Court")), Post("x/h", "x", names_of(en="Judge"), rank="head", authorized=1)]
    for made, title in (
        ([*units, *heads], "Who answers to whom – Government"),
        ([*units, *heads, *apart], "Who answers to whom"),
    ):
        (page,) = orgmodel.chart(Structure.of(made), tree="posts", language="en").drawing.pages
        assert page.notes[0].text == title
