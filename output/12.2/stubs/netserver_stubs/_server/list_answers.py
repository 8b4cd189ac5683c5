"""Items of lists as carriers, and carriers as items of lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import Fault
from netserver._runtime.members import class_of
from .families import key_of
from .list_items import ListItem, name_field

if TYPE_CHECKING:
    from .lists import Lists, StoredItem

__all__ = ["ItemsOf", "item_said"]

_FLAT = ("ChildItems", "UdListDefinitionId")
"""What only carriers have that show items of whichever list."""


def item_said(carrier: Any) -> ListItem:
    """The item that a carrier says.

    Raises:
        Fault: It says none.
    """
    if carrier is None:
        raise Fault(
            "There is no item to save.", error_type="System.ArgumentNullException"
        )
    schema = schema_of(class_of(carrier))

    def said(name: str, otherwise: Any) -> Any:
        at = schema.folded.get(name)
        found = None if at is None else getattr(carrier, schema.fields[at].attribute)
        return found or otherwise

    key, called = key_of(schema), name_field(schema)
    number = getattr(carrier, key.attribute) if key is not None else 0
    return ListItem(
        id=number or 0,
        name=(getattr(carrier, called.attribute) or "") if called is not None else "",
        tooltip=said("tooltip", ""),
        rank=said("rank", 0),
        deleted=bool(said("deleted", False)),
    )


class ItemsOf:
    """Answers about items of lists in carriers of one class; None where an operation gives nothing."""

    def __init__(self, lists: Lists, kind: Kind | None) -> None:
        self._lists = lists
        self._kind = kind if kind is not None and kind.name == "carrier" else None

    def all(self, name: str, *, deleted: bool = False, search: str = "") -> list[Any]:
        """The items of a list; with a `search` those whose name has that text in it."""
        show, wanted = self._shown(name), search.strip().casefold()
        return [
            show(each)
            for each in self._lists.stored(name, deleted=deleted)
            if wanted in each.item.name.casefold()
        ]

    def get(self, name: str, number: int) -> Any:
        """One item; None where there is none."""
        found = self._lists.stored_item(name, number)
        return None if found is None else self._shown(name)(found)

    def answer(
        self,
        verb: str,
        name: str,
        *,
        number: int | None = None,
        said: Any = None,
        deleted: bool = False,
    ) -> Any:
        """What there is to say after something was done with a list or one of its items.

        Args:
            verb: "GetAll", "SaveAll", "DeleteAll", "Add", "Get", "Save", "Delete", or "Put" for what is new
                where it has no number.
            name: Of the list, as the store has it.
            number: Of the item.
            said: A carrier that says an item, or a list of these.
        """
        match verb:
            case "GetAll":
                return self.all(name, deleted=deleted)
            case "Get":
                return self.get(name, number or 0)
            case "SaveAll":
                self._lists.put_all(name, [item_said(each) for each in said or ()])
                return self.all(name, deleted=True)
            case "DeleteAll":
                self._lists.put_all(name, [])
            case "Delete":
                self._lists.remove(name, number or 0)
            case _:
                item = item_said(said)
                if verb != "Put":
                    item = replace(item, id=number or 0)
                return self.get(name, self._lists.put(name, item).id)
        return None

    def _shown(self, name: str) -> Callable[[StoredItem], Any]:
        """How the items of a list are shown: as the entities they are, as what refers to these, or as any item."""
        kind, lists = self._kind, self._lists
        if kind is None:
            return lambda stored: None
        family, schema = lists.family(name), schema_of(kind.python)
        if family is not None and kind.python is family.carrier:
            return lambda stored: lists.entity(family, stored.document)
        flat = any(each in schema.index for each in _FLAT)
        none: list[Any] = []
        more: dict[str, Any] = {
            "ChildItems": none,
            "UdListDefinitionId": lists.number(name),
        }

        def show(stored: StoredItem) -> Any:
            members = {**stored.item.members, **more}
            if not flat:
                members = {**stored.document, **stored.item.members}
            return lists.references.view(kind, members)

        return show
