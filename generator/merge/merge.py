"""SOAP and JSON descriptions of one service become one release.

What each side knows better:

- SOAP: names, order, bases, nillability, headers, numbers and names of enumerations, dictionaries.
- The Agents description: texts, the shape of requests, the real names of flags.

Where they disagree SOAP's word stands, and the disagreement is a finding; an overlay can correct it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.merge import corrections
from generator.merge.agreement import agree, described
from generator.merge.discriminators import infer_discriminators
from generator.merge.enumerations import (
    merge_enumerations,
    name_the_unnamed,
    report_unnumbered,
)
from generator.merge.overlay import Overlay
from generator.merge.pairs import Pairing, pair_up
from generator.merge.resources import linked, opened, settled
from generator.merge.undescribed import with_undescribed
from generator.merge.union import union
from generator.model.bindings import Shape
from generator.model.carriers import Carrier, Field
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.rewrite import replace_types
from generator.model.types import CarrierRef, EnumerationRef, TypeRef

# (operation, name in the Agents description, name in SOAP) of differences that an overlay states
Recorded = frozenset[tuple[str, str, str]]

# What msgspec, which writes JSON for the generated carriers, takes in no name.
_UNSPEAKABLE = re.compile(r'["\\\x00-\x1f\ud800-\udfff]')


def merge(
    soap_releases: Iterable[Release],
    json_releases: Iterable[Release],
    overlay: Overlay,
    diagnostics: Diagnostics,
) -> Release:
    """One release of what each document says; findings go to `diagnostics`."""
    soap, json = side_by_side(soap_releases, json_releases, overlay, diagnostics)
    recorded = frozenset(
        (each.operation, each.old, each.new) for each in overlay.parameter_renames
    )
    merged = Release(
        services=soap.services,
        namespace=soap.namespace,
        agents=_merge_agents(soap, json, recorded, diagnostics),
        resources=json.resources,
        carriers=_merge_carriers(soap, json, diagnostics),
        enumerations=merge_enumerations(soap, json),
        dictionaries=soap.dictionaries,
    )
    merged = linked(with_undescribed(merged, diagnostics))
    merged = opened(corrections.apply(merged, overlay, diagnostics), diagnostics)
    report_unnumbered(merged.enumerations, diagnostics)
    merged = _speakable(merged, diagnostics)
    return infer_discriminators(merged, overlay)


def side_by_side(
    soap_releases: Iterable[Release],
    json_releases: Iterable[Release],
    overlay: Overlay,
    diagnostics: Diagnostics,
) -> tuple[Release, Release]:
    """What SOAP says of the service, and what the JSON descriptions say, with one name for each type."""
    soap = union(soap_releases, diagnostics)
    json = union(json_releases, diagnostics)
    corrections.report_absent(soap, json, overlay, diagnostics)
    soap = corrections.rename(soap, overlay)
    json = corrections.rename(json, overlay)
    pairing = pair_up(soap, json)
    for old, new in sorted(pairing.carriers.items()):
        diagnostics.note(
            "carrier-renamed",
            f"carrier {quoted(new)} of SOAP is called {quoted(old)} in the Agents description",
            _place(json.carrier(old).origins),
            hint="SOAP's name stands",
        )
    json = _renamed(json, pairing)
    json = settled(json, soap)
    return soap, name_the_unnamed(json, taken=soap)


def _speakable(release: Release, diagnostics: Diagnostics) -> Release:
    """The release without fields whose names no codec of ours can write."""

    def kept(carrier: Carrier) -> Iterator[Field]:
        for field in carrier.fields:
            if _UNSPEAKABLE.search(field.name):
                diagnostics.warning(
                    "unusable-name",
                    f"field {quoted(field.name)} of carrier {quoted(carrier.name)} is left out",
                    _place(field.origins or carrier.origins),
                    expected="a name without quotes, backslashes and control characters",
                )
            else:
                yield field

    if not any(
        _UNSPEAKABLE.search(field.name)
        for carrier in release.carriers
        for field in carrier.fields
    ):
        return release
    return replace(
        release,
        carriers=tuple(
            replace(each, fields=tuple(kept(each))) for each in release.carriers
        ),
    )


def _renamed(json: Release, pairing: Pairing) -> Release:
    """The JSON release in SOAP's names, each carrier and enumeration once."""

    def rename(type: TypeRef) -> TypeRef:
        match type:
            case CarrierRef(name=name):
                return CarrierRef(pairing.carriers.get(name, name))
            case EnumerationRef(name=name):
                return EnumerationRef(pairing.enumerations.get(name, name))
            case _:
                return type

    json = replace_types(json, rename)
    carriers: dict[str, Carrier] = {}
    for carrier in json.carriers:
        name = pairing.carriers.get(carrier.name, carrier.name)
        base = carrier.base and pairing.carriers.get(carrier.base, carrier.base)
        discriminator = carrier.discriminator and carrier.discriminator.renamed(
            pairing.carriers
        )
        carriers.setdefault(
            name, replace(carrier, name=name, base=base, discriminator=discriminator)
        )
    return replace(
        json,
        carriers=tuple(carriers.values()),
        enumerations=pairing.adopted(json.enumerations),
    )


def _merge_agents(
    soap: Release, json: Release, recorded: Recorded, diagnostics: Diagnostics
) -> tuple[Agent, ...]:
    described = {agent.name: agent for agent in json.agents}
    agents: list[Agent] = []
    for agent in soap.agents:
        other = described.pop(agent.name, None)
        agents.append(
            _merge_agent(agent, other, recorded, diagnostics)
            if other is not None
            else agent
        )
    agents.extend(described.values())
    return tuple(agents)


def _merge_agent(
    soap: Agent, json: Agent, recorded: Recorded, diagnostics: Diagnostics
) -> Agent:
    described = {operation.name: operation for operation in json.operations}
    operations: list[Operation] = []
    for operation in soap.operations:
        other = described.pop(operation.name, None)
        operations.append(
            _merge_operation(soap.name, operation, other, recorded, diagnostics)
            if other is not None
            else operation
        )
    operations.extend(described.values())
    return replace(
        soap,
        operations=tuple(operations),
        doc=soap.doc or json.doc,
        origins=soap.origins + json.origins,
    )


def _merge_operation(
    agent: str,
    soap: Operation,
    json: Operation,
    recorded: Recorded,
    diagnostics: Diagnostics,
) -> Operation:
    where = f"{agent}.{soap.name}"
    binding = json.agents
    described = json.parameters
    if (
        binding is not None
        and binding.shape is Shape.BARE
        and len(soap.parameters) == 1
    ):
        # A bare body has no name on the wire, whatever the description calls it.
        described = tuple(
            replace(each, name=soap.parameters[0].name) for each in described
        )
    parameters, spellings = _merge_parameters(
        where, soap.parameters, described, json.origins, recorded, diagnostics
    )
    if binding is not None and spellings:
        known = dict(binding.spellings)
        # A spelling is recorded against the merged name, whichever side it came from.
        kept = tuple(
            (name, known.get(other, binding.by_rule(other)))
            for name, other in spellings.items()
        )
        rest = tuple(
            pair for pair in binding.spellings if pair[0] not in spellings.values()
        )
        binding = replace(binding, spellings=kept + rest)
    results = soap.results
    if bool(soap.results) != bool(json.results) and binding is not None:
        diagnostics.warning(
            "result-differs",
            f"operation {where} gives {'something' if soap.results else 'nothing'} over SOAP and "
            f"{'something' if json.results else 'nothing'} over REST",
            _place(json.origins),
            hint="what SOAP says stands",
        )
    elif len(soap.results) == 1 and json.results:
        theirs = json.results[0]
        if not agree(soap.results[0].type, theirs.type):
            _type_differs(
                f"the result of {where}",
                soap.results[0].type,
                theirs.type,
                json.origins,
                diagnostics,
            )
        results = (
            replace(
                soap.results[0],
                doc=soap.results[0].doc or theirs.doc,
            ),
        )
    return replace(
        soap,
        parameters=parameters,
        results=results,
        agents=binding,
        doc=json.doc or soap.doc,
        origins=soap.origins + json.origins,
    )


def _merge_parameters(
    where: str,
    soap: tuple[Parameter, ...],
    json: tuple[Parameter, ...],
    origins: tuple[Origin, ...],
    recorded: Recorded,
    diagnostics: Diagnostics,
) -> tuple[tuple[Parameter, ...], dict[str, str]]:
    """The parameters in SOAP's order, and the JSON name of each that is named otherwise there."""
    spellings: dict[str, str] = {}
    by_name = {parameter.name: parameter for parameter in json}
    names = {parameter.name for parameter in soap}
    unnamed = [parameter for parameter in json if parameter.name not in names]
    merged: list[Parameter] = []
    for parameter in soap:
        other = by_name.get(parameter.name)
        if other is None and len(soap) == len(json) and unnamed:
            other = unnamed.pop(0)
            spellings[parameter.name] = other.name
            if (where, other.name, parameter.name) not in recorded:
                diagnostics.warning(
                    "parameter-name-differs",
                    f"parameter {quoted(parameter.name)} of {where} is called "
                    f"{quoted(other.name)} in the Agents description",
                    _place(other.origins or origins),
                    hint="each wire gets its own spelling; "
                    "[[parameter.rename]] records that this is right",
                )
        if other is None:
            diagnostics.warning(
                "parameter-missing",
                f"parameter {quoted(parameter.name)} of {where} is missing in the Agents description",
                _place(origins),
                hint="it is sent over SOAP alone where REST ignores it",
            )
            merged.append(parameter)
            continue
        if not agree(parameter.type, other.type):
            _type_differs(
                f"parameter {quoted(parameter.name)} of {where}",
                parameter.type,
                other.type,
                other.origins or origins,
                diagnostics,
            )
        merged.append(replace(parameter, doc=parameter.doc or other.doc))
    for parameter in unnamed:
        diagnostics.warning(
            "parameter-missing",
            f"parameter {quoted(parameter.name)} of {where} is unknown to SOAP",
            _place(parameter.origins or origins),
            hint="it is left out; name it in SOAP's order with [[parameter.rename]] if it is one of those",
        )
    return tuple(merged), spellings


def _merge_carriers(
    soap: Release, json: Release, diagnostics: Diagnostics
) -> tuple[Carrier, ...]:
    described = {carrier.name: carrier for carrier in json.carriers}
    inherited = _inherited(soap)
    carriers: list[Carrier] = []
    for carrier in soap.carriers:
        other = described.pop(carrier.name, None)
        carriers.append(
            _merge_carrier(carrier, other, inherited[carrier.name], diagnostics)
            if other is not None
            else carrier
        )
    return (*carriers, *described.values())


def _inherited(soap: Release) -> dict[str, dict[str, Field]]:
    """For each carrier, the fields that it has from its bases."""
    return {
        carrier.name: {
            field.name: field for base in soap.bases(carrier) for field in base.fields
        }
        for carrier in soap.carriers
    }


def _merge_carrier(
    soap: Carrier,
    json: Carrier,
    inherited: dict[str, Field],
    diagnostics: Diagnostics,
) -> Carrier:
    described = {field.name: field for field in json.fields}
    fields: list[Field] = []
    for field in soap.fields:
        other = described.pop(field.name, None)
        if other is None:
            fields.append(field)
            continue
        if not agree(field.type, other.type):
            _type_differs(
                f"field {quoted(field.name)} of carrier {soap.name}",
                field.type,
                other.type,
                other.origins or json.origins,
                diagnostics,
                "; [[field.type]] in overlay.toml corrects it",
            )
        fields.append(
            replace(
                field,
                doc=other.doc or field.doc,
                origins=field.origins + other.origins,
            )
        )
    for field in described.values():
        if field.name in inherited:
            continue
        diagnostics.note(
            "field-unknown-to-soap",
            f"field {quoted(field.name)} of carrier {soap.name} is in the Agents description alone",
            _place(field.origins or json.origins),
            hint="it is kept, and left out of what goes over SOAP",
        )
        fields.append(replace(field, soap=False))
    return replace(
        soap,
        fields=tuple(fields),
        doc=json.doc or soap.doc,
        discriminator=soap.discriminator or json.discriminator,
        origins=soap.origins + json.origins,
    )


def _type_differs(
    what: str,
    soap: TypeRef,
    json: TypeRef,
    origins: tuple[Origin, ...],
    diagnostics: Diagnostics,
    correction: str = "",
) -> None:
    diagnostics.warning(
        "type-differs",
        f"{what} is {described(soap)} over SOAP and {described(json)} over REST",
        _place(origins),
        hint="SOAP's type stands" + correction,
    )


def _place(origins: tuple[Origin, ...]) -> Origin | None:
    return origins[0] if origins else None
