"""What is missing: the one list of figures, and beside it what a norm or the papers leave out; who asks, and who could supply it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.problems import Location
from orgmodel.core.records import Document, Key
from orgmodel.measures.missing_figures import NO_POSTS, missing_ids
from orgmodel.norms.finding import NOT_EVALUABLE, Finding
from orgmodel.norms.missing_inputs import ANY
from orgmodel.norms.partial_dates import known
from orgmodel.norms.record import NormPack
from orgmodel.norms.suppliers import Suppliers
from orgmodel.scenario.elements import Step
from orgmodel.words.citations import issuer_names
from orgmodel.words.labels import LABELS, names, titles_of
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
    figure: Names = ()
    """What is missing, without whose it is."""
    askers: tuple[Names, ...] = ()
    """The titles of the norms that ask for it, in the order of ``asked_by``."""
    table: str = ""
    """The table of what is missing: posts, steps, documents and others."""


def missing_data(
    outcomes: Iterable[Outcome],
    findings: Iterable[Finding],
    pack: NormPack | None = None,
    *,
    baseline: Structure | None = None,
) -> list[MissingDatum]:
    """List what is missing: the figures of the baseline, what findings lack beside them, dates of steps, numbers of documents cited.

    Sorted by what it belongs to; each thing once, with every norm that asks for it. What a norm asks of an agency that
    lists no posts is that: its posts.
    """
    listed = () if baseline is None else missing_ids(baseline)
    asked: dict[FigureId, dict[str, Names]] = {name: {} for name in listed}
    for finding in findings:
        if finding.result == NOT_EVALUABLE:
            for name in finding.missing:
                asked.setdefault(_of_the_list(name, asked), {})[finding.norm] = finding.title
    runs = tuple(outcomes)
    steps: dict[Key, Step] = {}
    places: dict[str, dict[Location | None, Key]] = {}  # two files may each have a step of one id
    titles: dict[Key, Names] = {}
    for outcome in runs:
        for result in outcome.steps:
            alike = places.setdefault(result.step.id, {})
            key = alike.setdefault(result.step.at, (result.step.id, str(result.step.at)) if alike else result.step.id)
            if result.changes and result.step.effective is None:
                asked.setdefault(FigureId("steps", key, "effective"), {})
            steps.setdefault(key, result.step)
        for cited in outcome.scenario.documents:
            document = outcome.before.documents.get(cited)
            titles[cited] = document.title if isinstance(document, Document) else ()
            if isinstance(document, Document) and document.kind not in WITHOUT_NUMBER:
                for field, value in (("number", document.number), ("date", document.date)):
                    if not known(value or None):
                        asked.setdefault(FigureId("documents", cited, field), {})
    pack = pack or NormPack()
    structures = (
        *(() if baseline is None else (baseline,)),
        *(one for outcome in runs for one in (outcome.before, outcome.after)),
    )
    titles |= {id: step.title for id, step in steps.items()}
    register = _Register(Suppliers(structures, pack), pack, steps, titles)
    found = sorted(asked.items(), key=lambda one: str(one[0]))
    return [replace(register.datum(name, tuple(norms)), askers=tuple(norms.values())) for name, norms in found]


def _of_the_list(name: FigureId, listed: Container[FigureId]) -> FigureId:
    """Give what stands in the list for a figure: posts of an agency that lists none are missing as one."""
    if name.table == "posts" and not isinstance(name.key, str) and name.key[1:] == (ANY,):
        agency = FigureId("units", name.key[0], NO_POSTS)
        return agency if agency in listed else name
    return name


def _words(missing: FigureId, structures: Sequence[Structure]) -> Names:
    """Word a figure: of a quantity that a study declares in its own words."""
    table, field = missing.table, missing.field
    if table == "quantities":
        own = structures[0].terms.labels if structures else {}
        return names("figure", f"{table}.{missing.key[1]}", own)
    known = next((one for one in (field, f"{table}.{field}") if one in LABELS["figure"]), None)
    return worded("attribute", {"field": field}) if known is None else names("figure", known)


@dataclass(frozen=True)
class _Register:
    """Know whose a missing thing is, what to call it, and who could supply it."""

    suppliers: Suppliers
    pack: NormPack
    steps: Mapping[Key, Step]
    titles: Mapping[Key, Names]
    """Of steps and documents."""

    def datum(self, missing: FigureId, norms: tuple[str, ...]) -> MissingDatum:
        """Say of one thing what it is, whose, who asks for it and who could supply it."""
        table, field = missing.table, missing.field
        key = missing.key if isinstance(missing.key, str) else missing.key[0]
        if table == "parameter":
            parameter = self.pack.parameters.get(key)
            title = parameter.title if parameter else ()
            who = self.suppliers.named(parameter.supplier if parameter else "parameters")
            return MissingDatum(str(missing), key, title, norms, who, title, table=table)
        words = self.pack.attributes.get(field) if table == "attributes" else None
        words = words or _words(missing, self.suppliers.structures)
        # A step or a document may have the id of a unit.
        unit, post = (None, None) if table in ("steps", "documents") else self.suppliers.unit(table, missing.key)
        who = self._who(missing)
        what = {}
        for language in ("vi", "en"):
            title = self.titles.get(missing.key, ()) if table in ("steps", "documents") else ()
            of = [unit.name(language) if unit is not None else text_in(title, language, key)]
            of += [text_in(titles_of(post), language)] if post is not None else []
            what[language] = f"{', '.join(of)}: {text_in(words, language, field)}"
        if table == "steps" and not isinstance(missing.key, str):
            key = f"{missing.key[0]} ({missing.key[1]})"
        return MissingDatum(
            str(missing), unit.id if unit is not None else key, names_of(**what), norms, who, words, table=table
        )

    def _who(self, missing: FigureId) -> Names:
        """Name who could supply it: who leads a step or the clause that it is of, who issued a paper, else as the pack says."""
        if missing.table == "documents":
            found = (one.documents.get(missing.key) for one in self.suppliers.structures)
            paper = next((one for one in found if isinstance(one, Document)), None)
            return (issuer_names(paper) if paper is not None else ()) or self.suppliers.of(missing)
        if missing.table != "steps":
            return self.suppliers.of(missing)
        owner, _ = self.suppliers.unit("units", self._lead(missing.key))
        return owner.names if owner is not None else self.suppliers.named("steps")

    def _lead(self, key: Key) -> str:
        """Give who leads a step; of one that nobody owes the one who leads the others of its clause."""
        step = self.steps.get(key)
        if step is None or step.owner or not step.clause:
            return "" if step is None else step.owner
        leads = {owner for one in self.steps.values() if one.clause == step.clause for owner in one.owners}
        return next(iter(leads)) if len(leads) == 1 else ""
