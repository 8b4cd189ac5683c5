"""The SOAP wire: one POST of an envelope to `<root>/Remote/ServicesNN/<Agent>.svc`.

Imported when SOAP is first used, since it brings lxml along.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import httpx2

from .codecs import DecodeError
from .codecs import soap as codec
from .codecs.soap_stream import StreamedAnswer
from .errors import (
    AuthenticationFault,
    ExceptionInfo,
    Fault,
    NetServerError,
    ResponseError,
)
from .flows import Piece, Shut
from .transport import Call, Limits, Opened, media_type, refers_to_sign_in
from .uploads import FilePart, Upload

if TYPE_CHECKING:
    from .core import Core
    from .credentials import Grant
    from .flows import Flow
    from .operations import Operation
    from .options import RequestOptions

_XML = ("text/xml", "application/xml", "application/soap+xml")
_DEEPEST = 20
_LARGE = 8_000_000  # bytes; libxml2 refuses texts of ten million


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
    blocks = _blocks(core, operation, options, grant)
    content = codec.encode_request(operation, arguments, blocks)
    headers = {
        "User-Agent": core.user_agent,
        "Accept": "text/xml",
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": f'"{operation.action}"',
    }
    if options.language is not None:
        headers["Accept-Language"] = options.language
    return Call(
        agent=operation.facade.name,
        operation=operation.name,
        wire="soap",
        url=f"{core.root}/{operation.soap_path.lstrip('/')}",
        headers=options.with_headers(headers),
        content=Upload.filled_in(content, files) if files else content,
        limits=limits,
        stream=stream and operation.gives_bytes,
        conceal=core.conceal,
    )


def _blocks(
    core: Core, operation: Operation, options: RequestOptions, grant: Grant | None
) -> dict[str, object]:
    """The header blocks that the operation declares and the session can fill."""
    blocks: dict[str, object] = {}
    if core.app_token is not None:
        blocks["ApplicationToken"] = core.app_token
    if grant is not None:
        blocks["Credentials"] = {"Ticket": grant.text}
    zone = options.time_zone
    if isinstance(zone, int) or (zone is not None and zone.isdecimal()):
        blocks["TimeZone"] = {"SoTimeZoneId": int(zone)}
    elif zone is not None:
        blocks["TimeZone"] = {"SoTimeZoneLocationCode": zone}
    blocks.update(options.soap_headers or {})
    return {k: v for k, v in blocks.items() if k in operation.request_headers}


def read(operation: Operation, call: Call, response: httpx2.Response) -> Any:
    """The value in an answer, once nothing says that there is none."""
    content = response.content
    if len(content) < _LARGE or not operation.gives_bytes:
        return _judged(operation, call, response, content)
    unfolding = StreamedAnswer(operation)  # lxml reads no text as long as this one
    try:
        found = unfolding.feed(content) + unfolding.close()
    except DecodeError as error:
        raise _unreadable(call, response, error) from None
    if not unfolding.begun:
        return _judged(operation, call, response, content)
    _judged(operation, call, response, unfolding.head)
    return found


def opened(operation: Operation, call: Call, response: httpx2.Response) -> Flow[Any]:
    """The open answer, once the value has begun to arrive and nothing is said against it."""
    unfolding = StreamedAnswer(operation)
    arriving = Opened(response, call, unfolding)
    try:
        while not unfolding.begun:
            piece: bytes = yield Piece(arriving)
            if piece:
                arriving.first += unfolding.feed(piece)
                continue
            arriving.first += unfolding.close()
            if not unfolding.begun:
                return _judged(operation, call, response, unfolding.head)
        _judged(operation, call, response, unfolding.head)
    except DecodeError as error:
        yield Shut(arriving)
        raise _unreadable(call, response, error) from None
    except NetServerError:
        yield Shut(arriving)
        raise
    return arriving


def _unreadable(
    call: Call, response: httpx2.Response, error: DecodeError
) -> ResponseError:
    reason, status = call.conceal(str(error)), response.status_code
    return call.unusable(
        response, f"HTTP {status}: the answer cannot be read ({reason})"
    )


def _judged(
    operation: Operation, call: Call, response: httpx2.Response, content: bytes
) -> Any:
    status, kind = response.status_code, media_type(response)
    if response.is_redirect:
        raise call.redirected(response)
    taken = (200,) if operation.response else (200, 202)
    if status in taken and not operation.response and not content.strip():
        return None  # WSDL 1.1, section 2.4.1: one-way, nothing is answered
    if kind and kind not in _XML:
        if status == 401:
            raise _not_let_in(call, response)
        raise call.unusable(response, f"HTTP {status}: expected XML, got {kind}")
    try:
        reply = codec.decode_response(operation, content)
    except DecodeError as error:
        if status == 401:
            raise _not_let_in(call, response) from None
        raise _unreadable(call, response, error) from None
    said = reply.exception or (reply.fault and reply.fault.detail)
    info = _info(call, said, _DEEPEST) if said else ExceptionInfo()
    if reply.fault is not None:
        message = call.conceal(reply.fault.text)
        raise _fault(call, status, info, message, call.conceal(reply.fault.code))
    if reply.succeeded is False or reply.exception is not None:
        raise _fault(call, status, info)
    if status == 401:
        raise _not_let_in(call, response)
    if status not in taken:
        raise call.unusable(response, f"HTTP {status} without a fault in it")
    return reply.value


def _not_let_in(call: Call, response: httpx2.Response) -> AuthenticationFault:
    fault = AuthenticationFault(
        "the credentials are not accepted", status=401, **call.names
    )
    fault.challenge = response.headers.get("WWW-Authenticate", "")
    stream = response.extensions.get("network_stream")
    if stream is not None:
        with contextlib.suppress(OSError):  # the server has closed it
            fault.connection = stream.get_extra_info("client_addr")
    return fault


def _fault(
    call: Call, status: int, info: ExceptionInfo, message: str = "", code: str = ""
) -> Fault:
    about = status == 401 or refers_to_sign_in(info, message, code)
    kind = AuthenticationFault if about else Fault
    return kind.from_info(
        info, message=message, error_type=code, status=status, **call.names
    )


def _info(call: Call, said: codec.ExceptionInfo, depth: int) -> ExceptionInfo:
    return ExceptionInfo(
        message=call.conceal(said.message),
        friendly_text=call.conceal(said.friendly_text),
        error_type=said.exception_type,
        source=said.source,
        stack_trace=call.conceal(said.stack_trace),
        parameters={k: call.conceal(v) for k, v in said.parameters.items()},
        inner=_info(call, said.inner, depth - 1) if said.inner and depth else None,
    )
