"""Citations as people write them: the parts of an article in each language's order, dates as elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import UNKNOWN_DATE, Document
from orgmodel.words.issuers import issuers_named, kind_named
from orgmodel.words.labels import label
from orgmodel.words.numbers import date

ARTICLE = re.compile(r"Điều (\d\w*)(?:\.(\d+))?(?: khoản (\w+))?(?: điểm (\w+))?")
NUMBERS = re.compile(r"\d+(, ?\d+)*")
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json")
"""How a paper is called that is a table, of which places are rows."""
SHEET = re.compile(r" \[[^\]]*\]$")
"""The sheet of a workbook, behind its name."""
ROWS = (("row {0}", "rows {0}"), ("dòng {0}", "các dòng {0}"))
MOST_RANGES = 8
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
PLACES = {"vi": ("{point}{clause}Điều {article}", "điểm {0} ", "khoản {0} "),
          "en": ("Article {article}{clause}{point}", ", point {0}", ", clause {0}")}  # fmt: skip


def cited(text: str, language: str) -> str:
    """Write a citation in a language.

    >>> cited("120/2020/NĐ-CP (Chính phủ, 2020-10-07), Điều 5 khoản 1 điểm d", "vi")
    '120/2020/NĐ-CP (Chính phủ, 07/10/2020), điểm d khoản 1 Điều 5'
    >>> cited("120/2020/NĐ-CP (Chính phủ, 2020-10-07), Điều 5 khoản 1 điểm d", "en")
    '120/2020/NĐ-CP (Government, 7 October 2020), Article 5, clause 1, point d'
    """
    form, point_form, clause_form = PLACES.get(language, PLACES["en"])

    def article(found: re.Match[str]) -> str:
        number, dotted, clause, point = found.groups()
        clause = clause or dotted
        return form.format(
            article=number,
            clause=clause_form.format(clause) if clause else "",
            point=point_form.format(point) if point else "",
        )

    written = ARTICLE.sub(article, text)
    if language != "vi":
        written = issuers_named(re.sub(r"\bmục (?=\d)", "clause ", written), language)
    return DAY.sub(lambda found: date(found[0], language), written)


def cited_names(text: str) -> Names:
    """Write a citation in both languages.

    >>> cited_names("Điều 21.5")
    (('en', 'Article 21, clause 5'), ('vi', 'khoản 5 Điều 21'))
    """
    return names_of(vi=cited(text, "vi"), en=cited(text, "en"))


def paper_names(document: Document) -> Names:
    """Call a document by its number, else by its title in each language.

    >>> paper_names(Document("d", title=names_of(vi="Điều lệ Đảng", en="Party statutes")))
    (('en', 'Party statutes'), ('vi', 'Điều lệ Đảng'))
    """
    return names_of(**{code: document.number or text_in(document.title, code) or document.id for code in PLACES})


def issuer_names(document: Document) -> Names:
    """Name who issued a document, in each language.

    >>> issuer_names(Document("d", issuer="Chính phủ"))
    (('en', 'Government'), ('vi', 'Chính phủ'))
    """
    return names_of(**{code: issuer_in(document, code) for code in PLACES})


def issuer_in(document: Document, language: str) -> str:
    """Name who issued a document in a language: as its table says, else in our words.

    >>> paper = Document("d", issuer="Báo Lao Động", issuer_en="Labour newspaper")
    >>> issuer_in(paper, "en"), issuer_in(paper, "vi"), issuer_in(Document("d", issuer="Chính phủ"), "en")
    ('Labour newspaper', 'Báo Lao Động', 'Government')
    """
    return document.issuer_en if language != "vi" and document.issuer_en else issuers_named(document.issuer, language)


def paper_in_full(document: Document, language: str) -> str:
    """Name a paper as a basis does: what it is, number, date, issuer, and its title.

    >>> paper = Document(
    ...     "d",
    ...     "16-TB/TW",
    ...     "thông báo kết luận",
    ...     "Bộ Chính trị",
    ...     "2022-07-07",
    ...     names_of(vi="Thông báo kết luận về thí điểm", en="Conclusion Notice on pilots"),
    ... )
    >>> paper_in_full(paper, "vi")
    'Thông báo kết luận số 16-TB/TW ngày 07/7/2022 của Bộ Chính trị về thí điểm'
    >>> paper_in_full(paper, "en")
    'Conclusion Notice on pilots (No. 16-TB/TW, 7 July 2022, Politburo)'
    """
    title = text_in(document.title, language, document.id)
    when = date(document.date, language) if document.date and document.date != UNKNOWN_DATE else ""
    issuer = issuer_in(document, language)
    if language != "vi" or not title.casefold().startswith(document.kind.casefold() or "?"):
        told = ", ".join(
            filter(None, (document.number and f"{_NUMBER[language == 'vi']} {document.number}", when, issuer))
        )
        return f"{title} ({told})" if told else title
    head, rest = title[: len(document.kind)], title[len(document.kind) :]
    parts = (
        document.number and f"số {document.number}",
        when and f"ngày {when}",
        document.issuer and f"của {document.issuer}",
    )
    return " ".join([head, *filter(None, parts)]) + rest


def paper_in_short(document: Document, language: str) -> str:
    """Call a paper as a clause of it is cited: what it is, number, date and issuer, without its title.

    >>> paper = Document("d", "16-TB/TW", "thông báo kết luận", "Bộ Chính trị", "2022-07-07")
    >>> paper_in_short(paper, "vi"), paper_in_short(paper, "en")
    ('Thông báo kết luận số 16-TB/TW ngày 07/7/2022 của Bộ Chính trị', 'Conclusion Notice No. 16-TB/TW of 7 July 2022 of the Politburo')
    """
    when = date(document.date, language) if document.date and document.date != UNKNOWN_DATE else ""
    kind = kind_named(document.kind, language)
    if language != "vi":
        issuer = issuer_in(document, language)
        if not kind:
            told = (document.number and f"No. {document.number}", when, issuer)
            return ", ".join(filter(None, told)) or text_in(document.title, language, document.id)
        said = " ".join(filter(None, (kind, document.number and f"No. {document.number}", when and f"of {when}")))
        return f"{said} of the {issuer}" if issuer != document.issuer else ", ".join(filter(None, (said, issuer)))
    kind = kind or text_in(document.title, language, document.id)
    parts = (document.number and f"số {document.number}", when and f"ngày {when}", document.issuer and f"của {document.issuer}")  # fmt: skip
    return " ".join([kind, *filter(None, parts)])


_NUMBER = ("No.", "số")


def source_name(src: str, papers: Mapping[str, Document], language: str, own: Mapping[str, Names] | None = None) -> str:
    """Name the source of a figure or line: the paper by number or title, with its date, and the place in it; an assumed one says so.

    ``own`` are the labels of a study, which may call a place or a remark in other languages (``text.PLACE``).

    >>> papers = {"nd": Document("nd", "08/2016/NĐ-CP", date="2016-01-25")}
    >>> (
    ...     source_name("assumed:nd", papers, "vi"),
    ...     source_name("nd:Điều 7", papers, "en"),
    ...     source_name("assumed", {}, "en"),
    ...     source_name("rv:3–4, 9", {"rv": Document("rv", "rv.csv")}, "en"),
    ... )
    ('giả định: 08/2016/NĐ-CP, 25/01/2016', '08/2016/NĐ-CP, 25 January 2016, Article 7', 'assumed', 'rv.csv, rows 3–4, 9')
    >>> source_name("nd:phụ lục", papers, "en", {"text.phụ lục": names_of(vi="phụ lục", en="annex")})
    '08/2016/NĐ-CP, 25 January 2016, annex'
    """
    head, _, rest = src.partition(":")
    if head == "assumed":
        return (
            f"{label('source', head, language)}: {source_name(rest, papers, language, own)}"
            if rest
            else label("source", head, language)
        )
    paper = papers.get(head)
    if paper is None:
        return label("source", src, language) if src else ""
    told = [text_in(paper_names(paper), language, head)]
    in_rows = is_table(paper) and re.fullmatch(r"[\d, –…]+", rest)
    told += [date(paper.date, language)] if paper.date and paper.date != UNKNOWN_DATE else []
    if in_rows:
        place = ROWS[language == "vi"][not rest.isdigit()].format(rest)
    else:
        place = text_in(called, language) if (called := (own or {}).get(f"text.{rest}")) else cited(rest, language)
    return ", ".join([*told, *([place] if rest else [])])


def is_table(paper: Document) -> bool:
    """Tell whether a paper is a file of a table, of which places are rows.

    >>> (
    ...     is_table(Document("rv", "rv.csv")),
    ...     is_table(Document("s", "a.xlsx [Units]")),
    ...     is_table(Document("d", "16-TB/TW")),
    ... )
    (True, True, False)
    """
    name = SHEET.sub("", text_in(paper_names(paper), "en", paper.id))
    return name.casefold().endswith(TABLES)


def rows_together(sources: Iterable[str]) -> list[str]:
    """Put sources that are rows of one table together: those that follow on each other as a range, at most so many ranges.

    >>> rows_together(["rv:3", "law:Article 2", "rv:4", "rv:5, 9", "assumed:rv:8"])
    ['rv:3–5, 9', 'law:Article 2', 'assumed:rv:8']
    """
    rows: dict[str, list[int]] = {}
    found: dict[str, str] = {}
    for one in sources:
        paper, _, place = one.rpartition(":")
        if paper and NUMBERS.fullmatch(place):
            rows.setdefault(paper, []).extend(map(int, place.split(",")))
            found.setdefault(paper, "")
        else:
            found[one] = one
    return [whole or f"{paper}:{_ranges(rows[paper])}" for paper, whole in found.items()]


def _ranges(numbers: Iterable[int]) -> str:
    """Write whole numbers in their order, those that follow on each other as a range."""
    found: list[list[int]] = []
    for one in sorted(set(numbers)):
        if found and one == found[-1][-1] + 1:
            found[-1] = [found[-1][0], one]
        else:
            found.append([one])
    told = ["–".join(map(str, ends)) for ends in found[:MOST_RANGES]]
    return ", ".join([*told, "…"] if len(found) > MOST_RANGES else told)


def place_names(document: Document, article: str = "") -> Names:
    """Cite a place in a document in each language, with the document's issuer and date; in Vietnamese as a basis is cited.

    >>> party = Document(
    ...     "d", issuer="Đại hội XI", date="2011-01-19", title=names_of(vi="Điều lệ Đảng", en="Party statutes")
    ... )
    >>> dict(place_names(party, "Điều 21"))["en"]
    'Party statutes (Đại hội XI, 19 January 2011), Article 21'
    >>> decree = Document("d", "108/2020/NĐ-CP", "nghị định", "Chính phủ", "2020-09-14")
    >>> dict(place_names(decree, "Điều 1 khoản 3"))["vi"]
    'khoản 3 Điều 1 Nghị định số 108/2020/NĐ-CP ngày 14/9/2020 của Chính phủ'
    """
    told = {}
    for code, paper in paper_names(document):
        origin = ", ".join(filter(None, (issuer_in(document, code), document.date)))
        place = (f" ({origin})" if origin else "") + (f", {article}" if article else "")
        told[code] = paper + cited(place, code)
    if document.number and document.kind and (not article or ARTICLE.fullmatch(article)):
        told["vi"] = f"{cited(article, 'vi')} {paper_in_short(document, 'vi')}".strip()
    return names_of(**told)
