"""One module for each carrier, one for the named dictionaries, and the index over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.carriers import Carrier
from generator.model.release import Release
from generator.plan.docstrings import class_docstring, member_docstring
from generator.plan.layout import FileJob, import_lines, reexport_line, table
from generator.plan.names import wire_case
from generator.plan.scope import Scope
from generator.plan.text import (
    LINE_LENGTH,
    Code,
    DocText,
    Identifier,
    Part,
    bracketed,
    code,
    docstring,
    literal,
)
from generator.plan.types import Needs


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One attribute of a carrier: its assignment in the class body and the text below it."""

    name: Identifier
    line: Code
    doc: DocText | None


def plan_carriers(
    release: Release,
    scope: Scope,
    families: Mapping[str, tuple[str, ...]],
    sources: str,
    root: str,
) -> Iterator[FileJob]:
    """The files of `<package>/carriers/`."""
    for carrier in release.carriers:
        name = scope.carriers[carrier.name]
        yield FileJob(
            path=f"{root}/carriers/{scope.carrier_modules[name]}.py",
            template="package/carriers/carrier.py.jinja",
            context=_carrier(
                carrier, scope, scope.attributes[carrier.name], families, sources
            ),
        )
    if release.dictionaries:
        yield FileJob(
            path=f"{root}/carriers/dictionaries.py",
            template="package/carriers/dictionaries.py.jinja",
            context=_dictionaries(release, scope),
        )
    modules = dict(scope.carrier_modules) | {
        name: Identifier("dictionaries") for name in scope.dictionaries.values()
    }
    yield index(
        modules,
        f"{root}/carriers/__init__.py",
        "The carriers: what operations take and give. Each is loaded when it is first used.",
    )


def _carrier(
    carrier: Carrier,
    scope: Scope,
    attributes: Mapping[str, Identifier],
    families: Mapping[str, tuple[str, ...]],
    sources: str,
) -> dict[str, object]:
    needs = Needs()
    own = scope.carriers[carrier.name]
    fields: list[FieldPlan] = []
    for field in carrier.fields:
        name = attributes[field.name]
        annotation, default = scope.types.field(field, needs)
        fields.append(
            FieldPlan(
                name=name,
                line=field_line(name, annotation, default),
                doc=member_docstring(field.doc),
            )
        )
    base = scope.carriers[carrier.base] if carrier.base else Identifier("BaseCarrier")
    runtime: defaultdict[str, set[str]] = defaultdict(set)
    if carrier.base:
        runtime[f".{scope.carrier_modules[base]}"].add(base)
    else:
        runtime[".._runtime.carriers"].add(base)
    for module, name in needs.defaults:
        runtime[f"..{module}"].add(name)
    for name in needs.default_enumerations:
        runtime[f"..enumerations.{scope.enumeration_modules[name]}"].add(name)
    checking = type_imports(needs, scope, here="carriers")
    known = {own}.union(*runtime.values())
    return {
        "module_docstring": docstring(f"The carrier {own} of {sources}.", indent=0),
        "runtime_imports": import_lines(runtime),
        "checking_imports": import_lines(
            {
                module: names - known
                for module, names in checking.items()
                if names - known
            },
            checking=True,
        ),
        "name": own,
        "base": base,
        "docstring": class_docstring(carrier.doc, f"The carrier {own}."),
        "assignments": tuple(_assignments(carrier, scope, attributes, own, families)),
        "fields": tuple(fields),
    }


def field_line(name: Identifier, annotation: Code, default: Code) -> Code:
    """`name: annotation = default`, as black lays it out at four columns."""
    line = code("{}: {} = {}", name, annotation, default)
    if 4 + len(line) <= LINE_LENGTH:
        return line
    # black puts the value into parentheses where that makes the first line fit.
    first = code("{}: {} = (", name, annotation)
    if 4 + len(first) <= LINE_LENGTH:
        return code("{}: {} = (\n        {}\n    )", name, annotation, default)
    return line


def _assignments(
    carrier: Carrier,
    scope: Scope,
    attributes: Mapping[str, Identifier],
    own: Identifier,
    families: Mapping[str, tuple[str, ...]],
) -> Iterator[Code]:
    """What the runtime cannot tell from the fields because it does not follow the pattern."""
    if own != carrier.name:
        yield code("__wire__ = {}", literal(carrier.name))
    if not carrier.base:
        yield code("__namespace__ = {}", literal(carrier.namespace))
    spelled = [
        pair(attributes[field.name], field.name)
        for field in carrier.fields
        if wire_case(attributes[field.name]) != field.name
    ]
    if spelled:
        yield bracketed(code("__spelled__ = {"), spelled, code("}"), indent=4)
    required = [
        attributes[field.name] for field in carrier.fields if not field.optional
    ]
    if required:
        yield _tuple(code("__required__ = ("), required)
    if carrier.is_view:
        yield code("__view__ = True")
    json_only = [attributes[each.name] for each in carrier.fields if not each.soap]
    if json_only:
        yield _tuple(code("__json_only__ = ("), json_only)
    if carrier.name in families:
        yield _tuple(
            code("__subtypes__ = ("),
            [scope.carriers[name] for name in families[carrier.name]],
        )
    if carrier.discriminator and carrier.name in families:
        values = bracketed(
            code("{"),
            [
                pair(value, scope.carriers[name])
                for value, name in carrier.discriminator.carriers
            ],
            code("}"),
            indent=8,
        )
        yield code(
            "__discriminator__ = (\n        {},\n        {},\n    )",
            literal(carrier.discriminator.field),
            values,
        )


def _tuple(head: Code, names: list[Identifier]) -> Code:
    items: list[Part] = [literal(str(name)) for name in names]
    if len(items) == 1:
        return code("{}{},)", head, items[0])
    return bracketed(head, items, code(")"), indent=4)


def pair(key: str, value: str) -> Code:
    """One entry of a dictionary display."""
    return code("{}: {}", literal(str(key)), literal(str(value)))


def type_imports(needs: Needs, scope: Scope, *, here: str) -> dict[str, set[str]]:
    """What a module in `<package>/<here>/` imports for type checkers alone.

    Classes are those of the indexes, where a user's may stand in the place of what was generated.
    """
    modules: defaultdict[str, set[str]] = defaultdict(set)
    for module, name in needs.names:
        modules[f"..{module}" if module.startswith("_") else module].add(name)
    for index, names in (
        ("." if here == "carriers" else "..carriers", needs.carriers),
        ("." if here == "carriers" else "..carriers", needs.dictionaries),
        ("..enumerations", needs.enumerations),
    ):
        if names:
            modules[index].update(names)
    return dict(modules)


def _dictionaries(release: Release, scope: Scope) -> dict[str, object]:
    needs = Needs()
    aliases: list[Code] = []
    for dictionary in release.dictionaries:
        name = scope.dictionaries[dictionary.name]
        # A string, so that the carriers in it are loaded when it is used, not before.
        text = literal(str(scope.types.dictionary(dictionary, needs)))
        line = code("{}: TypeAlias = {}", name, text)
        if len(line) > LINE_LENGTH:
            line = code("{}: TypeAlias = (\n    {}\n)", name, text)
        aliases.append(line)
    imports = type_imports(needs, scope, here="carriers")
    imports.setdefault("typing", set()).add("Annotated")
    imports.setdefault(".._runtime.spelling", set()).add("Pairs")
    return {
        "checking_imports": import_lines(imports, checking=True),
        "aliases": tuple(aliases),
    }


def index(modules: Mapping[Identifier, Identifier], path: str, text: str) -> FileJob:
    """The `__init__` of a package whose classes are loaded when they are first used."""
    return FileJob(
        path=path,
        template="package/index.py.jinja",
        context={
            "docstring": docstring(text, indent=0),
            "imports": tuple(
                reexport_line(f".{modules[name]}", name)
                for name in sorted(modules, key=lambda name: (modules[name], name))
            ),
            "modules": table(
                (pair(name, modules[name]) for name in modules), deep=True
            ),
            "names": tuple(modules),
        },
    )
