"""Doors to floors above: methods of a class that stand here for what a higher floor does, opened when they are called."""

from __future__ import annotations

import importlib
from typing import Any


def behind(module: str, name: str) -> Any:
    """Give what a module of a higher floor offers.

    A user looks for ``structure.to_frames()`` at the structure, and the floor that can do it stands above. Such methods
    are few, listed in docs/decisions/0012-public-face.md, and nothing in core uses them.

    >>> behind("orgmodel.core.names", "text_in")((("en", "a"),), "en")
    'a'
    """
    return getattr(importlib.import_module(module), name)
