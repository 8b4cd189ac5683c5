"""The one base64 value of a SOAP answer, decoded while its XML arrives.

lxml's parser keeps a text until its element ends, so expat reads here. Names are resolved by hand:
expat would write a namespace out in full for every name in it, and so fill memory with little.
"""

from __future__ import annotations

import binascii
import io
from typing import Any
from xml.parsers import expat

from ..operations import Operation
from . import DecodeError
from .namespaces import SOAP, XSI
from .soap_texts import attribute, escaped

__all__ = ["StreamedAnswer"]

_PIECE = 64 * 1024
_MOST = 1024 * 1024
"""Bytes before the value, behind it, and between two pieces of its text; a piece more may pass."""
_DEEPEST = 100
_CUT_OFF = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
)
_SPACE = b" \t\r\n"
_BEYOND = {
    "": "",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xmlns": "http://www.w3.org/2000/xmlns/",
}


class StreamedAnswer:
    """Takes an answer's bytes and gives those of its value, holding little more than a chunk.

    Bytes come before it is known that the document is whole: `close` has to agree in the end.
    Everything raises DecodeError, and the same one ever again.
    """

    def __init__(self, operation: Operation) -> None:
        name = operation.soap_name(next(iter(operation.gives)))
        self._name = name
        ours = (operation.namespace, "")  # as the ordinary reader has it
        self._way = (
            ((SOAP,), "Envelope"),
            ((SOAP,), "Body"),
            (ours, operation.response),
            (ours, name),
        )
        self._on_way = 0
        """How many elements of the way to the value are open."""
        self._seeking = True
        self._begun = False
        self._inside = False
        self._open: list[tuple[str, dict[str, str]]] = []
        """Raw name, and namespaces by prefix, of the elements that are open."""
        self._fed = bytearray()
        self._written = io.StringIO()
        self._head = b""
        self._spent = 0
        """Bytes since the start, or since the value last had text."""
        self._quad = b""
        self._padded = False
        self._decoded: list[bytes] = []
        self._failed: DecodeError | None = None
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True  # or every line of base64 comes on its own
        parser.buffer_size = _PIECE
        parser.StartDoctypeDeclHandler = self._document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        # From 2.6 on expat may leave a token that is complete for a later chunk, or for the end.
        defer: Any = getattr(parser, "SetReparseDeferralEnabled", None)
        if defer is not None:
            defer(False)

    @property
    def begun(self) -> bool:
        """Whether the value's element has opened and is not nil: `head` is final then."""
        return self._begun

    @property
    def head(self) -> bytes:
        """A document for `decode_response`: the answer as far as it came, or, once `begun`, all
        that stands before the value, around an element without text in its place."""
        return self._head if self._begun else bytes(self._fed)

    def feed(self, chunk: bytes) -> bytes:
        """The bytes of the value that this chunk completes, often none."""
        for at in range(0, len(chunk), _PIECE):
            self._parse(chunk[at : at + _PIECE])
        return self._taken()

    def close(self) -> bytes:
        """Agree that the document ended here. Gives what an expat that cannot be told not to
        has held back, which is nothing as a rule."""
        self._parse(b"", last=True)
        return self._taken()

    def _taken(self) -> bytes:
        taken = b"".join(self._decoded)
        self._decoded.clear()
        return taken

    # ------------------------------------------------------------------------------ parsing

    def _parse(self, piece: bytes, *, last: bool = False) -> None:
        if self._failed is not None:  # expat would go on, without handlers
            raise self._failed
        if not self._begun:
            self._fed += piece
        self._spent += len(piece)
        try:
            self._parser.Parse(piece, last)
            if self._spent > _MOST:
                raise DecodeError(f"{self._name}: too much XML around the value")
            return
        except DecodeError as error:
            self._failed = error
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            kind = "the answer is cut off" if why in _CUT_OFF else "not XML"
            self._failed = DecodeError(f"{kind}: {why}")
        except (LookupError, ValueError):
            self._failed = DecodeError("not XML: in an encoding that is not known")
        self._decoded.clear()
        raise self._failed

    def _document_type(self, name: str, *rest: object) -> None:
        if name.lower() == "html":
            raise DecodeError("expected XML, got a page of HTML")
        raise DecodeError("an answer with a document type is refused")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside:
            raise DecodeError(f"{self._name}: expected base64Binary, got elements")
        if len(self._open) == _DEEPEST:
            raise DecodeError("the answer is nested too deeply")
        names = [k for k in attributes if k == "xmlns" or k.startswith("xmlns:")]
        self._open.append((name, {k[6:]: attributes[k] for k in names}))
        namespace, local = self._resolved(name)
        said = {self._resolved(k): v for k, v in attributes.items() if ":" in k}
        if self._begun:
            if len(self._open) == 2 and (namespace, local) == (SOAP, "Header"):
                raise DecodeError("the envelope has its Header behind the Body")
            return
        written = [f' {k}="{attribute(v)}"' for k, v in attributes.items()]
        self._written.write(f"<{name}{''.join(written)}>")
        if not self._seeking or len(self._open) != self._on_way + 1:
            return
        namespaces, wanted = self._way[self._on_way]
        if local == wanted and namespace in namespaces:
            self._on_way += 1
        elif self._on_way == 2:
            self._seeking = False  # the first element in the Body is the answer
        if self._on_way == len(self._way):
            self._seeking = False
            if said.get((XSI, "nil"), "").strip() not in ("true", "1"):
                self._begin()

    def _begin(self) -> None:
        self._begun = self._inside = True
        self._written.writelines(f"</{name}>" for name, _ in reversed(self._open))
        self._head = self._written.getvalue().encode()
        self._written.close()
        self._fed.clear()
        self._spent = 0

    def _end(self, name: str) -> None:
        if len(self._open) == self._on_way:
            self._seeking = False  # of elements of one name the first one counts
        self._open.pop()
        if self._inside:
            self._inside = False
            self._spent = 0
            if self._quad:
                raise self._unfit()
        elif not self._begun:
            self._written.write(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._inside:
            self._spent = 0
            self._decode(text)
        elif not self._begun:
            self._written.write(escaped(text))

    def _resolved(self, name: str) -> tuple[str, str]:
        """Namespace and local name; never as one text, see above."""
        prefix, _, local = name.rpartition(":")
        scopes = (scope for _, scope in reversed(self._open) if prefix in scope)
        namespace = next(scopes, _BEYOND).get(prefix, "")
        if prefix and not namespace:
            raise DecodeError("not XML: unbound prefix")
        return namespace, local

    # ------------------------------------------------------------------------------- base64

    def _decode(self, text: str) -> None:
        try:
            found = self._quad + text.encode("ascii").translate(None, _SPACE)
            whole = memoryview(found)[: len(found) & ~3]
            self._decoded.append(binascii.a2b_base64(whole, strict_mode=True))
        except (binascii.Error, UnicodeEncodeError):
            raise self._unfit() from None
        # Nothing may follow padding, and binascii takes more of it than there can be.
        if (self._padded and found) or found.endswith(b"==="):
            raise self._unfit()
        self._quad = found[len(whole) :]
        self._padded |= found.endswith(b"=", 0, len(whole))

    def _unfit(self) -> DecodeError:
        return DecodeError(f"{self._name}: expected base64Binary, got another text")
