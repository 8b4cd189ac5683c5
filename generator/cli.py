"""The command `proxysmith`: understands words, calls the pipeline, prints what it says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from generator import __version__
from generator.config import EMITS, MODELS, Config
from generator.diagnostics import Diagnostics
from generator.diff.command import diff
from generator.labels import is_package_name
from generator.progress import Progress
from generator.running import NO, done, run, show, words

_SOURCES = click.argument(
    "sources",
    metavar="SOURCE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
_SERVICES = click.option(
    "--services",
    metavar="NN",
    default="",
    help="Take this service version (87 or Services87) rather than the newest.",
)
_OVERLAY = click.option(
    "--overlay",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Corrections of the metadata, beside the overlay.toml of a source folder.",
)
_RELEASE = click.option(
    "--release", metavar="LABEL", default="", help="What to call the release."
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="proxysmith")
def main() -> None:
    """Read the WSDL and OpenAPI metadata of a service and write typed Python packages.

    A SOURCE is a file, a folder or a zip with WSDL 1.1, Swagger 2.0 or OpenAPI 3
    descriptions; all SOURCEs of one command are merged into one release.

    \b
    Look at what is there, then make a package:
      proxysmith inspect wsdl.zip Swagger-v1-Agents.zip
      proxysmith generate wsdl.zip Swagger-v1-Agents.zip --out sdk

    \b
    And when the next release is there:
      proxysmith diff old.zip wsdl.zip

    \b
    Exit status: 0 done; 1 the answer is no (--check found drift, --fail-on
    was met); 2 wrong usage; 3 the metadata cannot be used.

    \b
    Completion for your shell (bash, zsh or fish):
      eval "$(_PROXYSMITH_COMPLETE=bash_source proxysmith)"
    """


@main.command()
@_SOURCES
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@_SERVICES
@_OVERLAY
@_RELEASE
def inspect(
    sources: tuple[Path, ...],
    as_json: bool,
    services: str,
    overlay: Path | None,
    release: str,
) -> None:
    """Show what the SOURCEs describe: agents, operations, carriers, and what is amiss.

    \b
    proxysmith inspect wsdl.zip Swagger-v1-Agents.zip
    proxysmith inspect specs/12.2 --json | jq .counts
    """
    config = Config(
        sources=sources, services=services, overlay=overlay, release=release
    )

    def steps(diagnostics: Diagnostics, progress: Progress) -> None:
        from generator import pipeline, report

        found = pipeline.read_release(config, diagnostics, progress).release
        if as_json:
            show(json.dumps(report.as_json(found, diagnostics), indent=2))
        else:
            show("\n".join(report.as_table(found, diagnostics)))

    run(steps)


@main.command()
@_SOURCES
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the output goes; files there that proxysmith did not write stay.",
)
@click.option(
    "--package",
    metavar="NAME",
    default="",
    help="Name of the generated package; netserver if neither this nor release.toml says.",
)
@_RELEASE
@click.option(
    "--emit",
    metavar="KINDS",
    default="proxies",
    show_default=True,
    help="What to write, with commas between: proxies, stubs (and the proxies they need), docs, models.",
)
@click.option(
    "--agents",
    metavar="NAMES",
    default="",
    help="Only these agents, with commas between: Contact,Person.",
)
@_SERVICES
@_OVERLAY
@click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Your own templates, each in place of ours of the same path.",
)
@click.option(
    "--models",
    type=click.Choice(MODELS),
    default=MODELS[0],
    show_default=True,
    help="What `--emit models` makes of the carriers.",
)
@click.option(
    "--history",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with a folder or a zip for each release, this one among them: what came and changed is marked, "
    "what a later one lacks is deprecated.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit 1 if DIR is not what would be written.",
)
def generate(
    sources: tuple[Path, ...],
    out: Path,
    package: str,
    release: str,
    emit: str,
    agents: str,
    services: str,
    overlay: Path | None,
    templates: Path | None,
    models: str,
    history: Path | None,
    check: bool,
) -> None:
    """Write an installable, typed package for what the SOURCEs describe.

    \b
    proxysmith generate wsdl.zip Swagger-v1-Agents.zip --out sdk
    proxysmith generate specs/12.2 --out sdk --package crm --agents Contact,Person
    proxysmith generate specs/12.2 --out sdk --check
    proxysmith generate specs/12.2 --out sdk --emit proxies,docs --history specs
    """
    kinds = words(emit, "--emit")
    for kind in kinds:
        if kind not in EMITS:
            raise click.BadParameter(
                f"{kind!r} is none of {', '.join(EMITS)}.", param_hint="--emit"
            )
    if package and not is_package_name(package):
        raise click.BadParameter(
            f"{package!r} cannot be imported as a package.", param_hint="--package"
        )
    config = Config(
        sources=sources,
        out=out,
        package=package,
        release=release,
        emit=tuple(kind for kind in EMITS if kind in kinds),
        agents=words(agents, "--agents") if agents else (),
        services=services,
        overlay=overlay,
        templates=templates,
        models=models,
        history=history,
        check=check,
    )

    def steps(diagnostics: Diagnostics, progress: Progress) -> int:
        from generator import pipeline

        drift = pipeline.generate(config, diagnostics, progress)
        show("\n".join(drift))
        return NO if drift else 0

    run(steps)


@main.command()
@_SOURCES
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen at; 0 takes one that is free.",
)
@click.option(
    "--store",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep what is saved in this file of SQLite, rather than in memory.",
)
@click.option(
    "--seed",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The state to begin with, as JSON; without it a small made-up company.",
)
@click.option(
    "--control",
    is_flag=True,
    help="Offer faults, state and calls at /_control, to this machine.",
)
@click.option(
    "--agents",
    metavar="NAMES",
    default="",
    help="Only these agents, with commas between: Contact,Person.",
)
@_SERVICES
@_OVERLAY
@_RELEASE
def serve(
    sources: tuple[Path, ...],
    host: str,
    port: int,
    store: Path | None,
    seed: Path | None,
    control: bool,
    agents: str,
    services: str,
    overlay: Path | None,
    release: str,
) -> None:
    """Be a NetServer for what the SOURCEs describe: SOAP, Agents REST and the WebApi on one state.

    The first start writes the packages that it needs into a cache; later ones are quick. The root of the
    installation goes to standard output when calls can be made.

    \b
    proxysmith serve wsdl.zip Swagger-v1-Agents.zip Swagger-v1-REST.zip
    proxysmith serve specs/12.2 --port 0 --store crm.sqlite
    """
    from generator import serving

    config = Config(
        sources=sources,
        services=services,
        overlay=overlay,
        release=release,
        agents=words(agents, "--agents") if agents else (),
    )
    try:
        listener = serving.bound(host, port)
    except OSError as problem:
        raise click.BadParameter(
            f"nobody can listen at {host}:{port}: {problem.strerror or problem}",
            param_hint="--port",
        ) from None
    kept = serving.Serving(store=store, seed=seed, control=control)
    app = done(
        lambda diagnostics, progress: serving.application(
            config, kept, diagnostics, progress
        )
    )

    def ready(root: str, hint: str) -> None:
        show(root)
        click.echo(f"{hint}\nCtrl-C stops it.", err=True)

    serving.serve(app, host, listener, ready)


@main.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Where agents/, soap/, webapi/ and release.toml go; other files there stay.",
)
@click.option(
    "--services",
    metavar="NN",
    default="",
    help="Ask for this service version (87 or Services87) rather than the current one.",
)
@click.option(
    "--agents",
    metavar="NAMES",
    default="",
    help="Only the WSDLs of these agents, with commas between: Contact,Person.",
)
@_RELEASE
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, 3600, min_open=True),
    default=30,
    show_default=True,
    help="How long to wait for the server, each time.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 16),
    default=4,
    show_default=True,
    help="How many documents to ask for at once.",
)
def pull(
    urls: tuple[str, ...],
    out: Path,
    services: str,
    agents: str,
    release: str,
    timeout: float,
    concurrency: int,
) -> None:
    """Bring the metadata of a running installation, or the vendor's zips, into a folder of sources.

    A URL is the root of an installation, with or without /api or /Remote/ServicesNN behind it; or it is
    the address or the file of a zip as the vendor publishes them. release.toml then says whence each
    file is, when it was received, and its sha256.

    \b
    proxysmith pull https://crm.example.com/Cust12345 --out specs/crm
    proxysmith pull wsdl.zip Swagger-v1-Agents.zip Swagger-v1-REST.zip --out specs/12.2 --release 12.2
    proxysmith generate specs/crm --out sdk

    The server is asked a few documents at a time. The same command again goes on where one that was
    broken off has stopped; until all has arrived, DIR stays as it was.

    Where metadata is for users alone, the environment says who asks: PROXYSMITH_USER and
    PROXYSMITH_PASSWORD, or PROXYSMITH_AUTHORIZATION, which is sent as it is ("Bearer 8A:...");
    PROXYSMITH_APP_TOKEN beside them.
    """
    from generator.pulling import addresses, asking, documents, fetching
    from generator.pulling import pull as pulling

    try:
        version = pulling.services_named(services)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--services") from None
    names = words(agents, "--agents") if agents else ()
    for name in names:
        if not documents.is_name(name):
            raise click.BadParameter(
                f"{name!r} can be no agent.", param_hint="--agents"
            )
    try:
        places = tuple(addresses.place_of(url) for url in urls)
        credentials = asking.credentials_in(os.environ)
    except ValueError as problem:
        raise click.UsageError(f"{problem}.") from None
    if sum(isinstance(each, addresses.Installation) for each in places) > 1:
        raise click.UsageError("one installation at a time.")
    wish = pulling.Wish(
        places=places,
        out=out,
        services=version,
        agents=names,
        label=release,
        bounds=fetching.Bounds(timeout=timeout, concurrency=concurrency),
        credentials=credentials,
    )
    message = done(
        lambda diagnostics, progress: pulling.pull(wish, diagnostics, progress),
        notes=True,
    )
    show(str(message))


main.add_command(diff)
