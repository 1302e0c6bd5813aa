"""Values as YAML text that reads back as the same value, whatever a name holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from orgmodel.io.yaml_values import plain_value

_PLAIN = re.compile(r"\w[\w./~+-]*(?: [\w./~+-]+)*")


def scalar(text: str, *, quoted: bool = False) -> str:
    """Write a text plain where YAML reads it back as the same text, else in double quotes.

    >>> scalar("duc-tho.tcnv/head"), scalar("2.10"), scalar("Phòng: A"), scalar("")
    ('duc-tho.tcnv/head', '"2.10"', '"Phòng: A"', '""')
    """
    if not quoted and _PLAIN.fullmatch(text) and isinstance(plain_value(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(items: Mapping[str, str]) -> str:
    """Write a mapping on one line.

    >>> flow({"kind": "professional", "to": "x,y"})
    '{kind: professional, to: "x,y"}'
    """
    return "{" + ", ".join(f"{scalar(key)}: {scalar(value)}" for key, value in items.items()) + "}"


def one_line(text: str) -> str:
    r"""Put a text on one line, so that it can stand in a comment and nowhere else.

    >>> one_line("a\n- b")
    'a - b'
    """
    return " ".join(text.split())
