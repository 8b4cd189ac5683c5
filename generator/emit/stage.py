"""How changes reach an output folder in one step, and what a killed run leaves of them.

The new state of each folder right below DIR ("proxies", "stubs") is made in a hidden folder
of DIR, the stage: new files are written, everything else is linked. Then each is exchanged
with the one in place, which is one step of the file system, and manifest.json is replaced
last. Files of other people are in the new folder before that, by the same inodes.

    DIR/.proxysmith-<random>/
      new/<part>      the part as it will be; after the exchange, as it was
      old/<part>      the part as it was, where it is removed or could not be exchanged
      manifest.json   the new one, until it is in place
      plan.json       there from the moment when the exchanges begin

A run that is killed leaves its stage. Without plan.json nothing has happened yet, and the
next run removes it; with it, the next run finishes the work.
docs/decisions/writing-the-output.md has the reasons.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostics, Origin, metadata_error
from generator.emit.exchange import exchange, settle, undisturbed
from generator.emit.manifest import NAME, STAGE_PREFIX, folders

_STAGE = re.compile(re.escape(STAGE_PREFIX) + "[0-9a-f]{16}")
_PLAN = "plan.json"


@dataclass(slots=True)
class Changes:
    """The paths that are written for the first time, written anew, and removed.

    `ours` are the folders that proxysmith made: they go when nothing is left in them.
    """

    ours: Sequence[str]
    added: set[str] = field(default_factory=set[str])
    changed: set[str] = field(default_factory=set[str])
    stale: set[str] = field(default_factory=set[str])

    def parts(self) -> list[str]:
        """The folders right below the output in which something changes."""
        paths = self.added | self.changed | self.stale
        return sorted({path.split("/")[0] for path in paths})


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is being done, for the run that has to finish it.

    `parts` holds the inode of each new folder, 0 for one that goes; `gone` the paths whose
    old content is not needed again; `written` those with new content. `pour` says that the
    file system exchanges no folders, so that files are moved one by one.
    """

    parts: dict[str, int]
    gone: list[str]
    written: list[str]
    pour: bool = False


def bring_about(
    changes: Changes,
    out: Path,
    files: Mapping[str, bytes],
    manifest: bytes,
    diagnostics: Diagnostics,
) -> None:
    """Make the changes in `out`, whose lock is held: all of them or, after a fault, none."""
    with _stage(out) as stage:
        (stage / NAME).write_bytes(manifest)
        plan = _fill(stage, out, files, changes)
        with undisturbed():
            if plan.parts:
                _save(plan, stage)
            _swap_all(plan, stage, out)
    _clear(plan, stage, out, diagnostics)


def recover(out: Path, diagnostics: Diagnostics) -> None:
    """Clear away what a killed run has left in `out`, and finish it where it had begun."""
    for stage in sorted(out.glob(STAGE_PREFIX + "*")):
        if not _STAGE.fullmatch(stage.name) or stage.is_symlink():
            continue
        plan = _read_plan(stage)
        if plan is not None and _begun(plan, stage, out):
            if plan.pour:
                _pour(plan, stage, out)
            else:
                for part, inode in plan.parts.items():
                    if not _swapped(out / part, inode):
                        _swap(stage, out / part, inode)
            with suppress(FileNotFoundError):
                (stage / NAME).replace(out / NAME)
            _clear(plan, stage, out, diagnostics)
        else:
            _remove(stage)


# --- the new folders -----------------------------------------------------------------------


@contextmanager
def _stage(out: Path) -> Generator[Path]:
    stage = out / (STAGE_PREFIX + secrets.token_hex(8))
    stage.mkdir(0o700)
    try:
        yield stage
    except BaseException:
        # Nothing has happened yet, or it was undone: here are links, copies and our own.
        if not (stage / _PLAN).exists():
            with suppress(OSError):
                _remove(stage)
        raise


def _fill(
    stage: Path, out: Path, files: Mapping[str, bytes], changes: Changes
) -> _Plan:
    """Make each folder that changes in `stage/new`, as it will be."""
    new = stage / "new"
    new.mkdir()
    (stage / "old").mkdir()
    gone = changes.changed | changes.stale
    needed = frozenset(folders(files))
    going = frozenset(changes.ours) - needed
    for part in changes.parts():
        if (out / part).is_dir():
            _keep_folder(out, new, part, gone, needed, going)
    written = sorted(changes.added | changes.changed)
    for path in written:
        place = new / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(files[path])
    settle(stage, [new / path for path in written])
    parts = {
        part: os.lstat(new / part).st_ino if (new / part).exists() else 0
        for part in changes.parts()
    }
    return _Plan(parts, sorted(gone), written)


def _keep_folder(
    out: Path,
    new: Path,
    folder: str,
    gone: set[str],
    needed: frozenset[str],
    going: frozenset[str],
) -> None:
    """Link into `new` what stays of the folder: our files that are right, all of others."""
    source, target = out / folder, new / folder
    status = os.lstat(source)
    if status.st_dev != out.stat().st_dev:
        raise _mounted(source)
    if folder not in going:
        target.mkdir(parents=True, exist_ok=True)
    with os.scandir(source) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _keep_folder(out, new, path, gone, needed, going)
            elif path not in gone:
                target.mkdir(parents=True, exist_ok=True)
                _keep(source / entry.name, target / entry.name)
    if target.is_dir():
        with suppress(OSError):
            os.chown(target, status.st_uid, status.st_gid)
        if folder in needed:  # files of ours are yet to be written into it
            target.chmod(stat.S_IMODE(status.st_mode) | stat.S_IRWXU)
        else:
            shutil.copystat(source, target)


def _keep(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where that cannot be."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError) as problem:
        if getattr(problem, "errno", None) == errno.EXDEV:
            raise _mounted(source) from problem
        mode = os.lstat(source).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _mounted(place: Path) -> Exception:
    return metadata_error(
        "output-foreign",
        "another file system is mounted here",
        Origin(place.as_posix()),
        expected="an output folder that lies on one file system",
        hint="choose another folder with --out",
    )


# --- the exchange --------------------------------------------------------------------------


def _save(plan: _Plan, stage: Path) -> None:
    draft = stage / "draft.json"
    draft.write_text(json.dumps(asdict(plan)))
    settle(stage, [draft])
    draft.replace(stage / _PLAN)


def _read_plan(stage: Path) -> _Plan | None:
    try:
        return msgspec.json.decode((stage / _PLAN).read_bytes(), type=_Plan)
    except FileNotFoundError:
        return None


def _begun(plan: _Plan, stage: Path, out: Path) -> bool:
    return (
        plan.pour
        or any((stage / "old").glob("*"))
        or any(_swapped(out / part, inode) for part, inode in plan.parts.items())
    )


def _swap_all(plan: _Plan, stage: Path, out: Path) -> None:
    done: list[tuple[str, int]] = []
    try:
        for part, inode in plan.parts.items():
            _swap(stage, out / part, inode)
            done.append((part, inode))
        (stage / NAME).replace(out / NAME)
    except OSError as problem:
        for part, inode in reversed(done):
            _swap_back(stage, out / part, inode)
        if problem.errno != errno.EXDEV:
            (stage / _PLAN).unlink(missing_ok=True)
            raise
        # Folders that came with an image cannot be renamed in a container (overlayfs).
        _save(replace(plan, pour=True), stage)
        _pour(plan, stage, out)
        (stage / NAME).replace(out / NAME)


def _swapped(current: Path, inode: int) -> bool:
    """Whether the new folder, which has that inode, is in its place."""
    try:
        return os.lstat(current).st_ino == inode
    except FileNotFoundError:
        return not inode


def _swap(stage: Path, current: Path, inode: int) -> None:
    new, aside = stage / "new" / current.name, stage / "old" / current.name
    if not inode:
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


def _swap_back(stage: Path, current: Path, inode: int) -> None:
    new, aside = stage / "new" / current.name, stage / "old" / current.name
    if new.exists():
        exchange(current, new)
        return
    if inode:
        current.rename(new)
    if aside.exists():
        aside.rename(current)


def _pour(plan: _Plan, stage: Path, out: Path) -> None:
    """Move the new files into place one by one, and remove the stale ones."""
    for path in plan.written:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # moved by the run that was killed
            (stage / "new" / path).replace(out / path)
    for path in sorted({*plan.gone} - {*plan.written}):
        (out / path).unlink(missing_ok=True)
        for folder in reversed(folders([path])):
            with suppress(OSError):  # not empty
                (out / folder).rmdir()


# --- afterwards ----------------------------------------------------------------------------


def _clear(plan: _Plan, stage: Path, out: Path, diagnostics: Diagnostics) -> None:
    """Remove the stage, which holds the folders as they were, but nothing that is needed."""
    try:
        if not plan.pour:
            gone = frozenset(plan.gone)
            for base in (stage / "new", stage / "old"):
                for part in plan.parts:
                    if (base / part).is_dir():
                        _rescue(base, out, part, gone)
        _remove(stage)
    except OSError as problem:
        diagnostics.warning(
            "output",
            f"the output is in place, but the one before cannot be removed: {problem.strerror}",
            Origin(stage.as_posix()),
            hint="the next run will try again",
        )


def _rescue(base: Path, out: Path, folder: str, gone: frozenset[str]) -> None:
    """Move to `out` what somebody put into the old folder while the new one was made."""
    with os.scandir(base / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _rescue(base, out, path, gone)
            elif path not in gone:
                was = entry.stat(follow_symlinks=False)
                try:
                    now = os.lstat(out / path)
                except FileNotFoundError:
                    pass
                else:
                    if was.st_ino == now.st_ino or was.st_mtime_ns <= now.st_mtime_ns:
                        continue
                (out / path).parent.mkdir(parents=True, exist_ok=True)
                Path(entry.path).replace(out / path)


def _remove(stage: Path) -> None:
    for folder, _, _ in os.walk(stage):
        with suppress(OSError):
            Path(folder).chmod(
                stat.S_IRWXU
            )  # made like one of others, perhaps read-only
    # The plan goes last, so that a run which is killed here leaves a stage of a known kind.
    for name in ("new", "old"):
        if (stage / name).exists():
            shutil.rmtree(stage / name)
    shutil.rmtree(stage)
