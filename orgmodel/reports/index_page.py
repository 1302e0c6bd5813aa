"""The page that leads to every file of a folder of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "li{margin:.3rem 0}small{opacity:.8}"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold a paper of the folder: what it is, its files by what they are called, and why it was not made where it was not."""

    title: str
    files: tuple[tuple[str, str], ...] = ()
    """What a link says, and where it leads."""
    failed: str = ""


def index_page(title: str, listed: Sequence[Listed], language: str) -> str:
    """Write the page: a list of papers with links to their files; whatever a name says stays text.

    >>> "&lt;b&gt;" in index_page("<b>", [Listed("Report", (("docx", "report.docx"),))], "en")
    True
    """
    rows = []
    for one in listed:
        links = " · ".join(f'<a href="{escape(href, quote=True)}">{escape(text)}</a>' for text, href in one.files)
        tail = f"<small>{escape(one.failed)}</small>" if one.failed else links
        rows.append(f"<li>{escape(one.title)}: {tail}</li>")
    return (
        f'<!doctype html>\n<html lang="{escape(language, quote=True)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>\n<ul>\n" + "\n".join(rows) + "\n</ul></main></body>\n</html>\n"
    )
