"""What stands at the head and foot of a paper: by the profile of an office, from what a study says, the rest left to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, text_in
from orgmodel.reports.appendices import by_the_decree
from orgmodel.reports.letter_widths import MILLIMETRES, ems
from orgmodel.reports.manuscript import REMARK, Chapter, Letterhead, Paragraph, Signature
from orgmodel.reports.typography import Typography
from orgmodel.scenario.elements import Letter
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Study

NEUTRAL, PARTY, STATE = "neutral", "party", "state"
PROFILES: dict[str, tuple[str, ...]] = {NEUTRAL: (), PARTY: ("motto_party",), STATE: ("motto_state", "motto_state_2")}
"""The lines that stand on the right at the head, by profile, as keys of texts."""
SUBMITS, REPORTS, WRITES = "TTr", "BC", "CV"
"""What stands in the numbers of submissions, reports and letters in Viet Nam."""
SIGNED_FOR = (("T/M ", "TM. "), ("K/T ", "KT. "), ("T/L ", "TL. "))
"""On behalf of a body, in place of a head, by order of one: as the Party's papers in Viet Nam write it, and those of the state."""
PARTS_OF_LIST = {PARTY: ",", STATE: ";"}
"""What stands behind each who receives a paper but the last: as in the Party's Conclusions, and in Decree 30/2020."""
A4_WIDTH, GUTTER, LEAST_LEFT = 210, 2, 0.36
"""Millimetres, and the least share of the left side."""


def letter_for(study: Study | None, owners: tuple[str, ...] = ()) -> Letter:
    """Give the head and foot of a paper that the only owner of its steps issues, or else the study's; blanks are the study's."""
    whole = Letter() if study is None else study.letter
    own = whole.by_owner.get(owners[0]) if len(owners) == 1 else None
    if own is None:
        return whole
    filled = {one.name: getattr(own, one.name) or getattr(whole, one.name) for one in fields(Letter)}
    return replace(whole, **filled)


def issues_itself(study: Study | None, owners: tuple[str, ...]) -> bool:
    """Tell whether the only owner of steps issues papers on them under a head of its own."""
    return study is not None and len(owners) == 1 and owners[0] in study.letter.by_owner


def letterhead(profile: str, letter: Letter, sign: str = "") -> Letterhead:
    """Make the head of a paper; ``sign`` stands in its number for a kind of paper that is not the letter's own; raises KeyError for an unknown profile.

    >>> dict(letterhead("party", Letter(number="BC/TU")).number)["vi"]
    'Số          -BC/TU'
    >>> dict(letterhead("state", Letter(number="BC/SNV")).number)["vi"]
    'Số:          /BC-SNV'
    >>> dict(letterhead("party", Letter(number="BC/TU"), SUBMITS).number)["vi"]
    'Số          -TTr/TU'
    """
    motto = tuple(said(key) for key in PROFILES[profile])
    if profile == NEUTRAL and letter == Letter():
        return Letterhead(profile)
    key = "number_state" if profile == STATE else "number_party" if profile == PARTY else "number_neutral"
    blank = said("to_be_filled")
    return Letterhead(
        profile,
        motto,
        letter.superior,
        letter.issuer or (blank if profile != NEUTRAL else ()),
        said(key, number=_sign(profile, letter, sign)),
        said("place_and_date", place=letter.place or blank),
    )


def _sign(profile: str, letter: Letter, sign: str = "") -> str:
    """Give the letters of a paper's number as its profile parts them."""
    own, part, issuer = letter.number.partition("/")
    number = f"{sign or own}{part}{issuer}" if part and profile != NEUTRAL else letter.number
    return number.replace("/", "-") if profile == STATE else number


def left_share(head: Letterhead, kind: Typography, language: str) -> float:
    """Give the share of the left side: the profile's, or less where the motto would not stand on one line beside it.

    >>> from orgmodel.reports.typography import PROFILES as MEASURES
    >>> party = letterhead("party", Letter())
    >>> [round(left_share(party, MEASURES["party"], code), 2) for code in ("vi", "en")]
    [0.46, 0.42]
    """
    room = A4_WIDTH - kind.left - kind.right
    texts = [(text_in(text, language), style) for text, style in zip(head.motto, kind.motto, strict=False)]
    needed = [
        ems(text.upper() if style.capitals else text, kind.face, bold=True) * style.size * MILLIMETRES
        for text, style in texts
    ]
    return max(min(kind.left_side, 1 - (max(needed, default=0) + GUTTER) / room), LEAST_LEFT)


def attached(
    chapters: Sequence[Chapter], profile: str, letter: Letter, kind: Names, issuer: Names = ()
) -> tuple[Chapter, ...]:
    """Say to which paper annexes are attached: of the Party under the title of the first, of the state in each, numbered by itself.

    ``issuer`` is who issues it, as a text has the name.
    """
    first = next((at for at, one in enumerate(chapters) if one.annex), None)
    if first is None or profile == NEUTRAL:
        return tuple(chapters)
    key = "number_state_in_text" if profile == STATE else "number_party_in_text"
    number = said(key, number=_sign(profile, letter))
    told = {"type": _in_text(kind), "number": number}
    words = said("attached_to_of", **told, issuer=issuer) if issuer else said("attached_to", **told)
    if profile == STATE:
        return by_the_decree(chapters, words)
    line = Paragraph(words, REMARK)
    annex = replace(chapters[first], blocks=(line, *chapters[first].blocks))
    return (*chapters[:first], annex, *chapters[first + 1 :])


def _in_text(names: Names) -> Names:
    """Write what stands in capitals at a head as a text has it.

    >>> _in_text((("vi", "ĐỀ ÁN"), ("en", "Scheme")))
    (('vi', 'Đề án'), ('en', 'Scheme'))
    """
    return tuple((code, text.capitalize() if text.isupper() else text) for code, text in names)


def signature(profile: str, letter: Letter) -> Signature | None:
    """Make the foot of a paper; the neutral profile has one only where the study says something of it."""
    if profile == NEUTRAL and not (letter.authority or letter.office or letter.recipients):
        return None
    return Signature(
        _signed(profile, letter.authority),
        _signed(profile, letter.office),
        letter.name,
        recipients(profile, letter.recipients),
    )


def recipients(profile: str, who: Sequence[Names]) -> tuple[Names, ...]:
    """Write who receives a paper as its profile does, each with its mark and the last with a full stop; neutral ones as they are.

    >>> recipients("state", [(("en", "The Board"),), (("en", "File"),)])
    ((('en', 'The Board;'),), (('en', 'File.'),))
    >>> dict(recipients("party", [(("vi", "Như trên"),), (("vi", "Lưu Văn phòng."),)])[0])["vi"]
    'Như trên,'
    """
    return ended(who, PARTS_OF_LIST[profile]) if profile in PARTS_OF_LIST else tuple(who)


def ended(texts: Sequence[Names], sign: str) -> tuple[Names, ...]:
    """End each text of a list with a sign, and the last with a full stop, whichever sign it has."""
    return tuple(
        tuple((code, f"{text.rstrip(' .,;')}{sign if at < len(texts) else '.'}") for code, text in names)
        for at, names in enumerate(texts, 1)
    )


def _signed(profile: str, names: Names) -> Names:
    """Write for whom it is signed as the profile's papers do, whichever a study has.

    >>> _signed("state", (("vi", "T/M BAN THƯỜNG VỤ"),)), _signed("party", (("vi", "KT. BÍ THƯ"),))
    ((('vi', 'TM. BAN THƯỜNG VỤ'),), (('vi', 'K/T BÍ THƯ'),))
    """
    if profile == NEUTRAL:
        return names
    at = (PARTY, STATE).index(profile)
    pairs = [(pair[1 - at], pair[at]) for pair in SIGNED_FOR]
    return tuple(
        (code, next((ours + text[len(theirs) :] for theirs, ours in pairs if text.startswith(theirs)), text))
        for code, text in names
    )
