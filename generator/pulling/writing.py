"""The folder of a release: agents/, soap/, webapi/ and release.toml, all of them new or all as they were.

What is new is made in the hidden folder that also keeps what was received:

    DIR/.pulling/new/   agents/, soap/, webapi/ as they will be, and release.toml, which is written last
    DIR/.pulling/old/   what goes

Then each folder is exchanged with the one in place, and release.toml after them. A run that is killed before
new/release.toml is there has changed nothing; what one that is killed later has begun, the next run finishes.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostics, Origin, metadata_error
from generator.emit.exchange import exchange, locked, settle, undisturbed
from generator.emit.manifest import cannot, check_paths, content_of
from generator.emit.write import make_folder
from generator.pulling.documents import PARTS, Document, digest
from generator.pulling.keeping import STATE, Kept
from generator.pulling.record import NAME, Record, read_record, written

_NEW, _OLD = "new", "old"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that nobody else pulls into meanwhile; what it holds from an earlier run, and what is kept."""

    out: Path
    record: Record | None
    kept: Kept


@contextmanager
def opened(out: Path, diagnostics: Diagnostics) -> Generator[Folder]:
    """The folder to write to, made where it is not there.

    Raises:
        MetadataError: It holds what `pull` did not write and would have to replace, or cannot be used.
    """
    with _disk(out):
        made = make_folder(out)
        try:
            with locked(out, 0) as mine:
                if not mine:
                    raise metadata_error(
                        "output-busy",
                        "another run of proxysmith is writing here",
                        Origin(out.as_posix()),
                        hint="wait until it is done, then run again",
                    )
                yield from _used(out, diagnostics)
        finally:
            for folder in made:
                with suppress(OSError):
                    folder.rmdir()


def write(folder: Folder, documents: Iterable[Document], record: Record) -> bool:
    """Make the folder hold these documents and their record; whether anything changed."""
    out, contents = folder.out, {each.path: each.content for each in documents}
    check_paths(contents, out)
    old = folder.record
    if old and old.says_the_same(record) and all(_is(out, p, old) for p in PARTS):
        return False
    with _disk(out):
        _fill(out / STATE / _NEW, contents, record)
        _finish(out, record)
    return True


def _used(out: Path, diagnostics: Diagnostics) -> Generator[Folder]:
    state = out / STATE
    if state.is_symlink() or (state.exists() and not state.is_dir()):
        _in_the_way(state, diagnostics)
    else:
        _recover(out)
    record = _checked(out, diagnostics)
    diagnostics.stop()
    state.mkdir(exist_ok=True)
    kept = Kept(state)
    try:
        yield Folder(out, record, kept)
    except BaseException:
        if not kept:
            shutil.rmtree(state, ignore_errors=True)
        raise
    shutil.rmtree(state, ignore_errors=True)


def _checked(out: Path, diagnostics: Diagnostics) -> Record | None:
    """The record of the run before; an error for each file in our way that is not ours."""
    place = out / NAME
    content = content_of(place)
    record = None if content is None else read_record(content, NAME)
    if record is None and os.path.lexists(place):
        _in_the_way(place, diagnostics)
    known = record.digests if record else {}
    for part in PARTS:
        folder = out / part
        if not os.path.lexists(folder):
            continue
        if folder.is_symlink() or not folder.is_dir():
            _in_the_way(folder, diagnostics)
            continue
        for file in sorted(folder.iterdir()):
            expected = known.get(f"{part}/{file.name}")
            there = content_of(file)
            if expected is None or there is None:
                _in_the_way(file, diagnostics)
            elif digest(there) != expected:
                diagnostics.error(
                    "output-edited",
                    "this file was changed by hand since it was pulled",
                    Origin(file.as_posix()),
                    expected="the file as it was received",
                    hint="corrections belong into overlay.toml, which stays; move this file away",
                )
    return record


def _in_the_way(place: Path, diagnostics: Diagnostics) -> None:
    diagnostics.error(
        "output-foreign",
        "this is in the way, and proxysmith pull did not write it",
        Origin(place.as_posix()),
        expected="a folder that pull wrote, or a new one",
        hint="move it away, or choose another folder with --out",
    )


# --- the exchange


def _fill(new: Path, contents: Mapping[str, bytes], record: Record) -> None:
    shutil.rmtree(new, ignore_errors=True)
    for path, content in contents.items():
        place = new / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    settle(new, [new / path for path in contents])
    draft = new / "draft.toml"
    draft.write_bytes(written(record))
    settle(new, [draft])
    draft.replace(new / NAME)


def _recover(out: Path) -> None:
    """Finish what a killed run had begun to put in place; forget what it had not."""
    new = out / STATE / _NEW
    content = content_of(new / NAME)
    record = None if content is None else read_record(content, NAME)
    if record:
        _finish(out, record)
        shutil.rmtree(out / STATE, ignore_errors=True)
    for left in (new, out / STATE / _OLD):
        shutil.rmtree(left, ignore_errors=True)


def _finish(out: Path, record: Record) -> None:
    new, old = out / STATE / _NEW, out / STATE / _OLD
    old.mkdir(exist_ok=True)
    swapped: list[str] = []
    with undisturbed():
        try:
            for part in PARTS:
                if not _is(out, part, record):
                    _swap(out / part, new / part, old / part)
                    swapped.append(part)
            (new / NAME).replace(out / NAME)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                for part in reversed(swapped):
                    _swap_back(out / part, new / part, old / part)
                (new / NAME).unlink(missing_ok=True)
                raise
            # Folders that came with an image cannot be renamed in a container (overlayfs).
            for part in PARTS:
                _pour(out / part, new / part, record)
            (new / NAME).replace(out / NAME)


def _is(out: Path, part: str, record: Record) -> bool:
    """Whether the folder is what the record says it is."""
    folder = out / part
    expected = {
        path.partition("/")[2]: sha256
        for path, sha256 in record.digests.items()
        if path.startswith(f"{part}/")
    }
    if not folder.is_dir():
        return not expected
    found = {
        file.name: digest(content)
        for file in folder.iterdir()
        if (content := content_of(file)) is not None
    }
    return bool(expected) and found == expected


def _swap(current: Path, new: Path, old: Path) -> None:
    if not new.exists():
        if current.exists():
            current.rename(old)
    elif not current.exists():
        new.rename(current)
    elif not exchange(current, new):
        current.rename(old)
        new.rename(current)


def _swap_back(current: Path, new: Path, old: Path) -> None:
    if new.exists():
        exchange(current, new)
        return
    if current.exists():
        current.rename(new)
    if old.exists():
        old.rename(current)


def _pour(current: Path, new: Path, record: Record) -> None:
    """Move the new files one by one, and remove the others."""
    if new.is_dir():
        current.mkdir(exist_ok=True)
        for file in new.iterdir():
            file.replace(current / file.name)
    for file in current.iterdir() if current.is_dir() else ():
        if f"{current.name}/{file.name}" not in record.digests:
            file.unlink()


@contextmanager
def _disk(out: Path) -> Generator[None]:
    try:
        yield
    except OSError as problem:
        name = os.fsdecode(problem.filename) if problem.filename else ""
        place = Path(name) if name and STATE not in name else out
        raise cannot("write", place, problem) from problem
