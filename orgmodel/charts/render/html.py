"""Write the self-contained page: data, style and script in one file, nothing from any network; or a part of another page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orgmodel.charts.drawing import Sample
from orgmodel.charts.interactive import as_json, static
from orgmodel.charts.paint import Painter
from orgmodel.charts.render.svg import escape, sample_svg
from orgmodel.words.charts import word

if TYPE_CHECKING:
    from orgmodel.charts.interactive import Interactive


def page(shown: Interactive, language: str) -> str:
    """Write the page of what is to be shown, with its heading, legend and source."""
    heading, words = shown.heading, shown.data["words"]
    subtitle = "".join(
        f"<p>{tag}{escape(text)}{end}</p>"
        for text, tag, end in ((heading.subtitle, "", ""), (heading.draft, "<strong>", "</strong>"))
        if text
    )
    source = " · ".join(part for part in (heading.source(language), heading.date) if part)
    own = {key: value for key, value in shown.data.items() if key != "style"}
    filled = {
        "language": escape(language),
        "title": escape(heading.title),
        "description": escape(". ".join(part for part in (heading.title, heading.subtitle) if part)),
        "style": static("page.css"),
        "subtitle": subtitle,
        "noscript": escape(word("page:noscript", language)),
        "chart": escape(words["chart"]),
        "paper": escape(words["paper"]),
        "print": escape(words["print"]),
        "key": escape(word("legend", language)),
        "keys": escape(words["keys"]),
        "legend": "".join(_entry(row, shown.painter) for row in shown.legend),
        "source": f"<p>{escape(source)}</p>" if source else "",
        "data": as_json(own),
        "script": static("page.js").replace("</", "<\\/"),
        "licences": static("LICENSES.txt").replace("--", "- "),
    }
    return re.sub(r"@([a-z]+)@", lambda found: filled[found[1]], static("page.html"))


def part(shown: Interactive, language: str) -> str:
    """Write what a page of others holds to show the chart in it: its place, its key and its data.

    It is shown by :func:`part_script` in the style of :func:`part_style`, which a page has once; the figure that it stands in
    then bears the class ``shown``, and may hold a still picture for where no script runs.
    """
    keys = word("page:keys-within", language)
    data = {name: value for name, value in shown.data.items() if name not in ("style", "edit")}
    data["words"] = {**data["words"], "keys": keys}
    entries = "".join(_entry(row, shown.painter) for row in shown.legend)
    return (
        f'<div class="live"></div><details class="key"><summary>{escape(word("legend", language))}</summary>'
        f"<ul>{entries}</ul><p>{escape(keys)}</p></details>"
        f'<script type="application/json" class="chart">{as_json(data)}</script>'
    )


def part_style() -> str:
    """Give the style of charts within a page."""
    return static("page.css")


def part_script() -> str:
    """Give the script that shows every chart of a page, for the end of its body."""
    return static("page.js").replace("</", "<\\/")


def _entry(row: tuple[str, str, str], painter: Painter) -> str:
    kind, key, text = row
    if kind == "text":
        of_groups = ' data-sample="group"' if key == "colour-by" else ""
        return f"<li{of_groups}>{escape(text)}</li>"
    sample = sample_svg(Sample(kind, key, 1.0, 11.0, 12.0, ""), painter)
    return f'<li data-sample="{escape(kind)}">{sample}{escape(text)}</li>'
