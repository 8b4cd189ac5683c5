"""Ways to say who is calling."""

from ._runtime.credentials import AccessToken, Credentials, Ticket, UsernamePassword

__all__ = ["AccessToken", "Credentials", "Ticket", "UsernamePassword"]
