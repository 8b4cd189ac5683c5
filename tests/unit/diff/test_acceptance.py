"""Changes that somebody lives with: which entry covers which change, and what is wrong with a file of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reported import changes

from generator.diagnostics import Diagnostics, MetadataError, Origin
from generator.diff.acceptance import (
    Acceptance,
    accept,
    complain,
    parse_acceptances,
)
from generator.diff.changes import Change, Impact
from generator.readers.kinds import Kind
from generator.sources import file_source

REMOVED = next(each for each in changes() if each.rule == "field-removed")
FILE = """\
[[accept]]
rule = "field-removed"
subject = "Person.Salutation"
reason = "nobody greets"
"""


def entry(
    subject: str, rule: str = "*", impact: Impact = Impact.BREAKING
) -> Acceptance:
    return Acceptance(
        rule=rule, subject=subject, reason="r", impact=impact, origin=Origin("a.toml")
    )


def faults(text: str) -> list[str]:
    with pytest.raises(MetadataError) as error:
        parse_acceptances(text.encode(), "a.toml")
    return [str(each) for each in error.value.diagnostics]


def test_an_entry_has_a_rule_a_subject_and_a_reason():
    text = f'# ours\n{FILE}\n[[accept]]\nrule = "*"\nsubject = "A.*"\nreason = " r "\nimpact = "risky"\n'

    assert parse_acceptances(text.encode(), "a.toml") == (
        Acceptance(
            rule="field-removed",
            subject="Person.Salutation",
            reason="nobody greets",
            impact=Impact.BREAKING,
            origin=Origin("a.toml", "2"),
        ),
        Acceptance(
            rule="*",
            subject="A.*",
            reason="r",
            impact=Impact.RISKY,
            origin=Origin("a.toml", "7"),
        ),
    )


def test_an_empty_file_accepts_nothing():
    assert parse_acceptances(b"", "a.toml") == ()


@pytest.mark.parametrize(
    ("one", "covered"),
    [
        (entry("Person.Salutation"), True),
        (entry("Person.Salutation", "field-removed"), True),
        (entry("Person.*"), True),
        (entry("*Salut*"), True),
        (entry("*"), True),
        (entry("Person"), False),
        (entry("person.salutation"), False),
        (entry("Person.Salutatio?"), False),
        (entry("Person.[S]alutation"), False),
        (entry("Person.Salutation", "field-added"), False),
        (entry("Person.Salutation", impact=Impact.RISKY), False),
    ],
)
def test_an_entry_covers_a_change_by_name_rule_and_impact(
    one: Acceptance, covered: bool
):
    assert one.covers(REMOVED) == covered


def test_the_first_entry_that_covers_a_change_gives_the_reason():
    first, second, third = entry("Person.*"), entry("*.Salutation"), entry("Nobody")

    made, met = accept([REMOVED], [first, second, third])

    assert [each.accepted for each in made] == ["r"]
    assert met == {first, second}


def complaints(one: Acceptance, found: tuple[Change, ...]) -> list[str]:
    diagnostics = Diagnostics()
    complain([one], frozenset(), found, diagnostics)
    return [str(each) for each in diagnostics]


def test_an_entry_that_no_change_meets_is_a_warning_that_says_what_comes_near():
    assert complaints(entry("Person.Salutations", "field-removed"), (REMOVED,)) == [
        'a.toml: warning[accept-unused]: no change is accepted by rule "field-removed" for "Person.Salutations"\n'
        "  expected: an entry that a change meets\n"
        '  hint: did you mean "Person.Salutation"?'
    ]
    assert complaints(entry("Person.Salutation", "field-added"), (REMOVED,)) == [
        'a.toml: warning[accept-unused]: no change is accepted by rule "field-added" for "Person.Salutation"\n'
        "  expected: an entry that a change meets\n"
        "  hint: that name has a change under field-removed, which is breaking"
    ]
    assert complaints(entry("Nobody"), ())[0].endswith("hint: remove it")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[[accept]\n",
            "a.toml:1: error[accept-file]: not readable as TOML: Expected ']]' at the end of an array declaration"
            " (at line 1, column 9)\n"
            "  expected: tables [[accept]] with rule, subject, reason",
        ),
        (
            "[[acept]]\n",
            'a.toml: error[accept-file]: there is "acept"\n'
            "  expected: tables [[accept]] and nothing else\n"
            '  hint: did you mean "accept"?',
        ),
        (
            "accept = 3\n",
            "a.toml: error[accept-file]: accept is no list of tables\n"
            "  expected: tables [[accept]]\n"
            "  hint: write the name with two brackets on each side",
        ),
        (
            "accept = [3]\n",
            'a.toml: error[accept-file]: an entry is "3"\n'
            "  expected: a table [[accept]]",
        ),
        (
            FILE.replace("reason", "raeson"),
            'a.toml:1: error[accept-file]: an entry has "raeson"\n'
            "  expected: one of rule, subject, reason, impact\n"
            '  hint: did you mean "reason"?',
        ),
        (
            FILE.replace("nobody greets", "  "),
            'a.toml:1: error[accept-file]: the reason of an entry is "  "\n'
            "  expected: a text with something in it\n"
            "  hint: say why this change harms nobody here",
        ),
        (
            FILE.replace("field-removed", "field-remove"),
            'a.toml:1: error[accept-file]: there is no rule "field-remove"\n'
            "  expected: the id of a rule, or *\n"
            '  hint: did you mean "field-removed"?',
        ),
        (
            FILE + 'impact = "braking"\n',
            'a.toml:1: error[accept-file]: the impact of an entry is "braking"\n'
            "  expected: one of safe, unjudged, risky, breaking\n"
            '  hint: did you mean "breaking"?',
        ),
        (
            FILE + "impact = [1]\n",
            'a.toml:1: error[accept-file]: the impact of an entry is "[1]"\n'
            "  expected: one of safe, unjudged, risky, breaking",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(text: str, expected: str):
    assert faults(text)[0] == expected


def test_all_that_is_wrong_is_said_at_once():
    broken = FILE.replace("reason", "why").replace("field-removed", "nothing")

    assert len(faults(broken + "\n" + broken)) == 6


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00", b"a = " + b"[" * 100_000])
def test_what_is_no_text_is_an_error(content: bytes):
    with pytest.raises(MetadataError):
        parse_acceptances(content, "a.toml")


def test_a_file_is_read_through_the_one_door(tmp_path: Path):
    path = tmp_path / "accepted.toml"
    path.write_text(FILE)

    source = file_source(path, Kind.ACCEPTANCES)

    assert parse_acceptances(source.read(), source.file)[0].origin == Origin(
        "accepted.toml", "1"
    )
