"""Changes to a part of an entity: computed from two carriers, or put together by hand."""

from ._runtime.patching import Changes, Patch

__all__ = ["Changes", "Patch"]
