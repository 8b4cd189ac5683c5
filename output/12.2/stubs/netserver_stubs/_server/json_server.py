"""The agents wire as a server has it: requests of JSON into arguments, results into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from netserver._runtime.carriers import BaseCarrier
from netserver._runtime.codecs import DecodeError, EncodeError
from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.kinds import Kind, Typed
from netserver._runtime.codecs.rows import held, presented, row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.endpoints import AnyOperation
from netserver._runtime.operations import Operation
from netserver._runtime.standing import generated
from .filling import filled, unset_form
from .refusals import Malformed, Refusal
from .sound_values import sound

__all__ = [
    "argument",
    "arguments_of",
    "json_refusal",
    "json_result",
    "query_value",
    "selected",
]

_MALFORMED = "The request is invalid."
MARK = b"\xef\xbb\xbf"
"""Of the order of bytes; some editors and clients write it before a text."""
_TYPES: dict[str, type[Any]] = {"text": str, "bool": bool, "int": int}
"""Of values that carriers hold as they are."""
_raw: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(
    dict[str, msgspec.Raw]
)


def arguments_of(
    operation: Operation, query: Mapping[str, str], body: bytes
) -> list[object]:
    """The arguments in a request, as Python has them; `query` has names in lower case.

    What is left out is null, or zero. Malformed says which parameter is wrong, and why.
    """
    takes = row_of(operation).takes
    match operation.shape:
        case "query":
            return [
                query_value(typed, query.get(operation.query_name(name).lower()), name)
                for name, typed in takes
            ]
        case "bare":
            name, typed = takes[0]
            return [argument(typed, body, name)]
        case "wrapper":
            members = _members(body)
            return [
                argument(
                    typed, members.get(operation.agents_name(name).lower(), b""), name
                )
                for name, typed in takes
            ]
        case _:
            return []


def _members(body: bytes) -> dict[str, bytes | msgspec.Raw]:
    """The members of a wrapper, by name in lower case, each as it stands in the text."""
    if not body.strip():
        return {}
    try:
        found = _raw.decode(body.removeprefix(MARK))
    except RecursionError:
        raise Malformed(_MALFORMED, "the body is nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(_MALFORMED, f"the body is no JSON object: {error}") from None
    return {name.lower(): value for name, value in found.items()}


def argument(typed: Typed, text: bytes | msgspec.Raw, name: str) -> object:
    """The value in a JSON text as a handler takes it; nothing is null, or zero."""
    if not text:
        return _absent(typed)
    try:
        value = codec.read(typed.kind, bytes(text).removeprefix(MARK))
    except DecodeError as error:
        # The codecs speak of answers, since it is clients that read them.
        said = str(error).replace("the answer", "the value")
        raise Malformed(_MALFORMED, f"{name}: {said}") from None
    if value is None:
        return _absent(typed)
    return presented(typed, sound(typed.kind, value, name))


def _absent(typed: Typed) -> object:
    return None if typed.nullable else presented(typed, None)


def query_value(typed: Typed, text: str | None, name: str) -> object:
    """The value of a parameter in an address as a handler takes it."""
    if text is None:
        return _absent(typed)
    kind = typed.kind
    if kind.name in ("text", "enumeration", "flags", "datetime", "date", "duration"):
        try:
            return argument(typed, codec.encode(text), name)
        except EncodeError:
            raise Malformed(_MALFORMED, f"{name}: expected a text of Unicode") from None
    if kind.name == "bool":
        word = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
        if word is None:
            raise Malformed(_MALFORMED, f"{name}: expected true or false")
        return word
    if kind.name == "int" and not _is_whole(text):
        raise Malformed(_MALFORMED, f"{name}: expected a whole number")
    if kind.name == "int":
        text = str(int(text))  # JSON has neither a plus nor zeros in front
    return argument(typed, text.strip().encode(), name)


def _is_whole(text: str) -> bool:
    digits = text.strip().removeprefix("-").removeprefix("+")
    return digits.isascii() and digits.isdecimal() and len(digits) <= 19


# ------------------------------------------------------------------------------- answers


def json_result(operation: AnyOperation, value: object, select: str = "") -> bytes:
    """The JSON of a handler's result, with every member; EncodeError for what is none.

    `select` names the members that the caller wants; the others are null.
    """
    row = row_of(operation)
    if not row.gives:
        return b""
    typed = (
        Typed(row.result, nullable=True) if row.result is not None else row.gives[0][1]
    )
    try:
        inner = filled(_held(typed, value))
        if inner is None and not typed.nullable:
            inner = unset_form(typed)
        content = codec.encode_held(inner)
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        name = getattr(operation, "name", "")
        raise EncodeError(f"what {name} gave back cannot be sent: {error}") from None
    return selected(content, select, typed.kind) if select else content


def _held(typed: Typed, value: object) -> object:
    """A result as carriers hold it, where it is of its type; links that an operation gives stay with their entity."""
    if isinstance(value, BaseCarrier) and isinstance(
        value, generated(typed.kind.python)
    ):
        linked = generated(typed.kind.python).__dict__.get("__view__")
        return value if linked else held(typed, value, "the result")
    made = held(typed, value, "the result")
    _check(typed.kind, made, "the result")
    return made


def _check(kind: Kind, value: Any, name: str) -> None:
    """TypeError where a value is held as it is, and is of another type: JSON would take anything."""
    if value is None:
        return
    if kind.item is not None:
        inside = value.values() if kind.name == "dict" else value
        for each in inside:
            _check(kind.item, each, f"an item of {name}")
        return
    expected = (
        generated(kind.python) if kind.name == "carrier" else _TYPES.get(kind.name)
    )
    wrong_bool = kind.name == "int" and isinstance(value, bool)
    if wrong_bool or (expected is not None and not isinstance(value, expected)):
        raise TypeError(
            f"{name}: expected {kind.python.__name__}, got {type(value).__name__}"
        )


def selected(content: bytes, select: str, kind: Kind) -> bytes:
    """The JSON with null for every member that is not among those named ("name,category/id")."""
    wanted = _tree(select)
    value: object = msgspec.json.decode(content)
    return msgspec.json.encode(_narrowed(value, wanted, kind)) if wanted else content


_Tree = dict[str, "_Tree"]


def _tree(select: str) -> _Tree:
    tree: _Tree = {}
    for path in select.split(","):
        place = tree
        for part in filter(None, (word.strip().lower() for word in path.split("/"))):
            place = place.setdefault(part, {})
    return tree


def _narrowed(value: object, wanted: _Tree, kind: Kind) -> object:
    """Only carriers are narrowed: a dictionary's keys are no members."""
    if not wanted:
        return value
    if isinstance(value, list) and kind.item is not None:
        return [
            _narrowed(each, wanted, kind.item) for each in cast("list[object]", value)
        ]
    if not isinstance(value, dict) or kind.name != "carrier":
        return cast("object", value)
    schema = schema_of(kind.python)
    made: dict[str, object] = {}
    for name, member in cast("dict[str, object]", value).items():
        inner = wanted.get(name.lower())
        if inner is None:
            made[name] = None
        else:
            at = schema.index.get(name)
            made[name] = (
                member
                if at is None
                else _narrowed(member, inner, schema.fields[at].kind)
            )
    return made


def json_refusal(refusal: Refusal) -> bytes:
    """The error object of NetServer, or that of ASP.NET for what is malformed."""
    info = refusal.info
    if refusal.detail:
        return msgspec.json.encode(
            {"Message": info.message, "MessageDetail": refusal.detail}
        )
    body: dict[str, object] = {
        "Error": True,
        "ErrorType": info.error_type,
        "ErrorMessage": info.message,
        "ErrorSource": info.source,
    }
    if info.friendly_text:
        body["Message"] = info.friendly_text
    return msgspec.json.encode(body)
