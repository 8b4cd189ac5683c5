"""Entities that the stand-in keeps: made, saved, read, listed, removed; their times, their references, their views."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

START = datetime(2026, 3, 2, 9, 30, 15, 250000, tzinfo=UTC)
STARTED = START.replace(microsecond=0)


class World:
    """Entities over a store, and a clock that stands still."""

    def __init__(self, pair: Any, path: Path | None = None) -> None:
        self.pair = pair
        self.carriers = pair.proxies("carriers")
        self.errors = pair.proxies("errors")
        self.codec = pair.proxies("_runtime.codecs.json")
        self.now = START
        clock = pair.server("clock").Clock()
        clock.now = lambda: self.now
        self.store = pair.server("store").Store(path)
        self.entities = pair.server("entities").Entities(
            pair.catalogue, self.store, clock
        )

    @contextmanager
    def called_by(self, associate: int = 0, name: str = "") -> Iterator[None]:
        calls = self.pair.server("calls")
        operation = self.pair.catalogue.agents["Contact"]["GetContactEntity"]
        user = calls.User(name=name, associate_id=associate, full_name=name.title())
        call = calls.Call(
            operation=operation,
            wire="agents",
            root="",
            user=user if associate else None,
        )
        with calls.answering(call):
            yield

    def call(self, agent: str, name: str, *arguments: Any) -> Any:
        operation = self.pair.catalogue.agents[agent][name]
        handler = self.entities.handler(operation)
        assert handler is not None, name
        return handler(*arguments)

    def save(self, carrier: Any) -> Any:
        agent = type(carrier).__name__.removesuffix("Entity")
        return self.call(agent, f"Save{type(carrier).__name__}", carrier)

    def contact(self, number: int) -> Any:
        return self.call("Contact", "GetContactEntity", number)

    def put(self, kind: str, number: int, body: bytes) -> None:
        with self.store.writing() as records:
            records.put(kind, number, body)


@pytest.fixture
def world(pair: Any) -> World:
    return World(pair)


# ------------------------------------------------------------------------ by operations


def test_a_default_is_unsaved_and_has_no_other_member_than_null_and_zero(
    world: World,
) -> None:
    filled = world.pair.server("filling").filled

    made = world.call("Contact", "CreateDefaultContactEntity")

    assert made == filled(world.carriers.ContactEntity())
    with world.store.reading() as records:
        assert records.kinds() == []


def test_a_default_is_the_callers_own(world: World) -> None:
    with world.called_by(5, "kari"):
        made = world.call("Contact", "CreateDefaultContactEntity")

    assert (made.contact_id, made.associate.associate_id) == (0, 5)
    assert (made.associate.name, made.associate.full_name) == ("kari", "Kari")


def test_what_is_saved_without_a_number_gets_one_and_reads_as_it_was_given_back(
    world: World,
) -> None:
    carriers = world.carriers
    first = world.save(
        carriers.ContactEntity(
            name="Anvil",
            emails=[carriers.EntityElement(value="post@example.com")],
            custom_fields={"x_rank": "[I:3]"},
        )
    )
    second = world.save(carriers.ContactEntity(name="Lantern"))

    assert (first.contact_id, second.contact_id) == (1, 2)
    assert world.contact(1) == first
    assert (first.name, first.emails[0].value) == ("Anvil", "post@example.com")
    assert first.custom_fields == {"x_rank": "[I:3]"}


def test_what_is_saved_with_a_number_takes_the_place_of_what_is_there(
    world: World,
) -> None:
    saved = world.save(world.carriers.ContactEntity(name="Anvil", org_nr="1"))

    world.save(world.carriers.ContactEntity(contact_id=saved.contact_id, name="Forge"))

    found = world.contact(saved.contact_id)
    assert (found.name, found.org_nr) == ("Forge", None)


@pytest.mark.parametrize("number", [7, -1, 2**31 - 1, 2**70])
def test_a_number_that_is_not_there_is_none_to_readers_and_refused_to_writers(
    world: World, number: int
) -> None:
    assert world.contact(number) is None
    linked = world.carriers.Contact(contact_id=number)
    person = world.save(world.carriers.PersonEntity(contact=linked))
    assert person.contact.contact_id == number
    with pytest.raises(world.errors.NotFound) as of_save:
        world.save(world.carriers.ContactEntity(contact_id=number))
    with pytest.raises(world.errors.NotFound) as of_delete:
        world.call("Contact", "DeleteContactEntity", number)

    assert of_save.value.message == f"There is no Contact with the number {number}."
    assert of_save.value.error_type == "SuperOffice.Exceptions.NotFoundException"
    assert of_delete.value.message == of_save.value.message


def test_nothing_cannot_be_saved(world: World) -> None:
    with pytest.raises(world.errors.Fault, match="no ContactEntity to save"):
        world.call("Contact", "SaveContactEntity", None)


def test_what_is_deleted_is_gone_and_its_number_is_not_given_again(
    world: World,
) -> None:
    saved = world.save(world.carriers.ContactEntity(name="Anvil"))

    assert world.call("Contact", "DeleteContactEntity", saved.contact_id) is None

    assert world.contact(saved.contact_id) is None
    again = world.save(world.carriers.ContactEntity(name="Anvil"))
    assert again.contact_id == saved.contact_id + 1


def test_whatever_can_be_read_is_valid(world: World) -> None:
    contact = world.carriers.ContactEntity(name="")
    assert world.call("Contact", "ValidateContactEntity", contact) == {}


def test_members_that_only_a_newer_release_has_survive(world: World) -> None:
    said = b'{"Name": "Anvil", "Shoe": 44, "Category": {"Id": 3, "Hat": "red"}}'
    carrier = world.codec.decode(said, world.carriers.ContactEntity)

    world.save(carrier)

    text = world.codec.encode(world.contact(1))
    assert b'"Shoe":44' in text
    assert b'"Hat":"red"' in text


@pytest.mark.parametrize("announced", [True, False])
def test_subtypes_are_kept_with_what_they_stand_for(
    world: World, announced: bool
) -> None:
    step = world.carriers.WorkflowStepSendSMS(text="Hello", max_length=160)
    if announced:
        types = world.pair.proxies("enumerations").WorkflowStepType
        step.step_type = types.SEND_SMS

    saved = world.call("Workflow", "SaveWorkflowStep", step)

    found = world.call("Workflow", "GetWorkflowStep", saved.workflow_step_id)
    assert type(found) is world.carriers.WorkflowStepSendSMS
    assert (found.workflow_step_id, found.text, found.max_length) == (1, "Hello", 160)


def test_what_is_not_about_entities_is_not_answered(world: World) -> None:
    agents = world.pair.catalogue.agents
    for agent, name in (
        ("Contact", "Merge"),
        ("Contact", "GetMyActiveContacts"),
        ("Appointment", "FindFreeSlots"),
        ("EMail", "GetSignature"),
        ("Webhook", "TestWebhook"),
        ("Archive", "GetProviderNames"),
    ):
        assert world.entities.handler(agents[agent][name]) is None


# -------------------------------------------------------------------------------- times


def test_the_first_time_stays_and_the_last_one_moves(world: World) -> None:
    first = world.save(world.carriers.ContactEntity(name="Anvil"))
    world.now += timedelta(minutes=5)

    second = world.save(replace_in(first, created_date=datetime(1999, 1, 1)))

    assert (first.created_date, first.updated_date) == (STARTED, STARTED)
    assert second.created_date == STARTED
    assert second.updated_date == STARTED + timedelta(minutes=5)
    assert b'"UpdatedDate":"2026-03-02T09:35:15Z"' in world.codec.encode(second)


def replace_in(carrier: Any, **changes: Any) -> Any:
    made = carrier.__copy__()
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_the_last_time_never_goes_back(world: World) -> None:
    saved = world.save(world.carriers.ContactEntity(name="Anvil"))
    world.now -= timedelta(days=1)

    assert world.save(saved).updated_date == STARTED


@pytest.mark.slow
def test_who_made_it_is_known_and_who_changed_it(whole_pair: Any) -> None:
    world = World(whole_pair)
    with world.called_by(5, "kari"):
        saved = world.save(world.carriers.ContactEntity(name="Anvil"))
    with world.called_by(6, "ola"):
        saved = world.save(saved)

    assert (saved.created_by.associate_id, saved.created_by.name) == (5, "kari")
    assert (saved.updated_by.associate_id, saved.updated_by.name) == (6, "ola")
    with world.called_by(5, "kari"):
        hook = world.call("Webhook", "SaveWebhook", world.carriers.Webhook(name="all"))
        form = world.carriers.FormEntity(name="news")
        form = world.call("Marketing", "SaveFormEntity", form)
    with world.called_by(6, "ola"):
        hook = world.call("Webhook", "SaveWebhook", hook)
        form = world.call("Marketing", "SaveFormEntity", form)
    assert hook.registered_associate.associate_id == 5
    assert hook.updated_associate.associate_id == 6
    assert (form.registered_associate_id, form.updated_associate_id) == (5, 6)


# ----------------------------------------------------------------------- for the WebApi


def test_a_change_is_made_of_what_is_there(world: World) -> None:
    family = world.entities.family("ContactEntity")
    world.save(world.carriers.ContactEntity(name="Anvil", org_nr="1"))

    saved = world.entities.change(
        family, 1, lambda current: replace_in(current, name="Forge", contact_id=9)
    )

    assert (saved.contact_id, saved.name, saved.org_nr) == (1, "Forge", "1")
    assert world.contact(9) is None


def test_a_change_that_fails_changes_nothing(world: World) -> None:
    family = world.entities.family("ContactEntity")
    before = world.save(world.carriers.ContactEntity(name="Anvil"))

    def fail(current: Any) -> Any:
        current.name = "Forge"
        raise world.errors.Conflict("no!")

    with pytest.raises(world.errors.Conflict):
        world.entities.change(family, 1, fail)
    assert world.contact(1) == before


def test_nothing_is_changed_that_somebody_else_has_changed_since(world: World) -> None:
    entities, carriers = world.entities, world.carriers
    family = entities.family("ContactEntity")
    saved = world.save(carriers.ContactEntity(name="Anvil"))
    late, early = STARTED, STARTED - timedelta(seconds=1)

    for change in (
        lambda: entities.save(family, saved, unmodified_since=early),
        lambda: entities.change(family, 1, lambda it: it, unmodified_since=early),
        lambda: entities.delete(family, 1, unmodified_since=early),
    ):
        with pytest.raises(world.errors.PreconditionFailed):
            change()

    assert entities.save(family, saved, unmodified_since=late) == saved
    assert entities.changed_at(saved) == STARTED
    assert entities.changed_at(carriers.ContactEntity()) is None
    assert entities.changed_at(carriers.Address()) is None
    entities.delete(family, 1, unmodified_since=late)
    assert entities.get(family, 1) is None


def test_changes_at_the_same_time_are_all_made(pair: Any, tmp_path: Path) -> None:
    worlds = [World(pair, tmp_path / "crm.sqlite") for _ in range(3)]
    worlds[0].save(worlds[0].carriers.ContactEntity(name="Anvil", xstop=True))
    numbers: list[int] = []

    def work(world: World) -> None:
        family = world.entities.family("ContactEntity")
        for _ in range(10):
            world.entities.change(
                family, 1, lambda it: replace_in(it, name=it.name + "!")
            )
            made = world.save(world.carriers.ContactEntity(name="new"))
            numbers.append(made.contact_id)

    threads = [threading.Thread(target=work, args=(world,)) for world in worlds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert worlds[0].contact(1).name == "Anvil" + 30 * "!"
    assert sorted(numbers) == list(range(2, 32))


# --------------------------------------------------------------------------- references


def test_setting_a_number_alone_is_enough_to_link(world: World) -> None:
    carriers = world.carriers
    world.save(carriers.ContactEntity(name="Anvil", department="North", org_nr="7"))
    person = world.save(
        carriers.PersonEntity(lastname="Lie", contact=carriers.Contact(contact_id=1))
    )

    assert person.contact.name == "Anvil"
    world.save(replace_in(world.contact(1), name="Forge"))
    found = world.call("Person", "GetPersonEntity", 1).contact
    assert (found.contact_id, found.name, found.org_nr) == (1, "Forge", "7")
    assert (found.department, found.full_name) == ("North", "Forge")


def test_a_reference_to_what_is_gone_stays_as_it_was(world: World) -> None:
    carriers = world.carriers
    world.save(carriers.ContactEntity(name="Anvil"))
    world.save(carriers.PersonEntity(contact=carriers.Contact(contact_id=1)))
    world.call("Contact", "DeleteContactEntity", 1)

    found = world.call("Person", "GetPersonEntity", 1)
    assert (found.contact.contact_id, found.contact.name) == (1, "Anvil")


def test_an_item_of_a_list_is_found_by_its_name(world: World) -> None:
    carriers = world.carriers
    world.put("list:category", 3, b'{"Id":3,"Name":"Customer","Tooltip":"pays"}')
    given = carriers.Category(value=" CUSTOMER")

    saved = world.save(carriers.ContactEntity(category=given))

    assert (saved.category.id, saved.category.value) == (3, "Customer")
    assert saved.category.tooltip == "pays"
    assert given.id == 0
    unknown = carriers.ContactEntity(category=carriers.Category(value="Rival"))
    assert world.save(unknown).category.id == 0


def test_a_company_is_not_guessed_by_its_name(world: World) -> None:
    carriers = world.carriers
    world.save(carriers.ContactEntity(name="Anvil"))

    person = world.save(carriers.PersonEntity(contact=carriers.Contact(name="Anvil")))

    assert person.contact.contact_id == 0


def test_an_associate_is_a_user_of_the_seed_or_one_whom_somebody_has_saved(
    world: World,
) -> None:
    carriers = world.carriers
    load = world.pair.server("accounts").load_sign_in
    kari = {"name": "kari", "associate_id": 1, "full_name": "Kari Nordmann", "person_id": 7}  # fmt: skip
    with world.store.writing() as records:
        load(records, {"users": [kari]})
    world.call(
        "User",
        "SaveUser",
        carriers.User(
            user_name="ola", person=carriers.Person(person_id=8, full_name="Ola Hansen")
        ),
    )
    world.put("User", 2, world.codec.encode(world.call("User", "GetUser", 1)))

    def read(number: int) -> tuple[Any, ...]:
        owner = carriers.Associate(associate_id=number, rank=4)
        saved = world.save(carriers.ContactEntity(associate=owner)).associate
        return saved.name, saved.full_name, saved.person_id, saved.rank

    assert read(1) == ("kari", "Kari Nordmann", 7, 4)
    assert read(2) == ("ola", "Ola Hansen", 8, 4)
    assert read(3) == (None, None, 0, 4)


def test_the_caller_is_an_associate(world: World) -> None:
    load = world.pair.server("accounts").load_sign_in
    with world.store.writing() as records:
        load(records, {"users": [{"name": "kari", "associate_id": 1, "person_id": 7}]})

    with world.called_by(1, "kari"):
        found = world.entities.associates.current()
    with world.called_by():
        nobody = world.entities.associates.current()

    assert (found.associate_id, found.name, found.person_id) == (1, "kari", 7)
    assert nobody is None


def test_what_is_stored_and_does_not_fit_leaves_a_reference_as_it_was(
    world: World,
) -> None:
    carriers = world.carriers
    world.put("list:category", 3, b'{"Id":"three","Name":[1],"Tooltip":{"a":1}}')

    saved = world.save(
        carriers.ContactEntity(category=carriers.Category(id=3, value="Customer"))
    )

    assert saved.category.id in (0, 3)
    assert world.contact(saved.contact_id) == saved


def test_what_a_reference_says_beside_its_item_stays(world: World) -> None:
    country = world.carriers.Country(country_id=578, name="?", dial_in_prefix="47")
    world.put("list:country", 578, b'{"Id":578,"Name":"Norway"}')

    saved = world.save(world.carriers.ContactEntity(country=country))

    assert (saved.country.name, saved.country.dial_in_prefix) == ("Norway", "47")


# -------------------------------------------------------------------------------- views


def test_views_are_flat_and_come_in_the_order_asked_for(world: World) -> None:
    carriers = world.carriers
    element = carriers.EntityElement
    world.put("list:country", 578, b'{"Id":578,"Name":"Norway"}')
    world.save(
        carriers.ContactEntity(
            name="Anvil",
            department="North",
            emails=[element(value="a@example.com"), element(value="b@example.com")],
            phones=[element(value="12345678")],
            country=carriers.Country(country_id=578),
            associate=carriers.Associate(associate_id=5),
        )
    )
    world.save(carriers.ContactEntity(name="Lantern"))

    second, first = world.call("Contact", "GetContactList", [2, 9, 1])

    filled = world.pair.server("filling").filled
    assert first == filled(
        carriers.Contact(
            contact_id=1,
            name="Anvil",
            full_name="Anvil",
            department="North",
            email_address="a@example.com",
            direct_phone="12345678",
            country_id=578,
            associate_id=5,
        )
    )
    assert second == filled(
        carriers.Contact(contact_id=2, name="Lantern", full_name="Lantern")
    )
    assert world.call("Contact", "GetContactList", None) == []


def test_a_person_has_a_full_name_and_its_company(world: World) -> None:
    carriers = world.carriers
    world.save(carriers.ContactEntity(name="Anvil"))
    world.save(
        carriers.PersonEntity(
            firstname="Bjorn",
            lastname="Lie",
            contact=carriers.Contact(contact_id=1),
            emails=[carriers.EntityElement(value="b@example.com")],
        )
    )

    (found,) = world.call("Person", "GetPersonList", [1])

    assert found == world.pair.server("filling").filled(
        carriers.Person(
            person_id=1,
            firstname="Bjorn",
            lastname="Lie",
            full_name="Bjorn Lie",
            email="b@example.com",
            contact_id=1,
            contact_name="Anvil",
        )
    )


def test_entities_of_one_owner_are_told_by_what_they_refer_to(world: World) -> None:
    carriers, agents = world.carriers, world.pair.catalogue.agents
    for name in ("Anvil", "Lantern"):
        world.save(carriers.ContactEntity(name=name))
    for lastname, owner in (("Lie", 1), ("Dahl", 2), ("Moe", 1)):
        contact = carriers.Contact(contact_id=owner)
        world.save(carriers.PersonEntity(lastname=lastname, contact=contact))
    row = agents["Person"]["GetPersonList"]

    def made(name: str, takes: dict[str, str]) -> Any:
        operation = replace(row, name=name, takes=takes, compiled={})
        return world.entities.handler(operation)

    persons = made("GetPersons", {"ContactId": "Int32"})

    assert [each.lastname for each in persons(1)] == ["Lie", "Moe"]
    assert persons(0) == []
    assert len(made("GetAllPersons", {})()) == 3
    assert made("GetPersons", {"SaleId": "Int32"}) is None
    assert made("GetPersonsOnTheMove", {"ContactId": "Int32"}) is None


def test_those_that_are_deleted_are_given_where_they_are_asked_for(
    world: World,
) -> None:
    carriers = world.carriers
    world.save(carriers.ContactEntity(name="Anvil", deleted=1))
    world.save(carriers.ContactEntity(name="Lantern"))
    row = world.pair.catalogue.agents["Contact"]["GetContactList"]
    operation = replace(
        row, name="GetAllContacts", takes={"IncludeDeleted": "bool"}, compiled={}
    )
    every = world.entities.handler(operation)

    assert [each.name for each in every(False)] == ["Lantern"]
    assert [each.name for each in every(True)] == ["Anvil", "Lantern"]


# -------------------------------------------------------------------------- all of them

ENVELOPE = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
    b"<s:Body><x/></s:Body></s:Envelope>"
)


@pytest.mark.slow
def test_every_entity_of_the_whole_release_is_kept_and_answered_on_both_wires(
    whole_pair: Any,
) -> None:
    world = World(whole_pair)
    entities, filled = world.entities, world.pair.server("filling").filled
    json_result = world.pair.server("json_server").json_result
    soap = world.pair.server("soap_server")
    kept: list[str] = []

    for operation, (family, role) in entities.families.roles.items():
        if role != "get" or family.key_field is None:
            continue
        with world.called_by(5, "kari"):
            saved = entities.save(family, filled(family.carrier()))
        number = getattr(saved, family.key)
        found = entities.handler(operation)(number)
        assert found == saved, family
        assert number > 0, family
        assert json_result(operation, found).startswith(b"{"), family
        element = soap.request_in(ENVELOPE, operation.namespace)
        assert b"Succeeded>true<" in soap.soap_result(operation, found, element), family
        entities.delete(family, number)
        assert entities.handler(operation)(number) is None, family
        kept.append(family.name)

    assert len(kept) >= 95
    assert len(set(kept)) == len(kept) - 1  # projects are read with members and without
