"""Lists of the program: their names, their items, and what the agents MDO and List say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.unit.runtime.server.conftest import Pair


class Kept:
    """The lists of one release over a store with a seed."""

    def __init__(self, pair: Pair, seed: dict[str, Any]) -> None:
        self.pair = pair
        self.errors = pair.proxies("errors")
        self.store = pair.server("store").Store()
        with self.store.writing() as records:
            pair.server("seed").load_seed(records, seed, pair.catalogue)
        self.lists = pair.server("lists").Lists(pair.catalogue, self.store)
        self.item = pair.server("list_items").ListItem

    def operation(self, agent: str, name: str) -> Callable[..., Any]:
        """What answers an operation."""
        found = self.lists.handler(self.pair.catalogue.agents[agent][name])
        assert found is not None
        return found

    def resource(self, verb: str, path: str, **values: Any) -> Any:
        """What an operation of a resource is answered with."""
        module = self.pair.server("webapi_door")
        operation = next(
            each
            for each in self.pair.catalogue.resources
            if (each.verb, each.path) == (verb, f"api/v1/{path}")
        )
        resources = self.pair.server("other_resources").ListResources(self.lists)
        call = self.pair.server("calls").Call(
            operation=operation, wire="webapi", root="http://here"
        )
        handler = resources.handler(operation)
        assert handler is not None
        if "body" in values:
            values["<body>"] = values.pop("body")
        return handler(module.Asked(call=call, operation=operation, values=values))

    def names(self, name: str) -> list[str]:
        """What the items of a list are called."""
        return [each.name for each in self.lists.items(name)]


SEED = {
    "records": {"User": [{"AssociateId": 1, "UserName": "kari"}]},
    "lists": {
        "business": [
            {"Id": 1, "Name": "Retail", "Rank": 2},
            {"Id": 2, "Name": "Transport", "Rank": 1, "Tooltip": "Ships"},
            {"Id": 3, "Name": "Mining", "Deleted": True},
        ],
        "udlist108": [{"Id": 1, "Name": "Red"}],
        "task": [{"Id": 1, "Name": "Meeting"}],
        "ticketpriority": [{"Id": 2, "Name": "High"}],
    },
}


@pytest.fixture
def kept(pair: Pair) -> Iterator[Kept]:
    made = Kept(pair, SEED)
    yield made
    made.store.close()


# ------------------------------------------------------------------------------- in Python


def test_items_stand_in_the_order_of_their_rank(kept: Kept) -> None:
    assert kept.lists.items("Business") == [
        kept.item(id=2, name="Transport", tooltip="Ships", rank=1),
        kept.item(id=1, name="Retail", rank=2),
    ]


def test_deleted_items_are_there_where_they_are_asked_for(kept: Kept) -> None:
    found = kept.lists.items("business", deleted=True)

    assert [each.name for each in found] == ["Mining", "Transport", "Retail"]


def test_an_item_is_found_by_its_name_whatever_the_case(kept: Kept) -> None:
    assert kept.lists.find("business", " RETAIL ") == kept.lists.item("business", 1)
    assert kept.lists.find("business", "Mining") is None
    assert kept.lists.find("business", "Farming") is None


def test_a_new_item_gets_the_next_number(kept: Kept) -> None:
    made = kept.lists.put("business", kept.item(name="Farming", rank=9))

    assert made == kept.item(id=4, name="Farming", rank=9)
    assert kept.lists.item("business", 4) == made


def test_an_item_that_is_not_there_cannot_be_changed_or_removed(kept: Kept) -> None:
    with pytest.raises(kept.errors.NotFound):
        kept.lists.put("business", kept.item(id=9, name="Farming"))
    with pytest.raises(kept.errors.NotFound):
        kept.lists.remove("business", 9)


def test_a_removed_item_is_gone(kept: Kept) -> None:
    kept.lists.remove("business", 1)

    assert kept.lists.item("business", 1) is None


def test_the_items_of_a_list_of_entities_are_these(kept: Kept) -> None:
    assert kept.lists.items("associate") == [kept.item(id=1, name="kari")]

    kept.lists.put("associate", kept.item(id=1, name="ola"))

    with kept.store.reading() as records:
        assert b'"UserName":"ola"' in records.get("User", 1)


def test_the_names_are_those_that_have_items_or_that_agents_give(kept: Kept) -> None:
    assert kept.lists.names() == [
        "associate",
        "business",
        "task",
        "ticketpriority",
        "udlist108",
    ]


def test_an_unknown_list_is_refused_with_the_nearest_name(kept: Kept) -> None:
    with pytest.raises(kept.errors.NotFound) as caught:
        kept.lists.named("busines")

    assert caught.value.message == (
        "There is no list 'busines'; did you mean 'business'?"
    )


# ------------------------------------------------------------------------------- MDO agent


def test_get_list_gives_items_without_children(kept: Kept) -> None:
    found = kept.operation("MDO", "GetList")("business", True, "", False)

    assert [
        (each.id, each.name, each.tool_tip, each.rank, each.child_items)
        for each in found
    ] == [(2, "Transport", "Ships", 1, []), (1, "Retail", "", 2, [])]


def test_a_list_is_named_by_udlist_and_its_number(kept: Kept) -> None:
    found = kept.operation("MDO", "GetSelectableList")("udlist", True, "108", False)

    assert [(each.id, each.name, each.selected) for each in found] == [
        (1, "Red", False)
    ]


def test_nobody_has_a_history_yet(kept: Kept) -> None:
    assert kept.operation("MDO", "GetList")("business", True, "", True) == []


def test_an_unknown_list_is_a_fault_for_the_agent(kept: Kept) -> None:
    with pytest.raises(kept.errors.NotFound):
        kept.operation("MDO", "GetList")(None, True, None, False)


# ------------------------------------------------------------------------------ List agent


def test_all_that_refers_to_items_is_given_by_its_plural(kept: Kept) -> None:
    found = kept.operation("List", "GetTicketPriorities")()

    assert [(each.ticket_priority_id, each.name) for each in found] == [(2, "High")]


def test_an_item_is_saved_into_the_list_that_it_says(kept: Kept) -> None:
    carrier = kept.pair.proxies("carriers").ListItemEntity
    save = kept.operation("List", "SaveListItemEntity")

    made = save(carrier(name="Blue", rank=3, ud_list_definition_id=108))
    changed = save(carrier(id=2, name="Navy", ud_list_definition_id=108))

    assert (made.id, made.name, made.rank, made.ud_list_definition_id) == (
        2,
        "Blue",
        3,
        108,
    )
    assert (changed.id, changed.name) == (2, "Navy")
    assert kept.names("udlist108") == ["Red", "Navy"]


def test_an_item_that_says_no_list_is_refused(kept: Kept) -> None:
    carrier = kept.pair.proxies("carriers").ListItemEntity
    save = kept.operation("List", "SaveListItemEntity")

    for each in (carrier(name="Blue"), None):
        with pytest.raises(kept.errors.Fault):
            save(each)


def test_an_item_is_deleted_from_the_list_of_a_number(kept: Kept) -> None:
    kept.operation("List", "DeleteListItem")(108, 1)

    assert kept.lists.item("udlist108", 1) is None


def test_other_operations_are_left_to_others(kept: Kept) -> None:
    agents = kept.pair.catalogue.agents

    assert kept.lists.handler(agents["Contact"]["GetContactEntity"]) is None
    assert kept.lists.handler(agents["List"]["GetHeadingList"]) is None


# ---------------------------------------------------------------------------------- WebApi


def test_the_webapi_gives_the_names(kept: Kept) -> None:
    assert kept.resource("GET", "MDOList") == kept.lists.names()


def test_the_webapi_gives_items_that_have_a_text_in_them(kept: Kept) -> None:
    found = kept.resource("GET", "MDOList/{listname}", listname="business", query="RET")

    assert [each.name for each in found] == ["Retail"]


def test_the_webapi_gives_items_by_the_number_and_the_name_of_a_list(
    kept: Kept,
) -> None:
    by_number = kept.resource("GET", "List/{id}/Items", id=108)
    by_name = kept.resource("GET", "List/{name}/Items", name="UdList108")

    assert [(each.id, each.name) for each in by_number] == [(1, "Red")]
    assert by_number == by_name


def test_the_webapi_gives_what_refers_to_items(kept: Kept) -> None:
    found = kept.resource("GET", "List/Task/Items")

    assert [(each.id, each.value) for each in found] == [(1, "Meeting")]


def test_the_webapi_adds_and_deletes_items(kept: Kept) -> None:
    carrier = kept.pair.proxies("carriers").ListItemEntity
    made = kept.resource("POST", "List/{id}/Items", id=108, body=carrier(id=1, name="Blue"))  # fmt: skip
    kept.resource("DELETE", "List/{id}/Items/{itemId}", id=108, itemId=1)

    assert (made.id, made.name) == (2, "Blue")
    assert kept.names("udlist108") == ["Blue"]


def test_the_webapi_knows_no_list_that_is_empty_and_has_no_definition(
    kept: Kept,
) -> None:
    with pytest.raises(kept.errors.NotFound):
        kept.resource("GET", "List/{id}/Items", id=109)


# --------------------------------------------------------------------- the newest release


@pytest.fixture(scope="module")
def whole(whole_pair: Pair) -> Kept:
    """The made-up company of the newest release."""
    seed = whole_pair.server("seed").default_seed(whole_pair.catalogue)
    return Kept(whole_pair, seed)


@pytest.mark.slow
def test_all_countries_are_the_entities(whole: Kept) -> None:
    found = whole.operation("List", "GetAllCountries")(False)

    assert [(each.country_id, each.two_letter_iso_country) for each in found] == [
        (578, "NO"),
        (752, "SE"),
        (826, "GB"),
    ]


@pytest.mark.slow
def test_what_refers_to_an_entity_is_made_of_it(whole: Kept) -> None:
    categories = whole.operation("List", "GetCategories")()
    ratings = whole.operation("List", "GetRatingList")([3, 9, 1])

    assert [(each.id, each.value) for each in categories][:2] == [
        (1, "Customer"),
        (2, "Prospect"),
    ]
    assert [(each.id, each.value) for each in ratings] == [(3, "High"), (1, "Low")]


@pytest.mark.slow
def test_a_reference_is_given_by_number_and_null_where_there_is_none(
    whole: Kept,
) -> None:
    business = whole.operation("List", "GetBusiness")

    assert (business(2).id, business(2).value) == (2, "Retail")
    assert business(99) is None


@pytest.mark.slow
def test_a_list_is_called_by_what_its_definition_says(whole: Kept) -> None:
    number = whole.operation("MDO", "GetListIdByListName")

    assert (number("Colour"), number("udlist108"), number("CATEGORY")) == (108, 108, 1)
    assert number("deliveryterm") == 0
    assert [
        each.name for each in whole.operation("MDO", "GetSimpleList")("colour")
    ] == [
        "Red",
        "Green",
        "Blue",
    ]


@pytest.mark.slow
def test_items_of_a_definition_are_read_saved_and_deleted(whole_pair: Pair) -> None:
    kept = Kept(whole_pair, {"lists": {"udlist200": [{"Id": 1, "Name": "One"}]}})
    carrier = whole_pair.proxies("carriers").ListItemEntity

    def call(name: str, *arguments: Any) -> Any:
        return kept.operation("List", name)(*arguments)

    assert call("AddFromListDefinition", 200, carrier(name="Two")).id == 2
    assert call("SaveFromListName", 2, "udlist200", carrier(name="Deux")).name == "Deux"
    assert call("GetFromListDefinition", 2, 200).name == "Deux"
    assert call("GetFromListDefinition", 9, 200) is None
    saved = call("SaveAllFromListDefinition", 200, [carrier(id=2, name="II"), carrier(name="III")])  # fmt: skip
    assert [(each.id, each.name) for each in saved] == [(2, "II"), (3, "III")]
    call("DeleteFromListDefinition", 2, 200)
    assert [each.id for each in call("GetAllFromListName", "udlist200", True)] == [3]
    call("DeleteAllFromListDefinition", 200)
    assert kept.lists.items("udlist200") == []


@pytest.mark.slow
def test_definitions_are_given_by_name(whole: Kept) -> None:
    named = whole.operation("List", "GetListEntityByName")

    assert (named("business").id, named("business").name) == (2, "Business")
    assert named("deliveryterm") is None
    found = whole.operation("List", "GetListDefinitions")(False)
    assert [each.name for each in found][:2] == ["Category", "Business"]
    assert [each.name for each in found][-1] == "Colour"


@pytest.mark.slow
def test_the_webapi_shows_entities_in_lists_of_their_own(whole: Kept) -> None:
    stages = whole.resource("GET", "List/Rating/Items", includeDeleted=False)
    shown = whole.resource("GET", "List/Rating/MDOItems", flat=True, query=None)

    assert [(each.sale_stage_id, each.value) for each in stages] == [
        (1, "Low"),
        (2, "Fair"),
        (3, "High"),
    ]
    assert [(each.id, each.name) for each in shown] == [
        (1, "Low"),
        (2, "Fair"),
        (3, "High"),
    ]


@pytest.mark.slow
def test_all_is_asked_of_every_list_without_a_fault(whole: Kept) -> None:
    for name in whole.lists.names():
        assert whole.operation("MDO", "GetSimpleList")(name) is not None
