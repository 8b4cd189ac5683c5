"""Associates: those who may sign in, as carriers that entities refer to by AssociateId.

They are the users of the seed, then those whom an agent has saved as a User, then items of the list "associate".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import msgspec

from netserver._runtime.codecs.kinds import Kind, resolve
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.operations import Operation
from .accounts import Account, accounts_of
from .calls import Handler, current_call, quick
from .catalogue import Catalogue
from .list_items import OWN
from .store import Records, Store

__all__ = ["ASSOCIATE", "Associates", "associate_document"]

ASSOCIATE = "Associate"
_USER = "User"
Document: TypeAlias = dict[str, Any]
View: TypeAlias = Callable[[Kind, Document], Any]


def associate_document(records: Records, number: int) -> Document | None:
    """What there is to say of the associate of that number, as JSON has it; None where there is none."""
    for account in accounts_of(records):
        if account.associate_id == number:
            return _document(account)
    user = records.get(_USER, number)
    if user is not None:
        return _of_user(number, msgspec.json.decode(user))
    body = records.get(f"{OWN}{ASSOCIATE.casefold()}", number)
    return None if body is None else msgspec.json.decode(body)


def _of_user(number: int, said: Document) -> Document:
    name = said.get("Name") or said.get("UserName")
    person: Document = said.get("Person") or {}
    return {
        "Id": number,
        "Name": name,
        "FullName": person.get("FullName"),
        "PersonId": person.get("PersonId"),
        "UserName": said.get("UserName") or name,
    }


def _document(account: Account) -> Document:
    return {
        "Id": account.associate_id,
        "Name": account.name,
        "FullName": account.full_name,
        "PersonId": account.person_id,
        "UserName": account.name,
    }


class Associates:
    """Answers agents where they are asked for associates by number; `view` makes the carriers."""

    def __init__(self, catalogue: Catalogue, store: Store, view: View) -> None:
        self._catalogue = catalogue
        self._store = store
        self._view = view

    def handler(self, operation: Operation) -> Handler | None:
        """What answers GetAssociate, GetAssociateList and GetAssociateByPersonId; None for any other."""
        if operation.name not in _OPERATIONS or len(operation.takes) != 1:
            return None
        gives = row_of(operation).gives
        kind = gives[0][1].kind if len(gives) == 1 else None
        item = kind.item if kind is not None and kind.name == "list" else kind
        if item is None or kind is None or item.xsd != ASSOCIATE:
            return None
        by_person = operation.name.endswith("PersonId")

        @quick
        def one(number: int) -> Any:
            found = self._found([number], item, by_person=by_person)
            return next(iter(found), None)

        def several(numbers: Sequence[int] | None) -> list[Any]:
            return self._found(numbers or (), item, by_person=False)

        return several if kind.name == "list" else one

    def current(self) -> Any:
        """The associate who makes the call; None where that is none."""
        user, carrier = current_call().user, self._catalogue.carrier(ASSOCIATE)
        if user is None or not user.associate_id or carrier is None:
            return None
        kind = resolve(carrier).kind
        return next(iter(self._found([user.associate_id], kind, by_person=False)), None)

    def _found(
        self, numbers: Sequence[int], kind: Kind, *, by_person: bool
    ) -> list[Any]:
        with self._store.reading() as records:
            if by_person:
                numbers = [*_of_persons(records, numbers)]
            found = [associate_document(records, each) for each in numbers]
        return [self._view(kind, each) for each in found if each is not None]


_OPERATIONS = ("GetAssociate", "GetAssociateList", "GetAssociateByPersonId")


def _of_persons(records: Records, persons: Sequence[int]) -> Iterator[int]:
    for account in accounts_of(records):
        if account.person_id and account.person_id in persons:
            yield account.associate_id
