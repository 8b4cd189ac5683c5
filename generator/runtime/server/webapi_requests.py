"""Requests of the WebApi into values: what stands in path, query, headers, form and body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import msgspec

from ..agents_wire import is_json
from ..codecs import json as codec
from ..codecs.kinds import Kind, Typed
from ..codecs.rows import row_of
from ..codecs.schema import schema_of
from ..endpoints import BODY, ResourceOperation
from .forms import file_in, form_in
from .json_server import MARK, argument, query_value
from .messages import Received
from .refusals import Malformed
from .store import StoredFile

__all__ = ["as_query", "rows_query", "values_of"]

_INVALID = "The request is invalid."
_DEEPEST = 16


def values_of(
    operation: ResourceOperation, filled: Mapping[str, str], got: Received
) -> dict[str, object]:
    """The operation's values by their names; `filled` is what stands in the path.

    Files, in a form or as the body, are `StoredFile`. What is left out is null, or zero.
    """
    row = row_of(operation)
    form = form_in(got) if operation.form else {}
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
        return file_in(got)
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
            return cast(object, msgspec.json.decode(got.body.removeprefix(MARK)))
        except RecursionError:
            raise Malformed(_INVALID, "the body is nested too deeply") from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Malformed(_INVALID, f"the body is no JSON: {error}") from None
    found = argument(typed, got.body, "the body")
    if found is None and kind.name == "carrier":
        raise Malformed(_INVALID, "the body is null, expected an object")
    return found


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


def _form_value(typed: Typed, field: StoredFile | None, name: str) -> object:
    if field is None:
        return None
    if typed.kind.name == "bytes":
        return field
    return query_value(typed, field.content.decode("utf-8", "replace"), name)
