"""Số liệu còn thiếu: every figure that a norm or the papers leave out, who asks for it, and who could supply it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Document, Post, Unit
from orgmodel.norms.dates import known
from orgmodel.norms.finding import NOT_EVALUABLE, Finding
from orgmodel.norms.record import NormPack

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.outcome import Outcome

WORDS: Mapping[str, Names] = {
    "authorized": (("en", "quota"), ("vi", "biên chế giao")),
    "filled": (("en", "staff present"), ("vi", "số có mặt")),
    "vacant": (("en", "quota and staff present"), ("vi", "biên chế giao và số có mặt")),
    "rank": (("en", "heads, deputies and staff apart"), ("vi", "tách cấp trưởng, cấp phó, chuyên viên")),
    "official": (("en", "official members"), ("vi", "số đảng viên chính thức")),
    "probationary": (("en", "probationary members"), ("vi", "số đảng viên dự bị")),
    "total": (("en", "members"), ("vi", "tổng số đảng viên")),
    "stands_for": (("en", "the units that it stands for, one by one"), ("vi", "từng đơn vị mà dòng gộp đại diện")),
    "parent": (("en", "unit directly above"), ("vi", "cấp trên trực tiếp")),
    "effective": (("en", "date of effect"), ("vi", "ngày có hiệu lực")),
    "number": (("en", "number of the document"), ("vi", "số văn bản")),
    "date": (("en", "date of the document"), ("vi", "ngày văn bản")),
}


@dataclass(frozen=True, slots=True)
class MissingDatum:
    """Name one thing that is not known: what it is, of whom, which norms ask for it, and who could supply it."""

    id: str
    subject: str
    what: Names
    asked_by: tuple[str, ...]
    supplier: Names


def missing_data(
    outcomes: Iterable[Outcome], findings: Iterable[Finding], pack: NormPack | None = None
) -> list[MissingDatum]:
    """List what is missing: what findings could not be evaluated for, dates of steps, numbers of documents cited.

    Sorted by what it belongs to; each thing once, with every norm that asks for it.
    """
    asked: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.result == NOT_EVALUABLE:
            for name in finding.missing:
                asked.setdefault(name, {})[finding.norm] = None
    runs = tuple(outcomes)
    owners: dict[str, str] = {}
    for outcome in runs:
        for result in outcome.steps:
            if result.changes and result.step.effective is None:
                asked.setdefault(f"steps:{result.step.id}:effective", {})
            owners[result.step.id] = result.step.owner
        for name in outcome.scenario.documents:
            document = outcome.before.documents.get(name)
            if isinstance(document, Document) and document.kind not in ("bài báo", "trang tin", "hiểu biết chung"):
                for field, value in (("number", document.number), ("date", document.date)):
                    if not known(value or None):
                        asked.setdefault(f"documents:{name}:{field}", {})
    structures = tuple(one for outcome in runs for one in (outcome.before, outcome.after))
    suppliers = pack.suppliers if pack is not None else {}
    parameters = {name: one.title for name, one in pack.parameters.items()} if pack is not None else {}
    return [
        _datum(name, tuple(norms), structures, suppliers, parameters, owners) for name, norms in sorted(asked.items())
    ]


def _datum(
    name: str,
    norms: tuple[str, ...],
    structures: tuple[Structure, ...],
    suppliers: Mapping[str, Names],
    parameters: Mapping[str, Names],
    owners: Mapping[str, str],
) -> MissingDatum:
    table, _, rest = name.partition(":")
    key, _, field = rest.rpartition(":")
    if table == "parameter":
        return MissingDatum(name, rest, parameters.get(rest, ()), norms, suppliers.get("parameters", ()))
    unit, post = _unit_of(table, key, structures)
    words = WORDS.get(field, names_of(vi=field, en=field))
    if table == "attributes":
        words = names_of(vi=f"thông tin “{field}”", en=f"attribute {field!r}")
    if unit is None:
        what = names_of(**{lang: f"{key}: {text_in(words, lang, field)}" for lang in ("vi", "en")})
        who = suppliers.get(table, ())
        if table == "steps" and owners.get(key):
            owner, _ = _unit_of("units", owners[key], structures)
            who = owner.names if owner is not None else who
        return MissingDatum(name, key, what, norms, who)
    what = names_of(
        **{
            lang: f"{unit.name(lang)}{f', {post.title(lang)}' if post is not None else ''}: {text_in(words, lang, field)}"
            for lang in ("vi", "en")
        }
    )
    by = table if table in ("members", "attributes") else (post.block if post is not None else unit.block)
    return MissingDatum(name, unit.id, what, norms, suppliers.get(by, ()))


def _unit_of(table: str, key: str, structures: tuple[Structure, ...]) -> tuple[Unit | None, Post | None]:
    """Find the unit (and post) that a missing thing belongs to, in any of the structures."""
    for structure in structures:
        post = structure.posts.get(key) if table == "posts" else None
        if isinstance(post, Post):
            unit = structure.units.get(post.unit)
            return (unit, post) if isinstance(unit, Unit) else (None, post)
        name = key.removesuffix("/*").partition("|")[0]
        unit = structure.units.get(name)
        if isinstance(unit, Unit):
            return unit, None
    return None, None


def row_of(one: MissingDatum) -> dict[str, object]:
    """Make the row of the list of missing data, for tables and JSON."""
    return {
        "id": one.id,
        "subject": one.subject,
        "what": dict(one.what),
        "asked_by": list(one.asked_by),
        "supplier": dict(one.supplier),
    }
