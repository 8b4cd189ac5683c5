"""How definitions are called: as published, without as much of the namespace as nothing needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.readers.descriptions import Place

_DOTTED = re.compile(r"\w+(\.\w+)+")


def title(place: Place) -> str:
    """The name under which a schema is published: its key, or its file where that is all of it."""
    if "/" not in place.pointer:
        return PurePosixPath(place.document.file).stem
    return place.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def segments(title: str) -> list[str]:
    """Namespaces and name, where a title has namespaces."""
    return title.split(".") if _DOTTED.fullmatch(title) else [title]


def leaked(place: Place) -> bool:
    """Whether the schema is a type of the server's runtime that has found its way out."""
    return title(place).startswith("System.")


def wire_names(places: Iterable[Place]) -> Iterator[tuple[str, list[Place]]]:
    """Names of as few last segments as tell the places apart; equal definitions share one."""
    yield from _groups(((place, segments(title(place))) for place in places), 1)


def _groups(
    places: Iterable[tuple[Place, list[str]]], size: int
) -> Iterator[tuple[str, list[Place]]]:
    groups: defaultdict[str, list[tuple[Place, list[str]]]] = defaultdict(list)
    for place, names in places:
        groups["".join(names[-size:])].append((place, names))
    for name, members in groups.items():
        first = members[0][0]
        if all(place.value == first.value for place, _ in members[1:]):
            yield name, [place for place, _ in members]
        elif size < 16 and any(len(names) > size for _, names in members):
            yield from _groups(members, size + 1)
        else:
            for place, _ in members:
                yield name, [place]
