"""Resources of another pattern than entities: lists of rows, files, lists of the program, who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..codecs.kinds import Kind
from ..codecs.rows import row_of
from ..endpoints import BODY, PLACEHOLDER, ResourceOperation
from ..errors import NotFound
from ..standing import entity_of
from .archives import Archives
from .associates import ASSOCIATE, Associates
from .calls import quick
from .file_operations import NO_MATTER, what_of, written
from .file_parts import FileKind
from .files_kept import KeptFiles
from .list_answers import ItemsOf
from .list_operations import list_named
from .lists import Lists
from .refusals import Malformed
from .store import StoredFile
from .views import viewed
from .webapi_door import Asked, ResourceHandler

__all__ = [
    "ArchiveNames",
    "FileResources",
    "ListResources",
    "CallerResources",
    "RowResources",
]


class RowResources:
    """Answers lists of rows from archives over what is stored."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers a list of rows; None for anything else."""
        if not operation.gives_rows:
            return None
        archives = self._archives

        def rows(asked: Asked) -> Any:
            return archives.answer(
                operation,
                asked.values,
                asked.rows,
                address=asked.address,
                root=asked.call.root,
            )

        return rows


class ArchiveNames:
    """Tells which archives there are."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers GET of all archives; None for anything else."""
        alone = operation.verb == "GET" and operation.path == operation.facade.path
        gives = row_of(operation).gives if alone else ()
        if operation.facade.name != "Archive" or not gives:
            return None
        archives, as_list = self._archives, gives[0][1].kind.name == "list"

        def names(asked: Asked) -> Any:
            found = archives.names()
            return found if as_list else {name: name for name in found}

        return names


class CallerResources:
    """Tells which associate makes the call, wherever that is the whole answer."""

    def __init__(self, associates: Associates) -> None:
        self._associates = associates

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers with the caller's associate; None where something else is wanted."""
        if operation.verb != "GET" or operation.takes or operation.gives_rows:
            return None
        gives = row_of(operation).gives
        if not gives or gives[0][1].kind.xsd != ASSOCIATE:
            return None
        associates = self._associates

        @quick
        def current(asked: Asked) -> Any:
            return associates.current()

        return current


class FileResources:
    """Answers what the WebApi asks of files: /Document/{documentId}/Content, /Person/{personId}/Image."""

    def __init__(self, files: KeptFiles) -> None:
        self._files = files

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers an operation about a file; None for any other."""
        place = _file_meant(operation)
        if place is None:
            return None
        files, (number, kind) = self._files, place
        if operation.verb == "GET":
            if not operation.gives_bytes:
                return None

            def read(asked: Asked) -> StoredFile:
                found = files.read(kind, asked.values[number])
                if found is None:
                    raise NotFound(f"There is no {kind.what or 'file'} of that number.")
                return found

            return read
        if operation.verb == "DELETE":
            if operation.gives or kind.what not in ("", "Image"):
                return None
            return lambda asked: files.remove(kind, asked.values[number])
        return self._write(operation, number, kind)

    def _write(
        self, operation: ResourceOperation, number: str, kind: FileKind
    ) -> ResourceHandler | None:
        taken = [name for name, text in operation.takes.items() if text.startswith("bytes")]  # fmt: skip
        if len(taken) != 1:
            return None
        files, result = self._files, written(self._files, kind, _given(operation))

        def write(asked: Asked) -> Any:
            file = asked.values.get(taken[0])
            if not isinstance(file, StoredFile):
                raise Malformed("The request is invalid.", f"{taken[0]}: there is no file")  # fmt: skip
            files.write(kind, asked.values[number], file)
            return viewed(result(asked.values[number]), asked)

        return write


def _file_meant(operation: ResourceOperation) -> tuple[str, FileKind] | None:
    """The placeholder that is the number of what a file belongs to, and the kind of file; None where none is meant."""
    parts = operation.path.split("/")
    places = [n for n, part in enumerate(parts) if PLACEHOLDER.fullmatch(part)]
    if not places or len(parts) < places[0] + 2:
        return None
    name = parts[places[0]][1:-1]
    others = [parts[n][1:-1].casefold() for n in places[1:]]
    if operation.takes.get(name) != "Int32" or any(each not in NO_MATTER for each in others):  # fmt: skip
        return None
    if len(parts) - places[0] - 2 != len(others):
        return None
    owner = name[:1].upper() + name[1:].removesuffix("Id") if len(name) > 2 else parts[places[0] - 1]  # fmt: skip
    word = parts[places[0] + 1].removeprefix("Sanitized")
    what = what_of(word)
    return None if what is None else (name, FileKind(owner, what))


class ListResources:
    """Answers what the WebApi asks of lists of the program and their items."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers an operation about lists; None for any other."""
        named = PLACEHOLDER.fullmatch(operation.path.split("/")[-1])
        parts = [each.casefold() for each in operation.path.split("/")[2:]]
        reads = operation.verb == "GET"
        match parts:
            case ["mdolist"] if reads:
                return self._names(operation)
            case ["mdolist", _] | ["mdolist", _, "selectable"] if reads:
                return self._mdo(operation)
            case ["list", _, "mdoitems"] if reads:
                return self._mdo(operation)
            case ["list"] if reads:
                return self._definitions(operation)
            case ["list", _] if reads:
                return self._definition(operation)
            case ["list", _, "items"]:
                return self._items(operation, one=False)
            case ["list", _, "items", _] if named is not None:
                return self._items(operation, one=True)
            case _:
                return None

    def _names(self, operation: ResourceOperation) -> ResourceHandler | None:
        kind = _given(operation)
        if kind is None or kind.name != "list" or kind.item is None:
            return None
        lists = self._lists
        return (lambda asked: lists.names()) if kind.item.name == "text" else None

    def _mdo(self, operation: ResourceOperation) -> ResourceHandler | None:
        kind = _given(operation)
        item = None if kind is None else kind.item
        if item is None or item.name != "carrier":
            return None
        lists, which, answers = self._lists, _which(operation), ItemsOf(self._lists, item)  # fmt: skip

        def items(asked: Asked) -> list[Any]:
            name = lists.named(str(which(asked)), asked.values.get("additional") or "")
            return answers.all(name, search=asked.values.get("query") or "")

        return items

    def _definitions(self, operation: ResourceOperation) -> ResourceHandler | None:
        kind = _given(operation)
        if kind is None or not self._is_definition(kind.item):
            return None
        lists = self._lists
        return lambda asked: lists.definitions(deleted=_deleted(asked))

    def _definition(self, operation: ResourceOperation) -> ResourceHandler | None:
        """By its name. By its number it is an entity like others."""
        last = operation.path.rpartition("/")[2].casefold()
        if "Int32" in operation.takes.values() or last == "default":
            return None
        if not self._is_definition(_given(operation)):
            return None
        lists, which = self._lists, _which(operation)

        def definition(asked: Asked) -> Any:
            found = lists.definition(str(which(asked)))
            if found is None:
                raise NotFound("Nothing is said of that list.")
            return viewed(found, asked)

        return definition

    def _is_definition(self, kind: Kind | None) -> bool:
        family = self._lists.families.about("List")
        if family is None or kind is None or kind.name != "carrier":
            return False
        return entity_of(kind.python) is family.carrier

    def _items(
        self, operation: ResourceOperation, *, one: bool
    ) -> ResourceHandler | None:
        verb = _VERBS.get((operation.verb, one))
        places = PLACEHOLDER.findall(operation.path)
        if verb is None or (one and len(places) < 2):
            return None
        if not places and verb != "GetAll":
            return None  # what is an entity is made and changed as such
        kind = _given(operation)
        item = kind.item if kind is not None and kind.name == "list" else kind
        if item is not None and item.name != "carrier":
            return None
        lists, which, answers = self._lists, _which(operation), ItemsOf(self._lists, item)  # fmt: skip

        def answer(asked: Asked) -> Any:
            new = verb in ("Add", "SaveAll")
            found = answers.answer(
                verb,
                list_named(lists, which(asked), new=new),
                number=asked.values[places[-1]] if one else None,
                said=asked.values.get(BODY),
                deleted=_deleted(asked),
            )
            if found is None and verb == "Get":
                raise NotFound("There is no such item.")
            return found

        return answer


_VERBS = {
    ("GET", False): "GetAll",
    ("PUT", False): "SaveAll",
    ("POST", False): "Add",
    ("DELETE", False): "DeleteAll",
    ("GET", True): "Get",
    ("PUT", True): "Save",
    ("DELETE", True): "Delete",
}


def _given(operation: ResourceOperation) -> Kind | None:
    gives = row_of(operation).gives
    return gives[0][1].kind if gives else None


def _which(operation: ResourceOperation) -> Callable[[Asked], int | str]:
    """What says which list is meant: the part of the path after the first word."""
    word = operation.path.split("/")[3]
    place = PLACEHOLDER.fullmatch(word)
    return (lambda asked: word) if place is None else lambda asked: asked.values[place[1]]  # fmt: skip


def _deleted(asked: Asked) -> bool:
    values = asked.values
    return bool(values.get("includeDeleted") or values.get("deleted"))
