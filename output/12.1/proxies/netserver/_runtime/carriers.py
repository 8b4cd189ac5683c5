"""Carriers: classes whose bodies are the schema of both wires.

    class Category(BaseCarrier):
        category_id: Int32 = 0
        name: str | None = None
        updated: datetime = DATETIME_MIN

A carrier is a msgspec Struct. Each slot holds the JSON wire's own form of its value, or UNSET
as long as nothing was put in; an attribute presents it as the Python value that the body
promises. So msgspec reads and writes carriers by itself, and what was received goes back as it was.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ClassVar, cast, dataclass_transform

import msgspec
from msgspec import UNSET

from .codecs.schema import CarrierSchema, FieldSchema
from .members import Annotations, Member, Slot, class_of, member_of
from .names import names_of
from .standing import declared, entity_of, generated, stood_for, words_of

if TYPE_CHECKING:
    from typing import Self

__all__ = ["BaseCarrier", "CarrierMeta", "is_set", "unknown_members", "unset"]

_MOST_EXTENDED = 500
"""How many classes for unknown members are remembered."""

_SECRET = re.compile(
    r"pass(word|wd|phrase)$|^pwd$|secret|ticket$|token$|api_?key$|credential$"
)

_new_struct: Callable[..., Any] = msgspec.StructMeta.__call__
_raw_values = msgspec.structs.astuple


def _wire_name(attribute: str) -> str:
    """ "contact_id" -> "ContactId"."""
    return "".join(word[:1].upper() + word[1:] for word in attribute.split("_"))


def _written_annotations(namespace: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] | None = namespace.get("__annotations__")
    if written is None and sys.version_info >= (3, 14):
        import annotationlib

        annotate = annotationlib.get_annotate_from_class_namespace(namespace)
        if annotate is not None:
            written = annotationlib.call_annotate_function(
                annotate, annotationlib.Format.FORWARDREF
            )
            for name in ("__annotate__", "__annotate_func__"):
                namespace.pop(name, None)
    return {
        name: value
        for name, value in (written or {}).items()
        if not str(value).startswith(("ClassVar", "typing.ClassVar"))
    }


@dataclass_transform(kw_only_default=True)
class CarrierMeta(msgspec.StructMeta):
    """Makes a msgspec Struct of a class body whose defaults are what an unset field reads as."""

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        **config: Any,
    ) -> CarrierMeta:
        namespace = dict(namespace)
        written = _written_annotations(namespace)
        module = str(namespace.get("__module__", ""))
        annotations = Annotations(written, names_of(module))
        defaults = {attribute: namespace.get(attribute) for attribute in written}
        spelled: Mapping[str, str] = namespace.get("__spelled__", {})
        namespace.update(dict.fromkeys(written, UNSET))
        namespace["__annotations__"] = annotations
        stood = None
        if "__extends__" not in namespace:
            stood = stood_for(name, module, bases)
            if stood is not None:
                namespace.update(words_of(name, stood, namespace, written))
        # Not keyword-only to msgspec: so fields keep the order of the wire, and the codecs can
        # make carriers by position. For everyone else __call__ takes keywords alone.
        cls = super().__new__(
            mcs,
            name,
            bases,
            namespace,
            forbid_unknown_fields=True,
            rename={each: spelled.get(each, _wire_name(each)) for each in written},
            **config,
        )
        for attribute, default in defaults.items():
            slot: Any = cls.__dict__.get(attribute)
            if slot is None:  # declared again: msgspec goes on using the base's slot
                slot = next(m for m in _members(cls) if m.attribute == attribute)
                member = Member.__new__(Member)
                member.get_slot, member.set_slot = slot.get_slot, slot.set_slot
                Member.__init__(member, attribute, default, annotations, Slot(slot))
            else:
                member = Member(attribute, default, annotations, slot)
            type.__setattr__(cls, attribute, member)
        if stood is not None:
            _stand_for(cls, stood)
        return cls

    if not TYPE_CHECKING:

        def __call__(cls, *arguments, **values):
            if arguments:
                raise TypeError(f"{cls.__name__}() takes keyword arguments only")
            for attribute, value in values.items():
                member = getattr(cls, attribute, None)
                if type(member) is not Member:
                    member = member_of(cls, attribute)
                if member is not None:
                    values[attribute] = member.held(value, cls)
            return _new_struct(cls, **values)

    def __describe__(cls) -> CarrierSchema:
        """The schema of this carrier; `schema_of` keeps it."""
        own = generated(cls)
        required, json_only = (
            {
                attribute
                for base in own.__mro__
                for attribute in base.__dict__.get(word, ())
            }
            for word in ("__required__", "__json_only__")
        )
        fields: list[FieldSchema] = []
        for attribute, wire in zip(
            cls.__struct_fields__, cls.__struct_encode_fields__, strict=True
        ):
            owner = next(each for each in own.__mro__ if attribute in each.__dict__)
            member: Member = owner.__dict__[attribute]
            typed = member.bound()
            namespace: str = getattr(owner, "__namespace__", "")
            if typed.xml is not None and typed.xml.namespace is not None:
                namespace = typed.xml.namespace
            fields.append(
                FieldSchema(
                    attribute,
                    wire,
                    typed,
                    member.default,
                    attribute in required,
                    namespace,
                    typed.xml is not None and typed.xml.attribute,
                    attribute in json_only,
                )
            )
        schema = CarrierSchema(cls, tuple(fields))
        names = names_of(own.__module__)
        subtypes: tuple[str, ...] = own.__dict__.get("__subtypes__", ())
        schema.subtypes = tuple(names[each] for each in subtypes)
        field, values = own.__dict__.get("__discriminator__", ("", {}))
        schema.discriminator = field
        schema.by_discriminator = {k: names[v] for k, v in values.items()}
        return schema


def _members(cls: type[Any]) -> Iterator[Member]:
    for attribute in cast("Any", cls).__struct_fields__:
        yield cast("Member", member_of(cls, attribute))


class BaseCarrier(msgspec.Struct, metaclass=CarrierMeta):
    """What all carriers have in common; they are made and read by attribute.

    In a class body `__spelled__` gives wire names that do not follow from attributes, `__wire__`
    the carrier's own where it is not the class's, `__namespace__` its XML namespace,
    `__required__` the attributes that SOAP always sends, `__json_only__` those that it does
    not know, `__subtypes__` the names of all classes below, `__discriminator__` the field that tells them apart, and by which values. `__view__` says that it is its base with
    words about it, which nobody is sent.
    """

    __spelled__: ClassVar[Mapping[str, str]] = {}
    __wire__: ClassVar[str] = ""
    __namespace__: ClassVar[str] = ""
    __required__: ClassVar[tuple[str, ...]] = ()
    __json_only__: ClassVar[tuple[str, ...]] = ()
    __subtypes__: ClassVar[tuple[str, ...]] = ()
    __discriminator__: ClassVar[tuple[str, Mapping[str, str]]] = ("", {})
    __view__: ClassVar[bool] = False
    __extends__: ClassVar[type[BaseCarrier] | None] = None
    __generated__: ClassVar[type[BaseCarrier] | None] = None
    __unknown__: ClassVar[tuple[str, ...]] = ()

    @recursive_repr(fillvalue="...")
    def __repr__(self) -> str:
        words: list[str] = []
        for member in _members(declared(type(self))):
            if member.get_slot(self) is UNSET:
                continue
            try:
                value = getattr(self, member.attribute)
            except ValueError:
                value = member.get_slot(self)
            masked = (
                isinstance(value, str) and value and _SECRET.search(member.attribute)
            )
            words.append(f"{member.attribute}={'***' if masked else repr(value)}")
        unknown = unknown_members(self)
        if unknown:
            words.append(f"unknown={sorted(unknown)}")
        return f"{type(self).__name__}({', '.join(words)})"

    def __replace__(self, /, **changes: Any) -> Self:
        made = self.__copy__()
        for attribute, value in changes.items():
            if attribute not in type(self).__struct_fields__:
                raise TypeError(f"{type(self).__name__} has no field {attribute!r}")
            setattr(made, attribute, value)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        cls = type(self)
        kept: Any = self.__dict__ or None if _has_dict(cls) else None
        return (
            _revived,
            (declared(cls), cls.__unknown__, _raw_values(self), kept),
        )

    if TYPE_CHECKING:

        def __copy__(self) -> Self: ...


def _member(carrier: BaseCarrier, attribute: str) -> Member:
    member = member_of(type(carrier), attribute)
    if member is None:
        raise AttributeError(f"{type(carrier).__name__} has no field {attribute!r}")
    return member


def is_set(carrier: BaseCarrier, attribute: str) -> bool:
    """Whether the field holds anything, be it null: unset fields are not sent."""
    return _member(carrier, attribute).get_slot(carrier) is not UNSET


def unset(carrier: BaseCarrier, attribute: str) -> None:
    """Empty the field, so that it reads as its default and is not sent."""
    _member(carrier, attribute).set_slot(carrier, UNSET)


def unknown_members(carrier: BaseCarrier) -> dict[str, Any]:
    """What a newer server sent beside the fields known here, by wire name.

    Values of the JSON wire are as decoded, those of the SOAP wire their XML.
    """
    cls = type(carrier)
    found: dict[str, Any] = {}
    if cls.__unknown__:
        values = _raw_values(carrier)[-len(cls.__unknown__) :]
        found.update(zip(cls.__unknown__, values, strict=True))
    for name, xml in kept_xml(carrier).named():
        found.setdefault(name, xml)
    return found


# ----------------------------------------------------------------------- unknown members


class KeptXml:
    """Elements that a carrier has no field for: after which field they stood, and their XML."""

    __slots__ = ("elements", "type")

    def __init__(
        self, elements: tuple[tuple[int, str, str], ...] = (), type: str = ""
    ) -> None:
        self.elements = elements
        """(number of the field before it or -1, local name, XML) in their order."""
        self.type = type
        """"{namespace}name" of a subtype that is not known here."""

    def named(self) -> Iterator[tuple[str, str]]:
        """Each element's local name and XML."""
        for _, name, xml in self.elements:
            yield name, xml

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KeptXml):
            return NotImplemented
        return (self.elements, self.type) == (other.elements, other.type)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return (KeptXml, (self.elements, self.type))


_NOTHING_KEPT = KeptXml()
_extended: dict[tuple[type[Any], tuple[str, ...], bool], type[Any]] = {}


def _has_dict(cls: type[Any]) -> bool:
    return cls.__dictoffset__ != 0


def kept_xml(carrier: BaseCarrier) -> KeptXml:
    """What the SOAP wire brought that has no field."""
    if not _has_dict(type(carrier)):
        return _NOTHING_KEPT
    return cast("Any", carrier).__dict__.get("kept", _NOTHING_KEPT)


def _equal(self: Any, other: Any) -> Any:
    cls = generated(class_of(self))
    if cls is not generated(class_of(other)):
        return NotImplemented
    count = len(cls.__struct_fields__)
    if _raw_values(self)[:count] != _raw_values(other)[:count]:
        return False
    return unknown_members(self) == unknown_members(other)


def _copied(self: Any) -> Any:
    cls = class_of(self)
    made = _new_struct(cls, *_raw_values(self))
    if _has_dict(cls):
        made.__dict__.update(self.__dict__)
    return made


def _stand_for(cls: type[Any], stood: type[Any]) -> None:
    """Have the class compare and copy as the carrier that it stands for, where it does not say how itself."""
    for word, method in (("__eq__", _equal), ("__copy__", _copied)):
        if getattr(cls, word) is getattr(stood, word):
            type.__setattr__(cls, word, method)


def extended(
    cls: type[Any], unknown: tuple[str, ...], *, xml: bool = False
) -> type[Any]:
    """A subclass of a carrier with fields for members that it does not declare.

    msgspec writes them like any other. With `xml`, instances can also hold a `KeptXml`.
    """
    key = (cls, unknown, xml)
    found = _extended.get(key)
    if found is not None:
        return found
    attributes = [f"unknown_{n}_" for n in range(len(unknown))]
    namespace: dict[str, Any] = {
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        "__annotations__": dict.fromkeys(attributes, Any),
        "__spelled__": dict(zip(attributes, unknown, strict=True)),
        "__extends__": cls,
        "__unknown__": unknown,
        "__copy__": _copied,
    }
    if generated(cls) is cls:  # a class of a user's has its own, or the same
        namespace.update({"__eq__": _equal, "__hash__": None})
    has_dict = xml or _has_dict(cls)
    found = CarrierMeta(cls.__name__, (cls,), namespace, dict=has_dict)
    if len(_extended) < _MOST_EXTENDED:
        found = _extended.setdefault(key, found)
    return found


def make(cls: type[Any], values: list[Any]) -> Any:
    """A carrier from what its slots hold, in their order."""
    return maker(cls)(*values)


def without_view(carrier: BaseCarrier) -> BaseCarrier:
    """The carrier as it is sent: an entity with links without them."""
    cls = type(carrier)
    own = declared(cls)
    base: Any = entity_of(own)
    if base is own:
        return carrier
    values = _raw_values(carrier)
    unknown = values[-len(cls.__unknown__) :] if cls.__unknown__ else ()
    made = extended(base, cls.__unknown__) if unknown else base
    return _new_struct(made, *values[: len(base.__struct_fields__)], *unknown)


def maker(cls: type[Any]) -> Callable[..., Any]:
    """What makes carriers of a class by position; bound, it is three times as quick."""
    return msgspec.StructMeta.__call__.__get__(cls)


def keep_xml(cls: type[Any], values: list[Any], kept: KeptXml) -> Any:
    """A carrier from what its slots hold, with elements that have no field."""
    carrier = _new_struct(extended(cls, (), xml=True), *values)
    carrier.__dict__["kept"] = kept
    return carrier


def _revived(
    cls: type[Any], unknown: tuple[str, ...], values: tuple[Any, ...], kept: Any
) -> Any:
    """A carrier out of a pickle."""
    xml = kept is not None and not _has_dict(cls)
    if xml or unknown:
        cls = extended(cls, unknown, xml=xml)
    carrier = _new_struct(cls, *values)
    if kept:
        carrier.__dict__.update(kept)
    return carrier
