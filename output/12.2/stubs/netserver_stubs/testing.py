"""What tests have of the server: a NetServer that starts when it is used, its faults and its calls."""

from ._server.calls import Call as Call
from ._server.calls import User as User
from ._server.calls import current_call as current_call
from ._server.testing import NetServer as NetServer

__all__ = ["Call", "NetServer", "User", "current_call"]
