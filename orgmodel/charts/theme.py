"""How a chart looks: fonts, inks, and the tint and pattern of each block; three themes, or a user's own file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from orgmodel.charts.fonts import Face, default_faces, face, installed
from orgmodel.core.frozen import hold
from orgmodel.core.messages import Message
from orgmodel.core.one_run import note
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest, refuse_if_any, refuse_unknown

PATTERNS = ("solid", "hatch", "dots", "split", "cross", "bars", "back", "empty")
"""What the strip at the left of a box is filled with, so that a block is told without colour.

Of a scale it is a meter, ``meter-2-5``: solid up to two fifths, and hatched to where it may reach."""

PROFILES = {"neutral": "", "party": "Times New Roman", "state": "Times New Roman"}
"""The face that papers of a profile are in (36-HD/VPTW; Decree 30/2020/ND-CP, Annex I)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """Say how a block looks: the tint of its boxes, the ink and the pattern of the strip at their left."""

    fill: str = "#ffffff"
    ink: str = "#444444"
    pattern: str = "empty"


PLAIN = Look()
"""Of a box of no group."""

COLOUR_BLOCKS = {
    "party": Look("#fdeee6", "#d55e00", "solid"),
    "government": Look("#e8f1fa", "#0072b2", "hatch"),
    "front": Look("#e6f5ef", "#009e73", "dots"),
    "mixed": Look("#f7ecf3", "#a8527f", "split"),
}
COLOUR_OTHERS = (
    Look("#f3f3f3", "#666666", "empty"),
    Look("#fdf6df", "#8a6900", "cross"),
    Look("#e8f5fb", "#1f7fb0", "bars"),
    Look("#f0edf8", "#6a51a3", "back"),
)
COLOUR_CATEGORIES = (
    Look("#e8f1fa", "#0072b2", "hatch"),
    Look("#fdeee6", "#d55e00", "solid"),
    Look("#e6f5ef", "#009e73", "dots"),
    Look("#fdf6df", "#8a6900", "cross"),
    Look("#f7ecf3", "#a8527f", "bars"),
    Look("#f0edf8", "#6a51a3", "back"),
    Look("#e8f5fb", "#1f7fb0", "split"),
    Look("#f3f3f3", "#666666", "empty"),
)
"""Inks after Okabe and Ito (2008), told apart by readers who are colour-blind, and each with a pattern of its own."""
CATEGORIES = len(COLOUR_CATEGORIES)
COLOUR_SCALE = ("#ffffff", "#edf4fa", "#dae8f4", "#c6dcee", "#b3d3ea")
GREY_BLOCKS = {
    "party": Look("#e4e4e4", "#111111", "solid"),
    "government": Look("#ffffff", "#333333", "hatch"),
    "front": Look("#f4f4f4", "#333333", "dots"),
    "mixed": Look("#efefef", "#222222", "split"),
}
GREY_OTHERS = (
    Look("#ffffff", "#777777", "empty"),
    Look("#f4f4f4", "#333333", "cross"),
    Look("#ffffff", "#333333", "bars"),
    Look("#efefef", "#333333", "back"),
)
GREY_CATEGORIES = tuple(
    Look("#f4f4f4" if n % 2 else "#ffffff", "#333333", one.pattern) for n, one in enumerate(COLOUR_CATEGORIES)
)
GREY_SCALE = ("#ffffff", "#f2f2f2", "#e4e4e4", "#d6d6d6", "#c8c8c8")
PLAIN_BLOCKS = {name: Look("#ffffff", "#000000", look.pattern) for name, look in COLOUR_BLOCKS.items()}
PLAIN_OTHERS = tuple(Look("#ffffff", "#000000", look.pattern) for look in COLOUR_OTHERS)
PLAIN_CATEGORIES = tuple(Look("#ffffff", "#000000", look.pattern) for look in COLOUR_CATEGORIES)
REST = Look("#ffffff", "#999999", "empty")
"""Of all groups that have no look of their own."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Hold all that a renderer needs to know about looks; colours are ``#rrggbb``."""

    name: str = "colour"
    font: str = ""  # path of a font file; DejaVu Sans where empty
    bold: str = ""
    family: str = ""  # as files name it that hold no font; that of the font file where empty
    ink: str = "#1a1a1a"
    muted: str = "#5a5a5a"
    line: str = "#4d4d4d"
    paper: str = "#ffffff"
    new: str = "#007a58"
    ended: str = "#b23a00"
    changed: str = "#005a94"
    radius: float = 0.25  # of a box's corners, in ems
    blocks: Mapping[str, Look] = field(default_factory=lambda: dict(COLOUR_BLOCKS))
    others: tuple[Look, ...] = COLOUR_OTHERS
    categories: tuple[Look, ...] = COLOUR_CATEGORIES
    scale: tuple[str, ...] = COLOUR_SCALE  # fills, from the least to the most
    rest: Look = REST

    def __post_init__(self) -> None:
        """Hold what it is given so that nobody changes it."""
        hold(self, "blocks")

    def faces(self) -> tuple[Face, Face]:
        """Give the regular and the bold font."""
        if not self.font:
            return default_faces()
        return face(self.font), face(self.bold or self.font)

    def look(self, block: str, known: tuple[str, ...] = ()) -> Look:
        """Give the look of a block; one that the theme does not name takes the next free one, by its position in ``known``."""
        if block in self.blocks:
            return self.blocks[block]
        unnamed = [one for one in known if one not in self.blocks]
        position = unnamed.index(block) if block in unnamed else 0
        return self.others[position % len(self.others)]


def theme_of(given: str | Path | Mapping[str, Any] | Theme) -> Theme:
    """Give a theme by name (colour, grey, plain), from a TOML or JSON file, or from a mapping of the same keys.

    A mapping may name the theme that it starts from: ``{"like": "grey", "blocks": {"party": {"fill": "#eeeeee"}}}``.
    Raises ProblemsError for an unknown name or key, a colour that is not ``#rrggbb``, or a font that is none.

    >>> theme_of("grey").name, theme_of({"like": "plain", "ink": "#222222"}).ink
    ('grey', '#222222')
    """
    if isinstance(given, Theme):
        return given
    if isinstance(given, Mapping):
        return _made(given, "theme", None)
    themes = {
        "colour": Theme(),
        "grey": replace(
            Theme(), name="grey", new="#111111", ended="#111111", changed="#111111", line="#333333",
            blocks=GREY_BLOCKS, others=GREY_OTHERS, categories=GREY_CATEGORIES, scale=GREY_SCALE,
        ),
        "plain": replace(
            Theme(), name="plain", ink="#000000", muted="#000000", line="#000000", new="#000000", ended="#000000",
            changed="#000000", radius=0.0, blocks=PLAIN_BLOCKS, others=PLAIN_OTHERS, categories=PLAIN_CATEGORIES,
            scale=("#ffffff",) * len(COLOUR_SCALE),
        ),
    }  # fmt: skip
    name = str(given)
    if name in themes:
        return themes[name]
    path = Path(name)
    if path.suffix not in (".toml", ".json"):
        hint = nearest(name, themes)
        raise ProblemsError([Problem("UNKNOWN_THEME", Message.of("no theme {name!r}{hint}; there are {themes}, or a path to a .toml or .json file", name=name, hint=hint, themes=', '.join(themes)))])  # fmt: skip
    return _made(_read(path), path.name, path.parent)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        note(path)
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json":
            import json

            loaded = json.loads(text)
        else:
            import tomllib

            loaded = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise ProblemsError(
            [
                Problem(
                    "THEME_FILE",
                    Message.of("the theme cannot be read: {error}", error=error),
                    location=Location(str(path)),
                )
            ]
        ) from None
    if not isinstance(loaded, dict):
        problem = Problem("THEME_FILE", "a theme is a table of keys and values", location=Location(str(path)))
        raise ProblemsError([problem])
    return loaded


def _made(given: Mapping[str, Any], source: str, folder: Path | None) -> Theme:
    base = theme_of(str(given.get("like", "colour")))
    problems: list[Problem] = []
    location = Location(source)

    def wrong(key: str, message: str) -> None:
        problems.append(
            Problem(
                "THEME_VALUE", Message.of("{key}: {message}", key=key, message=message), subject=key, location=location
            )
        )

    known = {one.name for one in fields(Theme)} - {"others", "categories", "scale", "rest", "name", "family"}
    changed: dict[str, Any] = {"name": str(given.get("name", source))}
    for key, value in given.items():
        if key in ("like", "name"):
            continue
        if key not in known:
            wrong(key, Message.of("a theme has no such key{hint}", hint=nearest(key, known | {"like", "name"})))
        elif key == "blocks":
            changed["blocks"] = {**base.blocks, **_looks(value, base, wrong)}
        elif key == "radius":
            if isinstance(value, int | float) and 0 <= value <= 1:
                changed[key] = float(value)
            else:
                wrong(key, Message.of("expected a number of ems from 0 to 1"))
        elif key in ("font", "bold"):
            try:
                changed |= _fonts(key, str(value), folder)
            except (OSError, ValueError) as error:
                wrong(key, Message.of("the font cannot be read: {error}", error=error))
        elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
            wrong(key, Message.of("expected a colour as #rrggbb, found {value!r}", value=value))
        else:
            changed[key] = value
    refuse_if_any(problems)
    return replace(base, **changed)


def _fonts(key: str, value: str, folder: Path | None) -> dict[str, str]:
    """Give the keys that a font file brings, or a family of this machine: its bold one and its name too."""
    if Path(value).suffix:
        path = str(folder / value if folder else value)
        face(path)
        return {key: path}
    found = {key: installed(value, bold=key == "bold")}
    return found | ({"bold": installed(value, bold=True), "family": value} if key == "font" else {})


def faced(theme: Theme, profile: str | None) -> Theme:
    """Set a theme in the face that papers of a profile have to be in, unless it names a font; ``neutral`` has none of its own.

    Raises ProblemsError for an unknown profile.

    >>> faced(Theme(), "party").family, faced(Theme(), "neutral").family
    ('Times New Roman', '')
    """
    if profile is None:
        return theme
    refuse_unknown("profile", profile, PROFILES)
    family = PROFILES[profile]
    return theme if theme.font or not family else replace(theme, **_fonts("font", family, None))  # type: ignore[arg-type]


def _looks(given: Any, base: Theme, wrong: Any) -> dict[str, Look]:
    if not isinstance(given, Mapping):
        wrong("blocks", Message.of("expected a table of blocks"))
        return {}
    looks = {}
    for block, values in given.items():
        where = f"blocks.{block}"
        if not isinstance(values, Mapping):
            wrong(where, Message.of("expected fill, ink and pattern"))
            continue
        for key, value in values.items():
            if key not in ("fill", "ink", "pattern"):
                wrong(
                    Message.of("{where}.{key}", where=where, key=key),
                    Message.of("a block has no such key{hint}", hint=nearest(key, ["fill", "ink", "pattern"])),
                )
            elif key == "pattern" and value not in PATTERNS:
                wrong(
                    Message.of("{where}.{key}", where=where, key=key),
                    Message.of(
                        "no pattern {value!r}{hint}; there are {patterns}",
                        value=value,
                        hint=nearest(value, PATTERNS),
                        patterns=", ".join(PATTERNS),
                    ),
                )
            elif key != "pattern" and (not isinstance(value, str) or not _COLOUR.fullmatch(value)):
                wrong(
                    Message.of("{where}.{key}", where=where, key=key),
                    Message.of("expected a colour as #rrggbb, found {value!r}", value=value),
                )
        start = base.look(str(block))
        looks[str(block)] = Look(**{key: values.get(key, getattr(start, key)) for key in ("fill", "ink", "pattern")})
    return looks
