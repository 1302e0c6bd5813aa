"""Write orgmodel/scenario/plan_verbs.py: a method for each operation, made of its one record.

``python scripts/plan_verbs.py`` after a model of an operation has changed; a test holds the file to it.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from orgmodel.operations.described import describe_fields
from orgmodel.operations.verbs import VERBS, Verb

HEAD = '''"""The verbs of a plan, a method for each operation; made by scripts/plan_verbs.py of the operations' one record."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from orgmodel.operations.{model}
    from orgmodel.operations.money_schema import CostSpec
    from orgmodel.operations.operation_schema import {parts}
    from orgmodel.scenario.planned import Done


class PlanVerbs(ABC):
    """Give a method for each operation; the first argument is what the verb is done to, the others are its fields."""

    @abstractmethod
    def _do(self, verb: str, what: Any, given: Mapping[str, Any]) -> Done:
        """Carry out an operation from the arguments of its method."""
'''
PLACE = Path(__file__).parent.parent / "orgmodel" / "scenario" / "plan_verbs.py"
LAST = ("why", "term", "cost")


def formatted() -> str:
    """Give the text of the module as the formatter leaves it."""
    command = [sys.executable, "-m", "ruff", "format", "--quiet", "--stdin-filename", str(PLACE), "-"]
    return subprocess.run(command, input=text(), capture_output=True, text=True, check=True).stdout


def text() -> str:
    """Give the text of the module."""
    describe_fields()
    used: set[type] = set()
    methods = [_method(verb, used) for verb in VERBS.values()]
    parts = sorted(one.__name__ for one in used if one.__module__.endswith("operation_schema"))
    model = sorted(one.__name__ for one in used if one.__module__.endswith("operations.model"))
    head = HEAD.format(model=f"model import {', '.join(model)}", parts=", ".join(parts))
    return head + "".join(methods)


def _method(verb: Verb, used: set[type]) -> str:
    fields = {name: field for name, field in verb.model.model_fields.items() if name != "at"}
    first = fields.pop(verb.name)
    ordered = sorted(fields.items(), key=lambda item: (not item[1].is_required(), item[0] in LAST))
    lines = [f"    def {verb.name}(", "        self,", f"        what: {_of(first, used)},", "        /,", "        *,"]
    for name, field in ordered:
        default, annotation = _default(field), _of(field, used)
        if default == " = None" and "None" not in annotation:
            annotation += " | None"
        lines.append(f"        {name}: {annotation}{default},")
    says = (verb.model.__doc__ or "").strip()
    opening = f'        """{says.splitlines()[0]}'
    told = [f"``what``: {first.description}"]
    told += [f"``{name}``: {field.description or 'what a holder is paid.'}" for name, field in ordered]
    paragraph = [
        line
        for one in told
        for line in textwrap.wrap(one, 118, initial_indent="        - ", subsequent_indent="          ")
    ]
    closing = [
        "",
        "        Raises ProblemsError where it cannot be carried out; the plan is then as before.",
        '        """',
    ]
    given = ", ".join(f'"{name}": {name}' for name, _ in ordered)
    body = [f'        return self._do("{verb.name}", what, {{{given}}})']
    return "\n" + "\n".join([*lines, "    ) -> Done:", opening, "", *paragraph, *closing, *body]) + "\n"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value = None if field.default_factory is not None else field.default
    return f" = {value!r}".replace("'", '"')


def _of(field: FieldInfo, used: set[type]) -> str:
    return _written(_input_of(field.metadata) or field.annotation, used)


def _input_of(metadata: Sequence[Any]) -> Any:
    """Give what a field may be given as, where a validator takes more than it is kept as."""
    found = [getattr(one, "json_schema_input_type", None) for one in metadata]
    return next((one for one in found if one is not None and type(one).__name__ != "PydanticUndefinedType"), None)


def _written(annotation: Any, used: set[type]) -> str:
    """Write an annotation as a caller reads it: any mapping or sequence will do, and a model or its data."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return _written(_input_of(args[1:]) or args[0], used)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(dict.fromkeys(part for one in args for part in _written(one, used).split(" | ")))
    if origin is typing.Literal:
        return f"Literal[{', '.join(repr(one) for one in args)}]".replace("'", '"')
    if origin in (list, tuple, Sequence):
        return f"Sequence[{_written(args[0], used)}]"
    if origin in (dict, Mapping):
        return f"Mapping[{_written(args[0], used)}, {_written(args[1], used)}]"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        used.add(annotation)
        return f"{annotation.__name__} | Mapping[str, Any]"
    return "None" if annotation is type(None) else getattr(annotation, "__name__", "Any")


if __name__ == "__main__":
    PLACE.write_text(formatted(), encoding="utf-8")
