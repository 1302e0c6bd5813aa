"""How charts are laid out, by the measures of the benchmarks: families alike, levels kept, pages full; and the measures themselves."""

from __future__ import annotations

import os
import statistics
from functools import lru_cache

import pytest

from benchmarks.chart_metrics import (
    PADDING,
    Organisation,
    PlacedBox,
    PlacedPage,
    crossings,
    families_alike,
    level_violations,
    mean_move,
    share_of_boxes,
)
from benchmarks.charts_drawing import structure
from benchmarks.charts_layout import Subject, ours, subjects
from orgmodel.charts.chart import chart
from tests.charts.organisations import outcome

PARENTS = {"top": None, "a": "top", "b": "top", "a1": "a", "a2": "a", "b1": "b", "b2": "b"}
KINDS = dict.fromkeys(PARENTS, ("unit", ""))
MADE = Organisation.of("made", PARENTS, KINDS)
LINES = [(parent, unit, ((0.0, 0.0), (0.0, 1.0))) for unit, parent in PARENTS.items() if parent]


def placed(**places: tuple[float, float]) -> PlacedPage:
    """Place boxes of one size on a page."""
    boxes = [PlacedBox(unit, x, y, 50.0, 20.0, (40.0, 12.0)) for unit, (x, y) in places.items()]
    return PlacedPage(100_000.0, 10.0, boxes, LINES)


EVEN = placed(top=(100, 0), a=(0, 50), b=(200, 50), a1=(10, 100), a2=(10, 150), b1=(210, 100), b2=(210, 150))


@lru_cache(maxsize=1)
def drawn() -> dict[str, tuple[Organisation, list[PlacedPage]]]:
    """Draw every organisation once."""
    return {
        one.name: (one.organisation(), ours(chart(one.drawn, root=one.root, language=one.language)))
        for one in subjects()
    }


def test_the_measures_tell_what_is_wrong() -> None:
    """A family drawn otherwise than its equal, and siblings on two levels, are counted; even ones are not."""
    assert families_alike([EVEN], MADE) == (2, 2)
    assert level_violations([EVEN], MADE) == (3, 0)
    odd = placed(top=(100, 0), a=(0, 50), b=(200, 50), a1=(10, 100), a2=(10, 150), b1=(180, 100), b2=(240, 100))
    assert families_alike([odd], MADE) == (2, 1)
    assert level_violations([odd], MADE) == (3, 0)
    low = placed(top=(100, 0), a=(0, 50), b=(200, 90), a1=(10, 100), a2=(10, 150), b1=(210, 140), b2=(210, 190))
    assert level_violations([low], MADE) == (3, 1)
    assert families_alike([low], MADE) == (2, 2)


def test_the_share_of_boxes_is_that_of_their_natural_size() -> None:
    """A box counts as its text and 1.5 mm around, however large it is drawn; and never as more than is drawn."""
    text = (40.0 + 2 * PADDING) * (12.0 + 2 * PADDING)
    wide = PlacedPage(10_000.0, 10.0, [PlacedBox("a", 0, 0, 500, 200, (40.0, 12.0))])
    assert share_of_boxes([wide]) == pytest.approx(text / 10_000)
    tight = PlacedPage(10_000.0, 10.0, [PlacedBox("a", 0, 0, 42, 13, (40.0, 12.0))])
    assert share_of_boxes([tight]) == pytest.approx(42 * 13 / 10_000)


def test_crossings_are_counted_once_and_moves_are_measured() -> None:
    """Lines that run as one cross another at one point; a box that goes to another page moves by a page."""
    box = [PlacedBox("a", 0, 0, 1, 1, (1.0, 1.0))]
    level = ("p", "q", ((0.0, 5.0), (10.0, 5.0)))
    stems = [("s", f"t{n}", ((5.0, 0.0), (5.0, 10.0 + n))) for n in range(3)]
    assert crossings([PlacedPage(1.0, 7.0, box, [level, *stems])]) == 1
    assert crossings([PlacedPage(1.0, 7.0, box, [("s", "q", level[2]), *stems])]) == 0
    assert mean_move([EVEN], [EVEN]) == 0
    assert mean_move([EVEN], [placed(top=(172, 0))]) == pytest.approx(25.4)


def test_equal_families_are_alike_and_levels_kept() -> None:
    """Of every organisation all equal families are drawn alike, and one kind under one box stands on one level or in columns."""
    assert len(drawn()) >= 10
    counted = 0
    for name, (organisation, pages) in drawn().items():
        equal, alike = families_alike(pages, organisation)
        assert alike == equal, name
        assert level_violations(pages, organisation)[1] == 0, name
        counted += equal
    assert counted > 100


@pytest.mark.needs_data
def test_boxes_fill_their_pages(data_folder: object) -> None:
    """Over twenty organisations boxes at their natural size fill 30 % of the printable area or more, on average."""
    assert os.environ.get("ORGMODEL_DATA")
    assert len(drawn()) == 20
    assert statistics.mean(share_of_boxes(pages) for _, pages in drawn().values()) >= 0.30


def test_sixty_on_one_page_and_three_hundred_on_six() -> None:
    """Sixty units are one page of A4 at 7 pt, three hundred at most six of A3 at 8 pt."""
    (page,) = ours(chart(structure(60), language="vi"))
    assert page.letters >= 7.0
    pages = ours(chart(structure(300), page="a3", language="vi"), "a3")
    assert len(pages) <= 6
    assert min(one.letters for one in pages) >= 8.0


def test_the_order_is_that_of_the_file_in_both_states() -> None:
    """Siblings that survive stand in the order of the file, before and after: none passes another."""
    made = outcome("2.3-no-new-quota")
    orders = []
    for state in ("before", "after"):
        (page,) = chart(made, state=state, root="duc-tho").drawing.pages
        structure_shown = getattr(made, state)
        for parent in ("duc-tho", "duc-tho.ubnd"):
            children = [unit.id for unit in structure_shown.children_of(parent)]
            boxes = {box.id: (round(box.x), round(box.y)) for box in page.boxes}
            found = [boxes[id] for id in children if id in boxes]
            assert found == sorted(found) or len({y for _, y in found}) == 1, (state, parent)
            orders.append([id for id in children if id in boxes])
    assert orders[0] == [id for id in orders[2] if id in orders[0]] or set(orders[0]) != set(orders[2])


def test_a_subject_of_an_outcome_has_both_states() -> None:
    """The suite draws outcomes too, of which it takes the state that is asked for."""
    subject = Subject("x", outcome("2.3-no-new-quota"), "duc-tho", "vi")
    assert set(subject.organisation("after").parents) != set(subject.organisation().parents)
