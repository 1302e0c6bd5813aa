"""Text metrics and line breaking, against fontTools, which reads the same font by its own code."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.charts.fonts import Face, default_faces
from orgmodel.charts.layout.wrap import balanced, wrap

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
words = st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + "bcdghklmnpqrstvx-/"), min_size=1, max_size=25)


@pytest.mark.parametrize("number", [0, 1])
def test_widths_are_those_of_the_font(number: int) -> None:
    """Every letter of both fonts is as wide as fontTools says."""
    face = default_faces()[number]
    font = TTFont(face.path)
    letters, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    assert len(letters) > 5000
    assert {code: face.advances[chr(code)] for code in letters} == {
        code: widths[name][0] / em for code, name in letters.items()
    }


def test_the_font_has_every_vietnamese_letter() -> None:
    """All letters with all tones, capital and small, the dong sign and the signs that boxes use are there, in bold too."""
    for face in default_faces():
        assert face.missing(VIETNAMESE + VIETNAMESE.upper() + "₫⇢↑⇉⇒→×±≥Σ…–·") == ""


def test_what_is_no_font_is_refused(tmp_path) -> None:
    """A file that is no font is named."""
    path = tmp_path / "font.ttf"
    path.write_bytes(b"not a font at all, though it ends in ttf")
    with pytest.raises(ValueError, match=r"font\.ttf is not a TrueType"):
        Face(str(path))


@given(st.lists(words, min_size=1, max_size=12), st.floats(3, 30))
def test_lines_hold_all_the_text_and_fit(texts: list[str], width: float) -> None:
    """Broken lines hold every letter in order, with a hyphen more where a word is broken, and none is wider than allowed."""
    text = " ".join(texts)
    face = default_faces()[1]
    for lines in (wrap(text, width, face), balanced(text, width, face)):
        left = text.replace(" ", "")
        for line in lines:
            letters = line.replace(" ", "")
            taken = letters if left.startswith(letters) else letters.removesuffix("-")
            assert left.startswith(taken)
            left = left.removeprefix(taken)
        assert left == ""
        assert all(face.width(line) <= width + 1e-9 or len(line) == 1 for line in lines)
    assert len(balanced(text, width, face)) == len(wrap(text, width, face))


def test_a_no_break_space_binds() -> None:
    """What a no-break space holds together stays on one line."""
    assert wrap("ngoài biên\N{NO-BREAK SPACE}chế:\N{NO-BREAK SPACE}4", 8.0, default_faces()[0]) == [
        "ngoài",
        "biên\N{NO-BREAK SPACE}chế:\N{NO-BREAK SPACE}4",
    ]
