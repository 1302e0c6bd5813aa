"""An operation in one line says in the reader's language what is created where, what ends and what is led elsewhere."""

import pytest

from orgmodel.words.operation_lines import describe

LINES = [
    ({"create": {"post": "a/x", "unit": "a", "authorized": 2}}, "a/x ở a: 2", "a/x in a: 2"),
    ({"create": {"function": "care", "unit": "a"}}, "care ở a", "care in a"),
    ({"create": {"unit": "b", "parent": "a"}}, "b thuộc a", "b under a"),
    ({"dissolve": {"function": "care", "unit": "a"}}, "care của a", "care of a"),
    ({"convert": "a", "change": {"level": "district"}}, "a: cấp district", "a: level district"),
    ({"transfer": "b", "to": None}, "b → không nơi nào", "b → none"),
    ({"transfer": {"posts": [{"post": "a/x", "rest": True}]}, "to": "b"}, "a/x (phần còn lại) → b", "a/x (rest) → b"),
    (
        {"resize": "a/x", "to": 3, "filled_by": 1, "grade": "A1"},
        "a/x: biên chế giao 3, có mặt +1, ngạch A1",
        "a/x: authorized 3, filled +1, grade A1",
    ),
    (
        {"redirect": {"kind": "coordination", "from": "a", "to": None}, "to": "b"},
        "a phối hợp: không nơi nào → b",
        "a coordination: none → b",
    ),
]


@pytest.mark.parametrize(("data", "vietnamese", "english"), LINES)
def test_an_operation_is_told_in_the_language_asked_for(data, vietnamese, english) -> None:
    """Neither language has words of the other, beside the ids and keys of a study."""
    assert (describe(data, "vi"), describe(data, "en")) == (vietnamese, english)
