"""The agent SoPrincipal, and who somebody is as NetServer tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import AuthenticationFault
from netserver._runtime.operations import Operation
from netserver._runtime.standing import generated
from .accounts import LICENSES
from .calls import Handler, User, current_call, quick

if TYPE_CHECKING:
    from netserver._runtime.release import ReleaseInfo
    from .catalogue import Catalogue
    from .sign_in import SignIn

__all__ = ["SYSTEM", "SoPrincipal", "principal"]

SYSTEM = "System"
"""The role of the system user of a tenant."""
_AGENT = "SoPrincipal"
_CARRIER = "SoPrincipalCarrier"
_FITTING: Mapping[type, tuple[str, ...]] = {
    str: ("text", "enumeration"),
    bool: ("bool",),
    int: ("int",),
    list: ("list",),
}


def principal(
    user: User,
    catalogue: Catalogue,
    *,
    tenant: str = "",
    licenses: Iterable[str] = LICENSES,
) -> Any:
    """The SoPrincipalCarrier of a user; None where the release has no such carrier.

    `licenses` are names of modules: "sales", or "ADWIZA/GANTT" with the owner.
    """
    carrier = catalogue.carrier(_CARRIER)
    return None if carrier is None else _principal(carrier, user, tenant, licenses)


def _principal(
    carrier: type[Any], user: User, tenant: str, licenses: Iterable[str]
) -> Any:
    by_system = user.role == SYSTEM
    made = _made(
        carrier,
        {
            "UserType": "SystemAssociate" if by_system else "InternalAssociate",
            "Associate": user.name,
            "UserName": user.name,
            "AssociateId": user.associate_id,
            "IsPerson": user.person_id > 0,
            "PersonId": user.person_id,
            "ContactId": user.contact_id,
            "GroupId": 1,
            "RoleId": 1,
            "RoleName": user.role,
            "RoleType": "System" if by_system else "Employee",
            "FullName": user.full_name or user.name,
            "EMailAddress": user.email,
            "FunctionRights": sorted(user.function_rights),
            "SecondaryGroups": cast("list[int]", []),
            "DatabaseContextIdentifier": tenant,
        },
    )
    field = _field(carrier, "Licenses")
    if field is not None and field.item is not None and field.item.name == "carrier":
        modules = [_license(field.item.python, each) for each in licenses]
        _put(made, carrier, "Licenses", modules)
    return made


def _license(carrier: type[Any], module: str) -> Any:
    owner, _, name = module.rpartition("/")
    values = {
        "OwnerName": owner or "SUPEROFFICE",
        "Name": name,
        "ModuleName": name,
        "Description": name,
        "IsUnrestricted": True,
    }
    return _made(carrier, values)


# ------------------------------------------------------- carriers that releases differ in


def _made(carrier: type[Any], values: Mapping[str, object]) -> Any:
    """A carrier with those of the members that it has, by their names on the wire."""
    made = carrier()
    for name, value in values.items():
        _put(made, carrier, name, value)
    return made


def _field(carrier: type[Any], wire: str) -> Kind | None:
    schema = schema_of(carrier)
    number = schema.index.get(wire)
    return None if number is None else schema.fields[number].kind


def _put(made: Any, carrier: type[Any], wire: str, value: object) -> None:
    """Set a member, where the carrier has it and it can hold such a value."""
    kind = _field(carrier, wire)
    if kind is None or kind.name not in _FITTING.get(type(value), (kind.name,)):
        return
    if kind.name == "enumeration" and all(value != each for each in kind.python):
        return
    schema = schema_of(carrier)
    setattr(made, schema.fields[schema.index[wire]].attribute, value)


# ------------------------------------------------------------------------------ the agent


class SoPrincipal:
    """The service that lets users in over SOAP, and tells them who they are."""

    def __init__(self, sign_in: SignIn, catalogue: Catalogue) -> None:
        self._sign_in = sign_in
        self._catalogue = catalogue
        self._finders: Mapping[str, Callable[[Mapping[str, Any]], tuple[User, str]]] = {
            "AuthenticateUsernamePassword": self._by_password,
            "AuthenticateWithAccessToken": self._by_token,
            "AuthenticateGeneric": self._by_whatever,
            "AuthenticateImplicit": self._by_nothing,
        }

    def handler(self, operation: Operation) -> Handler | None:
        """What answers the operations of SoPrincipal, and what of any agent gives the current principal."""
        if operation.agent == _AGENT and operation.name in self._finders:
            return self._authenticate(operation, self._finders[operation.name])
        if operation.agent == _AGENT and operation.name == "GetSystemInfo":
            return self._system_info(operation)
        kinds = [each.partition("|")[0].strip() for each in operation.gives.values()]
        if not operation.takes and kinds == [_CARRIER]:
            return self.current
        return None

    def current(self) -> Any:
        """The principal of whoever has made the call that is being answered; None for nobody."""
        user = current_call().user
        return None if user is None else self.principal(user)

    def principal(self, user: User) -> Any:
        """The principal of a user, with the tenant and the licences of this server."""
        return principal(
            user,
            self._catalogue,
            tenant=self._sign_in.tenant,
            licenses=self._sign_in.licenses,
        )

    # ------------------------------------------------------------------ ways to come in

    def _by_password(self, said: Mapping[str, Any]) -> tuple[User, str]:
        name, password = _text(said, "username"), _text(said, "password")
        if name.startswith("7T:"):  # a ticket passes as a user's name
            return self._sign_in.by_ticket(name), name
        return self._sign_in.by_password(name, password), ""

    def _by_token(self, said: Mapping[str, Any]) -> tuple[User, str]:
        return self._sign_in.by_ticket(_text(said, "accesstoken")), ""

    def _by_whatever(self, said: Mapping[str, Any]) -> tuple[User, str]:
        pairs = cast("Mapping[str, Any]", said.get("authenticationdata") or {})
        given = {key.replace("_", "").casefold(): v for key, v in pairs.items()}
        if ticket := _text(given, "ticket"):
            return self._sign_in.by_ticket(ticket), ticket
        if "accesstoken" in given:
            return self._by_token(given)
        return self._by_password(given)

    def _by_nothing(self, said: Mapping[str, Any]) -> tuple[User, str]:
        return self._sign_in.implicit(), ""

    # ------------------------------------------------------------------------- answers

    def _authenticate(
        self,
        operation: Operation,
        find: Callable[[Mapping[str, Any]], tuple[User, str]],
    ) -> Handler:
        names = [name.casefold() for name in operation.takes]
        told = operation.name == "AuthenticateImplicit"

        def authenticate(*arguments: object) -> Any:
            try:
                user, ticket = find(dict(zip(names, arguments, strict=True)))
            except AuthenticationFault:
                if told:  # that nobody comes in this way is about the server
                    raise
                return self._answer(operation, None, "")
            return self._answer(operation, user, ticket or self._sign_in.issue(user))

        return authenticate

    def _answer(self, operation: Operation, user: User | None, ticket: str) -> Any:
        """The results by their types: who it is, what lets him in, whether he is let in."""
        row = row_of(operation)
        made: dict[str, Any] = {}
        for name, typed in row.gives:
            if typed.kind.name == "bool":
                made[name] = user is not None
            elif user is None:
                made[name] = None
            elif typed.kind.name == "text":
                made[name] = ticket
            elif typed.kind.name != "carrier":
                made[name] = None
            elif _field(typed.kind.python, "Ticket") is not None:
                made[name] = _made(typed.kind.python, {"Ticket": ticket})
            elif generated(typed.kind.python).__name__ == _CARRIER:
                made[name] = self.principal(user)
        if row.result is None:
            return next(iter(made.values()), None)
        return _made(row.result.python, made)

    def _system_info(self, operation: Operation) -> Handler | None:
        gives = row_of(operation).gives
        if len(gives) != 1 or gives[0][1].kind.name != "carrier":
            return None
        carrier: type[Any] = gives[0][1].kind.python

        def get_system_info(*_: object) -> Any:
            return _system_info(carrier, self._catalogue.release)

        return quick(get_system_info)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _system_info(carrier: type[Any], release: ReleaseInfo) -> Any:
    made = _made(
        carrier,
        {
            "BuildLabel": release.label,
            "AssemblyVersion": release.label,
            "FileVersion": release.label,
            "Description": f"proxysmith {release.generator}".strip(),
            "CompanyName": "SuperOffice",
            "DatabaseType": "SQLite",
            "IsUnicode": True,
        },
    )
    license = _field(carrier, "License")
    if license is not None and license.name == "carrier":
        owner = {"CompanyName": "SuperOffice", "OwnerName": "SUPEROFFICE"}
        _put(made, carrier, "License", _made(license.python, owner))
    return made
