"""Tables of commands as Markdown: a name never becomes markup."""

from __future__ import annotations

import pytest

from orgmodel.cli.output import print_table
from orgmodel.words.markup import escaped


@pytest.mark.parametrize(
    "name", ["a|b", "<img src=x>", "[x](http://y)", "*bold*", "`code`", "a\nb", "\\", "&lt;", "# x", "~~x~~"]
)
def test_a_name_is_no_markup(capsys, name):
    """What a command prints is what the report writes for the same name."""
    print_table(["unit", name], [[name, 1]], "md", title=name)
    lines = capsys.readouterr().out.splitlines()
    shown = escaped(name)
    assert lines == ["", f"### {shown}", "", f"| unit | {shown} |", "|---|---|", f"| {shown} | 1 |"]
    assert all(shown[at - 1] == "\\" for at, char in enumerate(shown) if char in "|<[*`&#~" and at)
    assert shown[0] not in "|<[*`&#~"
