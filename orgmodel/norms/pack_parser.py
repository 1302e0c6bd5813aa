"""Making a pack of norms from its checked files: names resolved, formulas parsed, versions that overlap refused."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.core.source_map import place_of
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures import all_measures
from orgmodel.norms.citing import documents_of
from orgmodel.norms.formula_parser import Parser
from orgmodel.norms.model import NormFile
from orgmodel.norms.model_parser import model_of
from orgmodel.norms.model_record import ReferenceModel
from orgmodel.norms.norm_parser import norm_of
from orgmodel.norms.partial_dates import first_day
from orgmodel.norms.record import Discrepancy, Norm, NormPack, NormParameter


@dataclass(frozen=True)
class CheckedFile:
    """Hold one checked file, and the data it was made of, which knows its locations."""

    file: NormFile
    data: Any
    name: str = ""


def pack_of(
    sources: Sequence[CheckedFile], base: NormPack | None = None, terms: Vocabulary | None = None
) -> tuple[NormPack, list[Problem]]:
    """Make one pack of files that belong together; ``base`` is what they add to or override.

    With ``terms``, the words of a study, norms that speak of others are told. A malformed norm is a problem with its location; a norm that is broken is a finding and never appears here.
    """
    base = base or NormPack()
    problems: list[Problem] = []
    documents = documents_of(base.documents, ((one.file.documents, one.data) for one in sources), problems)
    parameters = dict(base.parameters)
    for source in sources:
        for name, one in source.file.parameters.items():
            told = names_of(**one.title), tuple(one.choices), one.default, names_of(**one.note)
            parameters[name] = NormParameter(name, *told, one.supplier or "parameters")
    problems += _parameter_faults(sources, parameters, base)
    models: list[ReferenceModel] = []
    for source in sources:
        for index, model in enumerate(source.file.models):
            models.append(model_of(model, documents, source.data, index, problems))
    known = {one.id: tuple(role.id for role in one.roles) for one in (*base.models, *models)}
    kinds = {*base.kinds, *_joined(one.file.kinds for one in sources)}
    choices = {name: one.choices for name, one in parameters.items()}
    norms: list[tuple[Norm, Location | None]] = []
    for source in sources:
        for index, norm in enumerate(source.file.norms):
            parser = Parser([one.id for one in all_measures(terms)], choices, known, terms, kinds)
            norms.append(norm_of(norm, documents, parameters, source.data, index, parser, problems))
    problems += _overlaps("norm", [(one.id, one.from_, one.to, at) for one, at in norms])
    problems += _overlaps("model", [(one.id, one.from_, one.to, None) for one in models])
    own = NormPack(
        norms=tuple(one for one, _ in norms),
        models=tuple(models),
        parameters=parameters,
        documents=documents,
        kinds=_joined(one.file.kinds for one in sources),
        roles=_joined(one.file.roles for one in sources),
        given={name: value for one in sources for name, value in one.file.given.items()},
        discrepancies=tuple(_discrepancy(entry) for one in sources for entry in one.file.discrepancies),
        suppliers={who: names_of(**texts) for one in sources for who, texts in one.file.suppliers.items()},
        attributes={name: names_of(**texts) for one in sources for name, texts in one.file.attributes.items()},
        marks=tuple(name for one in sources for name in one.file.marks),
    )
    return base.joined(own), problems


def _parameter_faults(
    sources: Sequence[CheckedFile], parameters: Mapping[str, NormParameter], base: NormPack
) -> list[Problem]:
    """List defaults that are no choice, suppliers that nobody names, and values given to parameters that do not exist."""
    problems = []
    suppliers = [*base.suppliers, *(who for source in sources for who in source.file.suppliers)]
    for source in sources:
        for name, one in source.file.parameters.items():
            if one.supplier and one.supplier not in suppliers:
                message = Message.of(
                    "who supplies {name} is none of the suppliers: {given!r}{hint}",
                    name=name,
                    given=one.supplier,
                    hint=nearest(one.supplier, suppliers),
                )
                at = place_of(source.data, ("parameters", name, "supplier"))
                problems.append(Problem("NORM_PARAMETER", message, subject=name, location=at))
            if one.default is not None and one.choices and one.default not in one.choices:
                message = Message.of(
                    "the default of {name} is one of {choices}, not {default!r}",
                    name=name,
                    choices=", ".join(one.choices),
                    default=one.default,
                )
                at = place_of(source.data, ("parameters", name, "default"))
                problems.append(Problem("NORM_PARAMETER", message, subject=name, location=at))
        for name in source.file.given:
            if name not in parameters:
                message = Message.of(
                    "no norm has a parameter {name!r}{hint}", name=name, hint=nearest(name, parameters)
                )
                at = place_of(source.data, ("given", name))
                problems.append(Problem("NORM_PARAMETER", message, subject=name, location=at))
    return problems


def _joined(mappings: Iterable[Mapping[str, Collection[str]]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for mapping in mappings for key, words in mapping.items()}


def _overlaps(word: str, versions: Sequence[tuple[str, str | None, str | None, Location | None]]) -> list[Problem]:
    """Refuse two versions of one id that are in force on the same day."""
    problems = []
    by_id: dict[str, list[tuple[str, str, Location | None]]] = {}
    for id_, from_, to, at in versions:
        by_id.setdefault(id_, []).append((first_day(from_) if from_ else "", first_day(to) if to else "9999", at))
    for id_, periods in by_id.items():
        ordered = sorted(periods, key=lambda one: one[:2])
        for earlier, later in itertools.pairwise(ordered):
            if later[0] < earlier[1]:
                other = f" ({earlier[2]})" if earlier[2] else ""
                message = Message.of(
                    "two versions of {word} {id} are in force on {day}: end the one{other} with in_force: "
                    "{{to: …}}, or give the other its own id",
                    word=Message.of(word),
                    id=id_,
                    day=later[0] or Message.of("every day"),
                    other=other,
                )
                problems.append(Problem("NORM_OVERLAP", message, subject=id_, location=later[2]))
    return problems


def _discrepancy(entry: Any) -> Discrepancy:
    says = tuple((one.where, one.says) for one in entry.says)
    return Discrepancy(entry.id, names_of(**entry.title), says, entry.taken, names_of(**entry.why), entry.clause)
