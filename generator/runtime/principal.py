"""Who is signed in, and what that user may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """A module that the user may use; `owner` is who sells it."""

    owner: str
    name: str
    version: str = ""
    is_unrestricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The user of a session, as NetServer knew it when it was first asked for.

    `associate` is the name that the user signs in with; ids are 0 where there is nothing behind them.
    `carrier` is the whole of what NetServer said, by its names on the wire.
    """

    associate: str
    associate_id: int
    full_name: str
    email: str
    user_type: str
    person_id: int
    contact_id: int
    group_id: int
    secondary_groups: tuple[int, ...]
    role_id: int
    role_name: str
    role_type: str
    country_id: int
    function_rights: frozenset[str]
    licenses: tuple[License, ...]
    database: str
    carrier: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    def has_function_right(self, name: str) -> bool:
        """Whether the user's role has that right, whatever the case of its name."""
        return name.lower() in {right.lower() for right in self.function_rights}

    def has_license(self, name: str, owner: str | None = None) -> bool:
        """Whether the user has a licence for the module, whatever the case of the names."""
        return any(
            license.name.lower() == name.lower()
            and (owner is None or license.owner.lower() == owner.lower())
            for license in self.licenses
        )


def read_principal(said: Mapping[str, Any]) -> Principal:
    """The principal in a SoPrincipalCarrier by names on the wire; what is missing is empty."""

    def text(name: str) -> str:
        value = said.get(name)
        return "" if value is None else str(value)

    def number(name: str) -> int:
        value = said.get(name)
        return value if isinstance(value, int) else 0

    def all_of(name: str) -> list[Any]:
        value = said.get(name)
        return cast("list[Any]", value) if isinstance(value, list) else []

    return Principal(
        associate=text("Associate"),
        associate_id=number("AssociateId"),
        full_name=text("FullName"),
        email=text("EMailAddress"),
        user_type=text("UserType"),
        person_id=number("PersonId"),
        contact_id=number("ContactId"),
        group_id=number("GroupId"),
        secondary_groups=tuple(all_of("SecondaryGroups")),
        role_id=number("RoleId"),
        role_name=text("RoleName"),
        role_type=text("RoleType"),
        country_id=number("CountryId"),
        function_rights=frozenset(str(right) for right in all_of("FunctionRights")),
        licenses=tuple(
            _license(cast("Mapping[str, Any]", module))
            for module in all_of("Licenses")
            if isinstance(module, Mapping)
        ),
        database=text("DatabaseContextIdentifier"),
        carrier=said,
    )


def _license(module: Mapping[str, Any]) -> License:
    return License(
        owner=str(module.get("OwnerName") or ""),
        name=str(module.get("Name") or ""),
        version=str(module.get("Version") or ""),
        is_unrestricted=module.get("IsUnrestricted") is True,
    )
