"""How to tell the runtime type of a polymorphic carrier where JSON does not say it.

The rule that NetServer follows: one enumeration field of the base has a member for each subtype,
and the subtype's name ends or begins with that member's name ("WaitForTime" and
"WorkflowStepWaitForTime", "Sale" and "SaleBoardViewSettings"). What does not follow it stands in an
overlay.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from generator.merge.overlay import Overlay
from generator.model.carriers import Carrier, Discriminator
from generator.model.release import Release
from generator.model.types import EnumerationRef


def infer_discriminators(release: Release, overlay: Overlay) -> Release:
    """The release with a discriminator at each base of a family where one can be found."""
    subtypes: defaultdict[str, list[str]] = defaultdict(list)
    for carrier in release.carriers:
        for base in release.bases(carrier):
            subtypes[base.name].append(carrier.name)
    recorded = {each.carrier: each for each in overlay.discriminators}

    def completed(carrier: Carrier) -> Carrier:
        found = carrier.discriminator or (
            _infer(release, carrier, subtypes[carrier.name])
            if carrier.name in subtypes
            else None
        )
        more = recorded.get(carrier.name)
        if more is not None and carrier.name in subtypes:
            known = set(subtypes[carrier.name])
            pairs = dict(found.carriers) if found and found.field == more.field else {}
            pairs.update(pair for pair in more.carriers if pair[1] in known)
            found = Discriminator(more.field, tuple(sorted(pairs.items())))
        if found is None:
            return carrier
        return replace(carrier, discriminator=found)

    return replace(release, carriers=tuple(map(completed, release.carriers)))


def _infer(
    release: Release, base: Carrier, subtypes: list[str]
) -> Discriminator | None:
    members = {each.name: each.members for each in release.enumerations}
    best: Discriminator | None = None
    for field in base.fields:
        if not isinstance(field.type, EnumerationRef):
            continue
        pairs: dict[str, str] = {}
        for member in members.get(field.type.name, ()):
            matching = [
                name
                for name in subtypes
                if member.name
                and (name.endswith(member.name) or name.startswith(member.name))
            ]
            # The longest common part is meant: "WaitForTime" is no "Time".
            if matching:
                pairs[member.name] = min(matching, key=len)
        if len(set(pairs.values())) < len(pairs):
            pairs = _most_specific(pairs)
        if len(pairs) > 1 and (best is None or len(pairs) > len(best.carriers)):
            best = Discriminator(field.name, tuple(sorted(pairs.items())))
    return best


def _most_specific(pairs: dict[str, str]) -> dict[str, str]:
    """Where several members point at one carrier, only the longest member name does."""
    longest: dict[str, str] = {}
    for member, carrier in pairs.items():
        if len(member) > len(longest.get(carrier, "")):
            longest[carrier] = member
    return {member: carrier for carrier, member in longest.items()}
