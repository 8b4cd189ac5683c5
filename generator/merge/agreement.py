"""Which types of the two wires say the same thing (netserver.md 7.4 counts the differences).

JSON has fewer types than XML Schema, so the Agents description is coarser by nature: a short is
an int32 there, a time span a string, flags a string, a dictionary's key always a string. None of
these is a disagreement; the SOAP type is the finer one and stands.
"""

from __future__ import annotations

from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)

_JSON_FORMS: dict[str, frozenset[str]] = {
    "byte": frozenset({"int", "integer"}),
    "unsignedByte": frozenset({"int", "integer"}),
    "short": frozenset({"int", "integer"}),
    "unsignedShort": frozenset({"int", "integer"}),
    "int": frozenset({"integer"}),
    "unsignedInt": frozenset({"int", "long", "integer"}),
    "long": frozenset({"int", "integer"}),
    "unsignedLong": frozenset({"long", "integer"}),
    "float": frozenset({"double"}),
    "decimal": frozenset({"double", "string"}),
    "duration": frozenset({"string"}),
    "guid": frozenset({"string"}),
    "time": frozenset({"string", "dateTime"}),
    "date": frozenset({"string", "dateTime"}),
    "base64Binary": frozenset({"stream", "string"}),
    "any": frozenset(
        {"string", "int", "long", "integer", "double", "boolean", "dateTime"}
    ),
}


def agree(soap: TypeRef, json: TypeRef) -> bool:
    """Whether a JSON description may say `json` of what SOAP calls `soap`."""
    match soap, json:
        case Scalar(name=fine), Scalar(name=coarse):
            return fine == coarse or coarse in _JSON_FORMS.get(fine, ())
        case EnumerationRef(), EnumerationRef() | Scalar(name="string" | "int"):
            return True
        case CarrierRef(), CarrierRef():
            return soap.name == json.name
        case ListOf(item=fine_item), ListOf(item=coarse_item):
            return agree(fine_item, coarse_item)
        case MapOf(value=fine_value), MapOf(value=coarse_value):
            return agree(fine_value, coarse_value)
        case _:
            return False


def described(type: TypeRef) -> str:
    """`type` in a few words, for messages."""
    match type:
        case Scalar(name=name) | CarrierRef(name=name) | EnumerationRef(name=name):
            return name
        case ListOf(item=item):
            return f"list of {described(item)}"
        case MapOf(key=key, value=value):
            return f"dictionary of {described(key)} to {described(value)}"
