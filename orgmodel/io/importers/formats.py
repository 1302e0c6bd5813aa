"""The formats that a third party's files are imported from: one record a format, in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.arguments import settings_given
from orgmodel.core.messages import Message
from orgmodel.io.formats import DATE, FILE, LANGUAGE, Loss, Option, OptionError, arguments_of, named, record_of

if TYPE_CHECKING:
    from orgmodel.io.importers.imported import Imported


@dataclass(frozen=True, slots=True)
class Importer:
    """Describe a format: its name, what reads it (``module:function``), the options that it takes, and what it loses.

    It takes one file by place, or those of its options that are needed. ``section`` is its heading in docs/exchange.md,
    where the losses stand too; its example is tests/fixtures/imports under its name.
    """

    name: str
    function: str
    section: str
    losses: tuple[Loss, ...]
    options: tuple[Option, ...] = ()
    is_of_several: bool = False
    """Whether it takes several files by place, one at least."""

    @property
    def takes_a_file(self) -> bool:
        """Tell whether it takes one file by place."""
        return not any(option.needed for option in self.options)


_AS_OF = Option("as-of", DATE, "The date of the figures, as YYYY-MM-DD.", "as_of")
_NAMES_IN = Option("names-in", LANGUAGE, "The language of names that do not say theirs, as en.", "language")
_MAP = "A YAML file that says which column holds what."

IMPORTERS: tuple[Importer, ...] = (
    Importer(
        "uk-organogram",
        "orgmodel.io.importers.uk_organogram.uk_organogram:import_uk_organogram",
        "uk-organogram",
        (
            Loss("contact details", ("Contact *",)),
            Loss("what a job or team is for", ("Job/Team Function",)),
            Loss("pay floors, ceilings and scales, and the salary cost of reports", ("* (£)",)),
            Loss("notes", ("Notes", "Valid?")),
            Loss("posts marked as eliminated", ("ELIMINATED",)),
        ),
        (
            Option("senior", FILE, "The senior posts.", needed=True),
            Option("junior", FILE, "The junior staff.", needed=True),
            _AS_OF,
        ),
    ),
    Importer(
        "hierarchy",
        "orgmodel.io.importers.hierarchy.hierarchy:import_hierarchy",
        "hierarchy",
        (Loss("columns to which neither the map nor their name gives a meaning", ("NOT_CARRIED",)),),
        (Option("map", FILE, _MAP, model="orgmodel.io.importers.hierarchy.map:HierarchyMap"), _AS_OF),
        is_of_several=True,
    ),
    Importer(
        "lineage",
        "orgmodel.io.importers.lineage.lineage:import_lineage",
        "lineage",
        (Loss("columns to which neither the map nor their name gives a meaning", ("NOT_CARRIED",)),),
        (Option("map", FILE, _MAP, model="orgmodel.io.importers.lineage.map:LineageMap"),),
    ),
    Importer(
        "popolo",
        "orgmodel.io.importers.popolo.popolo:import_popolo",
        "popolo, w3c-org",
        (
            Loss(
                "other names and the parts of a person's name",
                ("*.other_name*", "*.other_label", "persons.*_name", "persons.honorific_*"),
            ),
            Loss(
                "descriptions, images, links, contact details and sources",
                (
                    *("*.abstract", "*.description", "*.image", "*.links", "*.contact_details", "*.sources"),
                    *("persons.email", "persons.summary", "persons.biography", "persons.national_identity"),
                ),
            ),
            Loss(
                "posts, memberships and organizations written inside another object",
                ("organizations.posts", "*.memberships", "organizations.children", "memberships.member*"),
            ),
            Loss("areas but for the id of an organization's", ("*.area", "posts.area_id", "memberships.area_id")),
            Loss("lists of other classes, motions and votes", ("[[]*", "*.motions", "*.votes", "*.vote_events")),
            Loss(
                "identifiers of persons, and a second one of an organization under one scheme",
                ("persons.identifiers", "SECOND_IDENTIFIER"),
            ),
            Loss(
                "roles beside the label of a post; of memberships id, role, label, and on whose behalf they are",
                (
                    *("posts.role", "memberships.id", "memberships.role", "memberships.label"),
                    "memberships.on_behalf_of*",
                ),
            ),
            Loss(
                "dates of posts, of deaths and of records",
                ("posts.*_date", "persons.death_date", "*.created_at", "*.updated_at"),
            ),
            Loss("memberships that have ended or name no post", ("ENDED", "NO_POST")),
        ),
        (_NAMES_IN, _AS_OF),
    ),
    Importer(
        "w3c-org",
        "orgmodel.io.importers.w3c_org.w3c_org:import_w3c_org",
        "popolo, w3c-org",
        (
            Loss("roles but for the ranks that our own export writes", ("http://www.w3.org/ns/org#role",)),
            Loss("a second name in one language", ("NAME_TWICE",)),
            Loss("memberships without a post", ("MEMBERSHIP", "http://www.w3.org/ns/org#member")),
            Loss("change events", ("CHANGE_EVENT",)),
            Loss("all other properties, such as sites and addresses", ("*://*",)),
        ),
        (_NAMES_IN, _AS_OF),
    ),
)
FORMATS = tuple(one.name for one in IMPORTERS)


def import_from(form: str, *files: Any, options: Mapping[str, Any] | None = None) -> Imported:
    """Import a third party's file, or the files that a format takes by option; options go by their names.

    Raises OptionError (a ProblemsError) for an unknown format, for files or options that it does not take or lacks, and
    ProblemsError for files that cannot be read.
    """
    one = record_of(form, IMPORTERS)
    arguments = arguments_of(one, settings_given(options, "options"), IMPORTERS)
    if len(files) != one.takes_a_file and not (one.is_of_several and files):
        wanted = "{form} takes one file" if one.takes_a_file else "{form} takes no file but those of its options"
        raise OptionError(Message.of(wanted, form=form))
    if len(files) > 1 and not getattr(arguments.get("map"), "tables", ()):
        raise OptionError(Message.of("{form} takes one file, unless a map says which table is in which", form=form))
    found: Imported = named(one.function)(*files, **arguments)
    return found


def import_sources(form: str, sources: Sequence[Any], options: Mapping[str, Any] | None = None) -> Imported:
    """Import files by path, or frames where the format is of tables; frames are called ``table``, ``table-2`` and so on.

    Raises what :func:`import_from` raises, and ProblemsError for what is neither a path nor a frame.
    """
    from orgmodel.core.arguments import path_given
    from orgmodel.core.problems import Problem, refuse_if_any
    from orgmodel.io.importers.source_frames import frame_sheet

    problems: list[Problem] = []
    found: list[Any] = []
    for one in sources:
        if isinstance(one, str | Path):
            found.append(path_given("sources", one))
        else:
            number = sum(not isinstance(before, Path) for before in found)
            found.append(frame_sheet("table" if not number else f"table-{number + 1}", one, problems))
    refuse_if_any(problems)
    if not record_of(form, IMPORTERS).is_of_several and not all(isinstance(one, Path) for one in found):
        raise OptionError(Message.of("{form} takes files, and no frames", form=form))
    return import_from(form, *found, options=options)
