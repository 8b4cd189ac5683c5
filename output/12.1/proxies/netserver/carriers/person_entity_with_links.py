"""The carrier PersonEntityWithLinks of Services87."""

from __future__ import annotations

from .person_entity import PersonEntity


class PersonEntityWithLinks(PersonEntity):
    """A person with all that a caller may store."""

    __spelled__ = {"links": "_Links"}
    __view__ = True

    links: dict[str, str | None] | None = None
    """Addresses of what belongs to it, by name"""
