"""Missing figures: every figure that a norm or the papers leave out, who asks for it, and who could supply it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Document, Key, Post, Unit
from orgmodel.norms.finding import NOT_EVALUABLE, Finding
from orgmodel.norms.partial_dates import known
from orgmodel.norms.record import NormPack
from orgmodel.scenario.elements import Step
from orgmodel.words.labels import LABELS, names
from orgmodel.words.notes import worded
from orgmodel.words.understood import WITHOUT_NUMBER

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome


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
    asked: dict[FigureId, dict[str, None]] = {}
    for finding in findings:
        if finding.result == NOT_EVALUABLE:
            for name in finding.missing:
                asked.setdefault(name, {})[finding.norm] = None
    runs = tuple(outcomes)
    steps: dict[str, Step] = {}
    for outcome in runs:
        for result in outcome.steps:
            if result.changes and result.step.effective is None:
                asked.setdefault(FigureId("steps", result.step.id, "effective"), {})
            steps.setdefault(result.step.id, result.step)
        for cited in outcome.scenario.documents:
            document = outcome.before.documents.get(cited)
            if isinstance(document, Document) and document.kind not in WITHOUT_NUMBER:
                for field, value in (("number", document.number), ("date", document.date)):
                    if not known(value or None):
                        asked.setdefault(FigureId("documents", cited, field), {})
    register = _Register(
        tuple(one for outcome in runs for one in (outcome.before, outcome.after)), pack or NormPack(), steps
    )
    return [register.datum(name, tuple(norms)) for name, norms in sorted(asked.items(), key=lambda one: str(one[0]))]


@dataclass(frozen=True)
class _Register:
    """Know whose a missing thing is, what to call it, and who could supply it."""

    structures: tuple[Structure, ...]
    pack: NormPack
    steps: Mapping[str, Step]

    def datum(self, missing: FigureId, norms: tuple[str, ...]) -> MissingDatum:
        """Say of one thing what it is, whose, who asks for it and who could supply it."""
        table, field = missing.table, missing.field
        key = missing.key if isinstance(missing.key, str) else missing.key[0]
        if table == "parameter":
            parameter = self.pack.parameters.get(key)
            title = parameter.title if parameter else ()
            return MissingDatum(str(missing), key, title, norms, self._supplier("parameters"))
        words = self.pack.attributes.get(field) if table == "attributes" else None
        words = words or (
            names("figure", field) if field in LABELS["figure"] else worded("attribute", {"field": field})
        )
        unit, post = self._unit(table, missing.key)
        who = self._who(table, key, unit, post)
        what = {}
        for language in ("vi", "en"):
            title = self.steps[key].title if table == "steps" and key in self.steps else ()
            of = [unit.name(language) if unit is not None else text_in(title, language, key)]
            of += [post.title(language)] if post is not None else []
            what[language] = f"{', '.join(of)}: {text_in(words, language, field)}"
        return MissingDatum(str(missing), unit.id if unit is not None else key, names_of(**what), norms, who)

    def _who(self, table: str, key: str, unit: Unit | None, post: Post | None) -> Names:
        if table == "steps":
            owner, _ = self._unit("units", self.steps[key].owner if key in self.steps else "")
            return owner.names if owner is not None else self._supplier("steps")
        if table in ("members", "attributes", "area", "documents"):
            return self._supplier("attributes" if table == "area" else table)
        block = post.block if post is not None else unit.block if unit is not None else ""
        return self._supplier(block)

    def _supplier(self, whose: str) -> Names:
        return self.pack.suppliers.get(whose, ())

    def _unit(self, table: str, key: Key) -> tuple[Unit | None, Post | None]:
        """Find the unit (and post) that a missing thing belongs to; of an area the unit at its top."""
        name, *more = [key] if isinstance(key, str) else key
        area = name if table == "area" else more[0] if table == "attributes" and name == "area" and more else ""
        for structure in self.structures:
            if area:
                tops = [one for one in structure.group("units", "area", area) if isinstance(one, Unit)]
                depths = structure.tree.depth
                if tops:
                    return min(tops, key=lambda one: (int(depths[structure.units.row(one.id)]), one.id)), None
                continue
            post = structure.posts.get(name) if table == "posts" and not more else None
            unit = structure.units.get(post.unit if isinstance(post, Post) else name)
            if isinstance(unit, Unit):
                return unit, post if isinstance(post, Post) else None
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
