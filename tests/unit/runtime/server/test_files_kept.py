"""Files beside records: over the agents of documents and files, and as resources."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.unit.runtime.server.conftest import Pair

SEED = {
    "records": {
        "DocumentEntity": [
            {"DocumentId": 17, "Name": "offer.pdf", "Header": "Offer"},
            {"DocumentId": 18, "Name": "plain.txt"},
        ],
        "PersonEntity": [{"PersonId": 7}],
    },
    "files": {
        "Document": {
            "17": {
                "name": "offer.pdf",
                "media_type": "application/pdf",
                "content": b64encode(b"%PDF-old").decode(),
            }
        }
    },
}


class Kept:
    """The files of one release over a store with a seed."""

    def __init__(self, pair: Pair, seed: dict[str, Any]) -> None:
        self.pair = pair
        self.errors = pair.proxies("errors")
        self.carriers = pair.proxies("carriers")
        self.store = pair.server("store").Store()
        self.file = pair.server("store").StoredFile
        with self.store.writing() as records:
            pair.server("seed").load_seed(records, seed, pair.catalogue)
        self.files = pair.server("files_kept").KeptFiles(pair.catalogue, self.store)

    def operation(self, agent: str, name: str) -> Callable[..., Any]:
        """What answers an operation."""
        found = self.files.handler(self.pair.catalogue.agents[agent][name])
        assert found is not None
        return found

    def resource(self, verb: str, path: str, **values: Any) -> Any:
        """What an operation of a resource is answered with."""
        operation = next(
            each
            for each in self.pair.catalogue.resources
            if (each.verb, each.path) == (verb, f"api/v1/{path}")
        )
        module = self.pair.server("other_resources")
        handler = module.FileResources(self.files).handler(operation)
        assert handler is not None
        call = self.pair.server("calls").Call(
            operation=operation, wire="webapi", root="http://here"
        )
        if "body" in values:
            values["<body>"] = values.pop("body")
        return handler(module.Asked(call=call, operation=operation, values=values))


@pytest.fixture
def kept(pair: Pair) -> Iterator[Kept]:
    made = Kept(pair, SEED)
    yield made
    made.store.close()


# ------------------------------------------------------------------------------- in Python


def test_a_file_is_there_until_it_is_deleted(kept: Kept) -> None:
    kept.files.put("Blob", 3, kept.file(b"abc"))

    assert kept.files.get("Blob", 3) == kept.file(b"abc")
    assert kept.files.delete("Blob", 3)
    assert kept.files.get("Blob", 3) is None
    assert not kept.files.delete("Blob", 3)


# ---------------------------------------------------------------------------------- agents


def test_a_document_is_read_by_its_number(kept: Kept) -> None:
    read = kept.operation("Document", "GetDocumentStream")

    assert read(17) == b"%PDF-old"
    assert read(18) is None
    assert read(99) is None


def test_what_is_no_content_of_a_document_is_a_file_of_its_own(kept: Kept) -> None:
    read = kept.operation("Document", "GetDocumentThumbnail")
    kept.files.put("DocumentThumbnail", 17, kept.file(b"small"))

    assert read(17, 80, 80) == b"small"


def test_a_stored_document_has_its_own_name_and_a_type(kept: Kept) -> None:
    store = kept.operation("Document", "SetDocumentStream")

    made = store(kept.carriers.DocumentEntity(document_id=18), b"hello", False)

    assert (made.document_id, made.name) == (18, "plain.txt")
    assert kept.files.get("Document", 18) == kept.file(
        b"hello", "plain.txt", "text/plain"
    )


def test_a_document_is_overwritten_only_where_that_is_said(kept: Kept) -> None:
    store = kept.operation("Document", "SetDocumentStream")
    document = kept.carriers.DocumentEntity(document_id=17)

    with pytest.raises(kept.errors.Fault):
        store(document, b"new", False)
    assert kept.files.get("Document", 17).content == b"%PDF-old"
    store(document, b"new", True)
    assert kept.files.get("Document", 17) == kept.file(
        b"new", "offer.pdf", "application/pdf"
    )


def test_nothing_is_stored_for_a_document_that_is_not_there(kept: Kept) -> None:
    store = kept.operation("Document", "SetDocumentStream")

    with pytest.raises(kept.errors.NotFound):
        store(kept.carriers.DocumentEntity(document_id=99), b"new", True)
    with pytest.raises(kept.errors.Fault):
        store(None, b"new", True)
    assert kept.files.get("Document", 99) is None


def test_the_file_of_a_document_that_is_gone_is_gone(kept: Kept) -> None:
    with kept.store.writing() as records:
        records.delete("DocumentEntity", 17)

    assert kept.operation("Document", "GetDocumentStream")(17) is None


def test_other_operations_are_left_to_others(kept: Kept) -> None:
    agents = kept.pair.catalogue.agents

    assert kept.files.handler(agents["Document"]["GetDocumentEntity"]) is None
    assert kept.files.handler(agents["Document"]["FillTemplate"]) is None


# ---------------------------------------------------------------------------- file manager


def test_a_file_is_read_as_base64_with_its_name_and_length(kept: Kept) -> None:
    found = kept.operation("FileManager", "ReadFile")(17)

    assert (found.file_name, found.length) == ("offer.pdf", 8)
    assert b64decode(found.response) == b"%PDF-old"


def test_a_file_that_is_to_be_read_in_parts_is_described_first(kept: Kept) -> None:
    found = kept.operation("FileManager", "BeginReadFilePart")(17)

    assert (found.file_name, found.length, found.content_type) == (
        "offer.pdf",
        8,
        "application/pdf",
    )


@pytest.mark.parametrize(
    ("position", "length", "part"),
    [(0, 4, b"%PDF"), (5, 100, b"old"), (8, 4, b""), (2**40, 4, b""), (0, 0, b"")],
)
def test_a_part_of_a_file_is_read(
    kept: Kept, position: int, length: int, part: bytes
) -> None:
    found = kept.operation("FileManager", "ReadFilePart")(17, position, length)

    assert (b64decode(found.response), found.length) == (part, len(part))


@pytest.mark.parametrize(("position", "length"), [(-1, 4), (0, -1)])
def test_a_part_before_the_beginning_is_refused(
    kept: Kept, position: int, length: int
) -> None:
    with pytest.raises(kept.errors.Fault):
        kept.operation("FileManager", "ReadFilePart")(17, position, length)


def test_a_file_is_written_in_parts(kept: Kept) -> None:
    write = kept.operation("FileManager", "WriteFilePart")

    write(18, 0, b64encode(b"hello ").decode())
    write(18, 6, b64encode(b"world").decode())
    write(18, 0, b64encode(b"H").decode())

    assert kept.files.get("Document", 18) == kept.file(
        b"Hello world", "plain.txt", "text/plain"
    )


@pytest.mark.parametrize(
    ("number", "position", "content"),
    [(18, 1, "aGk="), (18, 2**60, "aGk="), (18, -1, "aGk="), (18, 0, "a"), (99, 0, "aGk=")],  # fmt: skip
)
def test_what_fits_nowhere_is_refused(
    kept: Kept, number: int, position: int, content: str
) -> None:
    with pytest.raises(kept.errors.Fault):
        kept.operation("FileManager", "WriteFilePart")(number, position, content)
    assert kept.files.get("Document", number) is None


def test_a_file_that_is_not_there_cannot_be_read(kept: Kept) -> None:
    with pytest.raises(kept.errors.NotFound):
        kept.operation("FileManager", "ReadFile")(18)


# ------------------------------------------------------------------------------- resources


def test_the_content_of_a_document_is_that_of_the_agents(kept: Kept) -> None:
    path = "Document/{documentId}/Content"
    made = kept.resource(
        "PUT", path, documentId=18, body=kept.file(b"hi", "new.txt", "text/x-new")
    )

    assert made.document_id == 18
    assert kept.operation("Document", "GetDocumentStream")(18) == b"hi"
    assert kept.resource("GET", path, documentId=18) == kept.file(
        b"hi", "new.txt", "text/x-new"
    )


def test_an_image_comes_in_a_form_and_goes_out_with_its_type(kept: Kept) -> None:
    path, png = "Person/{personId}/Image", b"\x89PNG\r\n\x1a\n"

    number = kept.resource("PUT", path, personId=7, picture=kept.file(png))
    found = kept.resource("GET", path, personId=7, w=10, h=10, ifBlank=None)
    kept.resource("DELETE", path, personId=7)

    assert (number, found) == (7, kept.file(png, "", "image/png"))
    assert kept.files.get("PersonImage", 7) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [("Document/{documentId}/Content", "documentId"), ("Person/{personId}/Image", "personId")],  # fmt: skip
)
@pytest.mark.parametrize("number", [18, 7, 99, 0, -1])
def test_nothing_there_is_not_found(
    kept: Kept, path: str, name: str, number: int
) -> None:
    with pytest.raises(kept.errors.NotFound):
        kept.resource("GET", path, **{name: number})


def test_a_form_without_its_file_is_malformed(kept: Kept) -> None:
    malformed = kept.pair.server("refusals").Malformed

    with pytest.raises(malformed):
        kept.resource("PUT", "Person/{personId}/Image", personId=7, picture=None)


# --------------------------------------------------------------------- the newest release


@pytest.fixture(scope="module")
def whole(whole_pair: Pair) -> Kept:
    """The made-up company of the newest release."""
    seed = whole_pair.server("seed").default_seed(whole_pair.catalogue)
    return Kept(whole_pair, seed)


@pytest.mark.slow
def test_images_are_read_and_changed_by_either_agent(whole: Kept) -> None:
    read = whole.operation("BLOB", "GetPersonImageWithSize")
    assert read(7, 10, 10).startswith(b"\x89PNG")

    whole.operation("Person", "SetPersonImage")(7, b"GIF89a")

    assert read(7, 10, 10) == b"GIF89a"
    assert whole.files.get("PersonImage", 7).media_type == "image/gif"


@pytest.mark.slow
def test_a_temporary_file_gets_a_name_that_nothing_has(whole: Kept) -> None:
    create, get, delete = (
        whole.operation("Document", f"{verb}TempFile")
        for verb in ("Create", "Get", "Delete")
    )

    names = [create("../a.txt", b"one"), create("a.txt", b"two"), create(None, None)]

    assert names == ["a.txt", "a-2.txt", "file"]
    assert [get(name) for name in names] == [b"one", b"two", b""]
    delete("a.txt")
    assert (get("a.txt"), get("../a-2.txt")) == (None, None)


@pytest.mark.slow
def test_a_physical_document_is_measured_and_deleted(whole: Kept) -> None:
    measure = whole.operation("Document", "GetDocumentLength")
    assert measure(16, None) == 58

    done = whole.operation("Document", "DeletePhysicalDocument")(16, [])

    assert done.success
    assert measure(16, None) == 0
    assert whole.operation("Document", "GetDocumentStream")(16) is None


@pytest.mark.slow
def test_a_blob_is_written_whole_and_read_in_parts(whole: Kept) -> None:
    with whole.store.writing() as records:
        records.put("BlobEntity", 3, b'{"BlobId": 3}')
    whole.operation("BlobManager", "WriteBlob")(3, b64encode(b"abcdef").decode())

    assert whole.operation("BLOB", "GetBlobStream")(3) == b"abcdef"
    assert whole.operation("BlobManager", "BeginReadBlobPart")(3) == 6
    part = whole.operation("BlobManager", "ReadBlobPart")(3, 2, 3)
    assert (b64decode(part.response), part.length) == (b"cde", 3)
    assert whole.operation("BlobManager", "EndReadBlobPart")(3) is None


@pytest.mark.slow
def test_a_file_is_begun_anew(whole: Kept) -> None:
    whole.operation("FileManager", "BeginWriteFilePart")(18)
    whole.operation("FileManager", "WriteFilePart")(18, 0, "aGk=")
    whole.operation("FileManager", "EndWriteFilePart")(18)

    assert whole.files.get("Document", 18).content == b"hi"
    with pytest.raises(whole.errors.Fault):
        whole.operation("FileManager", "CreateFile")(18, False)


@pytest.mark.slow
def test_the_offer_of_the_made_up_company_is_a_pdf(whole: Kept) -> None:
    found = whole.files.get("Document", 17)

    assert (found.name, found.media_type) == ("offer.pdf", "application/pdf")
    assert found.content.startswith(b"%PDF-1.4")
    assert found.content.endswith(b"%%EOF\n")
