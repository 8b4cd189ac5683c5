from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from generator.runtime.agent import Agent, AsyncAgent
from generator.runtime.operations import Facade

from .._release import NAMESPACE

if TYPE_CHECKING:
    from generator.runtime.options import RequestOptions

_AGENT = Facade(
    "Document",
    soap="Remote/Services88/Document.svc",
    agents="api/v1/Agents/Document",
    namespace=NAMESPACE,
)

_GET_DOCUMENT_STREAM = _AGENT.operation(
    "GetDocumentStream",
    takes={"DocumentId": "Int32"},
    gives="bytes | None",
    stream=True,
)
_SET_DOCUMENT_STREAM = _AGENT.operation(
    "SetDocumentStream",
    takes={"DocumentId": "Int32", "Stream": "bytes | None", "Name": "str | None"},
    gives="Int32",
)


class DocumentAgent(Agent):
    NAME = "Document"
    OPERATIONS = {
        "GetDocumentStream": "get_document_stream",
        "SetDocumentStream": "set_document_stream",
    }

    def get_document_stream(
        self, document_id: int, *, options: RequestOptions | None = None
    ) -> bytes | None:
        return self._call(_GET_DOCUMENT_STREAM, document_id, options=options)

    def set_document_stream(
        self,
        document_id: int,
        stream: bytes | BinaryIO | None,
        name: str | None,
        *,
        options: RequestOptions | None = None,
    ) -> int:
        return self._call(
            _SET_DOCUMENT_STREAM, document_id, stream, name, options=options
        )


class AsyncDocumentAgent(AsyncAgent):
    NAME = "Document"
    OPERATIONS = DocumentAgent.OPERATIONS

    async def get_document_stream(
        self, document_id: int, *, options: RequestOptions | None = None
    ) -> bytes | None:
        return await self._call(_GET_DOCUMENT_STREAM, document_id, options=options)

    async def set_document_stream(
        self,
        document_id: int,
        stream: bytes | BinaryIO | None,
        name: str | None,
        *,
        options: RequestOptions | None = None,
    ) -> int:
        return await self._call(
            _SET_DOCUMENT_STREAM, document_id, stream, name, options=options
        )
