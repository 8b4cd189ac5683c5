"""How far a long run is: shown on a terminal, silent in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click

Step = Callable[[int], None]


class Progress:
    """Shows each stage of a run as a bar on standard error, where that is a terminal."""

    def __init__(self, *, visible: bool | None = None) -> None:
        self._visible = sys.stderr.isatty() if visible is None else visible

    @contextmanager
    def stage(self, label: str, length: int) -> Generator[Step]:
        """A stage of `length` steps; what it gives is called with the number of new ones."""
        with click.progressbar(
            length=length,
            label=f"{label:<12}",
            file=sys.stderr,
            hidden=not self._visible,
            show_pos=True,
        ) as bar:
            yield bar.update


SILENT = Progress(visible=False)
