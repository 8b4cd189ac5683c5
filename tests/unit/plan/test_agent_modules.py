"""What the module of an agent says: a row for each operation, and a method that names it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.bindings import Header, Shape
from generator.model.release import Operation, Parameter, Release
from generator.model.types import STRING, CarrierRef, ListOf, Scalar
from tests.unit.plan.planned import (
    NAMESPACE,
    REQUEST_HEADERS,
    agent,
    carrier,
    rendered,
    rest,
    soap,
    values,
)

INT = Scalar("int")


def module(*operations: Operation, name: str = "Contact", **more: Any) -> str:
    release = Release(
        agents=(agent(name, *operations),),
        carriers=(carrier("ContactEntity"),),
        namespace=NAMESPACE,
    )
    return rendered(release, **more)[f"agents/{name.lower()}.py"]


def row(name: str = "Get", **more: Any) -> str:
    """The arguments of one operation's row behind its name, on one line."""
    operation = Operation(
        name=name,
        **({"soap": soap("Contact", name), "agents": rest("Contact", name)} | more),
    )
    # A second operation makes the agent's own pattern plain.
    pattern = [
        Operation(name=n, soap=soap("Contact", n), agents=rest("Contact", n))
        for n in "XY"
    ]
    text = module(operation, *pattern)
    text = text[text.index("_AGENT.operation(") : text.index("\n_X = ")]
    line = (
        " ".join(text.split()).replace("( ", "(").replace(", )", ")").replace(" )", ")")
    )
    line = line.replace("{ ", "{").replace(", }", "}").replace(" }", "}")
    return (
        line.removeprefix(f'_AGENT.operation("{name}"')
        .removeprefix(", ")
        .removesuffix(")")
    )


def test_a_module_reads_like_this():
    get = Operation(
        name="GetContactEntity",
        parameters=values(ContactEntityId=INT),
        results=values(Response=CarrierRef("ContactEntity")),
        soap=soap("Contact", "GetContactEntity"),
        agents=rest("Contact", "GetContactEntity", shape=Shape.QUERY),
        doc="Gets one contact. Its persons are not in it.",
    )

    assert module(get) == '''\
"""The agent Contact of the published description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import ContactEntity
    from ..options import Options

_AGENT = Facade(
    "Contact",
    soap="Remote/Services88/Contact.svc",
    agents="api/v1/Agents/Contact",
    namespace="urn:x/Services88",
    module=__name__,
)
_GET_CONTACT_ENTITY = _AGENT.operation(
    "GetContactEntity",
    {"ContactEntityId": "Int32"},
    "ContactEntity | None",
    shape="query",
)
_OPERATIONS = methods_of(__name__)


class ContactAgent(Agent):
    """The agent Contact."""

    NAME = "Contact"
    OPERATIONS = _OPERATIONS

    def get_contact_entity(
        self, contact_entity_id: int, *, options: Options = None
    ) -> ContactEntity | None:
        """Gets one contact.

        Its persons are not in it.
        """
        return self._call(_GET_CONTACT_ENTITY, contact_entity_id, options=options)


class AsyncContactAgent(AsyncAgent):
    """The agent Contact. Its methods are awaited; ContactAgent describes them in
    full.
    """

    NAME = "Contact"
    OPERATIONS = _OPERATIONS

    async def get_contact_entity(
        self, contact_entity_id: int, *, options: Options = None
    ) -> ContactEntity | None:
        """Gets one contact."""
        return await self._call(_GET_CONTACT_ENTITY, contact_entity_id, options=options)
'''


ONE = values(Id=INT)
GIVES = values(Response=STRING)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"agents": rest("Contact", "Get", shape=Shape.NONE)}, ""),
        ({"parameters": ONE}, '{"Id": "Int32"}'),
        (
            {"parameters": ONE, "agents": rest("Contact", "Get", shape=Shape.BARE)},
            '{"Id": "Int32"}, shape="bare"',
        ),
        (
            {"parameters": ONE, "results": GIVES},
            '{"Id": "Int32"}, "str | None"',
        ),
        (
            {
                "parameters": ONE,
                "results": GIVES,
                "agents": rest("Contact", "Get", select=False),
            },
            '{"Id": "Int32"}, "str | None", select=False',
        ),
        (
            {
                "results": values(Content=STRING),
                "agents": rest("Contact", "Get", shape=Shape.NONE, gives_stream=True),
            },
            'gives={"Content": "str | None"}, stream=True',
        ),
        ({"parameters": ONE, "agents": None}, '{"Id": "Int32"}, agents=False'),
        ({"parameters": ONE, "soap": None}, '{"Id": "Int32"}, soap=False'),
        (
            {"parameters": ONE, "agents": rest("Contact", "Get", path="/api/v1/Get")},
            '{"Id": "Int32"}, path="api/v1/Get"',
        ),
        (
            {"parameters": ONE, "soap": soap("Contact", "Get", action="urn:a")},
            '{"Id": "Int32"}, action="urn:a"',
        ),
        (
            {
                "parameters": ONE,
                "soap": soap("Contact", "Get", request="R", response="S"),
            },
            '{"Id": "Int32"}, request="R", response="S"',
        ),
        (
            {
                "parameters": ONE,
                "soap": soap(
                    "Contact",
                    "Get",
                    request_headers=(Header("ApplicationToken", STRING, NAMESPACE),),
                ),
            },
            '{"Id": "Int32"}, request_headers=("ApplicationToken",)',
        ),
        (
            {
                "parameters": ONE,
                "soap": soap(
                    "Contact",
                    "Get",
                    request_headers=tuple(
                        Header(name, STRING, NAMESPACE)
                        for name in (*REQUEST_HEADERS, "Culture")
                    ),
                ),
            },
            '{"Id": "Int32"}, request_headers=("ApplicationToken", "Credentials", '
            '"TimeZone", "Culture"), header_types={"Culture": "str | None"}',
        ),
        (
            {
                "parameters": ONE,
                "soap": soap("Contact", "Get", namespaces=(("Id", "urn:y"),)),
            },
            '{"Id": "Int32"}, namespaces={"Id": "urn:y"}',
        ),
        (
            {
                "parameters": ONE,
                "soap": soap("Contact", "Get", spellings=(("Id", "Key"),)),
                "agents": rest("Contact", "Get", spellings=(("Id", "Ident"),)),
            },
            '{"Id": "Int32"}, spelled={"soap": {"Id": "Key"}, "agents": {"Id": "Ident"}}',
        ),
        (
            {
                "parameters": ONE,
                "agents": rest(
                    "Contact", "Get", shape=Shape.QUERY, spellings=(("Id", "ID"),)
                ),
            },
            '{"Id": "Int32"}, shape="query", spelled={"query": {"Id": "ID"}}',
        ),
    ],
)
def test_a_row_says_what_does_not_follow_the_pattern(
    more: dict[str, Any], expected: str
):
    assert row(**more) == expected


def test_an_answer_of_several_parts_is_a_carrier():
    text = module(
        Operation(
            name="Read",
            results=values(Response=STRING, Length=INT),
            soap=soap("Contact", "Read"),
        )
    )

    assert 'gives={"Response": "str | None", "Length": "Int32"}' in text
    assert 'result="ReadResponse"' in text
    assert ") -> ReadResponse:" in text
    assert "    from ..carriers import ReadResponse\n" in text


def test_an_operation_that_gives_nothing_returns_nothing():
    text = module(Operation(name="Delete", soap=soap("Contact", "Delete")))

    assert "    def delete(self, *, options: Options = None) -> None:" in text
    assert "\n        self._call(_DELETE, options=options)\n" in text
    assert "\n        await self._call(_DELETE, options=options)\n" in text


def test_names_that_python_has_taken_are_given_otherwise():
    text = module(
        Operation(
            name="Import",
            parameters=values(
                **{"from": INT, "Self": INT, "Options": INT, "List": INT}
            ),
            soap=soap("Contact", "Import"),
        ),
        Operation(name="List", results=values(Response=ListOf(STRING))),
    )

    assert '_IMPORT_ = _AGENT.operation(\n    "Import",' in text
    assert '_LIST_ = _AGENT.operation("List",' in text
    assert "    def import_(\n" in text and "    def list_(self, *," in text
    assert (
        "from_: int,\n        self_: int,\n        options_: int,\n        list: int,\n"
        in text
    )
    assert (
        '{"from": "Int32", "Self": "Int32", "Options": "Int32", "List": "Int32"}'
        in (" ".join(text.split()).replace("{ ", "{").replace(", }", "}"))
    )


def test_methods_that_differ_in_case_alone_stay_apart():
    text = module(
        Operation(name="GetAll"), Operation(name="getAll"), Operation(name="GETAll")
    )

    for row, method in (
        ("_GET_ALL", "GetAll"),
        ("_GET_ALL_", "getAll"),
        ("_GET_ALL_2", "GETAll"),
    ):
        assert f'{row} = _AGENT.operation("{method}"' in text
        assert f"    def {row[1:].lower()}(self, *," in text


def test_documented_parameters_are_described_and_echoes_are_not():
    text = module(
        Operation(
            name="Get",
            parameters=(
                Parameter(name="ContactId", type=INT, doc="Contact Id."),
                Parameter(name="Depth", type=INT, doc="How far to go."),
            ),
            doc="Gets it.",
        )
    )

    assert "        Args:\n            depth: How far to go.\n" in text


@pytest.mark.parametrize(
    ("bindings", "sentence"),
    [
        ({"soap": soap("Contact", "Get")}, "Only SOAP has this operation."),
        (
            {"agents": rest("Contact", "Get")},
            "Only the Agents REST endpoint has this operation.",
        ),
    ],
)
def test_an_operation_of_one_wire_says_so(bindings: dict[str, Any], sentence: str):
    assert sentence in module(Operation(name="Get", **bindings))


def test_the_index_finds_agents_by_their_wire_name():
    release = Release(agents=(agent("EMail"), agent("MDO")))

    text = rendered(release)["agents/__init__.py"]

    assert '"EMail": "EMailAgent",\n        "MDO": "MDOAgent",\n' in text
    assert '"EMail": "AsyncEMailAgent",\n' in text
    assert '"EMailAgent": "email",' in text


def test_a_session_has_an_attribute_for_each_agent():
    text = rendered(Release(agents=(agent("EMail"), agent("Property"))))["session.py"]

    assert text.count("    def email(self) -> EMailAgent:\n") == 1
    assert text.count("    def email(self) -> AsyncEMailAgent:\n") == 1
    assert "    def property_(self) -> PropertyAgent:\n" in text
