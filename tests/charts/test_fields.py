"""What boxes say and are coloured by when asked: figures worked by hand, names only on request, one look a group."""

from __future__ import annotations

import numpy as np
import pytest

import orgmodel
from orgmodel.charts.chart import chart
from orgmodel.charts.colouring import Colouring, colouring_of, steps_of
from orgmodel.charts.theme import theme_of
from orgmodel.core.figures import assumed
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Attribute, Incumbency, Link, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from tests.charts.organisations import outcome, study

MADE = Structure.of(
    [
        Unit("a", names_of(en="Ministry"), kind="ministry", block="party"),
        Unit("b", names_of(en="Personnel"), parent="a", kind="division", block="field", area="a"),
        Unit("c", names_of(en="Planning"), parent="a", kind="division", block="government"),
        Unit("d", names_of(en="Archive"), parent="c", kind="bureau", block="archive"),
        Post("a/h", "a", names_of(en="Minister"), rank="head", authorized=1, filled=1, fte=100),
        Post("b/h", "b", names_of(en="Head"), rank="head", authorized=1, filled=0),
        Post("b/s", "b", names_of(en="Officer"), grade="G7", authorized=4, filled=3, fte=250),
        Post("c/h", "c", names_of(en="Head"), rank="head", authorized=1, filled=1, fte=50),
        Post("c/s", "c", names_of(en="Officer"), authorized=10, filled=assumed("x", 5, 6, 7)),
        Post("d/s", "d", names_of(en="Clerk"), authorized=None, filled=2),
        Person("p", "Ann Archer"),
        Person("q", "Ben Baker"),
        Incumbency("p", "a/h"),
        Incumbency("q", "b/s"),
        Incumbency("q", "c/h", order=1),
        Link("a/h", "d/s"),
        Attribute("c", "rural", "yes"),
        Attribute("d", "seat", "Old Town"),
    ]
)


def said(**options: object) -> dict[str, str]:
    """Give what each box says below its name."""
    drawn = chart(MADE, page="a3", language="en", **options).drawing  # type: ignore[arg-type]
    (page,) = drawn.pages
    return {box.id: " ".join(line.text for line in box.lines if not line.bold) for box in page.boxes}


def test_fields_are_those_asked_for_in_their_order() -> None:
    """Sums over units below, shares of posts, vacancies and means stand as worked by hand; of nothing no line."""
    boxes = said(fields="vacancies,fte,filled/authorized,kind")
    assert boxes["a"] == "vacant: Σ 6 (3/4) · Σ ≥4 FTE Σ 13/≥17* · Kind: ministry"
    assert boxes["b"] == "vacant: 2 · 2.5 FTE · 3/5 Kind: division"
    assert boxes["d"] == "vacant: ? · ? FTE · 2/? Kind: bureau"
    boxes = said(fields=["headcount", "span_mean", "id"])
    assert boxes["b"] == "people: 3 Mean span of control: 4 · b"
    assert boxes["c"].endswith("c")
    assert said(fields="rural,seat,area")["c"] == "Rural: yes"
    assert said(fields="rural,seat,area")["d"] == "Seat: Old Town"
    assert said(fields="filled,authorized")["b"] == "in post: 3 · authorized: 5"


def test_persons_are_named_only_when_asked() -> None:
    """Names stand beside the head's title, second holdings are told as such, and a vacant post in words."""
    usual = " ".join(said().values())
    assert "Archer" not in usual
    assert "vacant" not in usual
    boxes = said(holders=True)
    assert boxes["a"].startswith("Minister: Ann Archer")
    assert boxes["b"].startswith("Head: vacant")
    assert boxes["c"].startswith("Head: Ben Baker (concurrently)")
    posts = said(holders=True, posts=True)
    assert posts["b/s"] == "Ben Baker; 1 vacant · 3/4"
    assert posts["d/s"].replace(" · ", " ") == "Ann Archer (concurrently) 2/?"
    assert said(fields="name,holders")["a"] == "Ann Archer"
    assert said(fields="grade", posts=True)["b/s"] == "Grade: G7"


def test_changes_take_fields_too() -> None:
    """A picture of changes says what is asked for, and nothing else."""
    (page,) = chart(outcome("2.3-no-new-quota"), state="changes", fields="deputies", language="en").drawing.pages
    texts = [line.text for box in page.boxes for line in box.lines if not line.bold]
    assert any("Deputies" in text for text in texts)
    assert not any("/" in text.replace("/2", "") for text in texts if "Deputies" in text)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"fields": "name,vacances"}, "UNKNOWN_FIELD no field 'vacances'; did you mean 'vacancies'?"),
        ({"fields": ["rurall"]}, "no field 'rurall'; did you mean 'rural'?"),
        ({"fields": "rank"}, "'rank' is of posts: draw them"),
        ({"fields": "posts_moved"}, "posts_moved compares two structures"),
        ({"color_by": "spam_mean"}, "nothing to colour by called 'spam_mean'; did you mean 'span_mean'?"),
        ({"color_by": "grade"}, "'grade' is of posts: draw them"),
        ({"color_by": 3}, "color_by is a text, not 3"),
        ({"fields": 3}, "fields is a text or a list of texts, not 3"),
        ({"holders": "yes"}, "holders is True or False, not 'yes'"),
    ],
)
def test_a_field_that_is_none_gets_its_nearest(options: dict[str, object], expected: str) -> None:
    """Unknown names are refused with the nearest; what only posts have says how they are drawn."""
    with pytest.raises(ProblemsError) as refused:
        chart(MADE, **options)  # type: ignore[arg-type]
    assert expected in str(refused.value)


def looks(**options: object) -> dict[str, str]:
    """Give the group of each box."""
    return {box.id: box.group for box in chart(MADE, page="a3", **options).drawing.pages[0].boxes}  # type: ignore[arg-type]


def test_a_block_has_one_look_in_the_whole_study() -> None:
    """Whole and part, before and after, printed and on the page: a block keeps its look, whatever else is drawn."""
    drawn = [chart(MADE, root=root) for root in ("a", "c", "d")]
    assert [one.painter.look("archive") for one in drawn[1:]] == [drawn[0].painter.look("archive")] * 2
    assert drawn[0].painter.look("archive") != drawn[0].painter.look("field")
    (shown, *_) = chart(MADE, root="d").data()["colours"]
    looks = dict(zip(shown["groups"], shown["looks"], strict=True))
    assert looks["archive"]["pattern"] == drawn[0].painter.look("archive").pattern
    declared = Structure.of([*MADE.units, *MADE.posts], terms=Vocabulary(blocks=("archive", "field")))
    assert chart(declared).painter.look("archive") == theme_of("colour").others[0]
    made = outcome("2.3-no-new-quota")
    for block in ("party", "government", "mixed"):
        assert len({chart(made, state=state).painter.look(block) for state in ("before", "after", "changes")}) == 1


@pytest.mark.parametrize("theme", ["colour", "grey", "plain"])
def test_groups_differ_by_more_than_colour(theme: str) -> None:
    """Every category and every step of a scale has a pattern of its own; fills grow darker with the step, ink stays legible."""
    look = theme_of(theme)
    assert len({one.pattern for one in look.categories}) == len(look.categories)
    assert len({one.pattern for one in (*look.blocks.values(), *look.others)}) == len(look.blocks) + len(look.others)
    made = Colouring("headcount", steps=(1, 2, 3, 4), is_scale=True).looks(look)
    steps = [made[str(step)] for step in range(1, 6)]
    assert len({one.pattern for one in made.values()}) == len(made)
    bright = [_luminance(one.fill) for one in steps]
    assert bright == sorted(bright, reverse=True)
    assert min((b + 0.05) / (_luminance(look.ink) + 0.05) for b in bright) > 7


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def test_boxes_are_coloured_by_kind_attribute_and_measure() -> None:
    """The group of a box is its kind, its attribute, or the step of the measure; what is at least or unknown says so."""
    assert looks(color_by="kind") == {"a": "ministry", "b": "division", "c": "division", "d": "bureau"}
    assert looks(color_by="rural") == {"a": "", "b": "", "c": "yes", "d": ""}
    made = colouring_of("posts_authorized", [MADE])
    assert (made.steps, made.is_scale) == ((11, 17), True)
    assert looks(color_by="posts_authorized") == {"a": "3", "b": "1", "c": "2-3", "d": "?"}
    posts = looks(color_by="rank", posts=True)
    assert (posts["a"], posts["b/s"]) == ("", "staff")
    assert looks(color_by="kind", posts=True)["b/s"] == "division"


def test_the_key_explains_what_boxes_are_coloured_by() -> None:
    """The key names what it is, each group on the page, the figures of each step, and no group that is elsewhere."""

    def key(**options: object) -> list[str]:
        (page,) = chart(MADE, language="en", page="a3", **options).drawing.pages  # type: ignore[arg-type]
        return [one.text for one in page.samples if one.kind == "group" or one.key == "colour-by"]

    assert key() == ["Party block", "field", "Government block", "archive"]
    assert key(root="c") == ["Government block", "archive"]
    heading = "Colour and strip of boxes: "
    assert key(color_by="kind") == [heading + "Kind", "Ministry", "Division", "Bureau"]
    assert key(color_by="posts_authorized")[:3] == [heading + "Posts authorized", "under 11", "at least: 11–16"]
    assert key(color_by="seat", root="b") == []


def test_many_values_share_one_look() -> None:
    """Beyond eight the most frequent keep looks of their own, and the key says that the rest are others."""
    units = [Unit("top")] + [Unit(f"u{n}", parent="top") for n in range(30)]
    made = Structure.of([*units, *(Attribute(f"u{n}", "region", f"r{n % 12 if n < 24 else 3}") for n in range(30))])
    drawn = chart(made, color_by="region", page="fit", language="en")
    (page,) = drawn.drawing.pages
    groups = {box.group for box in page.boxes if box.group}
    assert len(groups) == 8
    assert "r3" in groups
    assert "…" in groups
    assert "other values" in [one.text for one in page.samples]


def test_steps_hold_like_many_at_round_figures() -> None:
    """Few figures have a step each; many are cut at round figures within their range."""
    assert steps_of([]) == ()
    assert steps_of([5, 5, 5]) == ()
    assert steps_of([1, 2, 3, 4, 5]) == (2, 3, 4, 5)
    assert steps_of([float(n) for n in range(-50, 51)]) == (-30, -10, 10, 30)
    assert steps_of([n / 100 for n in range(100)]) == (0.2, 0.4, 0.6, 0.8)
    made = steps_of([1] * 90 + [1000, 2000, 3000, 4000, 5000, 6000])
    assert all(1 < one <= 6000 for one in made)


def test_where_most_figures_are_at_least_the_key_says_so_once() -> None:
    """The study's boxes bear no sign but those that are exact; the key says what no sign means."""
    baseline = study().baseline
    drawn = chart(baseline, root="duc-tho")
    texts = [line.text for box in drawn.drawing.pages[0].boxes for line in box.lines if not line.bold]
    assert not any("≥" in text for text in texts)
    assert any(text.startswith("=13/13*") for text in texts)
    assert any("1/=5*" in text for text in texts)
    keys = [one.text for one in drawn.drawing.pages[0].samples]
    assert any("số ít nhất, vì còn thiếu số liệu; dấu =: đủ số liệu" in text for text in keys)
    assert not any(text.startswith("≥") for text in keys)


def test_the_same_words_in_python() -> None:
    """``orgmodel.chart`` takes what the command takes."""
    drawn = orgmodel.chart(MADE, fields=["fte"], color_by="kind", holders=True)
    assert {box.group for box in drawn.drawing.pages[0].boxes} == {"ministry", "division", "bureau"}
