"""What the messages of an example rest on, so that it can be told whether they are still right.

That is the example itself, what the outlines say of its operation, of the carriers and enumerations which that
names, and of those which these name in turn; and of every module that is about the package as a whole. Prose is not
in outlines, and no message depends on it. What is named is found by words, whatever they mean where they stand:
that takes too much at times, and nothing too little.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from posixpath import basename, dirname

from generator.emit.before import planned_digest
from generator.plan.outline import ClassOutline, ModuleOutline
from generator.plan.reference.examples import Example

_WORD = re.compile(r"\w+")
_OPERATIONS = ("agents", "resources")
_TYPES = ("carriers", "enumerations")


class _Named:
    """Texts by the words of what they are about."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, *told: str) -> None:
        for word in _WORD.findall(name):  # one, as a rule
            self._texts[word].append("\0".join((name, *told)))

    def of(self, word: str) -> Iterable[str]:
        return self._texts.get(word, ())


def grounds(
    examples: Iterable[Example], outlines: Mapping[str, ModuleOutline]
) -> dict[str, str]:
    """A digest for each example, by its key, of all that decides what goes over the wires for it."""
    common: dict[str, ModuleOutline] = {}
    types = _Named()
    modules: dict[str, _Named] = defaultdict(_Named)
    for path, outline in outlines.items():
        folder, name = basename(dirname(path)), basename(path).removesuffix(".py")
        if name == "session":
            continue  # an attribute for each agent: which those are stands in an index, too
        if name.startswith("_") or folder not in (*_OPERATIONS, *_TYPES):
            common[path] = outline
        elif folder in _OPERATIONS:
            _add_operations(modules[f"{folder}.{name}"], outline)
        else:
            _add_types(types, outline)
    digest = planned_digest(common)
    return {
        each.key: _digest(digest, _told(each), modules[each.module], types)
        for each in examples
    }


def _digest(common: str, told: str, module: _Named, types: _Named) -> str:
    reached = {told}
    waiting = [told]
    seen: set[str] = set()
    while waiting:
        for word in _words(waiting.pop()) - seen:
            seen.add(word)
            new = {*module.of(word), *types.of(word)} - reached
            reached |= new
            waiting += new
    whole = "\0\0".join((common, *sorted(reached)))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _told(example: Example) -> str:
    """All of the example that is called."""
    return "\0".join(
        (
            *example.wires,
            example.module,
            example.row,
            *example.imports,
            example.call,
            str(example.answer),
            str(example.rows),
        )
    )


def _add_operations(named: _Named, outline: ModuleOutline) -> None:
    """Each row and each method by its name."""
    for each in outline.assignments:
        named.add(each.name, each.source)
    for each in outline.classes:
        for method in each.methods:
            named.add(method.name, method.head, method.body)


def _add_types(named: _Named, outline: ModuleOutline) -> None:
    """Each class, whole, and each alias by its name."""
    for each in outline.assignments:
        named.add(each.name, each.source)
    for each in outline.classes:
        named.add(each.name, each.base, *_sources(each))


def _sources(outline: ClassOutline) -> Iterable[str]:
    return (f"{each.name}\0{each.source}" for each in outline.assignments)
