"""What a schema without members says of a value: types, formats, and whether it may be null."""

from __future__ import annotations

from generator.model.types import STRING, Scalar, TypeRef
from generator.readers.values import JSON, Object

STREAM = Scalar("stream")
BASE64 = Scalar("base64Binary")

_FORMATS: dict[str, dict[str, Scalar]] = {
    "string": {
        "date-time": Scalar("dateTime"),
        "date": Scalar("date"),
        "time": Scalar("time"),
        "duration": Scalar("duration"),
        "byte": BASE64,
        "base64": BASE64,
        "binary": STREAM,
        "uuid": Scalar("guid"),
        "guid": Scalar("guid"),
        "decimal": Scalar("decimal"),
    },
    "integer": {
        "int8": Scalar("byte"),
        "uint8": Scalar("unsignedByte"),
        "int16": Scalar("short"),
        "uint16": Scalar("unsignedShort"),
        "int32": Scalar("int"),
        "uint32": Scalar("unsignedInt"),
        "int64": Scalar("long"),
        "uint64": Scalar("unsignedLong"),
    },
    "number": {
        "float": Scalar("float"),
        "double": Scalar("double"),
        "decimal": Scalar("decimal"),
        "int32": Scalar("int"),
        "int64": Scalar("long"),
    },
    "boolean": {},
    "file": {},
}
_SCALARS = {
    "string": STRING,
    "integer": Scalar("integer"),
    "number": Scalar("double"),
    "boolean": Scalar("boolean"),
    "file": STREAM,
}
TYPES = frozenset(_SCALARS) | {"array", "object"}


def scalar(kind: str, schema: Object) -> Scalar | None:
    """The scalar that a schema of this type describes; None where the type is none."""
    found = _SCALARS.get(kind)
    if found is None:
        return None
    wanted = schema.get("format")
    if isinstance(wanted, str):
        return _FORMATS[kind].get(wanted, found)
    if kind == "string":
        if schema.get("contentEncoding") in ("base64", "base64url"):
            return BASE64
        if schema.get("contentMediaType") == "application/octet-stream":
            return STREAM
    return found


def storage(schema: Object) -> str:
    """The integer type behind an enumeration of numbers."""
    wanted = schema.get("format")
    found = _FORMATS["integer"].get(wanted) if isinstance(wanted, str) else None
    return found.name if found else "integer"


def inside(type: TypeRef) -> TypeRef:
    """Bytes inside a JSON value are written in base64."""
    return BASE64 if type is STREAM else type


def null_too(schema: Object) -> bool:
    return schema.get("nullable") is True or schema.get("x-nullable") is True


def only_null(value: JSON) -> bool:
    if not isinstance(value, dict):
        return False
    return (
        value.get("type") == "null"
        or ("const" in value and value["const"] is None)
        or value.get("enum") == [None]
    )


def implied(schema: Object) -> str:
    """The type of a schema that does not name one, by what it says besides; "" for any."""
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    if "const" in schema:
        match schema["const"]:
            case bool():
                return "boolean"
            case str():
                return "string"
            case int():
                return "integer"
            case float():
                return "number"
            case _:
                return ""
    return ""


def binary(media_types: tuple[str, ...]) -> bool:
    """Whether a body without a schema is bytes, by what it may be sent as."""
    return bool(media_types) and not any(
        word in media.lower()
        for media in media_types
        for word in ("json", "xml", "text/")
    )
