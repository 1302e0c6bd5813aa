"""Labels of ribbons can be read on what they lie on, in every format."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from orgmodel.charts.chart import chart
from orgmodel.charts.primitives import Path
from tests.charts.geometry import wide
from tests.charts.organisations import outcome


def test_labels_on_slides_are_no_more_struck_through_than_on_paper() -> None:
    """The paper under a label on a slide lets no more of the ribbon through than that of the SVG."""
    made = chart(outcome("2.3-no-new-quota"), state="changes", page="a4")
    (page,) = made.drawing.pages
    labels = {ribbon.label.replace("\N{NO-BREAK SPACE}", " ") for ribbon in page.ribbons}
    slide = zipfile.ZipFile(BytesIO(made.pptx())).read("ppt/slides/slide1.xml").decode()
    shapes = [one for one in re.findall(r"<p:sp>.*?</p:sp>", slide, re.DOTALL) if "txBox" in one]
    told = {
        "".join(re.findall(r"<a:t>(.*?)</a:t>", one)).replace("\N{NO-BREAK SPACE}", " "): re.findall(
            r'alpha val="(\d+)"', one
        )
        for one in shapes
    }
    assert labels <= set(told)
    assert {alpha for label in labels for alpha in told[label]} == {"90000"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "page"), [("2.1-health-centres-to-department", "a4"), ("2.4-propaganda-mobilisation", "a3"), ("2.1-health-centres-split-up", "170x150")])  # fmt: skip
def test_a_narrow_ribbon_begins_after_its_label(name: str, page: str, language: str) -> None:
    """Of one lower than the letters no speck is left beside them, which would be read as a sign: it begins after them, or where it turns."""
    made = chart(outcome(name), state="changes", page=page, language=language)
    checked = 0
    for one in made.drawing.pages:
        size = one.type_size
        for ribbon in one.ribbons:
            if not ribbon.label or ribbon.thick >= size:
                continue
            xs = [
                x for part in made.painter.ribbon(ribbon, size) if isinstance(part, Path)
                for _, *ends in part.commands for x in ends[::2]
            ]  # fmt: skip
            turns = ribbon.y0 != ribbon.y1
            end = ribbon.label_x + wide(ribbon.label, False) * size
            assert min(xs) >= min(end, ribbon.bend0 if turns else ribbon.x1) - 0.01
            assert max(xs) == pytest.approx(ribbon.x1)
            checked += 1
    assert checked
