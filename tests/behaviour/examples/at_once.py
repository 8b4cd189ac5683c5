"""Fetch several companies at once."""

from __future__ import annotations

import asyncio

import httpx2
from netserver import AsyncSession
from netserver.carriers import ContactEntity
from netserver.credentials import Ticket
from netserver.errors import Fault, TransportError


async def name_of(session: AsyncSession, key: int) -> str:
    try:
        contact: ContactEntity | None = await session.contact.get_contact_entity(key)
    except (Fault, TransportError) as error:
        return f"{key}: {error}"
    return f"{key}: {contact.name if contact else 'nobody'}"


async def work(transport: httpx2.AsyncBaseTransport | None) -> None:
    async with AsyncSession(
        "https://crm.example.com/Cust1",
        credentials=Ticket("7T:example"),
        transport=transport,
    ) as session:
        names = await asyncio.gather(*(name_of(session, key) for key in (1, 2, 3)))
    print(*names, sep="\n")


def main(transport: httpx2.AsyncBaseTransport | None = None) -> None:
    asyncio.run(work(transport))


if __name__ == "__main__":
    main()
