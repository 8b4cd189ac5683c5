"""The resources of the WebApi: classes with a method for each operation, and RESOURCES, which finds them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import LazyClasses, lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._runtime.resource import AsyncResource, Resource
    from ._all import AsyncResources, Resources
    from .archive import ArchiveResource, AsyncArchiveResource
    from .contact import AsyncContactResource, ContactResource
    from .document import AsyncDocumentResource, DocumentResource
    from .list import AsyncListResource, ListResource
    from .mdo_list import AsyncMDOListResource, MDOListResource
    from .person import AsyncPersonResource, PersonResource
    from .user import AsyncUserResource, UserResource
    from ._patch import *  # pyright: ignore[reportMissingImports]
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "Resources": "_all",
            "AsyncResources": "_all",
            "ArchiveResource": "archive",
            "AsyncArchiveResource": "archive",
            "ContactResource": "contact",
            "AsyncContactResource": "contact",
            "DocumentResource": "document",
            "AsyncDocumentResource": "document",
            "ListResource": "list",
            "AsyncListResource": "list",
            "MDOListResource": "mdo_list",
            "AsyncMDOListResource": "mdo_list",
            "PersonResource": "person",
            "AsyncPersonResource": "person",
            "UserResource": "user",
            "AsyncUserResource": "user",
        },
        patched=True,
    )

RESOURCES: Mapping[str, type[Resource]] = LazyClasses(
    __name__,
    {
        "Archive": "ArchiveResource",
        "Contact": "ContactResource",
        "Document": "DocumentResource",
        "List": "ListResource",
        "MDOList": "MDOListResource",
        "Person": "PersonResource",
        "User": "UserResource",
    },
)
"""The class of each resource, by its place in the address; of one within another: "List/Country"."""

ASYNC_RESOURCES: Mapping[str, type[AsyncResource]] = LazyClasses(
    __name__,
    {
        "Archive": "AsyncArchiveResource",
        "Contact": "AsyncContactResource",
        "Document": "AsyncDocumentResource",
        "List": "AsyncListResource",
        "MDOList": "AsyncMDOListResource",
        "Person": "AsyncPersonResource",
        "User": "AsyncUserResource",
    },
)
"""The same for asynchronous sessions."""

__all__ = [
    "ASYNC_RESOURCES",
    "RESOURCES",
    "ArchiveResource",
    "AsyncArchiveResource",
    "AsyncContactResource",
    "AsyncDocumentResource",
    "AsyncListResource",
    "AsyncMDOListResource",
    "AsyncPersonResource",
    "AsyncResources",
    "AsyncUserResource",
    "ContactResource",
    "DocumentResource",
    "ListResource",
    "MDOListResource",
    "PersonResource",
    "Resources",
    "UserResource",
]
