"""Who a caller is: users by name and password, tickets and access tokens."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass

from msgspec.structs import replace

from ..errors import AuthenticationFault
from .accounts import account_of, accounts_of, licenses_of, text_of
from .calls import User
from .clock import Clock
from .passes import (
    TICKET,
    TOKEN,
    Pass,
    PassKind,
    hash_of,
    keep_pass,
    kept_pass,
    prune,
    stored_name,
)
from .passwords import is_password
from .store import Records, Store

__all__ = ["TICKET_LIFE", "TOKEN_LIFE", "SignIn"]

TICKET_LIFE = 6 * 3600.0
"""Seconds after its last use in which a ticket is good."""
TOKEN_LIFE = 3600.0
"""Seconds after it was given out in which an access token is good."""
FRESH = 1.0
"""Seconds for which a process believes what it has read of a user or a ticket."""
LAG = 60.0
"""Seconds by which the stored end of a ticket may be behind, so that not every call is a write."""
_REMEMBERED = 6 * 3600.0
_MOST_KNOWN = 5_000
_PRUNED_EVERY = 200
_ERROR_TYPE = "SuperOffice.Exceptions.AuthenticationException"


@dataclass(slots=True)
class _Known:
    """What was read of a caller, and when."""

    user: User
    read_at: float
    name: str = ""
    """The setting that a ticket is kept under; empty for a name and a password."""
    expires: float | None = None
    stored: float = 0.0
    """What the store has in place of `expires`."""
    renews: bool = False
    verified: str = ""
    """The stored hash that the password was found to fit."""


class SignIn:
    """Knows users, and gives out, extends and ends tickets. Any thread may use it.

    What it knows is in the store, so that all processes on one file agree: what one of them does, the others
    see within a second. The end of a ticket is written when a use has moved it by a minute, so a ticket may
    end up to a minute early where its process was killed.

    Args:
        store: Where users and tickets are kept; the memory where it is None.
        strict: Whether nobody is let in but those whom the store knows. Otherwise everybody is who says who
            he is; tickets that were given out here and are over let nobody in even then.
    """

    def __init__(self, store: Store | None, clock: Clock, *, strict: bool) -> None:
        self.store = store or Store()
        self.clock = clock
        self.strict = strict
        self._key = os.urandom(32)
        self._known: dict[bytes, _Known] = {}
        self._given: Counter[PassKind] = Counter()

    def __repr__(self) -> str:
        return f"<SignIn, {'strict' if self.strict else 'open to everybody'}>"

    # ------------------------------------------------------------------------- callers

    def authorized(self, header: str) -> User:
        """The user whom the header Authorization of a REST call names.

        Raises:
            AuthenticationFault: It names nobody who may come in.
        """
        key, now = self._digest(header), self.clock.now().timestamp()
        known = self._known.get(key)
        if known is not None and self._holds(known, now):
            return known.user
        scheme, _, text = header.strip().partition(" ")
        text = text.strip()
        match scheme.lower():
            case "basic":
                found = self._with_password(*_basic(text), known)
            case "soticket":
                found = self._with_pass(text, (TICKET,), known, now)
            case "bearer":
                found = self._with_pass(text, (TOKEN,), known, now)
            case _:
                raise _refused(
                    "The scheme of the header Authorization must be Basic, SOTicket or Bearer."
                )
        return self._remembered(key, found)

    def by_ticket(self, text: str) -> User:
        """The user whom a ticket ("7T:...") or an access token ("8A:...") lets in, as SOAP has them.

        Raises:
            AuthenticationFault: It lets nobody in.
        """
        key, now = self._digest(f"\0{text}"), self.clock.now().timestamp()
        known = self._known.get(key)
        if known is not None and self._holds(known, now):
            return known.user
        return self._remembered(
            key, self._with_pass(text.strip(), (TICKET, TOKEN), known, now)
        )

    def by_password(self, name: str, password: str) -> User:
        """The user of that name and password.

        Raises:
            AuthenticationFault: There is none.
        """
        key = self._digest(f"\0{name}\0{password}")
        known = self._known.get(key)
        return self._remembered(key, self._with_password(name, password, known))

    def implicit(self) -> User:
        """The user who comes in without saying who he is, as by Windows.

        Raises:
            AuthenticationFault: Nobody does.
        """
        with self.store.reading() as records:
            name = text_of(records, "implicit_user")
            account = account_of(records, name) if name else None
        if account is not None:
            return account.user
        raise _refused(
            "Nobody is let in here as the user of a machine: implicit_user names nobody."
            if not name
            else f"Nobody is let in here as the user of a machine: there is no user {name!r}."
        )

    # --------------------------------------------------------------------------- users

    def user(self, name: str) -> User | None:
        """The user of a name, whatever its case; None where there is none."""
        with self.store.reading() as records:
            account = account_of(records, name)
        return None if account is None else account.user

    def users(self) -> list[User]:
        """All users that the store knows, by the number of their associate."""
        with self.store.reading() as records:
            return [each.user for each in accounts_of(records)]

    @property
    def tenant(self) -> str:
        """The name of the tenant ("Cust12345"); empty where it has none."""
        with self.store.reading() as records:
            return text_of(records, "tenant")

    @property
    def licenses(self) -> tuple[str, ...]:
        """The modules that there are licences for: "sales", "ADWIZA/GANTT"."""
        with self.store.reading() as records:
            return licenses_of(records)

    # ------------------------------------------------------------------------- tickets

    def issue(self, user: User) -> str:
        """A new ticket for a user, good for six hours after its last use."""
        ticket = "7T:" + base64.b64encode(os.urandom(24)).decode()
        self._give(TICKET, ticket, user, TICKET_LIFE)
        return ticket

    def issue_token(self, user: User) -> str:
        """A new access token for a user, good for an hour."""
        token = f"8A:{self.tenant or 'Cust12345'}.{secrets.token_urlsafe(24)}"
        self._give(TOKEN, token, user, TOKEN_LIFE)
        return token

    def ticket_for(self, name: str = "") -> str:
        """A new ticket for the user of that name, the first one for none; ValueError for an unknown one."""
        users = self.users()
        wanted = name.strip().casefold()
        found = [each for each in users if wanted in ("", each.name.casefold())]
        if found:
            return self.issue(found[0])
        if self.strict:
            raise ValueError(f"there is no user {name!r}" if name else "there are no users")  # fmt: skip
        return self.issue(User(name=name or "somebody"))

    def revoke(self, ticket: str) -> None:
        """Let nobody in any more by a ticket or a token."""
        now = self.clock.now().timestamp()
        with self.store.writing() as records:
            for kind in (TICKET, TOKEN):
                name = stored_name(kind, ticket)
                kept = kept_pass(records, name)
                if kept is not None:
                    ended = replace(kept, expires=now, ended=True)
                    keep_pass(records, name, ended)
        self.forget()

    def forget(self) -> None:
        """Read anew what the store has: for those who have changed it."""
        self._known.clear()

    # ------------------------------------------------------------------ what is cached

    def _digest(self, text: str) -> bytes:
        said = text.encode("utf-8", "backslashreplace")
        return hashlib.blake2b(said, key=self._key, digest_size=16).digest()

    def _remembered(self, key: bytes, known: _Known) -> User:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[key] = known
        return known.user

    def _holds(self, known: _Known, now: float) -> bool:
        """Whether what is known may be believed; a ticket is extended by that."""
        if time.monotonic() - known.read_at > FRESH:
            return False
        if known.expires is not None and now >= known.expires:
            return False
        return not known.renews or self._extended(known, now)

    def _extended(self, known: _Known, now: float) -> bool:
        """Whether a ticket is good for the full six hours again."""
        known.expires = now + TICKET_LIFE
        if known.expires - known.stored <= LAG:
            return True
        try:
            with self.store.writing() as records:
                kept = kept_pass(records, known.name)
                if kept is None or kept.ended or kept.expires is None:
                    return False  # somebody has changed it: to be looked at anew
                known.stored = max(kept.expires, known.expires)
                keep_pass(records, known.name, replace(kept, expires=known.stored))
        except sqlite3.Error:
            pass  # it is busy: the next use tries again
        return True

    # ----------------------------------------------------------------- what is looked up

    def _with_pass(
        self, text: str, kinds: tuple[PassKind, ...], known: _Known | None, now: float
    ) -> _Known:
        what = kinds[0].called
        if not text:
            raise _refused(f"There is no {what} in the request.")
        read_at = time.monotonic()
        names = {stored_name(kind, text): kind for kind in kinds}
        with self.store.reading() as records:
            found = ((name, kept_pass(records, name)) for name in names)
            name, kept = next((each for each in found if each[1]), ("", None))
            user = None if kept is None else _holder(records, kept)
        if kept is None:
            return self._stranger(text, kinds)
        if user is None:
            raise _refused(f"The {what} is that of a user whom there is no more.")
        if kept.expires is None:
            return _Known(user, read_at)
        expires, used = kept.expires, known.expires if known else None
        if used is not None and expires < used <= expires + LAG:
            expires = used  # what happened in the last minute may not have been written
        made = _Known(user, read_at, name, expires, kept.expires)
        made.renews = names[name] is TICKET
        over = kept.ended or now >= expires
        if over or (made.renews and not self._extended(made, now)):
            raise _refused(f"The {what} has expired.")
        return made

    def _stranger(self, text: str, kinds: tuple[PassKind, ...]) -> _Known:
        what = kinds[0].called
        if self.strict:
            hint = ""
            if kinds == (TOKEN,) and text.startswith("7T:"):
                hint = " A ticket goes with the scheme SOTicket."
            elif kinds == (TICKET,) and text.startswith("8A:"):
                hint = " An access token goes with the scheme Bearer."
            raise _refused(f"The {what} is not known.{hint}")
        return _Known(User(name=f"caller {hash_of(text)[-8:]}"), time.monotonic())

    def _with_password(self, name: str, password: str, known: _Known | None) -> _Known:
        if not name.strip():
            raise _refused("There is no user's name in the request.")
        read_at = time.monotonic()
        with self.store.reading() as records:
            account = account_of(records, name)
        if not self.strict:
            if not password:
                raise _refused("There is no password in the request.")
            user = User(name=name.strip()) if account is None else account.user
            return _Known(user, read_at)
        stored = "" if account is None else account.password_hash
        fits = bool(stored) and (
            (known is not None and hmac.compare_digest(known.verified, stored))
            or is_password(password, stored)
        )
        if account is None or not fits:
            raise _refused("The user name or the password is wrong.")
        return _Known(account.user, read_at, verified=stored)

    def _give(self, kind: PassKind, text: str, user: User, life: float) -> None:
        now = self.clock.now().timestamp()
        with self.store.writing() as records:
            if self._given[kind] % _PRUNED_EVERY == 0:
                prune(records, kind, now, _REMEMBERED)
            self._given[kind] += 1
            stranger = account_of(records, user.name) is None
            made = dataclasses.replace(user, password="") if stranger else None
            kept = Pass(user=user.name, expires=now + life, made=made)
            keep_pass(records, stored_name(kind, text), kept)


def _holder(records: Records, kept: Pass) -> User | None:
    account = account_of(records, kept.user)
    return kept.made if account is None else account.user


def _basic(text: str) -> tuple[str, str]:
    """The name and the password of the scheme Basic (RFC 7617)."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _refused("What goes with the scheme Basic is no base64.") from None
    try:
        pair = raw.decode()
    except UnicodeDecodeError:
        pair = raw.decode("latin-1")
    name, colon, password = pair.partition(":")
    if not colon:
        raise _refused("What goes with the scheme Basic holds no name and password.")
    return name, password


def _refused(message: str) -> AuthenticationFault:
    return AuthenticationFault(message, error_type=_ERROR_TYPE, status=401)
