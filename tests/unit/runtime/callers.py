"""What tests of whole calls share: answers and secrets by wire, and many callers at once."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Any

import httpx2
from minicrm.session import AsyncSession, Session
from wires import ROOT, again, as_fault, as_json, as_soap

WIRES = ("agents", "soap")
GOOD = {
    "agents": as_json({"ContactId": 3, "Name": "Alfa", "Message": None}),
    "soap": as_soap(
        "<GetContactEntityResponse><Response><ContactId>3</ContactId><Name>Alfa</Name>"
        "</Response></GetContactEntityResponse>"
    ),
}
SAVED = {
    "agents": GOOD["agents"],
    "soap": as_soap(
        "<SaveContactEntityResponse><Response><ContactId>3</ContactId><Name>Alfa</Name>"
        "</Response></SaveContactEntityResponse>"
    ),
}
BUSY = {
    "agents": as_json({"Message": "The queue is full."}, 500),
    "soap": as_fault("The queue is full."),
}
PATHS = {
    "agents": "/api/v1/Agents/Contact/GetContactEntity",
    "soap": "/Remote/Services88/Contact.svc",
}
STATE = "https://online.superoffice.com/api/state/Cust1"
Handler = Callable[[httpx2.Request], httpx2.Response]


def ticket_of(request: httpx2.Request) -> str | None:
    """What a request shows to be let in, on either wire."""
    if "Authorization" in request.headers:
        return request.headers["Authorization"].partition(" ")[2]
    found = re.search(
        r"<(?:\w+:)?Ticket>([^<]*)</", request.content.decode("utf-8", "replace")
    )
    return found[1] if found else None


def gathered(
    many: int,
    said: dict[str, Any],
    handler: Callable[[httpx2.Request, int], Any],
    *,
    waits: bool,
    together: Callable[[httpx2.Request], bool] = lambda request: True,
    first: Callable[[Any], Any] | None = None,
) -> list[Any]:
    """What `many` callers got who called at the same moment: values, or the errors themselves.

    Requests that are `together` are answered when all the callers have sent theirs; of others, at once.
    """
    root = said.pop("root", ROOT)
    lock = threading.Lock()
    seen = 0

    def counted(request: httpx2.Request) -> tuple[bool, int]:
        nonlocal seen
        with lock:
            seen += 1
            return together(request), seen

    if waits:
        barrier = threading.Barrier(many, timeout=20)

        def answer(request: httpx2.Request) -> httpx2.Response:
            stays, number = counted(request)
            if stays:
                barrier.wait()
            return again(handler(request, number))

        session = Session(root, transport=httpx2.MockTransport(answer), **said)
        if first is not None:
            first(session)
        results: list[Any] = [None] * many

        def call(index: int) -> None:
            try:
                results[index] = session.contact.get_contact_entity(3)
            except Exception as error:
                results[index] = error

        threads = [
            threading.Thread(target=call, args=(index,), daemon=True)
            for index in range(many)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads)
        return results

    async def main() -> list[Any]:
        barrier = asyncio.Barrier(many)

        async def answer(request: httpx2.Request) -> httpx2.Response:
            stays, number = counted(request)
            if stays:
                await asyncio.wait_for(barrier.wait(), 20)
            else:
                await asyncio.sleep(0)
            return again(handler(request, number))

        transport = httpx2.MockTransport(answer)
        async with AsyncSession(root, transport=transport, **said) as session:
            if first is not None:
                await first(session)
            calls = [session.contact.get_contact_entity(3) for _ in range(many)]
            return await asyncio.gather(*calls, return_exceptions=True)

    return asyncio.run(main())
