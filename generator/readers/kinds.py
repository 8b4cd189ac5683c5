"""Tells what a document is by its first bytes, never by its name."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import cast

from lxml import etree

from generator.readers.xml import Element

WSDL_NAMESPACE = "http://schemas.xmlsoap.org/wsdl/"
XSD_NAMESPACE = "http://www.w3.org/2001/XMLSchema"


class Kind(Enum):
    """What a document is; the value is how a message calls it."""

    WSDL = "a WSDL 1.1 description"
    SWAGGER = "a Swagger 2.0 description"
    OPENAPI = "an OpenAPI 3 description"
    XSD = "an XML Schema"
    RELEASE = "a release.toml"
    OVERLAY = "an overlay.toml"
    ACCEPTANCES = "a file of accepted changes"
    ZIP = "a zip"
    XML = "another kind of XML"
    JSON = "another kind of JSON"
    EMPTY = "empty"
    OTHER = "something else"


DESCRIPTIONS = frozenset({Kind.WSDL, Kind.SWAGGER, Kind.OPENAPI})

_HEAD = 4096
_LONGEST_PROLOG = 1024 * 1024
_FIRST_KEY = re.compile(
    r"""\s*\{?\s*["']?(?:(swagger)["']?\s*:\s*["']?2\.0\b|(openapi)["']?\s*:\s*["']?3\.)"""
)
_ANY_KEY = re.compile(r'"(?:(swagger)"\s*:\s*"?2\.0\b|(openapi)"\s*:\s*"?3\.)')
_YAML_KEY = re.compile(
    r"""^( *)["']?(?:(swagger)["']?\s*:\s*["']?2\.0\b|(openapi)["']?\s*:\s*["']?3\.)""",
    re.MULTILINE,
)
_YAML_TOP = re.compile(r"^( *)[^\s#%-]", re.MULTILINE)


def kind_of(read: Callable[[int], bytes]) -> tuple[Kind, str]:
    """What a document is, and the targetNamespace of a WSDL or schema.

    `read(n)` gives its first n bytes, `read(-1)` all of them; no more is read than it takes.
    A document that is cut off further down still counts as what it begins as, so that
    its reader can say where it ends.
    """
    head = read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP, ""
    text = _decoded(head).lstrip()
    if not text:
        return (Kind.EMPTY if len(head) < _HEAD else Kind.OTHER), ""
    if text.startswith("<"):
        found = _kind_of_xml(head)
        if found is None and len(head) == _HEAD:  # a long comment comes first
            found = _kind_of_xml(read(_LONGEST_PROLOG))
        return found or (Kind.OTHER, "")
    if "\0" in text:
        return Kind.OTHER, ""
    return _kind_of_mapping(text, read), ""


def _decoded(content: bytes) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace")


def _kind_of_xml(content: bytes) -> tuple[Kind, str] | None:
    """What the root element says; None where `content` ends or breaks off before it."""
    parser = etree.XMLPullParser(
        ("start",),
        attribute_defaults=False,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
    )
    # A fault behind the root does not matter here: its reader says where it is.
    with suppress(etree.XMLSyntaxError, ValueError, LookupError):
        parser.feed(content)
        parser.close()
    for _, found in parser.read_events():
        root = cast(Element, found)
        namespace = root.get("targetNamespace") or ""
        if root.tag == f"{{{WSDL_NAMESPACE}}}definitions":
            return Kind.WSDL, namespace
        if root.tag == f"{{{XSD_NAMESPACE}}}schema":
            return Kind.XSD, namespace
        return Kind.XML, ""
    return None


def _kind_of_mapping(text: str, read: Callable[[int], bytes]) -> Kind:
    """JSON and YAML: what the keys at the top say, in whatever order they stand."""
    named = _named(_FIRST_KEY.match(text))
    if named:
        return named
    whole = _decoded(read(-1))
    if not text.startswith(("{", "[")):
        return _kind_of_yaml(whole)
    named = _named(_ANY_KEY.search(whole))
    if not named:
        return Kind.JSON
    try:
        top: object = json.loads(whole)
    except (ValueError, RecursionError):
        return named  # its reader says what is wrong with it
    if not isinstance(top, dict):
        return Kind.JSON
    versions = cast(dict[str, object], top)
    if str(versions.get("swagger")) == "2.0":
        return Kind.SWAGGER
    if str(versions.get("openapi")).startswith("3."):
        return Kind.OPENAPI
    return Kind.JSON


def _kind_of_yaml(text: str) -> Kind:
    """What the keys say that stand as far in as the first one does."""
    top = _YAML_TOP.search(text)
    for key in _YAML_KEY.finditer(text):
        if top and key[1] == top[1]:
            return Kind.SWAGGER if key[2] else Kind.OPENAPI
    return Kind.OTHER


def _named(match: re.Match[str] | None) -> Kind | None:
    if not match:
        return None
    return Kind.SWAGGER if match[1] else Kind.OPENAPI
