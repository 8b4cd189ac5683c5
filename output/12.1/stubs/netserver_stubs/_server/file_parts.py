"""The managers of files and BLOBs: ReadFile, BeginReadFilePart, WriteBlob and the like, in base64, whole or in parts."""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.rows import Row, row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import Fault, NotFound
from netserver._runtime.operations import Operation
from .calls import Handler
from .filling import filled
from .store import StoredFile

if TYPE_CHECKING:
    from .files_kept import KeptFiles

__all__ = ["FileKind", "carrier_of", "managed"]

_NAMES = re.compile(r"(Begin|End|)(Read|Write|Create)(?:File|Blob)(?:Part|)")


class FileKind(NamedTuple):
    """A kind of file, and what such files belong to."""

    owner: str
    """ "Person"."""
    what: str = ""
    """ "Image"; empty for what is the owner's very content."""

    @property
    def name(self) -> str:
        """As the store has it: "PersonImage"."""
        return self.owner + self.what


def carrier_of(carrier: Any, members: dict[str, Any]) -> Any:
    """A carrier with those of the members that it has, by their names on the wires."""
    schema = schema_of(carrier)
    values = {
        schema.fields[schema.index[name]].attribute: value
        for name, value in members.items()
        if name in schema.index
    }
    return filled(carrier(**values))


def managed(files: KeptFiles, operation: Operation) -> Handler | None:
    """What answers an operation of a manager; None for one that does something else."""
    named, row = _NAMES.fullmatch(operation.name), row_of(operation)
    if named is None or not row.takes:
        return None
    first, typed = row.takes[0]
    if typed.kind.name != "int" or not first.endswith("Id"):
        return None
    kind = FileKind(first.removesuffix("Id"))
    match named[1], named[2]:
        case "End", _:
            return _end
        case _, "Read":
            return _reads(files, kind, row)
        case ("Begin", "Write") | (_, "Create"):
            return _creates(files, kind)
        case _:
            return _writes(files, kind, row)


def _end(number: int) -> None:
    del number  # each part was stored as it came


def _creates(files: KeptFiles, kind: FileKind) -> Handler:
    def create(number: int, overwrite: bool = True) -> None:
        files.write(kind, number, StoredFile(b""), overwrite=bool(overwrite))

    return create


def _reads(files: KeptFiles, kind: FileKind, row: Row) -> Handler:
    places, answered = _places(row), _answered(row)

    def read(*arguments: Any) -> Any:
        file = files.read(kind, arguments[0])
        if file is None:
            raise NotFound(f"The {kind.owner} {arguments[0]} has no file.")
        return answered(file, _part(file, arguments, places))

    return read


def _writes(files: KeptFiles, kind: FileKind, row: Row) -> Handler | None:
    places = _places(row)
    if "content" not in places:
        return None

    def write(*arguments: Any) -> None:
        content = _from_base64(arguments[places["content"]])
        if "position" in places:
            files.add(kind, arguments[0], arguments[places["position"]], content)
        else:
            files.write(kind, arguments[0], StoredFile(content))

    return write


def _places(row: Row) -> dict[str, int]:
    """Where among the arguments the position, the length and the content of a part stand."""
    found: dict[str, int] = {}
    for place, (name, typed) in enumerate(row.takes):
        if typed.kind.name == "text":
            found["content"] = place
        elif name.endswith("Position"):
            found["position"] = place
        elif name == "Length":
            found["length"] = place
    return found


def _part(file: StoredFile, arguments: Sequence[Any], places: dict[str, int]) -> bytes:
    if "position" not in places:
        return file.content
    start: int = arguments[places["position"]]
    length = len(file.content)
    if "length" in places:
        length = arguments[places["length"]]
    if start < 0 or length < 0:
        raise Fault(
            "Position and length of a part must not be negative.",
            error_type="System.ArgumentOutOfRangeException",
        )
    return file.content[start : start + length]


def _answered(row: Row) -> Callable[[StoredFile, bytes], Any]:
    """What makes the answer to a reading operation, of a file and that part of it."""

    def value(name: str, kind: Kind, file: StoredFile, part: bytes) -> Any:
        if kind.name == "int":
            return len(part)
        if kind.name == "bytes":
            return part
        if name == "Response":
            return b64encode(part).decode()
        return {"FileName": file.name, "ContentType": file.media_type}.get(name)

    def answer(file: StoredFile, part: bytes) -> Any:
        values = {
            name: value(name, typed.kind, file, part) for name, typed in row.gives
        }
        if row.result is not None:
            return carrier_of(row.result.python, values)
        return next(iter(values.values()), None)

    return answer


def _from_base64(text: str | None) -> bytes:
    try:
        return a2b_base64(text or "")
    except (Base64Error, ValueError):
        raise Fault(
            "The content of a file must be base64.",
            error_type="System.FormatException",
        ) from None
