"""Forms and names of files, as browsers and other clients send them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, unquote

from .messages import Received, media_type
from .refusals import Malformed
from .store import StoredFile

__all__ = ["FORM", "file_in", "form_in"]

FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_OCTETS = "application/octet-stream"
_INVALID = "The request is invalid."
_MOST_FIELDS = 1000
_PARAMETER = re.compile(
    r';\s*([\w*-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;"]*))', re.ASCII
)
_ESCAPED = re.compile(r'\\(["\\])')


def file_in(got: Received) -> StoredFile:
    """The body as a file, called as the request says."""
    said = _parameters(got.headers.get("content-disposition", ""))
    return StoredFile(got.body, _file_name(said), got.content_type or _OCTETS)


def form_in(got: Received) -> dict[str, StoredFile]:
    """The fields of a form by name in lower case, texts as files without a name; Malformed where it is none."""
    if got.content_type == FORM:
        text = got.body.decode("latin-1")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError:
            raise Malformed(_INVALID, "the form has too many fields") from None
        return {name.lower(): StoredFile(value.encode()) for name, value in pairs}
    if got.content_type != _MULTIPART:
        raise Malformed(
            "The request entity's media type is not supported for this resource.",
            f"expected {_MULTIPART}, got {got.content_type or 'no content type'}",
            status=415,
        )
    boundary = _parameters(got.headers["content-type"]).get("boundary", "")
    if not boundary:
        raise Malformed(_INVALID, "the form has no boundary")
    found: dict[str, StoredFile] = {}
    for head, content in _parts(got.body, boundary.encode("latin-1")):
        said = _parameters(head.get("content-disposition", ""))
        if name := said.get("name"):
            kind = media_type(head.get("content-type", "")) or "text/plain"
            found[name.lower()] = StoredFile(content, _file_name(said), kind)
    return found


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[Mapping[str, str], bytes]]:
    """The head and the content of each part (RFC 7578); Malformed where one is cut off."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, _MOST_FIELDS + 1)
    if len(pieces) > _MOST_FIELDS + 1:
        raise Malformed(_INVALID, "the form has too many fields")
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return
        head, between, content = piece.partition(b"\r\n\r\n")
        if not between:
            break
        lines = (
            line.partition(":")
            for line in head.decode("utf-8", "replace").split("\r\n")
        )
        yield {name.strip().lower(): text.strip() for name, _, text in lines}, content
    raise Malformed(_INVALID, "the body is no form of several parts, or is cut off")


def _parameters(header: str) -> dict[str, str]:
    """What stands behind the first word of a header, by name in lower case."""
    return {
        name.lower(): _ESCAPED.sub(r"\1", quoted) or bare
        for name, quoted, bare in _PARAMETER.findall(header)
    }


def _file_name(said: Mapping[str, str]) -> str:
    """The name in a Content-Disposition; the one that is encoded (RFC 8187) comes first."""
    charset, _, rest = said.get("filename*", "").partition("'")
    encoded = rest.partition("'")[2]
    if encoded and charset.lower() in ("utf-8", "iso-8859-1"):
        return unquote(encoded, charset)
    return said.get("filename", "")
