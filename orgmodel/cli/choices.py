"""What arguments of the command line may be: words, of which the nearest is named, files to read and to write, numbers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from orgmodel.core.messages import Message

_MANY_DIGITS = 10
MOST = 10 ** (_MANY_DIGITS - 1) - 1
"""The largest number that an option takes."""

_ADDRESS = re.compile("[A-Za-z][A-Za-z0-9+.-]+://")
_OF_FILES = (
    ".docx", ".xlsx", ".pptx", ".pdf", ".html", ".md", ".csv", ".json", ".yaml", ".yml", ".parquet", ".png", ".svg", ".drawio", ".txt", ".zip",
)  # fmt: skip
"""What the names of files end in, and no folder's that anybody means."""
_DASHES = ("\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}")


def no_path(text: str) -> str | None:
    """Say why a text cannot be meant as a path, or None."""
    if not text.strip():
        return Message.of("a path is empty; name a file or a folder")
    if _ADDRESS.match(text):
        return Message.of("{path} is an address, and nothing is fetched; save the file, and name it", path=text)
    if text.startswith(_DASHES):
        return Message.of("{given} begins with a dash as texts have it; options begin with two hyphens", given=text)
    return None


class Source(click.Path):
    """A file or folder; what is wrong with it is told where it is read or written."""

    def __init__(self) -> None:
        """Take any path, even one of nothing that is there."""
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Give the path, or fail where it can be none."""
        if told := no_path(os.fsdecode(value)):
            self.fail(told, param, ctx)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


SOURCE = Source()


class NearChoice(click.Choice[str]):
    """Choose one of some words, in any case; a wrong one is answered with the nearest."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words."""
        super().__init__(list(words), case_sensitive=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the word meant, or fail with the nearest one and the list."""
        words = [str(one) for one in self.choices]
        if str(value).casefold() not in words:
            from orgmodel.core.problems import nearest

            hint = nearest(str(value).casefold(), words)
            self.fail(
                Message.of(
                    "{value!r} is not known{hint}; there are {words}",
                    value=str(value),
                    hint=hint,
                    words=", ".join(words),
                ),
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


class Spoken(NearChoice):
    """Choose a language: ours, or one that the study at hand brings words in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give its code, or fail with the nearest one and the list."""
        from orgmodel.cli.language import spoken_at

        brought = [] if ctx is None or value in self.choices else spoken_at(ctx.find_root().obj or ())
        if value in brought:
            return str(value)
        return NearChoice(dict.fromkeys([*self.choices, *brought])).convert(value, param, ctx)


class Target(click.Path):
    """A file to write, or a folder to write into; one is not the other."""

    def __init__(self, *, folder: bool) -> None:
        """Say which."""
        super().__init__(path_type=Path, readable=False)
        self.name = "directory" if folder else "file"
        self.folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Give the path, or fail where the other stands there."""
        if told := no_path(os.fsdecode(value)):
            self.fail(told, param, ctx)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.exists() and path.is_dir() != self.folder:
            said = "{output} is a file; name a folder" if self.folder else "{output} is a folder; name a file"
            self.fail(Message.of(said, output=path), param, ctx)
        if self.folder and not path.exists() and path.suffix.lower() in _OF_FILES:
            self.fail(Message.of("{output} is named as a file is; name a folder", output=path), param, ctx)
        return path


class WholeNumber(click.ParamType[int]):
    """A whole number, no less than some least."""

    name = "integer"

    def __init__(self, least: int) -> None:
        """Say the least."""
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Give the number, or fail."""
        text = str(value).strip()
        is_whole = text.isascii() and text.isdigit()
        if is_whole and len(text.lstrip("0")) >= _MANY_DIGITS:
            self.fail(Message.of("{value!r} is too large; at most {most}", value=text[:40], most=MOST), param, ctx)
        if not is_whole or int(text) < self.least:
            self.fail(Message.of("{value!r} is no whole number from {least}", value=text, least=self.least), param, ctx)
        return int(text)
