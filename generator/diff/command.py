"""`proxysmith diff`: understands words, calls the pipeline, prints the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from click.shell_completion import CompletionItem

from generator.config import Config
from generator.diagnostics import Diagnostics, did_you_mean
from generator.progress import Progress
from generator.running import NO, run, show, words

if TYPE_CHECKING:
    from generator.diff.report import Bar

FORMATS = ("text", "markdown", "json", "html", "junit", "github")
_BARS = ("breaking", "risky", "any", "none")
_LIST = "list"


class _RuleId(click.ParamType[str]):
    """The id of a rule, which a shell can complete."""

    name = "rule"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from generator.diff.catalogue import RULES

        rows = [(_LIST, "All of them"), *((each.id, each.title) for each in RULES)]
        return [
            CompletionItem(id, help=title)
            for id, title in rows
            if id.startswith(incomplete)
        ]


def _explain(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Print a row of the catalogue, or the ids and titles of all, and be done."""
    if value is None or context.resilient_parsing:
        return
    from generator.diff.catalogue import BY_ID, RULES

    if value == _LIST:
        width = max(len(each.id) for each in RULES)
        for rule in RULES:
            click.echo(f"{rule.id:<{width}}  {rule.title}")
        context.exit()
    if value not in BY_ID:
        hint = did_you_mean(value, BY_ID) or "`--explain list` lists them."
        raise click.BadParameter(f"there is no rule {value!r}; {hint}")
    rule = BY_ID[value]
    click.echo(f"{rule.id}: {rule.title}\n")
    click.echo(click.wrap_text(rule.why, width=80, preserve_paragraphs=True))
    click.echo(f"\nIt judges: {', '.join(rule.kinds)}")
    context.exit()


@click.command()
@click.argument(
    "sources",
    metavar="OLD NEW [NEWER...]",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="What to print: for a terminal, to publish, to build on, or for CI.",
)
@click.option(
    "--fail-on",
    "bar",
    type=click.Choice(_BARS),
    default="none",
    show_default=True,
    help="Exit 1 where a change is as bad as that, and is not accepted.",
)
@click.option(
    "--accept",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The changes that you live with, and why: tables [[accept]] in TOML.",
)
@click.option(
    "--agents",
    metavar="NAMES",
    default="",
    help="Only what touches these agents, with commas between: Contact,Person.",
)
@click.option(
    "--services",
    metavar="NN[,NN...]",
    default="",
    help="Take this service version of each source; or one for each, with commas between.",
)
@click.option(
    "--wires",
    is_flag=True,
    help="Of one SOURCE: where its SOAP and its REST descriptions disagree.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="In text, list the descriptions that read otherwise, too.",
)
@click.option(
    "--explain",
    metavar="RULE",
    type=_RuleId(),
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Say what a rule means, and no more; `list` lists the rules.",
)
def diff(
    sources: tuple[Path, ...],
    form: str,
    bar: str,
    accept: Path | None,
    agents: str,
    services: str,
    wires: bool,
    verbose: bool,
) -> None:
    """Tell what changes from one release to the next, whom it harms, and what to write instead.

    \b
    OLD and NEW are a file, a folder or a zip each; more of them are a row, in
    which each is compared with the one before it.

    \b
    proxysmith diff specs/12.1 specs/12.2
    proxysmith diff old.zip new.zip --format html > changes.html
    proxysmith diff old.zip new.zip --fail-on breaking --accept accepted.toml
    proxysmith diff wsdl.zip --services 87,88 --agents Contact
    proxysmith diff specs/12.2 --wires
    proxysmith diff --explain field-removed

    \b
    An accepted change, in accepted.toml:
      [[accept]]
      rule = "field-removed"            # or "*"
      subject = "PersonEntity.*"        # * stands for any text
      reason = "we never greet anybody"
      impact = "risky"                  # no more than that, if given

    \b
    Exit status: 0 done; 1 --fail-on was met; 2 wrong usage;
    3 the metadata, or the file of accepted changes, cannot be used.
    """
    wanted = words(agents, "--agents") if agents else ()
    if wires:
        _alone(sources, services, accept, wanted)
        configs = (Config(sources=sources, services=services),)
    else:
        configs = _configs(sources, services)

    def steps(diagnostics: Diagnostics, progress: Progress) -> int:
        from generator import pipeline
        from generator.diff import reports

        if wires:
            found = (pipeline.compare_wires(configs[0], diagnostics, progress),)
        else:
            found = pipeline.compare_sources(
                configs, accept, wanted, diagnostics, progress
            )
        least = cast("Bar", bar)
        shown = reports.written(found, form, diagnostics, bar=least, verbose=verbose)
        show(shown)
        return NO if any(each.meets(least) for each in found) else 0

    run(steps)


def _alone(
    sources: Sequence[Path],
    services: str,
    accept: Path | None,
    wanted: Sequence[str],
) -> None:
    """Make sure that nothing is asked for that only two releases have."""
    if accept or wanted or "," in services:
        raise click.UsageError("--wires goes with --format, --fail-on and --services.")
    if len(sources) > 1 and not all(source.is_file() for source in sources):
        raise click.UsageError(
            "--wires looks at one release: a folder, or the files and zips of it."
        )


def _configs(sources: Sequence[Path], services: str) -> tuple[Config, ...]:
    """What to read: each source, or one with each of several service versions."""
    versions = words(services, "--services") if services else ("",)
    if len(sources) == 1 and len(versions) > 1:
        sources = [*sources] * len(versions)
    if len(versions) == 1:
        versions = versions * len(sources)
    if len(sources) == 1:
        raise click.UsageError(
            "one source is nothing to compare: name a second one, or two versions with --services."
        )
    if len(versions) != len(sources):
        raise click.BadParameter(
            f"{len(versions)} versions for {len(sources)} sources; give one, or one for each.",
            param_hint="--services",
        )
    return tuple(
        Config(sources=(source,), services=version)
        for source, version in zip(sources, versions, strict=True)
    )
