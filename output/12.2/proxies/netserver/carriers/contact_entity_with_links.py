"""The carrier ContactEntityWithLinks of Services88."""

from __future__ import annotations

from .contact_entity import ContactEntity


class ContactEntityWithLinks(ContactEntity):
    """A company with all that a caller may store.

    Fetched and stored by the agent for companies.
    """

    __spelled__ = {"links": "_Links"}
    __view__ = True

    links: dict[str, str | None] | None = None
    """Addresses of what belongs to it, by name"""
