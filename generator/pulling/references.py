"""References of a WSDL to other documents: which there are, and the WSDL with other ones in their place.

A folder is read without asking anybody, so that parts of a WSDL lie beside it and are named by relative
paths. Only the references change; every other byte stays.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from generator.readers.kinds import WSDL_NAMESPACE
from generator.readers.xml import parse_xml
from generator.readers.xs import XS
from generator.readers.xsd_index import BUILT_IN

_ATTRIBUTE = re.compile(rb"""(?<=\s)((?:schemaLocation|location)\s*=\s*)("[^"]*"|'[^']*')""")  # fmt: skip
_WSDL_IMPORT = f"{{{WSDL_NAMESPACE}}}import"
_SCHEMA_REFERENCES = tuple(f"{XS}{each}" for each in ("import", "include", "redefine"))


def references(content: bytes, file: str) -> tuple[str, ...]:
    """The locations that a WSDL or schema names, once each, but for schemas that everybody has.

    Raises:
        MetadataError: It is no whole XML.
    """
    found: dict[str, None] = {}
    for element in parse_xml(content, file).iter(_WSDL_IMPORT, *_SCHEMA_REFERENCES):
        word = "location" if element.tag == _WSDL_IMPORT else "schemaLocation"
        location = element.get(word) or ""
        if location.strip() and element.get("namespace") not in BUILT_IN:
            found[location] = None
    return tuple(found)


def renamed(content: bytes, names: Mapping[str, str]) -> bytes:
    """The document with the locations that `names` has changed to what it says, which is plain text."""

    def replaced(match: re.Match[bytes]) -> bytes:
        said = html.unescape(match[2][1:-1].decode("utf-8", "replace"))
        name = names.get(said)
        return match[0] if name is None else match[1] + f'"{name}"'.encode()

    return _ATTRIBUTE.sub(replaced, content) if names else content
