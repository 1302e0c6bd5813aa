"""A choice on the command line that names the nearest word for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from orgmodel.core.messages import Message


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
