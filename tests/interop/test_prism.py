"""Calls of resources against a server that is not ours.

Prism answers from the vendor's own description of Contact (OpenAPI 3), and refuses what does not fit it.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.behaviour.generated import Generated, generated

pytestmark = pytest.mark.slow

DESCRIPTION = "netserver/2026-04/openapi-v3/openapi-v3-Contact.json"
START_SECONDS = 60
STARTER = """\
process.stdin.on("end", () => process.exit()).resume();
require(process.argv[1]);
"""


@pytest.fixture(scope="module")
def root(node: str, npm: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # fmt: skip
    """Where Prism answers."""
    document = json.loads((corpus / DESCRIPTION).read_text("utf-8-sig"))
    for item in document["paths"].values():
        for operation in item.values():
            # It asks for a password and a token at once, which no client can give.
            operation.pop("security", None)
    described = tmp_path_factory.mktemp("prism") / "Contact.json"
    described.write_text(json.dumps(document), "utf-8")
    prism = npm / "node_modules/@stoplight/prism-cli/dist/index.js"
    words = ["mock", "--errors", "--port", "0", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [node, "-e", STARTER, str(prism), *words, str(described)],
        stdin=subprocess.PIPE,  # it ends with us, even if we are killed
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    late = threading.Timer(START_SECONDS, process.kill)
    late.start()
    said = ""
    try:
        for line in process.stdout:
            said += line
            if found := re.search(r"listening on (http://[\d.]+:\d+)", line):
                late.cancel()
                rest = threading.Thread(target=process.stdout.read, daemon=True)
                rest.start()  # so that it never waits for somebody to read
                yield found[1]
                return
        pytest.fail(f"Prism did not start:\n{said[-2000:]}")
    finally:
        late.cancel()
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def crm(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("prismcrm")
    return generated("prismcrm", folder, corpus / DESCRIPTION)


@pytest.fixture
def session(crm: Generated, root: str) -> Iterator[Any]:
    ticket = crm.module("credentials").Ticket("7T:abc==")
    with crm.module().Session(root, credentials=ticket) as session:
        yield session


def test_an_entity_is_read_created_replaced_and_deleted(crm: Generated, session: Any):
    contacts = session.resources.contact
    carriers = crm.module("carriers")

    contact = contacts.get(4, select="name,category/id")
    assert isinstance(contact, carriers.ContactEntityWithLinks)
    assert isinstance(contact, carriers.ContactEntity)
    assert contact.name == "string"
    blank = contacts.default()
    assert type(blank) is carriers.ContactEntity
    blank.name, blank.contact_id = "Bob's", 4
    assert type(contacts.create(blank)) is carriers.ContactEntityWithLinks
    assert type(contacts.update(blank)) is carriers.ContactEntityWithLinks
    assert contacts.validate(blank) == {"property1": "string", "property2": "string"}
    assert contacts.delete(4) is None


def test_what_was_read_can_be_sent_back(session: Any):
    contacts = session.resources.contact
    contact = contacts.get(4)
    contact.name = "Another"

    assert contacts.update(contact, 4).name == "string"


def test_rows_of_a_list_are_gone_through(session: Any):
    def first() -> Any:
        rows = session.resources.contact.persons(
            4, select=["name"], filter="name begins 'a'", order_by="name desc", top=1
        )
        return list(rows)

    # The page that Prism makes up has a link that leads nowhere; with `top` it is not followed.
    (row,) = first()
    assert isinstance(row, dict) is False and dict(row)


def test_lists_texts_and_numbers_arrive(session: Any):
    contacts = session.resources.contact

    assert [type(each).__name__ for each in contacts.get_duplicate_rules()] == [
        "DuplicateRule"
    ]
    assert type(contacts.detect_unpublished_changes()) is bool
    assert type(contacts.publish_udef_layout()) is int
    assert contacts.simple(4).name == "string"


def test_what_does_not_fit_the_description_is_refused(crm: Generated, session: Any):
    errors, options = crm.module("errors"), crm.module("options")
    wrong = options.RequestOptions(headers={"Content-Type": "text/plain"})
    contact = session.resources.contact.default()

    with pytest.raises(errors.NetServerError) as caught:
        session.resources.contact.create(contact, options=wrong)
    assert caught.value.status in (415, 422)


def test_an_asynchronous_session_does_the_same(crm: Generated, root: str):
    async def read() -> Any:
        async with crm.module().AsyncSession(root) as session:
            contacts = session.resources.contact
            rows = [row async for row in contacts.persons(4, top=1)]
            return rows, await contacts.get(4)

    rows, contact = asyncio.run(read())
    assert len(rows) == 1 and contact.name == "string"


def test_prism_is_what_answers(root: str):
    answer = httpx2.get(f"{root}/api/v1/Contact/four")

    assert answer.status_code == 422
    assert "prism" in answer.text
