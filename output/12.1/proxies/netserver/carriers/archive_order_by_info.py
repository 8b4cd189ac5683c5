"""The carrier ArchiveOrderByInfo of Services87."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier
from ..enumerations.order_by_sort_type import OrderBySortType


class ArchiveOrderByInfo(BaseCarrier):
    """Sorting by one column."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    name: str | None = None
    direction: OrderBySortType = OrderBySortType.ASC
