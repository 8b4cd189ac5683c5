"""What schemas say, as carriers, enumerations and dictionaries."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostics, MetadataError
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.release import Release
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
)
from generator.readers.wsdl import read_wsdl
from generator.sources import memory_source

SER = "http://schemas.microsoft.com/2003/10/Serialization/"


def document(*schemas: str) -> str:
    return (
        '<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" '
        f'targetNamespace="urn:t"><w:types>{"".join(schemas)}</w:types></w:definitions>'
    )


def schema(types: str, namespace: str = "urn:t", form: str = "qualified") -> str:
    return (
        f'<xs:schema targetNamespace="{namespace}" elementFormDefault="{form}">'
        f"{types}</xs:schema>"
    )


def read(
    types: str, found: list[str] | None = None, others: dict[str, bytes] | None = None
) -> Release:
    """The release of a document with these types; what was found must be as told."""
    diagnostics = Diagnostics()
    text = document(types if types.startswith("<xs:schema") else schema(types))
    release = read_wsdl(memory_source(text, "a.wsdl", others or {}), diagnostics)
    assert [str(each) for each in diagnostics] == (found or [])
    return release


def fields(types: str, found: list[str] | None = None) -> tuple[Field, ...]:
    """The fields of carrier T, whose members are `types`."""
    return read(f'<xs:complexType name="T">{types}</xs:complexType>', found).carrier("T").fields  # fmt: skip


def sequence(elements: str) -> str:
    return f"<xs:sequence>{elements}</xs:sequence>"


def optional(name: str, type: object, **more: object) -> Field:
    return Field(name=name, type=type, **more)  # type: ignore[arg-type]


def required(name: str, type: object, **more: object) -> Field:
    return optional(name, type, optional=False, **more)


# Fields


def test_optional_and_nillable_stay_apart():
    assert (
        fields(sequence("""
        <xs:element name="A" type="xs:string"/>
        <xs:element name="B" type="xs:string" minOccurs="0"/>
        <xs:element name="C" type="xs:string" nillable="true"/>
        <xs:element name="D" type="xs:string" minOccurs="0" nillable="true"/>"""))
        == (
            Field(name="A", type=STRING, optional=False, nillable=False),
            Field(name="B", type=STRING, optional=True, nillable=False),
            Field(name="C", type=STRING, optional=False, nillable=True),
            Field(name="D", type=STRING, optional=True, nillable=True),
        )
    )


@pytest.mark.parametrize(
    ("type", "scalar"),
    [
        *(
            (name, name)
            for name in ["boolean", "byte", "unsignedByte", "short", "int", "long"]
        ),
        *((name, name) for name in ["unsignedShort", "unsignedInt", "unsignedLong"]),
        *(
            (name, name)
            for name in ["integer", "float", "double", "decimal", "duration"]
        ),
        *(
            (name, name)
            for name in ["dateTime", "date", "time", "base64Binary", "string"]
        ),
        *(
            (name, "string")
            for name in ["token", "anyURI", "QName", "ID", "hexBinary", "gYear"]
        ),
        *((name, "integer") for name in ["positiveInteger", "negativeInteger"]),
        *((name, "any") for name in ["anyType", "anySimpleType"]),
    ],
)
def test_scalars_are_those_of_xml_schema(type, scalar):
    assert fields(sequence(f'<xs:element name="A" type="xs:{type}"/>')) == (
        required("A", Scalar(scalar)),
    )


def test_serialization_types_are_scalars():
    release = read_wsdl(
        memory_source(
            document(
                schema(f"""<xs:complexType name="T"><xs:sequence>
                <xs:element name="A" type="q:char" xmlns:q="{SER}"/>
                <xs:element name="B" type="q:duration" xmlns:q="{SER}"/>
                <xs:element name="C" type="q:guid" xmlns:q="{SER}"/>
                </xs:sequence></xs:complexType>"""),
                schema(
                    '<xs:simpleType name="char"><xs:restriction base="xs:int"/>'
                    '</xs:simpleType><xs:simpleType name="duration">'
                    '<xs:restriction base="xs:duration"><xs:pattern value="P.*"/>'
                    '</xs:restriction></xs:simpleType><xs:simpleType name="guid">'
                    '<xs:restriction base="xs:string"><xs:pattern value=".*"/>'
                    "</xs:restriction></xs:simpleType>",
                    SER,
                ),
            )
        ),
        Diagnostics(),
    )

    assert release.carriers == (
        Carrier(
            name="T",
            namespace="urn:t",
            fields=(
                required("A", Scalar("int")),
                required("B", Scalar("duration")),
                required("C", Scalar("guid")),
            ),
        ),
    )


def test_a_prefix_counts_where_it_stands():
    release = read(
        '<xs:schema targetNamespace="urn:t" elementFormDefault="qualified">'
        '<xs:complexType name="T"><xs:sequence>'
        '<xs:element name="A" type="q:T" xmlns:q="urn:t"/>'
        '<xs:element name="B" type="q:int" xmlns:q="http://www.w3.org/2001/XMLSchema"/>'
        '<xs:element name="C" type="T" xmlns="urn:t"/>'
        '<xs:element name="D" type="xs:T" xmlns:xs="urn:t"'
        ' xmlns:y="http://www.w3.org/2001/XMLSchema"/>'.replace("<xs:element name=\"D\"", "<y:element name=\"D\"")
        + "</xs:sequence></xs:complexType></xs:schema>"
    )  # fmt: skip

    assert [each.type for each in release.carrier("T").fields] == [
        CarrierRef("T"),
        Scalar("int"),
        CarrierRef("T"),
        CarrierRef("T"),
    ]


def test_unqualified_elements_have_no_namespace():
    release = read(
        schema(
            """<xs:complexType name="T"><xs:sequence>
        <xs:element name="A" type="xs:int"/>
        <xs:element name="B" type="xs:int" form="qualified"/>
        </xs:sequence></xs:complexType>""",
            form="unqualified",
        )
    )

    assert release.carrier("T").fields == (
        required("A", Scalar("int"), namespace=""),
        required("B", Scalar("int")),
    )


def test_the_branches_of_a_choice_are_optional():
    assert fields(
        '<xs:choice><xs:element name="A" type="xs:int"/>'
        '<xs:sequence><xs:element name="B" type="xs:int"/>'
        '<xs:element name="A" type="xs:int"/></xs:sequence></xs:choice>'
    ) == (optional("A", Scalar("int")), optional("B", Scalar("int")))


def test_what_stands_in_an_optional_group_is_optional():
    assert fields(
        '<xs:sequence><xs:sequence minOccurs="0">'
        '<xs:element name="A" type="xs:int"/></xs:sequence>'
        '<xs:element name="B" type="xs:int"/></xs:sequence>'
    ) == (optional("A", Scalar("int")), required("B", Scalar("int")))


def test_xs_all_is_a_sequence():
    assert fields('<xs:all><xs:element name="A" type="xs:int"/></xs:all>') == (
        required("A", Scalar("int")),
    )


def test_groups_and_attribute_groups_are_written_out():
    release = read("""
        <xs:group name="G"><xs:sequence><xs:element name="A" type="xs:int"/>
          <xs:group ref="t:G" minOccurs="0"/></xs:sequence></xs:group>
        <xs:attributeGroup name="H"><xs:attribute name="b" type="xs:int" use="required"/>
          <xs:attributeGroup ref="t:H"/></xs:attributeGroup>
        <xs:complexType name="T"><xs:group ref="t:G"/><xs:attributeGroup ref="t:H"/>
        </xs:complexType>""")

    assert release.carrier("T").fields == (
        required("A", Scalar("int")),
        required("b", Scalar("int"), attribute=True),
    )


def test_attributes_are_marked():
    assert (
        fields("""
        <xs:attribute name="a" type="xs:int"/>
        <xs:attribute name="b" use="required"/>
        <xs:attribute name="c" use="prohibited"/>
        <xs:attribute name="d" form="qualified" type="xs:int"/>
        <xs:attribute ref="xml:lang"/>""")
        == (
            optional("a", Scalar("int"), attribute=True),
            required("b", STRING, attribute=True),
            optional("d", Scalar("int"), attribute=True, namespace="urn:t"),
            optional(
                "lang",
                STRING,
                attribute=True,
                namespace="http://www.w3.org/XML/1998/namespace",
            ),
        )
    )


def test_a_reference_to_an_element_takes_its_type_and_namespace():
    release = read_wsdl(
        memory_source(
            document(
                schema("""<xs:complexType name="T"><xs:sequence>
                  <xs:element ref="o:Far" minOccurs="0" xmlns:o="urn:o"/>
                  <xs:element ref="t:Near"/></xs:sequence></xs:complexType>
                  <xs:element name="Near" type="xs:int" nillable="true"/>"""),
                schema('<xs:element name="Far" type="xs:int"/>', "urn:o"),
            )
        ),
        Diagnostics(),
    )

    assert release.carrier("T").fields == (
        optional("Far", Scalar("int"), namespace="urn:o"),
        required("Near", Scalar("int"), nillable=True),
    )


def test_a_wildcard_is_noted_once_for_each_type():
    note = 'a.wsdl:1: note[wildcard]: carrier "T" allows anything besides what it names'

    assert fields(
        sequence('<xs:element name="A" type="xs:int"/><xs:any/><xs:any/>')
        + "<xs:anyAttribute/>",
        [note],
    ) == (required("A", Scalar("int")),)


def test_types_without_a_name_are_called_after_where_they_stand():
    release = read("""
        <xs:complexType name="T"><xs:sequence>
          <xs:element name="A"><xs:complexType><xs:sequence>
            <xs:element name="B"><xs:simpleType><xs:restriction base="xs:string">
              <xs:enumeration value="x"/></xs:restriction></xs:simpleType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:sequence></xs:complexType>
        <xs:complexType name="TA"/>""")

    assert release.carrier("T").fields == (required("A", CarrierRef("TA2")),)
    assert release.carrier("TA2").fields == (required("B", EnumerationRef("TA2B")),)
    assert release.enumeration("TA2B").members == (Member(name="x", number=0),)


def test_descriptions_are_kept_as_text():
    release = read("""
        <xs:complexType name="T"><xs:annotation><xs:documentation>A &lt;b&gt;
&#13;c</xs:documentation></xs:annotation><xs:sequence>
          <xs:element name="A" type="xs:int"><xs:annotation><xs:documentation>
            <p>one</p> two</xs:documentation></xs:annotation></xs:element>
        </xs:sequence></xs:complexType>""")

    carrier = release.carrier("T")
    assert (carrier.doc, carrier.fields[0].doc) == ("A <b>\n\nc", "one two")


def test_origins_name_file_and_line():
    release = read(schema('\n<xs:complexType name="T">\n<xs:sequence>\n'
        '<xs:element name="A" type="xs:int"/></xs:sequence></xs:complexType>'))  # fmt: skip

    carrier = release.carrier("T")
    assert [str(each) for each in carrier.origins] == ["a.wsdl:2"]
    assert [str(each) for each in carrier.fields[0].origins] == ["a.wsdl:4"]


# Bases


def test_an_extension_has_its_base_and_its_own_fields():
    release = read("""
        <xs:complexType name="Base" abstract="true"><xs:sequence>
          <xs:element name="A" type="xs:int"/></xs:sequence></xs:complexType>
        <xs:complexType name="Sub"><xs:complexContent mixed="false">
          <xs:extension base="t:Base"><xs:sequence>
          <xs:element name="B" type="xs:int"/></xs:sequence>
          </xs:extension></xs:complexContent></xs:complexType>""")

    sub = Carrier(
        name="Sub",
        namespace="urn:t",
        base="Base",
        fields=(required("B", Scalar("int")),),
    )
    assert release.carriers == (
        Carrier(
            name="Base",
            namespace="urn:t",
            abstract=True,
            fields=(required("A", Scalar("int")),),
        ),
        sub,
    )
    assert [each.name for each in release.all_fields(sub)] == ["A", "B"]


def test_a_restriction_keeps_only_what_its_base_has_not():
    release = read("""
        <xs:complexType name="Base"><xs:sequence>
          <xs:element name="A" type="xs:int"/></xs:sequence></xs:complexType>
        <xs:complexType name="Sub"><xs:complexContent><xs:restriction base="t:Base">
          <xs:sequence><xs:element name="A" type="xs:int"/></xs:sequence>
          <xs:attribute name="b" type="xs:int"/>
          </xs:restriction></xs:complexContent></xs:complexType>""")

    assert release.carrier("Sub") == Carrier(
        name="Sub",
        namespace="urn:t",
        base="Base",
        fields=(optional("b", Scalar("int"), attribute=True),),
    )


def test_a_value_without_attributes_is_the_value():
    release = read("""
        <xs:complexType name="V"><xs:simpleContent><xs:extension base="xs:int"/>
        </xs:simpleContent></xs:complexType>
        <xs:complexType name="T"><xs:sequence><xs:element name="A" type="t:V"/>
        </xs:sequence></xs:complexType>""")

    assert release.carriers == (
        Carrier(
            name="T", namespace="urn:t", fields=(required("A", Scalar("int")),)
        ),
    )  # fmt: skip


def test_text_beside_attributes_is_said_to_be_left_out():
    release = read(
        '<xs:complexType name="V"><xs:simpleContent><xs:extension base="xs:int">'
        '<xs:attribute name="unit"/></xs:extension></xs:simpleContent></xs:complexType>',
        ['a.wsdl:1: warning[unsupported-content]: "V" has text beside attributes: the text is left out'],
    )  # fmt: skip

    assert release.carrier("V").fields == (optional("unit", STRING, attribute=True),)


# Lists


def test_arrays_are_lists_wherever_they_are_used():
    release = read_wsdl(
        memory_source(
            document(
                schema("""
                <xs:complexType name="T"><xs:sequence>
                  <xs:element name="A" type="t:ArrayOfT" minOccurs="0" nillable="true"/>
                  <xs:element name="B" type="t:ArrayOfArrayOfT"/>
                  <xs:element name="C" type="q1:ArrayOfint" xmlns:q1="urn:arrays"/>
                </xs:sequence></xs:complexType>
                <xs:complexType name="ArrayOfT"><xs:sequence><xs:element name="T"
                  type="t:T" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
                </xs:sequence></xs:complexType>
                <xs:complexType name="ArrayOfArrayOfT"><xs:sequence>
                  <xs:element name="ArrayOfT" type="t:ArrayOfT" maxOccurs="unbounded"/>
                </xs:sequence></xs:complexType>"""),
                schema(
                    '<xs:complexType name="ArrayOfint"><xs:sequence><xs:element '
                    'name="int" type="xs:int" minOccurs="0" maxOccurs="unbounded"/>'
                    "</xs:sequence></xs:complexType>",
                    "urn:arrays",
                ),
            )
        ),
        Diagnostics(),
    )

    of_t = ListOf(CarrierRef("T"), "T", "urn:t", nillable=True)
    assert release.carriers == (
        Carrier(
            name="T",
            namespace="urn:t",
            fields=(
                optional("A", of_t, nillable=True),
                required("B", ListOf(of_t, "ArrayOfT", "urn:t", nillable=False)),
                required("C", ListOf(Scalar("int"), "int", "urn:arrays", False)),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Items", ""),
        ("ArrayOfA", '<xs:attribute name="b" type="xs:int"/>'),
    ],
)
def test_what_only_looks_like_an_array_is_a_carrier(name, content):
    release = read(f"""
        <xs:complexType name="{name}"><xs:sequence>
          <xs:element name="A" type="xs:int" maxOccurs="unbounded"/>
        </xs:sequence>{content}</xs:complexType>""")

    first = release.carrier(name).fields[0]
    assert first == required("A", ListOf(Scalar("int"), "A", "urn:t", False, flat=True))


def test_repeated_elements_are_flat_lists():
    assert (
        fields("""<xs:sequence>
        <xs:element name="A" type="xs:int" minOccurs="0" maxOccurs="9" nillable="true"/>
        <xs:element name="B" type="xs:int"/>
        <xs:element name="C" type="xs:int" maxOccurs="0"/>
        </xs:sequence>""")
        == (
            optional("A", ListOf(Scalar("int"), "A", "urn:t", True, flat=True)),
            required("B", Scalar("int")),
        )
    )


def test_an_array_of_itself_is_an_error():
    read(
        '<xs:complexType name="ArrayOfA"><xs:sequence><xs:element name="A" '
        'type="t:ArrayOfA" maxOccurs="unbounded"/></xs:sequence></xs:complexType>',
        [
            'a.wsdl:1: error[recursive-type]: the type "ArrayOfA" is made of itself\n'
            "  expected: a list, a dictionary or a simple type made of other types"
        ],
    )


# Dictionaries

PAIR = """<xs:element name="{pair}" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
  <xs:sequence><xs:element name="Key" type="xs:int"/>
  <xs:element name="Value" nillable="true" type="xs:anyType"/></xs:sequence>
  </xs:complexType></xs:element>"""


def marked(mark: str, type: str) -> str:
    return (
        f"<xs:annotation><xs:appinfo>{mark}</xs:appinfo></xs:annotation>{type}"
    )  # fmt: skip


IS_DICTIONARY = f'<IsDictionary xmlns="{SER}">true</IsDictionary>'


def test_a_dictionary_keeps_the_names_of_its_pairs():
    release = read(
        '<xs:complexType name="D">'
        + marked(IS_DICTIONARY, sequence(PAIR.format(pair="IntObjectPair")))
        + '</xs:complexType><xs:complexType name="T"><xs:sequence>'
        '<xs:element name="A" type="t:D"/></xs:sequence></xs:complexType>'
    )

    assert release.dictionaries == (
        Dictionary(
            name="D",
            key=Scalar("int"),
            value=ANY,
            pair="IntObjectPair",
            key_element="Key",
            value_element="Value",
            value_nillable=True,
            namespace="urn:t",
        ),
    )
    assert release.carriers == (
        Carrier(
            name="T",
            namespace="urn:t",
            fields=(required("A", MapOf(Scalar("int"), ANY, "D")),),
        ),
    )


def test_a_dictionary_unlike_one_is_read_as_a_carrier():
    release = read(
        '<xs:complexType name="D">'
        + marked(IS_DICTIONARY, sequence('<xs:element name="A" type="xs:int"/>'))
        + "</xs:complexType>",
        [
            'a.wsdl:1: warning[odd-dictionary]: "D" is annotated as a dictionary, and read as a carrier\n'
            "  expected: one repeated element with a key and a value in it"
        ],
    )

    assert release.carrier("D").fields == (required("A", Scalar("int")),)


# Enumerations


def names(*members: str) -> str:
    listed = ""
    for member in members:
        value, _, number = member.partition("=")
        mark = f'<EnumerationValue xmlns="{SER}">{number}</EnumerationValue>'
        listed += f'<xs:enumeration value="{value}">{marked(mark, "") if number else ""}</xs:enumeration>'  # fmt: skip
    return f'<xs:restriction base="xs:string">{listed}</xs:restriction>'


def test_a_plain_enumeration_counts_by_position_where_no_number_is_given():
    release = read(
        f'<xs:simpleType name="E">{names("A", "B=7", "C", "D=-1")}</xs:simpleType>'
    )

    assert release.enumerations == (
        Enumeration(
            name="E",
            namespace="urn:t",
            members=(
                Member(name="A", number=0),
                Member(name="B", number=7),
                Member(name="C", number=2),
                Member(name="D", number=-1),
            ),
        ),
    )


def test_flags_count_in_powers_of_two_by_position():
    inner = names("A", "B", "UndefinedValue4", "R=1")
    release = read(
        f'<xs:simpleType name="E"><xs:list><xs:simpleType>{inner}</xs:simpleType>'
        "</xs:list></xs:simpleType>"
    )

    assert release.enumerations == (
        Enumeration(
            name="E",
            namespace="urn:t",
            flags=True,
            members=(
                Member(name="A", number=1),
                Member(name="B", number=2),
                Member(name="UndefinedValue4", number=4),
                Member(name="R", number=1),
            ),
        ),
    )


def test_the_integer_type_behind_an_enumeration_is_its_storage():
    mark = f'<ActualType Name="short" Namespace="http://www.w3.org/2001/XMLSchema" xmlns="{SER}"/>'
    release = read(
        f'<xs:simpleType name="E">{marked(mark, names("A"))}</xs:simpleType>'
    )

    assert release.enumeration("E").storage == "short"


@pytest.mark.parametrize("number", ["x", "1.0", "٣", "1_0", "9" * 30])
def test_a_number_that_is_none_is_an_error(number):
    read(
        f'<xs:simpleType name="E">{names(f"A={number}")}</xs:simpleType>',
        [
            f'a.wsdl:1: error[bad-number]: member "A" of "E" has the number "{number}"\n'
            "  expected: an integer"
        ],
    )


def test_restrictions_that_list_no_names_stand_for_their_base():
    assert (
        fields("""<xs:sequence>
        <xs:element name="A"><xs:simpleType><xs:restriction base="xs:string">
          <xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="B"><xs:simpleType><xs:restriction base="xs:int">
          <xs:enumeration value="1"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="C"><xs:simpleType><xs:union memberTypes="xs:int xs:string"/>
          </xs:simpleType></xs:element>
        </xs:sequence>""")
        == (
            required("A", STRING),
            required("B", Scalar("int")),
            required("C", STRING),
        )
    )


# Several schemas


def test_types_of_one_name_in_two_namespaces_are_told_apart():
    diagnostics = Diagnostics()
    types = '<xs:complexType name="T"/>'
    text = document(schema(types), schema(types, "urn:o"))

    release = read_wsdl(memory_source(text, "a.wsdl"), diagnostics)

    assert release.carriers == (
        Carrier(name="T", namespace="urn:t"),
        Carrier(name="T2", namespace="urn:o"),
    )
    assert [each.id for each in diagnostics] == ["ambiguous-name"]


def test_the_same_type_twice_is_read_once():
    once = '<xs:complexType name="T"><xs:sequence><xs:element name="A" type="xs:int"/></xs:sequence></xs:complexType>'
    again = once.replace("xs:int", "s:int").replace(
        "<xs:element", '<xs:element xmlns:s="http://www.w3.org/2001/XMLSchema"'
    )
    doc = "<xs:annotation><xs:documentation>x</xs:documentation></xs:annotation>"
    again = again.replace("<xs:sequence>", doc + "<xs:sequence>")

    assert len(read(once + again).carriers) == 1


def test_one_type_in_two_ways_is_an_error():
    read(
        '<xs:complexType name="T"/>\n<xs:complexType name="T"><xs:attribute name="a"/>'
        "</xs:complexType>",
        [
            'a.wsdl:2: error[duplicate-type]: complexType "T" is defined twice, in two ways\n'
            "  expected: the same as in a.wsdl:1"
        ],
    )


INCLUDED = b"""<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" %s
  elementFormDefault="qualified"><x:include schemaLocation="again.xsd"/>
  <x:complexType name="Base"><x:sequence><x:element name="A" type="%sE"/></x:sequence>
  </x:complexType><x:simpleType name="E"><x:restriction base="x:int"/></x:simpleType>
  </x:schema>"""

SUB = """<xs:complexType name="Sub"><xs:complexContent><xs:extension base="t:Base"/>
  </xs:complexContent></xs:complexType>"""


def test_an_included_schema_takes_the_namespace_of_the_includer():
    plain = INCLUDED % (b"", b"")

    release = read(
        '<xs:include schemaLocation="again.xsd"/>' + SUB, others={"again.xsd": plain}
    )

    assert release.carriers == (
        Carrier(name="Sub", namespace="urn:t", base="Base"),
        Carrier(
            name="Base", namespace="urn:t", fields=(required("A", Scalar("int")),)
        ),
    )  # fmt: skip


def test_schemas_that_import_each_other_are_read_once():
    there = b"""<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:o"
      xmlns:t="urn:t" targetNamespace="urn:o" elementFormDefault="qualified">
      <x:import namespace="urn:t" schemaLocation="back.xsd"/>
      <x:complexType name="Far"><x:sequence><x:element name="A" type="t:Near"/>
      </x:sequence></x:complexType></x:schema>"""
    back = b"""<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:o"
      targetNamespace="urn:t" elementFormDefault="qualified">
      <x:import namespace="urn:o" schemaLocation="there.xsd"/>
      <x:complexType name="Near"><x:sequence><x:element name="B" type="o:Far"/>
      </x:sequence></x:complexType></x:schema>"""

    release = read(
        '<xs:import namespace="urn:o" schemaLocation="there.xsd"/>',
        others={"there.xsd": there, "back.xsd": back},
    )

    assert release.carriers == (
        Carrier(
            name="Far", namespace="urn:o", fields=(required("A", CarrierRef("Near")),)
        ),
        Carrier(
            name="Near", namespace="urn:t", fields=(required("B", CarrierRef("Far")),)
        ),
    )
    assert [str(each) for each in release.carrier("Far").origins] == ["there.xsd:4"]


@pytest.mark.parametrize(
    ("namespace", "location"),
    [
        ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/xml.xsd"),
        ("http://schemas.xmlsoap.org/soap/encoding/", "http://schemas.xmlsoap.org/soap/encoding/"),
        ("http://www.w3.org/2001/XMLSchema", "http://www.w3.org/2001/XMLSchema.xsd"),
    ],
)  # fmt: skip
def test_the_schemas_of_xml_itself_need_no_document(namespace, location):
    read(f'<xs:import namespace="{namespace}" schemaLocation="{location}"/>')


def test_types_of_soap_encoding_stand_for_their_base():
    release = read(
        '<xs:complexType name="T"><xs:sequence '
        'xmlns:e="http://schemas.xmlsoap.org/soap/encoding/">'
        '<xs:element name="A" type="e:int"/><xs:element name="B" type="e:Array"/>'
        "</xs:sequence></xs:complexType>",
        [
            'a.wsdl:1: note[soap-encoding]: "e:Array" is of SOAP encoding: any value is allowed'
        ],
    )

    assert release.carrier("T").fields == (
        required("A", Scalar("int")),
        required("B", ANY),
    )


# Faults


@pytest.mark.parametrize(
    ("type", "hint"),
    [
        ("t:ArrayOfMDOItm", 'did you mean "t:ArrayOfMDOItem"?'),
        ("xs:strng", 'did you mean "xs:string"?'),
        ("nope:T", 'declare the prefix "nope"'),
    ],
)
def test_an_unknown_type_is_an_error_that_knows_better(type, hint):
    read(
        '<xs:complexType name="ArrayOfMDOItem"/><xs:complexType name="T"><xs:sequence>\n'
        f'<xs:element name="Interests" type="{type}"/></xs:sequence></xs:complexType>',
        [
            f'a.wsdl:2: error[unknown-type]: field "Interests" of "T" has type "{type}"\n'
            "  expected: a type this document declares or imports\n"
            f"  hint: {hint}"
        ],
    )


def test_a_hostile_name_is_data():
    name = '"); import os #\u202e'
    release = read(
        f"<xs:complexType name='{name}'><xs:sequence>"
        f"<xs:element name='{name}' type='xs:int'/></xs:sequence></xs:complexType>"
    )

    assert release.carrier(name).fields[0].name == name


@pytest.mark.parametrize(
    ("types", "id"),
    [
        ('<xs:complexType name="T"><xs:sequence><xs:element ref="t:No"/></xs:sequence></xs:complexType>', "unknown-element"),
        ('<xs:complexType name="T"><xs:group ref="t:No"/></xs:complexType>', "unknown-group"),
        ('<xs:complexType name="T"><xs:attribute ref="t:no"/></xs:complexType>', "unknown-attribute"),
        ('<xs:complexType name="T"><xs:complexContent><xs:extension base="t:No"/></xs:complexContent></xs:complexType>', "unknown-type"),
        ('<xs:complexType/>', "nameless"),
        ('<xs:complexType name="T"><xs:sequence><xs:element type="xs:int"/></xs:sequence></xs:complexType>', "nameless"),
        ('<xs:element name="A" type="xs:int"/><xs:element name="A" type="xs:long"/>', "duplicate-element"),
        ('<xs:simpleType name="T"><xs:restriction base="t:T"/></xs:simpleType>', "recursive-type"),
    ],
)  # fmt: skip
def test_each_fault_is_found(types, id):
    diagnostics = Diagnostics()

    read_wsdl(memory_source(document(schema(types))), diagnostics)

    assert [each.id for each in diagnostics] == [id]


@pytest.mark.parametrize(
    ("other", "id"),
    [
        (b"<x/>", "not-a-schema"),
        (b"<x>", "not-xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "dtd"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"), "dtd"),
        (b"<x>" * 300 + b"</x>" * 300, "not-xml"),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_read_ends_the_reading(other, id):
    with pytest.raises(MetadataError) as raised:
        read(
            '<xs:import namespace="urn:o" schemaLocation="o.xsd"/>',
            others={"o.xsd": other},
        )

    assert [each.id for each in raised.value.diagnostics] == [id]


def test_a_base_that_leads_back_to_itself_does_not_hang():
    release = read("""
        <xs:complexType name="A"><xs:complexContent><xs:extension base="t:B"/>
        </xs:complexContent></xs:complexType>
        <xs:complexType name="B"><xs:complexContent><xs:restriction base="t:A"/>
        </xs:complexContent></xs:complexType>""")

    assert [each.base for each in release.carriers] == ["B", "A"]
