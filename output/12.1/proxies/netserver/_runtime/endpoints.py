"""Operations of resources as data: what a generated resource states about each of its methods.

A row says the verb, the path below the resource, and what is taken: a name that stands in the path
goes there, `BODY` is the body, and all else goes into the query, unless the row says form or header.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from .operations import Operation

BODY = "<body>"
"""The name of the body among what an operation takes; no parameter can have it."""

PART = "<part>"
"""Stands in the path of a resource that is one of several of the same shape."""

ROWS = (
    "$select",
    "$filter",
    "$orderBy",
    "$entities",
    "$top",
    "$skip",
    "$mode",
    "$options",
    "$context",
    "$format",
    "$jsonSafe",
    "$output",
)
"""What lists of rows can be asked by, where a row says nothing else."""

QUERY = frozenset({*(name.lower() for name in ROWS), "$metadata", "$inlinecount"})
"""What lists of rows are asked by as a `Query`, or not at all, since it changes the form of the answer."""

_NOTHING: Mapping[str, str] = {}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(path: str) -> list[str]:
    """The names of what is to be filled into a path, in its order."""
    return PLACEHOLDER.findall(path)


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """One resource: its name, and where it is below the root of the installation."""

    name: str
    path: str = field(default="", kw_only=True)
    prefix: str = field(default="", kw_only=True)
    """What the names of its operations begin with, where a row says nothing else."""
    module: str = field(default="", kw_only=True)
    """The module whose names the rows' types are written in; the caller's, if empty."""

    def operation(
        self,
        name: str,
        verb: str,
        path: str = "",
        takes: Mapping[str, str] = _NOTHING,
        gives: str = "",
        *,
        rows: bool | tuple[str, ...] = False,
        key: str = "",
        condition: str = "",
        form: tuple[str, ...] = (),
        header: tuple[str, ...] = (),
        joined: tuple[str, ...] = (),
        by_form: bool = False,
        at: str = "",
        prefix: str | None = None,
    ) -> ResourceOperation:
        """One row of this resource; see `ResourceOperation` for what the words mean.

        What stands in the path is taken first, in its order there, and is a whole number where
        `takes` says nothing else.
        """
        path = at or self.path + path
        placed = {name: takes.get(name, "Int32") for name in placeholders(path)}
        caller = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
        return ResourceOperation(
            facade=self,
            name=(self.prefix if prefix is None else prefix) + name,
            verb=verb,
            path=path,
            takes={**placed, **takes} if placed else takes,
            gives={"": gives} if gives else {},
            gives_rows=rows is not False,
            rows=ROWS if rows is True else rows or (),
            key=key,
            condition=condition,
            form=form,
            header=header,
            joined=joined,
            by_form=by_form,
            module=self.module or str(caller.f_globals.get("__name__", "")),
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ResourceOperation:
    """One verb on one path, for both directions."""

    facade: Endpoint
    name: str
    verb: str
    path: str
    """Below the root of the installation, with placeholders: "api/v1/Contact/{id}"."""
    takes: Mapping[str, str]
    """Name of each parameter -> its type, in the order in which methods pass them."""
    gives: Mapping[str, str]
    gives_rows: bool
    """It gives a list of rows, page by page."""
    rows: tuple[str, ...]
    """What that list can be asked by."""
    key: str
    """The attribute of the carrier that says which one it is, where nobody else says so."""
    condition: str
    """The header that makes it depend on the time of the last change."""
    form: tuple[str, ...]
    header: tuple[str, ...]
    joined: tuple[str, ...]
    """Lists that stand in the query with commas between; others repeat their name."""
    by_form: bool
    """A long query may be sent by POST, as a form."""
    module: str
    link: str = ""
    """An address that the service gave in place of path and parameters."""
    compiled: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """What the codecs have worked out about this operation so far."""

    # What the codecs ask of any operation.
    result = ""
    stream = False
    soap = False
    request_headers = ()

    @property
    def select(self) -> bool:
        """Whether it can be told which members to fill."""
        return "$select" in self.takes or "$select" in self.rows

    @property
    def reads(self) -> bool:
        """Whether it changes nothing, so that it may be made twice."""
        return self.verb in ("GET", "HEAD")

    @property
    def gives_bytes(self) -> bool:
        """Whether it gives bytes, and nothing else."""
        return self.gives.get("", "").partition("|")[0].strip() == "bytes"

    @property
    def surely_gives(self) -> bool:
        """Whether it gives a carrier or fails; the rows of others say "or None"."""
        text = self.gives.get("", "")
        return text[:1].isupper() and text.isidentifier() and text != "Any"

    def of(self, part: str) -> ResourceOperation:
        """The operation of one of several resources of the same shape."""
        if PART not in self.path:
            return self
        if not part:
            raise TypeError(
                f"{self.facade.name} is several resources: say which one, by its name in the "
                "address, as the second argument"
            )
        if not re.fullmatch(r"[\w-]+", part, re.ASCII):
            raise ValueError(f"{part!r} is no part of an address")
        facade = replace(self.facade, name=self.facade.name.replace(PART, part))
        return replace(self, facade=facade, path=self.path.replace(PART, part))

    def following(self, link: str) -> ResourceOperation:
        """The operation that reads the page behind a link."""
        return replace(self, verb="GET", takes={}, link=link, compiled={})


AnyOperation: TypeAlias = Operation | ResourceOperation
"""An operation of an agent or of a resource: what both say of it is called the same."""
