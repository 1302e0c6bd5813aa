"""Setting a manuscript in a Word document, of its profile or in an office's own."""

from __future__ import annotations

from pathlib import Path

from orgmodel.reports.manuscript import Manuscript
from orgmodel.reports.typography import PROFILES
from orgmodel.reports.word.chapters import set_chapters, set_lists
from orgmodel.reports.word.letterhead import set_contents, set_letterhead, set_signature, set_title
from orgmodel.reports.word.setting import Setting
from orgmodel.reports.word.template import filled, take_to


def word(manuscript: Manuscript, language: str, template: Path | None = None) -> bytes:
    """Write a manuscript as a Word document (.docx): the same bytes of the same manuscript.

    With ``template`` it is set into an office's own document (see :mod:`orgmodel.reports.word.template`). Raises ProblemsError
    for a template that lacks a tag, has an unknown one, or is no Word document.
    """
    if template is not None:
        return _into(template, manuscript, language)
    setting = Setting.begun(manuscript, language)
    set_letterhead(setting, manuscript.letterhead)
    set_title(setting, manuscript)
    if manuscript.contents:
        set_contents(setting, manuscript)
    set_chapters(setting, manuscript.body)
    if manuscript.signature is not None:
        setting.turned(wide=False)
        set_signature(setting, manuscript.signature)
    set_chapters(setting, manuscript.annexes)
    set_lists(setting)
    return setting.written()


def _into(template: Path, manuscript: Manuscript, language: str) -> bytes:
    """Set the chapters where a template's tags stand; head, foot, styles and pages are the template's own."""
    setting = Setting(
        filled(template, manuscript, language), language, PROFILES[manuscript.letterhead.profile], own=False
    )
    setting.add_missing_styles()
    setting.described(manuscript)
    for tag in ("content", "annexes"):
        before, setting.fresh = setting.last(), True
        if tag == "content" and manuscript.contents:
            set_contents(setting, manuscript)
        set_chapters(setting, manuscript.body if tag == "content" else manuscript.annexes)
        if tag == "annexes":
            set_lists(setting)
        setting.turned(wide=False)
        take_to(setting.document, tag, before)
    return setting.written()
