"""What the module of an enumeration says."""

from __future__ import annotations

from generator.model.carriers import Enumeration, Member
from generator.model.release import Release
from tests.unit.plan.planned import enumeration, rendered


def module(name: str, found: Enumeration) -> str:
    """The module's text below its imports."""
    text = rendered(Release(enumerations=(found,)))[f"enumerations/{name}.py"]
    return text[text.index("\nclass ") + 1 :]


def test_a_plain_enumeration_gives_wire_name_and_number():
    found = Enumeration(
        name="AppointmentType",
        members=(
            Member(name="None", number=-1),
            Member(name="inDiary", number=1, doc="In the diary."),
        ),
        namespace="urn:x",
        doc="Kinds of appointments.",
    )

    assert module("appointment_type", found) == '''\
class AppointmentType(Enumeration):
    """Kinds of appointments."""

    __namespace__ = "urn:x"

    NONE = "None", -1
    IN_DIARY = "inDiary", 1
    """In the diary."""
'''


def test_members_without_numbers_have_their_wire_name_alone():
    assert module("status", enumeration("status", "in-work", "done")) == '''\
class Status(Enumeration):
    """The enumeration Status."""

    __wire__ = "status"
    __namespace__ = "urn:x/Services88"

    IN_WORK = "in-work"
    DONE = "done"
'''


def test_flags_keep_their_wire_names_beside_the_bits():
    found = enumeration(
        "Weekdays", "None=0", "Mon=1", "UndefinedValue2=2", "Workdays", flags=True
    )

    assert module("weekdays", found) == '''\
class Weekdays(Flags):
    """Flags Weekdays."""

    __namespace__ = "urn:x/Services88"
    __names__ = {"None": 0, "Mon": 1, "UndefinedValue2": 2}

    NONE = 0
    MON = 1
    UNDEFINED_VALUE2 = 2
'''


def test_members_that_differ_in_case_alone_stay_apart():
    text = module("kind", enumeration("Kind", "a=0", "A=1", "_a=2"))

    assert text.endswith('\n    A = "a", 0\n    A_ = "A", 1\n    A_2 = "_a", 2\n')


def test_an_enumeration_may_have_no_members():
    text = module("kind", Enumeration(name="Kind"))

    compile(text, "kind.py", "exec")


def test_the_index_names_every_enumeration():
    texts = rendered(
        Release(enumerations=(enumeration("B", "x"), enumeration("A", "x")))
    )

    assert '"B": "b",\n            "A": "a",\n' in texts["enumerations/__init__.py"]
