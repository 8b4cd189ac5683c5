"""Prism, a server that answers by a description, installed from npm into build/.

It answers made-up values of the described types, and refuses requests that do not fit: 422 for a wrong
value or body (400 where the operation declares it), 415 for a wrong Content-Type, 406, 405, 404, 401.
It does not mind unknown names, neither in a query nor in a body; for queries, described.py does.
`Prefer: code=404` asks for a declared answer, `Prefer: dynamic=true` (or -d) for random values.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
INSTALL_SECONDS = 240
START_SECONDS = 60

# The newest that runs on Node 18 to 22; since 5.15.10 it wants Node 24.
MANIFEST = json.dumps(
    {
        "name": "proxysmith-prism",
        "description": "A REST server that is not ours, for tests/interop",
        "private": True,
        "license": "MIT",
        "dependencies": {"@stoplight/prism-cli": "5.14.2"},
    }
)
# It ends with us, even if we are killed: the end of its input is the end of it.
STARTER = """\
process.stdin.on("end", () => process.exit()).resume();
require(process.argv[1]);
"""


def installed() -> Path:
    """Prism's program; without node, the test is skipped."""
    if shutil.which("node") is None:
        pytest.skip(
            "node is not installed, and Prism, which is called here, runs on it"
        )
    npm = shutil.which("npm") or pytest.fail("node is installed, but npm is not")
    name = hashlib.sha256(MANIFEST.encode()).hexdigest()[:12]
    folder = ROOT / "build" / "interop" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one test process installs, others wait
        done = folder / "installed"
        if not done.exists():
            (folder / "package.json").write_text(MANIFEST, "utf-8")
            made = subprocess.run(
                [npm, "install", "--no-audit", "--no-fund", "--no-package-lock"],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
            if made.returncode:
                pytest.fail(f"npm cannot install Prism:\n{made.stderr[-2000:]}")
            done.touch()
    return folder / "node_modules/@stoplight/prism-cli/dist/index.js"


@contextmanager
def prism(description: Path, *words: str) -> Iterator[str]:
    """Serves a description, Swagger 2.0 or OpenAPI 3, and gives its root, to which the paths are added.

    More words are Prism's own: "-d" for random values, "--seed", "7" for the same ones each time.
    """
    program = installed()
    with tempfile.TemporaryDirectory() as folder:
        corrected = Path(folder) / "description.json"
        document = json.loads(description.read_text("utf-8-sig"))
        corrected.write_text(json.dumps(_corrected(document)), "utf-8")
        yield from _served(program, corrected, words)


def _served(program: Path, document: Path, words: tuple[str, ...]) -> Iterator[str]:
    process = subprocess.Popen(
        ["node", "-e", STARTER, str(program), "mock"]
        + ["--host", "127.0.0.1", "--port", "0", *words, str(document)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdin and process.stdout
    late = threading.Timer(START_SECONDS, process.kill)
    late.start()
    rest: threading.Thread | None = None
    try:
        said: list[str] = []
        root = None
        for line in process.stdout:
            said.append(line)
            if root := re.search(r"listening on (http://\S+)", line):
                break
        late.cancel()
        if root is None:
            pytest.fail(f"Prism did not start:\n{''.join(said)[-3000:]}")
        # It tells of every request, and would wait once nobody listens.
        rest = threading.Thread(target=process.stdout.read, daemon=True)
        rest.start()
        yield root[1]
    finally:
        late.cancel()
        process.kill()
        process.wait(timeout=10)
        if rest:
            rest.join(timeout=10)
        process.stdin.close()
        process.stdout.close()


def _corrected(document: dict[str, Any]) -> dict[str, Any]:
    """The description without the faults that a client cannot live with."""
    holder, schemas, schemes = document, "definitions", "securityDefinitions"
    if "components" in document:
        holder, schemas, schemes = document["components"], "schemas", "securitySchemes"
    # No member is described as nullable, yet NetServer writes and takes null for every one.
    holder[schemas] = {name: _nulls(each) for name, each in holder[schemas].items()}
    # Basic and a bearer token are wanted at once, though there is one Authorization; and tickets
    # are not described. Any Authorization will do here, but none will not (401).
    known = {"type": "apiKey", "in": "header", "name": "Authorization"}
    holder[schemes] = {"Authorization": known}
    for item in document["paths"].values():
        for operation in item.values():
            if "security" in operation:
                operation["security"] = [{"Authorization": []}]
    return document


def _nulls(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_nulls(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    # Not `nullable`: beside a reference it has no `type`, which Prism's validator does not accept,
    # and then Prism silently validates no body at all.
    return {
        name: (
            {
                each: {"anyOf": [_nulls(of), {"enum": [None]}]}
                for each, of in inner.items()
            }
            if name == "properties"
            else _nulls(inner)
        )
        for name, inner in schema.items()
    }
