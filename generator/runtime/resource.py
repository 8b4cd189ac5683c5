"""What the resources of a generated package are made from."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from .agent import AsyncBound, Bound
from .names import package_of
from .rows import AsyncRows, Rows

if TYPE_CHECKING:
    from .endpoints import ResourceOperation
    from .options import RequestOptions
    from .rows import Query

T = TypeVar("T")


def made(
    index: str, class_name: str, session: Any, known: dict[str, T], *part: str
) -> T:
    """The resource of that class; loaded on first use, and then the same one."""
    name = " ".join((class_name, *part))  # no attribute has a space in it
    found = known.get(name)
    if found is None:
        make = getattr(import_module(index), class_name)
        found = known.setdefault(name, make(session, *part))
    return found


def _index(of: object) -> str:
    """The index of resources; a user's class may be from anywhere."""
    package = package_of(__package__ or "")
    return f"{package or type(of).__module__.rpartition('.')[0]}{'.resources' if package else ''}"


class Resource(Bound):
    """One kind of thing that the WebApi has an address for; every method is one call.

    `NAME` is its name in the address, `OPERATIONS` maps operationIds to names of methods. Where the name holds
    "<part>", the class is for several resources, and `part` says which one: "Category".
    """

    def __init__(self, session: Any = None, part: str = "") -> None:
        super().__init__(session)
        self._which = part

    def _call(
        self,
        operation: Any,
        *arguments: object,
        options: RequestOptions | None = None,
    ) -> Any:
        return super()._call(operation.of(self._which), *arguments, options=options)

    def _rows(
        self,
        operation: ResourceOperation,
        *arguments: object,
        query: Query,
        options: RequestOptions | None = None,
    ) -> Rows:
        found = operation.of(self._which)
        return Rows(self._session, found, arguments, query, options)

    def _part(self, class_name: str, *part: str) -> Any:
        return made(_index(self), class_name, self._session, self.__dict__, *part)


class AsyncResource(AsyncBound):
    """One kind of thing that the WebApi has an address for; every method is one call, and awaited.

    `NAME` is its name in the address, `OPERATIONS` maps operationIds to names of methods. Where the name holds
    "<part>", the class is for several resources, and `part` says which one: "Category".
    """

    def __init__(self, session: Any = None, part: str = "") -> None:
        super().__init__(session)
        self._which = part

    async def _call(
        self,
        operation: Any,
        *arguments: object,
        options: RequestOptions | None = None,
    ) -> Any:
        found = operation.of(self._which)
        return await super()._call(found, *arguments, options=options)

    def _rows(
        self,
        operation: ResourceOperation,
        *arguments: object,
        query: Query,
        options: RequestOptions | None = None,
    ) -> AsyncRows:
        found = operation.of(self._which)
        return AsyncRows(self._session, found, arguments, query, options)

    def _part(self, class_name: str, *part: str) -> Any:
        return made(_index(self), class_name, self._session, self.__dict__, *part)


class AnyResources:
    """The resources of one session, each by an attribute."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def _resource(self, class_name: str) -> Any:
        return made(_index(self), class_name, self._session, self.__dict__)

    def __repr__(self) -> str:
        return f"<resources of {self._session!r}>"
