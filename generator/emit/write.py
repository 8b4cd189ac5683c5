"""Texts to files: all of them or none, and nothing of anybody else's.

The output is written beside itself and swapped in, one folder below DIR ("proxies",
"stubs") at a time, which is one step of the file system each; manifest.json comes last. So
a run that fails, or is killed, leaves every folder as it was or as it will be. What the run
made until then lies in a hidden folder of DIR, which the next run clears away, or, in the
moment between two swaps, finishes. docs/decisions/writing.md has the reasons.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from generator.diagnostics import Diagnostics, Origin, metadata_error
from generator.emit.exchange import exchange, locked, settle, undisturbed
from generator.emit.manifest import (
    NAME,
    STAGE_PREFIX,
    Manifest,
    Recipe,
    cannot,
    check_paths,
    content_of,
    read_manifest,
    sha256,
)

_PATIENCE = 60.0  # seconds to wait for another run on the same folder
_PLAN = "plan.json"


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
        made = _make_folder(out)
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
            for folder in made:  # those that stayed empty, after a fault
                with suppress(OSError):
                    folder.rmdir()
    except OSError as problem:
        place = Path(os.fsdecode(problem.filename)) if problem.filename else out
        raise cannot("write", place, problem) from problem


@dataclass(slots=True)
class _Survey:
    """What stands in the folder, compared with what is to stand there."""

    kept: set[str] = field(default_factory=set[str])
    changed: set[str] = field(default_factory=set[str])
    added: set[str] = field(default_factory=set[str])
    stale: set[str] = field(default_factory=set[str])

    def parts(self) -> list[str]:
        """The folders right below the output in which something changes."""
        paths = self.changed | self.added | self.stale
        return sorted({path.split("/")[0] for path in paths})


def _write(
    out: Path, files: Mapping[str, bytes], recipe: Recipe, diagnostics: Diagnostics
) -> Written:
    _recover(out, diagnostics)
    old = read_manifest(out)
    survey = _survey(out, files, old, diagnostics)
    diagnostics.stop()
    manifest = recipe.manifest(files)
    if survey.parts() or content_of(out / NAME) != manifest:
        with _stage(out, diagnostics) as stage:
            _fill(stage, out, files, survey, old)
            (stage / NAME).write_bytes(manifest)
            _commit(stage, out, survey)
    return Written(
        len(survey.added), len(survey.changed), len(survey.stale), len(survey.kept)
    )


# --- before: who owns what -----------------------------------------------------------------


def _survey(
    out: Path, files: Mapping[str, bytes], old: Manifest, diagnostics: Diagnostics
) -> _Survey:
    survey = _Survey()
    for folder in _folders({*files, *old.files}):
        place = out / folder
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            diagnostics.error(
                "output-foreign",
                "this is in the way: proxysmith did not make it, and would write a folder",
                Origin(place.as_posix()),
                expected="a folder, or nothing",
                hint="move it away, or choose another folder with --out",
            )
    if any(True for item in diagnostics if item.id == "output-foreign"):
        return survey
    for path, content in files.items():
        place = out / path
        there = content_of(place)
        if there is None and not os.path.lexists(place):
            survey.added.add(path)
        elif there == content:
            survey.kept.add(path)
        elif there is None or path not in old.files:
            diagnostics.error(
                "output-foreign",
                "this is in the way: proxysmith did not write it",
                Origin(place.as_posix()),
                expected="a file of an earlier run, or nothing",
                hint="move it away, or choose another folder with --out",
            )
        else:
            survey.changed.add(path)
            if sha256(there) != old.files[path]:
                diagnostics.note(
                    "output-edited",
                    "this file was changed by hand since it was generated, and is written anew",
                    Origin(place.as_posix()),
                )
    for path in sorted(old.files.keys() - files.keys()):
        there = content_of(out / path)
        if there is not None and sha256(there) == old.files[path]:
            survey.stale.add(path)
        elif there is not None:
            diagnostics.warning(
                "output-edited",
                "this file is no longer generated, and stays as it was changed by hand",
                Origin((out / path).as_posix()),
                hint="remove it, or keep it as your own",
            )
    return survey


def _folders(paths: Collection[str]) -> list[str]:
    """Every folder above these paths, those nearest to the root first."""
    found = {
        path[:end]
        for path in paths
        for end, char in enumerate(path)
        if char == "/"
    }
    return sorted(found)


def _make_folder(out: Path) -> list[Path]:
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
    out.mkdir(parents=True, exist_ok=True)
    return missing


# --- the stage: the new folders beside the old ones ----------------------------------------


@contextmanager
def _stage(out: Path, diagnostics: Diagnostics) -> Iterator[Path]:
    """A hidden folder in `out` in which the new output is made, and the old one ends."""
    stage = out / (STAGE_PREFIX + secrets.token_hex(8))
    stage.mkdir(0o700)
    try:
        yield stage
    except BaseException:
        # Before the swap, the stage holds only links, copies and what we made. After it
        # the folder is needed to finish the work.
        if not (stage / _PLAN).exists():
            _remove(stage)
        raise
    _clear(stage, out, diagnostics)


def _fill(
    stage: Path, out: Path, files: Mapping[str, bytes], survey: _Survey, old: Manifest
) -> None:
    """Make in `stage/new` each folder that changes, as it will be."""
    new = stage / "new"
    new.mkdir()
    gone = survey.changed | survey.stale
    # Folders that hold nothing but files of ours go when those go.
    ours = set(_folders(old.files.keys()))
    for part in survey.parts():
        if (out / part).is_dir():
            _keep_folder(out, new, part, gone, ours, os.lstat(out).st_dev)
    written: list[Path] = []
    for path in sorted(survey.changed | survey.added):
        place = new / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(files[path])
        written.append(place)
    settle(stage, written)


def _keep_folder(
    out: Path, new: Path, folder: str, gone: set[str], ours: set[str], device: int
) -> None:
    """Link into `new` what stays of the folder, files of other people above all."""
    source = out / folder
    status = os.lstat(source)
    if status.st_dev != device:
        raise metadata_error(
            "output-foreign",
            "another file system is mounted here",
            Origin(source.as_posix()),
            expected="folders of one file system",
            hint="choose another folder with --out",
        )
    if folder not in ours:
        (new / folder).mkdir(parents=True)
    with os.scandir(source) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _keep_folder(out, new, path, gone, ours, device)
            elif path not in gone:
                (new / folder).mkdir(parents=True, exist_ok=True)
                _keep(source / entry.name, new / path)
    if (new / folder).is_dir():
        with suppress(OSError):
            os.chown(new / folder, status.st_uid, status.st_gid)
        shutil.copystat(source, new / folder)


def _keep(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where a file has but one name."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        mode = os.lstat(source).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise
        shutil.copy2(source, target, follow_symlinks=False)


# --- the swap ------------------------------------------------------------------------------


def _commit(stage: Path, out: Path, survey: _Survey) -> None:
    parts = {
        part: os.lstat(stage / "new" / part).st_ino
        if (stage / "new" / part).is_dir()
        else 0
        for part in survey.parts()
    }
    if parts:
        plan = {"parts": parts, "gone": sorted(survey.changed | survey.stale)}
        draft = stage / "draft.json"
        draft.write_text(json.dumps(plan))
        settle(stage, [draft])
        (stage / "old").mkdir()
        with undisturbed():
            draft.rename(stage / _PLAN)
            try:
                _swap_all(stage, out, parts)
            except OSError:
                if not any(_swapped(out, part, parts[part]) for part in parts):
                    (stage / _PLAN).unlink()
                raise
            (stage / NAME).replace(out / NAME)
    else:
        (stage / NAME).replace(out / NAME)
    settle(out, [])


def _swap_all(stage: Path, out: Path, parts: Mapping[str, int]) -> None:
    for part, inode in parts.items():
        if not _swapped(out, part, inode):
            _swap(stage, out / part, stage / "new" / part, bool(inode))


def _swapped(out: Path, part: str, inode: int) -> bool:
    """Whether the new folder, which has that inode, is in its place already."""
    try:
        return os.lstat(out / part).st_ino == inode
    except FileNotFoundError:
        return not inode


def _swap(stage: Path, current: Path, new: Path, exists: bool) -> None:
    aside = stage / "old" / current.name
    if not exists:
        current.rename(aside)
    elif not current.exists():
        new.rename(current)
    elif not exchange(current, new):
        current.rename(aside)
        try:
            new.rename(current)
        except OSError:
            aside.rename(current)
            raise


# --- after: the old folders go -------------------------------------------------------------


def _recover(out: Path, diagnostics: Diagnostics) -> None:
    """Clear away what a killed run has left behind, and finish it where it was swapping."""
    for stage in sorted(out.glob(STAGE_PREFIX + "*")):
        if stage.is_symlink() or not stage.is_dir():
            continue
        try:
            plan = json.loads((stage / _PLAN).read_bytes())
            parts = cast("dict[str, int]", plan["parts"])
            gone = cast("list[str]", plan["gone"])
            check_paths([*gone, *(f"{part}/x" for part in parts)], out)
        except FileNotFoundError:
            _remove(stage)
            continue
        if any(_swapped(out, part, inode) for part, inode in parts.items()):
            _swap_all(stage, out, parts)
            if (stage / NAME).exists():
                (stage / NAME).replace(out / NAME)
            _clear(stage, out, diagnostics)
        else:
            ...


def _clear(stage: Path, out: Path, diagnostics: Diagnostics) -> None:
    raise NotImplementedError
