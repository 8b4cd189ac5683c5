"""The carrier Country of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class Country(Carrier):
    """A country and its habits."""

    __spelled__ = {"two_letter_iso_country": "TwoLetterISOCountry"}

    country_id: Int32 = 0
    name: str | None = None
    english_name: str | None = None
    two_letter_iso_country: str | None = None
    """Code of ISO 3166"""
    dial_in_prefix: str | None = None
    address_layout_id: Int32 = 0
