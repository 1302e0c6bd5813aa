"""YAML 1.2, located and limited."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.source_map import place_of
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.io.yaml_writing import one_line, scalar


def parse(text: str):
    problems = []
    return parse_yaml(text, "s.yaml", problems), [str(one) for one in problems]


def test_plain_words_are_texts_and_numbers_remember_how_they_were_written():
    """YAML 1.2 core: no, off, dates and sexagesimals are texts; 2.10 shows itself as 2.10."""
    data, said = parse("a: [no, off, 2022-10-31, 1:30, ~, true, 12, 007, 2.10, 0x1F, .inf, 1_000]")
    assert said == []
    assert data["a"] == ["no", "off", "2022-10-31", "1:30", None, True, 12, 7, 2.1, 31, ".inf", "1_000"]
    assert [str(one) for one in data["a"][7:10]] == ["007", "2.10", "0x1F"]


def test_every_part_has_its_place():
    """Keys and list items know their line and column, counted from 1."""
    data, _ = parse('title: {vi: "Thử"}\nsteps:\n- id: a\n  do:\n  - transfer: x\n    to: y\n')
    assert str(place_of(data, ("title", "vi"))) == "s.yaml:1:9"
    assert str(place_of(data, ("steps", 0, "do", 0, "to"))) == "s.yaml:6:5"
    assert str(data["steps"][0].place) == "s.yaml:3:3"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a: b: c", "s.yaml:1:5: SYNTAX", "quote"),
        ("a:\n\t- b", "s.yaml:2:1: SYNTAX", "tab"),
        ('x: 1\na: "b\nc: 2', "s.yaml:2:4: SYNTAX", "not closed"),
        ("a: [1,\nb: 3", "s.yaml:2:5: SYNTAX", "not closed"),
        ("a: @b", "s.yaml:1:4: SYNTAX", "quotes"),
        ('a: "\\q"', "s.yaml:1:5: SYNTAX", "backslash"),
        ("a: 1\nb: 2\na: 3", "s.yaml:3:1: DUPLICATE_KEY", "line 1"),
        ("a: !!python/name:os.system x", "s.yaml:1:4: TAG", "plain values"),
        ("a: !own x", "s.yaml:1:4: TAG", "!own"),
        ("a: *x", "s.yaml:1:4: UNKNOWN_ALIAS", "&x"),
        ("a: &x [*x]", "s.yaml:1:8: UNKNOWN_ALIAS", "finished"),
        ("<<: {a: 1}", "s.yaml:1:1: NOT_A_KEY", "YAML 1.2"),
        ("[a]: 1", "s.yaml:1:1: NOT_A_KEY", "text"),
        ("a: 1\n---\nb: 2", "s.yaml:2:1: DOCUMENTS", "one file"),
        ("- a", "s.yaml:1:1: NOT_A_MAPPING", "title"),
        ("", "s.yaml:1:1: EMPTY", "empty"),
        ('a: "\\x07"', "s.yaml:1:4: CONTROL", "U+0007"),
        ('a: "\\uD800"', "s.yaml:1:7: SYNTAX", "an escape in double quotes"),
        ("a: " + "[" * 100, "s.yaml:1:63: TOO_DEEP", "deep"),
    ],
)
def test_a_fault_is_told_with_its_place(text, where, what):
    """What cannot be read, or must not, is told once, in our own words."""
    _, said = parse(text)
    assert len(said) == 1, said
    assert said[0].startswith(where)
    assert what in said[0]


def test_alias_bombs_are_refused():
    """Neither width nor depth by aliases grows beyond the limits."""
    wide = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    deep = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 2000))
    for bomb in (wide, deep):
        data, said = parse(bomb)
        assert data is None
        assert "TOO_LARGE" in said[0]


def test_several_duplicate_keys_and_tags_come_in_one_run():
    """What does not stop the reading is told together."""
    _, said = parse("a: 1\na: 2\nb: !x y\nc: 1\nc: 2\n")
    assert [line.split(" ")[1] for line in said] == ["DUPLICATE_KEY", "TAG", "DUPLICATE_KEY"]


@given(st.text(st.sampled_from(list("ab:-[]{},&*!|>'\"#%@`\n\t \\0.x~?<=")), max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text):
    """Nothing that looks like YAML makes the reader fail in another way."""
    data, said = parse(text)
    assert data is not None or said
    assert all(line.startswith("s.yaml") for line in said)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(exclude_categories=["C"]), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=3))
def test_json_is_yaml(value):
    """JSON written by Python's own module is read to the same values, composed (NFC)."""
    import unicodedata

    text = unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False))
    if not value:
        return
    data, said = parse(text)
    assert said == []
    assert data == json.loads(text)


@given(st.text(st.characters(exclude_categories=["C"]), max_size=12))
def test_a_text_written_as_a_scalar_is_read_back(text):
    """Names of any kind survive being written into a scenario, in blocks and in flow."""
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    data, said = parse(f"a: {scalar(text)}\nb: [{scalar(text)}]  # {one_line(text)}\n")
    assert said == []
    assert (data["a"], data["b"]) == (text, [text])


def test_a_few_thousand_lines_are_read():
    """A long scenario file is read whole."""
    text = "steps:\n" + "".join(
        f"- id: s{n}\n  clause: '2.3'\n  do:\n  - transfer: {{posts: [a{n}, {{post: b, count: 3}}]}}\n    to: u-{n}\n"
        for n in range(1000)
    )
    data, said = parse(text)
    assert (len(data["steps"]), said) == (1000, [])
