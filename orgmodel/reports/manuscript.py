"""The content of a report, letter or submission before any format: writers set it, and work nothing out.

A manuscript is what stands at its head and foot, and chapters of blocks: paragraphs, forms, pictures, statements of a
paper, and page breaks. Texts are names by language; figures stay figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property

from orgmodel.core.names import Names, text_in
from orgmodel.reports.about import ANY, About
from orgmodel.reports.form import REMOVED, Form, annex_called

BODY_TEXT, LEAD, ITEM, REMARK, DRAFT_MARK = "body", "lead", "item", "remark", "draft"
"""Styles of a paragraph: as any; what is decided, above all else; an item of a list; small print; that it is a draft."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold a paragraph, its style, and what it tells of.

    In a report that is compared with its last issue ``revision`` says whether it is new, changed or gone, and ``was`` what it was.
    """

    text: Names
    style: str = BODY_TEXT
    was: Names = ()
    revision: str = ""
    about: About = ANY


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold what a paper says, word for word in its own language, where it stands, and what it is called (a strength, a limit).

    ``figure`` says what figure shows it, or that the source gives none; ``was`` and ``revision`` are as of a paragraph.
    """

    text: Names
    language: str
    source: Names = ()
    kind: Names = ()
    figure: Names = ()
    was: Names = ()
    revision: str = ""
    about: About = ANY


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Begin a new page."""


@dataclass(frozen=True, slots=True)
class PicturePage:
    """Hold one page of a picture: SVG, a function that gives PNG at a resolution, its size in mm, and its list for who hears it.

    ``listing`` is the same as a nested list: (depth, text) by line.
    """

    svg: str
    png: Callable[[int], bytes] = field(repr=False)
    width: float
    height: float
    alternative: str
    listing: tuple[tuple[int, str], ...] = ()


class Picture:
    """Hold a picture that is drawn when first asked for, in each language once."""

    def __init__(
        self,
        id: str,
        title: Names,
        draw: Callable[[str], tuple[PicturePage, ...]],
        *,
        annex: str = "",
        notes: tuple[Names, ...] = (),
        draw_wide: Callable[[str], tuple[PicturePage, ...]] | None = None,
        live: Callable[[str], str] | None = None,
        of: Names = (),
    ) -> None:
        """Take what it is called, and how it is drawn: upright, and where it can be for pages that are wide, as slides are.

        ``live`` writes it as a part of a page of HTML that a reader acts on. ``of`` is what it is a picture of: where several
        are listed, each is called by it too.
        """
        self.live, self.of = live, of
        self.id, self.title, self.annex, self.notes = id, title, annex, notes
        self.attached: Names = ()
        self._draw, self._draw_wide = draw, draw_wide or draw
        self._drawn: dict[tuple[str, bool], tuple[PicturePage, ...]] = {}

    def numbered(self, number: str, attached: Names) -> Picture:
        """Give it as an annex by itself, attached to a paper; it is drawn once for both."""
        found = copy(self)
        found.annex, found.attached = number, attached
        return found

    def annex_name(self, language: str) -> str:
        """Give what it is called among the annexes; nothing where it is none."""
        return annex_called(self.annex, self.attached, language)

    def called(self, language: str, page: int) -> str:
        """Give what a page of it is called where it stands beside others: its title, of what it is, and which of several pages it is."""
        parts = filter(None, (text_in(self.title, language), text_in(self.of, language)))
        count = len(self.pages(language))
        return " – ".join(parts) + (f" ({page + 1}/{count})" if count > 1 else "")

    def pages(self, language: str, *, wide: bool = False) -> tuple[PicturePage, ...]:
        """Draw the pages in a language."""
        if (language, wide) not in self._drawn:
            self._drawn[language, wide] = (self._draw_wide if wide else self._draw)(language)
        return self._drawn[language, wide]


Block = Paragraph | Form | Picture | Statement | PageBreak


@dataclass(frozen=True, slots=True)
class Chapter:
    """Hold a part of a manuscript: its title, how deep it stands (1 is the first), its blocks.

    ``annex`` parts stand after the signature, each form on pages of its own; ``draft`` ones are the authors' own and no
    order of a paper; ``key`` is what it is about (a scenario, a clause), for links. One that ``restarts`` begins a page, and the
    numbers of pages anew. ``clause`` is the one that it is about, where it is about one alone.
    A title that ``says_annexes`` says that annexes follow, and nothing of what they are about; one that is ``named`` bears
    a name in the study, and no word of ours.
    """

    title: Names
    blocks: tuple[Block, ...] = ()
    level: int = 1
    annex: bool = False
    draft: bool = False
    key: str = ""
    restarts: bool = False
    clause: str = ""
    says_annexes: bool = False
    named: bool = False

    @property
    def forms(self) -> tuple[Form, ...]:
        """List its forms."""
        return tuple(one for one in self.blocks if isinstance(one, Form))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Hold what stands above the title: the lines of the state or Party, superior and issuer, number, place and date.

    ``number`` and ``date`` are blanks to be filled, as an office leaves them; ``motto`` are the lines on the right.
    """

    profile: str = "neutral"
    motto: tuple[Names, ...] = ()
    superior: Names = ()
    issuer: Names = ()
    number: Names = ()
    place_and_date: Names = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Hold what stands below the text: for whom it is signed, in what office, by whom where a study says so, and who receives it."""

    authority: Names = ()
    office: Names = ()
    name: str = ""
    recipients: tuple[Names, ...] = ()


@dataclass(frozen=True)
class Manuscript:
    """Hold the whole: head, type and subject, opening lines, chapters, signature.

    ``id`` names its file where several are written, ``kind`` is what paper it is among those of a comparison; ``type`` is what kind of paper it is (đề án, báo cáo, tờ trình) and may be
    empty; ``title`` is its subject; ``contents`` asks for a table of contents.
    """

    id: str
    title: Names
    chapters: tuple[Chapter, ...]
    type: Names = ()
    opening: tuple[Paragraph, ...] = ()
    letterhead: Letterhead = Letterhead()
    signature: Signature | None = None
    language: str = "vi"
    contents: bool = False
    kind: str = "report"

    @cached_property
    def annexes(self) -> tuple[Chapter, ...]:
        """List the chapters that stand after the signature."""
        return tuple(one for one in self.chapters if one.annex)

    @cached_property
    def body(self) -> tuple[Chapter, ...]:
        """List the chapters that stand before the signature."""
        return tuple(one for one in self.chapters if not one.annex)

    def unmarked(self) -> Manuscript:
        """Take away what is marked of the last issue, for formats that have no marks."""
        chapters = tuple(
            replace(
                one,
                blocks=tuple(
                    block.unmarked() if isinstance(block, Form) else block
                    for block in one.blocks
                    if not _is_gone(block)
                ),
            )
            for one in self.chapters
        )
        return replace(self, chapters=chapters)

    def forms(self) -> Iterator[Form]:
        """Walk over every form, in order."""
        for chapter in self.chapters:
            yield from chapter.forms

    def pictures(self) -> Iterator[Picture]:
        """Walk over every picture, in order."""
        for chapter in self.chapters:
            yield from (one for one in chapter.blocks if isinstance(one, Picture))


def _is_gone(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.revision == REMOVED
