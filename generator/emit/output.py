"""What one run of `generate` writes: packages from the plan, the runtime, and the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from generator.config import Config
from generator.diagnostics import Diagnostics, MetadataError
from generator.emit.audit import audit
from generator.emit.before import Before, before, planned_digest
from generator.emit.environment import Templates
from generator.emit.format import formatted
from generator.emit.manifest import (
    Recipe,
    differences,
    folder_digest,
    read_manifest,
    unchanged,
)
from generator.emit.render import render
from generator.emit.server import SERVER, server_digest, server_modules
from generator.emit.write import write_tree
from generator.pipeline import Reading
from generator.plan.outline import ModuleOutline, outline
from generator.plan.package import PackagePlan, plan_package
from generator.progress import Progress
from generator.row import Row
from generator.sources import Source, digest

_RUNTIME = Path(__file__).parent.parent / "runtime"


def is_done(config: Config, sources: Sequence[Source], row: Row | None) -> bool:
    """Whether the output folder holds already what the run would write, `row` being its history."""
    try:
        followed = read_manifest(config.out).head.get("sources")
    except MetadataError:
        return False  # writing will say what is wrong there
    names = cast("Mapping[str, str]", followed) if isinstance(followed, dict) else ()
    return unchanged(config.out, _recipe(config, digest(sources, names), row))


def emit(
    config: Config, reading: Reading, diagnostics: Diagnostics, progress: Progress
) -> Sequence[str]:
    """Write the files, or, when only checking, say how the folder differs from them."""
    files: dict[str, bytes] = {}
    recipe = _recipe(config, reading.digests, reading.row)
    # What is checked is the output against a run that relies on none of it.
    last = Before() if config.check else before(config.out, recipe)
    if _PLANNED & set(config.emit):
        plan = plan_package(
            reading.release,
            reading.package,
            chosen=bool(config.agents),
            stubs="stubs" in config.emit or "docs" in config.emit,
        )
        outlines = outlines_of(plan)
        recipe = replace(recipe, planned=planned_digest(outlines))
        made = packages(plan, outlines, config, last, diagnostics, progress)
        wanted = _folders(config)
        files.update(
            (path, text) for path, text in made.items() if path.split("/")[0] in wanted
        )
        if "docs" in config.emit:
            from generator.emit.reference import reference

            diagnostics.stop()  # what is called now has been looked through
            users = config.templates
            files.update(
                reference(
                    plan,
                    outlines,
                    made,
                    reading.past,
                    users,
                    last,
                    diagnostics,
                    progress,
                )
            )
    if "models" in config.emit:
        from generator.emit.models import emit_models

        made = emit_models(reading.release, config.models, diagnostics)
        files.update((path, text.encode()) for path, text in made.items())
    diagnostics.stop()
    if config.check:
        return [str(each) for each in differences(config.out, files, recipe)]
    write_tree(config.out, files, recipe, diagnostics)
    return ()


_PLANNED = {"proxies", "stubs", "docs"}


def _folders(config: Config) -> set[str]:
    """The packages that the run writes: stubs need the proxies."""
    asked = set(config.emit)
    return {"proxies"} | asked if "stubs" in asked else asked


def _recipe(
    config: Config, digests: Sequence[tuple[str, str]], row: Row | None
) -> Recipe:
    """All that decides what the run writes."""
    return Recipe(
        options={
            "package": config.package,
            "release": config.release,
            "emit": list(config.emit),
            "agents": list(config.agents),
            "services": config.services,
            "models": config.models if "models" in config.emit else "",
            "templates": folder_digest(config.templates) if config.templates else "",
            **({"history": dict(row.digests)} if row else {}),
        },
        sources=dict(digests),
    )


def outlines_of(plan: PackagePlan) -> dict[str, ModuleOutline]:
    """What each module of the packages must hold, by its path."""
    return {job.path: outline(job) for job in plan.files if job.path.endswith(".py")}


def packages(
    plan: PackagePlan,
    outlines: Mapping[str, ModuleOutline],
    config: Config,
    last: Before,
    diagnostics: Diagnostics,
    progress: Progress,
) -> Mapping[str, bytes]:
    """The files of the proxies, and of the stubs where they are planned."""
    with progress.stage("rendering", len(plan.files)) as step:
        rendered = render(plan.files, Templates(config.templates), lambda _: step(1))
    texts = formatted(rendered.files, rendered.from_users, diagnostics)
    audited = last.audited(texts, planned_digest(outlines))
    audit(texts, outlines, rendered.from_users, diagnostics, audited)
    files = {path: text.encode() for path, text in texts.items()}
    files[f"{plan.root}/py.typed"] = b""
    files.update(_runtime(f"{plan.root}/_runtime"))
    if plan.stubs:
        files[f"{plan.stubs}/py.typed"] = b""
        files.update(_server(plan))
    return files


def _runtime(root: str) -> Iterator[tuple[str, bytes]]:
    """The runtime, byte for byte, and the digest by which a copy can be told."""
    whole = hashlib.sha256()
    for path in sorted(_RUNTIME.rglob("*.py")):
        name = path.relative_to(_RUNTIME).as_posix()
        if path.is_relative_to(SERVER):
            continue  # who calls a server needs none
        content = path.read_bytes()
        whole.update(name.encode() + b"\0" + content)
        yield f"{root}/{name}", content
    yield f"{root}/SHA256", f"{whole.hexdigest()}\n".encode()


def _server(plan: PackagePlan) -> Iterator[tuple[str, bytes]]:
    """The server's runtime, which finds that of the proxies by name."""
    root = f"{plan.stubs}/_server"
    for name, text in server_modules(plan.name):
        yield f"{root}/{name}", text.encode()
    yield f"{root}/SHA256", f"{server_digest()}\n".encode()
