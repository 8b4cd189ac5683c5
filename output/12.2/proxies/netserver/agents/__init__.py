"""The agents: classes with a method for each operation, and AGENTS, which finds them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import LazyClasses, lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._runtime.agent import Agent, AsyncAgent
    from .appointment import AppointmentAgent, AsyncAppointmentAgent
    from .archive import ArchiveAgent, AsyncArchiveAgent
    from .contact import AsyncContactAgent, ContactAgent
    from .document import AsyncDocumentAgent, DocumentAgent
    from .email import AsyncEMailAgent, EMailAgent
    from .file_manager import AsyncFileManagerAgent, FileManagerAgent
    from .list import AsyncListAgent, ListAgent
    from .mdo import AsyncMDOAgent, MDOAgent
    from .person import AsyncPersonAgent, PersonAgent
    from .so_principal import AsyncSoPrincipalAgent, SoPrincipalAgent
    from .time_zone import AsyncTimeZoneAgent, TimeZoneAgent
    from .user import AsyncUserAgent, UserAgent
    from .webhook import AsyncWebhookAgent, WebhookAgent
    from .workflow import AsyncWorkflowAgent, WorkflowAgent
    from ._patch import *  # pyright: ignore[reportMissingImports]
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "AppointmentAgent": "appointment",
            "AsyncAppointmentAgent": "appointment",
            "ArchiveAgent": "archive",
            "AsyncArchiveAgent": "archive",
            "ContactAgent": "contact",
            "AsyncContactAgent": "contact",
            "DocumentAgent": "document",
            "AsyncDocumentAgent": "document",
            "EMailAgent": "email",
            "AsyncEMailAgent": "email",
            "FileManagerAgent": "file_manager",
            "AsyncFileManagerAgent": "file_manager",
            "ListAgent": "list",
            "AsyncListAgent": "list",
            "MDOAgent": "mdo",
            "AsyncMDOAgent": "mdo",
            "PersonAgent": "person",
            "AsyncPersonAgent": "person",
            "SoPrincipalAgent": "so_principal",
            "AsyncSoPrincipalAgent": "so_principal",
            "TimeZoneAgent": "time_zone",
            "AsyncTimeZoneAgent": "time_zone",
            "UserAgent": "user",
            "AsyncUserAgent": "user",
            "WebhookAgent": "webhook",
            "AsyncWebhookAgent": "webhook",
            "WorkflowAgent": "workflow",
            "AsyncWorkflowAgent": "workflow",
        },
        patched=True,
    )

AGENTS: Mapping[str, type[Agent]] = LazyClasses(
    __name__,
    {
        "Appointment": "AppointmentAgent",
        "Archive": "ArchiveAgent",
        "Contact": "ContactAgent",
        "Document": "DocumentAgent",
        "EMail": "EMailAgent",
        "FileManager": "FileManagerAgent",
        "List": "ListAgent",
        "MDO": "MDOAgent",
        "Person": "PersonAgent",
        "SoPrincipal": "SoPrincipalAgent",
        "TimeZone": "TimeZoneAgent",
        "User": "UserAgent",
        "Webhook": "WebhookAgent",
        "Workflow": "WorkflowAgent",
    },
)
"""The class of each agent, by the agent's wire name."""

ASYNC_AGENTS: Mapping[str, type[AsyncAgent]] = LazyClasses(
    __name__,
    {
        "Appointment": "AsyncAppointmentAgent",
        "Archive": "AsyncArchiveAgent",
        "Contact": "AsyncContactAgent",
        "Document": "AsyncDocumentAgent",
        "EMail": "AsyncEMailAgent",
        "FileManager": "AsyncFileManagerAgent",
        "List": "AsyncListAgent",
        "MDO": "AsyncMDOAgent",
        "Person": "AsyncPersonAgent",
        "SoPrincipal": "AsyncSoPrincipalAgent",
        "TimeZone": "AsyncTimeZoneAgent",
        "User": "AsyncUserAgent",
        "Webhook": "AsyncWebhookAgent",
        "Workflow": "AsyncWorkflowAgent",
    },
)
"""The same for asynchronous sessions."""

__all__ = [
    "AGENTS",
    "ASYNC_AGENTS",
    "AppointmentAgent",
    "AsyncAppointmentAgent",
    "ArchiveAgent",
    "AsyncArchiveAgent",
    "AsyncContactAgent",
    "ContactAgent",
    "AsyncDocumentAgent",
    "DocumentAgent",
    "AsyncEMailAgent",
    "EMailAgent",
    "AsyncFileManagerAgent",
    "FileManagerAgent",
    "AsyncListAgent",
    "ListAgent",
    "AsyncMDOAgent",
    "MDOAgent",
    "AsyncPersonAgent",
    "PersonAgent",
    "AsyncSoPrincipalAgent",
    "SoPrincipalAgent",
    "AsyncTimeZoneAgent",
    "TimeZoneAgent",
    "AsyncUserAgent",
    "UserAgent",
    "AsyncWebhookAgent",
    "WebhookAgent",
    "AsyncWorkflowAgent",
    "WorkflowAgent",
]
