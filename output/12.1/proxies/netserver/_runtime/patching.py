"""Changes to a part of an entity: JSON Patch (RFC 6902) and merging, as NetServer has them.

NetServer knows four of the six operations: add, replace, remove and test. It finds members whatever their
case, does without the leading slash, and appends an object that is given where a list stands.
The functions over plain JSON (`difference`, `applied`, `merged`) know nothing of carriers.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, overload

import msgspec
from msgspec import UNSET

if TYPE_CHECKING:
    from .carriers import BaseCarrier
    from .codecs.schema import CarrierSchema

_DEEPEST = 2
"""Members in a path. The vendor's own sample found that NetServer takes a change of Address/Street and
refuses one of a leaf below it, so what is deeper is replaced as a whole."""

Verb: TypeAlias = Literal["add", "replace", "remove", "test"]


class PatchError(ValueError):
    """A patch does not fit the document: it names what is not there, or tests what is otherwise."""


class TestFailed(PatchError):
    """A test found another value than the one that was expected."""

    __test__ = False  # pytest: not a class of tests


class Change(msgspec.Struct, frozen=True):
    """One operation. `path` begins with a slash; `value` is JSON, UNSET for a removal."""

    op: Verb
    path: str
    value: Any = UNSET

    def __repr__(self) -> str:
        return f"<{self.op} {self.path}>"  # values are somebody's data


class Patch(Sequence[Change]):
    """Changes that the service makes together, or not at all.

        patch = Patch.between(before, after)
        patch = Patch(ContactEntity).test("name", "Old").replace("category/id", 2)

    It never changes: each method gives another one, with one operation more. Paths are members with
    slashes between, "Category/Id", "Phones/-" for the end of a list. With a carrier's class they may be
    its attributes, "category/id". A slash within a name is written ~1, and a tilde ~0.

    Args:
        carrier: The class whose attributes paths may be made of.
    """

    def __init__(
        self,
        carrier: type[BaseCarrier] | None = None,
        changes: Iterable[Change] = (),
    ) -> None:
        self._carrier = carrier
        self._changes = tuple(changes)

    @classmethod
    def between(
        cls, before: BaseCarrier, after: BaseCarrier, *, test: bool = False
    ) -> Patch:
        """What makes the second of two carriers of the first.

        Lists are replaced as a whole, and so is what stands deeper than two members.

        Args:
            test: Have each old value tested first, so that nothing is changed, and the answer is a
                Conflict, where somebody else has changed one of them meanwhile.

        Raises:
            TypeError: They are carriers of different classes.
        """
        from .carriers import without_view
        from .standing import generated

        first, second = without_view(before), without_view(after)
        kind, other = generated(type(first)), generated(type(second))
        if kind is not other:
            raise TypeError(
                f"expected two carriers of one class, got {kind.__name__} and {other.__name__}"
            )
        changes = difference(_plain(first), _plain(second), test=test)
        return cls(kind, changes)

    def add(self, path: str, value: object) -> Patch:
        """Add a member, or an item before the one with that number, or behind all ("Phones/-")."""
        return self._with("add", path, value)

    def replace(self, path: str, value: object) -> Patch:
        """Put another value in the place of the one that is there."""
        return self._with("replace", path, value)

    def remove(self, path: str) -> Patch:
        """Take a member or an item away."""
        return self._with("remove", path, UNSET)

    def test(self, path: str, value: object) -> Patch:
        """Go on only where that value is there; else nothing is changed, and the answer is a Conflict."""
        return self._with("test", path, value)

    def _with(self, op: Verb, path: str, value: object) -> Patch:
        found = _checked_path(path, self._carrier)
        plain = UNSET if value is UNSET else _plain(value)
        return Patch(self._carrier, (*self._changes, Change(op, found, plain)))

    def encode(self) -> bytes:
        """The JSON that is sent."""
        return msgspec.json.encode(self._changes)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> Change: ...
        @overload
        def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self._changes[index]

    def __len__(self) -> int:
        return len(self._changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Patch) and self._changes == other._changes

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Patch: {', '.join(f'{each.op} {each.path}' for each in self)}>"


Changes: TypeAlias = Patch | Mapping[str, object]
"""What a patch may be said by: operations, or the members that change with their new values."""


def merge_body(changes: Mapping[str, object], carrier: type[Any] | None) -> bytes:
    """The JSON of changes as members with their new values; attributes in the wire's names.

    Raises:
        ValueError: The carrier has no such attribute.
    """
    from .codecs.schema import schema_of

    schema = schema_of(carrier) if carrier is not None else None
    return msgspec.json.encode(_merging(changes, schema))


def _merging(changes: Mapping[str, object], schema: CarrierSchema | None) -> Any:
    from .selecting import member, schema_below

    found: dict[str, Any] = {}
    for name, value in changes.items():
        wire, field = member(schema, name, "patch")
        if isinstance(value, Mapping):
            below = schema_below(field)
            inner = cast("Mapping[str, object]", value)
            found[wire] = _merging(inner, below)
        else:
            found[wire] = _plain(value)
    return found


def _checked_path(path: str, carrier: type[Any] | None) -> str:
    from .codecs.schema import schema_of
    from .selecting import member, schema_below

    parts = path.removeprefix("/").split("/")
    if not all(parts):
        raise ValueError(f"{path!r} is no path: members with slashes between, no more")
    if carrier is None:
        return "/" + "/".join(parts)
    schema: CarrierSchema | None = schema_of(carrier)
    written: list[str] = []
    for part in parts:
        if part == "-" or part.isdecimal():
            written.append(part)  # an item of the list before
            continue
        wire, field = member(schema, part, "patch")
        written.append(wire)
        schema = schema_below(field)
    return "/" + "/".join(written)


def _plain(value: object) -> Any:
    """The JSON of a value, as Python's own dictionaries, lists, texts and numbers."""
    from .carriers import BaseCarrier, without_view
    from .codecs import json

    if isinstance(value, BaseCarrier):
        value = without_view(value)
    elif isinstance(value, (list, tuple)):
        return [_plain(item) for item in cast("Sequence[object]", value)]
    elif isinstance(value, Mapping):
        held = cast("Mapping[str, object]", value)
        return {str(name): _plain(item) for name, item in held.items()}
    elif value is not None and not isinstance(value, (str, int, float)):
        return msgspec.json.decode(json.encode(value, type(value)))
    return msgspec.json.decode(json.encode(value))


# ------------------------------------------------------------------------------ plain JSON


def difference(before: Any, after: Any, *, test: bool = False) -> tuple[Change, ...]:
    """What makes the second object of the first; with `test`, old values are tested first."""
    changes = tuple(_differences(before, after, "", 1))
    if not test:
        return changes
    old = (
        Change("test", each.path, _at(before, each.path))
        for each in changes
        if each.op != "add"
    )
    return (*old, *changes)


def _differences(before: Any, after: Any, path: str, depth: int) -> Iterator[Change]:
    for name, value in before.items():
        here = f"{path}/{_escaped(name)}"
        if name not in after:
            yield Change("remove", here)
            continue
        new = after[name]
        if _same(value, new):
            continue
        if isinstance(value, list) and isinstance(new, dict):
            yield Change("remove", here)  # else the object would be appended
            yield Change("add", here, new)
        elif depth < _DEEPEST and isinstance(value, dict) and isinstance(new, dict):
            yield from _differences(value, new, here, depth + 1)
        else:
            yield Change("replace", here, new)
    for name, value in after.items():
        if name not in before:
            yield Change("add", f"{path}/{_escaped(name)}", value)


def _same(one: Any, other: Any) -> bool:
    """Equal in JSON, where true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        first, second = cast("dict[str, Any]", one), cast("dict[str, Any]", other)
        return first.keys() == second.keys() and all(
            _same(value, second[name]) for name, value in first.items()
        )
    if isinstance(one, list) and isinstance(other, list):
        items, others = cast("list[Any]", one), cast("list[Any]", other)
        return len(items) == len(others) and all(map(_same, items, others))
    return one == other


def applied(changes: Iterable[Change], document: Any) -> Any:
    """The document after the changes; the one that is given stays as it is.

    Raises:
        TestFailed: A test found something else.
        PatchError: A path leads nowhere.
    """
    found = copy.deepcopy(document)
    for change in changes:
        found = _changed(found, change)
    return found


def _changed(document: Any, change: Change) -> Any:
    parts = _parts(change.path)
    if not parts:  # the whole document
        if change.op == "test" and not _same(document, change.value):
            raise TestFailed(f"{change.path or '/'} is not as expected")
        return document if change.op == "test" else copy.deepcopy(change.value)
    holder = _reached(document, parts[:-1], change.path)
    if isinstance(holder, list):
        _change_item(cast("list[Any]", holder), parts[-1], change)
    elif isinstance(holder, dict):
        _change_member(cast("dict[str, Any]", holder), parts[-1], change)
    else:
        raise PatchError(f"{change.path}: nothing has members there")
    return document


def _change_member(holder: dict[str, Any], name: str, change: Change) -> None:
    key = _key(holder, name)
    there = key in holder
    if change.op == "test":
        if not there or not _same(holder[key], change.value):
            raise TestFailed(f"{change.path} is not as expected")
    elif change.op == "remove":
        if not there:
            raise PatchError(f"{change.path} is not there to be removed")
        del holder[key]
    elif change.op == "replace" and not there:
        raise PatchError(f"{change.path} is not there to be replaced")
    elif there and isinstance(holder[key], list) and _is_object(change.value):
        holder[key].append(copy.deepcopy(change.value))
    else:
        holder[key] = copy.deepcopy(change.value)


def _change_item(holder: list[Any], name: str, change: Change) -> None:
    if change.op == "add" and name == "-":
        holder.append(copy.deepcopy(change.value))
        return
    index = _index(name, len(holder) + (change.op == "add"), change.path)
    if change.op == "add":
        holder.insert(index, copy.deepcopy(change.value))
    elif change.op == "remove":
        del holder[index]
    elif change.op == "replace":
        holder[index] = copy.deepcopy(change.value)
    elif not _same(holder[index], change.value):
        raise TestFailed(f"{change.path} is not as expected")


def merged(changes: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the members that change; objects are merged, all else is replaced.

    Unlike RFC 7396, null is a value: members of carriers are not taken away, they are emptied.
    """
    found = dict(document)
    for name, value in changes.items():
        key = _key(found, name)
        old = found.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            inner = cast("Mapping[str, Any]", value)
            found[key] = merged(inner, cast("Mapping[str, Any]", old))
        else:
            found[key] = copy.deepcopy(cast("Any", value))
    return found


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _parts(path: str) -> list[str]:
    if path == "":
        return []
    names = path.removeprefix("/").split("/")
    return [name.replace("~1", "/").replace("~0", "~") for name in names]


def _key(holder: Mapping[str, Any], name: str) -> str:
    """The member's own spelling: that one exactly, else whatever its case."""
    if name in holder:
        return name
    folded = name.casefold()
    return next((each for each in holder if each.casefold() == folded), name)


def _index(name: str, end: int, path: str) -> int:
    plain = name.isascii() and name.isdecimal() and (name == "0" or name[0] != "0")
    if not plain or int(name) >= end:
        raise PatchError(f"{path}: the list has no item {name!r}")
    return int(name)


def _reached(document: Any, parts: Sequence[str], path: str) -> Any:
    for name in parts:
        if isinstance(document, list):
            items = cast("list[Any]", document)
            document = items[_index(name, len(items), path)]
        elif isinstance(document, dict) and _key(
            cast("dict[str, Any]", document), name
        ) in cast("dict[str, Any]", document):
            members = cast("dict[str, Any]", document)
            document = members[_key(members, name)]
        else:
            raise PatchError(f"{path}: {name!r} is not there")
    return document


def _at(document: Any, path: str) -> Any:
    return _reached(document, _parts(path), path)
