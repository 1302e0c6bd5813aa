"""The texts below the fields of models, for schemas and help: read from the source only when somebody asks for them.

pydantic's own ``use_attribute_docstrings`` reads the source of every model whenever orgmodel starts.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise

from pydantic import BaseModel

from orgmodel.operations.operation_schema import Model


def describe_fields() -> None:
    """Give the fields of all models that are imported the texts that stand below them.

    >>> from orgmodel.operations.model import Rename
    >>> describe_fields()
    >>> bool(Rename.model_fields["names"].description)
    True
    """
    models = _below(Model)
    texts = {model: _texts(model) for model in models}
    for model in models:
        for owner in model.__mro__:
            for name, text in texts.get(owner, {}).items():
                field = model.model_fields[name]
                field.description = field.description or text
    for _ in range(2):  # those that hold others take these as they are by then
        for model in models:
            model.model_rebuild(force=True)


def _below(model: type[BaseModel]) -> list[type[BaseModel]]:
    found: dict[type[BaseModel], None] = {}
    for one in model.__subclasses__():
        found[one] = None
        found |= dict.fromkeys(_below(one))
    return list(found)


def _texts(model: type[BaseModel]) -> dict[str, str]:
    """Read the texts below the fields that a model has of its own."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(tree.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    }
