"""`proxysmith serve`: the stubs of a release, generated into a cache, imported and served."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import platformdirs
import uvicorn

from generator import __version__, pipeline
from generator.config import Config
from generator.diagnostics import Diagnostics, Origin, metadata_error
from generator.progress import Progress

_PATIENCE = 3  # seconds for calls under way, once it is stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the stand-in keeps and offers: `store` is a file, None the memory."""

    store: Path | None = None
    seed: Path | None = None
    control: bool = False


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there, port 0 being any that is free; OSError where that cannot be."""
    family, _, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it lets two programs have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def application(
    config: Config, serving: Serving, diagnostics: Diagnostics, progress: Progress
) -> Any:
    """The application over the stubs of the sources' release."""
    package = generated(config, diagnostics, progress)
    create_app = import_module(f"{package}_stubs").create_app
    return _created(create_app, serving)


def serve(
    app: Any, host: str, listener: socket.socket, ready: Callable[[str, str], object]
) -> None:
    """Serve the application until somebody stops it.

    `ready` is told the root of the installation and how to sign in, when calls can be made.
    """
    port = listener.getsockname()[1]
    named = host if host not in ("0.0.0.0", "::") else "localhost"  # noqa: S104
    named = f"[{named}]" if ":" in named else named
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="off",
            log_level="warning",
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=_PATIENCE,
        ),
        lambda: ready(f"http://{named}:{port}/{app.tenant}", app.hint),
    )
    with suppress(KeyboardInterrupt):  # this is how it is stopped
        server.run(sockets=[listener])


def _created(create_app: Any, serving: Serving) -> Any:
    try:
        return create_app(
            store=serving.store or ":memory:",
            seed=serving.seed,
            control=serving.control,
        )
    except sqlite3.Error as problem:
        raise metadata_error(
            "store",
            f"this is no store: {problem}",
            Origin(str(serving.store)),
            expected="a file that an earlier run has made, or none",
            hint="choose another file with --store",
        ) from None
    except ValueError as problem:
        file = serving.seed if serving.seed is not None else serving.store
        raise metadata_error(
            "seed", str(problem), Origin(str(file)), expected="the state of a stand-in"
        ) from None


class _Server(uvicorn.Server):
    """Tells when calls can be made."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def generated(config: Config, diagnostics: Diagnostics, progress: Progress) -> str:
    """The package whose proxies and stubs can be imported now, generated unless that was done before."""
    out = _folder(config)
    config = replace(config, out=out, emit=("proxies", "stubs"))
    pipeline.generate(config, diagnostics, progress)
    manifest = json.loads((out / "manifest.json").read_bytes())
    release = next(each for each in manifest["files"] if each.endswith("/_release.py"))
    sys.path[:0] = [str(out / "proxies"), str(out / "stubs")]
    return release.split("/")[1]


def _folder(config: Config) -> Path:
    """Where the package for those sources is kept: it is generated anew where they have changed."""
    said = [
        __version__,
        *(str(each.resolve()) for each in config.sources),
        config.package,
        config.release,
        ",".join(config.agents),
        config.services,
        str(config.overlay and config.overlay.resolve()),
    ]
    key = hashlib.sha256("\0".join(said).encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("proxysmith") / key
