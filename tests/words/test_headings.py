"""A column that counts events of a kind is headed by the word of that event, which stands in one place."""

import pytest

from orgmodel.core.change_rows import CHANGE_COLUMNS
from orgmodel.words.labels import LABELS, heading


def test_no_event_is_worded_twice() -> None:
    """What is a key of an event is none of a column's own."""
    assert LABELS["event"].keys() & LABELS["column"].keys() == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_columns_of_events_have_their_words(language: str) -> None:
    """A heading is the event's word or the column's; a key that is neither is read as words."""
    at = 0 if language == "vi" else 1
    assert {key: heading(key, language) for key in LABELS["event"]} == {
        k: two[at] for k, two in LABELS["event"].items()
    }
    assert [key for key in CHANGE_COLUMNS if key not in LABELS["column"]] == []
    assert heading("not_there", language) == "not there"
