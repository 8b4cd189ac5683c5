"""What a file system must be asked for directly: swapping two folders in one step, and a lock."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_AT_FDCWD = -100  # linux/fcntl.h
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS
_MANY = 50  # files that are settled one by one
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders of one file system in one step; False where there is no such step.

    Whoever looks, also after this process was killed, sees both as they were or both as
    they are.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*names, _RENAME_SWAP)
        else:
            failed = libc.renameat2(
                _AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE
            )
    except (AttributeError, TypeError, OSError):
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one))


def settle(folder: Path, files: Sequence[Path]) -> None:
    """Return when these files, all below `folder`, will outlast a power cut."""
    if len(files) > _MANY and _settle_all(folder):
        return
    for file in files:
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())


def _settle_all(folder: Path) -> bool:
    """Settle the folder's file system; False where there is no call that does so."""
    if sys.platform != "linux":
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # 800 calls of fsync take seconds on some disks, this one does not.
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) == 0:
            return True
        number = ctypes.get_errno()
        if number in _UNSUPPORTED:
            return False
        raise OSError(number, os.strerror(number), str(folder))
    except AttributeError:
        return False
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path, patience: float) -> Generator[bool]:
    """Hold the folder's lock; False when another process has kept it for `patience` seconds.

    The lock is on the folder itself: nothing is left behind, and it ends with its process.
    """
    if sys.platform == "win32":
        yield True
        return
    until = time.monotonic() + patience
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    yield False
                    return
                time.sleep(0.05)
            except OSError as problem:
                if problem.errno not in {*_UNSUPPORTED, errno.EBADF, errno.ENOLCK}:
                    raise
                break  # a file system without locks
            else:
                break
        yield True
    finally:
        os.close(descriptor)


@contextmanager
def undisturbed() -> Generator[None]:
    """Put off Ctrl-C and polite signals until the block is done."""
    if sys.platform == "win32" or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    signals = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
