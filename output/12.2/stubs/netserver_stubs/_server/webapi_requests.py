"""Requests of the WebApi into values: what stands in path, query, headers, form and body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec

from netserver._runtime.agents_wire import is_json
from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.kinds import Kind, Typed
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.endpoints import BODY, ResourceOperation
from .json_server import argument, query_value
from .messages import Received
from .refusals import Malformed
from .store import StoredFile

__all__ = ["as_query", "rows_query", "values_of"]

FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_INVALID = "The request is invalid."
_MOST_FIELDS = 1000
_DEEPEST = 16


def values_of(
    operation: ResourceOperation, filled: Mapping[str, str], got: Received
) -> dict[str, object]:
    """The operation's values by their names; `filled` is what stands in the path.

    Files, in a form or as the body, are `StoredFile`. What is left out is null, or zero.
    """
    row = row_of(operation)
    form = _form(got) if operation.form else {}
    values: dict[str, object] = {}
    for name, typed in row.takes:
        if name in filled:
            values[name] = query_value(typed, filled[name], name)
        elif name == BODY:
            values[name] = _body(operation, typed, got)
        elif name in operation.form:
            values[name] = _form_value(typed, form.get(name.lower()), name)
        elif name in operation.header:
            values[name] = query_value(typed, got.headers.get(name.lower()), name)
        else:
            values[name] = _from_query(operation, typed, name, got)
    return values


def rows_query(operation: ResourceOperation, got: Received) -> dict[str, str]:
    """What a list of rows is asked by, names in lower case: {"$select": "name,category"}."""
    known = {name.lower() for name in operation.rows}
    return {name: text for name, text in got.query.items() if name in known}


def as_query(got: Received) -> Received:
    """A request whose query came as a form, as one with a query."""
    return replace(
        got, query_string=got.body.decode("latin-1").strip(), method="GET", body=b""
    )


def _body(operation: ResourceOperation, typed: Typed, got: Received) -> object:
    kind = typed.kind
    if kind.name == "bytes":
        return _file(got.body, got.headers)
    if got.body and not is_json(got.content_type):
        raise Malformed(
            "The request entity's media type is not supported for this resource.",
            f"expected application/json, got {got.content_type or 'no content type'}",
            status=415,
        )
    if not got.body.strip():
        raise Malformed(_INVALID, "the body is missing")
    if kind.name == "any" or operation.verb == "PATCH":
        try:
            return cast(object, msgspec.json.decode(got.body))
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise Malformed(_INVALID, f"the body is no JSON: {error}") from None
    found = argument(typed, got.body, "the body")
    if found is None and kind.name == "carrier":
        raise Malformed(_INVALID, "the body is null, expected an object")
    return found


def _file(content: bytes, headers: Mapping[str, str]) -> StoredFile:
    disposition = headers.get("content-disposition", "")
    name = ""
    if "filename" in disposition:
        made = BytesParser(policy=HTTP).parsebytes(
            b"Content-Disposition: " + disposition.encode("latin-1") + b"\r\n\r\n"
        )
        name = made.get_filename() or ""
    kind = headers.get("content-type", "").partition(";")[0].strip()
    return StoredFile(content, name, kind or "application/octet-stream")


def _from_query(
    operation: ResourceOperation, typed: Typed, name: str, got: Received
) -> object:
    kind = typed.kind
    if kind.name == "carrier":
        return _exploded(typed, name, got)
    if kind.name == "list" and kind.item is not None:
        texts = [text for key, text in got.pairs if key.lower() == name.lower()]
        if name in operation.joined:
            texts = [part for text in texts for part in text.split(",") if part]
        item = Typed(kind.item, nullable=False)
        return [query_value(item, text, name) for text in texts] or None
    text = got.query.get(name.lower())
    return None if text is None else query_value(typed, text, name)


def _exploded(typed: Typed, name: str, got: Received) -> object:
    """A carrier that stands in the query member by member: "sale.saleId"; a list's name stands there for each item."""
    prefix = f"{name.lower()}."
    made: dict[str, Any] = {}
    for key, text in got.pairs:
        if not key.lower().startswith(prefix):
            continue
        *path, last = key[len(prefix) :].split(".")
        path = path[:_DEEPEST]
        place = made
        for step in path:
            inner = place.setdefault(step, {})
            if not isinstance(inner, dict):
                raise Malformed(_INVALID, f"{key[:80]}: stands for two things")
            place = cast("dict[str, Any]", inner)
        if last not in place:
            place[last] = [text] if _is_list(typed.kind, (*path, last)) else text
        elif isinstance(place[last], list):
            place[last].append(text)
        else:
            raise Malformed(_INVALID, f"{key[:80]}: stands there twice")
    return argument(typed, codec.encode(made), name) if made else None


def _is_list(kind: Kind, path: Sequence[str]) -> bool:
    """Whether that member of a carrier is a list."""
    for step in path:
        if kind.name != "carrier":
            return False
        schema = schema_of(kind.python)
        at = schema.folded.get(step.casefold())
        if at is None:
            return False
        kind = schema.fields[at].kind
    return kind.name == "list"


# -------------------------------------------------------------------------------- forms


def _form(got: Received) -> dict[str, StoredFile]:
    """The fields of a form by name in lower case, texts as files without a name."""
    kind = got.content_type
    if kind == FORM:
        text = got.body.decode("latin-1")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError:
            raise Malformed(_INVALID, "the form has too many fields") from None
        return {name.lower(): StoredFile(value.encode()) for name, value in pairs}
    if kind != _MULTIPART:
        raise Malformed(
            "The request entity's media type is not supported for this resource.",
            f"expected {_MULTIPART}, got {kind or 'no content type'}",
            status=415,
        )
    head = f"Content-Type: {got.headers['content-type']}\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + got.body)
    if not message.is_multipart():
        raise Malformed(_INVALID, "the body is no form of several parts")
    found: dict[str, StoredFile] = {}
    for part in list(message.iter_parts())[:_MOST_FIELDS]:
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name.lower()] = StoredFile(
                content, part.get_filename() or "", part.get_content_type()
            )
    return found


def _form_value(typed: Typed, field: StoredFile | None, name: str) -> object:
    if field is None:
        return None
    if typed.kind.name == "bytes":
        return field
    return query_value(typed, field.content.decode("utf-8", "replace"), name)
