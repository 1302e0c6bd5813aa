"""Recognising which unit plays which role of a reference model, by names as they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.names import tone_last
from orgmodel.core.records import Unit
from orgmodel.norms.model_record import ReferenceModel

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def plain(name: str) -> str:
    """Bring a name to the form in which names are compared: no case, one kind of dash, tones at the end of a syllable.

    >>> (
    ...     plain("Ủy ban – Thanh tra") == plain("Uỷ ban-thanh tra"),
    ...     plain("Hòa") == plain("Hoà"),
    ...     plain("má") == plain("mà"),
    ... )
    (True, True, False)
    """
    dashed = re.sub("\\s*[-\u2010-\u2014]\\s*", " - ", unicodedata.normalize("NFC", name).casefold())
    return " ".join(map(tone_last, dashed.split()))


@dataclass(frozen=True)
class Recognition:
    """Know the roles of a model by the beginnings of names, in the form in which names are compared."""

    roles: tuple[str, ...]
    starts: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, model: ReferenceModel) -> Recognition:
        """Prepare the names of a model's roles."""
        starts: dict[str, tuple[str, ...]] = {}
        for role in model.roles:
            for start in role.called:
                key = plain(start)
                starts[key] = (*starts.get(key, ()), role.id)
        return cls(tuple(role.id for role in model.roles), starts)

    def roles_of(self, structure: Structure, unit: Unit) -> tuple[str, ...]:
        """Tell which roles a unit plays, by its own names or those of its legal identities, in the model's order.

        Of each name the longest beginning that the model knows counts: a Trung tâm Y tế dự phòng is no Trung tâm Y tế.
        """
        names = [text for _, text in unit.names]
        names += [text for one in structure.identities_of(unit.id) for _, text in one.names]
        found: set[str] = set()
        for name in names:
            words = plain(name).split(" ")
            for length in range(len(words), 0, -1):
                if length < len(words) and words[length] == "-":
                    continue  # the name goes on: Tuyên giáo – Dân vận is not Tuyên giáo
                roles = self.starts.get(" ".join(words[:length]))
                if roles is not None:
                    found.update(roles)
                    break
        return tuple(role for role in self.roles if role in found)
