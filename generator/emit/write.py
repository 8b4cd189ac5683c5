"""Texts to files: all of them or none, and nothing of anybody else's.

What is to change is decided here; `generator/emit/stage.py` brings it about.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostics, Origin, metadata_error
from generator.emit.exchange import locked
from generator.emit.manifest import (
    NAME,
    STAGE_PREFIX,
    Manifest,
    Recipe,
    cannot,
    check_paths,
    content_of,
    folders,
    read_manifest,
    sha256,
)
from generator.emit.stage import Changes, bring_about, recover

_PATIENCE = 60.0  # seconds to wait for another run on the same folder


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were added, changed, removed, and found to be right already."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0


def write_tree(
    out: Path, files: Mapping[str, bytes], recipe: Recipe, diagnostics: Diagnostics
) -> Written:
    """Make `out` hold these files, by path below it, and its manifest.

    Files of the manifest before that are no longer made are removed, unless somebody has
    changed them. Files that are in no manifest stay, and one that is in the way ends the
    run before anything is written.
    """
    check_paths(files, out)
    try:
        made = make_folder(out)
        try:
            with locked(out, _PATIENCE) as mine:
                if not mine:
                    raise metadata_error(
                        "output-busy",
                        "another run of proxysmith is writing here",
                        Origin(out.as_posix()),
                        hint="wait until it is done, then run again",
                    )
                return _write(out, files, recipe, diagnostics)
        finally:
            _remove_empty(made)  # as they are after a fault
    except OSError as problem:
        raise cannot("write", _place(problem, out), problem) from problem


def _place(problem: OSError, out: Path) -> Path:
    """What to name in the message: the file, unless that lies where nobody looks."""
    name = os.fsdecode(problem.filename) if problem.filename else ""
    return Path(name) if name and STAGE_PREFIX not in name else out


def _write(
    out: Path, files: Mapping[str, bytes], recipe: Recipe, diagnostics: Diagnostics
) -> Written:
    recover(out, diagnostics)
    old = read_manifest(out)
    changes = _changes(out, files, old, diagnostics)
    diagnostics.stop()
    manifest = recipe.manifest(files)
    if changes.parts() or content_of(out / NAME) != manifest:
        bring_about(changes, out, files, manifest, diagnostics)
    return Written(
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.stale),
        kept=len(files) - len(changes.added) - len(changes.changed),
    )


def _changes(
    out: Path, files: Mapping[str, bytes], old: Manifest, diagnostics: Diagnostics
) -> Changes:
    """What is to change in the folder; an error for each thing of others in the way."""
    changes = Changes(folders(old.files))
    blocked = [
        folder
        for folder in folders([*files, *old.files])
        if os.path.lexists(place := out / folder)
        and (place.is_symlink() or not place.is_dir())
    ]
    for folder in blocked:
        _in_the_way(out / folder, "a folder, or nothing", diagnostics)
    if blocked:
        return changes
    for path, content in files.items():
        place = out / path
        there = content_of(place)
        if there == content:
            continue
        if there is None:
            if os.path.lexists(place):
                _in_the_way(place, "a file, or nothing", diagnostics)
            changes.added.add(path)
            continue
        if path not in old.files:
            _in_the_way(place, "a file of an earlier run, or nothing", diagnostics)
        elif sha256(there) != old.files[path]:
            diagnostics.warning(
                "output-edited",
                "this file was changed by hand since it was generated, and is written anew",
                Origin(place.as_posix()),
                hint="what is yours stays where proxysmith did not write the file",
            )
        changes.changed.add(path)
    for path in sorted(old.files.keys() - files.keys()):
        there = content_of(out / path)
        if there is not None and sha256(there) == old.files[path]:
            changes.stale.add(path)
        elif there is not None:
            diagnostics.warning(
                "output-edited",
                "this file is no longer generated, and stays as it was changed by hand",
                Origin((out / path).as_posix()),
                hint="remove it, or keep it as your own",
            )
    return changes


def _in_the_way(place: Path, expected: str, diagnostics: Diagnostics) -> None:
    diagnostics.error(
        "output-foreign",
        "this is in the way, and proxysmith did not write it",
        Origin(place.as_posix()),
        expected=expected,
        hint="move it away, or choose another folder with --out",
    )


def make_folder(out: Path) -> list[Path]:
    """Make the output folder; gives back the folders made, the innermost first."""
    if out.is_dir():
        return []
    if os.path.lexists(out):
        raise metadata_error(
            "output",
            "this is no folder",
            Origin(out.as_posix()),
            expected="a folder to write to, or the name of a new one",
            hint="choose another folder with --out",
        )
    missing = [out, *(parent for parent in out.parents if not parent.exists())]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        _remove_empty(missing)
        raise
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
