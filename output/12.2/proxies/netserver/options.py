"""What a caller may ask for beside the arguments of an operation."""

from ._runtime.options import Options, Raw, RequestOptions

__all__ = ["Options", "Raw", "RequestOptions"]
