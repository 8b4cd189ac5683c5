"""What a session tells about the calls that it makes."""

from ._runtime.hooks import Hooks, RequestEvent, ResponseEvent, RetryEvent

__all__ = ["Hooks", "RequestEvent", "ResponseEvent", "RetryEvent"]
