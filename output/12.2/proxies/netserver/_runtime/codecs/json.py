"""The agents wire: JSON.

msgspec reads and writes carriers natively. What it refuses (members that a newer server added,
numbers for names, texts for numbers) and what it cannot tell (subtypes, which the wire does
not announce) is read a second time, without types, and built leniently.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec

from . import DecodeError, EncodeError, ErrorBody
from .kinds import Kind, resolve
from .lenient import Mismatch, builder
from .rows import held, presented, row_of
from .schema import needs_reading, reaches, schema_of

if TYPE_CHECKING:
    from ..endpoints import AnyOperation
    from ..operations import Operation

__all__ = [
    "JsonRequest",
    "decode",
    "decode_response",
    "encode",
    "encode_held",
    "encode_request",
    "read",
]

# Decimals keep their digits as numbers; by default msgspec writes them as texts.
_encoder = msgspec.json.Encoder(decimal_format="number")
_untyped: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_exact: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)

_TOO_DEEP = "the answer is nested too deeply"


class JsonRequest(NamedTuple):
    """The query parameters and the body of one request; no body where nothing is sent."""

    params: dict[str, str]
    content: bytes | None


class _Reader:
    """Reads values of one kind, as carriers hold them."""

    __slots__ = ("build", "fast", "kind", "lenient", "untyped")

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.lenient = needs_reading(kind)
        self.fast: Any = None
        self.build = builder(kind)
        self.untyped = _exact if reaches(kind, "decimal") else _untyped

    def read(
        self, content: bytes, *, answer: bool = False, remember: bool = True
    ) -> Any:
        if content.startswith(b"\xef\xbb\xbf"):
            content = content[3:]
        try:
            if not self.lenient:
                try:
                    return self._fast().decode(content)
                except msgspec.ValidationError:
                    pass
            value = self.untyped.decode(content)
            if answer and (body := error_body(self.kind, value)) is not None:
                raise ErrorBody(body)
            built = None if value is None else self.build(value)
            # A server that sends what is not known here will go on doing so: from now on its
            # answers are not read twice.
            self.lenient = self.lenient or remember
            return built
        except Mismatch as error:
            raise DecodeError(error.message(self.kind)) from None
        except RecursionError:
            raise DecodeError(_TOO_DEEP) from None
        except msgspec.DecodeError as error:
            raise _unreadable(content, error) from None
        except UnicodeDecodeError:
            raise DecodeError("the answer is not UTF-8") from None

    def _fast(self) -> Any:
        if self.fast is None:
            wire = self.kind.wire
            self.fast = msgspec.json.Decoder(wire if wire is Any else wire | None)
        return self.fast


_readers: dict[Kind, _Reader] = {}


def _reader(kind: Kind) -> _Reader:
    reader = _readers.get(kind)
    if reader is None:
        reader = _readers[kind] = _Reader(kind)
    return reader


def _unreadable(content: bytes, error: Exception) -> DecodeError:
    start = content[:200].lstrip()
    if not start:
        return DecodeError("the answer is empty")
    if start.startswith(b"<"):
        return DecodeError("expected JSON, got a page of HTML or XML")
    return DecodeError(f"not JSON: {error}")


def error_body(kind: Kind | None, value: object) -> dict[str, Any] | None:
    """The object about an error that stands where a value of that kind was expected.

    "Error" being true says so; a "Message" does where nothing else fits the kind.
    """
    if not isinstance(value, dict):
        return None
    body = cast("dict[str, Any]", value)
    names = {name.casefold(): name for name in body}
    if "error" in names and body[names["error"]] is True:
        return body
    if "message" not in names or kind is None or kind.name in ("dict", "any"):
        return None
    if kind.name == "carrier":
        schema = schema_of(kind.python)
        for each in (schema, *map(schema_of, schema.subtypes)):
            if any(name in each.folded for name in names):
                return None
    return body


# ------------------------------------------------------------------------- single values


def encode(value: object, type: Any = None) -> bytes:
    """The JSON of a value; `type` is its type expression where that is not the value's class."""
    if type is not None:
        value = held(resolve(type), value, "value")
    return encode_held(value)


def encode_held(value: object) -> bytes:
    """The JSON of a value that is in the wire's own form, as carriers hold it."""
    try:
        return _encoder.encode(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise EncodeError(str(error)) from None


def decode(content: bytes, type: Any) -> Any:
    """The value of that type in a JSON text; null is None."""
    typed = resolve(type)
    value = _reader(typed.kind).read(content)
    return None if value is None else presented(typed, value)


def read(kind: Kind, content: bytes) -> Any:
    """The value of that kind in a JSON text, as carriers hold it; null is None.

    For servers: one caller that sends what is not known here slows down no other.
    """
    return _reader(kind).read(content, remember=False)


# ---------------------------------------------------------------------------- operations


def encode_request(operation: Operation, arguments: Sequence[object]) -> JsonRequest:
    """What an operation's arguments are sent as, in the shape that its row names."""
    takes = row_of(operation).takes
    if len(arguments) != len(takes):
        raise TypeError(
            f"{operation.name} takes {len(takes)} arguments, got {len(arguments)}"
        )
    values = [
        (name, typed, held(typed, value, name))
        for (name, typed), value in zip(takes, arguments, strict=True)
    ]
    match operation.shape:
        case "query":
            return JsonRequest(
                {
                    operation.query_name(name): _query_text(value)
                    for name, _, value in values
                    if value is not None
                },
                None,
            )
        case "bare":
            return JsonRequest({}, encode_held(values[0][2]))
        case "wrapper":
            return JsonRequest(
                {},
                encode_held(
                    {
                        operation.agents_name(name): value
                        for name, typed, value in values
                        if value is not None or typed.nullable
                    }
                ),
            )
        case _:
            return JsonRequest({}, None)


def _query_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def decode_response(operation: AnyOperation, content: bytes) -> Any:
    """The value in an answer; ErrorBody when it is one about an error, DecodeError when none."""
    if operation.stream:
        return content
    row = row_of(operation)
    if not row.gives:
        return _nothing(content)
    if row.result is not None:
        value = _reader(row.result).read(content, answer=True)
        return row.result.python() if value is None else value
    typed = row.gives[0][1]
    value = _reader(typed.kind).read(content, answer=True)
    if (
        isinstance(value, dict)
        and all(isinstance(name, str) for name in cast("dict[Any, Any]", value))
        and (body := error_body(typed.kind, cast("dict[str, Any]", value))) is not None
    ):
        raise ErrorBody(body)
    return presented(typed, value)


def _nothing(content: bytes) -> None:
    """An operation that gives nothing may answer with anything but an error."""
    if not content.strip():
        return
    try:
        value = _untyped.decode(content)
    except RecursionError:
        raise DecodeError(_TOO_DEEP) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(content, error) from None
    if (body := error_body(None, value)) is not None:
        raise ErrorBody(body)
