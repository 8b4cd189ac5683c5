"""Store a document in a file, as it arrives."""

from __future__ import annotations

import tempfile
from pathlib import Path

import httpx2
from netserver import Session
from netserver.credentials import UsernamePassword
from netserver.options import RequestOptions


def main(transport: httpx2.BaseTransport | None = None) -> None:
    credentials = UsernamePassword("kari", "example")
    session = Session(
        "https://crm.example.com/Cust1", credentials=credentials, transport=transport
    )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "17.pdf")
        with (
            session.stream(
                session.document.get_document_stream,
                17,
                options=RequestOptions(timeout=120),
            ) as download,
            target.open("wb") as file,
        ):
            for chunk in download.iter_bytes():
                file.write(chunk)
        print(f"{download.content_type}: {target.stat().st_size} bytes")

        document = session.document.get_document_entity(17)
        with target.open("rb") as file:
            session.document.set_document_stream(document, file, True)


if __name__ == "__main__":
    main()
