"""Sign in, fetch a company, change it, store it."""

from __future__ import annotations

import os

import httpx2
from netserver import Session
from netserver.carriers import Category, EntityElement
from netserver.credentials import Ticket
from netserver.errors import Fault


def main(transport: httpx2.BaseTransport | None = None) -> None:
    with Session(
        "https://crm.example.com/Cust1",
        credentials=Ticket(os.environ.get("CRM_TICKET", "7T:example")),
        app_token=os.environ.get("CRM_TOKEN", "example"),
        transport=transport,
    ) as session:
        contact = session.contact.get_contact_entity(4)
        if contact is None:
            print("There is no company 4")
            return
        print(f"{contact.name} has {len(contact.emails or [])} addresses")

        contact.category = Category(id=2)
        contact.emails = [*(contact.emails or []), EntityElement(value="a@b.example")]
        contact.custom_fields = {"SuperOffice:1": "[I:23]"}
        saved = session.contact.save_contact_entity(contact)
        assert saved is not None
        print(f"Stored on {saved.updated_date:%Y-%m-%d}")

        try:
            session.contact.delete_contact_entity(5)
        except Fault as fault:
            print(f"Refused: {fault.message}")


if __name__ == "__main__":
    main()
