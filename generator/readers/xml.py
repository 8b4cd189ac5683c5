"""XML from a stranger: no DTD, no entities, no network, bounded depth and size."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any, TypeAlias, cast

from lxml import etree

from generator.diagnostics import Origin, metadata_error, quoted

Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

_LONGEST_GUESS = 100
_MOST_GUESSES = 2000

_DECLARATION = re.compile(rb"xmlns:?([^=\s]*)=")

# Whitespace, the declaration and other instructions, comments: all that may stand before a DOCTYPE.
_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


def parse_xml(content: bytes, file: str) -> Element:
    """The root of the document; MetadataError ("dtd", "not-xml") naming `file` and the line."""
    prolog = _PROLOG.match(content)
    start = prolog.end() if prolog else 0
    if content.startswith(b"<!DOCTYPE", start):
        raise _has_dtd(file, content.count(b"\n", 0, start) + 1)
    parser = etree.XMLParser(
        attribute_defaults=False,
        dtd_validation=False,
        huge_tree=False,  # libxml2 then refuses what is deeper than 256 or longer than 10 MB
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise metadata_error(
            "not-xml",
            f"is not well-formed XML: {quoted(error.msg or 'nothing there', limit=200)}",
            Origin(file, str(error.lineno or 1)),
            expected="a whole XML document",
        ) from None
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise metadata_error(
            "not-xml", f"is not XML: {quoted(str(error))}", Origin(file, "1")
        ) from None
    # In an encoding such as UTF-16 the look at the bytes has not seen it.
    if cast(Any, root.getroottree().docinfo).doctype:
        raise _has_dtd(file, 1)
    return root


def _has_dtd(file: str, line: int) -> Exception:
    return metadata_error(
        "dtd",
        "the document has a DOCTYPE",
        Origin(file, str(line)),
        expected="XML without a document type definition",
        hint="remove the DOCTYPE; entities in it have to be written out",
    )


def children(element: Element, tag: str) -> list[Element]:
    """The child elements of that name."""
    return [child for child in element if child.tag == tag]


def text_of(element: Element) -> str:
    """All text below `element`, newlines as \\n, without space around it."""
    text = "".join(str(part) for part in element.itertext())
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class Scope:
    """The prefixes in scope below one element.

    An element may declare prefixes of its own (WCF writes `xmlns:q1` beside the type that needs
    it), so a name counts where it stands. Asking every element for its prefixes is the slowest
    part of reading a description; hence it is only done for those that are declared again
    somewhere below.
    """

    def __init__(self, root: Element, apart_from: str = "") -> None:
        """`apart_from` names a child (its tag) below which the scope will not be used."""
        self._prefixes = root.nsmap
        written = etree.tostring(root, encoding="utf-8", with_tail=False)
        _, _, below = written.partition(b">")
        self._again = {
            name.decode() or None
            for name in _DECLARATION.findall(_without(below, root, apart_from))
        }

    def qualified(
        self, element: Element, name: str, default: str | None = None
    ) -> str | None:
        """`name`, standing in `element`, in the form "{namespace}local".

        None where the prefix is declared nowhere. A name without prefix takes the default
        namespace of the scope, else `default`, else none at all.
        """
        head, colon, local = name.partition(":")
        prefix = head if colon else None
        if prefix == "xml":
            return f"{{{XML_NAMESPACE}}}{local}"
        known = element.nsmap if prefix in self._again else self._prefixes
        namespace = known.get(prefix)
        if prefix is not None:
            return f"{{{namespace}}}{local}" if namespace else None
        namespace = namespace or default
        return f"{{{namespace}}}{name}" if namespace else name


def _without(written: bytes, root: Element, tag: str) -> bytes:
    """`written`, the text of `root`, without that of its one child of that name."""
    found = children(root, tag)
    if len(found) != 1:
        return written
    name = f"{found[0].prefix}:" if found[0].prefix else ""
    name += split(tag)[1]
    # In the text that lxml writes a "<" always begins a tag.
    start = written.find(f"<{name}".encode())
    end = f"</{name}>".encode()
    if start < 0 or written.count(end) != 1:
        return written
    return written[:start] + written[written.index(end) :]


def split(name: str) -> tuple[str, str]:
    """Namespace and local part of "{namespace}local"."""
    if name.startswith("{"):
        namespace, _, local = name[1:].rpartition("}")
        return namespace, local
    return "", name


def nearest(name: str, names: Iterable[str]) -> str:
    """The hint "did you mean ...?" for `name`, where one of `names` is like it; else empty."""
    # Bounded, because the names are a stranger's and the comparison is quadratic.
    candidates = [each for each in names if len(each) <= _LONGEST_GUESS]
    close = (
        difflib.get_close_matches(name, candidates[:_MOST_GUESSES], n=1)
        if len(name) <= _LONGEST_GUESS
        else []
    )
    return f"did you mean {quoted(close[0])}?" if close else ""
