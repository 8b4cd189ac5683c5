"""Names and numbers of enumerations from where they are right."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostic, Diagnostics, Origin, Severity
from generator.merge.enumerations import (
    merge_enumerations,
    name_the_unnamed,
    report_unnumbered,
)
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Release
from generator.model.types import EnumerationRef


def enumeration(
    name: str, *members: str | tuple[str, int], flags: bool = False
) -> Enumeration:
    return Enumeration(
        name=name,
        members=tuple(
            (
                Member(name=each)
                if isinstance(each, str)
                else Member(name=each[0], number=each[1])
            )
            for each in members
        ),
        flags=flags,
    )


def merged(soap: Enumeration, json: Enumeration) -> Enumeration:
    (found,) = merge_enumerations(
        Release(enumerations=(soap,)), Release(enumerations=(json,))
    )
    return found


def test_flags_get_their_zero_and_their_composites_from_json():
    soap = enumeration("Days", ("Mon", 1), ("Tue", 2), flags=True)
    json = enumeration("Days", "None", "Mon", "Tue", "All")

    assert merged(soap, json) == enumeration(
        "Days", ("None", 0), ("Mon", 1), ("Tue", 2), "All", flags=True
    )


@pytest.mark.parametrize(
    "zero", ["None", "Unknown", "Default", "BlockNone", "Minimized", "CustomerIsTyping"]
)
def test_the_zero_of_flags_may_have_any_name(zero: str):
    soap = enumeration("F", ("A", 1), flags=True)

    assert merged(soap, enumeration("F", zero, "A")).members[0] == Member(
        name=zero, number=0
    )


def test_flags_with_a_zero_get_no_other():
    soap = enumeration("F", ("Nothing", 0), ("A", 1), flags=True)
    json = enumeration("F", "None", "A")

    assert merged(soap, json) == enumeration(
        "F", ("Nothing", 0), ("A", 1), "None", flags=True
    )


def test_only_the_first_of_several_leading_names_is_the_zero():
    soap = enumeration("F", ("A", 1), flags=True)
    json = enumeration("F", "None", "Both", "A")

    assert merged(soap, json) == enumeration(
        "F", ("None", 0), ("A", 1), "Both", flags=True
    )


def test_a_leading_name_is_no_zero_where_the_enumeration_is_no_flags():
    soap = enumeration("Kind", ("A", 1), ("B", 2))
    json = enumeration("Kind", "None", "A", "B")

    assert merged(soap, json) == enumeration("Kind", ("A", 1), ("B", 2), "None")


def test_padding_stays_for_it_can_appear_on_the_wire():
    soap = enumeration("F", ("A", 1), ("UndefinedValue2", 2), ("B", 4), flags=True)
    json = enumeration("F", "None", "A", "B")

    assert merged(soap, json) == enumeration(
        "F", ("None", 0), ("A", 1), ("UndefinedValue2", 2), ("B", 4), flags=True
    )


def test_soaps_order_stands():
    soap = enumeration("RoleRelationToOwner", ("Own", 0), ("Group", 1), ("Other", 2))
    json = enumeration("RoleRelationToOwner", "Other", "Own", "Group")

    assert merged(soap, json) == soap


def test_texts_and_origins_come_from_both():
    soap = Enumeration(
        name="Kind", members=(Member(name="A", number=0),), origins=(Origin("a.wsdl"),)
    )
    json = Enumeration(
        name="Kind",
        members=(Member(name="A", doc="The first."),),
        doc="Kinds.",
        origins=(Origin("a.json"),),
    )

    found = merged(soap, json)

    assert (found.doc, found.members[0].doc) == ("Kinds.", "The first.")
    assert found.origins == (Origin("a.wsdl"), Origin("a.json"))


def test_what_one_side_has_alone_stays_as_it_is():
    soap = enumeration("Soap", ("A", 0))
    json = enumeration("Json", "A")

    assert merge_enumerations(
        Release(enumerations=(soap,)), Release(enumerations=(json,))
    ) == (soap, json)


def test_a_name_without_a_number_is_noted_with_its_place():
    found = Diagnostics()
    days = Enumeration(
        name="Days",
        members=(Member(name="Mon", number=1), Member(name="All")),
        origins=(Origin("a.wsdl", "7"), Origin("a.json", "#/definitions/Days")),
    )

    report_unnumbered(
        [days, enumeration("Json", "A"), enumeration("B", ("X", 0))], found
    )

    assert found.items == [
        Diagnostic(
            id="number-unknown",
            severity=Severity.NOTE,
            message='enumeration Days has "All" in the Agents description alone, '
            "without a number",
            origin=Origin("a.json", "#/definitions/Days"),
            hint="it is kept as it comes; [[enumeration.member]] in overlay.toml gives it "
            "a number",
        )
    ]


# --- enumerations that stand inline


def inline(*places: tuple[str, str, tuple[str, ...]]) -> Release:
    """A release with carriers whose one field lists those members."""
    return Release(
        carriers=tuple(
            Carrier(
                name=carrier,
                fields=(Field(name=field, type=EnumerationRef(f"{carrier}.{field}")),),
            )
            for carrier, field, _ in places
        ),
        enumerations=tuple(
            enumeration(f"{carrier}.{field}", *members)
            for carrier, field, members in places
        ),
    )


def names(release: Release) -> dict[str, str]:
    """The enumeration that each carrier's field has now."""
    return {
        carrier.name: field.type.name
        for carrier in release.carriers
        for field in carrier.fields
        if isinstance(field.type, EnumerationRef)
    }


def test_an_inline_list_is_called_as_its_field():
    found = name_the_unnamed(inline(("Image", "ifBlank", ("a", "b"))), Release())

    assert found.enumerations == (enumeration("IfBlank", "a", "b"),)
    assert names(found) == {"Image": "IfBlank"}


def test_equal_lists_of_equal_fields_are_one_enumeration():
    found = name_the_unnamed(
        inline(("A", "Output", ("x", "y")), ("B", "Output", ("x", "y"))), Release()
    )

    assert found.enumerations == (enumeration("Output", "x", "y"),)
    assert names(found) == {"A": "Output", "B": "Output"}


def test_different_lists_of_equal_fields_are_called_as_owner_and_field():
    found = name_the_unnamed(
        inline(("A", "Mode", ("x",)), ("B", "Mode", ("y",))), Release()
    )

    assert names(found) == {"A": "AMode", "B": "BMode"}


def test_a_name_that_is_taken_is_not_given():
    taken = Release(carriers=(Carrier(name="Mode"),))

    found = name_the_unnamed(inline(("A", "Mode", ("x",))), taken)

    assert names(found) == {"A": "AMode"}


def test_where_both_names_are_taken_a_number_helps():
    taken = Release(carriers=(Carrier(name="Mode"), Carrier(name="AMode")))

    found = name_the_unnamed(inline(("A", "Mode", ("x",))), taken)

    assert names(found) == {"A": "AMode2"}


def test_an_enumeration_with_a_name_keeps_it():
    release = Release(enumerations=(enumeration("Status", "a"),))

    assert name_the_unnamed(release, Release()) is release
