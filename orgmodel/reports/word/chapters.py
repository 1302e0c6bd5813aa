"""The chapters of a manuscript in a Word document, block after block."""

from __future__ import annotations

from orgmodel.core.names import text_in
from orgmodel.reports import manuscript as kinds
from orgmodel.reports.annex_fit import table_fit
from orgmodel.reports.form import ADDED, REMOVED, Form
from orgmodel.reports.word import parts
from orgmodel.reports.word.parts import align, millimetres
from orgmodel.reports.word.setting import BODY, CHART_LIST, FORM_TITLE, HEADINGS, ITEM, QUOTE, SMALL_PRINT, Setting
from orgmodel.reports.word.table import set_annex_head, set_form
from orgmodel.words.notes import worded

DPI = 300
TITLE_ROOM = 25
"""What the title and notes of a picture take of a page's height, in mm."""
STYLES = {kinds.ITEM: ITEM, kinds.REMARK: SMALL_PRINT}


def set_chapters(setting: Setting, chapters: tuple[kinds.Chapter, ...]) -> None:
    """Set chapters one after the other; the first of the annex begins on a page of its own, others go on beneath unless they restart."""
    for at, chapter in enumerate(chapters):
        setting.turned(wide=_begins_wide(setting, chapter), restarts=chapter.restarts)
        if chapter.annex and (chapter.restarts or not at):
            setting.new_page()
        if words := text_in(chapter.title, setting.language):
            setting.marks += 1
            head = setting.add(words, style=HEADINGS[min(chapter.level, 3) - 1])
            parts.add_bookmark(head, f"part{setting.marks}", setting.marks)
        setting.tables = table_fit(chapter, setting.language, setting.type)
        for place, block in enumerate(chapter.blocks):
            _block(setting, block)
            is_above = isinstance(chapter.blocks[place + 1], Form) if place + 1 < len(chapter.blocks) else False
            if is_above and isinstance(block, kinds.Paragraph) and block.style == kinds.REMARK:
                setting.keep_last(1)  # what is said of a table stays above it


def _begins_wide(setting: Setting, chapter: kinds.Chapter) -> bool:
    """Tell whether the first table or picture of a chapter lies on its side, so that its heading stands on that page.

    In the body a heading over text stays with the text.
    """
    looked_at = chapter.blocks if chapter.annex else chapter.blocks[:1]
    first = next((one for one in looked_at if isinstance(one, Form | kinds.Picture)), None)
    if isinstance(first, kinds.Picture):
        return any(page.width > page.height for page in first.pages(setting.language)[:1])
    return first is not None and first.wide


def _block(setting: Setting, block: kinds.Block) -> None:
    if isinstance(block, kinds.Paragraph):
        _paragraph(setting, block)
    elif isinstance(block, Form):
        set_form(setting, block)
    elif isinstance(block, kinds.Picture):
        _picture(setting, block)
    elif isinstance(block, kinds.Statement):
        _statement(setting, block)
    else:
        setting.new_page()


def _paragraph(setting: Setting, one: kinds.Paragraph) -> None:
    words, was = text_in(one.text, setting.language), text_in(one.was, setting.language)
    if words or was:
        style = STYLES.get(one.style, BODY)
        sign = f"{setting.type.bullet} " if style == ITEM and setting.signs_items else ""
        made = setting.add(sign if one.revision else f"{sign}{words}", style=style)
        if one.revision:
            setting.revise(made, was, words)
        if one.revision in (ADDED, REMOVED):
            setting.mark(made, parts.mark_paragraph, gone=one.revision == REMOVED)
        if one.style in (kinds.LEAD, kinds.DRAFT_MARK):
            made.paragraph_format.keep_with_next = True
            for run in made.runs:
                run.font.bold = True


def _statement(setting: Setting, one: kinds.Statement) -> None:
    """Set what a paper says in its own words, and beneath it where that stands."""
    made = setting.add(style=QUOTE)
    if kind := text_in(one.kind, setting.language):
        made.add_run(f"{kind}: ").font.italic = False
    quoted = f"“{text_in(one.text, one.language)}”"
    if one.revision:
        was = text_in(one.was, one.language)
        setting.revise(made, f"“{was}”" if was else "", quoted)
    else:
        made.add_run(quoted)
    if tail := "; ".join(filter(None, (text_in(text, setting.language) for text in (one.source, one.figure)))):
        setting.add(tail, style=SMALL_PRINT).paragraph_format.left_indent = millimetres(10)


def _picture(setting: Setting, one: kinds.Picture) -> None:
    """Set each page of a picture as large as the text allows, on its side where it is wider than high."""
    title = text_in(one.title, setting.language)
    for at, page in enumerate(one.pages(setting.language)):
        setting.turned(wide=page.width > page.height)
        if at:
            setting.new_page()
        if one.attached and not at:
            set_annex_head(setting, one.annex_name(setting.language), title, one.attached)
        else:
            align(setting.add(title, style=FORM_TITLE), "center")
        across, down = setting.room()
        width = min(across, (down - TITLE_ROOM) * page.width / page.height, page.width)
        paragraph = setting.add(style=SMALL_PRINT)
        align(paragraph, "center")
        setting.pictures += 1
        parts.add_picture(
            setting.document, paragraph, page.png(DPI), page.svg.encode(), width, page.alternative, setting.pictures
        )
        if page.listing:
            setting.lists.append((one.called(setting.language, at), page.listing))
    for note in one.notes:
        if words := text_in(note, setting.language):
            setting.add(words, style=SMALL_PRINT)


def set_lists(setting: Setting) -> None:
    """Set every picture as a list, at the end, for whoever does not see it."""
    if not setting.lists:
        return
    setting.turned(wide=False)
    setting.new_page()
    setting.add(text_in(worded("charts_as_lists"), setting.language), style=HEADINGS[0])
    for title, listing in setting.lists:
        setting.add(title, style=FORM_TITLE)
        for depth, words in listing:
            setting.add(words, style=CHART_LIST).paragraph_format.left_indent = millimetres(5 * depth)
