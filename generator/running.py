"""How a command runs: its findings go to standard error, and its exit status tells how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

import click

from generator.diagnostics import Diagnostic, Diagnostics, MetadataError, Severity
from generator.progress import Progress

T = TypeVar("T")
UNUSABLE = 3
INTERRUPTED = 130  # as shells have it: 128, and the number of the signal
NO = 1


def run(command: Callable[[Diagnostics, Progress], int | None]) -> NoReturn:
    """Run `command`, print its findings on standard error, and exit with its status."""
    sys.exit(done(command) or 0)


def done(command: Callable[[Diagnostics, Progress], T], *, notes: bool = False) -> T:
    """What `command` gives back, its findings printed; where the metadata cannot be used, exit.

    `notes` are printed, too, where no other command lists them.
    """
    diagnostics = Diagnostics()
    try:
        result = command(diagnostics, Progress())
    except MetadataError as error:
        _print(error.diagnostics)
        sys.exit(UNUSABLE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except MemoryError:
        click.echo(
            "error[memory]: the metadata needs more memory than there is", err=True
        )
        sys.exit(UNUSABLE)
    _print(each for each in diagnostics if notes or each.severity is not Severity.NOTE)
    count = sum(each.severity is Severity.NOTE for each in diagnostics)
    if count and not notes:
        noun, them = ("note", "it") if count == 1 else ("notes", "them")
        click.echo(
            f"{count} {noun}; `proxysmith inspect --json` lists {them}", err=True
        )
    return result


def show(text: str) -> None:
    """Print what was asked for, to the end of its last line. Whoever reads it from a pipe may have read enough: that
    changes no exit status."""
    try:
        click.echo(text, nl=text[-1:] not in ("", "\n"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(diagnostics: Iterable[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        click.echo(str(diagnostic), err=True)


def words(text: str, option: str) -> tuple[str, ...]:
    """The words of an option, with commas between."""
    found = tuple(word.strip() for word in text.split(","))
    if not all(found):
        raise click.BadParameter("an empty name between commas.", param_hint=option)
    return found
