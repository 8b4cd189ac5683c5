"""What `$select` names: members of the answer, by the attributes of carriers or as the wire has them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .codecs.kinds import Kind
from .codecs.rows import row_of
from .codecs.schema import CarrierSchema, FieldSchema, schema_of

if TYPE_CHECKING:
    from .endpoints import AnyOperation


def selected(operation: AnyOperation, select: Sequence[str] | str) -> str:
    """The value of `$select`, "Name,Category/Id", for names such as "name" and "category/id".

    Raises:
        ValueError: The answer has no such member. Names as the wire writes them go out
            all the same, since a newer server may have members that are not known here.
    """
    names = select.split(",") if isinstance(select, str) else select
    schema = _schema(operation)
    return ",".join(_path(schema, name.strip()) for name in names)


def _schema(operation: AnyOperation) -> CarrierSchema | None:
    gives = row_of(operation).gives
    return _of(gives[0][1].kind) if len(gives) == 1 else None


def _of(kind: Kind | None) -> CarrierSchema | None:
    """The carrier that values of this kind are made of, inside lists and dictionaries."""
    while kind is not None and kind.item is not None:
        kind = kind.item
    if kind is None or kind.name != "carrier":
        return None
    return schema_of(kind.python)


def schema_below(field: FieldSchema | None) -> CarrierSchema | None:
    """The schema of the carriers in a field; None where it holds something else."""
    return None if field is None else _of(field.kind)


def member(
    schema: CarrierSchema | None, name: str, what: str
) -> tuple[str, FieldSchema | None]:
    """The wire's name of a member, and its field, where the schema has it.

    Raises:
        ValueError: There is no such attribute, for `what` somebody wanted it.
    """
    if schema is None:  # custom fields and the like: whatever the name is
        return name, None
    found = next((f for f in schema.fields if f.attribute == name), None)
    if found is None and name.casefold() in schema.folded:
        found = schema.fields[schema.folded[name.casefold()]]
    if found is not None:
        return found.wire, found
    if name[:1].isupper():
        return name, None
    raise ValueError(f"{what}: {schema.name} has no {name!r}{_near(schema, name)}")


def _path(schema: CarrierSchema | None, path: str) -> str:
    parts: list[str] = []
    for name in path.split("/"):
        wire, field = member(schema, name, "select")
        parts.append(wire)
        schema = schema_below(field)
    return "/".join(parts)


def _near(schema: CarrierSchema, name: str) -> str:
    attributes = [field.attribute for field in schema.fields]
    near = difflib.get_close_matches(name, attributes, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
