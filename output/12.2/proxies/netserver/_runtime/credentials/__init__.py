"""Ways to say who is calling; each knows one way to obtain what lets it in, and one to renew it."""

from typing import TYPE_CHECKING

from ..lazy import lazily
from .base import Credentials, Grant

if TYPE_CHECKING:
    from .implicit import Implicit
    from .kinds import AccessToken, Ticket, UsernamePassword
    from .oauth import Authorization, Identity, OAuth
    from .system_user import SystemUser
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "AccessToken": "kinds",
            "Authorization": "oauth",
            "Identity": "oauth",
            "Implicit": "implicit",
            "OAuth": "oauth",
            "SystemUser": "system_user",
            "Ticket": "kinds",
            "UsernamePassword": "kinds",
        },
    )

__all__ = [
    "AccessToken",
    "Authorization",
    "Credentials",
    "Grant",
    "Identity",
    "Implicit",
    "OAuth",
    "SystemUser",
    "Ticket",
    "UsernamePassword",
]
