"""The carrier EntityElement of Services88."""

from __future__ import annotations

from .carrier import Carrier


class EntityElement(Carrier):
    """A telephone number or an address, with a word on it."""

    value: str | None = None
    """As it was typed"""
    stripped_value: str | None = None
    """Without blanks and signs, for searching"""
    description: str | None = None
