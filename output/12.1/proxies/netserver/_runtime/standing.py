"""Classes that stand for generated carriers.

A subclass of a generated carrier that was not generated itself stands for it: it has the carrier's
name, its place among subtypes and its form on every wire, and what it adds is Python's alone. So it makes no
difference to anybody outside which of the two a value is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from .lazy import is_generated
from .names import names_of

__all__ = ["declared", "entity_of", "generated", "stood_for", "words_of"]

_WORDS = (
    "__spelled__",
    "__wire__",
    "__namespace__",
    "__required__",
    "__json_only__",
    "__subtypes__",
    "__discriminator__",
    "__view__",
)


def declared(cls: type[Any]) -> type[Any]:
    """A carrier's own class, or what an Extended one extends."""
    return cls.__dict__.get("__extends__") or cls


def generated(cls: type[Any]) -> type[Any]:
    """The class that the release has for a carrier, whichever class stands for it."""
    own = declared(cls)
    return own.__dict__.get("__generated__") or own


def entity_of(cls: type[Any]) -> type[Any]:
    """The entity itself, of one with links; any other class as it is."""
    view = generated(cls)
    if not view.__dict__.get("__view__"):
        return cls
    base = view.__mro__[1]
    found = names_of(base.__module__).get(base.__name__)
    return found if isinstance(found, type) and generated(found) is base else base


def stood_for(name: str, module: str, bases: Iterable[type[Any]]) -> type[Any] | None:
    """The generated carrier for which a class with these bases stands; None where it was generated."""
    above = [generated(base) for base in bases if hasattr(base, "__struct_fields__")]
    if not above:
        return None
    nearest = max(above, key=lambda base: len(base.__mro__))
    package = nearest.__module__.rpartition(".")[0]
    return None if is_generated(package, module, name) else nearest


def words_of(
    name: str, stood: type[Any], body: Mapping[str, Any], fields: Iterable[str]
) -> dict[str, Any]:
    """What is put into the body of a class so that it stands for a generated carrier.

    Raises:
        TypeError: The body declares fields, or says how the wires spell the carrier.
    """
    said = [*fields, *(word for word in _WORDS if word in body)]
    if said:
        raise TypeError(
            f"{name} stands for {stood.__name__} of the service, whose form on the wire is fixed: it cannot "
            f"declare {', '.join(said)}. Properties, methods and ClassVars are not sent"
        )
    wire = cast("str", getattr(stood, "__wire__", "")) or stood.__name__
    return {"__generated__": stood, "__wire__": wire}
