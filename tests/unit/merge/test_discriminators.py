"""How the runtime type of a polymorphic carrier is told where JSON does not say it."""

from __future__ import annotations

from importlib import resources

from generator.merge.discriminators import infer_discriminators
from generator.merge.overlay import CarrierDiscriminator, Overlay, parse_overlay
from generator.model.carriers import Carrier, Discriminator, Enumeration, Field, Member
from generator.model.release import Release
from generator.model.types import STRING, EnumerationRef

NONE = Overlay()
KNOWN = parse_overlay(
    resources.files("generator.merge").joinpath("known.toml").read_bytes(), ""
)


def family(
    base: str, field: str, members: str, *subtypes: str, overlay: Overlay = NONE
) -> Discriminator | None:
    """The discriminator of `base`, whose field has those members and which has those subtypes."""
    release = Release(
        carriers=(
            Carrier(
                name=base, fields=(Field(name=field, type=EnumerationRef("Kind")),)
            ),
            *(Carrier(name=name, base=base) for name in subtypes),
        ),
        enumerations=(
            Enumeration(
                name="Kind",
                members=tuple(Member(name=name) for name in members.split(",")),
            ),
        ),
    )
    return infer_discriminators(release, overlay).carrier(base).discriminator


def test_a_subtype_ends_with_the_name_of_its_member():
    assert family(
        "WorkflowStepBase",
        "StepType",
        "Unknown,SendEmail,WaitForTime",
        "WorkflowStepSendEmail",
        "WorkflowStepWaitForTime",
    ) == Discriminator(
        "StepType",
        (
            ("SendEmail", "WorkflowStepSendEmail"),
            ("WaitForTime", "WorkflowStepWaitForTime"),
        ),
    )


def test_a_subtype_begins_with_the_name_of_its_member():
    assert family(
        "BoardViewSettingsBase",
        "Entity",
        "Sale,Ticket",
        "SaleBoardViewSettings",
        "TicketBoardViewSettings",
    ) == Discriminator(
        "Entity",
        (("Sale", "SaleBoardViewSettings"), ("Ticket", "TicketBoardViewSettings")),
    )


def test_of_two_members_for_one_subtype_the_longer_is_meant():
    assert family(
        "Base", "Kind", "Time,WaitForTime,Email", "StepWaitForTime", "StepEmail"
    ) == Discriminator(
        "Kind", (("Email", "StepEmail"), ("WaitForTime", "StepWaitForTime"))
    )


def test_a_member_of_two_subtypes_means_the_shorter():
    assert family(
        "Base", "Kind", "Split,Email", "StepSplit", "StepEmailSplit", "StepEmail"
    ) == Discriminator("Kind", (("Email", "StepEmail"), ("Split", "StepSplit")))


def test_one_pair_alone_may_be_chance():
    assert family("Base", "Kind", "Email,Other", "StepEmail", "StepWait") is None


def test_a_member_without_a_name_means_nothing():
    assert family("Base", "Kind", ",Email", "StepEmail", "StepWait") is None


def test_an_enumeration_that_is_not_there_tells_nothing():
    release = Release(
        carriers=(
            Carrier(name="A", fields=(Field(name="K", type=EnumerationRef("Gone")),)),
            Carrier(name="B", base="A"),
        )
    )

    assert infer_discriminators(release, Overlay()) == release


def test_the_field_with_the_most_pairs_is_taken():
    release = Release(
        carriers=(
            Carrier(
                name="Base",
                fields=(
                    Field(name="Name", type=STRING),
                    Field(name="Two", type=EnumerationRef("Two")),
                    Field(name="Three", type=EnumerationRef("Three")),
                ),
            ),
            *(Carrier(name=f"Step{each}", base="Base") for each in "ABC"),
        ),
        enumerations=(
            Enumeration(name="Two", members=(Member(name="A"), Member(name="B"))),
            Enumeration(
                name="Three",
                members=(Member(name="A"), Member(name="B"), Member(name="C")),
            ),
        ),
    )

    assert infer_discriminators(release, Overlay()).carrier(
        "Base"
    ).discriminator == Discriminator(
        "Three", (("A", "StepA"), ("B", "StepB"), ("C", "StepC"))
    )


def test_what_a_description_says_is_not_guessed_again():
    told = Discriminator("Kind", (("a", "StepA"), ("b", "StepB")))
    release = Release(
        carriers=(
            Carrier(name="Step", discriminator=told),
            Carrier(name="StepA", base="Step"),
            Carrier(name="StepB", base="Step"),
        )
    )

    assert infer_discriminators(release, Overlay()) == release


def test_an_overlay_adds_to_what_is_found():
    overlay = Overlay(
        discriminators=(
            CarrierDiscriminator("Base", "Kind", (("X", "StepC"), ("Y", "Gone")), ""),
        )
    )

    assert family(
        "Base", "Kind", "A,B,X", "StepA", "StepB", "StepC", overlay=overlay
    ) == Discriminator("Kind", (("A", "StepA"), ("B", "StepB"), ("X", "StepC")))


def test_an_overlay_with_another_field_replaces_what_is_found():
    overlay = Overlay(
        discriminators=(CarrierDiscriminator("Base", "Type", (("1", "StepA"),), ""),)
    )

    assert family(
        "Base", "Kind", "A,B", "StepA", "StepB", overlay=overlay
    ) == Discriminator("Type", (("1", "StepA"),))


def test_the_fields_that_users_define_are_told_by_rule_and_by_what_we_know():
    """FieldInfoBase: three of its subtypes do not bear the name of their field type."""
    found = family(
        "FieldInfoBase",
        "FieldType",
        "Unknown,Integer,ShortText,Checkbox,RelationTo,Date",
        "FieldInfoInt",
        "FieldInfoShortText",
        "FieldInfoBool",
        "FieldInfoRelation",
        "FieldInfoDate",
        overlay=KNOWN,
    )

    assert found == Discriminator(
        "FieldType",
        (
            ("Checkbox", "FieldInfoBool"),
            ("Date", "FieldInfoDate"),
            ("Integer", "FieldInfoInt"),
            ("RelationTo", "FieldInfoRelation"),
            ("ShortText", "FieldInfoShortText"),
        ),
    )
