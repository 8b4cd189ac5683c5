"""What two releases call otherwise everywhere: their namespace, the service version in it, what dictionaries hold.

Values are compared in terms that both releases share, so that this is told once and not of every name.
"""

from __future__ import annotations

import dataclasses
from typing import Any, cast

from generator.model.release import Release
from generator.model.types import MapOf

_OWN = "\0"  # stands for what names have of their release; no name has it


class Terms:
    """Compares values of an old release with those of a new one."""

    def __init__(self, old: Release, new: Release) -> None:
        self._old, self._new = _Own(old, new), _Own(new, old)

    def same(self, old: object, new: object) -> bool:
        """Whether they say the same, apart from what every name has of its release."""
        return old == new or self.old(old) == self.new(new)

    def same_of_release(self, old: object, new: object) -> bool:
        """The same of what a release says of itself: the version alone may be another one in a namespace."""
        return old == new or self._old.unversioned(old) == self._new.unversioned(new)

    def old(self, value: object) -> Any:
        """A value of the old release, in terms of neither."""
        return self._old.neutral(value)

    def new(self, value: object) -> Any:
        """A value of the new release, in terms of neither."""
        return self._new.neutral(value)


class _Own:
    """What the names of one release have of it, where the other release's have something else."""

    def __init__(self, release: Release, other: Release) -> None:
        self._version = _version(release) if _version(other) else ""
        self._namespace = release.namespace if other.namespace else ""
        self._dictionaries = {
            MapOf(each.key, each.value, each.name) for each in release.dictionaries
        }

    def unversioned(self, value: object) -> object:
        """A namespace without the service version."""
        if isinstance(value, str) and self._version and value != self._version:
            return value.replace(self._version, _OWN)
        return value

    def neutral(self, value: Any) -> Any:
        """The value with one sign in place of the namespace and the service version, however deep they stand, and
        with the name of a dictionary of the release in place of what it holds."""
        if isinstance(value, MapOf) and value in self._dictionaries:
            return (MapOf, value.name)
        if isinstance(value, str):
            for own in filter(None, (self._namespace, self._version)):
                value = value.replace(own, _OWN)
            return value
        if isinstance(value, tuple):
            return tuple(map(self.neutral, cast("tuple[Any, ...]", value)))
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            members = (each.name for each in dataclasses.fields(value) if each.compare)
            return (
                type(value),
                *(self.neutral(getattr(value, name)) for name in members),
            )
        return value


def _version(release: Release) -> str:
    """What of a namespace changes with the service version ("Services88")."""
    services = release.services
    return services if services and services in release.namespace else ""
