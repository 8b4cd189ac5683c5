"""What a caller is told when a call does not work out, the same on every wire."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..errors import (
    AuthenticationFault,
    Conflict,
    ExceptionInfo,
    Fault,
    NotFound,
    NotModified,
    PreconditionFailed,
)

__all__ = ["Malformed", "Refusal", "not_implemented", "refusal_of"]

NOT_IMPLEMENTED = "The method or operation is not implemented."
_STATUSES: dict[type[BaseException], int] = {
    NotModified: 304,
    AuthenticationFault: 401,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
}


class Malformed(ValueError):
    """What arrived cannot be read; the message says where, and what was expected.

    `status` is HTTP's: 400, or 413 and 415 for what is too large or of another type.
    """

    def __init__(self, message: str, detail: str = "", *, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error as it is answered: HTTP's status, and what NetServer says of its exceptions."""

    status: int
    info: ExceptionInfo
    detail: str = ""
    """Of malformed requests: which parameter, and why."""
    headers: dict[str, str] = field(default_factory=dict[str, str])


def not_implemented(status: int = 501) -> Refusal:
    """The refusal of an operation that nobody has written."""
    return Refusal(
        status=status,
        info=ExceptionInfo(
            message=NOT_IMPLEMENTED, error_type="System.NotImplementedException"
        ),
    )


def refusal_of(error: BaseException) -> Refusal:
    """How an error is answered. Of errors that nobody meant to raise, only the kind is told."""
    if isinstance(error, NotImplementedError):
        return not_implemented()
    if isinstance(error, Malformed):
        info = ExceptionInfo(
            message=error.message, error_type="System.ArgumentException"
        )
        return Refusal(status=error.status, info=info, detail=error.detail)
    if isinstance(error, NotModified):
        return Refusal(status=304, info=ExceptionInfo(message=error.message))
    if isinstance(error, Fault):
        return _of_fault(error)
    kind = re.sub(r"Error$", "Exception", type(error).__name__)
    return Refusal(
        status=500,
        info=ExceptionInfo(message="An error has occurred.", error_type=kind),
    )


def _of_fault(fault: Fault) -> Refusal:
    status = next(
        (number for kind, number in _STATUSES.items() if isinstance(fault, kind)), 400
    )
    if fault.status is not None and 400 <= fault.status < 600:
        status = fault.status
    headers: dict[str, str] = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="SuperOffice", SOTicket, Bearer'
    return Refusal(
        status=status,
        info=ExceptionInfo(
            message=fault.message,
            friendly_text=fault.friendly_text,
            error_type=fault.error_type or f"SuperOffice.{type(fault).__name__}",
            source=fault.source,
            parameters=fault.parameters,
            inner=fault.inner,
        ),
        headers=headers,
    )
