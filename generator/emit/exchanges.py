"""The messages of the reference: what the generated package sends for each example, and is answered.

The package is written to a folder of its own and imported in processes of their own, so that no name in it
meets one of ours, and nothing stays behind.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from generator.diagnostics import Diagnostics
from generator.plan.reference.examples import ROOT, Example, Exchange
from generator.progress import Progress, Step

_WORKERS = 2
_SLICE = 200  # of fewer examples, the start of a process costs more than it saves


def exchanged(
    files: Mapping[str, bytes],
    package: str,
    examples: Sequence[Example],
    diagnostics: Diagnostics,
    progress: Progress,
) -> dict[str, Mapping[str, Exchange]]:
    """For each example, by its key, what goes over each wire ("soap", "agents", "webapi").

    `files` are those of the proxies and of the stubs. A call that cannot be made is a warning, and left out.
    """
    if not examples:
        return {}
    found: dict[str, Mapping[str, Exchange]] = {}
    with (
        TemporaryDirectory(prefix="proxysmith-") as name,
        progress.stage("calling", len(examples)) as step,
    ):
        folder = Path(name)
        for path, content in files.items():
            place = folder / "package" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        workers = min(_WORKERS, os.cpu_count() or 1, 1 + len(examples) // _SLICE)
        slices = [examples[n::workers] for n in range(workers)]
        with ThreadPoolExecutor(workers) as pool:
            made = pool.map(
                partial(_recorded, folder, package, step), range(workers), slices
            )
            try:
                recorded = {key: wires for each in made for key, wires in each.items()}
            except subprocess.CalledProcessError as problem:
                recorded = {}
                diagnostics.warning(
                    "examples",
                    f"the examples cannot be called: {_last_line(problem.stderr)}",
                    hint="the reference has no messages; please report this",
                )
    for example in examples:
        wires = recorded.get(example.key, {})
        for wire, told in wires.items():
            if "problem" in told:
                diagnostics.warning(
                    "example",
                    f"the example of {example.key} cannot be called over {wire}: {told['problem']}",
                    hint="its page has no messages; please report this",
                )
        found[example.key] = {
            wire: Exchange(told["request"], told["answer"])
            for wire, told in wires.items()
            if "problem" not in told
        }
    return found


def _recorded(
    folder: Path, package: str, step: Step, number: int, examples: Iterable[Example]
) -> dict[str, dict[str, Any]]:
    """What a process of its own has recorded."""
    told, result = folder / f"examples{number}.json", folder / f"record{number}.json"
    told.write_text(json.dumps([_told(each) for each in examples]), "utf-8")
    command = [sys.executable, "-P", "-m", "generator.emit.recording", package]
    errors = folder / f"errors{number}.txt"
    with (
        errors.open("w", encoding="utf-8") as told_errors,
        subprocess.Popen(  # noqa: S603 - our own program
            [*command, str(folder / "package"), str(told), str(result)],
            stdout=subprocess.PIPE,
            stderr=told_errors,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        ) as process,
    ):
        for _ in process.stdout or ():
            step(1)
    if process.returncode != 0:
        said = errors.read_text("utf-8", "replace")
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return json.loads(result.read_text("utf-8"))


def _told(example: Example) -> dict[str, object]:
    return {
        "key": example.key,
        "wires": example.wires,
        "module": example.module,
        "row": example.row,
        "imports": example.imports,
        "call": example.call,
        "answer": example.answer,
        "rows": example.rows,
        "root": ROOT,
    }


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


# --- What is written down for the next run ----------------------------------------------------


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    """The messages of an example, and a digest of what they rest on."""

    rests: str
    wires: dict[str, Exchange]


def record(
    exchanges: Mapping[str, Mapping[str, Exchange]],
    rests: Mapping[str, str],
    examples: Mapping[str, Example],
) -> bytes:
    """The exchanges as JSON, one example a line; without those that could not be made on each of their wires."""
    lines: list[str] = []
    for key, example in examples.items():
        wires = exchanges.get(key, {})
        if set(wires) == set(example.wires):
            told = {
                "rests": rests[key],
                "wires": {w: asdict(e) for w, e in wires.items()},
            }
            lines.append(f"{json.dumps(key)}: {json.dumps(told)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("ascii")


def recorded(
    content: bytes | None, rests: Mapping[str, str]
) -> dict[str, Mapping[str, Exchange]]:
    """Those exchanges in a record that are still right, by the key of their example."""
    try:
        # By json, which lets through what names of the service may hold: half a character.
        known = msgspec.convert(json.loads(content or "{}"), dict[str, _Record])
    except (ValueError, RecursionError):  # msgspec's errors are the former
        return {}
    return {
        key: each.wires for key, each in known.items() if rests.get(key) == each.rests
    }
