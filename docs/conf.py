"""Settings of Sphinx: these pages, those that are made from the program itself, and the notebooks, as one site."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

from docutils import nodes  # noqa: E402
from pages import SECTIONS, contents, write_pages  # noqa: E402  # beside this file, which Sphinx runs from anywhere

import orgmodel  # noqa: E402

project = "orgmodel"
author = "orgmodel contributors"
copyright = author
version = release = orgmodel.__version__
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "conf.py", "pages.py", "gallery/make.py", "workbooks/make.py"]
root_doc = "index"
html_theme = "pydata_sphinx_theme"
html_title = "orgmodel"
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["site.css"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"

AWAY = re.compile(r"\[([^\]]*)\]\((\.\./[^)#\s]*)(#[^)\s]*)?\)")


def as_read(_app: Any, docname: str, source: list[str]) -> None:
    """Add the contents to the first page; where a link leaves the site say which file it means, but lead to notebooks here."""
    text = source[0].replace("```csv\n", "```text\n")  # no lexer knows it
    if docname == "index":
        text += contents([f"generated/{name}" for name in SECTIONS])
    if docname == "decisions/README":
        records = sorted(path.stem for path in (DOCS / "decisions").glob("0*.md"))
        text += contents(records)
    deep = docname.count("/")

    def told(found: re.Match[str]) -> str:
        words, path = found[1], found[2]
        inner = path.removeprefix("../" * path.count("../"))
        if path.count("../") <= deep:
            return found[0]
        if inner.startswith("notebooks/"):
            return f"[{words}]({'../' * deep}generated/{inner})"
        return f"{words} (`{inner}`)" if words.strip("`") != inner else words

    source[0] = AWAY.sub(told, text)


def without_empty_heads(_app: Any, doctree: nodes.document, _page: str) -> None:
    """Make cells of the empty heads that pandas writes over an index, which a screen reader would read as heads of nothing."""
    for found in [one for one in doctree.findall(nodes.raw) if 'class="dataframe"' in one.astext()]:
        found.children = [nodes.Text(re.sub(r"<th([^>]*)></th>", r"<td\1></td>", found.astext()))]
        found.rawsource = found.astext()


def named_toggles(_app: Any, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Name what unfolds a page of the sidebar by that page: the theme draws an arrow and nothing else."""
    contents_of = context.get("generate_toctree_html")

    def named(*given: Any, **more: Any) -> Any:
        made = contents_of(*given, **more)  # type: ignore[misc]  # where the theme has none, no template asks for it
        for summary in made.select("li > details > summary") if hasattr(made, "select") else ():
            link = summary.find_parent("li").find("a", recursive=False)
            if link is not None:
                summary["aria-label"] = link.get_text(strip=True)
        return made

    context["generate_toctree_html"] = named


def setup(app: Any) -> dict[str, bool]:
    """Make the generated pages before anything is read."""
    write_pages(DOCS / "generated")
    app.connect("source-read", as_read)
    app.connect("doctree-resolved", without_empty_heads)
    app.connect("html-page-context", named_toggles, priority=900)  # after the theme's own
    return {"parallel_read_safe": True}
