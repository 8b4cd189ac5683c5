"""Names of the methods of resources: the rule by which 1 300 operations get a name each.

1. What NetServer does with every entity has one name everywhere, by verb and path:
   `list` (GET /Contact), `create` (POST /Contact), `get`, `update`, `patch` and `delete`
   (/Contact/{id}), `default` (GET /Contact/default), `simple` (GET /Contact/{id}/Simple), `validate`
   (POST /Contact/Validate); a list of rows within it is called as its part of the path (`persons`). The types
   must fit: a list is many, `get` gives one carrier, `create` and `update` send one. Of paths that
   differ in the name of their placeholder alone (/User/{id}, /User/{userName}), the one with a number has
   the short name.
2. Everything else is called as its operationId says, without what the resource says already:
   GetContactSummary of Contact is `get_summary`, CheckinDocument of Document is `checkin`. HTTP's own
   words are said in ours: Post is `create`, Put is `update`, GetAll is `list`.
3. Where that name is taken, what tells the operations apart stands behind it: the placeholder
   (`delete_by_user_name`), else the whole operationId.

docs/decisions/resources.md says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.model.carriers import Carrier
from generator.model.release import Resource, ResourceOperation
from generator.model.types import CarrierRef, ListOf, Scalar, TypeRef
from generator.plan.names import Names, snake_case, words
from generator.plan.text import Identifier
from generator.runtime.endpoints import PART

_VERBS = frozenset({"GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_OURS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("Post",): ("create",),
    ("Put",): ("update",),
    ("Put", "All"): ("update", "all"),
}
_OURS_ALONE: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("Get", "All"): ("list",),
    ("Create", "Default"): ("default",),
}
_PHRASES = (("Get", "All"), ("Put", "All"), ("Delete", "All"), ("Create", "Default"))
_PREFIX = re.compile(r"v\d+(?=[A-Z])")
_WITHIN = re.compile(r"/\{[^{}]*\}/([^/{}]+)")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that one class holds: those of a resource, or of one thing in it ("Business")."""

    name: str
    path: str  # of the collection, without placeholders: "/api/v1/Contact"
    operations: tuple[ResourceOperation, ...]
    pages: frozenset[TypeRef]  # what lists of rows are answered with


def method_names_of(group: Group, scope: Names) -> dict[str, Identifier]:
    """The name of each operation's method, by the operation's own name."""
    entity = _Entity(group)
    named: dict[str, Identifier] = {}
    roles: dict[str, ResourceOperation] = {}
    for operation in group.operations:
        role = entity.role(operation)
        if role and _comes_before(operation, roles.get(role)):
            roles[role] = operation
    for role, operation in roles.items():
        named[operation.name] = scope.give(Identifier(role))
    taken: set[str] = set(named.values())
    for operation in group.operations:
        if operation.name not in named:
            wanted = next(
                (each for each in entity.names(operation) if each not in taken),
                snake_case(operation.name),
            )
            name = named[operation.name] = scope.give(wanted)
            taken.add(name)
    return named


def _comes_before(
    operation: ResourceOperation, other: ResourceOperation | None
) -> bool:
    """Whether, of two operations with the same role, this one has the short name."""
    if other is None:
        return True
    return _keyed_by_number(operation) and not _keyed_by_number(other)


def _keyed_by_number(operation: ResourceOperation) -> bool:
    return any(
        each.place == "path" and each.type == Scalar("int")
        for each in operation.parameters
    )


class _Entity:
    """What the operations of a group are about, and what their names need not say."""

    def __init__(self, group: Group) -> None:
        self._path = group.path.casefold().rstrip("/")
        self._pages = group.pages
        self._stems = sorted(_stems(group), key=len, reverse=True)

    def role(self, operation: ResourceOperation) -> str:
        """The name that an operation of the standard pattern has; empty for others."""
        path = operation.path.casefold().rstrip("/")
        gives_rows = operation.gives in self._pages
        if not path.startswith(self._path):
            return ""
        rest = path[len(self._path) :]
        gives, sends = operation.gives, operation.body
        one, single = isinstance(gives, CarrierRef), isinstance(sends, CarrierRef)
        if rest == "":
            if operation.verb == "GET" and (gives_rows or isinstance(gives, ListOf)):
                return "list"
            return "create" if operation.verb == "POST" and single else ""
        if rest == "/default":
            return "default" if operation.verb == "GET" and one else ""
        if rest == "/validate":
            return "validate" if operation.verb == "POST" else ""
        if within := _WITHIN.fullmatch(operation.path[len(self._path) :]):
            if operation.verb == "GET" and gives_rows:
                return snake_case(within[1])
            simple = within[1].casefold() == "simple" and operation.verb == "GET"
            return "simple" if simple and one else ""
        if not _PLACEHOLDER.fullmatch(rest[1:]):
            return ""
        match operation.verb:
            case "GET" if gives_rows:
                return "list"
            case "GET" if one:
                return "get"
            case "PUT" if single and one:
                return "update"
            case "PATCH":
                return "patch"
            case "DELETE" if sends is None:
                return "delete"
            case _:
                return ""

    def names(self, operation: ResourceOperation) -> Iterator[Identifier]:
        """Names for an operation, the best first."""
        said = _said(operation)
        short = self._without_entity(said)
        yield _joined(short)
        if operation.name.rpartition("_")[2] == operation.verb:
            # Whoever wrote the description has met the same operation with another verb.
            yield _joined((*short, "by", operation.verb.lower()))
        if keys := _PLACEHOLDER.findall(operation.path):
            yield _joined((*short, "by", *words(keys[-1])))
        yield _joined(said)

    def _without_entity(self, said: Sequence[str]) -> tuple[str, ...]:
        phrase = next(
            (each for each in _PHRASES if tuple(said[: len(each)]) == each), said[:1]
        )
        head, rest = tuple(phrase), tuple(said[len(phrase) :])
        for stem in self._stems:
            if rest[: len(stem)] == stem:
                rest = rest[len(stem) :]
                break
        else:
            for stem in self._stems:
                if rest[-len(stem) :] == stem:
                    rest = rest[: -len(stem)]
                    break
        if not rest and head in _OURS_ALONE:
            return _OURS_ALONE[head]
        return (*_OURS.get(head, head), *rest)


def _stems(group: Group) -> set[tuple[str, ...]]:
    """The words that name the group's own entity: ("Contact", "Entity"), ("Contact",)."""
    named = {group.name, group.path.rpartition("/")[2]}
    for operation in group.operations:
        prefix, _ = split_name(operation)
        if prefix:
            named.add(_PREFIX.sub("", prefix.rstrip("_")))
    stems = {tuple(map(_capital, words(name))) for name in named}
    stems |= {stem[:-1] for stem in stems if stem[-1:] in (("Entity",), ("List",))}
    said = [tuple(_said(each)) for each in group.operations]
    both = {each[1:] for each in said if each[:1] == ("Put",)} & {
        each[1:] for each in said if each[:1] in (("Delete",), ("Post",))
    }
    shortest = {
        one
        for one in both
        if not any(one != other and one[: len(other)] == other for other in both)
    }
    return {stem for stem in stems | shortest if stem and stem != ("All",)}


def split_name(operation: ResourceOperation) -> tuple[str, str]:
    """What an operationId of NetServer begins with, "v1ContactEntity_", and the rest of it."""
    prefix, mark, rest = operation.name.partition("_")
    return (
        (prefix + mark, rest)
        if rest and _PREFIX.match(prefix)
        else ("", operation.name)
    )


def _said(operation: ResourceOperation) -> list[str]:
    """The words of the operationId, without what generators put around them."""
    name = operation.name
    if " " in name:  # there is no operationId: the verb and the fixed parts of the path
        fixed = [part for part in operation.path.split("/") if "{" not in part]
        last = map(_capital, words(" ".join(fixed[-1:])))
        return [operation.verb.capitalize(), *last]
    _, said = split_name(operation)
    head, mark, tail = said.rpartition("_")
    if mark and tail in _VERBS:
        said = head
    found = words(said)
    if found[:1] == ["Http"] and len(found) > 2:
        found = found[2:]
    return [_capital(word) for word in found]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _joined(parts: Iterable[str]) -> Identifier:
    return snake_case("_".join(parts))


def pages_of(carriers: Iterable[Carrier]) -> frozenset[TypeRef]:
    """The carriers that are pages of rows, as OData writes them: many values and a link."""
    return frozenset(
        CarrierRef(carrier.name)
        for carrier in carriers
        if {"odata.nextLink", "@odata.nextLink"}
        & {each.name for each in carrier.fields}
        and any(
            each.name == "value" and isinstance(each.type, ListOf)
            for each in carrier.fields
        )
    )


def groups_of(resource: Resource, pages: frozenset[TypeRef]) -> list[Group]:
    """A resource's own operations first, then those of the things in it.

    Operations with another prefix in their operationId than most, all of which stand below
    one fixed part of the path, are about a thing of its own: /List/Business/... of BusinessList.
    """
    path = _collection(resource)
    by_prefix: dict[str, list[ResourceOperation]] = {}
    for operation in resource.operations:
        by_prefix.setdefault(split_name(operation)[0], []).append(operation)
    own: list[ResourceOperation] = []
    below: dict[str, list[ResourceOperation]] = {}
    for prefix, held in by_prefix.items():
        parts = {_fixed_part(each.path, path) for each in held}
        part = next(iter(parts))
        if prefix and len(by_prefix) > 1 and len(parts) == 1 and part:
            below.setdefault(part, []).extend(held)
        else:
            own.extend(held)
    return [
        Group(resource.name, path, tuple(own), pages),
        *(
            Group(part, f"{path}/{part}", tuple(held), pages)
            for part, held in below.items()
        ),
    ]


def alike_groups(groups: Sequence[Group]) -> list[list[Group]]:
    """Groups whose operations differ in nothing but the name of the thing: the lists of NetServer."""
    shapes: dict[object, list[Group]] = {}
    for group in groups:
        names = method_names_of(group, Names())
        shape = frozenset(
            (
                names[each.name],
                each.verb,
                each.path[len(group.path) :],
                tuple(
                    (p.name, p.place, p.type, p.required, p.exploded)
                    for p in each.parameters
                ),
                each.body,
                each.gives,
                each.statuses,
            )
            for each in group.operations
        )
        shapes.setdefault(shape, []).append(group)
    return list(shapes.values())


def held_by(group: Group, methods: Mapping[str, Identifier]) -> str:
    """What a group's things are: the carrier that is created or replaced there."""
    for each in group.operations:
        if methods[each.name] in ("create", "update") and isinstance(
            each.body, CarrierRef
        ):
            return each.body.name
    return group.name


def shared_group(first: Group, names: Mapping[str, Identifier]) -> Group:
    """What groups of the shape of the first have in common, with a place for the part.

    Its operations are called as their methods, and its texts are the first one's, without its name.
    """
    word = re.compile(rf'"?\b{re.escape(first.name)}\b"?')
    path = f"{first.path.rpartition('/')[0]}/{PART}"
    return replace(
        first,
        path=path,
        operations=tuple(
            replace(
                each,
                name=names[each.name],
                path=path + each.path[len(first.path) :],
                doc=word.sub(PART, each.doc),
            )
            for each in first.operations
        ),
    )


def _collection(resource: Resource) -> str:
    """The path down to the part that the resource is called by: "/api/v1/Contact"."""
    wanted = resource.name.casefold()
    for operation in resource.operations:
        parts = operation.path.split("/")
        for number, part in enumerate(parts):
            if part.casefold() == wanted:
                return "/".join((*parts[:number], part))
    return ""


def _fixed_part(path: str, below: str) -> str:
    rest = path[len(below) :].strip("/").split("/")
    return rest[0] if rest[0] and "{" not in rest[0] else ""
