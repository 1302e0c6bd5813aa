"""Recognising which unit plays which role of a reference model, by names as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from orgmodel.core.characters import nfc
from orgmodel.core.names import Names, tone_last
from orgmodel.norms.model_record import ReferenceModel


@lru_cache(20_000)  # the same names are asked for in each variant of an organisation
def plain(name: str) -> str:
    """Bring a name to the form in which names are compared: no case, one kind of dash, tones at the end of a syllable.

    >>> (
    ...     plain("Ủy ban – Thanh tra") == plain("Uỷ ban-thanh tra"),
    ...     plain("Hòa") == plain("Hoà"),
    ...     plain("má") == plain("mà"),
    ... )
    (True, True, False)
    """
    dashed = re.sub("\\s*[-\u2010-\u2014]\\s*", " - ", nfc(name).casefold())
    return " ".join(map(tone_last, dashed.split()))


@dataclass(frozen=True)
class Recognition:
    """Know the roles of a model by the beginnings of names, in the form in which names are compared."""

    roles: tuple[str, ...]
    starts: Mapping[str, tuple[str, ...]]
    longest: int  # words in a beginning
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, model: ReferenceModel) -> Recognition:
        """Prepare the names of a model's roles."""
        starts: dict[str, tuple[str, ...]] = {}
        for role in model.roles:
            for start in role.called:
                key = plain(start)
                starts[key] = (*starts.get(key, ()), role.id)
        longest = max((len(start.split(" ")) for start in starts), default=0)
        return cls(tuple(role.id for role in model.roles), starts, longest)

    def roles_of(self, names: Iterable[Names]) -> tuple[str, ...]:
        """Tell which roles a unit plays by its own names and those of its legal identities, in the model's order.

        Of each name the longest beginning that the model knows counts: a Trung tâm Y tế dự phòng is no Trung tâm Y tế.
        """
        found = {role for one in names for _, text in one for role in self._of_name(text)}
        return tuple(role for role in self.roles if role in found) if found else ()

    def _of_name(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = self._recognised(name)
        return self._known[name]

    def _recognised(self, name: str) -> tuple[str, ...]:
        words = plain(name).split(" ")
        for length in range(min(len(words), self.longest), 0, -1):
            if length < len(words) and words[length] == "-":
                continue  # the name goes on: Tuyên giáo – Dân vận is not Tuyên giáo
            roles = self.starts.get(" ".join(words[:length]))
            if roles is not None:
                return roles
        return ()
