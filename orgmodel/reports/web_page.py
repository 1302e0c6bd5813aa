"""Setting a manuscript as one page of HTML: nothing is loaded, light and dark, and read well aloud.

Names are data and are escaped; pictures stand in the page as SVG, each with its alternative and its list. A chart that a
reader acts on stands in the place of its picture where scripts run, and the page's own script is the only one that may.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from orgmodel.core.names import Names, text_in
from orgmodel.reports import manuscript as kinds
from orgmodel.reports.cells import FIGURES, NO
from orgmodel.reports.form import ADDED, GROUP, SUBTOTAL, TOTAL, Form
from orgmodel.reports.revision import COMES, GOES, pieces
from orgmodel.words.notes import worded

STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--rule:#767676;--head:#e9e9e9;--quiet:#4d4d4d;--link:#0b4f8a;--come:#e3f4e3;--go:#fbe3e3}
@media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--rule:#8a8a8a;--head:#2b2b2b;--quiet:#c4c4c4;--link:#9ecbff;--come:#1d3a1d;--go:#4a2222}}
body{margin:0 auto;max-width:72rem;padding:1rem 1.5rem 4rem;font:1rem/1.5 "Times New Roman",Tinos,"Liberation Serif",serif;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
a{color:var(--link)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
header{text-align:center}.head{display:flex;justify-content:space-between;gap:2rem}.head p{margin:.2rem 0;white-space:pre-wrap}
h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.1rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.3rem 0}
caption{font-weight:bold;text-align:left;padding:.4rem 0}caption .small{display:block;font-weight:normal}
th,td{border:1px solid var(--rule);padding:.25rem .5rem;vertical-align:top;text-align:left}
thead th{background:var(--head);text-align:center}
td.figure,th.figure{text-align:right;white-space:nowrap}
tr.strong>*{font-weight:bold}tbody th{font-weight:normal}
.small{font-size:.875rem;font-style:italic;color:var(--quiet);margin:.2rem 0}.unit{text-align:right}
.lead,.draft{font-weight:bold}
blockquote{border-left:.25rem solid var(--rule);margin:.6rem 0;padding:0 1rem}
ins{text-decoration:underline;text-decoration-thickness:.12em;background:var(--come)}del{background:var(--go)}
tr.added>*{background:var(--come)}
figure{margin:1rem 0}figure svg{max-width:100%;height:auto;background:#fff}
.charted .live,.charted .key,.charted .called{display:none}
.charted.shown .live{display:flex;height:min(80vh,46rem);border:1px solid var(--rule)}.charted.shown .key,.charted.shown .called{display:block}
.charted.shown .still{display:none}.charted .key ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.3rem 0;padding:0;list-style:none}
.charted .key li{display:inline-flex;gap:.4rem;align-items:center}.charted .key svg{background:#fff;forced-color-adjust:none}
.charted .key.other li[data-sample=group]{display:none}
.foot{display:flex;justify-content:space-between;gap:2rem;margin-top:2rem}.foot .sign{text-align:center}
@media (max-width:48rem){tbody td:not(.figure,.no),tbody th:not(.no){min-width:8rem}.unit{text-align:left}}
@media print{body{max-width:none;padding:0}thead{display:table-header-group}tr{break-inside:avoid}caption,thead,h2,h3,.unit{break-after:avoid}.annex{break-before:page}nav,.skip{display:none}
.charted.shown>:not(.still){display:none}.charted.shown .still{display:block}}
@media (forced-colors:active){th,td{border-color:CanvasText}}
"""


LONG_WORD = re.compile(r"\S{24,}")
"""A word that may be broken anywhere: it would make its column wider than a screen."""


def web_page(manuscript: kinds.Manuscript, language: str) -> bytes:
    """Write a manuscript as one page of HTML; the same manuscript gives the same bytes."""
    return "\n".join(_Page(manuscript, language).lines()).encode() + b"\n"


def _breakable(text: str) -> str:
    """Escape a text whose words stay whole, but for one so long that no column holds it.

    >>> _breakable("a & " + "b" * 24).count("<wbr>")
    23
    """
    found = LONG_WORD.finditer(text)
    parts, end = list[str](), 0
    for one in found:
        parts += [escape(text[end : one.start()]), "<wbr>".join(escape(letter) for letter in one[0])]
        end = one.end()
    return "".join((*parts, escape(text[end:])))


def _policy(script: str) -> str:
    """Say what a page may load: nothing, and of scripts only this one may run."""
    allowed = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" if script else "'none'"
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; base-uri 'none'; form-action 'none'"


class _Page:
    """Write the lines of one page."""

    def __init__(self, manuscript: kinds.Manuscript, language: str) -> None:
        self.manuscript, self.language = manuscript, language
        self.is_live = any(picture.live for picture in manuscript.pictures())

    def text(self, names: Names) -> str:
        return escape(text_in(names, self.language))

    def lines(self) -> Iterator[str]:
        one = self.manuscript
        title = self.text(one.title)
        style, script = STYLE, ""
        if self.is_live:
            from orgmodel.charts.render.html import part_script, part_style

            style, script = part_style() + STYLE, part_script()
        yield f'<!DOCTYPE html>\n<html lang="{escape(self.language)}">\n<head>\n<meta charset="utf-8">'
        yield f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">'
        yield f"<style>{style}</style>\n</head>\n<body>"
        yield f'<a class="skip" href="#content">{self.text(worded("to_content"))}</a>\n<header>'
        yield from self._head(one.letterhead)
        if kind := self.text(one.type):
            yield f'<p class="lead">{kind}</p>'
        yield f"<h1>{title}</h1>"
        yield from (
            f'<p class="{escape(line.style)}">{self.text(line.text)}</p>'
            for line in one.opening
            if self.text(line.text)
        )
        yield "</header>"
        if one.contents:
            yield from self._contents()
        yield '<main id="content" tabindex="-1">'
        number = 0
        for chapter in one.body:
            number += 1
            yield from self._chapter(chapter, number)
        if one.signature is not None:
            yield from self._signature(one.signature)
        for chapter in one.annexes:
            number += 1
            yield from self._chapter(chapter, number)
        yield "</main>"
        if script:
            yield f"<script>{script}</script>"
        yield "</body>\n</html>"

    def _head(self, head: kinds.Letterhead) -> Iterator[str]:
        sides = ((head.superior, head.issuer, head.number), (*head.motto, head.place_and_date))
        if any(self.text(names) for side in sides for names in side):
            columns = ("".join(f"<p>{words}</p>" for names in side if (words := self.text(names))) for side in sides)
            yield '<div class="head">' + "".join(f"<div>{column}</div>" for column in columns) + "</div>"

    def _contents(self) -> Iterator[str]:
        name = self.text(worded("contents"))
        yield f'<nav aria-label="{name}">\n<h2>{name}</h2>\n<ul>'
        for number, chapter in enumerate((*self.manuscript.body, *self.manuscript.annexes), 1):
            if words := self.text(chapter.title):
                yield f'<li><a href="#part{number}">{words}</a></li>'
        yield "</ul>\n</nav>"

    def _chapter(self, chapter: kinds.Chapter, number: int) -> Iterator[str]:
        label = f' aria-labelledby="part{number}"' if self.text(chapter.title) else ""
        yield f"<section{label}{' class=annex' if chapter.annex else ''}>"
        if words := self.text(chapter.title):
            level = min(chapter.level + 1, 6)
            yield f'<h{level} id="part{number}">{words}</h{level}>'
        listed = False
        for block in chapter.blocks:
            is_item = isinstance(block, kinds.Paragraph) and block.style == kinds.ITEM
            if is_item != listed:
                yield "<ul>" if is_item else "</ul>"
                listed = is_item
            yield from self._block(block)
        if listed:
            yield "</ul>"
        yield "</section>"

    def _block(self, block: kinds.Block) -> Iterator[str]:
        if isinstance(block, Form):
            yield from self._form(block)
        elif isinstance(block, kinds.Picture):
            yield from self._picture(block)
        elif isinstance(block, kinds.Statement):
            kind, source, figure = (self.text(one) for one in (block.kind, block.source, block.figure))
            language = "" if block.language == self.language else f' lang="{escape(block.language)}"'
            tail = "; ".join(filter(None, (source, figure)))
            quoted = escape(text_in(block.text, block.language))
            if block.revision:
                quoted = revised(text_in(block.was, block.language), text_in(block.text, block.language))
            yield f"<blockquote><p>{f'{kind}: ' if kind else ''}<span{language}>“{quoted}”</span></p>"
            yield f'<p class="small">{tail}</p></blockquote>' if tail else "</blockquote>"
        elif isinstance(block, kinds.Paragraph) and (words := self._sentence(block)):
            if block.style == kinds.ITEM:
                yield f"<li>{words}</li>"
            else:
                looks = {kinds.REMARK: "small", kinds.BODY_TEXT: ""}.get(block.style, block.style)
                yield f'<p class="{looks}">{words}</p>' if looks else f"<p>{words}</p>"

    def _sentence(self, one: kinds.Paragraph) -> str:
        """Write the words of a paragraph, with what they were where that is marked."""
        if not one.revision:
            return self.text(one.text)
        return revised(text_in(one.was, self.language), text_in(one.text, self.language))

    def _form(self, form: Form) -> Iterator[str]:
        title = escape(form.heading(self.language))
        under = f'<span class="small">{self.text(form.attached)}</span>' if form.attached else ""
        if not form.rows:
            yield f"<p><b>{title}</b>{under}</p>"
            if not form.notes:
                yield f'<p class="small">{self.text(worded("none"))}</p>'
        else:
            if unit := text_in(form.unit, self.language):
                under += f'<span class="small unit">{self.text(worded("unit_of_measure", {"unit": unit}))}</span>'
            yield f'<div class="scroll" role="region" aria-label="{title}" tabindex="0"><table><caption>{title}{under}</caption>'
            yield from self._heads(form)
            yield "<tbody>"
            for at, texts in enumerate(form.texts(self.language)):
                row = form.rows[at]
                strong = ' class="strong"' if row.role in (GROUP, SUBTOTAL, TOTAL) else ""
                strong = ' class="added"' if row.revision == ADDED else strong
                yield f"<tr{strong}>{''.join(self._cell(form, at, place, across, texts[place]) for place, across in form.spans(at, self.language))}</tr>"
            yield "</tbody></table></div>"
        yield from (f'<p class="small">{escape(note)}</p>' for note in form.beneath(self.language))

    def _cell(self, form: Form, at: int, place: int, across: int, text: str) -> str:
        wide = f' colspan="{across}"' if across > 1 else ""
        was = form.was(at, place, self.language)
        words = _breakable(text) if was is None else revised(was, text)
        level = form.rows[at].level if place == form.set_in(at) else 0
        indent = f' style="padding-left:{0.5 + level}rem"' if level else ""
        kind = form.kind_of(at, place)
        look = ' class="figure"' if kind in FIGURES else ' class="no"' if kind == NO else ""
        if place == 0 and words:
            return f'<th scope="row"{look if kind == NO else ""}{wide}{indent}>{words}</th>'
        return f"<td{wide}{look}{indent}>{words}</td>"

    def _heads(self, form: Form) -> Iterator[str]:
        words = [self.text(column.heading) for column in form.columns]
        groups = [self.text(column.group) for column in form.columns]
        if not any(groups):
            yield "<thead><tr>" + "".join(f'<th scope="col">{text}</th>' for text in words) + "</tr></thead>"
            return
        upper, begins = "", 0
        for place, group in enumerate(groups):
            if not group:
                upper += f'<th scope="col" rowspan="2">{words[place]}</th>'
                begins = place + 1
            elif place + 1 == len(groups) or groups[place + 1] != group:
                upper += f'<th scope="colgroup" colspan="{place + 1 - begins}">{group}</th>'
                begins = place + 1
        lower = "".join(f'<th scope="col">{text}</th>' for text, group in zip(words, groups, strict=True) if group)
        yield f"<thead><tr>{upper}</tr><tr>{lower}</tr></thead>"

    def _picture(self, one: kinds.Picture) -> Iterator[str]:
        title = self.text(one.title)
        if one.live is not None:
            yield f'<div class="charted"><p class="called">{title}</p>{one.live(self.language)}<div class="still">'
        for page in one.pages(self.language):
            svg = page.svg[page.svg.index("<svg") :]  # what stands before is of a file by itself
            yield f'<figure><div role="img" aria-label="{escape(page.alternative) or title}">{svg}</div><figcaption>{title}</figcaption>'
            if page.listing:
                yield f"<details><summary>{self.text(worded('charts_as_lists'))}</summary>{_nested(page.listing)}</details>"
            yield "</figure>"
        if one.live is not None:
            yield "</div></div>"
        yield from (f'<p class="small">{words}</p>' for note in one.notes if (words := self.text(note)))

    def _signature(self, one: kinds.Signature) -> Iterator[str]:
        yield '<div class="foot"><div>'
        if one.recipients:
            yield f"<p><b>{self.text(worded('recipients'))}</b></p><ul>"
            yield from (f"<li>{self.text(name)}</li>" for name in one.recipients)
            yield "</ul>"
        yield '</div><div class="sign">'
        for words in (self.text(one.authority), self.text(one.office), escape(one.name)):
            if words:
                yield f"<p><b>{words}</b></p>"
        yield "</div></div>"


def revised(was: str, now: str) -> str:
    """Write a text as what stays of it, what goes and what comes.

    >>> revised("05", "<6>"), revised("", "6")
    ('<del>05</del><ins>&lt;6&gt;</ins>', '<ins>6</ins>')
    """
    tags = {GOES: "del", COMES: "ins"}
    return "".join(
        f"<{tags[kind]}>{escape(text)}</{tags[kind]}>" if kind in tags else escape(text)
        for kind, text in pieces(was, now)
    )


def _nested(lines: tuple[tuple[int, str], ...]) -> str:
    """Write lines of a depth as lists in lists.

    >>> _nested(((0, "a"), (1, "b"), (0, "c")))
    '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'
    """
    made, depth = "", -1
    for level, text in lines:
        wanted = min(level, depth + 1)
        if wanted > depth:
            made += "<ul>"
        else:
            made += "</li>" + "</ul></li>" * (depth - wanted)
        depth = wanted
        made += f"<li>{escape(text)}"
    return made + "</li></ul>" * (depth + 1)
