"""The carrier ArchiveRestrictionInfo of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.inter_restriction_operator import InterRestrictionOperator

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import ArchiveColumnInfo


class ArchiveRestrictionInfo(BaseCarrier):
    """A condition on one column, or conditions in parentheses."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    name: str | None = None
    """Column"""
    operator: str | None = None
    """Word that the type of the column understands"""
    values: list[str] | None = None
    display_values: list[str] | None = None
    column_info: ArchiveColumnInfo | None = None
    is_active: bool = False
    """False to leave the condition out of account"""
    sub_restrictions: list[ArchiveRestrictionInfo] | None = None
    inter_parenthesis: Int32 = 0
    """Parentheses opened here, or closed when below zero"""
    inter_operator: InterRestrictionOperator = InterRestrictionOperator.NONE
    """What joins this one to the next"""
    unique_hash: Int32 = 0
