"""Print a list as a tree, and the rows of an archive, over SOAP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx2
from netserver import Session
from netserver.agents import ArchiveAgent
from netserver.carriers import (
    ArchiveOrderByInfo,
    ArchiveRestrictionInfo,
    MDOListItem,
)
from netserver.credentials import AccessToken
from netserver.enumerations import OrderBySortType


def lines(items: Sequence[MDOListItem | None], indent: str = "") -> Iterator[str]:
    for item in items:
        if item is not None:
            yield f"{indent}{item.id} {item.name}"
            yield from lines(item.child_items or [], indent + "  ")


def main(transport: httpx2.BaseTransport | None = None) -> None:
    session = Session(
        "https://crm.example.com/Cust1",
        credentials=AccessToken("8A:Cust1.example"),
        binding="soap",
        transport=transport,
    )
    for line in lines(session.mdo.get_list("category", False, "", False)):
        print(line)

    rows = ArchiveAgent(session).get_archive_list_by_columns(
        provider_name="FindContact",
        columns=["nameDepartment"],
        sort_order=[
            ArchiveOrderByInfo(name="contactId", direction=OrderBySortType("ASC"))
        ],
        restriction=[
            ArchiveRestrictionInfo(name="category", operator="=", values=["2"])
        ],
        entities=["contact"],
        page=0,
        page_size=50,
    )
    for row in rows:
        cell = (row.column_data or {}).get("nameDepartment") if row else None
        print(cell.display_value if cell else "-")
    session.close()


if __name__ == "__main__":
    main()
