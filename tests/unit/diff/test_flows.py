"""Which operations send a type, and which answer with it."""

from __future__ import annotations

from generator.diff.flows import Flow, Flows, User
from generator.model.bindings import AgentsBinding, Header, Shape, SoapBinding
from generator.model.carriers import (
    Carrier,
    Dictionary,
    Discriminator,
    Enumeration,
    Field,
    Member,
)
from generator.model.release import (
    Agent,
    Answer,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)

TEXT = Scalar("string")
GET, SAVE = User("A", "Get"), User("A", "Save")


def release(
    *things: Carrier | Enumeration | Dictionary,
    takes: TypeRef = TEXT,
    gives: TypeRef = TEXT,
) -> Release:
    """Two operations: "Save" takes a type, "Get" gives one."""
    return Release(
        agents=(
            Agent(
                name="A",
                operations=(
                    Operation(
                        name="Get", results=(Parameter(name="Response", type=gives),)
                    ),
                    Operation(
                        name="Save", parameters=(Parameter(name="It", type=takes),)
                    ),
                ),
            ),
        ),
        carriers=tuple(each for each in things if isinstance(each, Carrier)),
        enumerations=tuple(each for each in things if isinstance(each, Enumeration)),
        dictionaries=tuple(each for each in things if isinstance(each, Dictionary)),
    )


def carrier(name: str, *types: TypeRef, base: str | None = None) -> Carrier:
    fields = tuple(
        Field(name=f"{name}{at}", type=type) for at, type in enumerate(types)
    )
    return Carrier(name=name, fields=fields, base=base)


def test_what_a_parameter_and_an_answer_hold():
    flows = Flows(
        release(
            carrier("Sent"),
            carrier("Given"),
            takes=ListOf(CarrierRef("Sent")),
            gives=MapOf(TEXT, CarrierRef("Given")),
        )
    )

    assert flows.of("carrier", "Sent") == Flow(sent=(SAVE,))
    assert flows.of("carrier", "Given") == Flow(answered=(GET,))


def test_what_nothing_uses_flows_nowhere():
    flows = Flows(release(carrier("Unused", CarrierRef("Inner")), carrier("Inner")))

    assert flows.of("carrier", "Unused") == Flow()
    assert flows.of("carrier", "Inner") == Flow()
    assert flows.of("carrier", "Unheard") == Flow()


def test_types_are_followed_through_fields():
    flows = Flows(
        release(
            carrier("Outer", ListOf(CarrierRef("Inner"))),
            carrier("Inner", EnumerationRef("Kind")),
            Enumeration(name="Kind", members=(Member(name="X"),)),
            takes=CarrierRef("Outer"),
        )
    )

    assert flows.of("enumeration", "Kind") == Flow(sent=(SAVE,))


def test_a_carrier_may_hold_itself():
    flows = Flows(
        release(
            carrier("Node", CarrierRef("Node"), CarrierRef("Leaf")),
            carrier("Leaf", CarrierRef("Node")),
            gives=CarrierRef("Leaf"),
        )
    )

    assert flows.of("carrier", "Node") == Flow(answered=(GET,))


def test_a_subtype_stands_in_for_its_base():
    flows = Flows(
        release(
            carrier("Base"),
            carrier("Middle", base="Base"),
            carrier("Sub", CarrierRef("Held"), base="Middle"),
            carrier("Held"),
            takes=CarrierRef("Base"),
        )
    )

    for name in ("Base", "Middle", "Sub", "Held"):
        assert flows.of("carrier", name) == Flow(sent=(SAVE,))


def test_a_base_comes_with_its_subtype_and_not_with_its_other_ones():
    flows = Flows(
        release(
            carrier("Base", CarrierRef("Held")),
            carrier("Held"),
            carrier("Sub", base="Base"),
            carrier("Other", base="Base"),
            gives=CarrierRef("Sub"),
        )
    )

    assert flows.of("carrier", "Base") == Flow(answered=(GET,))
    assert flows.of("carrier", "Held") == Flow(answered=(GET,))
    assert flows.of("carrier", "Other") == Flow()
    assert flows.referred("Base") == Flow()


def test_a_view_of_a_carrier_stands_nowhere_but_where_it_is_named():
    view = Carrier(
        name="BaseWithLinks",
        base="Base",
        fields=(Field(name="_Links", type=CarrierRef("Link")),),
    )
    things = (carrier("Base"), view, carrier("Link"))

    assert Flows(release(*things, gives=CarrierRef("Base"))).of("carrier", "Link") == (
        Flow()
    )
    assert Flows(release(*things, gives=CarrierRef("BaseWithLinks"))).of(
        "carrier", "Link"
    ) == Flow(answered=(GET,))


def test_carriers_that_a_discriminator_names_stand_in_as_well():
    told = Discriminator("Kind", (("S", "Loose"),))
    base = Carrier(
        name="Base", fields=(Field(name="Kind", type=TEXT),), discriminator=told
    )
    flows = Flows(release(base, carrier("Loose"), takes=CarrierRef("Base")))

    assert flows.of("carrier", "Loose") == Flow(sent=(SAVE,))


def test_named_dictionaries_are_followed_and_flow_themselves():
    named = Dictionary(
        name="Kinds", key=EnumerationRef("Kind"), value=CarrierRef("It"), pair="Pair"
    )
    flows = Flows(
        release(
            named,
            carrier("It"),
            Enumeration(name="Kind", members=(Member(name="X"),)),
            gives=MapOf(EnumerationRef("Kind"), CarrierRef("It"), "Kinds"),
        )
    )

    for kind, name in (
        ("dictionary", "Kinds"),
        ("enumeration", "Kind"),
        ("carrier", "It"),
    ):
        assert flows.of(kind, name) == Flow(answered=(GET,))


def test_header_blocks_go_with_their_message():
    soap = SoapBinding(
        action="a",
        request="Get",
        response="GetResponse",
        namespace="n",
        path="/A.svc",
        request_headers=(Header("Credentials", CarrierRef("Credentials")),),
        response_headers=(Header("Extra", CarrierRef("Extra")),),
    )
    flows = Flows(
        Release(
            agents=(Agent(name="A", operations=(Operation(name="Get", soap=soap),)),),
            carriers=(carrier("Credentials"), carrier("Extra")),
        )
    )

    assert flows.of("carrier", "Credentials") == Flow(sent=(GET,))
    assert flows.of("carrier", "Extra") == Flow(answered=(GET,))


def test_resources_send_parameters_and_bodies_and_give_every_answer():
    put = ResourceOperation(
        name="put",
        verb="PUT",
        path="/api/v1/It/{id}",
        parameters=(
            ResourceParameter(name="kind", place="query", type=EnumerationRef("Kind")),
        ),
        body=CarrierRef("It"),
        answers=(Answer(status="409", type=CarrierRef("Trouble")),),
    )
    flows = Flows(
        Release(
            resources=(Resource(name="It", operations=(put,)),),
            carriers=(carrier("It"), carrier("Trouble")),
            enumerations=(Enumeration(name="Kind", members=(Member(name="X"),)),),
        )
    )
    user = User("It", "PUT /api/v1/It/{id}", of_agent=False)

    assert flows.of("carrier", "It") == Flow(sent=(user,))
    assert flows.of("enumeration", "Kind") == Flow(sent=(user,))
    assert flows.of("carrier", "Trouble") == Flow(answered=(user,))
    assert str(user) == "PUT /api/v1/It/{id}"


def test_operations_stand_in_the_order_of_the_release_and_agents_once():
    twice = Operation(
        name="Swap",
        parameters=(Parameter(name="It", type=CarrierRef("It")),),
        results=(Parameter(name="Response", type=CarrierRef("It")),),
        agents=AgentsBinding(path="/p", shape=Shape.BARE),
    )
    both = Release(
        agents=(
            Agent(name="B", operations=(twice,)),
            Agent(name="A", operations=(twice,)),
        ),
        carriers=(carrier("It"),),
    )

    flow = Flows(both).of("carrier", "It")

    assert flow.sent == flow.answered == (User("B", "Swap"), User("A", "Swap"))
    assert flow.groups == ("B", "A")
