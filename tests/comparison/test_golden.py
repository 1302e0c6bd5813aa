"""Cases whose outcome is known: a merger that moves quota, a split that does not, and the arithmetic of heads."""

from __future__ import annotations

import pytest

from orgmodel.comparison.analysis import heads
from orgmodel.comparison.comparison import compare
from orgmodel.core.problems import errors
from tests.comparison.merged import merger, split

DEPUTY = {"convert": "dep", "title": {"vi": "Trưởng phòng"}}
STAFF = {"convert": "cv-g", "filled": 1, "title": {"vi": "Trưởng phòng"}}
NEW = {"quota": 1, "block": "government", "title": {"vi": "Trưởng phòng"}, "basis": "none stated"}


def change_of(comparison, scope: str, measure: str = "posts_authorized"):
    (label,) = comparison.labels
    return comparison.rows(label, scope)[measure]["change"]


def test_merger_that_moves_quota():
    """Quảng Ninh 2018: the total stays, the Party block grows by what the government block gives (fin's 1 + 5)."""
    outcome = merger(quota={"government": "party"}).run()
    assert not errors(outcome.problems)
    found = compare(outcome)
    assert [change_of(found, scope) for scope in ("total", "block:party", "block:government")] == [0, 6, -6]
    # and all nine posts are hosted by a unit of both blocks
    assert [change_of(found, scope) for scope in ("host:party", "host:government", "host:mixed")] == [-3, -6, 9]
    assert "Biên chế giao theo khối: khối chính quyền giảm 6, khối Đảng tăng 6." in found.summary("vi")


def test_merger_that_moves_no_quota():
    """Without quota moving, no block's quota changes: only which block's unit hosts the posts."""
    found = compare(merger().run())
    assert [change_of(found, scope) for scope in ("total", "block:party", "block:government")] == [0, 0, 0]
    assert change_of(found, "block:government,host:mixed") == 6
    assert change_of(found, "block:government,host:government") == -6
    assert (
        "No block's quota changes. By the block of the unit that hosts the posts: government block -6"
        in found.summary("en")
    )


@pytest.mark.parametrize(
    ("head", "quota", "deputies", "words"),
    [
        (DEPUTY, 0, -1, "a split with no new quota converts one post per extra unit into a head post; here 1 deputy post."),
        (STAFF, 0, 0, "converts one post per extra unit into a head post; here 1 staff post."),
        (NEW, 1, 0, "1 head post is new quota."),
    ],
)  # fmt: skip
def test_split(head, quota, deputies, words):
    """Clause 2.3: one agency into two needs one head more, of a deputy, of staff, or of new quota; words say which."""
    outcome = split(head).run()
    assert not errors(outcome.problems)
    found = compare(outcome)
    assert change_of(found, "total") == quota
    assert change_of(found, "block:government") == quota
    assert change_of(found, "block:party") == 0
    assert change_of(found, "total", "heads") == 1
    assert change_of(found, "total", "deputies") == deputies
    assert change_of(found, "total", "units") == 1
    summary = found.summary("en")
    assert "Clause 2.3: 1 unit becomes 2, so 1 more head post is needed (1 → 2)." in summary
    assert words in summary
    assert "Lines to superiors of each unit that is split: 4 → 2." in summary


def test_split_in_words_and_in_vietnamese():
    """The arithmetic stands in Vietnamese too, and the table of heads has it as figures."""
    found = compare(split(DEPUTY).run())
    assert "Không tăng biên chế; chuyển 01 vị trí cấp phó thành cấp trưởng." in found.summary("vi")
    (row,) = heads(found).to_dict("records")
    assert (row["heads_before"], row["heads_after"], row["created"], row["new_quota"]) == (1, 2, 0, 0)
    assert row["converted"] == {"deputy": 1}


def test_merger_leaves_a_head_over():
    """A merger of two leaves one head over, and the words say what it becomes."""
    found = compare(merger().run())
    assert "2 units become 1, head posts 2 → 1. 1 surplus head post becomes: 1 deputy post." in found.summary("en")
    assert "Dôi dư 01 cấp trưởng, bố trí làm cấp phó." in found.summary("vi")


def test_more_units_are_not_called_worse():
    """A summary gives directions and sizes, never a verdict."""
    found = compare(split(NEW).run(), merger().run())
    text = (found.summary("en") + found.summary("vi")).lower()
    assert "up 1" in text
    assert "down 1" in text
    for word in ("better", "worse", "improve", "tốt hơn", "xấu", "kém", "tinh gọn", "hiệu quả"):
        assert word not in text
