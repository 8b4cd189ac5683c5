"""The agent EMail of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ..carriers import EMailAccount, EMailEntity
    from ..options import Options

_AGENT = Facade(
    "EMail",
    soap="Remote/Services88/EMail.svc",
    agents="api/v1/Agents/EMail",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services88",
    module=__name__,
)
_GET_EMAIL_ACCOUNT = _AGENT.operation(
    "GetEMailAccount", {"EMailAccountId": "Int32"}, "EMailAccount | None"
)
_SEND_EMAIL = _AGENT.operation(
    "SendEMail",
    {"EMail": "EMailEntity | None", "SaveInSent": "bool", "EMailAccountId": "Int32"},
    "EMailEntity | None",
)
_MARK_AS_READ = _AGENT.operation("MarkAsRead", {"EMailIds": "list[Int32] | None"})
_GET_SIGNATURE = _AGENT.operation(
    "GetSignature", {"AssociateId": "Int32"}, "str | None"
)
_OPERATIONS = methods_of(__name__)


class EMailAgent(Agent):
    """The agent EMail."""

    NAME = "EMail"
    OPERATIONS = _OPERATIONS

    def get_email_account(
        self, email_account_id: int, *, options: Options = None
    ) -> EMailAccount | None:
        """One mailbox."""
        return self._call(_GET_EMAIL_ACCOUNT, email_account_id, options=options)

    def send_email(
        self,
        email: EMailEntity | None,
        save_in_sent: bool,
        email_account_id: int,
        *,
        options: Options = None,
    ) -> EMailEntity | None:
        """Send a message at once."""
        return self._call(
            _SEND_EMAIL, email, save_in_sent, email_account_id, options=options
        )

    def mark_as_read(
        self, email_ids: Sequence[int] | None, *, options: Options = None
    ) -> None:
        """Mark messages as seen."""
        self._call(_MARK_AS_READ, email_ids, options=options)

    def get_signature(
        self, associate_id: int, *, options: Options = None
    ) -> str | None:
        """The lines that a user puts under messages."""
        return self._call(_GET_SIGNATURE, associate_id, options=options)


class AsyncEMailAgent(AsyncAgent):
    """The agent EMail. Its methods are awaited; EMailAgent describes them in full."""

    NAME = "EMail"
    OPERATIONS = _OPERATIONS

    async def get_email_account(
        self, email_account_id: int, *, options: Options = None
    ) -> EMailAccount | None:
        """One mailbox."""
        return await self._call(_GET_EMAIL_ACCOUNT, email_account_id, options=options)

    async def send_email(
        self,
        email: EMailEntity | None,
        save_in_sent: bool,
        email_account_id: int,
        *,
        options: Options = None,
    ) -> EMailEntity | None:
        """Send a message at once."""
        return await self._call(
            _SEND_EMAIL, email, save_in_sent, email_account_id, options=options
        )

    async def mark_as_read(
        self, email_ids: Sequence[int] | None, *, options: Options = None
    ) -> None:
        """Mark messages as seen."""
        await self._call(_MARK_AS_READ, email_ids, options=options)

    async def get_signature(
        self, associate_id: int, *, options: Options = None
    ) -> str | None:
        """The lines that a user puts under messages."""
        return await self._call(_GET_SIGNATURE, associate_id, options=options)
