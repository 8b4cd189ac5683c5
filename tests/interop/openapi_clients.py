"""Clients made by other people's generators from what the stand-in says of itself."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
OPENAPI_GENERATOR = (
    "openapi-generator-cli==7.26.0",
    "python-dateutil==2.9.0.post0",  # its clients need it
    "six==1.17.0",
)
SECONDS = 240


def part_of(described: dict[str, Any], has: Callable[[str], bool]) -> dict[str, Any]:
    """The description of those addresses alone, with the components that they need."""
    paths = {path: item for path, item in described["paths"].items() if has(path)}
    every = described["components"]
    kept: dict[str, dict[str, Any]] = {"securitySchemes": every["securitySchemes"]}
    to_read: list[Any] = [paths]
    while to_read:
        for reference in _references(to_read.pop()):
            kind, name = reference.removeprefix("#/components/").split("/")
            if name not in kept.setdefault(kind, {}):
                kept[kind][name] = every[kind][name]
                to_read.append(every[kind][name])
    return {**described, "paths": paths, "components": kept}


def _references(found: Any) -> Iterator[str]:
    """Where a description refers to: "$ref", and what a discriminator maps to."""
    if isinstance(found, str) and found.startswith("#/components/"):
        yield found
    elif isinstance(found, dict):
        for each in found.values():
            yield from _references(each)
    elif isinstance(found, list):
        for each in found:
            yield from _references(each)


def by_openapi_python_client(
    folder: Path, package: str, described: dict[str, Any]
) -> None:
    """Write a package, and let nothing of the description be passed over."""
    description, settings = folder / f"{package}.json", folder / f"{package}.yaml"
    description.write_text(json.dumps(described), "utf-8")
    settings.write_text(f"package_name_override: {package}\npost_hooks: []\n", "utf-8")
    _run(
        *(str(Path(sys.executable).with_name("openapi-python-client")), "generate"),
        *("--path", str(description), "--config", str(settings)),
        *("--meta", "none", "--output-path", str(folder / package)),
        "--fail-on-warning",
    )


def by_openapi_generator(
    home: Path, java: str, folder: Path, package: str, described: dict[str, Any]
) -> None:
    """Write a package of its generator "python"."""
    description = folder / f"{package}.json"
    description.write_text(json.dumps(described), "utf-8")
    jar = home / "openapi_generator_cli" / "openapi-generator.jar"
    quiet = "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"
    said = _run(
        *(java, "-jar", str(jar), "generate", "-g", "python"),
        *("-i", str(description), "-o", str(folder)),
        *("--package-name", package, "--global-property", quiet),
    )
    assert "ERROR" not in said, said[-3000:]


def openapi_generator() -> Path:
    """The folder that it stands in: PyPI has it, and it comes into build/ once. Skips the test where it cannot be had."""
    folder = ROOT / "build" / "interop" / OPENAPI_GENERATOR[0]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one test process installs, others wait
        if not (folder / "installed").exists():
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
            made = subprocess.run(
                [*pip, "--target", str(folder), *OPENAPI_GENERATOR],
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
            if made.returncode:
                pytest.skip(f"{OPENAPI_GENERATOR[0]} cannot be had: {made.stderr[-300:]}")  # fmt: skip
            (folder / "installed").touch()
    return folder


def _run(*words: str) -> str:
    ran = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS)
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0, said[-3000:]
    return said
