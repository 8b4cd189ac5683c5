"""The agents wire: one POST of JSON to `<root>/api/v1/Agents/<Agent>/<Operation>`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import httpx2
import msgspec

from .codecs import DecodeError, ErrorBody
from .codecs import json as codec
from .errors import AuthenticationFault, ExceptionInfo, Fault
from .selecting import selected
from .transport import Call, Limits, Opened, media_type, refers_to_sign_in
from .uploads import FilePart, Upload

if TYPE_CHECKING:
    from .core import Core
    from .credentials import Grant
    from .operations import Operation
    from .options import RequestOptions

_UNTRANSLATED = ("*", "x")


def write(
    core: Core,
    operation: Operation,
    arguments: Sequence[object],
    files: Sequence[FilePart],
    options: RequestOptions,
    grant: Grant | None,
    limits: Limits,
    *,
    stream: bool = False,
) -> Call:
    """The call that carries the arguments to NetServer; files stand in them as placeholders."""
    request = codec.encode_request(operation, arguments)
    params = dict(request.params)
    if options.select is not None and operation.select:
        params["$select"] = selected(operation, options.select)
    content = request.content or b""
    accept = "application/octet-stream" if operation.stream else "application/json"
    return Call(
        agent=operation.facade.name,
        operation=operation.name,
        wire="agents",
        url=f"{core.root}/{operation.agents_path.lstrip('/')}",
        headers=headers(core, options, grant, accept, bool(content)),
        params=params,
        content=Upload.filled_in(content, files) if files else content,
        limits=limits,
        stream=stream and operation.stream,
        conceal=core.conceal,
    )


def get(
    core: Core, path: str, options: RequestOptions, grant: Grant | None, limits: Limits
) -> Call:
    """The call that reads a resource below the root."""
    return Call(
        agent="",
        operation=path,
        wire="agents",
        method="GET",
        url=f"{core.root}/{path}",
        headers=headers(core, options, grant, "application/json"),
        limits=limits,
        conceal=core.conceal,
    )


def read_object(call: Call, response: httpx2.Response) -> dict[str, Any]:
    """The JSON object in an answer."""
    if response.status_code != 200:
        raise refused(call, response)
    try:
        value: object = msgspec.json.decode(response.content)
    except msgspec.DecodeError:
        value = None
    if not isinstance(value, dict):
        raise call.unusable(response, "expected a JSON object")
    body = error_body(cast(object, value))
    if body is not None and body.get("error") is True:
        raise fault(call, 200, body)
    return cast("dict[str, Any]", value)


def headers(
    core: Core,
    options: RequestOptions,
    grant: Grant | None,
    accept: str,
    has_body: bool = False,
) -> Mapping[str, str]:
    """The headers that a call over HTTP has, whatever it is about."""
    sent = {"User-Agent": core.user_agent, "Accept": accept}
    if has_body:
        sent["Content-Type"] = "application/json"
    if grant is not None:
        sent["Authorization"] = grant.authorization
    if core.app_token is not None:
        sent["SO-AppToken"] = core.app_token
    if options.language is not None:
        sent["SO-Language"] = options.language
        if options.language not in _UNTRANSLATED:
            sent["Accept-Language"] = options.language
    if options.culture is not None:
        sent["SO-Culture"] = options.culture
    if options.time_zone is not None:
        offset = ", includeTZOffset" if options.include_offset else ""
        sent["SO-TimeZone"] = f"{options.time_zone}{offset}"
    elif options.include_offset:
        raise ValueError("include_offset needs a time_zone")
    return options.with_headers(sent)


def read(operation: Operation, call: Call, response: httpx2.Response) -> Any:
    """The value in an answer; an `Opened` where its bytes have yet to arrive."""
    status = response.status_code
    if status not in (200, 201, 202, 204):
        raise refused(call, response)
    if not response.is_closed:
        return Opened(response, call)
    content = response.content
    try:
        if operation.stream:
            found = _read_bytes(call, response)
            return Opened(response, call) if call.stream and found is content else found
        if status == 204 or not content.strip():
            return codec.decode_response(operation, b"null")
        if (kind := media_type(response)) and not is_json(kind):
            raise call.unusable(response, f"expected JSON, got {kind}")
        return codec.decode_response(operation, content)
    except ErrorBody as error:
        raise fault(call, status, error.body) from None
    except DecodeError as error:
        reason = call.conceal(str(error))
        raise call.unusable(response, f"the answer cannot be read ({reason})") from None


def is_json(kind: str) -> bool:
    """Whether that content type is one of JSON."""
    return kind in ("application/json", "text/json") or kind.endswith("+json")


def _read_bytes(call: Call, response: httpx2.Response) -> bytes | None:
    """The bytes themselves, or what JSON says in their place: null, base64, an error."""
    content, kind = response.content, media_type(response)
    if response.status_code == 204:
        return None
    accepts = str(response.request.headers.get("Accept", "")).lower()
    if kind in ("text/html", "application/xhtml+xml") and "html" not in accepts:
        raise call.unusable(response, "expected a file, got a page of HTML")
    if not is_json(kind):
        return content
    try:
        value: object = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return content
    if value is None:
        return None
    if isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            return content
    body = error_body(value)
    if body is not None and ("error" in body or set(body) <= _ERROR_NAMES):
        raise ErrorBody(cast("dict[str, Any]", value))
    return content


# ------------------------------------------------------------------------------- refusals

_ERROR_NAMES = frozenset(
    (
        "error",
        "errortype",
        "errormessage",
        "errorsource",
        "message",
        "messagedetail",
        "exceptionmessage",
        "exceptiontype",
        "stacktrace",
        "innerexception",
        "modelstate",
    )
)
_DEEPEST = 20


def error_body(value: object) -> dict[str, Any] | None:
    """The members of an error object by lower-case name; None when it is none."""
    if not isinstance(value, dict):
        return None
    body = {str(k).lower(): v for k, v in cast("dict[Any, Any]", value).items()}
    if body.get("error") is True or body.keys() & {
        "errormessage",
        "message",
        "exceptionmessage",
    }:
        return body
    return None


def refused(call: Call, response: httpx2.Response) -> Exception:
    """The error in an answer that is not 200."""
    status = response.status_code
    if response.is_redirect:
        return call.redirected(response)
    try:
        body: object = msgspec.json.decode(response.content)
    except (msgspec.DecodeError, RecursionError):
        body = None
    if error_body(body) is not None:
        return fault(call, status, cast("dict[str, Any]", body))
    if status == 401:
        return AuthenticationFault(
            "the credentials are not accepted", status=status, **call.names
        )
    return call.unusable(response, f"HTTP {status} without a word of NetServer")


def fault(call: Call, status: int, body: dict[str, Any]) -> Fault:
    info = _info(call, body, _DEEPEST)
    about = status == 401 or refers_to_sign_in(info)
    kind = AuthenticationFault if about else Fault
    return kind.from_info(info, status=status, **call.names)


def _info(call: Call, value: Mapping[str, Any], depth: int) -> ExceptionInfo:
    """Both forms of netserver.md 3.4: NetServer's own, and that of ASP.NET."""
    body = {str(name).lower(): part for name, part in value.items()}

    def text(*names: str) -> str:
        found = (body.get(name) for name in names)
        return next((call.conceal(t) for t in found if isinstance(t, str) and t), "")

    inner: object = body.get("innerexception")
    general, detail = text("message"), text("messagedetail")
    exact = text("errormessage", "exceptionmessage")
    if exact:
        message, friendly = exact, general
    else:
        message, friendly = " ".join(filter(None, (general, detail))), ""
    return ExceptionInfo(
        message=message,
        friendly_text=friendly if friendly != message else "",
        error_type=text("errortype", "exceptiontype"),
        source=text("errorsource"),
        stack_trace=text("stacktrace"),
        parameters=_problems(call, body.get("modelstate")),
        inner=(
            _info(call, cast("dict[str, Any]", inner), depth - 1)
            if isinstance(inner, dict) and depth
            else None
        ),
    )


def _problems(call: Call, state: object) -> dict[str, str]:
    """ASP.NET's `ModelState`: what is wrong with which parameter."""
    if not isinstance(state, dict):
        return {}
    found: dict[str, str] = {}
    for name, texts in cast("dict[Any, Any]", state).items():
        said = cast("list[Any]", texts) if isinstance(texts, list) else [texts]
        found[str(name)] = call.conceal(" ".join(map(str, said)))
    return found
