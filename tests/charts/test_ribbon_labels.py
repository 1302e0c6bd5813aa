"""Labels of ribbons can be read on what they lie on, in every format."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from orgmodel.charts.chart import chart
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
