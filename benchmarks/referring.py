"""The reference: how long it takes to make, how large its pages are, and that they are the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.generation import changed, generate


def measure(sources: Sequence[Path], folder: Path) -> Iterator[Figure]:
    """Two runs of `generate --emit docs`, each in a fresh process into an empty folder."""
    runs = [folder / "reference", folder / "again"]
    seconds, busy, megabytes = (
        min(each)
        for each in zip(
            *(generate(sources, out, "--emit", "docs") for out in runs), strict=True
        )
    )
    yield Figure(
        name="reference",
        value=seconds,
        unit="s",
        limit=60,
        detail=f"{busy:.1f} s of CPU, {megabytes:.0f} MB",
    )
    yield changed(
        *(sources, folder / "reference changed", busy, "--emit", "docs"),
        rounds=1,
        limit=0.7,
    )
    first, second = (_files(out / "docs") for out in runs)
    pages = {path: size for path, size in first.items() if path.endswith(".html")}
    largest = max(pages, key=pages.__getitem__)
    yield Figure(
        name="  largest page",
        value=pages[largest] / 1000,
        unit="kB",
        limit=500,
        detail=f"{largest}; {len(pages)} pages, {sum(first.values()) / 1e6:.0f} MB in {len(first)} files",
    )
    differing = first.keys() ^ second.keys() | {
        path
        for path in first
        if (runs[0] / "docs" / path).read_bytes()
        != (runs[1] / "docs" / path).read_bytes()
    }
    yield Figure(
        name="  files that differ between two runs", value=len(differing), limit=0
    )


def _files(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }
