"""Values in messages: nothing raw for a terminal, nothing longer than a line takes."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.characters import CLASSES, MOST, READ, REFUSED, TOLD, invisible, seen, unfit
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_unseen_is_left(text):
    """What is shown can be encoded and holds no control, no half character and no line end."""
    shown = seen(text)
    shown.encode("utf-8")
    assert invisible(shown) is None
    assert not set(shown) & set("\n\r\t")
    assert seen(shown) == shown


def _first_of(text: str, *kinds: str) -> int | None:
    """Look at one character after the other for one of some classes."""
    ranges = [one for kind in CLASSES if kind.in_texts in kinds for one in kind.ranges]
    codes = enumerate(map(ord, text))
    return next((at for at, code in codes if any(first <= code <= last for first, last in ranges)), None)


@given(
    st.text(alphabet=st.characters(codec=None)), st.sampled_from(["Sở Nội vụ\n", "office\t\r\n"]), st.integers(0, 300)
)
def test_long_texts_are_searched_as_short_ones(text, line, lines):
    """The first character that may not stand in a text or id is found where it is, however much stands before and behind it."""
    whole = line * lines + text + line * lines
    assert invisible(whole) == _first_of(whole, REFUSED)
    assert unfit(whole) == _first_of(whole, REFUSED, TOLD, READ)


@given(st.text(alphabet=st.characters(codec=None), max_size=5), st.sampled_from(["{x}", "{x!r}"]))
def test_a_message_holds_nothing_raw(text, form):
    """Neither a value that is quoted nor one that is not brings a control character into a message."""
    assert invisible(str(Message.of(form, x=text))) is None


@pytest.mark.parametrize("value", ["x" * 5000, ["y" * 50] * 50, {"a": "z" * 500}])
def test_a_value_is_cut(value):
    """A value that is quoted takes at most 80 characters and its quotes, and copies so."""
    one = Message.of("{x!r}", x=value)
    assert len(one) <= MOST + 2
    assert "…" in one
    assert copy.deepcopy(one) == one


def test_lists_of_words_and_paths_stay_whole():
    """What may be chosen is all listed, and a path is of use only as a whole."""
    words = ", ".join(f"word-{number}" for number in range(40))
    path = "/" + "/".join(["folder"] * 20)
    assert words in Message.of("{words}", words=words)
    assert path in Message.of("{path!r}", path=path)
    assert len(Message.of("{id}", id="x" * 5000)) == MOST


def test_places_and_paths_show_escapes():
    """A file's name that is not UTF-8 or holds an escape sequence is shown by its escapes."""
    name = "a\x1b[31m\udcff\n.yaml"
    assert str(Problem("X", "y", location=Location(name, 2))) == "a\\x1b[31m\\udcff\\n.yaml:2: X y"
    assert Message.of("{p}", p=Path(name)) == "a\\x1b[31m\\udcff\\n.yaml"
