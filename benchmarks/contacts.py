"""Contacts in which every field holds something, down to the last carrier inside a carrier."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

# Computed by the server for each carrier, and null where nobody asked for them.
_COMPUTED = ("TableRight", "FieldProperties")

Values = dict[str, Any]
Wanted = Callable[[int, int], bool]


@contextmanager
def imported(project: Path, package: str) -> Generator[Any]:
    """The generated package of that name, importable for as long as the block lasts."""
    sys.path.insert(0, str(project))
    try:
        yield import_module(package)
    finally:
        sys.path.remove(str(project))


def _everything(depth: int, number: int) -> bool:
    return True


def every_second_inside(depth: int, number: int) -> bool:
    """All fields of a contact, and every second one of each carrier that it contains."""
    return depth == 0 or number % 2 == 0


def full(package: str, carrier: str, wanted: Wanted = _everything) -> Values:
    """A carrier as JSON has it: by wire name, nothing null that could be filled.

    Lists and dictionaries have one item; a carrier within itself stays away.
    """
    schema_of: Callable[[type], Any] = import_module(
        f"{package}._runtime.codecs.schema"
    ).schema_of
    carriers = import_module(f"{package}.carriers")

    def filled(kind: type, within: tuple[type, ...], seed: int) -> Values:
        made: Values = {}
        for number, field in enumerate(schema_of(kind).fields):
            if field.wire in _COMPUTED or not wanted(len(within), number):
                continue
            value = of_kind(field.kind, (*within, kind), seed + number)
            if value is not None:
                made[field.wire] = value
        return made

    def of_kind(kind: Any, within: tuple[type, ...], seed: int) -> Any:
        match kind.name:
            case "carrier":
                if kind.python in within:
                    return None
                return filled(kind.python, within, seed * 7)
            case "list":
                item = of_kind(kind.item, within, seed)
                return None if item is None else [item]
            case "dict":
                item = of_kind(kind.item, within, seed)
                return None if item is None else {f"SuperOffice:{seed}": item}
            case "enumeration":
                members = list(kind.python)
                return str(members[seed % len(members)])
            case "flags":
                return ", ".join(list(kind.python.__names__)[-2:])
            case name:
                return _SCALARS[name](seed)

    return filled(getattr(carriers, carrier), (), 1)


_SCALARS: dict[str, Callable[[int], Any]] = {
    "text": lambda seed: f"Text number {seed}",
    "int": lambda seed: seed % 30_000,
    "float": lambda seed: seed + 0.5,
    "bool": lambda seed: seed % 2 == 0,
    "datetime": lambda seed: f"2026-04-{seed % 28 + 1:02}T12:30:00",
    "duration": lambda seed: "PT30M",
    "bytes": lambda seed: "aGVq",
}
