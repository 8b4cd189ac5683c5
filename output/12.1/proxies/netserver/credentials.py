"""Ways to say who is calling."""

from ._runtime.credentials.base import Credentials, Grant
from ._runtime.credentials.implicit import Implicit
from ._runtime.credentials.kinds import AccessToken, Ticket, UsernamePassword
from ._runtime.credentials.oauth import Authorization, Identity, OAuth
from ._runtime.credentials.system_user import SystemUser

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
