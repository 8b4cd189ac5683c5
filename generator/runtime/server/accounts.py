"""Who may sign in, and by what: users, tickets, tokens and applications, in a seed and in the store.

Passwords, secrets of applications, tickets and access tokens are not stored in clear, so the state that is
read back holds their hashes; a seed may hold either. The system token of an application is stored as it is,
since an administrator's sign-in tells it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

from .calls import User
from .passes import HASHED, TICKET, TOKEN, Pass, PassKind, hash_of, keep_pass, kept_pass
from .passwords import checked_hash, hashed_password, is_password
from .store import Records

__all__ = [
    "DEFAULT_SIGN_IN",
    "LICENSES",
    "SIGN_IN_KEYS",
    "Account",
    "App",
    "SeedKey",
    "account_of",
    "accounts_of",
    "app_of",
    "apps_of",
    "licenses_of",
    "load_sign_in",
    "text_of",
]

T = TypeVar("T")

LICENSES = ("sales", "marketing", "service", "web", "maintenance")
"""The modules that everybody has a licence for, unless the seed says otherwise."""

DEFAULT_SIGN_IN: Mapping[str, Any] = {
    "tenant": "Cust12345",
    "users": [
        {
            "name": "kari",
            "password": "secret",
            "associate_id": 1,
            "person_id": 7,
            "contact_id": 4,
            "full_name": "Kari Nordmann",
            "email": "kari@example.com",
            "role": "User level 0",
            "function_rights": ["admin-all"],
        }
    ],
    "tickets": {"7T:...": "kari"},
    "tokens": {"8A:Cust12345.abc": "kari"},
    "apps": [
        {
            "client_id": "my-app",
            "client_secret": "my-secret",
            "redirect_uris": ["https://app.example.com/callback"],
            "system_token": "My App-abcdefghij",
            "public_key": "",
        }
    ],
}
"""Who may sign in where nobody has said so: the user, ticket, token and application of our examples."""


class Account(
    msgspec.Struct, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """A user as a seed has it; in the store `password` is empty."""

    name: str
    password: str | None = None
    """None for those who cannot sign in by one."""
    password_hash: str = ""
    associate_id: int = 0
    """That of a new user, where it is 0, is the next free number."""
    person_id: int = 0
    contact_id: int = 0
    full_name: str = ""
    email: str = ""
    role: str = ""
    function_rights: list[str] = []

    def __repr__(self) -> str:
        return f"Account({self.name!r})"

    @property
    def user(self) -> User:
        """The user as handlers know it."""
        return User(
            name=self.name,
            associate_id=self.associate_id,
            person_id=self.person_id,
            contact_id=self.contact_id,
            full_name=self.full_name,
            email=self.email,
            role=self.role,
            function_rights=tuple(self.function_rights),
        )


class App(msgspec.Struct, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An application that users and tenants may let in; in the store `client_secret` is empty."""

    client_id: str
    client_secret: str | None = None
    """None for those that can keep none: they need PKCE."""
    client_secret_hash: str = ""
    redirect_uris: list[str] = []
    system_token: str = ""
    public_key: str = ""
    """PEM; where it is empty, signatures of the system user are not checked."""

    def __repr__(self) -> str:
        return f"App({self.client_id!r})"

    def is_secret(self, secret: str) -> bool:
        """Whether that is its secret."""
        return is_password(secret, self.client_secret_hash)

    def is_system_token(self, text: str) -> bool:
        """Whether the tenant has let it in by that system token."""
        own = self.system_token.encode("utf-8", "backslashreplace")
        said = text.encode("utf-8", "backslashreplace")
        return bool(own) and hmac.compare_digest(own, said)


class SeedKey(NamedTuple):
    """What becomes of one key of a seed, and how its value is read back; None where nothing is kept."""

    load: Callable[[Records, Any], None]
    state: Callable[[Records], Any]


def _converted(value: object, kind: type[T], key: str) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{key}: {error}") from None


def _every(records: Records, prefix: str, kind: type[T]) -> list[T]:
    return [
        msgspec.json.decode(body, type=kind) for _, body in records.settings(prefix)
    ]


# ------------------------------------------------------------------------------- users


def _user_key(name: str) -> str:
    return f"user:{name.strip().casefold()}"


def load_users(records: Records, value: object) -> None:
    """Keep users, each in place of the one of that name. ValueError says what is wrong with one."""
    highest = max((each.associate_id for each in accounts_of(records)), default=0)
    for account in _converted(value, list[Account], "users"):
        if not account.name.strip():
            raise ValueError("users: a user needs a name")
        if account.password_hash:
            checked_hash(account.password_hash)
        if account.password is not None:
            account.password_hash = hashed_password(account.password)
            account.password = None
        if not account.associate_id:
            account.associate_id = highest + 1
        highest = max(highest, account.associate_id)
        records.put_setting(_user_key(account.name), msgspec.json.encode(account))


def accounts_of(records: Records) -> list[Account]:
    """All users, by the number of their associate."""
    found = _every(records, "user:", Account)
    return sorted(found, key=lambda each: (each.associate_id, each.name))


def account_of(records: Records, name: str) -> Account | None:
    """The user of a name, whatever its case; None where there is none."""
    body = records.setting(_user_key(name))
    return None if body is None else msgspec.json.decode(body, type=Account)


def users_state(records: Records) -> list[dict[str, Any]] | None:
    """The users as `load_users` takes them."""
    return [msgspec.to_builtins(each) for each in accounts_of(records)] or None


# ------------------------------------------------------------------- tickets and tokens


def _passes(kind: PassKind) -> SeedKey:
    """The fixed tickets or tokens, which never expire: {"7T:...": "kari"}."""
    prefix = f"{kind.word}:"

    def load(records: Records, value: object) -> None:
        for text, user in _converted(value, dict[str, str], f"{kind.word}s").items():
            if not text.strip():
                raise ValueError(f"{kind.word}s: a {kind.word} must not be empty")
            name = prefix + (text if text.startswith(HASHED) else hash_of(text))
            keep_pass(records, name, Pass(user=user))

    def state(records: Records) -> dict[str, str] | None:
        found: dict[str, str] = {}
        for name, _ in records.settings(prefix):
            kept = kept_pass(records, name)
            if kept is not None and kept.expires is None and kept.made is None:
                found[name.removeprefix(prefix)] = kept.user
        return found or None

    return SeedKey(load, state)


# ------------------------------------------------------------------------ applications


def load_apps(records: Records, value: object) -> None:
    """Keep applications, each in place of the one of that client_id. ValueError says what is wrong with one."""
    for app in _converted(value, list[App], "apps"):
        if not app.client_id.strip():
            raise ValueError("apps: an application needs a client_id")
        if app.public_key and "PUBLIC KEY" not in app.public_key:
            raise ValueError(
                f"apps: the public_key of {app.client_id} must be PEM (BEGIN PUBLIC KEY)"
            )
        if app.client_secret_hash:
            checked_hash(app.client_secret_hash)
        if app.client_secret is not None:
            app.client_secret_hash = hashed_password(app.client_secret)
            app.client_secret = None
        records.put_setting(f"app:{app.client_id}", msgspec.json.encode(app))


def apps_of(records: Records) -> list[App]:
    """All applications, by client_id."""
    return _every(records, "app:", App)


def app_of(records: Records, client_id: str) -> App | None:
    """The application of a client_id; None where there is none."""
    body = records.setting(f"app:{client_id}")
    return None if body is None else msgspec.json.decode(body, type=App)


def apps_state(records: Records) -> list[dict[str, Any]] | None:
    """The applications as `load_apps` takes them."""
    return [msgspec.to_builtins(each) for each in apps_of(records)] or None


# ------------------------------------------------------------------- what is one value


def text_of(records: Records, name: str) -> str:
    """The value of one of the keys that are a text ("tenant", "implicit_user"); empty where it is not set."""
    return (records.setting(name) or b"").decode()


def _text(name: str, form: str = "") -> SeedKey:
    def load(records: Records, value: object) -> None:
        text = _converted(value, str, name)
        if form and not re.fullmatch(form, text):
            raise ValueError(f"{name}: {text[:80]!r} is no name for one")
        records.put_setting(name, text.encode())

    def state(records: Records) -> str | None:
        return text_of(records, name) or None

    return SeedKey(load, state)


def load_licenses(records: Records, value: object) -> None:
    """Keep the modules that there are licences for: "sales", or "ADWIZA/GANTT" with the owner."""
    found = _converted(value, list[str], "licenses")
    records.put_setting("licenses", msgspec.json.encode(found))


def licenses_of(records: Records) -> tuple[str, ...]:
    """The modules that there are licences for."""
    body = records.setting("licenses")
    return LICENSES if body is None else msgspec.json.decode(body, type=tuple[str, ...])


def licenses_state(records: Records) -> list[str] | None:
    """The licences, where somebody has said which."""
    return None if records.setting("licenses") is None else list(licenses_of(records))


SIGN_IN_KEYS: Mapping[str, SeedKey] = {
    "tenant": _text("tenant", "[A-Za-z0-9_-]{1,64}"),
    "tenant_state": _text("tenant_state"),
    "users": SeedKey(load_users, users_state),
    "implicit_user": _text("implicit_user"),
    "tickets": _passes(TICKET),
    "tokens": _passes(TOKEN),
    "apps": SeedKey(load_apps, apps_state),
    "licenses": SeedKey(load_licenses, licenses_state),
}
"""The keys of a seed that say who may sign in."""


def load_sign_in(records: Records, seed: Mapping[str, Any]) -> None:
    """Keep what a seed says of who may sign in; its other keys are somebody else's."""
    for name, key in SIGN_IN_KEYS.items():
        if name in seed:
            key.load(records, seed[name])
