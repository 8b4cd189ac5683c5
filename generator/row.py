"""A folder of releases: a folder, a zip or a file for each, in the order of their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import (
    Diagnostics,
    MetadataError,
    Origin,
    metadata_error,
    quoted,
)
from generator.sources import DESCRIPTION_SUFFIXES, digest, find_sources

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """The releases of a folder: their places, the oldest first, and digests of all that is in them."""

    folder: Path
    paths: tuple[Path, ...]
    digests: tuple[tuple[str, str], ...]


def find_row(folder: Path, diagnostics: Diagnostics) -> Row:
    """The releases in a folder, found but not read."""
    paths = releases_in(folder, diagnostics)
    return Row(folder, paths, digest(find_sources(paths, Diagnostics())))


def releases_in(folder: Path, diagnostics: Diagnostics) -> tuple[Path, ...]:
    """The places of the releases, the oldest first; numbers in their names count as numbers ("9" before "10").

    Hidden files, and files that can be no description, are passed over; so is what holds none, with a note.
    """
    try:
        found = sorted(folder.iterdir(), key=lambda path: _natural(path.name))
    except OSError as problem:
        raise metadata_error(
            "history",
            f"this cannot be looked into: {problem.strerror or problem}",
            Origin(folder.as_posix()),
            expected="a folder with a folder or a zip for each release",
            hint="give such a folder with --history, as specs/ is one",
        ) from problem
    return tuple(
        path
        for path in found
        if not path.name.startswith(".")
        and (path.is_dir() or path.suffix.lower() in (".zip", *DESCRIPTION_SUFFIXES))
        and _holds_a_description(path, diagnostics)
    )


def _holds_a_description(path: Path, diagnostics: Diagnostics) -> bool:
    try:
        find_sources((path,), Diagnostics())
    except MetadataError as error:
        if {each.id for each in error.diagnostics} != {"no-description"}:
            raise
        diagnostics.note(
            "history",
            "this holds no description of a service, and is no release",
            Origin(path.name),
            hint="the others are the history",
        )
        return False
    return True


def place_of(
    sources: Sequence[Path], label: str, row: Sequence[tuple[Path, str]], folder: Path
) -> int:
    """Which release of a row is the one of these sources: the same place, else the same label."""
    if len(sources) == 1:
        for at, (path, _) in enumerate(row):
            if path.resolve() == sources[0].resolve():
                return at
    named = [at for at, (_, other) in enumerate(row) if other == label]
    if len(named) == 1:
        return named[0]
    raise metadata_error(
        "history",
        f"{'none' if not named else 'more than one'} of the releases is {quoted(label)}",
        Origin(folder.as_posix()),
        expected="one of " + ", ".join(dict.fromkeys(other for _, other in row)),
        hint="say which with --release, or put the sources into that folder",
    )


def told_apart(row: Sequence[tuple[Path, str]]) -> tuple[str, ...]:
    """What to call the releases: by their labels, or as their places are called where labels repeat."""
    labels = [label for _, label in row]
    return tuple(
        label if label and labels.count(label) == 1 else path.stem
        for path, label in row
    )


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _DIGITS.split(name)
    ]
