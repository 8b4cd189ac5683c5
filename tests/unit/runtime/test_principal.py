"""Who is signed in, and what that user may do."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from identity import (
    APP_TOKEN,
    LIFE_NAMES,
    LIVES,
    PASSWORD,
    PRINCIPAL,
    SYSTEM_TOKEN,
    TENANT,
    USERNAME,
    IdentityServer,
    Live,
    Reply,
    as_fault,
    as_json,
    as_principal,
    pem,
    rsa_key,
)
from times import Time

from generator.runtime.credentials import (
    AccessToken,
    SystemUser,
    Ticket,
    UsernamePassword,
)
from generator.runtime.errors import AuthenticationFault, Fault, ResponseError
from generator.runtime.principal import License, Principal, read_principal

TICKET, TOKEN = "7T:ticket-of-mine", f"8A:{TENANT}.token-of-mine"
REST = f"/{TENANT}/api/v1/User/currentPrincipal"
SOAP = f"/{TENANT}/Remote/Services88/SoPrincipal.svc"

TOM = Principal(
    associate="tom",
    associate_id=17,
    full_name="Tom Ø. Smith",
    email="tom@example.com",
    user_type="InternalAssociate",
    person_id=5,
    contact_id=3,
    group_id=2,
    secondary_groups=(7, 9),
    role_id=4,
    role_name="User level 0",
    role_type="Employee",
    country_id=578,
    function_rights=frozenset({"admin-all", "hierarchy-read"}),
    licenses=(
        License(owner="SUPEROFFICE", name="SALES", version="8", is_unrestricted=True),
        License(owner="ADWIZA", name="GANTT", version="", is_unrestricted=False),
    ),
    database=TENANT,
    carrier=PRINCIPAL,
)


@pytest.fixture
def service(time: Time) -> Iterator[IdentityServer]:
    with IdentityServer(lambda: time.now) as service:
        service.tickets[TICKET] = time.now
        service.access_tokens[TOKEN] = time.now + 3600
        yield service


@pytest.fixture(params=LIVES, ids=LIFE_NAMES)
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    with request.param() as live:
        yield live


def session_of(service: IdentityServer, live: Live, kind: str, **said: Any) -> Any:
    credentials = {
        "ticket": Ticket(TICKET),
        "token": AccessToken(TOKEN),
        "password": UsernamePassword(USERNAME, PASSWORD),
        "system": SystemUser(
            SYSTEM_TOKEN, pem(rsa_key("partner")), environment=service.origin
        ),
    }[kind]
    given = {"credentials": credentials, "app_token": APP_TOKEN, **said}
    return live.open(service.root, **given)


# ------------------------------------------------------------------------------- asked for once


@pytest.mark.parametrize("binding", ["agents", "soap"])
@pytest.mark.parametrize("kind", ["ticket", "token", "password", "system"])
def test_the_principal_is_who_is_signed_in_over_either_wire(
    service: IdentityServer, live: Live, kind: str, binding: str
):
    session = session_of(service, live, kind, binding=binding)

    principal = live.run(session.principal)

    assert principal == TOM
    assert dict(principal.carrier) == PRINCIPAL
    assert live.run(session.principal) is principal
    path = REST if binding == "agents" else SOAP
    assert [r.path for r in service.requests if TENANT in r.path] == [path]


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_whoever_asks_at_the_same_time_shares_one_request(
    service: IdentityServer, live: Live, binding: str
):
    session = session_of(service, live, "ticket", binding=binding)

    if live.kind.__name__ == "Session":
        asking = [lambda: session.principal] * 50
    else:

        async def asked() -> Principal:
            return await session.principal

        asking = [asked] * 50
    found = live.at_once(asking)

    assert found == [TOM] * 50
    assert len(service.requests) == 1


def test_signing_in_over_soap_has_told_it_already(service: IdentityServer, live: Live):
    session = session_of(service, live, "password", binding="soap")
    live.run(session.contact.get_contact_entity(3))
    before = len(service.requests)

    assert live.run(session.principal) == TOM
    assert len(service.requests) == before


def test_asking_for_it_signs_in_over_soap(service: IdentityServer, live: Live):
    session = session_of(service, live, "password", binding="soap")

    assert live.run(session.principal) == TOM
    live.run(session.contact.get_contact_entity(3))

    assert [r.path.rpartition("/")[2] for r in service.requests] == [
        "SoPrincipal.svc",
        "Contact.svc",
    ]


def test_a_call_over_rest_tells_nothing_of_it(service: IdentityServer, live: Live):
    session = session_of(service, live, "ticket")
    live.run(session.contact.get_contact_entity(3))

    assert live.run(session.principal) == TOM
    assert [r.path.rpartition("/")[2] for r in service.requests] == [
        "GetContactEntity",
        "currentPrincipal",
    ]
    sent = service.requests[-1]
    assert (sent.method, sent.body, sent.query) == ("GET", b"", "")
    assert sent.headers["authorization"] == f"SOTicket {TICKET}"
    assert sent.headers["so-apptoken"] == APP_TOKEN


# ------------------------------------------------------------------------------- when it cannot be had


@pytest.mark.parametrize("kind", ["system"])
def test_a_grant_that_is_over_is_renewed_for_it_over_rest(
    service: IdentityServer, live: Live, kind: str
):
    session = session_of(service, live, kind)
    live.run(session.contact.get_contact_entity(3))
    service.expire_all()

    assert live.run(session.principal) == TOM
    assert service.exchanges == 2


def test_a_grant_that_is_over_is_renewed_for_it_over_soap(
    service: IdentityServer, live: Live
):
    session = session_of(service, live, "system", binding="soap")
    live.run(session.contact.get_contact_entity(3))
    service.expire_all()

    assert live.run(session.principal) == TOM
    assert service.exchanges == 2


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_whom_netserver_does_not_know_has_none(
    service: IdentityServer, live: Live, binding: str
):
    session = live.open(
        service.root,
        credentials=Ticket("7T:of-nobody"),
        app_token=APP_TOKEN,
        binding=binding,
    )

    with pytest.raises(AuthenticationFault) as caught:
        live.run(session.principal)
    assert "of-nobody" not in str(caught.value) + repr(vars(caught.value))


def test_a_refusal_is_not_kept(service: IdentityServer, live: Live):
    session = session_of(service, live, "ticket")
    service.canned[REST] = [as_json({"Message": "Not now."}, 400)]
    with pytest.raises(Fault, match="Not now"):
        live.run(session.principal)
    del service.canned[REST]

    assert live.run(session.principal) == TOM


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(body=b"<h1>Welcome</h1>", kind="text/html"), "expected a JSON object"),
        (as_json([PRINCIPAL]), "expected a JSON object"),
        (as_json(None), "expected a JSON object"),
        (Reply(body=b'{"Associate": "to'), "expected a JSON object"),
        (Reply(body=b""), "expected a JSON object"),
        (Reply(status=500, body=b"oh no", kind="text/plain"), "HTTP 500"),
    ],
)
def test_what_is_no_principal_is_refused(
    service: IdentityServer, live: Live, reply: Reply, told: str
):
    service.canned[REST] = [reply]
    session = session_of(service, live, "ticket")

    with pytest.raises(ResponseError, match=told):
        live.run(session.principal)


def test_an_error_inside_of_a_good_answer_is_one(service: IdentityServer, live: Live):
    service.canned[REST] = [
        as_json({"Error": True, "ErrorType": "X", "ErrorMessage": "no"})
    ]
    session = session_of(service, live, "ticket")

    with pytest.raises(Fault, match="no") as caught:
        live.run(session.principal)
    assert caught.value.error_type == "X"


def test_where_soap_tells_nothing_rest_is_asked(service: IdentityServer, live: Live):
    told = as_principal(TICKET)
    without = dataclasses.replace(
        told,
        body=told.body[: told.body.index(b"<Response>")]
        + told.body[told.body.index(b"</Response>") + len(b"</Response>") :],
    )
    service.canned[SOAP] = [without]
    session = session_of(service, live, "ticket", binding="soap")

    assert live.run(session.principal) == TOM
    assert [r.path for r in service.requests] == [SOAP, REST]


def test_a_fault_over_soap_is_told(service: IdentityServer, live: Live):
    service.canned[SOAP] = [as_fault("The database is away")]
    session = session_of(service, live, "ticket", binding="soap")

    with pytest.raises(Fault, match="The database is away"):
        live.run(session.principal)


# ------------------------------------------------------------------------------- rights and licences


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("admin-all", True),
        ("ADMIN-ALL", True),
        ("Hierarchy-Read", True),
        ("admin", False),
        ("admin-all ", False),
        ("", False),
    ],
)
def test_a_function_right_is_had_whatever_its_case(name: str, has: bool):
    assert TOM.has_function_right(name) is has


@pytest.mark.parametrize(
    ("name", "owner", "has"),
    [
        ("SALES", None, True),
        ("sales", None, True),
        ("sales", "SuperOffice", True),
        ("sales", "adwiza", False),
        ("Gantt", "Adwiza", True),
        ("SALE", None, False),
        ("sales", "", False),
        ("", None, False),
    ],
)
def test_a_licence_is_had_whatever_its_case(name: str, owner: str | None, has: bool):
    assert TOM.has_license(name, owner) is has


# ------------------------------------------------------------------------------- as values

EMPTY = Principal(
    associate="",
    associate_id=0,
    full_name="",
    email="",
    user_type="",
    person_id=0,
    contact_id=0,
    group_id=0,
    secondary_groups=(),
    role_id=0,
    role_name="",
    role_type="",
    country_id=0,
    function_rights=frozenset(),
    licenses=(),
    database="",
    carrier={},
)


@pytest.mark.parametrize(
    "said",
    [
        {},
        dict.fromkeys(PRINCIPAL),
        {"Licenses": None, "FunctionRights": None, "SecondaryGroups": None},
        {"Licenses": {}, "FunctionRights": "admin", "SecondaryGroups": 5},
        {"Licenses": [None, "x", 5]},
        {"AssociateId": "17", "PersonId": None, "GroupId": [1]},
    ],
)
def test_what_is_missing_is_empty(said: dict[str, Any]):
    assert read_principal(said) == EMPTY
    assert read_principal(said).carrier == said


def test_what_is_missing_from_a_licence_is_empty():
    said = {
        "Licenses": [{}, {"Name": "SALES"}, dict.fromkeys(PRINCIPAL["Licenses"][0])]
    }

    assert read_principal(said).licenses == (
        License(owner="", name=""),
        License(owner="", name="SALES"),
        License(owner="", name=""),
    )
    assert read_principal(said).has_license("sales")
    assert not read_principal(said).has_license("sales", "SuperOffice")


def test_more_than_is_known_is_kept_in_the_carrier():
    said = {**PRINCIPAL, "UserName": "tom@example.com", "Future": {"a": [1]}}

    principal = read_principal(said)

    assert principal == TOM
    assert principal.carrier == said


def test_a_principal_does_not_change_and_shows_its_rights_but_no_carrier():
    with pytest.raises(AttributeError):
        TOM.associate = "admin"  # type: ignore[misc]
    assert hash(TOM) == hash(dataclasses.replace(TOM, carrier={}))
    assert "associate='tom'" in repr(TOM)
    assert "IsPerson" not in repr(TOM)
