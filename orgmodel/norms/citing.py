"""Documents that norms cite, told apart by number, date and issuer, since numbers restart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import Document
from orgmodel.core.source_map import place_of
from orgmodel.norms.formula_parser import Path
from orgmodel.norms.model import DocumentEntry


def documents_of(
    known: Mapping[str, Document], files: Iterable[tuple[list[DocumentEntry], Any]], problems: list[Problem]
) -> dict[str, Document]:
    """Add the documents that files list to those known; two ids for one document are refused."""
    documents = dict(known)
    keys = {_key(one): name for name, one in documents.items()}
    for entries, data in files:
        for index, entry in enumerate(entries):
            document = Document(
                entry.id,
                entry.number,
                entry.kind,
                entry.issuer,
                entry.date,
                names_of(**entry.title),
                entry.locator,
                entry.confidence,
                entry.note,
            )
            twin = keys.setdefault(_key(document), entry.id)
            if twin != entry.id:
                message = Message.of(
                    "document {id!r} has the number, date and issuer of {twin!r}: cite that one", id=entry.id, twin=twin
                )
                at = place_of(data, ("documents", index))
                problems.append(Problem("NORM_DOCUMENT_TWICE", message, subject=entry.id, location=at))
            documents[entry.id] = document
    return documents


def _key(document: Document) -> tuple[str, str | None, str]:
    return (document.number or document.id, document.date, document.issuer)


def cited(
    name: str, documents: Mapping[str, Document], data: Any, path: Path, problems: list[Problem], subject: str
) -> Document:
    """Give the document that a norm or model cites; one that is not listed is a problem."""
    if name in documents:
        return documents[name]
    hint = nearest(name, documents) or Message.of("; list it under documents with number, issuer and date")
    message = Message.of(
        "{subject} cites a document {name!r} that is not listed{hint}", subject=subject, name=name, hint=hint
    )
    problems.append(Problem("NORM_CITATION", message, subject=subject, location=place_of(data, path)))
    return Document(name)
