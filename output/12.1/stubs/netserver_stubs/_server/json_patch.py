"""Changes to a part of a document, as NetServer takes them: JSON Patch (RFC 6902), or an object to merge.

Of the operations there are add, replace, remove and test. Members are found whatever their case, the leading
slash may be missing, and an object that is given where a list stands is appended to it. In an object to
merge, null is a value: a member of an entity is emptied, and never taken away.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import Conflict
from .refusals import Malformed

__all__ = ["patched"]

Json: TypeAlias = Any
Operations: TypeAlias = Sequence[Any] | Mapping[str, Any]

_MOST_OPERATIONS = 1_000
_MOST_VALUES = 20_000
"""In a patch: of its members, items and operations together."""
_DEEPEST = 60

_VERBS = ("add", "replace", "remove", "test")
_NOT_SUPPORTED = ("move", "copy")


class _Operation(NamedTuple):
    verb: str
    path: str
    parts: list[str]
    value: Json


def patched(
    document: Mapping[str, Any],
    operations: Operations,
    carrier: type[Any] | None = None,
) -> dict[str, Any]:
    """The document after the changes; the one that is given stays as it is.

    A list is JSON Patch; an object is merged.

    Args:
        carrier: The class whose JSON the document is.

    Raises:
        Conflict: A test found another value.
        Malformed: The changes are none, or do not fit the document; the message names where.
    """
    _bounded(operations)
    found: dict[str, Any] = copy.deepcopy(dict(document))
    members = None if carrier is None else _members(carrier)
    if isinstance(operations, Mapping):
        _merge(found, operations, members, "")
        return found
    if not isinstance(operations, (list, tuple)) or len(operations) > _MOST_OPERATIONS:
        raise Malformed(
            f"a patch is a list of up to {_MOST_OPERATIONS} operations, or an object"
        )
    for number, each in enumerate(operations):
        found = _changed(found, _read(each, number), members)
    return found


def _bounded(value: Json) -> None:
    """Refuse what is too large or too deep, before anything goes through it by recursion."""
    left = _MOST_VALUES
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        left -= len(level)
        if left < 0:
            raise Malformed(
                f"the patch has more than {_MOST_VALUES} values", status=413
            )
        below: list[Any] = []
        for each in level:
            if isinstance(each, Mapping):
                below += cast("Mapping[str, Any]", each).values()
            elif isinstance(each, (list, tuple)):
                below += cast("Sequence[Any]", each)
        if not below:
            return
        level = below
    raise Malformed(f"the patch is nested more than {_DEEPEST} deep")


# ------------------------------------------------------------------------------- operations


def _read(said: Json, number: int) -> _Operation:
    where = f"operation {number} of the patch"
    if not isinstance(said, Mapping):
        raise Malformed(f"{where}: expected an object with op and path")
    members = {
        str(name).casefold(): value
        for name, value in cast("Mapping[str, Any]", said).items()
    }
    verb, path = members.get("op"), members.get("path")
    if isinstance(verb, str) and verb.casefold() in _NOT_SUPPORTED:
        raise Malformed(f"{where}: NetServer does not support {verb.casefold()}")
    if not isinstance(verb, str) or verb.casefold() not in _VERBS:
        raise Malformed(
            f"{where}: op is one of {', '.join(_VERBS)}, not {_shown(verb)}"
        )
    if not isinstance(path, str) or path.count("/") > _DEEPEST:
        raise Malformed(f"{where}: path is a text such as '/Category/Id'")
    verb = verb.casefold()
    if "value" not in members and verb != "remove":
        raise Malformed(f"{where}: {verb} takes a value")
    return _Operation(verb, path, _parts(path), members.get("value"))


def _shown(value: Json) -> str:
    return repr(value)[:40] if isinstance(value, str) else type(value).__name__


def _parts(path: str) -> list[str]:
    if not path:
        return []
    parts = path.removeprefix("/").split("/")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def _changed(
    document: dict[str, Any], operation: _Operation, members: _Members
) -> dict[str, Any]:
    if not operation.parts:
        return _whole(document, operation)
    holder: Json = document
    for part in operation.parts[:-1]:
        holder, members = _below(holder, part, operation.path, members)
    name = operation.parts[-1]
    if isinstance(holder, list):
        _change_item(cast("list[Any]", holder), name, operation)
    elif isinstance(holder, dict):
        held = cast("dict[str, Any]", holder)
        _change_member(held, name, operation, members)
    else:
        raise Malformed(f"{_path(operation.path)}: there is nothing that has members")
    return document


def _whole(document: dict[str, Any], operation: _Operation) -> dict[str, Any]:
    if operation.verb == "test":
        _test(document, operation)
        return document
    raise Malformed("a patch changes members of the document, not the whole of it")


def _below(
    holder: Json, name: str, path: str, members: _Members
) -> tuple[Json, _Members]:
    if isinstance(holder, list):
        items = cast("list[Any]", holder)
        return items[_index(items, name, path, len(items))], members
    if isinstance(holder, dict):
        held = cast("dict[str, Any]", holder)
        key = _key(held, name)
        if key in held:
            return held[key], _members_of(members, key)
    raise Malformed(f"{_path(path)}: there is no {name[:80]!r}")


def _change_member(
    holder: dict[str, Any], name: str, operation: _Operation, members: _Members
) -> None:
    key = _key(holder, name)
    if key not in holder and members is not None:
        key = _known(members, name, operation.path)
        holder[key] = None
    if key not in holder and operation.verb != "add":
        raise Malformed(f"{_path(operation.path)}: there is no {name[:80]!r}")
    if operation.verb == "test":
        _test(holder[key], operation)
    elif operation.verb == "remove":
        del holder[key]
    elif isinstance(holder.get(key), list) and _is_object(operation.value):
        holder[key].append(copy.deepcopy(operation.value))
    else:
        holder[key] = copy.deepcopy(operation.value)


def _change_item(holder: list[Any], name: str, operation: _Operation) -> None:
    adds = operation.verb == "add"
    if adds and name == "-":
        holder.append(copy.deepcopy(operation.value))
        return
    index = _index(holder, name, operation.path, len(holder) + adds)
    if adds:
        holder.insert(index, copy.deepcopy(operation.value))
    elif operation.verb == "remove":
        del holder[index]
    elif operation.verb == "test":
        _test(holder[index], operation)
    else:
        holder[index] = copy.deepcopy(operation.value)


def _test(value: Json, operation: _Operation) -> None:
    if not _same(value, operation.value):
        raise Conflict(
            f"{_path(operation.path)} is not what it is expected to be; nothing was changed"
        )


# --------------------------------------------------------------------------------- merging


def _merge(
    holder: dict[str, Any], changes: Mapping[str, Any], members: _Members, path: str
) -> None:
    keys = {name.casefold(): name for name in holder}
    for name, value in changes.items():
        here = f"{path}/{name}"
        key = name if name in holder else keys.get(name.casefold(), name)
        if key not in holder and members is not None:
            key = _known(members, name, here)
        old: Json = holder.get(key)
        if _is_object(value) and isinstance(old, dict):
            below = cast("Mapping[str, Any]", value)
            held = cast("dict[str, Any]", old)
            _merge(held, below, _members_of(members, key), here)
        elif isinstance(old, list) and _is_object(value):
            cast("list[Any]", old).append(copy.deepcopy(value))
        else:
            holder[key] = copy.deepcopy(value)
        keys.setdefault(key.casefold(), key)


# --------------------------------------------------------------------------------- members

_Members: TypeAlias = Mapping[str, tuple[str, Kind]] | None
"""The members that a carrier has, by folded name; None where any can be."""


def _members(carrier: type[Any]) -> dict[str, tuple[str, Kind]]:
    fields = schema_of(carrier).fields
    return {field.wire.casefold(): (field.wire, field.kind) for field in fields}


def _members_of(members: _Members, name: str) -> _Members:
    """The members of what a member holds, or of the items in it."""
    if members is None or name.casefold() not in members:
        return None
    kind: Kind | None = members[name.casefold()][1]
    while kind is not None and kind.name == "list":
        kind = kind.item
    if kind is None or kind.name != "carrier":
        return None
    return _members(kind.python)


def _known(members: Mapping[str, tuple[str, Kind]], name: str, path: str) -> str:
    """The spelling of a member that the document lacks."""
    found = members.get(name.casefold())
    if found is None:
        raise Malformed(f"{_path(path)}: there is no member {name[:80]!r}")
    return found[0]


def _key(holder: Mapping[str, Any], name: str) -> str:
    """The member's own spelling: exactly that one, else whatever its case; as it is where there is none."""
    if name in holder:
        return name
    folded = name.casefold()
    return next((each for each in holder if each.casefold() == folded), name)


def _index(holder: list[Any], name: str, path: str, end: int) -> int:
    plain = name.isascii() and name.isdecimal() and len(name) <= 9
    if not plain or (name[0] == "0" and name != "0"):
        raise Malformed(
            f"{_path(path)}: expected the number of an item, not {name[:80]!r}"
        )
    if int(name) >= end:
        raise Malformed(f"{_path(path)}: the list has {len(holder)} items, no {name}")
    return int(name)


def _is_object(value: Json) -> bool:
    return isinstance(value, Mapping)


def _path(path: str) -> str:
    return repr(path if len(path) <= 80 else f"{path[:77]}...")


def _same(one: Json, other: Json) -> bool:
    """Equal in JSON, where true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        first = cast("Mapping[str, Any]", one)
        second = cast("Mapping[str, Any]", other)
        return first.keys() == second.keys() and all(
            _same(value, second[name]) for name, value in first.items()
        )
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        items = cast("Sequence[Any]", one)
        others = cast("Sequence[Any]", other)
        return len(items) == len(others) and all(map(_same, items, others))
    return one == other
