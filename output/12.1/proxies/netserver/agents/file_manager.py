"""The agent FileManager of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import (
        BeginReadFilePartResponse,
        ReadFilePartResponse,
        ReadFileResponse,
    )
    from ..options import Options

_AGENT = Facade(
    "FileManager",
    soap="Remote/Services87/FileManager.svc",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_READ_FILE = _AGENT.operation(
    "ReadFile",
    {"DocumentId": "Int32"},
    {"FileName": "str | None", "Length": "Int32", "Response": "str | None"},
    result="ReadFileResponse",
    agents=False,
)
_BEGIN_READ_FILE_PART = _AGENT.operation(
    "BeginReadFilePart",
    {"DocumentId": "Int32"},
    {"FileName": "str | None", "Length": "Int64"},
    result="BeginReadFilePartResponse",
    agents=False,
)
_READ_FILE_PART = _AGENT.operation(
    "ReadFilePart",
    {"DocumentId": "Int32", "FilePosition": "Int64", "Length": "Int32"},
    {"Response": "str | None", "Length": "Int32"},
    result="ReadFilePartResponse",
    agents=False,
)
_WRITE_FILE_PART = _AGENT.operation(
    "WriteFilePart",
    {"DocumentId": "Int32", "FilePosition": "Int64", "DocumentData": "str | None"},
    agents=False,
)
_OPERATIONS = methods_of(__name__)


class FileManagerAgent(Agent):
    """The agent FileManager."""

    NAME = "FileManager"
    OPERATIONS = _OPERATIONS

    def read_file(
        self, document_id: int, *, options: Options = None
    ) -> ReadFileResponse:
        """Call ReadFile.

        Only SOAP has this operation.
        """
        return self._call(_READ_FILE, document_id, options=options)

    def begin_read_file_part(
        self, document_id: int, *, options: Options = None
    ) -> BeginReadFilePartResponse:
        """Call BeginReadFilePart.

        Only SOAP has this operation.
        """
        return self._call(_BEGIN_READ_FILE_PART, document_id, options=options)

    def read_file_part(
        self,
        document_id: int,
        file_position: int,
        length: int,
        *,
        options: Options = None,
    ) -> ReadFilePartResponse:
        """Call ReadFilePart.

        Only SOAP has this operation.
        """
        return self._call(
            _READ_FILE_PART, document_id, file_position, length, options=options
        )

    def write_file_part(
        self,
        document_id: int,
        file_position: int,
        document_data: str | None,
        *,
        options: Options = None,
    ) -> None:
        """Call WriteFilePart.

        Only SOAP has this operation.
        """
        self._call(
            _WRITE_FILE_PART, document_id, file_position, document_data, options=options
        )


class AsyncFileManagerAgent(AsyncAgent):
    """The agent FileManager. Its methods are awaited; FileManagerAgent describes them
    in full.
    """

    NAME = "FileManager"
    OPERATIONS = _OPERATIONS

    async def read_file(
        self, document_id: int, *, options: Options = None
    ) -> ReadFileResponse:
        """Call ReadFile."""
        return await self._call(_READ_FILE, document_id, options=options)

    async def begin_read_file_part(
        self, document_id: int, *, options: Options = None
    ) -> BeginReadFilePartResponse:
        """Call BeginReadFilePart."""
        return await self._call(_BEGIN_READ_FILE_PART, document_id, options=options)

    async def read_file_part(
        self,
        document_id: int,
        file_position: int,
        length: int,
        *,
        options: Options = None,
    ) -> ReadFilePartResponse:
        """Call ReadFilePart."""
        return await self._call(
            _READ_FILE_PART, document_id, file_position, length, options=options
        )

    async def write_file_part(
        self,
        document_id: int,
        file_position: int,
        document_data: str | None,
        *,
        options: Options = None,
    ) -> None:
        """Call WriteFilePart."""
        await self._call(
            _WRITE_FILE_PART, document_id, file_position, document_data, options=options
        )
