"""The parameters of norms: what a caller or a study gives, what is a default, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.norms.record import NormPack
from orgmodel.operations.expected import shown
from orgmodel.operations.written_numbers import number_said


def settled(pack: NormPack, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give the parameters of a pack: as the caller says, else as a study gives them, else the default, else unknown.

    Raises ProblemsError naming every parameter that does not exist or cannot take its value.
    """
    given: dict[str, Any] = {**pack.given, **(parameters or {})}
    problems = faults_of(pack, given)
    if problems:
        raise ProblemsError(problems)
    defaults = {name: one.default for name, one in pack.parameters.items()}
    return {
        **defaults,
        **{name: value if pack.parameters[name].choices else number_said(value) for name, value in given.items()},
    }


def faults_of(pack: NormPack, given: Mapping[str, Any]) -> list[Problem]:
    """List values of parameters that do not exist or cannot take them."""
    problems = []
    for name, value in given.items():
        known = pack.parameters.get(name)
        if known is None:
            message = Message.of(
                "no norm has a parameter {name!r}{hint}", name=name, hint=nearest(name, pack.parameters)
            )
            problems.append(Problem("UNKNOWN_PARAMETER", message, subject=name))
        elif known.choices and str(value) not in known.choices:
            message = Message.of(
                "{name} is one of {choices}, not {value}{hint}",
                name=name,
                choices=", ".join(known.choices),
                value=shown(value),
                hint=nearest(value, known.choices),
            )
            problems.append(Problem("PARAMETER", message, subject=name))
        elif not known.choices and number_said(value) is None:
            message = Message.of("{name} is a number, not {value}", name=name, value=shown(value))
            problems.append(Problem("PARAMETER", message, subject=name))
    return problems
