"""The carrier CommandResult of Services87."""

from __future__ import annotations

from ..enumerations.command_return_type import CommandReturnType
from .carrier import Carrier


class CommandResult(Carrier):
    """What came of a command."""

    success: bool = False
    return_type: CommandReturnType = CommandReturnType.NONE
    value: str | None = None
    additional_info: str | None = None
