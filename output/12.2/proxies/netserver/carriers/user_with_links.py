"""The carrier UserWithLinks of Services88."""

from __future__ import annotations

from .user import User


class UserWithLinks(User):
    """A user of the system, for whoever looks after users."""

    __spelled__ = {"links": "_Links"}
    __view__ = True

    links: dict[str, str | None] | None = None
    """Addresses of what belongs to it, by name"""
