"""Archives over what is stored: providers, columns, pages, and the agent's rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

ADDRESS = "http://crm.example/Cust1/api/v1/Contact"
METADATA = "http://crm.example/Cust1/api/v1/Archive/$metadata"
NOW = datetime(2026, 5, 13, 14, 30, tzinfo=UTC)


class World:
    """A store with a few companies and people, and archives over it."""

    def __init__(self, pair: Any) -> None:
        self.pair = pair
        self.carriers = pair.proxies("carriers")
        self.store = pair.server("store").Store(None)
        clock = pair.server("clock").Clock()
        clock.now = lambda: NOW
        self.archives = pair.server("archives").Archives(
            pair.catalogue, self.store, clock
        )

    def put(self, number: int, carrier: Any) -> None:
        codec = self.pair.proxies("_runtime.codecs.json")
        body = codec.encode(self.pair.server("filling").filled(carrier))
        with self.store.writing() as records:
            records.put(type(carrier).__name__, number, body)

    def query(self, **options: object) -> Any:
        said = {f"${name}": str(value) for name, value in options.items()}
        return self.pair.server("archive_query").ArchiveQuery.asked(said)

    def answer(self, provider: str = "Contact", **options: object) -> dict[str, Any]:
        page = self.archives.page(provider, self.query(**options))
        return page.answer(ADDRESS, METADATA)

    def rows(self, provider: str = "Contact", **options: object) -> list[Any]:
        return self.answer(provider, **options)["value"]

    def keys(self, provider: str = "Contact", **options: object) -> list[int]:
        return [
            int(row["PrimaryKey"])
            for row in self.rows(provider, select="id", **options)
        ]

    def call(self, name: str, *arguments: Any) -> Any:
        operation = self.pair.catalogue.agents["Archive"][name]
        return self.archives.handler(operation)(*arguments)

    @contextmanager
    def asked_by(self, associate_id: int) -> Iterator[None]:
        calls = self.pair.server("calls")
        user = calls.User(name="kari", associate_id=associate_id)
        call = calls.Call(
            operation=None, wire="webapi", root="http://crm.example", user=user
        )
        with calls.answering(call):
            yield


@pytest.fixture(scope="module")
def world(pair: Any) -> World:
    made = World(pair)
    c = made.carriers
    customer = c.Category(id=3, value="Customer")
    partner = c.Category(id=4, value="Partner")
    kari = c.Associate(associate_id=7, name="KN", full_name="Kari Nordmann")
    gender = pair.proxies("enumerations").Gender
    made.put(
        1,
        c.ContactEntity(
            contact_id=1,
            name="Alfa",
            department="Oslo",
            category=customer,
            associate=kari,
            xstop=True,
            created_date=datetime(2026, 1, 31, 8),
            updated_date=datetime(2026, 5, 6, 8, tzinfo=UTC),
            emails=[c.EntityElement(value="post@alfa.no"), c.EntityElement(value="b")],
            interests=[
                c.SelectableMDOListItem(id=1, name="Golf", selected=True),
                c.SelectableMDOListItem(id=2, name="Ski", selected=False),
            ],
            custom_fields={
                "x_rank": "[I:5]",
                "x_day": "[D:01/31/2026]",
                "SuperOffice:1": "[I:2]",
                "SuperOffice:1:DisplayText": "Gold",
            },
        ),
    )
    made.put(
        2,
        c.ContactEntity(
            contact_id=2,
            name="beta",
            category=partner,
            updated_date=datetime(2026, 5, 12, 8, tzinfo=UTC),
            custom_fields={"x_rank": "[I:1]"},
        ),
    )
    made.put(3, c.ContactEntity(contact_id=3, name="Gamma", category=customer))
    alfa, beta = (c.Contact(contact_id=n, name=s) for n, s in ((1, "Alfa"), (2, "b")))
    made.put(11, c.PersonEntity(person_id=11, firstname="Kari", lastname="Nordmann", contact=alfa, gender=gender.FEMALE))  # fmt: skip
    made.put(12, c.PersonEntity(person_id=12, firstname="Ola", contact=beta))
    made.put(13, c.PersonEntity(person_id=13, lastname="Hansen", contact=alfa))
    made.put(21, c.AppointmentEntity(appointment_id=21, title="Lunch", person=c.Person(person_id=11, firstname="Kari"), associate=kari))  # fmt: skip
    made.put(31, c.DocumentEntity(document_id=31, header="Offer", associate=kari))
    return made


# --------------------------------------------------------------------------- providers


@pytest.mark.parametrize(
    "provider",
    ["Contact", "contact", "FindContact", "SimpleContact", "contacts", "ContactEntity", "FindContacts", " Contact "],
)  # fmt: skip
def test_a_provider_is_a_kind_of_entity(world: World, provider: str) -> None:
    assert world.keys(provider) == [1, 2, 3]


@pytest.mark.parametrize(
    "provider", ["ContactPersons", "PersonsOfContact", "ContactPerson", "FindPerson"]
)
def test_a_provider_may_name_what_refers_to_another_kind(
    world: World, provider: str
) -> None:
    assert world.keys(provider) == [11, 12, 13]


def test_activities_are_of_several_kinds(world: World) -> None:
    rows = world.rows("Activity", select="title,header")

    assert rows == [
        {"PrimaryKey": "21", "EntityName": "appointment", "title": "Lunch", "header": None},
        {"PrimaryKey": "31", "EntityName": "document", "title": None, "header": "Offer"},
    ]  # fmt: skip
    assert world.keys("Activity", entities="document, sale") == [31]
    assert world.keys("PersonActivity") == [21]


@pytest.mark.parametrize(
    "provider", ["", "Nobody", "PersonContact", "find", "x" * 9999]
)
def test_what_is_no_provider_is_not_found(world: World, provider: str) -> None:
    errors = world.pair.proxies("errors")
    with pytest.raises(errors.NotFound, match="There is no archive provider"):
        world.rows(provider)


# ------------------------------------------------------------------------------ columns


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("contactId", 1),
        ("CONTACTID", 1),
        ("name", "Alfa"),
        ("orgNr", ""),
        ("xstop", True),
        ("category", "Customer"),
        ("category/id", 3),
        ("category/value", "Customer"),
        ("category/name", "Customer"),
        ("categoryId", 3),
        ("associate", "Kari Nordmann"),
        ("associateId", 7),
        ("associate/fullName", "Kari Nordmann"),
        ("contactAssociate/name", "KN"),
        ("contactName", "Alfa"),
        ("contact/name", "Alfa"),
        ("business", ""),
        ("business/id", 0),
        ("updatedDate", "2026-05-06T08:00:00Z"),
        ("updated", "2026-05-06T08:00:00Z"),
        ("registered", "2026-01-31T08:00:00"),
        ("contactRegistered", "2026-01-31T08:00:00"),
        ("email", "post@alfa.no"),
        ("email/emailAddress", "post@alfa.no"),
        ("contactEmail/description", ""),
        ("emails", "post@alfa.no, b"),
        ("interests", "Golf"),
        ("nameDepartment", "Alfa, Oslo"),
        ("x_rank", 5),
        ("X_RANK", 5),
        ("x_day", "2026-01-31"),
        ("SuperOffice:1", "Gold"),
        ("contactUdef/SuperOffice:1", "Gold"),
        ("contactExtra/x_rank", 5),
        ("customFields/x_rank", 5),
        ("SuperOffice:1:DisplayText", "Gold"),
        ("nothing", None),
        ("name/nothing", None),
        ("category/nothing", None),
        ("emails/nothing/more", None),
        ("", None),
        ("/", None),
        ("Count(name):Footer", None),
        ("contact/" * 20, None),
    ],
)
def test_a_column_is_a_path_into_the_entity(
    world: World, column: str, value: Any
) -> None:
    row = world.archives.page(
        "Contact", replace(world.query(filter="contactId = 1"), columns=(column,))
    ).answer(ADDRESS, METADATA)["value"][0]

    assert row == {"PrimaryKey": "1", "EntityName": "contact", column: value}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("fullName", "Kari Nordmann"),
        ("personFullName", "Kari Nordmann"),
        ("contact", "Alfa"),
        ("contactId", 1),
        ("contact/contactId", 1),
        ("contact/category", "Customer"),
        ("contact/category/id", 3),
        ("contact/associate/fullName", "Kari Nordmann"),
        ("contact/contactUdef/SuperOffice:1", "Gold"),
        ("contact/x_rank", 5),
        ("contact/nothing", None),
        ("gender", "Female"),
        ("personId", 11),
    ],
)
def test_what_a_reference_lacks_is_read_from_the_entity(
    world: World, column: str, value: Any
) -> None:
    (row,) = world.rows("Person", filter="personId = 11", select=column)

    assert row == {"PrimaryKey": "11", "EntityName": "person", column: value}


def test_without_select_all_that_fits_into_a_column_comes(world: World) -> None:
    row = world.rows("Person", top=1)[0]

    assert list(row)[:6] == [
        "PrimaryKey",
        "EntityName",
        "personId",
        "firstname",
        "middleName",
        "lastname",
    ]
    assert row["contact"] == "Alfa" and "emails" not in row


# -------------------------------------------------------------------- conditions, order


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ("name begins 'BE'", [2]),
        ("category oneOf (3)", [1, 3]),
        ("category = 'customer'", [1, 3]),
        ("category/id = 4", [2]),
        ("department is ''", [2, 3]),
        ("xstop set", [1]),
        ("xstop set false and category = 3", [3]),
        ("updatedDate lastWeek", [1]),
        ("updatedDate thisWeek", [2]),
        ("updatedDate isNull", [3]),
        ("registered date '2026-01-31'", [1]),
        ("x_rank gt 1", [1]),
        ("x_day date '2026-01-31'", [1]),
        ("SuperOffice:1 oneOf (2)", [1]),
        ("SuperOffice:1 is 'gold'", [1]),
        ("interests oneOf (1)", [1]),
        ("interests oneOf (2)", []),
        ("email/emailAddress contains '@alfa'", [1]),
        ("associateId associateIsOneOf (7)", [1]),
        ("associate currentAssociate", [1]),
        ("nothing = 3", []),
        ("nothing isNull", [1, 2, 3]),
    ],
)
def test_conditions_pick_rows(world: World, condition: str, keys: list[int]) -> None:
    with world.asked_by(7):
        assert world.keys(filter=condition) == keys


def test_enumerations_are_compared_by_number_and_by_name(world: World) -> None:
    number = world.pair.proxies("enumerations").Gender.FEMALE.number

    assert world.keys("Person", filter=f"gender = {number}") == [11]
    assert world.keys("Person", filter="gender is 'female'") == [11]


def test_nobody_is_the_current_associate_where_nobody_is_signed_in(
    world: World,
) -> None:
    assert world.keys(filter="associate currentAssociate") == []


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("name", [1, 2, 3]),
        ("name desc", [3, 2, 1]),
        ("category", [1, 3, 2]),
        ("category desc, name DESC", [2, 3, 1]),
        ("department", [2, 3, 1]),
        ("updatedDate desc", [2, 1, 3]),
        ("x_rank", [3, 2, 1]),
        ("nothing desc", [1, 2, 3]),
        ("associate/fullName asc,contactId desc", [3, 2, 1]),
    ],
)
def test_rows_are_sorted_with_nothing_first_and_by_key_at_last(
    world: World, order: str, keys: list[int]
) -> None:
    assert world.keys(orderBy=order) == keys


# -------------------------------------------------------------------------------- pages


def test_pages_follow_each_other_by_links(world: World) -> None:
    wanted = {"select": "name", "filter": "name is 'Alfa' or name begins 'b'", "top": 2}
    first = world.archives.page(
        "Contact", replace(world.query(**wanted), page_size=1)
    ).answer(ADDRESS, METADATA)

    assert first == {
        "odata.metadata": METADATA,
        "odata.nextLink": (
            f"{ADDRESS}?$select=name&$filter=name%20is%20%27Alfa%27%20or%20name%20begins%20%27b%27"
            "&$top=1&$skip=1"
        ),
        "value": [{"PrimaryKey": "1", "EntityName": "contact", "name": "Alfa"}],
    }
    query = dict(parse_qsl(urlsplit(first["odata.nextLink"]).query))
    second = world.answer(**{name[1:]: value for name, value in query.items()})

    assert second["odata.nextLink"] is None
    assert second["value"] == [
        {"PrimaryKey": "2", "EntityName": "contact", "name": "beta"}
    ]


@pytest.mark.parametrize(
    ("options", "keys", "more"),
    [
        ({"top": 2}, [1, 2], False),
        ({"top": 0}, [], False),
        ({"top": 9}, [1, 2, 3], False),
        ({"skip": 2}, [3], False),
        ({"skip": 3}, [], False),
        ({"skip": 99999999999}, None, False),
        ({"skip": 1, "top": 1}, [2], False),
    ],
)
def test_top_and_skip_pick_rows(
    world: World, options: dict[str, int], keys: list[int] | None, more: bool
) -> None:
    if keys is None:
        malformed = world.pair.server("refusals").Malformed
        with pytest.raises(malformed, match=r"\$skip: expected a whole number"):
            world.answer(**options)
        return
    assert world.keys(**options) == keys
    assert (world.answer(**options)["odata.nextLink"] is not None) is more


def test_a_page_has_a_hundred_rows_where_nobody_says_how_many(pair: Any) -> None:
    world = World(pair)
    for number in range(1, 251):
        world.put(number, world.carriers.ContactEntity(contact_id=number))

    pages = [world.answer(select="id", skip=skip) for skip in (0, 100, 200)]

    assert [len(page["value"]) for page in pages] == [100, 100, 50]
    assert [page["odata.nextLink"] for page in pages] == [
        f"{ADDRESS}?$select=id&$skip=100",
        f"{ADDRESS}?$select=id&$skip=200",
        None,
    ]
    assert len(world.answer(select="id", top=249)["value"]) == 249


def test_a_row_in_full_mode_tells_what_is_shown(world: World) -> None:
    (row,) = world.rows(
        filter="contactId = 1", mode="Full", select="category,xstop,x_day,associateId"
    )

    def cell(raw: object, shown: str) -> dict[str, object]:
        return {
            "RawValue": raw,
            "DisplayValue": shown,
            "TooltipHint": "",
            "LinkHint": "",
        }

    assert row == {
        "PrimaryKey": 1,
        "EntityName": "contact",
        "TableRight": {"Mask": 15},
        "LinkHint": "contact_id=1",
        "StyleHint": "",
        "Column": {
            "category": cell(3, "Customer"),
            "xstop": cell(True, "[I:1]"),
            "x_day": cell("2026-01-31", "[D:01/31/2026]"),
            "associateId": cell(7, "[I:7]"),
        },
    }


def test_a_cell_that_names_an_entity_leads_there(world: World) -> None:
    (row,) = world.rows("Person", filter="personId = 12", mode="full", select="contact")

    assert row["Column"]["contact"]["LinkHint"] == "contact_id=2"


def test_columns_can_be_spelled_and_shown_in_other_ways(world: World) -> None:
    (row,) = world.rows(
        filter="contactId = 1", select="category/id,xstop", jsonSafe="true", output="Display"
    )  # fmt: skip

    assert row == {"PrimaryKey": "1", "EntityName": "contact", "category_id": 3, "xstop": "True"}  # fmt: skip


def test_rows_are_counted_where_that_is_wanted(world: World) -> None:
    assert world.answer(inlineCount="allpages", top=1)["odata.count"] == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"top": "-1"}, "$top: expected a whole number, not '-1'"),
        ({"skip": "x"}, "$skip: expected a whole number, not 'x'"),
        ({"mode": "Big"}, "$mode: expected slim or wide or full, not 'big'"),
        ({"output": "x"}, "$output: expected logical or display, not 'x'"),
        ({"jsonSafe": "x"}, "$jsonsafe: expected true or false, not 'x'"),
        ({"filter": "x"}, "the filter cannot be read at character 2: expected an operator behind 'x', found the end"),
        ({"select": ",".join(f"x{n}" for n in range(501))}, "there are more than 500 columns"),
        ({"select": "x" * 70_000}, "a list of columns is longer than 65536 characters"),
        ({"orderby": ",".join(f"x{n}" for n in range(21))}, "rows are sorted by up to 20 columns"),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_read_is_named(
    world: World, options: dict[str, str], said: str
) -> None:
    malformed = world.pair.server("refusals").Malformed
    with pytest.raises(malformed) as caught:
        world.answer(**options)
    assert str(caught.value) == said


# ------------------------------------------------------------------------ lists of resources


def operation(pair: Any, verb: str, path: str) -> Any:
    return next(
        each
        for each in pair.catalogue.resources
        if (each.verb, each.path) == (verb, path) and each.gives_rows
    )


def listed(world: World, path: str, values: dict[str, Any], **options: str) -> Any:
    said = {f"${name}": value for name, value in options.items()}
    return world.archives.answer(
        operation(world.pair, "GET", path),
        values,
        said,
        address=ADDRESS,
        root="http://crm.example/Cust1",
    )


def test_lists_of_resources_are_archives(world: World) -> None:
    assert listed(world, "api/v1/Contact", {}, select="name", top="1") == {
        "odata.metadata": METADATA,
        "odata.nextLink": None,
        "value": [{"PrimaryKey": "1", "EntityName": "contact", "name": "Alfa"}],
    }
    found = listed(
        world,
        "api/v1/Archive/{archiveProviderName}",
        {"archiveProviderName": "findPERSON"},
        select="lastname",
        filter="firstname is 'Kari'",
    )
    assert found["value"] == [
        {"PrimaryKey": "11", "EntityName": "person", "lastname": "Nordmann"}
    ]


def test_a_list_below_an_entity_has_what_refers_to_it(world: World) -> None:
    path = "api/v1/Contact/{id}/Persons"
    keys = [row["PrimaryKey"] for row in listed(world, path, {"id": 1})["value"]]
    filtered = listed(world, path, {"id": 1}, filter="lastname is 'Hansen'")["value"]

    assert keys == ["11", "13"]
    assert [row["PrimaryKey"] for row in filtered] == ["13"]
    assert listed(world, path, {"id": 3})["value"] == []
    with pytest.raises(
        world.pair.proxies("errors").NotFound, match="There is no contact 99"
    ):
        listed(world, path, {"id": 99})


def test_a_list_of_what_nobody_keeps_is_not_implemented(world: World) -> None:
    query = world.query()
    with pytest.raises(NotImplementedError):
        world.archives.page_below("Contact", 1, "Guide", query)
    with pytest.raises(NotImplementedError):
        world.archives.page_below("Nothing", 1, "Persons", query)


def test_the_columns_of_an_archive_can_be_listed(world: World) -> None:
    path = "api/v1/Archive/{archiveProviderName}/$metadata"
    found = world.archives.answer(
        SimpleNamespace(path=path),
        {"archiveProviderName": "Contact"},
        {},
        address=ADDRESS,
        root="http://crm.example/Cust1",
    )

    types = {row["Name"]: row["RestrictionType"] for row in found["value"]}
    assert types["contactId"] == "int" and types["name"] == "string"
    assert types["category"] == "listAny" and types["associate"] == "associate"
    assert types["updatedDate"] == "datetime" and types["xstop"] == "bool"


# --------------------------------------------------------------------------------- agent


def test_the_agent_gives_rows_with_encoded_values(world: World) -> None:
    c = world.carriers
    enumerations = world.pair.proxies("enumerations")
    order = [c.ArchiveOrderByInfo(name="name", direction=enumerations.OrderBySortType.DESC)]  # fmt: skip
    restriction = [c.ArchiveRestrictionInfo(name="category", operator="oneOf", values=["[I:3]"])]  # fmt: skip

    found = world.call(
        "GetArchiveListByColumns", "FindContact", ["name", "xstop", "category"], order, restriction, None, 0, 10
    )  # fmt: skip

    def cell(shown: str) -> Any:
        return c.ArchiveColumnData(display_value=shown, tooltip_hint="", link_hint="")

    def row(number: int, name: str, xstop: str) -> Any:
        return c.ArchiveListItem(
            entity_name="contact",
            primary_key=number,
            column_data={
                "name": cell(name),
                "xstop": cell(xstop),
                "category": cell("Customer"),
            },
            link_hint=f"contact_id={number}",
            style_hint="",
        )

    assert found == [row(3, "Gamma", "[I:0]"), row(1, "Alfa", "[I:1]")]


def test_the_agents_pages_are_counted_from_zero(world: World) -> None:
    def keys(page: int, size: int) -> list[int]:
        found = world.call(
            "GetArchiveListByColumns", "Contact", ["name"], [], [], [], page, size
        )
        return [row.primary_key for row in found]

    assert [keys(0, 2), keys(1, 2), keys(2, 2), keys(0, 0)] == [[1, 2], [3], [], [1, 2, 3]]  # fmt: skip
    with pytest.raises(world.pair.server("refusals").Malformed, match="Page"):
        keys(-1, 2)


def found_by(world: World, *restrictions: Any) -> list[int]:
    found = world.call(
        "GetArchiveListByColumns", "Contact", ["name"], None, list(restrictions), None, 0, 10
    )  # fmt: skip
    return [row.primary_key for row in found]


def test_restrictions_are_joined_and_put_into_brackets(world: World) -> None:
    c = world.carriers
    joint = world.pair.proxies("enumerations").InterRestrictionOperator

    def name(text: str, operator: Any = joint.NONE, brackets: int = 0) -> Any:
        return c.ArchiveRestrictionInfo(
            name="name", operator="=", values=[text], inter_operator=operator, inter_parenthesis=brackets
        )  # fmt: skip

    xstop = c.ArchiveRestrictionInfo(name="xstop", operator="set", values=["False"])

    assert found_by(world, name("alfa")) == [1]
    assert found_by(world, name("alfa", joint.OR), name("beta", joint.AND), xstop) == [1, 2]  # fmt: skip
    assert found_by(world, name("alfa", joint.OR, 1), name("beta", joint.AND, -1), xstop) == [2]  # fmt: skip
    assert found_by(world, name("alfa"), name("beta")) == []


def test_an_inactive_restriction_is_left_out(world: World) -> None:
    c = world.carriers
    alfa = {"name": "name", "operator": "is", "values": ["Alfa"]}

    assert found_by(world, c.ArchiveRestrictionInfo(**alfa, is_active=True)) == [1]
    assert found_by(world, c.ArchiveRestrictionInfo(**alfa)) == [1]
    assert found_by(world, c.ArchiveRestrictionInfo(**alfa, is_active=False)) == [1, 2, 3]  # fmt: skip


def test_sub_restrictions_have_to_hold_too(world: World) -> None:
    c = world.carriers
    below = c.ArchiveRestrictionInfo(name="xstop", operator="set", values=["0"])
    above = c.ArchiveRestrictionInfo(
        name="category", operator="oneOf", values=["3", "4"], sub_restrictions=[below]
    )

    assert found_by(world, above) == [2, 3]


@pytest.mark.parametrize(
    ("restriction", "said"),
    [
        ({"operator": "="}, "one of them names no column"),
        ({"name": "a", "operator": "like"}, "a: there is no operator 'like'"),
        ({"name": "a", "operator": "between", "values": ["1"]}, "a: between takes 2 values, got 1"),
        ({"name": "a", "operator": "set", "inter_parenthesis": 1}, "an opening bracket has no partner"),
        ({"name": "a", "operator": "set", "inter_parenthesis": -1}, "a closing bracket has no partner"),
        ({"name": "a", "operator": "set", "inter_parenthesis": 2**31 - 1}, "brackets are nested more than 50 deep"),
    ],
)  # fmt: skip
def test_restrictions_that_mean_nothing_are_refused(
    world: World, restriction: dict[str, Any], said: str
) -> None:
    with pytest.raises(world.pair.server("refusals").Malformed) as caught:
        found_by(world, world.carriers.ArchiveRestrictionInfo(**restriction))
    assert str(caught.value) == f"the restrictions cannot be read: {said}"


def test_restrictions_within_each_other_are_bounded(world: World) -> None:
    made: Any = None
    for _ in range(200):
        made = world.carriers.ArchiveRestrictionInfo(
            name="a", operator="set", sub_restrictions=[made] if made else None
        )
    with pytest.raises(world.pair.server("refusals").Malformed, match="50 deep"):
        found_by(world, made)


def test_the_agent_tells_what_there_is(world: World) -> None:
    names = world.call("GetProviderNames")
    columns = world.call("GetAvailableColumns", "FindContact")

    assert {"Contact", "FindContact", "SimplePerson"} <= set(names)
    for name in names:
        world.archives.page(name, world.query())
    first = world.carriers.ArchiveColumnInfo(
        name="contactId",
        display_name="ContactId",
        display_type="int",
        can_order_by=True,
        can_restrict_by=True,
        restriction_type="int",
    )
    assert columns[0] == first


def test_operations_of_other_agents_are_left_to_others(world: World) -> None:
    rows = world.pair.catalogue.agents

    assert world.archives.handler(rows["Contact"]["SaveContactEntity"]) is None


@pytest.mark.slow
def test_every_list_of_a_whole_release_answers_or_says_that_it_does_not(
    whole_pair: Any,
) -> None:
    world = World(whole_pair)
    errors = whole_pair.proxies("errors")
    c = world.carriers
    world.put(1, c.ContactEntity(contact_id=1, name="Alfa"))
    world.put(1, c.ProjectEntity(project_id=1, name="Fair"))
    world.put(5, c.PersonEntity(person_id=5, contact=c.Contact(contact_id=1)))
    world.put(6, c.ProjectMember(projectmember_id=6, project_id=1, person_id=5))
    kinds = world.archives._providers.kinds.values()
    answered: set[str] = set()
    for each in whole_pair.catalogue.resources:
        if not each.gives_rows:
            continue
        try:
            found = world.archives.answer(
                each,
                dict.fromkeys(each.takes, 1),
                {"$orderby": "name"},
                address=ADDRESS,
                root="",
            )
        except (NotImplementedError, errors.NotFound):
            continue
        answered.add(f"{each.path} {len(found['value'])}")

    assert {
        "api/v1/Contact 1",
        "api/v1/Contact/{id}/Persons 1",
        "api/v1/Contact/{id}/Activities 0",
        "api/v1/Project/{id}/Members 1",
    } <= answered
    assert {"Contact", "Ticket", "TicketMessage", "User"} <= {k.base for k in kinds}
    for name in world.call("GetProviderNames"):
        world.rows(name, orderBy="name", filter="name begins 'x'")


# --------------------------------------------------------------------------------- size


def test_ten_thousand_entities_are_gone_through_in_a_second(pair: Any) -> None:
    world = World(pair)
    codec = pair.proxies("_runtime.codecs.json")
    filled = pair.server("filling").filled
    c = world.carriers
    with world.store.writing() as records:
        for number in range(1, 10_001):
            contact = c.ContactEntity(
                contact_id=number,
                name=f"Company {number * 7919 % 10_000}",
                category=c.Category(id=number % 4, value=f"Category {number % 4}"),
                updated_date=datetime(2026, 1, 1) + timedelta(hours=number),
            )
            records.put("ContactEntity", number, codec.encode(filled(contact)))
    world.keys(top=1)

    start = time.perf_counter()
    keys = world.keys(
        filter="name contains '12' and category oneOf (1,2)",
        orderBy="category desc, updatedDate",
        top=20,
    )
    taken = time.perf_counter() - start

    assert len(keys) == 20 and keys == sorted(keys)
    assert taken < 1, f"{taken:.2f} s"
