"""The carrier ArchiveListItem of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import ColumnDataDictionary


class ArchiveListItem(Carrier):
    """One row of an archive."""

    entity_name: str | None = None
    """Kind of row"""
    primary_key: Int32 = 0
    column_data: ColumnDataDictionary | None = None
    """The cells by column name; only those asked for"""
    link_hint: str | None = None
    style_hint: str | None = None
