"""In which language the command line speaks: as it is asked to, or as the study does that a command is about, or English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

LANG = ("--lang", "--language")
SPOKEN = ("vi", "en")
_OUTPUT = ("-o", "--output")


def language_for(arguments: Sequence[str]) -> str:
    """Tell in which language to speak of what a command was given, read or not.

    Of an import that is the language of the study that it writes into: what it reads is a stranger's; a study that is
    begun has none before it is written. Of other commands it is that of the first study that any path leads into, be there something at its end or not.

    >>> language_for(["compare", "x", "--lang", "vi"]), language_for(["import", "popolo", "x.json", "-o", "/nowhere"])
    ('vi', 'en')
    """
    asked = next((one.split(",")[0] for one in _given(arguments, LANG)), "")
    if asked in SPOKEN:
        return asked
    if arguments[:1] == ["init"]:
        return "en"
    from orgmodel.io.read import language_of, study_language

    try:
        if arguments[:1] == ["import"]:
            return study_language(next(map(Path, _given(arguments, _OUTPUT)), Path())) or "en"
        return language_of(_place(arguments))
    except (OSError, RuntimeError):  # a folder that may not be entered, a link that leads to itself
        return "en"


def spoken_at(arguments: Sequence[str]) -> tuple[str, ...]:
    """List the languages that the study which a command is about brings words in."""
    from orgmodel.io.read import languages_brought

    try:
        return languages_brought(_place(arguments))
    except (OSError, RuntimeError):
        return ()


def _place(arguments: Sequence[str]) -> Path:
    """Give the path that a command is about: the first that leads into a study, or else the first of all."""
    from orgmodel.io.study_files import home_of

    named = [*_given(arguments, ("--study",)), *(one for one in arguments[1:] if not one.startswith("-"))]
    paths = [path for path in map(Path, named) if path.exists() or path.parent != Path()] or [Path()]
    return next((path for path in paths if home_of(path) is not None), paths[0])


def _given(arguments: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Give what an option was given, in each of the ways of writing it."""
    for at, one in enumerate(arguments):
        name, equals, value = one.partition("=")
        if one in names:
            yield from arguments[at + 1 : at + 2]
        elif equals and name in names:
            yield value
        elif not one.startswith("--") and one[:2] in names:
            yield one[2:]
