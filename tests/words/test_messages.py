"""Everything that is said is worded in Vietnamese: the table of messages holds each template, with the same values."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import WARNING, Location, Problem, nearest
from orgmodel.words.messages import message_text, problem_text, templates

ROOT = Path(__file__).parents[2]
CODE = re.compile("[A-Z][A-Z_]{2,}")
WORDS = re.compile("[A-Za-z]{2}")
SAYING = ("Message.of", "Message", "say", "ValueError", "click.UsageError", "click.BadParameter", "self.fail")
"""Calls whose first argument is said."""
PLAIN_CALLS = ("unicodedata.normalize", "Image.frombuffer")
"""Calls with a text in capitals that is no code of a problem."""


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "orgmodel").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _texts(node: ast.expr, path: Path) -> Iterator[str]:
    """Give the texts that an expression may stand for, a module's constants among them."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, path)
            yield from _texts(orelse, path)
        case ast.Subscript(value=value):
            yield from _texts(value, path)
        case ast.Name(id=name) if name.isupper():
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield from _flat(getattr(importlib.import_module(module), name))


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _flat(one)


def _said() -> Iterator[tuple[str, str]]:
    """Give every text in the sources that is said: the first argument of a message, and what follows a code."""
    for path, tree in _modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            call, place = ast.unparse(node.func), f"{path.relative_to(ROOT)}:{node.lineno}"
            said = [node.args[0]] if call in SAYING else []
            if call.endswith(("refuse_unknown", "parser.name")):  # what is not known, as a word
                said = node.args[0 if call.endswith("refuse_unknown") else 3 :][:1]
            if call not in PLAIN_CALLS and not said:
                said = [
                    two
                    for one, two in zip(node.args, node.args[1:], strict=False)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value)
                ]
            for one in said:
                yield from ((place, text) for text in _texts(one, path) if WORDS.search(re.sub("{[^}]*}", "", text)))


def test_every_text_that_is_said_has_vietnamese_words() -> None:
    """No text of the sources that is said is missing from the table of messages."""
    known = templates("vi")
    said = [(place, text) for place, text in _said() if not CODE.fullmatch(text)]
    assert len(said) > 500
    assert [f"{place}: {text}" for place, text in said if text not in known] == []


def test_every_row_of_the_table_is_said_somewhere() -> None:
    """No words are kept for a text that is nowhere in the sources."""
    there = {
        node.value
        for _, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    singular = {one.removesuffix("s") for one in there}  # what a table's record is called
    assert [text for text in templates("vi") if text not in there | singular] == []


def test_no_message_is_an_fstring() -> None:
    """A message is a template and values, and no text put together before: after a code stands no f-string."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for one, two in zip(node.args, node.args[1:], strict=False)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value)
        if isinstance(two, ast.JoinedStr) or (isinstance(two, ast.BinOp) and isinstance(two.op, ast.Add))
    ]
    assert found == []


@pytest.mark.parametrize("language", ["vi"])
def test_words_of_a_message_have_its_values(language: str) -> None:
    """A template and its words name the same values, in the same formats."""

    def values(text: str) -> set[tuple[str | None, str | None, str | None]]:
        """Give the values of a template; a text with a brace of its own is said as it stands and has none."""
        try:
            return {(name, form, how) for _, name, form, how in Formatter().parse(text) if name is not None}
        except ValueError:
            return set()

    rows = templates(language)
    assert rows
    assert [text for text, words in rows.items() if values(text) != values(words)] == []


def test_a_message_is_worded_with_the_messages_in_it() -> None:
    """Hints, series, amounts and numbers inside a message are in its language; names stay as they are."""
    hint = nearest("duc-to", ["duc-tho"])
    told = Message.of("no unit {unit!r}{hint}", unit="duc-to", hint=hint)
    assert message_text(told, "vi") == "không có đơn vị 'duc-to'; có phải là 'duc-tho' không?"
    assert message_text(told, "en") == message_text(told, "fr") == str(told)
    several = Message.of("members are taken by {named}", named=series(["a", "b", "c"]))
    assert message_text(several, "vi") == "đảng viên do a, b và c nhận"
    some = Message.of("{count} members not allocated: say takes: {{members: …}}", count=Amount.of(None, "x"))
    assert "chưa có số liệu" in message_text(some, "vi")
    assert "2,5" in message_text(Message.of("it is {value:g}", value=2.5), "vi")


def test_a_problem_is_worded_with_its_place_and_code() -> None:
    """The place and the code stand in every language; a warning is marked."""
    problem = Problem("UNKNOWN_UNIT", "the file is empty", location=Location("a.csv", 3), severity=WARNING)
    assert problem_text(problem, "vi") == "cảnh báo: a.csv:3: UNKNOWN_UNIT tệp trống"
    assert problem_text(problem, "en") == f"warning: {problem}"
