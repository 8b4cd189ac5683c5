"""The carrier LocalizedField of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class LocalizedField(Carrier):
    """One part of an address and its label."""

    name: str | None = None
    value: str | None = None
    label: str | None = None
    value_length: Int32 = 0
