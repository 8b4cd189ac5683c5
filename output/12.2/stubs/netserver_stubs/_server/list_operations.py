"""What agents are answered about lists and their items, told by the rows of the operations.

The MDO agent names a list; the List agent gives all that is of one kind (GetCategories, GetAllCountries), what refers to
an item by number (GetBusiness), and items of the list that `UdListDefinitionId` or `UdListDefinitionName` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import Fault
from netserver._runtime.operations import Operation
from .calls import Handler
from .catalogue import Catalogue
from .families import key_of
from .list_answers import ItemsOf
from .list_items import folded, name_field
from .providers import plurals

if TYPE_CHECKING:
    from .lists import Lists

__all__ = ["handler_of", "list_named", "references_given"]

_MDO = "MDO"
_LIST = "List"
_DEFINED = re.compile(r"(GetAll|SaveAll|DeleteAll|Add|Get|Save|Delete)From(ListDefinition|ListName)")  # fmt: skip
_NUMBER = "udlistdefinitionid"
_NAME = "udlistdefinitionname"
_ITEM_NUMBERS = ("id", "listitemid", "itemid")


def handler_of(lists: Lists, operation: Operation) -> Handler | None:
    """What answers an operation; None where it is not about lists."""
    if operation.agent == _MDO:
        return _mdo(lists, operation)
    found = _every(lists, operation)
    if found is None and operation.agent == _LIST:
        found = (
            _by_number(lists, operation)
            or _of_definition(lists, operation)
            or _saved(lists, operation)
            or _definitions(lists, operation)
        )
    return found


# ------------------------------------------------------------------------- texts of rows


def _plain(text: str) -> str:
    return text.partition("|")[0].strip()


def _carrier_given(operation: Operation) -> tuple[str, bool]:
    """The carrier that an operation gives, and whether it is a list of such; "" for anything else."""
    texts = [_plain(each) for each in operation.gives.values()]
    if len(texts) != 1 or operation.result:
        return "", False
    name = texts[0].removeprefix("list[").removesuffix("]")
    return (name, name != texts[0]) if name.isidentifier() else ("", False)


def _takes_numbers(operation: Operation, several: bool) -> bool:
    takes = [_plain(each) for each in operation.takes.values()]
    return takes == (["list[Int32]"] if several else ["Int32"])


def _takes_nothing(operation: Operation) -> bool:
    """Nothing, but whether what is deleted is wanted, too."""
    takes = {name.casefold(): _plain(each) for name, each in operation.takes.items()}
    return not takes or takes == {"includedeleted": "bool"}


def _list_name(carrier: str) -> str:
    """The list of whose items a carrier is one: "category" of Category and CategoryEntity, "task" of TaskListItem."""
    return folded(carrier).removesuffix("entity").removesuffix("listitem")


def _means_all(operation: Operation, carrier: str) -> bool:
    """Whether it gives all there are: GetCategories, GetAllCategories, GetAllCategory, GetCategoryList."""
    if not operation.name.startswith("Get") or not _takes_nothing(operation):
        return False
    rest = operation.name.removeprefix("Get").removeprefix("All").casefold()
    return any(
        rest in (name, f"{name}list", *plurals(name))
        for name in (folded(carrier), _list_name(carrier))
        if name
    )


def _means_some(operation: Operation, carrier: str, several: bool) -> bool:
    name = f"Get{carrier}List" if several else f"Get{carrier}"
    return operation.name == name and _takes_numbers(operation, several)


def references_given(catalogue: Catalogue) -> frozenset[str]:
    """The lists of whose items the List agent gives all, or some by number: "business", "position"."""
    found = set[str]()
    for operation in catalogue.agents.get(_LIST, {}).values():
        carrier, several = _carrier_given(operation)
        if carrier and (
            _means_some(operation, carrier, several)
            or (several and _means_all(operation, carrier))
        ):
            found.add(carrier)
    return frozenset(
        _list_name(each) for each in found if _is_item(catalogue.carrier(each))
    )


def _is_item(carrier: type[Any] | None) -> bool:
    """Whether a carrier has a number and a name."""
    if carrier is None or not hasattr(carrier, "__describe__"):
        return False
    schema = schema_of(carrier)
    return key_of(schema) is not None and name_field(schema) is not None


# ----------------------------------------------------------------------------------- MDO


def _mdo(lists: Lists, operation: Operation) -> Handler | None:
    takes = {name.casefold(): place for place, name in enumerate(operation.takes)}
    gives = row_of(operation).gives
    if not operation.name.startswith("Get") or len(gives) != 1:
        return None
    kind = gives[0][1].kind
    item = kind.item if kind.name == "list" else kind
    if not takes and item is not None and item.name == "text":
        return lists.names
    at = takes.get("name", takes.get("listname"))
    if at is None or item is None:
        return None
    if kind.name == "int":

        def number_of(*arguments: Any) -> int:
            return lists.number(lists.named(arguments[at] or ""))

        return number_of
    if item.name != "carrier":
        return None
    if kind.name == "list":
        return _mdo_items(lists, takes, at, item)
    number = takes.get("id")
    return None if number is None else _mdo_item(lists, at, number, item)


def _mdo_items(lists: Lists, takes: dict[str, int], at: int, item: Kind) -> Handler:
    """Nobody has chosen anything yet, so a history is empty; lists have no headings, so each is flat."""

    def items(*arguments: Any) -> list[Any]:
        def given(name: str) -> Any:
            return arguments[takes[name]] if name in takes else None

        name = lists.named(arguments[at] or "", given("additionalinfo") or "")
        if given("onlyhistory"):
            return []
        return ItemsOf(lists, item).all(name, search=given("searchvalue") or "")

    return items


def _mdo_item(lists: Lists, at: int, number: int, item: Kind) -> Handler:
    def one(*arguments: Any) -> Any:
        name = lists.named(arguments[at] or "")
        return ItemsOf(lists, item).get(name, arguments[number])

    return one


# -------------------------------------------------------------------------- all, and some


def _every(lists: Lists, operation: Operation) -> Handler | None:
    """All that is of one kind: entities, or what refers to items of a list that has none."""
    carrier, several = _carrier_given(operation)
    if not carrier or not several or not _means_all(operation, carrier):
        return None
    name = _list_name(carrier)
    known = lists.family(name) is not None
    if not known and (
        operation.agent != _LIST or not _is_item(lists.catalogue.carrier(carrier))
    ):
        return None
    item = row_of(operation).gives[0][1].kind.item
    if item is None or item.name != "carrier":
        return None

    def every(deleted: bool = False) -> list[Any]:
        return ItemsOf(lists, item).all(name, deleted=bool(deleted))

    return every


def _by_number(lists: Lists, operation: Operation) -> Handler | None:
    """What refers to an item, or to some, of a list that is no entity of the same name."""
    carrier, several = _carrier_given(operation)
    if not carrier or not _means_some(operation, carrier, several):
        return None
    if lists.families.about(_list_name(carrier)) is not None:
        return None
    if not _is_item(lists.catalogue.carrier(carrier)):
        return None
    kind = row_of(operation).gives[0][1].kind
    item = kind.item if several else kind
    if item is None or item.name != "carrier":
        return None
    answers, name = ItemsOf(lists, item), _list_name(carrier)

    def some(numbers: Sequence[int] | None) -> list[Any]:
        found = [answers.get(name, each) for each in numbers or ()]
        return [each for each in found if each is not None]

    def one(number: int) -> Any:
        return answers.get(name, number)

    return some if several else one


# ------------------------------------------------------- items of the list that is named


def _of_definition(lists: Lists, operation: Operation) -> Handler | None:
    takes = {name.casefold(): place for place, name in enumerate(operation.takes)}
    defined = _DEFINED.fullmatch(operation.name)
    verb = defined[1] if defined else ""
    if operation.name == "DeleteListItem":
        verb = "Delete"
    place = takes.get(_NUMBER, takes.get(_NAME))
    number = next((takes[each] for each in _ITEM_NUMBERS if each in takes), None)
    if not verb or place is None:
        return None
    gives = row_of(operation).gives
    kind = gives[0][1].kind if gives else None
    item = kind.item if kind is not None and kind.name == "list" else kind
    answers = ItemsOf(lists, item)
    what = takes.get("item", takes.get("items"))
    deleted = takes.get("includedeleted")
    if (verb in ("Add", "Save", "SaveAll") and what is None) or (
        verb in ("Get", "Save", "Delete") and number is None
    ):
        return None

    def answer(*arguments: Any) -> Any:
        wanted = arguments[place]
        name = list_named(lists, wanted, new=verb in ("Add", "SaveAll"))
        return answers.answer(
            verb,
            name,
            number=None if number is None else arguments[number],
            said=None if what is None else arguments[what],
            deleted=deleted is not None and bool(arguments[deleted]),
        )

    return answer


def list_named(lists: Lists, wanted: int | str | None, *, new: bool = False) -> str:
    """The name of the list of a number or name; one of a number may be `new`."""
    if isinstance(wanted, int):
        name = lists.numbered(wanted)
        return name if new and wanted > 0 else lists.named(name)
    return lists.named(wanted or "")


def _saved(lists: Lists, operation: Operation) -> Handler | None:
    """SaveListItemEntity: an item that says itself which list it is of."""
    carrier, several = _carrier_given(operation)
    takes = [_plain(each) for each in operation.takes.values()]
    if not carrier or several or operation.name != f"Save{carrier}":
        return None
    kind = row_of(operation).gives[0][1].kind if takes == [carrier] else None
    if kind is None or kind.name != "carrier":
        return None
    at = schema_of(kind.python).folded.get(_NUMBER)
    if at is None or not _is_item(kind.python) or lists.family(_list_name(carrier)):
        return None
    attribute = schema_of(kind.python).fields[at].attribute
    answers = ItemsOf(lists, kind)

    def save(carrier: Any) -> Any:
        number = getattr(carrier, attribute, 0) if carrier is not None else 0
        if not number or number < 0:
            raise Fault(
                "An item needs a UdListDefinitionId.",
                error_type="System.ArgumentException",
            )
        name = list_named(lists, number, new=True)
        return answers.answer("Put", name, said=carrier)

    return save


# ------------------------------------------------------------------- definitions of lists


def _definitions(lists: Lists, operation: Operation) -> Handler | None:
    """GetListDefinitions, and GetListEntityByName."""
    family = lists.families.about(_LIST)
    carrier, several = _carrier_given(operation)
    if family is None or carrier != family.carrier_name:
        return None
    takes = [_plain(each) for each in operation.takes.values()]

    def every(deleted: bool = False) -> list[Any]:
        return lists.definitions(deleted=bool(deleted))

    def named(name: str | None) -> Any:
        return lists.definition(name or "")

    if several and operation.name == "GetListDefinitions" and _takes_nothing(operation):
        return every
    if not several and operation.name == f"Get{carrier}ByName" and takes == ["str"]:
        return named
    return None
