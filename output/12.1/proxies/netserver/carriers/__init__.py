"""The carriers: what operations take and give. Each is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import lazily

if TYPE_CHECKING:
    from .address import Address as Address
    from .appointment_entity import AppointmentEntity as AppointmentEntity
    from .archive_column_data import ArchiveColumnData as ArchiveColumnData
    from .archive_column_info import ArchiveColumnInfo as ArchiveColumnInfo
    from .archive_list_item import ArchiveListItem as ArchiveListItem
    from .archive_order_by_info import ArchiveOrderByInfo as ArchiveOrderByInfo
    from .archive_restriction_info import (
        ArchiveRestrictionInfo as ArchiveRestrictionInfo,
    )
    from .associate import Associate as Associate
    from .authenticate_response import AuthenticateResponse as AuthenticateResponse
    from .begin_read_file_part_response import (
        BeginReadFilePartResponse as BeginReadFilePartResponse,
    )
    from .business import Business as Business
    from .carrier import Carrier as Carrier
    from .category import Category as Category
    from .command_result import CommandResult as CommandResult
    from .contact import Contact as Contact
    from .contact_entity import ContactEntity as ContactEntity
    from .contact_entity_with_links import (
        ContactEntityWithLinks as ContactEntityWithLinks,
    )
    from .country import Country as Country
    from .dictionaries import AuthenticationGenericData as AuthenticationGenericData
    from .dictionaries import ColumnDataDictionary as ColumnDataDictionary
    from .dictionaries import FieldMetadataDictionary as FieldMetadataDictionary
    from .dictionaries import FieldPropertyDictionary as FieldPropertyDictionary
    from .dictionaries import IntStringDictionary as IntStringDictionary
    from .dictionaries import SoExceptionInfoParameters as SoExceptionInfoParameters
    from .dictionaries import SoExtraInfo as SoExtraInfo
    from .dictionaries import StringBoolDictionary as StringBoolDictionary
    from .dictionaries import StringDictionary as StringDictionary
    from .dictionaries import StringObjectDictionary as StringObjectDictionary
    from .dictionaries import TimeZoneRuleDictionary as TimeZoneRuleDictionary
    from .document_entity import DocumentEntity as DocumentEntity
    from .document_entity_with_links import (
        DocumentEntityWithLinks as DocumentEntityWithLinks,
    )
    from .dsa_parameters import DSAParameters as DSAParameters
    from .email_account import EMailAccount as EMailAccount
    from .email_address import EMailAddress as EMailAddress
    from .email_attachment import EMailAttachment as EMailAttachment
    from .email_entity import EMailEntity as EMailEntity
    from .email_flow import EmailFlow as EmailFlow
    from .entity_element import EntityElement as EntityElement
    from .favourite_entry import FavouriteEntry as FavouriteEntry
    from .field_metadata import FieldMetadata as FieldMetadata
    from .field_property import FieldProperty as FieldProperty
    from .field_right import FieldRight as FieldRight
    from .granted_module_license import GrantedModuleLicense as GrantedModuleLicense
    from .heading_entity import HeadingEntity as HeadingEntity
    from .license_info import LicenseInfo as LicenseInfo
    from .list_item_entity import ListItemEntity as ListItemEntity
    from .localized_field import LocalizedField as LocalizedField
    from .mdo_list_item import MDOListItem as MDOListItem
    from .module_license import ModuleLicense as ModuleLicense
    from .participant_info import ParticipantInfo as ParticipantInfo
    from .person import Person as Person
    from .person_consent import PersonConsent as PersonConsent
    from .person_entity import PersonEntity as PersonEntity
    from .person_entity_with_links import PersonEntityWithLinks as PersonEntityWithLinks
    from .presence_entry import PresenceEntry as PresenceEntry
    from .presence_window import PresenceWindow as PresenceWindow
    from .provided_credential import ProvidedCredential as ProvidedCredential
    from .read_file_part_response import ReadFilePartResponse as ReadFilePartResponse
    from .read_file_response import ReadFileResponse as ReadFileResponse
    from .recurrence_date import RecurrenceDate as RecurrenceDate
    from .recurrence_day_pattern import RecurrenceDayPattern as RecurrenceDayPattern
    from .recurrence_info import RecurrenceInfo as RecurrenceInfo
    from .recurrence_month_pattern import (
        RecurrenceMonthPattern as RecurrenceMonthPattern,
    )
    from .recurrence_week_pattern import RecurrenceWeekPattern as RecurrenceWeekPattern
    from .recurrence_year_pattern import RecurrenceYearPattern as RecurrenceYearPattern
    from .selectable_mdo_list_item import SelectableMDOListItem as SelectableMDOListItem
    from .signed_public_key import SignedPublicKey as SignedPublicKey
    from .so_credentials import SoCredentials as SoCredentials
    from .so_exception_info import SoExceptionInfo as SoExceptionInfo
    from .so_principal_carrier import SoPrincipalCarrier as SoPrincipalCarrier
    from .so_system_info_carrier import SoSystemInfoCarrier as SoSystemInfoCarrier
    from .so_time_zone import SoTimeZone as SoTimeZone
    from .structured_address import StructuredAddress as StructuredAddress
    from .table_right import TableRight as TableRight
    from .task import Task as Task
    from .ticket_priority import TicketPriority as TicketPriority
    from .time_zone_data import TimeZoneData as TimeZoneData
    from .time_zone_rule import TimeZoneRule as TimeZoneRule
    from .user import User as User
    from .user_group import UserGroup as UserGroup
    from .user_with_links import UserWithLinks as UserWithLinks
    from .workflow_step_base import WorkflowStepBase as WorkflowStepBase
    from .workflow_step_option_base import (
        WorkflowStepOptionBase as WorkflowStepOptionBase,
    )
    from .workflow_step_option_form_data import (
        WorkflowStepOptionFormData as WorkflowStepOptionFormData,
    )
    from .workflow_step_option_link_clicked import (
        WorkflowStepOptionLinkClicked as WorkflowStepOptionLinkClicked,
    )
    from .workflow_step_send_email import WorkflowStepSendEmail as WorkflowStepSendEmail
    from .workflow_step_send_sms import WorkflowStepSendSMS as WorkflowStepSendSMS
    from .workflow_step_split import WorkflowStepSplit as WorkflowStepSplit
    from .workflow_step_wait_for_time import (
        WorkflowStepWaitForTime as WorkflowStepWaitForTime,
    )
    from ._patch import *  # pyright: ignore[reportMissingImports]
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "SoCredentials": "so_credentials",
            "SoTimeZone": "so_time_zone",
            "AppointmentEntity": "appointment_entity",
            "Carrier": "carrier",
            "TableRight": "table_right",
            "FieldProperty": "field_property",
            "FieldRight": "field_right",
            "Task": "task",
            "Associate": "associate",
            "Person": "person",
            "ParticipantInfo": "participant_info",
            "RecurrenceInfo": "recurrence_info",
            "RecurrenceDayPattern": "recurrence_day_pattern",
            "RecurrenceWeekPattern": "recurrence_week_pattern",
            "RecurrenceMonthPattern": "recurrence_month_pattern",
            "RecurrenceYearPattern": "recurrence_year_pattern",
            "RecurrenceDate": "recurrence_date",
            "SoExceptionInfo": "so_exception_info",
            "ArchiveOrderByInfo": "archive_order_by_info",
            "ArchiveRestrictionInfo": "archive_restriction_info",
            "ArchiveColumnInfo": "archive_column_info",
            "ArchiveListItem": "archive_list_item",
            "ArchiveColumnData": "archive_column_data",
            "ContactEntity": "contact_entity",
            "Category": "category",
            "Business": "business",
            "Country": "country",
            "EntityElement": "entity_element",
            "SelectableMDOListItem": "selectable_mdo_list_item",
            "Address": "address",
            "LocalizedField": "localized_field",
            "StructuredAddress": "structured_address",
            "Contact": "contact",
            "DocumentEntity": "document_entity",
            "EMailAccount": "email_account",
            "EMailEntity": "email_entity",
            "EMailAddress": "email_address",
            "EMailAttachment": "email_attachment",
            "FavouriteEntry": "favourite_entry",
            "ListItemEntity": "list_item_entity",
            "HeadingEntity": "heading_entity",
            "FieldMetadata": "field_metadata",
            "TicketPriority": "ticket_priority",
            "MDOListItem": "mdo_list_item",
            "PersonEntity": "person_entity",
            "PersonConsent": "person_consent",
            "SoSystemInfoCarrier": "so_system_info_carrier",
            "LicenseInfo": "license_info",
            "ModuleLicense": "module_license",
            "SignedPublicKey": "signed_public_key",
            "SoPrincipalCarrier": "so_principal_carrier",
            "GrantedModuleLicense": "granted_module_license",
            "ProvidedCredential": "provided_credential",
            "DSAParameters": "dsa_parameters",
            "TimeZoneData": "time_zone_data",
            "TimeZoneRule": "time_zone_rule",
            "User": "user",
            "UserGroup": "user_group",
            "CommandResult": "command_result",
            "PresenceEntry": "presence_entry",
            "EmailFlow": "email_flow",
            "WorkflowStepBase": "workflow_step_base",
            "WorkflowStepSendEmail": "workflow_step_send_email",
            "WorkflowStepSendSMS": "workflow_step_send_sms",
            "WorkflowStepWaitForTime": "workflow_step_wait_for_time",
            "WorkflowStepSplit": "workflow_step_split",
            "WorkflowStepOptionBase": "workflow_step_option_base",
            "WorkflowStepOptionFormData": "workflow_step_option_form_data",
            "WorkflowStepOptionLinkClicked": "workflow_step_option_link_clicked",
            "ContactEntityWithLinks": "contact_entity_with_links",
            "DocumentEntityWithLinks": "document_entity_with_links",
            "PersonEntityWithLinks": "person_entity_with_links",
            "UserWithLinks": "user_with_links",
            "PresenceWindow": "presence_window",
            "ReadFileResponse": "read_file_response",
            "BeginReadFilePartResponse": "begin_read_file_part_response",
            "ReadFilePartResponse": "read_file_part_response",
            "AuthenticateResponse": "authenticate_response",
            "StringDictionary": "dictionaries",
            "FieldPropertyDictionary": "dictionaries",
            "SoExceptionInfoParameters": "dictionaries",
            "SoExtraInfo": "dictionaries",
            "ColumnDataDictionary": "dictionaries",
            "StringObjectDictionary": "dictionaries",
            "FieldMetadataDictionary": "dictionaries",
            "IntStringDictionary": "dictionaries",
            "AuthenticationGenericData": "dictionaries",
            "TimeZoneRuleDictionary": "dictionaries",
            "StringBoolDictionary": "dictionaries",
        },
        patched=True,
    )
