"""`python -m benchmarks`: each figure beside its limit, as a ratio to a floor of the same run."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import (
    comparing,
    contacts,
    generation,
    measure_codecs,
    referring,
    serving,
    starting,
    streams,
)
from benchmarks.figures import Figure, table

ROOT = Path(__file__).parents[1]
PACKAGE = "netserver"
PARTS = ("generate", "diff", "start", "codecs", "streams", "serve", "docs", "types")


def corpus() -> Path:
    """Where the published releases are."""
    beside = ROOT.parent / "shared" / "corpus"
    return Path(os.environ.get("PROXYSMITH_CORPUS") or beside) / "netserver"


def sources() -> list[Path]:
    """The published release that the limits are about, or one of our own where it is not there."""
    folder = corpus() / "2026-04"
    found = [folder / "wsdl.zip", *sorted(folder.glob("*Individuals.zip"))]
    if all(path.is_file() for path in found):
        return found
    own = ROOT / "specs/12.2"
    print(f"no published release at {folder}: measured with {own.relative_to(ROOT)},")
    print("whose limits are far away; PROXYSMITH_CORPUS names another place\n")
    return [own]


def measure(parts: Sequence[str], folder: Path, rounds: int) -> Iterator[Figure]:
    """The figures of those parts, as they become known."""
    named = sources()
    project = folder / "out" / "proxies"
    if "generate" in parts:
        yield from generation.measure(named, folder, rounds=max(2, rounds // 3))
    else:
        generation.generate(named, folder / "out")
    if "diff" in parts:
        old, new = corpus() / "2021-03", folder / "2026-04"
        if old.is_dir() and len(named) > 1:
            new.mkdir()
            for path in named:  # the zips alone, as they are published
                shutil.copy(path, new)
        else:
            old, new = (ROOT / "specs" / name for name in ("12.1", "12.2"))
        yield from comparing.measure(old, new, rounds=max(2, rounds // 2))
    with contacts.imported(project, PACKAGE):
        if "start" in parts:
            measure_codecs.write_answers(PACKAGE, folder / "answers")
            yield from starting.measure(project, folder / "answers", rounds=rounds)
        if "codecs" in parts:
            yield from measure_codecs.measure(PACKAGE, rounds=rounds)
    if "streams" in parts:
        yield from streams.measure(project, PACKAGE)
    if "serve" in parts:
        yield from serving.measure(named, folder, rounds=rounds)
    if "docs" in parts:
        yield from referring.measure(named, folder)
    if "types" in parts:
        yield generation.pyright(folder / "out")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all if none"
    )
    parser.add_argument(
        "--rounds", type=int, default=7, metavar="N", help="the quickest of N counts"
    )
    words = parser.parse_args()
    if unknown := set(words.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="proxysmith-bench-") as folder:
        for figure in measure(words.parts or PARTS, Path(folder), words.rounds):
            figures.append(figure)
            if sys.stderr.isatty():
                print(f"\r{figure.name:60}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
    print(table(figures))
    cores = os.cpu_count() or 1
    if (load := os.getloadavg()[0]) > cores:
        print(f"\nload {load:.1f} on {cores} cores: somebody else was busy, too")


if __name__ == "__main__":
    main()
