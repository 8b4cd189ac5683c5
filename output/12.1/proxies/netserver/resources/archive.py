"""The resource Archive of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from typing import Unpack
    from .._runtime.rows import AsyncRows, Query, Rows
    from ..options import Options

_RESOURCE = Endpoint(
    "Archive", path="api/v1/Archive", prefix="v1Archive_", module=__name__
)
_GET = _RESOURCE.operation("GetArchive", "GET", gives="dict[str, str | None]")
_LIST = _RESOURCE.operation(
    "GetArchive_GET",
    "GET",
    "/{archiveProviderName}",
    {"archiveProviderName": "str"},
    rows=(
        "$select",
        "$filter",
        "$orderBy",
        "$entities",
        "$top",
        "$skip",
        "$mode",
        "$jsonSafe",
        "$output",
    ),
    by_form=True,
)
_OPERATIONS = methods_of(__name__)


class ArchiveResource(Resource):
    """The resource Archive."""

    NAME = "Archive"
    OPERATIONS = _OPERATIONS

    def get(self, *, options: Options = None) -> dict[str, str | None]:
        """Names of all archives, and where each is."""
        return self._call(_GET, options=options)

    def list(
        self,
        archive_provider_name: str,
        *,
        options: Options = None,
        **query: Unpack[Query],
    ) -> Rows:
        """Rows of any archive.

        Args:
            archive_provider_name: Name of the archive
        """
        return self._rows(_LIST, archive_provider_name, query=query, options=options)


class AsyncArchiveResource(AsyncResource):
    """The resource Archive. Its methods are awaited; ArchiveResource describes them in
    full.
    """

    NAME = "Archive"
    OPERATIONS = _OPERATIONS

    async def get(self, *, options: Options = None) -> dict[str, str | None]:
        """Names of all archives, and where each is."""
        return await self._call(_GET, options=options)

    def list(
        self,
        archive_provider_name: str,
        *,
        options: Options = None,
        **query: Unpack[Query],
    ) -> AsyncRows:
        """Rows of any archive."""
        return self._rows(_LIST, archive_provider_name, query=query, options=options)
