"""Citations as people write them: the parts of an article in each language's order, dates as elsewhere."""

from __future__ import annotations

import re

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Document
from orgmodel.words.numbers import date

ARTICLE = re.compile(r"Điều (\d[\w.]*)(?: khoản (\w+))?(?: điểm (\w+))?")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
PLACES = {"vi": ("{point}{clause}Điều {article}", "điểm {0} ", "khoản {0} "),
          "en": ("Article {article}{clause}{point}", ", point {0}", ", clause {0}")}  # fmt: skip


def cited(text: str, language: str) -> str:
    """Write a citation in a language.

    >>> cited("120/2020/NĐ-CP (Chính phủ, 2020-10-07), Điều 5 khoản 1 điểm d", "vi")
    '120/2020/NĐ-CP (Chính phủ, 7/10/2020), điểm d khoản 1 Điều 5'
    >>> cited("120/2020/NĐ-CP (Chính phủ, 2020-10-07), Điều 5 khoản 1 điểm d", "en")
    '120/2020/NĐ-CP (Chính phủ, 7 October 2020), Article 5, clause 1, point d'
    """
    form, point_form, clause_form = PLACES.get(language, PLACES["en"])

    def article(found: re.Match[str]) -> str:
        number, clause, point = found.groups()
        return form.format(
            article=number,
            clause=clause_form.format(clause) if clause else "",
            point=point_form.format(point) if point else "",
        )

    written = ARTICLE.sub(article, text)
    if language != "vi":
        written = re.sub(r"\bmục (?=\d)", "clause ", written)
    return DAY.sub(lambda found: date(found[0], language), written)


def cited_names(text: str) -> Names:
    """Write a citation in both languages.

    >>> cited_names("Điều 21.5")
    (('en', 'Article 21.5'), ('vi', 'Điều 21.5'))
    """
    return names_of(vi=cited(text, "vi"), en=cited(text, "en"))


def paper_names(document: Document) -> Names:
    """Call a document by its number, else by its title in each language.

    >>> paper_names(Document("d", title=names_of(vi="Điều lệ Đảng", en="Party statutes")))
    (('en', 'Party statutes'), ('vi', 'Điều lệ Đảng'))
    """
    return names_of(**{code: document.number or text_in(document.title, code) or document.id for code in PLACES})


def place_names(document: Document, article: str = "") -> Names:
    """Cite a place in a document in each language, with the document's issuer and date.

    >>> party = Document(
    ...     "d", issuer="Đại hội XI", date="2011-01-19", title=names_of(vi="Điều lệ Đảng", en="Party statutes")
    ... )
    >>> dict(place_names(party, "Điều 21"))["en"]
    'Party statutes (Đại hội XI, 19 January 2011), Article 21'
    """
    origin = ", ".join(filter(None, (document.issuer, document.date)))
    place = (f" ({origin})" if origin else "") + (f", {article}" if article else "")
    return names_of(**{code: paper + cited(place, code) for code, paper in paper_names(document)})
