"""What a row of releases tells of the things in one of them: when each came, changed, and will be gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """The releases in which a thing came, changed and went, by their labels; empty where none of the row did.

    `successor` is what takes its place from `removed` on, as Python code reaches it there.
    """

    since: str = ""
    changed: tuple[str, ...] = ()
    removed: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The labels of a row of releases, oldest first, and the lifetimes of things in one of them.

    Things are named by kind and path: ("operation", "Contact", "GetContactEntity"), ("field", "ContactEntity", "Name"),
    ("method", "Contact", "GET /api/v1/Contact/{id}").
    """

    releases: tuple[str, ...] = ()
    lifetimes: Mapping[tuple[str, ...], Lifetime] = field(
        default_factory=dict[tuple[str, ...], Lifetime]
    )

    def of(self, kind: str, *path: str) -> Lifetime:
        """What is known of a thing; an empty lifetime where that is nothing."""
        return self.lifetimes.get((kind, *path), _UNKNOWN)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.lifetimes)


_UNKNOWN = Lifetime()
