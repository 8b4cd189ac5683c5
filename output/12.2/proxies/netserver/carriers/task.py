"""The carrier Task of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..enumerations.task_direction import TaskDirection
from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class Task(Carrier):
    """A kind of work."""

    id: Int32 = 0
    """Key of the list item"""
    value: str | None = None
    tooltip: str | None = None
    direction: TaskDirection = TaskDirection.UNKNOWN
