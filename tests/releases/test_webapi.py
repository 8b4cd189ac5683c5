"""The WebApi of each release in the corpus: how large its package is, and what pyright says of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate

pytestmark = pytest.mark.slow

RELEASES = {
    "2021-03": ("2021-03/wsdl.zip", "2021-03/Swagger-v1-Agents.zip", "2021-03/Swagger-v1-REST.zip"),
    "2024-04": ("2024-04/Swagger-v1.zip",),
    "2026-04, resources alone": ("2026-04/Swagger-v1-REST-Individuals.zip",),
    "2026-04, two of OpenAPI 3": (
        "2026-04/openapi-v3/openapi-v3-Contact.json",
        "2026-04/openapi-v3/openapi-v3-ContactAgent.json",
    ),
}  # fmt: skip


@pytest.mark.parametrize("release", list(RELEASES))
def test_a_package_with_resources_is_small_and_typed(
    corpus: Path, tmp_path: Path, release: str
):
    sources = tuple(corpus / "netserver" / name for name in RELEASES[release])
    generate(Config(sources=sources, out=tmp_path), Diagnostics())

    project = tmp_path / "proxies"
    modules = list((project / "netserver").rglob("*.py"))
    assert (project / "netserver/resources/contact.py") in modules
    assert sum(each.read_bytes().count(b"\n") for each in modules) < 130_000
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pyright",
            "--outputjson",
            f"--pythonpath={sys.executable}",
            f"--project={project}",
        ],
        capture_output=True,
        text=True,
    )
    said = json.loads(run.stdout)
    assert [each["message"] for each in said["generalDiagnostics"]] == []
    assert said["summary"]["filesAnalyzed"] == len(modules)
