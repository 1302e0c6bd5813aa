"""The definitions of the measures as a page that people read, made of the catalogue so that the two cannot differ."""

from __future__ import annotations

from orgmodel.measures.catalogue import MEAN, MEASURES, MOST
from orgmodel.words.glossary import CLOSING, FORMS, OPENING


def glossary() -> str:
    """Write the page in Markdown: a row for each measure, then the definitions of the tables.

    >>> glossary().splitlines()[0].partition(" / ")[0]
    '# What is measured, and how'
    """
    forms = {MEAN: FORMS["mean"], MOST: FORMS["most"]}
    rows = [
        f"| `{one.id}` | {one.name('vi')} · {one.name('en')}, {forms.get(one.form, FORMS['sum'])}, "
        f"{one.unit('vi')} · {one.unit('en')} | {one.formula('vi')} | {one.formula('en')} |"
        for one in MEASURES
    ]
    return OPENING + "\n".join(rows) + "\n" + CLOSING
