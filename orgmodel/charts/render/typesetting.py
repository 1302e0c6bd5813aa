"""Compile with typst: the fonts of a theme and no others, and what it refuses told as a problem."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from orgmodel.charts.fonts import Face
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.writing import folder_of

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    import typst


def compiled(
    name: str,
    data: Mapping[str, Any],
    faces: Sequence[Face],
    *,
    ppi: float | None = None,
) -> bytes:
    """Compile a source that ships beside this module, with its data and the fonts of some faces: a tagged PDF, or a PNG of ``ppi``.

    Raises ProblemsError where typst refuses it.
    """
    source = files("orgmodel.charts.render").joinpath(name).read_bytes()
    paths = sorted({one.path for face in faces for one in (face, *face.others)})
    return typeset(source, data, [_linked(tuple(paths)).name], ppi=ppi)


def typeset(source: bytes, data: Mapping[str, Any], folders: Sequence[str], *, ppi: float | None = None) -> bytes:
    """Compile a source with its data and the fonts of some folders: a tagged PDF, or a PNG of ``ppi``.

    Raises ProblemsError where typst refuses it.
    """
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    fonts = _fonts(tuple(folders))
    try:
        if ppi is None:
            standards: Any = ["ua-1", "a-2a"]
            return typst.compile(source, format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=standards)
        made: Any = typst.compile(source, format="png", font_paths=fonts, sys_inputs=inputs, ppi=ppi)
    except typst.TypstError as error:
        told = Message.of("typst cannot set it: {said}", said=error.message)
        raise ProblemsError([Problem("TYPESETTING", told)]) from None
    return bytes(made)


@lru_cache(maxsize=4)
def _linked(paths: tuple[str, ...]) -> TemporaryDirectory[str]:
    """Give a folder of some font files alone: from those of a whole folder letters would be taken of any."""
    return folder_of(paths)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
