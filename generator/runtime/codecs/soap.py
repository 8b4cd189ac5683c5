"""The SOAP wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..operations import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionInfo:
    message: str = ""
    stack_trace: str = ""
    friendly_text: str = ""
    exception_type: str = ""
    source: str = ""
    inner: ExceptionInfo | None = None
    parameters: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapFault:
    code: str = ""
    text: str = ""
    actor: str = ""
    detail: ExceptionInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapReply:
    value: Any = None
    succeeded: bool | None = None
    exception: ExceptionInfo | None = None
    extra_info: dict[str, str] = field(default_factory=dict[str, str])
    time_zone: Any = None
    fault: SoapFault | None = None


def encode_request(
    operation: Operation, arguments: Sequence[object], headers: Mapping[str, object]
) -> bytes:
    raise NotImplementedError


def decode_response(operation: Operation, content: bytes) -> SoapReply:
    raise NotImplementedError
