"""A study's own words for titles and headings of a report, in place of ours, in any language that it brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orgmodel.core.names import Names, names_of
from orgmodel.reports.form import HEAD_GROUP, HEADING, Form, FormColumn
from orgmodel.reports.manuscript import Block, Manuscript
from orgmodel.words.reports import TEXTS, said

FAMILY = "form."


def with_own_words(manuscript: Manuscript, own: Mapping[str, Names]) -> Manuscript:
    """Put a study's labels (``form.KEY``) in place of our titles and headings; a manuscript of a study without any stays."""
    named = {key.removeprefix(FAMILY): names for key, names in own.items() if key.startswith(FAMILY)}
    ours = {said(key): names_of(**{**dict(said(key)), **dict(names)}) for key, names in named.items() if key in TEXTS and "{" not in TEXTS[key][1]}  # fmt: skip
    if not ours:
        return manuscript
    chapters = tuple(
        replace(
            one,
            title=_word(one.title, ours, named=one.named),
            blocks=tuple(_block(block, ours) for block in one.blocks),
        )
        for one in manuscript.chapters
    )
    return replace(manuscript, chapters=chapters, type=ours.get(manuscript.type, manuscript.type))


def _block(block: Block, ours: Mapping[Names, Names]) -> Block:
    if not isinstance(block, Form):
        return block
    columns = tuple(_column(one, ours) for one in block.columns)
    return replace(block, title=ours.get(block.title, block.title), columns=columns)


def _column(one: FormColumn, ours: Mapping[Names, Names]) -> FormColumn:
    return replace(
        one,
        heading=_word(one.heading, ours, named=one.named == HEADING),
        group=_word(one.group, ours, named=one.named == HEAD_GROUP),
    )


def _word(names: Names, ours: Mapping[Names, Names], *, named: bool) -> Names:
    """Give a study's word in place of ours; what is a name in the study stays, however it reads."""
    return names if named else ours.get(names, names)
