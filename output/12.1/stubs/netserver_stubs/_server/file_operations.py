"""Which operation of an agent is about which file, told by names and types.

An operation that is about the file of an X takes the number `XId`, or an X itself, and is called after it:
GetDocumentStream of DocumentId means the file "Document", GetPersonImage of PersonId "PersonImage", GetBlobStream of
BlobEntityId "Blob". "Stream" and "Content", or nothing, are the X's very content; any other word is a kind of its own.
Sizes, languages and versions that are asked for change nothing. Temporary files have names alone. The managers of files
and BLOBs: `file_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.rows import Row, row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import Fault
from netserver._runtime.operations import Operation
from netserver._runtime.standing import generated
from .calls import Handler
from .families import base_of, key_of
from .file_parts import FileKind, carrier_of, managed
from .filling import filled
from .store import StoredFile

if TYPE_CHECKING:
    from .files_kept import KeptFiles

__all__ = ["NO_MATTER", "file_handler", "what_of", "written"]

NO_MATTER = {"width", "height", "languagecode", "pluginid", "versionid"}
"""What may be said beside a file, and changes nothing."""

_MANAGERS = ("FileManager", "BlobManager")
_OWN = ("", "Stream", "Content", "Length")
_VERBS = re.compile(r"(?:Get|Set|Save|Upload)(?:Raw|Sanitized)?")
_ENDINGS = re.compile(r"(?:WithSize|FromId|FromEntity)$")
_TEMPORARY = re.compile(r"(Create|Get|Delete)TempFile")


def what_of(word: str) -> str | None:
    """What kind of file a word means: "" for somebody's very content; None where it means none."""
    word = _ENDINGS.sub("", word)
    if word in _OWN:
        return ""
    return word if re.fullmatch(r"[A-Z][a-z0-9]+", word) else None


def file_handler(files: KeptFiles, operation: Operation) -> Handler | None:
    """What answers an operation about a file; None for any other."""
    if operation.agent in _MANAGERS:
        return managed(files, operation)
    if temporary := _TEMPORARY.fullmatch(operation.name):
        return _temporary(files, operation, temporary[1])
    if operation.name.startswith("DeletePhysical"):
        return _deletes(files, operation)
    if operation.name.endswith("Length"):
        return _measures(files, operation)
    if any(text.startswith("bytes") for text in operation.gives.values()):
        return _reads(files, operation)
    if any(text.startswith("bytes") for text in operation.takes.values()):
        return _writes(files, operation)
    return None


class _Owner(NamedTuple):
    """What the first parameter says of whose file it is."""

    name: str
    attribute: str
    """Of an entity, where its number is; empty where the parameter is the number."""

    def number(self, argument: Any) -> int:
        if argument is None:
            raise Fault(
                f"There is no {self.name} whose file it could be.",
                error_type="System.ArgumentNullException",
            )
        found: int = getattr(argument, self.attribute) if self.attribute else argument
        return found


def _owner(row: Row) -> _Owner | None:
    if not row.takes:
        return None
    name, typed = row.takes[0]
    if typed.kind.name == "int" and name.endswith("Id"):
        return _Owner(name.removesuffix("Id").removesuffix("Entity"), "")
    if typed.kind.name == "carrier":
        schema = schema_of(typed.kind.python)
        key = key_of(schema)
        return None if key is None else _Owner(base_of(schema), key.attribute)
    return None


def _meant(
    operation: Operation, rest: str | None = None
) -> tuple[_Owner, FileKind] | None:
    """Whose file an operation is about, by what follows the verb in its name, and which kind of file that is."""
    owner = _owner(row_of(operation))
    if rest is None:
        verb = _VERBS.match(operation.name)
        rest = "" if verb is None else operation.name[verb.end() :]
    if owner is None or not owner.name or not rest.startswith(owner.name):
        return None
    what = what_of(rest.removeprefix(owner.name))
    return None if what is None else (owner, FileKind(owner.name, what))


def _others(row: Row) -> list[str]:
    """The parameters behind the first that matter."""
    return [name for name, _ in row.takes[1:] if name.casefold() not in NO_MATTER]


# ------------------------------------------------------------------------- whole streams


def _reads(files: KeptFiles, operation: Operation) -> Handler | None:
    meant, row = _meant(operation), row_of(operation)
    if meant is None or _others(row) or len(row.gives) != 1:
        return None
    owner, kind = meant

    def read(argument: Any, *rest: Any) -> bytes | None:
        file = files.read(kind, owner.number(argument))
        return None if file is None else file.content

    return read


def _measures(files: KeptFiles, operation: Operation) -> Handler | None:
    meant, row = _meant(operation), row_of(operation)
    if meant is None or _others(row) or len(row.gives) != 1:
        return None
    owner, kind = meant
    if kind.what or row.gives[0][1].kind.name != "int":
        return None

    def measure(argument: Any, *rest: Any) -> int:
        file = files.read(kind, owner.number(argument))
        return 0 if file is None else len(file.content)

    return measure


def _writes(files: KeptFiles, operation: Operation) -> Handler | None:
    meant, row = _meant(operation), row_of(operation)
    if meant is None:
        return None
    owner, kind = meant
    content = overwrite = 0
    for place, (name, typed) in enumerate(row.takes):
        if typed.kind.name == "bytes":
            content = place
        elif typed.kind.name == "bool" and name.startswith("Overwrite"):
            overwrite = place
    if not content or len(_others(row)) != 1 + bool(overwrite):
        return None
    result = written(files, kind, row.gives[0][1].kind if row.gives else None)

    def write(*arguments: Any) -> Any:
        number = owner.number(arguments[0])
        files.write(
            kind,
            number,
            StoredFile(arguments[content] or b""),
            overwrite=not overwrite or bool(arguments[overwrite]),
        )
        return result(number)

    return write


def written(
    files: KeptFiles, kind: FileKind, gives: Kind | None
) -> Callable[[int], Any]:
    """What makes the result of what has stored a file: what it belongs to, as the entity or by number."""

    def nothing(number: int) -> None:
        return None

    def same(number: int) -> int:
        return number

    def carrier(number: int) -> Any:
        if (
            family is not None
            and generated(family.carrier) in generated(kind_given).__mro__[:2]
        ):
            return files.entity(family, number)
        return filled(kind_given())

    family = files.families.about(kind.owner)
    kind_given: Any = gives.python if gives is not None else None
    if gives is None or gives.name not in ("int", "carrier"):
        return nothing
    return same if gives.name == "int" else carrier


def _deletes(files: KeptFiles, operation: Operation) -> Handler | None:
    meant = _meant(operation, operation.name.removeprefix("DeletePhysical"))
    if meant is None or meant[1].what:
        return None
    owner, kind = meant
    gives = row_of(operation).gives

    def delete(argument: Any, *rest: Any) -> Any:
        files.remove(kind, owner.number(argument))
        if not gives or gives[0][1].kind.name != "carrier":
            return None
        return carrier_of(gives[0][1].kind.python, {"Success": True})

    return delete


# ------------------------------------------------------------------------ temporary files


def _temporary(files: KeptFiles, operation: Operation, verb: str) -> Handler | None:
    def create(name: str | None, content: bytes | None) -> str:
        return files.put_for_a_while(_said(name), content or b"")

    def get(name: str | None) -> bytes | None:
        return files.got_for_a_while(name or "")

    def delete(name: str | None) -> None:
        files.forget(name or "")

    takes = [typed.kind.name for _, typed in row_of(operation).takes]
    gives = [typed.kind.name for _, typed in row_of(operation).gives]
    match verb, takes, gives:
        case "Create", ["text", "bytes"], ["text"]:
            return create
        case "Get", ["text"], ["bytes"]:
            return get
        case "Delete", ["text"], []:
            return delete
        case _:
            return None


def _said(name: str | None) -> str:
    """A file's name without folders."""
    return re.split(r"[\\/]", name or "")[-1][:200] or "file"
