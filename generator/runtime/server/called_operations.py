"""Operations of resources that stand for one of an agent, as the texts of the metadata say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..carriers import BaseCarrier, without_view
from ..codecs.rows import row_of
from ..endpoints import BODY, PLACEHOLDER, ResourceOperation
from ..errors import NotFound
from ..operations import Operation
from ..standing import entity_of, generated
from .answering import Handlers
from .catalogue import Catalogue
from .store import StoredFile
from .views import unlinked, viewed
from .webapi_door import Asked, ResourceHandler

__all__ = ["CalledOperations"]


class CalledOperations:
    """Answers an operation of a resource by that of an agent, where the one's values fill the other's parameters."""

    def __init__(self, catalogue: Catalogue, handlers: Handlers) -> None:
        self._catalogue = catalogue
        self._handlers = handlers

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers it; None where it stands for none, or their parameters do not fit."""
        called = self._catalogue.called(operation)
        if called is None or operation.gives_rows:
            return None
        order = _order(operation, called)
        if order is None or not _gives_the_same(operation, called):
            return None
        handlers = self._handlers

        async def answer(asked: Asked) -> Any:
            arguments = [_passed(asked, name) for name in order]
            call = replace(asked.call, operation=called)
            found = await handlers.result(call, called, arguments)
            if found is None and operation.surely_gives:
                raise NotFound("There is no such thing.")
            return viewed(found, asked)

        return answer


def _passed(asked: Asked, name: str) -> object:
    value = asked.values[name]
    if isinstance(value, StoredFile):
        return value.content
    if isinstance(value, BaseCarrier):
        return unlinked(without_view(value), asked)
    return value


def _order(operation: ResourceOperation, called: Operation) -> list[str] | None:
    """For each parameter of the agent's operation, which of the resource's values it gets."""
    left = {name.casefold(): name for name in operation.takes if name[:1] != "$"}
    order: list[str | None] = []
    for name in called.takes:
        order.append(left.pop(name.casefold(), None))
    if order.count(None) == 1:
        order[order.index(None)] = _last(operation, called, left, order.index(None))
    names = [name for name in order if name is not None]
    return names if len(names) == len(order) else None


def _last(
    operation: ResourceOperation, called: Operation, left: dict[str, str], at: int
) -> str | None:
    """The one value that is called otherwise: the body, or what stands alone in the path."""
    wanted = row_of(called).takes[at][1].kind
    types = dict(row_of(operation).takes)
    places = [name for name in PLACEHOLDER.findall(operation.path) if name in left.values()]  # fmt: skip
    for name in (BODY, *(places if len(places) == 1 else ())):
        if name in left.values() and types[name].kind.name == wanted.name:
            return name
    return None


def _gives_the_same(operation: ResourceOperation, called: Operation) -> bool:
    one, two = row_of(operation).gives, row_of(called).gives
    if not one:
        return True
    if not two or row_of(called).result is not None:
        return False
    kind, other = one[0][1].kind, two[0][1].kind
    if kind.name != other.name:
        return False
    return kind.name != "carrier" or issubclass(
        generated(other.python), generated(entity_of(kind.python))
    )
