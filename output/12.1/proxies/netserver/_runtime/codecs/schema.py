"""The fields of carriers, each described once for both codecs, a server and the attributes."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from ..standing import declared, generated
from .kinds import Kind, Typed

__all__ = ["CarrierSchema", "FieldSchema", "needs_reading", "reaches", "schema_of"]


class FieldSchema(NamedTuple):
    """One field of a carrier."""

    attribute: str
    wire: str
    typed: Typed
    default: Any
    required: bool
    namespace: str
    in_attribute: bool
    json_only: bool = False

    @property
    def kind(self) -> Kind:
        """Its type."""
        return self.typed.kind

    def element_namespace(self, around: str) -> str:
        """The namespace of its element; `around` is that of its carrier."""
        xml = self.typed.xml
        if xml is not None and xml.namespace is not None:
            return xml.namespace
        return self.namespace or around


class CarrierSchema:
    """A carrier's fields in wire order, those of its bases first."""

    __slots__ = ("by_discriminator", "carrier", "codecs", "discriminator", "fields", "folded", "index", "module", "name", "namespace", "subtypes")  # fmt: skip

    def __init__(self, carrier: type[Any], fields: tuple[FieldSchema, ...]) -> None:
        self.carrier = carrier
        self.name: str = getattr(carrier, "__wire__", "") or carrier.__name__
        self.namespace: str = getattr(carrier, "__namespace__", "")
        self.module: str = generated(carrier).__module__
        """Where the names in its annotations are looked up."""
        self.fields = fields
        self.index = {field.wire: n for n, field in enumerate(fields)}
        self.folded = {field.wire.casefold(): n for n, field in enumerate(fields)}
        self.subtypes: tuple[type[Any], ...] = ()
        self.discriminator = ""
        self.by_discriminator: dict[str, type[Any]] = {}
        self.codecs: dict[str, Any] = {}
        """What the codecs have compiled from this schema."""


def schema_of(carrier: type[Any]) -> CarrierSchema:
    """The schema of a carrier's class, worked out once."""
    carrier = declared(carrier)
    schema: CarrierSchema | None = carrier.__dict__.get("__schema__")
    if schema is None:
        described: CarrierSchema = cast("Any", carrier).__describe__()
        type.__setattr__(carrier, "__schema__", described)
        return described
    return schema


def _reachable(kind: Kind, seen: dict[Kind, None]) -> None:
    if kind in seen:
        return
    seen[kind] = None
    for inner in (kind.item, kind.key):
        if inner is not None:
            _reachable(inner, seen)
    if kind.name == "carrier":
        for field in schema_of(kind.python).fields:
            _reachable(field.kind, seen)


def reaches(kind: Kind, name: str) -> bool:
    """Whether a value of the kind may hold one of the named kind."""
    seen: dict[Kind, None] = {}
    _reachable(kind, seen)
    return any(each.name == name for each in seen)


def needs_reading(kind: Kind) -> bool:
    """Whether msgspec alone cannot read the kind: somewhere in it subtypes may stand."""
    seen: dict[Kind, None] = {}
    _reachable(kind, seen)
    schemas = (schema_of(each.python) for each in seen if each.name == "carrier")
    return any(schema.subtypes or schema.discriminator for schema in schemas)
