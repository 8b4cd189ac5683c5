"""What `inspect` says of a release: a JSON document for programs, a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostic, Diagnostics, Severity, visible
from generator.model.release import Operation, Release, ResourceOperation
from generator.model.types import type_name


def counts(release: Release) -> dict[str, int]:
    """How much there is of everything."""
    operations = [each for agent in release.agents for each in agent.operations]
    return {
        "agents": len(release.agents),
        "operations": len(operations),
        "soap_operations": sum(each.soap is not None for each in operations),
        "agents_operations": sum(each.agents is not None for each in operations),
        "webapi_operations": sum(
            each.described
            for resource in release.resources
            for each in resource.operations
        ),
        "carriers": len(release.carriers),
        "enumerations": len(release.enumerations),
        "flags": sum(each.flags for each in release.enumerations),
        "dictionaries": len(release.dictionaries),
    }


def as_json(release: Release, diagnostics: Diagnostics) -> dict[str, object]:
    """The document of `inspect --json`, in the release's own names and order."""
    return {
        "release": release.label,
        "services": release.services,
        "counts": counts(release),
        "agents": {
            agent.name: {
                "operations": {each.name: _operation(each) for each in agent.operations}
            }
            for agent in release.agents
        },
        "resources": {
            resource.name: {
                "operations": {
                    each.name: _resource_operation(each) for each in resource.operations
                }
            }
            for resource in release.resources
        },
        "carriers": {
            carrier.name: {
                "base": carrier.base,
                "fields": [field.name for field in carrier.fields],
            }
            for carrier in release.carriers
        },
        "enumerations": {
            each.name: {
                "flags": each.flags,
                "members": {member.name: member.number for member in each.members},
            }
            for each in release.enumerations
        },
        "findings": [_finding(each) for each in diagnostics],
    }


def as_table(release: Release, diagnostics: Diagnostics) -> Iterator[str]:
    """The lines of `inspect` for people: totals, agents, then what was found amiss."""
    title = release.label or release.services or "A release"
    services = f" ({release.services})" if release.services not in ("", title) else ""
    yield visible(f"{title}{services}")
    yield ""
    yield from _columns(
        (name.replace("_", " "), str(n)) for name, n in counts(release).items()
    )
    if release.agents:
        yield ""
        yield from _columns(_agent_rows(release))
    if release.resources:
        yield ""
        yield from _columns(
            [
                ("resource", "operations"),
                *((each.name, str(len(each.operations))) for each in release.resources),
            ]
        )
    yield from _summary(diagnostics)


def _operation(operation: Operation) -> Mapping[str, object]:
    names = [type_name(result.type) for result in operation.results]
    returns: object = None
    if len(names) == 1:
        returns = names[0]
    elif names:
        returns = {
            result.name: name
            for result, name in zip(operation.results, names, strict=True)
        }
    return {
        "bindings": list(operation.bindings),
        "parameters": [parameter.name for parameter in operation.parameters],
        "returns": returns,
    }


def _resource_operation(operation: ResourceOperation) -> Mapping[str, object]:
    return {
        "verb": operation.verb,
        "path": operation.path,
        "described": operation.described,
        "calls": ".".join(operation.calls) if operation.calls else None,
    }


def _finding(diagnostic: Diagnostic) -> dict[str, str | None]:
    return {
        "id": diagnostic.id,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "origin": str(diagnostic.origin) if diagnostic.origin else None,
    }


def _agent_rows(release: Release) -> Iterator[tuple[str, ...]]:
    yield "agent", "operations", "SOAP", "REST"
    for agent in release.agents:
        yield (
            agent.name,
            str(len(agent.operations)),
            str(sum(each.soap is not None for each in agent.operations)),
            str(sum(each.agents is not None for each in agent.operations)),
        )


def _summary(diagnostics: Diagnostics) -> Iterator[str]:
    found = Counter((each.severity, each.id) for each in diagnostics)
    if not found:
        return
    yield ""
    yield "findings (--json has each with its place)"
    rank = list(Severity)
    yield from _columns(
        (f"  {severity.value}[{id}]", str(number))
        for (severity, id), number in sorted(
            found.items(), key=lambda item: (rank.index(item[0][0]), item[0][1])
        )
    )


def _columns(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The rows with the first column to the left and the others to the right."""
    table = [tuple(map(visible, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *others in table:
        cells = [f"{first:<{widths[0]}}"]
        cells += [
            f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)
        ]
        yield "  ".join(cells).rstrip()
