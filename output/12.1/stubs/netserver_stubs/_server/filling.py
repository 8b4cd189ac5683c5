"""Carriers as NetServer answers with them: every member there, those that nobody set as null or zero."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from msgspec import UNSET

from netserver._runtime.carriers import BaseCarrier
from netserver._runtime.codecs.kinds import Kind, Typed
from netserver._runtime.codecs.rows import zero
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.members import class_of, member_of

__all__ = ["filled", "unset_form"]

_values_of = msgspec.structs.astuple


def unset_form(typed: Typed) -> Any:
    """What a slot of that type holds when nobody has set it: null, or zero in the wire's form.

    UNSET where there is neither: enumerations that have no name for zero.
    """
    if typed.nullable:
        return None
    kind = typed.kind
    value = zero(typed)
    if kind.name == "enumeration" and value.number is None:
        return UNSET
    return value if kind.write is None or value is None else kind.write(value)


def _holds_carriers(kind: Kind) -> bool:
    if kind.name in ("list", "dict") and kind.item is not None:
        return _holds_carriers(kind.item)
    return kind.name in ("carrier", "any")


class _Filler:
    """What is missing in carriers of one class, by the number of the slot."""

    __slots__ = ("attributes", "nested", "unset")

    def __init__(self, carrier: type[Any]) -> None:
        fields = schema_of(carrier).fields
        self.attributes = [field.attribute for field in fields]
        self.unset = [unset_form(field.typed) for field in fields]
        self.nested = [
            n for n, field in enumerate(fields) if _holds_carriers(field.kind)
        ]

    def filled(self, carrier: Any) -> Any:
        values = _values_of(carrier)
        changes: dict[int, Any] = {}
        if UNSET in values:
            for number, form in enumerate(self.unset):
                if values[number] is UNSET and form is not UNSET:
                    changes[number] = form
        for number in self.nested:
            value = values[number]
            if value:
                made = filled(value)
                if made is not value:
                    changes[number] = made
        if not changes:
            return carrier
        made = carrier.__copy__()
        cls = class_of(carrier)
        for number, value in changes.items():
            cast("Any", member_of(cls, self.attributes[number])).set_slot(made, value)
        return made


_fillers: dict[type[Any], _Filler] = {}


def filled(value: Any) -> Any:
    """The value, as carriers hold it, with every member of every carrier in it set.

    What is given is left as it is; what is given back shares with it what needed no change.
    """
    if isinstance(value, BaseCarrier):
        cls = class_of(value)
        filler = _fillers.get(cls)
        if filler is None:
            filler = _fillers[cls] = _Filler(cls)
        return filler.filled(value)
    if isinstance(value, list):
        items = cast("list[Any]", value)
        made = [filled(each) for each in items]
        same = all(one is two for one, two in zip(items, made, strict=True))
        return items if same else made
    if isinstance(value, dict):
        members = cast("dict[Any, Any]", value)
        return {key: filled(each) for key, each in members.items()}
    return value
