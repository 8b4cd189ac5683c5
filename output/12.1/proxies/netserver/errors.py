"""What can go wrong with a call; the tree is drawn in `_runtime.errors`."""

from ._runtime.errors import (
    AuthenticationFault,
    Conflict,
    ConnectError,
    ExceptionInfo,
    Fault,
    NetServerError,
    NotFound,
    NotModified,
    PreconditionFailed,
    RequestTimeout,
    ResponseError,
    ResumeError,
    SessionClosed,
    TenantUnavailable,
    TransportError,
    UnsupportedByBinding,
)

__all__ = [
    "AuthenticationFault",
    "Conflict",
    "ConnectError",
    "ExceptionInfo",
    "Fault",
    "NetServerError",
    "NotFound",
    "NotModified",
    "PreconditionFailed",
    "RequestTimeout",
    "ResponseError",
    "ResumeError",
    "SessionClosed",
    "TenantUnavailable",
    "TransportError",
    "UnsupportedByBinding",
]
