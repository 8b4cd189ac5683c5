"""From the service's names to Python's: the one place where a Python name is decided.

Words are found in the wire name by its capitals ("GetContactEntity", "CRMScript", "URLName"), a
few spellings that capitals mislead about are listed, and characters that Python does not allow
part words. Names that are taken, reserved or keywords get an underscore or a number behind them, in
the order of the release, so the same release always gives the same names.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from generator.plan.text import Identifier

# Capitals mislead here: one word, although it is written as several.
_ONE_WORD = {
    "EMail": "Email",
    "EMails": "Emails",
    "UDef": "Udef",
    "OAuth": "Oauth",
    "OData": "Odata",
    "IDs": "Ids",
    "URLs": "Urls",
}
_ONE_WORD_PATTERN = re.compile("|".join(f"{word}(?![a-z])" for word in _ONE_WORD))
_BOUNDARY = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])")
_NOT_A_LETTER = re.compile(r"\W+")

# What the signatures of methods refer to; a method of that name would hide it from those below.
_SIGNATURE_WORDS = frozenset(
    [
        "list",
        "dict",
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "date",
        "time",
        "datetime",
        "timedelta",
    ]
)
_AGENT_MEMBERS = frozenset({"session"})
_SESSION_MEMBERS = frozenset(
    [
        "property",
        "agent",
        "call",
        "binding",
        "close",
        "aclose",
        "closed",
        "credentials",
        "root",
        "options",
        "release",
        "resources",
        "stream",
        "transport",
        "timeout",
        "principal",
        "suspend",
        "resume",
        "current",
        "for_tenant",
        "tenant",
        "client",
        "hooks",
        "raw",
        "rebased",
        "as_current",
    ]
)
# Names that generated modules import or define beside the classes of the release.
_MODULE_WORDS = frozenset(
    [
        "Agent",
        "AsyncAgent",
        "AgentStub",
        "BaseCarrier",
        "Enumeration",
        "Flags",
        "Facade",
        "Session",
        "AsyncSession",
        "Options",
        "RequestOptions",
        "Annotated",
        "Any",
        "Mapping",
        "Sequence",
        "TypeAlias",
        "TYPE_CHECKING",
        "Decimal",
        "UUID",
        "Unpack",
        "List",
        "Resource",
        "AsyncResource",
        "Resources",
        "AsyncResources",
        "Endpoint",
        "Query",
        "Rows",
        "AsyncRows",
        "Changes",
        "Select",
        "Moment",
        "FileContent",
        "Items",
        "Pairs",
        "Xml",
        "Content",
        "Xsd",
        "Int8",
        "Int16",
        "Int32",
        "Int64",
        "UInt8",
        "UInt16",
        "UInt32",
        "UInt64",
        "Integer",
        "Float32",
        "Guid",
        "DATETIME_MIN",
        "DATE_MIN",
        "TIME_MIN",
        "NO_DURATION",
        "AGENTS",
        "NAMESPACE",
        "None",
        "True",
        "False",
    ]
) | frozenset(name for name in dir(builtins) if name[0].isupper())


# Names that Windows gives to devices, whatever comes behind the dot.
_DEVICES = frozenset(["con", "prn", "aux", "nul"]) | frozenset(
    f"{device}{number}" for device in ("com", "lpt") for number in range(10)
)
# What the index of a package says of its own; a module of that name would hide it there.
_INDEX_WORDS = frozenset({"type", "str", "lazily", "annotations"})
_LONGEST_MODULE = 200  # bytes; file systems hold 255, and something comes behind


def words(wire: str) -> list[str]:
    """The words of a wire name, as they are written there ("CRMScript" -> "CRM", "Script")."""
    text = unicodedata.normalize("NFKC", wire)
    text = _ONE_WORD_PATTERN.sub(lambda match: _ONE_WORD[match[0]], text)
    parts = (
        word
        for part in _NOT_A_LETTER.split(text)
        for piece in part.split("_")
        for word in _BOUNDARY.split(piece)
    )
    return [word for word in parts if word]


# The same few thousand names stand in many places, and in every release.
@lru_cache(maxsize=65536)
def snake_case(wire: str) -> Identifier:
    """The attribute, parameter or method for a wire name ("ContactId" -> contact_id)."""
    return _identifier("_".join(words(wire)).lower(), "value")


@lru_cache(maxsize=65536)
def upper_case(wire: str) -> Identifier:
    """The enumeration member or constant for a wire name ("InDiary" -> IN_DIARY)."""
    return _identifier("_".join(words(wire)).upper(), "VALUE")


@lru_cache(maxsize=65536)
def class_case(wire: str) -> Identifier:
    """The class for a wire name: that name, as far as Python allows it."""
    text = unicodedata.normalize("NFKC", wire)
    parts = [part for part in re.split(r"[\W_]+", text) if part]
    name = _identifier("".join(part[:1].upper() + part[1:] for part in parts), "Type")
    # A script without capitals: its class must differ from its module and its attributes.
    return name if name[:1].isupper() else _identifier(f"Type{name}", "Type")


def wire_case(attribute: str) -> str:
    """The wire name that an attribute has by rule ("contact_id" -> ContactId)."""
    return "".join(word[:1].upper() + word[1:] for word in attribute.split("_"))


class Names:
    """Gives each wire name of one scope a Python name of its own."""

    def __init__(self, reserved: Iterable[str] = (), *, folded: bool = False) -> None:
        self._folded = folded
        self._taken = {self._key(name) for name in reserved}

    def give(self, wanted: Identifier) -> Identifier:
        """`wanted`, or the nearest name to it that is free; it is taken from now on."""
        name: str = wanted
        if self._key(name) in self._taken or keyword.iskeyword(name):
            name = f"{wanted}_"
        number = 2
        while self._key(name) in self._taken:
            name = f"{wanted}_{number}"
            number += 1
        self._taken.add(self._key(name))
        return wanted if name == wanted else Identifier(name)

    def _key(self, name: str) -> str:
        """File systems that ignore case must be able to hold every module."""
        return name.casefold() if self._folded else name


def field_names(words: Iterable[str]) -> Names:
    """The scope of a carrier's attributes, in a class whose annotations use `words`.

    A field of such a name would hide from the other fields what their annotation means.
    """
    return Names(words)


def method_names() -> Names:
    """The scope of an agent's methods."""
    return Names(_SIGNATURE_WORDS | _AGENT_MEMBERS)


def parameter_names() -> Names:
    """The scope of one method's parameters."""
    return Names({"self", "options"})


def resource_method_names(parts: Iterable[str] = ()) -> Names:
    """The scope of a resource's methods, beside the resources within it.

    Lists have another name where such methods stand, since each resource has a method `list`.
    """
    return Names((_SIGNATURE_WORDS | _AGENT_MEMBERS | {*parts}) - {"list"})


def resource_parameter_names(*, rows: bool) -> Names:
    """The scope of the parameters of one method of a resource; one that gives rows takes a query."""
    return Names({"self", "options", "query"} if rows else {"self", "options"})


def resource_names() -> Names:
    """The scope of the resources of a session, or of those within one."""
    return Names({"property"})


def session_names() -> Names:
    """The scope of a session's agents."""
    return Names(_SESSION_MEMBERS)


def class_names(agents: Iterable[str]) -> Names:
    """The scope of all carriers, enumerations and dictionaries of a release with those agents."""
    return Names((*_MODULE_WORDS, *agents))


def resource_class_names() -> Names:
    """The scope of all resources' classes."""
    return Names(_MODULE_WORDS)


def agent_names() -> Names:
    """The scope of all agents' classes."""
    return Names(_MODULE_WORDS)


def module_names(*reserved: str) -> Names:
    """The scope of the modules of one package."""
    return Names((*_DEVICES, *_INDEX_WORDS, *reserved), folded=True)


def module_case(name: str) -> Identifier:
    """The module for a class, as far as file systems can hold it."""
    module = snake_case(name)
    if len(module.encode()) <= _LONGEST_MODULE:
        return module
    return _identifier(
        module.encode()[:_LONGEST_MODULE].decode(errors="ignore"), "value"
    )


def member_names() -> Names:
    """The scope of an enumeration's members."""
    return Names()


def _identifier(text: str, prefix: str) -> Identifier:
    """`text` with the characters that cannot stand in an identifier left out."""
    if not text.isascii():
        text = "".join(filter(_may_stand, text))
    kept = unicodedata.normalize("NFKC", text).strip("_")
    if not kept:
        return Identifier(prefix)
    if not kept.isidentifier():
        kept = f"{prefix}_{kept}" if prefix != "Type" else f"{prefix}{kept}"
        kept = unicodedata.normalize("NFKC", kept)
    # "None" is a keyword and "_" behind it is how Python users expect it to be written.
    return Identifier(f"{kept}_" if keyword.iskeyword(kept) else kept)


@cache
def _may_stand(char: str) -> bool:
    """Whether a name may hold that character behind its first."""
    try:
        return char == "_" or bool(Identifier(f"_{char}"))
    except ValueError:
        return False
