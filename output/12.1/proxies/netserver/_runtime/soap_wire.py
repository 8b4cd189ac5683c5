"""The SOAP wire: one POST of an envelope to `<root>/Remote/ServicesNN/<Agent>.svc`.

Imported when SOAP is first used, since it brings lxml along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import httpx2

from .codecs import DecodeError
from .codecs import soap as codec
from .errors import AuthenticationFault, ExceptionInfo, Fault
from .transport import Call, media_type
from .uploads import Upload, take_files

if TYPE_CHECKING:
    from .core import Core
    from .operations import Operation
    from .options import RequestOptions

_XML = ("text/xml", "application/xml", "application/soap+xml")
_DEEPEST = 20


def write(
    core: Core,
    operation: Operation,
    arguments: Sequence[object],
    options: RequestOptions,
    *,
    ticket: str | None,
) -> Call:
    """The call that carries the arguments to NetServer; `ticket` goes into its header."""
    taken, files = take_files(arguments, operation)
    content = codec.encode_request(
        operation, taken, _blocks(core, operation, options, ticket)
    )
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
        content=Upload(content, files) if files else content,
        timeout=core.timeout(options),
        conceal=core.conceal,
    )


def _blocks(
    core: Core, operation: Operation, options: RequestOptions, ticket: str | None
) -> dict[str, object]:
    """The header blocks that the operation declares and the session can fill."""
    blocks: dict[str, object] = {}
    if core.app_token is not None:
        blocks["ApplicationToken"] = core.app_token
    if ticket is not None:
        blocks["Credentials"] = {"Ticket": ticket}
    zone = options.time_zone
    if isinstance(zone, int) or (zone is not None and zone.isdecimal()):
        blocks["TimeZone"] = {"SoTimeZoneId": int(zone)}
    elif zone is not None:
        blocks["TimeZone"] = {"SoTimeZoneLocationCode": zone}
    blocks.update(options.soap_headers or {})
    return {k: v for k, v in blocks.items() if k in operation.request_headers}


def read(operation: Operation, call: Call, response: httpx2.Response) -> Any:
    """The value in an answer, once nothing says that there is none."""
    status, kind = response.status_code, media_type(response)
    if response.is_redirect:
        raise call.redirected(response)
    taken = (200,) if operation.response else (200, 202)
    if status in taken and not operation.response and not response.content.strip():
        return None  # WSDL 1.1, section 2.4.1: one-way, nothing is answered
    if kind and kind not in _XML:
        if status == 401:
            raise _not_let_in(call)
        raise call.unusable(response, f"HTTP {status}: expected XML, got {kind}")
    try:
        reply = codec.decode_response(operation, response.content)
    except DecodeError as error:
        if status == 401:
            raise _not_let_in(call) from None
        reason = call.conceal(str(error))
        raise call.unusable(
            response, f"HTTP {status}: the answer cannot be read ({reason})"
        ) from None
    said = reply.exception or (reply.fault and reply.fault.detail)
    info = _info(call, said, _DEEPEST) if said else ExceptionInfo()
    if reply.fault is not None:
        message = call.conceal(reply.fault.text)
        raise _fault(call, status, info, message, call.conceal(reply.fault.code))
    if reply.succeeded is False or reply.exception is not None:
        raise _fault(call, status, info)
    if status == 401:
        raise _not_let_in(call)
    if status not in taken:
        raise call.unusable(response, f"HTTP {status} without a fault in it")
    return reply.value


def _not_let_in(call: Call) -> AuthenticationFault:
    return AuthenticationFault(
        "the credentials are not accepted", status=401, **call.names
    )


def _fault(
    call: Call, status: int, info: ExceptionInfo, message: str = "", code: str = ""
) -> Fault:
    kind = AuthenticationFault if status == 401 else Fault
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
