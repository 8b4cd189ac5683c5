"""Where the two wires of one release disagree: what one has and the other has not, or has otherwise.

JSON says less than XML Schema by nature (`merge/agreement.py`), which is no disagreement. The facts are those of
any comparison, SOAP being the old side and Agents REST the new one, and their aspects begin with "wires".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.diagnostics import Origin
from generator.diff.both import Both
from generator.diff.changes import Change
from generator.diff.compare import Comparison, judged
from generator.diff.differences import ABSENT, Difference, Subject
from generator.diff.rule import Rule
from generator.diff.rules.wires_disagree import WIRES_DISAGREE
from generator.diff.rules.wires_have_alone import WIRES_HAVE_ALONE
from generator.merge.agreement import agree
from generator.model.bindings import Shape
from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.release import Operation, Parameter, Release

RULES: tuple[Rule, ...] = (WIRES_HAVE_ALONE, WIRES_DISAGREE)


def compare_wires(soap: Release, json: Release) -> Comparison:
    """Every disagreement of the two sides, which call the same types by the same names."""
    soap, json = replace(soap, label="SOAP"), replace(json, label="Agents REST")
    both = Both(soap, json)
    changes: list[Change] = [
        judged(fact, [rule for rule in RULES if fact.kind in rule.kinds], both)
        for fact in disagreements(soap, json)
    ]
    return Comparison(both, tuple(changes))


def disagreements(soap: Release, json: Release) -> Iterator[Difference]:
    """The facts, in SOAP's order."""
    if not soap.agents or not json.agents:
        return  # there is one wire alone, and nobody to disagree with
    yield from _of_agents(soap, json)
    there = {each.name: each for each in json.carriers}
    for carrier in soap.carriers:
        if carrier.name in there:
            yield from _of_carrier(soap, carrier, there[carrier.name])
    names = {each.name: each for each in json.enumerations}
    for enumeration in soap.enumerations:
        if enumeration.name in names:
            yield from _of_enumeration(enumeration, names[enumeration.name])


def _of_agents(soap: Release, json: Release) -> Iterator[Difference]:
    theirs = {each.name: each for each in json.agents}
    ours = {each.name: each for each in soap.agents}
    for name in dict.fromkeys((*ours, *theirs)):
        one, other = ours.get(name), theirs.get(name)
        if one is None or other is None:
            yield _alone(Subject("agent", (name,)), one, other)
            continue
        mine = {each.name: each for each in one.operations}
        others = {each.name: each for each in other.operations}
        for key in dict.fromkeys((*mine, *others)):
            subject = Subject("operation", (name, key))
            if key in mine and key in others:
                yield from _of_operation(subject, mine[key], others[key])
            else:
                yield _alone(subject, mine.get(key), others.get(key))


def _of_operation(
    subject: Subject, soap: Operation, json: Operation
) -> Iterator[Difference]:
    described = json.parameters
    bare = json.agents is not None and json.agents.shape is Shape.BARE
    if bare and len(soap.parameters) == len(described) == 1:
        # A bare body has no name on the wire, whatever the description calls it.
        described = (replace(described[0], name=soap.parameters[0].name),)
    yield from _of_parameters(
        subject, "parameter", soap.parameters, described, soap, json
    )
    if bool(soap.results) != bool(json.results):
        yield Difference(
            subject=subject,
            aspect="wires.results",
            old=soap.results or ABSENT,
            new=json.results or ABSENT,
            before=soap.origins,
            after=json.origins,
        )
    elif len(soap.results) == 1 and json.results:
        # JSON does not name what it answers with.
        theirs = (replace(json.results[0], name=soap.results[0].name),)
        yield from _of_parameters(subject, "result", soap.results, theirs, soap, json)


def _of_parameters(
    subject: Subject,
    kind: str,
    soap: Sequence[Parameter],
    json: Sequence[Parameter],
    before: Operation,
    after: Operation,
) -> Iterator[Difference]:
    ours = {each.name: each for each in soap}
    theirs = {each.name: each for each in json}
    if len(ours) == len(theirs):
        # What has no fellow of its name is the one that is left on the other side, called otherwise.
        alone = [name for name in theirs if name not in ours]
        for name in [name for name in ours if name not in theirs]:
            other = theirs.pop(alone.pop(0))
            yield Difference(
                subject=Subject(kind, (*subject.path, name)),
                aspect="wires.name",
                old=name,
                new=other.name,
                before=ours[name].origins or before.origins,
                after=other.origins or after.origins,
            )
            theirs[name] = other
    for name in dict.fromkeys((*ours, *theirs)):
        yield from _of_value(
            Subject(kind, (*subject.path, name)),
            ours.get(name),
            theirs.get(name),
            before.origins,
            after.origins,
        )


def _of_carrier(soap: Release, one: Carrier, other: Carrier) -> Iterator[Difference]:
    inherited = {field.name: field for base in soap.bases(one) for field in base.fields}
    ours = inherited | {each.name: each for each in one.fields}
    theirs = {each.name: each for each in other.fields}
    for name in dict.fromkeys((*(each.name for each in one.fields), *theirs)):
        yield from _of_value(
            Subject("field", (one.name, name)),
            ours.get(name),
            theirs.get(name),
            one.origins,
            other.origins,
        )


def _of_value(
    subject: Subject,
    soap: Parameter | Field | None,
    json: Parameter | Field | None,
    before: tuple[Origin, ...],
    after: tuple[Origin, ...],
) -> Iterator[Difference]:
    """A value that one side lacks, or has of a type that the other's cannot be; `before` and `after` are where
    each side has what it is in."""
    if soap is None or json is None:
        fact = _alone(subject, soap, json)
        yield replace(fact, before=fact.before or before, after=fact.after or after)
    elif not agree(soap.type, json.type):
        yield Difference(
            subject=subject,
            aspect="wires.type",
            old=soap.type,
            new=json.type,
            before=soap.origins or before,
            after=json.origins or after,
        )


def _of_enumeration(one: Enumeration, other: Enumeration) -> Iterator[Difference]:
    """Names that one wire alone knows. SOAP pads flags with names of its own, and leaves out the zero and the
    composites; none of that is a disagreement."""
    ours = {each.name: each for each in one.members}
    theirs = {each.name: each for each in other.members}
    for name in dict.fromkeys((*ours, *theirs)):
        mine, there = ours.get(name), theirs.get(name)
        if (mine is None) == (there is None) or one.flags:
            continue
        fact = _alone(Subject("member", (one.name, name)), mine, there)
        yield replace(fact, before=one.origins, after=other.origins)


def _alone(subject: Subject, soap: object | None, json: object | None) -> Difference:
    return Difference(
        subject=subject,
        aspect="wires",
        old=ABSENT if soap is None else soap,
        new=ABSENT if json is None else json,
        before=getattr(soap, "origins", ()),
        after=getattr(json, "origins", ()),
    )
