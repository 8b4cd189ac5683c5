"""Small releases, and the package that is planned and rendered for them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

from generator.emit.environment import Templates
from generator.emit.render import render
from generator.emit.server import server_modules
from generator.model.bindings import AgentsBinding, Header, Shape, SoapBinding
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import STRING, TypeRef
from generator.plan.package import plan_package

NAMESPACE = "urn:x/Services88"
RUNTIME = Path(__file__).parents[3] / "generator" / "runtime"
REQUEST_HEADERS = ("ApplicationToken", "Credentials", "TimeZone")
RESPONSE_HEADERS = ("ExceptionInfo", "ExtraInfo", "Succeeded", "TimeZone")


@cache
def _templates() -> Templates:
    return Templates()


def rendered(
    release: Release, package: str = "crm", *, chosen: bool = False
) -> dict[str, str]:
    """The text of each planned file, by its path inside the package's folder."""
    plan = plan_package(release, package, chosen=chosen)
    files = render(plan.files, _templates()).files
    return {path.removeprefix(f"{plan.root}/"): text for path, text in files.items()}


def rendered_stubs(release: Release, package: str = "crm") -> dict[str, str]:
    """The text of each planned file of the stubs, by its path inside their project."""
    plan = plan_package(release, package, chosen=False, stubs=True)
    jobs = [each for each in plan.files if each.path.startswith("stubs/")]
    files = render(jobs, _templates()).files
    return {path.removeprefix("stubs/"): text for path, text in files.items()}


def written(release: Release, package: str, folder: Path) -> Path:
    """A folder to import the package from."""
    for path, text in rendered(release, package).items():
        if not path.startswith("proxies/"):
            _write(folder / package / path, text)
    shutil.copytree(
        RUNTIME,
        folder / package / "_runtime",
        ignore=shutil.ignore_patterns("*.pyc", "server"),
    )
    return folder


def written_stubs(release: Release, package: str, folder: Path) -> Path:
    """A folder to import the package and its stubs from."""
    written(release, package, folder)
    for path, text in rendered_stubs(release, package).items():
        if "/" in path:
            _write(folder / path, text)
    for name, text in server_modules(package):
        _write(folder / f"{package}_stubs" / "_server" / name, text)
    return folder


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def values(**types: TypeRef) -> tuple[Parameter, ...]:
    return tuple(Parameter(name=name, type=type) for name, type in types.items())


def fields(**types: TypeRef) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=type) for name, type in types.items())


def carrier(name: str, base: str | None = None, /, **types: TypeRef) -> Carrier:
    return Carrier(name=name, base=base, fields=fields(**types), namespace=NAMESPACE)


def enumeration(name: str, *members: str, flags: bool = False) -> Enumeration:
    """Members "A" without a number or "A=1" with one."""
    pairs = (each.partition("=") for each in members)
    return Enumeration(
        name=name,
        members=tuple(
            Member(name=word, number=int(number) if number else None)
            for word, _, number in pairs
        ),
        flags=flags,
        namespace=NAMESPACE,
    )


def agent(name: str, *operations: Operation, **more: Any) -> Agent:
    return Agent(name=name, operations=operations, **more)


def soap(agent: str, operation: str, **more: Any) -> SoapBinding:
    """A binding that follows the pattern but for what `more` says."""
    pattern: dict[str, Any] = {
        "action": f"{NAMESPACE}/{agent}/{operation}",
        "request": operation,
        "response": f"{operation}Response",
        "namespace": NAMESPACE,
        "path": f"/Remote/Services88/{agent}.svc",
        "request_headers": tuple(
            Header(name, STRING, NAMESPACE) for name in REQUEST_HEADERS
        ),
        "response_headers": tuple(
            Header(name, STRING, NAMESPACE) for name in RESPONSE_HEADERS
        ),
    }
    return SoapBinding(**(pattern | more))


def rest(agent: str, operation: str, **more: Any) -> AgentsBinding:
    pattern: dict[str, Any] = {
        "path": f"/api/v1/Agents/{agent}/{operation}",
        "shape": Shape.WRAPPER,
        "select": True,
    }
    return AgentsBinding(**(pattern | more))
