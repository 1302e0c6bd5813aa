"""Reasons of flows: data of a known kind, worded in both languages, and never read out of prose."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from hypothesis import given

from orgmodel.core.ledger import REASONS, STATED, Reason
from orgmodel.words.reasons import WORDS, reason_text
from tests.scenario.random_scenarios import scenarios

PACKAGE = Path(__file__).parents[2] / "orgmodel"


@given(scenarios())
def test_every_flow_has_a_reason_of_a_known_kind(scenario):
    """Whatever is run, each flow's reason is of a kind of the table and refers to as much as the kind says."""
    for entry in scenario.run().ledger:
        reason = entry.flow.reason
        assert len(reason.of) == len(REASONS[reason.kind]), reason
        assert all(isinstance(one, str) for one in reason.of), reason
        assert bool(reason.titles) == ("rank after" in REASONS[reason.kind]), reason


def test_every_kind_is_worded_in_both_languages():
    """Each kind has words in Vietnamese and English that name all that it refers to."""
    assert set(WORDS) == set(REASONS) - {STATED}
    for kind, parts in REASONS.items():
        if kind == STATED:
            continue
        for language in ("vi", "en"):
            marks = [f"<{number}>" for number, _ in enumerate(parts)]
            titles = ((("vi", "<trước>"), ("en", "<before>")), (("vi", "<sau>"), ("en", "<after>")))
            becomes = "rank after" in parts
            said = reason_text(Reason(kind, tuple(marks), "<basis>", titles if becomes else ()), language)
            if becomes:
                assert all(dict(title)[language] in said for title in titles)
            else:
                assert all(mark in said for mark in marks if kind != "new_quota"), said
            assert ("<basis>" in said) == ("text" in WORDS[kind][language])


def test_every_kind_is_documented():
    """The page on JSON has a row for each kind, with what it refers to."""
    page = (PACKAGE.parent / "docs" / "json.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) ?\| [^|]* \|$", page, re.MULTILINE))
    for kind, parts in REASONS.items():
        assert rows[kind] == ", ".join(parts), kind


def test_a_rank_is_worded_in_the_language():
    """A post that becomes another without a title of its own is worded by its rank; titles are in the language."""
    titles = ((("vi", "Giám đốc"), ("en", "Director")), ())
    reason = Reason("surplus_head", ("b/head", "deputy"), titles=titles)
    assert reason_text(reason, "vi") == "cấp trưởng dôi dư: Giám đốc → cấp phó"
    assert reason_text(reason, "en") == "surplus head: Director → deputy"


def test_what_a_user_wrote_stays_as_it_is():
    """A reason that begins as one of ours does is not taken for one."""
    for text in ("with the consent of the Standing Committee (decision 12)", "converted: x", "held by hand"):
        assert reason_text(Reason(text=text), "vi") == text


CUTS = {
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "find",
    "index",
}
PROSE = {"message", "reason", "why", "basis"}


def readings(tree: ast.AST) -> list[int]:
    """List the lines on which a program looks for something in prose: cuts it, searches it, matches or compares it."""

    def is_prose(node: ast.AST) -> bool:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "str" and node.args:
            return getattr(node.args[0], "id", "") in {*PROSE, "problem"}
        return isinstance(node, ast.Attribute) and (
            node.attr in PROSE or (node.attr == "text" and getattr(node.value, "attr", "") == "reason")
        )

    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            searched = node.func.attr in CUTS and is_prose(node.func.value)
            matched = getattr(node.func.value, "id", "") == "re" and any(is_prose(one) for one in node.args)
            if searched or matched:
                found.append(node.lineno)
        elif isinstance(node, ast.Compare):
            for op, right in zip(node.ops, node.comparators, strict=True):
                looked_in = isinstance(op, ast.In | ast.NotIn) and is_prose(right)
                compared = isinstance(op, ast.Eq | ast.NotEq) and (
                    (is_prose(node.left) and isinstance(right, ast.Constant) and right.value)
                    or (is_prose(right) and isinstance(node.left, ast.Constant) and node.left.value)
                )
                if looked_in or compared:
                    found.append(node.lineno)
    return found


def test_nobody_reads_prose():
    """No module looks into the words of a message, a reason or a basis; and the test would see it."""
    for line in (
        "'unit below' in one.message", "flow.reason.text.startswith('with ')", "re.match('x', problem.message)",
        "problem.message.split(': ')", "entry.reason == 'new quota'", "str(problem).partition(' ')", "'law' == one.why",
    ):  # fmt: skip
        assert readings(ast.parse(line)) == [1], line
    found = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        for _ in readings(ast.parse(path.read_text("utf-8")))
    ]
    assert found == ["io/decoding.py"]  # the reason that the codec of Python gives, which has no code of its own


def test_reasons_are_worded_in_one_place():
    """The text of a reason is read by the module that words reasons alone."""
    found = {
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "text" and ast.unparse(node.value).endswith("reason")
    }
    assert found == {"words/reasons.py"}
