"""Which signs the texts of boxes and the labels of ribbons bear, said by whoever writes them, so that the key can explain what is there."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.reporting import ADMINISTRATIVE

Signs = frozenset[str]
NO_SIGNS: Signs = frozenset()
OF_LINES: Mapping[str, str] = {"professional": "guidance", ADMINISTRATIVE: "superior"}
"""The signs that stand in boxes for kinds of line."""
OF_FIGURES = ("figures", "sum", "assumed", "of-known", "missing", "least", "unknown")
"""The rows of a key that explain figures; which of them, and in what words, depends on the signs beside them."""
BUNDLE = "bundle-"
"""With its number the sign of a bundle of lines, whose boxes have that number; the key says where they go."""
