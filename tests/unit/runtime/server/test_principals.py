"""SoPrincipal, and who somebody is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.runtime.server.tiny_netserver import TinyNetServer


@pytest.fixture
def server(pair: Any) -> TinyNetServer:
    return TinyNetServer(pair, implicit_user="kari", licenses=["sales", "ADWIZA/GANTT"])


def called(server: TinyNetServer, name: str, *arguments: object) -> Any:
    operation = server.pair.catalogue.agents["SoPrincipal"][name]
    return server.service.handler(operation)(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("AuthenticateUsernamePassword", ("kari", "secret")),
        ("AuthenticateUsernamePassword", ("7T:...", "whatever")),
        ("AuthenticateWithAccessToken", ("8A:Cust12345.abc",)),
        ("AuthenticateGeneric", ({"UserName": "kari", "password": "secret"},)),
        ("AuthenticateGeneric", ({"Ticket": "7T:..."},)),
        ("AuthenticateGeneric", ({"access_token": "8A:Cust12345.abc"},)),
        ("AuthenticateImplicit", ()),
    ],
)
def test_each_way_in_gives_a_ticket_and_tells_who_it_is(
    server: TinyNetServer, name: str, arguments: tuple[object, ...]
) -> None:
    answer = called(server, name, *arguments)
    assert answer.authentication_succeeded is True
    assert answer.response == server.service.principal(server.sign_in.user("kari"))
    assert server.sign_in.by_ticket(answer.credentials.ticket).name == "kari"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("AuthenticateUsernamePassword", ("kari", "wrong")),
        ("AuthenticateUsernamePassword", (None, None)),
        ("AuthenticateUsernamePassword", ("7T:unknown", "")),
        ("AuthenticateWithAccessToken", ("8A:Cust12345.xyz",)),
        ("AuthenticateWithAccessToken", (None,)),
        ("AuthenticateGeneric", (None,)),
        ("AuthenticateGeneric", ({"UserName": None},)),
    ],
)
def test_who_is_not_let_in_gets_an_answer_that_says_so(
    server: TinyNetServer, name: str, arguments: tuple[object, ...]
) -> None:
    answer = called(server, name, *arguments)
    assert answer == type(answer)(
        response=None, credentials=None, authentication_succeeded=False
    )


def test_a_ticket_that_passes_as_a_name_is_given_back(server: TinyNetServer) -> None:
    answer = called(server, "AuthenticateUsernamePassword", "7T:...", "")
    assert answer.credentials.ticket == "7T:..."


@pytest.mark.parametrize("who", ["", "ola"])
def test_nobody_comes_in_implicitly_unless_a_setting_says_who(
    pair: Any, who: str
) -> None:
    server = TinyNetServer(pair, implicit_user=who)
    with pytest.raises(
        pair.proxies("errors").AuthenticationFault,
        match="implicit_user names nobody" if not who else "there is no user 'ola'",
    ):
        called(server, "AuthenticateImplicit")


def test_a_principal_tells_user_rights_and_licences(server: TinyNetServer) -> None:
    carriers = server.pair.proxies("carriers")
    enumerations = server.pair.proxies("enumerations")
    made = server.service.principal(server.sign_in.user("kari"))
    assert made == carriers.SoPrincipalCarrier(
        user_type=enumerations.UserType.INTERNAL_ASSOCIATE,
        associate="kari",
        associate_id=1,
        is_person=True,
        person_id=7,
        contact_id=4,
        group_id=1,
        role_id=1,
        role_name="User level 0",
        role_type=enumerations.RoleType.EMPLOYEE,
        licenses=[
            carriers.GrantedModuleLicense(
                owner_name="SUPEROFFICE", module_name="sales"
            ),
            carriers.GrantedModuleLicense(owner_name="ADWIZA", module_name="GANTT"),
        ],
        full_name="Kari Nordmann",
        email_address="kari@example.com",
        function_rights=["admin-all"],
        secondary_groups=[],
        database_context_identifier="Cust12345",
    )


def test_operations_of_any_agent_that_give_the_principal_are_answered(
    server: TinyNetServer,
) -> None:
    facade = server.pair.proxies("_runtime.operations").Facade("User", soap="x")
    calls = server.pair.server("calls")
    row = facade.operation("GetCurrentPrincipal", gives="SoPrincipalCarrier | None")
    other = facade.operation(
        "GetPrincipal", {"Name": "str | None"}, "SoPrincipalCarrier | None"
    )
    handler = server.service.handler(row)
    kari = server.sign_in.user("kari")
    call = calls.Call(operation=row, wire="soap", root="", user=kari)
    with calls.answering(call):
        assert handler().associate == "kari"
    assert server.service.handler(other) is None


def test_system_info_tells_the_release(server: TinyNetServer) -> None:
    info = called(server, "GetSystemInfo")
    assert (info.build_label, info.is_unicode, info.license.owner_name) == (
        server.pair.catalogue.release.label,
        True,
        "SUPEROFFICE",
    )


def test_operations_of_others_are_left_to_others(server: TinyNetServer) -> None:
    row = server.pair.catalogue.agents["Contact"]["GetContactEntity"]
    assert server.service.handler(row) is None


def test_a_release_with_fewer_results_gets_those_that_it_has(
    server: TinyNetServer,
) -> None:
    facade = server.pair.proxies("_runtime.operations").Facade("SoPrincipal", soap="x")
    row = facade.operation(
        "AuthenticateUsernamePassword",
        {"Password": "str | None", "UserName": "str | None"},
        "str | None",
    )
    handler = server.service.handler(row)
    assert server.sign_in.by_ticket(handler("secret", "kari")).name == "kari"
    assert handler("wrong", "kari") is None


def test_a_release_without_the_carrier_has_no_principal(
    server: TinyNetServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    principal = server.pair.server("principals").principal
    catalogue = server.pair.catalogue
    user = server.sign_in.user("kari")
    with monkeypatch.context() as patched:
        patched.setattr(type(catalogue), "carrier", lambda *_: None)
        assert principal(user, catalogue) is None


@pytest.mark.slow
def test_the_whole_release_is_answered(whole_pair: Any) -> None:
    server = TinyNetServer(whole_pair)
    answer = called(server, "AuthenticateUsernamePassword", "kari", "secret")
    assert answer.response.licenses[0].name == "sales"
    assert called(server, "GetSystemInfo").is_unicode
    filled = whole_pair.server("filling").filled
    assert filled(answer).response.ej_user_id == 0
