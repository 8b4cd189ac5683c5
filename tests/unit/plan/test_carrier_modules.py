"""What the module of a carrier says."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.model.carriers import Carrier, Dictionary, Discriminator, Field
from generator.model.release import Release
from generator.model.types import STRING, CarrierRef, ListOf, MapOf, Scalar
from generator.pipeline import read_release
from generator.plan.carriers import field_line
from generator.plan.names import wire_case
from generator.plan.results import with_result_carriers
from generator.plan.scope import carrier_attributes
from generator.plan.text import Identifier, code
from tests.unit.plan.planned import NAMESPACE, carrier, enumeration, rendered

INT = Scalar("int")


def module(name: str, *carriers: Carrier, **more: object) -> str:
    """The module's text below its imports."""
    text = rendered(Release(carriers=carriers, **more))[f"carriers/{name}.py"]
    return text[text.index("\nclass ") + 1 :]


def test_a_carrier_is_a_class_with_an_annotation_for_each_field():
    contact = Carrier(
        name="ContactEntity",
        fields=(
            Field(name="ContactId", type=INT, doc="Primary key."),
            Field(name="URLName", type=STRING, nillable=True),
        ),
        namespace=NAMESPACE,
        doc="A company.",
    )

    assert module("contact_entity", contact) == '''\
class ContactEntity(BaseCarrier):
    """A company."""

    __namespace__ = "urn:x/Services88"
    __spelled__ = {"url_name": "URLName"}

    contact_id: Int32 = 0
    """Primary key."""
    url_name: str | None = None
'''


def test_a_subclass_has_its_own_fields_and_no_namespace_again():
    text = module("b", carrier("A", Id=INT), carrier("B", "A", Name=STRING))

    assert text == '''\
class B(A):
    """The carrier B."""

    name: str | None = None
'''


def test_a_carrier_may_have_no_fields():
    assert module("a", Carrier(name="A")) == '''\
class A(BaseCarrier):
    """The carrier A."""

    __namespace__ = ""
'''


def test_a_class_that_is_called_otherwise_says_its_wire_name():
    assert '    __wire__ = "Exception"\n' in module("exception", carrier("Exception"))
    assert '    __wire__ = "new-pet"\n' in module("new_pet", carrier("new-pet"))


def test_required_fields_are_named():
    made = Carrier(
        name="A",
        fields=(
            Field(name="P", type=STRING, optional=False),
            Field(name="Q", type=STRING),
        ),
    )

    assert '    __required__ = ("p",)\n' in module("a", made)


def test_a_base_that_something_refers_to_knows_its_subtypes_and_how_to_tell_them():
    base = Carrier(
        name="Step",
        fields=(Field(name="Kind", type=STRING),),
        namespace=NAMESPACE,
        discriminator=Discriminator("Kind", (("b", "StepB"), ("c", "StepC"))),
    )
    family = (base, carrier("StepB", "Step"), carrier("StepC", "StepB"))
    holder = carrier("Flow", Steps=ListOf(CarrierRef("Step")))

    assert module("step", *family, holder) == '''\
class Step(BaseCarrier):
    """The carrier Step."""

    __namespace__ = "urn:x/Services88"
    __subtypes__ = ("StepB", "StepC")
    __discriminator__ = (
        "Kind",
        {"b": "StepB", "c": "StepC"},
    )

    kind: str | None = None
'''
    assert "__subtypes__" not in module("step", *family)


def test_named_dictionaries_stand_in_one_module_as_texts():
    release = Release(
        carriers=(carrier("A", Names=MapOf(STRING, STRING, "StringDictionary")),),
        dictionaries=(
            Dictionary(name="StringDictionary", key=STRING, value=STRING, pair="P"),
        ),
    )
    texts = rendered(release)

    assert texts["carriers/dictionaries.py"].endswith(
        "\nStringDictionary: TypeAlias = "
        "'Annotated[dict[str, str | None], Pairs(\"P\")]'\n"
    )
    assert "    from . import StringDictionary\n" in texts["carriers/a.py"]
    assert '"StringDictionary": "dictionaries",' in texts["carriers/__init__.py"]


def test_a_module_imports_its_base_and_its_defaults_and_the_rest_for_type_checkers():
    kind = enumeration("Kind", "None=0")
    texts = rendered(
        Release(
            carriers=(
                carrier("A"),
                carrier(
                    "B",
                    "A",
                    Own=CarrierRef("B"),
                    Other=CarrierRef("C"),
                    Above=CarrierRef("A"),
                    Date=Scalar("dateTime"),
                ),
                carrier("C"),
            ),
            enumerations=(kind,),
        )
    )

    head = texts["carriers/b.py"].partition("\n\n\nclass ")[0]
    assert head.partition("annotations\n\n")[2] == """\
from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from .a import A

if TYPE_CHECKING:
    from datetime import datetime
    from . import C"""


@pytest.mark.parametrize(
    ("annotation", "laid_out"),
    [
        ("a" * 60, "name: {} = None"),
        ("a" * 71, "name: {} = None"),
        ("a" * 72, "name: {} = (\n        None\n    )"),
        ("a" * 90, "name: {} = None"),
    ],
)
def test_a_long_line_is_laid_out_as_black_does(annotation: str, laid_out: str):
    line = field_line(
        Identifier("name"), code("{}", Identifier(annotation)), code("None")
    )

    assert line == laid_out.replace("{}", annotation)


# --- attributes


def test_attributes_are_unique_along_inheritance():
    release = Release(
        carriers=(
            carrier("A", Name=STRING),
            carrier("B", "A", name=STRING, Own=STRING),
            carrier("C", "B", NAME=STRING, Name=STRING),
            carrier("D", "A", own=STRING),
        )
    )

    assert carrier_attributes(release) == {
        "A": {"Name": "name"},
        "B": {"Name": "name", "name": "name_", "Own": "own"},
        "C": {"Name": "name", "name": "name_", "Own": "own", "NAME": "name_2"},
        "D": {"Name": "name", "own": "own"},
    }


def test_subtypes_may_come_before_their_bases():
    release = Release(carriers=(carrier("B", "A", a=STRING), carrier("A", A=STRING)))

    assert carrier_attributes(release) == {
        "A": {"A": "a"},
        "B": {"A": "a", "a": "a_"},
    }


def test_a_carrier_may_have_an_empty_name():
    release = Release(carriers=(carrier("", A=STRING), carrier("B", A=STRING)))

    assert carrier_attributes(release) == {"": {"A": "a"}, "B": {"A": "a"}}


NAMES = st.lists(st.text(max_size=4), max_size=6, unique=True)


@given(NAMES, NAMES, NAMES)
def test_any_field_names_become_unique_attributes(
    first: list[str], second: list[str], third: list[str]
):
    def made(name: str, base: str | None, names: list[str]) -> Carrier:
        return Carrier(
            name=name,
            base=base,
            fields=tuple(Field(name=each, type=STRING) for each in names),
        )

    release = Release(
        carriers=(made("A", None, first), made("B", "A", second), made("C", "B", third))
    )

    for name, attributes in carrier_attributes(release).items():
        fields = release.all_fields(release.carrier(name))
        assert set(attributes) == {field.name for field in fields}
        assert len(set(attributes.values())) == len(attributes)
        assert all(Identifier(each) == each for each in attributes.values())


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["2021-03", "2026-04"])
def test_every_wire_name_of_a_real_release_comes_back(corpus: Path, folder: str):
    """By the rule or by `__spelled__`, from the text of the class alone."""
    sources = tuple(sorted((corpus / "netserver" / folder).glob("*.zip")))
    release = read_release(Config(sources=sources), Diagnostics()).release
    release, _ = with_result_carriers(release)
    carriers = {each.name: each for each in release.carriers}
    # Without agents and resources all carriers stay, whoever uses them.
    texts = rendered(replace(release, agents=(), resources=()))
    seen = 0
    for path, text in texts.items():
        if not path.startswith("carriers/") or "\nclass " not in text:
            continue
        name, wires = wire_names(text)
        expected = [each.name for each in carriers[name].fields]
        assert wires == expected, name
        seen += len(expected)
    assert seen == sum(len(each.fields) for each in carriers.values()) > 3_200


def wire_names(text: str) -> tuple[str, list[str]]:
    """The wire names of a carrier and of its own fields, as the runtime finds them."""
    (body,) = (each for each in ast.parse(text).body if isinstance(each, ast.ClassDef))
    said = {
        each.targets[0].id: ast.literal_eval(each.value)
        for each in body.body
        if isinstance(each, ast.Assign)
    }
    spelled = said.get("__spelled__", {})
    attributes = [
        each.target.id for each in body.body if isinstance(each, ast.AnnAssign)
    ]
    assert len(set(attributes)) == len(attributes)
    # What follows the rule is not spelled out.
    assert all(wire_case(name) != wire for name, wire in spelled.items())
    return said.get("__wire__", body.name), [
        spelled.get(name) or wire_case(name) for name in attributes
    ]


def test_what_a_class_spells_out_gives_the_wire_name_back():
    release = Release(
        carriers=(carrier("A", URLName=STRING, Name=STRING, name=STRING),)
    )

    assert '__spelled__ = {"url_name": "URLName", "name_": "name"}' in (
        rendered(release)["carriers/a.py"]
    )
