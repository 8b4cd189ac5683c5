"""What an overlay.toml may say, and what is said of one that is wrong."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import MetadataError, Origin
from generator.merge.overlay import (
    CarrierDiscriminator,
    CarrierRename,
    Drop,
    EnumerationMember,
    FieldType,
    Overlay,
    ParameterRename,
    parse_overlay,
)

KINDS = "[[carrier.rename]], [[parameter.rename]], [[field.type]], [[enumeration.member]], [[discriminator]], [[drop]]"

EVERY_KIND = b"""
[[carrier.rename]]
from = "SoTask"
to = "Task"
reason = "a"

[[parameter.rename]]
operation = "User.Execute"
from = "A"
to = "B"
reason = "b"

[[field.type]]
carrier = "Window"
field = "Length"
type = "duration"
reason = "c"

[[enumeration.member]]
enumeration = "Right"
name = "FULL"
number = 15
reason = "d"

[[enumeration.member]]
enumeration = "Right"
name = "Other"
reason = "e"

[[discriminator]]
carrier = "Step"
field = "Type"
carriers = { A = "StepA" }
reason = "f"

[[drop]]
name = "WaitHandle"
reason = "g"
"""


def refused(text: str | bytes) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(MetadataError) as caught:
        parse_overlay(content, "overlay.toml")
    return str(caught.value)


def test_every_kind_of_correction_is_read():
    assert parse_overlay(EVERY_KIND, "overlay.toml") == Overlay(
        (CarrierRename("SoTask", "Task", "a"),),
        (ParameterRename("User.Execute", "A", "B", "b"),),
        (FieldType("Window", "Length", "duration", "c"),),
        (
            EnumerationMember("Right", "FULL", 15, "d"),
            EnumerationMember("Right", "Other", None, "e"),
        ),
        (CarrierDiscriminator("Step", "Type", (("A", "StepA"),), "f"),),
        (Drop("WaitHandle", "g"),),
    )


def test_a_correction_knows_its_file_unless_it_is_our_own():
    (theirs,) = parse_overlay(EVERY_KIND, "overlay.toml").drops
    (ours,) = parse_overlay(EVERY_KIND, "").drops

    assert (theirs.origin, ours.origin) == (Origin("overlay.toml"), None)


def test_an_empty_file_corrects_nothing():
    assert parse_overlay(b"", "overlay.toml") == Overlay()
    assert parse_overlay(b"\xef\xbb\xbf# a byte order mark\n", "o.toml") == Overlay()


def test_overlays_are_joined_in_order():
    one = Overlay(drops=(Drop("A", ""),))
    two = Overlay(drops=(Drop("B", ""),), members=(EnumerationMember("E", "M", 1, ""),))

    assert one + two == Overlay(drops=one.drops + two.drops, members=two.members)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[drops]]\nname = "A"',
            'overlay.toml: error[overlay]: table "drops" is not a kind of correction\n'
            f"  expected: {KINDS}\n"
            '  hint: did you mean "drop"?',
        ),
        (
            '[[carrier.renamed]]\nfrom = "A"',
            'overlay.toml: error[overlay]: table "carrier.renamed" is not a kind of '
            f"correction\n  expected: {KINDS}\n"
            '  hint: did you mean "carrier.rename"?',
        ),
        (
            '[drop]\nname = "A"',
            "overlay.toml: error[overlay]: drop is not what it should be\n"
            "  expected: [[drop]], an array of tables\n"
            "  hint: each correction begins with a line [[drop]]",
        ),
        (
            'drop = ["A"]',
            "overlay.toml: error[overlay]: drop is not what it should be\n"
            "  expected: tables\n"
            "  hint: each correction begins with a line [[drop]]",
        ),
        (
            "carrier = 1",
            "overlay.toml: error[overlay]: carrier.rename is not what it should be\n"
            "  expected: a table\n"
            "  hint: each correction begins with a line [[carrier.rename]]",
        ),
        (
            '[[drop]]\nreason = "a"',
            "overlay.toml: error[overlay]: [[drop]] number 1: name is nothing\n"
            "  expected: a text",
        ),
        (
            '[[drop]]\nname = ""\nreason = "a"',
            "overlay.toml: error[overlay]: [[drop]] number 1: name is \"''\"\n"
            "  expected: a text",
        ),
        (
            '[[drop]]\nname = "A"\nreason = "a"\n[[drop]]\nname = "B"',
            "overlay.toml: error[overlay]: [[drop]] number 2: reason is nothing\n"
            "  expected: a text\n"
            "  hint: every correction says why it is right",
        ),
        (
            '[[drop]]\nname = "A"\nreasn = "a"',
            'overlay.toml: error[overlay]: [[drop]] number 1 has a key "reasn"\n'
            "  expected: name, reason\n"
            '  hint: did you mean "reason"?',
        ),
        (
            '[[enumeration.member]]\nenumeration = "E"\nname = "A"\nnumber = "1"\n'
            'reason = "a"',
            "overlay.toml: error[overlay]: [[enumeration.member]] number 1: number is "
            "\"'1'\"\n  expected: a whole number",
        ),
        (
            '[[enumeration.member]]\nenumeration = "E"\nname = "A"\nnumber = true\n'
            'reason = "a"',
            "overlay.toml: error[overlay]: [[enumeration.member]] number 1: number is "
            '"True"\n  expected: a whole number',
        ),
        (
            '[[field.type]]\ncarrier = "C"\nfield = "F"\ntype = "timespan"\nreason = "a"',
            "overlay.toml: error[overlay]: [[field.type]] number 1: type is "
            "\"'timespan'\"\n  expected: one of any, base64Binary, boolean, byte, date, "
            "dateTime, decimal, double, duration, float, guid, int, integer, long, short, "
            "stream, string, time, unsignedByte, unsignedInt, unsignedLong, unsignedShort",
        ),
        (
            '[[discriminator]]\ncarrier = "C"\nfield = "F"\ncarriers = { A = 1 }\n'
            'reason = "a"',
            "overlay.toml: error[overlay]: [[discriminator]] number 1: carriers is "
            "\"{'A': 1}\"\n  expected: a table of texts",
        ),
        (
            "[[drop",
            "overlay.toml: error[overlay]: not readable as TOML: Expected ']]' at the end "
            "of an array declaration (at end of document)\n"
            "  expected: a file of corrections in TOML",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_what_was_expected(text: str, message: str):
    assert refused(text) == message


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"a = " + b"[" * 5000,
        b"a = " + b"9" * 5000,
        b'drop = [{name = "\\ud800", reason = "a"}]',
    ],
    ids=["bytes", "depth", "digits", "surrogate"],
)
def test_a_file_that_is_no_toml_is_refused(content: bytes):
    assert refused(content).startswith(
        "overlay.toml: error[overlay]: not readable as TOML: "
    )


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_file_is_an_overlay_or_an_error_that_names_it(content: bytes):
    try:
        parse_overlay(content, "overlay.toml")
    except MetadataError as error:
        assert str(error).startswith("overlay.toml: error[overlay]: ")


def test_every_correction_of_our_own_has_a_reason():
    known = resources.files("generator.merge").joinpath("known.toml").read_bytes()

    overlay = parse_overlay(known, "")

    assert len(overlay.members) > 10
    assert all(
        each.reason.endswith(".")
        for each in (*overlay.members, *overlay.discriminators)
    )
