"""What can go wrong with a call; the tree is drawn in `_runtime.errors`."""

from ._runtime.errors import (
    AuthenticationFault,
    ConnectError,
    ExceptionInfo,
    Fault,
    NetServerError,
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
    "ConnectError",
    "ExceptionInfo",
    "Fault",
    "NetServerError",
    "RequestTimeout",
    "ResponseError",
    "ResumeError",
    "SessionClosed",
    "TenantUnavailable",
    "TransportError",
    "UnsupportedByBinding",
]
