"""The enumerations. Each is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import lazily

if TYPE_CHECKING:
    from .appointment_status import AppointmentStatus as AppointmentStatus
    from .appointment_type import AppointmentType as AppointmentType
    from .command_action_result import CommandActionResult as CommandActionResult
    from .command_return_type import CommandReturnType as CommandReturnType
    from .contact_action import ContactAction as ContactAction
    from .doc_tmpl_direction import DocTmplDirection as DocTmplDirection
    from .document_lock_semantics import DocumentLockSemantics as DocumentLockSemantics
    from .e_field_right import EFieldRight as EFieldRight
    from .e_table_right import ETableRight as ETableRight
    from .email_account_type import EMailAccountType as EMailAccountType
    from .email_flags import EMailFlags as EMailFlags
    from .favourite_kind import FavouriteKind as FavouriteKind
    from .field_metadata_type import FieldMetadataType as FieldMetadataType
    from .gender import Gender as Gender
    from .if_blank import IfBlank as IfBlank
    from .inter_restriction_operator import (
        InterRestrictionOperator as InterRestrictionOperator,
    )
    from .invitation_status import InvitationStatus as InvitationStatus
    from .license_type import LicenseType as LicenseType
    from .net_server_build_type import NetServerBuildType as NetServerBuildType
    from .notify_type import NotifyType as NotifyType
    from .order_by_sort_type import OrderBySortType as OrderBySortType
    from .presence_status import PresenceStatus as PresenceStatus
    from .recurrence_end_type import RecurrenceEndType as RecurrenceEndType
    from .recurrence_monthly_pattern import (
        RecurrenceMonthlyPattern as RecurrenceMonthlyPattern,
    )
    from .recurrence_pattern import RecurrencePattern as RecurrencePattern
    from .recurrence_update_mode import RecurrenceUpdateMode as RecurrenceUpdateMode
    from .recurrence_yearly_pattern import (
        RecurrenceYearlyPattern as RecurrenceYearlyPattern,
    )
    from .role_type import RoleType as RoleType
    from .task_direction import TaskDirection as TaskDirection
    from .ticket_priority_escalate_event import (
        TicketPriorityEscalateEvent as TicketPriorityEscalateEvent,
    )
    from .ticket_priority_status import TicketPriorityStatus as TicketPriorityStatus
    from .user_type import UserType as UserType
    from .weekdays import Weekdays as Weekdays
    from .workflow_split_option_type import (
        WorkflowSplitOptionType as WorkflowSplitOptionType,
    )
    from .workflow_status import WorkflowStatus as WorkflowStatus
    from .workflow_step_type import WorkflowStepType as WorkflowStepType
    from .workflow_time_wait_algorithm import (
        WorkflowTimeWaitAlgorithm as WorkflowTimeWaitAlgorithm,
    )
    from .workflow_time_wait_interval_type import (
        WorkflowTimeWaitIntervalType as WorkflowTimeWaitIntervalType,
    )
    from ._patch import *  # pyright: ignore[reportMissingImports]
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "AppointmentType": "appointment_type",
            "AppointmentStatus": "appointment_status",
            "InvitationStatus": "invitation_status",
            "ETableRight": "e_table_right",
            "EFieldRight": "e_field_right",
            "TaskDirection": "task_direction",
            "RecurrenceEndType": "recurrence_end_type",
            "RecurrencePattern": "recurrence_pattern",
            "Weekdays": "weekdays",
            "RecurrenceMonthlyPattern": "recurrence_monthly_pattern",
            "RecurrenceYearlyPattern": "recurrence_yearly_pattern",
            "RecurrenceUpdateMode": "recurrence_update_mode",
            "OrderBySortType": "order_by_sort_type",
            "InterRestrictionOperator": "inter_restriction_operator",
            "ContactAction": "contact_action",
            "DocTmplDirection": "doc_tmpl_direction",
            "DocumentLockSemantics": "document_lock_semantics",
            "EMailAccountType": "email_account_type",
            "EMailFlags": "email_flags",
            "FavouriteKind": "favourite_kind",
            "FieldMetadataType": "field_metadata_type",
            "TicketPriorityStatus": "ticket_priority_status",
            "TicketPriorityEscalateEvent": "ticket_priority_escalate_event",
            "Gender": "gender",
            "NetServerBuildType": "net_server_build_type",
            "LicenseType": "license_type",
            "UserType": "user_type",
            "RoleType": "role_type",
            "NotifyType": "notify_type",
            "CommandActionResult": "command_action_result",
            "CommandReturnType": "command_return_type",
            "PresenceStatus": "presence_status",
            "WorkflowStatus": "workflow_status",
            "WorkflowStepType": "workflow_step_type",
            "WorkflowTimeWaitAlgorithm": "workflow_time_wait_algorithm",
            "WorkflowTimeWaitIntervalType": "workflow_time_wait_interval_type",
            "WorkflowSplitOptionType": "workflow_split_option_type",
            "IfBlank": "if_blank",
        },
        patched=True,
    )
