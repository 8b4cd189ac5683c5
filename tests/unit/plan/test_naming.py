"""From the service's names to Python's."""

from __future__ import annotations

import keyword
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.plan import names
from generator.plan.names import (
    Names,
    agent_names,
    class_case,
    class_names,
    field_names,
    member_names,
    method_names,
    module_case,
    module_names,
    parameter_names,
    session_names,
    snake_case,
    upper_case,
    wire_case,
)
from generator.plan.text import Identifier
from generator.runtime import agent, carriers, session, spelling

CASES = (snake_case, upper_case, class_case, module_case)
HOSTILE = [
    "",
    " ",
    "_",
    "__",
    "__init__",
    "__class__",
    '"',
    "'''",
    '"""',
    "\\",
    "a\nb",
    "a\r\nimport os",
    "a; import os",
    "a\u2028b",
    "\u202eevil\u202c",
    "a\u200bb",
    "\u3164",
    "\ufeff",
    "\U0001f600",
    "\u2764\ufe0f",
    "\U0001f469\u200d\U0001f4bb",
    "ﬁle",
    "ｆｕｌｌ",
    "ſtrange",
    "e\u0301",
    "x\u0301",
    "\u0301",
    "\u0301x",
    "日本",
    "Ünïcode",
    "ǅ",
    "İ",
    "ß",
    "1st",
    "9",
    "٣",
    "²",
    "$select",
    "odata.nextLink",
    "_Links",
    "from",
    "None",
    "none",
    "False",
    "match",
    "type",
    "self",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "../../etc/passwd",
    "con",
    "x" * 3000,
    "日" * 500,
    "\x00",
    "\ud800",
]


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        # the names of netserver.md 7.5
        ("EMail", "email"),
        ("EMailAccountId", "email_account_id"),
        ("SendEMails", "send_emails"),
        ("MDO", "mdo"),
        ("MDOListItem", "mdo_list_item"),
        ("CRMScript", "crm_script"),
        ("CRMScriptEntity", "crm_script_entity"),
        ("ErpSync", "erp_sync"),
        ("URLName", "url_name"),
        ("TZOffset", "tz_offset"),
        ("ERPQuoteKey", "erp_quote_key"),
        ("UDefType", "udef_type"),
        ("UDefFieldType", "udef_field_type"),
        ("_Links", "links"),
        ("odata.nextLink", "odata_next_link"),
        ("from", "from_"),
        ("From", "from_"),
        # capitals
        ("ContactId", "contact_id"),
        ("contactId", "contact_id"),
        ("BLOB", "blob"),
        ("SoPrincipal", "so_principal"),
        ("IDs", "ids"),
        ("ContactIDs", "contact_ids"),
        ("URLs", "urls"),
        ("SendSMS", "send_sms"),
        ("EjUserId", "ej_user_id"),
        ("OAuthToken", "oauth_token"),
        ("Number1", "number1"),
        ("X2Y", "x2_y"),
        ("GetContactEntity2", "get_contact_entity2"),
        ("adminGUI", "admin_gui"),
        ("ToolTip", "tool_tip"),
        ("already_snake", "already_snake"),
        ("UPPER_CASE", "upper_case"),
        ("kebab-case", "kebab_case"),
        ("Ünïcode", "ünïcode"),
        # keywords and digits
        ("Class", "class_"),
        ("Async", "async_"),
        ("None", "none"),
        ("1st", "value_1st"),
        ("", "value"),
        ("$", "value"),
    ],
)
def test_attributes_parameters_and_methods(wire: str, expected: str):
    assert snake_case(wire) == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("inDiary", "IN_DIARY"),
        ("None", "NONE"),
        ("EMail", "EMAIL"),
        ("UndefinedValue256", "UNDEFINED_VALUE256"),
        ("adminGUI", "ADMIN_GUI"),
        ("1", "VALUE_1"),
        ("", "VALUE"),
        ("straße", "STRASSE"),
    ],
)
def test_members(wire: str, expected: str):
    assert upper_case(wire) == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("ContactEntity", "ContactEntity"),
        ("EMailEntity", "EMailEntity"),
        ("MDOListItem", "MDOListItem"),
        ("Task", "Task"),
        ("pet", "Pet"),
        ("new-pet", "NewPet"),
        ("a.b_c", "ABC"),
        ("3DModel", "Type3DModel"),
        ("None", "None_"),
        ("日本", "Type日本"),
        ("", "Type"),
    ],
)
def test_classes_keep_their_wire_name_as_far_as_python_allows(wire: str, expected: str):
    assert class_case(wire) == expected


# --- any name at all


def assert_sound(name: str) -> None:
    assert name.isidentifier() and not keyword.iskeyword(name)
    assert not name.startswith("_")
    assert unicodedata.normalize("NFKC", name) == name
    assert Identifier(name) == name


@pytest.mark.parametrize("wire", HOSTILE, ids=ascii)
@pytest.mark.parametrize("case", CASES)
def test_hostile_names_become_identifiers(case, wire: str):
    assert_sound(case(wire))


@given(st.text())
def test_any_text_becomes_an_identifier_in_every_case(wire: str):
    for case in CASES:
        assert_sound(case(wire))


@given(st.text())
def test_a_class_never_has_the_name_of_its_module_or_of_an_attribute(wire: str):
    made = class_case(wire)

    assert made != snake_case(made)
    assert made[0].isupper()


@given(st.text())
def test_a_module_fits_into_a_file_name(wire: str):
    assert len(f"{module_case(wire * 300)}_999.py".encode()) <= 255


@given(st.from_regex(r"[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", fullmatch=True))
def test_the_runtime_finds_wire_names_by_the_same_rule(attribute: str):
    assert carriers._wire_name(attribute) == wire_case(attribute)


@pytest.mark.parametrize(
    ("attribute", "wire"),
    [("contact_id", "ContactId"), ("from_", "From"), ("number1", "Number1")],
)
def test_the_wire_name_of_an_attribute(attribute: str, wire: str):
    assert wire_case(attribute) == carriers._wire_name(attribute) == wire


# --- names of one scope


def given_names(scope: Names, *wanted: str) -> list[str]:
    return [str(scope.give(Identifier(name))) for name in wanted]


def test_a_name_that_is_taken_gets_an_underscore_and_then_numbers():
    assert given_names(Names(), "a", "a", "a", "a", "b") == [
        "a",
        "a_",
        "a_2",
        "a_3",
        "b",
    ]


def test_a_name_that_is_reserved_gets_an_underscore():
    assert given_names(Names({"list"}), "list") == ["list_"]


def test_a_number_that_is_taken_is_passed_over():
    assert given_names(Names(), "a_2", "a", "a", "a") == ["a_2", "a", "a_", "a_3"]


def test_scopes_tell_case_apart_and_modules_do_not():
    assert given_names(Names(), "a", "A") == ["a", "A"]
    assert given_names(Names(folded=True), "straße", "strasse") == [
        "straße",
        "strasse_",
    ]


@given(st.lists(st.text(max_size=3)))
def test_the_names_of_a_scope_are_unique_and_depend_on_nothing_else(wires: list[str]):
    for case in CASES:
        for scope in (class_names, field_names, module_names, member_names):
            arguments = ((),) if scope in (class_names, field_names) else ()
            one, two = scope(*arguments), scope(*arguments)
            made = [one.give(case(wire)) for wire in wires]
            assert len(set(made)) == len(made)
            assert made == [two.give(case(wire)) for wire in wires]


# --- what each scope keeps free


def test_a_field_does_not_hide_what_annotations_of_its_class_mean():
    assert given_names(field_names({"list"}), "list", "date") == ["list_", "date"]


def test_a_method_does_not_hide_what_signatures_mean():
    builtin = ["list", "dict", "str", "int", "float", "bool", "bytes"]
    dates = ["date", "time", "datetime", "timedelta"]

    for word in (*builtin, *dates):
        assert given_names(method_names(), word) == [f"{word}_"]


def test_a_method_does_not_hide_members_of_its_base():
    for base in (agent.Agent, agent.AsyncAgent):
        for member in (each for each in dir(base) if not each.startswith("_")):
            # Methods are written in small letters, and what all agents have is not.
            assert given_names(method_names(), member.lower()) == [member.lower()]
            assert member.isupper()


def test_a_parameter_is_neither_self_nor_options():
    assert given_names(parameter_names(), "self", "options", "session") == [
        "self_",
        "options_",
        "session",
    ]


@pytest.mark.parametrize("base", [session.Session, session.AsyncSession])
def test_an_agent_does_not_hide_members_of_the_session(base: type):
    for member in (each for each in dir(base) if each[0].islower()):
        assert given_names(session_names(), member) == [f"{member}_"]


def test_an_agent_does_not_hide_the_decorator_of_the_others():
    assert given_names(session_names(), snake_case("Property")) == ["property_"]


@pytest.mark.parametrize(
    "word",
    sorted(
        name
        for name in (*spelling.__all__, "Any", "Annotated", "Decimal", "BaseCarrier")
        if name[0].isupper() and "_" not in name
    ),
)
def test_a_carrier_does_not_hide_what_annotations_are_made_of(word: str):
    assert given_names(class_names(()), word) == [f"{word}_"]


@pytest.mark.parametrize("word", ["Exception", "KeyError", "Warning", "NotImplemented"])
def test_a_carrier_does_not_hide_a_builtin(word: str):
    assert given_names(class_names(()), word) == [f"{word}_"]


def test_an_agents_class_is_called_as_the_contract_says_and_carriers_give_way():
    assert given_names(class_names({"ContactAgent"}), "ContactAgent") == [
        "ContactAgent_"
    ]


@pytest.mark.parametrize("wire", ["Async", "agent"])
def test_an_agents_class_does_not_hide_its_base(wire: str):
    made = agent_names().give(Identifier(f"{class_case(wire)}Agent"))

    assert made not in ("Agent", "AsyncAgent")


@pytest.mark.parametrize("name", ["con", "CON", "nul", "aux", "com1", "lpt9"])
def test_no_module_is_called_as_a_device(name: str):
    assert given_names(module_names(), name) == [f"{name}_"]


@pytest.mark.parametrize("name", ["type", "str", "lazily"])
def test_no_module_hides_what_the_index_says(name: str):
    assert given_names(module_names(), name) == [f"{name}_"]


def test_every_reserved_word_is_one_that_can_be_asked_for():
    for words in (names._SESSION_MEMBERS, names._SIGNATURE_WORDS):
        assert all(word == word.lower() for word in words)
