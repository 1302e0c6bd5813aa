"""Letters that the font has not: borrowed where another font has them, else boxes and a warning; nothing is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from orgmodel.charts.chart import chart
from orgmodel.charts.fonts import BOX, Face, default_faces
from orgmodel.core.names import names_of
from orgmodel.core.problems import WARNING
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure

MADE = Structure.of(
    [
        Unit("a", names_of(en="Ministry 組織")),
        *(Unit(f"b{n}", names_of(en=f"Bureau {n} 組"), parent="a") for n in range(5)),
    ]
)


pytestmark = pytest.mark.usefixtures("no_other_font")


def test_a_missing_letter_is_a_box_and_a_warning(tmp_path: Path) -> None:
    """One warning for each package names units, letters and what to install; PNG, PDF and outlines draw boxes."""
    drawn = chart(MADE)
    (told,) = drawn.problems
    assert (told.code, told.severity) == ("MISSING_LETTER", WARNING)
    for part in ("組 (U+7D44)", "織 (U+7E54)", "'a' (Ministry 組織)", "and 3 more", "fonts-noto-cjk", "boxes"):
        assert part in str(told.message)
    for name in ("x.png", "x.pdf"):
        assert drawn.warnings_of(name) == (told,)
        drawn.save(tmp_path / name)
    assert drawn.warnings_of("x.svg") == ()
    assert drawn.warnings_of("x.svg", outlines=True) == (told,)
    text = PdfReader(io.BytesIO(drawn.pdf())).pages[0].extract_text()
    assert f"Ministry {BOX}{BOX}" in text
    assert "<path" in drawn.svg(outlines=True)


@pytest.mark.parametrize("suffix", [".svg", ".html", ".drawio", ".pptx"])
def test_formats_whose_viewer_has_fonts_keep_letters(suffix: str, tmp_path: Path) -> None:
    """Text stays as it is where whatever shows the file brings its fonts."""
    (path,) = chart(MADE).save(tmp_path / f"x{suffix}")
    if suffix == ".pptx":
        from pptx import Presentation

        said = [run.text for slide in Presentation(path).slides for shape in slide.shapes for run in _runs(shape)]
        assert any("組織" in text for text in said)
    else:
        assert "組織" in path.read_text("utf-8")


def _runs(shape):
    shapes = getattr(shape, "shapes", [shape])
    return [run for one in shapes if one.has_text_frame for line in one.text_frame.paragraphs for run in line.runs]


def test_a_script_of_another_package_is_told_apart() -> None:
    """Letters of other scripts name the package of all scripts; a letter that is there is told of nobody."""
    made = Structure.of([Unit("a", names_of(en="ቢሮ 組")), Unit("b", names_of(en="Sở Y tế"), parent="a")])
    told = chart(made).problems
    assert sorted("cjk" in str(one.message) for one in told) == [False, True]
    assert all("'a'" in str(one.message) and "'b'" not in str(one.message) for one in told)


def test_letters_are_borrowed_from_another_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font that lacks Vietnamese letters takes them, their widths and their shapes from DejaVu Sans, and none is a box."""
    made = _without(tmp_path / "latin.ttf", "đĐ")
    drawn = chart(Structure.of([Unit("a", names_of(vi="Sở Lao động"))]), theme={"font": str(made)})
    assert drawn.problems == ()
    own = drawn.painter.theme.faces()[0]
    assert own.missing("đ") == "đ"
    assert own.boxed("Sở Lao động") == "Sở Lao động"
    assert own.width("đ") == pytest.approx(default_faces()[0].width("đ"))
    assert "Sở Lao động" in PdfReader(io.BytesIO(drawn.pdf())).pages[0].extract_text()
    assert drawn.svg(outlines=True).count("<use") == len("SởLaođộng") + len(drawn.drawing.title.replace(" ", ""))


def _without(path: Path, gone: str) -> Path:
    """Make a font of DejaVu Sans without some letters, and under another name."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(default_faces()[0].path)
    options = Options()
    options.name_IDs, options.layout_features = ["*"], []
    maker = Subsetter(options)
    maker.populate(unicodes=set(font.getBestCmap()) - set(map(ord, gone)))
    maker.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "LatinOnly"
    font.save(path)
    assert Face(str(path)).family == "LatinOnly"
    return path
