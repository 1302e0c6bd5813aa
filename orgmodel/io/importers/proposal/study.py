"""The files of a study that an import begins: study.yaml, README.md, and where each row of the sources has gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from orgmodel.core.messages import Message
from orgmodel.core.names import spoken_in
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import COUNTS, LINE_STYLES, Vocabulary
from orgmodel.io.csv_writing import csv_of_columns
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.hierarchy.records import kind_id
from orgmodel.io.importers.known.tables import kinds
from orgmodel.io.yaml_writing import flow, scalar

MAP = "import/map.yaml"
REPORTED = "import/problems.csv"
ORIGINS = "import/origins.csv"
SOLID = "administrative"


def vocabulary_of(structure: Structure, map: HierarchyMap) -> Vocabulary:
    """Declare the kinds of unit and of line that an import found."""
    said = {kind_id(word): counts for word, counts in map.kinds.items()}
    used = dict.fromkeys(structure.strings.values_of(structure.units.column("kind")))
    known = dict(kinds().values())
    declared = {kind: said.get(kind, kind if kind in COUNTS else known.get(kind, "agency")) for kind in used}
    dotted = dict.fromkeys(kind for part in map.parts for kind in part.lines)
    solid, dots = LINE_STYLES
    return Vocabulary(
        kinds=declared,
        lines={SOLID: solid} | dict.fromkeys(dotted, dots),
        subordination=(SOLID, *dotted),
        language=spoken_in(map.language),
        quantities=structure.terms.quantities,
    )


def title_of(structure: Structure, map: HierarchyMap, sources: Sequence[str]) -> str:
    """Name the study: as the map says, else by its one unit at the top, else by the organisation, else by the first file."""
    tops = [unit for unit in structure.group("units", "parent", None) if isinstance(unit, Unit)]
    named = tops[0].name(map.language) if len(tops) == 1 else ""
    file = sources[0].rpartition("/")[2].rpartition(".")[0].replace("_", " ") if sources else ""
    return map.title or named or map.organisation or file or (tops[0].name(map.language) if tops else "")


def study_text(title: str, said: HierarchyMap, terms: Vocabulary, as_of: str | None) -> str:
    """Write study.yaml: title, date, language, kinds with what they count as, and kinds of line."""
    language = spoken_in(said.language)
    lines = [
        f"title: {flow({language: title})}",
        f"as_of: {as_of or 'unknown'}",
        f"language: {scalar(language)}",
        "baseline: baseline",
        f"kinds: {flow(terms.kinds)}",
        f"lines: {flow(terms.lines)}",
        f"subordination: [{', '.join(map(scalar, terms.subordination))}]",
    ]
    if terms.quantities:
        lines += ["quantities:"]
        lines += [
            f"  {id}: {{names: {flow(dict(one.names))}, decimals: {one.decimals}}}"
            for id, one in terms.quantities.items()
        ]
    if said.currency:
        lines.append(f"money: {flow({'currency': said.currency})}")
    return "\n".join(lines) + "\n"


def readme_text(title: str, sources: Sequence[str], summary: str, told: Callable[[str], str]) -> str:
    """Write a first README of the study: what it is from, what came in, and what to do next."""
    lines = [
        f"# {title}",
        "",
        told(Message.of("A study made by orgmodel init from {files}.", files=", ".join(sources))),
        "",
        "```",
        summary,
        "```",
        "",
        told(_FILES),
        "",
        *(f"- `{name}`: {told(what)}" for name, what in _CONTENTS),
        "",
        told(_NEXT),
        "",
        "```",
        *_COMMANDS,
        "```",
    ]
    return "\n".join(lines) + "\n"


def origins_text(rows_of_posts: Mapping[str, str]) -> str:
    """Write which row of posts each post of the sources is in."""
    return "".join(csv_of_columns(["post", "row"], [[list(rows_of_posts), list(rows_of_posts.values())]]))


_FILES = "What stands here:"
_NEXT = "What to do next:"
_CONTENTS = (
    ("study.yaml", "title, date, language, kinds of unit and of line"),
    ("baseline/", "the organisation as it is, a table for each sort of thing"),
    (MAP, "how the files were read, with how sure each guess is; change it and run init again"),
    (REPORTED, "every row of which something is reported"),
    (ORIGINS, "in which row of posts each post of the files is"),
)
_COMMANDS = (
    "orgmodel check .",
    "orgmodel show .",
    "orgmodel chart . --state before -o chart.png",
    "orgmodel new split UNIT --into a --into b -o proposal.yaml",
)
