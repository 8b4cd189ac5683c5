"""The carrier CommandResult of Services88."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier
from ..enumerations.command_return_type import CommandReturnType


class CommandResult(BaseCarrier):
    """What came of a command."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    success: bool = False
    return_type: CommandReturnType = CommandReturnType.NONE
    value: str | None = None
    additional_info: str | None = None
    duration: float = 0.0
