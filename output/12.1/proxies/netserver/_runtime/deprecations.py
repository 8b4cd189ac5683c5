"""Methods that a later release of the service lacks: type checkers strike them out, calls of them warn.

`warnings.deprecated` (PEP 702) is there from Python 3.13 on, and type checkers know it by the name that it has in
typing_extensions.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

__all__ = ["deprecated"]

if TYPE_CHECKING:
    from typing_extensions import deprecated as _deprecated
else:

    def _deprecated(message: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """The function, which warns of `message` where it is called."""

        def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
            if iscoroutinefunction(function):

                @functools.wraps(function)
                async def called(*args: Any, **words: Any) -> Any:
                    warnings.warn(message, DeprecationWarning, stacklevel=2)
                    return await function(*args, **words)

            else:

                @functools.wraps(function)
                def called(*args: Any, **words: Any) -> Any:
                    warnings.warn(message, DeprecationWarning, stacklevel=2)
                    return function(*args, **words)

            called.__deprecated__ = message
            return called

        return decorated


deprecated = _deprecated
"""Marks a method with the words of what calls of it warn."""
