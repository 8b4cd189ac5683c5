"""All resources of a session, each by an attribute: what `session.resources` is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.resource import AnyResources

if TYPE_CHECKING:
    from . import (
        ArchiveResource,
        AsyncArchiveResource,
        AsyncContactResource,
        AsyncDocumentResource,
        AsyncListResource,
        AsyncMDOListResource,
        AsyncPersonResource,
        AsyncUserResource,
        ContactResource,
        DocumentResource,
        ListResource,
        MDOListResource,
        PersonResource,
        UserResource,
    )


class Resources(AnyResources):
    """The resources of the WebApi."""

    @property
    def archive(self) -> ArchiveResource:
        """What there is at /api/v1/Archive."""
        return self._resource("ArchiveResource")

    @property
    def contact(self) -> ContactResource:
        """What there is at /api/v1/Contact."""
        return self._resource("ContactResource")

    @property
    def document(self) -> DocumentResource:
        """What there is at /api/v1/Document."""
        return self._resource("DocumentResource")

    @property
    def list(self) -> ListResource:
        """What there is at /api/v1/List."""
        return self._resource("ListResource")

    @property
    def mdo_list(self) -> MDOListResource:
        """What there is at /api/v1/MDOList."""
        return self._resource("MDOListResource")

    @property
    def person(self) -> PersonResource:
        """What there is at /api/v1/Person."""
        return self._resource("PersonResource")

    @property
    def user(self) -> UserResource:
        """What there is at /api/v1/User."""
        return self._resource("UserResource")


class AsyncResources(AnyResources):
    """The resources of the WebApi, whose methods are awaited."""

    @property
    def archive(self) -> AsyncArchiveResource:
        """What there is at /api/v1/Archive."""
        return self._resource("AsyncArchiveResource")

    @property
    def contact(self) -> AsyncContactResource:
        """What there is at /api/v1/Contact."""
        return self._resource("AsyncContactResource")

    @property
    def document(self) -> AsyncDocumentResource:
        """What there is at /api/v1/Document."""
        return self._resource("AsyncDocumentResource")

    @property
    def list(self) -> AsyncListResource:
        """What there is at /api/v1/List."""
        return self._resource("AsyncListResource")

    @property
    def mdo_list(self) -> AsyncMDOListResource:
        """What there is at /api/v1/MDOList."""
        return self._resource("AsyncMDOListResource")

    @property
    def person(self) -> AsyncPersonResource:
        """What there is at /api/v1/Person."""
        return self._resource("AsyncPersonResource")

    @property
    def user(self) -> AsyncUserResource:
        """What there is at /api/v1/User."""
        return self._resource("AsyncUserResource")
