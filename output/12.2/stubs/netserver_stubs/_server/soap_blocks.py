"""The header blocks that NetServer's operations have in common, for packages without carriers for them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from netserver._runtime.carriers import BaseCarrier
from netserver._runtime.spelling import Int32, Pairs

__all__ = [
    "SoCredentials",
    "SoExceptionInfo",
    "SoExceptionInfoParameters",
    "SoExtraInfo",
    "SoTimeZone",
]

SoExceptionInfoParameters: TypeAlias = Annotated[
    dict[str, str | None], Pairs("SoExceptionInfoParametersKeyValuePair")
]
SoExtraInfo: TypeAlias = Annotated[
    dict[str, str | None], Pairs("ExtraInfoNameValuePair")
]


class SoCredentials(BaseCarrier):
    """Who calls."""

    ticket: str | None = None


class SoTimeZone(BaseCarrier):
    """The time zone in which dates and times are meant."""

    so_time_zone_id: Int32 = 0
    so_time_zone_location_code: str | None = None


class SoExceptionInfo(BaseCarrier):
    """Why a call failed."""

    message: str | None = None
    stack_trace: str | None = None
    friendly_text: str | None = None
    exception_type: str | None = None
    source: str | None = None
    inner_exception: SoExceptionInfo | None = None
    parameters: SoExceptionInfoParameters | None = None
