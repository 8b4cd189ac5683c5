"""Texts in several languages, and texts that stand for one which every user has in his own.

    US:"Supplier";NO:"Leverandør"
    [SR_CONTACT]

Names in lists are like that, until a call asks for a language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

__all__ = [
    "Languages",
    "parse_languages",
    "build_languages",
    "in_language",
    "resource_id",
    "resource_ids",
    "build_resource",
]

Languages: TypeAlias = dict[str, str]
"""A text in several languages, by NetServer's codes ("US", "NO", "GE")."""

_CODE = r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4})?)"
_FIRST = re.compile(_CODE + ':"')
_NEXT = re.compile(f'";{_CODE}:"')
_RESOURCE = re.compile(r"\[(SR_[A-Za-z0-9_]+)\]")


def parse_languages(text: str) -> Languages | None:
    """The texts of 'US:"Supplier";NO:"Leverandør"' in their order; None for any other text.

    Nothing is escaped in it. A text ends where a quote and `;NO:"` follow, or a quote and
    the end (with or without `;`), so other quotes and semicolons are part of it. Of a
    language given twice the first text counts.
    """
    start = _FIRST.match(text)
    end = len(text) - (2 if text.endswith('";') else 1)
    if start is None or end < start.end() or text[end] != '"':
        return None
    first, *others = _NEXT.split(text[start.end() : end])
    found = {start[1]: first}
    for code, each in zip(others[::2], others[1::2], strict=True):
        found.setdefault(code, each)
    return found


def build_languages(languages: Mapping[str, str]) -> str:
    """One text of many; ValueError when it could not be told apart again."""
    text = ";".join(f'{code}:"{each}"' for code, each in languages.items())
    if parse_languages(text) != languages:
        raise ValueError(
            "not writable as one text: there must be a language, each with a code such as NO, "
            "and no text may look like the end of one and the start of the next"
        )
    return text


def in_language(text: str, language: str, fallback: Sequence[str] = ("US",)) -> str:
    """The text in that language, whatever the case of its code; the text itself when it has no languages.

    An empty text counts as missing. After `fallback` any language will do, the first first.
    """
    found = parse_languages(text)
    if found is None:
        return text
    codes = (language, fallback) if isinstance(fallback, str) else (language, *fallback)
    said = {code.lower(): each for code, each in found.items() if each}
    for code in codes:
        if each := said.get(code.lower()):
            return each
    return next(iter(said.values()), "")


def resource_id(text: str) -> str | None:
    """ "SR_XYZ" of "[SR_XYZ]", the name of a text that NetServer translates; None for any other text."""
    match = _RESOURCE.fullmatch(text)
    return match[1] if match else None


def resource_ids(text: str) -> tuple[str, ...]:
    """The names of all such texts inside another, each once, in the order they first appear."""
    return tuple(dict.fromkeys(cast("list[str]", _RESOURCE.findall(text))))


def build_resource(name: str) -> str:
    """ "[SR_XYZ]" of "SR_XYZ"; ValueError for what is no name of a resource."""
    text = f"[{name}]"
    if resource_id(text) is None:
        raise ValueError("a resource is named SR_ and letters, digits or underscores")
    return text
