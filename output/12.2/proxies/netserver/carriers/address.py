"""The carrier Address of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from . import LocalizedField, StructuredAddress


class Address(Carrier):
    """The addresses of a company."""

    localized_address: list[list[LocalizedField]] | None = None
    """Rows of fields as the country of the company orders them"""
    postal: StructuredAddress | None = None
    """Where letters go"""
    street: StructuredAddress | None = None
    """Where visitors go"""
