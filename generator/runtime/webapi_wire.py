"""The WebApi: resources at addresses of their own, `<root>/api/v1/Contact/4`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, quote, urlencode

import httpx2
import msgspec

from . import agents_wire
from .codecs import DecodeError, ErrorBody
from .codecs import json as codec
from .codecs.kinds import Kind, Typed
from .codecs.rows import held, row_of
from .codecs.schema import schema_of
from .endpoints import BODY, PLACEHOLDER, ResourceOperation, placeholders
from .errors import Conflict, NotFound, NotModified, PreconditionFailed, ResponseError
from .files import FileContent, as_form, described, whole
from .patching import Patch, merge_body
from .roots import rebased
from .rows import Page, page_of
from .selecting import selected
from .transport import Call, Limits, Opened, media_type

if TYPE_CHECKING:
    from .core import Core
    from .credentials import Grant
    from .options import RequestOptions
    from .uploads import FilePart, Upload

_LONGEST_QUERY = (
    2000  # characters; IIS refuses more than 2048 where nobody configures it
)
_OCTETS = "application/octet-stream"
_FORM = "application/x-www-form-urlencoded"
_REFUSALS = {404: NotFound, 409: Conflict, 412: PreconditionFailed}
_DEEPEST = 8  # members inside members, where a carrier is spelled in a query

_Pairs = list[tuple[str, str]]


def write(
    core: Core,
    operation: ResourceOperation,
    arguments: Sequence[object],
    files: Sequence[FilePart],
    options: RequestOptions,
    grant: Grant | None,
    limits: Limits,
    *,
    stream: bool = False,
) -> Call:
    """The call that carries the arguments to NetServer."""
    del files  # stand in the arguments
    values = _values(operation, arguments)
    accept = "*/*" if operation.gives_bytes else "application/json"
    headers: dict[str, str] = {}
    if operation.link:
        url = _followed(operation, core.root)
        url, _, query = url.partition("?")
        pairs: _Pairs = parse_qsl(query, keep_blank_values=True)
    else:
        url = f"{core.root}/{_path(operation, values)}"
        pairs = list(_query(operation, values, options))
        headers |= _own_headers(operation, values)
        query = urlencode(pairs, quote_via=quote, safe="$/,:'()")
    content, kind = _body(operation, values)
    method = operation.verb
    if operation.by_form and len(query) > _LONGEST_QUERY:
        method, kind = "POST", _FORM
        content, query = urlencode(pairs).encode(), ""
    if kind:
        headers["Content-Type"] = kind
    return Call(
        agent=operation.facade.name,
        operation=operation.name,
        wire="webapi",
        method=method,
        url=f"{url}?{query}" if query else url,
        headers=options.with_headers(
            {**agents_wire.headers(core, options, grant, accept), **headers}
        ),
        content=content,
        limits=limits,
        stream=stream and operation.gives_bytes,
        conceal=core.conceal,
    )


def _followed(operation: ResourceOperation, root: str) -> str:
    try:
        return rebased(operation.link, root)
    except ValueError:
        raise ResponseError(
            "the service names a next page that is none of its own",
            agent=operation.facade.name,
            operation=operation.name,
            wire="webapi",
        ) from None


# ------------------------------------------------------------------------------ what is sent


def _values(
    operation: ResourceOperation, arguments: Sequence[object]
) -> dict[str, object]:
    """The arguments by name, those that the carrier tells filled in; "" is the condition."""
    names = [*operation.takes]
    if operation.condition:
        names.append("")
    if operation.rows:
        names += operation.rows if not operation.link else ()
    values = dict(zip(names, arguments, strict=True))
    if operation.key:
        for name in placeholders(operation.path):
            if values[name] is None:
                found = getattr(values[BODY], operation.key, None)
                if not found:
                    raise ValueError(
                        f"{operation.name}: {operation.key} of the carrier is {found!r}, so "
                        "it is not known which one to update: create it, or give its number"
                    )
                values[name] = found
    return values


def _path(operation: ResourceOperation, values: Mapping[str, object]) -> str:
    types = dict(row_of(operation).takes)

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        text = _text(types[name].kind, values[name], name)
        if text in ("", ".", ".."):
            raise ValueError(f"{name}: {text!r} cannot stand in an address")
        return quote(text, safe="")

    return PLACEHOLDER.sub(filled, operation.path)


def _query(
    operation: ResourceOperation,
    values: Mapping[str, object],
    options: RequestOptions,
) -> Iterator[tuple[str, str]]:
    select = values.get("$select")
    if select is None:
        select = options.select
    for name, typed in row_of(operation).takes:
        value = select if name == "$select" else values[name]
        if name == BODY or value is None or _elsewhere(operation, name):
            continue
        if name == "$select":
            yield name, selected(operation, cast("str", value))
        else:
            yield from _spelled(operation, name, typed, value)
    for name in operation.rows:
        value = select if name == "$select" else values.get(name)
        if value is None:
            continue
        if isinstance(value, bool):
            value = "true" if value else "false"
        elif not isinstance(value, (str, int)) and isinstance(value, Sequence):
            value = ",".join(map(str, cast("Sequence[object]", value)))
        yield name, str(value)


def _elsewhere(operation: ResourceOperation, name: str) -> bool:
    """Whether a parameter goes somewhere else than into the query."""
    return (
        f"{{{name}}}" in operation.path
        or name in operation.form
        or name in operation.header
    )


def _spelled(
    operation: ResourceOperation, name: str, typed: Typed, value: object
) -> Iterator[tuple[str, str]]:
    kind = typed.kind
    if kind.name == "list" and kind.item is not None:
        if isinstance(value, (str, bytes)):
            raise TypeError(f"{name}: expected several values, got one text")
        items = [_text(kind.item, item, name) for item in cast("Sequence[Any]", value)]
        if name in operation.joined:
            yield name, ",".join(items)
        else:
            yield from ((name, item) for item in items)
    elif kind.name == "carrier":
        document = msgspec.json.decode(codec.encode(held(typed, value, name)))
        yield from _members(name, document, kind, _DEEPEST)
    else:
        yield name, _text(kind, value, name)


def _members(
    name: str, value: Any, kind: Kind, depth: int
) -> Iterator[tuple[str, str]]:
    """A carrier member by member: ("sale.saleId", "7").

    What is null is left out, and so is what nobody has said how to spell: dictionaries, and carriers
    in lists.
    """
    if value is None or depth == 0:
        return
    if kind.name == "carrier" and isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        for field in schema_of(kind.python).fields:
            inner = f"{name}.{field.wire[:1].lower()}{field.wire[1:]}"
            yield from _members(inner, members.get(field.wire), field.kind, depth - 1)
    elif kind.name == "list" and kind.item is not None and isinstance(value, list):
        if kind.item.name not in ("carrier", "list"):
            for item in cast("list[Any]", value):
                yield from _members(name, item, kind.item, depth - 1)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif not isinstance(value, (dict, list)):
        yield name, str(value)


def _text(kind: Kind, value: object, name: str) -> str:
    """One value as it stands in an address."""
    if kind.name == "int" and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(f"{name}: expected int, got {type(value).__name__}")
    if kind.name == "text" and not isinstance(value, str):
        raise TypeError(f"{name}: expected str, got {type(value).__name__}")
    if value is None:
        raise TypeError(f"{name}: expected a value, got None")
    written: object = held(Typed(kind, nullable=False), value, name)
    plain: object = msgspec.json.decode(codec.encode(written))
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return str(plain)


def _own_headers(
    operation: ResourceOperation, values: Mapping[str, object]
) -> dict[str, str]:
    types = dict(row_of(operation).takes)
    headers = {
        name: _text(types[name].kind, values[name], name)
        for name in operation.header
        if values[name] is not None
    }
    moment = values.get("") if operation.condition else None
    if moment is not None:
        headers[operation.condition] = _http_date(moment)
    return headers


def _http_date(moment: object) -> str:
    """A moment as HTTP has it (RFC 9110, section 5.6.7), in whole seconds."""
    from email.utils import format_datetime

    if isinstance(moment, str) and moment.isprintable():
        return moment  # as the service itself said it: Last-Modified
    if not isinstance(moment, datetime):
        kind = type(moment).__name__
        raise TypeError(f"expected a datetime or the text of Last-Modified, got {kind}")
    if moment.tzinfo is None:
        raise ValueError(
            "a datetime without time zone is no moment: give it the one that the session's "
            "times are in, by moment.replace(tzinfo=...)"
        )
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _body(
    operation: ResourceOperation, values: Mapping[str, object]
) -> tuple[bytes | Upload, str]:
    """The body and its content type; neither where nothing is sent."""
    if operation.form:
        types = dict(row_of(operation).takes)
        fields = [
            (
                name,
                (
                    described(cast("FileContent", values[name]))
                    if types[name].kind.name == "bytes"
                    else _text(types[name].kind, values[name], name)
                ),
            )
            for name in operation.form
            if values[name] is not None
        ]
        kind, content = as_form(fields)
        return content, kind
    if BODY not in operation.takes:
        return b"", ""
    value = values[BODY]
    typed = dict(row_of(operation).takes)[BODY]
    if operation.verb == "PATCH" and typed.kind.name == "any":
        return _changes(operation, value), "application/json"
    if typed.kind.name == "bytes":
        if value is None:
            raise TypeError(f"{operation.name}: expected bytes or a file, got None")
        file = described(cast("FileContent", value))
        return whole(file), file.content_type or _OCTETS
    return codec.encode(held(typed, value, "body")), "application/json"


def _changes(operation: ResourceOperation, value: object) -> bytes:
    if isinstance(value, Patch):
        return value.encode()
    if isinstance(value, Mapping):
        gives = row_of(operation).gives
        kind = gives[0][1].kind if gives else None
        carrier = kind.python if kind is not None and kind.name == "carrier" else None
        return merge_body(cast("Mapping[str, object]", value), carrier)
    kind_ = type(value).__name__
    raise TypeError(f"expected a Patch or a mapping of what changes, got {kind_}")


# ----------------------------------------------------------------------------- what is answered


def read(operation: ResourceOperation, call: Call, response: httpx2.Response) -> Any:
    """The value in an answer: a `Page` of a list, an `Opened` where its bytes have yet to arrive."""
    status = response.status_code
    if status == 304:
        raise NotModified("not changed since then", **call.names)
    if not 200 <= status < 300:
        raise _refusal(call, response)
    if not response.is_closed:
        return Opened(response, call)
    if operation.gives_bytes:
        return _bytes(call, response)
    content = response.content
    if status == 204 or not content.strip():
        content = b"null"
    elif (kind := media_type(response)) and not agents_wire.is_json(kind):
        raise call.unusable(response, f"expected JSON, got {kind}")
    try:
        if operation.gives_rows:
            return _page(call, response, content)
        value = codec.decode_response(operation, content)
    except ErrorBody as error:
        raise agents_wire.fault(call, status, error.body) from None
    except DecodeError as error:
        reason = call.conceal(str(error))
        raise call.unusable(response, f"the answer cannot be read ({reason})") from None
    if value is None and operation.surely_gives:
        raise call.unusable(response, "expected an object, got none")
    return value


def _refusal(call: Call, response: httpx2.Response) -> Exception:
    """The error for a status, with what the service says about it if it says anything."""
    error = agents_wire.refused(call, response)
    kind = _REFUSALS.get(response.status_code)
    if kind is None:
        return error
    if isinstance(error, ResponseError):
        if response.content.strip() and media_type(response) == "text/html":
            return error  # a web server that knows nothing of this address
        return kind(kind.MEANING, status=response.status_code, **call.names)
    told = kind()
    told.__dict__.update(error.__dict__)
    told.args = error.args
    return told


def _bytes(call: Call, response: httpx2.Response) -> Any:
    content = response.content
    if response.status_code == 204:
        return None
    named = "Content-Disposition" in response.headers
    if media_type(response) == "text/html" and not named:
        raise call.unusable(response, "expected a file, got a page of HTML")
    return Opened(response, call) if call.stream and content else content


def _page(call: Call, response: httpx2.Response, content: bytes) -> Page:
    try:
        value: object = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        raise DecodeError("not JSON") from None
    page = page_of(value)
    if page is not None:
        return page
    if (body := agents_wire.error_body(value)) is not None:
        raise ErrorBody(body)
    raise call.unusable(response, "expected rows, under the name 'value'")
