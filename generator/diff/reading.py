"""Several releases are read side by side, in a process each, where there is enough to read for that to pay."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from generator.config import Config
from generator.diagnostics import Diagnostic, Diagnostics, MetadataError
from generator.progress import SILENT, Progress

T = TypeVar("T")
Share = Sequence[tuple[int, Config]]
Read = Callable[[Config, Diagnostics, Progress], T]

# A process of its own takes half a second to start, and as long to hand over a large release.
WORTH_A_PROCESS = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What was read, or None where `findings` are the errors for which it could not be."""

    reading: T | None
    findings: tuple[Diagnostic, ...]


def read_each(
    configs: Sequence[Config], read: Read[T], progress: Progress
) -> list[Outcome[T]]:
    """The outcome of reading each, in the same order. `read` is a function that another process can find by name."""
    large = sum(_size(config.sources) >= WORTH_A_PROCESS for config in configs)
    count = min(large, os.cpu_count() or 1)
    numbered = list(enumerate(configs))
    # This process has the last share, which is the newest release and mostly the largest.
    *others, own = (
        (numbered[at::count] for at in range(count)) if count > 1 else (numbered,)
    )
    found: dict[int, Outcome[T]] = {}
    workers: list[tuple[Share, Connection, BaseProcess]] = []
    try:
        if others:
            with _deaf():
                workers.extend((share, *_started(share, read)) for share in others)
        for at, config in own:
            found[at] = outcome(config, read, progress)
        for share, connection, process in workers:
            for at, config in share:
                try:
                    found[at] = connection.recv()
                except (EOFError, OSError):
                    # The process has come to an end of its own; whatever the reason, it shows here as well.
                    found[at] = outcome(config, read, progress)
            process.join()
    finally:
        for _, connection, process in workers:
            connection.close()
            process.kill()
    return [found[at] for at in range(len(configs))]


@contextmanager
def without_collecting() -> Generator[None]:
    """Python looks for no circles among objects meanwhile: what is read lives to the end, and looking through it again
    and again takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def outcome(config: Config, read: Read[T], progress: Progress) -> Outcome[T]:
    """What comes of reading one, here."""
    diagnostics = Diagnostics()
    try:
        reading = read(config, diagnostics, progress)
    except MetadataError as error:
        return Outcome(None, error.diagnostics)
    return Outcome(reading, tuple(diagnostics))


def _started(share: Share, read: Read[T]) -> tuple[Connection, BaseProcess]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process: BaseProcess = context.Process(
        target=_work, args=([config for _, config in share], read, theirs), daemon=True
    )
    process.start()
    theirs.close()
    return ours, process


@contextmanager
def _deaf() -> Generator[None]:
    """^C waits meanwhile, and the processes that begin now never hear it: who started them ends them."""
    if sys.platform == "win32":
        yield  # signals are no heirlooms there
        return
    resource_tracker.ensure_running()  # or its start would let ^C through meanwhile
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(configs: Sequence[Config], read: Read[T], connection: Connection) -> None:
    """What the other process does. It says nothing on its own: who started it knows what to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where that is not inherited
    try:
        with without_collecting():
            for config in configs:
                connection.send(outcome(config, read, SILENT))
    except Exception:
        return
    finally:
        connection.close()


def _size(paths: Sequence[Path]) -> int:
    """How many bytes there are to read, about."""
    return sum(map(_bytes, paths))


def _bytes(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(each.stat().st_size for each in path.rglob("*"))
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
