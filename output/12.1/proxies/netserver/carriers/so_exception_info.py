"""The carrier SoExceptionInfo of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from . import SoExceptionInfoParameters


class SoExceptionInfo(BaseCarrier):
    """The carrier SoExceptionInfo."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    message: str | None = None
    stack_trace: str | None = None
    friendly_text: str | None = None
    exception_type: str | None = None
    source: str | None = None
    inner_exception: SoExceptionInfo | None = None
    parameters: SoExceptionInfoParameters | None = None
