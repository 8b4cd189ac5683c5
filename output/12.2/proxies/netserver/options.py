"""What a caller may ask for beside the arguments of an operation."""

from ._runtime.options import Options, RequestOptions

__all__ = ["Options", "RequestOptions"]
