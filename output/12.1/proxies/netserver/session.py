"""The sessions of this release: the runtime's, with an attribute for each agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._release import RELEASE
from ._runtime import session

if TYPE_CHECKING:
    from .agents import (
        AppointmentAgent,
        ArchiveAgent,
        AsyncAppointmentAgent,
        AsyncArchiveAgent,
        AsyncContactAgent,
        AsyncDocumentAgent,
        AsyncEMailAgent,
        AsyncFavouriteAgent,
        AsyncFileManagerAgent,
        AsyncListAgent,
        AsyncMDOAgent,
        AsyncPersonAgent,
        AsyncSoPrincipalAgent,
        AsyncTimeZoneAgent,
        AsyncUserAgent,
        AsyncWorkflowAgent,
        ContactAgent,
        DocumentAgent,
        EMailAgent,
        FavouriteAgent,
        FileManagerAgent,
        ListAgent,
        MDOAgent,
        PersonAgent,
        SoPrincipalAgent,
        TimeZoneAgent,
        UserAgent,
        WorkflowAgent,
    )
    from .resources import AsyncResources, Resources


class Session(session.Session):
    """A way to the service: hands out agents, whose methods wait for their answer.

    What it is made with is described at `_runtime.session.Session`.
    """

    RELEASE = RELEASE

    @property
    def resources(self) -> Resources:
        """The resources of the WebApi."""
        return self._resources("Resources")

    @property
    def appointment(self) -> AppointmentAgent:
        """The agent Appointment."""
        return self._agent("AppointmentAgent")

    @property
    def archive(self) -> ArchiveAgent:
        """The agent Archive."""
        return self._agent("ArchiveAgent")

    @property
    def contact(self) -> ContactAgent:
        """The agent Contact."""
        return self._agent("ContactAgent")

    @property
    def document(self) -> DocumentAgent:
        """The agent Document."""
        return self._agent("DocumentAgent")

    @property
    def email(self) -> EMailAgent:
        """The agent EMail."""
        return self._agent("EMailAgent")

    @property
    def favourite(self) -> FavouriteAgent:
        """The agent Favourite."""
        return self._agent("FavouriteAgent")

    @property
    def file_manager(self) -> FileManagerAgent:
        """The agent FileManager."""
        return self._agent("FileManagerAgent")

    @property
    def list(self) -> ListAgent:
        """The agent List."""
        return self._agent("ListAgent")

    @property
    def mdo(self) -> MDOAgent:
        """The agent MDO."""
        return self._agent("MDOAgent")

    @property
    def person(self) -> PersonAgent:
        """The agent Person."""
        return self._agent("PersonAgent")

    @property
    def so_principal(self) -> SoPrincipalAgent:
        """The agent SoPrincipal."""
        return self._agent("SoPrincipalAgent")

    @property
    def time_zone(self) -> TimeZoneAgent:
        """The agent TimeZone."""
        return self._agent("TimeZoneAgent")

    @property
    def user(self) -> UserAgent:
        """The agent User."""
        return self._agent("UserAgent")

    @property
    def workflow(self) -> WorkflowAgent:
        """The agent Workflow."""
        return self._agent("WorkflowAgent")


class AsyncSession(session.AsyncSession):
    """A way to the service: hands out agents, whose methods are awaited.

    What it is made with is described at `_runtime.session.AsyncSession`.
    """

    RELEASE = RELEASE

    @property
    def resources(self) -> AsyncResources:
        """The resources of the WebApi."""
        return self._resources("AsyncResources")

    @property
    def appointment(self) -> AsyncAppointmentAgent:
        """The agent Appointment."""
        return self._agent("AsyncAppointmentAgent")

    @property
    def archive(self) -> AsyncArchiveAgent:
        """The agent Archive."""
        return self._agent("AsyncArchiveAgent")

    @property
    def contact(self) -> AsyncContactAgent:
        """The agent Contact."""
        return self._agent("AsyncContactAgent")

    @property
    def document(self) -> AsyncDocumentAgent:
        """The agent Document."""
        return self._agent("AsyncDocumentAgent")

    @property
    def email(self) -> AsyncEMailAgent:
        """The agent EMail."""
        return self._agent("AsyncEMailAgent")

    @property
    def favourite(self) -> AsyncFavouriteAgent:
        """The agent Favourite."""
        return self._agent("AsyncFavouriteAgent")

    @property
    def file_manager(self) -> AsyncFileManagerAgent:
        """The agent FileManager."""
        return self._agent("AsyncFileManagerAgent")

    @property
    def list(self) -> AsyncListAgent:
        """The agent List."""
        return self._agent("AsyncListAgent")

    @property
    def mdo(self) -> AsyncMDOAgent:
        """The agent MDO."""
        return self._agent("AsyncMDOAgent")

    @property
    def person(self) -> AsyncPersonAgent:
        """The agent Person."""
        return self._agent("AsyncPersonAgent")

    @property
    def so_principal(self) -> AsyncSoPrincipalAgent:
        """The agent SoPrincipal."""
        return self._agent("AsyncSoPrincipalAgent")

    @property
    def time_zone(self) -> AsyncTimeZoneAgent:
        """The agent TimeZone."""
        return self._agent("AsyncTimeZoneAgent")

    @property
    def user(self) -> AsyncUserAgent:
        """The agent User."""
        return self._agent("AsyncUserAgent")

    @property
    def workflow(self) -> AsyncWorkflowAgent:
        """The agent Workflow."""
        return self._agent("AsyncWorkflowAgent")
