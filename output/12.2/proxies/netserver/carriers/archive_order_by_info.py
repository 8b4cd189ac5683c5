"""The carrier ArchiveOrderByInfo of Services88."""

from __future__ import annotations

from ..enumerations.order_by_sort_type import OrderBySortType
from .carrier import Carrier


class ArchiveOrderByInfo(Carrier):
    """Sorting by one column."""

    name: str | None = None
    direction: OrderBySortType = OrderBySortType.ASC
