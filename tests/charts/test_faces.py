"""Charts in the face of papers of a profile, or of a theme: measured by its letters, and named in every file."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pikepdf
import pytest

from orgmodel.charts import fonts
from orgmodel.charts.chart import chart
from orgmodel.charts.fonts import EQUAL, default_faces, face, installed
from orgmodel.charts.render.svg import svg
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure

SMALL = Structure.of([Unit("a", names_of(vi="Huyện ủy Đức Thọ")), Unit("b", names_of(vi="Ban Tổ chức"), parent="a")])


def test_of_two_editions_of_a_family_that_with_more_letters_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines that keep an older edition beside a newer one draw Vietnamese letters in the newer one, whichever is found first."""
    from matplotlib import font_manager
    from matplotlib.font_manager import FontEntry

    full, (poor, _) = installed("Times New Roman"), default_faces()
    entries = [FontEntry(fname=path, name="Made", style="normal", weight=400) for path in (poor.path, full)]
    more = max((poor.path, full), key=lambda path: len(_cmap(path)))
    for order in (entries, entries[::-1]):
        monkeypatch.setattr(font_manager.fontManager, "ttflist", order)
        assert fonts._fullest(order[0].fname) == more


def _cmap(path: str) -> dict[int, str]:
    """Read which letters a font has by another library."""
    from fontTools.ttLib import TTFont

    return TTFont(path, fontNumber=0).getBestCmap()


@pytest.mark.parametrize("profile", ["party", "state"])
def test_papers_of_a_profile_are_in_times(profile: str) -> None:
    """Boxes are as wide as its letters need, files name it, and the PDF embeds it or its equal alone."""
    made = chart(SMALL, profile=profile)
    family = face(installed("Times New Roman")).family
    assert family in EQUAL["Times New Roman"]
    assert made.painter.family() == "Times New Roman"
    assert re.search(r"font-family=\"'Times New Roman'", made.svg())
    assert "fontFamily=Times New Roman" in made.drawio()
    with pikepdf.open(io.BytesIO(made.pdf())) as written:
        fonts = [
            str(one.get("/BaseFont", ""))
            for one in written.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
    assert fonts
    assert all(family.replace(" ", "") in one for one in fonts)


def test_only_letters_that_a_face_has_not_are_of_another() -> None:
    """For pages set here a text with an arrow is written in parts, one after the other, the arrow alone in another face."""
    made = chart(Structure.of([Unit("a", names_of(vi="Ban ⇢ Tổ chức"))]), profile="party")
    (page,) = made.drawing.pages
    parts = re.findall(r'<text x="([\d.]+)"[^>]* textLength="([\d.]+)"[^>]*font-family="\'([^\']+)\'">([^<]+)</text>', svg(made.drawing, page, made.painter, boxed=True))  # fmt: skip
    assert [said for *_, said in parts[:3]] == ["Ban", "⇢", "Tổ chức"]  # of the box; the title comes after
    ends = [(float(x), float(x) + float(wide)) for x, wide, *_ in parts[:3]]
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    families = [family for _, _, family, _ in parts[:3]]
    assert families[0] == families[2] != families[1]


def test_a_font_of_the_theme_has_precedence() -> None:
    """A family of the machine serves as well as a file; one that there is not is refused with the key."""
    made = chart(SMALL, profile="party", theme={"font": "DejaVu Sans Mono"})
    assert made.painter.family() == "DejaVu Sans Mono"
    assert made.painter.theme.faces()[1].path != made.painter.theme.faces()[0].path
    with pytest.raises(ProblemsError, match="font: the font cannot be read: no font of this family is installed"):
        chart(SMALL, theme={"font": "Nobody's Letters"})


def test_without_a_profile_charts_are_in_the_letters_that_ship() -> None:
    """As neutral papers are; another profile is refused with the nearest."""
    assert "'DejaVu Sans'" in chart(SMALL).svg()
    assert chart(SMALL).svg() == chart(SMALL, profile="neutral").svg()
    with pytest.raises(ProblemsError, match="party"):
        chart(SMALL, profile="partty")
