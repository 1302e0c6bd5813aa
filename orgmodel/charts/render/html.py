"""Write the self-contained page: data, style and script in one file, nothing from any network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.charts.interactive import as_json, static
from orgmodel.charts.model import Sample
from orgmodel.charts.paint import Painter
from orgmodel.charts.render.svg import escape, sample_svg
from orgmodel.charts.wording import word

if TYPE_CHECKING:
    from orgmodel.charts.frame import Heading


def page(
    data: Mapping[str, Any], heading: Heading, legend: Sequence[tuple[str, str, str]], painter: Painter, language: str
) -> str:
    """Write the page of some data, with its heading, legend and source."""
    subtitle = "".join(
        f"<p>{tag}{escape(text)}{end}</p>"
        for text, tag, end in ((heading.subtitle, "", ""), (heading.draft, "<strong>", "</strong>"))
        if text
    )
    source = " · ".join(part for part in (heading.source, heading.date) if part)
    own = {key: value for key, value in data.items() if key != "style"}
    filled = {
        "language": escape(language),
        "title": escape(heading.title),
        "description": escape(f"{heading.title}. {heading.subtitle}"),
        "style": static("page.css"),
        "subtitle": subtitle,
        "noscript": escape(word("page:noscript", language)),
        "legend": "".join(_entry(row, painter) for row in legend),
        "source": f"<p>{escape(source)}</p>" if source else "",
        "data": as_json(own),
        "script": static("page.js").replace("</", "<\\/"),
        "licences": static("LICENSES.txt").replace("--", "- "),
    }
    parts = static("page.html").split("@")
    return "".join(filled.get(part, part) if number % 2 else part for number, part in enumerate(parts))


def _entry(row: tuple[str, str, str], painter: Painter) -> str:
    kind, key, text = row
    if kind == "text":
        return f"<li>{escape(text)}</li>"
    return f"<li>{sample_svg(Sample(kind, key, 1.0, 11.0, 12.0, ''), painter)}{escape(text)}</li>"
