"""XML as text: elements around elements, with everything in attributes escaped."""

from __future__ import annotations

import re
from functools import lru_cache

from netserver._runtime.codecs.soap_texts import attribute

__all__ = ["quoted", "tag"]

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(called: str, /, *inner: str, **attributes: str | bool | None) -> str:
    """An element `called` so around `inner`, which is XML already.

    An attribute that is True is written as "true"; one that is False or None is left out.
    """
    written = [f"<{called}"]
    for key, value in attributes.items():
        if value is True:
            written.append(f' {key}="true"')
        elif value is not None and value is not False:
            written.append(f' {key}="{_quoted(value)}"')
    if not inner:
        return "".join((*written, "/>"))
    return "".join((*written, ">", *inner, f"</{called}>"))


def quoted(text: str) -> str:
    """The text for an attribute, without the characters that XML cannot hold."""
    return attribute(_UNFIT.sub("\ufffd", text))


_quoted = lru_cache(maxsize=4096)(quoted)
