"""When something is due: the words of a paper for it, which are what is shown, and the day that it counts from."""

from __future__ import annotations

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.words.labels import LANGUAGES
from orgmodel.words.numbers import date
from orgmodel.words.reports import said


def due_in(due: str | None, cited: Names, language: str) -> str:
    """Write when something is due: in a paper's words, quoted with the day where they are of another language; else as a date.

    >>> cited = (("en", "in October 2022"), ("vi", "trong tháng 10/2022"))
    >>> due_in("2022-10-31", cited, "en"), due_in("2022-10-31", cited[1:], "en"), due_in("2022-10-31", (), "en")
    ('in October 2022', '“trong tháng 10/2022” (by 31 October 2022)', '31 October 2022')
    """
    day = date(due, language) if due else ""
    if not cited or language in dict(cited):
        return text_in(cited, language) or day
    quoted = f"“{text_in(cited, language)}”"
    return f"{quoted} ({text_in(said('by_day', day=day), language)})" if day else quoted


def due_names(due: str | None, cited: Names) -> Names:
    """Write when something is due in each language.

    >>> dict(due_names("2022-10-31", (("vi", "trong tháng 10/2022"),)))["vi"], due_names(None, ())
    ('trong tháng 10/2022', ())
    """
    return names_of(**{code: due_in(due, cited, code) for code in LANGUAGES})
