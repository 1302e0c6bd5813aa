"""Numbers, dates and counts as people of a language write them: the one place where any is put into words."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.figures import Amount
from orgmodel.core.names import Names, names_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOUNS: dict[str, tuple[str, str, str]] = {  # Vietnamese, English for one, English for many
    "unit": ("đơn vị", "unit", "units"),
    "post": ("vị trí", "post", "posts"),
    "scenario": ("phương án", "scenario", "scenarios"),
    "head post": ("vị trí cấp trưởng", "head post", "head posts"),
    "more head post": ("vị trí cấp trưởng nữa", "more head post", "more head posts"),
    "surplus head post": ("cấp trưởng dôi dư", "surplus head post", "surplus head posts"),
    "head": ("vị trí cấp trưởng", "head post", "head posts"),
    "deputy": ("cấp phó", "deputy post", "deputy posts"),
    "staff": ("công chức, viên chức không giữ chức vụ lãnh đạo", "staff post", "staff posts"),
    "unknown": ("vị trí chưa rõ chức vụ", "post of unknown rank", "posts of unknown rank"),
    "ended": ("vị trí kết thúc", "post that ends", "posts that end"),
    "member": ("đảng viên", "party member", "party members"),
    "figure": ("số liệu", "figure", "figures"),
    "page": ("trang", "page", "pages"),
    "box": ("ô", "box", "boxes"),
    "row": ("dòng", "row", "rows"),
    "measure": ("chỉ tiêu", "measure", "measures"),
    "post row": ("dòng vị trí", "row of posts", "rows of posts"),
    "error": ("lỗi", "error", "errors"),
    "warning": ("cảnh báo", "warning", "warnings"),
    "step": ("bước", "step", "steps"),
    "change": ("thay đổi", "change", "changes"),
    "conflict": ("xung đột", "conflict", "conflicts"),
    "subject": ("đối tượng", "subject", "subjects"),
}
"""Nouns that are counted. An office writes counts below ten with two digits in Vietnamese: 01, 02."""
PLAIN_COUNTS = {"page", "box", "row", "figure", "member", "post row", "error", "warning", "step"}
AT_LEAST = {"vi": "ít nhất", "en": "at least"}
UNKNOWN = {"vi": "chưa có số liệu", "en": "not known"}


def number(value: float | None, language: str, *, signed: bool = False, places: int = 2) -> str:
    """Write a number with the separators of the language, at most ``places`` decimals; ``?`` where it is not known.

    >>> number(4982, "vi"), number(4982.5, "en"), number(-3, "vi", signed=True), number(None, "vi")
    ('4.982', '4,982.5', '-3', '?')
    """
    if value is None or value != value:  # NaN is not equal to itself
        return "?"
    text = f"{value:,.{places}f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    if signed and text != "0" and not text.startswith("-"):
        text = f"+{text}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


Changed = tuple[float | None, float | None, float | None]
"""A figure before, after, and its change."""


def places_of(*figures: Changed, least: int = 2) -> int:
    """Give the decimals in which each change shows: two (or ``least``), so that a figure reads the same everywhere, or up to four.

    The change that is told is that of the figures as they are written (:func:`change_told`).

    >>> places_of((1.9836, 1.9266, -0.057)), places_of((1.984, 1.976, -0.008)), places_of((3, 5, 2), (3, None, None))
    (2, 3, 2)
    """
    for places in range(least, 4):
        if all(_shows(one, places) for one in figures):
            return places
    return 4


def _shows(figures: Changed, places: int) -> bool:
    """Tell whether figures that change differ as they are written, and others do not."""
    before, after, change = figures
    if before is None or after is None or change is None or not _is_difference(before, after, change):
        return True
    moved = round(after, places) - round(before, places)
    return moved * change > 0 if round(change, places) else not moved


def _is_difference(before: float, after: float, change: float) -> bool:
    """Tell whether a change is all that differs: not where some of it is only known now."""
    return abs(after - before - change) < 1e-6


def change_told(before: float | None, after: float | None, change: float | None, places: int) -> float | None:
    """Give the change between two figures as they are written, so that it contradicts neither; it is off by one in the last decimal at most.

    >>> change_told(4.6667, 5.1333, 0.4666, 2), change_told(3, 5, 0, 2), change_told(None, 5, None, 2)
    (0.46, 0, None)
    """
    if before is None or after is None or change is None or not _is_difference(before, after, change):
        return change
    return round(round(after, places) - round(before, places), places)


def changed(
    before: float | None, after: float | None, change: float | None, language: str, *, least: int = 2
) -> tuple[str, str, str]:
    """Write a figure before and after and its change with so many decimals (at least ``least``) that it shows and contradicts neither.

    The change is signed.

    >>> changed(1.984, 1.976, -0.008, "vi"), changed(3, 5, 2, "en")
    (('1,984', '1,976', '-0,008'), ('3', '5', '+2'))
    """
    places = places_of((before, after, change), least=least)
    told = number(change_told(before, after, change, places), language, signed=True, places=places)
    return number(before, language, places=places), number(after, language, places=places), told


def percent(share: float | None, language: str, *, signed: bool = False) -> str:
    """Write a share as a percentage without a space; one that is neither 0 nor 1 never reads as if it were.

    >>> percent(0.53, "vi"), percent(0.004, "en"), percent(-0.125, "vi", signed=True), percent(None, "en")
    ('53%', '0.4%', '-12,5%', '?')
    """
    if share is None or share != share:
        return "?"
    value = 100 * share
    places = 0 if abs(value) >= 1 and abs(value - round(value)) < 0.05 else 1
    return f"{number(value, language, signed=signed, places=places)}%"


def date(text: str | None, language: str) -> str:
    """Write a date of whatever precision as people read it; one that is no date stays, an unknown one is ``?``.

    In Vietnamese as offices have to: a nought before days below ten and before January and February (Decree 30/2020/NĐ-CP).

    >>> date("2022-09-30", "vi"), date("2022-09", "vi"), date("2022-09-30", "en"), date(None, "en")
    ('30/9/2022', '9/2022', '30 September 2022', '?')
    >>> date("2023-02-08", "vi"), date("2022-07-07", "vi"), date("2020-01", "vi")
    ('08/02/2023', '07/7/2022', '01/2020')
    """
    if not text:
        return "?"
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return text
    numbers = [str(int(part)) for part in reversed(parts)]
    if language == "vi":
        *day, month, year = ["", *numbers] if len(numbers) > 1 else ["", "", *numbers]
        month = month.zfill(2) if month in ("1", "2") else month
        return "/".join(filter(None, (*(one.zfill(2) for one in day if one), month, year)))
    if len(numbers) > 1:
        numbers[-2] = MONTHS[int(numbers[-2]) - 1]
    return " ".join(numbers)


def dates(text: str | None) -> Names:
    """Write a date in both languages; nothing where there is none.

    >>> dates("2019-01-01"), dates(None)
    ((('en', '1 January 2019'), ('vi', '01/01/2019')), ())
    """
    return names_of(vi=date(text, "vi"), en=date(text, "en")) if text else ()


def of_each(told: Sequence[tuple[str, int]], language: str) -> str:
    """Say how many there are of each; of one kind alone its name is enough.

    >>> (
    ...     of_each([("done", 1), ("open", 2)], "en"),
    ...     of_each([("open", 2)], "en"),
    ...     of_each([("xong", 1), ("mở", 12)], "vi"),
    ... )
    ('done (1), open (2)', 'open', 'xong (01), mở (12)')
    """
    if len(told) == 1:
        return told[0][0]
    pad = "02d" if language == "vi" else "d"
    return ", ".join(f"{name} ({number:{pad}})" for name, number in told)


def count(value: int, noun: str, language: str) -> str:
    """Count things by a noun of :data:`NOUNS`; in English one is never many.

    >>> count(1, "post", "en"), count(2, "post", "en"), count(2, "unit", "vi"), count(1200, "unit", "vi")
    ('1 post', '2 posts', '02 đơn vị', '1.200 đơn vị')
    """
    vi, one, many = NOUNS[noun]
    if language == "vi":
        digits = f"{value:02d}" if 0 < value < 10 and noun not in PLAIN_COUNTS else number(value, "vi")
        return f"{digits} {vi}"
    return f"{number(value, language)} {one if value == 1 else many}"


def padded(value: float, language: str, *, places: int = 2) -> str:
    """Write a number as an office does in tables: whole numbers below ten with two digits in Vietnamese.

    >>> padded(6, "vi"), padded(6, "en"), padded(-6, "vi"), padded(4982, "vi"), padded(1.5, "vi")
    ('06', '6', '-6', '4.982', '1,5')
    """
    is_short = language == "vi" and 0 < value < 10 and float(value).is_integer()
    return f"{int(value):02d}" if is_short else number(value, language, places=places)


def of_known(known: int, of: int, language: str) -> str:
    """Say of how many units a mean, or what may be below nothing, is.

    >>> of_known(98, 141, "en"), of_known(98, 141, "vi")
    ('of what is known, 98 of 141 units', 'của phần đã biết, 98/141 đơn vị')
    """
    some, every = number(known, language), number(of, language)
    if language == "vi":
        return f"của phần đã biết, {some}/{every} đơn vị"
    return f"of what is known, {some} of {every} units"


def now_known(value: float, language: str) -> str:
    """Say how much of what was missing is known afterwards, or of what was known is told apart no longer.

    >>> now_known(3, "en"), now_known(-2, "vi")
    ('3 of the missing are now known', '2 đã biết nay không rõ riêng')
    """
    many = number(abs(value), language)
    if value < 0:
        return (
            f"{many} đã biết nay không rõ riêng"
            if language == "vi"
            else f"{many} known before are no longer told apart"
        )
    if language == "vi":
        return f"{many} trong số còn thiếu nay đã rõ"
    return f"{many} of the missing {'is' if value == 1 else 'are'} now known"


ASSUMED_MARK = "*"
"""Stands after a figure that has assumed figures in it, at their best."""


def at_least(
    value: float | None,
    language: str,
    *,
    least: bool = True,
    low: float | None = None,
    places: int = 2,
    assumed: bool = False,
) -> str:
    """Write a figure, with ≥ where it is what is known at least; at least nothing is no more than not known.

    ``low`` is the least that is proven: where the value is above it, since ranges are in it at their best, it is marked, as one is
    of which some is ``assumed``.

    >>> at_least(57, "en"), at_least(57, "en", least=False), at_least(0, "en"), at_least(None, "en", least=False)
    ('≥57', '57', '?', '?')
    >>> at_least(57, "en", low=47), at_least(57, "en", low=57)
    ('≥57*', '≥57')
    """
    signs = signs_of(value, least=least, low=low, assumed=assumed)
    if "unknown" in signs:
        return "?"
    mark = ASSUMED_MARK if "assumed" in signs else ""
    return f"{'≥' if 'least' in signs else ''}{number(value, language, places=places)}{mark}"


def signs_of(
    value: float | None, *, least: bool = True, low: float | None = None, assumed: bool = False
) -> frozenset[str]:
    """Say which signs a figure bears as :func:`at_least` writes it: ``unknown``, or ``least`` and ``assumed``.

    >>> sorted(signs_of(57, low=47)), sorted(signs_of(0)), sorted(signs_of(0, least=False))
    (['assumed', 'least'], ['unknown'], [])
    """
    if value is None or value != value or (least and not value):
        return _UNKNOWN
    return _BORNE[bool(least), bool(assumed or (least and rests_on_ranges(value, low)))]


_UNKNOWN = frozenset(["unknown"])
_BORNE = {
    (least, assumed): frozenset(["least"] * least + ["assumed"] * assumed)
    for least in (False, True)
    for assumed in (False, True)
}


def rests_on_ranges(value: float, low: float | None) -> bool:
    """Tell whether what a figure is at least has ranges in it at their best, so that it may be less: as little as ``low``."""
    return low is not None and low < value


def if_least(low: float | None, language: str, *, places: int = 2) -> str:
    """Say what a figure is at least where the ranges in it are at their least.

    >>> if_least(47, "en"), if_least(47, "vi")
    ('47 if assumed figures are at their least', '47 nếu số giả định ở mức thấp nhất')
    """
    least = number(low, language, places=places)
    return (
        f"{least} nếu số giả định ở mức thấp nhất"
        if language == "vi"
        else f"{least} if assumed figures are at their least"
    )


def amount(value: Amount, language: str) -> str:
    """Write an amount: a number, a range, or what it is at least and how much is missing.

    >>> amount(Amount(4982), "vi"), amount(Amount.of(None, ("posts", "a", "filled")), "en")
    ('4.982', 'not known')
    """
    return ranged(value.told, value.least, value.high, value.missing, language)


def ranged(
    known: float | None, low: float | None, high: float | None, missing: int, language: str, *, places: int = 2
) -> str:
    """Write what is told of a figure: itself, with its range, or at least how much and how many figures are missing.

    Without a value of its own it is its range alone; where it is at least so much ``low`` is the least that is proven.

    >>> ranged(None, 2, 4, 0, "en")
    '2–4'
    >>> ranged(12.5, 12.5, 12.5, 0, "vi"), ranged(3, 2, 4, 0, "en"), ranged(0, None, None, 1, "vi")
    ('12,5', '3 (2–4)', 'chưa có số liệu')
    >>> ranged(57, 47, None, 1, "en")
    'at least 57 (47 if assumed figures are at their least; 1 figure missing)'
    """
    best = number(known, language, places=places)
    if known is None and not missing and low is not None:
        return (
            number(low, language, places=places)
            if low == high
            else f"{number(low, language, places=places)}–{number(high, language, places=places)}"
        )
    if missing:
        if not known or known != known:
            return UNKNOWN.get(language, UNKNOWN["en"])
        lacking = (
            f"còn thiếu {number(missing, 'vi')} số liệu"
            if language == "vi"
            else f"{count(missing, 'figure', language)} missing"
        )
        proven = f"{if_least(low, language, places=places)}; " if rests_on_ranges(known, low) else ""
        return f"{AT_LEAST['vi' if language == 'vi' else 'en']} {best} ({proven}{lacking})"
    if low != high:
        return f"{best} ({number(low, language, places=places)}–{number(high, language, places=places)})"
    return best
