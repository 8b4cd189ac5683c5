"""Which entities a release has, told by the names of its operations."""

from __future__ import annotations

from typing import Any

import pytest


def table(pair: Any) -> dict[str, tuple[str, dict[str, str]]]:
    """Each kind of entity: its number, and what operations do with it."""
    families = pair.server("families").Families(pair.catalogue)
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for operation, (family, role) in families.roles.items():
        roles = found.setdefault(family.name, (family.key_wire, {}))[1]
        roles[f"{operation.agent}.{operation.name}"] = role
    return found


def test_an_entity_is_what_is_saved_and_read_by_its_number(pair: Any) -> None:
    assert table(pair) == {
        "AppointmentEntity": (
            "AppointmentId",
            {
                "Appointment.GetAppointmentEntity": "get",
                "Appointment.SaveAppointmentEntity": "save",
            },
        ),
        "ContactEntity": (
            "ContactId",
            {
                "Contact.CreateDefaultContactEntity": "default",
                "Contact.GetContactEntity": "get",
                "Contact.SaveContactEntity": "save",
                "Contact.DeleteContactEntity": "delete",
                "Contact.ValidateContactEntity": "validate",
            },
        ),
        "DocumentEntity": (
            "DocumentId",
            {
                "Document.GetDocumentEntity": "get",
                "Document.SaveDocumentEntity": "save",
            },
        ),
        "PersonEntity": (
            "PersonId",
            {
                "Person.CreateDefaultPersonEntity": "default",
                "Person.GetPersonEntity": "get",
                "Person.SavePersonEntity": "save",
            },
        ),
        "User": ("AssociateId", {"User.GetUser": "get", "User.SaveUser": "save"}),
        "Webhook": (
            "WebhookId",
            {"Webhook.GetWebhook": "get", "Webhook.SaveWebhook": "save"},
        ),
        "WorkflowStepBase": (
            "WorkflowStepId",
            {
                "Workflow.GetWorkflowStep": "get",
                "Workflow.SaveWorkflowStep": "save",
            },
        ),
    }


def test_times_are_kept_where_a_carrier_has_them(pair: Any) -> None:
    families = pair.server("families").Families(pair.catalogue)

    def stamps(name: str) -> tuple[str, str]:
        family = families.of(name)
        return (
            family.created.wire if family.created else "",
            family.changed.wire if family.changed else "",
        )

    assert stamps("ContactEntity") == ("CreatedDate", "UpdatedDate")
    assert stamps("Webhook") == ("Registered", "")
    assert stamps("User") == ("", "")


def test_a_family_is_found_by_class_name_and_by_what_it_is_about(pair: Any) -> None:
    families = pair.server("families").Families(pair.catalogue)
    carriers = pair.proxies("carriers")

    contacts = families.of("ContactEntity")

    assert families.of(carriers.ContactEntity) is contacts
    assert families.of(carriers.ContactEntityWithLinks) is contacts
    assert families.about("CONTACT") is contacts
    assert families.of(carriers.Contact) is None
    assert families.of("Contact") is None
    assert families.about("address") is None


@pytest.mark.slow
def test_numbers_are_found_whatever_they_are_called(whole_pair: Any) -> None:
    keys = {name: key for name, (key, _) in table(whole_pair).items()}

    odd = {
        name: key
        for name, key in keys.items()
        if key not in (f"{name}Id", f"{name.removesuffix('Entity')}Id", "Id")
    }
    assert odd == {
        "AvailableFont": "AvailableFontsId",
        "BoardViewSettingsBase": "BoardViewSettingsId",
        "CRMScriptEntity": "EjscriptId",
        "ContactRelationEntity": "RelationId",
        "CustomerCenterConfig": "CustConfigId",
        "Dash": "DashboardId",
        "DashTheme": "DashboardThemeId",
        "DashTile": "DashboardTileId",
        "DashTileDefinition": "DashboardTileDefinitionId",
        "ErpSyncConnectorEntity": "ErpConnectorId",
        "MailboxEntity": "MailInFilterId",
        "PreferenceDescription": "PrefDescId",
        "PreferenceDescriptionLine": "PrefDescLineId",
        "ProjectMember": "ProjectmemberId",
        "ProjectTypeEntity": "ProjTypeId",
        "RefCountEntity": "RefCountsId",
        "RelationDefinitionEntity": "ReldefId",
        "SaintConfiguration": "",  # a default and a save, and no number: nobody keeps it
        "TicketMessageEntity": "EjMessageId",
        "TicketRelationDefinitionEntity": "TicketRelationDefId",
        "TriggerScriptEntity": "ScreenChooserId",
        "User": "AssociateId",
        "UserDefinedFieldInfo": "UDefFieldId",
    }


@pytest.mark.slow
def test_what_has_no_number_of_its_own_is_no_entity(whole_pair: Any) -> None:
    known = table(whole_pair)

    for name in (
        "ErpConnectionListMappingContainer",  # read by the number of the connection
        "ErpSyncDefaultValue",
        "SystemTemplateSettings",
        "StatusMonitorPeriods",
        "EMailEntity",
        "Preference",
        "Product",
    ):
        assert name not in known


@pytest.mark.slow
def test_of_two_families_an_operation_is_of_the_one_called_just_so(
    whole_pair: Any,
) -> None:
    known = table(whole_pair)

    assert known["Quote"][1]["Quote.DeleteQuote"] == "delete"
    assert known["QuoteEntity"][1] == {
        "Quote.GetQuoteEntity": "get",
        "Quote.SaveQuoteEntity": "save",
    }
    assert known["QuoteConnection"][1] == {
        "Quote.GetConnection": "get",
        "Quote.SaveConnection": "save",
        "Quote.DeleteConnection": "delete",
    }
    assert known["ErpConnection"][1]["ErpSync.GetConnection"] == "get"
