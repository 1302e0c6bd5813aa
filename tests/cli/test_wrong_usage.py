"""Wrong usage, and what the system refuses, is told in the language that is asked for or that the study has."""

from __future__ import annotations

import ast
import errno
import gettext
import os
import re
from pathlib import Path

import click
import pytest

from orgmodel.cli import main
from orgmodel.cli.language import language_for
from orgmodel.cli.refusals import REFUSING, SAID, USAGE
from orgmodel.core.problems import REASONS
from orgmodel.words.messages import templates

CLI = Path(main.__file__).parent
WRONG = {
    ("impot", "x"): "không có lệnh 'impot'; có phải là 'import' không?",
    ("frobnicate", "x"): "không có lệnh 'frobnicate'; hiện có: check, show",
    ("compare",): "Thiếu tham số 'PATHS...'.",
    ("compare", "{study}", "--fromat", "md"): "Không có tùy chọn '--fromat'. (Có phải là một trong: ",
    ("compare", "{study}", "--frcee"): "Không có tùy chọn '--frcee'. Có phải là '--force' không?",
    ("compare", "{study}", "--format", "jsn"): "Giá trị không hợp lệ của '--format': không có 'jsn'; có phải là 'json'",
    ("compare", "{study}", "-o"): "Tùy chọn '-o' cần một giá trị.",
    ("compare", "{study}", "--long=1"): "Tùy chọn '--long' không nhận giá trị.",
    ("compare", "{study}", "-o", "{study}/study.yaml"): "study.yaml là tệp; cần ghi tên thư mục",
    ("compare", "{study}", "--at", "1/2/2020"): "Giá trị không hợp lệ của '--at': '1/2/2020' không phải là ngày",
    ("status", "{study}", "more", "and"): "Thừa các tham số (more and)",
    ("status", "{study}", "more"): "Thừa tham số (more)",
    ("chart", "{study}"): "Thiếu tùy chọn '-o' / '--output'.",
    ("chart", "{study}", "-o", "x.svg", "--depth", "-1"): "'-1' không phải là số nguyên từ 0 trở lên",
    ("chart", "{study}", "-o", "{study}"): "là thư mục; cần ghi tên tệp",
    ("export", "{study}", "-o", "x"): "Thiếu tùy chọn '--to'. Chọn một trong:",
    ("export", "{study}", "--to", "dott", "-o", "x"): "không có 'dott'; có phải là 'dot' không?",
    ("export", "{study}", "--to", "csv", "-o", "{study}/study.yaml"): "study.yaml là tệp",
    ("report", "{study}", "-o", "x.md", "--lang", "vi,fr"): "không có ngôn ngữ 'fr' ở đây; có vi, en",
    ("new", "splt", "h", "--study", "{study}"): "không có 'splt'; có phải là 'split' không?",
    ("import", "popollo", "x", "-o", "{study}/in"): "không có 'popollo'; có phải là 'popolo' không?",
    ("import", "popolo", "x", "-o", "{study}/in", "--as-of", "soon"): "--as-of: 'soon' không phải là ngày",
    ("import", "popolo", "-o", "{study}/in"): "popolo nhận một tệp",
}
"""Wrong usage of each kind, and what is said of it in Vietnamese."""


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.parametrize("asked", [False, True], ids=["study", "asked"])
def test_wrong_usage_of_a_vietnamese_study_is_told_in_vietnamese(words, asked, small, orgmodel, monkeypatch):
    """Of the refusal, be it ours or click's, only the usage line keeps the words that are typed."""
    monkeypatch.chdir(small)
    typed = [one.format(study=".") for one in words]
    lang = ["--lang", "vi"] if asked and words[0] not in ("new", "report") and len(words) > 1 else []
    said = orgmodel(typed[0], *lang, *typed[1:])
    assert (said.code, said.out) == (2, "")
    assert WRONG[words] in said.err
    told = "\n".join(line for line in said.err.splitlines() if "[OPTIONS]" not in line)
    english = {word for text in SAID for word in re.findall(r"[a-z]{4,}", re.sub("{[^}]*}", "", text.lower()))}
    assert english & set(re.findall(r"[^\W\d_]+", told.lower())) <= {"help"}  # the option
    assert said.err.startswith(("Cách dùng: orgmodel", "Lỗi: "))


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_told_in_english_where_that_is_asked_for(words, small, orgmodel, monkeypatch):
    """In English, the words are click's own."""
    monkeypatch.chdir(small.parent)
    if words[0] in ("new", "report"):
        return
    said = orgmodel(words[0], "--lang", "en", *(one.format(study=small) for one in words[1:]))
    assert said.code == 2
    assert re.search("^(Usage: orgmodel|Error: )", said.err)
    assert not re.search("[ạ-ỹđ]", said.err)


def test_click_says_these_texts_and_is_left_as_it_was(orgmodel):
    """Each text that we word is in click's sources, the commonest refusals are worded, and help stays English."""
    texts = {
        node.value
        for name in (*REFUSING, *USAGE)
        for node in ast.walk(ast.parse(Path(getattr(click, name).__file__).read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [text for text in SAID if text not in texts] == []
    assert [text for text in SAID if text not in templates("vi")] == []
    orgmodel("compare", "--lang", "vi")
    assert click.exceptions._ is gettext.gettext
    assert click.core.ngettext is click.parser.ngettext is gettext.ngettext
    help = orgmodel("compare", "--lang", "vi", "--help").out
    assert help.startswith("Usage: orgmodel compare [OPTIONS] PATHS...")
    assert "Show this message and exit." in help


def test_arguments_are_of_our_own_types():
    """What may be wrong with a choice, a path or a number is said by types of ours, which have words for it."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in CLI.glob("*.py")
        if path.name != "choices.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("click.Choice", "click.Path", "click.IntRange", "click.INT")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (click.Abort(), 1, "đã dừng"),
        (
            PermissionError(errno.EACCES, os.strerror(errno.EACCES), "a/b.csv"),
            1,
            "a/b.csv: FILE không được phép truy cập",
        ),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 1, "FILE ổ đĩa đã hết chỗ"),
        (FileNotFoundError(errno.ENOENT, "this link leads to no folder", "a"), 1, "a: FILE liên kết này không dẫn đến"),
        (KeyError("a row"), 1, "INTERNAL_ERROR KeyError: 'a row'; đây là lỗi của orgmodel"),
        (ModuleNotFoundError("no", name="docx"), 1, "MISSING_PACKAGE cần gói 'docx'"),
    ],
)
def test_what_ends_a_command_is_told_in_its_language(error, code, words, small, orgmodel, monkeypatch):
    """Stopped, refused by the system, or failed by a fault of ours: one line, in the language of the study."""

    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("orgmodel.io.read.read_with_problems", fail)
    said = orgmodel("check", small)
    assert (said.code, said.out) == (code, "")
    assert said.err.startswith(words)
    assert said.err.count("\n") == 1


def test_every_reason_of_the_system_has_words():
    """What the system says of a file is said in Vietnamese too."""
    assert [text for text in REASONS.values() if text not in templates("vi")] == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["check", "small"], "vi"),
        (["check", "small/none.yaml"], "vi"),
        (["chart", "-o", "there.svg", "small/none.yaml"], "vi"),
        (["new", "split", "x", "--study=small"], "vi"),
        (["check", "small", "--lang", "en"], "en"),
        (["report", "small", "--lang=en,vi"], "en"),
        (["check", "small", "--lang", "fr"], "vi"),
        (["check", "none"], "en"),
        (["import", "popolo", "small/x.json", "-o", "out"], "en"),
        (["import", "popolo", "x.json", "-osmall/in"], "vi"),
        ([], "en"),
    ],
)
def test_the_language_is_told_from_what_was_typed(words, language, small, monkeypatch):
    """Before anything can be read: what is asked for, the study that a path leads into, or English."""
    monkeypatch.chdir(small.parent)
    Path("there.svg").touch()
    assert language_for(words) == language
