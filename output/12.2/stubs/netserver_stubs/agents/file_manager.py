"""The agent FileManager of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from netserver.carriers import (
        BeginReadFilePartResponse,
        ReadFilePartResponse,
        ReadFileResponse,
    )


class FileManagerAgentStub(AgentStub):
    """The agent FileManager, to be filled in."""

    NAME = "FileManager"

    async def read_file(self, document_id: int) -> ReadFileResponse:
        """Call ReadFile."""
        raise NotImplementedError

    async def begin_read_file_part(self, document_id: int) -> BeginReadFilePartResponse:
        """Call BeginReadFilePart."""
        raise NotImplementedError

    async def read_file_part(
        self, document_id: int, file_position: int, length: int
    ) -> ReadFilePartResponse:
        """Call ReadFilePart."""
        raise NotImplementedError

    async def write_file_part(
        self, document_id: int, file_position: int, document_data: str | None
    ) -> None:
        """Call WriteFilePart."""
        raise NotImplementedError
