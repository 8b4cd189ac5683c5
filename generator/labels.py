"""`release.toml`: what a folder of sources calls its release."""

from __future__ import annotations

import keyword
import tomllib
from dataclasses import dataclass

from generator.diagnostics import Origin, metadata_error, quoted

_KEYS = ("label", "package", "services", "provenance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the file says; empty texts where it says nothing."""

    label: str = ""
    package: str = ""
    services: str = ""
    provenance: str = ""


def parse_labels(content: bytes, file: str) -> Labels:
    """The labels in a release.toml; MetadataError where it is not one."""
    try:
        document: dict[str, object] = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise metadata_error(
            "release-file",
            f"not readable as TOML: {error}",
            Origin(file),
            expected="texts: " + ", ".join(_KEYS),
        ) from None
    found: dict[str, str] = {}
    for key in _KEYS:
        value = document.get(key, "")
        if not isinstance(value, str):
            raise metadata_error(
                "release-file",
                f"{key} is {quoted(repr(value))}",
                Origin(file),
                expected="a text",
            )
        found[key] = value
    if found["package"] and not is_package_name(found["package"]):
        raise metadata_error(
            "release-file",
            f"package is {quoted(found['package'])}",
            Origin(file),
            expected="a name that Python can import",
            hint="letters, digits and underscores, a letter first",
        )
    return Labels(**found)


def is_package_name(name: str) -> bool:
    """Whether a package may be called so: what Python imports and every index takes."""
    return (
        name.isascii()
        and name.isidentifier()
        and not name.startswith("_")
        and not keyword.iskeyword(name)
    )
