"""The entities that the stand-in keeps: made, saved, read, listed and removed, over whichever wire.

Each change is one transaction. A number is never given twice. The time of the first save stays, that of the last one
never goes back. What is left out in a save has its default afterwards, as NetServer has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import FieldSchema, schema_of
from netserver._runtime.errors import Fault, NotFound, PreconditionFailed
from netserver._runtime.members import class_of
from netserver._runtime.operations import Operation
from .associates import Associates
from .calls import Handler, User, current_call, quick
from .catalogue import Catalogue
from .clock import Clock
from .families import LATEST, Families, Family, base_of
from .filling import filled
from .readings import Readings
from .references import References
from .store import Records, Store

__all__ = ["Entities", "Family"]

Change = Callable[[Any], Any]
_MAKERS = ("CreatedBy", "RegisteredAssociate", "RegisteredAssociateId")
_CHANGERS = ("UpdatedBy", "UpdatedAssociate", "UpdatedAssociateId")


class Entities:
    """A service of agents: CreateDefault, Save, Get, Get...List, Delete and Validate of every entity."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock) -> None:
        self.families = Families(catalogue)
        self._store = store
        self._clock = clock
        self._references = References(self.families)
        self._readings = Readings(self.families, self._references, self)
        self.associates = Associates(catalogue, store, self._references.view)

    def family(self, carrier: type[Any] | str) -> Family | None:
        """How the entity of a class, or of a name on the wires, is kept; None where it is none."""
        return self.families.of(carrier)

    # --------------------------------------------------------------------- as the WebApi asks

    def get(self, family: Family, number: int) -> Any:
        """The entity of that number; None where there is none."""
        with self._store.reading() as records:
            return self._read(records, family, number)

    def several(self, family: Family, numbers: Sequence[int]) -> list[Any]:
        """The entities of these numbers, in that order; those that are not there are left out."""
        with self._store.reading() as records:
            found = [self._read(records, family, each) for each in numbers]
        return [each for each in found if each is not None]

    def every(self, family: Family, where: Callable[[Any], bool]) -> list[Any]:
        """The entities for whose JSON that holds, by number."""
        with self._store.reading() as records:
            return [
                self._references.refreshed(records, self._decoded(family, body))
                for _, body in records.every(family.name)
                if where(msgspec.json.decode(body))
            ]

    def save(
        self,
        family: Family,
        carrier: Any,
        *,
        unmodified_since: datetime | None = None,
    ) -> Any:
        """Store an entity, a new one where its number is 0, and give it back as it is stored.

        Raises:
            NotFound: There is none of its number.
            PreconditionFailed: It was changed after `unmodified_since`.
        """
        number = getattr(carrier, family.key)
        with self._store.writing() as records:
            if number:
                current = self._read(records, family, number)
                _check(family, current, number, unmodified_since)
            else:
                current = None
            return self._put(records, family, carrier, current)

    def change(
        self,
        family: Family,
        number: int,
        change: Change,
        *,
        unmodified_since: datetime | None = None,
    ) -> Any:
        """Store what `change` makes of the entity of that number, and give it back as it is stored.

        Raises:
            NotFound: There is none.
            PreconditionFailed: It was changed after `unmodified_since`.
        """
        with self._store.writing() as records:
            current = self._read(records, family, number)
            _check(family, current, number, unmodified_since)
            made = change(current)
            setattr(made, family.key, number)
            return self._put(records, family, made, current)

    def delete(
        self, family: Family, number: int, *, unmodified_since: datetime | None = None
    ) -> None:
        """Remove the entity of that number.

        Raises:
            NotFound: There is none.
            PreconditionFailed: It was changed after `unmodified_since`.
        """
        with self._store.writing() as records:
            current = self._read(records, family, number)
            _check(family, current, number, unmodified_since)
            records.delete(family.name, number)

    def changed_at(self, carrier: Any) -> datetime | None:
        """When an entity was changed last, in UTC; None where it does not say."""
        family = self.family(class_of(carrier))
        return _moment(carrier, family.changed) if family else None

    # ------------------------------------------------------------------------ as agents ask

    def handler(self, operation: Operation) -> Handler | None:
        """What answers an operation that does something with an entity."""
        found = self.families.roles.get(operation)
        if found is not None and found[0].key_field is not None:
            family, role = found
            return getattr(self, f"_{role}")(family)
        return (
            self._blank(operation)
            or self._readings.handler(operation)
            or self.associates.handler(operation)
        )

    def _get(self, family: Family) -> Handler:
        @quick
        def get(number: int) -> Any:
            return self.get(family, number)

        return get

    def _list(self, family: Family) -> Handler:
        def several(numbers: Sequence[int] | None) -> list[Any]:
            return self.several(family, numbers or ())

        return several

    def _save(self, family: Family) -> Handler:
        def save(carrier: Any) -> Any:
            if carrier is None:
                raise Fault(
                    f"There is no {family.name} to save.",
                    error_type="System.ArgumentNullException",
                )
            return self.save(family, carrier)

        return save

    def _delete(self, family: Family) -> Handler:
        def delete(number: int) -> None:
            self.delete(family, number)

        return delete

    def _default(self, family: Family) -> Handler:
        @quick
        def default() -> Any:
            return self._new(family.carrier)

        return default

    def _validate(self, family: Family) -> Handler:
        @quick
        def validate(carrier: Any) -> dict[str, str | None]:
            del carrier  # whatever can be read can be stored
            return {}

        return validate

    def _blank(self, operation: Operation) -> Handler | None:
        """For carriers that nobody keeps, too: CreateDefault gives an empty one."""
        if not operation.name.startswith("CreateDefault") or operation.takes:
            return None
        gives = row_of(operation).gives
        if len(gives) != 1 or gives[0][1].kind.name != "carrier":
            return None
        carrier = gives[0][1].kind.python

        @quick
        def default() -> Any:
            return self._new(carrier)

        return default

    # ---------------------------------------------------------------------------- the store

    def _read(self, records: Records, family: Family, number: int) -> Any:
        body = records.get(family.name, number) if 0 < number <= LATEST else None
        if body is None:
            return None
        return self._references.refreshed(records, self._decoded(family, body))

    def _decoded(self, family: Family, body: bytes) -> Any:
        return codec.decode(body, family.carrier)

    def _put(self, records: Records, family: Family, carrier: Any, current: Any) -> Any:
        number = getattr(carrier, family.key)
        made = carrier.__copy__()
        if current is None:
            number = records.next_number(family.name)
            if number > LATEST:
                raise Fault(f"There are too many of {family.name}.")
            setattr(made, family.key, number)
        self._stamp(family, made, current)
        made = self._references.looked_up(records, filled(made))
        made = self._references.refreshed(records, made)
        body = codec.encode_held(made)
        records.put(family.name, number, body)
        return self._decoded(family, body)

    def _new(self, carrier: type[Any]) -> Any:
        made = filled(carrier())
        user = _caller()
        if user is not None:
            _refer(made, "Associate", user)
        return made

    def _stamp(self, family: Family, made: Any, current: Any) -> None:
        """Say when and by whom an entity was made and changed."""
        now = self._clock.now().replace(microsecond=0)
        before = _moment(current, family.changed) if current is not None else None
        if family.changed is not None:
            setattr(made, family.changed.attribute, max(now, before or now))
        if family.created is not None:
            first = _moment(current, family.created) if current is not None else now
            setattr(made, family.created.attribute, first or now)
        schema, user = schema_of(class_of(made)), _caller()
        for name in _MAKERS:
            at = schema.index.get(name)
            if at is not None and current is not None:
                attribute = schema.fields[at].attribute
                setattr(made, attribute, getattr(current, attribute))
        for name in _CHANGERS if current is not None else (*_CHANGERS, *_MAKERS):
            if user is not None:
                _refer(made, name, user)


def _caller() -> User | None:
    """Who makes the call, if that is an associate."""
    try:
        user = current_call().user
    except LookupError:  # nobody calls: a test or a seed does this
        return None
    return user if user is not None and user.associate_id else None


def _refer(carrier: Any, member: str, user: User) -> None:
    """Let a member that refers to an associate, or is the number of one, be that user's."""
    schema = schema_of(class_of(carrier))
    at = schema.index.get(member)
    if at is None:
        return
    field = schema.fields[at]
    if field.kind.name == "int":
        setattr(carrier, field.attribute, user.associate_id)
    elif field.kind.name == "carrier":
        known = schema_of(field.kind.python)
        if base_of(known) == "Associate" and "AssociateId" in known.index:
            values = {
                "AssociateId": user.associate_id,
                "Name": user.name,
                "FullName": user.full_name,
                "PersonId": user.person_id,
            }
            body = {
                name: value for name, value in values.items() if name in known.index
            }
            made = codec.decode(msgspec.json.encode(body), field.kind.python)
            setattr(carrier, field.attribute, filled(made))


def _moment(carrier: Any, field: FieldSchema | None) -> datetime | None:
    """A time that an entity says, in UTC; None where it says none."""
    found = None if field is None else getattr(carrier, field.attribute)
    if not isinstance(found, datetime) or found.year <= 1:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _check(
    family: Family, current: Any, number: int, unmodified_since: datetime | None
) -> None:
    if current is None:
        raise NotFound(
            f"There is no {family.base} with the number {number}.",
            error_type="SuperOffice.Exceptions.NotFoundException",
        )
    changed = _moment(current, family.changed)
    if unmodified_since is None or changed is None:
        return
    if changed.replace(microsecond=0) > unmodified_since:
        raise PreconditionFailed(
            f"The {family.base} with the number {number} was changed after that time."
        )
