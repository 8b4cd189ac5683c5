"""The values that JSON and YAML documents have in common."""

from __future__ import annotations

from typing import TypeAlias

from generator.diagnostics import MetadataError, Origin, metadata_error, quoted

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, JSON]"

MAX_DEPTH = 100


def step(name: str) -> str:
    """`name` as one step of a JSON pointer (RFC 6901)."""
    if "~" in name or "/" in name:
        name = name.replace("~", "~0").replace("/", "~1")
    return "/" + name


def duplicate_key(key: str | None, origin: Origin) -> MetadataError:
    """The error for `key`, or for one that is not known."""
    return metadata_error(
        "duplicate-key",
        f"{'a key' if key is None else 'the key ' + quoted(key)} stands twice in one object",
        origin,
        expected="each key once",
        hint="remove the one that is not meant",
    )


def too_deep(file: str, place: str = "") -> MetadataError:
    """The error for nesting without bound."""
    return metadata_error(
        "too-deep",
        f"values are nested more than {MAX_DEPTH} levels deep",
        Origin(file, place),
        expected="a description of a service",
    )
