"""Write docs/headings.md: every heading and word that importers know, from the tables beside them."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KNOWN = ROOT / "orgmodel" / "io" / "importers" / "known"
PAGE = ROOT / "docs" / "headings.md"

LANGUAGES = {
    "en": "English", "vi": "Vietnamese", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese",
    "it": "Italian", "nl": "Dutch", "sv": "Swedish", "nb": "Norwegian", "da": "Danish", "fi": "Finnish", "pl": "Polish",
    "ro": "Romanian", "ru": "Russian", "tr": "Turkish", "id": "Indonesian", "ko": "Korean", "ja": "Japanese",
    "zh": "Chinese", "ar": "Arabic", "th": "Thai", "hi": "Hindi", "cs": "Czech", "el": "Greek",
    "uk": "Ukrainian", "ms": "Malay", "hu": "Hungarian", "he": "Hebrew", "bg": "Bulgarian", "hr": "Croatian", "sr": "Serbian",
    "fa": "Persian", "sw": "Swahili", "sl": "Slovene", "sk": "Slovak", "lt": "Lithuanian", "lv": "Latvian", "et": "Estonian",
    "uz": "Uzbek",
}  # fmt: skip

_INTRODUCTION = """# Headings and words that importers know

What `init` and `import hierarchy` take a column for by its heading, over rows of units, of posts and of people; where nothing stands, a baseline has no place for it there. Any case, spacing and signs
count alike (`Reports_To`, `reports to:`); brackets, second genders, days and years at a heading are passed over (`Org Unit Path [Required]`, `Inhaber/in`, `In post 31/12/2025`).

This page is made of the tables in `orgmodel/io/importers/known` by `python scripts/headings_page.py`.
"""
_COMPOSED = """
## Headings made of these words

A heading that is not listed is read where every word of it stands here: what it is of (unit, post, person, holder, boss, above) and which sign of it (id, name, title, mail, type), or what
it counts (count, with quota, present or gap; fte; pay with yearly). German compounds are parted into these (*Referatsbezeichnung*, *Dienststellennummer*). So *Superior Organization Code* is the unit above by its id, *Sanctioned posts* a quota, *Stellen-Nr.* the id of a post. A
gap (vacancies) that no heading lists has no place: it follows.
"""
_DOUBLES = """
## Headings that mean something else over other values

Numbers that count, codes that all differ, and words each say what a heading is of: *Staff* over numbers counts people, over names it names them; *Position* over codes is the id of the post.

| over | units | posts | people | headings |
|---|---|---|---|---|"""
_OTHERS = (
    ("heads", "Heads of units", "key", "In tables of units: who heads each (`head`; as which post where it speaks of no name or person, `head_name`), and the title of these (`head_title`), where names of persons stand below."),
    ("signs_of_heads", "Signs of those who head units", "sign", "Before or behind a heading of who heads a unit: a number or code (`id`) or an address (`mail`), by which the person is known, and found in a table of people."),
    ("holdings", "How a post is held", "says", "Beside the name of a holder, in brackets, before or behind it: `acting` is told of the holding, `share with` names the second holder, and of one person `or` another it is asked."),
    ("statuses", "Words of status", "status", "`active` is filled of people, and of posts where others of the column are vacant; else it says only that the post is `in force`. In place of a holder a word for a vacancy stands alone, with the words `beside` it, numbers, or what follows a word of `since`; words of `and` part the names of two holders."),
    ("kinds", "Kinds of unit", "counts", "What each counts as; the kind's id is the word."),
    ("titles", "Titles that say a rank", "rank", "By the first word of a title."),
    ("staff", "Sorts of staff", "quota", "In headings of figures of units, alone or with what is counted of them; those of `outside` stand beside the quota."),
    ("totals", "Words for totals", "", "Rows of sums."),
    ("notes", "Words for notes", "", "Rows beneath a table."),
    ("lineage", "Headings of lineages", "key", "A table with an old and a new code, or with successors, is of which units became which."),
)  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the tables."""
    with (KNOWN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page() -> str:
    """Make the page."""
    lines = [_INTRODUCTION, "| units | posts | people | headings |", "|---|---|---|---|"]
    grouped: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for row in rows("headings"):
        key = tuple(row[kind] for kind in ("units", "posts", "people"))
        grouped.setdefault(key, {}).setdefault(row["language"], []).append(row["heading"])
    for meanings, found in sorted(grouped.items(), key=lambda one: (not any(one[0]), one[0])):
        shown = [", ".join(f"`{part}`" for part in meaning.split("|")) if meaning else "–" for meaning in meanings]
        lines.append(f"| {' | '.join(shown)} | {_by_language(found)} |")
    lines += [_COMPOSED, "| says | words |", "|---|---|"]
    lines += _listed(rows("parts"), "word", "part")
    lines += [_DOUBLES, *_doubles()]
    for name, title, key, about in _OTHERS:
        lines += ["", f"## {title}", "", about, ""]
        column = "heading" if name in ("lineage", "heads") else "word"
        lines += [f"| {key or 'means'} | words |", "|---|---|", *_listed(rows(name), column, key)]
    return "\n".join(lines) + "\n"


def _doubles() -> list[str]:
    grouped: dict[tuple[str, ...], list[str]] = {}
    for row in rows("doubles"):
        grouped.setdefault(tuple(row[key] for key in ("over", "units", "posts", "people")), []).append(row["heading"])
    return [
        f"| {over} | {' | '.join(f'`{one}`' if one else '–' for one in meanings)} | {', '.join(found)} |"
        for (over, *meanings), found in grouped.items()
    ]


def _listed(some: list[dict[str, str]], column: str, key: str) -> list[str]:
    grouped: dict[str, dict[str, list[str]]] = {}
    for row in some:
        grouped.setdefault(row[key] if key else "", {}).setdefault(row["language"], []).append(row[column])
    return [f"| {f'`{meaning}`' if meaning else '–'} | {_by_language(found)} |" for meaning, found in grouped.items()]


def _by_language(found: dict[str, list[str]]) -> str:
    return "; ".join(
        f"{LANGUAGES[code]}: {', '.join(dict.fromkeys(words))}"
        for code, words in sorted(found.items(), key=lambda one: list(LANGUAGES).index(one[0]))
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
